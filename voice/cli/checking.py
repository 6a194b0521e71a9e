"""`attendant doctor` and `attendant models`: is everything there, and if not, what to do."""

import os
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.encoders.choice import sentence_model_directory
from assist.encoders.sentence_encoder import SentenceEncoderUnavailable
from assist.encoders.sentence_model import HUB, fetch
from config.centre_files import CentreError, load_centre
from config.settings import Settings
from voice.doctor import Health, examine
from voice.speech.choice import voice_settings
from voice.speech.models import EngineMissing, Part, pull

SIGNS = {Health.WELL: ("ok", "green"), Health.ADVICE: ("note", "cyan"), Health.ILL: ("PROBLEM", "red")}

PARTS: tuple[Part, ...] = ("recogniser", "synthesiser")

models = typer.Typer(no_args_is_help=True, help="The models of the speech engines.")


def register(app: typer.Typer) -> None:
    app.command()(doctor)
    app.add_typer(models, name="models")


def doctor(context: typer.Context) -> None:
    """Check settings, centre, carrier, ports, disk, database, engines; exit 1 if no call could be taken."""
    settings: Settings = context.obj
    findings = list(examine(settings))
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        word, colour = SIGNS[finding.health]
        table.add_row(Text(word, style=colour), Text(finding.part), Text(finding.found))
        if finding.remedy:
            table.add_row("", "", Text(f"→ {finding.remedy}"))
    Console().print(table)
    if any(finding.health is Health.ILL for finding in findings):
        raise typer.Exit(1)


@models.command("pull")
def pull_models(context: typer.Context) -> None:
    """Fetch the Whisper model, the Piper voices and the sentence model that the settings name."""
    settings: Settings = context.obj
    try:
        for part in PARTS:
            typer.echo(f"{part}: {pull(settings, part, typer.echo)}")
        for locale in load_centre(settings.centre).locales:
            spoken = voice_settings(settings, locale.language, settings.synthesiser.voices)
            if spoken.synthesiser.voice and spoken.synthesiser.engine != "espeak-ng":
                typer.echo(f"{locale.language}: {pull(spoken, 'synthesiser', typer.echo)}")
        named = settings.understanding.sentence_model
        if named and not Path(named).is_dir():
            directory = sentence_model_directory(named, settings.models_directory)
            typer.echo(f"sentences: {fetch(named, directory, os.environ.get('HF_ENDPOINT', HUB)).name}")
    except (EngineMissing, CentreError, SentenceEncoderUnavailable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
