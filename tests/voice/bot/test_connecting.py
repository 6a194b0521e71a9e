"""A caller who waits for a person may choose something else; one who leaves a message is not answered."""

import pytest

from assist.asides import Aside, Said
from assist.wait_wishes import WaitWish
from tests.voice.bot.driver import WEDNESDAY
from tests.voice.bot.test_conversation import prompts, said
from voice.bot.conversation import Conversation
from voice.bot.moves import Connect, HangUp, MessageOver, Say, StopConnecting, WaitOtherwise
from voice.bot.talk import Stage
from voice.voicemail import tone


@pytest.fixture
def waiting(centre, understanding):
    conversation = Conversation(
        "call-1",
        centre,
        {centre.language: understanding},
        caller_number="+15035550142",
        confidence=0.7,
        wall_clock=lambda: WEDNESDAY,
        reachable=lambda _queue, _language: True,
    )
    conversation.answered(0)
    conversation.heard("greeting", complete=True)
    moves = conversation.turn(said("agent", person_words="agent"), 4000)
    assert any(isinstance(move, Connect) for move in moves)
    conversation.in_queue(True)
    return conversation


@pytest.mark.parametrize(
    ("words", "key", "wish"),
    [("call me back please", "3", WaitWish.CALL_BACK), ("leave a message", "4", WaitWish.VOICEMAIL)],
)
def test_who_waits_chooses_by_saying_so_or_by_key(words, key, wish, waiting):
    assert waiting.turn(said(words), 5000) == [WaitOtherwise(wish)]
    assert waiting.key(key, 5000) == [WaitOtherwise(wish)]


def test_1_and_2_are_answers_to_what_is_read_back_and_choose_nothing(waiting):
    waiting.passing_on("the internet is slow")
    assert waiting.key("1", 5000) == []
    assert waiting.key("2", 5000) == []


def test_while_an_agent_is_rung_there_is_nothing_to_choose(waiting):
    waiting.in_queue(False)
    assert waiting.key("3", 5000) == []
    assert prompts(waiting.turn(said("call me back please"), 5000)) == ["transfer_noted"]


def test_who_does_not_want_to_wait_any_more_is_with_the_bot(waiting):
    (stop,) = waiting.turn(said("never mind", aside=Said(Aside.NEVER_MIND, "never mind")), 5000)
    assert isinstance(stop, StopConnecting)


def test_who_waits_may_be_silent(waiting):
    assert waiting.silence(60_000) == []


def test_a_message_is_asked_for_with_a_tone(waiting):
    ask, beep = waiting.message("care", tone())
    assert ask.prompt == "voicemail_ask"
    assert isinstance(beep, Say)
    assert beep.sound == tone()
    assert waiting.stage is Stage.VOICEMAIL


def test_nothing_that_is_said_in_a_message_is_answered(waiting):
    waiting.message("care", tone())
    for text in ("hello why is my bill higher", "can you say that again", "agent", "call me back"):
        moves = waiting.turn(said(text, repeat="again" in text), 9000)
        assert not [move for move in moves if isinstance(move, (Say, HangUp, Connect, WaitOtherwise))]
    assert waiting.silence(20_000) == []


@pytest.mark.parametrize("key", "0123456789*#")
def test_any_key_ends_a_message_and_is_masked(key, waiting):
    waiting.message("care", tone())
    assert waiting.keys_are_secret
    assert waiting.key(key, 9000) == [MessageOver()]


def test_who_has_left_a_message_is_thanked_and_the_call_ends(waiting):
    waiting.message("care", tone())
    moves = waiting.message_left("care")
    assert prompts(moves) == ["voicemail_thanks"]
    assert isinstance(moves[-1], HangUp)


def test_who_has_left_none_is_told_and_rung_back(waiting):
    waiting.message("care", tone())
    moves = waiting.no_message("care")
    assert prompts(moves)[0] == "voicemail_nothing"
    assert waiting.stage is Stage.CALLBACK
