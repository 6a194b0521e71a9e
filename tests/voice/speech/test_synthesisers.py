"""espeak-ng and Piper, which both bring an espeak-ng of their own into one process."""

import threading
from pathlib import Path

import numpy as np
import pytest

from benchmarks.models.piper import make_piper
from voice.audio.level import dbfs, first_sound
from voice.audio.types import Int16Array
from voice.speech.espeak import EspeakSynthesiser
from voice.speech.models import EngineMissing
from voice.speech.piper import PiperSynthesiser
from voice.speech.plain_text import speakable

SENTENCE = "Good morning, how can I help you today?"


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_piper(tmp_path_factory.mktemp("voices"), tone_hz=440.0, level=0.5)


def pitch(pcm: Int16Array) -> float:
    return float(np.abs(np.fft.rfft(pcm)).argmax()) * 8000 / pcm.size


def test_espeak_speaks_in_telephone_audio() -> None:
    synthesiser = EspeakSynthesiser("en-us")
    synthesiser.warm_up()
    pcm = synthesiser.synthesise(SENTENCE)
    assert pcm.dtype == np.int16
    assert 1.5 < pcm.size / 8000 < 4.0
    assert dbfs(pcm) > -30
    assert synthesiser.name == "espeak-ng en-us"
    assert synthesiser.version


def test_espeak_begins_within_20_ms() -> None:
    sound = first_sound(EspeakSynthesiser("en-us").synthesise(SENTENCE), 100)
    assert sound is not None
    assert sound <= 160


def test_espeak_says_more_of_a_longer_text() -> None:
    synthesiser = EspeakSynthesiser("en-us")
    assert synthesiser.synthesise(SENTENCE * 3).size > 2 * synthesiser.synthesise(SENTENCE).size


def test_markup_is_read_as_text_and_obeyed_by_no_engine() -> None:
    synthesiser = EspeakSynthesiser("en-us")
    plain = synthesiser.synthesise("hello world")
    silenced = synthesiser.synthesise('\x010A hello world <break time="30s"/>')
    assert dbfs(silenced) > -30, "an embedded command set the volume to nothing"
    assert silenced.size < plain.size + 8 * 8000, "the break was obeyed"
    assert synthesiser.synthesise("hello\x00 world").size > 0.8 * plain.size, "a zero byte ended the text"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[[h@l'oU]] you", "h@l'oU you"),
        ("a [[[b]]]", "a b"),
        ("x\x01y\tz\u2028w", "x y z w"),
        ("[note]", "[note]"),
    ],
)
def test_control_characters_and_phoneme_brackets_are_taken_out(text: str, plain: str) -> None:
    assert speakable(text) == plain


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "\x01", "—"])
def test_text_without_words_is_silence(text: str, voice: Path) -> None:
    assert EspeakSynthesiser("en-us").synthesise(text).size == 0
    assert PiperSynthesiser(voice, 1).synthesise(text).size == 0


def test_an_unknown_espeak_voice_is_named() -> None:
    with pytest.raises(EngineMissing, match="no voice “nowhere”"):
        EspeakSynthesiser("nowhere").synthesise("hello")
    assert EspeakSynthesiser("en-us").synthesise("hello").size


def test_the_tone_voice_arrives_at_8_khz_with_its_pitch_and_level(voice: Path) -> None:
    synthesiser = PiperSynthesiser(voice, 1)
    synthesiser.warm_up()
    pcm = synthesiser.synthesise(SENTENCE)
    assert pitch(pcm) == pytest.approx(440, abs=2)
    assert np.percentile(np.abs(pcm), 99) == pytest.approx(0.5 * 32767, rel=0.03), "the gain is fixed"
    assert synthesiser.name == "piper tone"
    synthesiser.close()


def test_piper_speaks_longer_texts_longer_and_sentences_one_after_another(voice: Path) -> None:
    synthesiser = PiperSynthesiser(voice, 1)
    one, two = synthesiser.synthesise("Hello there."), synthesiser.synthesise("Hello there. Hello there.")
    assert two.size == pytest.approx(2 * one.size, rel=0.05)


def test_piper_reads_phoneme_markup_as_text(voice: Path) -> None:
    synthesiser = PiperSynthesiser(voice, 1)
    assert synthesiser.synthesise("[[hello]]").size == synthesiser.synthesise("hello").size


def test_the_version_changes_with_the_voice_file(tmp_path: Path) -> None:
    low = PiperSynthesiser(make_piper(tmp_path, tone_hz=300.0), 1).version
    high = PiperSynthesiser(make_piper(tmp_path, tone_hz=600.0), 1).version
    assert low != high


def test_a_voice_without_its_configuration_says_which_file(tmp_path: Path) -> None:
    model = make_piper(tmp_path)
    config = model.with_name("tone.onnx.json")
    config.write_text("{}")
    with pytest.raises(EngineMissing, match="lacks audio, espeak"):
        PiperSynthesiser(model, 1)
    config.write_text("{")
    with pytest.raises(EngineMissing, match="not valid JSON"):
        PiperSynthesiser(model, 1)
    config.unlink()
    with pytest.raises(
        EngineMissing, match=r"tone\.onnx\.json: there is no such file.*attendant models pull"
    ):
        PiperSynthesiser(model, 1)


def test_a_broken_voice_says_that_it_cannot_be_loaded(tmp_path: Path) -> None:
    model = make_piper(tmp_path)
    model.write_bytes(b"not a voice")
    with pytest.raises(EngineMissing, match="cannot be loaded as a Piper voice"):
        PiperSynthesiser(model, 1).warm_up()


def test_both_engines_speak_in_one_process_from_many_threads(voice: Path) -> None:
    espeak, piper = EspeakSynthesiser("en-us"), PiperSynthesiser(voice, 1)
    alone = espeak.synthesise(SENTENCE).size, piper.synthesise(SENTENCE).size
    sizes: list[tuple[int, int]] = []

    def speak() -> None:
        sizes.append((espeak.synthesise(SENTENCE).size, piper.synthesise(SENTENCE).size))

    threads = [threading.Thread(target=speak) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(sizes) == 6
    for spoken in sizes:
        assert spoken == (pytest.approx(alone[0], abs=40), alone[1])
