"""Signing in and out, and who a request comes from.

The cookie is `HttpOnly` and `SameSite=Strict`; whatever changes something also carries the session's own word
in a header, which no page of another site can know (OWASP CSRF Cheat Sheet: synchroniser token).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import structlog
from aiohttp import web

from transcripts.access.accounts import Account, Accounts, Role
from transcripts.access.answers import Problem
from transcripts.access.sessions import Session, Sessions
from transcripts.access.throttle import Throttle

COOKIE = "attendant_session"
CSRF_HEADER = "X-CSRF-Token"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    password: str


class SessionShown(msgspec.Struct, frozen=True):
    """Who is signed in."""

    account: str
    role: Role
    agent: str
    """The agent of the centre who they are; empty: none."""
    csrf: str
    """To be sent as `X-CSRF-Token` with whatever changes something."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    account: Account
    session: Session

    @property
    def shown(self) -> SessionShown:
        account = self.account
        return SessionShown(account.name, account.role, account.agent, self.session.csrf)


class Doors:
    """One service's."""

    def __init__(self, accounts: Accounts, sessions: Sessions, throttle: Throttle, base_url: str) -> None:
        """`base_url`: where the pages are reached; over https the cookie is sent over https only."""
        self._accounts = accounts
        self._sessions = sessions
        self._throttle = throttle
        self._secure = base_url.startswith("https://")
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))

    async def sign_in(self, request: web.Request, given: SignIn) -> tuple[SignedIn, str]:
        """Who they are, and the token for their cookie. Raises `Problem` or `StoreError`."""
        self._require_our_page(request)
        keys = given.name.strip().lower()[:256], request.remote or ""
        if (wait_s := self._throttle.wait_s(*keys)) > 0:
            raise Problem(429, f"too many attempts: try again in {int(wait_s) + 1} s", wait_s=wait_s)
        # Counted before the hash is made, so that many at once are not tried for one.
        self._throttle.failed(*keys)
        account = await self._accounts.signed_in(given.name, given.password)
        log = structlog.get_logger(__name__).bind(remote=request.remote)
        if account is None:
            log.warning("a sign-in failed")
            raise Problem(401, "the name or the password is not right")
        self._throttle.succeeded(*keys)
        token, session = await self._sessions.begin(account.name)
        log.info("signed in", account=account.name)
        return SignedIn(account, session), token

    async def require(self, request: web.Request, role: Role = Role.AGENT) -> SignedIn:
        """Who asks. Raises `Problem` where nobody is signed in, they may not, or it is no page of ours."""
        session = await self._sessions.of(request.cookies.get(COOKIE, ""))
        account = await self._accounts.find(session.account) if session is not None else None
        if session is None or account is None or account.disabled:
            raise Problem(401, "sign in first")
        if request.method not in _SAFE:
            self._require_our_page(request)
            if not session.sent_by_us(request.headers.get(CSRF_HEADER, "")):
                raise Problem(403, f"the header {CSRF_HEADER} is missing or old: load the page again")
        if not account.may(role):
            raise Problem(403, f"this takes the role {role.value}; yours is {account.role.value}")
        return SignedIn(account, session)

    async def require_socket(self, request: web.Request, role: Role = Role.AGENT) -> SignedIn:
        """As `require`, for a WebSocket, which browsers open across sites and with cookies."""
        self._require_our_page(request, named=True)
        return await self.require(request, role)

    async def sign_out(self, request: web.Request) -> None:
        """Raises `StoreError`."""
        await self._sessions.end(request.cookies.get(COOKIE, ""))

    def keep(self, answer: web.StreamResponse, token: str) -> None:
        answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=self._secure, path="/")

    def forget(self, answer: web.StreamResponse) -> None:
        answer.del_cookie(COOKIE, path="/")

    def _require_our_page(self, request: web.Request, *, named: bool = False) -> None:
        """`named`: browsers always say here where a page is from."""
        origin = request.headers.get("Origin", "")
        if (origin or named) and origin != self._origin:
            raise Problem(403, f"open the pages at {self._origin}; this request came from elsewhere")
