"""What is said on a call that we make, and who is connected."""

import pytest

from config.centre import Centre
from tests.voice.bot.driver import WEDNESDAY
from tests.voice.bot.test_conversation import prompts, said
from voice.bot.conversation import Conversation
from voice.bot.moves import CalledBack, Connect, HangUp, Move, RungBack, SpeakLanguage
from voice.bot.ringing_back import ASKED, RungFor
from voice.bot.talk import Stage
from voice.bot.understanding import Understanding
from voice.turns.heard import FarEndKind, Heard


def rung(centre: Centre, understanding: Understanding, language: str = "en-US") -> Conversation:
    return Conversation(
        "call-2",
        centre,
        {each.language: understanding for each in (centre, *centre.locales)},
        caller_number="+15035550142",
        confidence=0.7,
        wall_clock=lambda: WEDNESDAY,
        reachable=lambda _queue, _language: True,
        rung_back=RungFor("billing", "call-1", language),
    )


@pytest.fixture
def conversation(centre: Centre, understanding: Understanding) -> Conversation:
    conversation = rung(centre, understanding)
    conversation.answered(0)
    conversation.heard("callback_hello", complete=True, heard="Hello")
    conversation.heard("callback_suits", complete=True, heard="I can connect you")
    return conversation


def outcome(moves: list[Move]) -> CalledBack | None:
    found = [move.outcome for move in moves if isinstance(move, RungBack)]
    return found[0] if found else None


def connects(moves: list[Move]) -> list[Connect]:
    return [move for move in moves if isinstance(move, Connect)]


YES = said("yes that is fine", affirmed=True)
NO = said("no not now", affirmed=False)


def test_it_says_who_rings_that_it_is_a_machine_and_why_and_asks_whether_it_suits(centre, understanding):
    moves = rung(centre, understanding).answered(0)
    assert prompts(moves) == ["callback_hello", "callback_suits"]
    spoken = moves[1].text
    assert "automated" in spoken
    assert centre.name in spoken


def test_it_speaks_the_callers_language_from_the_first_word(centre, understanding):
    moves = rung(centre, understanding, "es-US").answered(0)
    assert moves[0] == SpeakLanguage("es-US")
    assert "asistente automático" in moves[1].text


def test_who_says_that_it_suits_them_is_connected_with_the_queue_that_was_promised(conversation):
    moves = conversation.turn(YES, 4000)
    assert outcome(moves) is CalledBack.REACHED
    assert [(one.queue, one.reason) for one in connects(moves)] == [("billing", "call-back")]
    assert conversation.stage is Stage.CONNECTING


@pytest.mark.parametrize("key", ["1", "0"])
def test_a_key_says_it_too(key, conversation):
    assert connects(conversation.key(key, 4000))


def test_a_yes_with_which_the_telephone_is_picked_up_agrees_to_nothing(centre, understanding):
    conversation = rung(centre, understanding)
    conversation.answered(0)
    conversation.heard("callback_hello", complete=False, heard="Hello, this")
    moves = conversation.turn(YES, 700)
    assert not connects(moves)
    assert prompts(moves) == ["callback_hello", "callback_suits"]


@pytest.mark.parametrize("answer", [NO, "2"])
def test_whom_it_does_not_suit_is_rung_again_later_and_told_so(answer, conversation):
    moves = conversation.key(answer, 4000) if isinstance(answer, str) else conversation.turn(answer, 4000)
    assert outcome(moves) is CalledBack.REFUSED
    assert prompts(moves) == ["callback_not_now"]
    assert isinstance(moves[-1], HangUp)


def test_hello_is_answered_with_who_rings(conversation):
    moves = conversation.turn(said("hello who is this"), 4000)
    assert prompts(moves) == ["callback_hello", "callback_suits"]


def test_whoever_never_says_that_it_suits_them_is_connected_with_nobody(conversation):
    for _ in range(ASKED - 1):
        assert outcome(conversation.silence(9000)) is None
    moves = conversation.silence(9000)
    assert outcome(moves) is CalledBack.MACHINE
    assert isinstance(moves[-1], HangUp)


def test_a_machine_is_hung_up_on_without_a_word(conversation):
    moves = conversation.far_end(Heard(FarEndKind.MACHINE, 4000, 0.9, "a greeting of 5 s"))
    assert outcome(moves) is CalledBack.MACHINE
    assert prompts(moves) == []
    assert isinstance(moves[-1], HangUp)


def test_what_sounds_like_a_machine_later_is_no_reason_to_hang_up(conversation):
    conversation.turn(YES, 4000)
    assert conversation.far_end(Heard(FarEndKind.MACHINE, 9000, 0.9, "a long sentence")) == []


def test_callers_who_rang_us_are_not_judged(centre, understanding):
    conversation = Conversation(
        "call-1",
        centre,
        {centre.language: understanding},
        caller_number="",
        confidence=0.7,
        wall_clock=lambda: WEDNESDAY,
    )
    assert conversation.far_end(Heard(FarEndKind.MACHINE, 4000, 0.9, "a long sentence")) == []
