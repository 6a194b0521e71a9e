"""Who goes on with a call, what was known when that was decided, and which rule spoke."""

from enum import StrEnum

import msgspec

from transcripts.event import Event


class EscalationReason(StrEnum):
    """Why a call went to a person. Exactly one is primary, set by the machine."""

    ASKED_FOR_HUMAN = "asked-for-human"
    OUT_OF_SCOPE = "out-of-scope"
    LOW_CONFIDENCE = "low-confidence"
    KNOWLEDGE_GAP = "knowledge-gap"
    NO_MATCH = "no-match"
    NO_INPUT = "no-input"
    POLICY_REQUIRES_HUMAN = "policy-requires-human"
    SYSTEM_FAULT = "system-fault"
    HUMAN_ONLY = "human-only"
    """The caller has opted out of machines."""
    VIP = "vip"
    EMERGENCY = "emergency"
    """Danger to someone, self-harm included."""
    VULNERABLE = "vulnerable"
    FRUSTRATED = "frustrated"
    REPEAT_CONTACT = "repeat-contact"
    LOOP = "loop"
    """The bot went round in circles."""
    ALREADY_TOLD = "already-told"
    """The caller said that they had told us before."""
    TOOL_FAILED = "tool-failed"
    NOT_VERIFIED = "not-verified"
    TROUBLE_BUDGET = "trouble-budget"
    """Too many silences and misunderstandings over the whole call."""
    NOT_APPROVED = "not-approved"
    """A person had to approve what the caller wanted, and did not."""
    TAKEN_OVER = "taken-over"
    """A person took the call from the bot, unasked."""
    LANGUAGE = "language"
    """The caller's language cannot be understood by machine here."""


class CueNoticed(Event, frozen=True, kw_only=True):
    """Words of the caller that bear on how they are to be treated."""

    utterance_id: str
    cue: str
    """`emergency`, `self-harm`, `vulnerability`, `frustration`, `already-told`, `complaint`, `injection`."""
    words: str
    """The words themselves: the evidence."""


class GuardrailFired(Event, frozen=True, kw_only=True):
    """Something was kept from being said or done."""

    guardrail: str
    explanation: str
    utterance_id: str = ""


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    cue: str
    words: str
    utterance_id: str = ""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """All that was known when it was decided who goes on with a call. Replaying decides it anew from this."""

    utterance_id: str = ""
    intent: str | None = None
    confidence: float = 0.0
    """Of the intent, calibrated; 1 where the caller confirmed it."""
    understood: bool = True
    """False: there was sound, but nothing could be made of it."""
    request: bool = True
    """False: the turn answered a question of the bot's, so that it names no intent."""
    clarified: int = 0
    """Clarifying questions asked before this turn, for this request."""
    out_of_scope: int = 0
    """Requests in a row that no intent fits, this one included."""
    misses: int = 0
    """Turns in a row that were not understood, this one included."""
    silences: int = 0
    """Questions in a row without a reply."""
    troubles: int = 0
    """All silences and misses of the call."""
    repeats: int = 0
    """How often the bot's next sentence would already have been said."""
    tool_failures: int = 0
    faults: int = 0
    verification_failed: bool = False
    approval_refused: bool = False
    unanswerable: str = ""
    """Why the bot has no answer to a request that it understood; empty when it has."""
    not_settled: bool = False
    """The caller said that the answer did not settle it."""
    person_words: str = ""
    """The words (or the key) that asked for a person."""
    cues: tuple[Cue, ...] = ()
    """Of the whole call."""
    frustration: float = 0.0
    """0 to 1."""
    caller: str = ""
    """The carrier's word for the number: a hint."""
    vip: bool = False
    human_only: bool = False
    calls_this_week: int = 0
    """Earlier calls of this number about the same matter within 7 days."""
    verified_level: int = 0


class RouteDecided(Event, frozen=True, kw_only=True):
    """Who goes on with the call after this turn, and why: the decision record."""

    situation: Situation
    tier: str
    """`bot`, `assisted` or `person`."""
    queue: str
    """Of the people, when they are to take it; empty otherwise."""
    reason: EscalationReason | None
    """None: the bot goes on."""
    rule: str
    """The rule that fired, in words."""
    known: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    """The rules that did not fire though something spoke for them, in words with the figures."""
    clarify: bool = False
    """The bot goes on with a clarifying question."""


class EscalationDecided(Event, frozen=True, kw_only=True):
    """The decision record: what was known, which rule fired, what was chosen, in words."""

    reason: EscalationReason
    rule: str
    known: tuple[str, ...]
    chosen: str
    queue: str
    utterance_id: str = ""


class CallbackAgreed(Event, frozen=True, kw_only=True):
    number: str
    """E.164."""
    queue: str
    utterance_ids: tuple[str, ...]
    """Where the caller gave or confirmed it; empty when it is the number they rang from."""
    window: str = ""
    """When: a day, a part of it, or both ("2026-11-24 14:00-16:00"); empty: as soon as may be."""
