"""What all transfers of a service share: its people, the carrier, and the addresses at which they meet."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assist.briefing import Briefing, briefing
from config.centre import Agent, Centre
from transcripts.interrupted import InterruptedCall
from transcripts.journal import Journal
from voice.agents import Roster
from voice.audio.wav import mulaw_wav
from voice.conference_call import ConferenceCall
from voice.conference_desk import ConferenceDesk
from voice.conference_driver import ConferenceDriver
from voice.presence import Presence
from voice.queueing import Waiting, able, serving
from voice.speech.phrases import SpeechSource
from voice.transfer import Transfer
from voice.transfer_attempt import Attempt
from voice.transfer_driver import CallerLine, TransferDriver
from voice.transfer_messages import Begin, CarrierSeen, Dial, Fallback, Left, Leg, Look, Place, Reserve
from voice.transfer_plan import Plan
from voice.transfer_states import OFFERING
from voice.twilio import twiml
from voice.twilio.rest import ENDED, Answer, CarrierRest, Done, Refused
from voice.twilio.signature import public_url
from voice.twilio.transfer_twiml import join

AGENT_LABEL = "agent"
CALLER_LABEL = "caller"

_RINGING = frozenset({"queued", "initiated", "ringing"})


@dataclass(frozen=True, slots=True)
class Transferred:
    """The call that a transfer is about."""

    call_id: str
    called: str
    """Our number, which the agent's phone shows."""
    waiting: Waiting
    about: str = ""
    """The call in which the caller said what it is about; empty: this one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A call that rings an agent."""

    transfer_id: str
    call_id: str
    agent: str
    attempt: int
    accepted: bool
    """The agent has taken it, and has not picked up yet."""


class Transfers:
    """One service's: begins transfers, and finds them for the webhooks."""

    def __init__(
        self,
        centre: Centre,
        roster: Roster,
        carrier: CarrierRest,
        journal: Journal,
        speech: SpeechSource,
        base_url: str,
        new_mouth: Callable[[str], str],
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
        plan: Plan | None = None,
    ) -> None:
        """`new_mouth`: the address of a new stream to the bot, for a CallSid. `clock`: monotonic seconds."""
        self._centre = centre
        self._roster = roster
        self._carrier = carrier
        self._journal = journal
        self._speech = speech
        self._base_url = base_url
        self._new_mouth = new_mouth
        self._clock = clock
        self._wall_clock = wall_clock
        self._queues = {queue.name: queue for queue in centre.queues}
        self._plan = plan or Plan()
        self._agents = {agent.name: agent for agent in centre.agents}
        self._live: dict[str, tuple[TransferDriver, Transferred]] = {}
        self._said: dict[str, bytes] = {}
        """Recordings of briefings, by transfer and attempt."""
        self._freeing: set[asyncio.Task[None]] = set()

    @property
    def carrier(self) -> CarrierRest:
        return self._carrier

    def reachable(self, queue: str, language: str) -> bool:
        """Whether somebody who may take a call of this queue, in this language, is free now."""
        now_s = self._clock()
        waiting = Waiting("", queue, now_s, language=language)
        queues = serving(waiting, self._queues, now_s, self._wall_clock())
        return any(
            status.presence is Presence.AVAILABLE and any(able(status.agent, waiting, one) for one in queues)
            for status in self._roster.statuses()
        )

    def begin(self, line: CallerLine, transferred: Transferred, begin: Begin) -> TransferDriver:
        transfer_id = f"transfer-{secrets.token_hex(8)}"
        driver = self.drive(Transfer(transferred.call_id, transfer_id, self._plan), line, transferred)
        driver.begin(begin)
        return driver

    def drive(self, transfer: Transfer, line: CallerLine, transferred: Transferred) -> TransferDriver:
        """Whoever is brought into the call besides caller and agent is brought in by this driver too."""
        transfer_id = transfer.transfer_id
        driver = TransferDriver(
            transfer,
            line,
            self,
            lambda: self._forget(transfer_id),
            lambda driver, attempt: self._meeting(driver, attempt, line, transferred),
        )
        self._live[transfer_id] = (driver, transferred)
        return driver

    async def resume(
        self,
        line: CallerLine,
        transferred: Transferred,
        left: InterruptedCall,
        fallbacks: tuple[Fallback, ...],
    ) -> TransferDriver | None:
        """The transfer of a call that the service was interrupted in goes on; None: there was none."""
        agreed = left.transfer
        if agreed is None:
            return None
        transfer, commands = Transfer.resumed(
            left.call_id, agreed.transfer_id, self._plan, left.events, fallbacks, line.now_ms
        )
        attempt = transfer.last_attempt
        if attempt is not None and not attempt.over and not attempt.accepted:
            await self._brief(agreed.transfer_id, attempt.number, transferred.call_id)
        await self._free_strays(transfer)
        driver = self.drive(transfer, line, transferred)
        driver.go_on(commands)
        return driver

    async def _free_strays(self, transfer: Transfer) -> None:
        """Agents who were reserved for it when the service died, before that stood in the record."""
        if transfer.talked:
            # Colleagues may be in the call with them: `ConferenceDriver.recognise` looks.
            return
        known = transfer.agents
        for status in self._roster.statuses():
            name = status.agent.name
            if name not in known and self._roster.state(name).transfer_id == transfer.transfer_id:
                why = "the service was restarted before they were rung"
                await self._roster.released(name, Presence.AVAILABLE, why, transfer_id=transfer.transfer_id)

    def of_call(self, call_id: str) -> TransferDriver | None:
        """The transfer that is going on for a call."""
        found = (driver for driver, transferred in self._live.values() if transferred.call_id == call_id)
        return next((driver for driver in found if not driver.transfer.ended), None)

    def offers(self, agent: str = "") -> tuple["Offer", ...]:
        """What rings an agent now, or everybody."""
        return tuple(
            Offer(
                transfer_id, transferred.call_id, attempt.agent, attempt.number, attempt.accepted is not None
            )
            for transfer_id, (driver, transferred) in self._live.items()
            if driver.transfer.state in OFFERING
            and (attempt := driver.transfer.last_attempt) is not None
            and not attempt.over
            and agent in ("", attempt.agent)
        )

    @property
    def plan(self) -> Plan:
        """How long it waits for what."""
        return self._plan

    @property
    def agents(self) -> tuple[str, ...]:
        return tuple(self._agents)

    @property
    def queues(self) -> tuple[str, ...]:
        return tuple(self._queues)

    async def told(self, call_id: str) -> tuple[str, ...]:
        """What is known of a call by now, in sentences, for whoever takes it."""
        return (await self.briefing(call_id)).sentences()

    async def briefing(self, call_id: str) -> Briefing:
        """The same by what each of it is about."""
        return briefing(await self._journal.replay(call_id), self._centre)

    def call_of(self, transfer_id: str) -> str:
        """The call that a transfer is about, while it is going on; else empty."""
        found = self._live.get(transfer_id)
        return found[1].call_id if found is not None and not found[0].transfer.ended else ""

    def about(self, transfer_id: str) -> str:
        """The call in which the caller said what a transfer is about; empty: there is no such transfer."""
        found = self._live.get(transfer_id)
        return found[1].about or found[1].call_id if found is not None else ""

    def find(self, transfer_id: str) -> TransferDriver | None:
        found = self._live.get(transfer_id)
        return found[0] if found is not None else None

    def recording(self, transfer_id: str, attempt: int) -> bytes | None:
        """The briefing as a WAV file."""
        return self._said.get(f"{transfer_id}-{attempt}")

    def close(self) -> None:
        for driver, _ in self._live.values():
            driver.close()

    # What the transfers ask for.

    async def reserve(self, transfer_id: str, order: Reserve) -> str | None:
        if order.preferred:
            taken = await self._roster.reserve(order.preferred, transfer_id)
            return order.preferred if taken else None
        waiting = self._live[transfer_id][1].waiting
        queues = serving(waiting, self._queues, self._clock(), self._wall_clock())
        agent = await self._roster.reserve_next(waiting, queues, transfer_id, order.tried)
        return agent.name if agent is not None else None

    async def engage(self, agent: str, transfer_id: str) -> None:
        await self._roster.on_call(agent, transfer_id)

    async def release(self, agent: str, presence: str, why: str, transfer_id: str) -> None:
        await self._roster.released(agent, Presence(presence), why, transfer_id=transfer_id)

    async def dial(self, transfer_id: str, order: Dial) -> Answer:
        agent = self._agents.get(order.agent)
        if agent is None:
            return Refused(0, f"there is no agent {order.agent}")
        transferred = self._live[transfer_id][1]
        await self._brief(transfer_id, order.attempt, transferred.about or transferred.call_id)
        return await self._carrier.dial(
            agent.phone,
            transferred.called,
            self.address(transfer_id, order.attempt, "whisper"),
            self.address(transfer_id, order.attempt, "status"),
            order.timeout_s,
        )

    async def admit(self, transfer_id: str, call_id: str, conference: str) -> Answer:
        return await self._carrier.move(call_id, self.agent_joins(transfer_id, conference))

    async def move_caller(self, transfer_id: str, call_id: str, conference: str) -> Answer:
        document = join(
            conference,
            CALLER_LABEL,
            status_url=self.conference_url(transfer_id),
            action_url=public_url(self._base_url, "/twilio/voice/after"),
        )
        return await self._carrier.move(call_id, document)

    async def return_caller(self, call_id: str) -> Answer:
        document = twiml.connect(
            mouth_url=self._new_mouth(call_id),
            action_url=public_url(self._base_url, "/twilio/voice/after"),
        )
        return await self._carrier.move(call_id, document)

    async def hang_up(self, call_id: str) -> Answer:
        return await self._carrier.hang_up(call_id)

    async def look(self, caller: str, order: Look) -> CarrierSeen:
        agent = self._agents.get(order.agent)
        members = await self._carrier.members(order.conference)
        caller_at, agent_seen = await asyncio.gather(
            self._carrier.look(caller), self._look_at_agent(order, agent)
        )
        return CarrierSeen(
            _place(caller_at, members),
            Place.GONE if agent_seen is None else _place(agent_seen, members),
            order.number,
            agent_seen.call_sid if isinstance(agent_seen, Done) else order.agent_call_id,
        )

    def title(self, name: str, value: str) -> str:
        if name == "queue":
            return self._centre.queue(value).title
        agent = self._agents.get(value) if name == "agent" else None
        return agent.title if agent is not None else value

    # Where the webhooks are.

    def address(self, transfer_id: str, attempt: int, what: str) -> str:
        return public_url(self._base_url, f"/twilio/transfer/{transfer_id}/{attempt}/{what}")

    def conference_url(self, transfer_id: str) -> str:
        return public_url(self._base_url, f"/twilio/transfer/{transfer_id}/conference")

    def agent_joins(self, transfer_id: str, conference: str) -> str:
        """The document that brings the agent into the conference."""
        return join(conference, AGENT_LABEL, status_url=self.conference_url(transfer_id))

    def member_url(self, transfer_id: str) -> str:
        return public_url(self._base_url, f"/twilio/transfer/{transfer_id}/member")

    @property
    def music_url(self) -> str:
        return public_url(self._base_url, "/twilio/transfer/hold")

    @property
    def sound_url(self) -> str:
        return public_url(self._base_url, "/twilio/transfer/hold.wav")

    def _meeting(
        self, driver: TransferDriver, attempt: Attempt, line: CallerLine, transferred: Transferred
    ) -> ConferenceDriver:
        transfer_id = driver.transfer.transfer_id
        call = ConferenceCall(transferred.call_id, line.carrier_call_id, attempt.agent, attempt.call_id)
        if attempt.over:
            call.take(Left(Leg.AGENT, attempt.call_id, attempt.conference, "they have gone"), line.now_ms)
        desk = ConferenceDesk(
            transfer_id,
            attempt.conference,
            transferred.called,
            self._agents,
            self._roster,
            self._carrier,
            member_url=self.member_url(transfer_id),
            music_url=self.music_url,
            ring_s=self._plan.ring_s,
        )
        return ConferenceDriver(call, line, desk, driver.take, driver.beside)

    async def _look_at_agent(self, order: Look, agent: Agent | None) -> Answer | None:
        if order.agent_call_id:
            return await self._carrier.look(order.agent_call_id)
        if order.attempt == 0 or agent is None:
            return None
        return await self._carrier.newest_to(agent.phone)

    async def _brief(self, transfer_id: str, attempt: int, call_id: str) -> None:
        """Everything that is known by now, also what the caller has just put right."""
        said = briefing(await self._journal.replay(call_id), self._centre).spoken()
        text = f"{said} {self._centre.prompts['transfer_accept']}"
        audio = await self._speech.clause(text, self._centre.language, 1.0)
        self._said[f"{transfer_id}-{attempt}"] = mulaw_wav(audio)

    def _forget(self, transfer_id: str) -> None:
        self._live.pop(transfer_id, None)
        for agent in self._roster.held_by(transfer_id):
            # Of a call that ended before it was known who was in it, after a restart.
            freeing = self.release(agent, Presence.WRAP_UP, "the call is over", transfer_id)
            task = asyncio.get_running_loop().create_task(freeing)
            self._freeing.add(task)
            task.add_done_callback(self._freeing.discard)
        for key in [key for key in self._said if key.startswith(transfer_id)]:
            del self._said[key]


def _place(answer: Answer, members: frozenset[str] | None) -> Place:
    match answer:
        case Done(call_sid, status):
            if status in ENDED:
                return Place.GONE
            if status in _RINGING:
                return Place.RINGING
            if members is None:
                return Place.UNKNOWN
            return Place.CONFERENCE if call_sid in members else Place.LIVE
        case Refused():
            return Place.GONE
        case _:
            return Place.UNKNOWN
