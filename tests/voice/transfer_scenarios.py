"""Every way in which a transfer can go wrong: rung on the machine by the tests, and printed in the documents.

`python -m tests.voice.transfer_scenarios` writes the table of docs/transfers.md anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from config.centre import Centre
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE
from tests.voice.transfer_world import BEGIN, World, sid
from transcripts.events import TransferDeclined, TransferEnded, TransferOffered
from voice.transfer_messages import (
    Accepted,
    AgentStatus,
    Begin,
    CallerBack,
    CallerGone,
    Cancel,
    Command,
    Declined,
    DialFailed,
    DialPlaced,
    DialUnknown,
    Engage,
    Fallback,
    HangUp,
    How,
    Leg,
    MoveDone,
    MoveFailed,
    MoveUnknown,
    NobodyFree,
    Place,
    Release,
    Reserved,
    ReturnCaller,
    ReturnFailed,
    SendBack,
    StopMusic,
    TakenOver,
    Tell,
    Timer,
    WhisperAsked,
    Write,
)
from voice.transfer_plan import Plan
from voice.transfer_states import State

PAGE = Path(__file__).parents[2] / "docs" / "transfers.md"
TITLE = "| What happens | The caller hears | The agent | The journal |"


@dataclass(frozen=True)
class Scenario:
    happens: str
    """In words; the name of its test."""
    before: Callable[[World], object]
    edge: Callable[[World], object]
    ends: Fallback | str | None
    """Where the caller is at the end; "" with a person, None: the transfer goes on."""
    begin: Begin = BEGIN
    plan: Plan = field(default_factory=Plan)

    def played(self) -> tuple[World, list[Command]]:
        """The world afterwards, and the commands that the edge brought about."""
        world = World(self.plan, self.begin)
        self.before(world)
        before = len(world.orders)
        self.edge(world)
        return world, world.orders[before:]


def status(word: str, attempt: int = 1) -> AgentStatus:
    return AgentStatus(attempt, sid(attempt), word, 3)


def started(world: World) -> None:
    world.happens(world.begin)


def dialling(world: World) -> None:
    world.happens(world.begin, Reserved("ana"))


def nobody_else(world: World) -> None:
    world.happens(NobodyFree())


def then_nobody(edge: Callable[[World], object]) -> Callable[[World], None]:
    def both(world: World) -> None:
        edge(world)
        nobody_else(world)

    return both


def returned(edge: Callable[[World], object]) -> Callable[[World], None]:
    """The caller is brought back, and nobody else is free."""

    def all_three(world: World) -> None:
        edge(world)
        world.happens(CallerBack("MZ2"))
        if world.transfer.state is State.CHOOSING:
            nobody_else(world)

    return all_three


def rung_out_unseen(world: World) -> None:
    world.fires()
    world.sees(Place.LIVE, Place.RINGING)


def dial_repeated(world: World) -> None:
    world.happens(DialFailed(1, "429 Too Many Requests", again=True))
    world.fires()
    world.happens(DialPlaced(1, sid(1)))


def dial_unknown_placed(world: World) -> None:
    world.happens(DialUnknown(1, "503"))
    world.sees(Place.LIVE, Place.RINGING, sid(1))


def dial_unknown_absent(world: World) -> None:
    world.happens(DialUnknown(1, "503"))
    world.sees(Place.LIVE, Place.GONE)
    world.happens(DialPlaced(1, sid(1)))


def dial_never_known(world: World) -> None:
    world.happens(DialUnknown(1, "time-out"))
    for _ in range(4):
        world.fires()
    nobody_else(world)


def late_acceptance(world: World) -> None:
    world.fires()
    world.happens(Reserved("ben"), DialPlaced(2, sid(2)), Accepted(1, sid(1), How.KEY))


def two_accept(world: World) -> None:
    world.happens(WhisperAsked(2, sid(2)), Accepted(2, sid(2), How.KEY), Accepted(1, sid(1), How.KEY))


def second_rings(world: World) -> None:
    world.offered()
    world.fires()
    world.happens(Reserved("ben"), DialPlaced(2, sid(2)))


def panel_before_answer(world: World) -> None:
    world.happens(Accepted(1, "", How.PANEL), WhisperAsked(1, sid(1)))


def move_repeated(world: World) -> None:
    world.happens(MoveFailed("T1-1", "429 Too Many Requests", again=True))
    world.fires()
    together(world)


def move_unknown_done(world: World) -> None:
    world.happens(MoveUnknown("T1-1", "time-out"))
    world.sees(Place.CONFERENCE, Place.CONFERENCE)


def move_unknown_not_done(world: World) -> None:
    world.happens(MoveUnknown("T1-1", "time-out"))
    world.sees(Place.LIVE, Place.CONFERENCE)
    together(world)


def move_refused(world: World) -> None:
    for _ in range(3):
        world.happens(MoveFailed("T1-1", "400"))
        world.sees(Place.LIVE, Place.CONFERENCE)
    nobody_else(world)


def together(world: World) -> None:
    world.happens(MoveDone("T1-1"))
    world.joins(Leg.AGENT, sid(1))
    world.joins(Leg.CALLER, "CAcaller")


def joins_lost(world: World) -> None:
    world.fires()
    world.sees(Place.CONFERENCE, Place.CONFERENCE)


def agent_not_let_in(world: World) -> None:
    world.happens(MoveDone("T1-1"))
    world.fires()
    world.sees(Place.CONFERENCE, Place.LIVE)
    world.joins(Leg.AGENT, sid(1))


def gone_before_move(world: World) -> None:
    world.happens(status("completed"))
    world.happens(MoveDone("T1-1"))


def refused_and_gone(world: World) -> None:
    world.happens(status("completed"), MoveFailed("T1-1", "400"))


def gone_with_caller_moved(world: World) -> None:
    world.happens(MoveDone("T1-1"), status("completed"))


def conference_ends(world: World) -> None:
    world.leaves(Leg.CALLER, "CAcaller")
    world.happens(CallerBack("MZ2"))


def caller_left_unseen(world: World) -> None:
    world.leaves(Leg.CALLER, "CAcaller")
    world.fires()
    world.sees(Place.GONE, Place.CONFERENCE)


def agent_left_unseen(world: World) -> None:
    world.fires()
    world.sees(Place.CONFERENCE, Place.GONE)


def return_repeated(world: World) -> None:
    world.happens(status("completed"), ReturnFailed("503"))
    world.fires()
    world.sees(Place.CONFERENCE, Place.GONE)


def never_returned(world: World) -> None:
    world.happens(status("completed"))
    for _ in range(7):
        world.fires()


def caller_gone(world: World) -> None:
    world.happens(CallerGone("the caller hung up"))


def caller_gone_while_dialling(world: World) -> None:
    caller_gone(world)
    world.happens(DialPlaced(1, sid(1)))


def restart(caller: Place, agent: Place) -> Callable[[World], None]:
    def again(world: World) -> None:
        world.restarted()
        world.sees(caller, agent)

    return again


ASKED_FOR_ANA = replace(BEGIN, preferred="ana", fallbacks=(Fallback.BOT,))
LATE = "The agent accepts after the deadline"

SCENARIOS = (
    # Nobody.
    Scenario("Nobody is free", started, nobody_else, Fallback.CALL_BACK),
    Scenario(
        "Nobody is free, and the queue takes callers",
        started,
        nobody_else,
        Fallback.QUEUE,
        replace(BEGIN, fallbacks=(Fallback.QUEUE,)),
    ),
    Scenario(
        "Nobody is free, and messages are taken",
        started,
        nobody_else,
        Fallback.VOICEMAIL,
        replace(BEGIN, fallbacks=(Fallback.VOICEMAIL,)),
    ),
    Scenario("The list of agents does not answer", started, lambda w: w.fires(), Fallback.CALL_BACK),
    Scenario(
        "The agent who wanted the call cannot be reached",
        dialling,
        then_nobody(lambda w: w.happens(DialPlaced(1, sid(1)), status("no-answer"))),
        Fallback.BOT,
        ASKED_FOR_ANA,
        Plan(most_attempts=2),
    ),
    Scenario(
        "The caller has waited as long as a caller may",
        lambda w: (w.offered(), w.fires(Timer.WHOLE)),
        lambda w: w.fires(),
        Fallback.CALL_BACK,
    ),
    # The agent's phone.
    Scenario("The agent's phone is not answered", lambda w: w.ringing(), then_nobody(lambda w: w.happens(status("no-answer"))), Fallback.CALL_BACK),
    Scenario("The agent is on the phone", lambda w: w.ringing(), then_nobody(lambda w: w.happens(status("busy"))), Fallback.CALL_BACK),
    Scenario("The agent's phone cannot be reached", lambda w: w.ringing(), then_nobody(lambda w: w.happens(status("failed"))), Fallback.CALL_BACK),
    Scenario("The agent declines by key", lambda w: w.offered(), then_nobody(lambda w: w.happens(Declined(1, sid(1), How.KEY))), Fallback.CALL_BACK),
    Scenario("The agent declines on the panel", lambda w: w.ringing(), then_nobody(lambda w: w.happens(Declined(1, "", How.PANEL))), Fallback.CALL_BACK),
    Scenario("The agent hangs up during the briefing", lambda w: w.offered(), then_nobody(lambda w: w.happens(status("completed"))), Fallback.CALL_BACK),
    Scenario("Voicemail picks up: no key comes", lambda w: w.offered(), then_nobody(lambda w: w.happens(Declined(1, sid(1), How.SILENCE))), Fallback.CALL_BACK),
    Scenario("The carrier hears an answering machine", lambda w: w.offered(), then_nobody(lambda w: w.happens(Declined(1, sid(1), How.MACHINE))), Fallback.CALL_BACK),
    Scenario("No key comes, and no word of the carrier", lambda w: w.offered(), then_nobody(lambda w: w.fires()), Fallback.CALL_BACK),
    Scenario("One does not answer, the next does", lambda w: w.ringing(), lambda w: w.happens(status("no-answer"), Reserved("ben"), DialPlaced(2, sid(2))), None),
    Scenario(LATE, lambda w: w.offered(), late_acceptance, None),
    Scenario("Two accept", second_rings, two_accept, None),
    Scenario("The agent accepts on the panel before lifting", lambda w: w.ringing(), panel_before_answer, None),
    # Between.
    Scenario("The agent is gone before the caller is moved", lambda w: w.moving(), returned(gone_before_move), Fallback.CALL_BACK),
    Scenario("The agent is gone, and the caller was not moved", lambda w: w.moving(), then_nobody(refused_and_gone), Fallback.CALL_BACK),
    Scenario("The agent is gone before the caller has come", lambda w: w.moving(), returned(gone_with_caller_moved), Fallback.CALL_BACK),
    Scenario("The agent accepts on the panel, and the redirect is lost", lambda w: w.moving(), agent_not_let_in, ""),
    # After.
    Scenario("The agent hangs up on a caller who is still there", lambda w: w.bridged(), returned(lambda w: w.happens(status("completed"))), Fallback.BOT),
    Scenario("The conference ends", lambda w: w.bridged(), conference_ends, Fallback.BOT),
    Scenario("The agent gives the caller back to the bot", lambda w: w.bridged(), returned(lambda w: w.happens(SendBack(Fallback.BOT, "ana gives the caller back to the bot"))), Fallback.BOT),
    Scenario("The agent sends the caller to another queue", lambda w: w.bridged(), returned(lambda w: w.happens(SendBack(Fallback.QUEUE, "ana sends the caller to care", "care"))), Fallback.QUEUE),
    Scenario("A colleague stays when the agent leaves", lambda w: (w.bridged(), w.joins(Leg.COLLEAGUE, "CAcolleague")), lambda w: w.leaves(Leg.AGENT, sid(1)), None),
    Scenario("A supervisor takes over, and the agent leaves", lambda w: (w.bridged(), w.joins(Leg.SUPERVISOR, "CAboss")), lambda w: (w.happens(TakenOver("CAboss")), w.leaves(Leg.AGENT, sid(1))), None),
    # The caller.
    Scenario("The caller does not want to wait", lambda w: w.ringing(), lambda w: w.happens(Cancel("the caller does not want to wait for a person")), Fallback.BOT),
    Scenario("The caller hangs up while an agent is looked for", started, caller_gone, Fallback.CALLER_GONE),
    Scenario("The caller hangs up while the agent is being dialled", dialling, caller_gone_while_dialling, Fallback.CALLER_GONE),
    Scenario("The caller hangs up while the agent's phone rings", lambda w: w.ringing(), caller_gone, Fallback.CALLER_GONE),
    Scenario("The caller hangs up during the briefing", lambda w: w.offered(), caller_gone, Fallback.CALLER_GONE),
    Scenario("The caller hangs up between acceptance and conference", lambda w: w.moving(), caller_gone, Fallback.CALLER_GONE),
    Scenario("The caller hangs up while they talk", lambda w: w.bridged(), caller_gone, ""),
    Scenario("The caller hangs up on the way back to the bot", lambda w: (w.bridged(), w.happens(status("completed"))), caller_gone, ""),
    # The carrier.
    Scenario("Dialling: 429", dialling, dial_repeated, None),
    Scenario("Dialling: refused for good", dialling, then_nobody(lambda w: w.happens(DialFailed(1, "the carrier says 21211: invalid number"))), Fallback.CALL_BACK),
    Scenario("Dialling: 5xx or time-out, and it rings", dialling, dial_unknown_placed, None),
    Scenario("Dialling: 5xx or time-out, and it does not ring", dialling, dial_unknown_absent, None),
    Scenario("Dialling: no word of the carrier at all", dialling, dial_never_known, Fallback.CALL_BACK),
    Scenario("The webhook of the ring-out is lost", lambda w: w.ringing(), then_nobody(rung_out_unseen), Fallback.CALL_BACK),
    Scenario("A webhook comes twice", lambda w: w.moving(), lambda w: w.happens(Accepted(1, sid(1), How.KEY)), None),
    Scenario("A webhook comes late, after a later one", lambda w: w.offered(), lambda w: w.happens(AgentStatus(1, sid(1), "ringing", 0)), None),
    Scenario("Moving the caller: 429", lambda w: w.moving(), move_repeated, ""),
    Scenario("Moving the caller: time-out, and it was done", lambda w: w.moving(), move_unknown_done, ""),
    Scenario("Moving the caller: time-out, and it was not done", lambda w: w.moving(), move_unknown_not_done, ""),
    Scenario("Moving the caller: refused each time", lambda w: w.moving(), move_refused, Fallback.CALL_BACK),
    Scenario("The conference's webhooks are lost", lambda w: w.moving(), joins_lost, ""),
    Scenario("The webhook of the agent's hanging up is lost", lambda w: w.bridged(), returned(agent_left_unseen), Fallback.BOT),
    Scenario("The webhook of the caller's hanging up is lost", lambda w: w.bridged(), caller_left_unseen, ""),
    Scenario("Bringing the caller back: 5xx", lambda w: w.bridged(), returned(return_repeated), Fallback.BOT),
    Scenario("Bringing the caller back: never possible", lambda w: w.bridged(), never_returned, Fallback.CALL_BACK),
    # Restarts.
    Scenario("The service restarts while an agent is looked for", started, returned(restart(Place.LIVE, Place.GONE)), Fallback.CALL_BACK),
    Scenario("The service restarts while the agent's phone rings", lambda w: w.ringing(), lambda w: (restart(Place.LIVE, Place.RINGING)(w), w.happens(CallerBack("MZ2"))), None),
    Scenario("The service restarts, and the agent's phone is silent", lambda w: w.ringing(), returned(restart(Place.LIVE, Place.GONE)), Fallback.CALL_BACK),
    Scenario("The service restarts during the briefing", lambda w: w.offered(), lambda w: (restart(Place.LIVE, Place.LIVE)(w), w.happens(CallerBack("MZ2"))), None),
    Scenario("The service restarts between acceptance and conference", lambda w: w.moving(), lambda w: (restart(Place.LIVE, Place.CONFERENCE)(w), together(w)), ""),
    Scenario("The service restarts while they talk", lambda w: w.bridged(), restart(Place.CONFERENCE, Place.CONFERENCE), ""),
    Scenario("The service restarts, and the agent has gone meanwhile", lambda w: w.bridged(), returned(restart(Place.CONFERENCE, Place.GONE)), Fallback.BOT),
    Scenario("The service restarts, and the caller has gone meanwhile", lambda w: w.offered(), restart(Place.GONE, Place.LIVE), Fallback.CALLER_GONE),
)  # fmt: skip


# The table.


def table() -> str:
    return "\n".join([TITLE, "| --- | --- | --- | --- |", *(row(scenario) for scenario in SCENARIOS)])


def row(scenario: Scenario) -> str:
    world, orders = scenario.played()
    cells = (scenario.happens, heard(world, orders), seen_by_the_agent(orders), written(orders))
    return f"| {' | '.join(cells)} |"


def heard(world: World, orders: list[Command]) -> str:
    parts: list[str] = []
    for order in orders:
        match order:
            case Tell(prompt, values):
                parts.append(f"“{_phrase(prompt, values)}”")
            case ReturnCaller():
                parts.append("music")
            case StopMusic() if world.transfer.state is State.BRIDGED:
                parts.append("the agent")
            case _:
                pass
    if world.transfer.state is State.BRIDGED and "the agent" not in parts:
        parts.append("the agent")
    waits = not world.transfer.ended and world.transfer.state in (State.RINGING, State.OFFERED)
    gone = any(isinstance(e, TransferEnded) and e.fallback in ("caller-gone", "") for e in world.events())
    return ", ".join(dict.fromkeys([*parts, *(["music"] if waits else [])])) or ("–" if gone else "music")


def seen_by_the_agent(orders: list[Command]) -> str:
    parts: list[str] = []
    for order in orders:
        match order:
            case HangUp(Leg.AGENT, call_id):
                parts.append(f"{_agent(call_id)}'s phone is ended")
            case Release(agent, presence):
                parts.append(f"{agent} is `{presence}`")
            case Engage(agent):
                parts.append(f"{agent} is `on-call`")
            case _:
                pass
    return ", ".join(dict.fromkeys(parts)) or "nothing changes"


def written(orders: list[Command]) -> str:
    parts: list[str] = []
    for event in (order.event for order in orders if isinstance(order, Write)):
        match event:
            case TransferDeclined(outcome=outcome, explanation=why):
                parts.append(f"`TransferDeclined` {outcome} ({why})")
            case TransferEnded(fallback=fallback, explanation=why):
                parts.append(f"`TransferEnded` {fallback or 'with a person'} ({why})")
            case TransferOffered(agent=agent, carrier_call_id=call_id):
                parts += [] if call_id else [f"`TransferOffered` to {agent}"]
            case _:
                parts.append(f"`{type(event).__name__}`")
    return ", ".join(dict.fromkeys(parts)) or "nothing"


def _agent(call_id: str) -> str:
    return {"CA1": "ana", "CA2": "ben"}[call_id]


@cache
def _centre() -> Centre:
    return load_centre(SAMPLE_CENTRE)


def _phrase(prompt: str, values: object) -> str:
    centre = _centre()
    assert isinstance(values, dict)
    titles = {
        "agent": str(values.get("agent", "")).capitalize(),
        "queue": centre.queue(values["queue"]).title,
    }
    return centre.prompts[prompt].format(centre=centre.name, **titles)


def written_page() -> str:
    """The page with its table as it is now."""
    text = PAGE.read_text()
    start = text.index(TITLE)
    end = text.find("\n\n", start)
    return text[:start] + table() + (text[end:] if end >= 0 else "\n")


if __name__ == "__main__":
    PAGE.write_text(written_page())
