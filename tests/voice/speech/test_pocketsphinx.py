import os
import signal
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from config.centre import Centre, Detail, DetailKind, Intent
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE, RecogniserSettings
from voice.audio.wav import read_wav
from voice.speech.centre_words import caller_sentences, without_dots
from voice.speech.hallucination import plain_words
from voice.speech.models import EngineMissing
from voice.speech.pocketsphinx import PocketsphinxRecogniser, confidence, language_model
from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency
from voice.speech.spoken_forms import DIGITS
from voice.turns.endpoint import Expected

CALLERS = SAMPLE_CENTRE / "callers" / "callers.toml"


def centre_of(*examples: str, language: str = "en-US") -> Centre:
    return Centre(
        name="Test",
        language=language,
        region="US",
        default_queue="all",
        prompts={},
        intents=(Intent("one", "a fault", examples),),
        articles=(),
        queues=(),
    )


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PocketsphinxRecogniser]:
    """With the sample centre's own words."""
    sample = load_centre(SAMPLE_CENTRE)
    engine = PocketsphinxRecogniser(RecogniserSettings(workers=1), sample, tmp_path_factory.mktemp("models"))
    engine.warm_up()
    yield engine
    engine.close()


def understood(engine: PocketsphinxRecogniser, path: Path) -> Recognition:
    audio = read_wav(path)
    assert audio.hz == 8000
    return engine.recognise([RecognitionRequest("call", path.stem, audio.pcm, Urgency.FINAL, 1000)])[0]


def spoken_lines() -> list[tuple[str, Path]]:
    if not (CALLERS.is_file() and (SAMPLE_CENTRE / "centre.toml").is_file()):
        return []
    callers = tomllib.loads(CALLERS.read_text())["caller"]
    lines = [line for caller in callers for line in caller["line"] if "file" in line and "text" in line]
    return [(line["text"], CALLERS.parent / line["file"]) for line in lines]


@pytest.mark.skipif(not spoken_lines(), reason="the sample centre has no recorded callers")
def test_the_recorded_callers_are_understood(recogniser: PocketsphinxRecogniser) -> None:
    errors = words = 0
    for text, path in spoken_lines():
        said = plain_words(text).split()
        errors += edit_distance(said, understood(recogniser, path).text.split())
        words += len(said)
    assert errors / words < 0.15, f"word error rate {errors / words:.2f}"


@pytest.mark.skipif(not spoken_lines(), reason="the sample centre has no recorded callers")
def test_a_process_that_died_is_started_again_for_the_next_utterance(
    recogniser: PocketsphinxRecogniser,
) -> None:
    _, path = spoken_lines()[0]
    before = understood(recogniser, path)
    process = recogniser._started[0]._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert understood(recogniser, path).text == before.text != ""
    assert recogniser._started[0]._process.pid != process.pid


def test_digits_and_asking_for_a_person_are_in_every_centres_words() -> None:
    sentences = caller_sentences(centre_of("the line is dead"), lambda _: True)
    pairs = {pair for each in sentences for pair in zip(each.split(), each.split()[1:], strict=False)}
    assert all((first, second) in pairs for first in DIGITS for second in DIGITS)
    assert {"yes", "no", "agent", "i want to speak to an agent", "the line is dead"} <= set(sentences)


def words_for(expected: Expected) -> set[str]:
    sentences = caller_sentences(centre_of("the line is dead"), lambda _: True, expected)
    return {word for sentence in sentences for word in sentence.split()}


def test_what_verifies_and_books_is_in_every_centres_words() -> None:
    assert {"double", "oh", "december", "thirty", "wednesday", "noon", "dollars", "o'clock"} <= words_for(
        "open"
    )
    assert {"a.", "z.", "zulu", "smith", "maria"} <= words_for("spelling")
    assert {"smith", "maria", "b."} <= words_for("name")
    assert {"december", "fourteenth", "born"} <= words_for("date")
    assert {"double", "oh", "zip"} <= words_for("digits")


def test_names_are_not_heard_where_nobody_asks_for_one_and_a_person_can_always_be_asked_for() -> None:
    """A small model with two hundred surnames hears them in everything."""
    assert not {"smith", "guzman"} & (words_for("open") | words_for("digits") | words_for("yes_no"))
    for expected in ("open", "yes_no", "digits", "spelling", "email", "name", "date", "address"):
        assert {"agent", "person", "yes", "no", "repeat", "wait"} <= words_for(expected)


def test_the_ways_of_saying_an_option_are_in_the_words() -> None:
    plan = Detail("plan", "the plan", DetailKind.CHOICE, "Which?", {"gold": ("Gold", "the golden one")})
    centre = centre_of("the line is dead")
    centre = replace(centre, intents=(replace(centre.intents[0], details=(plan,)),))
    sentences = set(caller_sentences(centre, lambda _: True))
    assert {"gold", "i want the gold", "the golden one please"} <= sentences


def test_letters_are_written_without_the_dictionarys_dot() -> None:
    assert without_dots("b. for bravo a. k. four") == "b for bravo a k four"
    assert without_dots("at five p.m. on a monday") == "at five p.m. on a monday"


def test_another_language_is_rejected_and_not_guessed_at(tmp_path: Path) -> None:
    engine = PocketsphinxRecogniser(RecogniserSettings(workers=1), centre_of("hello"), tmp_path)
    assert engine.languages == frozenset({"en"})
    pcm = np.random.default_rng(1).normal(0, 2000, 8000).astype(np.int16)
    [spanish] = engine.recognise([RecognitionRequest("call", "a", pcm, Urgency.FINAL, 900, language="es-US")])
    assert spanish.rejected == "pocketsphinx does not understand es-US"
    assert engine._started == []


@pytest.mark.skipif(not spoken_lines(), reason="the sample centre has no recorded callers")
def test_other_readings_are_few_and_distinct(recogniser: PocketsphinxRecogniser) -> None:
    readings = [understood(recogniser, path) for _, path in spoken_lines()[:6]]
    assert any(reading.alternatives for reading in readings)
    for reading in readings:
        assert len(reading.alternatives) == len(set(reading.alternatives)) <= 5
        assert reading.text not in reading.alternatives


def test_only_words_with_a_pronunciation_are_kept_and_figures_are_spelt() -> None:
    sentences = caller_sentences(
        centre_of("The Zyxxy's 5G is down, error 42!"), lambda word: word != "zyxxy's"
    )
    assert "the five g is down error forty two" in sentences


def test_the_language_model_is_kept_by_its_content(tmp_path: Path) -> None:
    first = language_model(centre_of("the line is dead"), tmp_path)
    made = first.stat().st_mtime_ns
    assert language_model(centre_of("the line is dead"), tmp_path) == first
    assert first.stat().st_mtime_ns == made
    assert language_model(centre_of("the line is alive"), tmp_path) != first
    assert sorted(tmp_path.iterdir()) == sorted(tmp_path.glob("*.arpa"))


def test_silence_and_too_little_speech_are_not_decoded(tmp_path: Path) -> None:
    engine = PocketsphinxRecogniser(RecogniserSettings(workers=1), centre_of("hello"), tmp_path)
    silence = np.zeros(8000, np.int16)
    noise = np.random.default_rng(1).normal(0, 2000, 8000).astype(np.int16)
    [quiet, short] = engine.recognise(
        [
            RecognitionRequest("call", "a", silence, Urgency.FINAL, 900),
            RecognitionRequest("call", "b", noise, Urgency.FINAL, 100),
        ]
    )
    assert "too quiet" in quiet.rejected
    assert "too little speech" in short.rejected
    assert engine._started == [], "no process was needed"


def test_a_process_that_cannot_load_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.arpa"
    broken.write_text("not a language model")
    monkeypatch.setattr("voice.speech.pocketsphinx.language_model", lambda *_: broken)
    engine = PocketsphinxRecogniser(RecogniserSettings(workers=1), centre_of("hello"), tmp_path)
    with pytest.raises(EngineMissing, match="pocketsphinx cannot load"):
        engine.warm_up()


def test_a_centre_of_another_language_is_told_to_take_whisper(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=r"English only.*de-DE.*faster-whisper"):
        PocketsphinxRecogniser(RecogniserSettings(), centre_of("hallo", language="de-DE"), tmp_path)


def test_the_confidence_is_the_mean_of_the_words() -> None:
    assert confidence((1.0, 0.5)) == 0.75
    assert confidence(()) == 0.0


def edit_distance(said: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        previous, row[0] = row[0], number
        for column, other in enumerate(heard, 1):
            previous, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, previous + (word != other)),
            )
    return row[-1]
