"""`attendant call` and `attendant demo`: ring the service from this machine, and watch."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import aiohttp
import typer
from rich.console import Console

from config.settings import Settings
from transcripts.shown_text import shown
from voice.cli.browser_demo import show_in_browser
from voice.cli.connected_demo import show_connected
from voice.cli.logs import configure_logging
from voice.cli.running import run, running_service
from voice.sandbox.commands import describe, listening_address, place_call, sample_caller
from voice.sandbox.live_view import watch
from voice.sandbox.problem import CallFailed
from voice.sandbox.sample_callers import read_callers
from voice.sandbox.timeline import CallReport

DEMO_CALLER = "connected"

Output = Annotated[
    Path | None,
    typer.Option(
        help="The directory for the recording and the timeline; by default one in the data directory."
    ),
]


def register(app: typer.Typer) -> None:
    app.command()(call)
    app.command()(demo)


def call(
    context: typer.Context,
    audio: Annotated[list[Path], typer.Argument(help="WAV files, mono, any rate: said one after another.")],
    output: Output = None,
    url: Annotated[
        str | None,
        typer.Option(help="The service to ring; by default the one which these settings describe."),
    ] = None,
) -> None:
    """Ring the service with recordings, as Twilio would, and record both sides.

    Rings the service that is running; where none is, one is started for this call.
    """
    settings: Settings = context.obj
    report = run(lambda: _call(settings, audio, _output(settings, output), url))
    Console(soft_wrap=True).print(describe(report))


def demo(
    context: typer.Context,
    scenario: Annotated[
        str, typer.Option(help="Which of the centre's recorded callers rings.")
    ] = DEMO_CALLER,
    output: Output = None,
    only_list: Annotated[bool, typer.Option("--list", help="Say which callers there are.")] = False,
    browser: Annotated[
        bool, typer.Option("--browser", help="Be the caller and the agent yourself, in two browser tabs.")
    ] = False,
    opens: Annotated[
        bool, typer.Option("--open/--no-open", help="With --browser: open the two pages, or only say where.")
    ] = True,
) -> None:
    """Start the service, ring it with a recorded caller of the sample centre, and show the call live."""
    settings: Settings = context.obj
    if only_list:
        callers = read_callers(settings.centre / "callers")
        width = max((len(caller.name) for caller in callers), default=0)
        for caller in callers:
            typer.echo(shown(f"{caller.name:{width}}  {caller.title}"))
        return
    # The picture is the report; a log line in it would be noise.
    configure_logging(settings.model_copy(update={"log_level": "error"}))
    if browser:
        run(lambda: show_in_browser(settings, _output(settings, output), opens))
    else:
        run(lambda: _demo(settings, scenario, _output(settings, output)))


async def _call(settings: Settings, audio: Sequence[Path], output: Path, url: str | None) -> CallReport:
    async with AsyncExitStack() as stack:
        if url is None and not await _answers(listening_address(settings)):
            Console(stderr=True).print(
                f"No service answers at {listening_address(settings)}: starting one for this call."
            )
            service = await stack.enter_async_context(running_service(settings))
            Console(stderr=True).print(f"Engines: {service.engines}.", soft_wrap=True)
            url = listening_address(settings.model_copy(update={"port": service.port}))
        return await place_call(settings, audio, output, url)


async def _demo(settings: Settings, scenario: str, output: Path) -> None:
    console = Console()
    caller = sample_caller(settings, scenario)
    if caller.with_agent:
        await show_connected(settings, caller, output)
        return
    async with running_service(settings.model_copy(update={"port": 0, "public_url": ""})) as service:
        console.print(f"Engines: {service.engines}.", soft_wrap=True, style="dim")
        console.print(f'The caller: {caller.title} (recorded voice "{caller.voice}").', style="dim")
        events = service.journal.subscribe()
        paths = {
            "recording": output / "recording.wav",
            "timeline": output / "timeline.json",
            "record": "attendant calls, attendant show",
        }
        async with events:
            watching = asyncio.create_task(watch(events, console, paths))
            try:
                report = await place_call(
                    service.settings,
                    [],
                    output,
                    service.base_url,
                    steps=caller.steps,
                    from_number=caller.number,
                )
                await watching
            finally:
                watching.cancel()
        console.print(describe(report), soft_wrap=True)


async def _answers(url: str) -> bool:
    """Whether an Attendant lives there. Raises `CallFailed` where it lives and takes no calls."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(f"{url}/readyz") as response,
        ):
            body = await response.json(content_type=None)
    except (aiohttp.ClientConnectionError, TimeoutError):
        return False
    except ValueError as error:
        raise CallFailed(f"what answers at {url} is not Attendant; set another port") from error
    if response.status == 503:
        raise CallFailed(f"the service at {url} takes no calls now: {'; '.join(body['reasons'])}")
    return True


def _output(settings: Settings, output: Path | None) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return output or settings.data_directory / "rung" / f"{stamp}-{secrets.token_hex(2)}"
