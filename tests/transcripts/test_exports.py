import json

import msgspec
import pytest

from tests.transcripts.recorded import CALL, NOON, answered_call, journaled, started
from transcripts.codec import decode
from transcripts.exports import export_json
from transcripts.summary import draft_summary


def test_an_export_holds_the_call_its_transcript_its_summary_and_every_event() -> None:
    events = list(answered_call())
    events.append(msgspec.structs.replace(draft_summary(events), sequence=11, wall=NOON))
    document = json.loads(export_json(events))
    assert (document["format"], document["version"]) == ("attendant-call", 1)
    assert document["call"]["call_id"] == CALL
    assert document["call"]["started"] == "2026-11-20T12:00:01Z"
    assert document["call"]["outcome"] == "answered"
    assert [line["utterance_id"] for line in document["transcript"]] == ["b1", "u1", "b2", "u2"]
    assert document["summary"]["sentences"][0]["utterance_ids"] == ["u1"]
    assert [decode(json.dumps(event)) for event in document["events"]] == events


def test_the_fields_of_version_1_stay() -> None:
    document = json.loads(export_json(answered_call()))
    assert {name: sorted(part) for name, part in document.items() if isinstance(part, dict)} == {
        "call": [
            "call_id",
            "called",
            "caller",
            "carrier_call_id",
            "duration_ms",
            "end_reason",
            "ended",
            "escalation_reason",
            "intent",
            "intent_confidence",
            "last_sequence",
            "outcome",
            "started",
            "summary_reason",
            "utterances",
        ]
    }
    assert sorted(document["transcript"][0]) == [
        "end_ms",
        "interrupted",
        "remark",
        "speaker",
        "start_ms",
        "text",
        "unheard",
        "utterance_id",
    ]


def test_the_same_events_give_the_same_bytes() -> None:
    assert export_json(answered_call()) == export_json(answered_call())


def test_a_live_call_without_a_summary_can_be_exported() -> None:
    document = json.loads(export_json(journaled(started())))
    assert (document["summary"], document["call"]["ended"], document["transcript"]) == (None, None, [])


def test_a_call_without_events_cannot_be_exported() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        export_json([])
