"""Matters with details: asked for, taken as they come, corrected, read back; who the caller is; what tools do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assist.asides import Aside, Said
from assist.intents import IntentPrediction, Request
from assist.tools.calling import ToolResult
from assist.verification import AskField, AskPin, Failed, Verified, VerifiedIdentity
from config.centre import (
    Centre,
    Confirmation,
    Detail,
    DetailKind,
    Method,
    Risk,
    Tier,
    Tool,
    ValueKind,
    VerificationMethod,
)
from tests.voice.bot.test_conversation import MOBILE, OPEN_HOURS, fact, facts, prompts, said
from transcripts.events import (
    AnswerFound,
    CallerAskedToWait,
    DetailCaptured,
    DetailsConfirmed,
    EscalationDecided,
    EscalationReason,
    IdentityChecked,
    ToolAnswered,
    ToolCalled,
)
from voice.bot.conversation import Conversation
from voice.bot.moves import Expects, Say, Source, SpeakSlowly, UseTool, Verify
from voice.bot.talk import Stage
from voice.bot.understanding import Understanding

DAY = Detail("day", "the day", DetailKind.DATE, "Which day suits you?")
WINDOW = Detail("window", "the time", DetailKind.TIME_WINDOW, "In the morning, or in the afternoon?")
NAME = Detail("name", "your name", DetailKind.NAME, "What is your name?")
PIN = Detail("pin", "your PIN", DetailKind.DIGITS, "Please key in your PIN.", secret=True)
PROMISE = Detail("amount", "the amount", DetailKind.AMOUNT, "How much will you pay?")

BOOK = Tool(
    name="book_engineer",
    title="book a visit",
    arguments={"day": DetailKind.DATE, "window": DetailKind.TIME_WINDOW},
    results={"day": ValueKind.DATE},
    says={"booked": "A technician comes on {day}."},
    python="tools.py:book",
    risk=Risk.CHANGE,
)
LOOK_UP = Tool(
    name="outage",
    title="look for outages",
    arguments={},
    results={},
    says={"none": "There is no outage."},
    python="tools.py:outage",
    level=0,
)


@pytest.fixture
def able(centre: Centre) -> Centre:
    """The sample centre with matters of this file's own, so that a change of the sample changes nothing here."""

    def made(intent):
        match intent.name:
            case "engineer_visit":
                explicit = Confirmation.EXPLICIT
                return replace(
                    intent, tool="book_engineer", details=(DAY, WINDOW), confirmation=explicit, tier=Tier.BOT
                )
            case "outage_area":
                return replace(intent, tool="outage", details=(), tier=Tier.BOT)
            case "late_payment":
                return replace(
                    intent,
                    tool=None,
                    details=(PROMISE, DAY),
                    tier=Tier.ASSISTED,
                    confirmation=Confirmation.IMPLICIT,
                )
            case _:
                return replace(intent, tool=None, details=())

    return replace(
        centre,
        intents=tuple(map(made, centre.intents)),
        tools=(BOOK, LOOK_UP),
        verification=(VerificationMethod(Method.RECORD, 1, (NAME,)),),
        locales=(),
    )


@pytest.fixture
def conversation(able: Centre, understanding: Understanding) -> Conversation:
    return begun(able, understanding)


def begun(centre: Centre, understanding: Understanding, at: datetime = OPEN_HOURS) -> Conversation:
    conversation = Conversation(
        "call-1",
        centre,
        {centre.language: understanding},
        caller_number=MOBILE,
        confidence=0.7,
        wall_clock=lambda: at.astimezone(UTC),
    )
    conversation.answered()
    return conversation


def verified(level: int = 1) -> Verified:
    return Verified(VerifiedIdentity(customer_id="customer-1", level=level, method=Method.RECORD))


BOOKING = said("please send me a technician", "engineer_visit", 0.95)
YES = said("yes", affirmed=True)
NO = said("no", affirmed=False)


def known(conversation: Conversation) -> Conversation:
    """A booking whose caller is verified, at the question for the day."""
    conversation.turn(BOOKING, 1000)
    conversation.verified(verified(), 2000)
    return conversation


def booked(conversation: Conversation) -> list:
    return conversation.tool_answered(
        "book_engineer",
        "call-1-1-book_engineer",
        ToolResult("booked", {"day": "2026-11-24"}, took_ms=3.0),
        9000,
    )


def test_who_the_caller_is_comes_before_anything_about_an_account(conversation):
    moves = conversation.turn(BOOKING, 1000)
    assert prompts(moves) == ["verify_lead"]
    assert moves[-1] == Verify(1)
    moves = conversation.verified(AskField(NAME, "ask_name", 1), 2000)
    assert moves == [Say(NAME.ask, "ask_name", Expects.NAME)]
    moves = conversation.turn(said("Max Savage", alternatives=("Mac's Savage",)), 3000)
    assert moves == [Verify(1, "Max Savage", ("Mac's Savage",))]
    moves = conversation.verified(verified(), 4000)
    assert fact(moves, IdentityChecked).customer_id == "customer-1"
    assert prompts(moves) == ["verified", "ask_day"]


def test_a_second_attempt_is_said_to_be_one_and_no_more_than_that(conversation):
    conversation.turn(BOOKING, 1000)
    moves = conversation.verified(AskField(NAME, "ask_name", 2), 2000)
    assert prompts(moves) == ["verify_again", "ask_name"]


def test_who_cannot_be_verified_goes_to_a_person(conversation):
    conversation.turn(BOOKING, 1000)
    moves = conversation.verified(Failed("the details did not agree"), 2000)
    assert not fact(moves, IdentityChecked).verified
    assert fact(moves, IdentityChecked).customer_id == ""
    assert fact(moves, EscalationDecided).reason is EscalationReason.NOT_VERIFIED
    assert "verify_failed" in prompts(moves)


def test_a_pin_is_secret_while_it_is_keyed_in(conversation):
    conversation.turn(BOOKING, 1000)
    assert not conversation.keys_are_secret
    conversation.verified(AskPin(), 2000)
    assert conversation.keys_are_secret
    for key in "049":
        assert conversation.key(key, 3000) == [], "0 is a digit here"
    assert conversation.key("#", 3000) == [Verify(1, keys="049")]


def test_several_details_are_taken_from_one_turn(conversation):
    moves = known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    captured = {event.name: event.value for event in facts(moves) if isinstance(event, DetailCaptured)}
    assert captured == {"day": "2026-11-24", "window": captured["window"]}
    assert prompts(moves) == ["confirm_read_back"]


def test_what_the_request_itself_says_is_not_asked_for_again(conversation):
    conversation.turn(said("send a technician on Tuesday", "engineer_visit", 0.95), 1000)
    moves = conversation.verified(verified(), 2000)
    assert prompts(moves) == ["verified", "ask_window"]


def test_a_read_back_waits_for_a_yes_and_then_the_tool_is_used_once(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    moves = conversation.turn(replace(YES, utterance_id="caller-3"), 7000)
    assert fact(moves, DetailsConfirmed).confirmed
    assert fact(moves, ToolCalled).tool == "book_engineer"
    (use,) = [move for move in moves if isinstance(move, UseTool)]
    assert dict(use.arguments)["day"] == "2026-11-24"
    moves = booked(conversation)
    assert fact(moves, ToolAnswered).outcome == "booked"
    (told,) = [move for move in moves if isinstance(move, Say) and move.source is Source.TOOL]
    assert told.text.startswith("A technician comes on ")
    assert conversation.stage is Stage.SETTLED


def test_a_yes_to_a_read_back_that_was_cut_off_confirms_nothing(conversation):
    moves = known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    text = next(move.text for move in moves if isinstance(move, Say))
    conversation.heard("confirm_read_back", complete=False, heard=text[:20])
    moves = conversation.turn(YES, 7000)
    assert prompts(moves) == ["confirm_read_back"]
    assert not [move for move in moves if isinstance(move, UseTool)]
    conversation.heard("confirm_read_back", complete=True, heard=text)
    assert [move for move in conversation.turn(YES, 9000) if isinstance(move, UseTool)]


def test_one_detail_is_corrected_without_starting_over(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    moves = conversation.turn(said("no, on Wednesday", affirmed=False), 7000)
    corrected = fact(moves, DetailCaptured)
    assert (corrected.name, corrected.corrects, corrected.value) == ("day", "2026-11-24", "2026-11-25")
    assert not fact(moves, DetailsConfirmed).confirmed
    assert prompts(moves) == ["corrected", "confirm_read_back"]


def test_who_says_only_no_is_asked_what_is_wrong(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    assert prompts(conversation.turn(NO, 7000)) == ["confirm_what_wrong"]
    moves = conversation.turn(said("the day is wrong"), 9000)
    assert prompts(moves) == ["ask_day"]
    assert prompts(conversation.turn(said("Wednesday"), 11_000)) == ["confirm_read_back"]


def test_a_question_beside_the_matter_is_answered_and_the_matter_gone_on_with(conversation):
    known(conversation)
    aside = said("how do I find my wifi password", "wifi_password", 0.97)
    moves = conversation.turn(aside, 5000)
    assert fact(moves, AnswerFound).article_id == "wifi-password"
    assert prompts(moves)[-2:] == ["back_to", "ask_day"]
    assert prompts(conversation.turn(said("on Tuesday in the morning"), 9000)) == ["confirm_read_back"]


def test_a_new_wish_replaces_the_matter(conversation):
    known(conversation)
    moves = conversation.turn(said("is there an outage", "outage_area", 0.97), 5000)
    assert prompts(moves)[0] == "dropped"
    assert [move.tool for move in moves if isinstance(move, UseTool)] == ["outage"]


def test_a_change_of_mind_leaves_the_matter(conversation):
    known(conversation)
    moves = conversation.turn(said("never mind", aside=Said(Aside.NEVER_MIND, "never mind")), 5000)
    assert prompts(moves) == ["dropped", "anything_else"]
    assert booked(conversation)[0].event.said == "", "what comes late is written down and not said"


def test_a_moment_is_granted_for_a_minute_and_is_no_silence(conversation):
    known(conversation)
    moves = conversation.turn(said("hold on", aside=Said(Aside.WAIT, "hold on")), 5000)
    assert fact(moves, CallerAskedToWait)
    (waiting,) = [move for move in moves if isinstance(move, Say)]
    assert waiting.patience_s == 60
    assert waiting.expects is Expects.DATE, "the line goes on listening for what was asked"
    moves = conversation.silence(66_000)
    assert prompts(moves) == ["still_there", "ask_day"]
    assert prompts(conversation.silence(80_000))[0] == "no_input_1", "the ladder begins only now"


def test_slower_is_spoken_from_then_on(conversation):
    moves = conversation.turn(said("slow down", aside=Said(Aside.SLOWER, "slow down")), 5000)
    assert SpeakSlowly() in moves
    assert prompts(moves) == ["slower", "open_question"]


def test_a_machine_never_denies_that_it_is_one(conversation):
    moves = conversation.turn(said("are you human", aside=Said(Aside.MACHINE, "are you human")), 5000)
    assert prompts(moves) == ["disclosure", "open_question"]


def test_a_tool_that_takes_long_is_covered_by_words(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    conversation.turn(YES, 7000)
    assert prompts(conversation.still_working(beginning=True)) == ["tool_filler"]
    assert prompts(conversation.still_working(beginning=False)) == ["tool_still"]
    booked(conversation)
    assert conversation.still_working(beginning=False) == []


def test_a_tool_that_fails_leads_to_a_person_and_the_record_says_why(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    conversation.turn(YES, 7000)
    failed = ToolResult("", {}, failure="the endpoint did not answer within 8 s", took_ms=8000.0)
    moves = conversation.tool_answered("book_engineer", "call-1-1-book_engineer", failed, 16_000)
    decision = fact(moves, EscalationDecided)
    assert decision.reason is EscalationReason.TOOL_FAILED
    assert any("did not answer" in line for line in decision.known)
    assert "tool_failed" in prompts(moves)


def test_an_outcome_that_the_centre_has_no_words_for_is_a_failure(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    conversation.turn(YES, 7000)
    odd = ToolResult("refunded 1000 dollars", {}, took_ms=3.0)
    moves = conversation.tool_answered("book_engineer", "call-1-1-book_engineer", odd, 9000)
    assert not [move for move in moves if isinstance(move, Say) and move.source is Source.TOOL]
    assert fact(moves, EscalationDecided).reason is EscalationReason.TOOL_FAILED


def test_a_person_can_be_asked_for_while_a_tool_works_and_its_result_is_kept(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    conversation.turn(YES, 7000)
    moves = conversation.turn(said("agent", person_words="agent"), 8000)
    assert fact(moves, EscalationDecided).reason is EscalationReason.ASKED_FOR_HUMAN
    (late,) = booked(conversation)
    assert (late.event.outcome, late.event.said) == ("booked", "")


def test_yes_and_no_can_be_keyed(conversation):
    known(conversation).turn(said("on Tuesday in the afternoon"), 5000)
    assert [move for move in conversation.key("1", 7000) if isinstance(move, UseTool)]
    booked(conversation)
    assert prompts(conversation.key("1", 12_000)) == ["anything_else"]
    assert prompts(conversation.key("2", 15_000)) == ["goodbye"]


def test_a_date_can_be_keyed(conversation):
    known(conversation)
    moves = [move for key in "11242026" for move in conversation.key(key, 5000)]
    assert fact(moves, DetailCaptured).value == "2026-11-24"


def test_the_second_misunderstanding_names_the_keys(conversation):
    known(conversation)
    conversation.turn(said("blue"), 5000)
    assert "keys_number" in prompts(conversation.turn(said("blue"), 8000))


def test_a_matter_for_a_person_takes_the_details_first(conversation):
    moves = conversation.turn(said("I cannot pay on time", "late_payment", 0.9), 1000)
    assert prompts(moves) == ["ask_amount"]
    moves = conversation.turn(said("fifty dollars"), 3000)
    assert prompts(moves) == ["detail_heard", "ask_day"]
    moves = conversation.turn(said("on Tuesday"), 5000)
    decision = fact(moves, EscalationDecided)
    assert decision.reason is EscalationReason.POLICY_REQUIRES_HUMAN
    assert any("the amount" in line for line in decision.known)


def test_two_wishes_are_taken_one_after_the_other(conversation):
    slow = IntentPrediction("slow_connection", 0.93, ())
    password = IntentPrediction("wifi_password", 0.95, ())
    both = said(
        "my internet is slow and I forgot my wifi password",
        "slow_connection",
        0.93,
        requests=(Request(slow, "my internet is slow"), Request(password, "I forgot my wifi password")),
    )
    moves = conversation.turn(both, 1000)
    assert prompts(moves)[0] == "first_then"
    assert fact(moves, AnswerFound).article_id == "slow-connection"
    moves = conversation.turn(YES, 9000)
    assert prompts(moves)[0] == "next_matter"
    assert fact(moves, AnswerFound).article_id == "wifi-password"
    assert prompts(conversation.turn(YES, 18_000)) == ["anything_else"]


def test_start_over_means_that_nothing_is_left_of_the_matter(conversation):
    known(conversation)
    moves = conversation.turn(said("start over", aside=Said(Aside.START_OVER, "start over")), 5000)
    assert prompts(moves) == ["open_question"]
    assert conversation.stage is Stage.OPEN


ZIP = Detail("postcode", "your ZIP code", DetailKind.POSTCODE, "What is your ZIP code?")


def test_a_number_that_begins_with_0_is_keyed_in_as_it_is(conversation):
    conversation.turn(BOOKING, 1000)
    conversation.verified(AskField(ZIP, "ask_postcode", 1), 2000)
    for key in "0213":
        assert conversation.key(key, 3000) == []
    assert conversation.keying
    assert conversation.key("9", 3000) == [Verify(1, keys="02139")]


def test_a_0_alone_is_the_wish_for_a_person_after_a_pause(conversation):
    conversation.turn(BOOKING, 1000)
    conversation.verified(AskField(ZIP, "ask_postcode", 1), 2000)
    assert conversation.key("0", 3000) == []
    decision = fact(conversation.silence(8000), EscalationDecided)
    assert decision.reason is EscalationReason.ASKED_FOR_HUMAN


def test_a_pin_that_is_said_aloud_leads_to_the_keys_and_then_to_a_person(conversation):
    """Asked over and over for what they cannot do, callers hang up."""
    conversation.turn(BOOKING, 1000)
    conversation.verified(AskPin(), 2000)
    spoken = [conversation.turn(said("four eight two one"), 3000 + n) for n in range(3)]
    assert "keys_number" in prompts(spoken[1])
    assert fact(spoken[2], EscalationDecided).reason is EscalationReason.NO_MATCH
