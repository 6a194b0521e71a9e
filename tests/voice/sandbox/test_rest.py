"""What REST refuses, and how: codes of Twilio, read by its own package."""

from pathlib import Path

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import ACCOUNT, AGENT, OUR_NUMBER, rigged
from voice.sandbox.knobs import CompanyKnobs, RestTrouble
from voice.sandbox.leg import LegStatus
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone

HANG = "<Response><Hangup/></Response>"


async def refusal(rig, work) -> tuple[int, int, str]:
    with pytest.raises(TwilioRestException) as caught:
        await rig.rest(work)
    return caught.value.status, caught.value.code, caught.value.msg


def test_calls_are_refused_with_twilios_numbers(tmp_path: Path):
    async def refuse():
        async with rigged(tmp_path) as rig:
            calls = rig.client.calls
            relative = '<Response><Gather action="/x"/></Response>'
            cases = [
                (lambda _: calls.create(to="5550001", from_=OUR_NUMBER, twiml=HANG), 400, 21211),
                (lambda _: calls.create(to=AGENT, from_="us", twiml=HANG), 400, 21212),
                (lambda _: calls.create(to=AGENT, from_=OUR_NUMBER, url="nowhere"), 400, 21205),
                (lambda _: calls.create(to=AGENT, from_=OUR_NUMBER), 400, 21205),
                (lambda _: calls.create(to=AGENT, from_=OUR_NUMBER, twiml=relative), 400, 15004),
                (lambda _: calls.create(to=AGENT, from_=OUR_NUMBER, twiml=HANG, record=True), 400, 20001),
                (lambda _: calls("CA" + "0" * 32).fetch(), 404, 20404),
                (lambda _: calls("CA" + "0" * 32).update(status="completed"), 404, 20404),
                (lambda c: c.messages.create(to=AGENT, from_=OUR_NUMBER, body="hello"), 501, 501),
            ]
            for work, status, code in cases:
                assert (await refusal(rig, work))[:2] == (status, code)
            _, _, message = await refusal(rig, cases[5][0])
            assert "Record" in message

    run(refuse())


def test_another_token_and_another_account_are_turned_away(tmp_path: Path):
    async def refuse():
        async with rigged(tmp_path) as rig:
            for account, token in ((ACCOUNT, "wrong"), ("AC" + "2" * 32, "a-token-of-the-company")):
                client = Client(account, token)
                client.api.base_url = rig.company.url
                status, code, _ = await refusal(rig, lambda _, client=client: client.calls("CA1").fetch())
                client.http_client.session.close()
                assert (status, code) == (401, 20003)
            async with aiohttp.ClientSession() as session, session.get(rig.company.url) as response:
                assert response.status == 401

    run(refuse())


def test_a_call_that_is_over_or_still_rings_is_not_redirected(tmp_path: Path):
    async def redirect():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=5000)))
            pause = "<Response><Pause length='1'/></Response>"
            placed = await rig.rest(lambda c: c.calls.create(to=AGENT, from_=OUR_NUMBER, twiml=pause))
            await rig.pass_s(1)
            ringing = await refusal(rig, lambda c: c.calls(placed.sid).update(twiml=HANG))
            assert (await rig.rest(lambda c: c.calls(placed.sid).fetch())).status == "ringing"
            await rig.company.leg_to(AGENT).over.wait()
            over = await refusal(rig, lambda c: c.calls(placed.sid).update(twiml=HANG))
            assert ringing[:2] == over[:2] == (400, 21220)
            assert (await rig.rest(lambda c: c.calls(placed.sid).fetch())).duration == "1"
            await rig.rest(lambda c: c.calls(placed.sid).delete())
            assert (await refusal(rig, lambda c: c.calls(placed.sid).fetch()))[1] == 20404

    run(redirect())


@pytest.mark.parametrize(
    ("outcome", "status", "sip"),
    [
        (PhoneOutcome.BUSY, "busy", "486"),
        (PhoneOutcome.DECLINED, "busy", "603"),
        (PhoneOutcome.FAILED, "failed", "404"),
        (PhoneOutcome.NO_ANSWER, "no-answer", "487"),
        (None, "failed", "404"),
    ],
)
def test_a_telephone_that_is_not_answered_says_why(tmp_path: Path, outcome, status: str, sip: str):
    async def ring():
        async with rigged(tmp_path) as rig:
            if outcome is not None:
                rig.company.register(AGENT, ScriptedPhone(PhoneScript(outcome=outcome, after_ms=1000)))
            placed = await rig.rest(
                lambda c: c.calls.create(
                    to=AGENT, from_=OUR_NUMBER, twiml=HANG, timeout=8, status_callback=rig.url("/status")
                )
            )
            await rig.company.leg_to(AGENT).over.wait()
            await rig.company.idle()
            fetched = await rig.rest(lambda c: c.calls(placed.sid).fetch())
            return fetched.status, rig.service.forms("/status")

    fetched, forms = run(ring())
    assert fetched == status
    assert [(form["CallStatus"], form["SipResponseCode"]) for form in forms] == [(status, sip)]


def test_a_second_call_to_a_telephone_that_is_in_use_finds_it_busy(tmp_path: Path):
    async def ring_twice():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=1000)))
            pause = "<Response><Pause length='60'/></Response>"
            for _ in range(2):
                await rig.rest(lambda c: c.calls.create(to=AGENT, from_=OUR_NUMBER, twiml=pause))
                await rig.pass_s(2)
            return [leg.status for leg in rig.company.legs]

    assert run(ring_twice()) == [LegStatus.IN_PROGRESS, LegStatus.BUSY]


def test_canceling_ends_what_rings_and_completing_ends_what_is_answered(tmp_path: Path):
    async def end():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=2000)))
            pause = "<Response><Pause length='60'/></Response>"
            found = []
            for wait_s, status in ((1, "canceled"), (3, "completed"), (1, "completed")):
                placed = await rig.rest(lambda c: c.calls.create(to=AGENT, from_=OUR_NUMBER, twiml=pause))
                await rig.pass_s(wait_s)
                updated = await rig.rest(
                    lambda c, sid=placed.sid, status=status: c.calls(sid).update(status=status)
                )
                found.append(updated.status)
            return found

    assert run(end()) == ["canceled", "completed", "canceled"]


def test_21626_a_wrong_callback_event_makes_the_call_and_no_callbacks(tmp_path: Path):
    async def ring():
        async with rigged(tmp_path) as rig:
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=100)))
            for events in (["initiated answered"], ["answer"]):
                await rig.rest(
                    lambda c, events=events: c.calls.create(
                        to=AGENT, from_=OUR_NUMBER, twiml=HANG,
                        status_callback=rig.url("/status"), status_callback_event=events,
                    )
                )  # fmt: skip
                await rig.company.leg_to(AGENT).over.wait()
            await rig.company.idle()
            return rig.company.warnings, rig.service.forms("/status")

    warnings, forms = run(ring())
    assert [warning[:5] for warning in warnings] == ["21626", "21626"]
    assert forms == []


def test_trouble_fails_requests_with_the_work_done_or_not(tmp_path: Path):
    async def trouble():
        async with rigged(tmp_path) as rig:
            company = rig.company
            company.trouble.extend([RestTrouble(429, "/Calls"), RestTrouble(503, "/Calls", done=True)])

            def create(client):
                return client.calls.create(to=AGENT, from_=OUR_NUMBER, twiml=HANG)

            assert (await refusal(rig, create))[:2] == (429, 20429)
            assert company.legs == ()
            assert (await refusal(rig, create))[:2] == (503, 20500)
            assert len(company.legs) == 1
            assert (await rig.rest(create)).status == "queued"

    run(trouble())


def test_a_request_may_take_its_time_or_break_off_without_an_answer(tmp_path: Path):
    async def trouble():
        async with rigged(tmp_path) as rig, aiohttp.ClientSession() as session:
            company = rig.company
            company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=500)))
            url = f"{company.url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
            form = {"To": AGENT, "From": OUR_NUMBER, "Twiml": HANG, "StatusCallback": rig.url("/status")}
            login = {"Authorization": aiohttp.encode_basic_auth(ACCOUNT, "a-token-of-the-company")}
            company.trouble.append(RestTrouble(0, done=True, delay_ms=1000))
            with pytest.raises(aiohttp.ClientConnectionError):
                await session.post(url, data=form, headers=login)
            assert len(company.legs) == 1
            await company.legs[0].over.wait()
            company.knobs = CompanyKnobs(rest_delay_ms=3000)
            began_ms = rig.clock.now_ms
            async with session.post(url, data=form, headers=login) as response:
                assert response.status == 201
            assert rig.clock.now_ms - began_ms == pytest.approx(3000, abs=40)
            assert len(rig.service.forms("/status")) == 2, "its last callback was there before the answer"

    run(trouble())


def test_calls_a_second_makes_ordered_calls_wait_for_their_turn(tmp_path: Path):
    async def order():
        async with rigged(tmp_path) as rig:
            rig.company.knobs = CompanyKnobs(calls_a_second=1)
            for number in range(3):
                address = f"+1500555010{number}"
                rig.company.register(address, ScriptedPhone(PhoneScript(after_ms=0)))
                await rig.rest(lambda c, to=address: c.calls.create(to=to, from_=OUR_NUMBER, twiml=HANG))
            for leg in rig.company.legs:
                await leg.over.wait()
            return [leg.answered_ms for leg in rig.company.legs]

    first, second, third = run(order())
    assert (second - first, third - second) == (1000, 1000)
