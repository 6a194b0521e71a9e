"""`attendant eval`: a centre measures its own data with what the service runs on; the figures are JSON."""

import typer

from voice.cli import (
    evaluating_identity,
    evaluating_intents,
    evaluating_knowledge,
    evaluating_recognition,
    evaluating_said,
    evaluating_sentiment,
)


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        no_args_is_help=True, help="Measure recognition, intents, identity and knowledge on your data."
    )
    evaluating_intents.register(group)
    evaluating_identity.register(group)
    evaluating_recognition.register(group)
    evaluating_said.register(group)
    evaluating_sentiment.register(group)
    evaluating_knowledge.register(group)
    app.add_typer(group, name="eval")
