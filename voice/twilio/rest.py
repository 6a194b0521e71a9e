"""What the service asks of the carrier by Twilio's REST API: ring a phone, move a leg, end it, look at it.

The SDK blocks, so that each request runs on a thread with a deadline. A request whose answer did not come is
`Unknown`: it may have been carried out, and is looked at before it is repeated. The SDK's own retries stay
off, for they repeat what makes a second call.
"""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallInstance
from twilio.rest.api.v2010.account.call.stream import StreamInstance

from voice.twilio.twiml import EARS_NAME

DEADLINE_S = 5.0
"""For one request, in seconds."""

RATE_LIMITED = 20429
NO_SUCH_CALL = 20404
NOT_IN_PROGRESS = 21220
"""Twilio's error codes."""

ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Statuses of a call that is over."""

RECENT_CALLS = 5
MOST_MEMBERS = 20

SERVER_FAULT = 500
"""From this HTTP status on, what was asked for may have been done."""

TOO_MANY_AGAIN_S = 1.0
"""A 429 was never carried out (error 20429) and may be repeated after this, in seconds."""

T = TypeVar("T")

CALL_EVENTS = ["initiated", "ringing", "answered", "completed"]


@dataclass(frozen=True, slots=True)
class Done:
    """It was carried out."""

    call_sid: str
    status: str = ""
    """Of the call, in Twilio's words."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not carried out, and will not be."""

    code: int
    """Twilio's error code; 0 where there was none."""
    why: str

    @property
    def may_be_repeated(self) -> bool:
        """The carrier was busy, and nothing is wrong with what was asked."""
        return self.code == RATE_LIMITED


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it was carried out."""

    why: str


Answer: TypeAlias = Done | Refused | Unknown


def rest_client(account_sid: str, auth_token: str, base_url: str = "") -> Client:
    """The SDK's client. `base_url`: of another carrier that speaks Twilio's API; empty: Twilio's own."""
    client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=DEADLINE_S))
    if base_url:
        client.api.base_url = base_url
    return client


class CarrierRest:
    """One account's. Shared by all calls."""

    def __init__(self, client: Client, threads: Executor) -> None:
        """`client` has a timeout of its own; see `rest_client`."""
        self.client = client
        self.threads = threads

    async def dial(
        self, to: str, from_number: str, document_url: str, status_url: str, timeout_s: int
    ) -> Answer:
        """Rings `to`; who answers is asked by the document. `timeout_s`: how long it may ring."""
        return await self._asked(
            lambda: self.client.calls.create(
                to=to,
                from_=from_number,
                url=document_url,
                status_callback=status_url,
                status_callback_event=CALL_EVENTS,
                timeout=timeout_s,
            )
        )

    async def move(self, call_sid: str, document: str) -> Answer:
        """The leg goes on with `document`, whatever it is doing."""
        return await self._asked(lambda: self.client.calls(call_sid).update(twiml=document))

    async def hang_up(self, call_sid: str) -> Answer:
        """Also a leg that is ringing. One that is over already is done."""
        answer = await self._asked(lambda: self.client.calls(call_sid).update(status="completed"))
        over = isinstance(answer, Refused) and answer.code in (NO_SUCH_CALL, NOT_IN_PROGRESS)
        return Done(call_sid, "completed") if over else answer

    async def newest_to(self, phone: str) -> Answer:
        """The last leg to a phone that has not ended; `Refused` where there is none."""

        def newest() -> CallInstance:
            for call in self.client.calls.list(to=phone, limit=RECENT_CALLS):
                if str(call.status) not in ENDED:
                    return call
            raise TwilioRestException(404, "", "no live call", NO_SUCH_CALL)

        return await self._asked(newest)

    async def members(self, conference: str) -> frozenset[str] | None:
        """The CallSids of who is in a conference, by its friendly name; None: the carrier did not say."""

        def listed() -> frozenset[str]:
            found = self.client.conferences.list(
                friendly_name=conference, status="in-progress", limit=1
            ) or self.client.conferences.list(friendly_name=conference, status="init", limit=1)
            if not found:
                return frozenset()
            people = self.client.conferences(str(found[0].sid)).participants.list(limit=MOST_MEMBERS)
            return frozenset(str(one.call_sid) for one in people)

        try:
            async with asyncio.timeout(2 * DEADLINE_S):
                return await asyncio.get_running_loop().run_in_executor(self.threads, listed)
        except (TimeoutError, TwilioException, RequestException, ValueError):
            return None

    async def look(self, call_sid: str) -> Answer:
        """How the leg stands."""
        return await self._asked(lambda: self.client.calls(call_sid).fetch())

    async def open_ears(self, call_sid: str, url: str) -> Answer:
        """Forks both tracks of the leg to `url`, whatever it is doing. `Done` carries the stream's id."""
        name = f"{EARS_NAME}-{secrets.token_hex(4)}"
        return await self._asked(
            lambda: self.client.calls(call_sid).streams.create(url=url, track="both_tracks", name=name)
        )

    async def _asked(self, request: Callable[[], CallInstance | StreamInstance]) -> Answer:
        answer = await asked(self.threads, request)
        if isinstance(answer, Refused | Unknown):
            return answer
        return Done(str(answer.sid), str(answer.status or ""))


async def asked(threads: Executor, request: Callable[[], T]) -> T | Refused | Unknown:
    """What a request with the SDK brings, within the deadline; one that came too soon is repeated once."""
    answer = await _asked_once(threads, request)
    if isinstance(answer, Refused) and answer.code == RATE_LIMITED:
        await asyncio.sleep(TOO_MANY_AGAIN_S)
        answer = await _asked_once(threads, request)
    return answer


async def _asked_once(threads: Executor, request: Callable[[], T]) -> T | Refused | Unknown:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await loop.run_in_executor(threads, request)
    except TimeoutError:
        return Unknown(f"the carrier did not answer within {DEADLINE_S:g} s")
    except TwilioRestException as error:
        return _refused(error)
    except (TwilioException, RequestException, ValueError) as error:
        return Unknown(f"the carrier could not be asked ({type(error).__name__})")


def _refused(error: TwilioRestException) -> Refused | Unknown:
    if error.status >= SERVER_FAULT:
        return Unknown(f"the carrier failed ({error.status})")
    return Refused(int(error.code or 0), f"the carrier refused it ({error.status}, error {error.code or 0})")
