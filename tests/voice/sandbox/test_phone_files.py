from pathlib import Path

import numpy as np
import pytest

from voice.audio.mulaw import encode
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.audio.wav import write_mulaw_wav
from voice.sandbox.phone_files import read_phones
from voice.sandbox.problem import CallFailed

QUIET = np.zeros(FRAME_SAMPLES, np.int16)

PHONES = """
[[phone]]
number = "+15005550001"

[[phone.ring]]
outcome = "declined"
after_ms = 40

[[phone.ring]]
after_ms = 0
hang_up_at_ms = 9000
steps = [
  { wait_ms = 100 },
  { wait_until_ms = 500 },
  { wait_for_quiet_ms = 200, patience_ms = 1000 },
  { keys = "1" },
  { play = "hello.wav" },
  { tone_ms = 100, tone_hz = 440 },
  { hang_up = true },
]

[[phone]]
number = "client:ana"

[[phone]]
number = "+15005550002"
ring = [{ outcome = "voicemail", longest_message_ms = 1000, steps = [{ wait_for_sound_ms = 20 }] }]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_mulaw_wav(tmp_path / "hello.wav", encode(np.full(1600, 2000, np.int16)))
    return tmp_path / "phones.toml"


def did(phone, ms: int) -> list[tuple[int, str]]:
    phone.ring(0)
    done: list[tuple[int, str]] = []
    for at in range(0, ms, FRAME_MS):
        frame = phone.frame(QUIET, at)
        what = (frame.key, frame.begins, "answers" * frame.answers, "declines" * frame.declines)
        done += [(at, each) for each in (*what, "hangs up" * frame.hangs_up) if each]
        if frame.hangs_up or frame.declines:
            break
    return done


def test_a_file_says_what_each_number_does_each_time_that_it_is_rung(file: Path):
    file.write_text(PHONES)
    phones = read_phones(file)
    assert list(phones) == ["+15005550001", "client:ana", "+15005550002"]
    assert did(phones["+15005550001"], 10_000) == [(40, "declines")]
    assert did(phones["+15005550001"], 10_000) == [
        (0, "answers"),
        (1500, "1"),
        (1760, "hello.wav"),
        (1960, "440 Hz"),
        (2060, "hangs up"),
    ]
    assert did(phones["client:ana"], 5000) == [(2000, "answers")]
    assert did(phones["+15005550002"], 5000) == [(2000, "answers")]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("phone = 1", "Expected `array`"),
        ('[[phone]]\nnumber = "1"\n[[phone]]\nnumber = "1"', "two telephones have the number 1"),
        ('[[phone]]\nnumber = "1"\nring = [{ outcome = "asleep" }]', "asleep"),
        ('[[phone]]\nnumber = "1"\nring = [{ steps = [{}] }]', "telephone 1: step 1 is 0 things to do"),
        (
            '[[phone]]\nnumber = "1"\nring = [{ steps = [{ wait_ms = 1, keys = "1" }] }]',
            "telephone 1: step 1 is 2 things to do",
        ),
        (
            '[[phone]]\nnumber = "1"\nring = [{ steps = [{ keys = "x" }] }]',
            "telephone 1: 'x' cannot be keyed",
        ),
        ('[[phone]]\nnumber = "1"\nring = [{ steps = [{ sing = true }] }]', "sing"),
        ("[[phone", "Expected ']]'"),
    ],
)
def test_a_file_that_cannot_be_used_is_complained_of_by_name(file: Path, written: str, complaint: str):
    file.write_text(written)
    with pytest.raises(CallFailed, match=r"phones\.toml") as caught:
        read_phones(file)
    assert complaint in str(caught.value)


def test_a_file_that_is_not_there_is_complained_of(file: Path):
    with pytest.raises(CallFailed, match="No such file"):
        read_phones(file)
