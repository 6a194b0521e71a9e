from voice.twilio.track_clock import SAMPLES_A_MS, TrackClock


def begun(at_ms, messages=2):
    clock = TrackClock()
    clock.expected = at_ms * SAMPLES_A_MS
    clock.messages = messages
    return clock


def test_a_first_stamp_sets_the_clock_and_loses_nothing():
    clock = begun(0, messages=1)
    assert clock.restamp(155 * SAMPLES_A_MS) == 0
    assert clock.expected == 155 * SAMPLES_A_MS


def test_a_jump_ahead_is_lost_audio_up_to_a_minute():
    clock = begun(1000)
    assert clock.restamp(61_000 * SAMPLES_A_MS) == 60_000
    assert clock.expected == 61_000 * SAMPLES_A_MS
    assert clock.restamp(121_001 * SAMPLES_A_MS) == 0
    assert (clock.lost_ms, clock.misstamped) == (60_000, 1)


def test_a_jump_back_leaves_the_clock_where_it_is():
    clock = begun(1000)
    assert clock.restamp(0) == 0
    assert (clock.expected, clock.misstamped) == (1000 * SAMPLES_A_MS, 1)
