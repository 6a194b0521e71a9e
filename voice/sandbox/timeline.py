"""What happened on a call, as the caller's end saw it: facts in order on one clock."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

import msgspec

from transcripts.events import Milliseconds
from voice.sandbox.sounding import CallerTurn


@dataclass(frozen=True, slots=True)
class Moment:
    """A fact on the call's clock."""

    at_ms: Milliseconds
    """From the answer; what came before it is negative."""
    event: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CallReport:
    """A call that was placed and is over."""

    call_sid: str
    from_number: str
    to_number: str
    answered_at: str
    """UTC, ISO 8601."""
    duration_ms: Milliseconds
    ended_by: str
    """`service` or `caller`."""
    steps_left: int
    """Steps of the script that the call was over before."""
    turns: tuple[CallerTurn, ...]
    keys: str
    notes: tuple[str, ...]
    """What went otherwise than it should, in words, with Twilio's warning numbers."""
    recording: Path
    """Stereo: left what the caller said, right what they heard."""
    timeline: Path
    moments: tuple[Moment, ...]

    @property
    def latencies_ms(self) -> tuple[Milliseconds, ...]:
        return tuple(turn.latency_ms for turn in self.turns if turn.latency_ms is not None)

    @property
    def median_latency_ms(self) -> float | None:
        return median(self.latencies_ms) if self.latencies_ms else None


def write_timeline(report: CallReport) -> None:
    """Writes the report as JSON, with its paths reduced to names, since the files lie side by side."""
    fields = {
        "call_sid": report.call_sid,
        "from": report.from_number,
        "to": report.to_number,
        "answered_at": report.answered_at,
        "duration_ms": report.duration_ms,
        "ended_by": report.ended_by,
        "steps_left": report.steps_left,
        "recording": report.recording.name,
        "keys": report.keys,
        "notes": report.notes,
        "turns": [_turn(turn) for turn in report.turns],
        "events": [
            {"at_ms": moment.at_ms, "event": moment.event}
            | ({"detail": moment.detail} if moment.detail else {})
            for moment in report.moments
        ],
    }
    report.timeline.write_bytes(msgspec.json.format(msgspec.json.encode(fields), indent=2) + b"\n")


def _turn(turn: CallerTurn) -> dict[str, object]:
    fields: dict[str, object] = {
        "said": turn.said,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "answered_ms": turn.answered_ms,
        "latency_ms": turn.latency_ms,
    }
    if turn.stopped_after_ms is not None:
        fields["bot_stopped_after_ms"] = turn.stopped_after_ms
    return fields
