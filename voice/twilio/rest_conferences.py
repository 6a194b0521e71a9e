"""What the service asks of the carrier about a conference: ring somebody into it, hold, mute, coach, put out.

Facts from Twilio's pages on the Conference and Participant resources: a participant is created under the
conference's friendly name, and changed under its SID; nobody is asked for a key on this way.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.api.v2010.account.conference.participant import ParticipantContext, ParticipantInstance

from voice.twilio.rest import CALL_EVENTS, MOST_MEMBERS, NO_SUCH_CALL, Answer, Done, Refused, Unknown, asked

ACTIVE = ("in-progress", "init")
"""Statuses of a conference that has not ended: it takes two to be in progress."""

CONNECTED = "connected"
"""The status of a participant who is in it."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is rung into a conference."""

    to: str
    from_number: str
    label: str
    timeout_s: int
    """How long the telephone may ring; the carrier adds up to 5 s."""
    status_url: str
    """Told of the telephone's progress."""
    muted: bool = False
    coached_call_sid: str = ""
    """Who alone hears them; empty: everybody does."""
    early_media: bool = True
    """Whether those who are there hear the telephone ring."""


@dataclass(frozen=True, slots=True)
class Seat:
    """How a participant is in a conference."""

    call_sid: str
    label: str
    hold: bool
    muted: bool
    coaching: bool
    coached_call_sid: str
    """Whom they coach; empty: nobody."""
    status: str
    """Twilio's: queued, connecting, ringing, connected, complete or failed."""


SeatAnswer: TypeAlias = Seat | Refused | Unknown


class ConferenceRest:
    """One account's. Shared by all calls."""

    def __init__(self, client: Client, threads: Executor) -> None:
        """`client` has a timeout of its own; see `rest_client`."""
        self._client = client
        self._threads = threads

    async def find(self, name: str) -> str | Refused | Unknown:
        """The SID of the conference that goes on under a friendly name."""

        def found() -> str:
            for status in ACTIVE:
                for one in self._client.conferences.list(friendly_name=name, status=status, limit=1):
                    return str(one.sid)
            raise TwilioRestException(404, "", "no such conference", NO_SUCH_CALL)

        return await asked(self._threads, found)

    async def invite(self, conference: str, invited: Invited) -> SeatAnswer:
        """Rings somebody into the conference of that friendly name."""
        coaching = bool(invited.coached_call_sid)
        whom = {"call_sid_to_coach": invited.coached_call_sid} if coaching else {}
        return await self._seated(
            lambda: self._client.conferences(conference).participants.create(
                from_=invited.from_number,
                to=invited.to,
                label=invited.label,
                timeout=invited.timeout_s,
                status_callback=invited.status_url,
                status_callback_event=CALL_EVENTS,
                muted=invited.muted,
                coaching=coaching,
                beep="false",
                early_media=invited.early_media,
                start_conference_on_enter=False,
                end_conference_on_exit=False,
                wait_url="",
                **whom,
            )
        )

    async def change(
        self, conference_sid: str, call_sid: str, *, hold: bool, hold_url: str, muted: bool, coached: str
    ) -> SeatAnswer:
        """All of it at once. `hold_url`: what is heard on hold; empty: the carrier's own music."""
        music = {"hold_url": hold_url, "hold_method": "POST"} if hold and hold_url else {}
        whom = {"call_sid_to_coach": coached} if coached else {}
        return await self._seated(
            lambda: self._participant(conference_sid, call_sid).update(
                hold=hold, muted=muted, coaching=bool(coached), **music, **whom
            )
        )

    async def look(self, conference_sid: str, name: str) -> SeatAnswer:
        """How a participant stands, by CallSid or label."""
        return await self._seated(lambda: self._participant(conference_sid, name).fetch())

    async def seats(self, conference_sid: str) -> tuple[Seat, ...] | Refused | Unknown:
        """Everybody who is in it, or on the way."""
        return await asked(
            self._threads,
            lambda: tuple(
                map(_seat, self._client.conferences(conference_sid).participants.list(limit=MOST_MEMBERS))
            ),
        )

    async def remove(self, conference_sid: str, call_sid: str) -> Answer:
        """Puts a participant out. One who is out already is done."""
        answer = await asked(self._threads, lambda: self._participant(conference_sid, call_sid).delete())
        if isinstance(answer, Unknown) or (isinstance(answer, Refused) and answer.code != NO_SUCH_CALL):
            return answer
        return Done(call_sid)

    def _participant(self, conference_sid: str, name: str) -> ParticipantContext:
        return self._client.conferences(conference_sid).participants(name)

    async def _seated(self, request: Callable[[], ParticipantInstance]) -> SeatAnswer:
        answer = await asked(self._threads, request)
        return answer if isinstance(answer, Refused | Unknown) else _seat(answer)


def _seat(one: ParticipantInstance) -> Seat:
    return Seat(
        call_sid=str(one.call_sid),
        label=str(one.label or ""),
        hold=bool(one.hold),
        muted=bool(one.muted),
        coaching=bool(one.coaching),
        coached_call_sid=str(one.call_sid_to_coach or "") if one.coaching else "",
        status=str(one.status or ""),
    )
