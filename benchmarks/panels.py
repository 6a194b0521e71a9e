"""Panels open at one service: how soon an offer is on the agent's desk, and what panels cost that stand open.

python -m benchmarks panels

The service is one process; the telephone company and all pages are another. From the offer's event to the
desk that shows it, by one clock; a browser's painting comes on top.
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.transfer_server import OPEN
from benchmarks.transfers import (
    APART_S,
    WISH,
    free_port,
    percentile,
    phone_of,
    service_under_test,
    staffed,
)
from voice.cli.running import new_event_loop
from voice.kept_token import kept_token
from voice.sandbox.company import Company
from voice.sandbox.phone_steps import HangUp, Play, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.web.operators import OPERATORS_TOKEN

PANELS = 200
AT_ONCE = (1, 20)
IDLE_S = 20.0
PASSWORD = "seven green kettles sing"  # noqa: S105 - of a service that lives for a minute
STAYS_MS = 12_000


@dataclass
class Panel:
    """A page that is open: what its desk was sent."""

    session: aiohttp.ClientSession
    began_s: float
    csrf: str = ""
    received: int = 0
    """Bytes."""
    offers_ms: list[int] = field(default_factory=list[int])
    talks_ms: list[int] = field(default_factory=list[int])
    _seen: set[str] = field(default_factory=set[str])

    async def open(self, name: str) -> "asyncio.Task[None]":
        async with self.session.post("/api/v1/session", json={"name": name, "password": PASSWORD}) as answer:
            answer.raise_for_status()
            self.csrf = (await answer.json())["csrf"]
        socket = await self.session.ws_connect("/api/v1/me/stream")
        return asyncio.create_task(self._follow(socket), name=name)

    async def _follow(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            self.received += len(message.data)
            desk = message.json()
            if desk["offer"] is not None:
                self._note(desk["offer"]["transfer"], desk["offer"]["rang"], self.offers_ms)
                await self._accept(desk["offer"])
            if desk["call"] is not None and desk["call"]["talked_since"]:
                self._note(desk["call"]["call"], desk["call"]["talked_since"], self.talks_ms)

    def _note(self, what: str, since: str, found: list[int]) -> None:
        if what in self._seen:
            return
        self._seen.add(what)
        passed_s = time.monotonic() - self.began_s
        found.append(round((passed_s - (datetime.fromisoformat(since) - OPEN).total_seconds()) * 1000))

    async def _accept(self, offer: dict[str, Any]) -> None:
        if offer["accepted"]:
            return
        address = f"/api/v1/offers/{offer['transfer']}/accept"
        async with self.session.post(address, headers={"X-CSRF-Token": self.csrf}) as answer:
            await answer.read()


async def measure() -> dict[str, object]:
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        description: dict[str, object] = {
            "data": str(directory / "data"),
            "centre": str(staffed(directory / "centre", PANELS)),
            "calls": max(AT_ONCE),
            "carrier": f"http://127.0.0.1:{port}",
        }
        async with service_under_test(description) as about:
            process = psutil.Process(int(about["process"]))
            token = kept_token(directory / "data" / OPERATORS_TOKEN)
            before_mb = process.memory_info().rss / 1e6
            panels = await _opened(about, token)
            try:
                figures = await _standing_open(process, [panel for panel, _ in panels])
                figures["memory_mb"] = round(process.memory_info().rss / 1e6 - before_mb)
                company = Company(
                    about["sid"],
                    about["token"],
                    directory / "carrier",
                    port=port,
                    service_url=about["url"],
                )
                async with company:
                    offers = [await _rung(company, [panel for panel, _ in panels], each) for each in AT_ONCE]
            finally:
                for panel, following in panels:
                    following.cancel()
                    await panel.session.close()
    return {"panels": PANELS, **figures, "offers": offers}


async def _opened(about: dict[str, str], token: str) -> list[tuple[Panel, "asyncio.Task[None]"]]:
    url, operator = about["url"], {"Authorization": f"Bearer {token}"}
    found: list[tuple[Panel, asyncio.Task[None]]] = []
    async with aiohttp.ClientSession(headers=operator) as session:
        for number in range(1, PANELS + 1):
            name = f"agent-{number}"
            new = {"name": name, "role": "agent", "agent": name, "password": PASSWORD}
            async with session.post(f"{url}/api/accounts", json=new) as answer:
                answer.raise_for_status()
            browser = aiohttp.ClientSession(
                url, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": url}
            )
            panel = Panel(browser, float(about["began"]))
            found.append((panel, await panel.open(name)))
    return found


async def _standing_open(process: psutil.Process, panels: Sequence[Panel]) -> dict[str, object]:
    """While nothing happens."""
    before, received = process.cpu_times(), sum(panel.received for panel in panels)
    await asyncio.sleep(IDLE_S)
    after = process.cpu_times()
    used_s = after.user + after.system - before.user - before.system
    bytes_a_minute = (sum(panel.received for panel in panels) - received) / IDLE_S * 60 / len(panels)
    return {
        "idle_cpu_percent": round(100 * used_s / IDLE_S, 1),
        "idle_bytes_a_minute_each": round(bytes_a_minute),
    }


async def _rung(company: Company, panels: Sequence[Panel], calls: int) -> dict[str, object]:
    for panel in panels:
        panel.offers_ms.clear()
        panel.talks_ms.clear()
    for number in range(1, PANELS + 1):
        company.register(phone_of(number), ScriptedPhone(PhoneScript(after_ms=1000, steps=(Wait(120_000),))))
    caller = PhoneScript(steps=(WaitForQuiet(1200), Play(WISH), Wait(900), Wait(STAYS_MS), HangUp()))
    legs: list[Any] = []
    for _ in range(calls):
        legs.append(company.call(ScriptedPhone(caller)))
        await asyncio.sleep(APART_S)
    await asyncio.gather(*(leg.over.wait() for leg in legs))
    await company.idle()
    offers = [each for panel in panels for each in panel.offers_ms]
    talks = [each for panel in panels for each in panel.talks_ms]
    return {
        "calls": calls,
        "offered": len(offers),
        "offer_ms_p50": percentile(offers, 50),
        "offer_ms_p95": percentile(offers, 95),
        "talk_ms_p50": percentile(talks, 50),
        "talk_ms_p95": percentile(talks, 95),
    }


def report(show: bool) -> object:
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        figures = runner.run(measure())
    if show:
        console = Console(width=160)
        console.print({name: value for name, value in figures.items() if name != "offers"})
        table = Table(title="From the event to the desk, ms")
        rows: Any = figures["offers"]
        for column in rows[0]:
            table.add_column(column.replace("_", " "), justify="right")
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        console.print(table)
    return figures
