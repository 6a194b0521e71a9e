"""The pages' API over a real server: signing in, what is refused, and the document that describes it."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from argon2 import PasswordHasher

from transcripts.access.accounts import Account, Accounts, Role
from transcripts.access.answers import Problem
from transcripts.access.api import LARGEST_BODY, Api, Asked, Endpoint
from transcripts.access.passwords import Passwords
from transcripts.access.session_endpoints import session_endpoints
from transcripts.access.sessions import Session, Sessions
from transcripts.access.signing_in import COOKIE, CSRF_HEADER, Doors
from transcripts.access.throttle import FREE, Throttle
from transcripts.store import tables
from transcripts.store.contract import StoreError
from transcripts.store.event_store import SqlEventStore
from transcripts.store.versioned_table import VersionedTable

GOOD = "seven green kettles sing"


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


class Which(msgspec.Struct, frozen=True):
    limit: int
    """How many."""


class Found(msgspec.Struct, frozen=True):
    call: str
    limit: int
    by: str


class Site:
    """A service's pages, and a browser that keeps cookies."""

    def __init__(self, server: TestServer, accounts: Accounts, api: Api, base: str) -> None:
        self.server, self.accounts, self.api, self.base = server, accounts, api, base
        self.browser = aiohttp.ClientSession(base, cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def sign_in(
        self, name: str = "ana", password: str = GOOD, **headers: str
    ) -> aiohttp.ClientResponse:
        sent = {"name": name, "password": password}
        return await self.browser.post("/api/v1/session", json=sent, headers=headers)

    async def csrf(self) -> dict[str, str]:
        async with self.browser.get("/api/v1/session") as answer:
            return {CSRF_HEADER: (await answer.json())["csrf"], "Origin": self.base}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path}/attendant.db")
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

        async def find(asked: Asked) -> Found:
            if asked.named("call_id") == "none":
                raise Problem(404, "there is no such call")
            if asked.named("call_id") == "broken":
                raise StoreError("the disk is full")
            return Found(asked.named("call_id"), asked.query.limit, asked.signed_in.account.name)

        async def note(asked: Asked) -> Note:
            return asked.body

        path = "/api/v1/calls/{call_id}"
        api = Api(
            doors,
            "Attendant",
            [
                *session_endpoints(doors),
                Endpoint("GET", path, "A call.", find, Found, query=Which, problems=(404,)),
                Endpoint("POST", path, "A note.", note, Note, role=Role.SUPERVISOR, body=Note),
            ],
        )
        app = web.Application()
        app.add_routes(api.routes())
        server = TestServer(app, port=port)
        await server.start_server()
        await accounts.add("ana", Role.AGENT, agent="ana-flores", password=GOOD)
        await accounts.add("eve", Role.SUPERVISOR, password=GOOD)
        made = Site(server, accounts, api, base)
        yield made
        await made.browser.close()
        await server.close()
        await store.close()


async def test_who_signs_in_gets_a_cookie_that_no_script_and_no_other_site_can_use(site: Site) -> None:
    answer = await site.sign_in()
    assert answer.status == 200
    assert (await answer.json())["agent"] == "ana-flores"
    cookie = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["secure"], "this machine only; see below for https"
    assert answer.headers["Cache-Control"] == "no-store"
    async with site.browser.get("/api/v1/session") as again:
        assert (await again.json())["account"] == "ana"


def test_over_https_the_cookie_is_sent_over_https_only() -> None:
    doors = Doors(None, None, Throttle(lambda: 0.0), "https://centre.example")
    answer = web.Response()
    doors.keep(answer, "token")
    assert answer.cookies[COOKIE]["secure"]


async def test_a_wrong_password_says_no_more_than_a_wrong_name(site: Site) -> None:
    wrong = await site.sign_in(password="seven green kettles sink")
    unknown = await site.sign_in(name="nobody")
    assert wrong.status == unknown.status == 401
    assert await wrong.json() == await unknown.json()


async def test_guessing_is_slowed_with_the_time_to_wait(site: Site) -> None:
    for _ in range(FREE):
        assert (await site.sign_in(password="a guess that is wrong")).status == 401
    slowed = await site.sign_in()
    assert slowed.status == 429, "the right password too: otherwise the brake tells which it is"
    assert int(slowed.headers["Retry-After"]) >= 1


async def test_without_a_session_nothing_is_shown(site: Site) -> None:
    async with site.browser.get("/api/v1/calls/call-1?limit=3") as answer:
        assert answer.status == 401
        assert (await answer.json())["error"] == "sign in first"


async def test_what_is_asked_is_read_by_its_types(site: Site) -> None:
    await site.sign_in()
    async with site.browser.get("/api/v1/calls/call-1?limit=3") as answer:
        assert await answer.json() == {"call": "call-1", "limit": 3, "by": "ana"}
    async with site.browser.get("/api/v1/calls/call-1?limit=many") as answer:
        assert answer.status == 400
        assert "limit" in (await answer.json())["error"]
    async with site.browser.get("/api/v1/calls/none?limit=3") as answer:
        assert answer.status == 404
    async with site.browser.get("/api/v1/calls/broken?limit=3") as answer:
        assert answer.status == 503
        assert "disk is full" in (await answer.json())["error"]


async def test_an_agent_may_not_what_takes_a_supervisor(site: Site) -> None:
    await site.sign_in()
    async with site.browser.post(
        "/api/v1/calls/call-1", json={"text": "x"}, headers=await site.csrf()
    ) as answer:
        assert answer.status == 403
        assert "supervisor" in (await answer.json())["error"]


async def test_a_page_of_another_site_changes_nothing(site: Site) -> None:
    await site.sign_in(name="eve")
    ours = await site.csrf()
    note = {"text": "called twice"}
    for headers in (
        {},
        {CSRF_HEADER: "guessed"},
        {CSRF_HEADER: ours[CSRF_HEADER], "Origin": "https://elsewhere.example"},
        {CSRF_HEADER: ours[CSRF_HEADER], "Origin": "null"},
    ):
        async with site.browser.post("/api/v1/calls/call-1", json=note, headers=headers) as answer:
            assert answer.status == 403, headers
    assert (await site.sign_in(Origin="https://elsewhere.example")).status == 403
    async with site.browser.post("/api/v1/calls/call-1", json=note, headers=ours) as answer:
        assert await answer.json() == note


async def test_a_body_that_cannot_be_read_is_refused_in_words(site: Site) -> None:
    await site.sign_in(name="eve")
    ours = await site.csrf()
    path = "/api/v1/calls/call-1"
    for body, status, words in (
        (b'{"text": 3}', 400, "text"),
        (b'{"txt": "x"}', 400, "unknown field"),
        (b"{", 400, "cannot be read"),
        (b"\xff", 400, "cannot be read"),
        (b" " * (LARGEST_BODY + 1), 413, "longer"),
    ):
        headers = {**ours, "Content-Type": "application/json"}
        async with site.browser.post(path, data=body, headers=headers) as answer:
            assert answer.status == status
            assert words in (await answer.json())["error"]
    async with site.browser.post(path, data=b"text=x", headers=ours) as answer:
        assert answer.status == 415


async def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    answer = await site.sign_in()
    token = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE].value
    async with site.browser.delete("/api/v1/session", headers=await site.csrf()) as ended:
        assert ended.status == 204
    thief = aiohttp.ClientSession(site.base, cookies={COOKIE: token})
    async with thief, thief.get("/api/v1/session") as again:
        assert again.status == 401


async def test_a_disabled_account_is_out_at_its_next_request(site: Site) -> None:
    await site.sign_in()
    await site.accounts.set_disabled("ana", disabled=True)
    async with site.browser.get("/api/v1/session") as answer:
        assert answer.status == 401


async def test_the_document_says_what_each_endpoint_takes_and_answers(site: Site) -> None:
    document = site.api.document("1.0")
    assert document["openapi"] == "3.1.0"
    call = document["paths"]["/api/v1/calls/{call_id}"]
    assert [parameter["name"] for parameter in call["get"]["parameters"]] == ["call_id", "limit"]
    assert set(call["get"]["responses"]) == {"200", "400", "401", "403", "404", "503"}
    shown = call["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert shown == {"$ref": "#/components/schemas/Found"}
    assert document["components"]["schemas"]["Found"]["required"] == ["call", "limit", "by"]
    assert CSRF_HEADER in [parameter["name"] for parameter in call["post"]["parameters"]]
    assert "security" not in document["paths"]["/api/v1/session"]["post"]
