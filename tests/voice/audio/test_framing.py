import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio.framing import Framer


@settings(deadline=None)
@given(payloads=st.lists(st.binary(max_size=700), max_size=40))
def test_all_that_came_goes_out_once_and_in_order(payloads: list[bytes]) -> None:
    framer = Framer()
    frames = [frame for payload in payloads for frame in framer.push(payload)]
    last = framer.flush()
    audio = b"".join(payloads)
    assert all(len(frame) == 160 for frame in [*frames, *last])
    assert b"".join([*frames, *last]) == audio + b"\xff" * (-len(audio) % 160)


@pytest.mark.parametrize(
    ("size", "frames", "held"),
    [(1, 0, 1), (159, 0, 159), (160, 1, 0), (161, 1, 1), (320, 2, 0), (16000, 100, 0)],
)
def test_odd_payload_sizes_give_whole_frames_only(size: int, frames: int, held: int) -> None:
    framer = Framer()
    assert [len(frame) for frame in framer.push(bytes(size))] == [160] * frames
    assert framer.held == held


def test_a_rest_waits_for_the_next_payload() -> None:
    framer = Framer()
    assert framer.push(b"a" * 100) == []
    assert framer.push(b"b" * 100) == [b"a" * 100 + b"b" * 60]
    assert framer.held == 40


def test_a_flush_fills_up_with_mulaw_silence_and_forgets() -> None:
    framer = Framer()
    framer.push(b"a" * 10)
    assert framer.flush() == [b"a" * 10 + b"\xff" * 150]
    assert framer.flush() == []
    assert framer.push(b"b" * 160) == [b"b" * 160]


def test_an_empty_payload_is_nothing() -> None:
    assert Framer().push(b"") == []


def test_pipecat_5090_a_chunk_that_ends_inside_a_sample_is_carried_over() -> None:
    """A synthesiser's chunk with an odd number of bytes killed the task that spoke."""
    samples = bytes(range(64)) * 10
    framer = Framer(320, padding=0)
    frames = framer.push(samples[:321]) + framer.push(samples[321:]) + framer.flush()
    assert b"".join(frames) == samples


def test_two_framers_share_nothing() -> None:
    one, other = Framer(), Framer()
    one.push(b"a" * 100)
    assert other.push(b"b" * 160) == [b"b" * 160]
