"""Where a call was interrupted and went on: what is missing of it stands in the record, with its length."""

from transcripts.event import Event, Milliseconds


class EarsReopened(Event, frozen=True, kw_only=True):
    """The carrier had ended the ears' stream, and it was opened again."""

    stream_id: str
    gap_ms: Milliseconds
    """Audio without a transcript: from the last that was heard to the first that is heard again."""
    explanation: str


class CallResumed(Event, frozen=True, kw_only=True):
    """The service was started again while the call went on at the carrier."""

    gap_ms: Milliseconds
    """From the last that the record knew of the call to the moment at which it was taken up."""
    explanation: str
