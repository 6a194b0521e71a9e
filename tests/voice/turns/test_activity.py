import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.types import Int16Array
from voice.audio.wav import read_wav
from voice.turns.activity import FRAME_BYTES, BothAgree, EnergyFloor, WebRtcActivity

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"

FRAME = bytes(FRAME_BYTES)


def frames(pcm: Int16Array) -> list[bytes]:
    """As the line carries it."""
    heard = mulaw.decode_to_bytes(mulaw.encode(pcm))
    return [heard[at : at + FRAME_BYTES] for at in range(0, len(heard) - FRAME_BYTES + 1, FRAME_BYTES)]


def buzz(seconds: float, peak: int = 8000) -> Int16Array:
    """A vowel's harmonics on 120 Hz, which WebRTC's detector takes for a voice."""
    time = np.arange(int(8000 * seconds)) / 8000
    sound = sum(np.sin(2 * np.pi * 120 * n * time) / n for n in range(1, 25))
    return np.rint(peak / 2 * sound).clip(-32768, 32767).astype(np.int16)


def hiss(seconds: float, dbfs: float) -> Int16Array:
    noise = np.random.default_rng(1).normal(0, 32768 * 10 ** (dbfs / 20), int(8000 * seconds))
    return noise.clip(-32768, 32767).astype(np.int16)


def quiet(seconds: float) -> Int16Array:
    return np.zeros(int(8000 * seconds), np.int16)


class Scripted:
    """Says what it was told to, frame after frame."""

    def __init__(self, answers: list[bool], frame_samples: int = 160) -> None:
        self.answers = iter(answers)
        self.frame_samples = frame_samples
        self.seen: list[bytes] = []

    def voiced(self, frame: bytes) -> bool:
        self.seen.append(frame)
        return next(self.answers)

    speech = voiced


def test_a_buzz_is_a_voice_and_silence_is_none() -> None:
    activity = WebRtcActivity(2)
    assert not any(activity.voiced(frame) for frame in frames(quiet(1)))
    assert np.mean([activity.voiced(frame) for frame in frames(buzz(0.5))]) > 0.8


def test_a_voice_is_a_bool_and_nothing_else() -> None:
    assert WebRtcActivity(2).voiced(FRAME) is False


def test_lca_two_lines_do_not_share_a_detector() -> None:
    """The detector adapts: what one line carried must not change what is heard on another."""
    noisy, fresh, alone = WebRtcActivity(2), WebRtcActivity(2), WebRtcActivity(2)
    other_line, this_line = frames(hiss(6, -30)), frames(buzz(1, peak=600))
    before = [alone.voiced(frame) for frame in this_line]
    for frame in other_line:
        noisy.voiced(frame)
    assert [fresh.voiced(frame) for frame in this_line] == before
    assert [noisy.voiced(frame) for frame in this_line] != before, "the test would see a shared one"


def test_webrtcvad_87_the_import_needs_no_pkg_resources() -> None:
    """`webrtcvad` 2.0.10 imports what setuptools 82 no longer has; `webrtcvad-wheels` does not."""
    script = (
        "import sys; sys.modules['pkg_resources'] = None\n"
        "import voice.turns.activity as activity; activity.WebRtcActivity(2)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_voicemode_256_a_detector_that_cannot_be_imported_is_never_silently_off() -> None:
    script = "import sys; sys.modules['webrtcvad'] = None; import voice.turns.activity"
    failed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert failed.returncode != 0
    assert "ImportError" in failed.stderr
    assert "pip install --force-reinstall webrtcvad-wheels" in failed.stderr


def test_both_must_agree() -> None:
    trigger, judge = Scripted([False, False, True, True]), Scripted([False, True, False, True])
    both = BothAgree(trigger, judge)
    assert [both.voiced(FRAME) for _ in range(4)] == [False, False, False, True]


def test_a_judge_with_frames_of_256_samples_hears_all_of_the_line_in_order() -> None:
    """Silero at 8 kHz wants 32 ms at a time: eight of our frames are five of its."""
    line = np.arange(8 * 160, dtype=np.int16)
    judge = Scripted([True, False, True, False, True], frame_samples=256)
    both = BothAgree(Scripted([True] * 8), judge)
    verdicts = [both.voiced(line[at : at + 160].tobytes()) for at in range(0, len(line), 160)]
    assert b"".join(judge.seen) == line.tobytes()
    assert [len(frame) for frame in judge.seen] == [512] * 5
    assert verdicts == [False, True, True, False, True, True, False, True]


def test_the_trigger_hears_every_frame_even_where_the_judge_says_no() -> None:
    trigger = Scripted([True] * 3)
    both = BothAgree(trigger, Scripted([False] * 3))
    for _ in range(3):
        both.voiced(FRAME)
    assert len(trigger.seen) == 3


def test_steady_hiss_that_webrtc_takes_for_a_voice_is_none_above_its_own_floor() -> None:
    line = frames(hiss(10, -30))
    alone = WebRtcActivity(2)
    assert np.mean([alone.voiced(frame) for frame in line]) > 0.8
    rescued = BothAgree(WebRtcActivity(2), EnergyFloor())
    assert not any([rescued.voiced(frame) for frame in line][200:])


def test_a_voice_over_hiss_stands_out_of_it() -> None:
    voice = np.concatenate([quiet(6), buzz(1)])
    line = frames((hiss(7, -40) + voice).astype(np.int16))
    judge = EnergyFloor()
    verdicts = [judge.speech(frame) for frame in line]
    assert not any(verdicts[200:299])
    assert all(verdicts[301:])


def test_speech_on_a_quiet_line_counts_from_the_first_frame() -> None:
    assert EnergyFloor().speech(frames(buzz(0.02))[0])


def test_a_line_of_digital_silence_is_no_speech() -> None:
    judge = EnergyFloor()
    assert not any(judge.speech(FRAME) for _ in range(400))


def test_the_last_bit_of_the_codec_is_no_speech_even_after_digital_silence() -> None:
    judge = EnergyFloor()
    for _ in range(400):
        judge.speech(FRAME)
    assert not judge.speech(np.array([8, -8] * 80, "<i2").tobytes())


def test_the_floor_falls_at_once_when_the_noise_stops() -> None:
    judge = EnergyFloor()
    for frame in frames(hiss(6, -30)):
        judge.speech(frame)
    whisper = frames(hiss(0.1, -45))
    assert not judge.speech(whisper[0]), "lost in the noise that was"
    judge.speech(FRAME)
    assert judge.speech(whisper[1])


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="the recordings are not here")
def test_a_judge_of_energy_takes_a_fifth_off_the_office_noise_heard_as_speech_and_keeps_the_speech() -> None:
    def share(name: str, activity: WebRtcActivity | BothAgree) -> float:
        return float(np.mean([activity.voiced(frame) for frame in frames(read_wav(SHARED_DATA / name).pcm)]))

    office, speech = "noise/office_ambience_8k.wav", "phone/watson_us_narrowband_1.wav"
    assert share(office, BothAgree(WebRtcActivity(2), EnergyFloor())) < 0.8 * share(office, WebRtcActivity(2))
    assert share(speech, BothAgree(WebRtcActivity(2), EnergyFloor())) > 0.85
