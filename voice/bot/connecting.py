"""The caller's stay with the bot while a person is being found: what is passed on is read back to them.

What they put right or add is in the transcript, and so in what the person is told (`assist.briefing`).
"""

from assist.asides import Aside
from assist.replies import yes_or_no
from assist.wait_wishes import WaitWish, wait_wish
from transcripts.events import Milliseconds
from voice.bot import facts
from voice.bot.moves import Connect, Expects, MessageOver, Move, Say, StopConnecting, WaitOtherwise
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understood

LONGEST_NO = 3
"""Words; "no" alone asks what is wrong, "no, it is about the other line" says it."""

_KEYS = {"3": WaitWish.CALL_BACK, "4": WaitWish.VOICEMAIL}
"""1 and 2 are yes and no, to what was read back."""


class Connecting:
    """One call's, from the decision until the person has the call or cannot be had."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.in_queue = False
        """Nobody is free: the caller may choose something else."""

    def begin(self, queue: str, reason: str, preferred: str = "") -> list[Move]:
        self._talk.stage = Stage.CONNECTING
        return [Connect(queue, reason, preferred)]

    def passing_on(self, read_back: str) -> list[Move]:
        """What the person will be told, and whether that is right."""
        if not read_back:
            return []
        return [self._talk.ask("transfer_read_back", Expects.YES_NO, details=read_back)]

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        talk = self._talk
        aside = understood.aside.aside if understood.aside is not None else None
        if aside is Aside.NEVER_MIND:
            return [StopConnecting("the caller does not want to wait for a person")]
        if aside is Aside.WAIT:
            return [facts.asked_to_wait(talk, understood.utterance_id, at_ms), talk.say("waiting")]
        if aside is Aside.MACHINE:
            return [talk.say("disclosure")]
        if not understood.text.strip():
            return []
        wish = wait_wish(understood.text, talk.centre.language) if self.in_queue else None
        if wish is not None:
            return [WaitOtherwise(wish)]
        answer = yes_or_no(understood.text)
        if answer is False and len(understood.text.split()) <= LONGEST_NO:
            return [talk.ask("transfer_what_wrong", Expects.OPEN)]
        if answer is True:
            return []
        talk.known.append(f'the caller added: "{understood.text}"')
        return [talk.say("transfer_noted")]

    def key(self, digit: str) -> list[Move]:
        """While a person is being found, or a message is left, which any key ends."""
        if self._talk.stage is Stage.VOICEMAIL:
            return [MessageOver()]
        return [WaitOtherwise(_KEYS[digit])] if self.in_queue and digit in _KEYS else []

    def message(self, queue_title: str, tone: bytes) -> list[Move]:
        """The caller may leave one after the tone."""
        self._talk.stage = Stage.VOICEMAIL
        return [self._talk.say("voicemail_ask", queue=queue_title), Say("", "voicemail_tone", sound=tone)]

    def told(self, prompt: str, **values: str) -> list[Move]:
        """How it stands, in a phrase of the centre's."""
        return [self._talk.say(prompt, **values)]
