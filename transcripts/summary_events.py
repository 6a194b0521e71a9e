"""The summary of a call, whose sentences point at what they stand on."""

import msgspec

from transcripts.event import Event, Milliseconds


class SummarySentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of a summary, and the utterances and times that it stands on."""

    section: str
    """`reason`, `done`, `outcome` or `follow-up`."""
    text: str
    utterance_ids: tuple[str, ...]
    sequences: tuple[int, ...] = ()
    """Events other than utterances that it stands on (an escalation, a call-back)."""
    start_ms: Milliseconds = 0
    """Where to start listening."""


class SummaryDrafted(Event, frozen=True, kw_only=True):
    sentences: tuple[SummarySentence, ...]
    drafted_by: str
    """The summariser and its version, e.g. "extractive 1"."""
    took_ms: float
