"""Queues: waiting, leaving, being taken out by an agent's leg or by REST."""

from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import AGENT, OUR_NUMBER, pitch, rigged
from voice.sandbox.phone_steps import Press, Tone, Wait
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp

ENQUEUE = '<Enqueue waitUrl="/wait" action="/left">billing</Enqueue>'


def caller(*steps) -> ScriptedPhone:
    return ScriptedPhone(PhoneScript(steps=steps))


def test_the_wait_document_is_asked_again_and_again_until_the_caller_leaves(tmp_path: Path):
    async def wait():
        pressing = '<Gather numDigits="1" timeout="3" action="/leave"><Say>Press 9.</Say></Gather>'
        async with rigged(tmp_path, wait=pressing, leave="<Leave/>", left="<Hangup/>") as rig:
            rig.service.documents["/twilio/voice"] = ENQUEUE
            leg = rig.company.call(caller(Wait(8000), Press("9"), Wait(20_000)))
            await leg.over.wait()
            return rig.service.forms("/wait"), rig.service.forms("/left")

    waits, left = run(wait())
    assert len(waits) >= 3
    assert waits[0]["QueuePosition"] == "1"
    assert int(waits[2]["QueueTime"]) > 5
    assert [form["QueueResult"] for form in left] == ["leave"]


def test_an_agent_takes_the_first_of_the_queue_who_hears_them_and_goes_on_afterwards(tmp_path: Path):
    async def serve():
        async with rigged(tmp_path, wait="<Pause length='1'/>", left="<Say>Goodbye.</Say>") as rig:
            rig.service.documents["/twilio/voice"] = ENQUEUE
            first = rig.company.call(caller(Tone(400.0, 60_000)))
            await rig.pass_s(1)
            second = rig.company.call(caller(Wait(60_000)))
            await rig.pass_s(1)
            (queue,) = await rig.rest(lambda c: c.queues.list())
            assert (queue.friendly_name, queue.current_size) == ("billing", 2)
            steps = (Tone(900.0, 3000), HangUp())
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=0, steps=steps)))
            dial = "<Response><Dial><Queue>billing</Queue></Dial></Response>"
            await rig.rest(lambda c: c.calls.create(to=AGENT, from_=OUR_NUMBER, twiml=dial))
            await first.over.wait()
            members = await rig.rest(lambda c: c.queues(queue.sid).members.list())
            assert [member.call_sid for member in members] == [second.sid]
            assert members[0].position == 1
            return first, rig.company.leg_to(AGENT), rig.service.forms("/left")

    first, agent, left = run(serve())
    assert [form["QueueResult"] for form in left] == ["bridged"]
    assert pitch(agent.tracks()[1], 0.5, 2.5) == pytest.approx(400, abs=5)
    at_s = (agent.answered_ms - first.answered_ms) / 1000
    assert pitch(first.tracks()[1], at_s + 0.5, at_s + 2.5) == pytest.approx(900, abs=5)


def test_rest_takes_somebody_out_and_a_full_queue_takes_nobody_in(tmp_path: Path):
    async def take():
        async with rigged(tmp_path, left="<Hangup/>", elsewhere="<Say>Elsewhere.</Say>") as rig:
            created = await rig.rest(lambda c: c.queues.create(friendly_name="billing", max_size=1))
            with pytest.raises(TwilioRestException):
                await rig.rest(lambda c: c.queues.create(friendly_name="billing"))
            rig.service.documents["/twilio/voice"] = '<Enqueue action="/left">billing</Enqueue>'
            first = rig.company.call(caller(Wait(60_000)))
            await rig.pass_s(2)
            second = rig.company.call(caller(Wait(60_000)))
            await second.over.wait()
            assert [form["QueueResult"] for form in rig.service.forms("/left")] == ["queue-full"]
            url = rig.url("/elsewhere")
            taken = await rig.rest(lambda c: c.queues(created.sid).members("Front").update(url=url))
            assert taken.call_sid == first.sid
            await first.over.wait()
            assert rig.service.forms("/elsewhere")
            await rig.rest(lambda c: c.queues(created.sid).delete())

    run(take())
