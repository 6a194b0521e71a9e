"""What the caller wants, what was found out and done about it, and who they are."""

from transcripts.event import Event, Milliseconds


class IntentRecognised(Event, frozen=True, kw_only=True):
    utterance_id: str
    intent: str | None
    """The centre's name for it; None: out of scope."""
    confidence: float
    """Calibrated, 0 to 1."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """The next best, best first."""


class AnswerFound(Event, frozen=True, kw_only=True):
    """A passage of the knowledge base was chosen to be read out."""

    utterance_id: str
    article_id: str
    title: str
    section: str
    score: float
    text: str


class DetailCaptured(Event, frozen=True, kw_only=True):
    """The caller gave a detail, or corrected it."""

    utterance_id: str
    """Empty when it was keyed in."""
    intent: str
    name: str
    value: str
    """In its canonical form; "•" where it is secret."""
    confidence: float
    words: str
    """The caller's words that it stands on; "•" where it is secret."""
    corrects: str = ""
    """The value that it replaces."""


class DetailsConfirmed(Event, frozen=True, kw_only=True):
    """The caller said whether what was read back is right."""

    utterance_id: str
    intent: str
    names: tuple[str, ...]
    confirmed: bool


class IdentityChecked(Event, frozen=True, kw_only=True):
    """A method of verification came to its end. What was said is not in the record, only the result."""

    method: str
    """`record`, `code` or `pin`."""
    verified: bool
    level: int
    """The assurance that the call has now; 0: none."""
    attempts: int
    customer_id: str = ""
    """Empty unless verified."""


class ToolCalled(Event, frozen=True, kw_only=True):
    tool: str
    key: str
    """One use of it: the same key never acts twice."""
    arguments: tuple[tuple[str, str], ...]
    """By name; "•" where they are secret."""
    customer_id: str = ""


class ToolAnswered(Event, frozen=True, kw_only=True):
    tool: str
    key: str
    outcome: str
    """A name of the centre's; empty when it failed."""
    values: tuple[tuple[str, str], ...] = ()
    took_ms: float = 0.0
    failure: str = ""
    """Why it failed, in words; empty when it did not."""
    said: str = ""
    """What the bot says of it; whether it was heard is in the `BotSaid` with the same text."""


class ApprovalAsked(Event, frozen=True, kw_only=True):
    """A person is asked whether a risky tool may be used."""

    key: str
    tool: str
    arguments: tuple[tuple[str, str], ...]
    deadline_ms: Milliseconds


class ApprovalDecided(Event, frozen=True, kw_only=True):
    key: str
    approved: bool
    by: str
    """Who decided; empty when nobody did in time."""


class ResolutionConfirmed(Event, frozen=True, kw_only=True):
    """The caller said whether the answer settled it."""

    settled: bool
    utterance_id: str
