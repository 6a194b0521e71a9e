"""`attendant demo` with an agent: a telephone company on this machine, and somebody at its far end."""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from config.centre import Agent
from config.settings import Settings
from transcripts.shown_text import shown
from voice.cli.running import running_service
from voice.presence import Presence
from voice.sandbox.caller import Manners, ScriptedCaller
from voice.sandbox.company import Company
from voice.sandbox.live_view import watch
from voice.sandbox.phone_steps import Play, Press, WaitForQuiet
from voice.sandbox.phones import CallerPhone, PhoneScript, ScriptedPhone
from voice.sandbox.problem import CallFailed
from voice.sandbox.sample_callers import SampleCaller, read_agent_lines
from voice.sandbox.steps import HangUp, prepare
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday morning in New York: the demo must find somebody at work at any hour."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A service and a telephone company that ring each other, and the agent who is there."""

    service: Service
    company: Company
    agent: Agent


async def show_connected(settings: Settings, caller: SampleCaller, output: Path) -> None:
    """Rings the bot with `caller`, and has the first agent of the centre take the call."""
    console, steps = Console(), await asyncio.to_thread(_agents_steps, settings)
    async with staged(settings, output) as stage:
        agent, company = stage.agent, stage.company
        console.print(f"Engines: {stage.service.engines}.", soft_wrap=True, style="dim")
        title = f"The caller: {caller.title}. {agent.title} is at the telephone ({agent.phone})."
        console.print(Text(shown(title), style="dim"), soft_wrap=True)
        company.register(agent.phone, ScriptedPhone(PhoneScript(steps=steps)))
        events = stage.service.journal.subscribe()
        async with events:
            watching = asyncio.create_task(watch(events, console, paths_of(output)))
            try:
                phone = CallerPhone(ScriptedCaller(prepare([*caller.steps, HangUp()]), Manners()))
                leg = company.call(phone, caller.number)
                await leg.over.wait()
                await watching
            finally:
                watching.cancel()
        for each in company.legs:
            console.print(f"{each.identity.to_number}: {each.recording}", soft_wrap=True, markup=False)


@asynccontextmanager
async def staged(settings: Settings, output: Path) -> AsyncGenerator[Stage]:
    """Both of them for as long as the block lasts, with the first agent of the centre available."""
    port, began = _free_port(settings.host), time.monotonic()
    with_company = settings.twilio.model_copy(update={"api_url": f"http://{settings.host}:{port}"})
    own = settings.model_copy(update={"port": 0, "public_url": "", "twilio": with_company})
    async with running_service(own, lambda: OPEN + timedelta(seconds=time.monotonic() - began)) as service:
        agent = next((status.agent for status in service.roster.statuses()), None)
        if agent is None:
            raise CallFailed("the centre has no agents; write agents.toml, or choose another --scenario")
        await service.roster.set(agent.name, Presence.AVAILABLE, "the demo")
        account = service.account
        async with Company(
            account.account_sid, account.auth_token, output, port=port, service_url=service.base_url
        ) as company:
            yield Stage(service, company, agent)


def paths_of(output: Path) -> dict[str, Path | str]:
    """What there is to open after a call."""
    return {"recordings": output, "record": "attendant calls, attendant show"}


def _agents_steps(settings: Settings) -> tuple[WaitForQuiet | Press | Play, ...]:
    """Hears the briefing out, takes the call, and answers what is said."""
    lines = read_agent_lines(settings.centre / "callers")
    steps: list[WaitForQuiet | Press | Play] = [WaitForQuiet(700), Press("1")]
    for number, line in enumerate(lines):
        if line.recording is not None:
            steps += [WaitForQuiet(300, 3000) if number == 0 else WaitForQuiet(1500), Play(line.recording)]
    return tuple(steps)


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
