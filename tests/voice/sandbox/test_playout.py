import pytest

from voice.sandbox.playout import LONGEST_BYTES, Playout

SILENT = b"\xff"


def frames(playout: Playout, count: int) -> list[tuple[bytes, list[str]]]:
    """Plays frames of 160 bytes; each with the marks that come back when its time is over."""
    return [(playout.play(160).audio, playout.returned_marks()) for _ in range(count)]


def test_audio_is_played_in_order_at_8000_bytes_a_second_and_then_silence():
    playout = Playout()
    playout.push(b"a" * 100)
    playout.push(b"b" * 100)
    assert playout.buffered_ms == 25
    played = playout.play(160)
    assert played.audio == b"a" * 100 + b"b" * 60
    assert played.audio_bytes == 160
    played = playout.play(160)
    assert played.audio == b"b" * 40 + SILENT * 120
    assert played.audio_bytes == 40
    assert playout.play(160).audio == SILENT * 160
    assert playout.buffered_ms == 0


@pytest.mark.parametrize("size", [1, 159, 160, 161, 320, 16_000])
def test_nothing_is_lost_or_doubled_whatever_the_sizes(size: int):
    audio = bytes(index % 251 for index in range(32_000))
    playout = Playout()
    for start in range(0, len(audio), size):
        assert playout.push(audio[start : start + size]) == 0
    assert b"".join(frame for frame, _ in frames(playout, 200)) == audio


def test_a_mark_comes_back_when_the_audio_before_it_was_played():
    playout = Playout()
    playout.push(b"a" * 320)
    assert not playout.mark("end")
    assert [marks for _, marks in frames(playout, 3)] == [[], ["end"], []]


def test_a_mark_within_a_frame_comes_back_after_that_frame():
    playout = Playout()
    playout.push(b"a" * 10)
    playout.mark("one")
    playout.push(b"b" * 170)
    playout.mark("two")
    assert [marks for _, marks in frames(playout, 3)] == [["one"], ["two"], []]


def test_a_mark_does_not_come_back_before_the_time_of_its_frame_is_over():
    playout = Playout()
    playout.push(b"a" * 160)
    playout.play(160)
    assert not playout.mark("end"), "its audio is being played"
    assert playout.returned_marks() == ["end"]


def test_a_mark_with_nothing_before_it_comes_back_at_once():
    playout = Playout()
    assert playout.mark("now")
    playout.push(b"a" * 160)
    frames(playout, 2)
    assert playout.mark("later")


def test_marks_behind_a_waiting_mark_keep_their_order():
    playout = Playout()
    playout.push(b"a" * 320)
    playout.mark("one")
    playout.mark("two")
    assert [marks for _, marks in frames(playout, 2)] == [[], ["one", "two"]]


def test_clear_drops_the_audio_and_sends_all_marks_back_in_order():
    playout = Playout()
    playout.push(b"a" * 800)
    playout.mark("one")
    playout.push(b"b" * 800)
    playout.mark("two")
    playout.play(160)
    assert playout.clear() == (180, ["one", "two"])
    assert playout.play(160).audio == SILENT * 160
    assert playout.returned_marks() == []


def test_a_mark_that_was_passed_and_not_yet_returned_comes_back_once_with_clear():
    playout = Playout()
    playout.push(b"a" * 160)
    playout.mark("passed")
    playout.play(160)
    assert playout.clear() == (0, ["passed"])
    assert playout.returned_marks() == []


def test_a_mark_after_clear_has_nothing_before_it():
    playout = Playout()
    playout.push(b"a" * 320)
    playout.play(160)
    playout.clear()
    assert playout.mark("now")


def test_clear_with_nothing_queued_does_nothing():
    playout = Playout()
    assert playout.clear() == (0, [])


def test_audio_after_clear_is_played():
    playout = Playout()
    playout.push(b"a" * 800)
    playout.clear()
    playout.push(b"b" * 160)
    assert playout.play(160).audio == b"b" * 160


def test_what_goes_beyond_ten_minutes_is_dropped():
    playout = Playout()
    assert playout.push(b"a" * (LONGEST_BYTES - 100)) == 0
    assert playout.push(b"b" * 300) == 200
    assert playout.push(b"c") == 1
    assert playout.buffered_ms == 600_000
