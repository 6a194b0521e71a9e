import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice.audio.types import FRAME_SAMPLES, Int16Array
from voice.sandbox.mixer import SILENCE, Mixer, Seat


def level(value: int) -> Int16Array:
    """A frame that is recognised by its level."""
    return np.full(FRAME_SAMPLES, value, np.int16)


CALLER, AGENT, SUPERVISOR, COLLEAGUE = "caller", "agent", "supervisor", "colleague"
SPOKEN = {CALLER: level(1), AGENT: level(20), SUPERVISOR: level(300), COLLEAGUE: level(4000)}
MUSIC = level(7777)


def heard(**seats: Seat) -> dict[str, int]:
    """The level that each member hears; all samples of a frame are the same."""
    mixed = Mixer().mix(SPOKEN, seats)
    assert all(frame.dtype == np.int16 and frame.shape == (FRAME_SAMPLES,) for frame in mixed.values())
    assert all((frame == frame[0]).all() for frame in mixed.values())
    return {member: int(frame[0]) for member, frame in mixed.items()}


def test_two_members_hear_each_other_and_not_themselves():
    assert heard(caller=Seat(), agent=Seat()) == {CALLER: 20, AGENT: 1}


def test_each_of_four_hears_the_sum_of_the_other_three():
    four = heard(caller=Seat(), agent=Seat(), supervisor=Seat(), colleague=Seat())
    assert four == {CALLER: 4320, AGENT: 4301, SUPERVISOR: 4021, COLLEAGUE: 321}


def test_a_member_alone_hears_silence():
    assert heard(caller=Seat()) == {CALLER: 0}


def test_a_conference_without_members_is_mixed_into_nothing():
    assert Mixer().mix(SPOKEN, {}) == {}


def test_who_says_nothing_in_a_frame_still_hears_the_others():
    mixed = Mixer().mix({CALLER: level(1)}, {CALLER: Seat(), AGENT: Seat(), COLLEAGUE: Seat()})
    assert [int(mixed[member][0]) for member in (CALLER, AGENT, COLLEAGUE)] == [0, 1, 1]


def test_who_speaks_without_a_seat_is_not_heard():
    assert heard(caller=Seat(), agent=Seat())[CALLER] == 20


def test_a_muted_member_hears_all_and_is_heard_by_nobody():
    assert heard(caller=Seat(), agent=Seat(muted=True), colleague=Seat()) == {
        CALLER: 4000,
        AGENT: 4001,
        COLLEAGUE: 1,
    }


def test_a_member_on_hold_hears_music_and_is_heard_by_nobody():
    assert heard(caller=Seat(on_hold=True, music=MUSIC), agent=Seat(), colleague=Seat()) == {
        CALLER: 7777,
        AGENT: 4000,
        COLLEAGUE: 20,
    }


def test_members_who_wait_hear_their_music_and_not_each_other():
    waiting = heard(caller=Seat(waiting=True, music=MUSIC), agent=Seat(waiting=True))
    assert waiting == {CALLER: 7777, AGENT: 0}


def test_music_is_not_heard_by_a_member_who_is_in_conversation():
    assert heard(caller=Seat(music=MUSIC), agent=Seat()) == {CALLER: 20, AGENT: 1}


def test_a_coach_hears_all_and_is_heard_by_the_coached_alone():
    coached = heard(caller=Seat(), agent=Seat(), supervisor=Seat(coaches=AGENT), colleague=Seat())
    assert coached == {CALLER: 4020, AGENT: 4301, SUPERVISOR: 4021, COLLEAGUE: 21}


def test_a_coach_between_two_is_not_heard_by_the_caller():
    coached = heard(caller=Seat(), agent=Seat(), supervisor=Seat(coaches=AGENT))
    assert coached == {CALLER: 20, AGENT: 301, SUPERVISOR: 21}


def test_a_supervisor_who_monitors_hears_all_and_is_heard_by_nobody():
    monitored = heard(caller=Seat(), agent=Seat(), supervisor=Seat(muted=True))
    assert monitored == {CALLER: 20, AGENT: 1, SUPERVISOR: 21}


def test_a_muted_coach_is_not_even_heard_by_the_coached():
    assert heard(caller=Seat(), agent=Seat(), supervisor=Seat(muted=True, coaches=AGENT))[AGENT] == 1


def test_a_supervisor_who_barges_in_is_heard_by_all():
    barged = heard(caller=Seat(), agent=Seat(), supervisor=Seat())
    assert barged == {CALLER: 320, AGENT: 301, SUPERVISOR: 21}


def test_two_coaches_are_both_heard_by_the_coached():
    both = heard(caller=Seat(), agent=Seat(), supervisor=Seat(coaches=AGENT), colleague=Seat(coaches=AGENT))
    assert both == {CALLER: 20, AGENT: 4301, SUPERVISOR: 21, COLLEAGUE: 21}


def test_who_is_coached_on_hold_hears_the_music():
    held = heard(caller=Seat(), agent=Seat(on_hold=True, music=MUSIC), supervisor=Seat(coaches=AGENT))
    assert held == {CALLER: 0, AGENT: 7777, SUPERVISOR: 1}


def test_a_coach_of_someone_who_has_left_is_heard_by_nobody():
    assert heard(caller=Seat(), supervisor=Seat(coaches="gone")) == {CALLER: 0, SUPERVISOR: 1}


def test_what_is_said_aside_is_heard_by_one_alone_on_top_of_the_rest():
    aside = level(500)
    assert heard(caller=Seat(aside=aside), agent=Seat()) == {CALLER: 520, AGENT: 1}
    assert heard(caller=Seat(on_hold=True, music=MUSIC, aside=aside), agent=Seat())[CALLER] == 8277
    assert heard(caller=Seat(aside=aside), agent=Seat(), colleague=Seat(), supervisor=Seat())[CALLER] == 4820


def test_a_sum_beyond_full_scale_stays_at_full_scale_and_does_not_wrap_around():
    loud, seats = {name: level(30_000) for name in "abc"}, {name: Seat() for name in "abcd"}
    assert set(Mixer().mix(loud, seats)["d"].tolist()) == {32_767}
    quiet = {name: level(-30_000) for name in "abc"}
    assert set(Mixer().mix(quiet, seats)["d"].tolist()) == {-32_768}


def test_two_voices_beyond_full_scale_are_clipped_as_well():
    loud = {name: level(30_000) for name in "ab"}
    assert set(Mixer().mix(loud, {name: Seat() for name in "abc"})["c"].tolist()) == {32_767}


def test_loud_others_are_subtracted_before_the_clip_and_not_after():
    spoken = {"a": level(30_000), "b": level(30_000), "c": level(-30_000)}
    mixed = Mixer().mix(spoken, {name: Seat() for name in "abc"})
    assert [int(mixed[name][0]) for name in "abc"] == [0, 0, 32_767]


@given(
    st.lists(
        st.tuples(
            st.integers(-32_768, 32_767), st.booleans(), st.booleans(), st.sampled_from(["", "0", "1"])
        ),
        max_size=7,
    )
)
def test_what_anybody_hears_is_the_clipped_sum_of_those_who_may_be_heard(members):
    seats = {
        str(i): Seat(muted=muted, on_hold=held, coaches=coaches if coaches != str(i) else "", music=MUSIC)
        for i, (_, muted, held, coaches) in enumerate(members)
    }
    spoken = {str(i): level(value) for i, (value, *_) in enumerate(members)}
    before = {name: frame.copy() for name, frame in spoken.items()}
    mixed = Mixer().mix(spoken, seats)
    for name, seat in seats.items():
        audible = [
            int(spoken[other][0])
            for other, its in seats.items()
            if other != name and not its.muted and not its.on_hold and its.coaches in ("", name)
        ]
        expected = 7777 if seat.on_hold else max(-32_768, min(32_767, sum(audible)))
        assert mixed[name].tolist() == [expected] * FRAME_SAMPLES
    assert all((spoken[name] == frame).all() for name, frame in before.items())


def test_silence_cannot_be_written_into():
    assert not SILENCE.flags.writeable
