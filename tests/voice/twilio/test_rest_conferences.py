"""Conferences through Twilio's own package, against the telephone company of this machine."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import (
    ACCOUNT,
    AGENT,
    OTHER_AGENT,
    OUR_NUMBER,
    SUPERVISOR,
    TOKEN,
    Rig,
    pitch,
    rigged,
)
from voice.sandbox.knobs import RestTrouble
from voice.sandbox.phone_steps import Tone
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.twilio.rest import Done, Refused, Unknown, rest_client
from voice.twilio.rest_conferences import ConferenceRest, Invited, Seat


@dataclass
class Room:
    """A caller and an agent in a conference, and what is asked of the carrier about it."""

    rig: Rig
    rest: ConferenceRest
    sid: str
    agent: Seat

    def invited(self, to: str, label: str) -> Invited:
        return Invited(to, OUR_NUMBER, label, 20, self.rig.url("/member"))

    async def here(self, label: str) -> None:
        def joined() -> bool:
            return any(
                form["StatusCallbackEvent"] == "participant-join" and form.get("ParticipantLabel") == label
                for form in self.rig.service.forms("/conference")
            )

        await self.rig.service.until(joined)

    async def change(self, call_sid: str, *, hold: bool = False, muted: bool = False, coached: str = ""):
        return await self.rest.change(
            self.sid, call_sid, hold=hold, hold_url=self.rig.url("/music"), muted=muted, coached=coached
        )


@asynccontextmanager
async def room(directory: Path) -> AsyncIterator[Room]:
    async with rigged(directory) as rig:
        rig.service.documents["/twilio/voice"] = (
            '<Dial><Conference participantLabel="caller" beep="false" waitUrl=""'
            f' statusCallback="{rig.url("/conference")}" statusCallbackEvent="start join leave mute hold">'
            "room</Conference></Dial>"
        )
        rig.service.documents["/music"] = "<Say>Music.</Say>"
        for number, hz in ((AGENT, 900.0), (SUPERVISOR, 1700.0)):
            rig.company.register(number, ScriptedPhone(PhoneScript(after_ms=500, steps=(Tone(hz, 120_000),))))
        rig.company.register(OTHER_AGENT, ScriptedPhone(PhoneScript(outcome=PhoneOutcome.BUSY)))
        rig.company.call(ScriptedPhone(PhoneScript(steps=(Tone(400.0, 120_000),))))
        with ThreadPoolExecutor(2) as threads:
            client = rest_client(ACCOUNT, TOKEN, rig.company.url)
            rest = ConferenceRest(client, threads)
            made = Room(rig, rest, "", Seat("", "", False, False, False, "", ""))
            await made.here("caller")
            agent = await rest.invite("room", made.invited(AGENT, "agent"))
            assert isinstance(agent, Seat)
            await made.here("agent")
            sid = await rest.find("room")
            assert isinstance(sid, str)
            yield replace(made, sid=sid, agent=agent)
            client.http_client.session.close()


def test_somebody_is_rung_into_a_conference_under_its_name(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            assert talk.agent.status == "queued"
            assert talk.sid.startswith("CF")
            seats = await talk.rest.seats(talk.sid)
            assert isinstance(seats, tuple)
            assert {seat.label for seat in seats} == {"caller", "agent"}
            looked = await talk.rest.look(talk.sid, "agent")
            assert looked == replace(talk.agent, status="connected")
            await talk.rig.company.idle()
            statuses = [form["CallStatus"] for form in talk.rig.service.forms("/member")]
            assert statuses == ["initiated", "ringing", "in-progress"]
            assert talk.rig.company.leg_to(AGENT).identity.from_number == OUR_NUMBER

    run(work())


def test_who_is_held_hears_the_document_and_nobody_else(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            held = await talk.change("caller", hold=True)
            assert isinstance(held, Seat)
            assert held.hold
            await talk.rig.pass_s(1)
            assert talk.rig.service.forms("/music")
            back = await talk.change("caller")
            assert isinstance(back, Seat)
            assert not back.hold

    run(work())


def test_a_supervisor_comes_in_muted_then_coaches_then_is_heard_by_all(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            asked = replace(talk.invited(SUPERVISOR, "supervisor-sam"), muted=True, early_media=False)
            added = await talk.rest.invite("room", asked)
            assert isinstance(added, Seat)
            assert (added.muted, added.coaching) == (True, False)
            await talk.here("supervisor-sam")
            coaching = await talk.change(added.call_sid, coached=talk.agent.call_sid)
            assert isinstance(coaching, Seat)
            assert (coaching.muted, coaching.coaching) == (False, True)
            assert coaching.coached_call_sid == talk.agent.call_sid
            heard_by_all = await talk.change(added.call_sid)
            assert isinstance(heard_by_all, Seat)
            assert (heard_by_all.muted, heard_by_all.coaching) == (False, False)
            nobody = await talk.change(added.call_sid, coached="CA" + "0" * 32)
            assert isinstance(nobody, Refused)
            assert nobody.code == 16028

    run(work())


def test_a_coach_is_put_in_as_one(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            coach = replace(talk.invited(SUPERVISOR, "supervisor-sam"), coached_call_sid=talk.agent.call_sid)
            added = await talk.rest.invite("room", coach)
            assert isinstance(added, Seat)
            assert added.coaching
            await talk.here("supervisor-sam")
            await talk.rig.pass_s(1)
            caller = next(leg for leg in talk.rig.company.legs if leg.is_inbound)
            heard = caller.tracks()[1]
            assert pitch(heard, len(heard) / 8000 - 0.5, len(heard) / 8000) == pytest.approx(900.0, abs=5)

    run(work())


def test_who_is_put_out_is_out_and_to_put_them_out_again_is_done_too(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            sid = talk.agent.call_sid
            assert await talk.rest.remove(talk.sid, sid) == Done(sid)
            assert await talk.rest.remove(talk.sid, sid) == Done(sid)
            gone = await talk.rest.look(talk.sid, "agent")
            assert isinstance(gone, Refused)
            await talk.rig.company.leg_to(AGENT).over.wait()

    run(work())


def test_a_phone_that_is_busy_is_told_by_its_status(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            assert isinstance(
                await talk.rest.invite("room", talk.invited(OTHER_AGENT, "colleague-ben")), Seat
            )
            await talk.rig.company.leg_to(OTHER_AGENT).over.wait()
            await talk.rig.company.idle()
            assert talk.rig.service.forms("/member")[-1]["CallStatus"] == "busy"

    run(work())


@pytest.mark.parametrize("times", [1, 2])
def test_an_answer_that_is_lost_is_unknown_and_one_that_came_too_soon_is_repeated(tmp_path: Path, times: int):
    async def work():
        async with room(tmp_path) as talk:
            talk.rig.company.trouble.append(RestTrouble(429, "/Participants", times=times))
            answer = await talk.change("caller", hold=True)
            assert isinstance(answer, Seat if times == 1 else Refused)
            talk.rig.company.trouble[:] = [RestTrouble(503, "/Participants", done=True)]
            assert isinstance(await talk.change("caller", hold=True), Unknown)
            looked = await talk.rest.look(talk.sid, "caller")
            assert isinstance(looked, Seat)
            assert looked.hold

    run(work())


def test_there_is_no_conference_of_another_name(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            assert isinstance(await talk.rest.find("elsewhere"), Refused)

    run(work())


def test_who_is_not_of_the_account_learns_nothing(tmp_path: Path):
    async def work():
        async with room(tmp_path) as talk:
            with ThreadPoolExecutor(1) as threads:
                client = rest_client(ACCOUNT, "another token", talk.rig.company.url)
                stranger = ConferenceRest(client, threads)
                assert not isinstance(await stranger.seats(talk.sid), tuple)
                client.http_client.session.close()

    run(work())
