"""The streams that pages hold open: written with a deadline, closed when who opened them is signed out."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

import msgspec
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from transcripts.access.answers import Problem, problem_answer
from transcripts.access.sessions import Session, Sessions
from transcripts.access.signing_in import Doors, SignedIn
from transcripts.store.contract import StoreError

WRITE_S = 10.0
"""A message that a page has not taken by then ends its stream, in seconds."""
HEARTBEAT_S = 20.0
STILL_SIGNED_IN_S = 60.0
"""How often it is looked whether a session still holds: it may run out, or be ended by another process."""
LARGEST_MESSAGE = 1024
"""Bytes that a page may send; there is nothing to be said here."""
MOST_OPEN = 40
"""Streams of one session: a page has two."""
SIGNED_OUT = 4401
"""The close code of who is signed out, after HTTP's 401."""


class PageStream:
    """One page's, while it is open."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, by: SignedIn) -> None:
        self.by = by
        self._socket = socket
        self._request = request

    async def send(self, message: object) -> None:
        """Raises `TimeoutError` where the page does not take it, and `ConnectionError` where it is gone."""
        async with asyncio.timeout(WRITE_S):
            await self._socket.send_str(msgspec.json.encode(message).decode())

    async def close(self, code: int, why: str) -> None:
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(WRITE_S):
                await self._socket.close(code=code, message=why.encode()[:120])

    def abort(self) -> None:
        """Without a word: the page does not read."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def until_closed(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.ERROR:
                return


Over = asyncio.Future[tuple[int, str]]
"""That a stream is to end: the close code, and why."""

Course = Callable[[PageStream], Awaitable[None]]


class OpenStreams:
    """One service's."""

    def __init__(self, doors: Doors, sessions: Sessions) -> None:
        self._doors = doors
        self._by_session: defaultdict[str, set[Over]] = defaultdict(set)
        sessions.subscribe(self._signed_out)

    async def serve(
        self, request: web.Request, allowed: Callable[[SignedIn], Awaitable[object]], course: Course
    ) -> web.StreamResponse:
        """A stream from when who asks was found to be `allowed` (or a `Problem` was raised) to its end."""
        try:
            by = await self._doors.require_socket(request)
            if len(self._by_session.get(by.session.id, ())) >= MOST_OPEN:
                raise Problem(429, f"{MOST_OPEN} streams are open already: close some pages", wait_s=1.0)
            await allowed(by)
        except Problem as problem:
            return problem_answer(problem)
        except StoreError as error:
            return problem_answer(Problem(503, f"the record cannot be reached: {error}"))
        # A phone in the page takes the bandwidth; the streams are small, and a window of zlib's is not.
        socket = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_MESSAGE, compress=False, timeout=WRITE_S
        )
        await socket.prepare(request)
        stream = PageStream(socket, request, by)
        over: Over = asyncio.get_running_loop().create_future()
        self._by_session[by.session.id].add(over)
        try:
            await self._run(request, stream, over, course)
        finally:
            self._by_session[by.session.id].discard(over)
            if not self._by_session[by.session.id]:
                del self._by_session[by.session.id]
        return socket

    def close(self) -> None:
        """The service stops: pages connect again to the next one."""
        for overs in tuple(self._by_session.values()):
            _end(overs, WSCloseCode.GOING_AWAY, "the service is stopping")

    def _signed_out(self, session: Session) -> None:
        _end(self._by_session.get(session.id, ()), SIGNED_OUT, "signed out")

    async def _run(self, request: web.Request, stream: PageStream, over: Over, course: Course) -> None:
        tasks = {
            "course": asyncio.ensure_future(course(stream)),
            "page": asyncio.ensure_future(stream.until_closed()),
            "session": asyncio.ensure_future(self._holds(request)),
        }
        try:
            await asyncio.wait([*tasks.values(), over], return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                await stream.close(*over.result())
            elif tasks["session"].done():
                await stream.close(SIGNED_OUT, "signed out")
            elif tasks["course"].done():
                await self._ended(stream, tasks["course"])
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _ended(self, stream: PageStream, course: "asyncio.Future[None]") -> None:
        error = course.exception()
        log = structlog.get_logger(__name__).bind(account=stream.by.account.name)
        match error:
            case None:
                await stream.close(WSCloseCode.GOING_AWAY, "there is no more to come")
            case TimeoutError():
                log.warning("a page does not read its stream")
                stream.abort()
            case ConnectionError():
                pass
            case Problem():
                await stream.close(4000 + error.status, str(error))
            case StoreError():
                await stream.close(WSCloseCode.TRY_AGAIN_LATER, "the record cannot be reached")
            case _:
                log.error("a page's stream failed", exc_info=error)
                await stream.close(WSCloseCode.INTERNAL_ERROR, "something of ours failed")

    async def _holds(self, request: web.Request) -> None:
        """Returns when who opened it is not signed in any more."""
        while True:
            await asyncio.sleep(STILL_SIGNED_IN_S)
            try:
                await self._doors.require(request)
            except Problem:
                return
            except StoreError:
                continue


def _end(overs: Iterable[Over], code: int, why: str) -> None:
    for over in overs:
        if not over.done():
            over.set_result((code, why))
