"""Running a coroutine from a command: the loop, the signals, and errors as sentences."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

import typer

from assist.encoders.sentence_encoder import SentenceEncoderUnavailable
from assist.tools.python_tool import ToolNotUsable
from config.centre_files import CentreError
from config.settings import ConfigurationError, Settings
from transcripts.journal import utc_now
from transcripts.store.contract import StoreError
from voice.sandbox.problem import CallFailed
from voice.service import Service
from voice.speech.models import EngineMissing

T = TypeVar("T")

KNOWN_ERRORS = (
    ConfigurationError,
    CentreError,
    StoreError,
    EngineMissing,
    SentenceEncoderUnavailable,
    ToolNotUsable,
    CallFailed,
    OSError,
)
"""What can be wrong with the surroundings; each says in words what to do."""


def run(work: Callable[[], Coroutine[None, None, T]]) -> T:
    """Runs it on uvloop where there is one. A known error becomes its sentence and exit code 1."""
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(work())
    except KNOWN_ERRORS as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def new_event_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


@asynccontextmanager
async def running_service(
    settings: Settings, wall_clock: Callable[[], datetime] = utc_now
) -> AsyncGenerator[Service]:
    """A service that takes calls, for as long as the block lasts."""
    service = Service(settings, wall_clock=wall_clock)
    await service.start()
    try:
        await service.ready()
        freeze_start_up()
        yield service
    finally:
        await service.stop()


def freeze_start_up() -> None:
    """Takes what was loaded at the start out of the garbage collector's sight, since it lives to the end.

    Going through it again at every full collection costs a fifth of the CPU of live media, and stalls.
    """
    gc.collect()
    gc.freeze()


async def until_told_to_stop() -> None:
    """Returns at SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    await stop.wait()
