"""Agreeing on the number which a person will ring back: the known one, a spoken one, or a keyed one."""

from enum import StrEnum

from assist.telephone_numbers import SpokenNumber, read_back, spoken_number
from config.centre import Centre, Queue
from transcripts.events import CallbackAgreed, EndReason, Milliseconds
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.understanding import Understood

ATTEMPTS = 3
"""How often a number is asked for before the caller is told what to do instead."""

LONGEST_NUMBER = 15
"""Digits in an E.164 number."""


class Step(StrEnum):
    CONFIRM_KNOWN = "confirm-known"
    NUMBER = "number"
    CONFIRM_GIVEN = "confirm-given"


class CallbackDialogue:
    """Ends with a `HangUp` move, and with a `CallbackAgreed` before it when a number was agreed."""

    def __init__(self, call_id: str, centre: Centre, queue: Queue, *, caller_number: str) -> None:
        self._call_id = call_id
        self._centre = centre
        self._queue = queue
        self._known = spoken_number(caller_number, centre.region)
        self._number: SpokenNumber | None = None
        self._number_from = ""
        self._step = Step.NUMBER
        self._attempts = 0
        self._keys = ""

    @property
    def wants_keys(self) -> bool:
        return self._step is Step.NUMBER

    @property
    def number_is_keyed(self) -> bool:
        """Keys were pressed and the number is not complete yet; a pause ends it."""
        return bool(self._keys)

    def opening(self) -> list[Move]:
        if self._known is not None and self._known.valid:
            self._step, self._number, self._number_from = Step.CONFIRM_KNOWN, self._known, ""
            return [self._ask("callback_number_known", Expects.YES_NO, number=self._spoken(self._known))]
        return [self._ask("callback_number_ask", Expects.DIGITS)]

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        given = understood.number
        if given is not None and given.valid:
            self._number, self._number_from = given, understood.utterance_id
            self._step = Step.CONFIRM_GIVEN
            return [self._ask("callback_number_confirm", Expects.YES_NO, number=self._spoken(given))]
        if self._step is Step.NUMBER:
            return self._try_again()
        if understood.affirmed is True and self._number is not None:
            return self._agreed(self._number, understood.utterance_id, at_ms)
        if understood.affirmed is False:
            self._step = Step.NUMBER
            return [self._ask("callback_number_ask", Expects.DIGITS)]
        return self._try_again()

    def key(self, digit: str) -> list[Move]:
        """`#` ends the number; so does a number that is complete for its region."""
        if digit == "#":
            return self.keys_ended()
        if digit.isdigit() and len(self._keys) < LONGEST_NUMBER:
            self._keys += digit
        keyed = spoken_number(self._keys, self._centre.region)
        return self.keys_ended() if keyed is not None and keyed.valid else []

    def keys_ended(self) -> list[Move]:
        keyed, self._keys = spoken_number(self._keys, self._centre.region), ""
        if keyed is None or not keyed.valid:
            return self._try_again()
        self._number, self._number_from = keyed, ""
        self._step = Step.CONFIRM_GIVEN
        return [self._ask("callback_number_confirm", Expects.YES_NO, number=self._spoken(keyed))]

    def _try_again(self) -> list[Move]:
        self._attempts += 1
        if self._attempts >= ATTEMPTS:
            return [
                self._say("callback_none"),
                HangUp(EndReason.BOT_SAID_GOODBYE, "No number for a call-back could be agreed."),
            ]
        if self._step is Step.NUMBER:
            return [self._ask("callback_number_again", Expects.DIGITS)]
        if self._number is None:
            return [self._ask("callback_number_ask", Expects.DIGITS)]
        return [self._ask("callback_number_confirm", Expects.YES_NO, number=self._spoken(self._number))]

    def _agreed(self, number: SpokenNumber, utterance_id: str, at_ms: Milliseconds) -> list[Move]:
        evidence = tuple(dict.fromkeys(filter(None, (self._number_from, utterance_id))))
        event = CallbackAgreed(
            call_id=self._call_id,
            at_ms=at_ms,
            number=number.e164,
            queue=self._queue.name,
            utterance_ids=evidence,
        )
        return [
            Note(event),
            self._say("callback_agreed", queue=self._queue.title, number=self._spoken(number)),
            self._say("goodbye"),
            HangUp(EndReason.BOT_SAID_GOODBYE, "A call-back was agreed."),
        ]

    def _spoken(self, number: SpokenNumber) -> str:
        return read_back(number.e164, self._centre.region)

    def _ask(self, prompt: str, expects: Expects, **values: str) -> Say:
        return Say(self._prompt(prompt, **values), prompt, expects)

    def _say(self, prompt: str, **values: str) -> Say:
        return self._ask(prompt, Expects.NOTHING, **values)

    def _prompt(self, name: str, **values: str) -> str:
        return self._centre.prompts[name].format(centre=self._centre.name, **values)
