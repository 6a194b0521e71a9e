"""A person's yes over HTTP and by command, on a real service."""

import asyncio

import aiohttp
import pytest
import typer
from typer.testing import CliRunner, Result

from assist.approvals import Approval
from voice.cli.approving import register
from voice.kept_token import kept_token
from voice.service import Service
from voice.web.operators import OPERATORS_TOKEN


@pytest.fixture
async def asked(service: Service):
    """A caller waits for an approval."""
    assert service.approvals is not None
    waiting = asyncio.create_task(service.approvals.ask("call-1", "k1", "change_plan", {"plan": "max"}, 60.0))
    await asyncio.sleep(0)
    yield waiting
    waiting.cancel()


def bearer(service: Service) -> dict[str, str]:
    return {"Authorization": f"Bearer {kept_token(service.settings.data_directory / OPERATORS_TOKEN)}"}


async def attendant(service: Service, *arguments: str) -> Result:
    """The command in a thread of its own: the service answers it on this loop."""
    app = typer.Typer()
    register(app)
    settings = service.settings.model_copy(update={"port": service.port})
    return await asyncio.to_thread(CliRunner().invoke, app, arguments, obj=settings)


async def test_what_waits_is_listed_and_approved_by_command(service: Service, asked: asyncio.Task[Approval]):
    listed = await attendant(service, "approvals")
    assert "k1" in listed.output
    assert "plan: max" in listed.output
    done = await attendant(service, "approve", "k1", "--by", "Ana")
    assert (done.exit_code, done.output) == (0, "Approved.\n")
    assert await asked == Approval(True, "Ana")
    assert "Nothing waits" in (await attendant(service, "approvals")).output


async def test_a_refusal_is_an_answer_too(service: Service, asked: asyncio.Task[Approval]):
    assert (await attendant(service, "refuse", "k1", "--by", "Ana")).output == "Refused.\n"
    assert await asked == Approval(False, "Ana")


async def test_too_late_or_without_a_name_is_said(service: Service, asked: asyncio.Task[Approval]):
    nameless = await attendant(service, "approve", "k1", "--by", " ")
    assert nameless.exit_code == 1
    assert "name" in nameless.output
    unknown = await attendant(service, "approve", "k2", "--by", "Ana")
    assert unknown.exit_code == 1
    assert "too late" in unknown.output


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guess"}, {"Authorization": "Basic eDp5"}])
async def test_without_the_operators_token_nothing_is_shown_or_done(service: Service, asked, headers):
    async with aiohttp.ClientSession(service.base_url, headers=headers) as session:
        async with session.get("/api/approvals") as response:
            assert response.status == 401
        async with session.post("/api/approvals/k1", json={"approved": True, "by": "Eve"}) as response:
            assert response.status == 401
    assert not asked.done()


async def test_a_body_that_is_no_answer_is_refused_with_what_to_send(service: Service, asked):
    async with aiohttp.ClientSession(service.base_url, headers=bearer(service)) as session:
        for body in (
            b"",
            b"[]",
            b'{"approved": "yes", "by": "Ana"}',
            b'{"approved": true, "by": "A", "x": 1}',
        ):
            async with session.post("/api/approvals/k1", data=body) as response:
                assert response.status == 400
                assert "your name" in (await response.json())["error"]
    assert not asked.done()


async def test_without_a_service_the_command_says_what_to_start(service: Service):
    app = typer.Typer()
    register(app)
    settings = service.settings.model_copy(update={"port": 1})
    result = await asyncio.to_thread(CliRunner().invoke, app, ["approvals"], obj=settings)
    assert result.exit_code == 1
    assert "attendant serve" in result.output
