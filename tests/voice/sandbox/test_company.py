"""The whole way of a transfer through a company, with the `twilio` package at the other end."""

from pathlib import Path

import pytest

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import ACCOUNT, AGENT, OUR_NUMBER, loudness, pitch, rigged
from voice.sandbox.leg import LegStatus
from voice.sandbox.phone_steps import Press, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp

CALLER_HZ, AGENT_HZ = 400.0, 900.0

WHISPER = (
    '<Gather numDigits="1" timeout="5" action="/accept"><Say>A caller about a bill. Press 1.</Say></Gather>'
    "<Hangup/>"
)
CONFERENCE = (
    '<Dial><Conference startConferenceOnEnter="true" participantLabel="{label}" beep="false"'
    ' endConferenceOnExit="{ends}" statusCallback="{url}"'
    ' statusCallbackEvent="start end join leave">transfer-1</Conference></Dial>'
)


def ears_and_mouth(rig) -> str:
    return (
        f'<Start><Stream name="ears" url="{rig.socket("ears")}" track="both_tracks"/></Start>'
        f'<Connect action="/after"><Stream url="{rig.socket("mouth")}"/></Connect>'
    )


def test_a_call_becomes_a_conference_with_an_agent_and_the_ears_hear_all_of_it(tmp_path: Path):
    async def transfer():
        async with rigged(tmp_path, whisper=WHISPER) as rig:
            service, company = rig.service, rig.company
            service.documents["/twilio/voice"] = ears_and_mouth(rig)
            conference = {"url": rig.url("/conference"), "ends": "false"}
            service.documents["/accept"] = CONFERENCE.format(label="agent", **conference)
            accept_steps = (
                WaitForQuiet(300),
                Press("1"),
                Wait(3000),
                Tone(AGENT_HZ, 2000),
                Wait(2000),
                HangUp(),
            )
            company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=1000, steps=accept_steps)))
            caller = company.call(ScriptedPhone(PhoneScript(steps=(Tone(CALLER_HZ, 60_000),))))
            await service.until(lambda: len(service.streams.get("mouth", ())) > 20)

            placed = await rig.rest(
                lambda client: client.calls.create(
                    to=AGENT,
                    from_=OUR_NUMBER,
                    url=rig.url("/whisper"),
                    timeout=20,
                    status_callback=rig.url("/agent"),
                    status_callback_event=["initiated", "ringing", "answered", "completed"],
                )
            )
            assert placed.status == "queued"
            await service.until(lambda: service.forms("/accept"))
            assert service.forms("/accept")[0]["Digits"] == "1"
            await rig.rest(
                lambda client: client.calls(caller.sid).update(
                    twiml="<Response>" + CONFERENCE.format(label="caller", **conference) + "</Response>"
                )
            )
            agent = company.leg_to(AGENT)
            await agent.over.wait()
            await rig.pass_s(1)
            assert caller.is_in_progress
            assert (await rig.rest(lambda client: client.calls(caller.sid).fetch())).status == "in-progress"
            await rig.rest(lambda client: client.calls(caller.sid).update(status="completed"))
            await caller.over.wait()
            await company.idle()
            return rig, caller, agent

    rig, caller, agent = run(transfer())
    service = rig.service

    assert caller.status is agent.status is LegStatus.COMPLETED
    assert (caller.ended_by, agent.ended_by) == ("service", "phone")
    assert service.events("/agent") == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in service.forms("/agent")] == ["0", "1", "2", "3"]
    assert {form["Direction"] for form in service.forms("/agent")} == {"outbound-api"}
    assert service.forms("/agent")[-1]["SipResponseCode"] == "200"
    assert service.events("/twilio/status") == ["completed"]
    assert service.events("/conference") == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    left = [
        form for form in service.forms("/conference") if form["StatusCallbackEvent"] == "participant-leave"
    ]
    assert [form["ParticipantLabel"] for form in left] == ["agent", "caller"]
    assert left[0]["ReasonParticipantLeft"] == "participant_hung_up"

    mouth, ears = service.streams["mouth"], service.streams["ears"]
    assert mouth[-1]["event"] == "stop"
    frames = [message["media"] for message in ears if message["event"] == "media"]
    assert ears[-1]["event"] == "stop"
    for track in ("inbound", "outbound"):
        chunks = [int(frame["chunk"]) for frame in frames if frame["track"] == track]
        assert chunks == list(range(1, len(chunks) + 1))
    assert len(chunks) * 20 == pytest.approx(caller.duration_ms - 565, abs=60)

    said, heard = agent.tracks()
    talk_s = next(moment.at_ms for moment in agent.moments if moment.event == "phone plays") / 1000
    assert pitch(said, talk_s + 0.1, talk_s + 1.9) == pytest.approx(AGENT_HZ, abs=5)
    assert pitch(heard, talk_s + 0.1, talk_s + 1.9) == pytest.approx(CALLER_HZ, abs=5)
    offset_s = (agent.answered_ms - caller.answered_ms) / 1000
    _, caller_heard = caller.tracks()
    from_s = talk_s + offset_s
    assert pitch(caller_heard, from_s + 0.1, from_s + 1.9) == pytest.approx(AGENT_HZ, abs=5)
    assert loudness(caller_heard, from_s + 2.2, from_s + 3.5) == 0
    assert caller.notes == []
    assert agent.notes == []
    assert caller.identity.account_sid == ACCOUNT
