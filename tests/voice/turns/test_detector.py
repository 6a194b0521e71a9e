import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import TurnSettings
from voice.audio import mulaw
from voice.audio.wav import read_wav
from voice.turns.activity import WebRtcActivity
from voice.turns.detector import (
    SILENT_FRAME,
    Snapshot,
    SnapshotKind,
    SpeechResumed,
    SpeechStarted,
    TurnDetector,
    TurnEnded,
    TurnEvent,
)
from voice.turns.endpoint import ByText, Endpointing, FixedSilence, Pause

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"

SETTINGS = TurnSettings()
"""A window of 10 frames of which 8 are voiced, 400 ms of pre-roll, speculation after 200 ms."""


def frame(number: int) -> bytes:
    """A frame that can be told from the others, but for every 120th."""
    return bytes([number % 120]) * 160


def frames(first: int, last: int) -> list[int]:
    """The samples of the frames from `first` until before `last`."""
    return mulaw.decode(b"".join(frame(number) for number in range(first, last))).tolist()


class Script:
    """Voice activity as it is written: "#" a voiced frame, anything else none; silence when it has ended."""

    def __init__(self, script: str) -> None:
        self._script = iter(script)

    def voiced(self, frame: bytes) -> bool:
        assert len(frame) == 320
        return next(self._script, ".") == "#"


def detector(
    script: str, settings: TurnSettings = SETTINGS, endpoint: Endpointing | None = None
) -> TurnDetector:
    return TurnDetector(Script(script), settings, endpoint or FixedSilence(500))


def heard(
    script: str, settings: TurnSettings = SETTINGS, endpoint: Endpointing | None = None
) -> list[TurnEvent]:
    """What a line says that carries the script's frames, the first one at 0 ms."""
    line = detector(script, settings, endpoint)
    return [event for number in range(len(script)) for event in line.push(frame(number), 20 * number)]


def turns(events: Sequence[TurnEvent]) -> list[TurnEnded]:
    return [event for event in events if isinstance(event, TurnEnded)]


def starts(events: Sequence[TurnEvent]) -> list[SpeechStarted]:
    return [event for event in events if isinstance(event, SpeechStarted)]


def snapshots(events: Sequence[TurnEvent], kind: SnapshotKind) -> list[Snapshot]:
    return [event for event in events if isinstance(event, Snapshot) and event.kind is kind]


QUIET = "." * 50


def test_a_turn_from_its_first_to_its_last_frame() -> None:
    events = heard(QUIET + "#" * 50 + QUIET)
    assert [type(event) for event in events] == [SpeechStarted, Snapshot, Snapshot, Snapshot, TurnEnded]
    (turn,) = turns(events)
    assert (turn.start_ms, turn.speech_end_ms, turn.end_ms, turn.speech_ms) == (1000, 2000, 2500, 1000)
    assert not turn.capped
    assert turn.speculation_holds


def test_speech_starts_with_the_eighth_voiced_frame_and_is_dated_from_the_first() -> None:
    line = detector("#" * 8)
    events = [line.push(frame(number), 20 * number) for number in range(8)]
    assert events == [()] * 7 + [(SpeechStarted(0),)]


def test_two_unvoiced_frames_in_the_window_do_not_prevent_a_start() -> None:
    assert starts(heard("...###.###.##")) == [SpeechStarted(60)]


@pytest.mark.parametrize("script", ["#######" + QUIET, "##.##.##.#" * 5, "####...." * 10])
def test_clicks_and_single_syllables_of_noise_are_no_speech(script: str) -> None:
    assert heard(script) == []


def test_the_audio_begins_400_ms_before_the_speech() -> None:
    (turn,) = turns(heard(QUIET + "#" * 20 + QUIET))
    assert turn.pcm.tolist() == frames(50 - 20, 70 + 10)


def test_on_a_line_that_begins_with_speech_there_is_no_more_to_keep() -> None:
    (turn,) = turns(heard("#" * 20 + QUIET))
    assert turn.start_ms == 0
    assert turn.pcm.tolist() == frames(0, 20 + 10)


def test_the_final_is_the_very_audio_of_the_speculation_that_holds() -> None:
    events = heard(QUIET + "#" * 20 + QUIET)
    (speculation,) = snapshots(events, SnapshotKind.SPECULATION)
    (turn,) = turns(events)
    assert turn.speculation_holds
    assert np.array_equal(speculation.pcm, turn.pcm)
    assert (speculation.start_ms, speculation.end_ms, speculation.speech_ms) == (1000, 1600, 400)


def test_speech_after_a_speculation_makes_it_stale() -> None:
    events = heard("#" * 10 + "." * 12 + "#" * 10 + "." * 25)
    kinds = [event.kind if isinstance(event, Snapshot) else type(event) for event in events]
    assert kinds == [
        SpeechStarted,
        SnapshotKind.SPECULATION,
        SpeechResumed,
        SnapshotKind.SPECULATION,
        TurnEnded,
    ]
    assert events[2] == SpeechResumed(at_ms=440)
    assert turns(events)[0].pcm.tolist() == frames(0, 42)


def test_a_pause_too_short_for_a_speculation_is_not_spoken_of() -> None:
    events = heard("#" * 10 + "." * 9 + "#" * 10 + "." * 25)
    assert not any(isinstance(event, SpeechResumed) for event in events)
    assert len(snapshots(events, SnapshotKind.SPECULATION)) == 1


def test_where_the_turn_ends_before_a_speculation_there_is_none_that_holds() -> None:
    events = heard("#" * 10 + "." * 25, endpoint=FixedSilence(100))
    assert not snapshots(events, SnapshotKind.SPECULATION)
    assert not turns(events)[0].speculation_holds
    assert turns(events)[0].end_ms == 300


def test_partials_come_with_each_half_second_of_speech_not_of_silence() -> None:
    partials = snapshots(heard("#" * 30 + "." * 15 + "#" * 30), SnapshotKind.PARTIAL)
    assert [(partial.end_ms, partial.speech_ms) for partial in partials] == [(500, 500), (1300, 1000)]
    assert partials[1].pcm.tolist() == frames(0, 65)


def test_a_snapshot_is_not_changed_by_what_is_said_later() -> None:
    line = detector("#" * 40)
    events = [event for number in range(40) for event in line.push(frame(number), 20 * number)]
    (partial,) = snapshots(events, SnapshotKind.PARTIAL)
    assert partial.pcm.tolist() == frames(0, 25)


def test_the_next_turn_keeps_the_pause_before_it_but_nothing_twice() -> None:
    first, second = turns(heard("#" * 10 + "." * 30 + "#" * 10 + "." * 30))
    assert first.pcm.tolist() == frames(0, 20)
    assert second.pcm.tolist() == frames(20, 60)
    assert second.start_ms == 800


def test_babble_that_the_detector_never_releases_is_cut_at_the_cap() -> None:
    """With six voices at 10 dB webrtcvad is voiced in over 80 % of all frames and never releases."""
    events = heard("#" * 3000)
    cut = turns(events)
    assert [(turn.start_ms, turn.end_ms, turn.capped) for turn in cut] == [
        (0, 25000, True),
        (25000, 50000, True),
    ]
    assert not any(turn.speculation_holds for turn in cut)


def test_what_goes_on_after_the_cap_is_the_next_turn_without_a_gap_and_is_no_new_start() -> None:
    events = heard("#" * 1300 + QUIET)
    assert starts(events) == [SpeechStarted(0), SpeechStarted(25000, continues=True)]
    first, second = turns(events)
    assert first.pcm.tolist() + second.pcm.tolist() == frames(0, 1310)
    assert (second.speech_ms, second.speech_end_ms, second.capped) == (1000, 26000, False)


def test_one_more_word_after_the_cap_is_not_lost() -> None:
    first, second = turns(heard("#" * 1252 + QUIET))
    assert (first.end_ms, second.start_ms, second.speech_ms) == (25000, 25000, 40)


def test_after_a_cap_and_a_pause_a_start_is_a_new_one() -> None:
    events = heard("#" * 1250 + QUIET + "#" * 20 + QUIET)
    assert starts(events)[1] == SpeechStarted(26000, continues=False)


def test_a_cap_that_falls_into_a_pause_ends_the_turn_and_starts_none() -> None:
    events = heard("#" * 1240 + "." * 50)
    (turn,) = turns(events)
    assert turn.capped
    assert (turn.end_ms, turn.speech_end_ms) == (25000, 24800)


def test_a_text_that_is_complete_ends_the_turn_sooner() -> None:
    line = detector("#" * 10, endpoint=ByText(SETTINGS))
    events: list[TurnEvent] = []
    for number in range(40):
        events += line.push(frame(number), 20 * number)
        if number == 20:
            line.heard("Yes.")
    assert turns(events)[0].end_ms == 200 + 300


def test_a_text_that_breaks_off_keeps_the_turn_open_for_longer() -> None:
    line = detector("#" * 10, endpoint=ByText(SETTINGS))
    events: list[TurnEvent] = []
    for number in range(80):
        events += line.push(frame(number), 20 * number)
        if number == 20:
            line.heard("My account number is")
    assert turns(events)[0].end_ms == 200 + 1000


def test_a_text_that_comes_late_ends_the_turn_with_the_next_frame() -> None:
    line = detector("#" * 10, endpoint=ByText(SETTINGS))
    for number in range(31):
        assert not turns(line.push(frame(number), 20 * number))
    line.heard("Yes.")
    assert turns(line.push(frame(31), 620))[0].end_ms == 640


def test_a_text_for_a_pause_that_is_over_is_ignored() -> None:
    line = detector("#" * 10 + "." * 11 + "#" * 10, endpoint=ByText(SETTINGS))
    for number in range(31):
        line.push(frame(number), 20 * number)
    line.heard("Yes.")
    ended = [event for number in range(31, 60) for event in turns(line.push(frame(number), 20 * number))]
    assert ended[0].end_ms == 620 + 500


def test_the_words_of_one_pause_do_not_count_in_the_next() -> None:
    line = detector("#" * 10 + "." * 12 + "#" * 10, endpoint=ByText(SETTINGS))
    events: list[TurnEvent] = []
    for number in range(80):
        events += line.push(frame(number), 20 * number)
        if number == 20:
            line.heard("My account number is")
    assert turns(events)[0].end_ms == 640 + 500


def test_a_text_after_the_turn_changes_nothing() -> None:
    line = detector("#" * 10)
    for number in range(40):
        line.push(frame(number), 20 * number)
    line.heard("My number is")
    assert line.finish() == ()


def test_unmute_130_a_number_is_not_cut_off_while_the_caller_looks_for_the_next_group() -> None:
    groups = "#" * 40 + "." * 45 + "#" * 40 + "." * 45 + "#" * 40 + "." * 100

    def ended(expected_digits: bool) -> list[TurnEnded]:
        line = detector(groups, endpoint=ByText(SETTINGS))
        if expected_digits:
            line.expect("digits", digits=10)
        return [
            event for number in range(len(groups)) for event in turns(line.push(frame(number), 20 * number))
        ]

    assert len(ended(expected_digits=False)) == 3
    (whole,) = ended(expected_digits=True)
    assert (whole.start_ms, whole.speech_end_ms) == (0, 4200)


def test_patience_can_be_asked_for_in_the_middle_of_a_turn() -> None:
    line = detector("#" * 10, endpoint=ByText(SETTINGS))
    for number in range(30):
        line.push(frame(number), 20 * number)
    line.expect("digits")
    ended = [event for number in range(30, 120) for event in turns(line.push(frame(number), 20 * number))]
    assert ended[0].end_ms == 200 + 1500


def test_patience_asked_for_in_a_new_pause_forgets_the_words_of_the_last_one() -> None:
    line = detector("#" * 10 + "." * 12 + "#" * 10, endpoint=ByText(SETTINGS))
    events: list[TurnEvent] = []
    for number in range(80):
        events += line.push(frame(number), 20 * number)
        if number == 20:
            line.heard("My account number is")
        if number == 33:
            line.expect("open")
    assert turns(events)[0].end_ms == 640 + 500


def test_a_loss_is_silence_and_the_times_after_it_are_right() -> None:
    line = detector("#" * 20)
    events: list[TurnEvent] = []
    for number in range(60):
        at_ms = 20 * number if number < 10 else 20 * number + 100
        events += line.push(frame(number), at_ms)
    (turn,) = turns(events)
    assert (turn.start_ms, turn.speech_end_ms, turn.end_ms) == (0, 500, 1000)
    assert turn.pcm.tolist()[1600:2400] == [0] * 800
    assert len(turn.pcm) == 8 * (500 + 200)


def test_a_loss_as_long_as_the_closing_silence_ends_the_turn_where_it_would_have_ended() -> None:
    line = detector("#" * 20)
    for number in range(10):
        line.push(frame(number), 20 * number)
    events = line.push(frame(10), 2000)
    (turn,) = turns(events)
    assert (turn.speech_end_ms, turn.end_ms) == (200, 700)


def test_a_loss_of_minutes_ends_the_turn_at_once_and_is_not_filled() -> None:
    line = detector("#" * 40, endpoint=FixedSilence(60_000))
    for number in range(10):
        line.push(frame(number), 20 * number)
    (turn,) = line.push(frame(10), 600_000)
    assert isinstance(turn, TurnEnded)
    assert (turn.start_ms, turn.end_ms) == (0, 200)
    after = [
        event for number in range(11, 20) for event in line.push(frame(number), 600_000 + 20 * (number - 10))
    ]
    assert starts(after) == [SpeechStarted(600_000)]


def test_speech_before_a_loss_of_minutes_does_not_help_to_start_a_turn_after_it() -> None:
    line = detector("#" * 8)
    events = [event for number in range(7) for event in line.push(frame(number), 20 * number)]
    assert [*events, *line.push(frame(7), 600_000)] == []


def test_frames_that_come_twice_or_too_late_are_ignored() -> None:
    line = detector("#" * 8)
    for number in range(7):
        line.push(frame(number), 20 * number)
        assert line.push(frame(number), 20 * number) == ()
        assert line.push(frame(0), 0) == ()
    assert line.push(frame(7), 140) == (SpeechStarted(0),)


def test_timestamps_that_jitter_by_less_than_a_frame_lose_and_add_nothing() -> None:
    line = detector("#" * 50)
    events: list[TurnEvent] = []
    for number in range(100):
        events += line.push(frame(number), 20 * number + (0, 7, -9, 12)[number % 4])
    (turn,) = turns(events)
    assert (turn.start_ms, turn.speech_end_ms) == (0, 1000)
    assert turn.pcm.tolist() == frames(0, 60)


@pytest.mark.parametrize("step_ms", [20.2, 19.8])
def test_a_sender_whose_clock_is_off_by_a_percent_does_not_drift_away(step_ms: float) -> None:
    class Loud:
        def voiced(self, frame: bytes) -> bool:
            return any(frame)

    line = TurnDetector(Loud(), SETTINGS, FixedSilence(500))
    events: list[TurnEvent] = []
    for number in range(6000):
        events += line.push(bytes(160) if 5900 <= number < 5950 else SILENT_FRAME, int(step_ms * number))
    (turn,) = turns(events)
    assert turn.start_ms == pytest.approx(step_ms * 5900, abs=40)


def test_the_clock_begins_wherever_the_first_frame_is() -> None:
    line = detector("#" * 8)
    events = [event for number in range(8) for event in line.push(frame(number), 7013 + 20 * number)]
    assert events == [SpeechStarted(7013)]


@pytest.mark.parametrize("size", [0, 1, 159, 161, 320])
def test_pipecat_5090_a_frame_of_another_size_is_refused_in_words_and_changes_nothing(size: int) -> None:
    line = detector("#" * 8)
    with pytest.raises(ValueError, match=f"160 bytes of μ-law, not {size}; cut it with a Framer"):
        line.push(bytes(size), 0)
    assert [event for number in range(8) for event in line.push(frame(number), 20 * number)] == [
        SpeechStarted(0)
    ]


def test_a_line_that_is_gone_ends_the_turn_that_was_open() -> None:
    line = detector("#" * 30)
    for number in range(30):
        line.push(frame(number), 20 * number)
    (turn,) = line.finish()
    assert isinstance(turn, TurnEnded)
    assert (turn.start_ms, turn.speech_end_ms, turn.end_ms) == (0, 600, 600)
    assert line.finish() == ()


def test_lca_two_detectors_share_no_state() -> None:
    one, other = detector("#" * 20), detector("#" * 20)
    for number in range(20):
        one.push(frame(number), 20 * number)
    assert [event for number in range(8) for event in other.push(frame(number), 20 * number)] == [
        SpeechStarted(0)
    ]


def test_a_share_of_the_window_is_rounded_as_a_decimal() -> None:
    """25 × 0.28 is 7.000000000000001 in floating point."""
    settings = TurnSettings(start_ms=500, start_voiced=0.28)
    assert starts(heard("#" * 7, settings))
    assert not starts(heard("#" * 6 + QUIET, settings))


def test_the_strategy_is_told_what_was_asked_and_what_was_said() -> None:
    asked: list[Pause] = []

    class Curious:
        def silence_ms(self, pause: Pause) -> int:
            asked.append(pause)
            return 500

    line = detector("#" * 10, endpoint=Curious())
    line.expect("digits", digits=6)
    for number in range(21):
        line.push(frame(number), 20 * number)
    line.heard("one two")
    assert asked == [Pause(None, "digits", 6), Pause("one two", "digits", 6)]


SHORT = TurnSettings(
    start_ms=60, start_voiced=0.6, pre_roll_ms=60, speculate_ms=60, max_turn_s=1.2, partial_every_ms=100
)
RUNS = st.lists(st.tuples(st.booleans(), st.integers(1, 90)), max_size=25)


@settings(deadline=None)
@given(runs=RUNS, silence_ms=st.sampled_from([40, 60, 100, 300]))
def test_any_speech_gives_turns_in_order_that_hold_all_of_it(
    runs: list[tuple[bool, int]], silence_ms: int
) -> None:
    voiced = [is_voiced for is_voiced, length in runs for _ in range(length)]
    script = "".join("#" if is_voiced else "." for is_voiced in voiced)
    line = detector(script, SHORT, FixedSilence(silence_ms))
    events = [event for number in range(len(script)) for event in line.push(frame(number), 20 * number)]
    events += line.finish()

    assert_well_formed(events)
    ended = turns(events)
    for turn in ended:
        assert len(turn.pcm) <= 8 * 1200
        assert len(turn.pcm) % 160 == 0
        inside = voiced[turn.start_ms // 20 : turn.speech_end_ms // 20]
        assert sum(inside) * 20 == turn.speech_ms
        assert inside[0]
        assert inside[-1]
    at = 0
    for is_voiced, run in groupby(voiced):
        length = len(list(run))
        if is_voiced and length >= 3:
            assert all(covered(ended, 20 * number) for number in range(at, at + length))
        at += length


def covered(ended: Sequence[TurnEnded], at_ms: int) -> bool:
    return any(turn.start_ms <= at_ms < turn.speech_end_ms for turn in ended)


def assert_well_formed(events: Sequence[TurnEvent]) -> None:
    """Start, then snapshots and resumptions, then the end; never two turns at once."""
    started: SpeechStarted | None = None
    speculated = False
    for event in events:
        if isinstance(event, SpeechStarted):
            assert started is None
            started, speculated = event, False
            continue
        assert started is not None
        if isinstance(event, Snapshot):
            assert event.start_ms == started.at_ms < event.end_ms
            assert not speculated
            speculated = event.kind is SnapshotKind.SPECULATION
        elif isinstance(event, SpeechResumed):
            assert speculated
            speculated = False
        else:
            assert event.start_ms == started.at_ms < event.speech_end_ms <= event.end_ms
            assert event.speculation_holds == speculated
            started = None
    assert started is None
    for before, after in pairwise(turns(events)):
        assert before.end_ms <= after.start_ms


@settings(deadline=None)
@given(
    arrivals=st.lists(st.tuples(st.integers(-3000, 9000), st.booleans()), max_size=60),
)
def test_frames_at_any_times_at_all_give_well_formed_turns(arrivals: list[tuple[int, bool]]) -> None:
    script = "".join("#" if is_voiced else "." for _, is_voiced in arrivals)
    line = detector(script, SHORT, FixedSilence(100))
    events: list[TurnEvent] = []
    for at_ms, _ in arrivals:
        events += line.push(frame(0), at_ms)
    assert_well_formed([*events, *line.finish()])


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="the recordings are not here")
@pytest.mark.parametrize(
    "name",
    [
        "phone/watson_us_narrowband_1.wav",
        "phone/watson_us_narrowband_2.wav",
        "calls/auto_repairs_40_caller.wav",
    ],
)
def test_on_real_calls_the_turns_hold_the_loud_speech_and_leave_the_pauses(name: str) -> None:
    pcm = read_wav(SHARED_DATA / name).pcm
    line = TurnDetector(WebRtcActivity(2), SETTINGS, ByText(SETTINGS))
    payload = mulaw.encode(pcm)
    events: list[TurnEvent] = []
    for at in range(0, len(payload) - 159, 160):
        events += line.push(payload[at : at + 160], at // 8)
    for number in range(100):
        events += line.push(SILENT_FRAME, len(payload) // 8 + 20 * (number + 1))
    assert_well_formed(events)
    ended = turns(events)
    assert all(turn.speech_ms >= (20_000 if turn.capped else 160) for turn in ended)
    energy = np.square(pcm[: len(pcm) // 160 * 160].astype(np.float64)).reshape(-1, 160).sum(axis=1)
    loud = [20 * number for number in np.flatnonzero(energy > np.percentile(energy, 99) / 10)]
    assert sum(covered(ended, at_ms) for at_ms in loud) > 0.97 * len(loud)
    assert math.isclose(sum(turn.speech_ms for turn in ended) / (len(pcm) / 8), 0.7, abs_tol=0.3)


@pytest.mark.parametrize(("amplitude", "dbfs"), [(8000, -12), (40, -58)])
def test_a_start_says_how_loud_it_is(amplitude: int, dbfs: int):
    loud = mulaw.encode(np.full(160, amplitude, np.int16))
    line = detector("#" * 20)
    (started,) = [
        event for at in range(20) for event in line.push(loud, at * 20) if isinstance(event, SpeechStarted)
    ]
    assert started.level_dbfs == pytest.approx(dbfs, abs=2)
