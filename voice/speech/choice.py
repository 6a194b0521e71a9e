"""Chooses the engines: what is on disk, else what can be fetched now, else what came with the installation.

It says which it took and why. An engine that was named is never replaced by another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.centre import Centre
from config.settings import Settings
from voice.speech.espeak import EspeakSynthesiser
from voice.speech.hub import hub_unreachable
from voice.speech.models import (
    PULL,
    EngineMissing,
    Part,
    find_voice,
    find_whisper,
    is_path,
    lacking,
    pull,
    require_whisper,
    voice_config,
)
from voice.speech.piper import PiperSynthesiser
from voice.speech.pocketsphinx import PocketsphinxRecogniser
from voice.speech.recogniser import Recogniser, primary
from voice.speech.synthesiser import Synthesiser
from voice.speech.whisper import WhisperRecogniser

ESPEAK_VOICES = {"en-US": "en-us", "en-GB": "en-gb", "es-US": "es-419", "es-MX": "es-419", "pt-BR": "pt-br"}
"""By BCP 47; any other language has the voice of its primary subtag, as espeak-ng names its voices."""

PIPER_VOICES = {
    "en": "en_US-lessac-medium",
    "es": "es_MX-claude-high",
    "fr": "fr_FR-siwis-medium",
    "de": "de_DE-thorsten-medium",
    "pt": "pt_BR-faber-medium",
    "it": "it_IT-paola-medium",
}
"""By primary subtag, from rhasspy/piper-voices, for where the settings name none."""

Probe = Callable[[], str]
"""Why the model hub cannot be reached, or nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    engine: str
    """Engine and model."""
    reason: str
    """Why this one, in words."""
    better: str = ""
    """What to do to get a better one; empty when there is none to be had."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of `attendant doctor`."""

    subject: str
    good: bool
    text: str
    remedy: str = ""
    """What to do, where something is to be done."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which engine it will be, without anything having been loaded or fetched."""

    model: Path | None
    """The model on disk; None: the bundled engine, or a model that is to be fetched."""
    fetch: bool
    reason: str
    better: str = ""


def choose_recogniser(
    settings: Settings,
    centre: Centre,
    *,
    unreachable: Probe = hub_unreachable,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Recogniser, Choice]:
    """Blocks: for 3 s at most where no model can be fetched. Raises `EngineMissing`."""
    plan = _plan_recogniser(settings, unreachable)
    model, reason, better = _fetched(settings, "recogniser", plan, unreachable, tell)
    named = "" if is_path(settings.recogniser.model) else settings.recogniser.model
    recogniser = (
        WhisperRecogniser(settings.recogniser, model, centre.language, named)
        if model is not None
        else PocketsphinxRecogniser(settings.recogniser, centre, settings.models_directory / "pocketsphinx")
    )
    return recogniser, Choice(recogniser.name, reason, better)


def choose_synthesiser(
    settings: Settings,
    *,
    unreachable: Probe = hub_unreachable,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Synthesiser, Choice]:
    """Blocks: for 3 s at most where no voice can be fetched. Raises `EngineMissing`."""
    plan = _plan_synthesiser(settings, unreachable)
    model, reason, better = _fetched(settings, "synthesiser", plan, unreachable, tell)
    synthesiser = (
        PiperSynthesiser(model, settings.synthesiser.threads)
        if model is not None
        else EspeakSynthesiser(settings.synthesiser.espeak_voice)
    )
    return synthesiser, Choice(synthesiser.name, reason, better)


def choose_voices(
    settings: Settings,
    centre: Centre,
    voices: Mapping[str, str],
    *,
    unreachable: Probe = hub_unreachable,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[dict[str, Synthesiser], list[Choice]]:
    """The voices of the centre's other languages by BCP 47, as `choose_synthesiser` chooses each."""
    chosen = [
        (
            locale.language,
            choose_synthesiser(
                voice_settings(settings, locale.language, voices), unreachable=unreachable, tell=tell
            ),
        )
        for locale in centre.locales
    ]
    made: dict[str, Synthesiser] = {language: synthesiser for language, (synthesiser, _) in chosen}
    return made, [choice for _, (_, choice) in chosen]


def voice_settings(settings: Settings, language: str, voices: Mapping[str, str]) -> Settings:
    """The settings with the voice for `language` in the first one's place, for choosing and for fetching it.

    A name in `voices` is a Piper voice's (`es_MX-claude-high`, or a path) or else an espeak-ng voice's.
    """
    named = voices.get(language) or voices.get(primary(language)) or ""
    piper = named.endswith(".onnx") or named[2:3] == "_"
    espeak = ESPEAK_VOICES.get(language, primary(language))
    changed = settings.synthesiser.model_copy(
        update={
            "voice": named if piper else PIPER_VOICES.get(primary(language), ""),
            "espeak_voice": espeak if piper or not named else named,
            "engine": "espeak-ng" if named and not piper else settings.synthesiser.engine,
        }
    )
    return settings.model_copy(update={"synthesiser": changed})


def describe(settings: Settings, *, unreachable: Probe = hub_unreachable) -> list[Finding]:
    """Which engines a start would take now. Loads no model, fetches none; the hub is asked once at most."""
    answers: list[str] = []

    def once() -> str:
        if not answers:
            answers.append(unreachable())
        return answers[0]

    return [
        _finding("recogniser", "faster-whisper", "pocketsphinx", lambda: _plan_recogniser(settings, once)),
        _finding("synthesiser", "piper", "espeak-ng", lambda: _plan_synthesiser(settings, once)),
    ]


def _finding(subject: str, wanted: str, bundled: str, plan: Callable[[], _Plan]) -> Finding:
    try:
        planned = plan()
    except EngineMissing as error:
        return Finding(subject, good=False, text=str(error), remedy=f"run `{PULL}`")
    engine = wanted if planned.model is not None or planned.fetch else bundled
    return Finding(
        subject, good=not planned.better, text=f"{engine}: {planned.reason}", remedy=planned.better
    )


def _plan_recogniser(settings: Settings, unreachable: Probe) -> _Plan:
    engine, model = settings.recogniser.engine, settings.recogniser.model
    if engine == "pocketsphinx":
        return _Plan(None, fetch=False, reason="it is set; it understands synthetic voices only")
    found = find_whisper(settings)
    if found is not None and (engine == "faster-whisper" or is_path(model) or not lacking(found)):
        require_whisper(found)
        return _Plan(found, fetch=False, reason=f"its model is in {found}")
    if is_path(model):
        require_whisper(Path(model))
    if engine == "faster-whisper":
        raise EngineMissing(
            f"[recogniser] engine is faster-whisper, and its model {model} is not on this machine; "
            f"run `{PULL}`, or set model to a CTranslate2 Whisper directory"
        )
    return _by_network(
        unreachable,
        f"{found}: {lacking(found)}" if found else f"the Whisper model {model} is not on this machine",
        f"for callers of flesh and blood run `{PULL}` where there is a network: pocketsphinx understands "
        "synthetic voices only",
    )


def _plan_synthesiser(settings: Settings, unreachable: Probe) -> _Plan:
    engine, voice = settings.synthesiser.engine, settings.synthesiser.voice
    if engine == "espeak-ng":
        return _Plan(None, fetch=False, reason="it is set")
    if not voice:
        return _Plan(None, fetch=False, reason="no Piper voice is named for this language")
    found = find_voice(settings)
    if found is not None:
        voice_config(found)
        return _Plan(found, fetch=False, reason=f"its voice is {found}")
    if voice.endswith(".onnx"):
        raise EngineMissing(f"{voice}: there is no such file; correct [synthesiser] voice, or run `{PULL}`")
    if engine == "piper":
        raise EngineMissing(
            f"[synthesiser] engine is piper, and its voice {voice} is not on this machine; "
            f"run `{PULL}`, or set voice to the path of an .onnx file"
        )
    return _by_network(
        unreachable,
        f"the Piper voice {voice} is not on this machine",
        f"for a natural voice run `{PULL}` where there is a network",
    )


def _by_network(unreachable: Probe, missing: str, better: str) -> _Plan:
    if reason := unreachable():
        return _Plan(None, fetch=False, reason=f"{missing}, and none can be fetched: {reason}", better=better)
    return _Plan(None, fetch=True, reason=f"{missing}, and is fetched from the model hub")


def _fetched(
    settings: Settings, part: Part, plan: _Plan, unreachable: Probe, tell: Callable[[str], None]
) -> tuple[Path | None, str, str]:
    """The model on disk after fetching what the plan wants fetched; None: the bundled engine."""
    if not plan.fetch:
        return plan.model, plan.reason, plan.better
    try:
        return pull(settings, part, tell, unreachable=unreachable), "its model was fetched just now", ""
    except EngineMissing as error:
        return None, f"the better one could not be fetched: {error}", f"run `{PULL}` again"
