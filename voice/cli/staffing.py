"""`attendant agents` and `presence`: who takes calls, and who does just now."""

from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.shown_text import shown
from voice.cli.operators import asked
from voice.presence import Presence
from voice.web.agents import AgentShown, SetPresence


def register(app: typer.Typer) -> None:
    app.command()(agents)
    app.command()(presence)


def agents(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List the people of the centre, and where they are."""
    body = asked(context, "GET", "agents")
    if as_json:
        typer.echo(body.decode())
        return
    people = msgspec.json.decode(body, type=list[AgentShown])
    if not people:
        typer.echo("The centre has no agents: there is no agents.toml, and call-backs are agreed.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("name", "presence", "phone", "skills", "languages"):
        table.add_column(title, overflow="fold")
    for one in people:
        skills = ", ".join(f"{skill} {level}" for skill, level in one.skills.items())
        cells = (one.name, one.presence.value, one.phone, skills, ", ".join(one.languages))
        table.add_row(*(Text(shown(cell)) for cell in cells))
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)


def presence(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="As `attendant agents` lists it.")],
    to: Annotated[Presence, typer.Argument(help="Where they are from now on.")],
    by: Annotated[str, typer.Option(help="Your name.")],
) -> None:
    """Say that an agent takes calls, is on a break, or has gone."""
    body = asked(context, "POST", f"agents/{name}", msgspec.json.encode(SetPresence(to, by)))
    now = msgspec.json.decode(body, type=dict[str, str])["presence"]
    typer.echo(
        f"{name} is {now}." if now == to.value else f"{name} is {now}; {to.value} comes after the call."
    )
