"""What happens when nobody is free for a caller: a queue, a voicemail, a call-back that is made."""

from transcripts.event import Event, Milliseconds


class QueueJoined(Event, frozen=True, kw_only=True):
    """The caller waits for a person, with the bot and music."""

    queue: str
    ahead: int
    """How many are in front of them for the same queue."""
    estimate_minutes: tuple[int, int] | None = None
    """What they were told, from and to; None: it was not known well enough to be said."""
    explanation: str = ""


class QueueLeft(Event, frozen=True, kw_only=True):
    queue: str
    waited_ms: Milliseconds
    outcome: str
    """`person`, `call-back`, `voicemail`, `bot`, `closed` or `gave-up`."""
    explanation: str = ""


class VoicemailLeft(Event, frozen=True, kw_only=True):
    """The caller left a message for a queue."""

    queue: str
    path: str
    """Of the WAV file, relative to the data directory."""
    duration_ms: Milliseconds
    text: str
    """As it was recognised."""
    utterance_ids: tuple[str, ...] = ()


class CallbackTried(Event, frozen=True, kw_only=True):
    """In the record of the call in which it was agreed: somebody rang the caller."""

    attempt: int
    outcome: str
    """`reached`, `no-answer`, `busy`, `failed`, `machine`, `refused` or `given-up`."""
    explanation: str
    call_made: str = ""
    """The call id of the call that it became; empty: nobody answered."""
