"""The caller's mood over a call: what is noted of each utterance, and what a supervisor is told at once.

The caller's only. Inferring the emotions of people at work is prohibited in the EU (Regulation 2024/1689,
article 5(1)(f)), so utterances of others pass through here unread.
"""

from assist.sentiment_alerts import Alert, AlertKind, alerts
from assist.sentiment_arc import Arc, Moment, arc_of
from assist.sentiment_lexicon import LexiconSentiment
from assist.sentiment_mood import CallerWords, Evidence, Feeling, Mood, NotTheCallers, SentimentEngine
from transcripts.events import (
    AnyEvent,
    CallStarted,
    LanguageChosen,
    SentimentAlerted,
    SentimentNoted,
    Utterance,
)

__all__ = [
    "Alert",
    "AlertKind",
    "Arc",
    "CallerSentiment",
    "CallerWords",
    "Evidence",
    "Feeling",
    "LexiconSentiment",
    "Moment",
    "Mood",
    "NotTheCallers",
    "SentimentEngine",
]

TRUSTED = 0.3
"""The recogniser's confidence from which an utterance may raise an alert."""


class CallerSentiment:
    """Of one call. Fed with its events in order; rebuilt by feeding the journal through."""

    def __init__(self, engine: SentimentEngine, language: str = "en") -> None:
        """`language`: BCP 47, until the call says another."""
        self._engine = engine
        self._language = language
        self._moments: list[Moment] = []
        self._told: set[AlertKind] = set()

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(self._moments)

    @property
    def arc(self) -> Arc:
        return arc_of(self._moments)

    def evidence(self) -> tuple[tuple[str, Evidence], ...]:
        """What an agent may be shown: the utterance of each, and the words. No score."""
        return tuple((moment.utterance_id, one) for moment in self._moments for one in moment.mood.evidence)

    def heard(self, event: AnyEvent) -> tuple[SentimentNoted | SentimentAlerted, ...]:
        """What is to be written after `event`; nothing for words that are not the caller's."""
        if isinstance(event, CallStarted | LanguageChosen):
            self._language = event.language
        words = CallerWords.of(event, self._language) if isinstance(event, Utterance) else None
        if words is None or not isinstance(event, Utterance):
            return ()
        mood = self._engine.mood(words)
        count = len(event.text.split())
        sure = event.confidence >= TRUSTED
        self._moments.append(Moment(event.utterance_id, event.start_ms, mood, count, sure))
        noted = SentimentNoted(
            call_id=event.call_id,
            at_ms=event.at_ms,
            utterance_id=event.utterance_id,
            label=mood.label.value,
            score=mood.score,
            evidence=tuple(one.words for one in mood.evidence),
            engine=self._engine.name,
        )
        return (noted, *self._alerts(event))

    def _alerts(self, event: Utterance) -> tuple[SentimentAlerted, ...]:
        new = [alert for alert in alerts(self._moments) if alert.kind not in self._told]
        self._told.update(alert.kind for alert in new)
        return tuple(
            SentimentAlerted(
                call_id=event.call_id,
                at_ms=event.at_ms,
                reason=alert.reason,
                utterance_ids=alert.utterance_ids,
            )
            for alert in new
        )
