"""What a transfer writes into the journal of its call."""

from typing import TypedDict

from transcripts.events import (
    AnyEvent,
    LegJoined,
    LegLeft,
    Milliseconds,
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
)
from voice.transfer_attempt import Attempt
from voice.transfer_messages import Begin, How, Joined, Left, Outcome, Write
from voice.transfer_orders import Orders


class _Stamp(TypedDict):
    call_id: str
    at_ms: Milliseconds
    transfer_id: str


class TransferRecord:
    """One transfer's. `at_ms` is where the call is now."""

    def __init__(self, call_id: str, transfer_id: str, orders: Orders) -> None:
        self.at_ms: Milliseconds = 0
        self._call_id = call_id
        self._transfer_id = transfer_id
        self._orders = orders

    def agreed(self, begun: Begin) -> None:
        self._write(
            TransferAgreed(**self._stamp, queue=begun.queue, reason=begun.reason, briefing=begun.briefing)
        )

    def offered(self, attempt: Attempt) -> None:
        """Once when the carrier is asked to ring, and again when the leg is known."""
        self._write(
            TransferOffered(
                **self._stamp,
                agent=attempt.agent,
                attempt=attempt.number,
                carrier_call_id=attempt.call_id,
            )
        )

    def accepted(self, attempt: Attempt, how: How) -> None:
        self._write(TransferAccepted(**self._stamp, agent=attempt.agent, how=how.value))

    def declined(self, attempt: Attempt, outcome: Outcome, why: str) -> None:
        self._write(
            TransferDeclined(**self._stamp, agent=attempt.agent, outcome=outcome.value, explanation=why)
        )

    def completed(self, attempt: Attempt, agreed_ms: Milliseconds) -> None:
        waited_ms = max(0, self.at_ms - agreed_ms)
        self._write(TransferCompleted(**self._stamp, agent=attempt.agent, waited_ms=waited_ms))

    def ended(self, fallback: str, why: str) -> None:
        self._write(TransferEnded(**self._stamp, fallback=fallback, explanation=why))

    def leg(self, moved: Joined | Left) -> None:
        match moved:
            case Joined():
                event: AnyEvent = LegJoined(
                    call_id=self._call_id,
                    at_ms=self.at_ms,
                    leg=moved.leg.value,
                    carrier_call_id=moved.carrier_call_id,
                    conference=moved.conference,
                )
            case Left():
                event = LegLeft(
                    call_id=self._call_id,
                    at_ms=self.at_ms,
                    leg=moved.leg.value,
                    carrier_call_id=moved.carrier_call_id,
                    explanation=moved.why,
                )
        self._write(event)

    @property
    def _stamp(self) -> _Stamp:
        return {"call_id": self._call_id, "at_ms": self.at_ms, "transfer_id": self._transfer_id}

    def _write(self, event: AnyEvent) -> None:
        self._orders.give(Write(event))
