"""Whether a request comes from Twilio: X-Twilio-Signature on webhooks and on WebSocket upgrades.

Facts from Twilio's "Webhooks security" page; the HMAC is the SDK's. Nothing here raises for what a request
brings, and what it says of its own address is never used: the URL is built from the configured base.
"""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import HMAC_SHA1, RequestValidator

_DEFAULT_PORTS = {"https": 443, "http": 80, "wss": 443, "ws": 80}
_SOCKET_SCHEMES = {"https": "wss", "http": "ws"}

_ODD_INPUT = (TypeError, ValueError, AttributeError)
"""What the SDK and urllib raise for values of the wrong type or form."""


@dataclass(frozen=True, slots=True)
class Verdict:
    valid: bool
    why: str = ""
    """For the log, when it is not valid; never for whoever asked."""

    def __bool__(self) -> bool:
        return self.valid


def public_url(base: str, path: str, *, socket: bool = False) -> str:
    """The address as Twilio wrote it: the configured public base, and the raw path with its raw query.

    `socket`: the same place as a WebSocket's address, wss for https and ws for http.
    """
    base = base.rstrip("/")
    if socket:
        scheme, rest = base.split("://", 1)
        base = f"{_SOCKET_SCHEMES[scheme]}://{rest}"
    return base + (path if path.startswith("/") else f"/{path}")


def sign(
    auth_token: str, url: str, form: Iterable[tuple[str, str]] = (), *, algorithm: str = HMAC_SHA1
) -> str:
    """The signature that Twilio sends with a request for `url` that posts `form`."""
    validator = RequestValidator(auth_token)
    if algorithm == HMAC_SHA1:
        return validator.compute_signature(url, _Form(form))
    return validator.compute_signature(url, _Form(form), algorithm)


def verify_webhook(
    auth_token: str, url: str, form: Sequence[tuple[str, str]], signature: str | None
) -> Verdict:
    """Checks a posted form, or a GET, whose parameters are in `url` and whose `form` is empty.

    Pass every field that came, also unknown ones: all are signed.
    """
    return _verify(auth_token, _spellings(url), form, signature)


def verify_json(auth_token: str, url: str, body: bytes, signature: str | None) -> Verdict:
    """Checks a body that is no form: its hash is in the query of `url`, and the signature covers that."""
    try:
        hashes = parse_qs(urlsplit(url).query).get("bodySHA256", [])
    except _ODD_INPUT:
        return Verdict(False, "the address cannot be read")
    if len(hashes) != 1:
        return Verdict(False, "the query does not carry one bodySHA256")
    if not _same(sha256(body).hexdigest(), hashes[0]):
        return Verdict(False, "the body is not the one that was signed")
    return _verify(auth_token, _spellings(url), (), signature)


def verify_upgrade(auth_token: str, url: str, signature: str | None) -> Verdict:
    """Checks the handshake of a media stream at `url`, a wss address.

    Twilio has signed both with and without a slash at the end, so either will do.
    """
    return _verify(auth_token, [*_spellings(url), *_spellings(f"{url}/")], (), signature)


def _verify(
    auth_token: str, urls: Sequence[str], form: Iterable[tuple[str, str]], signature: str | None
) -> Verdict:
    if not auth_token:
        return Verdict(False, "no auth token is configured to check signatures with")
    if not signature:
        return Verdict(False, "the request carries no X-Twilio-Signature")
    try:
        pairs = list(form)
        # All are compared, so that the time taken does not tell which one came close.
        matches = [_same(sign(auth_token, url, pairs), signature) for url in urls]
    except _ODD_INPUT as error:
        return Verdict(False, f"the request cannot be signed at all ({type(error).__name__})")
    if not any(matches):
        return Verdict(False, f"the signature does not hold for {urls[0]}")
    return Verdict(True)


def _same(expected: str, received: str) -> bool:
    return hmac.compare_digest(
        expected.encode("utf-8", "surrogatepass"), received.encode("utf-8", "surrogatepass")
    )


def _spellings(url: str) -> list[str]:
    """`url` as it is, and with its port left out or its scheme's default port put in: Twilio does either."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except _ODD_INPUT:
        return [url]
    if port is not None:
        return [url, parts._replace(netloc=parts.netloc.removesuffix(f":{port}")).geturl()]
    default = _DEFAULT_PORTS.get(parts.scheme)
    return [url] if default is None else [url, parts._replace(netloc=f"{parts.netloc}:{default}").geturl()]


class _Form:
    """A form as the SDK wants it: a name may have several values."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def getall(self, name: str) -> list[str]:
        return self._values[name]
