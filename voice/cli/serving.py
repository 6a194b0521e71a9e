"""`attendant serve`: answers the telephone until it is told to stop."""

import asyncio

import typer

from config.settings import Settings
from voice.cli.running import freeze_start_up, run, until_told_to_stop
from voice.service import Service


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(context: typer.Context) -> None:
    """Answer calls until SIGINT or SIGTERM. Calls with the bot end then; people who talk are not cut off."""
    settings: Settings = context.obj
    run(lambda: _serve(settings))


async def _serve(settings: Settings) -> None:
    service = Service(settings)
    await service.start()
    typer.echo(f"Attendant listens on http://{settings.host}:{service.port}; loading the engines.")
    stopped = asyncio.create_task(until_told_to_stop())
    ready = asyncio.create_task(service.ready())
    try:
        await asyncio.wait([stopped, ready], return_when=asyncio.FIRST_COMPLETED)
        if ready.done():
            ready.result()
            freeze_start_up()
            typer.echo(f"Ready: {service.engines}.")
            typer.echo(f"The carrier's voice webhook is {service.base_url}/twilio/voice. Stop with Ctrl+C.")
            await stopped
    finally:
        ready.cancel()
        stopped.cancel()
        await service.stop()
