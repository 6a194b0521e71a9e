"""`attendant`: one program, a command for each job. Settings are read once, here."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import ConfigurationError, load_settings
from voice.cli import (
    accounts,
    approving,
    calling,
    checking,
    evaluating,
    live_calls,
    records,
    replaying,
    sandbox,
    serving,
    staffing,
)
from voice.cli.logs import configure_logging

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A self-hosted voice contact centre: it answers the telephone, and remembers what was said.",
)


@app.callback()
def _settings(  # pyright: ignore[reportUnusedFunction]
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="The settings file; without it, attendant.toml where it is there.")
    ] = None,
) -> None:
    try:
        settings = load_settings(config)
    except ConfigurationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    configure_logging(settings)
    context.obj = settings


serving.register(app)
calling.register(app)
records.register(app)
replaying.register(app)
approving.register(app)
staffing.register(app)
accounts.register(app)
live_calls.register(app)
sandbox.register(app)
evaluating.register(app)
checking.register(app)
