"""`attendant eval said`: how well it is told whether agents said, reworded or contradicted their cards."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from assist.evaluation.said import SaidCasesWrong, evaluate_said, read_said_cases


def register(group: typer.Typer) -> None:
    """Adds the command to the group `eval`."""
    group.command("said")(said)


def said(
    files: Annotated[
        list[Path], typer.Argument(help='JSON Lines of {"card", "utterances", "outcome", "language"}.')
    ],
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the calls; none: today.")
    ] = None,
) -> None:
    """Judge what agents said after a card, and print precision and recall of each outcome as JSON."""
    cases = []
    for file in files:
        try:
            cases += read_said_cases(str(file), file.read_bytes())
        except OSError as error:
            typer.echo(f"{file} cannot be read: {error.strerror}", err=True)
            raise typer.Exit(2) from error
        except SaidCasesWrong as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
    report = evaluate_said(cases, (today or datetime.now(UTC)).date())
    typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
