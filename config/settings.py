"""Every setting of the service, once: typed, documented, from `attendant.toml` and the environment.

The environment wins over the file: `ATTENDANT_TWILIO__AUTH_TOKEN` is `auth_token` under `[twilio]`.
Secrets are `SecretStr`, which prints as stars.
"""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

SAMPLE_CENTRE = Path(__file__).parent / "sample"
DEFAULT_FILE = Path("attendant.toml")

Port = Annotated[int, Field(ge=0, le=65535)]
Share = Annotated[float, Field(ge=0, le=1)]


class ConfigurationError(Exception):
    """The settings cannot be used; the message names each key and says what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TwilioSettings(_Section):
    account_sid: str = ""
    """The Twilio account, `AC…`. Empty: only the sandbox carrier on this machine can ring."""
    auth_token: SecretStr = SecretStr("")
    """The primary auth token of that account, which signs its webhooks. Empty: a token for the sandbox
    carrier is made on first use and kept in the data directory."""
    api_url: str = ""
    """Where another carrier speaks Twilio's REST API, e.g. `http://127.0.0.1:8090`. Empty: Twilio itself; and
    without a Twilio account nobody can be connected, and call-backs are agreed."""
    sms_from: str = ""
    """A number of that account (E.164) that one-time codes are sent from. Empty: no codes are sent."""
    token_lifetime_s: Annotated[float, Field(gt=0)] = 30.0
    """How long a stream's URL may be used after the webhook that handed it out, in seconds."""
    start_deadline_s: Annotated[float, Field(gt=0)] = 5.0
    """How long a stream may be open before its `start` message, in seconds."""
    max_message_bytes: Annotated[int, Field(ge=1024)] = 65536
    """The longest WebSocket message that is read, in bytes; a longer one closes the stream."""
    max_webhook_bytes: Annotated[int, Field(ge=1024)] = 65536
    """The longest webhook body that is read, in bytes."""


class RecogniserSettings(_Section):
    engine: Literal["auto", "faster-whisper", "pocketsphinx"] = "auto"
    """`auto`: faster-whisper when its model is on disk or can be fetched now, otherwise pocketsphinx."""
    model: str = "base.en"
    """A CTranslate2 Whisper directory, or the name of a model which `attendant models pull` fetches."""
    device: str = "auto"
    """`cpu`, `cuda`, or `auto`."""
    compute_type: str = "int8"
    """CTranslate2's: `int8` on a CPU, `float16` on a GPU."""
    workers: Annotated[int, Field(ge=0, le=64)] = 0
    """Utterances recognised at once, one thread each. 0: one a core."""
    short_window: bool = True
    """Encode a window of max(10 s, length + 2 s) instead of Whisper's 30 s, re-decoding once at 30 s when
    the text looks wrong. Off: always 30 s."""
    beam: Annotated[int, Field(ge=1, le=10)] = 1
    """Beam width; 5 costs about a quarter more time than 1."""
    max_queue: Annotated[int, Field(ge=1)] = 256
    """Jobs waiting for the recogniser over all calls; beyond it partials and speculations are refused."""


class SynthesiserSettings(_Section):
    engine: Literal["auto", "piper", "espeak-ng"] = "auto"
    """`auto`: Piper when its voice is on disk or can be fetched now, otherwise espeak-ng."""
    voice: str = "en_US-lessac-medium"
    """A Piper voice: a path to its .onnx file, or a name which `attendant models pull` fetches."""
    espeak_voice: str = "en-us"
    """The espeak-ng voice."""
    voices: dict[str, str] = {}
    """Voices of the centre's other languages by BCP 47, Piper's or espeak-ng's; those that are not named are
    chosen by the language."""
    slow_pace: Annotated[float, Field(gt=0.4, lt=1)] = 0.8
    """How fast the bot speaks to callers who asked it to slow down, as a share of the voice's own pace."""
    threads: Annotated[int, Field(ge=1, le=4)] = 1
    """ONNX Runtime threads for one sentence."""
    workers: Annotated[int, Field(ge=1, le=16)] = 2
    """Sentences synthesised at once."""
    cache_mb: Annotated[int, Field(ge=1)] = 64
    """Memory for ready-made phrases (μ-law, 8 kB a second of speech), in MB; the oldest unused goes first."""


class UnderstandingSettings(_Section):
    sentence_model: str = ""
    """A folder with a sentence model in ONNX form, or the name of one which `attendant models pull` fetches,
    e.g. `sentence-transformers/all-MiniLM-L6-v2`. Empty: the built-in encoder, which needs none."""
    sentiment_model: str = ""
    """A folder with a text classifier in ONNX form and its `tokenizer.json`, which judges callers' moods.
    Empty: the built-in lexicon, in English and Spanish."""
    sentiment_labels: tuple[Literal["negative", "neutral", "positive"], ...] = (
        "negative",
        "neutral",
        "positive",
    )
    """What each class of that classifier means, in its order; several may mean the same."""


class TurnSettings(_Section):
    vad_mode: Annotated[int, Field(ge=0, le=3)] = 2
    """webrtcvad's aggressiveness, 0 to 3."""
    start_ms: Annotated[int, Field(ge=20)] = 200
    """The window in which enough voiced frames start a turn, in ms."""
    start_voiced: Share = 0.8
    """The share of that window that must be voiced."""
    pre_roll_ms: Annotated[int, Field(ge=0)] = 400
    """Audio kept from before the start of speech, in ms."""
    speculate_ms: Annotated[int, Field(ge=20)] = 200
    """Silence after which the final transcript is begun on a snapshot, in ms."""
    end_complete_ms: Annotated[int, Field(ge=60)] = 300
    """Silence that ends a turn whose text reads as complete, in ms."""
    end_default_ms: Annotated[int, Field(ge=60)] = 500
    """Silence that ends any other turn, in ms."""
    end_incomplete_ms: Annotated[int, Field(ge=60)] = 1000
    """Silence that ends a turn which breaks off in mid-sentence or in a number, in ms."""
    max_turn_s: Annotated[float, Field(gt=1)] = 25.0
    """A turn is cut after this, in seconds, whatever the voice activity says (babble never ends)."""
    partial_every_ms: Annotated[int, Field(ge=100)] = 500
    """Speech between two partial transcripts, in ms."""


class BotSettings(_Section):
    confidence: Share = 0.70
    """Below this the bot asks once more, then hands over to a person."""
    no_input_s: Annotated[float, Field(gt=0)] = 6.0
    """Silence after a question before the caller is prompted, in seconds."""
    lead_ms: Annotated[int, Field(ge=60, le=2000)] = 300
    """Audio sent ahead of its playback, in ms: enough to ride out a stall, little enough to stop at once."""
    first_clause_words: Annotated[int, Field(ge=1)] = 5
    """The most words in the first piece of an answer, so that its first sound is early."""


class WaitingSettings(_Section):
    word_every_s: Annotated[float, Field(ge=5, le=25)] = 20.0
    """How often a caller who waits in a queue hears a word, in seconds; there is music in between."""
    longest_s: Annotated[float, Field(gt=0)] = 1200.0
    """The longest that a caller waits in a queue, in seconds; then they are rung back instead."""
    ring_s: Annotated[int, Field(ge=5, le=60)] = 25
    """How long the telephone of a caller who is rung back may ring, in seconds."""


class TransferSettings(_Section):
    ring_s: Annotated[int, Field(ge=2, le=120)] = 20
    """How long an agent's telephone rings before the next is asked, in seconds; the carrier may add 5."""
    offer_s: Annotated[float, Field(ge=2)] = 30.0
    """How long an agent who has answered may take until the key, in seconds; the briefing takes up to 12."""
    agents: Annotated[int, Field(ge=1, le=20)] = 3
    """The most agents that are asked for one caller, one after the other."""
    company_s: Annotated[float, Field(ge=3)] = 15.0
    """How often a caller who waits for an agent hears a word, in seconds; there is music in between."""
    whole_s: Annotated[float, Field(gt=0)] = 120.0
    """After this no further agent is asked for a caller, in seconds."""
    watch_s: Annotated[float, Field(ge=1)] = 30.0
    """While caller and agent talk, how often the carrier is asked whether they still do, in seconds: for a
    webhook that was lost."""


class SuggestionSettings(_Section):
    every_s: Annotated[float, Field(ge=0)] = 20.0
    """The least time between two cards, in seconds; safety and compliance do not wait."""
    stale_s: Annotated[float, Field(gt=0)] = 6.0
    """A card that could only be shown later than this after the caller's words is not shown, in seconds."""
    longest_open_s: Annotated[float, Field(gt=0)] = 120.0
    """A card that nobody answers is taken away after this, in seconds."""
    not_now_s: Annotated[float, Field(ge=0)] = 180.0
    """For how long "not now" keeps an article away, in seconds."""
    held_out: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    """The share of cards that are never shown, by lot, so that what showing them does can be measured. Those
    of safety and compliance, and what agents search for, are always shown."""
    new_agent_days: Annotated[int, Field(ge=0)] = 90
    """Agents of fewer days see cards; the others see chips, and cards of safety and compliance only."""


class LimitSettings(_Section):
    calls: Annotated[int, Field(ge=1)] = 40
    """Live calls; more are told so and asked to ring back."""
    call_s: Annotated[float, Field(gt=0)] = 3600.0
    """The longest call, in seconds."""
    connect_s: Annotated[float, Field(gt=0)] = 15.0
    """How long after the webhook the carrier may take to open the mouth, in seconds."""


class Settings(BaseSettings):
    """All of it. `load_settings` reads it; nothing else does."""

    model_config = SettingsConfigDict(
        env_prefix="ATTENDANT_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    public_url: str = ""
    """The address under which the carrier reaches this service, scheme and all, e.g.
    `https://voice.example.com`. Signatures are checked against it, never against what a proxy or the request
    says. Empty: the address it listens on, which only a carrier on this machine can reach."""
    host: str = "127.0.0.1"
    """The interface to listen on; `0.0.0.0` for all."""
    port: Port = 8080
    """The port to listen on; 0 takes a free one."""
    data_directory: Path = Path("data")
    """Where the database, models, recordings and the sandbox's secret live."""
    database_url: str = ""
    """An SQLAlchemy async URL. Empty: SQLite in the data directory."""
    centre: Path = SAMPLE_CENTRE
    """The directory of the contact centre that answers."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least severe log line that is written (one JSON object a line, to stderr)."""
    twilio: TwilioSettings = TwilioSettings()
    recogniser: RecogniserSettings = RecogniserSettings()
    synthesiser: SynthesiserSettings = SynthesiserSettings()
    understanding: UnderstandingSettings = UnderstandingSettings()
    turns: TurnSettings = TurnSettings()
    bot: BotSettings = BotSettings()
    transfers: TransferSettings = TransferSettings()
    waiting: WaitingSettings = WaitingSettings()
    suggestions: SuggestionSettings = SuggestionSettings()
    limits: LimitSettings = LimitSettings()

    @field_validator("public_url")
    @classmethod
    def _is_a_base_url(cls, url: str) -> str:
        if not url:
            return url
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http:// or https:// address, e.g. https://voice.example.com")
        if parts.query or parts.fragment or parts.username:
            raise ValueError("must not carry a query, a fragment or credentials")
        return url.rstrip("/")

    @property
    def models_directory(self) -> Path:
        return self.data_directory / "models"

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_directory / 'attendant.db'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(file: Path | None = None, **overrides: object) -> Settings:
    """Reads `file` (default `attendant.toml`, where it is there) and the environment.

    Raises `ConfigurationError` with a line for each thing that is wrong.
    """
    if file is not None and not file.is_file():
        raise ConfigurationError(
            f"{file}: there is no such file; pass --config with the path of your settings"
        )
    chosen = file or DEFAULT_FILE

    class _Located(Settings):
        model_config = SettingsConfigDict(toml_file=chosen)

    try:
        return _Located(**overrides)  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        raise ConfigurationError(_explain(error, chosen)) from error
    except (SettingsError, ValueError) as error:
        raise ConfigurationError(f"{chosen}: {error}") from error


def _explain(error: ValidationError, file: Path) -> str:
    """One line a problem, with the key as it is written in the file; never the value, it may be a secret."""
    lines = [f"The settings ({file} and the environment, ATTENDANT_…) cannot be used:"]
    for problem in error.errors(include_input=False, include_url=False):
        key = ".".join(str(part) for part in problem["loc"])
        what = "there is no such setting" if problem["type"] == "extra_forbidden" else problem["msg"]
        lines.append(f"  {key}: {what}")
    return "\n".join(lines)
