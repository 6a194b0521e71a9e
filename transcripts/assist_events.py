"""What was whispered to the agent, what became of it, and what was noticed while people talked."""

from transcripts.event import Event, Milliseconds


class SuggestionOffered(Event, frozen=True, kw_only=True):
    """A card or chip was put before the agent, or would have been."""

    suggestion_id: str
    form: str
    """`card`, `chip`, `compliance` or `safety`."""
    text: str
    """What can be said, at most 40 words; empty for a chip that is a query only."""
    query: str
    """What was looked for, in words."""
    article: str = ""
    title: str = ""
    section: str = ""
    version: str = ""
    band: str = ""
    """How well it fits: `high`, `medium` or `low`."""
    utterance_id: str = ""
    """What it answers; empty: the agent searched."""
    pulled: bool = False
    """The agent searched for it; otherwise it was pushed."""
    held_out: bool = False
    """Not shown, by lot, so that the lift of showing can be measured."""
    age_ms: Milliseconds = 0
    """From the end of the utterance."""


class SuggestionDropped(Event, frozen=True, kw_only=True):
    """It was taken away, or never shown."""

    suggestion_id: str
    why: str
    """`stale`, `topic-moved`, `replaced`, `quiet` or `call-over`."""


class SuggestionAnswered(Event, frozen=True, kw_only=True):
    """What the agent did with it."""

    suggestion_id: str
    action: str
    """`used`, `expanded`, `not-now` or `wrong`."""
    because: str = ""
    """Of `wrong`: `old`, `irrelevant`, `unsafe`, or words; of `used`: `said`, where they said it."""
    by: str = ""


class SuggestionSaid(Event, frozen=True, kw_only=True):
    """What the agent's next words made of it."""

    suggestion_id: str
    outcome: str
    """`said`, `own-words`, `contradicted` or `not-used`."""
    utterance_id: str = ""
    explanation: str = ""


class SentimentNoted(Event, frozen=True, kw_only=True):
    """The caller's mood in one utterance, with the words that it rests on. Never the agent's."""

    utterance_id: str
    label: str
    """`negative`, `neutral` or `positive`."""
    score: float
    """-1 to 1."""
    evidence: tuple[str, ...] = ()
    """Words of the utterance."""
    engine: str = ""


class SentimentAlerted(Event, frozen=True, kw_only=True):
    """Something of the caller's that a supervisor should know now."""

    reason: str
    """In words: "said three times that they rang before"."""
    utterance_ids: tuple[str, ...]


class ChecklistItemSet(Event, frozen=True, kw_only=True):
    """A state of one item of a checklist."""

    checklist: str
    item: str
    state: str
    """`due`, `done`, `late`, `not-applicable` or `missed`."""
    by: str
    """`exact`, `meaning`, `journal`, or the agent's name where they overruled it."""
    utterance_id: str = ""
    words: str = ""
    """What ticked it."""
    closeness: float = 0.0
    """0 to 1: how near those words are to the wording, or to the examples."""
    reason: str = ""
    """Of an overruling, or of a close in spite of a missed item."""


class QuietSet(Event, frozen=True, kw_only=True):
    """The agent wants no whispers in this call, or wants them again."""

    on: bool
    by: str


class WordFixed(Event, frozen=True, kw_only=True):
    """An agent put right what the recogniser had heard; the utterance itself stays as it was."""

    utterance_id: str
    heard: str
    meant: str
    by: str


class HandRaised(Event, frozen=True, kw_only=True):
    """The agent asks a supervisor for help, or needs it no more."""

    up: bool
    reason: str
    by: str
