"""What all transfers of a service share: its people, the carrier, and the addresses at which they meet."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assist.briefing import briefing
from config.centre import Agent, Centre
from transcripts.journal import Journal
from voice.agents import Roster
from voice.audio.wav import mulaw_wav
from voice.presence import Presence
from voice.queueing import Waiting, able, serving
from voice.speech.phrases import SpeechSource
from voice.transfer import Transfer
from voice.transfer_driver import CallerLine, TransferDriver
from voice.transfer_messages import Begin, CarrierSeen, Dial, Look, Place, Reserve
from voice.transfer_plan import Plan
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
        transfer = Transfer(transferred.call_id, transfer_id, self._plan)
        driver = TransferDriver(transfer, line, self, lambda: self._forget(transfer_id))
        self._live[transfer_id] = (driver, transferred)
        driver.begin(begin)
        return driver

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
        await self._brief(transfer_id, order.attempt, transferred.call_id)
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
