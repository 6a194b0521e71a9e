"""What the record knows of a call that the service left without a word: enough to go on, or to close it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallStarted,
    EscalationDecided,
    IntentRecognised,
    LanguageChosen,
    Milliseconds,
    QueueJoined,
    QueueLeft,
    TransferAgreed,
    TransferEnded,
    Utterance,
)

LONGEST_GAP_MS = 24 * 3600 * 1000
"""No call is interrupted for longer: a wall clock that jumped by more is not believed."""


@dataclass(frozen=True, slots=True)
class InterruptedCall:
    call_id: str
    carrier_call_id: str
    caller: str
    called: str
    carrier: str
    language: str
    """BCP 47: what was spoken last."""
    last_ms: Milliseconds
    """The last that the record knows, on the call's clock."""
    now_ms: Milliseconds
    """Where the call is now, if it goes on."""
    spoken: Mapping[str, int]
    """By speaker (`bot`, `caller`, `agent`) the number of their last utterance."""
    greeted: bool
    """The caller has heard the greeting to its end."""
    request: Utterance | None
    """What the caller said last that was about one of the centre's matters."""
    reason: str
    """Why a person was to have the call, as it was decided; empty: it was not."""
    transfer: TransferAgreed | None
    """The one that goes on."""
    waits_in: QueueJoined | None
    """The queue in which the caller waits for somebody to become free."""
    callback: CallbackAgreed | None
    """The one that was promised."""
    events: tuple[AnyEvent, ...]

    @property
    def gap_ms(self) -> Milliseconds:
        return self.now_ms - self.last_ms


def interrupted(events: Sequence[AnyEvent], now: datetime) -> InterruptedCall | None:
    """None for a call that has ended, or whose beginning is not on record. `now`: UTC."""
    started = next((event for event in events if isinstance(event, CallStarted)), None)
    over = any(isinstance(event, CallEnded) for event in events)
    if over or started is None or not started.carrier_call_id:
        return None
    last_ms = last_moment(events)
    elapsed_ms = round((now - started.wall).total_seconds() * 1000) - started.at_ms
    ended = {event.transfer_id for event in events if isinstance(event, TransferEnded)}
    transfers = [event for event in events if isinstance(event, TransferAgreed)]
    languages = [event.language for event in events if isinstance(event, LanguageChosen)]
    return InterruptedCall(
        call_id=started.call_id,
        carrier_call_id=started.carrier_call_id,
        caller=started.caller,
        called=started.called,
        carrier=started.carrier,
        language=languages[-1] if languages else started.language,
        last_ms=last_ms,
        now_ms=min(max(last_ms, elapsed_ms), last_ms + LONGEST_GAP_MS),
        spoken=_numbers(events),
        greeted=any(
            isinstance(event, BotSaid) and event.prompt == "greeting" and not event.interrupted
            for event in events
        ),
        request=_request(events),
        reason=next(
            (each.reason.value for each in reversed(events) if isinstance(each, EscalationDecided)), ""
        ),
        transfer=transfers[-1] if transfers and transfers[-1].transfer_id not in ended else None,
        waits_in=_queue(events),
        callback=next((event for event in reversed(events) if isinstance(event, CallbackAgreed)), None),
        events=tuple(events),
    )


def _request(events: Sequence[AnyEvent]) -> Utterance | None:
    about = [each.utterance_id for each in events if isinstance(each, IntentRecognised) and each.intent]
    said = {each.utterance_id: each for each in events if isinstance(each, Utterance)}
    return said.get(about[-1]) if about else None


def _queue(events: Sequence[AnyEvent]) -> QueueJoined | None:
    last = next((event for event in reversed(events) if isinstance(event, QueueJoined | QueueLeft)), None)
    return last if isinstance(last, QueueJoined) else None


def last_moment(events: Sequence[AnyEvent]) -> Milliseconds:
    """The last that is known of a call, on its clock."""
    return max(event.end_ms if isinstance(event, Utterance | BotSaid) else event.at_ms for event in events)


def _numbers(events: Sequence[AnyEvent]) -> dict[str, int]:
    """Of `bot-7`, `caller-3`: what an utterance that comes next must not be called again."""
    ids = sorted(
        (speaker, int(number))
        for speaker, _, number in (
            event.utterance_id.rpartition("-") for event in events if isinstance(event, Utterance | BotSaid)
        )
        if number.isdecimal()
    )
    return {speaker: max(number for _, number in some) for speaker, some in groupby(ids, lambda one: one[0])}
