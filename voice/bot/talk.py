"""What the parts of one conversation share: its stage, its language, the counters, the last question."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from assist.entities import Listening
from config.centre import Centre, Detail, Intent
from transcripts.events import EndReason
from voice.bot.call_so_far import CallSoFar
from voice.bot.moves import Expects, HangUp, Move, Say
from voice.bot.phrases import Phrases

REPEATED = 3
"""Utterances that are said again on request: a lead, an answer and the question after it."""

_NOT_REPEATED = frozenset(
    {
        "greeting",
        "language_offer",
        "disclosure",
        "repeat_lead",
        "no_match_1",
        "no_match_2",
        "slower",
        "waiting",
    }
)


class Stage(StrEnum):
    OPEN = "open"
    """Waiting for what the caller wants."""
    CLARIFYING = "clarifying"
    """A guess was read back; waiting for yes or no."""
    DETAILS = "details"
    """Finding out what the matter takes."""
    WORKING = "working"
    """A tool is being used."""
    SETTLED = "settled"
    """An answer was read; waiting to hear whether it settled the matter."""
    ANYTHING_ELSE = "anything-else"
    CALLBACK = "callback"
    """A person will ring back; agreeing on the number."""
    CONNECTING = "connecting"
    """A person is being found; the bot stays until they have the call."""
    VOICEMAIL = "voicemail"
    """The caller leaves a message: nothing that they say is answered."""
    CALLED_BACK = "called-back"
    """The caller was rung by us; waiting for a word that it suits them."""
    CLOSING = "closing"
    """Goodbye was said; a caller who speaks over it is listened to."""


class Talk:
    """One call's."""

    def __init__(
        self, call_id: str, centre: Centre, so_far: CallSoFar, wall_clock: Callable[[], datetime]
    ) -> None:
        self.call_id = call_id
        self.so_far = so_far
        self._wall_clock = wall_clock
        self.stage = Stage.OPEN
        self.topic: Intent | None = None
        """What the call is about, as far as it is known."""
        self._last: tuple[Say, ...] = ()
        self.known: list[str] = []
        """What has been found out, in words, for the decision record."""
        self.speak(centre)

    def speak(self, centre: Centre) -> None:
        """Goes on in the language of `centre`."""
        self.centre = centre
        self.phrases = Phrases(centre)
        self.question = self.phrases.ask("open_question", Expects.OPEN)

    @property
    def listening(self) -> Listening:
        return Listening(self.centre.region, self.now)

    @property
    def now(self) -> datetime:
        """In the zone of the centre's people."""
        return self._wall_clock().astimezone(self.centre.queue(None).hours.zone)

    def value(self, detail: Detail, value: str) -> str:
        """A value as the bot says it."""
        return self.phrases.value(detail, value, self.now.date())

    def say(self, prompt: str, **values: str) -> Say:
        return self.phrases.say(prompt, **values)

    def ask(self, prompt: str, expects: Expects, **values: str) -> Say:
        """A question: it is the one that is said again when the caller asks, or says nothing."""
        return self.put(self.phrases.ask(prompt, expects, **values))

    def put(self, question: Say) -> Say:
        self.question = question
        self.so_far.asked(question.text)
        return question

    def close(self, prompt: str, explanation: str, reason: EndReason) -> list[Move]:
        self.stage = Stage.CLOSING
        return [self.say(prompt), HangUp(reason, explanation)]

    def remember(self, moves: Sequence[Move]) -> None:
        """What is being said now is what a caller wants to hear who says "pardon?" next."""
        says = [move for move in moves if isinstance(move, Say) and move.prompt not in _NOT_REPEATED]
        if says:
            self._last = tuple(says[-REPEATED:])

    def repeat(self) -> list[Move]:
        """What was said last, in full; the answer, where it was one."""
        last = self._last or (self.question,)
        return [self.say("repeat_lead"), *last]
