"""`attendant`: one program, a command for each job. Settings are read once, here."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from config.settings import ConfigurationError, Settings, load_settings
from voice.cli import calling, checking, records, serving

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


def configure_logging(settings: Settings) -> None:
    """One JSON object a line, to stderr."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


serving.register(app)
calling.register(app)
records.register(app)
checking.register(app)
