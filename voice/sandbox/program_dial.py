"""`<Dial>`: telephones that are rung for a leg and bridged with it, a conference, a queue that it serves."""

import asyncio
from collections.abc import Awaitable, Callable

from transcripts.events import Milliseconds
from voice.audio.types import Int16Array
from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.company_floor import Floor
from voice.sandbox.company_queues import Queues
from voice.sandbox.company_rooms import Rooms
from voice.sandbox.company_sounds import ringing
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.twiml_verbs import Ask, Callee, ConferenceNoun, Dial, QueueNoun

WhisperOn = Callable[[Leg, Ask, dict[str, str]], Awaitable[bool]]
"""Runs a document on another leg before it is bridged. False: it ended that call."""

DIAL_STATUS = {
    LegStatus.COMPLETED: "completed",
    LegStatus.BUSY: "busy",
    LegStatus.NO_ANSWER: "no-answer",
    LegStatus.CANCELED: "canceled",
}


BAD_COACH = 13240
"""The one fault of a `<Conference>` after which the action is asked; after others the next verb follows."""


class Voice:
    """What another leg says, as long as the bridge lasts."""

    def __init__(self, leg: Leg) -> None:
        self._leg = leg

    def next(self) -> Int16Array:
        return self._leg.said


class Dialling:
    def __init__(self, floor: Floor, rooms: Rooms, queues: Queues, leg: Leg, whisper_on: WhisperOn) -> None:
        self._floor = floor
        self._rooms = rooms
        self._queues = queues
        self._leg = leg
        self._whisper_on = whisper_on
        self._ringing: _Ringing | None = None

    async def dial(self, verb: Dial) -> Ask | None:
        """Returns when the leg is free again: its action, or None where the next verb follows."""
        leg, star = self._leg, asyncio.Event()
        if verb.hangup_on_star:
            leg.on_star = star.set
        try:
            if verb.conference is not None:
                answers = await self._confer(verb.conference, verb.longest_s, star)
            elif verb.queue is not None:
                answers = await self._serve(verb.queue, verb.timeout_s, verb.longest_s, star)
            else:
                answers = await self._ring(verb, star)
        except CarrierError as error:
            leg.warn(f"{error.code}: {error.message}")
            return verb.action if error.code == BAD_COACH else None
        except asyncio.CancelledError:
            if verb.action is not None:
                # After a bridge, a redirect and a hang-up look the same: `completed`.
                leg.interrupted = verb.action, self._ringing.answers() if self._ringing else {}
            raise
        finally:
            leg.on_star = None
            leg.source = leg.speaker
            self._ringing = None
        leg.answers = answers
        return verb.action

    # Telephones.

    async def _ring(self, verb: Dial, star: asyncio.Event) -> dict[str, str]:
        groups = [(callee,) for callee in verb.callees] if verb.sequential else [verb.callees]
        answers: dict[str, str] = {}
        for group in groups:
            self._ringing = _Ringing(self._floor, self._leg, verb, self._whisper_on)
            answers = await self._ringing.run(group, star)
            if self._ringing.winner is not None:
                break
        return answers

    # Conferences.

    async def _confer(self, noun: ConferenceNoun, longest_s: float, star: asyncio.Event) -> dict[str, str]:
        leg = self._leg
        left = self._rooms.join(leg, noun)
        try:
            await self._until(left, star, longest_s)
        finally:
            self._rooms.leave(leg, leg.leaving)
        return {"DialCallStatus": "answered"}

    # Queues.

    async def _serve(
        self, noun: QueueNoun, timeout_s: float, longest_s: float, star: asyncio.Event
    ) -> dict[str, str]:
        waiting = await self._queues.front(noun.name, timeout_s)
        if waiting is None:
            return {"DialCallStatus": "no-answer"}
        leg, caller = self._leg, waiting.leg
        waiting.bridging()
        try:
            started_ms = self._floor.clock.now_ms
            if noun.whisper is not None:
                form = waiting.form(started_ms) | {"DequeingCallSid": leg.sid}
                if not await self._whisper_on(caller, noun.whisper, form):
                    self._floor.hang_up(caller)
            leg.source, caller.source = Voice(caller), Voice(leg)
            leg.note("bridged", caller.sid)
            caller.note("bridged", leg.sid)
            await self._until(waiting.gone, star, longest_s)
        finally:
            waiting.released.set()
        seconds = (self._floor.clock.now_ms - started_ms) // 1000
        return {
            "DialCallStatus": "completed",
            "DialCallSid": caller.sid,
            "DialCallDuration": str(seconds),
            "DialBridged": "true",
        }

    async def _until(self, gone: asyncio.Event, star: asyncio.Event, longest_s: float) -> None:
        starring = asyncio.create_task(star.wait())
        going = asyncio.create_task(self._floor.within(gone, longest_s))
        try:
            await asyncio.wait({starring, going}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            starring.cancel()
            going.cancel()


class _Ringing:
    """Telephones that ring at once, of which the first that answers is bridged."""

    def __init__(self, floor: Floor, leg: Leg, verb: Dial, whisper_on: WhisperOn) -> None:
        self.winner: Leg | None = None
        self._floor = floor
        self._leg = leg
        self._verb = verb
        self._whisper_on = whisper_on
        self._news = asyncio.Event()
        self._bridged_ms: Milliseconds | None = None
        self._done = asyncio.Event()
        self._children: list[Leg] = []

    async def run(self, callees: tuple[Callee, ...], star: asyncio.Event) -> dict[str, str]:
        leg = self._leg
        leg.source = ringing()
        watching = asyncio.create_task(self._watch_star(star))
        try:
            self._children = [self._place(callee) for callee in callees]
            while any(child.is_live for child in self._children) and not self._done.is_set():
                self._news.clear()
                await self._news.wait()
        finally:
            watching.cancel()
            self._done.set()
            for child in self._children:
                # One that was redirected by REST has a life of its own.
                if not child.is_redirected:
                    status = LegStatus.COMPLETED if child.is_in_progress else LegStatus.CANCELED
                    self._floor.hang_up(child, status)
        return self.answers()

    def _place(self, callee: Callee) -> Leg:
        number = self._verb.caller_id or self._leg.identity.from_number
        account = self._floor.account.sid
        identity = CallIdentity(
            new_sid("CA"), account, number, callee.address, "outbound-dial", self._leg.sid
        )
        child = self._floor.place(
            identity,
            lambda leg: self._answered(leg, callee),
            status=callee.status,
            timeout_s=self._verb.timeout_s,
            longest_s=self._verb.longest_s,
        )
        self._leg.note("dials", f"{callee.address} {child.sid}")
        self._floor.spawn(self._watch(child))
        return child

    async def _answered(self, child: Leg, callee: Callee) -> None:
        """What the child does: its whisper, then the bridge."""
        if self.winner is not None:
            return
        self.winner = child
        for other in self._children:
            if other is not child:
                self._floor.hang_up(other, LegStatus.CANCELED)
        if not self._verb.answer_on_bridge:
            self._leg.source = self._leg.speaker
        if callee.whisper is not None and not await self._whisper_on(child, callee.whisper, {}):
            return
        if not self._leg.is_in_progress:
            self._floor.answer(self._leg)
        self._bridged_ms = self._floor.clock.now_ms
        self._leg.source, child.source = Voice(child), Voice(self._leg)
        self._leg.note("bridged", child.sid)
        child.note("bridged", self._leg.sid)
        try:
            await self._done.wait()
        finally:
            # Redirected or gone: either way the leg that dialled is alone.
            self._done.set()
            self._news.set()

    async def _watch(self, child: Leg) -> None:
        await child.over.wait()
        self._news.set()

    async def _watch_star(self, star: asyncio.Event) -> None:
        await star.wait()
        self._done.set()
        self._news.set()

    def answers(self) -> dict[str, str]:
        """What the action is told."""
        last = self.winner or self._children[-1]
        status = DIAL_STATUS.get(last.status, "failed")
        if self.winner is not None:
            status = "completed"
        answers = {"DialCallStatus": status, "DialCallSid": last.sid}
        if self.winner is not None:
            answers["DialCallDuration"] = str(-(-last.duration_ms // 1000))
            answers["DialBridged"] = "true" if self._bridged_ms is not None else "false"
        return answers
