"""A stream that takes the place of another in the middle of a call."""

import asyncio
from xml.etree import ElementTree

import pytest

from tests.voice.web.carrier import RawCarrier, media, new_call_sid, start, stopped, stream_urls
from transcripts.events import AnyEvent, BotSaid, CallEnded, EndReason, Stream, StreamClosed
from voice import call as calls
from voice.service import Service
from voice.web.sockets import SUPERSEDED

QUIET = b"\xff" * 160


async def recorded(service: Service, call_id: str, kind: type[AnyEvent]) -> list:
    """Those of a kind, once there is one."""
    async with asyncio.timeout(15), service.journal.subscribe(call_id) as news:
        found = [event for event in await service.journal.replay(call_id) if isinstance(event, kind)]
        if not found:
            found = [await anext(event async for event in news if isinstance(event, kind))]
    return found


async def test_a_mouth_that_was_promised_takes_the_place_of_one_that_ends(
    service: Service, carrier: RawCarrier
):
    sid = new_call_sid()
    first, first_sid = await carrier.mouth(sid)
    live = service.switchboard.find(sid)
    assert live is not None
    assert await live.mouth_came(5)
    url = service._new_mouth(sid)
    await first.send(stopped(sid, first_sid))
    await recorded(service, live.call_id, StreamClosed)
    second = await carrier.open(url)
    await start(second, sid)
    while Stream.MOUTH not in live.streams:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert not live.ended
    await second.recv()
    assert live.streams[Stream.MOUTH] != first_sid


async def test_a_mouth_that_was_promised_and_does_not_come_is_the_end_after_a_while(
    service: Service, carrier: RawCarrier, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(calls, "MOUTH_AGAIN_S", 0.1)
    sid = new_call_sid()
    first, first_sid = await carrier.mouth(sid)
    live = service.switchboard.find(sid)
    assert live is not None
    assert await live.mouth_came(5)
    service._new_mouth(sid)
    await first.send(stopped(sid, first_sid))
    (ended,) = await recorded(service, live.call_id, CallEnded)
    assert ended.reason is EndReason.CALLER_HUNG_UP


async def test_of_two_ears_only_the_later_are_heard(service: Service, carrier: RawCarrier):
    sid = new_call_sid()
    ears_url, _ = stream_urls(await carrier.ring(sid))
    first = await carrier.open(ears_url)
    first_sid = await start(first, sid)
    live = service.switchboard.find(sid)
    assert live is not None
    await first.send(media(first_sid, QUIET))
    second = await carrier.open(ears_url.rpartition("/")[0] + "/" + service._tokens.issue(sid, Stream.EARS))
    second_sid = await start(second, sid)
    while live.streams.get(Stream.EARS) != second_sid:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await first.send(media(first_sid, QUIET, 120))
    await first.wait_closed()
    assert first.close_reason == SUPERSEDED
    assert live.streams[Stream.EARS] == second_sid
    assert not live.ended


async def test_a_stream_that_never_started_ends_no_other(service: Service, carrier: RawCarrier):
    sid = new_call_sid()
    _, first_sid = await carrier.mouth(sid)
    live = service.switchboard.find(sid)
    assert live is not None
    assert await live.mouth_came(5)
    stranger = await carrier.open(service._new_mouth(sid))
    await stranger.send("not JSON")
    await stranger.wait_closed()
    assert live.streams[Stream.MOUTH] == first_sid
    assert not live.ended
    assert ElementTree.fromstring(await carrier.ring(sid)).tag == "Response"
    assert not [
        e for e in await service.journal.replay(live.call_id) if isinstance(e, BotSaid) and e.interrupted
    ]
