"""`<Dial>` of telephones: bridges, whispers, ringing, actions, and what a redirect leaves behind."""

from pathlib import Path

import pytest

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import AGENT, OTHER_AGENT, loudness, pitch, rigged
from voice.sandbox.company_sounds import RING_HZ
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.leg import LegStatus
from voice.sandbox.phone_steps import Press, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp

CALLER_HZ, AGENT_HZ = 400.0, 900.0
CALLER = PhoneScript(steps=(Tone(CALLER_HZ, 60_000),))


def talking(after_ms: int = 3000, talks_ms: int = 2000) -> ScriptedPhone:
    return ScriptedPhone(PhoneScript(after_ms=after_ms, steps=(Tone(AGENT_HZ, talks_ms), HangUp())))


async def dialled(rig, document: str, caller: PhoneScript = CALLER):
    """The call of which `document` is the answer, gone through to its end."""
    rig.service.documents["/twilio/voice"] = document
    leg = rig.company.call(ScriptedPhone(caller))
    await leg.over.wait()
    await rig.company.idle()
    return leg


def test_a_number_rings_is_bridged_and_tells_the_action_how_it_went(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path, done="<Say>Bye.</Say>") as rig:
            rig.company.register(AGENT, talking())
            document = (
                f'<Dial action="/done"><Number statusCallback="/child"'
                f' statusCallbackEvent="initiated ringing answered completed">{AGENT}</Number></Dial>'
            )
            caller = await dialled(rig, document)
            return rig, caller, rig.company.leg_to(AGENT)

    rig, caller, agent = run(dial())
    (done,) = rig.service.forms("/done")
    assert done["DialCallStatus"] == "completed"
    assert (done["DialBridged"], done["DialCallDuration"], done["DialCallSid"]) == ("true", "3", agent.sid)
    assert rig.service.events("/child") == ["initiated", "ringing", "in-progress", "completed"]
    child = rig.service.forms("/child")[0]
    assert (child["ParentCallSid"], child["Direction"]) == (caller.sid, "outbound-dial")
    _, heard = caller.tracks()
    assert pitch(heard, 0.3, 1.8) == pytest.approx(RING_HZ, abs=5)
    assert pitch(heard, 3.4, 4.9) == pytest.approx(AGENT_HZ, abs=5)
    assert pitch(agent.tracks()[1], 0.2, 1.8) == pytest.approx(CALLER_HZ, abs=5)
    assert agent.ended_by == "phone"


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (PhoneOutcome.BUSY, "busy"),
        (PhoneOutcome.DECLINED, "busy"),
        (PhoneOutcome.NO_ANSWER, "no-answer"),
        (PhoneOutcome.FAILED, "failed"),
    ],
)
def test_the_action_hears_of_a_telephone_that_was_not_answered(tmp_path: Path, outcome, status: str):
    async def dial():
        async with rigged(tmp_path, done="<Hangup/>") as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(outcome=outcome)))
            caller = await dialled(rig, f'<Dial action="/done" timeout="7">{AGENT}</Dial>')
            return rig.service.forms("/done"), caller

    forms, caller = run(dial())
    assert [form["DialCallStatus"] for form in forms] == [status]
    assert "DialCallDuration" not in forms[0]
    assert caller.ended_by == "service"


def test_a_whisper_is_heard_by_the_agent_alone_while_the_caller_hears_ringing(tmp_path: Path):
    async def dial():
        whisper = (
            '<Gather numDigits="1" action="/yes"><Say>A caller. Press one, please.</Say></Gather><Hangup/>'
        )
        async with rigged(tmp_path, whisper=whisper, yes="<Say>Connecting.</Say>") as rig:
            steps = (WaitForQuiet(200), Press("1"), Wait(1200), Tone(AGENT_HZ, 2000), HangUp())
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=1000, steps=steps)))
            document = (
                '<Dial answerOnBridge="true" action="/done">'
                f'<Client url="/whisper">ana</Client><Sip>{AGENT}</Sip></Dial>'
            )
            rig.company.register("client:ana", ScriptedPhone(PhoneScript(after_ms=1000, steps=steps)))
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=9000)))
            caller = await dialled(rig, document)
            return rig, caller, rig.company.leg_to("client:ana"), rig.company.leg_to(AGENT)

    rig, caller, ana, other = run(dial())
    assert ana.keys == "1"
    assert other.status is LegStatus.CANCELED, "the first that answers stops the others"
    assert rig.service.forms("/done")[0]["DialBridged"] == "true"
    assert caller.answered_ms > ana.answered_ms, "it was answered on the bridge, and no earlier"
    _, heard = caller.tracks()
    assert pitch(heard, 0.5, 1.5) == pytest.approx(AGENT_HZ, abs=5)
    whispered = next(moment.at_ms for moment in ana.moments if moment.event == "carrier says") / 1000
    assert loudness(ana.tracks()[1], whispered + 0.1, whispered + 1) > 0


def test_one_who_declines_in_the_whisper_was_answered_and_never_bridged(tmp_path: Path):
    async def dial():
        whisper = '<Gather numDigits="1" timeout="2" action="/yes"/><Hangup/>'
        async with rigged(tmp_path, whisper=whisper, done="<Hangup/>") as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=500)))
            await dialled(rig, f'<Dial action="/done"><Number url="/whisper">{AGENT}</Number></Dial>')
            return rig.service.forms("/done")[0], rig.company.leg_to(AGENT)

    done, agent = run(dial())
    assert (done["DialCallStatus"], done["DialBridged"]) == ("completed", "false")
    assert agent.ended_by == "service"


def test_13201_nothing_is_dialled_in_a_whisper(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path, whisper=f"<Dial>{OTHER_AGENT}</Dial>") as rig:
            rig.company.register(AGENT, talking(500))
            await dialled(rig, f'<Dial><Number url="/whisper">{AGENT}</Number></Dial><Hangup/>')
            return rig.company.leg_to(AGENT).notes

    assert any(note.startswith("13201") for note in run(dial()))


def test_sequential_telephones_ring_one_after_another(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path, done="<Hangup/>") as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(outcome=PhoneOutcome.NO_ANSWER)))
            rig.company.register(OTHER_AGENT, talking(1000))
            numbers = f"<Number>{AGENT}</Number><Number>{OTHER_AGENT}</Number>"
            await dialled(rig, f'<Dial sequential="true" timeout="5" action="/done">{numbers}</Dial>')
            return rig.company.leg_to(AGENT), rig.company.leg_to(OTHER_AGENT), rig.service.forms("/done")

    first, second, forms = run(dial())
    assert second.created_ms >= first.ended_ms
    assert forms[0]["DialCallSid"] == second.sid


def test_the_star_ends_the_bridge_and_not_the_call(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path, done="<Say>Back again.</Say>") as rig:
            rig.company.register(AGENT, talking(500, 60_000))
            caller = PhoneScript(steps=(Wait(3000), Press("*"), Wait(10_000)))
            leg = await dialled(rig, f'<Dial hangupOnStar="true" action="/done">{AGENT}</Dial>', caller)
            return leg, rig.company.leg_to(AGENT)

    caller, agent = run(dial())
    assert agent.ended_by == "service"
    assert "carrier says" in [moment.event for moment in caller.moments]


def test_a_caller_who_hangs_up_takes_the_other_telephone_along(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, talking(500, 60_000))
            caller = PhoneScript(steps=(Wait(3000), HangUp()))
            leg = await dialled(rig, f'<Dial action="/done">{AGENT}</Dial>', caller)
            await rig.company.leg_to(AGENT).over.wait()
            await rig.company.idle()
            return leg, rig.company.leg_to(AGENT), rig.service.forms("/done")

    caller, agent, forms = run(dial())
    assert (caller.ended_by, agent.status) == ("phone", LegStatus.COMPLETED)
    assert [form["CallStatus"] for form in forms] == ["completed"]


def test_qisoft_24_a_redirect_during_dial_fetches_the_stale_action_and_then_its_target(tmp_path: Path):
    async def redirect():
        async with rigged(
            tmp_path, stale="<Say>Nobody hears this.</Say>", target="<Pause length='2'/>"
        ) as rig:
            rig.company.knobs = CompanyKnobs(stale_action=True)
            rig.company.register(AGENT, talking(500, 60_000))
            rig.service.documents["/twilio/voice"] = f'<Dial action="/stale">{AGENT}</Dial>'
            caller = rig.company.call(ScriptedPhone(CALLER))
            await rig.pass_s(3)
            await rig.rest(lambda c: c.calls(caller.sid).update(url=rig.url("/target")))
            await caller.over.wait()
            await rig.company.leg_to(AGENT).over.wait()
            fetched = [asked for asked in rig.service.asked if asked.path in ("/stale", "/target")]
            return caller, fetched

    caller, (stale, target) = run(redirect())
    assert (stale.path, target.path) == ("/stale", "/target")
    assert stale.form["DialCallStatus"] == "completed"
    assert stale.form["CallStatus"] == "in-progress"
    assert target.at_s - stale.at_s == pytest.approx(0.33, abs=0.03)
    assert "Nobody hears this." not in [moment.detail for moment in caller.moments]


def test_a_child_that_rest_sends_elsewhere_leaves_the_bridge_and_lives_on(tmp_path: Path):
    async def redirect():
        async with rigged(tmp_path, done="<Say>You are alone.</Say>") as rig:
            rig.company.register(AGENT, talking(500, 60_000))
            rig.service.documents["/twilio/voice"] = f'<Dial action="/done">{AGENT}</Dial>'
            caller = rig.company.call(ScriptedPhone(CALLER))
            await rig.pass_s(3)
            agent = rig.company.leg_to(AGENT)
            pause = "<Response><Pause length='20'/></Response>"
            await rig.rest(lambda c: c.calls(agent.sid).update(twiml=pause))
            await caller.over.wait()
            assert agent.is_in_progress
            return rig.service.forms("/done")

    assert run(redirect())[0]["DialCallStatus"] == "completed"


def test_a_caller_who_hangs_up_while_it_rings_was_never_connected(tmp_path: Path):
    async def dial():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, talking(20_000))
            caller = PhoneScript(steps=(Wait(3000), HangUp()))
            await dialled(rig, f'<Dial action="/done">{AGENT}</Dial>', caller)
            await rig.company.idle()
            return rig.company.leg_to(AGENT), rig.service.forms("/done")

    agent, forms = run(dial())
    assert agent.status is LegStatus.CANCELED
    assert [form["DialCallStatus"] for form in forms] == ["canceled"]
    assert "DialBridged" not in forms[0]
