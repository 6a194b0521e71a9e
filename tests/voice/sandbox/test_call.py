import asyncio
import base64
import json
from pathlib import Path

import numpy as np
import pytest

from tests.voice.sandbox.tiny_service import ACCOUNT, TOKEN, TinyService, clear, mark, media, serving
from voice.audio import mulaw
from voice.audio.wav import write_mulaw_wav
from voice.sandbox.call import ring
from voice.sandbox.caller import Manners
from voice.sandbox.knobs import Knobs
from voice.sandbox.problem import CallFailed
from voice.sandbox.steps import HangUp, Keys, Silence, Speak

FAST = {"connect_ms": 20, "first_media_ms": 20}
TONE = mulaw.encode((8000 * np.sin(np.arange(1600) * 2 * np.pi * 440 / 8000)).astype(np.int16))
"""200 ms."""


def stereo(path: Path) -> np.ndarray:
    return np.frombuffer(path.read_bytes()[44:], "<i2").reshape(-1, 2)


@pytest.fixture(autouse=True)
async def nothing_is_left_running():
    before = asyncio.all_tasks()
    yield
    assert asyncio.all_tasks() <= before | {asyncio.current_task()}


async def hang_up_at_once(service, socket, sid):
    await asyncio.sleep(0)


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    path = tmp_path / "tone.wav"
    write_mulaw_wav(path, TONE)
    return path


async def test_a_call_is_rung_answered_heard_and_ended_as_twilio_does_it(tmp_path: Path, tone: Path):
    async def talk(service, socket, sid):
        await socket.send_str(media(sid, TONE[:1000]))
        await socket.send_str(mark(sid, "hello"))
        await service.until("mouth", "mark")
        await service.until("mouth", "dtmf")
        await socket.send_str(media(sid, bytes([0xFF]) * 80_000))
        await socket.send_str(mark(sid, "long"))
        await socket.send_str(clear(sid))
        await service.until("mouth", "mark", 2)

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url,
            TOKEN,
            ACCOUNT,
            [Speak(tone), Keys("5"), Silence(5000)],
            tmp_path / "out",
            knobs=Knobs(**FAST),
            manners=Manners(bot_finished_ms=100, patience_ms=200),
        )

    paths = [path for path, _, _ in service.forms]
    assert paths == ["/twilio/voice", "/twilio/voice/after", "/twilio/status"]
    first, _, last = (form for _, form, _ in service.forms)
    assert first["CallStatus"] == "ringing"
    assert first["CallSid"] == report.call_sid
    assert first["Caller"] == first["From"] == "+15035550142"
    assert first["CalledCountry"] == "US"
    assert last["CallStatus"] == "completed"
    assert int(last["CallDuration"]) == -(-report.duration_ms // 1000)

    for kind, tracks in (("ears", ["inbound", "outbound"]), ("mouth", ["inbound"])):
        messages = service.received[kind]
        assert messages[0] == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
        assert messages[1]["start"]["tracks"] == tracks
        assert messages[1]["start"]["callSid"] == report.call_sid
        assert [int(message["sequenceNumber"]) for message in messages[1:]] == list(range(1, len(messages)))
        for track in tracks:
            frames = [message["media"] for message in messages if message["event"] == "media"]
            frames = [frame for frame in frames if frame["track"] == track]
            assert [int(frame["chunk"]) for frame in frames] == list(range(1, len(frames) + 1))
            assert 100 <= int(frames[0]["timestamp"]) <= 170
            steps = np.diff([int(frame["timestamp"]) for frame in frames])
            assert (steps == 20).all()
            assert {len(frame["payload"]) for frame in frames} == {216}
    assert service.received["ears"][1]["start"]["customParameters"] == {"key": "word"}
    assert service.received["ears"][-1]["event"] == "stop"
    marks = [message["mark"]["name"] for message in service.received["mouth"] if message["event"] == "mark"]
    assert marks == ["hello", "long"]
    assert "dtmf" not in {message["event"] for message in service.received["ears"]}

    assert report.ended_by == "service"
    assert report.keys == "5"
    assert report.notes == ()
    written = json.loads(report.timeline.read_bytes())
    assert written["recording"] == "recording.wav"
    events = [event["event"] for event in written["events"]]
    assert events[:2] == ["webhook", "answered"]
    assert written["events"][0]["at_ms"] <= 0
    for expected in ("stream opened", "mark", "mark returned", "clear", "key", "hung up", "bot heard began"):
        assert expected in events
    assert [event["at_ms"] for event in written["events"]] == sorted(
        event["at_ms"] for event in written["events"]
    )


async def test_the_recording_is_aligned_to_the_sample_on_both_sides(tmp_path: Path, tone: Path):
    """What the ears were sent and what the recording holds are the same samples, from one offset."""

    async def talk(service, socket, sid):
        click = bytearray([0xFF] * 400)
        click[333] = 0x00
        await socket.send_str(media(sid, bytes(click)))
        await socket.send_str(mark(sid, "played"))
        await service.until("mouth", "mark")
        await service.until("mouth", "media", 25)

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url,
            TOKEN,
            ACCOUNT,
            [Speak(tone), Silence(5000)],
            tmp_path / "out",
            knobs=Knobs(**FAST),
            manners=Manners(patience_ms=100),
        )
    both = stereo(report.recording)
    assert len(both) == report.duration_ms * 8
    (click,) = np.flatnonzero(np.abs(both[:, 1]) > 20_000)
    assert click % 160 == 333 % 160
    spoken = np.flatnonzero(both[:, 0])
    start = int(spoken[0]) - int(np.flatnonzero(mulaw.decode(TONE))[0])
    assert start % 160 == 0
    np.testing.assert_array_equal(both[start : start + 1600, 0], mulaw.decode(TONE))

    ears = [message["media"] for message in service.received["ears"] if message["event"] == "media"]
    sides = {}
    for track, column in (("inbound", 0), ("outbound", 1)):
        payload = b"".join(base64.b64decode(m["payload"]) for m in ears if m["track"] == track)
        sent = mulaw.decode(payload)
        offsets = [
            at for at in range(0, len(both), 160) if np.array_equal(both[at : at + len(sent), column], sent)
        ]
        sides[track] = set(offsets)
    assert sides["inbound"] & sides["outbound"]


async def test_the_line_keeps_up_with_the_clock_when_it_is_held_up(tmp_path: Path):
    """A clock that leaps forward is made up for in a burst; no frame is left out."""
    leap = 0.0

    def clock() -> float:
        return asyncio.get_running_loop().time() + leap

    async def talk(service, socket, sid):
        nonlocal leap
        await service.until("mouth", "media", 2)
        leap = 5.0
        await service.until("mouth", "media", 240)

    service = TinyService(talk)
    async with serving(service) as url:
        began = clock()
        report = await ring(
            url, TOKEN, ACCOUNT, [Silence(60_000)], tmp_path, knobs=Knobs(**FAST), clock=clock
        )
        took_ms = (clock() - began) * 1000
    assert report.duration_ms >= 240 * 20
    assert took_ms < 7000, "what the leap brought was not made up for at once"
    assert report.duration_ms <= took_ms + 20, "the line ran ahead of its clock"
    timestamps = [int(m["media"]["timestamp"]) for m in service.received["mouth"] if m["event"] == "media"]
    assert (np.diff(timestamps) == 20).all()


async def test_the_caller_hangs_up_and_the_streams_are_stopped(tmp_path: Path):
    async def talk(service, socket, sid):
        await socket.send_str(media(sid, TONE * 10))
        await asyncio.Event().wait()

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(100), HangUp()], tmp_path, knobs=Knobs(**FAST))
    assert report.ended_by == "caller"
    assert [service.received[kind][-1]["event"] for kind in ("ears", "mouth")] == ["stop", "stop"]
    assert [path for path, _, _ in service.forms] == ["/twilio/voice", "/twilio/status"]


async def test_audio_that_was_not_played_when_the_mouth_closed_is_said(tmp_path: Path):
    async def talk(service, socket, sid):
        await socket.send_str(media(sid, bytes([0xFF]) * 8000))
        await service.until("mouth", "media", 2)

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST))
    assert any("were not played when the service closed the mouth" in note for note in report.notes)


async def test_messages_that_twilio_would_ignore_are_noted_and_ignored(tmp_path: Path):
    async def talk(service, socket, sid):
        await socket.send_bytes(b"\x00")
        await socket.send_str("{")
        await socket.send_str(media("MZother", TONE))
        await socket.send_str(mark(sid, "end"))
        await service.until("mouth", "mark")

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST))
    assert [note[:5] for note in report.notes] == ["31950", "31951", "31951"]
    assert not any(moment.event == "bot heard began" for moment in report.moments)


async def test_jambonz_811_marks_that_come_back_at_once(tmp_path: Path):
    async def talk(service, socket, sid):
        await socket.send_str(media(sid, bytes([0xFF]) * 80_000))
        await socket.send_str(mark(sid, "early"))
        await service.until("mouth", "mark")

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url, TOKEN, ACCOUNT, [Silence(9000)], tmp_path, knobs=Knobs(**FAST, eager_marks=True)
        )
    assert report.duration_ms < 9000
    assert [m.event for m in report.moments if "mark" in m.event] == ["mark", "mark returned"]


async def test_a_carrier_that_never_returns_marks(tmp_path: Path):
    async def talk(service, socket, sid):
        await socket.send_str(mark(sid, "lost"))
        await service.until("mouth", "media", 3)

    service = TinyService(talk)
    async with serving(service) as url:
        await ring(url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST, no_marks=True))
    assert "mark" not in {message["event"] for message in service.received["mouth"]}


async def test_a_carrier_that_cannot_fork_and_posts_twice_and_replays_addresses(tmp_path: Path):
    async def talk(service, socket, sid):
        await service.until("mouth", "media", 3)

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url,
            TOKEN,
            ACCOUNT,
            [Silence(5000)],
            tmp_path,
            knobs=Knobs(**FAST, no_ears=True, double_webhook=True, replayed_token=True),
        )
    assert service.received["ears"] == []
    (one, two), rest = service.forms[:2], service.forms[2:]
    assert one == two
    assert one[2] not in {token for _, _, token in rest}
    assert any(moment.event == "replay refused" and "403" in moment.detail for moment in report.moments)


async def test_the_ears_can_break_in_mid_call_while_the_mouth_goes_on(tmp_path: Path):
    async def talk(service, socket, sid):
        await service.until("mouth", "media", 15)

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST, ears_lost_after_s=0.1)
        )
    events = [message["event"] for message in service.received["ears"]]
    assert "stop" not in events
    assert events.count("media") < 15 * 2
    assert report.notes == ()


async def test_a_hang_up_whose_sockets_stay_open_sends_no_stop(tmp_path: Path):
    async def talk(service, socket, sid):
        await asyncio.Event().wait()

    service = TinyService(talk)
    async with serving(service) as url:
        report = await ring(
            url,
            TOKEN,
            ACCOUNT,
            [Silence(200), HangUp()],
            tmp_path,
            knobs=Knobs(**FAST, open_after_hangup_s=0.05),
        )
    assert report.ended_by == "caller"
    assert service.forms[-1][0] == "/twilio/status"
    assert "stop" not in {message["event"] for message in service.received["mouth"]}


async def test_a_burst_holds_messages_back_and_loses_none(tmp_path: Path):
    async def talk(service, socket, sid):
        await service.until("mouth", "media", 20)

    service = TinyService(talk)
    async with serving(service) as url:
        await ring(
            url,
            TOKEN,
            ACCOUNT,
            [Silence(5000)],
            tmp_path,
            knobs=Knobs(connect_ms=20, first_media_ms=0, burst_ms=233),
        )
    chunks = [int(m["media"]["chunk"]) for m in service.received["mouth"] if m["event"] == "media"]
    assert chunks == list(range(1, len(chunks) + 1))
    assert max(np.diff(service.arrived["mouth"])) > 0.1


async def test_audio_can_be_lost_on_the_way_and_the_timestamps_tell(tmp_path: Path):
    async def talk(service, socket, sid):
        await service.until("mouth", "media", 15)

    service = TinyService(talk)
    async with serving(service) as url:
        await ring(
            url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST, skipped_ms_at=(200, 100))
        )
    frames = [m["media"] for m in service.received["mouth"] if m["event"] == "media"]
    assert sorted(np.diff([int(frame["timestamp"]) for frame in frames])) == [20] * (len(frames) - 2) + [120]
    assert [int(frame["chunk"]) for frame in frames] == list(range(1, len(frames) + 1))


@pytest.mark.parametrize("frame_bytes", [159, 999])
async def test_other_frame_sizes(tmp_path: Path, frame_bytes: int):
    async def talk(service, socket, sid):
        await service.until("mouth", "media", 2)

    service = TinyService(talk)
    async with serving(service) as url:
        await ring(
            url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST, frame_bytes=frame_bytes)
        )
    payloads = [m["media"]["payload"] for m in service.received["mouth"] if m["event"] == "media"]
    assert {len(base64.b64decode(payload)) for payload in payloads} == {frame_bytes}


async def test_the_carriers_own_words_are_noted_and_the_call_ends(tmp_path: Path):
    service = TinyService(hang_up_at_once, twiml="<Response><Say>Busy.</Say><Hangup/></Response>")
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST))
    assert report.ended_by == "service"
    assert any(
        moment == ("carrier says", "Busy.") for moment in ((m.event, m.detail) for m in report.moments)
    )


# What goes wrong, in words.


async def fails(url: str, tmp_path: Path, *, token: str = TOKEN, steps=()) -> str:
    with pytest.raises(CallFailed) as failed:
        await ring(url, token, ACCOUNT, list(steps), tmp_path, knobs=Knobs(**FAST))
    return str(failed.value)


async def test_where_nothing_listens_the_caller_is_told_how_to_start_it(tmp_path: Path, unused_tcp_port: int):
    said = await fails(f"http://127.0.0.1:{unused_tcp_port}", tmp_path)
    assert said == (
        f"11205: nothing listens at http://127.0.0.1:{unused_tcp_port}; start it with `attendant serve`"
    )


async def test_a_wrong_token_is_named(tmp_path: Path):
    async with serving(TinyService(hang_up_at_once)) as url:
        said = await fails(url, tmp_path, token="another")
    assert said.startswith("403: the service refuses the signature")
    assert "auth token" in said


async def test_twiml_that_is_not_xml_is_named(tmp_path: Path):
    async with serving(TinyService(hang_up_at_once, twiml="<Response>")) as url:
        assert "12100: the answer is not XML" in await fails(url, tmp_path)


async def test_twiml_as_plain_text_is_named(tmp_path: Path):
    service = TinyService(hang_up_at_once, twiml="<Response/>", content_type="text/plain")
    async with serving(service) as url:
        assert "12300" in await fails(url, tmp_path)


async def test_a_rejected_call_fails(tmp_path: Path):
    service = TinyService(hang_up_at_once, twiml='<Response><Reject reason="busy"/></Response>')
    async with serving(service) as url:
        assert await fails(url, tmp_path) == "the service rejected the call: busy"


async def test_a_service_on_another_path_is_not_found(tmp_path: Path):
    async with serving(TinyService(hang_up_at_once)) as url:
        assert "is it Attendant?" in await fails(url + "/elsewhere", tmp_path)


async def test_a_missing_recording_is_named_before_anything_is_rung(tmp_path: Path):
    said = await fails("http://127.0.0.1:9", tmp_path, steps=[Speak(tmp_path / "none.wav")])
    assert "none.wav: there is no such file" in said


async def test_keys_that_no_telephone_has_are_refused(tmp_path: Path):
    assert "cannot be keyed in" in await fails("http://127.0.0.1:9", tmp_path, steps=[Keys("1x")])


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://host", "http://host:99999", "http://"])
async def test_what_is_no_address_is_refused(tmp_path: Path, url: str):
    assert "is not the address of a service" in await fails(url, tmp_path)


async def test_verbs_that_are_not_carried_out_end_the_call_with_their_name(tmp_path: Path):
    service = TinyService(hang_up_at_once, after="<Response><Dial><Number>+1</Number></Dial></Response>")
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(5000)], tmp_path, knobs=Knobs(**FAST))
    assert any("<Dial> is not carried out" in note for note in report.notes)


async def test_documents_that_redirect_to_each_other_come_to_an_end(tmp_path: Path):
    loop = "<Response><Redirect>/twilio/voice/after</Redirect></Response>"
    service = TinyService(hang_up_at_once, twiml=loop, after=loop)
    async with serving(service) as url:
        report = await ring(url, TOKEN, ACCOUNT, [Silence(60_000)], tmp_path, knobs=Knobs(**FAST))
    assert any("50 documents" in note for note in report.notes)
