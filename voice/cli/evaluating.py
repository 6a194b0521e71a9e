"""`attendant eval`: a centre measures its own data with what the service runs on; the figures are JSON."""

import typer

from voice.cli import evaluating_identity, evaluating_intents, evaluating_recognition


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Measure recognition, intents and identity on your data.")
    evaluating_intents.register(group)
    evaluating_identity.register(group)
    evaluating_recognition.register(group)
    app.add_typer(group, name="eval")
