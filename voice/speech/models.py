"""Where the models lie, what a whole one consists of, and how one is fetched.

Layout of the hub: Systran's CTranslate2 conversions of Whisper, and rhasspy/piper-voices.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, cast

from faster_whisper.utils import available_models, disabled_tqdm, download_model
from huggingface_hub import hf_hub_download, snapshot_download, try_to_load_from_cache
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from config.settings import Settings
from voice.speech.hub import hub_unreachable

PULL = "attendant models pull"

WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json")
"""What a Whisper directory must hold, besides its vocabulary. Without `tokenizer.json` faster-whisper would
ask the hub for one in the middle of a start."""

VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
VOICE_KEYS = ("audio", "espeak", "num_symbols", "num_speakers", "phoneme_id_map")
PIPER_REPOSITORY = "rhasspy/piper-voices"

Part = Literal["recogniser", "synthesiser"]


class EngineMissing(Exception):
    """An engine cannot be had; the message says what is missing and what to run."""


def find_whisper(settings: Settings) -> Path | None:
    """The directory of the configured Whisper model: a path, fetched by us, or in the hub's cache."""
    model = settings.recogniser.model
    if is_path(model):
        path = Path(model).expanduser()
        return path if path.is_dir() else None
    ours = whisper_directory(settings)
    if ours.is_dir():
        return ours
    if "/" not in model and model not in available_models():
        return None
    try:
        cached = Path(download_model(model, local_files_only=True))
    except (LocalEntryNotFoundError, OSError, ValueError):
        return None
    return None if lacking(cached) else cached


def whisper_directory(settings: Settings) -> Path:
    return settings.models_directory / "whisper" / settings.recogniser.model.replace("/", "--")


def is_path(model: str) -> bool:
    """`./base.en`, `/srv/base.en` and existing directories are; `base.en` and `someone/model` are names."""
    return model.startswith((".", "/", "~")) or Path(model).is_dir()


def lacking(directory: Path) -> str:
    """The first file that a Whisper directory lacks or that is broken, in words; empty when it is whole."""
    for name in WHISPER_FILES:
        file = directory / name
        if not file.is_file():
            return f"{name} is missing"
        if file.stat().st_size == 0:
            return f"{name} is empty"
    if not any((directory / name).is_file() for name in VOCABULARIES):
        return f"{VOCABULARIES[0]} is missing"
    for name in ("config.json", "tokenizer.json"):
        try:
            json.loads((directory / name).read_bytes())
        except ValueError:
            return f"{name} is not valid JSON"
    return ""


def require_whisper(directory: Path) -> None:
    """Raises `EngineMissing` naming the file that a Whisper directory lacks."""
    if not directory.is_dir():
        raise EngineMissing(
            f"{directory}: there is no such model directory; run `{PULL}`, or correct [recogniser] model"
        )
    if fault := lacking(directory):
        raise EngineMissing(
            f"{directory} is not a whole CTranslate2 Whisper model: {fault}; run `{PULL}` to fetch it anew"
        )


def find_voice(settings: Settings) -> Path | None:
    """The .onnx file of the configured Piper voice: a path, fetched by us, or in the hub's cache."""
    voice = settings.synthesiser.voice
    if voice.endswith(".onnx"):
        return Path(voice) if Path(voice).is_file() else None
    ours = voice_file(settings)
    if ours.is_file():
        return ours
    try:
        model, config = (try_to_load_from_cache(PIPER_REPOSITORY, name) for name in _voice_files(voice))
    except EngineMissing:
        return None
    return Path(model) if isinstance(model, str) and isinstance(config, str) else None


def voice_file(settings: Settings) -> Path:
    return settings.models_directory / "piper" / f"{settings.synthesiser.voice}.onnx"


def voice_config(model: Path) -> Mapping[str, object]:
    """The JSON beside a voice. Raises `EngineMissing` naming what is missing or broken."""
    file = model.with_name(model.name + ".json")
    for needed in (model, file):
        if not needed.is_file():
            raise EngineMissing(
                f"{needed}: there is no such file, and the Piper voice needs it; run `{PULL}`"
            )
    try:
        config: object = json.loads(file.read_bytes())
    except ValueError as error:
        raise EngineMissing(f"{file} is not valid JSON ({error}); run `{PULL}` to fetch it anew") from error
    known: list[str] = list(cast(dict[str, object], config)) if isinstance(config, dict) else []
    if absent := [key for key in VOICE_KEYS if key not in known]:
        raise EngineMissing(f"{file} is not a Piper voice's configuration: it lacks {', '.join(absent)}")
    return cast(Mapping[str, object], config)


def pull(
    settings: Settings,
    part: Part,
    tell: Callable[[str], None],
    *,
    unreachable: Callable[[], str] = hub_unreachable,
) -> Path:
    """Fetches the model of the recogniser or the voice of the synthesiser into the data directory.

    It appears there whole or not at all. `tell` is given lines of progress. Raises `EngineMissing`.
    """
    if part == "recogniser":
        if is_path(settings.recogniser.model):
            require_whisper(Path(settings.recogniser.model))
            tell(f"{settings.recogniser.model} is on disk already")
            return Path(settings.recogniser.model)
        target = whisper_directory(settings)
        if target.is_dir() and not lacking(target):
            tell(f"{target} is on disk already")
            return target
        _require_hub(unreachable, settings.recogniser.model)
        return _fetch_whisper(settings.recogniser.model, target, tell)
    target = (
        Path(settings.synthesiser.voice)
        if settings.synthesiser.voice.endswith(".onnx")
        else voice_file(settings)
    )
    if target.is_file():
        voice_config(target)
        tell(f"{target} is on disk already")
        return target
    names = _voice_files(settings.synthesiser.voice)
    _require_hub(unreachable, settings.synthesiser.voice)
    return _fetch_voice(names, target, tell)


def _require_hub(unreachable: Callable[[], str], model: str) -> None:
    if reason := unreachable():
        raise EngineMissing(
            f"{model} cannot be fetched: {reason}. Where there is a network, run `{PULL}` and copy its "
            "data/models here, or set HF_ENDPOINT to a mirror"
        )


def _fetch_whisper(model: str, target: Path, tell: Callable[[str], None]) -> Path:
    repository = _whisper_repository(model)
    tell(f"fetching {repository} from the model hub")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetching-") as staging:
        try:
            snapshot_download(
                repository,
                local_dir=staging,
                allow_patterns=[*WHISPER_FILES, "preprocessor_config.json", "vocabulary.*"],
                tqdm_class=disabled_tqdm,
            )
        except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
            raise EngineMissing(f"{repository} could not be fetched: {_first_line(error)}") from error
        if fault := lacking(Path(staging)):
            raise EngineMissing(f"{repository} is no CTranslate2 Whisper model: {fault}")
        whole = Path(staging) / "whole"
        whole.mkdir()
        for file in Path(staging).iterdir():
            if file.is_file():
                file.rename(whole / file.name)
        if target.exists():
            shutil.rmtree(target)
        whole.rename(target)
    tell(f"{target} is complete")
    return target


def _fetch_voice(names: tuple[str, str], target: Path, tell: Callable[[str], None]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetching-") as staging:
        fetched: list[Path] = []
        for name in names:
            tell(f"fetching {name} of {PIPER_REPOSITORY} from the model hub")
            try:
                fetched.append(
                    Path(hf_hub_download(PIPER_REPOSITORY, name, local_dir=staging, tqdm_class=disabled_tqdm))
                )
            except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
                raise EngineMissing(f"{name} could not be fetched: {_first_line(error)}") from error
        model, config = fetched
        voice_config(model)
        config.rename(target.with_name(target.name + ".json"))
        model.rename(target)
    tell(f"{target} is complete")
    return target


def _whisper_repository(model: str) -> str:
    if "/" in model:
        return model
    if model not in available_models():
        raise EngineMissing(
            f"there is no Whisper model “{model}”; take one of {', '.join(available_models())}, "
            "an owner/name of the model hub, or a directory"
        )
    if model.startswith("distil-large-v3.5"):
        return "distil-whisper/distil-large-v3.5-ct2"
    if model in ("turbo", "large-v3-turbo"):
        return "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
    if model.startswith("distil-"):
        return f"Systran/faster-distil-whisper-{model.removeprefix('distil-')}"
    return f"Systran/faster-whisper-{'large-v3' if model == 'large' else model}"


def _voice_files(voice: str) -> tuple[str, str]:
    """The voice's two files in the hub, e.g. `en/en_US/lessac/medium/en_US-lessac-medium.onnx`."""
    match = re.fullmatch(r"(([a-z]{2,3})_[A-Z]{2})-(\w+)-(x_low|low|medium|high)", voice)
    if match is None:
        raise EngineMissing(
            f"“{voice}” is neither the path of an .onnx file nor the name of a Piper voice, "
            "such as en_US-lessac-medium"
        )
    code, family, speaker, quality = match.groups()
    model = f"{family}/{code}/{speaker}/{quality}/{voice}.onnx"
    return model, f"{model}.json"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
