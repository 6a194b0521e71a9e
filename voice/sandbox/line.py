"""The caller's line: every 20 ms by the monotonic clock, what is said goes out and what is heard is kept.

Late frames are made up for in a burst, so the line never drifts against the clock.
"""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.audio.wav import StereoWriter
from voice.sandbox.caller import SILENT_FRAME, Said, ScriptedCaller
from voice.sandbox.knobs import Knobs
from voice.sandbox.legs import StreamLeg
from voice.sandbox.playout import Playout
from voice.sandbox.sounding import is_sounding
from voice.sandbox.timeline import Moment

BURST_EVERY_MS = 1000


class Line:
    def __init__(
        self, caller: ScriptedCaller, knobs: Knobs, recording: StereoWriter, clock: Callable[[], float]
    ) -> None:
        """The call is answered now; `clock` gives monotonic seconds."""
        self.playout = Playout()
        """What the caller is about to hear."""
        self.streams: list[StreamLeg] = []
        """Streams that are open."""
        self.said: list[bool] = []
        """For each frame, whether the caller spoke."""
        self.heard: list[bool] = []
        """For each frame, whether the caller heard a sound."""
        self.labels: list[tuple[Milliseconds, str]] = []
        """When which recording began."""
        self.keys = ""
        self.moments: list[Moment] = []
        self.notes: list[str] = []
        self._caller = caller
        self._knobs = knobs
        self._recording = recording
        self._clock = clock
        self._answered_s = clock()
        self._alarms: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @property
    def now_ms(self) -> Milliseconds:
        """On the call's clock, from the answer."""
        return round((self._clock() - self._answered_s) * 1000)

    @property
    def frames(self) -> int:
        """Frames that have begun."""
        return len(self.said)

    def note(self, event: str, detail: str = "") -> None:
        """Writes a fact into the timeline."""
        self.moments.append(Moment(self.now_ms, event, detail))

    def warn(self, why: str) -> None:
        """Writes down what went otherwise than it should."""
        self.note("warning", why)
        self.notes.append(why)

    async def pass_ms(self, ms: Milliseconds) -> None:
        """Waits until this much of the call has gone by."""
        alarm = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (self.frames + -(-ms // FRAME_MS), next(self._numbers), alarm))
        await alarm

    async def run(self) -> None:
        """Runs until the caller hangs up."""
        said, heard = Said(SILENT_FRAME), SILENT_FRAME
        while True:
            ahead_s = self._answered_s + self.frames * FRAME_MS / 1000 - self._clock()
            if ahead_s > 0:
                await asyncio.sleep(ahead_s)
            elif self.frames % 50 == 0:
                await asyncio.sleep(0)
            if self.frames:
                self._deliver(said, heard)
            self._ring_alarms()
            said = self._caller.next_frame(bool(self.heard) and self.heard[-1])
            if said.hangs_up:
                return
            heard = self._hear(said)

    def _hear(self, said: Said) -> bytes:
        """One frame begins: notes what the caller does, and plays what they hear."""
        if said.begins:
            self.labels.append((self.frames * FRAME_MS, said.begins))
            self.note("caller plays", said.begins)
        played = self.playout.play(FRAME_SAMPLES).audio
        pcm = mulaw.decode(played)
        self._recording.write(mulaw.decode(said.frame), pcm)
        self.said.append(said.speaking)
        self.heard.append(is_sounding(pcm))
        return played

    def _deliver(self, said: Said, heard: bytes) -> None:
        """The frame that has just ended goes to the streams, with the marks that were passed in it."""
        frame = self.frames - 1
        skipped = self._knobs.skipped_ms_at
        lost = skipped is not None and skipped[0] <= frame * FRAME_MS < skipped[0] + skipped[1]
        for stream in self.streams:
            if frame >= stream.media_from_frame:
                stream.deliver(said.frame, heard, lost)
        if said.key:
            self.keys += said.key
            self.note("key", said.key)
            for stream in self.streams:
                stream.key(said.key)
        for name in self.playout.returned_marks():
            self.return_mark(name)
        if self._knobs.burst_ms:
            holding = frame * FRAME_MS % BURST_EVERY_MS < self._knobs.burst_ms
            for stream in self.streams:
                stream.hold(holding)

    def return_mark(self, name: str) -> None:
        """Sends a mark back, unless this carrier never does or already has."""
        if self._knobs.no_marks or self._knobs.eager_marks:
            return
        self.echo_mark(name)

    def echo_mark(self, name: str) -> None:
        self.note("mark returned", name)
        for stream in self.streams:
            stream.mark(name)

    def _ring_alarms(self) -> None:
        while self._alarms and self._alarms[0][0] <= self.frames:
            alarm = heapq.heappop(self._alarms)[2]
            if not alarm.done():
                alarm.set_result(None)
