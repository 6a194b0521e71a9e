"""Conferences by REST: participants dialled, held, muted, coached and put out, and what is told of it."""

from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import (
    AGENT,
    OTHER_AGENT,
    OUR_NUMBER,
    SUPERVISOR,
    loudness,
    pitch,
    rigged,
)
from voice.sandbox.leg import LegStatus
from voice.sandbox.phone_steps import Tone, Wait
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone

CALLER_HZ, AGENT_HZ, SUPERVISOR_HZ = 400.0, 900.0, 1700.0


def humming(hz: float, after_ms: int = 500) -> ScriptedPhone:
    return ScriptedPhone(PhoneScript(after_ms=after_ms, steps=(Tone(hz, 120_000),)))


def room_for_caller(rig, more: str = "") -> str:
    events = "start end join leave mute hold modify announcement"
    return (
        f'<Dial><Conference participantLabel="caller" beep="false" waitUrl="" {more}'
        f' statusCallback="{rig.url("/conference")}" statusCallbackEvent="{events}">room</Conference></Dial>'
    )


async def joined(rig, label: str) -> None:
    def is_in() -> bool:
        forms = rig.service.forms("/conference")
        return any(
            form["StatusCallbackEvent"] == "participant-join" and form.get("ParticipantLabel") == label
            for form in forms
        )

    await rig.service.until(is_in)


async def add(rig, to: str, label: str, **more):
    return await rig.rest(
        lambda client: client.conferences("room").participants.create(
            from_=OUR_NUMBER, to=to, label=label, beep="false", **more
        )
    )


def test_a_participant_is_held_and_hears_music_while_the_others_do_not_hear_them(tmp_path: Path):
    async def hold():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig)
            rig.company.register(AGENT, humming(AGENT_HZ))
            caller = rig.company.call(humming(CALLER_HZ))
            await joined(rig, "caller")
            added = await add(rig, AGENT, "agent", end_conference_on_exit=True)
            assert added.status == "queued"
            await joined(rig, "agent")
            await rig.pass_s(1)
            sid = added.conference_sid
            held = await rig.rest(lambda c: c.conferences(sid).participants("caller").update(hold=True))
            assert held.hold is True
            await rig.pass_s(2)
            await rig.rest(lambda c: c.conferences(sid).participants("caller").update(hold=False))
            await rig.pass_s(1)
            listed = await rig.rest(lambda c: [p.label for p in c.conferences(sid).participants.list()])
            assert listed == ["caller", "agent"]
            fetched = await rig.rest(lambda c: c.conferences(sid).fetch())
            assert (fetched.status, fetched.friendly_name) == ("in-progress", "room")
            await rig.rest(lambda c: c.conferences(sid).participants("agent").delete())
            await rig.company.leg_to(AGENT).over.wait()
            await caller.over.wait()
            ended = await rig.rest(lambda c: c.conferences(sid).fetch())
            await rig.company.idle()
            return rig, caller, rig.company.leg_to(AGENT), ended

    rig, caller, agent, ended = run(hold())
    assert rig.service.events("/conference") == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-hold",
        "participant-unhold",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    assert ended.status == "completed"
    assert ended.reason_conference_ended == "participant-with-end-conference-on-exit-kicked"
    _, heard = agent.tracks()
    at = {moment.event: moment.at_ms / 1000 for moment in caller.moments}
    offset_s = (caller.answered_ms - agent.answered_ms) / 1000
    held_s, back_s = at["participant-hold"] + offset_s, at["participant-unhold"] + offset_s
    assert pitch(heard, held_s - 0.8, held_s - 0.1) == pytest.approx(CALLER_HZ, abs=5)
    assert loudness(heard, held_s + 0.1, back_s - 0.1) == 0
    assert pitch(heard, back_s + 0.1, back_s + 0.8) == pytest.approx(CALLER_HZ, abs=5)
    _, caller_heard = caller.tracks()
    music = pitch(caller_heard, at["participant-hold"] + 0.1, at["participant-unhold"] - 0.1)
    assert music > 0
    assert music != pytest.approx(AGENT_HZ, abs=5)


def test_a_coach_is_heard_by_the_agent_alone_and_a_barging_supervisor_by_all(tmp_path: Path):
    async def coach():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig)
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=100)))
            rig.company.register(SUPERVISOR, humming(SUPERVISOR_HZ))
            caller = rig.company.call(ScriptedPhone(PhoneScript()))
            await joined(rig, "caller")
            added = await add(rig, AGENT, "agent")
            await joined(rig, "agent")
            await add(rig, SUPERVISOR, "supervisor", coaching=True, call_sid_to_coach=added.call_sid)
            await joined(rig, "supervisor")
            await rig.pass_s(1)
            sid = added.conference_sid
            coached_until = caller.duration_ms / 1000
            barging = await rig.rest(
                lambda c: c.conferences(sid).participants("supervisor").update(coaching=False)
            )
            assert barging.coaching is False
            await rig.pass_s(1)
            await rig.rest(lambda c: c.conferences(sid).update(status="completed"))
            await caller.over.wait()
            await rig.company.idle()
            return rig, caller, rig.company.leg_to(AGENT), coached_until

    rig, caller, agent, until_s = run(coach())
    _, caller_heard = caller.tracks()
    _, agent_heard = agent.tracks()
    shift_s = (caller.answered_ms - agent.answered_ms) / 1000
    assert loudness(caller_heard, until_s - 0.9, until_s - 0.1) == 0
    assert pitch(agent_heard, until_s + shift_s - 0.9, until_s + shift_s - 0.1) == pytest.approx(
        SUPERVISOR_HZ, abs=5
    )
    assert pitch(caller_heard, until_s + 0.1, until_s + 0.9) == pytest.approx(SUPERVISOR_HZ, abs=5)
    assert "participant-modify" in rig.service.events("/conference")
    assert rig.service.forms("/conference")[-1]["ReasonConferenceEnded"] == "conference-ended-via-api"


def test_one_who_is_dialled_and_never_answers_leaves_as_one_who_could_not_be_added(tmp_path: Path):
    async def add_in_vain():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig)
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(outcome=PhoneOutcome.NO_ANSWER)))
            caller = rig.company.call(ScriptedPhone(PhoneScript()))
            await joined(rig, "caller")
            began_s = rig.clock.now_ms / 1000
            await add(
                rig, AGENT, "agent", timeout=10, status_callback=rig.url("/leg"),
                status_callback_event=["initiated", "ringing", "answered", "completed"],
            )  # fmt: skip
            agent = rig.company.leg_to(AGENT)
            await agent.over.wait()
            rang_s = rig.clock.now_ms / 1000 - began_s
            await rig.company.idle()
            assert caller.is_in_progress
            return rig, agent, rang_s

    rig, agent, rang_s = run(add_in_vain())
    assert agent.status is LegStatus.NO_ANSWER
    assert rang_s == pytest.approx(15.1, abs=0.1)
    assert rig.service.events("/leg") == ["initiated", "ringing", "no-answer"]
    last = rig.service.forms("/conference")[-1]
    assert last["ReasonParticipantLeft"] == "participant_add_failed"
    assert last["ParticipantCallStatus"] == "no-answer"


def test_conferences_refuse_what_twilio_refuses_with_its_numbers(tmp_path: Path):
    async def refuse():
        codes = []
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig, 'maxParticipants="3"')
            for address in (AGENT, OTHER_AGENT, SUPERVISOR):
                rig.company.register(address, ScriptedPhone(PhoneScript(after_ms=100)))
            rig.company.call(ScriptedPhone(PhoneScript()))
            await joined(rig, "caller")
            sid = (await rig.rest(lambda c: c.conferences.list(friendly_name="room")))[0].sid
            participants = rig.client.conferences(sid).participants
            announce = rig.url("/announce")

            async def refused(work):
                with pytest.raises(TwilioRestException) as caught:
                    await rig.rest(work)
                codes.append((caught.value.status, caught.value.code))

            await refused(lambda _: participants("caller").update(announce_url=announce))
            await refused(lambda _: participants.create(from_=OUR_NUMBER, to=AGENT, label="caller"))
            await refused(lambda _: participants.create(from_=OUR_NUMBER, to="nowhere"))
            await refused(lambda _: participants("nobody").fetch())
            await refused(lambda c: c.conferences("CF" + "0" * 32).fetch())
            await refused(lambda c: c.conferences(sid).recordings("RE" + "0" * 32).fetch())
            await rig.rest(lambda c: c.conferences(sid).update(status="completed"))
            await refused(lambda _: participants.create(from_=OUR_NUMBER, to=AGENT))
        return codes

    assert run(refuse()) == [
        (400, 16001), (400, 16026), (400, 21211), (404, 20404), (404, 20404), (501, 501), (400, 16022),
    ]  # fmt: skip


def test_the_announcement_is_heard_by_one_and_told_when_it_is_over(tmp_path: Path):
    async def announce():
        async with rigged(tmp_path, announce="<Say>You are being recorded.</Say>") as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig)
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=100)))
            caller = rig.company.call(ScriptedPhone(PhoneScript()))
            await joined(rig, "caller")
            added = await add(rig, AGENT, "agent")
            await joined(rig, "agent")
            await rig.rest(
                lambda c: (
                    c.conferences(added.conference_sid)
                    .participants("caller")
                    .update(announce_url=rig.url("/announce"))
                )
            )
            await rig.service.until(lambda: "announcement-end" in rig.service.events("/conference"))
            agent = rig.company.leg_to(AGENT)
            return loudness(caller.tracks()[1], 0, 60), loudness(agent.tracks()[1], 0, 60)

    caller_level, agent_level = run(announce())
    assert caller_level > 0
    assert agent_level == 0


def test_a_label_that_is_taken_sends_the_call_on_to_its_next_verb(tmp_path: Path):
    async def clash():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = room_for_caller(rig) + "<Say>Nobody there.</Say>"
            first = rig.company.call(ScriptedPhone(PhoneScript()))
            await joined(rig, "caller")
            second = rig.company.call(ScriptedPhone(PhoneScript()))
            await second.over.wait()
            assert first.is_in_progress
            return second

    second = run(clash())
    assert any(note.startswith("16025") for note in second.notes)
    assert any(moment.event == "carrier says" for moment in second.moments)


def test_who_speaks_is_told_to_those_who_ask_for_it(tmp_path: Path):
    async def speak():
        async with rigged(tmp_path) as rig:
            url = rig.url("/conference")
            rig.service.documents["/twilio/voice"] = (
                f'<Dial><Conference participantLabel="caller" waitUrl="" beep="false" statusCallback="{url}"'
                ' statusCallbackEvent="join speaker">room</Conference></Dial>'
            )
            steps = (Wait(5000), Tone(400.0, 1000), Wait(60_000))
            rig.company.call(ScriptedPhone(PhoneScript(steps=steps)))
            await joined(rig, "caller")
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=100)))
            await add(rig, AGENT, "agent")
            await rig.pass_s(8)
            await rig.company.idle()
            return rig.service.events("/conference")

    assert run(speak())[2:] == ["participant-speech-start", "participant-speech-stop"]
