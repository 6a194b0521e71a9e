"""One media stream's WebSocket, on Twilio's side: what waits to be written, and what is read."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from voice.sandbox.problem import CallFailed

USER_AGENT = "Twilio.TmeWs/1.0"
LONGEST_MESSAGE = 2**24
CLOSE_S = 2.0
MOST_WAITING = 3000
"""Messages that wait for a slow service before audio is dropped (warning 31930): 30 s of both tracks."""


async def open_socket(address: str, signature: dict[str, str]) -> ClientConnection:
    """Connects a stream. Raises `CallFailed` with Twilio's number for what went wrong."""
    try:
        return await connect(
            address,
            additional_headers=signature,
            user_agent_header=USER_AGENT,
            compression=None,
            ping_interval=None,
            proxy=None,
            max_size=LONGEST_MESSAGE,
            close_timeout=CLOSE_S,
            open_timeout=5,
        )
    except InvalidStatus as error:
        body = error.response.body or b""
        said = " ".join(body[:200].decode(errors="replace").split())
        raise CallFailed(
            f"31920: the service answered the stream with {error.response.status_code} {said}"
        ) from error
    except TimeoutError as error:
        raise CallFailed("31901: the service did not take the stream within 5 s") from error
    except (InvalidHandshake, OSError, ValueError) as error:
        raise CallFailed(f"31902: the stream could not be opened: {error}") from error


class Wire:
    """Writes in order without ever making the line wait, and reads until either side closes."""

    def __init__(
        self, socket: ClientConnection, receive: Callable[[str | bytes], None], overflow: Callable[[], None]
    ) -> None:
        """`receive` gets each message of the service; `overflow` is called when it reads too slowly."""
        self._socket = socket
        self._receive = receive
        self._overflow = overflow
        self._waiting: deque[str] = deque()
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._holding = False
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]

    def send(self, messages: Iterable[str]) -> None:
        """Queues messages; they leave at once unless they are held."""
        for message in messages:
            if len(self._waiting) >= MOST_WAITING:
                self._overflow()
                return
            self._waiting.append(message)
        self._wake()

    def hold(self, holding: bool) -> None:
        """While held, messages pile up; they leave in one burst afterwards."""
        self._holding = holding
        self._wake()

    async def closed(self) -> str:
        """Waits until the connection is over, and says how it ended: a code and perhaps a reason."""
        await asyncio.shield(self._tasks[0])
        code, reason = self._socket.close_code, self._socket.close_reason
        return " ".join(str(part) for part in (code, reason) if part)

    @property
    def is_closed(self) -> bool:
        return self._tasks[0].done()

    async def drain_and_close(self) -> None:
        """Writes what waits, then closes as Twilio does."""
        self.hold(False)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._idle.wait()
        await self._socket.close()
        await asyncio.wait(self._tasks)

    async def abort(self) -> None:
        """Breaks the connection without a word, as a dead tunnel does."""
        self._socket.transport.abort()
        await asyncio.wait(self._tasks)

    def _wake(self) -> None:
        if self._waiting and not self._holding:
            self._idle.clear()
            self._work.set()

    async def _read(self) -> None:
        try:
            with suppress(ConnectionClosed):
                async for message in self._socket:
                    self._receive(message)
        finally:
            self._tasks[1].cancel()

    async def _write(self) -> None:
        try:
            while True:
                await self._work.wait()
                self._work.clear()
                while self._waiting and not self._holding:
                    await self._socket.send(self._waiting.popleft())
                if not self._waiting:
                    self._idle.set()
        except ConnectionClosed:
            self._waiting.clear()
        finally:
            self._idle.set()
