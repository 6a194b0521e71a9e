"""The agent's note over the pages' API, on a real server, journal and database."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from argon2 import PasswordHasher

from assist.panel.wrap_up_endpoints import wrap_up_endpoints
from config.centre import Centre
from tests.transcripts.recorded import CALL
from tests.transcripts.wrapped_up import ANA, CRITICAL, hung_up, talk, ticked, wrapped_call
from transcripts.access.accounts import Account, Accounts, Role
from transcripts.access.answers import Problem
from transcripts.access.api import Api
from transcripts.access.passwords import Passwords
from transcripts.access.session_endpoints import session_endpoints
from transcripts.access.sessions import Session, Sessions
from transcripts.access.signing_in import CSRF_HEADER, Doors, SignedIn
from transcripts.access.throttle import Throttle
from transcripts.events import AnyEvent, WrapUpClosed
from transcripts.journal import Journal
from transcripts.store import tables
from transcripts.store.event_store import SqlEventStore
from transcripts.store.versioned_table import VersionedTable
from transcripts.wrap_up import WrapUps

GOOD = "seven green kettles sing"
PATH = f"/api/v1/calls/{CALL}/wrap-up"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Site:
    def __init__(self, journal: Journal, api: Api, base: str) -> None:
        self.journal, self.api, self.base = journal, api, base
        self.browser = aiohttp.ClientSession(base, cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._csrf = ""

    async def sign_in(self, name: str = "ana") -> None:
        async with self.browser.post("/api/v1/session", json={"name": name, "password": GOOD}) as answer:
            self._csrf = (await answer.json())["csrf"]

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
        headers = {CSRF_HEADER: self._csrf, "Origin": self.base}
        async with self.browser.request(method, path, json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else {}

    def write(self, *events: AnyEvent) -> None:
        for event in events:
            self.journal.append(event)


@pytest.fixture
async def site(tmp_path: Path, centre: Centre) -> AsyncIterator[Site]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path}/attendant.db")
    journal = Journal(store, wall_clock=lambda: NOW)
    await journal.start()
    port = unused_port()
    base = f"http://127.0.0.1:{port}"
    with ThreadPoolExecutor(1) as threads:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        accounts = Accounts(
            VersionedTable(store.engine, tables.accounts, Account, store.operations),
            Passwords(threads, cheap),
        )
        sessions = Sessions(
            VersionedTable(store.engine, tables.sessions, Session, store.operations),
            lambda: datetime.now(UTC),
        )
        doors = Doors(accounts, sessions, Throttle(lambda: 0.0), base)

        async def may_see(by: SignedIn, call_id: str) -> None:
            if by.account.name == "eve":
                raise Problem(403, "this is a call of somebody else's")

        wrap_ups = WrapUps(journal, centre, wall_clock=lambda: NOW)
        endpoints = [*session_endpoints(doors), *wrap_up_endpoints(wrap_ups, may_see)]
        api = Api(doors, "Attendant", endpoints)
        app = web.Application()
        app.add_routes(api.routes())
        server = TestServer(app, port=port)
        await server.start_server()
        await accounts.add("ana", Role.AGENT, agent=ANA, password=GOOD)
        await accounts.add("eve", Role.AGENT, agent="eve-stone", password=GOOD)
        made = Site(journal, api, base)
        yield made
        await made.browser.close()
        await server.close()
    await journal.close()
    await store.close()


async def test_a_note_is_drafted_changed_extended_and_closed(site: Site):
    await site.sign_in()
    site.write(*wrapped_call())
    status, form = await site.ask("GET", PATH)
    assert status == 200
    assert form["follow_ups"] == ["Ana, tomorrow: “I'll send you a new router tomorrow”"]
    assert form["disposition"] == "fault_settled"
    assert form["dispositions"][0]["title"] == "Fault: settled in the call"
    assert form["dispositions"][-1]["confidence"] is None
    assert form["ends"] == (NOW + timedelta(seconds=30)).isoformat().replace("+00:00", "Z")
    assert (form["extended"], form["missed"], form["closed"]) == (0, [], False)
    assert all(one["utterance_ids"] or one["sequences"] for one in form["sentences"])

    status, form = await site.ask("PUT", PATH, {"notes": "<b>Polite</b>", "disposition": "other"})
    assert (status, form["notes"], form["disposition"]) == (200, "<b>Polite</b>", "other")
    assert "notes" not in form["drafted"]

    status, time = await site.ask("POST", f"{PATH}/extend", {})
    assert (status, time["extended"]) == (200, 1)
    assert await site.ask("POST", f"{PATH}/close", {}) == (204, {})
    assert await site.ask("POST", f"{PATH}/close", {}) == (204, {})
    status, form = await site.ask("GET", PATH)
    assert (form["closed"], form["timed_out"], form["ends"]) == (True, False, None)
    (closed,) = [one for one in await site.journal.replay(CALL) if isinstance(one, WrapUpClosed)]
    assert (closed.by, closed.disposition, closed.extended) == (ANA, "other", 1)


async def test_the_draft_is_to_be_had_in_another_language(site: Site):
    await site.sign_in()
    site.write(*wrapped_call())
    _, form = await site.ask("GET", f"{PATH}?language=es-US")
    assert form["reason"].startswith("Una conexión lenta")
    assert form["dispositions"][0]["title"] == "Avería: resuelta en la llamada"


async def test_closing_without_what_is_critical_takes_a_reason(site: Site):
    await site.sign_in()
    site.write(*talk(), ticked("recording", "due"), hung_up())
    status, problem = await site.ask("POST", f"{PATH}/close", {})
    assert status == 409
    assert CRITICAL in str(problem["error"])
    assert (await site.ask("POST", f"{PATH}/close", {"reason": "The bot said it."}))[0] == 204


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "what"),
    [
        ("PUT", PATH, {"disposition": "sold"}, 400, 'there is no disposition "sold"'),
        ("PUT", PATH, {"notes": "x" * 4001}, 400, "notes has 4001 characters; keep to 4000"),
        ("PUT", PATH, {"note": "x"}, 400, "unknown field `note`"),
        ("PUT", PATH, {"follow_ups": "x"}, 400, "Expected `array"),
        ("PUT", PATH, [], 400, "cannot be read"),
        ("POST", f"{PATH}/close", {"reason": "x" * 501}, 409, "501 characters"),
        ("GET", "/api/v1/calls/none/wrap-up", None, 404, "there is no call 'none'"),
        ("PUT", "/api/v1/calls/none/wrap-up", {}, 404, "there is no call 'none'"),
        ("POST", "/api/v1/calls/none/wrap-up/extend", {}, 404, "there is no call 'none'"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    site: Site, method: str, path: str, body: object, status: int, what: str
):
    await site.sign_in()
    site.write(*wrapped_call())
    got, problem = await site.ask(method, path, body)
    assert got == status
    assert what in str(problem["error"])


async def test_a_call_that_goes_on_is_not_closed(site: Site):
    await site.sign_in()
    site.write(*talk())
    assert (await site.ask("POST", f"{PATH}/close", {}))[0] == 409
    assert (await site.ask("POST", f"{PATH}/extend", {}))[0] == 409


async def test_who_may_not_see_a_call_learns_and_changes_nothing(site: Site):
    site.write(*wrapped_call())
    assert (await site.ask("GET", PATH))[0] == 401
    await site.sign_in("eve")
    for method, path, body in (
        ("GET", PATH, None),
        ("PUT", PATH, {"notes": "x"}),
        ("POST", f"{PATH}/close", {}),
        ("POST", f"{PATH}/extend", {}),
    ):
        assert (await site.ask(method, path, body))[0] == 403
    assert len(await site.journal.replay(CALL)) == len(wrapped_call())


def test_the_document_has_all_four(site: Site):
    paths = site.api.document("1")["paths"]
    path = "/api/v1/calls/{call_id}/wrap-up"
    assert set(paths[path]) == {"get", "put"}
    assert set(paths[f"{path}/close"]["post"]["responses"]) >= {"204", "404", "409"}
    assert set(paths[f"{path}/extend"]["post"]["responses"]) >= {"200", "404", "409"}
