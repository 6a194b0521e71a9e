"""`attendant eval recognition`: how well the configured recogniser understands a centre's own recordings."""

import json
from pathlib import Path
from typing import Annotated

import typer

from config.centre_files import load_centre
from config.centre_problems import CentreError
from config.settings import Settings
from transcripts.journal import utc_now
from voice.audio.wav import WavError
from voice.speech.choice import choose_recogniser
from voice.speech.evaluation import listen_to, report
from voice.speech.manifest import ManifestError, read_manifest
from voice.speech.models import EngineMissing


def register(group: typer.Typer) -> None:
    group.command("recognition")(recognition)


def recognition(
    context: typer.Context,
    manifest: Annotated[Path, typer.Argument(help='JSON Lines: {"audio": "a.wav", "text": "what is said"}.')],
    language: Annotated[
        str, typer.Option(help="What is spoken in them (BCP 47); the centre's own language without it.")
    ] = "",
) -> None:
    """Measure word errors, entity errors and speed of the recogniser on recordings; prints JSON."""
    settings: Settings = context.obj
    try:
        recordings = read_manifest(manifest)
        centre = load_centre(settings.centre)
        recogniser, choice = choose_recogniser(settings, centre, tell=lambda line: typer.echo(line, err=True))
        try:
            recogniser.warm_up()
            heard = listen_to(
                recordings,
                recogniser,
                language=language or centre.language,
                region=centre.region,
                now=utc_now(),
            )
        finally:
            recogniser.close()
    except (ManifestError, CentreError, EngineMissing, WavError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(report(heard, choice.engine), ensure_ascii=False, indent=2))
