"""One call, from the webhook to the summary: its streams, its audio, its beginning and its end.

What is said on it is the exchange's (`voice.exchange`). Calls share nothing but their services.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from transcripts.events import EndReason, Milliseconds, Stream
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.caller_audio import CallerAudio
from voice.exchange import Exchange
from voice.mouthpiece import Send
from voice.twilio.stream import Media, MediaStream, Started


@dataclass(frozen=True, slots=True)
class Caller:
    """What the carrier's webhook said."""

    carrier_call_id: str
    caller: str
    called: str
    carrier: str
    """`twilio` or `sandbox`."""


class LiveCall:
    """A call that is going on. `finished` is set when its record is complete and on disk."""

    def __init__(self, call_id: str, caller: Caller, services: CallServices) -> None:
        settings = services.settings
        self.call_id = call_id
        self.carrier_call_id = caller.carrier_call_id
        self.finished = asyncio.Event()
        self.end_reason: EndReason | None = None
        self._services = services
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)
        self._journal = CallJournal(call_id, services.journal, services.clock)
        self._exchange = Exchange(
            call_id,
            caller.caller,
            services,
            self._journal,
            self._hang_up,
            carrier_call_id=caller.carrier_call_id,
            called=caller.called,
        )
        self._caller_audio = CallerAudio()
        self._streams: dict[Stream, str] = {}
        self._offsets: dict[Stream, Milliseconds] = {}
        """What to add to a stream's own timestamps to get the call's clock."""
        self._hang_up_line: Callable[[], None] | None = None
        self._was_connected = False
        self._completing: asyncio.Task[None] | None = None
        self._journal.started(
            carrier_call_id=caller.carrier_call_id,
            caller=caller.caller,
            called=caller.called,
            carrier=caller.carrier,
            centre=services.centre.name,
            language=services.centre.language,
            recogniser=services.recogniser_name,
            synthesiser=services.synthesiser_name,
        )
        loop = asyncio.get_running_loop()
        self._limits = (
            loop.call_later(settings.limits.connect_s, self._never_connected),
            loop.call_later(settings.limits.call_s, self._exchange.too_long),
        )

    @property
    def now_ms(self) -> Milliseconds:
        """Where the call is on its own clock."""
        return self._journal.now_ms

    @property
    def ended(self) -> bool:
        return self.end_reason is not None

    def stream_opened(self, kind: Stream, started: Started) -> None:
        self._streams[kind] = started.stream_sid
        self._offsets.pop(kind, None)
        self._journal.stream_opened(kind, started.stream_sid, started.tracks)
        if kind is Stream.EARS:
            self._caller_audio.ears_opened()

    def mouth_ready(self, stream: MediaStream, send: Send, hang_up: Callable[[], None]) -> None:
        """The bot can be heard from now on. `hang_up` closes the mouth, which ends the call."""
        self._hang_up_line = hang_up
        self._was_connected = True
        self._exchange.begin(stream, send)

    def media(self, kind: Stream, media: Media) -> None:
        """One message of audio: up to 150 a second a call, so there is no work here for the quiet line."""
        if media.lost_ms:
            self._journal.audio_lost(kind, media.lost_ms)
        if self.ended or (not media.inbound and not self._exchange.person.away):
            return
        offset = self._offsets.get(kind)
        if offset is None:
            offset = self._offsets[kind] = self._journal.now_ms - media.timestamp_ms
        at_ms = media.timestamp_ms + offset
        if not media.inbound:
            self._exchange.person.agent_sound(media.payload, at_ms)
            return
        if kind is Stream.EARS:
            frames = self._caller_audio.ears(media.payload, at_ms)
        else:
            stood_in = bool(self._caller_audio.replaced)
            frames = self._caller_audio.mouth(media.payload, at_ms)
            if not stood_in and self._caller_audio.replaced:
                self._journal.ears_replaced(self._caller_audio.replaced)
        for frame, frame_at_ms in frames:
            self._exchange.listener.frame(frame, frame_at_ms)

    def mark_returned(self, name: str) -> None:
        self._exchange.mark_returned(name)

    def key(self, digit: str) -> None:
        if not self.ended:
            self._exchange.key(digit)

    def to_person(self, preferred: str) -> str:
        """This agent of the centre takes the call over from the bot. Empty, or why that cannot be now."""
        return "the call is over" if self.ended else self._exchange.to_person(preferred)

    def stream_closed(self, kind: Stream, explanation: str) -> None:
        """The carrier ended a stream, or its socket is gone."""
        stream_id = self._streams.pop(kind, None)
        if stream_id is None:
            return
        if not self.ended:
            self._journal.stream_closed(kind, stream_id, explanation)
        if kind is Stream.EARS and not self.ended and Stream.MOUTH in self._streams:
            for frame, at_ms in self._caller_audio.ears_closed():
                self._exchange.listener.frame(frame, at_ms)
            self._journal.ears_replaced(self._caller_audio.replaced)

    def mouth_lost(self, reason: EndReason, explanation: str) -> None:
        """The bot's stream ended: so does the call, unless the caller's leg is with a person."""
        if self._exchange.person.away and not self.ended:
            self._hang_up_line = None
            self._exchange.mouth_closed()
        else:
            self.end(reason, explanation)

    @property
    def with_person(self) -> bool:
        """The caller's leg is not with the bot, and the call goes on."""
        return self._exchange.person.away and not self.ended

    def end(self, reason: EndReason, explanation: str) -> None:
        """The call is over. Whoever says so first (stop, close, status, deadline) decides."""
        if self.ended:
            return
        self.end_reason = reason
        for limit in self._limits:
            limit.cancel()
        self._exchange.close()
        self._completing = asyncio.get_running_loop().create_task(self._complete(reason, explanation))

    def _hang_up(self, reason: EndReason, explanation: str) -> None:
        """The record ends first, so that the carrier's "stop" finds the call ended by us."""
        close_line, self._hang_up_line = self._hang_up_line, None
        self.end(reason, explanation)
        if close_line is not None:
            close_line()

    def _never_connected(self) -> None:
        if Stream.MOUTH not in self._streams and not self._was_connected:
            self.end(
                EndReason.NEVER_CONNECTED,
                "The carrier fetched the answer and did not open the stream that the bot speaks through.",
            )

    async def _complete(self, reason: EndReason, explanation: str) -> None:
        try:
            await self._exchange.last_words()
            await self._journal.complete(reason, explanation, self._services.thinking)
        except Exception:
            self._log.exception("the record of the call could not be completed")
            raise
        finally:
            self._log.info("call ended", reason=reason.value, explanation=explanation)
            self.finished.set()
