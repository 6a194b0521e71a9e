"""What agents make of their cards, while they speak: their next words are listened to for a short while.

Sans-I/O: what is shown and said goes in with its time, events of the journal come out.
"""

from dataclasses import dataclass, replace

from assist.backchannels import is_backchannel
from assist.said import Judgement, Outcome, Spoken, judge
from assist.said_facts import Reader
from transcripts.assist_events import SuggestionSaid

WITHIN_MS = 20_000
"""How long after a card the agent's words are compared with it."""
UTTERANCES = 2
"""So many of them, if they come sooner; sounds of listening do not count."""
GRACE_MS = 2_000
"""How long the recogniser may take with what was said in time."""


@dataclass(frozen=True, slots=True)
class _Watched:
    suggestion_id: str
    text: str
    from_ms: int
    spoken: tuple[Spoken, ...] = ()


class SaidWatch:
    """The cards of one call that may still be said."""

    def __init__(self, call_id: str, reader: Reader) -> None:
        self._call_id = call_id
        self._reader = reader
        self._watched: tuple[_Watched, ...] = ()
        self._speaking = False
        self._stopped_ms = 0

    def shown(self, suggestion_id: str, text: str, now_ms: int) -> None:
        """A card was painted, or held out: what is said without it is worth knowing too."""
        if all(one.suggestion_id != suggestion_id for one in self._watched):
            self._watched = (*self._watched, _Watched(suggestion_id, text, now_ms))

    def agent_speaks(self) -> None:
        self._speaking = True

    def agent_stopped(self, now_ms: int) -> None:
        self._speaking = False
        self._stopped_ms = now_ms

    def agent_said(self, spoken: Spoken, start_ms: int, now_ms: int) -> list[SuggestionSaid]:
        """A final utterance of the agent, which began at `start_ms`."""
        if not spoken.text.strip() or is_backchannel(spoken.text, self._reader.language):
            return []
        events: list[SuggestionSaid] = []
        kept: list[_Watched] = []
        for one in self._watched:
            if not one.from_ms <= start_ms <= one.from_ms + WITHIN_MS:
                kept.append(one)
                continue
            heard = replace(one, spoken=(*one.spoken, spoken))
            judged = judge(heard.text, heard.spoken, self._reader)
            if len(heard.spoken) >= UTTERANCES or judged.complete:
                events.append(self._event(heard, judged, now_ms))
            else:
                kept.append(heard)
        self._watched = tuple(kept)
        return events

    def due(self, now_ms: int) -> list[SuggestionSaid]:
        """Time passes."""
        if self._speaking:
            return []
        over = [one for one in self._watched if now_ms >= self._closes_ms(one)]
        return self._closed(over, now_ms)

    @property
    def next_due_ms(self) -> int | None:
        """When `due` is to be called; None: nothing is watched, or the agent speaks."""
        return None if self._speaking else min(map(self._closes_ms, self._watched), default=None)

    def call_over(self, now_ms: int) -> list[SuggestionSaid]:
        return self._closed(self._watched, now_ms)

    def _closed(self, over: "tuple[_Watched, ...] | list[_Watched]", now_ms: int) -> list[SuggestionSaid]:
        self._watched = tuple(one for one in self._watched if one not in over)
        return [self._event(one, judge(one.text, one.spoken, self._reader), now_ms) for one in over]

    def _closes_ms(self, one: _Watched) -> int:
        return max(one.from_ms + WITHIN_MS, self._stopped_ms) + GRACE_MS

    def _event(self, one: _Watched, judged: Judgement, now_ms: int) -> SuggestionSaid:
        return SuggestionSaid(
            call_id=self._call_id,
            at_ms=now_ms,
            suggestion_id=one.suggestion_id,
            outcome=judged.outcome,
            utterance_id=judged.utterance_id,
            explanation=judged.explanation,
        )


def goes_to_review(event: SuggestionSaid) -> bool:
    """Whether quality review is to look at it."""
    return event.outcome == Outcome.CONTRADICTED
