"""What the caller has heard, by example; `test_ledger_model` holds it against a model of the player."""

import pytest

from voice.twilio.ledger import Heard, MarkVerdict, PlaybackLedger

SECOND = 8000
FRAME = 160


def spoken(ledger, utterance="u1", clauses=((SECOND, 10), (SECOND, 20)), at=0.0):
    """Sends an utterance, a mark after each clause. Returns its generation and the marks' names."""
    generation = ledger.begin(utterance, at)
    names = []
    for size, text_end in clauses:
        ledger.sent(generation, size, text_end, at)
        names.append(ledger.mark_name(generation, at))
    return generation, names


# Marks.


def test_marks_are_named_for_their_generation_and_counted():
    ledger = PlaybackLedger()
    assert spoken(ledger, "u1") == (1, ["g1.1", "g1.2"])
    assert spoken(ledger, "u2") == (2, ["g2.1", "g2.2"])


def test_an_utterance_is_heard_to_the_end_when_its_last_mark_returns():
    ledger = PlaybackLedger()
    _, (first, last) = spoken(ledger)
    assert ledger.mark_returned(first, 1.1) is MarkVerdict.PLAYED
    assert not ledger.heard("u1", 1.1).finished
    assert ledger.playing(2.05)
    assert ledger.mark_returned(last, 2.1) is MarkVerdict.PLAYED
    assert ledger.heard("u1", 2.1) == Heard(ms=2000, text_end=20, confirmed=True, finished=True)
    assert not ledger.playing(2.1)
    assert ledger.next_deadline(2.1) is None


def test_what_was_heard_is_the_last_mark_and_the_time_since():
    ledger = PlaybackLedger()
    _, (first, _) = spoken(ledger)
    ledger.mark_returned(first, 1.2)
    heard = ledger.heard("u1", 1.7)
    assert heard == Heard(ms=1500, text_end=15, confirmed=True, finished=False)


def test_audio_before_a_mark_that_is_not_back_is_not_taken_for_more_than_that():
    ledger = PlaybackLedger()
    spoken(ledger)
    assert ledger.heard("u1", 1.4).ms == 1000
    assert ledger.heard("u1", 1.4).text_end == 10


def test_the_delay_of_one_utterance_is_known_for_the_next():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(SECOND, 10)])
    ledger.mark_returned(names[0], 1.3)
    spoken(ledger, "u2", clauses=[(SECOND, 10)], at=10.0)
    assert ledger.heard("u2", 10.8).ms == 500


def test_a_lost_mark_is_made_good_by_the_next_one():
    ledger = PlaybackLedger()
    _, (first, last) = spoken(ledger)
    assert ledger.mark_returned(last, 2.1) is MarkVerdict.PLAYED
    assert ledger.heard("u1", 2.1).confirmed
    assert ledger.mark_returned(first, 2.2) is MarkVerdict.DUPLICATE


def test_a_mark_of_the_next_utterance_says_that_the_one_before_was_heard_out():
    ledger = PlaybackLedger()
    spoken(ledger, "u1", clauses=[(SECOND, 10)])
    _, names = spoken(ledger, "u2", clauses=[(SECOND, 10)])
    ledger.mark_returned(names[0], 2.1)
    assert ledger.heard("u1", 2.1) == Heard(1000, 10, confirmed=True, finished=True)


@pytest.mark.parametrize(
    "name", ["", "g1.3", "g2.1", "g0.1", "g1.01", "g1.1 ", "elsewhere", "g1." + "1" * 100]
)
def test_vellum_38321_only_marks_that_were_queued_are_accepted(name):
    ledger = PlaybackLedger()
    spoken(ledger)
    before = ledger.heard("u1", 0.5)
    assert ledger.mark_returned(name, 0.5) is MarkVerdict.UNKNOWN
    assert ledger.heard("u1", 0.5) == before
    assert ledger.verdicts == {MarkVerdict.UNKNOWN: 1}


def test_a_mark_that_returns_twice_counts_once():
    ledger = PlaybackLedger()
    _, (first, _) = spoken(ledger)
    ledger.mark_returned(first, 1.1)
    before = ledger.heard("u1", 1.5)
    assert ledger.mark_returned(first, 1.5) is MarkVerdict.DUPLICATE
    assert ledger.heard("u1", 1.5) == before
    assert ledger.verdicts == {MarkVerdict.PLAYED: 1, MarkVerdict.DUPLICATE: 1}


# Clears.


def test_a_mark_that_returns_after_clear_was_not_heard():
    ledger = PlaybackLedger()
    _, (first, last) = spoken(ledger)
    ledger.mark_returned(first, 1.1)
    ledger.cleared(1.3)
    heard = ledger.heard("u1", 1.3)
    assert heard == Heard(ms=1200, text_end=12, confirmed=True, finished=True)
    assert ledger.mark_returned(last, 1.4) is MarkVerdict.CLEARED
    assert ledger.heard("u1", 9.0) == heard
    assert ledger.mark_returned(last, 1.5) is MarkVerdict.DUPLICATE


def test_vocode_586_marks_flushed_by_clear_are_not_heard():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(SECOND, 10 * clause) for clause in range(1, 6)])
    ledger.cleared(0.5)
    assert [ledger.mark_returned(name, 0.6) for name in names] == [MarkVerdict.CLEARED] * 5
    assert ledger.heard("u1", 0.6) == Heard(ms=500, text_end=5, confirmed=False, finished=True)


def test_openai_agents_python_twilio_handler_bytes_are_not_played_because_a_mark_came_back():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(5 * SECOND, 50)])
    ledger.cleared(1.0)
    ledger.mark_returned(names[0], 1.1)
    spoken(ledger, "u2", at=2.0)
    assert ledger.heard("u1", 20.0).ms == 1000


def test_vellum_38316_a_drain_does_not_end_as_heard_because_of_a_clear():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(4 * SECOND, 40)])
    ledger.cleared(1.0)
    ledger.mark_returned(names[0], 1.05)
    heard = ledger.heard("u1", 1.05)
    assert heard.finished
    assert (heard.ms, heard.text_end) == (1000, 10)


def test_twilio_agent_connect_118_what_was_queued_is_not_what_was_played():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    ledger.sent(generation, 10 * SECOND, 100, 0.0)
    ledger.cleared(0.5)
    assert ledger.heard("u1", 0.5).ms == 500


def test_openai_agents_js_1173_a_clear_is_due_although_everything_was_sent_long_ago():
    ledger = PlaybackLedger()
    spoken(ledger, clauses=[(10 * SECOND, 100)], at=0.0)
    assert ledger.playing(9.9)
    assert ledger.playing(10.1)
    ledger.cleared(10.1)
    assert not ledger.playing(10.1)


def test_cloudflare_agents_2261_a_clear_on_interruption_leaves_nothing_queued():
    ledger = PlaybackLedger()
    spoken(ledger)
    assert ledger.queued_ms(0.5) == 1500
    ledger.cleared(0.5)
    assert ledger.queued_ms(0.5) == 0
    assert ledger.next_deadline(0.5) is None


def test_twilio_samples_python_20_a_stale_mark_does_not_stand_for_a_newer_one():
    ledger = PlaybackLedger()
    _, old = spoken(ledger, "u1")
    ledger.cleared(0.2)
    _, new = spoken(ledger, "u2", at=0.5)
    for name in old:
        ledger.mark_returned(name, 0.6)
    assert ledger.heard("u2", 0.6).ms == 100
    assert not ledger.heard("u2", 0.6).confirmed
    assert ledger.mark_returned(new[0], 1.6) is MarkVerdict.PLAYED


def test_bolna_984_more_marks_than_any_ring_holds_lose_nothing_that_was_not_heard():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(FRAME, clause + 1) for clause in range(2000)])
    assert ledger.mark_returned(names[0], 0.1) is MarkVerdict.PLAYED
    ledger.cleared(0.1)
    verdicts = {ledger.mark_returned(name, 0.2) for name in names[1:]}
    assert MarkVerdict.PLAYED not in verdicts
    assert ledger.heard("u1", 50.0).text_end <= 5


def test_pipecat_5426_the_record_holds_the_part_that_was_heard():
    text = "Your router is fine. Please wait ten minutes. Then try again."
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    for clause_end in (20, 45, len(text)):
        ledger.sent(generation, SECOND, clause_end, 0.0)
        ledger.mark_name(generation, 0.0)
    ledger.mark_returned("g1.1", 1.1)
    ledger.cleared(1.3)
    assert text[: ledger.heard("u1", 2.0).text_end] == "Your router is fine. Plea"


@pytest.mark.parametrize(
    "act", [lambda ledger: ledger.sent(1, FRAME, 1, 1.0), lambda ledger: ledger.mark_name(1, 1.0)]
)
def test_late_audio_of_a_generation_that_was_cleared_is_refused(act):
    ledger = PlaybackLedger()
    spoken(ledger)
    assert ledger.can_send(1)
    ledger.cleared(0.5)
    assert not ledger.can_send(1)
    with pytest.raises(ValueError, match="generation 1 was cleared"):
        act(ledger)


def test_a_new_utterance_closes_the_one_before_which_plays_on():
    ledger = PlaybackLedger()
    spoken(ledger, "u1", clauses=[(SECOND, 10)])
    spoken(ledger, "u2", clauses=[(SECOND, 10)])
    assert not ledger.can_send(1)
    assert ledger.heard("u1", 0.5).ms == 500
    assert ledger.heard("u2", 0.5).ms == 0
    ledger.cleared(0.5)
    assert (ledger.heard("u1", 1.0).ms, ledger.heard("u2", 1.0).ms) == (500, 0)
    assert ledger.heard("u2", 1.0).finished


# Peers that return no marks, or return them too early.


def test_where_no_marks_return_the_byte_clock_stands_in_and_nothing_hangs():
    ledger = PlaybackLedger()
    spoken(ledger, clauses=[(SECOND, 10)])
    assert ledger.playing(2.4)
    assert ledger.next_deadline(0.0) == pytest.approx(2.5)
    assert ledger.heard("u1", 2.5) == Heard(1000, 10, confirmed=False, finished=True)
    assert not ledger.playing(2.5)


def test_a_peer_that_never_returned_a_mark_is_not_waited_for_again():
    ledger = PlaybackLedger()
    spoken(ledger, "u1", clauses=[(SECOND, 10)])
    spoken(ledger, "u2", clauses=[(SECOND, 10)], at=10.0)
    assert ledger.next_deadline(10.0) == pytest.approx(11.25)
    assert ledger.heard("u2", 11.25) == Heard(1000, 10, confirmed=False, finished=True)


def test_one_late_mark_restores_the_trust_in_marks():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, "u1", clauses=[(SECOND, 10)])
    spoken(ledger, "u2", clauses=[(SECOND, 10)], at=10.0)
    assert ledger.mark_returned(names[0], 10.1) is MarkVerdict.PLAYED
    assert ledger.next_deadline(10.1) == pytest.approx(12.5)


def test_jambonz_811_marks_that_are_echoed_at_once_are_not_believed():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    ledger.sent(generation, 5 * SECOND, 50, 0.0)
    name = ledger.mark_name(generation, 0.0)
    assert ledger.mark_returned(name, 0.05) is MarkVerdict.EARLY
    assert ledger.heard("u1", 1.0) == Heard(1000, 10, confirmed=False, finished=False)
    assert ledger.playing(4.9)
    assert ledger.next_deadline(1.0) == pytest.approx(5.25)
    assert ledger.heard("u1", 5.25) == Heard(5000, 50, confirmed=False, finished=True)


def test_a_mark_that_returns_a_little_early_makes_nothing_heard_that_cannot_have_been():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(SECOND, 100)])
    assert ledger.mark_returned(names[0], 0.95) is MarkVerdict.PLAYED
    assert ledger.heard("u1", 0.95) == Heard(950, 95, confirmed=True, finished=False)
    assert ledger.next_deadline(0.95) == 1.0
    assert ledger.heard("u1", 1.0).finished


def test_audio_without_a_mark_is_over_by_the_byte_clock():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    ledger.sent(generation, SECOND, 10, 0.0)
    assert ledger.playing(1.2)
    assert ledger.heard("u1", 1.25) == Heard(1000, 10, confirmed=False, finished=True)


# Time and text.


def test_pipecat_2741_the_line_is_not_idle_while_audio_that_was_sent_at_once_still_plays():
    ledger = PlaybackLedger()
    spoken(ledger, clauses=[(30 * SECOND, 300)])
    assert ledger.playing(29.9)
    assert ledger.next_deadline(0.0) > 30


def test_agent_call_9_a_goodbye_is_not_finished_when_it_was_sent():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, clauses=[(2 * SECOND, 20)])
    assert not ledger.heard("u1", 0.0).finished
    assert not ledger.heard("u1", 1.9).finished
    ledger.mark_returned(names[0], 2.1)
    assert ledger.heard("u1", 2.1).finished


def test_the_queue_is_what_lies_ahead_of_the_listener():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    assert ledger.queued_ms(0.0) == 0
    for _ in range(15):
        ledger.sent(generation, FRAME, None, 0.0)
    assert ledger.queued_ms(0.0) == 300
    assert ledger.queued_ms(0.1) == 200
    assert ledger.queued_ms(5.0) == 0


def test_a_line_that_ran_dry_goes_on_from_the_moment_of_sending():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    ledger.sent(generation, SECOND, 10, 0.0)
    ledger.sent(generation, SECOND, 20, 5.0)
    assert ledger.heard("u1", 4.0).ms == 1000
    assert ledger.heard("u1", 5.5).ms == 1500
    assert ledger.queued_ms(5.5) == 500


def test_what_is_still_on_its_way_to_the_caller_is_remembered_when_the_next_utterance_begins():
    ledger = PlaybackLedger()
    _, names = spoken(ledger, "u1", clauses=[(SECOND, 10)])
    ledger.mark_returned(names[0], 2.0)
    generation = ledger.begin("u2", 10.0)
    ledger.sent(generation, SECOND, 10, 10.0)
    ledger.sent(generation, SECOND, 20, 11.1)
    ledger.begin("u3", 11.2)
    assert ledger.heard("u2", 11.5).ms == 500


def test_audio_within_a_clause_carries_no_text_until_the_clause_is_sent():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    ledger.sent(generation, SECOND // 2, None, 0.0)
    assert ledger.heard("u1", 0.25).text_end == 0
    ledger.sent(generation, SECOND // 2, 40, 0.1)
    assert ledger.heard("u1", 0.25).text_end == 10


def test_a_clause_sent_in_pieces_with_the_same_text_is_one_stretch():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    for _ in range(50):
        ledger.sent(generation, FRAME, 50, 0.0)
    assert ledger.heard("u1", 0.5).text_end == 25


def test_an_utterance_of_which_nothing_was_sent_was_not_heard_and_does_not_play():
    ledger = PlaybackLedger()
    ledger.begin("u1", 0.0)
    assert ledger.heard("u1", 9.0) == Heard(0, 0, confirmed=False, finished=False)
    assert not ledger.playing(9.0)
    assert ledger.next_deadline(0.0) is None
    ledger.cleared(9.0)
    assert ledger.heard("u1", 9.0) == Heard(0, 0, confirmed=False, finished=True)


def test_an_utterance_without_audio_is_finished_soon_after_its_mark_was_sent():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    name = ledger.mark_name(generation, 0.0)
    ledger.mark_returned(name, 0.1)
    deadline = ledger.next_deadline(0.1)
    assert deadline == pytest.approx(0.25)
    assert ledger.heard("u1", deadline) == Heard(0, 0, confirmed=False, finished=True)


def test_what_makes_no_sense_is_refused():
    ledger = PlaybackLedger()
    generation = ledger.begin("u1", 0.0)
    with pytest.raises(ValueError, match="begun before"):
        ledger.begin("u1", 1.0)
    with pytest.raises(ValueError, match="no audio"):
        ledger.sent(generation, 0, 1, 0.0)
    ledger.sent(generation, FRAME, 10, 0.0)
    with pytest.raises(ValueError, match="went back"):
        ledger.sent(generation, FRAME, 9, 0.0)
    with pytest.raises(ValueError, match="generation 7"):
        ledger.mark_name(7, 0.0)
    with pytest.raises(KeyError):
        ledger.heard("u2", 0.0)
    assert ledger.queued_ms(0.0) == 20
