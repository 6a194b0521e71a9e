from voice.twilio.play_clock import PlayClock


def test_audio_plays_at_8000_bytes_a_second_from_the_moment_of_sending():
    clock = PlayClock()
    assert clock.send(8000, 10.0) == 11.0
    assert [clock.played(at) for at in (9.0, 10.0, 10.25, 11.0, 20.0)] == [0, 0, 2000, 8000, 8000]


def test_audio_waits_for_what_was_queued_before():
    clock = PlayClock()
    clock.send(8000, 0.0)
    assert clock.send(8000, 0.5) == 2.0
    assert clock.queued(0.5) == 12000


def test_a_gap_in_sending_is_a_gap_in_playing():
    clock = PlayClock()
    clock.send(8000, 0.0)
    assert clock.send(8000, 5.0) == 6.0
    assert [clock.played(at) for at in (3.0, 5.5)] == [8000, 12000]


def test_positions_go_on_counting_through_a_clear():
    clock = PlayClock()
    clock.send(8000, 0.0)
    clock.clear()
    assert clock.queued(0.0) == 0
    assert clock.send(8000, 0.25) == 1.25
    assert clock.played(0.75) == 12000


def test_a_clock_forgets_what_is_long_past_and_nothing_else():
    clock = PlayClock()
    for second in range(0, 100, 10):
        clock.send(8000, float(second))
    clock.forget(40_000)
    assert clock.played(49.0) == 40_000
    assert clock.played(50.5) == 44_000
    assert clock.played(0.0) == 40_000


def test_ten_minutes_of_frames_end_on_the_byte():
    clock = PlayClock()
    for frame in range(30_000):
        over_at = clock.send(160, frame * 0.02)
    assert clock.played(over_at) == clock.sent == 4_800_000


def test_a_short_gap_counts_as_much_as_a_long_one():
    clock = PlayClock()
    clock.send(160, 0.0)
    assert clock.send(160, 0.03) == 0.05
    assert clock.played(0.04) == 240
