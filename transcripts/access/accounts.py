"""The people who sign in: their role, and the agent of the centre who they are."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from transcripts.access.passwords import Passwords, require_strong
from transcripts.store.versioned_table import VersionedRow, VersionedTable

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}")


class Role(StrEnum):
    AGENT = "agent"
    """Sees their own calls."""
    SUPERVISOR = "supervisor"
    """Sees all calls, and steps in."""
    ADMIN = "admin"
    """Also makes accounts."""


RANK = {Role.AGENT: 0, Role.SUPERVISOR: 1, Role.ADMIN: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(VersionedRow):
    name: str
    """What they sign in with: a short name or an e-mail address, in lower case."""
    role: Role
    agent: str = ""
    """The agent of the centre, by name; empty: they take no calls."""
    password_hash: str = ""
    """Empty: they sign in elsewhere (OpenID Connect)."""
    disabled: bool = False

    def may(self, role: Role) -> bool:
        return not self.disabled and RANK[self.role] >= RANK[role]


class AccountError(Exception):
    """The message says what is wrong and what would do."""


class Accounts:
    """One service's."""

    def __init__(self, table: VersionedTable[Account], passwords: Passwords) -> None:
        self._table = table
        self._passwords = passwords

    async def all(self) -> Sequence[Account]:
        """By name. Raises `StoreError`."""
        return await self._table.rows()

    async def find(self, name: str) -> Account | None:
        """Raises `StoreError`."""
        return await self._table.row(name)

    async def add(self, name: str, role: Role, *, agent: str = "", password: str = "") -> Account:
        """Without a password they sign in elsewhere.

        Raises `AccountError`, `WeakPassword` or `StoreError`.
        """
        name = name.strip().lower()
        if _NAME.fullmatch(name) is None:
            raise AccountError("an account's name has 2 to 100 letters, digits or . _ @ + -, in lower case")
        if password:
            require_strong(password, name)
        hashed = await self._passwords.hashed(password) if password else ""
        account = Account(version=1, name=name, role=role, agent=agent, password_hash=hashed)
        if not await self._table.write(account):
            raise AccountError(f"there is an account {name!r} already")
        return account

    async def set_password(self, name: str, password: str) -> Account:
        """Raises `AccountError`, `WeakPassword` or `StoreError`."""
        require_strong(password, name)
        hashed = await self._passwords.hashed(password)
        return await self._change(name, lambda before: replace(before, password_hash=hashed))

    async def set_disabled(self, name: str, disabled: bool) -> Account:
        """Raises `AccountError` or `StoreError`."""
        return await self._change(name, lambda before: replace(before, disabled=disabled))

    async def signed_in(self, name: str, password: str) -> Account | None:
        """The account, if this is its password and it may be used. It takes as long if there is none.

        Raises `StoreError`.
        """
        account = await self._table.row(name.strip().lower())
        right = await self._passwords.matches(account.password_hash if account else "", password)
        if account is None or not right or account.disabled:
            return None
        if self._passwords.outdated(account.password_hash):
            hashed = await self._passwords.hashed(password)
            return await self._change(account.name, lambda before: replace(before, password_hash=hashed))
        return account

    async def _change(self, name: str, step: Callable[[Account], Account]) -> Account:
        while True:
            account = await self._table.row(name)
            if account is None:
                raise AccountError(f"there is no account {name!r}")
            after = replace(step(account), version=account.version + 1)
            if await self._table.write(after):
                return after
