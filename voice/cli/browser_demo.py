"""`attendant demo --browser`: the bot's call that becomes a human one, with you at both telephones."""

import asyncio
import webbrowser
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from config.centre_files import load_centre
from config.settings import Settings
from transcripts.events import AnyEvent, TransferAgreed, TransferOffered
from transcripts.shown_text import shown
from voice.cli.connected_demo import Stage, paths_of, staged
from voice.cli.running import until_told_to_stop
from voice.presence import Presence
from voice.sandbox.browser_pages import BrowserPhones
from voice.sandbox.browser_phone import BrowserPhone, RecordedLine
from voice.sandbox.live_view import watch
from voice.sandbox.problem import CallFailed
from voice.sandbox.sample_callers import CallerLine, read_agent_lines, read_callers
from voice.sandbox.steps import FROM_NUMBER
from voice.speech.espeak import EspeakSynthesiser

READY_EVERY_S = 1.0
VOICE = "en-us"
"""Of espeak-ng, for words that are typed in place of spoken."""


@dataclass(frozen=True, slots=True)
class BrowserStage:
    """The service, the company, and the addresses of the two telephones."""

    stage: Stage
    caller: BrowserPhone
    caller_url: str
    agent: BrowserPhone
    agent_url: str


async def show_in_browser(settings: Settings, output: Path, opens: bool) -> None:
    """Until Ctrl+C. `opens`: shows the pages in this machine's browser, where there is one."""
    console = Console()
    async with browser_staged(settings, output) as stage:
        service, agent = stage.stage.service, stage.stage.agent
        console.print(f"Engines: {service.engines}.", soft_wrap=True, style="dim")
        console.print("Two telephones, in two tabs of a browser on this machine:", soft_wrap=True)
        for whose, url in (("the caller", stage.caller_url), (shown(agent.title), stage.agent_url)):
            console.print(Text(f"  {whose:<12}  {url}"), soft_wrap=True)
        console.print(
            "Call with the first, and ask for a person (or press 0). The second rings: answer, and press 1. "
            "Use headphones. Ctrl+C ends it.",
            soft_wrap=True,
        )
        if opens:
            for url in (stage.caller_url, stage.agent_url):
                await asyncio.to_thread(webbrowser.open_new_tab, url)
        watching = asyncio.create_task(_watch_all(stage.stage, console, output))
        try:
            await until_told_to_stop()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


@asynccontextmanager
async def browser_staged(settings: Settings, output: Path) -> AsyncGenerator[BrowserStage]:
    """For as long as the block lasts; the agent is told what a call is about, and is always ready again."""
    centre = await asyncio.to_thread(load_centre, settings.centre)
    callers_lines, agents_lines = await asyncio.to_thread(_lines, settings.centre / "callers")
    voice = EspeakSynthesiser(VOICE)
    async with (
        staged(settings, output) as stage,
        BrowserPhones(stage.company, voice=voice.synthesise) as phones,
    ):
        caller = BrowserPhone("The caller’s telephone", FROM_NUMBER, calls=centre.name, lines=callers_lines)
        agent = BrowserPhone(f"{stage.agent.title}’s telephone", stage.agent.phone, lines=agents_lines)
        caller_url, agent_url = phones.add(caller), phones.add(agent)
        events = stage.service.journal.subscribe()
        async with events, asyncio.TaskGroup() as beside:
            tasks = [
                beside.create_task(_tell_offers(events, stage, agent)),
                beside.create_task(_stay_ready(stage)),
            ]
            try:
                yield BrowserStage(stage, caller, caller_url, agent, agent_url)
            finally:
                for task in tasks:
                    task.cancel()


async def _watch_all(stage: Stage, console: Console, output: Path) -> None:
    """One call after another."""
    while True:
        async with stage.service.journal.subscribe() as events:
            await watch(events, console, paths_of(output))


async def _tell_offers(events: AsyncIterable[AnyEvent], stage: Stage, phone: BrowserPhone) -> None:
    """Puts what the caller agreed to pass on where the agent sees it while it rings."""
    briefings: dict[str, tuple[str, ...]] = {}
    async for event in events:
        match event:
            case TransferAgreed():
                briefings[event.transfer_id] = event.briefing
            case TransferOffered(agent=stage.agent.name):
                phone.tell(briefings.get(event.transfer_id, ()))
            case _:
                pass


async def _stay_ready(stage: Stage) -> None:
    """After each call, and after a call that was declined, the demo's agent takes the next one at once."""
    while True:
        await asyncio.sleep(READY_EVERY_S)
        if stage.service.roster.presence(stage.agent.name) in (Presence.WRAP_UP, Presence.BREAK):
            await stage.service.roster.set(stage.agent.name, Presence.AVAILABLE, "the demo")


def _lines(directory: Path) -> tuple[list[RecordedLine], list[RecordedLine]]:
    """What the recorded callers and agents of a centre say; nothing where it has none."""
    try:
        callers, agents = read_callers(directory), read_agent_lines(directory)
    except CallFailed:
        return [], []
    said = [(caller.title, line) for caller in callers for line in caller.lines]
    return _recorded(said), _recorded([("", line) for line in agents])


def _recorded(lines: list[tuple[str, CallerLine]]) -> list[RecordedLine]:
    return [RecordedLine(line.text, line.recording, whose) for whose, line in lines if line.recording]
