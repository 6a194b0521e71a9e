"""One call between people at the carrier and in the roster: who is rung into it, held, let go.

Whoever is rung is one of the centre's configured agents, at the phone that is configured for them.
"""

from collections.abc import Mapping

from config.centre import Agent
from voice.agents import Roster
from voice.conference_messages import Add, Change
from voice.presence import HELD, Presence
from voice.transfer_messages import Leg
from voice.twilio.rest import Answer, CarrierRest, Done, Refused, Unknown
from voice.twilio.rest_conferences import ConferenceRest, Invited, Seat, SeatAnswer


class ConferenceDesk:
    """One conference's."""

    def __init__(
        self,
        transfer_id: str,
        conference: str,
        called: str,
        agents: Mapping[str, Agent],
        roster: Roster,
        carrier: CarrierRest,
        *,
        member_url: str,
        music_url: str,
        ring_s: int,
    ) -> None:
        """`called`: our number, which phones show. `member_url` plus a label is told of a phone's progress.

        `music_url`: the document that a caller on hold hears.
        """
        self.conference = conference
        self.ring_s = ring_s
        self._transfer_id = transfer_id
        self._called = called
        self._agents = agents
        self._roster = roster
        self._carrier = carrier
        self._conferences = ConferenceRest(carrier.client, carrier.threads)
        self._member_url = member_url
        self._music_url = music_url
        self._sid = ""
        """The carrier's, once it was asked."""

    # The roster.

    def cannot(self, leg: Leg, agent: str) -> str:
        """Why they cannot be rung now; empty: they can. A supervisor need not take calls to listen to one."""
        if agent not in self._agents:
            return f"there is no agent {agent!r}"
        presence = self._roster.presence(agent)
        if presence in HELD or (leg is not Leg.SUPERVISOR and presence is not Presence.AVAILABLE):
            return f"{agent} is {presence.value}"
        return ""

    async def reserve(self, leg: Leg, agent: str) -> str:
        """Why not; empty: they are kept for this call, or need not be."""
        why = self.cannot(leg, agent)
        if why or self._roster.presence(agent) is not Presence.AVAILABLE:
            return why
        if await self._roster.reserve(agent, self._transfer_id):
            return ""
        return self.cannot(leg, agent) or f"{agent} is not free any more"

    def kept(self) -> tuple[str, ...]:
        """Who is kept for this call, its agent among them."""
        return self._roster.held_by(self._transfer_id)

    async def engage(self, agent: str) -> None:
        await self._roster.on_call(agent, self._transfer_id)

    async def release(self, agent: str, presence: Presence, why: str) -> None:
        await self._roster.released(agent, presence, why, transfer_id=self._transfer_id)

    # The carrier.

    async def add(self, order: Add) -> SeatAnswer:
        agent = self._agents.get(order.agent)
        if agent is None:
            return Refused(0, f"there is no agent {order.agent!r}")
        return await self._conferences.invite(
            self.conference,
            Invited(
                to=agent.phone,
                from_number=self._called,
                label=order.label,
                timeout_s=self.ring_s,
                status_url=f"{self._member_url}/{order.label}",
                muted=order.muted,
                coached_call_sid=order.coach_call_id,
                early_media=order.leg is not Leg.SUPERVISOR,
            ),
        )

    async def change(self, order: Change) -> SeatAnswer:
        sid = await self._found()
        if not isinstance(sid, str):
            return sid
        return await self._conferences.change(
            sid,
            order.carrier_call_id,
            hold=order.hold,
            hold_url=self._music_url,
            muted=order.muted,
            coached=order.coach_call_id,
        )

    async def look(self, label: str) -> SeatAnswer:
        sid = await self._found()
        return await self._conferences.look(sid, label) if isinstance(sid, str) else sid

    async def seats(self) -> tuple[Seat, ...] | None:
        """Everybody who is in it; None: the carrier did not say."""
        sid = await self._found()
        seats = await self._conferences.seats(sid) if isinstance(sid, str) else sid
        return seats if isinstance(seats, tuple) else None

    async def remove(self, call_id: str) -> Answer:
        """Out of the conference; where that cannot be done, their leg is ended."""
        sid = await self._found()
        if isinstance(sid, str):
            answer = await self._conferences.remove(sid, call_id)
            if isinstance(answer, Done):
                return answer
        return await self._carrier.hang_up(call_id)

    async def hang_up(self, call_id: str) -> Answer:
        return await self._carrier.hang_up(call_id)

    async def _found(self) -> str | Refused | Unknown:
        if self._sid:
            return self._sid
        found = await self._conferences.find(self.conference)
        if isinstance(found, str):
            self._sid = found
        return found
