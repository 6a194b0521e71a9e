"""One call, from the webhook to the summary: its streams, its audio, its beginning and its end.

What is said on it is the exchange's (`voice.exchange`). Calls share nothing but their services. One that the
service was interrupted in is taken up where the record left it (`voice.resumption`).
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import structlog

from transcripts.events import EndReason, Milliseconds, PersonStepped, Stream
from transcripts.interrupted import InterruptedCall
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.caller_audio import CallerAudio
from voice.ears import Ears
from voice.exchange import Exchange
from voice.mouthpiece import Send
from voice.outgoing import Outgoing
from voice.twilio.stream import Media, MediaStream, Started

START_DELAY_MS = 300
"""By how much the news of a stream's start may be late, as its first sound may be."""

MOUTH_AGAIN_S = 4.0
"""How long a mouth that was promised may take to replace one that ended, in seconds."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What the carrier's webhook said."""

    carrier_call_id: str
    caller: str
    called: str
    carrier: str
    """`twilio` or `sandbox`."""
    outgoing: Outgoing | None = None
    """It was we who rang `caller` from `called`, and why; None: they rang us."""


class LiveCall:
    """A call that is going on. `finished` is set when its record is complete and on disk."""

    def __init__(
        self, call_id: str, caller: Caller, services: CallServices, left: InterruptedCall | None = None
    ) -> None:
        """`left`: where the record of a call stops that goes on at the carrier; None: it is a new one."""
        settings = services.settings
        self.call_id = call_id
        self.carrier_call_id = caller.carrier_call_id
        self.caller = caller.caller
        self.finished = asyncio.Event()
        self.end_reason: EndReason | None = None
        self._services = services
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)
        self._journal = CallJournal(
            call_id, services.journal, services.clock, now_ms=left.now_ms if left is not None else 0
        )
        self._exchange = Exchange(
            call_id,
            caller.caller,
            services,
            self._journal,
            self._hang_up,
            carrier_call_id=caller.carrier_call_id,
            called=caller.called,
            outgoing=caller.outgoing,
        )
        self._caller_audio = CallerAudio()
        self._ears = Ears()
        self._asking_for_ears: asyncio.Task[None] | None = None
        self._streams: dict[Stream, str] = {}
        self._offsets: dict[Stream, Milliseconds] = {}
        """What to add to a stream's own timestamps to get the call's clock."""
        self._opened: dict[Stream, Milliseconds] = {}
        self._hang_up_line: Callable[[], None] | None = None
        self._was_connected = False
        self._left = False
        """The service stops, and the call goes on without it."""
        self._mouth_promised = False
        self._mouth_came = asyncio.Event()
        self._mouth_due: asyncio.TimerHandle | None = None
        self._completing: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()
        longest_s = settings.limits.call_s
        if left is not None:
            self._taken_up(left)
            longest_s -= left.now_ms / 1000
        else:
            self._begun(caller)
        self._limits = [loop.call_later(max(1.0, longest_s), self._exchange.too_long)]
        if left is None:
            self._limits.append(loop.call_later(settings.limits.connect_s, self._never_connected))

    @property
    def now_ms(self) -> Milliseconds:
        """Where the call is on its own clock."""
        return self._journal.now_ms

    @property
    def ended(self) -> bool:
        return self.end_reason is not None

    @property
    def waits(self) -> bool:
        """The caller is in a queue."""
        room = self._services.waiting_room
        return room is not None and self.call_id in room

    @property
    def streams(self) -> Mapping[Stream, str]:
        """The ids of those that are open; of two of a kind the one that was opened last."""
        return self._streams

    # Its streams.

    def stream_opened(self, kind: Stream, started: Started) -> None:
        self._streams[kind] = started.stream_sid
        self._offsets.pop(kind, None)
        self._opened[kind] = self.now_ms
        self._journal.stream_opened(kind, started.stream_sid, started.tracks)
        if kind is Stream.EARS:
            self._caller_audio.ears_opened()
            self._ears.opened(started.stream_sid)
        else:
            self._mouth_promised = False
            self._mouth_came.set()
            if self._mouth_due is not None:
                self._mouth_due.cancel()

    def mouth_ready(self, stream: MediaStream, send: Send, hang_up: Callable[[], None]) -> None:
        """The bot can be heard from now on. `hang_up` closes the mouth, which ends the call."""
        self._hang_up_line = hang_up
        self._was_connected = True
        self._exchange.begin(stream, send, self._streams.get(Stream.MOUTH, ""))

    def mouth_promised(self, promised: bool = True) -> None:
        """The carrier was told to connect the caller to the bot anew: the end of a stream is no end of the
        call. False: it did not come."""
        self._mouth_promised = promised

    @property
    def mouth_is_promised(self) -> bool:
        return self._mouth_promised

    async def mouth_came(self, seconds: float) -> bool:
        """Whether the bot can be heard within that time, or could before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._mouth_came.wait()
        return self._mouth_came.is_set()

    def media(self, kind: Stream, media: Media) -> None:
        """One message of audio: up to 150 a second a call, so there is no work here for the quiet line."""
        if media.lost_ms:
            self._journal.audio_lost(kind, media.lost_ms)
        if self.ended or self._left or (not media.inbound and not self._exchange.person.away):
            return
        # The least delayed message tells best when the stream began: a busy start delays the first ones. A
        # peer that sends faster than time passes does not make it begin before it was opened.
        earliest = self._opened.get(kind, 0) - START_DELAY_MS
        offset = max(self._journal.now_ms - media.timestamp_ms, earliest)
        before = self._offsets.get(kind)
        if before is None or offset < before:
            self._offsets[kind] = offset
        else:
            offset = before
        at_ms = media.timestamp_ms + offset
        if not media.inbound:
            self._exchange.person.agent_sound(media.payload, at_ms)
            return
        if kind is Stream.EARS:
            until_ms = self._caller_audio.until_ms
            frames = self._caller_audio.ears(media.payload, at_ms)
            if self._ears.awaited:
                self._journal.ears_reopened(self._ears.heard(at_ms, until_ms))
        else:
            stood_in = bool(self._caller_audio.replaced)
            frames = self._caller_audio.mouth(media.payload, at_ms)
            if not stood_in and self._caller_audio.replaced:
                self._journal.ears_replaced(self._caller_audio.replaced)
                self._ears_lost(self._caller_audio.replaced)
        for frame, frame_at_ms in frames:
            self._exchange.caller_frame(frame, frame_at_ms)

    def mark_returned(self, name: str) -> None:
        self._exchange.mark_returned(name)

    def key(self, digit: str) -> None:
        if not self.ended:
            self._exchange.key(digit)

    def stream_closed(self, kind: Stream, explanation: str, stream_id: str) -> None:
        """The carrier ended a stream, or its socket is gone."""
        if not stream_id or self._streams.get(kind) != stream_id:
            return
        del self._streams[kind]
        if self.ended or self._left:
            return
        self._journal.stream_closed(kind, stream_id, explanation)
        if kind is Stream.MOUTH:
            return
        if Stream.MOUTH in self._streams:
            for frame, at_ms in self._caller_audio.ears_closed():
                self._exchange.caller_frame(frame, at_ms)
            self._journal.ears_replaced(self._caller_audio.replaced)
        self._ears_lost(f"the fork ended while the call went on ({explanation})")

    def mouth_lost(self, reason: EndReason, explanation: str) -> None:
        """The bot's stream ended: so does the call, unless the caller is with a person or comes back."""
        if self.ended or Stream.MOUTH in self._streams:
            return
        if self._exchange.person.away or self._mouth_promised:
            self._hang_up_line = None
            self._exchange.mouth_closed()
        else:
            self.end(reason, explanation)
            return
        if not self._exchange.person.away:
            loop = asyncio.get_running_loop()
            self._mouth_due = loop.call_later(MOUTH_AGAIN_S, self.end, reason, explanation)

    def _ears_lost(self, why: str) -> None:
        """They are asked for again, where there is somebody to ask."""
        wait_s = self._ears.lost(why)
        if wait_s is None or self._services.open_ears is None:
            return
        if self._asking_for_ears is not None:
            self._asking_for_ears.cancel()
        self._asking_for_ears = asyncio.get_running_loop().create_task(self._ask_for_ears(wait_s))

    async def _ask_for_ears(self, wait_s: float) -> None:
        open_ears = self._services.open_ears
        await asyncio.sleep(wait_s)
        while open_ears is not None and self._ears.missing and not self.ended:
            answer = await open_ears(self.carrier_call_id)
            self._log.info("the carrier was asked for the ears", answer=str(answer), why=self._ears.missing)
            await asyncio.sleep(self._ears.asked(answer))

    # Its people.

    @property
    def with_person(self) -> bool:
        """The caller's leg is not with the bot, and the call goes on."""
        return self._exchange.person.away and not self.ended

    @property
    def between_people(self) -> bool:
        """Caller and agent talk at the carrier, and need nothing of ours for it."""
        return self.with_person and self._exchange.person.talked

    def stepped(self, action: str, by: str, name: str, how: str) -> None:
        """Somebody asked for something to be done with this call, and it is being done: for the record."""
        self._journal.write(
            PersonStepped(call_id=self.call_id, at_ms=self.now_ms, action=action, by=by, name=name, how=how)
        )

    def to_person(self, preferred: str) -> str:
        """This agent of the centre takes the call over from the bot. Empty, or why that cannot be now."""
        return "the call is over" if self.ended else self._exchange.to_person(preferred)

    # Its end.

    def end(self, reason: EndReason, explanation: str) -> None:
        """The call is over. Whoever says so first (stop, close, status, deadline) decides."""
        if self.ended:
            return
        self.end_reason = reason
        self._let_go()
        self._exchange.close()
        self._completing = asyncio.get_running_loop().create_task(self._complete(reason, explanation))

    def leave(self) -> None:
        """The service stops in order. The record stays open: the next start goes on with it, or closes it."""
        if self.ended or self._left:
            return
        self._left = True
        self._let_go()
        self._exchange.leave()
        self._completing = asyncio.get_running_loop().create_task(self._write_last_words())

    def _let_go(self) -> None:
        for limit in [*self._limits, self._mouth_due]:
            if limit is not None:
                limit.cancel()
        if self._asking_for_ears is not None:
            self._asking_for_ears.cancel()

    async def _write_last_words(self) -> None:
        try:
            await self._exchange.last_words()
            await self._services.journal.flush()
        finally:
            self.finished.set()
            self._log.info("the call goes on between people, and is taken up at the next start")

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
            self.finished.set()
            self._log.info("call ended", reason=reason.value, explanation=explanation)

    # Its beginning.

    def _begun(self, caller: Caller) -> None:
        services = self._services
        self._journal.started(
            carrier_call_id=caller.carrier_call_id,
            caller=caller.caller,
            called=caller.called,
            direction="outbound" if caller.outgoing is not None else "inbound",
            carrier=caller.carrier,
            centre=services.centre.name,
            language=services.centre.language,
            recogniser=services.recogniser_name,
            synthesiser=services.synthesiser_name,
        )

    def _taken_up(self, left: InterruptedCall) -> None:
        self._was_connected = True
        self._caller_audio.until_ms = left.last_ms
        self._exchange.taken_up(left)

    def resumed(self, left: InterruptedCall, explanation: str) -> None:
        """It goes on at the carrier: so it stands in the record, and the caller is to be heard again."""
        self._journal.call_resumed(left.gap_ms, explanation)
        self._ears_lost("the service was started again during the call")

    async def transfer_resumed(self, left: InterruptedCall) -> None:
        """Whoever was being rung for the caller, or talked to them, is known again."""
        await self._exchange.person.taken_up(left)
