"""Making sure who a caller is, by what the centre asks for. The number they ring from proves nothing.

All fields must agree with one record; which of them did not, or whether there is a record at all, is never
shown: every field is asked for in turn, whatever was heard, and each round costs the same.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from assist.customers import CustomerDirectory
from assist.entities import Entity, EntityKind, Listening, find
from assist.identity_match import match_claim
from assist.lockout import Lockout
from config.centre import Detail, Method, VerificationMethod

CODE_DIGITS = 6
CODE_LIFE_S = 300.0
"""How long a one-time code can be used, in seconds."""


@dataclass(frozen=True, slots=True)
class VerifiedIdentity:
    """Who a caller is, as far as a method proves. Made by `Verification` only."""

    customer_id: str
    level: int
    method: Method


@dataclass(frozen=True, slots=True)
class AskField:
    detail: Detail
    prompt: str
    attempt: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class AskCode:
    sent_to: str
    """The end of the number that it was sent to, as it may be said."""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class AskPin:
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Verified:
    identity: VerifiedIdentity


@dataclass(frozen=True, slots=True)
class Failed:
    explanation: str
    """For the record, without what was said."""
    method: Method = Method.RECORD


Step: TypeAlias = AskField | AskCode | AskPin | Verified | Failed


class CodeSender(Protocol):
    async def send(self, number: str, code: str) -> None:
        """Sends a one-time code to a registered number. Raises `CodeNotSent`."""
        ...


class CodeNotSent(Exception):
    """The code could not be sent; the message says why, without the code."""


class Verification:
    """One call's."""

    def __init__(
        self,
        methods: Sequence[VerificationMethod],
        directory: CustomerDirectory,
        sender: CodeSender,
        lockout: Lockout,
        *,
        caller_number: str,
        listening: Callable[[], Listening],
        clock: Callable[[], float],
        new_code: Callable[[], str] = lambda: f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
    ) -> None:
        """`clock`: monotonic seconds. `lockout` is shared by all calls."""
        self._methods = methods
        self._directory = directory
        self._sender = sender
        self._lockout = lockout
        self._number = caller_number
        self._listening = listening
        self._clock = clock
        self._new_code = new_code
        self._identity: VerifiedIdentity | None = None
        self._method: VerificationMethod | None = None
        self._field = 0
        self._round = 1
        self._heard: dict[str, list[list[str]]] = {}
        self._code = ""
        self._code_until_s = 0.0

    async def begin(self, level: int) -> Step:
        """What to ask for first, so that the call gets an assurance of `level`."""
        if self._identity is not None and self._identity.level >= level:
            return Verified(self._identity)
        if self._lockout.locked(self._number):
            return Failed("too many attempts from this number")
        for method in self._methods:
            if method.level >= level and await self._possible(method):
                return await self._start(method)
        # A higher method proves more about a customer who is known; the record makes them known first.
        record = next((m for m in self._methods if m.method is Method.RECORD), None)
        if self._identity is not None or record is None:
            return Failed("there is no method of this assurance for this customer")
        return await self._start(record)

    async def heard(self, text: str, alternatives: Sequence[str] = ()) -> Step:
        """The answer to what was asked for last."""
        method = self._method
        if method is None:
            return Failed("nothing was asked for")
        if method.method is Method.RECORD:
            return await self._heard_field(method, [text, *alternatives])
        if method.method is Method.PIN:
            # A PIN is keyed in: said aloud it would be in the transcript.
            return AskPin(self._round)
        digits = find(text, (EntityKind.DIGITS,), self._listening(), alternatives)
        return await self._secret(method, digits[0].value if digits else "")

    async def keyed(self, digits: str) -> Step:
        """The answer to what was asked for last, by keys."""
        method = self._method
        if method is None:
            return Failed("nothing was asked for")
        if method.method is Method.RECORD:
            return await self._heard_field(method, [digits])
        return await self._secret(method, digits)

    async def _possible(self, method: VerificationMethod) -> bool:
        """A code or a PIN is about a customer, who must be known from their record first, and have it."""
        if method.method is Method.RECORD:
            return True
        if self._identity is None:
            return False
        if method.method is Method.PIN:
            return await self._directory.has_pin(self._identity.customer_id)
        return bool(await self._directory.contact(self._identity.customer_id))

    async def _start(self, method: VerificationMethod) -> Step:
        self._method, self._field, self._round = method, 0, 1
        if method.method is Method.RECORD:
            self._heard = {}
            return self._ask()
        if method.method is Method.PIN:
            return AskPin()
        return await self._send_code()

    def _ask(self) -> Step:
        assert self._method is not None
        detail = self._method.fields[self._field]
        return AskField(detail, f"ask_{detail.name}", self._round)

    async def _heard_field(self, method: VerificationMethod, nbest: list[str]) -> Step:
        detail = method.fields[self._field]
        self._heard.setdefault(detail.name, []).append(nbest)
        self._field += 1
        if self._field < len(method.fields):
            return self._ask()
        customer = await self._who()
        if customer is not None and not self._lockout.locked(customer):
            return self._proved(customer, method)
        self._lockout.failed(self._number)
        if self._round >= method.attempts or self._lockout.locked(self._number):
            return Failed(f"what was said agreed with no record in {self._round} rounds")
        self._field, self._round = 0, self._round + 1
        return self._ask()

    async def _who(self) -> str | None:
        """The one customer whose record agrees with everything that was heard."""
        listening = self._listening()
        values = {
            name: [
                entity.value for nbest in attempts for text in nbest for entity in self._values(name, text)
            ]
            for name, attempts in self._heard.items()
        }
        records = await self._directory.candidates(values, self._number)
        agreeing = [record["id"] for record in records if self._agrees(record, listening)]
        return agreeing[0] if len(agreeing) == 1 else None

    def _agrees(self, record: Mapping[str, str], listening: Listening) -> bool:
        """Every field by itself: one that is only nearly right is what an eavesdropper has."""
        fields = match_claim(record, self._heard, listening).fields
        asked = {detail.name for detail in self._method.fields} if self._method is not None else set[str]()
        return fields.keys() >= asked and all(match.matched for match in fields.values())

    def _values(self, name: str, text: str) -> Sequence[Entity]:
        assert self._method is not None
        detail = next(field for field in self._method.fields if field.name == name)
        return find(text, (EntityKind(detail.kind.value),), self._listening())

    async def _send_code(self) -> Step:
        assert self._identity is not None
        number = await self._directory.contact(self._identity.customer_id)
        if not number:
            return Failed("no contact was registered before the call", Method.ONE_TIME_CODE)
        self._code, self._code_until_s = self._new_code(), self._clock() + CODE_LIFE_S
        try:
            await self._sender.send(number, self._code)
        except CodeNotSent as error:
            return Failed(f"the code could not be sent: {error}", Method.ONE_TIME_CODE)
        return AskCode(_ending(number))

    async def _secret(self, method: VerificationMethod, digits: str) -> Step:
        assert self._identity is not None
        customer = self._identity.customer_id
        if self._lockout.locked(customer):
            return Failed("too many attempts for this customer", method.method)
        if method.method is Method.PIN:
            right = await self._directory.pin_matches(customer, digits)
        else:
            right = self._clock() < self._code_until_s and hmac.compare_digest(digits, self._code)
        if right:
            self._code, self._code_until_s = "", 0.0
            self._lockout.succeeded(customer)
            return self._proved(customer, method)
        self._lockout.failed(customer)
        if self._round >= method.attempts:
            self._code_until_s = 0.0
            return Failed(f"it was wrong {self._round} times", method.method)
        self._round += 1
        if method.method is Method.PIN:
            return AskPin(self._round)
        return AskCode(_ending(await self._directory.contact(customer)), self._round)

    def _proved(self, customer: str, method: VerificationMethod) -> Step:
        self._identity = VerifiedIdentity(customer, method.level, method.method)
        self._method = None
        return Verified(self._identity)


def _ending(number: str) -> str:
    """ "the number that ends in 1 4 2": enough to know one's own by, and no more."""
    return " ".join(number[-3:])
