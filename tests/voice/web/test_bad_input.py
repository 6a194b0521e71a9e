"""What strangers, broken peers and bad luck send: each has a defined answer, and no other call notices."""

import asyncio
import json

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.voice.web.carrier import RawCarrier, media, new_call_sid, start, started, stopped, stream_urls
from transcripts.events import AnyEvent, CallEnded, CallStarted, EndReason, StreamClosed
from voice.service import Service

FORM = {"CallSid": "CA1", "From": "+14155552671", "To": "+12065550100"}


async def closed_with(socket: ClientConnection) -> tuple[int, str]:
    """Reads until the service closes; code and reason."""
    with pytest.raises(ConnectionClosed) as closing:
        while True:
            await asyncio.wait_for(socket.recv(), 5)
    assert closing.value.rcvd is not None
    return closing.value.rcvd.code, closing.value.rcvd.reason


async def record_of(service: Service, call_sid: str) -> list[AnyEvent]:
    """The whole record of a call, once it has ended."""
    call = service.switchboard.find(call_sid)
    if call is not None:
        await asyncio.wait_for(call.finished.wait(), 5)
        return await service.journal.replay(call.call_id)
    raise AssertionError("there is no such call")


async def is_answered(socket: ClientConnection) -> None:
    """The other call still hears its greeting."""
    assert json.loads(await asyncio.wait_for(socket.recv(), 5))["event"] in ("media", "mark")


@pytest.mark.parametrize("path", ["/twilio/voice", "/twilio/voice/after", "/twilio/status"])
@pytest.mark.parametrize("signature", ["", "nonsense", "ÿ\u00e9"])
async def test_an_unsigned_or_wrongly_signed_webhook_is_refused(
    path: str, signature: str, carrier: RawCarrier
):
    status, _ = await carrier.post(path, FORM, signature=signature)
    assert status == 403


async def test_a_signature_over_other_values_does_not_hold(carrier: RawCarrier):
    from voice.twilio.signature import sign

    stolen = sign(carrier.auth_token, carrier.url + "/twilio/voice", list(FORM.items()))
    status, _ = await carrier.post("/twilio/voice", {**FORM, "From": "+19998887777"}, signature=stolen)
    assert status == 403


async def test_parameters_that_twilio_adds_without_notice_do_not_break_the_signature(carrier: RawCarrier):
    assert "<Connect" in await carrier.ring(
        new_call_sid(), StirVerstat="TN-Validation-Passed-A", NewThing="x"
    )


async def test_json_where_a_form_belongs_is_refused_in_words(carrier: RawCarrier):
    async with carrier.session.post(carrier.url + "/twilio/voice", json={"CallSid": "CA1"}) as response:
        assert response.status == 415


async def test_a_webhook_that_is_too_large_is_refused(carrier: RawCarrier):
    status, _ = await carrier.post("/twilio/voice", {**FORM, "Junk": "x" * 100_000})
    assert status == 413


async def test_a_form_without_a_callsid_is_refused_in_words(carrier: RawCarrier):
    status, text = await carrier.post("/twilio/voice", {"From": "+14155552671"})
    assert (status, text) == (400, "The form has no usable CallSid.")


async def test_the_same_webhook_twice_is_answered_alike_and_is_one_call(
    carrier: RawCarrier, service: Service
):
    call_sid = new_call_sid()
    first, second = await carrier.ring(call_sid), await carrier.ring(call_sid)
    assert first == second
    assert len(service.switchboard) == 1


async def test_openclaw_29862_a_second_fetch_does_not_kill_the_first_stream(
    carrier: RawCarrier, service: Service
):
    call_sid = new_call_sid()
    socket, _ = await carrier.mouth(call_sid)
    _, again = stream_urls(await carrier.ring(call_sid))
    with pytest.raises(InvalidStatus, match="403"):
        await carrier.open(again)
    await is_answered(socket)


async def test_status_of_an_unknown_call_changes_nothing(carrier: RawCarrier):
    status, _ = await carrier.post("/twilio/status", {"CallSid": "CAunknown", "CallStatus": "completed"})
    assert status == 204


async def test_when_all_lines_are_in_use_the_caller_is_told(carrier: RawCarrier, service: Service):
    for _ in range(3):
        await carrier.ring(new_call_sid())
    document = await carrier.ring(new_call_sid())
    assert "in use" in document
    assert "<Connect" not in document
    assert len(service.switchboard) == 3


async def test_openclaw_7001_a_stream_without_a_signature_is_refused(carrier: RawCarrier):
    _, mouth = stream_urls(await carrier.ring(new_call_sid()))
    with pytest.raises(InvalidStatus, match="403"):
        await carrier.open(mouth, signature="")


async def test_a_signed_stream_with_a_token_of_nobody_is_refused(carrier: RawCarrier):
    with pytest.raises(InvalidStatus, match="403"):
        await carrier.open(carrier.url.replace("http", "ws") + "/twilio/mouth/" + "x" * 32)


async def test_a_token_for_the_ears_does_not_open_the_mouth(carrier: RawCarrier):
    ears, _ = stream_urls(await carrier.ring(new_call_sid()))
    with pytest.raises(InvalidStatus, match="403"):
        await carrier.open(ears.replace("/ears/", "/mouth/"))


async def test_a_replayed_token_is_refused(carrier: RawCarrier):
    ears, _ = stream_urls(await carrier.ring(new_call_sid()))
    await carrier.open(ears)
    with pytest.raises(InvalidStatus, match="403"):
        await carrier.open(ears)


async def test_a_stream_that_starts_for_another_call_is_closed(carrier: RawCarrier):
    _, mouth = stream_urls(await carrier.ring(new_call_sid()))
    socket = await carrier.open(mouth)
    await start(socket, new_call_sid())
    assert await closed_with(socket) == (1008, "it started for another call than its token was issued for")


async def test_a_stream_that_never_starts_is_closed(carrier: RawCarrier, service: Service):
    call_sid = new_call_sid()
    _, mouth = stream_urls(await carrier.ring(call_sid))
    socket = await carrier.open(mouth)
    await socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}')
    assert await closed_with(socket) == (1008, "no start within 0.5 s")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b"\x00\x01", 1003),
        ("not json", 1008),
        ('{"event":"media"}', 1008),
        (
            '{"event":"media","streamSid":"MZ1","media":{"track":"inbound","payload":"***","timestamp":"1"}}',
            1008,
        ),
        ("[" * 20_000, 1008),
        ("x" * 70_000, 1009),
    ],
    ids=["binary", "no json", "fields missing", "no base64", "nested", "too large"],
)
async def test_what_is_no_protocol_closes_its_own_stream_and_no_other(
    broken: str | bytes, code: int, carrier: RawCarrier, service: Service
):
    bystander, _ = await carrier.mouth(new_call_sid())
    call_sid = new_call_sid()
    socket, _ = await carrier.mouth(call_sid)
    await socket.send(broken)
    assert (await closed_with(socket))[0] == code
    record = await record_of(service, call_sid)
    assert next(event for event in record if isinstance(event, CallEnded)).reason is EndReason.STREAM_LOST
    await is_answered(bystander)


@pytest.mark.parametrize("size", [1, 159, 161, 320, 16000])
async def test_payloads_of_odd_sizes_are_taken(size: int, carrier: RawCarrier, service: Service):
    call_sid = new_call_sid()
    socket, stream_sid = await carrier.mouth(call_sid)
    for number in range(5):
        await socket.send(media(stream_sid, b"\xff" * size, 100 + number * size // 8))
    await socket.send(stopped(call_sid, stream_sid))
    record = await record_of(service, call_sid)
    assert next(event for event in record if isinstance(event, CallEnded)).reason is EndReason.CALLER_HUNG_UP


async def test_extra_fields_unknown_events_and_marks_never_queued_are_harmless(
    carrier: RawCarrier, service: Service
):
    call_sid = new_call_sid()
    socket, stream_sid = await carrier.mouth(call_sid)
    await socket.send(media(stream_sid, b"\xff" * 160, loudness=3))
    await socket.send('{"event":"applause","streamSid":"x"}')
    await socket.send(json.dumps({"event": "mark", "streamSid": stream_sid, "mark": {"name": "g99.7"}}))
    await is_answered(socket)
    assert not service.switchboard.find(call_sid).ended


async def test_stop_twice_ends_the_call_once(carrier: RawCarrier, service: Service):
    call_sid = new_call_sid()
    socket, stream_sid = await carrier.mouth(call_sid)
    await socket.send(stopped(call_sid, stream_sid))
    await socket.send(stopped(call_sid, stream_sid))
    record = await record_of(service, call_sid)
    assert sum(isinstance(event, CallEnded) for event in record) == 1


async def test_openclaw_72998_a_socket_that_never_closes_does_not_keep_the_call(
    carrier: RawCarrier, service: Service
):
    call_sid = new_call_sid()
    await carrier.mouth(call_sid)
    call = service.switchboard.find(call_sid)
    await carrier.post("/twilio/status", {"CallSid": call_sid, "CallStatus": "completed"})
    await asyncio.wait_for(call.finished.wait(), 5)
    record = await service.journal.replay(call.call_id)
    assert next(event for event in record if isinstance(event, CallEnded)).reason is EndReason.CALLER_HUNG_UP


async def test_a_lying_media_format_is_named(carrier: RawCarrier):
    call_sid = new_call_sid()
    _, mouth = stream_urls(await carrier.ring(call_sid))
    socket = await carrier.open(mouth)
    await socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}')
    pcm = {"encoding": "audio/l16", "sampleRate": 16000, "channels": 1}
    await socket.send(started(call_sid, "MZ1", mediaFormat=pcm))
    code, reason = await closed_with(socket)
    assert code == 1003
    assert "audio/l16 16000 Hz" in reason


async def test_dograh_704_after_the_bots_stream_broke_the_caller_hears_an_apology(
    carrier: RawCarrier, service: Service
):
    """However late the carrier asks: the record of the call may be complete by then."""
    call_sid = new_call_sid()
    socket, _ = await carrier.mouth(call_sid)
    await socket.send("not json")
    await record_of(service, call_sid)
    async with asyncio.timeout(5):
        while service.switchboard.find(call_sid) is not None:  # noqa: ASYNC110
            await asyncio.sleep(0)
    _, document = await carrier.post("/twilio/voice/after", {"CallSid": call_sid})
    assert "<Say" in document
    assert "<Hangup" in document
    assert "<Pause" not in document


async def test_shutting_down_ends_the_calls_in_the_record(carrier: RawCarrier, service: Service):
    call_sid = new_call_sid()
    await carrier.mouth(call_sid)
    call = service.switchboard.find(call_sid)
    await service.switchboard.close()
    record = await service.journal.replay(call.call_id)
    assert isinstance(record[0], CallStarted)
    assert any(isinstance(event, CallEnded) and event.reason is EndReason.SERVICE_STOPPED for event in record)


async def test_the_ears_may_break_and_the_call_goes_on(carrier: RawCarrier, service: Service):
    call_sid = new_call_sid()
    ears_url, mouth_url = stream_urls(await carrier.ring(call_sid))
    ears, mouth = await carrier.open(ears_url), await carrier.open(mouth_url)
    await start(ears, call_sid)
    stream_sid = await start(mouth, call_sid)
    await is_answered(mouth)
    await ears.send("not json")
    await closed_with(ears)
    await mouth.send(media(stream_sid, b"\xff" * 160))
    await is_answered(mouth)
    call = service.switchboard.find(call_sid)
    assert not call.ended
    assert any(isinstance(event, StreamClosed) for event in await service.journal.replay(call.call_id))


async def test_health_and_readiness(carrier: RawCarrier):
    for path, word in (("/healthz", "alive"), ("/readyz", "ready")):
        async with carrier.session.get(carrier.url + path) as response:
            assert response.status == 200
            assert (await response.json())["status"] == word


async def test_the_figures_name_no_caller(carrier: RawCarrier):
    await carrier.ring(new_call_sid())
    async with carrier.session.get(carrier.url + "/metrics") as response:
        text = await response.text()
    assert "attendant_live_calls 1.0" in text
    assert "4155552671" not in text
