"""What is said, by whom, what was heard of it, and how long the answer took."""

from enum import StrEnum

from transcripts.event import Event, Milliseconds


class Speaker(StrEnum):
    CALLER = "caller"
    BOT = "bot"
    AGENT = "agent"


class SpeechStarted(Event, frozen=True, kw_only=True):
    """The caller began to speak (ephemeral: published, not stored)."""

    utterance_id: str
    speaker: Speaker = Speaker.CALLER


class PartialUtterance(Event, frozen=True, kw_only=True):
    """The stable prefix of what is being said (ephemeral: published, not stored)."""

    utterance_id: str
    speaker: Speaker
    text: str


class Utterance(Event, frozen=True, kw_only=True):
    """A final transcript. Never changed afterwards."""

    utterance_id: str
    speaker: Speaker
    text: str
    """Empty when sound was taken for speech and nothing in it could be understood."""
    start_ms: Milliseconds
    end_ms: Milliseconds
    confidence: float
    """0 to 1, the recogniser's own."""
    engine: str
    rejected: str = ""
    """Why the recogniser's text was thrown away, in words; empty when it was kept."""


class BotSaid(Event, frozen=True, kw_only=True):
    """An utterance of the bot, written when its playback ended. The record is `heard`, not `text`."""

    utterance_id: str
    text: str
    heard: str
    """The part that the caller heard, to the clause; empty when none of it was."""
    start_ms: Milliseconds
    end_ms: Milliseconds
    """When playback ended or was cut."""
    interrupted: bool
    confirmed: bool
    """True: by marks. False: by the byte clock, since the peer returned no marks."""
    prompt: str = ""
    """The name of the fixed prompt, if it was one."""


class BargedIn(Event, frozen=True, kw_only=True):
    """The caller spoke while the bot did, and the bot stopped."""

    utterance_id: str
    """The bot's utterance that was cut."""
    heard_ms: Milliseconds
    """How much of it had been played."""


class BotResumed(Event, frozen=True, kw_only=True):
    """What had stopped the bot was no turn of the caller, so it went on from where it was cut."""

    utterance_id: str
    """The new utterance, which says the rest."""
    explanation: str


class TurnTimed(Event, frozen=True, kw_only=True):
    """From the end of the caller's speech to the first sounding frame on the wire, by stage, in ms."""

    utterance_id: str
    hangover_ms: float
    """End of speech until the turn was declared over."""
    recognition_ms: float
    """What was left to wait for the final text after that; near 0 when speculation held."""
    understanding_ms: float
    synthesis_ms: float
    """Until the first clause was audio; near 0 for a cached phrase."""
    sending_ms: float
    total_ms: float
    speculated: bool
    """True: the final was computed during the hangover."""


class CallerSilent(Event, frozen=True, kw_only=True):
    """Nothing was said where something was expected. `count` is the rung of the ladder, from 1."""

    count: int


class NotUnderstood(Event, frozen=True, kw_only=True):
    """Something was said and not understood. `count` is the rung of the ladder, from 1."""

    utterance_id: str
    count: int
    explanation: str


class LanguageChosen(Event, frozen=True, kw_only=True):
    language: str
    """BCP 47."""
    how: str
    """In words: "the caller pressed 9"."""


class CallerAskedToWait(Event, frozen=True, kw_only=True):
    utterance_id: str
