"""A browser at the panel: it signs in, keeps its cookie, sends what its page would send, and follows streams."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp

from transcripts.access.accounts import Role
from transcripts.access.signing_in import CSRF_HEADER
from voice.service import Service

PASSWORD = "seven green kettles sing"


async def add_account(service: Service, name: str, role: Role = Role.AGENT, agent: str = "") -> None:
    await service.panel.accounts.add(name, role, agent=agent, password=PASSWORD)


class Stream:
    """A stream that a page follows."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.messages: list[Any] = []

    async def next(self) -> Any:
        self.messages.append(await self.socket.receive_json())
        return self.messages[-1]

    async def until(self, true: Callable[[Any], bool]) -> Any:
        while not true(await self.next()):
            pass
        return self.messages[-1]

    async def closed(self) -> int | None:
        """The code with which the service closes it."""
        async for _ in self.socket:
            pass
        return self.socket.close_code


class Browser:
    """One, signed in. `async with`."""

    def __init__(self, service: Service, name: str) -> None:
        self.service, self.name, self.csrf = service, name, ""
        self.session = aiohttp.ClientSession(
            service.base_url,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Origin": service.base_url},
        )

    async def __aenter__(self) -> Self:
        sent = {"name": self.name, "password": PASSWORD}
        async with self.session.post("/api/v1/session", json=sent) as answer:
            assert answer.status == 200, await answer.text()
            self.csrf = (await answer.json())["csrf"]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.session.get(f"/api/v1/{path}") as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, body: Any = None, *, method: str = "POST") -> tuple[int, Any]:
        """What it is answered; an empty text for 204."""
        headers = {CSRF_HEADER: self.csrf}
        async with self.session.request(method, f"/api/v1/{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status != 204 else ""

    async def stream(self, path: str) -> Stream:
        return Stream(await self.session.ws_connect(f"/api/v1/{path}", max_msg_size=0))
