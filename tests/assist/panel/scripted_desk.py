"""The telephone side and the assistance of one agent as a test plays them, behind the panel's own site."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from argon2 import PasswordHasher

from assist.live_state import NOTHING, AssistState, CardShown, ItemShown
from assist.panel.call_book import CallBook
from assist.panel.floor import (
    ActionAsked,
    AgentShown,
    BriefingPoint,
    CallNow,
    Desk,
    MemberShown,
    NotPossible,
    Offer,
    QueueShown,
    Standing,
    WrapUpShown,
)
from assist.panel.live_help import LiveHelp
from assist.panel.site import Panel
from transcripts.access.accounts import Account, Accounts, Role
from transcripts.access.answers import Problem
from transcripts.access.api import Asked, Endpoint
from transcripts.access.passwords import Passwords
from transcripts.access.sessions import Session, Sessions
from transcripts.access.signing_in import Doors
from transcripts.access.throttle import Throttle
from transcripts.events import AnyEvent, BotSaid, PartialUtterance, Speaker, TransferAccepted, Utterance
from transcripts.journal import Journal
from transcripts.store import tables
from transcripts.store.event_store import SqlEventStore
from transcripts.store.versioned_table import VersionedTable

AGENT = "ana"
PASSWORD = "seven green kettles sing"

Listener = Callable[[], None]


def now() -> datetime:
    return datetime.now(UTC)


class ScriptedFloor:
    """A floor that is as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.presence, self.wish = "available", None
        self.billing = QueueShown("billing", "Billing", 3, (2, 2), open=True)
        self.offer: Offer | None = None
        self.call: CallNow | None = None
        self.wrap_up: WrapUpShown | None = None
        self.done: list[tuple[str, ...]] = []
        self.colleagues = (
            AgentShown("ana", "Ana Flores", "on-call", ("billing",)),
            AgentShown("ben", "Ben Okafor", "available", ("billing",)),
            AgentShown("chi", "Chiara Neri", "break", ("billing",)),
        )
        self._listeners: list[Listener] = []

    def changed(self, **what: object) -> None:
        for name, value in what.items():
            setattr(self, name, value)
        for listener in tuple(self._listeners):
            listener()

    def standing(self, agent: str) -> Standing | None:
        if agent != AGENT:
            return None
        return Standing(AGENT, "Ana Flores", self.presence, self.wish, now(), ("en",))

    async def desk(self, agent: str) -> Desk:
        shown = self.queues(agent)
        return Desk(self.presence, self.wish, None, shown, self.offer, self.call, self.wrap_up)

    def watch(self, agent: str, told: Listener) -> Listener:
        assert agent == AGENT
        self._listeners.append(told)
        return lambda: self._listeners.remove(told)

    def agents(self) -> tuple[AgentShown, ...]:
        return self.colleagues

    def queues(self, agent: str = "") -> tuple[QueueShown, ...]:
        retention = QueueShown("retention", "Retention", 0, None, open=False)
        return (self.billing,) if agent else (self.billing, retention)

    def people_now(self, call_id: str) -> frozenset[str]:
        calls = {one.call for one in (self.offer, self.call) if one is not None}
        return frozenset({AGENT}) if call_id in calls else frozenset()

    def now_ms(self, call_id: str) -> int | None:
        if self.call is None or self.call.call != call_id:
            return None
        return int((now() - self.call.since).total_seconds() * 1000)

    async def set_presence(self, agent: str, presence: str, by: str) -> Standing:
        self.done.append(("presence", presence, by))
        if self.call is not None:
            self.changed(wish=presence)
        else:
            self.changed(presence=presence)
        standing = self.standing(agent)
        assert standing is not None
        return standing

    def answer(self, agent: str, transfer: str, *, accept: bool) -> None:
        if self.offer is None or self.offer.transfer != transfer:
            raise NotPossible("this call does not ring you any more")
        self.done.append(("accept" if accept else "decline", transfer, agent))
        self.changed(offer=msgspec.structs.replace(self.offer, accepted=True) if accept else None)

    def act(self, call_id: str, action: str, asked: ActionAsked, by: str) -> None:
        assert self.call is not None
        self.done.append((action, asked.name or asked.queue, by))
        if action in ("hold", "resume"):
            self.changed(call=msgspec.structs.replace(self.call, on_hold=action == "hold"))
        if action == "consult":
            rung = MemberShown(
                "colleague", asked.name, here=False, on_hold=False, muted=False, coaching=False
            )
            self.changed(call=msgspec.structs.replace(self.call, members=(*self.call.members, rung)))

    def more_time(self, agent: str, seconds: float) -> None: ...

    async def wrapped_up(self, agent: str) -> None:
        self.changed(wrap_up=None, presence="available")


class ScriptedHelp:
    """Assistance whose state the test sets."""

    def __init__(self) -> None:
        self.shown: AssistState = NOTHING
        self.done: list[tuple[str, ...]] = []
        self._listeners: list[Listener] = []

    def show(self, **changes: object) -> None:
        self.shown = msgspec.structs.replace(self.shown, **changes)
        for listener in tuple(self._listeners):
            listener()

    def state(self) -> AssistState:
        return self.shown

    def subscribe(self, told: Listener) -> Listener:
        self._listeners.append(told)
        return lambda: self._listeners.remove(told)

    def act(self, suggestion_id: str, action: str, because: str, by: str) -> None:
        self.done.append((action, suggestion_id, because, by))
        showing = self.shown.showing
        assert showing.card is not None
        changes = {"used": {"used": True}, "expanded": {"expanded": True}}.get(action)
        card = msgspec.structs.replace(showing.card, **changes) if changes else None
        self.show(showing=msgspec.structs.replace(showing, card=card))

    def search(self, query: str, by: str) -> None:
        self.done.append(("search", query, by))
        self.show(showing=msgspec.structs.replace(self.shown.showing, nothing_for=query))

    def set_quiet(self, on: bool, by: str) -> None:
        self.done.append(("quiet", str(on), by))
        self.show(showing=msgspec.structs.replace(self.shown.showing, quiet=on))

    def overrule(self, checklist: str, item: str, state: str, reason: str, by: str) -> None:
        self.done.append(("overrule", checklist, item, state, reason, by))
        lists = tuple(
            msgspec.structs.replace(
                one,
                items=tuple(
                    msgspec.structs.replace(each, state=state, by=by) if each.name == item else each
                    for each in one.items
                ),
            )
            for one in self.shown.checklists
        )
        self.show(checklists=lists)

    def raise_hand(self, up: bool, reason: str, by: str) -> None:
        self.done.append(("hand", str(up), reason, by))
        self.show(hand_raised=up)


class Disposition(msgspec.Struct, frozen=True):
    code: str
    title: str
    confidence: float | None


class WrapUpSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str
    done: str
    outcome: str
    follow_ups: tuple[str, ...]
    notes: str
    disposition: str


class WrapUp(WrapUpSent, frozen=True, kw_only=True):
    dispositions: tuple[Disposition, ...] = (
        Disposition("discount", "Discount ended", 0.71),
        Disposition("double", "Billed twice", 0.14),
        Disposition("price", "Price change", 0.06),
        Disposition("other", "Something else", None),
    )
    drafted: tuple[str, ...] = ("reason", "done", "outcome", "disposition", "follow_ups")
    ends: datetime | None = None
    extended: int = 0
    missed: tuple[str, ...] = ()


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str = ""


class Extended(msgspec.Struct, frozen=True):
    ends: datetime
    extended: int


class Nothing(msgspec.Struct, frozen=True):
    """No fields."""


class ScriptedWrapUp:
    def __init__(self, floor: ScriptedFloor) -> None:
        self._floor = floor
        self.saved = WrapUp("", "", "", (), "", "")
        self.saves = 0
        self.closed: list[str] = []

    def endpoints(self) -> list[Endpoint]:
        path = "/api/v1/calls/{call_id}/wrap-up"

        async def show(asked: Asked) -> WrapUp:
            return self.saved

        async def save(asked: Asked) -> WrapUp:
            self.saves += 1
            self.saved = msgspec.structs.replace(self.saved, **msgspec.structs.asdict(asked.body))
            return self.saved

        async def close(asked: Asked) -> None:
            if self.saved.missed and not asked.body.reason:
                raise Problem(409, f"missed: {', '.join(self.saved.missed)}")
            self.closed.append(asked.body.reason)
            await self._floor.wrapped_up(AGENT)

        async def extend(asked: Asked) -> Extended:
            assert self._floor.wrap_up is not None
            ends = now() + timedelta(seconds=60)
            shown = msgspec.structs.replace(self._floor.wrap_up, ends=ends, extended=1)
            self._floor.changed(wrap_up=shown)
            return Extended(ends, 1)

        return [
            Endpoint("GET", path, "", show, WrapUp),
            Endpoint("PUT", path, "", save, WrapUp, body=WrapUpSent),
            Endpoint("POST", f"{path}/close", "", close, None, body=Closing),
            Endpoint("POST", f"{path}/extend", "", extend, Extended, body=Nothing),
        ]


class ScriptedDesk:
    """One agent's desk behind a real server, and one call on it."""

    journal: Journal

    def __init__(self, base: str) -> None:
        self.base = base
        self.began, self.at_ms = now() - timedelta(seconds=58), 0
        """When the call was answered, and how far it is."""
        self.floor, self.help = ScriptedFloor(), ScriptedHelp()
        self.wrap_up = ScriptedWrapUp(self.floor)
        self.cut_off = False
        """The service refuses everybody."""
        self.lines: set[asyncio.BaseTransport] = set()
        self.call = ""
        self._spoken = 0

    def wall(self) -> datetime:
        return self.began + timedelta(milliseconds=self.at_ms)

    def find_help(self, call_id: str) -> LiveHelp | None:
        return self.help if self.floor.call is not None and self.floor.call.call == call_id else None

    def cut(self) -> None:
        """Every line to the service dies, and no new one is taken until `cut_off` is False again."""
        self.cut_off = True
        for line in tuple(self.lines):
            line.abort()

    def write(self, kind: Callable[..., AnyEvent], at_ms: int, **fields: object) -> None:
        self.at_ms = at_ms
        self.journal.append(kind(call_id=self.call, at_ms=at_ms, **fields))

    def says(self, speaker: Speaker, text: str, start_ms: int, length_ms: int = 1500) -> str:
        self._spoken += 1
        name, end_ms = f"u{self._spoken}", start_ms + length_ms
        if speaker is Speaker.BOT:
            self.write(
                BotSaid,
                end_ms,
                utterance_id=name,
                text=text,
                heard=text,
                start_ms=start_ms,
                end_ms=end_ms,
                interrupted=False,
                confirmed=True,
            )
            return name
        self.write(
            Utterance,
            end_ms,
            utterance_id=name,
            speaker=speaker,
            text=text,
            start_ms=start_ms,
            end_ms=end_ms,
            confidence=0.9,
            engine="test",
        )
        return name

    def is_saying(self, text: str) -> None:
        said = PartialUtterance(
            call_id=self.call,
            at_ms=0,
            utterance_id=f"u{self._spoken + 1}",
            speaker=Speaker.CALLER,
            text=text,
        )
        self.journal.publish(said)

    def rings(self, caller: str, briefing: tuple[BriefingPoint, ...], *, seconds: float = 60) -> None:
        self.floor.changed(
            presence="offered",
            offer=Offer(
                f"T{self.call}",
                self.call,
                1,
                "billing",
                "Billing",
                caller,
                now(),
                now() + timedelta(seconds=seconds),
                accepted=False,
                briefing=briefing,
            ),
        )

    def connects(self, caller: str, *, talked_s: float = 0) -> None:
        self.write(TransferAccepted, 30_000, transfer_id=f"T{self.call}", agent=AGENT, how="panel")
        here = {"here": True, "on_hold": False, "muted": False, "coaching": False}
        self.floor.changed(
            presence="on-call",
            offer=None,
            call=CallNow(
                self.call,
                caller,
                self.began,
                now() - timedelta(seconds=talked_s),
                "agent",
                on_hold=False,
                queue="billing",
                members=(MemberShown("caller", caller, **here), MemberShown("agent", AGENT, **here)),
                notices=(),
            ),
        )

    def hangs_up(self, *, seconds: float = 90) -> None:
        ends = now() + timedelta(seconds=seconds)
        self.floor.changed(presence="wrap-up", call=None, wrap_up=WrapUpShown(self.call, ends, 0))


def card(suggestion_id: str, text: str, **more: object) -> CardShown:
    shown = {
        "form": "card",
        "query": "why is my bill double",
        "title": "Your bill",
        "section": "When a discount ends",
        "version": "3, 2026-10-02",
        "band": "high",
        "utterance_id": "u3",
        "pulled": False,
        "since_ms": 55_000,
        "offered_ms": 56_000,
        "used": False,
        "expanded": False,
        "passage": "",
    }
    return CardShown(suggestion_id=suggestion_id, text=text, **(shown | more))


def item(name: str, text: str, **more: object) -> ItemShown:
    shown = {
        "kind": "say",
        "stage": "opening",
        "state": "due",
        "by": "",
        "words": "",
        "utterance_id": "",
        "important": False,
        "regulated": False,
        "wording": "",
        "nearest": "",
    }
    return ItemShown(name=name, text=text, **(shown | more))


@asynccontextmanager
async def scripted_desk(directory: Path) -> AsyncIterator[ScriptedDesk]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{directory}/attendant.db")
    desk = ScriptedDesk(base := f"http://127.0.0.1:{(port := unused_port())}")
    desk.journal = journal = Journal(store, wall_clock=desk.wall)
    await journal.start()
    with ThreadPoolExecutor(1) as threads:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        accounts = Accounts(
            VersionedTable(store.engine, tables.accounts, Account, store.operations),
            Passwords(threads, cheap),
        )
        sessions = Sessions(VersionedTable(store.engine, tables.sessions, Session, store.operations), now)
        doors = Doors(accounts, sessions, Throttle(lambda: 0.0), base)
        await accounts.add("ana@northwind.example", Role.AGENT, agent=AGENT, password=PASSWORD)
        await accounts.add("eve@northwind.example", Role.SUPERVISOR, password=PASSWORD)

        @web.middleware
        async def line(request: web.Request, handler: object) -> web.StreamResponse:
            transport = request.transport
            assert transport is not None
            if desk.cut_off:
                transport.abort()
            desk.lines.add(transport)
            try:
                return await handler(request)
            finally:
                desk.lines.discard(transport)

        app = web.Application(middlewares=[line])
        book = CallBook(journal)
        panel = Panel(
            doors,
            sessions,
            journal,
            book,
            desk.floor,
            "1",
            desk.find_help,
            more=desk.wrap_up.endpoints(),
        )
        panel.add_to(app)
        server = TestServer(app, port=port)
        await server.start_server()
        try:
            yield desk
        finally:
            await server.close()
            await journal.close()
            await store.close()
