"""A message: what is kept of it, and when it ends."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.wav import read_wav
from voice.voicemail import LONGEST_MS, NOTHING_MS, SILENCE_MS, Voicemail, tone

QUIET = b"\xff" * 160
LOUD = mulaw.encode(np.full(160, 8000, np.int16))


class Loudness:
    def voiced(self, frame: bytes) -> bool:
        return max(frame) > 0 and np.abs(np.frombuffer(frame, "<i2")).max() > 4000


class Message:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.voicemail = Voicemail(path, Loudness())
        self.at_ms = 30_000

    def hear(self, frame: bytes, ms: int) -> None:
        for _ in range(ms // 20):
            self.voicemail.frame(frame, self.at_ms)
            self.at_ms += 20


@pytest.fixture
def message(tmp_path: Path) -> Iterator[Message]:
    message = Message(tmp_path / "voicemails" / "call-1.wav")
    yield message
    message.voicemail.close()


def test_what_was_said_is_in_the_file(message: Message):
    message.hear(QUIET, 1000)
    message.hear(LOUD, 2000)
    message.voicemail.close()
    audio = read_wav(message.path)
    assert audio.hz == 8000
    assert audio.pcm.size == 3 * 8000
    assert np.abs(audio.pcm[:8000]).max() < 100
    assert np.abs(audio.pcm[8000:]).min() > 7000


def test_silence_after_words_ends_it(message: Message):
    message.hear(LOUD, 1000)
    message.hear(QUIET, SILENCE_MS - 20)
    assert message.voicemail.ended == ""
    message.hear(QUIET, 20)
    assert "silence" in message.voicemail.ended
    assert message.voicemail.is_message


def test_a_pause_between_words_does_not_end_it(message: Message):
    for _ in range(5):
        message.hear(LOUD, 1000)
        message.hear(QUIET, SILENCE_MS - 500)
    assert message.voicemail.ended == ""


def test_who_says_nothing_leaves_nothing(message: Message):
    message.hear(QUIET, NOTHING_MS)
    assert message.voicemail.ended == "nothing was said"
    assert not message.voicemail.is_message
    message.voicemail.discard()
    assert not message.path.exists()


def test_a_click_is_nothing(message: Message):
    message.hear(LOUD, 100)
    message.hear(QUIET, NOTHING_MS)
    assert message.voicemail.ended == "nothing was said"


def test_who_goes_on_for_ever_is_ended(message: Message):
    message.hear(LOUD, LONGEST_MS + 1000)
    assert message.voicemail.ended
    assert message.voicemail.duration_ms == LONGEST_MS


def test_a_key_ends_it_and_nothing_is_added_after_that(message: Message):
    message.hear(LOUD, 1000)
    message.voicemail.stop("a key was pressed")
    message.hear(LOUD, 1000)
    assert message.voicemail.duration_ms == 1000
    assert message.voicemail.ended == "a key was pressed"


def test_words_from_before_the_tone_are_no_part_of_it(message: Message):
    message.hear(LOUD, 1000)
    message.voicemail.turn("caller-3", "leave a message", 29_000)
    message.voicemail.turn("caller-4", "please ring me", 30_900)
    message.voicemail.turn("caller-5", "", 31_500)
    message.voicemail.turn("caller-6", "thank you", 32_000)
    assert message.voicemail.text == "please ring me thank you"
    assert message.voicemail.utterance_ids == ("caller-4", "caller-6")


def test_the_file_can_be_played_after_a_kill(tmp_path: Path):
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom voice.audio.wav import MulawWriter\n"
        "writer = MulawWriter(Path(sys.argv[1]))\nwriter.write(b'\\x80' * 20000)\n"
        "writer.write(b'\\x80' * 100)\nos.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path / "m.wav")], check=False)
    assert killed.returncode == -9
    assert read_wav(tmp_path / "m.wav").pcm.size == 20000


def test_the_tone_is_short_whole_and_begins_and_ends_softly():
    pcm = mulaw.decode(tone())
    assert pcm.size % 160 == 0
    assert pcm.size < 8000
    assert np.abs(pcm).max() > 8000
    assert np.abs(pcm[:8]).max() < 1000
    assert np.abs(pcm[-8:]).max() < 1000
