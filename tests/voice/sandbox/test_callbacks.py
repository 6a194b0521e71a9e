"""Webhooks: retries, the fallback, idempotency tokens, cookies, and the ways in which callbacks go astray."""

from pathlib import Path

import pytest

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import AGENT, OUR_NUMBER, rigged
from voice.sandbox.callbacks import Overrides
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.phone_steps import Wait
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp
from voice.sandbox.twiml_verbs import Ask

ALL = ["initiated", "ringing", "answered", "completed"]


def test_overrides_stand_in_the_fragment_and_have_twilios_defaults():
    assert Overrides.of("") == Overrides(5, 15, 15, 1, frozenset({"ct"}))
    assert Overrides.of("ct=200&rt=1000&tt=3000&rc=3&rp=5xx,rt") == Overrides(
        0.2, 1, 3, 3, frozenset({"5xx", "rt"})
    )
    assert Overrides.of("rc=9&e=ashburn&sni=y").retries == 5


def waiting(seconds: int = 1) -> ScriptedPhone:
    return ScriptedPhone(PhoneScript(steps=(Wait(seconds * 1000), HangUp())))


def test_a_document_is_tried_again_with_the_same_token_where_its_address_asks_for_it(tmp_path: Path):
    async def call():
        async with rigged(tmp_path, answer="<Pause length='1'/>") as rig:
            rig.service.refusing["/answer"] = [500, 503]
            leg = rig.company.call(waiting(), voice=Ask(rig.url("/answer") + "#rc=2&rp=5xx"))
            await leg.over.wait()
            return leg, [asked for asked in rig.service.asked if asked.path == "/answer"]

    leg, asked = run(call())
    assert len(asked) == 3
    assert len({one.token for one in asked}) == 1
    assert leg.notes == []


def test_the_fallback_is_asked_with_the_error_and_without_it_the_call_ends(tmp_path: Path):
    async def call(fallback: bool):
        async with rigged(tmp_path, fallback="<Pause length='1'/>") as rig:
            rig.service.refusing["/answer"] = [500]
            ask = Ask(rig.url("/fallback")) if fallback else None
            leg = rig.company.call(waiting(9), voice=Ask(rig.url("/answer")), fallback=ask)
            await leg.over.wait()
            return leg, rig.service.forms("/fallback")

    leg, (form,) = run(call(True))
    assert (form["ErrorCode"], form["ErrorUrl"].rpartition("/")[2]) == ("11200", "answer")
    assert leg.answered_ms is not None
    leg, forms = run(call(False))
    assert forms == []
    assert (leg.ended_by, leg.answered_ms) == ("service", None)
    assert any("11200" in note for note in leg.notes)


def test_a_service_that_does_not_listen_is_tried_twice_and_named(tmp_path: Path):
    async def call():
        async with rigged(tmp_path) as rig:
            leg = rig.company.call(waiting(), voice=Ask("http://127.0.0.1:9/nobody"))
            await leg.over.wait()
            return leg

    assert any("11205" in note for note in run(call()).notes)


def test_cookies_of_a_call_come_back_on_its_next_request_and_on_no_other(tmp_path: Path):
    async def call():
        async with rigged(tmp_path, next="<Hangup/>") as rig:
            rig.service.documents["/twilio/voice"] = "<Redirect>/next</Redirect>"
            for _ in range(2):
                leg = rig.company.call(waiting())
                await leg.over.wait()
            return rig.service.cookies

    assert run(call()) == {"/next seen": "yes"} | {"/twilio/status seen": "yes"}


def placed(tmp_path: Path, knobs: CompanyKnobs):
    async def place():
        async with rigged(tmp_path) as rig:
            rig.company.knobs = knobs
            rig.company.register(AGENT, ScriptedPhone(PhoneScript(after_ms=300)))
            pause = "<Response><Pause length='1'/></Response>"
            await rig.rest(
                lambda c: c.calls.create(
                    to=AGENT, from_=OUR_NUMBER, twiml=pause,
                    status_callback=rig.url("/status"), status_callback_event=ALL,
                )
            )  # fmt: skip
            await rig.company.leg_to(AGENT).over.wait()
            await rig.company.idle()
            return [asked for asked in rig.service.asked if asked.path == "/status"]

    return run(place())


@pytest.mark.parametrize(
    ("knobs", "statuses"),
    [
        (CompanyKnobs(), ["initiated", "ringing", "in-progress", "completed"]),
        (CompanyKnobs(dropped_callbacks=frozenset({"answered"})), ["initiated", "ringing", "completed"]),
        (CompanyKnobs(reorder_callbacks=True), ["ringing", "initiated", "completed", "in-progress"]),
    ],
)
def test_callbacks_arrive_in_order_unless_they_are_lost_or_overtaken(tmp_path: Path, knobs, statuses):
    assert [asked.form["CallStatus"] for asked in placed(tmp_path, knobs)] == statuses


def test_a_doubled_callback_has_one_token(tmp_path: Path):
    asked = placed(tmp_path, CompanyKnobs(duplicate_callbacks=True))
    assert len(asked) == 8
    for first, second in zip(asked[::2], asked[1::2], strict=True):
        assert (first.token, first.form) == (second.token, second.form)
    assert len({one.token for one in asked}) == 4


def test_delayed_callbacks_come_late(tmp_path: Path):
    late, punctual = (placed(tmp_path, CompanyKnobs(callback_delay_ms=ms))[0].at_s for ms in (5000, 0))
    assert late - punctual == pytest.approx(5, abs=0.1)


def test_documents_are_fetched_twice_when_the_knob_says_so(tmp_path: Path):
    async def call():
        async with rigged(tmp_path) as rig:
            rig.company.knobs = CompanyKnobs(double_documents=True)
            rig.service.documents["/twilio/voice"] = "<Pause length='1'/>"
            leg = rig.company.call(waiting())
            await leg.over.wait()
            return [asked.token for asked in rig.service.asked if asked.path == "/twilio/voice"]

    first, second = run(call())
    assert first == second


def test_a_lost_document_is_given_up_after_fifteen_seconds_for_the_fallback(tmp_path: Path):
    async def call():
        async with rigged(tmp_path, fallback="<Pause length='1'/>") as rig:
            rig.company.knobs = CompanyKnobs(lost_documents=frozenset({"/answer"}))
            ask, fallback = Ask(rig.url("/answer")), Ask(rig.url("/fallback"))
            leg = rig.company.call(waiting(), voice=ask, fallback=fallback)
            await leg.over.wait()
            return leg, rig.service.forms("/answer"), rig.service.forms("/fallback")

    leg, lost, fallback = run(call())
    assert (lost, len(fallback)) == ([], 1)
    assert leg.answered_ms == pytest.approx(15_000, abs=100)
