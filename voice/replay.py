"""A recorded call under today's rules: each decision is made again from the situation that it was made in.

What the caller said is classified again, too. Nothing is rung, spoken or changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.centre import Centre
from transcripts.events import (
    AnyEvent,
    IntentRecognised,
    LanguageChosen,
    Milliseconds,
    RouteDecided,
    Utterance,
)
from voice.bot.understanding import Understanding
from voice.routing import decide


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, then and now, in words."""

    at_ms: Milliseconds
    sequence: int
    then: str
    now: str
    rule_then: str
    rule_now: str

    @property
    def changes(self) -> bool:
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a turn were taken for, then and now."""

    utterance_id: str
    text: str
    then: str
    now: str
    confidence_then: float
    confidence_now: float

    @property
    def changes(self) -> bool:
        return self.then != self.now


def decisions_again(events: Sequence[AnyEvent], centre: Centre, confidence: float) -> list[Decision]:
    """Every decision of the call, made again. An intent that the centre has no more is none."""
    intents = {intent.name: intent for intent in centre.intents}
    again: list[Decision] = []
    for event in events:
        if not isinstance(event, RouteDecided):
            continue
        route = decide(
            event.situation, intents.get(event.situation.intent or ""), centre, confidence=confidence
        )
        now_queue = route.queue if route.reason is not None else ""
        now_tier = route.tier.value if route.reason is not None else "bot"
        again.append(
            Decision(
                at_ms=event.at_ms,
                sequence=event.sequence,
                then=_in_words(
                    event.tier, event.queue, event.reason and event.reason.value, clarify=event.clarify
                ),
                now=_in_words(
                    now_tier, now_queue, route.reason and route.reason.value, clarify=route.clarify
                ),
                rule_then=event.rule,
                rule_now=route.rule,
            )
        )
    return again


def readings_again(
    events: Sequence[AnyEvent],
    understanding: Understanding,
    in_language: Callable[[str], Understanding] | None = None,
) -> list[Reading]:
    """Every request of the call, understood again.

    `understanding`: in the centre's own language; `in_language`: in another, once the caller has chosen it.
    """
    texts = {event.utterance_id: event.text for event in events if isinstance(event, Utterance)}
    again: list[Reading] = []
    for event in events:
        if isinstance(event, LanguageChosen) and in_language is not None:
            understanding = in_language(event.language)
        if not isinstance(event, IntentRecognised) or not texts.get(event.utterance_id):
            continue
        text = texts[event.utterance_id]
        now = understanding.of(event.utterance_id, text).prediction
        again.append(
            Reading(
                utterance_id=event.utterance_id,
                text=text,
                then=event.intent or "out of scope",
                now=now.intent or "out of scope",
                confidence_then=round(event.confidence, 2),
                confidence_now=round(now.confidence, 2),
            )
        )
    return again


def _in_words(tier: str, queue: str, reason: str | None, *, clarify: bool) -> str:
    if reason is None:
        return "the bot asks first" if clarify else "the bot goes on"
    return f"{tier}: {queue} ({reason})"
