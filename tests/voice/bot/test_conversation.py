"""The conversation as callers meet it: prompts, ladders, doubts, and a person on request."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assist.intents import IntentPrediction
from assist.telephone_numbers import spoken_number
from config.centre import Centre
from transcripts.events import (
    AnswerFound,
    AnyEvent,
    CallbackAgreed,
    CallerSilent,
    EndReason,
    EscalationDecided,
    EscalationReason,
    IntentRecognised,
    NotUnderstood,
    ResolutionConfirmed,
)
from voice.bot.conversation import Conversation
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.understanding import Understanding, Understood

OPEN_HOURS = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
"""A Wednesday, eleven in New York."""
NIGHT = datetime(2026, 11, 18, 7, 0, tzinfo=UTC)
MOBILE = "+14155552671"


def started(
    centre: Centre, understanding: Understanding, *, caller: str = MOBILE, at: datetime = OPEN_HOURS
) -> Conversation:
    return Conversation(
        "call-1",
        centre,
        {centre.language: understanding},
        caller_number=caller,
        confidence=0.7,
        wall_clock=lambda: at,
    )


def said(text: str, intent: str | None = None, confidence: float = 0.0, **more: object) -> Understood:
    nothing = Understood(
        utterance_id="caller-1",
        text=text,
        prediction=IntentPrediction(intent=intent, confidence=confidence, alternatives=()),
        passages=(),
        person_words=None,
        affirmed=None,
        goodbye=False,
        repeat=False,
        number=None,
    )
    return replace(nothing, **more)


def facts(moves: list[Move]) -> list[AnyEvent]:
    return [move.event for move in moves if isinstance(move, Note)]


def prompts(moves: list[Move]) -> list[str]:
    return [move.prompt for move in moves if isinstance(move, Say)]


def fact(moves: list[Move], kind: type) -> AnyEvent:
    return next(event for event in facts(moves) if isinstance(event, kind))


YES = said("yes", affirmed=True)
NO = said("no", affirmed=False)
ANY_TIME = said("as soon as possible")
SLOW = said("my internet is very slow", "slow_connection", 0.93)


def test_the_greeting_says_that_it_is_a_machine_and_that_the_call_is_recorded(centre, understanding):
    moves = started(centre, understanding).answered()
    greeting = next(move for move in moves if isinstance(move, Say))
    assert "automated" in greeting.text
    assert "record" in greeting.text
    assert centre.name in greeting.text
    assert moves[-1].expects is Expects.OPEN


def test_a_clear_request_is_answered_from_the_knowledge_base_with_its_title(centre, understanding):
    conversation = started(centre, understanding)
    moves = conversation.turn(SLOW, 5000)
    assert fact(moves, IntentRecognised).intent == "slow_connection"
    answer = fact(moves, AnswerFound)
    spoken = [move.text for move in moves if isinstance(move, Say)]
    assert answer.title[1:] in spoken[0]
    assert spoken[1] == answer.text
    assert prompts(moves)[-1] == "settled_question"


def test_settled_then_nothing_else_then_goodbye(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(SLOW, 5000)
    moves = conversation.turn(YES, 20_000)
    assert fact(moves, ResolutionConfirmed).settled
    assert prompts(moves) == ["anything_else"]
    moves = conversation.turn(NO, 25_000)
    assert prompts(moves) == ["goodbye"]
    assert moves[-1] == HangUp(EndReason.BOT_SAID_GOODBYE, "The caller wanted nothing else.")


def test_an_answer_that_did_not_settle_it_goes_to_a_person(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(SLOW, 5000)
    moves = conversation.turn(NO, 20_000)
    assert not fact(moves, ResolutionConfirmed).settled
    assert fact(moves, EscalationDecided).reason is EscalationReason.KNOWLEDGE_GAP


@pytest.mark.parametrize(
    "before",
    [[], [SLOW], [SLOW, YES], [said("hm", "bill_high", 0.4)], [said("", None)]],
    ids=["first", "after an answer", "anything else", "clarifying", "not understood"],
)
def test_a_person_on_request_at_every_prompt(before, centre, understanding):
    conversation = started(centre, understanding)
    for turn in before:
        conversation.turn(turn, 5000)
    moves = conversation.turn(said("agent", person_words="agent"), 9000)
    decision = fact(moves, EscalationDecided)
    assert decision.reason is EscalationReason.ASKED_FOR_HUMAN
    assert "agent" in decision.rule
    assert "person_offer" in prompts(moves)


def test_zero_is_a_person_too(centre, understanding):
    moves = started(centre, understanding).key("0", 3000)
    assert fact(moves, EscalationDecided).reason is EscalationReason.ASKED_FOR_HUMAN


def test_a_key_that_means_nothing_yet_brings_the_menu(centre, understanding):
    """Whoever presses keys at an open question is not left in silence."""
    conversation = started(centre, understanding)
    moves = conversation.key("7", 3000)
    assert prompts(moves) == ["menu_item"] * 4 + ["open_question"]
    chosen = conversation.key("1", 6000)
    assert "answer_lead" in prompts(chosen)


def test_silence_after_the_last_question_is_a_goodbye(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(said("slow", intent="slow_connection", confidence=0.95), 9000)
    conversation.turn(said("yes", affirmed=True), 12000)
    assert "anything_else" in prompts(conversation.silence(20000))
    moves = conversation.silence(30000)
    assert prompts(moves) == ["goodbye"]


def test_when_the_queue_is_closed_the_caller_is_told_so(centre, understanding):
    conversation = started(centre, understanding, at=NIGHT)
    moves = conversation.turn(said("agent", person_words="agent"), 9000)
    assert "person_closed" in prompts(moves)
    assert "closed" in fact(moves, EscalationDecided).chosen


def test_below_the_threshold_it_asks_once_and_then_hands_over(centre, understanding):
    conversation = started(centre, understanding)
    doubtful = said("something with my bill", "bill_high", 0.5)
    assert prompts(conversation.turn(doubtful, 4000)) == ["intent_clarify"]
    moves = conversation.turn(doubtful, 8000)
    decision = fact(moves, EscalationDecided)
    assert decision.reason is EscalationReason.LOW_CONFIDENCE
    assert "0.50" in decision.rule


def test_a_guess_that_is_confirmed_is_answered(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(said("something with my bill", "bill_high", 0.5), 4000)
    assert fact(conversation.turn(YES, 8000), AnswerFound)


def test_a_guess_that_is_denied_leads_back_to_the_open_question(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(said("something with my bill", "bill_high", 0.5), 4000)
    assert prompts(conversation.turn(NO, 8000)) == ["open_question"]


def test_out_of_scope_twice_goes_to_a_person(centre, understanding):
    conversation = started(centre, understanding)
    first = conversation.turn(said("sing me a song"), 4000)
    assert prompts(first) == ["out_of_scope"]
    assert fact(first, NotUnderstood).count == 1
    second = conversation.turn(said("sing me a song"), 8000)
    assert fact(second, EscalationDecided).reason is EscalationReason.OUT_OF_SCOPE


def test_policy_gives_a_complaint_to_a_person_at_once(centre, understanding):
    moves = started(centre, understanding).turn(said("I want to complain", "complaint", 0.95), 4000)
    assert fact(moves, EscalationDecided).reason is EscalationReason.POLICY_REQUIRES_HUMAN


def test_silence_has_a_ladder_of_three(centre, understanding):
    conversation = started(centre, understanding)
    rungs = [conversation.silence(at_ms) for at_ms in (8000, 16_000, 24_000)]
    assert [prompts(moves)[0] for moves in rungs] == ["no_input_1", "no_input_2", "no_input_3"]
    assert [fact(moves, CallerSilent).count for moves in rungs] == [1, 2, 3]
    assert rungs[2][-1].reason is EndReason.NO_INPUT


def test_speech_resets_the_ladder_of_silence(centre, understanding):
    conversation = started(centre, understanding)
    conversation.silence(8000)
    conversation.turn(said("hm"), 10_000)
    assert fact(conversation.silence(20_000), CallerSilent).count == 1


def test_not_understood_has_a_ladder_of_three_that_ends_with_a_person(centre, understanding):
    conversation = started(centre, understanding)
    rungs = [conversation.turn(said(""), at_ms) for at_ms in (4000, 8000, 12_000)]
    assert [prompts(moves)[0] for moves in rungs] == ["no_match_1", "no_match_2", "no_match_3"]
    assert fact(rungs[2], EscalationDecided).reason is EscalationReason.NO_MATCH


def test_a_call_back_to_the_number_they_ring_from(centre, understanding):
    conversation = started(centre, understanding)
    offer = conversation.turn(said("agent", person_words="agent"), 4000)
    assert prompts(offer)[-1] == "callback_number_known"
    asked = conversation.turn(replace(YES, utterance_id="caller-2"), 9000)
    assert prompts(asked) == ["callback_window_ask"]
    moves = conversation.turn(said("as soon as you can", utterance_id="caller-3"), 12_000)
    agreed = fact(moves, CallbackAgreed)
    assert agreed.number == MOBILE
    assert agreed.window == ""
    assert agreed.utterance_ids == ("caller-2", "caller-3")
    assert prompts(moves) == ["callback_agreed", "goodbye"]
    assert isinstance(moves[-1], HangUp)


def test_a_call_back_to_another_number_is_read_back_before_it_is_believed(centre, understanding):
    conversation = started(centre, understanding, caller="anonymous")
    offer = conversation.turn(said("agent", person_words="agent"), 4000)
    assert prompts(offer)[-1] == "callback_number_ask"
    assert offer[-1].expects is Expects.DIGITS
    number = spoken_number("four one five five five five two six seven one", centre.region)
    moves = conversation.turn(said("four one five …", number=number), 9000)
    assert prompts(moves) == ["callback_number_confirm"]
    assert not any(isinstance(event, CallbackAgreed) for event in facts(moves))
    conversation.turn(YES, 14_000)
    assert fact(conversation.turn(ANY_TIME, 16_000), CallbackAgreed).number == MOBILE


def test_a_number_by_keys(centre, understanding):
    conversation = started(centre, understanding, caller="anonymous")
    conversation.turn(said("agent", person_words="agent"), 4000)
    moves = [move for digit in "4155552671" for move in conversation.key(digit, 9000)]
    assert prompts(moves) == ["callback_number_confirm"]
    conversation.key("1", 14_000)
    assert fact(conversation.key("1", 16_000), CallbackAgreed).number == MOBILE


def test_zero_within_a_number_is_a_digit(centre, understanding):
    conversation = started(centre, understanding, caller="anonymous")
    conversation.turn(said("agent", person_words="agent"), 4000)
    assert conversation.key("0", 9000) == []


def test_keys_that_stop_short_are_asked_for_again(centre, understanding):
    conversation = started(centre, understanding, caller="anonymous")
    conversation.turn(said("agent", person_words="agent"), 4000)
    for digit in "415":
        conversation.key(digit, 9000)
    assert prompts(conversation.silence(16_000)) == ["callback_number_again"]


def test_without_a_number_after_three_attempts_the_caller_is_told_what_to_do(centre, understanding):
    conversation = started(centre, understanding, caller="anonymous")
    conversation.turn(said("agent", person_words="agent"), 4000)
    for at_ms in (8000, 12_000):
        assert prompts(conversation.turn(said("er"), at_ms)) == ["callback_number_again"]
    moves = conversation.turn(said("er"), 16_000)
    assert prompts(moves) == ["callback_none"]
    assert isinstance(moves[-1], HangUp)


def test_a_disclosure_that_was_cut_is_made_up_for(centre, understanding):
    conversation = started(centre, understanding)
    conversation.answered()
    conversation.heard("greeting", complete=False)
    assert prompts(conversation.turn(SLOW, 3000))[0] == "disclosure"
    conversation.heard("disclosure", complete=True)
    assert "disclosure" not in prompts(conversation.turn(YES, 9000))


def test_a_disclosure_that_was_heard_is_not_repeated(centre, understanding):
    conversation = started(centre, understanding)
    conversation.heard("greeting", complete=True)
    assert "disclosure" not in prompts(conversation.turn(SLOW, 9000))


def test_say_that_again(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(SLOW, 3000)
    moves = conversation.turn(said("what was that", repeat=True), 9000)
    assert prompts(moves) == ["repeat_lead", "answer_lead", "", "settled_question"]


def test_a_fault_is_admitted_once_and_then_a_person_takes_over(centre, understanding):
    conversation = started(centre, understanding)
    assert prompts(conversation.fault(3000))[0] == "fault"
    assert fact(conversation.fault(6000), EscalationDecided).reason is EscalationReason.SYSTEM_FAULT


def test_a_caller_who_speaks_over_the_goodbye_is_listened_to(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(SLOW, 3000)
    conversation.turn(YES, 9000)
    conversation.turn(NO, 12_000)
    assert fact(conversation.turn(said("wait, my bill is too high", "bill_high", 0.9), 14_000), AnswerFound)


def test_words_of_the_caller_are_never_a_template(centre, understanding):
    """Text of a caller or an article goes through no formatting, so braces in it are only braces."""
    conversation = started(centre, understanding)
    conversation.turn(said("{centre.__class__} {0}", person_words="{0}"), 4000)
