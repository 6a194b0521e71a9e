"""`attendant live` and `offers`: the calls that are going on, what people do with them, and who is rung."""

from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.shown_text import shown
from voice.cli.operators import asked
from voice.conference_messages import Mode
from voice.web.live_calls import ACTIONS, CallShown, OfferShown

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    app.command()(live)
    app.command()(offers)
    app.command()(accept)
    app.command()(decline)


def live(
    context: typer.Context,
    call: Annotated[str, typer.Argument(help="As the list shows it; without it, all are listed.")] = "",
    action: Annotated[str, typer.Argument(help=f"One of: {', '.join(ACTIONS)}.")] = "",
    name: Annotated[str, typer.Argument(help="Of the agent whom it is about, or of a queue.")] = "",
    mode: Annotated[Mode, typer.Option(help="How to supervise.")] = Mode.MONITOR,
    why: Annotated[str, typer.Option(help="Why the caller is passed on.")] = "",
    by: Annotated[str, typer.Option(help="Your name.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the calls that are going on, or do something with one of them.

    Consult or add a colleague, supervise, take over or pass on:
    `attendant live CALL consult ben-carter --by Eva`.
    """
    if not action:
        _list(context, call, as_json=as_json)
        return
    done = asked(context, "POST", f"calls/{call}/{action}", _body(action, name, mode, why, by))
    if as_json:
        typer.echo(done.decode())
    else:
        typer.echo(f"It is being done. {_sentence(msgspec.json.decode(done, type=CallShown))}")


def offers(
    context: typer.Context,
    agent: Annotated[str, typer.Argument(help="Only of this agent.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the calls that ring agents now, with what the agent should know."""
    body = asked(context, "GET", f"offers?agent={agent}" if agent else "offers")
    if as_json:
        typer.echo(body.decode())
        return
    ringing = msgspec.json.decode(body, type=list[OfferShown])
    if not ringing:
        typer.echo("No agent is rung now.")
    for one in ringing:
        taken = " It was accepted." if one.accepted else ""
        typer.echo(shown(f"{one.transfer}: {one.agent}, for {one.queue}, from {one.caller}.{taken}"))
        for sentence in one.briefing:
            typer.echo(f"  {shown(sentence)}")


def accept(context: typer.Context, agent: Annotated[str, typer.Argument(help="Who takes the call.")]) -> None:
    """Take the call that rings an agent, as the key 1 on the phone does."""
    _answer(context, agent, "accept")


def decline(
    context: typer.Context, agent: Annotated[str, typer.Argument(help="Who does not take it.")]
) -> None:
    """Do not take the call that rings an agent: it goes on to another."""
    _answer(context, agent, "decline")


def _answer(context: typer.Context, agent: str, answer: str) -> None:
    ringing = msgspec.json.decode(asked(context, "GET", f"offers?agent={agent}"), type=list[OfferShown])
    if not ringing:
        typer.echo(f"No call rings {shown(agent)} now.", err=True)
        raise typer.Exit(1)
    asked(context, "POST", f"transfers/{ringing[0].transfer}/{answer}", msgspec.json.encode({"agent": agent}))
    typer.echo("Accepted." if answer == "accept" else "Declined.")


def _list(context: typer.Context, call: str, *, as_json: bool) -> None:
    body = asked(context, "GET", f"calls/{call}" if call else "calls")
    if as_json:
        typer.echo(body.decode())
        return
    calls = (
        [msgspec.json.decode(body, type=CallShown)]
        if call
        else msgspec.json.decode(body, type=list[CallShown])
    )
    if not calls:
        typer.echo("No call is going on.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("call", "caller", "since", "with", "who else"):
        table.add_column(title, overflow="fold")
    for one in calls:
        with_whom = f"{one.with_whom} {one.agent}".strip() + (", on hold" if one.on_hold else "")
        since = one.since.astimezone().strftime("%H:%M:%S")
        cells = (one.id, one.caller, since, with_whom, _others(one))
        table.add_row(*(Text(shown(cell)) for cell in cells))
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)
    for notice in (notice for one in calls for notice in one.notices):
        typer.echo(shown(f"Not done: {notice}."))


def _others(call: CallShown) -> str:
    """Besides caller and agent."""
    return ", ".join(
        f"{one.name} ({one.leg}{'' if one.here else ', ringing'}{', coaching' if one.coaching else ''})"
        for one in call.members
        if one.leg in ("colleague", "supervisor")
    )


def _sentence(call: CallShown) -> str:
    others = _others(call)
    return shown(
        f"The call is with: {call.with_whom} {call.agent}".strip() + (f"; {others}." if others else ".")
    )


def _body(action: str, name: str, mode: Mode, why: str, by: str) -> bytes:
    match action:
        case "supervise":
            fields = {"name": name, "mode": mode.value}
        case "pass-on":
            fields = (
                {"to": "queue", "queue": name, "why": why}
                if name not in ("", "bot")
                else {"to": "bot", "why": why}
            )
        case "consult" | "add" | "stop-supervising" | "take-over":
            fields = {"name": name}
        case _:
            fields = {}
    return msgspec.json.encode(fields | {"by": by})
