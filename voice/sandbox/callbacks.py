"""The company's requests to the service: documents with retries and a fallback, and events of resources.

Time-outs, retries and the `#rc=2&rp=all` overrides from Twilio's page on connection overrides.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urldefrag

import aiohttp

from transcripts.events import Milliseconds
from voice.sandbox.company_clock import FrameClock
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.problem import CallFailed
from voice.sandbox.twiml_verbs import Ask
from voice.sandbox.webhooks import Fetched, TooSlow, Unreachable, Webhooks

REORDER_MS = 1000
"""How long a callback that is to come second waits for one that overtakes it."""
MOST_RETRIES = 5


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the fragment of an address says about how it is tried."""

    connect_s: float = 5.0
    read_s: float = 15.0
    total_s: float = 15.0
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, fragment: str) -> "Overrides":
        given = {name: values[-1] for name, values in parse_qs(fragment).items()}
        default = cls()

        def seconds(name: str, default_s: float) -> float:
            text = given.get(name, "")
            return int(text) / 1000 if text.isdecimal() else default_s

        retries = given.get("rc", "")
        return cls(
            seconds("ct", default.connect_s),
            seconds("rt", default.read_s),
            seconds("tt", default.total_s),
            min(int(retries), MOST_RETRIES) if retries.isdecimal() else default.retries,
            frozenset(given["rp"].split(",")) if "rp" in given else default.retry_on,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A callback that was posted."""

    at_ms: Milliseconds
    """On the company's clock."""
    url: str
    event: str
    form: dict[str, str]
    outcome: str
    """The status, or why there was none."""


class Messenger:
    """Everything that the company asks of the service or tells it."""

    def __init__(
        self,
        webhooks: Webhooks,
        clock: FrameClock,
        knobs: Callable[[], CompanyKnobs],
        warn: Callable[[str], None],
    ) -> None:
        """`warn` gets the warnings that Twilio would write into its log."""
        self.deliveries: list[Delivery] = []
        """Callbacks in the order in which they were answered."""
        self._webhooks = webhooks
        self._clock = clock
        self._knobs = knobs
        self._warn = warn
        self._last: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._cookies: dict[str, dict[str, str]] = {}

    async def document(
        self, ask: Ask, form: Mapping[str, str], call_sid: str, fallback: Ask | None = None
    ) -> tuple[str, Fetched]:
        """The document and the address that it came from. Raises `CallFailed` with Twilio's number."""
        try:
            return ask.url, await self._tried(ask, dict(form), call_sid)
        except CallFailed as error:
            if fallback is None:
                raise
            self._warn(f"{error}; the fallback is asked")
            code = str(error).partition(":")[0]
            about = {"ErrorCode": code, "ErrorUrl": urldefrag(ask.url).url}
            return fallback.url, await self._tried(fallback, {**form, **about}, call_sid)

    def tell(self, ask: Ask, event: str, form: dict[str, str], resource: str) -> None:
        """Posts an event of `resource`, after those before it, unless the knobs want it otherwise."""
        knobs = self._knobs()
        if event in knobs.dropped_callbacks:
            return
        before = self._last.get(resource)
        task = asyncio.create_task(self._deliver(ask, event, form, resource, before))
        self._last[resource] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Waits until every callback so far was answered."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tried(self, ask: Ask, form: dict[str, str], call_sid: str) -> Fetched:
        """The document, tried as often as its address says."""
        token = secrets.token_hex(16)
        if self._knobs().double_documents:
            await self._request(ask, form, token, call_sid)
        fetched = await self._request(ask, form, token, call_sid)
        if not 200 <= fetched.status < 300:
            said = " ".join(fetched.body[:200].decode(errors="replace").split())
            raise CallFailed(f"11200: {ask.url} answered {fetched.status}: {said or 'nothing'}")
        return fetched

    async def _request(self, ask: Ask, form: dict[str, str], token: str, call_sid: str) -> Fetched:
        address, fragment = urldefrag(ask.url)
        overrides = Overrides.of(fragment)
        patience = aiohttp.ClientTimeout(
            total=overrides.total_s, sock_connect=overrides.connect_s, sock_read=overrides.read_s
        )
        cookies = self._cookies.setdefault(call_sid, {})
        lost = any(part in address for part in self._knobs().lost_documents)
        for left in range(overrides.retries, -1, -1):
            try:
                if lost:
                    await self._clock.pass_ms(round(overrides.total_s * 1000))
                    raise TooSlow(f"11200: {address} did not answer within {overrides.total_s:g} s")
                fetched = await self._webhooks.fetch(
                    address, form, token, ask.method, patience=patience, cookies=cookies
                )
            except CallFailed as error:
                if not left or not overrides.retry_on & {_reason(error), "all"}:
                    raise
                continue
            cookies.update(fetched.cookies)
            if (
                not left
                or not overrides.retry_on & {f"{fetched.status // 100}xx", "all"}
                or fetched.status < 400
            ):
                return fetched
        raise CallFailed(f"11200: {address} was not tried")

    async def _deliver(
        self, ask: Ask, event: str, form: dict[str, str], resource: str, before: asyncio.Task[None] | None
    ) -> None:
        knobs = self._knobs()
        if knobs.reorder_callbacks:
            await self._let_overtake(resource)
        elif before is not None:
            await asyncio.wait({before})
        if knobs.callback_delay_ms:
            await self._clock.pass_ms(knobs.callback_delay_ms)
        token = secrets.token_hex(16)
        for _ in range(2 if knobs.duplicate_callbacks else 1):
            try:
                fetched = await self._request(ask, form, token, resource)
                outcome = str(fetched.status)
                if fetched.status >= 400:
                    self._warn(f"15003: the callback {event} to {ask.url} was answered with {fetched.status}")
            except CallFailed as error:
                outcome = str(error)
                self._warn(f"15003: the callback {event}: {error}")
            self.deliveries.append(Delivery(self._clock.now_ms, ask.url, event, form, outcome))
        held = self._held.pop(f"after {resource}", None)
        if held is not None:
            held.set()

    async def _let_overtake(self, resource: str) -> None:
        """The first of two waits until the second was posted, but not for ever."""
        held = self._held.pop(resource, None)
        if held is not None:
            self._held[f"after {resource}"] = held
            return
        overtaken = self._held[resource] = asyncio.Event()
        waiting = asyncio.create_task(self._clock.pass_ms(REORDER_MS))
        overtaking = asyncio.create_task(overtaken.wait())
        try:
            await asyncio.wait({waiting, overtaking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            overtaking.cancel()
            if self._held.get(resource) is overtaken:
                del self._held[resource]


def _reason(error: CallFailed) -> str:
    match error:
        case Unreachable():
            return "ct"
        case TooSlow():
            return "rt"
        case _:
            return ""
