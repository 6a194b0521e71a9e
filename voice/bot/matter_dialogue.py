"""Finding out what a matter takes: who the caller is, which details are missing, and whether they are right.

Several details are accepted at once, one can be corrected without starting over, and what cannot be undone is
read back before it is done: a yes counts only where the caller heard what it says yes to.
"""

from enum import StrEnum

from assist.entities import EntityKind, find
from assist.verification import CODE_DIGITS, AskCode, AskField, AskPin, Failed, Step, Verified
from config.centre import Confirmation, Detail, DetailKind, Method
from transcripts.events import DetailCaptured, DetailsConfirmed, IdentityChecked, Milliseconds
from voice.bot.keypad import Keypad, key_count, keyed_value
from voice.bot.matter import Given, Matter
from voice.bot.moves import Expects, Move, Note, Say, Verify
from voice.bot.phrases import KEYED, MASK
from voice.bot.talk import Talk
from voice.bot.understanding import Understood


class Progress(StrEnum):
    ASKING = "asking"
    """The caller has the word."""
    CHECKING = "checking"
    """The verification has it."""
    READY = "ready"
    """All is known, confirmed and verified."""
    MISSED = "missed"
    """The turn gave nothing that was asked for."""
    UNVERIFIED = "unverified"
    """Who the caller is could not be made sure of."""


class MatterDialogue:
    """One matter's. `progress` says how it stands after each method; MISSED leaves everything as it was."""

    def __init__(self, talk: Talk, matter: Matter) -> None:
        self._talk = talk
        self.matter = matter
        self.progress = Progress.ASKING
        self._asked: Detail | None = None
        self._keypad = Keypad()
        self._checking: Step | None = None
        """What the verification asks for; None while it is not asking."""
        self._attempts = 0
        self._round = 1
        self._reading_back = False
        self._heard_read_back = True
        self._asked_what_is_wrong = False

    @property
    def secret(self) -> bool:
        """Whether what the caller keys in now is nobody else's business: all that proves who they are is."""
        return self._checking is not None or (self._asked is not None and self._asked.secret)

    @property
    def wants_keys(self) -> bool:
        """Digits are an answer here, 0 among them."""
        detail = self._wanted
        return isinstance(self._checking, (AskCode, AskPin)) or (detail is not None and detail.kind in KEYED)

    @property
    def keyed(self) -> bool:
        return not self._keypad.empty

    @property
    def lone_zero(self) -> bool:
        return self._keypad.lone_zero

    @property
    def _wanted(self) -> Detail | None:
        return self._checking.detail if isinstance(self._checking, AskField) else self._asked

    def begin(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """Takes what the request itself says: "an engineer on Tuesday afternoon"."""
        given = self.matter.take(understood, None, self._talk.listening)
        return [*self._captured(given, at_ms), *self.go_on()]

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if self._checking is not None:
            if self._is_beside(self._checking, understood):
                self.progress = Progress.MISSED
                return []
            self._checking, self.progress = None, Progress.CHECKING
            self._talk.so_far.understood()
            return [Verify(self._level, understood.text, understood.alternatives)]
        if self.progress is Progress.CHECKING:
            return []
        if self._reading_back:
            return self._confirmed(understood, at_ms)
        given = self.matter.take(understood, self._asked, self._talk.listening)
        if not given:
            given = self.matter.correct(understood, self._talk.listening)
        if not given:
            self.progress = Progress.MISSED
            return []
        self._talk.so_far.understood()
        return [*self._captured(given, at_ms), *self._mentioned(given), *self.go_on()]

    def key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        if self._reading_back and digit in "12":
            return self._answered(digit == "1", "", at_ms)
        keyed = self._keypad.press(digit)
        return self._was_keyed(keyed.digits, at_ms) if keyed.complete else []

    def keys_ended(self, at_ms: Milliseconds) -> list[Move]:
        return self._was_keyed(self._keypad.end().digits, at_ms)

    def heard(self, prompt: str, heard: str, complete: bool) -> None:
        """How much of a read-back the caller heard: a value that was cut off has not been confirmed."""
        if prompt == "confirm_read_back":
            values = [self._talk.value(given.detail, given.value) for given in self.matter.given.values()]
            self._heard_read_back = complete or all(value in heard for value in values)

    def verified(self, step: Step, at_ms: Milliseconds) -> list[Move]:
        """The verification's answer to what it was asked."""
        so_far = self._talk.so_far
        match step:
            case Verified(identity):
                so_far.verified_level = identity.level
                note = self._checked(identity.method, True, identity.level, at_ms, identity.customer_id)
                if identity.level < self._level:
                    self.progress = Progress.CHECKING
                    return [note, Verify(self._level)]
                return [note, self._talk.say("verified"), *self.go_on()]
            case Failed(explanation, method):
                so_far.verification_failed = True
                self.progress = Progress.UNVERIFIED
                self._talk.known.append(f"who the caller is could not be verified: {explanation}")
                return [self._checked(method, False, so_far.verified_level, at_ms)]
            case _:
                return self._ask_identity(step)

    def go_on(self) -> list[Move]:
        """Asks for the next thing that is missing."""
        self.progress = Progress.ASKING
        self._reading_back = False
        if self._level > self._talk.so_far.verified_level:
            self.progress = Progress.CHECKING
            return [self._talk.say("verify_lead"), Verify(self._level)]
        self._asked = self.matter.missing
        if self._asked is not None:
            self._keypad = Keypad(key_count(self._asked))
            return [self._talk.put(self._talk.phrases.question(self._asked))]
        if not self.matter.confirmed and self.matter.given:
            return [self._read_back()]
        self.progress = Progress.READY
        return []

    def help(self) -> list[Move]:
        """The second time that an answer is not understood: the keys are the way out."""
        if self._reading_back:
            return [self._talk.say("keys_yes_no")]
        return [self._talk.say("keys_number")] if self.wants_keys else []

    def _is_beside(self, step: Step, understood: Understood) -> bool:
        """A turn that has nothing of what was asked for: it must not cost one of the few attempts."""
        if isinstance(step, AskPin):
            return True
        if not isinstance(step, AskField):
            return False
        other = understood.prediction.intent not in (None, self.matter.intent.name)
        if step.detail.kind is DetailKind.NAME and not other:
            return False
        kinds = (EntityKind(step.detail.kind.value),)
        return not find(understood.text, kinds, self._talk.listening, understood.alternatives)

    @property
    def _level(self) -> int:
        tool = self.matter.intent.tool
        return self._talk.centre.tool(tool).level if tool is not None else 0

    def _ask_identity(self, step: Step) -> list[Move]:
        self.progress = Progress.ASKING
        self._checking = step
        self._attempts += 1
        talk = self._talk
        match step:
            case AskField(detail=detail, attempt=attempt):
                self._keypad = Keypad(key_count(detail))
                question = talk.put(talk.phrases.question(detail))
                again = attempt > self._round
                self._round = attempt
                return [talk.say("verify_again"), question] if again else [question]
            case AskCode(sent_to=sent_to, attempt=attempt):
                self._keypad = Keypad(CODE_DIGITS)
                question = talk.ask("code_ask", Expects.DIGITS, contact=sent_to)
                return [question] if attempt <= 1 else [talk.say("verify_again"), question]
            case AskPin(attempt=attempt):
                self._keypad = Keypad()
                question = talk.ask("pin_ask", Expects.DIGITS)
                return [question] if attempt <= 1 else [talk.say("verify_again"), question]
            case _:
                raise ValueError(f"{step} asks for nothing")

    def _checked(
        self, method: Method, verified: bool, level: int, at_ms: Milliseconds, customer_id: str = ""
    ) -> Note:
        return Note(
            IdentityChecked(
                call_id=self._talk.call_id,
                at_ms=at_ms,
                method=method.value,
                verified=verified,
                level=level,
                attempts=self._attempts,
                customer_id=customer_id,
            )
        )

    def _was_keyed(self, digits: str, at_ms: Milliseconds) -> list[Move]:
        if isinstance(self._checking, (AskCode, AskPin)):
            self._checking, self.progress = None, Progress.CHECKING
            return [Verify(self._level, keys=digits)]
        detail = self._wanted
        value = keyed_value(detail, digits, self._talk.centre.region) if detail is not None else None
        if detail is None or value is None:
            self.progress = Progress.MISSED
            return []
        self._talk.so_far.understood()
        if self._checking is not None:
            self._checking, self.progress = None, Progress.CHECKING
            return [Verify(self._level, keys=value)]
        given = [self.matter.put(detail, value, digits, "")]
        return [*self._captured(given, at_ms), *self._mentioned(given), *self.go_on()]

    def _mentioned(self, given: list[Given]) -> list[Move]:
        """Implicit confirmation: what was just heard is said with the next question, and can be put right."""
        read_back_later = self.matter.intent.confirmation is Confirmation.EXPLICIT
        if self.matter.intent.confirmation is Confirmation.NONE or read_back_later:
            return []
        values = [self._talk.value(g.detail, g.value) for g in given if not g.detail.secret]
        return [self._talk.say("detail_heard", value=", ".join(values))] if values else []

    def _read_back(self) -> Say:
        self._reading_back, self._heard_read_back, self._asked_what_is_wrong = True, True, False
        phrases = self._talk.phrases
        items = [
            phrases.text(
                "detail_item", title=given.detail.title, value=self._talk.value(given.detail, given.value)
            )
            for given in self.matter.given.values()
            if not given.detail.secret
        ]
        return self._talk.ask("confirm_read_back", Expects.YES_NO, details=", ".join(items))

    def _confirmed(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        corrected = self.matter.correct(understood, self._talk.listening)
        if corrected:
            self._talk.so_far.understood()
            names = tuple(given.detail.name for given in corrected)
            return [
                self._confirmation(False, names, understood.utterance_id, at_ms),
                *self._captured(corrected, at_ms),
                self._talk.say("corrected"),
                *self.go_on(),
            ]
        if understood.affirmed is True and not self._asked_what_is_wrong:
            return self._answered(True, understood.utterance_id, at_ms)
        wrong = self.matter.named(understood.text)
        if wrong is not None:
            self._talk.so_far.understood()
            self.matter.forget(wrong)
            return [
                self._confirmation(False, (wrong.name,), understood.utterance_id, at_ms),
                *self.go_on(),
            ]
        if understood.affirmed is False:
            return self._answered(False, understood.utterance_id, at_ms)
        self.progress = Progress.MISSED
        return []

    def _answered(self, agreed: bool, utterance_id: str, at_ms: Milliseconds) -> list[Move]:
        """The caller said yes or no to what was read back."""
        self._talk.so_far.understood()
        if agreed and not self._heard_read_back:
            return [self._read_back()]
        note = self._confirmation(agreed, tuple(self.matter.given), utterance_id, at_ms)
        if agreed:
            self.matter.confirmed = True
            return [note, *self.go_on()]
        if self._only_detail is not None:
            self.matter.forget(self._only_detail)
            return [note, *self.go_on()]
        self._asked_what_is_wrong = True
        return [note, self._talk.ask("confirm_what_wrong", Expects.OPEN)]

    @property
    def _only_detail(self) -> Detail | None:
        given = list(self.matter.given.values())
        return given[0].detail if len(given) == 1 else None

    def _confirmation(
        self, confirmed: bool, names: tuple[str, ...], utterance_id: str, at_ms: Milliseconds
    ) -> Note:
        return Note(
            DetailsConfirmed(
                call_id=self._talk.call_id,
                at_ms=at_ms,
                utterance_id=utterance_id,
                intent=self.matter.intent.name,
                names=names,
                confirmed=confirmed,
            )
        )

    def _captured(self, given: list[Given], at_ms: Milliseconds) -> list[Move]:
        for each in given:
            if not each.detail.secret:
                self._talk.known.append(f"{each.detail.title}: {self._talk.value(each.detail, each.value)}")
        return [
            Note(
                DetailCaptured(
                    call_id=self._talk.call_id,
                    at_ms=at_ms,
                    utterance_id=each.utterance_id,
                    intent=self.matter.intent.name,
                    name=each.detail.name,
                    value=MASK if each.detail.secret else each.value,
                    confidence=each.confidence,
                    words=MASK if each.detail.secret else each.words,
                    corrects=MASK if each.detail.secret and each.corrects else each.corrects,
                )
            )
            for each in given
        ]
