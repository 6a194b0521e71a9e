"""Whatever is done to a company in whatever order, every leg and every conference comes to an end."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import AGENT, OTHER_AGENT, OUR_NUMBER, SUPERVISOR, Rig, rigged
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.phone_steps import Press, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp

ADDRESSES = (AGENT, OTHER_AGENT, SUPERVISOR)


def conference(rig: Rig, chance: random.Random) -> str:
    ends = chance.choice(("true", "false"))
    return (
        f'<Dial action="/after"><Conference endConferenceOnExit="{ends}" waitUrl="/music"'
        f' statusCallback="{rig.url("/conference")}"'
        f' statusCallbackEvent="start end join leave hold speaker">{chance.choice("ab")}</Conference></Dial>'
    )


def document(rig: Rig, chance: random.Random) -> str:
    number = chance.choice(ADDRESSES)
    return chance.choice(
        (
            conference(rig, chance),
            conference(rig, chance),
            f'<Dial timeout="6" action="/after"><Number url="/whisper">{number}</Number></Dial>',
            f'<Dial timeout="6">{number}</Dial><Say>Nobody.</Say>',
            '<Enqueue waitUrl="/music" action="/after">q</Enqueue>',
            '<Dial timeout="3"><Queue>q</Queue></Dial>',
            (
                f'<Start><Stream url="{rig.socket("ears")}" track="both_tracks"/></Start>'
                f'<Connect action="/after"><Stream url="{rig.socket("mouth")}"/></Connect>'
            ),
            '<Gather timeout="2" action="/after"><Say>Keys, please.</Say></Gather><Record timeout="2"/>',
        )
    )


def phone(chance: random.Random) -> ScriptedPhone:
    steps = chance.choice(
        (
            (Tone(400.0, chance.randrange(500, 9000)), HangUp()),
            (WaitForQuiet(200, patience_ms=3000), Press("1"), Wait(60_000)),
            (Wait(chance.randrange(9000)), HangUp()),
        )
    )
    outcome = chance.choice((PhoneOutcome.ANSWERED,) * 4 + tuple(PhoneOutcome))
    return ScriptedPhone(PhoneScript(outcome=outcome, after_ms=chance.randrange(3000), steps=steps))


async def meddle(rig: Rig, chance: random.Random) -> None:
    """One REST request that may well be refused."""
    legs = [leg.sid for leg in rig.company.legs]
    rooms = list(rig.company.rooms.all)
    twiml = f"<Response>{document(rig, chance)}</Response>"
    twiml = twiml.replace('="/', f'="{rig.service.base}/')

    def work(client) -> None:
        match chance.randrange(8):
            case 0:
                client.calls.create(to=chance.choice(ADDRESSES), from_=OUR_NUMBER, twiml=twiml, timeout=6)
            case 1 | 2 if legs:
                client.calls(chance.choice(legs)).update(twiml=twiml)
            case 3 if legs:
                client.calls(chance.choice(legs)).update(status="completed")
            case 4:
                client.conferences(chance.choice("ab")).participants.create(
                    from_=OUR_NUMBER, to=chance.choice(ADDRESSES), timeout=5
                )
            case 5 if rooms and legs:
                member = client.conferences(chance.choice(rooms)).participants(chance.choice(legs))
                member.update(hold=chance.random() < 0.5)
            case 6 if rooms and legs:
                client.conferences(chance.choice(rooms)).participants(chance.choice(legs)).delete()
            case 7 if rooms and chance.random() < 0.3:
                client.conferences(chance.choice(rooms)).update(status="completed")
            case _:
                client.calls.list()

    await attempted(rig, work)


async def attempted(rig: Rig, work: Callable[[Client], None]) -> None:
    """A request that may be refused, but not fail."""
    try:
        await rig.rest(work)
    except TwilioRestException as refusal:
        if refusal.status not in (400, 404):
            raise


@pytest.mark.parametrize("seed", range(12))
def test_every_leg_and_every_conference_ends(tmp_path: Path, seed: int):
    async def storm():
        chance = random.Random(seed)
        async with rigged(tmp_path, music="<Say>Wait, please.</Say>", whisper="<Say>A caller.</Say>") as rig:
            rig.company.knobs = CompanyKnobs(stale_action=seed % 2 == 0, reorder_callbacks=seed % 3 == 0)
            service = rig.service
            service.documents["/twilio/voice"] = lambda _: document(rig, chance)
            service.documents["/after"] = lambda _: document(rig, chance)
            for address in ADDRESSES:
                rig.company.register(address, phone(chance))
            for _ in range(40):
                if chance.random() < 0.25:
                    rig.company.call(phone(chance))
                await meddle(rig, chance)
                await rig.pass_s(chance.random())
            service.documents["/after"] = "<Hangup/>"
            for leg in rig.company.legs:
                if leg.is_live:
                    await attempted(
                        rig, lambda client, sid=leg.sid: client.calls(sid).update(status="completed")
                    )
            await asyncio.gather(*(leg.over.wait() for leg in rig.company.legs))
            await rig.pass_s(1)
            await rig.company.idle()
            return rig

    rig = run(storm())
    assert len(rig.company.legs) > 5
    assert all(room.is_over and not room.seated for room in rig.company.rooms.all.values())
    assert not any(line.waiting for line in rig.company.queues.lines.values())
    forms = rig.service.forms("/conference")
    for room in rig.company.rooms.all.values():
        told = [form for form in forms if form["ConferenceSid"] == room.conference.sid]
        events = [form["StatusCallbackEvent"] for form in told]
        left = Counter(form["CallSid"] for form in told if form["StatusCallbackEvent"] == "participant-leave")
        came = Counter(form["CallSid"] for form in told if form["StatusCallbackEvent"] == "participant-join")
        assert all(left[sid] == count for sid, count in came.items()), "who came has left as often"
        assert all(left[sid] == 1 for sid in left.keys() - came.keys()), "who never came is given up once"
        assert events.count("conference-end") == (1 if told else 0)
