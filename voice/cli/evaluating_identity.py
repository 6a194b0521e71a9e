"""`attendant eval identity`: how well a centre's callers are found and verified by what they say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from assist.entities import Listening
from assist.evaluation.identity import IdentityDataWrong, evaluate_identity, read_identity_data


def register(group: typer.Typer) -> None:
    group.command("identity")(identity)


def identity(
    turns: Annotated[Path, typer.Option(help="JSON Lines: dialogue_id, speaker_id, record_id, item, nbest.")],
    records: Annotated[Path, typer.Option(help="CSV: id, and a column for each item.")],
    region: Annotated[str, typer.Option(help="ISO 3166; decides what 8/11 is.")] = "GB",
) -> None:
    """Measure how often customers are found and verified, and how often somebody else would be."""
    try:
        data = read_identity_data(turns, records)
    except IdentityDataWrong as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    report = evaluate_identity(data, Listening(region, datetime.now(UTC)))
    typer.echo(json.dumps(report, indent=2))
