"""What a caller wants: one of the centre's intents, with a chance that can be believed, or none of them.

Learnt from the centre's own examples; nothing is remembered of callers. The chances come from
cross-validation (`assist.intent_calibration`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from assist.encoders.encoder import Encoder
from assist.encoders.sparse_encoder import SparseEncoder
from assist.intent_calibration import Calibration, Evidence, Examples, calibrate, familiarity
from assist.intent_clauses import clauses
from assist.intent_scores import NONE, IntentScores
from assist.misheard import misheard
from assist.spoken_text import normalised
from assist.word_stems import Vocabulary, stems

ALTERNATIVES = 3
"""How many of the next best are named."""

SURE_OF_EACH = 0.8
"""Least confidence in each of two requests for a sentence to be taken as both."""

LEARNT_MISHEARD = 2_000
"""Up to so many examples, each is learnt once more as a recogniser may get it; more vary by themselves."""

MISHEARD_SHARE = 0.25
"""How much a misheard copy counts beside its example; chosen on held-out training data."""

HYPOTHESES = 5
"""How many of a recogniser's n-best are read."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    intent: str | None
    """None: out of scope."""
    confidence: float
    """The chance that the best intent is the right one, given that the text belongs to one, 0 to 1."""
    alternatives: tuple[tuple[str, float], ...]
    """The next best with their chances, best first; all of the best where `intent` is None."""

    @property
    def best(self) -> str | None:
        """The likeliest intent, even where the text seems to belong to none; None: nothing was said."""
        return self.intent or (self.alternatives[0][0] if self.alternatives else None)


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that the caller wants."""

    prediction: IntentPrediction
    words: str
    """The caller's words for it."""


class IntentClassifier:
    """Immutable after learning, so that any number of calls and threads may share it."""

    def __init__(
        self,
        names: tuple[str, ...],
        encoder: Encoder,
        known: Vocabulary,
        scores: IntentScores,
        calibration: Calibration,
    ) -> None:
        """Made by `learn`."""
        self._names = names
        self._encoder = encoder
        self._known = known
        self._scores = scores
        self._calibration = calibration

    @classmethod
    def learn(
        cls,
        examples: Mapping[str, Sequence[str]],
        *,
        out_of_scope: Sequence[str] = (),
        encoder: Encoder | None = None,
    ) -> "IntentClassifier":
        """Learns from sentences as callers say them, by intent; about ten each is a good start.

        `out_of_scope`: sentences known to belong to none, if there are any. `encoder`: the built-in one
        without it.
        """
        if len(examples) < 2:
            raise ValueError(f"There must be two intents or more to tell apart; there are {len(examples)}.")
        names = tuple(sorted(examples))
        texts: list[str] = []
        labels: list[int] = []
        for label, name in enumerate(names):
            usable = _usable(examples[name])
            if not usable:
                raise ValueError(f'The intent "{name}" has no example with words in it.')
            texts.extend(usable)
            labels.extend([label] * len(usable))
        strange = _usable(out_of_scope)
        texts.extend(strange)
        labels.extend([NONE] * len(strange))
        with threadpool_limits(limits=1):
            return cls._learnt(names, texts, labels, encoder or SparseEncoder())

    @classmethod
    def _learnt(
        cls, names: tuple[str, ...], texts: list[str], labels: list[int], encoder: Encoder
    ) -> "IntentClassifier":
        said = len(texts)
        sources = list(range(said))
        ours = [text for text, label in zip(texts, labels, strict=True) if label != NONE]
        known = Vocabulary({stem for text in ours for stem in stems(text)})
        if said <= LEARNT_MISHEARD:
            copies = [(at, misheard(text, seed=at)) for at, text in enumerate(texts)]
            copies = [(at, copy) for at, copy in copies if copy != texts[at]]
            texts = [*texts, *(copy for _, copy in copies)]
            labels = [*labels, *(labels[at] for at, _ in copies)]
            sources.extend(at for at, _ in copies)
        # What an intent is called says what it is about.
        called = [(label, words) for label, name in enumerate(names) if (words := _spoken_name(name))]
        sources.extend(range(len(texts), len(texts) + len(called)))
        texts = [*texts, *(words for _, words in called)]
        labels = [*labels, *(label for label, _ in called)]
        adapted = encoder.adapted(texts)
        learnt = Examples(
            rows=adapted.encode(texts),
            meanings=[stems(text) for text in texts],
            labels=np.asarray(labels, np.int64),
            sources=np.asarray(sources, np.int64),
            shares=np.array([1.0 if source == at else MISHEARD_SHARE for at, source in enumerate(sources)]),
            judged=np.arange(len(texts)) < said,
        )
        scores = IntentScores.fit(learnt.rows, learnt.labels, len(names), learnt.shares)
        return cls(names, adapted, known, scores, calibrate(learnt, len(names)))

    def classify(self, text: str, alternatives: Sequence[str] = ()) -> IntentPrediction:
        """`alternatives`: the rest of the recogniser's n-best, best first."""
        hypotheses = _usable([text, *alternatives[: HYPOTHESES - 1]])
        if not hypotheses:
            return IntentPrediction(None, 0.0, ())
        evidence = self._evidence(hypotheses)
        chances = self._calibration.chances(evidence)[0]
        ranking = [int(label) for label in np.argsort(-chances, kind="stable")]
        inside = bool(self._calibration.in_scope(evidence)[0]) and bool(evidence.familiar[0])
        runners_up = ranking[1:] if inside else ranking
        return IntentPrediction(
            intent=self._names[ranking[0]] if inside else None,
            confidence=float(self._calibration.confidence(evidence)[0]),
            alternatives=tuple(
                (self._names[label], float(chances[label])) for label in runners_up[:ALTERNATIVES]
            ),
        )

    def requests(self, text: str, alternatives: Sequence[str] = ()) -> tuple[Request, ...]:
        """What the caller wants, in the order said: mostly one thing; nothing where nothing was said."""
        whole = self.classify(text, alternatives)
        if whole.best is None:
            return ()
        best: tuple[Request, ...] = (Request(whole, text.strip()),)
        surest = SURE_OF_EACH
        for parts in clauses(text):
            first, second = (Request(self.classify(part), part) for part in parts)
            intents = {first.prediction.intent, second.prediction.intent}
            sure = min(first.prediction.confidence, second.prediction.confidence)
            if None not in intents and len(intents) == 2 and whole.best in intents and sure >= surest:
                best, surest = (first, second), sure
        return best

    def scope_score(self, text: str) -> float:
        """Above 0 for texts taken to be in scope; for measuring what another threshold would do."""
        return float(self._calibration.scope_score(self._evidence([normalised(text)]))[0])

    def _evidence(self, hypotheses: Sequence[str]) -> Evidence:
        """Of one text: what its hypotheses say together, the better ones louder."""
        shares = 1 / np.arange(1, len(hypotheses) + 1)
        shares /= shares.sum()
        scores = self._scores.of(self._encoder.encode(hypotheses))
        familiar = familiarity([stems(text) for text in hypotheses], self._known)
        return Evidence((shares @ scores)[None, :], np.array([shares @ familiar]))


def _usable(texts: Sequence[str]) -> list[str]:
    """Those with words in them, each once."""
    return list(dict.fromkeys(filter(None, map(normalised, texts))))


def _spoken_name(name: str) -> str:
    return normalised(name.replace("_", " ").replace("-", " "))
