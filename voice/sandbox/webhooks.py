"""Twilio's requests to the service, signed by Twilio's own package, so that two implementations meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

import aiohttp
from twilio.request_validator import RequestValidator

from voice.sandbox.problem import CallFailed

TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)
"""Twilio's: 15 s for a webhook, 5 s to connect."""

USER_AGENT = "TwilioProxy/1.1"
LONGEST_QUOTE = 200


class Unreachable(CallFailed):
    """No connection came about."""


class TooSlow(CallFailed):
    """The answer did not come in time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    status: int
    content_type: str
    body: bytes
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    """Those that were set."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the service is, to the carrier and in fact."""

    url: str
    """Where it is reached from here, without a path."""
    public_url: str
    """Its configured public address, which signatures are made over."""

    def signed(self, path: str) -> str:
        return self.public_url + path

    def reached(self, address: str) -> str:
        """The address to dial for one which the service gave: its own, through `url`."""
        parts, public, local = urlsplit(address), urlsplit(self.public_url), urlsplit(self.url)
        if _endpoint(parts) != _endpoint(public):
            return address
        socket = parts.scheme in ("ws", "wss")
        scheme = {"http": "ws", "https": "wss"}[local.scheme] if socket else local.scheme
        return parts._replace(scheme=scheme, netloc=local.netloc).geturl()


class Signer:
    def __init__(self, auth_token: str) -> None:
        self._validator = RequestValidator(auth_token)

    def header(self, address: str, form: dict[str, str]) -> dict[str, str]:
        """The signature of a request to `address`. Over TLS, Twilio leaves the port out of it."""
        parts = urlsplit(address)
        if parts.scheme in ("https", "wss") and parts.port:
            address = parts._replace(netloc=parts.hostname or "").geturl()
        return {"X-Twilio-Signature": str(self._validator.compute_signature(address, form))}


class Webhooks:
    """Requests webhooks as Twilio does."""

    def __init__(self, session: aiohttp.ClientSession, addresses: Addresses, signer: Signer) -> None:
        self._session = session
        self._addresses = addresses
        self._signer = signer

    async def fetch(
        self,
        address: str,
        form: dict[str, str],
        token: str,
        method: str = "POST",
        *,
        patience: aiohttp.ClientTimeout = TIMEOUT,
        cookies: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Requests `address`, which is public. `token` is the same for repetitions of one request."""
        if method == "GET":
            address += ("&" if "?" in address else "?") + urlencode(form)
            form = {}
        reached = self._addresses.reached(address)
        headers = {
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": USER_AGENT,
            **self._signer.header(address, form),
        }
        try:
            async with self._session.request(
                method,
                reached,
                data=form or None,
                headers=headers,
                timeout=patience,
                allow_redirects=False,
                cookies=cookies,
            ) as response:
                return Fetched(
                    response.status,
                    response.headers.get("Content-Type", ""),
                    await response.content.read(),
                    {name: morsel.value for name, morsel in response.cookies.items()},
                )
        except TimeoutError as error:
            raise TooSlow(f"11200: {reached} did not answer within {patience.total:g} s") from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(
                f"11205: nothing listens at {self._addresses.url}; start it with `attendant serve`"
            ) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise Unreachable(f"11205: {reached}: {error}") from error

    async def fetch_document(self, address: str, form: dict[str, str], token: str, method: str) -> Fetched:
        """A document that must be there; `CallFailed` says in words why it is not."""
        fetched = await self.fetch(address, form, token, method)
        if fetched.status == 403:
            raise CallFailed(
                f"403: the service refuses the signature on {address}; sign with the auth token that it "
                "was started with, and give the public address that it is configured with"
            )
        if fetched.status == 404:
            raise CallFailed(
                f"404: there is no {urlsplit(address).path} at {self._addresses.url}; is it Attendant?"
            )
        if not 200 <= fetched.status < 300:
            said = " ".join(fetched.body[:LONGEST_QUOTE].decode(errors="replace").split())
            raise CallFailed(f"11200: {address} answered {fetched.status}: {said or 'nothing'}")
        return fetched


def _endpoint(parts: SplitResult) -> tuple[str | None, int | None]:
    ports = {"http": 80, "ws": 80, "https": 443, "wss": 443}
    return parts.hostname, parts.port or ports.get(parts.scheme)
