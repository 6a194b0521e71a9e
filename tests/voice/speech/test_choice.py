import dataclasses
import shutil
import socket
import threading
from pathlib import Path

import pytest
from huggingface_hub import constants

from benchmarks.models.piper import make_piper
from benchmarks.models.whisper import SHAPES, make_whisper
from config.centre import Centre
from config.settings import RecogniserSettings, Settings, SynthesiserSettings
from voice.speech import hub, models
from voice.speech.choice import choose_recogniser, choose_synthesiser, choose_voices, describe
from voice.speech.hub import hub_unreachable
from voice.speech.models import EngineMissing, pull


def offline() -> str:
    return "huggingface.co cannot be reached (no route)"


def never_asked() -> str:
    raise AssertionError("the network was asked although the answer is on disk")


@pytest.fixture(autouse=True)
def _empty_hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


def settings(data: Path, **recogniser: str) -> Settings:
    return Settings(data_directory=data, recogniser=RecogniserSettings(workers=1, device="cpu", **recogniser))


def speaking(data: Path, **synthesiser: str) -> Settings:
    return Settings(data_directory=data, synthesiser=SynthesiserSettings(**synthesiser))


def test_auto_takes_the_model_that_was_fetched(tmp_path: Path, centre: Centre) -> None:
    make_whisper(tmp_path / "models/whisper/base.en", SHAPES["toy.en"])
    recogniser, choice = choose_recogniser(settings(tmp_path), centre, unreachable=never_asked)
    assert recogniser.name == choice.engine == "faster-whisper base.en"
    assert "models/whisper/base.en" in choice.reason
    assert choice.better == ""


def test_auto_takes_a_model_directory(tmp_path: Path, centre: Centre) -> None:
    path = make_whisper(tmp_path / "mine", SHAPES["toy.en"])
    _, choice = choose_recogniser(settings(tmp_path, model=str(path)), centre, unreachable=never_asked)
    assert choice.engine == "faster-whisper mine"


def test_a_model_in_the_hubs_cache_is_found_and_called_by_its_name(
    tmp_path: Path, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = make_whisper(tmp_path / "hub/snapshots/3f2a", SHAPES["toy.en"])
    monkeypatch.setattr(models, "download_model", lambda *_, **__: str(snapshot))
    _, choice = choose_recogniser(settings(tmp_path), centre, unreachable=never_asked)
    assert choice.engine == "faster-whisper base.en"
    assert "3f2a" in choice.reason


def test_auto_takes_the_bundled_engine_without_a_network_and_says_what_is_better(
    tmp_path: Path, centre: Centre
) -> None:
    recogniser, choice = choose_recogniser(settings(tmp_path), centre, unreachable=offline)
    assert recogniser.name == choice.engine == "pocketsphinx en-us"
    assert "no route" in choice.reason
    assert "attendant models pull" in choice.better
    synthesiser, choice = choose_synthesiser(speaking(tmp_path), unreachable=offline)
    assert synthesiser.name == choice.engine == "espeak-ng en-us"
    assert "attendant models pull" in choice.better


def test_a_named_engine_is_never_replaced_by_another(tmp_path: Path, centre: Centre) -> None:
    with pytest.raises(EngineMissing, match=r"base\.en is not on this machine.*attendant models pull"):
        choose_recogniser(settings(tmp_path, engine="faster-whisper"), centre, unreachable=never_asked)
    with pytest.raises(
        EngineMissing, match=r"en_US-lessac-medium is not on this machine.*attendant models pull"
    ):
        choose_synthesiser(speaking(tmp_path, engine="piper"), unreachable=never_asked)


def test_a_named_bundled_engine_asks_no_network(tmp_path: Path, centre: Centre) -> None:
    _, ears = choose_recogniser(settings(tmp_path, engine="pocketsphinx"), centre, unreachable=never_asked)
    _, mouth = choose_synthesiser(speaking(tmp_path, engine="espeak-ng"), unreachable=never_asked)
    assert (ears.engine, mouth.engine) == ("pocketsphinx en-us", "espeak-ng en-us")


def test_a_path_that_is_wrong_is_an_error_even_with_auto(tmp_path: Path, centre: Centre) -> None:
    with pytest.raises(EngineMissing, match="there is no such model directory"):
        choose_recogniser(settings(tmp_path, model=str(tmp_path / "no")), centre, unreachable=never_asked)
    with pytest.raises(EngineMissing, match="there is no such file"):
        choose_synthesiser(speaking(tmp_path, voice=str(tmp_path / "no.onnx")), unreachable=never_asked)


def test_a_model_directory_that_lacks_a_file_is_an_error_naming_it(tmp_path: Path, centre: Centre) -> None:
    path = make_whisper(tmp_path / "mine", SHAPES["toy.en"])
    (path / "tokenizer.json").unlink()
    with pytest.raises(EngineMissing, match=r"tokenizer\.json is missing"):
        choose_recogniser(settings(tmp_path, model=str(path)), centre, unreachable=never_asked)


def test_auto_takes_a_voice_on_disk(tmp_path: Path) -> None:
    path = make_piper(tmp_path / "voices")
    _, choice = choose_synthesiser(speaking(tmp_path, voice=str(path)), unreachable=never_asked)
    assert choice.engine == "piper tone"
    fetched = tmp_path / "models/piper/en_US-lessac-medium.onnx"
    fetched.parent.mkdir(parents=True)
    shutil.copy(path, fetched)
    shutil.copy(f"{path}.json", f"{fetched}.json")
    _, choice = choose_synthesiser(speaking(tmp_path), unreachable=never_asked)
    assert choice.engine == "piper en_US-lessac-medium"


def test_a_fetch_that_fails_falls_back_and_says_why(
    tmp_path: Path, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise OSError("the connection was reset")

    monkeypatch.setattr(models, "snapshot_download", broken)
    _, choice = choose_recogniser(settings(tmp_path), centre, unreachable=lambda: "")
    assert choice.engine == "pocketsphinx en-us"
    assert "the connection was reset" in choice.reason
    assert list((tmp_path / "models/whisper").iterdir()) == [], "half a model was left behind"


def test_what_is_fetched_appears_whole_and_is_used(
    tmp_path: Path, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_whisper(tmp_path / "hub-side", SHAPES["toy.en"])
    asked: list[str] = []

    def fetch(repository: str, *, local_dir: str, **_: object) -> str:
        asked.append(repository)
        shutil.copytree(source, local_dir, dirs_exist_ok=True)
        (Path(local_dir) / ".cache").mkdir()
        return local_dir

    monkeypatch.setattr(models, "snapshot_download", fetch)
    told: list[str] = []
    recogniser, choice = choose_recogniser(
        settings(tmp_path), centre, unreachable=lambda: "", tell=told.append
    )
    recogniser.warm_up()
    assert asked == ["Systran/faster-whisper-base.en"]
    assert choice.engine == "faster-whisper base.en"
    assert sorted(each.name for each in (tmp_path / "models/whisper").iterdir()) == ["base.en"]
    assert told[-1].endswith("base.en is complete")
    assert pull(settings(tmp_path), "recogniser", told.append, unreachable=never_asked)
    assert told[-1].endswith("is on disk already")


def test_the_voice_is_fetched_with_its_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make_piper(tmp_path / "hub-side")
    asked: list[str] = []

    def fetch(repository: str, name: str, *, local_dir: str, **_: object) -> str:
        asked.append(f"{repository}/{name}")
        target = Path(local_dir) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(f"{source}.json" if name.endswith(".json") else source, target)
        return str(target)

    monkeypatch.setattr(models, "hf_hub_download", fetch)
    path = pull(speaking(tmp_path), "synthesiser", lambda _: None, unreachable=lambda: "")
    stem = "rhasspy/piper-voices/en/en_US/lessac/medium/en_US-lessac-medium.onnx"
    assert asked == [stem, f"{stem}.json"]
    assert path.is_file()
    assert path.with_name(path.name + ".json").is_file()


def test_pull_without_a_network_says_so_and_what_else_can_be_done(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=r"base\.en cannot be fetched: .*no route.*HF_ENDPOINT"):
        pull(settings(tmp_path), "recogniser", lambda _: None, unreachable=offline)
    assert not (tmp_path / "models/whisper/base.en").exists()


@pytest.mark.parametrize("voice", ["lessac", "en_US-lessac", "../../etc/passwd", "en_US-lessac-huge"])
def test_a_voice_name_that_is_none_is_refused(tmp_path: Path, voice: str) -> None:
    with pytest.raises(EngineMissing, match=r"neither the path of an \.onnx file nor the name"):
        pull(speaking(tmp_path, voice=voice), "synthesiser", lambda _: None, unreachable=lambda: "")


def test_an_unknown_whisper_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=r"no Whisper model “baze.en”.*base\.en"):
        pull(settings(tmp_path, model="baze.en"), "recogniser", lambda _: None, unreachable=lambda: "")


def test_doctor_finds_what_a_start_would_take_and_asks_the_hub_once(tmp_path: Path) -> None:
    asked: list[int] = []

    def counted() -> str:
        asked.append(1)
        return offline()

    ears, mouth = describe(settings(tmp_path), unreachable=counted)
    assert len(asked) == 1
    assert not ears.good
    assert ears.text.startswith("pocketsphinx: ")
    assert "attendant models pull" in ears.remedy
    assert mouth.text.startswith("espeak-ng: ")


def test_doctor_reports_a_missing_model_instead_of_raising(tmp_path: Path) -> None:
    [ears, _] = describe(settings(tmp_path, engine="faster-whisper"), unreachable=offline)
    assert not ears.good
    assert "not on this machine" in ears.text


def test_the_hub_probe_has_a_hard_deadline_even_where_a_name_look_up_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def hang(*_: object, **__: object) -> None:
        released.wait(10)
        raise OSError("released")

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(hub, "urlopen", hang)
    assert hub_unreachable(0.05).endswith("did not answer within 0.05 s")
    released.set()


def test_the_hub_probe_says_why_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert "127.0.0.1 cannot be reached" in hub_unreachable(2.0)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert hub_unreachable() == "HF_HUB_OFFLINE is set"


def test_spanish_speaks_with_espeaks_latin_american_voice_where_no_other_is_to_be_had(
    tmp_path: Path, centre: Centre
) -> None:
    spanish = dataclasses.replace(centre, language="es-US")
    bilingual = dataclasses.replace(centre, locales=(spanish,))
    voices, [choice] = choose_voices(speaking(tmp_path), bilingual, {}, unreachable=offline)
    assert voices["es-US"].name == choice.engine == "espeak-ng es-419"
    assert voices["es-US"].synthesise("Buenos días.").size > 4000


def test_a_languages_voice_can_be_named_as_pipers_or_as_espeaks(tmp_path: Path, centre: Centre) -> None:
    voice = make_piper(tmp_path / "es")
    bilingual = dataclasses.replace(centre, locales=(dataclasses.replace(centre, language="es-US"),))
    piper, _ = choose_voices(speaking(tmp_path), bilingual, {"es": str(voice)}, unreachable=never_asked)
    espeak, _ = choose_voices(speaking(tmp_path), bilingual, {"es-US": "es"}, unreachable=never_asked)
    assert piper["es-US"].name == f"piper {voice.stem}"
    assert espeak["es-US"].name == "espeak-ng es"


def test_a_language_without_a_piper_voice_is_not_looked_for_in_the_network(
    tmp_path: Path, centre: Centre
) -> None:
    bilingual = dataclasses.replace(centre, locales=(dataclasses.replace(centre, language="cy"),))
    voices, [choice] = choose_voices(speaking(tmp_path), bilingual, {}, unreachable=never_asked)
    assert voices["cy"].name == "espeak-ng cy"
    assert "no Piper voice is named" in choice.reason
