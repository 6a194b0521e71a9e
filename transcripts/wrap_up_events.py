"""What an agent writes about a call, and who has looked at it."""

from transcripts.event import Event, Milliseconds


class WrapUpSaved(Event, frozen=True, kw_only=True):
    """What stands in the agent's form, at each change: the last one counts."""

    by: str
    reason: str = ""
    """Why the caller rang, in words."""
    done: str = ""
    outcome: str = ""
    follow_ups: tuple[str, ...] = ()
    notes: str = ""
    disposition: str = ""
    """A code of the centre's; empty: not chosen yet."""
    drafted: tuple[str, ...] = ()
    """The fields that still stand as they were drafted."""
    extended: int = 0
    """How often this agent had taken more time by then."""


class WrapUpClosed(Event, frozen=True, kw_only=True):
    """The agent has finished with the call."""

    by: str
    disposition: str
    took_ms: Milliseconds
    """From the end of the talk."""
    extended: int = 0
    """How often more time was taken."""
    reason: str = ""
    """Why it was closed although a critical item of a checklist was missed."""
    timed_out: bool = False
    """The time was over, and nobody had closed it."""


class AccessLogged(Event, frozen=True, kw_only=True):
    """Somebody looked at a call."""

    by: str
    """The account."""
    what: str
    """`live`, `record`, `recording`, `briefing` or `export`."""


class RecordingPaused(Event, frozen=True, kw_only=True):
    by: str
    reason: str = ""


class RecordingResumed(Event, frozen=True, kw_only=True):
    by: str
    paused_ms: Milliseconds
