import struct
from pathlib import Path

import pytest

from config.centre import Centre
from config.settings import SAMPLE_CENTRE
from transcripts.events import CallOutcome
from voice.audio.wav import read_wav
from voice.bot.understanding import Understanding
from voice.sandbox.problem import CallFailed
from voice.sandbox.sample_callers import CALLERS_FILE, read_agent_lines, read_callers
from voice.sandbox.sounding import speech_frames
from voice.sandbox.steps import Keys, Speak

CALLERS = SAMPLE_CENTRE / "callers"
MULAW = 7


def recordings() -> list[Path]:
    lines = [*(line for caller in read_callers(CALLERS) for line in caller.lines), *read_agent_lines(CALLERS)]
    return [line.recording for line in lines if line.recording]


def test_every_recording_is_there_and_none_is_left_over():
    assert set(recordings()) == set(CALLERS.glob("*.wav"))


def test_the_recordings_are_mulaw_of_the_telephone_network_and_under_2_mb():
    for path in recordings():
        codec, channels, hz = struct.unpack_from("<HHI", path.read_bytes(), 20)
        assert (codec, channels, hz) == (MULAW, 1, 8000), path
        assert any(speech_frames(read_wav(path).pcm)), path
    assert sum(path.stat().st_size for path in recordings()) < 2_000_000


def test_there_are_at_least_three_voices():
    assert len({caller.voice for caller in read_callers(CALLERS)}) >= 3


def test_sentences_are_short():
    for caller in read_callers(CALLERS):
        for line in caller.lines:
            assert len(line.text.split()) <= 12


def test_each_caller_wants_something_that_the_centre_knows(centre: Centre):
    names = {intent.name for intent in centre.intents}
    for caller in read_callers(CALLERS):
        assert caller.intent in names | {""}
        assert CallOutcome(caller.outcome)


def test_what_callers_say_is_not_copied_from_the_examples(centre: Centre):
    examples = {example.lower().strip(" .?!") for intent in centre.intents for example in intent.examples}
    lines = [line for caller in read_callers(CALLERS) for line in caller.lines if line.recording]
    said = {line.text.lower().strip(" .?!") for line in lines}
    assert not said & examples


def test_what_callers_want_is_recognised_from_their_words(understanding: Understanding):
    for caller in read_callers(CALLERS):
        if caller.intent:
            found = [understanding.of("u", line.text).prediction for line in caller.lines if line.recording]
            sure = [one.intent for one in found if one.confidence >= 0.7]
            assert caller.intent in sure, (caller.name, found)


def test_lines_become_steps():
    callers = {caller.name: caller for caller in read_callers(CALLERS)}
    assert callers["bill"].steps[1] == Speak(CALLERS / "bill-2.wav", interrupting=True, after_ms=4000)
    assert callers["outage"].steps[1] == Keys("0")


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ("caller = 1", "Expected `array`"),
        ("[[caller]]\nname = 'a'", "missing required field"),
        ("[[caller]", "Expected"),
        (
            "[[caller]]\nname='a'\ntitle='t'\nvoice='slt'\noutcome='answered'\n[[caller.line]]\nfile='a.wav'",
            "line 1 of a needs a file and its text, or keys, or silence_ms",
        ),
        (
            "[[caller]]\nname='a'\ntitle='t'\nvoice='slt'\noutcome='answered'\nvoise='x'\nline=[]",
            "unknown field `voise`",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, toml: str, why: str):
    (tmp_path / CALLERS_FILE).write_text(toml)
    with pytest.raises(CallFailed) as failed:
        read_callers(tmp_path)
    assert why in str(failed.value)
    assert str(tmp_path / CALLERS_FILE) in str(failed.value)


def test_a_centre_without_callers_is_said(tmp_path: Path):
    with pytest.raises(CallFailed, match="has no recorded callers"):
        read_callers(tmp_path)
