"""One leg of the company: a telephone, what it says and hears, and what is known about its call."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec
import numpy as np

from transcripts.events import Milliseconds
from voice.audio.types import Int16Array
from voice.audio.wav import StereoWriter
from voice.sandbox.company_clock import FrameClock
from voice.sandbox.company_sounds import SILENCE, Source, Speaker
from voice.sandbox.company_streams import LegStreams
from voice.sandbox.identity import CallIdentity
from voice.sandbox.phones import Phone, PhoneFrame
from voice.sandbox.timeline import Moment
from voice.sandbox.twiml_verbs import Ask, Subscription

WAV_HEADER_BYTES = 44


class LegStatus(StrEnum):
    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


LIVE = frozenset({LegStatus.QUEUED, LegStatus.RINGING, LegStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class LegReport:
    """A leg that is over, as its telephone saw it."""

    call_sid: str
    from_number: str
    to_number: str
    direction: str
    status: LegStatus
    ended_by: str
    """`phone`, `service` (its TwiML or its REST request) or `carrier`."""
    answered_at_ms: Milliseconds | None
    """On the company's clock; None: it was never answered."""
    duration_ms: Milliseconds
    keys: str
    notes: tuple[str, ...]
    recording: Path | None
    """Stereo: left what the telephone said, right what it heard, from the answer on."""
    timeline: Path
    moments: tuple[Moment, ...]
    """From the answer on; what was before it is negative."""


class Leg:
    def __init__(
        self, identity: CallIdentity, phone: Phone, clock: FrameClock, directory: Path, status: Subscription
    ) -> None:
        """`directory` takes the recording and the timeline; `status` is who is told of its progress."""
        self.identity = identity
        self.status = LegStatus.QUEUED
        self.status_to = status
        self.sequence = 0
        self.fallback: Ask | None = None
        self.answers: dict[str, str] = {}
        """What the next document is told of the verb before it."""
        self.interrupted: tuple[Ask, dict[str, str]] | None = None
        """The action of a verb that was broken off, and what it is told."""
        self.is_redirected = False
        """REST has sent it elsewhere at least once."""
        self.phone = phone
        self.speaker = Speaker()
        """The company's voice on this leg."""
        self.said: Int16Array = SILENCE
        """The frame that the telephone says now."""
        self.answered = asyncio.Event()
        self.over = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        """What the company does on this leg."""
        self.leaving = "participant_hung_up"
        """Why it leaves the conference in which it is, should it leave now."""
        self.ended_by = ""
        self.sip_code = "200"
        self.created_ms = clock.now_ms
        self.answered_ms: Milliseconds | None = None
        self.ended_ms: Milliseconds | None = None
        self.keys = ""
        self.on_key: Callable[[str], None] | None = None
        """Who asked for keys."""
        self.on_star: Callable[[], None] | None = None
        self.notes: list[str] = []
        self.streams: LegStreams
        self.source: Source = self.speaker
        self._clock = clock
        self._directory = directory
        self._moments: list[tuple[Milliseconds, str, str]] = []
        self._writer: StereoWriter | None = None
        self._heard: Int16Array = SILENCE

    @property
    def sid(self) -> str:
        return self.identity.call_sid

    @property
    def is_inbound(self) -> bool:
        return self.identity.direction == "inbound"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_in_progress(self) -> bool:
        return self.status is LegStatus.IN_PROGRESS

    @property
    def duration_ms(self) -> Milliseconds:
        """From the answer to now, or to the end."""
        if self.answered_ms is None:
            return 0
        return (self._clock.now_ms if self.ended_ms is None else self.ended_ms) - self.answered_ms

    @property
    def recording(self) -> Path:
        return self._directory / f"{self.sid}.wav"

    @property
    def timeline(self) -> Path:
        return self._directory / f"{self.sid}.json"

    @property
    def moments(self) -> tuple[Moment, ...]:
        zero = self._zero_ms
        return tuple(Moment(at - zero, event, detail) for at, event, detail in self._moments)

    def note(self, event: str, detail: str = "") -> None:
        """Writes a fact into the timeline."""
        self._moments.append((self._clock.now_ms, event, detail))

    def warn(self, why: str) -> None:
        """Writes down what went otherwise than it should, with Twilio's number where it has one."""
        self.note("warning", why)
        self.notes.append(why)

    def answer(self) -> None:
        self.status = LegStatus.IN_PROGRESS
        self.answered_ms = self._clock.now_ms
        self._writer = StereoWriter(self.recording)
        self.note("answered")
        self.answered.set()

    def speak(self, now_ms: Milliseconds) -> PhoneFrame:
        """The first half of a tick: the last frame goes out, and the telephone acts on it."""
        if self.answered_ms is not None:
            self.streams.deliver(self.said, self._heard)
        frame = self.phone.frame(self._heard, now_ms)
        self.said = frame.said if self.answered_ms is not None else SILENCE
        if frame.begins:
            self.note("phone plays", frame.begins)
        return frame

    def listen(self) -> None:
        """The second half: what the telephone hears now, while it says what it says."""
        self._heard = self.source.next()
        if self._writer is not None:
            self._writer.write(self.said, self._heard)

    def press(self, key: str) -> None:
        self.keys += key
        self.note("key", key)
        self.streams.key(key)
        if self.on_key is not None:
            self.on_key(key)
        if key == "*" and self.on_star is not None:
            self.on_star()

    def end(self, status: LegStatus, ended_by: str) -> None:
        """Closes the books. Further ends change nothing."""
        self.status, self.ended_by = status, ended_by
        self.ended_ms = self._clock.now_ms
        self.note("ended", f"{status} by the {ended_by}")
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self.write_timeline()
        self.over.set()

    def tracks(self) -> tuple[Int16Array, Int16Array]:
        """What was said and heard so far, from the answer on."""
        if self._writer is not None:
            self._writer.flush()
        if not self.recording.exists():
            return np.zeros(0, np.int16), np.zeros(0, np.int16)
        both = np.frombuffer(self.recording.read_bytes()[WAV_HEADER_BYTES:], "<i2").reshape(-1, 2)
        return both[:, 0].astype(np.int16), both[:, 1].astype(np.int16)

    def report(self) -> LegReport:
        return LegReport(
            call_sid=self.sid,
            from_number=self.identity.from_number,
            to_number=self.identity.to_number,
            direction=self.identity.direction,
            status=self.status,
            ended_by=self.ended_by,
            answered_at_ms=self.answered_ms,
            duration_ms=self.duration_ms,
            keys=self.keys,
            notes=tuple(self.notes),
            recording=self.recording if self.answered_ms is not None else None,
            timeline=self.timeline,
            moments=self.moments,
        )

    def write_timeline(self) -> None:
        report = self.report()
        fields = {
            "call_sid": report.call_sid,
            "from": report.from_number,
            "to": report.to_number,
            "direction": report.direction,
            "status": report.status,
            "ended_by": report.ended_by,
            "answered_at_ms": report.answered_at_ms,
            "duration_ms": report.duration_ms,
            "recording": report.recording.name if report.recording else None,
            "keys": report.keys,
            "notes": report.notes,
            "events": [
                {"at_ms": moment.at_ms, "event": moment.event}
                | ({"detail": moment.detail} if moment.detail else {})
                for moment in report.moments
            ],
        }
        self.timeline.write_bytes(msgspec.json.format(msgspec.json.encode(fields), indent=2) + b"\n")

    @property
    def _zero_ms(self) -> Milliseconds:
        return self.created_ms if self.answered_ms is None else self.answered_ms
