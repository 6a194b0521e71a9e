"""How an agent files a call that is over: the centre's codes, and what speaks for each of them.

`config.disposition_files` reads them from TOML; `transcripts.disposition_scores` proposes the likeliest.
"""

from dataclasses import dataclass

OUTCOMES = (
    "answered",
    "answered-unconfirmed",
    "callback-promised",
    "escalated",
    "abandoned",
    "unknown",
)
"""How a call can stand when it ends, as the journal says it."""


@dataclass(frozen=True, slots=True)
class Disposition:
    code: str
    """Lower-case words joined by underscores, unique in the centre; what figures and exports name."""
    title: str
    """As agents read it."""
    intents: tuple[str, ...] = ()
    """The matters that speak for it."""
    outcomes: tuple[str, ...] = ()
    """Ends of a call that do: of `OUTCOMES`."""
    tools: tuple[tuple[str, str], ...] = ()
    """Uses of a tool that do: its name, and its outcome; an empty outcome stands for any."""
    passed_on: bool = False
    """It speaks for it that the agent passed the call on."""
