"""A call that we make because it was promised: who rings, that it is a machine, why, and whether it suits.

A person is connected only with somebody who answers that: an answering machine does not.
"""

from dataclasses import dataclass

from transcripts.events import EndReason
from voice.bot.connecting import Connecting
from voice.bot.moves import CalledBack, Expects, HangUp, Move, RungBack, SpeakLanguage
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understood

REASON = "call-back"
ASKED = 3
"""How often it is asked whether it suits them, before the attempt is over."""


@dataclass(frozen=True, slots=True)
class RungFor:
    """What a call of ours is about."""

    queue: str
    first_call: str
    """The id of the call in which it was agreed."""
    language: str = ""
    """BCP 47; empty: the centre's first."""


class RingingBack:
    """One call's."""

    def __init__(self, talk: Talk, rung_for: RungFor, connecting: Connecting) -> None:
        self._talk = talk
        self._queue = rung_for.queue
        self._connecting = connecting
        self._asked = 0
        self._question_heard = False
        """Whether a yes can be an answer, and not how somebody picks up the telephone."""

    def hello(self) -> list[Move]:
        talk = self._talk
        talk.stage = Stage.CALLED_BACK
        self._asked = 1
        return [
            SpeakLanguage(talk.centre.language),
            talk.say("callback_hello", queue=self._title),
            self._question(),
        ]

    def heard(self, prompt: str, heard: str) -> None:
        """How much of a prompt reached them."""
        if prompt == "callback_suits" and heard:
            self._question_heard = True

    def turn(self, understood: Understood) -> list[Move]:
        if understood.affirmed is True and self._question_heard:
            return self._suits("the caller said that it suits them")
        if understood.affirmed is False or understood.goodbye:
            return self._ends(CalledBack.REFUSED, "the caller said that it does not suit them")
        # "Hello?", or what a machine says: who rings and why is said once more.
        return self._again()

    def key(self, digit: str) -> list[Move]:
        if digit in "10":
            return self._suits(f"the caller pressed {digit}")
        if digit == "2":
            return self._ends(CalledBack.REFUSED, "the caller pressed 2")
        return self._again()

    def silence(self) -> list[Move]:
        return self._again()

    def machine(self, evidence: str) -> list[Move]:
        """Nothing is left on it: who has it may not be whom we ring for."""
        if self._talk.stage is not Stage.CALLED_BACK:
            return []
        why = f"an answering machine was heard ({evidence})"
        self._talk.stage = Stage.CLOSING
        return [RungBack(CalledBack.MACHINE, why), HangUp(EndReason.BOT_SAID_GOODBYE, why)]

    def _suits(self, why: str) -> list[Move]:
        return [RungBack(CalledBack.REACHED, why), *self._connecting.begin(self._queue, REASON)]

    def _again(self) -> list[Move]:
        if self._asked >= ASKED:
            why = f"nobody said that it suits them, asked {ASKED} times: a machine, or nobody"
            return self._ends(CalledBack.MACHINE, why)
        self._asked += 1
        return [self._talk.say("callback_hello", queue=self._title), self._question()]

    def _ends(self, outcome: CalledBack, why: str) -> list[Move]:
        self._talk.stage = Stage.CLOSING
        said = self._talk.say("callback_not_now", queue=self._title)
        return [RungBack(outcome, why), said, HangUp(EndReason.BOT_SAID_GOODBYE, why)]

    def _question(self) -> Move:
        return self._talk.ask("callback_suits", Expects.YES_NO, queue=self._title)

    @property
    def _title(self) -> str:
        return self._talk.centre.queue(self._queue).title
