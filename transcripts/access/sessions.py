"""Who is signed in: a random token in a cookie, of which only the hash is kept.

They survive a restart; they end by signing out, after some hours unused, and after a day in any case.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from transcripts.store.tables import sessions
from transcripts.store.versioned_table import VersionedRow, VersionedTable

UNUSED = timedelta(hours=12)
LONGEST = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is noted when a session was used last: it need not be written at each request."""
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(VersionedRow):
    id: str
    """SHA-256 of the token, in hexadecimal digits."""
    account: str
    csrf: str
    """What a page of ours sends along with whatever changes something."""
    begun: datetime
    seen: datetime
    ended: bool = False

    def holds_at(self, now: datetime) -> bool:
        return not self.ended and now - self.begun < LONGEST and now - self.seen < UNUSED

    def sent_by_us(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """One service's."""

    def __init__(self, table: VersionedTable[Session], wall_clock: Callable[[], datetime]) -> None:
        self._table = table
        self._wall_clock = wall_clock
        self._told: list[Callable[[Session], None]] = []

    def subscribe(self, told: Callable[[Session], None]) -> None:
        """`told` is called with each session that is ended, and must not raise."""
        self._told.append(told)

    async def begin(self, account: str) -> tuple[str, Session]:
        """The token for the cookie, and the session. Raises `StoreError`."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._wall_clock()
        session = Session(
            version=1,
            id=_hashed(token),
            account=account,
            csrf=secrets.token_urlsafe(TOKEN_BYTES),
            begun=now,
            seen=now,
        )
        await self._table.write(session)
        return token, session

    async def of(self, token: str) -> Session | None:
        """The session of a cookie, if it holds. Raises `StoreError`."""
        if not token or len(token) > 4 * TOKEN_BYTES:
            return None
        session, now = await self._table.row(_hashed(token)), self._wall_clock()
        if session is None or not session.holds_at(now):
            return None
        if now - session.seen >= SEEN_EVERY:
            seen = replace(session, version=session.version + 1, seen=now)
            # Another request of the same page may have noted it just now.
            return seen if await self._table.write(seen) else session
        return session

    async def end(self, token: str) -> None:
        """Signed out. Raises `StoreError`."""
        while (session := await self._table.row(_hashed(token))) is not None and not session.ended:
            if await self._table.write(ended := replace(session, version=session.version + 1, ended=True)):
                self._tell(ended)
                return

    async def end_all(self, account: str) -> None:
        """Of somebody who may not sign in any more, or has a new password. Raises `StoreError`."""
        for session in await self._table.rows(sessions.c.account == account):
            while not session.ended:
                ended = replace(session, version=session.version + 1, ended=True)
                if await self._table.write(ended):
                    self._tell(ended)
                    break
                session = await self._table.row(session.id) or ended

    def _tell(self, ended: Session) -> None:
        for told in self._told:
            told(ended)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
