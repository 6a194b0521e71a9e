import base64
import json

import pytest

from voice.sandbox.media import (
    Clear,
    Mark,
    Play,
    StreamKind,
    StreamScript,
    Track,
    Warned,
    read_command,
)

SID = "MZ" + "1" * 32
BOTH = (Track.INBOUND, Track.OUTBOUND)
FRAME = bytes(range(160))


def script(kind=StreamKind.MOUTH, tracks=(Track.INBOUND,), **more) -> StreamScript:
    return StreamScript(
        kind,
        stream_sid=SID,
        call_sid="CA1",
        account_sid="AC1",
        tracks=tracks,
        parameters={"k": "v"},
        first_timestamp_ms=155,
        **more,
    )


# What Twilio writes: the shapes of its documentation, to the character.


def test_connected_comes_without_a_number_and_without_a_stream():
    assert script().connected() == '{"event":"connected","protocol":"Call","version":"1.0.0"}'


def test_start_is_number_one_and_describes_the_stream():
    assert script(StreamKind.EARS, BOTH).start() == (
        '{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"' + SID + '",'
        '"callSid":"CA1","tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw",'
        '"sampleRate":8000,"channels":1},"customParameters":{"k":"v"}},"streamSid":"' + SID + '"}'
    )


def test_media_carries_its_numbers_as_strings():
    stream = script()
    stream.start()
    payload = base64.b64encode(FRAME).decode()
    assert stream.media(Track.INBOUND, FRAME) == [
        '{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"155",'
        '"payload":"' + payload + '"},"streamSid":"' + SID + '"}'
    ]
    assert len(payload) == 216


def test_keys_marks_and_stop_have_twilios_shapes():
    stream = script()
    stream.start()
    assert stream.dtmf("1") == (
        '{"event":"dtmf","streamSid":"' + SID + '","sequenceNumber":"2",'
        '"dtmf":{"track":"inbound_track","digit":"1"}}'
    )
    assert stream.mark("end") == (
        '{"event":"mark","sequenceNumber":"3","streamSid":"' + SID + '","mark":{"name":"end"}}'
    )
    assert stream.stop() == (
        '{"event":"stop","sequenceNumber":"4","stop":{"accountSid":"AC1","callSid":"CA1"},'
        '"streamSid":"' + SID + '"}'
    )


def test_chunks_are_counted_by_track_and_sequence_numbers_over_all():
    stream = script(StreamKind.EARS, BOTH)
    stream.start()
    messages = [
        json.loads(message) for _ in range(3) for track in BOTH for message in stream.media(track, FRAME)
    ]
    assert [message["sequenceNumber"] for message in messages] == ["2", "3", "4", "5", "6", "7"]
    assert [message["media"]["chunk"] for message in messages] == ["1", "1", "2", "2", "3", "3"]
    assert [message["media"]["timestamp"] for message in messages] == [
        "155",
        "155",
        "175",
        "175",
        "195",
        "195",
    ]


@pytest.mark.parametrize(("size", "count"), [(1, 160), (159, 1), (320, 0), (999, 0)])
def test_other_frame_sizes_hold_back_what_is_incomplete(size: int, count: int):
    stream = script(frame_bytes=size)
    messages = stream.media(Track.INBOUND, FRAME)
    assert len(messages) == count
    later = [json.loads(text) for _ in range(20) for text in stream.media(Track.INBOUND, FRAME)]
    sent = b"".join(base64.b64decode(json.loads(text)["media"]["payload"]) for text in messages)
    sent += b"".join(base64.b64decode(message["media"]["payload"]) for message in later)
    assert sent == (FRAME * 21)[: len(sent)]
    assert len(FRAME) * 21 - len(sent) < size
    last = later[-1]["media"]
    assert int(last["timestamp"]) == 155 + (len(sent) - size) // 8


def test_lost_audio_makes_the_timestamps_jump_and_not_the_chunks():
    stream = script()
    stream.media(Track.INBOUND, FRAME)
    stream.lose(Track.INBOUND, 1600)
    (message,) = (json.loads(text)["media"] for text in stream.media(Track.INBOUND, FRAME))
    assert (message["chunk"], message["timestamp"]) == ("2", str(155 + 20 + 200))


def test_the_ears_carry_neither_keys_nor_marks():
    ears = script(StreamKind.EARS, BOTH)
    with pytest.raises(ValueError, match="keys"):
        ears.dtmf("1")
    with pytest.raises(ValueError, match="marks"):
        ears.mark("x")


# What Twilio takes.


def read(message, kind=StreamKind.MOUTH):
    return read_command(message if isinstance(message, bytes) else json.dumps(message), kind, SID)


def of_media(payload, **more):
    return {"event": "media", "streamSid": SID, "media": {"payload": payload}} | more


def test_media_mark_and_clear_are_taken():
    assert read(of_media("AAEC")) == Play(b"\x00\x01\x02")
    assert read({"event": "mark", "streamSid": SID, "mark": {"name": "a"}}) == Mark("a")
    assert read({"event": "clear", "streamSid": SID}) == Clear()


def test_media_of_any_size_is_taken():
    for size in (1, 159, 161, 16_000):
        assert read(of_media(base64.b64encode(bytes(size)).decode())) == Play(bytes(size))


def test_binary_messages_raise_31950():
    assert read(b"\x00\x01") == Warned(31950, "a binary message of 2 bytes")


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"event": "hangup", "streamSid": SID}, "no event 'hangup'"),
        ({"event": ["media"], "streamSid": SID}, "no event"),
        ({"streamSid": SID}, "no event None"),
        ([], "not a JSON object"),
        ("media", "not a JSON object"),
        ({"event": "clear"}, "missing streamSid"),
        ({"event": "clear", "streamSid": "MZ2"}, "streamSid is 'MZ2'"),
        ({"event": "clear", "streamSid": SID, "extra": 1}, "unknown field extra"),
        (of_media("AA==", sequenceNumber="1"), "unknown field sequenceNumber"),
        ({"event": "media", "streamSid": SID}, "missing media"),
        ({"event": "media", "streamSid": SID, "media": "AA=="}, "not an object"),
        ({"event": "media", "streamSid": SID, "media": {}}, "missing payload"),
        (
            {"event": "media", "streamSid": SID, "media": {"payload": "AA==", "track": "outbound"}},
            "unknown field track",
        ),
        (of_media(7), "payload is not a string"),
        (of_media("A"), "not base64"),
        (of_media("ÄÄÄÄ"), "not base64"),
        ({"event": "mark", "streamSid": SID, "mark": {"name": ""}}, "name is empty"),
        ({"event": "mark", "streamSid": SID, "mark": {}}, "missing name"),
    ],
)
def test_what_twilio_ignores_raises_31951_and_says_why(message, why: str):
    warned = read(message)
    assert isinstance(warned, Warned)
    assert warned.code == 31951
    assert why in warned.why


def test_what_is_not_json_raises_31951():
    warned = read_command("{", StreamKind.MOUTH, SID)
    assert isinstance(warned, Warned)
    assert "not JSON" in warned.why


def test_twilio_python_725_nothing_can_be_played_on_the_ears():
    warned = read(of_media("AAEC"), StreamKind.EARS)
    assert isinstance(warned, Warned)
    assert "only listens" in warned.why
