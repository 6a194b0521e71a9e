"""The protocol against anything at all: it never raises, and what it says of itself stays true."""

import base64
import json
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from transcripts.events import Stream
from voice.twilio.stream import (
    CommandRefused,
    Ignored,
    Media,
    MediaStream,
    Started,
    State,
    Stopped,
    StreamEvent,
    Violation,
)

SID = "MZ18ad3ab5a668481ce02b83e7395059f0"
ORDER = list(State)
PAYLOAD = base64.b64encode(b"\xff\x7f" * 80).decode()
CAPTURED = [
    text.replace("<sid>", SID).replace("<audio>", PAYLOAD)
    for text in (
        '{"event":"connected","protocol":"Call","version":"1.0.0"}',
        (
            '{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"<sid>","callSid":"CA1",'
            '"tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,'
            '"channels":1},"customParameters":{"k":"v"}},"streamSid":"<sid>"}'
        ),
        (
            '{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"155",'
            '"payload":"<audio>"},"streamSid":"<sid>"}'
        ),
        (
            '{"event":"media","sequenceNumber":"3","media":{"track":"outbound","chunk":"1","timestamp":"171",'
            '"payload":"<audio>"},"streamSid":"<sid>"}'
        ),
        (
            '{"event":"dtmf","streamSid":"<sid>","sequenceNumber":"5",'
            '"dtmf":{"track":"inbound_track","digit":"1"}}'
        ),
        '{"event":"mark","sequenceNumber":"4","streamSid":"<sid>","mark":{"name":"g1.1"}}',
        '{"event":"stop","sequenceNumber":"5","stop":{"accountSid":"AC1","callSid":"CA1"},"streamSid":"<sid>"}',
    )
]

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        [SID, "inbound", "outbound", PAYLOAD, "155", "-1", "9" * 400, "AAA", "g1.1", "audio/x-mulaw", 8000, 1]
    )
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def nearly_valid(draw):
    """A real message with one of its values, at any depth, replaced or removed."""
    message = json.loads(draw(st.sampled_from(CAPTURED)))
    place = message
    while True:
        name = draw(st.sampled_from(sorted(place)))
        if not isinstance(place[name], dict) or not place[name] or draw(st.booleans()):
            break
        place = place[name]
    if draw(st.booleans()):
        place[name] = draw(anything)
    else:
        del place[name]
    return json.dumps(message)


@st.composite
def mutated(draw):
    """A real message with a piece cut out, doubled or overwritten."""
    text = draw(st.sampled_from(CAPTURED))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 12)))
    return text[:start] + draw(st.sampled_from(["", text[start:end] * 2]) | st.text(max_size=6)) + text[end:]


@st.composite
def stamped(draw):
    """Real media with any time and any size."""
    payload = base64.b64encode(
        bytes(draw(st.sampled_from([0, 1, 7, 159, 160, 161, 320, 16000, 16001])))
    ).decode()
    return json.dumps(
        {
            "event": "media",
            "streamSid": SID,
            "media": {
                "track": draw(st.sampled_from(["inbound", "outbound"])),
                "timestamp": draw(st.integers() | st.integers(0, 500) | st.integers(0, 10**9).map(str)),
                "payload": payload,
            },
        }
    )


texts = (
    st.text(max_size=80)
    | anything.map(json.dumps)
    | st.sampled_from(CAPTURED)
    | nearly_valid()
    | mutated()
    | stamped()
)


def check(stream: MediaStream, text: str) -> StreamEvent:
    before = stream.state
    event = stream.receive(text)
    assert isinstance(event, get_args(StreamEvent))
    assert ORDER.index(stream.state) >= ORDER.index(before)
    assert (stream.state is State.STOPPED) == (
        before is State.STOPPED or isinstance(event, Stopped | Violation)
    )
    if before is State.STOPPED:
        assert isinstance(event, Ignored)
    if isinstance(event, Started):
        assert event is stream.started
        assert (before, stream.state) == (State.AWAITING_START, State.STREAMING)
    if isinstance(event, Media):
        assert stream.state is State.STREAMING
        assert 1 <= len(event.payload) <= 16000
        assert event.timestamp_ms >= 0
        assert 0 <= event.lost_ms <= 60_000
    if isinstance(event, Violation):
        assert event.why.isascii()
        assert 0 < len(event.why) <= 120
        assert event.code in (1003, 1008)
    return event


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(Stream), st.booleans(), st.lists(texts, max_size=12))
def test_receive_never_raises_and_its_state_stays_consistent(kind, opened, messages):
    stream = MediaStream(kind, max_message_bytes=65536)
    if opened:
        check(stream, CAPTURED[0])
        check(stream, CAPTURED[1])
    for text in messages:
        check(stream, text)
    counters = stream.counters()
    assert counters.received == stream.received == len(messages) + 2 * opened
    assert counters.wrong_stream <= counters.ignored <= counters.received
    try:
        command = stream.clear()
    except CommandRefused:
        assert kind is Stream.EARS or stream.state is not State.STREAMING
    else:
        assert json.loads(command) == {"event": "clear", "streamSid": stream.started.stream_sid}


@settings(deadline=None, max_examples=200)
@given(nearly_valid() | mutated())
@example('{"event":"mark","streamSid":"' + SID + '","mark":{"name":"\\ud800"}}')
@example(CAPTURED[2].replace('"155"', "1e400"))
@example(CAPTURED[2].replace('"155"', "9" * 5000))
def test_one_bad_message_in_a_live_stream_is_ignored_taken_or_ends_it_but_never_raises(text):
    stream = MediaStream(Stream.MOUTH, max_message_bytes=65536)
    for message in (*CAPTURED[:3], text, *CAPTURED[2:]):
        check(stream, message)
    assert stream.stopped


@settings(deadline=None, max_examples=100)
@given(st.lists(stamped(), max_size=40))
def test_time_on_a_track_never_outruns_its_audio_and_its_losses(messages):
    stream = MediaStream(Stream.EARS, max_message_bytes=65536)
    check(stream, CAPTURED[0])
    check(stream, CAPTURED[1])
    end_ms = {}
    for text in messages:
        event = check(stream, text)
        if isinstance(event, Media):
            expected = end_ms.get(event.track, event.timestamp_ms)
            assert event.timestamp_ms <= expected + event.lost_ms + 15
            end_ms[event.track] = max(expected, event.timestamp_ms) + len(event.payload) / 8
