from pathlib import Path

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.wav import StereoWriter, write_mulaw_wav
from voice.sandbox.problem import CallFailed
from voice.sandbox.steps import HangUp, Keys, Speak, prepare


def test_a_recording_becomes_whole_frames_of_mulaw(tmp_path: Path):
    path = tmp_path / "a.wav"
    payload = mulaw.encode((9000 * np.sin(np.arange(500))).astype(np.int16))
    write_mulaw_wav(path, payload)
    (prepared,) = prepare([Speak(path)])
    assert prepared.recording is not None
    assert b"".join(prepared.recording.frames) == payload + b"\xff" * 140
    assert prepared.recording.speech == (True,) * 4
    assert prepared.recording.name == "a.wav"


def test_a_stereo_recording_is_refused_with_what_to_do(tmp_path: Path):
    path = tmp_path / "two.wav"
    with StereoWriter(path) as writer:
        writer.write(np.zeros(160, np.int16), np.zeros(160, np.int16))
    with pytest.raises(CallFailed, match=r"two\.wav: it has 2 channels; mix it down"):
        prepare([Speak(path)])


def test_what_is_no_recording_is_named(tmp_path: Path):
    path = tmp_path / "note.txt"
    path.write_text("hello")
    with pytest.raises(CallFailed, match=r"note\.txt: not a WAV file"):
        prepare([HangUp(), Speak(path)])


@pytest.mark.parametrize("digits", ["", "12 3", "+1", "0x"])
def test_keys_that_are_none_are_refused(digits: str):
    with pytest.raises(CallFailed, match="cannot be keyed in"):
        prepare([Keys(digits)])
