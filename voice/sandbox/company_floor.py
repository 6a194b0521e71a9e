"""The exchange hall of a company: every leg from its first ring to its end, on one clock.

It knows nothing of TwiML or REST: what is done on a leg once it is answered is handed in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TypeAlias

import aiohttp

from transcripts.events import Milliseconds
from voice.sandbox.callbacks import Messenger
from voice.sandbox.company_clock import FrameClock
from voice.sandbox.company_sounds import Synthesiser, tone_voice
from voice.sandbox.company_streams import LegStreams, StreamNeeds
from voice.sandbox.identity import CallIdentity
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.phones import Phone, PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.problem import CallFailed
from voice.sandbox.twiml import TwimlError
from voice.sandbox.twiml_verbs import Ask, Subscription
from voice.sandbox.webhooks import Addresses, Signer, Webhooks

Work: TypeAlias = Callable[[Leg], Awaitable[None]]
"""What is done on a leg; the leg ends when it returns."""

SIP_CODES = {
    LegStatus.COMPLETED: "200",
    LegStatus.BUSY: "486",
    LegStatus.FAILED: "404",
    LegStatus.NO_ANSWER: "487",
    LegStatus.CANCELED: "487",
}


STALE_ACTION_MS = 320
STALE_TARGET_MS = 651
"""Measured once, after a redirect during `<Dial>` (qisoft/i-hate-making-calls#24)."""

NOBODY = PhoneScript(outcome=PhoneOutcome.FAILED)
"""An address at which there is no telephone."""
ENGAGED = PhoneScript(outcome=PhoneOutcome.BUSY)
"""One whose telephone is on another leg."""


@dataclass(frozen=True, slots=True)
class Account:
    sid: str
    token: str


class Floor:
    def __init__(
        self,
        account: Account,
        addresses: Addresses,
        session: aiohttp.ClientSession,
        clock: FrameClock,
        directory: Path,
        synthesiser: Synthesiser | None = None,
    ) -> None:
        self.account = account
        self.clock = clock
        self.directory = directory
        self.session = session
        self.knobs = CompanyKnobs()
        self.voice: Synthesiser = synthesiser or tone_voice
        self.legs: dict[str, Leg] = {}
        """Every leg there was, by sid, in the order in which they began."""
        self.warnings: list[str] = []
        """What Twilio would write into the log of the account."""
        self.phones: dict[str, Phone] = {}
        """The directory: `+1…`, `client:…` and `sip:…` addresses."""
        self.before_listening: list[Callable[[], None]] = []
        """Called in each tick when all have spoken and nobody has heard it yet: the mixers."""
        self.when_taken_in: list[Callable[[Leg], None]] = []
        """Called with each new leg, before it rings: telephones that show who is at the other end."""
        self._started = datetime.now(UTC)
        self._live: dict[str, Leg] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._partings: set[asyncio.Task[None]] = set()
        """Those of them that say good-bye, which takes a moment and is never broken off."""
        self._next_start_ms: Milliseconds = 0
        signer = Signer(account.token)
        self.messenger = Messenger(
            Webhooks(session, addresses, signer), clock, lambda: self.knobs, self.warnings.append
        )
        self._needs = StreamNeeds(
            addresses, signer, clock, self.messenger, lambda: self.knobs, self.wall, self.spawn, self._part
        )

    def wall(self) -> datetime:
        """The time of day, on the company's clock."""
        return self._started + timedelta(milliseconds=self.clock.now_ms)

    def timestamp(self) -> str:
        """Now, as RFC 2822."""
        return format_datetime(self.wall().replace(microsecond=0))

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Runs it beside all else; what it fails with becomes a warning."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._spawned_done)
        return task

    def phone_at(self, address: str) -> Phone | None:
        """The telephone behind an address, whose parameters do not matter; None: there is none."""
        return self.phones.get(address.partition(";")[0].partition("?")[0])

    # The life of a leg.

    def take_in(self, identity: CallIdentity, phone: Phone, status: Subscription) -> Leg:
        """Opens the books of a leg, which does not ring yet."""
        leg = Leg(identity, phone, self.clock, self.directory, status)
        leg.streams = LegStreams(identity, self._needs, leg)
        self.legs[leg.sid] = self._live[leg.sid] = leg
        for tell in self.when_taken_in:
            tell(leg)
        return leg

    def place(
        self,
        identity: CallIdentity,
        work: Work,
        *,
        status: Subscription,
        timeout_s: float,
        longest_s: float = 14_400,
        by_rest: bool = False,
    ) -> Leg:
        """Rings the telephone at the identity's `to`; what follows its answer is `work`."""
        phone = self.phone_at(identity.to_number) or ScriptedPhone(NOBODY)
        if any(other.phone is phone for other in self._live.values()):
            phone = ScriptedPhone(ENGAGED)
        leg = self.take_in(identity, phone, status)
        delay_ms = self.knobs.ring_after_ms
        if by_rest and self.knobs.calls_a_second:
            start_ms = max(self.clock.now_ms, self._next_start_ms)
            self._next_start_ms = start_ms + round(1000 / self.knobs.calls_a_second)
            delay_ms += start_ms - self.clock.now_ms
        self.tell(leg, "initiated")
        self.begin(leg, self._ring(leg, work, delay_ms, timeout_s, longest_s))
        return leg

    def begin(self, leg: Leg, work: Coroutine[None, None, None]) -> None:
        """Makes `work` what is done on the leg; the leg ends with it."""
        leg.task = self.spawn(self._live_through(leg, work))

    def redirect(self, leg: Leg, work: Work) -> None:
        """Breaks off what is done on the leg, and begins with something else."""
        old = leg.task
        leg.leaving = "participant_updated_via_api"
        leg.is_redirected = True
        leg.task = self.spawn(self._live_through(leg, self._change(leg, old, work)))

    def answer(self, leg: Leg) -> None:
        leg.answer()
        self.tell(leg, "answered")

    def hang_up(
        self, leg: Leg, status: LegStatus = LegStatus.COMPLETED, by: str = "service", sip_code: str = ""
    ) -> None:
        """Ends a leg, whatever is done on it. A second end changes nothing."""
        if not leg.is_live:
            return
        leg.sip_code = sip_code or SIP_CODES.get(status, "200")
        self._live.pop(leg.sid, None)
        leg.streams.stop_all()
        leg.end(status, by)
        if leg.task is not None and leg.task is not asyncio.current_task():
            leg.task.cancel()
        self.tell(leg, "completed")

    def limit(self, leg: Leg, longest_s: float) -> None:
        """Ends the leg when it has lasted so long."""
        self.spawn(self._limit(leg, longest_s - leg.duration_ms / 1000))

    def tell(self, leg: Leg, event: str) -> None:
        """Posts a step of the leg to whoever subscribed to it."""
        ask = leg.status_to.ask
        if ask is None or event not in leg.status_to.events:
            return
        sequence, leg.sequence = leg.sequence, leg.sequence + 1
        status = {"initiated": "initiated", "answered": "in-progress"}.get(event, str(leg.status))
        form = leg.identity.form(status) | {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
            "Timestamp": self.timestamp(),
        }
        if event == "completed":
            seconds = -(-leg.duration_ms // 1000)
            form |= {
                "CallDuration": str(seconds),
                "Duration": str(-(-seconds // 60)),
                "SipResponseCode": leg.sip_code,
            }
        leg.note("status callback", status)
        self.messenger.tell(ask, event, form, leg.sid)

    # The clock.

    def tick(self, now_ms: Milliseconds) -> None:
        """20 ms of every leg."""
        live = list(self._live.values())
        for leg in live:
            if leg.status is LegStatus.QUEUED or (leg.is_inbound and not leg.is_in_progress):
                continue
            frame = leg.speak(now_ms)
            if leg.status is LegStatus.RINGING:
                if frame.answers:
                    self.answer(leg)
                elif frame.declines:
                    outcome = frame.outcome or PhoneOutcome.DECLINED
                    self.hang_up(leg, LegStatus(outcome.call_status), "phone", str(outcome.sip_code))
                continue
            if frame.key:
                leg.press(frame.key)
            if frame.hangs_up:
                self.hang_up(leg, by="phone")
        for mix in self.before_listening:
            mix()
        for leg in live:
            if leg.is_in_progress:
                leg.listen()

    async def close(self) -> None:
        """Ends every leg and waits for what is still going on."""
        for leg in list(self._live.values()):
            self.hang_up(leg, by="carrier")
        tasks = self._tasks - self._partings
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*self._partings, return_exceptions=True)
        await self.messenger.close()

    async def _ring(
        self, leg: Leg, work: Work, delay_ms: Milliseconds, timeout_s: float, longest_s: float
    ) -> None:
        await self.clock.pass_ms(delay_ms)
        leg.status = LegStatus.RINGING
        leg.phone.ring(self.clock.now_ms)
        self.tell(leg, "ringing")
        if not await self.within(leg.answered, timeout_s):
            self.hang_up(leg, LegStatus.NO_ANSWER, by="carrier")
            return
        self.limit(leg, longest_s)
        await work(leg)

    async def within(self, event: asyncio.Event, seconds: float) -> bool:
        """Whether the event came in this time."""
        waiting = asyncio.create_task(event.wait())
        passing = asyncio.create_task(self.clock.pass_ms(round(seconds * 1000)))
        try:
            await asyncio.wait({waiting, passing}, return_when=asyncio.FIRST_COMPLETED)
            return event.is_set()
        finally:
            waiting.cancel()
            passing.cancel()

    async def _change(self, leg: Leg, old: asyncio.Task[None] | None, work: Work) -> None:
        if old is not None and not old.done():
            old.cancel()
            await asyncio.wait({old})
        leg.leaving = "participant_hung_up"
        leg.source = leg.speaker
        interrupted, leg.interrupted = leg.interrupted, None
        if interrupted is not None and self.knobs.stale_action:
            await self.clock.pass_ms(STALE_ACTION_MS)
            self.tell_interrupted(leg, *interrupted)
            await self.clock.pass_ms(STALE_TARGET_MS - STALE_ACTION_MS)
        else:
            await self.clock.pass_ms(self.knobs.redirect_ms)
        await work(leg)

    def tell_interrupted(self, leg: Leg, action: Ask, answers: dict[str, str]) -> None:
        """Requests the action of a verb that was broken off; its document is thrown away."""
        form = leg.identity.form(str(leg.status)) | answers
        self.messenger.tell(action, "action", form, f"action of {leg.sid}")

    async def _limit(self, leg: Leg, longest_s: float) -> None:
        if not await self.within(leg.over, longest_s):
            self.hang_up(leg, by="carrier")

    async def _live_through(self, leg: Leg, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            interrupted = leg.interrupted
            if interrupted is not None and not leg.is_live:
                leg.interrupted = None
                self.tell_interrupted(leg, *interrupted)
            raise
        except (CallFailed, TwimlError) as error:
            leg.warn(f"{error}; the carrier ended the call")
            self.warnings.append(str(error))
        if leg.task is asyncio.current_task():
            self.hang_up(leg)

    def _part(self, work: Coroutine[None, None, None]) -> None:
        task = self.spawn(work)
        self._partings.add(task)
        task.add_done_callback(self._partings.discard)

    def _spawned_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.warnings.append(f"the company itself failed: {task.exception()!r}")
