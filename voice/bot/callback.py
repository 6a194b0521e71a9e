"""Agreeing on a call-back: the number (the known one, a spoken one or a keyed one), then when."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from assist.entities import Listening
from assist.telephone_numbers import SpokenNumber, spoken_number
from assist.telephone_numbers import read_back as read_back_number
from config.centre import Centre, Queue
from transcripts.events import CallbackAgreed, EndReason, Milliseconds
from voice.bot.callback_window import CallWindow, Wish, call_window
from voice.bot.keypad import Keypad
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.phrases import Phrases
from voice.bot.understanding import Understood

ATTEMPTS = 3
"""How often a number is asked for before the caller is told what to do instead."""

NUMBER_PATIENCE_S = 12.0
"""Who must look a number up is given time, in seconds."""


class Step(StrEnum):
    CONFIRM_KNOWN = "confirm-known"
    NUMBER = "number"
    CONFIRM_GIVEN = "confirm-given"
    WINDOW = "window"


class CallbackDialogue:
    """Ends with a `HangUp` move, and with a `CallbackAgreed` before it when a number was agreed."""

    def __init__(
        self, call_id: str, centre: Centre, queue: Queue, *, caller_number: str, now: datetime
    ) -> None:
        self._call_id = call_id
        self._centre = centre
        self._phrases = Phrases(centre)
        self._queue = queue
        self._listening = Listening(centre.region, now)
        self._known = spoken_number(caller_number, centre.region)
        self._number: SpokenNumber | None = None
        self._evidence: list[str] = []
        self._step = Step.NUMBER
        self._attempts = 0
        self._keypad = Keypad()

    @property
    def wants_keys(self) -> bool:
        return self._step is Step.NUMBER

    @property
    def number_is_keyed(self) -> bool:
        """Keys were pressed and the number is not complete yet; a pause ends it."""
        return not self._keypad.empty

    def opening(self) -> list[Move]:
        if self._known is not None and self._known.valid:
            self._step, self._number = Step.CONFIRM_KNOWN, self._known
            return [self._confirm("callback_number_known", self._known)]
        return [self._ask_number("callback_number_ask")]

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """An empty answer: the caller wants no call any more."""
        given = understood.number
        if (given is None or not given.valid) and self._window(understood).wish is Wish.NO_CALL:
            return []
        if self._step is Step.WINDOW and (given is None or not given.valid):
            return self._when(understood, at_ms)
        if given is not None and given.valid:
            return self._was_given(given, understood.utterance_id)
        if self._step is Step.NUMBER:
            return self._try_again(at_ms)
        if understood.affirmed is True and self._number is not None:
            return self._number_agreed(understood, at_ms)
        if understood.affirmed is False:
            self._step = Step.NUMBER
            return [self._ask_number("callback_number_ask")]
        return self._try_again(at_ms)

    def key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        """`#` ends the number, as does one that is complete; 1 and 2 are yes and no."""
        if self._step is not Step.NUMBER:
            return self._yes_or_no_key(digit, at_ms)
        keyed = self._keypad.press(digit)
        if keyed.complete:
            return self._was_keyed(keyed.digits, at_ms)
        number = spoken_number(keyed.digits, self._centre.region)
        return self.keys_ended(at_ms) if number is not None and number.valid else []

    def keys_ended(self, at_ms: Milliseconds) -> list[Move]:
        return self._was_keyed(self._keypad.end().digits, at_ms)

    def gave_up(self, at_ms: Milliseconds) -> list[Move] | None:
        """The line is silent: the call ends with what is agreed until now, if the number is."""
        return self._agreed("", "", at_ms) if self._step is Step.WINDOW else None

    def _was_keyed(self, digits: str, at_ms: Milliseconds) -> list[Move]:
        number = spoken_number(digits, self._centre.region)
        return self._try_again(at_ms) if number is None or not number.valid else self._was_given(number, "")

    def _was_given(self, number: SpokenNumber, utterance_id: str) -> list[Move]:
        self._number, self._evidence = number, [utterance_id] if utterance_id else []
        self._step = Step.CONFIRM_GIVEN
        return [self._confirm("callback_number_confirm", number)]

    def _yes_or_no_key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        if self._step is Step.WINDOW:
            return self._agreed("", "", at_ms) if digit == "1" else []
        if digit == "1" and self._number is not None:
            return self._ask_window("")
        if digit == "2":
            self._step = Step.NUMBER
            return [self._ask_number("callback_number_ask")]
        return []

    def _try_again(self, at_ms: Milliseconds) -> list[Move]:
        self._attempts += 1
        if self._attempts >= ATTEMPTS:
            if self._step is Step.WINDOW:
                return self._agreed("", "", at_ms)
            return [
                self._phrases.say("callback_none"),
                HangUp(EndReason.BOT_SAID_GOODBYE, "No number for a call-back could be agreed."),
            ]
        if self._step is Step.WINDOW:
            return [self._phrases.ask("callback_window_again", Expects.DATE)]
        if self._step is Step.NUMBER or self._number is None:
            return [self._ask_number("callback_number_again")]
        return [self._confirm("callback_number_confirm", self._number)]

    def _number_agreed(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """The caller may say when in the same breath: "yes, tomorrow morning"."""
        if self._window(replace(understood, alternatives=())).wish in (Wish.WINDOW, Wish.CLOSED):
            self._evidence.append(understood.utterance_id)
            return self._when(understood, at_ms)
        return self._ask_window(understood.utterance_id)

    def _ask_window(self, utterance_id: str) -> list[Move]:
        if utterance_id:
            self._evidence.append(utterance_id)
        self._step, self._attempts = Step.WINDOW, 0
        return [self._phrases.ask("callback_window_ask", Expects.DATE)]

    def _when(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        window = self._window(understood)
        if window.wish is Wish.WINDOW:
            self._evidence.append(understood.utterance_id)
            return self._agreed(window.value, window.spoken, at_ms)
        if window.wish is Wish.CLOSED and self._attempts + 1 < ATTEMPTS:
            self._step = Step.WINDOW
            self._attempts += 1
            return [self._phrases.ask("callback_window_closed", Expects.DATE)]
        if window.wish is Wish.SOON or understood.affirmed is True:
            self._evidence.append(understood.utterance_id)
            return self._agreed("", "", at_ms)
        return self._try_again(at_ms)

    def _window(self, understood: Understood) -> CallWindow:
        return call_window(
            understood.text,
            understood.alternatives,
            self._listening,
            self._centre.language,
            self._queue.hours,
        )

    def _agreed(self, window: str, spoken: str, at_ms: Milliseconds) -> list[Move]:
        number = self._number
        if number is None:
            return self._try_again(at_ms)
        event = CallbackAgreed(
            call_id=self._call_id,
            at_ms=at_ms,
            number=number.e164,
            queue=self._queue.name,
            utterance_ids=tuple(dict.fromkeys(self._evidence)),
            window=window,
        )
        values = {"queue": self._queue.title, "number": self._spoken(number)}
        if spoken:
            said = self._phrases.say("callback_agreed_window", window=spoken, **values)
        else:
            said = self._phrases.say("callback_agreed", **values)
        return [
            Note(event),
            said,
            self._phrases.say("goodbye"),
            HangUp(EndReason.BOT_SAID_GOODBYE, "A call-back was agreed."),
        ]

    def _spoken(self, number: SpokenNumber) -> str:
        return read_back_number(number.e164, self._centre.region)

    def _confirm(self, prompt: str, number: SpokenNumber) -> Say:
        return self._phrases.ask(prompt, Expects.YES_NO, number=self._spoken(number))

    def _ask_number(self, prompt: str) -> Say:
        return replace(self._phrases.ask(prompt, Expects.DIGITS), patience_s=NUMBER_PATIENCE_S)
