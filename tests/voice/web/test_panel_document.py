"""The document that describes the API, tried by schemathesis on the running service: what it says is so."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounded
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier, new_call_sid
from tests.voice.web.site import Browser, add_account
from transcripts.access.accounts import Role
from transcripts.access.signing_in import COOKIE, CSRF_HEADER
from transcripts.events import TransferAccepted
from voice.service import Service

EXAMPLES = 12
"""Of each operation."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    settings = Settings(port=0, data_directory=tmp_path, log_level="error")
    service = Service(settings, recogniser=ScriptedRecogniser(), synthesiser=ToneSynthesiser())
    await service.start()
    await service.ready()
    yield service
    await service.stop()


async def test_every_answer_is_as_the_document_says(service: Service):
    await add_account(service, "ana", Role.SUPERVISOR, agent="ana-flores")
    async with (
        RawCarrier(service.base_url, service.account.auth_token) as carrier,
        Browser(service, "ana") as ana,
    ):
        sid = new_call_sid()
        await carrier.mouth(sid)
        call = service.switchboard.find(sid)
        assert call is not None
        service.journal.append(
            TransferAccepted(call_id=call.call_id, at_ms=1, transfer_id="t", agent="ana-flores", how="panel")
        )
        cookies = {one.key: one.value for one in ana.session.cookie_jar if one.key == COOKIE}
        headers = {
            CSRF_HEADER: ana.csrf,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        answered = await asyncio.to_thread(try_all, service.base_url, headers, call.call_id)
    assert {200, 204, 400, 404, 409} <= answered


def try_all(base_url: str, headers: dict[str, str], call_id: str) -> set[int]:
    """Each operation with made-up input, and with a call that there is. What it was answered."""
    schema = schemathesis.openapi.from_url(f"{base_url}/api/v1/openapi.json")
    operations = [one.ok() for one in schema.get_all_operations()]
    answered: set[int] = set()
    for operation in operations:
        # Signing out would end what is tried.
        if (operation.method, operation.path) != ("delete", "/api/v1/session"):
            try_one(operation, headers, call_id, answered)
    return answered


def try_one(operation: Any, headers: dict[str, str], call_id: str, answered: set[int]) -> None:
    @given(case=operation.as_strategy())
    @bounded(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: Any) -> None:
        if len(case.path_parameters.get("call_id", "")) % 2:
            case.path_parameters["call_id"] = call_id
        answer = case.call(headers=headers)
        answered.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    try_it()
