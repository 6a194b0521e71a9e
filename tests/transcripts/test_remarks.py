"""What happened beside the words, in words: nothing that a person should see of a call is left without."""

import pytest

from transcripts.assist_events import ChecklistItemSet, SentimentNoted, SuggestionOffered
from transcripts.continuity_events import CallResumed, EarsReopened
from transcripts.events import AnyEvent
from transcripts.remarks import remark_on
from transcripts.transfer_events import PersonStepped
from transcripts.waiting_events import CallbackTried, QueueJoined, QueueLeft, VoicemailLeft

CALL = {"call_id": "call-1", "at_ms": 1000}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (QueueJoined(**CALL, queue="billing", ahead=2), "waits for billing, 2 in front"),
        (QueueLeft(**CALL, queue="billing", waited_ms=61_000, outcome="person"), "61 s for billing: person"),
        (VoicemailLeft(**CALL, queue="billing", path="x", duration_ms=4000, text="ring me"), "“ring me”"),
        (CallbackTried(**CALL, attempt=1, outcome="no-answer", explanation="x"), "attempt 1: no-answer"),
        (
            EarsReopened(**CALL, stream_id="MZ1", gap_ms=660, explanation="the fork ended"),
            "660 ms are missing",
        ),
        (CallResumed(**CALL, gap_ms=14_200, explanation="started again"), "after 14.2 s"),
        (PersonStepped(**CALL, action="supervise", by="Eva", name="ben", how="coach"), "supervise coach ben"),
        (
            SuggestionOffered(**CALL, suggestion_id="1", form="card", text="t", query="q", title="Bills"),
            "Bills",
        ),
        (
            SuggestionOffered(**CALL, suggestion_id="1", form="card", text="t", query="q", held_out=True),
            "not shown, by lot: q",
        ),
        (SentimentNoted(**CALL, utterance_id="u", label="neutral", score=0.0), ""),
        (
            SentimentNoted(**CALL, utterance_id="u", label="negative", score=-0.5, evidence=("third time",)),
            "“third time”",
        ),
        (
            ChecklistItemSet(
                **CALL, checklist="bill", item="price", state="done", by="exact", words="a month"
            ),
            "bill, price: done, by exact (“a month”)",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else None,
)
def test_an_event_is_said_in_words(event: AnyEvent, words: str):
    remark = remark_on(event)
    assert words in remark
    assert bool(remark) is bool(words)
