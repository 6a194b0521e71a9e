"""A telephone company on this machine: Twilio's REST interface, legs, conferences and signed webhooks.

`Client(sid, token)` of the `twilio` package talks to it with `client.api.base_url = company.url`.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from voice.sandbox.callbacks import Delivery
from voice.sandbox.caller import Manners, ScriptedCaller
from voice.sandbox.company_clock import FrameClock
from voice.sandbox.company_floor import Account, Floor
from voice.sandbox.company_queues import Queues
from voice.sandbox.company_recordings import Recordings
from voice.sandbox.company_rooms import Rooms
from voice.sandbox.company_sounds import Synthesiser
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.knobs import CompanyKnobs, RestTrouble
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.phones import CallerPhone, Phone
from voice.sandbox.problem import CallFailed
from voice.sandbox.program import Facilities, Program
from voice.sandbox.rest import Rest
from voice.sandbox.steps import FROM_NUMBER, Step, prepare
from voice.sandbox.twiml_verbs import Ask, Subscription
from voice.sandbox.webhooks import Addresses

VOICE_PATH = "/twilio/voice"
STATUS_PATH = "/twilio/status"
TO_NUMBER = "+12065550100"


class Company:
    """Use it as `async with Company(...) as company:`; it takes REST requests and calls from then on."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        directory: Path,
        *,
        service_url: str = "",
        public_url: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        synthesiser: Synthesiser | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """`directory` takes a recording and a timeline of each leg.

        `service_url` is where the service that answers calls is reached, `public_url` the address that it is
        configured with, where that is another. `clock` gives monotonic seconds; by default the loop's.
        """
        self.directory = directory
        self.url = ""
        """Where its REST interface is reached, once it runs."""
        self._account = Account(account_sid, auth_token)
        self._service_url = service_url.rstrip("/")
        self._public_url = public_url.rstrip("/") or self._service_url
        self._host, self._port = host, port
        self._synthesiser = synthesiser
        self._clock = clock
        self.floor: Floor
        self.rooms: Rooms
        self.queues: Queues
        self.recordings: Recordings
        self._phones: dict[str, Phone] = {}

    async def start(self) -> None:
        """Raises `CallFailed` where it cannot listen."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        clock = FrameClock(self._clock or asyncio.get_running_loop().time)
        addresses = Addresses(self._service_url, self._public_url)
        self.floor = floor = Floor(
            self._account, addresses, self._session, clock, self.directory, self._synthesiser
        )
        floor.phones = self._phones
        self.rooms, self.queues = Rooms(floor), Queues(floor)
        application = web.Application(client_max_size=2**20)
        self._runner = web.AppRunner(application, access_log=None)
        self.recordings = Recordings(floor, lambda: self.url)
        self._facilities = Facilities(floor, self.rooms, self.queues, self.recordings)
        self._rest = Rest(self._facilities)
        self._rest.add_to(application)
        await self._runner.setup()
        try:
            site = web.TCPSite(self._runner, self._host, self._port)
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            await self._session.close()
            raise CallFailed(f"the company cannot listen on {self._host}:{self._port}: {error}") from error
        port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{port}"
        self._ticking = asyncio.create_task(clock.run(floor.tick))

    async def close(self) -> None:
        """Ends what is still going on, without further callbacks."""
        await self.floor.close()
        self._ticking.cancel()
        with suppress(asyncio.CancelledError):
            await self._ticking
        await self._runner.cleanup()
        await self._session.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # Who can be rung, and who rings.

    def register(self, address: str, phone: Phone) -> None:
        """Puts a telephone behind `+1…`, `client:…` or `sip:…`; it is busy while it is on a leg."""
        self._phones[address] = phone

    def call(
        self,
        caller: Phone | Sequence[Step],
        from_number: str = FROM_NUMBER,
        to_number: str = TO_NUMBER,
        *,
        manners: Manners | None = None,
        voice: Ask | None = None,
        fallback: Ask | None = None,
        status: Subscription | None = None,
    ) -> Leg:
        """Rings the service, as `ring` does, and goes on at once; `leg.over` is set when the call has ended.

        `voice`, `fallback` and `status` are what the account configures for its number.
        """
        phone: Phone
        if isinstance(caller, Sequence):
            phone = CallerPhone(ScriptedCaller(prepare(caller), manners or Manners()))
        else:
            phone = caller
        base = self._public_url
        leg = self.floor.take_in(
            CallIdentity(new_sid("CA"), self._account.sid, from_number, to_number),
            phone,
            status or Subscription(Ask(base + STATUS_PATH), frozenset({"completed"})),
        )
        leg.status, leg.fallback = LegStatus.RINGING, fallback
        program = Program(self._facilities, leg)
        self.floor.begin(leg, program.run_from(voice or Ask(base + VOICE_PATH)))
        return leg

    def point_at(self, service_url: str, public_url: str = "") -> None:
        """Tells a company that is not running yet where its service is."""
        self._service_url = service_url.rstrip("/")
        self._public_url = public_url.rstrip("/") or self._service_url

    # What there is to see and to turn.

    @property
    def legs(self) -> tuple[Leg, ...]:
        """All there were, in the order in which they began."""
        return tuple(self.floor.legs.values())

    @property
    def callbacks(self) -> tuple[Delivery, ...]:
        """The callbacks that were posted, in the order of their answers."""
        return tuple(self.floor.messenger.deliveries)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What would stand in the account's log."""
        return tuple(self.floor.warnings)

    @property
    def knobs(self) -> CompanyKnobs:
        return self.floor.knobs

    @knobs.setter
    def knobs(self, knobs: CompanyKnobs) -> None:
        self.floor.knobs = knobs

    @property
    def trouble(self) -> list[RestTrouble]:
        """REST requests that are going to be answered otherwise than they should be."""
        return self._rest.trouble

    def leg_to(self, address: str) -> Leg:
        """The newest leg to an address. Raises `LookupError`."""
        for leg in reversed(self.legs):
            if leg.identity.to_number == address:
                return leg
        raise LookupError(f"nobody has rung {address}")

    async def idle(self) -> None:
        """Waits until every callback so far was answered."""
        await self.floor.messenger.idle()
