"""What a supervisor is told of a caller's mood: each reason once a call, in words, with what it stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from assist.sentiment_arc import Moment
from assist.sentiment_mood import Feeling
from transcripts.events import Cue

SUSTAINED = 3
"""Negative utterances in a row."""
FEWEST_WORDS = 3
"""In an utterance that can break such a row: a bare "yes" says nothing of the mood."""
FALL = 0.5
"""How far the mood of the last two utterances must lie below that of those before them."""
FALLEN = -0.3
"""What they must have fallen to; the same drop down to neutral is no alarm."""
BEFORE_A_FALL = 2
"""Utterances before them, at least."""
TOLD_BEFORE = 2
"""Utterances in which the caller said that they had rung or told us before."""


class AlertKind(StrEnum):
    REPEATED = "repeated"
    SHARP_FALL = "sharp-fall"
    CHURN = "churn"
    COMPLAINT = "complaint"
    SUSTAINED = "sustained"
    CARE = "care"
    """Danger or hardship: somebody should look, whatever the tone."""


@dataclass(frozen=True, slots=True)
class Alert:
    kind: AlertKind
    reason: str
    utterance_ids: tuple[str, ...]


def alerts(moments: Sequence[Moment]) -> Iterator[Alert]:
    """All that holds after the last of `moments`; who asks keeps track of what has been told."""
    trusted = [moment for moment in moments if moment.sure]
    yield from _said(trusted, AlertKind.CARE, ("emergency", "self-harm", "vulnerability"), "may need care")
    yield from _said(trusted, AlertKind.CHURN, ("churn",), "may leave")
    yield from _said(trusted, AlertKind.COMPLAINT, ("complaint",), "spoke of a complaint or of legal steps")
    yield from _repeated(trusted)
    yield from _fall(trusted)
    yield from _sustained(trusted)


def _said(moments: Sequence[Moment], kind: AlertKind, cues: tuple[str, ...], what: str) -> Iterator[Alert]:
    for moment in moments:
        for cue in moment.mood.cues:
            if cue.cue in cues and not (kind is AlertKind.COMPLAINT and _is_churn(cue, moment)):
                yield Alert(kind, f"{what}: said “{cue.words}”", (moment.utterance_id,))
                return


def _is_churn(complaint: Cue, moment: Moment) -> bool:
    """Whether the words are those of leaving, which has an alert of its own."""
    words = set(complaint.words.lower().split())
    return any(cue.cue == "churn" and words & set(cue.words.lower().split()) for cue in moment.mood.cues)


def _repeated(moments: Sequence[Moment]) -> Iterator[Alert]:
    told = {
        moment.utterance_id: cue
        for moment in moments
        for cue in moment.mood.cues
        if cue.cue in ("repeat", "repeated", "already-told")
    }
    if len(told) >= TOLD_BEFORE or any(cue.cue == "repeated" for cue in told.values()):
        said = ", ".join(f"“{cue.words}”" for cue in told.values())
        yield Alert(AlertKind.REPEATED, f"said that they had rung or told us before: {said}", tuple(told))


def _fall(moments: Sequence[Moment]) -> Iterator[Alert]:
    telling = [moment for moment in moments if _tells(moment)]
    if len(telling) < BEFORE_A_FALL + 2:
        return
    before = fmean(moment.mood.score for moment in telling[:-2])
    now = fmean(moment.mood.score for moment in telling[-2:])
    if now <= FALLEN and before - now >= FALL:
        words = _words_of(telling[-2:])
        yield Alert(
            AlertKind.SHARP_FALL,
            f"the mood fell sharply{words}",
            tuple(moment.utterance_id for moment in telling[-2:]),
        )


def _sustained(moments: Sequence[Moment]) -> Iterator[Alert]:
    row = [moment for moment in moments if _tells(moment)][-SUSTAINED:]
    if len(row) == SUSTAINED and all(moment.mood.label is Feeling.NEGATIVE for moment in row):
        yield Alert(
            AlertKind.SUSTAINED,
            f"unhappy in {SUSTAINED} turns in a row{_words_of(row)}",
            tuple(moment.utterance_id for moment in row),
        )


def _tells(moment: Moment) -> bool:
    return moment.mood.label is not Feeling.NEUTRAL or moment.words >= FEWEST_WORDS


def _words_of(moments: Sequence[Moment]) -> str:
    words = [f"“{one.words}”" for moment in moments for one in moment.mood.evidence]
    return f": {', '.join(dict.fromkeys(words))}" if words else ""
