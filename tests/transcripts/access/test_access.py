"""Accounts, sessions and the brake on guessing: on a real database, with the clock turned by hand."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from transcripts.access.accounts import Account, AccountError, Accounts, Role
from transcripts.access.passwords import Passwords, WeakPassword, require_strong
from transcripts.access.sessions import LONGEST, UNUSED, Session, Sessions
from transcripts.access.throttle import FORGOTTEN_S, FREE, LONGEST_WAIT_S, Throttle
from transcripts.store import tables
from transcripts.store.event_store import SqlEventStore
from transcripts.store.versioned_table import VersionedTable

GOOD = "seven green kettles sing"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Fast, for everything that is not about the cost itself."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlEventStore]:
    opened = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path}/attendant.db")
    yield opened
    await opened.close()


@pytest.fixture
def accounts(store: SqlEventStore) -> AsyncIterator[Accounts]:
    with ThreadPoolExecutor(1) as threads:
        table = VersionedTable(store.engine, tables.accounts, Account, store.operations)
        yield Accounts(table, Passwords(threads, CHEAP))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(store: SqlEventStore, clock: Clock) -> Sessions:
    return Sessions(VersionedTable(store.engine, tables.sessions, Session, store.operations), clock)


async def test_who_knows_the_password_signs_in_and_nobody_else(accounts: Accounts) -> None:
    await accounts.add("Ana@example.com", Role.AGENT, agent="ana-flores", password=GOOD)
    account = await accounts.signed_in("ana@example.com ", GOOD)
    assert account is not None
    assert (account.role, account.agent) == (Role.AGENT, "ana-flores")
    assert GOOD not in account.password_hash
    assert account.password_hash.startswith("$argon2id$")
    assert await accounts.signed_in("ana@example.com", GOOD + "!") is None
    assert await accounts.signed_in("ben@example.com", GOOD) is None


async def test_an_account_without_a_password_signs_in_elsewhere_only(accounts: Accounts) -> None:
    await accounts.add("ana", Role.AGENT)
    assert await accounts.signed_in("ana", "") is None


async def test_a_disabled_account_stays_out_and_comes_back(accounts: Accounts) -> None:
    await accounts.add("ana", Role.AGENT, password=GOOD)
    await accounts.set_disabled("ana", disabled=True)
    assert await accounts.signed_in("ana", GOOD) is None
    await accounts.set_disabled("ana", disabled=False)
    assert await accounts.signed_in("ana", GOOD) is not None


async def test_the_old_password_ends_with_the_new_one(accounts: Accounts) -> None:
    await accounts.add("ana", Role.AGENT, password=GOOD)
    await accounts.set_password("ana", "a wholly different line")
    assert await accounts.signed_in("ana", GOOD) is None
    assert await accounts.signed_in("ana", "a wholly different line") is not None


async def test_a_name_is_given_once(accounts: Accounts) -> None:
    await accounts.add("ana", Role.AGENT)
    with pytest.raises(AccountError, match="already"):
        await accounts.add("ANA", Role.ADMIN)
    with pytest.raises(AccountError, match="2 to 100 letters"):
        await accounts.add("<script>", Role.AGENT)
    with pytest.raises(AccountError, match="no account 'ben'"):
        await accounts.set_password("ben", GOOD)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "anabel-likes-telephones", "x" * 257])
def test_weak_passwords_are_refused_with_a_word_on_what_would_do(password: str) -> None:
    with pytest.raises(WeakPassword, match="password"):
        require_strong(password, "anabel")


async def test_a_hash_of_weaker_parameters_is_made_anew_at_sign_in(store: SqlEventStore) -> None:
    table = VersionedTable(store.engine, tables.accounts, Account, store.operations)
    with ThreadPoolExecutor(1) as threads:
        await Accounts(table, Passwords(threads, CHEAP)).add("ana", Role.AGENT, password=GOOD)
        dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
        account = await Accounts(table, Passwords(threads, dearer)).signed_in("ana", GOOD)
    assert account is not None
    assert not dearer.check_needs_rehash(account.password_hash)


def test_a_role_may_what_the_lower_ones_may() -> None:
    supervisor = Account(name="eve", role=Role.SUPERVISOR)
    assert supervisor.may(Role.AGENT)
    assert supervisor.may(Role.SUPERVISOR)
    assert not supervisor.may(Role.ADMIN)
    assert not Account(name="eve", role=Role.ADMIN, disabled=True).may(Role.AGENT)


async def test_a_session_is_known_by_its_token_and_stored_without_it(
    sessions: Sessions, store: SqlEventStore
) -> None:
    token, session = await sessions.begin("ana")
    found = await sessions.of(token)
    assert found == session
    assert token not in repr(session)
    assert await sessions.of(token[:-1] + "!") is None
    assert await sessions.of("") is None
    assert await sessions.of("x" * 10_000) is None
    assert session.sent_by_us(session.csrf)
    assert not session.sent_by_us("")


async def test_a_session_ends_unused_and_in_any_case_after_a_day(sessions: Sessions, clock: Clock) -> None:
    token, _ = await sessions.begin("ana")
    begun = clock.now
    clock.now += UNUSED - timedelta(minutes=1)
    assert await sessions.of(token) is not None
    clock.now += UNUSED - timedelta(minutes=1)
    assert await sessions.of(token) is not None, "it was used in between"
    clock.now = begun + LONGEST
    assert await sessions.of(token) is None
    other, _ = await sessions.begin("ana")
    clock.now += UNUSED
    assert await sessions.of(other) is None


async def test_signing_out_ends_one_session_and_a_new_password_all(sessions: Sessions) -> None:
    (first, _), (second, _), (bens, _) = [await sessions.begin(name) for name in ("ana", "ana", "ben")]
    await sessions.end(first)
    assert await sessions.of(first) is None
    assert await sessions.of(second) is not None
    await sessions.end_all("ana")
    assert await sessions.of(second) is None
    assert await sessions.of(bens) is not None


async def test_requests_of_one_page_at_once_all_pass(sessions: Sessions, clock: Clock) -> None:
    token, _ = await sessions.begin("ana")
    clock.now += timedelta(hours=1)
    found = await asyncio.gather(*(sessions.of(token) for _ in range(5)))
    assert all(found)


def test_guessing_is_slowed_and_nobody_is_locked_out_for_good() -> None:
    now = 100.0
    throttle = Throttle(lambda: now)
    for _ in range(FREE):
        assert throttle.wait_s("ana", "10.0.0.1") == 0
        throttle.failed("ana", "10.0.0.1")
    assert throttle.wait_s("ana") == 1.0
    assert throttle.wait_s("ben", "10.0.0.1") == 1.0, "the machine is slowed, whatever name it tries"
    assert throttle.wait_s("ben", "10.0.0.2") == 0
    for _ in range(40):
        throttle.failed("ana")
    assert throttle.wait_s("ana") == LONGEST_WAIT_S
    now += LONGEST_WAIT_S
    assert throttle.wait_s("ana") == 0
    throttle.succeeded("ana")
    throttle.failed("ana")
    assert throttle.wait_s("ana") == 0
    now += FORGOTTEN_S + 1
    assert throttle.wait_s("10.0.0.1") == 0


def test_the_brake_forgets_the_oldest_rather_than_growing_for_ever() -> None:
    throttle = Throttle(lambda: 0.0)
    for _ in range(FREE + 3):
        throttle.failed("ana")
    for number in range(10_001):
        throttle.failed(f"other-{number}")
    assert throttle.wait_s("ana") == 0
