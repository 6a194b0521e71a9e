"""Recordings that the service asked for: messages left with `<Record>`, and stretches of a call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import Int16Array
from voice.audio.wav import StereoWriter, write_mulaw_wav
from voice.sandbox.company_floor import Floor
from voice.sandbox.identity import API_VERSION, new_sid
from voice.sandbox.leg import Leg
from voice.sandbox.twiml_verbs import Ask, Subscription


@dataclass(slots=True)
class KeptRecording:
    sid: str
    leg: Leg
    source: str
    """`RecordVerb` or `StartCallRecordingAPI`."""
    channels: int
    started_ms: Milliseconds
    """On the company's clock."""
    status: str = "in-progress"
    status_to: Subscription = field(default_factory=Subscription)
    duration_ms: Milliseconds = 0
    path: Path | None = None
    pauses: list[tuple[Milliseconds, Milliseconds | None]] = field(
        default_factory=list[tuple[Milliseconds, Milliseconds | None]]
    )


class Recordings:
    def __init__(self, floor: Floor, url: Callable[[], str]) -> None:
        """`url` is where the company's REST interface is reached."""
        self.kept: dict[str, KeptRecording] = {}
        self._floor = floor
        self._url = url

    def keep(self, leg: Leg, pcm: Int16Array, status: Ask | None) -> dict[str, str]:
        """Keeps a message; the form fields that tell of it."""
        subscription = Subscription(status, frozenset({"completed"}))
        started_ms = self._floor.clock.now_ms - pcm.size // 8
        kept = KeptRecording(new_sid("RE"), leg, "RecordVerb", 1, started_ms, "completed", subscription)
        kept.duration_ms = pcm.size // 8
        kept.path = self._floor.directory / f"{kept.sid}.wav"
        write_mulaw_wav(kept.path, mulaw.encode(pcm))
        self.kept[kept.sid] = kept
        form = self.form(kept)
        self._tell(kept, "completed")
        return {name: form[name] for name in ("RecordingSid", "RecordingUrl", "RecordingDuration")}

    def start(self, leg: Leg, channels: int, status: Subscription) -> KeptRecording:
        """Records a call from now on."""
        now_ms = self._floor.clock.now_ms
        kept = KeptRecording(new_sid("RE"), leg, "StartCallRecordingAPI", channels, now_ms, status_to=status)
        self.kept[kept.sid] = kept
        self._floor.spawn(self._until_over(kept))
        self._tell(kept, "in-progress")
        return kept

    def current(self, leg: Leg) -> KeptRecording | None:
        """The newest of the leg that is going on."""
        found = [
            one for one in self.kept.values() if one.leg is leg and one.status in ("in-progress", "paused")
        ]
        return found[-1] if found else None

    def change(self, kept: KeptRecording, status: str) -> None:
        """Pauses, resumes or stops it."""
        now_ms = self._floor.clock.now_ms
        if kept.status in ("completed", "absent"):
            return
        if status == "paused" and kept.status != "paused":
            kept.pauses.append((now_ms, None))
        if status != "paused" and kept.pauses and kept.pauses[-1][1] is None:
            kept.pauses[-1] = (kept.pauses[-1][0], now_ms)
        kept.status = status
        if status == "stopped":
            self._finish(kept)

    def form(self, kept: KeptRecording) -> dict[str, str]:
        """The fields of its status callback."""
        account = self._floor.account.sid
        return {
            "AccountSid": account,
            "CallSid": kept.leg.sid,
            "RecordingSid": kept.sid,
            "RecordingUrl": f"{self._url()}/{API_VERSION}/Accounts/{account}/Recordings/{kept.sid}",
            "RecordingStatus": kept.status,
            "RecordingDuration": str(-(-kept.duration_ms // 1000)),
            "RecordingChannels": str(kept.channels),
            "RecordingSource": kept.source,
            "RecordingStartTime": self._floor.timestamp(),
        }

    async def _until_over(self, kept: KeptRecording) -> None:
        await kept.leg.over.wait()
        if kept.status in ("in-progress", "paused"):
            self.change(kept, "stopped")

    def _finish(self, kept: KeptRecording) -> None:
        leg, zero = kept.leg, kept.leg.answered_ms or 0
        now_ms = self._floor.clock.now_ms
        said, heard = leg.tracks()
        both = np.stack([said, heard])
        for begin, end in kept.pauses:
            # Twilio's default: what was said in a pause is silence, and the time goes on.
            both[:, max(0, begin - zero) * 8 : max(0, (end or now_ms) - zero) * 8] = 0
        both = both[:, max(0, kept.started_ms - zero) * 8 : max(0, now_ms - zero) * 8]
        kept.path = self._floor.directory / f"{kept.sid}.wav"
        if kept.channels == 2:
            with StereoWriter(kept.path) as writer:
                writer.write(both[0], both[1])
        else:
            mono = np.clip(both.sum(axis=0, dtype=np.int32), -32768, 32767).astype(np.int16)
            write_mulaw_wav(kept.path, mulaw.encode(mono))
        kept.duration_ms = both.shape[1] // 8
        kept.status = "completed"
        self._tell(kept, "completed")

    def _tell(self, kept: KeptRecording, event: str) -> None:
        ask = kept.status_to.ask
        if ask is not None and event in kept.status_to.events:
            self._floor.messenger.tell(ask, f"recording-{event}", self.form(kept), kept.sid)
