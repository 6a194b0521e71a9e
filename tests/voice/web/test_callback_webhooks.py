"""Webhooks of calls that we make: what is not signed or not known begins no call."""

import pytest

from tests.voice.web.carrier import RawCarrier
from voice.service import Service

FORM = {"CallSid": "CA1", "From": "+12065550100", "To": "+14155552671", "CallStatus": "in-progress"}
ANSWER, STATUS = "/twilio/callback/0123456789abcdef/answer", "/twilio/callback/0123456789abcdef/status"


@pytest.mark.parametrize("path", [ANSWER, STATUS])
async def test_what_is_not_signed_is_refused(path: str, service: Service, carrier: RawCarrier):
    status, _ = await carrier.post(path, FORM, signature="forged")
    assert status == 403
    assert len(service.switchboard) == 0


async def test_an_answer_to_a_call_that_nobody_made_is_hung_up_on(service: Service, carrier: RawCarrier):
    status, document = await carrier.post(ANSWER, FORM)
    assert status == 200
    assert "<Hangup" in document
    assert len(service.switchboard) == 0


@pytest.mark.parametrize("path", [ANSWER, STATUS])
async def test_a_form_without_a_call_is_refused(path: str, carrier: RawCarrier):
    for form in ({"CallStatus": "completed"}, FORM | {"CallSid": "C" * 300}):
        status, _ = await carrier.post(path, form)
        assert status == 400


async def test_a_status_of_a_call_that_nobody_made_changes_nothing(carrier: RawCarrier):
    status, _ = await carrier.post(STATUS, FORM | {"CallStatus": "completed"})
    assert status == 204
