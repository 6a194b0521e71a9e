"""`attendant accounts`: who may sign in at the pages, and as whom."""

import sys
from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.access.accounts import Role
from transcripts.shown_text import shown
from voice.cli.operators import asked
from voice.web.accounts import AccountShown, ChangedAccount, NewAccount

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="As `attendant accounts list` lists it.")]

accounts = typer.Typer(no_args_is_help=True, help="Who may sign in at the pages: list, add and change them.")


def register(app: typer.Typer) -> None:
    app.add_typer(accounts, name="accounts")


@accounts.command("list")
def listed(context: typer.Context, as_json: AsJson = False) -> None:
    """List who may sign in."""
    body = asked(context, "GET", "accounts")
    if as_json:
        typer.echo(body.decode())
        return
    found = msgspec.json.decode(body, type=list[AccountShown])
    if not found:
        typer.echo("There are no accounts; one is added by: attendant accounts add NAME --agent AGENT")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("name", "role", "agent", "may sign in"):
        table.add_column(title, overflow="fold")
    for one in found:
        cells = (one.name, one.role.value, one.agent, "no" if one.disabled else "yes")
        table.add_row(*(Text(shown(cell)) for cell in cells))
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)


@accounts.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What they sign in with: a short name or an e-mail address.")],
    role: Annotated[Role, typer.Option(help="What they may see and do.")] = Role.AGENT,
    agent: Annotated[str, typer.Option(help="The agent who they are, as `attendant agents` lists it.")] = "",
) -> None:
    """Let somebody sign in. The password is asked for twice, or read from the standard input."""
    new = NewAccount(name, role, _password(), agent)
    made = msgspec.json.decode(
        asked(context, "POST", "accounts", msgspec.json.encode(new)), type=AccountShown
    )
    who = f", and is the agent {made.agent}" if made.agent else ""
    typer.echo(f"{made.name} may sign in as {made.role.value}{who}.")


@accounts.command()
def password(context: typer.Context, name: Name) -> None:
    """Give somebody a new password; they are signed out everywhere."""
    _change(context, name, ChangedAccount(password=_password()))
    typer.echo(f"{name} has a new password, and is signed out everywhere.")


@accounts.command()
def disable(context: typer.Context, name: Name) -> None:
    """Let somebody sign in no more; they are signed out at once."""
    _change(context, name, ChangedAccount(disabled=True))
    typer.echo(f"{name} is signed out, and may sign in no more.")


@accounts.command()
def enable(context: typer.Context, name: Name) -> None:
    """Let somebody sign in again."""
    _change(context, name, ChangedAccount(disabled=False))
    typer.echo(f"{name} may sign in again.")


def _change(context: typer.Context, name: str, change: ChangedAccount) -> None:
    asked(context, "POST", f"accounts/{name}", msgspec.json.encode(change))


def _password() -> str:
    """Never on the command line, where others of the machine can read it."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
