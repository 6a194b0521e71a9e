"""Tokens that let one media stream of one call in, once: an open WebSocket would take anyone's audio.

They travel in the path of the stream's URL, since Twilio drops queries, and are handed out only in the
answer to a signed webhook.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from transcripts.events import Stream
from voice.twilio.stream import Started

_NONCE_BYTES = 16
_TOKEN_BYTES = 24
"""192 bits: 32 characters, without padding."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token was good for."""

    call_sid: str
    kind: Stream


@dataclass(frozen=True, slots=True)
class Refusal:
    why: str
    """For the log; whoever tried is told nothing."""


class StreamTokens:
    """The tokens of one service. `secret` is this instance's own: at least 16 random bytes."""

    def __init__(self, lifetime_s: float, clock: Callable[[], float], secret: bytes) -> None:
        if len(secret) < _NONCE_BYTES:
            raise ValueError(f"a secret of {len(secret)} bytes can be guessed; give at least {_NONCE_BYTES}")
        self._lifetime_s = lifetime_s
        self._clock = clock
        self._secret = secret
        self._issued: OrderedDict[str, _Issued] = OrderedDict()
        """Soonest to expire first."""
        self._current: dict[Grant, str] = {}
        """Tokens that are not redeemed yet."""

    def __len__(self) -> int:
        """How many are remembered, used ones among them; none is beyond its lifetime."""
        self._purge()
        return len(self._issued)

    def issue(self, call_sid: str, kind: Stream) -> str:
        """A token for the path of a stream's URL. The same one again until it is redeemed or has expired."""
        self._purge()
        grant = Grant(call_sid, kind)
        token = self._current.get(grant)
        if token is None:
            token = self._current[grant] = self._new(grant)
        self._issued[token] = _Issued(grant, self._clock() + self._lifetime_s)
        self._issued.move_to_end(token)
        return token

    def renew(self, call_sid: str, kind: Stream) -> str:
        """Another token, in place of one that was not redeemed: what came with that is no longer wanted."""
        self._current.pop(Grant(call_sid, kind), None)
        return self.issue(call_sid, kind)

    def redeem(self, token: str, kind: Stream) -> Grant | Refusal:
        """Lets a stream in, once; `kind` is the one whose address was asked for."""
        issued = self._issued.get(token)
        if issued is not None and self._clock() >= issued.expires:
            self._purge()
            return Refusal("the token has expired")
        self._purge()
        if issued is None:
            return Refusal("the token is unknown, or expired long ago")
        if issued.grant.kind is not kind:
            return Refusal(f"the token was issued for the {issued.grant.kind}, not for the {kind}")
        if self._current.get(issued.grant) != token:
            return Refusal("the token has been used")
        del self._current[issued.grant]
        return issued.grant

    def _new(self, grant: Grant) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        bound = nonce + grant.kind.encode() + grant.call_sid.encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._secret, bound, sha256)[:_TOKEN_BYTES]).decode()

    def _purge(self) -> None:
        now = self._clock()
        while self._issued:
            token, issued = next(iter(self._issued.items()))
            if now < issued.expires:
                return
            del self._issued[token]
            if self._current.get(issued.grant) == token:
                del self._current[issued.grant]


def check_start(grant: Grant, started: Started) -> Refusal | None:
    """Whether the stream that a grant let in is the call's own. None: it is."""
    if started.call_sid == grant.call_sid:
        return None
    return Refusal("it started for another call than its token was issued for")


@dataclass(frozen=True, slots=True)
class _Issued:
    grant: Grant
    expires: float
    """Monotonic seconds."""
