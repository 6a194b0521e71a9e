"""A call as one file, for archives and for other programs; everything in it is derived from the events."""

from collections.abc import Sequence
from typing import Any

import msgspec

from transcripts.call_record import record_of
from transcripts.events import AnyEvent, SummaryDrafted
from transcripts.transcript import transcript_of

FORMAT = "attendant-call"
VERSION = 1
"""Counts up when a field changes its meaning or goes; a new field alone does not count."""


def export_json(events: Sequence[AnyEvent]) -> bytes:
    """One JSON object in UTF-8, with a line feed at the end; the same events give the same bytes.

    - `format` "attendant-call", `version` 1
    - `call`: `call_id`, `carrier_call_id`, `caller`, `called`, `started` and `ended` (ISO 8601, UTC),
      `duration_ms`, `end_reason`, `outcome`, `intent`, `intent_confidence`, `escalation_reason`,
      `utterances` (the caller's, understood ones), `summary_reason`, `last_sequence`; null where unknown
    - `transcript`: in order of speaking, each `utterance_id`, `speaker` (caller, bot, agent), `start_ms` and
      `end_ms` from answer, `text` (of the bot: as far as heard), `unheard` (what was cut off),
      `interrupted`, `remark` (why there is no text)
    - `summary`: the latest, null without one: `sentences`, each `section` (reason, done, outcome, follow-up),
      `text`, and what it stands on: `utterance_ids`, `sequences` (of events), `start_ms`; `drafted_by`
    - `events`: all, in sequence, each with its `kind`, as `transcripts.events` documents them
    """
    summary = next((event for event in reversed(events) if isinstance(event, SummaryDrafted)), None)
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "call": record_of(events),
        "transcript": transcript_of(events),
        "summary": summary and {"sentences": summary.sentences, "drafted_by": summary.drafted_by},
        "events": events,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
