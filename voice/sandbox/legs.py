"""One open stream of the call: the protocol's script, and the wire that it goes over."""

from voice.sandbox.media import StreamKind, StreamScript, Track
from voice.sandbox.wire import Wire


class StreamLeg:
    def __init__(self, script: StreamScript, wire: Wire, media_from_frame: int) -> None:
        self.script = script
        self.wire = wire
        self.media_from_frame = media_from_frame
        """The first frame of the line that is sent on it."""
        self._stopped = False

    @property
    def is_mouth(self) -> bool:
        return self.script.kind is StreamKind.MOUTH

    def deliver(self, said: bytes, heard: bytes, lost: bool) -> None:
        """Sends one frame of each track that the stream carries, or loses it."""
        for track in self.script.tracks:
            audio = said if track is Track.INBOUND else heard
            if lost:
                self.script.lose(track, len(audio))
            else:
                self.wire.send(self.script.media(track, audio))

    def key(self, digit: str) -> None:
        """Only the mouth carries keys."""
        if self.is_mouth:
            self.wire.send([self.script.dtmf(digit)])

    def mark(self, name: str) -> None:
        if self.is_mouth:
            self.wire.send([self.script.mark(name)])

    def hold(self, holding: bool) -> None:
        self.wire.hold(holding)

    async def stop(self) -> None:
        """Ends the stream as Twilio does: `stop`, then the close of the socket."""
        if not self._stopped:
            self._stopped = True
            self.wire.send([self.script.stop()])
        await self.wire.drain_and_close()
