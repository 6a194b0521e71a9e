"""A person takes a call over from the bot, whatever it was doing."""

import pytest

from tests.voice.bot.test_conversation import SLOW, YES, fact, prompts, said, started
from transcripts.events import EscalationDecided, EscalationReason
from voice.bot.moves import Connect
from voice.bot.talk import Stage


@pytest.mark.parametrize(
    "before",
    [[], [SLOW], [SLOW, YES], [said("agent", person_words="agent")]],
    ids=["at the beginning", "after an answer", "at its end", "while a call-back is agreed"],
)
def test_a_person_takes_the_call_over_and_the_caller_is_told(before, centre, understanding):
    conversation = started(centre, understanding)
    for turn in before:
        conversation.turn(turn, 4000)
    moves = conversation.taken_over("ana-flores", 9000)
    decision = fact(moves, EscalationDecided)
    assert decision.reason is EscalationReason.TAKEN_OVER
    assert "ana-flores" in decision.rule
    assert prompts(moves) == ["taken_over"]
    connect = next(move for move in moves if isinstance(move, Connect))
    assert connect.preferred == "ana-flores"
    assert conversation.stage is Stage.CONNECTING


def test_nobody_takes_over_while_a_person_is_being_found(centre, understanding):
    conversation = started(centre, understanding)
    conversation.taken_over("ana-flores", 4000)
    assert conversation.taken_over("ben-carter", 5000) == []


def test_nobody_takes_over_a_call_that_is_about_to_end(centre, understanding):
    conversation = started(centre, understanding)
    conversation.turn(SLOW, 4000)
    conversation.turn(said("bye", goodbye=True), 5000)
    assert conversation.stage is Stage.CLOSING
    assert conversation.taken_over("ana-flores", 5000) == []
