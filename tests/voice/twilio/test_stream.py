"""The protocol, message by message and rule by rule."""

import base64
import json

import pytest

from transcripts.events import Stream
from voice.twilio.messages import MediaFormat, Track
from voice.twilio.stream import (
    CommandRefused,
    Connected,
    Ignored,
    Key,
    MarkReturned,
    Media,
    MediaStream,
    Started,
    State,
    Stopped,
    Violation,
)

SID = "MZ18ad3ab5a668481ce02b83e7395059f0"
CALL = "CA8d9f2b7a3f0b4f7e9b0f7c1f3a2d4e5f"
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
CONNECTED = '{"event":"connected","protocol":"Call","version":"1.0.0"}'


def start(**changes):
    body = {
        "accountSid": ACCOUNT,
        "streamSid": SID,
        "callSid": CALL,
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"k": "v"},
    }
    body.update(changes)
    body = {name: value for name, value in body.items() if value is not ...}
    return json.dumps({"event": "start", "sequenceNumber": "1", "start": body, "streamSid": SID})


def media(timestamp="155", payload=b"\xff" * 160, track="inbound", chunk="1", sid=SID, **extra):
    body = {
        "track": track,
        "chunk": chunk,
        "timestamp": timestamp,
        "payload": base64.b64encode(payload).decode(),
    }
    body = {name: value for name, value in {**body, **extra}.items() if value is not ...}
    return json.dumps({"event": "media", "sequenceNumber": "2", "media": body, "streamSid": sid})


def dtmf(digit="1"):
    return json.dumps(
        {
            "event": "dtmf",
            "streamSid": SID,
            "sequenceNumber": "5",
            "dtmf": {"track": "inbound_track", "digit": digit},
        }
    )


def mark(name="g1.1"):
    return json.dumps({"event": "mark", "sequenceNumber": "4", "streamSid": SID, "mark": {"name": name}})


STOP = json.dumps(
    {
        "event": "stop",
        "sequenceNumber": "5",
        "stop": {"accountSid": ACCOUNT, "callSid": CALL},
        "streamSid": SID,
    }
)


def new(kind=Stream.MOUTH, max_message_bytes=65536):
    return MediaStream(kind, max_message_bytes=max_message_bytes)


def streaming(kind=Stream.MOUTH, max_message_bytes=65536):
    stream = new(kind, max_message_bytes)
    assert isinstance(stream.receive(CONNECTED), Connected)
    assert isinstance(stream.receive(start()), Started)
    return stream


# What a well-behaved stream brings.


def test_a_stream_goes_through_its_states_in_order():
    stream = new()
    assert stream.state is State.AWAITING_CONNECTED
    assert stream.receive(CONNECTED) == Connected("Call", "1.0.0")
    assert stream.state is State.AWAITING_START
    stream.receive(start())
    assert stream.state is State.STREAMING
    assert stream.receive(STOP) == Stopped()
    assert stream.state is State.STOPPED
    assert stream.stopped


def test_start_says_all_that_is_known_of_the_stream():
    stream = new()
    stream.receive(CONNECTED)
    started = stream.receive(start(tracks=["inbound", "outbound"]))
    assert started == Started(
        SID, CALL, ACCOUNT, ("inbound", "outbound"), {"k": "v"}, MediaFormat("audio/x-mulaw", 8000, 1)
    )
    assert stream.started is started


def test_media_is_decoded_with_its_track_its_time_and_its_count():
    payload = bytes(range(160))
    event = streaming(Stream.EARS).receive(media("1593", payload, "outbound", "73"))
    assert event == Media(Track.OUTBOUND, payload, 1593, 73, 0)
    assert not event.inbound


def test_the_captured_shape_of_twilio_is_read():
    text = (
        '{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"155","payload":"'
        + "/" * 213
        + "w=="
        + '"},"streamSid":"'
        + SID
        + '"}'
    )
    event = streaming().receive(text)
    assert event == Media(Track.INBOUND, b"\xff" * 160, 155, 1, 0)
    assert event.inbound


def test_keys_and_marks_come_on_the_mouth():
    stream = streaming(Stream.MOUTH)
    assert stream.receive(dtmf("#")) == Key("#")
    assert stream.receive(mark("g1.2")) == MarkReturned("g1.2")


def test_keys_and_marks_on_the_ears_are_ignored():
    stream = streaming(Stream.EARS)
    assert isinstance(stream.receive(dtmf()), Ignored)
    assert isinstance(stream.receive(mark()), Ignored)
    assert stream.counters().ignored == 2


# Peers differ.


def test_numbers_are_taken_where_twilio_sends_strings():
    stream = streaming()
    assert stream.receive(media(timestamp=155, chunk=1)).timestamp_ms == 155
    assert stream.receive(dtmf(5)) == Key("5")


def test_strings_are_taken_where_twilio_sends_numbers():
    stream = new()
    stream.receive(CONNECTED)
    format_ = {"encoding": "audio/x-mulaw", "sampleRate": "8000", "channels": "1"}
    assert isinstance(stream.receive(start(mediaFormat=format_)), Started)


def test_fields_that_are_not_known_are_skipped():
    stream = streaming()
    assert isinstance(stream.receive(media(energy={"rms": [1, 2, {"x": None}]})), Media)


def test_a_chunk_count_may_be_missing():
    assert streaming().receive(media(chunk=...)).chunk == 0


def test_parameters_that_are_no_strings_become_strings():
    stream = new()
    stream.receive(CONNECTED)
    started = stream.receive(start(customParameters={"a": 1, "b": True, "c": None, "d": "x"}))
    assert started.custom_parameters == {"a": "1", "b": "true", "c": "null", "d": "x"}


def test_start_may_come_without_parameters_and_without_its_inner_stream_sid():
    stream = new()
    stream.receive(CONNECTED)
    started = stream.receive(start(customParameters=..., streamSid=...))
    assert started.stream_sid == SID
    assert started.custom_parameters == {}


def test_an_unknown_event_is_ignored_and_named():
    stream = streaming()
    assert stream.receive('{"event":"heartbeat","n":1}') == Ignored("unknown event heartbeat")
    assert stream.state is State.STREAMING


# What breaks the protocol.


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{",
        '{"event":',
        "\ud800",
        '"media"',
        "[]",
        "null",
        "{}",
        '{"event":null}',
        '{"event":7}',
        "[" * 50_000,
    ],
)
def test_text_that_is_no_message_is_a_violation(text):
    stream = streaming()
    assert isinstance(stream.receive(text), Violation)
    assert stream.stopped


def test_deep_nesting_in_a_skipped_field_is_a_violation():
    assert isinstance(streaming().receive('{"event":"mark","x":' + "[" * 20_000), Violation)


@pytest.mark.parametrize(
    "text",
    [
        media(payload=b"", timestamp=...),
        media(track=...),
        media(timestamp="soon"),
        media(timestamp=None),
        media(timestamp=12.5),
        media(track="sideways"),
        '{"event":"media","streamSid":"x"}',
        '{"event":"media","media":{"track":"inbound","timestamp":"1","payload":"AA=="}}',
        '{"event":"mark","streamSid":"x","mark":{}}',
        '{"event":"mark","streamSid":"x","mark":{"name":7}}',
        '{"event":"dtmf","streamSid":"x"}',
        '{"event":"stop"}',
    ],
)
def test_missing_fields_and_wrong_types_are_violations(text):
    assert isinstance(streaming().receive(text), Violation)


@pytest.mark.parametrize("payload", ["A", "A?==", "AAA", "====", "äöü", 7, None])
def test_a_payload_that_is_not_base64_is_a_violation(payload):
    violation = streaming().receive(
        media(payload=b"").replace('"payload": ""', f'"payload": {json.dumps(payload)}')
    )
    assert isinstance(violation, Violation)
    assert "payload" in violation.why


def test_a_violation_fits_into_a_close_frame_and_names_the_field():
    violation = streaming().receive(media(track="ü" * 5000))
    assert "media" in violation.why
    assert len(violation.why.encode()) <= 120
    assert violation.code == 1008


def test_a_binary_frame_is_a_violation_of_its_own_kind():
    stream = streaming()
    violation = stream.receive_binary(b"\xff" * 160)
    assert violation == Violation("a binary frame of 160 bytes; Twilio sends text", 1003)
    assert stream.stopped


def test_a_binary_frame_after_stop_is_ignored():
    stream = streaming()
    stream.receive(STOP)
    assert isinstance(stream.receive_binary(b""), Ignored)


def test_a_message_over_the_cap_is_a_violation_and_one_at_the_cap_is_not():
    text = media()
    assert isinstance(streaming(max_message_bytes=1024).receive(text.ljust(1024)), Media)
    assert isinstance(streaming(max_message_bytes=1024).receive(text.ljust(1025)), Violation)


def test_the_cap_counts_bytes_not_characters():
    stream = streaming(max_message_bytes=1024)
    assert isinstance(stream.receive(json.dumps({"event": "x", "y": "é" * 400}, ensure_ascii=False)), Ignored)
    assert isinstance(
        stream.receive(json.dumps({"event": "x", "y": "é" * 600}, ensure_ascii=False)), Violation
    )


@pytest.mark.parametrize("text", [media(), mark(), dtmf(), STOP])
@pytest.mark.parametrize("connected", [False, True])
def test_nothing_but_start_may_follow_connected(text, connected):
    stream = new()
    if connected:
        stream.receive(CONNECTED)
    assert isinstance(stream.receive(text), Violation)


def test_start_before_connected_is_a_violation():
    assert isinstance(new().receive(start()), Violation)


def test_a_second_start_is_a_violation_and_a_second_connected_is_not():
    stream = streaming()
    assert isinstance(stream.receive(CONNECTED), Ignored)
    assert isinstance(stream.receive(start()), Violation)


@pytest.mark.parametrize(
    ("encoding", "rate", "channels"),
    [
        ("audio/x-alaw", 8000, 1),
        ("audio/x-mulaw", 16000, 1),
        ("audio/x-mulaw", 8000, 2),
        ("audio/l16", 8000, 1),
    ],
)
def test_another_media_format_is_a_violation_that_names_it(encoding, rate, channels):
    stream = new()
    stream.receive(CONNECTED)
    violation = stream.receive(
        start(mediaFormat={"encoding": encoding, "sampleRate": rate, "channels": channels})
    )
    assert violation.code == 1003
    assert f"{encoding} {rate} Hz, {channels}" in violation.why


@pytest.mark.parametrize("missing", ["accountSid", "callSid", "mediaFormat", "tracks"])
def test_start_without_a_required_field_is_a_violation(missing):
    stream = new()
    stream.receive(CONNECTED)
    violation = stream.receive(start(**{missing: ...}))
    assert isinstance(violation, Violation)
    assert missing in violation.why


@pytest.mark.parametrize(
    "changes", [{"callSid": ""}, {"callSid": "C" * 129}, {"streamSid": "MZother"}, {"tracks": ["up"]}]
)
def test_start_with_values_that_cannot_be_is_a_violation(changes):
    stream = new()
    stream.receive(CONNECTED)
    assert isinstance(stream.receive(start(**changes)), Violation)
    assert stream.started is None


# What is ignored.


def test_all_that_comes_after_stop_is_ignored():
    stream = streaming()
    stream.receive(STOP)
    for text in (STOP, media(), mark(), dtmf(), start(), CONNECTED, "no JSON", ""):
        assert isinstance(stream.receive(text), Ignored)
    assert stream.counters().ignored == 8


def test_all_that_comes_after_a_violation_is_ignored():
    stream = streaming()
    stream.receive("no JSON")
    assert isinstance(stream.receive(media()), Ignored)


def test_messages_for_another_stream_are_ignored_and_counted():
    stream = streaming()
    assert isinstance(stream.receive(media(sid="MZother")), Ignored)
    assert isinstance(stream.receive(mark().replace(SID, "MZother")), Ignored)
    assert isinstance(stream.receive(STOP.replace(SID, "MZother")), Ignored)
    assert stream.counters().wrong_stream == 3
    assert stream.state is State.STREAMING


@pytest.mark.parametrize("digit", list("0123456789*#ABCD"))
def test_every_key_of_a_telephone_is_taken(digit):
    assert streaming().receive(dtmf(digit)) == Key(digit)


def test_a_small_letter_is_the_same_key():
    assert streaming().receive(dtmf("a")) == Key("A")


@pytest.mark.parametrize("digit", ["", "12", "E", "•", "٣", "\x00", -1, 10])
def test_what_is_not_one_key_is_ignored(digit):
    stream = streaming()
    assert isinstance(stream.receive(dtmf(digit)), Ignored)
    assert stream.state is State.STREAMING


@pytest.mark.parametrize("name", ["", "x" * 129])
def test_a_mark_with_a_name_that_cannot_be_ours_is_ignored(name):
    assert isinstance(streaming().receive(mark(name)), Ignored)


# Audio and its time.


@pytest.mark.parametrize("size", [1, 159, 160, 161, 320, 999, 16000])
def test_payloads_of_any_size_are_taken_and_counted(size):
    stream = streaming()
    event = stream.receive(media("0", bytes(size)))
    assert event.payload == bytes(size)
    following = stream.receive(media(str(size // 8), bytes(160)))
    assert following.lost_ms == 0
    assert stream.counters().inbound_bytes == size + 160


def test_an_empty_payload_is_ignored_and_a_huge_one_is_a_violation():
    stream = streaming()
    assert isinstance(stream.receive(media(payload=b"")), Ignored)
    assert isinstance(stream.receive(media(payload=bytes(16001))), Violation)


def test_a_jump_of_the_timestamps_is_lost_audio():
    stream = streaming()
    assert stream.receive(media("155")).lost_ms == 0
    assert stream.receive(media("175")).lost_ms == 0
    event = stream.receive(media("295"))
    assert (event.lost_ms, event.timestamp_ms) == (100, 295)
    assert stream.receive(media("315")).lost_ms == 0
    assert stream.counters().lost_ms == 100


def test_one_lost_frame_is_seen():
    stream = streaming()
    stream.receive(media("155"))
    assert stream.receive(media("195")).lost_ms == 20


def test_rounded_timestamps_are_no_loss():
    stream = streaming()
    for chunk in range(5000):
        jitter = (0, 1, -1, 7, -7)[chunk % 5]
        assert stream.receive(media(str(155 + round(chunk * 19.97) + jitter))).lost_ms == 0
    assert stream.counters().misstamped == 0


def test_a_loss_after_long_drift_is_still_seen():
    stream = streaming()
    for chunk in range(3000):
        stream.receive(media(str(155 + round(chunk * 19.97))))
    assert stream.receive(media(str(155 + round(3000 * 19.97) + 60))).lost_ms == pytest.approx(60, abs=2)


def test_each_track_loses_by_itself():
    stream = streaming(Stream.EARS)
    stream.receive(media("155"))
    stream.receive(media("155", track="outbound"))
    assert stream.receive(media("175")).lost_ms == 0
    assert stream.receive(media("215", track="outbound")).lost_ms == 40
    assert stream.receive(media("195")).lost_ms == 0


def test_a_track_that_begins_late_has_lost_nothing():
    stream = streaming(Stream.EARS)
    stream.receive(media("155"))
    event = stream.receive(media("90155", track="outbound"))
    assert (event.lost_ms, event.timestamp_ms) == (0, 90155)


@pytest.mark.parametrize("stamp", [-1_000, 10**15, 10**40, 61_000, 0])
def test_a_timestamp_that_cannot_be_true_is_replaced_by_the_count_of_audio(stamp):
    stream = streaming()
    stream.receive(media("155"))
    stream.receive(media("175"))
    stream.receive(media("195"))
    event = stream.receive(media(stamp + 300 if stamp == 61_000 else stamp))
    assert (event.timestamp_ms, event.lost_ms) == (215, 0)
    assert stream.receive(media("235")).lost_ms == 0
    assert stream.counters().misstamped == 1


@pytest.mark.parametrize("stamp", [-5, -(10**9), 10**15])
def test_a_first_timestamp_that_cannot_be_true_counts_from_zero(stamp):
    assert streaming().receive(media(stamp)).timestamp_ms == 0


def test_a_peer_that_stamps_everything_alike_is_heard_by_the_count():
    stream = streaming()
    assert [stream.receive(media("0")).timestamp_ms for _ in range(4)] == [0, 20, 40, 60]


def test_the_counters_are_a_snapshot():
    stream = streaming(Stream.EARS)
    before = stream.counters()
    stream.receive(media())
    stream.receive(media(track="outbound"))
    after = stream.counters()
    assert (before.inbound, before.received) == (0, 2)
    assert (after.inbound, after.outbound, after.outbound_bytes, after.received) == (1, 1, 160, 4)
    assert stream.received == 4


# What is sent.


def test_commands_are_exactly_what_twilio_expects():
    stream = streaming()
    payload = b"\xff" * 160
    assert stream.media(payload) == (
        f'{{"event":"media","streamSid":"{SID}","media":{{"payload":"{base64.b64encode(payload).decode()}"}}}}'
    )
    assert stream.mark("g1.1") == f'{{"event":"mark","streamSid":"{SID}","mark":{{"name":"g1.1"}}}}'
    assert stream.clear() == f'{{"event":"clear","streamSid":"{SID}"}}'
    counters = stream.counters()
    assert (counters.sent_bytes, counters.marks_sent, counters.clears_sent) == (160, 1, 1)


@pytest.mark.parametrize("name", ['"', "\\", "a\nb", "\x00", "ü", "😀", '"},"event":"clear'])
def test_names_of_marks_are_escaped(name):
    assert json.loads(streaming().mark(name))["mark"] == {"name": name}


def test_a_stream_sid_that_needs_escaping_cannot_break_out_of_a_command():
    stream = new()
    stream.receive(CONNECTED)
    stream.receive(start(streamSid=...).replace(SID, 'MZ\\"},{'))
    for text in (stream.media(bytes(160)), stream.mark("m"), stream.clear()):
        assert json.loads(text)["streamSid"] == 'MZ"},{'


@pytest.mark.parametrize("size", [0, 1, 159, 161, 1599])
def test_openai_agents_js_1343_audio_that_is_not_whole_frames_is_refused(size):
    with pytest.raises(ValueError, match="whole frames"):
        streaming().media(bytes(size))


@pytest.mark.parametrize("name", ["", "x" * 129, "\ud800"])
def test_a_mark_without_a_proper_name_is_refused(name):
    stream = streaming()
    with pytest.raises(ValueError):
        stream.mark(name)
    assert stream.counters().marks_sent == 0


@pytest.mark.parametrize(
    "command", [lambda s: s.media(bytes(160)), lambda s: s.mark("m"), lambda s: s.clear()]
)
def test_twilio_python_725_the_ears_cannot_speak(command):
    with pytest.raises(CommandRefused, match="the ears only listen"):
        command(streaming(Stream.EARS))


@pytest.mark.parametrize(
    "command", [lambda s: s.media(bytes(160)), lambda s: s.mark("m"), lambda s: s.clear()]
)
def test_nothing_is_sent_before_start_or_after_stop(command):
    with pytest.raises(CommandRefused, match="awaiting_connected"):
        command(new())
    stream = streaming()
    stream.receive(STOP)
    with pytest.raises(CommandRefused, match="stopped"):
        command(stream)


def test_deepgram_twilio_4_the_stream_ends_with_stop_and_not_with_another_word():
    stream = streaming()
    assert isinstance(stream.receive('{"event":"close"}'), Ignored)
    assert isinstance(stream.receive('{"event":"disconnect"}'), Ignored)
    assert isinstance(stream.receive(STOP), Stopped)
