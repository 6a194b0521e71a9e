import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from voice.sandbox.problem import CallFailed
from voice.sandbox.wire import MOST_WAITING, Wire, open_socket


def refuse() -> None:
    raise AssertionError("nothing overflows here")


def take(message: str | bytes) -> None:
    raise AssertionError(f"nothing was to come, and {message!r} did")


@pytest.fixture
async def echoed():
    """A server that keeps what it is sent, and its address."""
    received: list[str] = []

    async def stream(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            received.append(message.data)  # noqa: PERF401
        return socket

    async def refusing(_request: web.Request) -> web.Response:
        return web.Response(status=403, text="not\nyou")

    app = web.Application()
    app.add_routes([web.get("/", stream), web.get("/refused", refusing)])
    server = TestServer(app)
    await server.start_server()
    yield received, str(server.make_url("/")).replace("http", "ws")
    await server.close()


async def test_what_waits_is_written_in_order_before_the_close(echoed):
    received, url = echoed
    wire = Wire(await open_socket(url, {}), take, refuse)
    wire.hold(True)
    wire.send(str(number) for number in range(100))
    await asyncio.sleep(0)
    assert received == []
    await wire.drain_and_close()
    assert received == [str(number) for number in range(100)]


async def test_a_service_that_does_not_read_loses_audio_and_the_line_does_not_wait(echoed):
    received, url = echoed
    overflows: list[int] = []
    wire = Wire(await open_socket(url, {}), take, lambda: overflows.append(1))
    wire.hold(True)
    wire.send(["x"] * MOST_WAITING)
    assert overflows == []
    wire.send(["lost"])
    assert overflows == [1]
    await wire.drain_and_close()
    assert received == ["x"] * MOST_WAITING


async def test_how_the_connection_ended_is_told(echoed):
    _, url = echoed
    wire = Wire(await open_socket(url, {}), take, refuse)
    await wire.drain_and_close()
    assert await wire.closed() == "1000"
    assert wire.is_closed
    wire = Wire(await open_socket(url, {}), take, refuse)
    await wire.abort()
    assert (await wire.closed()).startswith("1006")


async def test_a_refused_handshake_is_31920_with_what_was_said(echoed):
    _, url = echoed
    with pytest.raises(CallFailed, match="31920: the service answered the stream with 403 not you"):
        await open_socket(url + "refused", {})


async def test_a_stream_with_nobody_there_is_31902(unused_tcp_port: int):
    with pytest.raises(CallFailed, match="31902"):
        await open_socket(f"ws://127.0.0.1:{unused_tcp_port}/", {})
