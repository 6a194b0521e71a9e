"""Where the caller is heard: the ears, and the mouth when they are missing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.caller_audio import EARS_BEHIND_MS, EARS_GRACE_MS, CallerAudio

EARS = b"\x11" * 160
MOUTH = b"\x22" * 160


def both(audio: CallerAudio, start_ms: int, stop_ms: int) -> list[tuple[bytes, int]]:
    """20 ms frames on both streams, as Twilio sends them."""
    heard: list[tuple[bytes, int]] = []
    for at_ms in range(start_ms, stop_ms, 20):
        heard += audio.ears(EARS, at_ms)
        heard += audio.mouth(MOUTH, at_ms)
    return heard


def test_while_the_ears_work_the_mouths_copy_is_not_heard():
    audio = CallerAudio()
    heard = both(audio, 0, 10_000)
    assert {frame for frame, _ in heard} == {EARS}
    assert [at_ms for _, at_ms in heard] == list(range(0, 10_000, 20))
    assert not audio.replaced


def test_a_peer_that_cannot_fork_is_heard_through_the_mouth_from_its_first_frame():
    audio = CallerAudio()
    heard = [item for at_ms in range(0, EARS_GRACE_MS + 500, 20) for item in audio.mouth(MOUTH, at_ms)]
    assert [at_ms for _, at_ms in heard] == list(range(0, EARS_GRACE_MS + 500, 20))
    assert "no fork" in audio.replaced


def test_a_fork_that_dies_without_a_word_is_replaced_and_nothing_is_lost_or_doubled():
    audio = CallerAudio()
    heard = both(audio, 0, 3000)
    for at_ms in range(3000, 5000, 20):
        heard += audio.mouth(MOUTH, at_ms)
    assert [at_ms for _, at_ms in heard] == list(range(0, 5000, 20))
    assert "silent" in audio.replaced


def test_a_fork_that_is_closed_is_replaced_at_once():
    audio = CallerAudio()
    both(audio, 0, 3000)
    assert list(audio.ears_closed()) == []
    assert [at_ms for _, at_ms in audio.mouth(MOUTH, 3000)] == [3000]
    assert list(audio.ears_closed()) == [], "the second word about it changes nothing"


def test_deliveries_233_ms_apart_do_not_count_as_a_dead_fork():
    audio = CallerAudio()
    both(audio, 0, 2000)
    for at_ms in range(2000, 2000 + 233, 20):
        assert list(audio.mouth(MOUTH, at_ms)) == []
    assert not audio.replaced


def test_a_fork_that_is_opened_again_is_heard_again():
    audio = CallerAudio()
    both(audio, 0, 1000)
    list(audio.ears_closed())
    audio.ears_opened()
    assert [frame for frame, _ in audio.ears(EARS, 2000)] == [EARS]
    assert not audio.replaced


@pytest.mark.parametrize("behind_ms", [-60, 0, 60], ids=["its clock is ahead", "the same", "behind"])
def test_the_mouth_stands_in_until_the_new_fork_brings_sound_and_nothing_is_heard_twice(behind_ms: int):
    audio = CallerAudio()
    heard = both(audio, 0, 2000)
    heard += audio.ears_closed()
    for at_ms in range(2000, 3000, 20):
        heard += audio.mouth(MOUTH, at_ms)
    audio.ears_opened()
    for at_ms in range(3000, 3400, 20):
        heard += audio.mouth(MOUTH, at_ms)
    for at_ms in range(3400, 5000, 20):
        heard += audio.mouth(MOUTH, at_ms)
        heard += audio.ears(EARS, at_ms - behind_ms)
    times = [at_ms for _, at_ms in heard]
    steps = {after - before for before, after in pairwise(times)}
    assert min(steps) > 0
    assert max(steps) <= 20 + max(0, -behind_ms)
    assert heard[-1][0] == EARS
    assert {frame for frame, at_ms in heard if 2000 <= at_ms < 3400} == {MOUTH}


def test_a_fork_that_is_opened_again_and_brings_nothing_leaves_the_mouth_in_its_place():
    audio = CallerAudio()
    both(audio, 0, 1000)
    heard = [*audio.ears_closed()]
    audio.ears_opened()
    for at_ms in range(1000, 4000, 20):
        heard += audio.mouth(MOUTH, at_ms)
    assert [at_ms for _, at_ms in heard] == list(range(1000, 4000, 20))


def test_where_only_a_fork_is_left_what_is_missing_can_be_measured():
    audio = CallerAudio()
    both(audio, 0, 1000)
    assert audio.until_ms == 1000
    assert list(audio.ears_closed()) == []
    audio.ears_opened()
    assert [at_ms for _, at_ms in audio.ears(EARS, 1700)] == [1700]


def test_a_fork_that_dies_again_before_it_has_caught_up_loses_nothing():
    audio = CallerAudio()
    heard = both(audio, 0, 1000)
    heard += audio.ears_closed()
    for at_ms in range(1000, 2000, 20):
        heard += audio.mouth(MOUTH, at_ms)
    audio.ears_opened()
    heard += audio.ears(EARS, 1900)
    heard += audio.mouth(MOUTH, 2000)
    heard += audio.ears_closed()
    heard += audio.mouth(MOUTH, 2020)
    assert [at_ms for _, at_ms in heard] == list(range(0, 2040, 20))


@pytest.mark.parametrize("size", [1, 159, 161, 320, 999, 16000])
def test_payloads_of_any_size_become_whole_frames_with_their_own_times(size: int):
    audio = CallerAudio()
    line = bytes(range(256)) * 250
    heard = [
        item
        for start in range(0, len(line), size)
        for item in audio.ears(line[start : start + size], start // 8)
    ]
    whole = len(line) // 160
    assert b"".join(frame for frame, _ in heard) == line[: whole * 160]
    assert [at_ms for _, at_ms in heard] == list(range(0, whole * 20, 20))


@given(st.lists(st.integers(1, 2000), max_size=30))
def test_no_byte_is_lost_or_reordered(sizes: list[int]):
    audio = CallerAudio()
    sent, heard, at = b"", b"", 0
    for number, size in enumerate(sizes):
        payload = bytes([number % 251]) * size
        heard += b"".join(frame for frame, _ in audio.ears(payload, at // 8))
        sent += payload
        at += size
    assert heard == sent[: len(sent) // 160 * 160]


def test_the_stand_in_keeps_what_was_said_while_the_fork_was_dying():
    assert EARS_BEHIND_MS >= 4 * 233, "far beyond what is normal"
