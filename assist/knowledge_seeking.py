"""Whether a caller's turn asks for something that an article may answer, by how it is put.

Learnt from everyday sentences (`assist.knowledge_turns`), from the questions that the articles answer, and
from what the centre itself says is settled by an article or otherwise.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from assist.encoders.sparse_encoder import SparseEncoder
from assist.intent_scores import IntentScores
from assist.knowledge_turns import ASKING, SETTLED_ELSEWHERE
from assist.misheard import misheard
from assist.spoken_text import normalised

HYPOTHESES = 3
"""How many of a recogniser's n-best are read."""

_MOST_QUESTIONS = 400
"""Questions of the articles that are learnt, evenly taken: more would drown what is settled elsewhere."""
_MISHEARD_SHARE = 0.25
"""How much a misheard copy counts beside its sentence."""


class SeekingScores:
    """Immutable after learning."""

    def __init__(self, encoder: SparseEncoder, scores: IntentScores) -> None:
        """Made by `learn`."""
        self._encoder = encoder
        self._scores = scores

    @classmethod
    def learn(
        cls, questions: Sequence[str], answered: Sequence[str] = (), settled_elsewhere: Sequence[str] = ()
    ) -> "SeekingScores":
        """`questions`: titles of sections. `answered`, `settled_elsewhere`: the centre's own sentences."""
        asked = sorted({words for text in questions if _is_question(words := normalised(text))})
        step = max(1, -(-len(asked) // _MOST_QUESTIONS))
        kinds: Mapping[str, Sequence[str]] = {
            "asking": [*_lines(ASKING), *map(normalised, answered), *asked[::step]],
            **{kind: _lines(lines) for kind, lines in SETTLED_ELSEWHERE.items()},
            "the centre's": [normalised(text) for text in settled_elsewhere],
        }
        texts: list[str] = []
        labels: list[int] = []
        shares: list[float] = []
        for label, of_kind in enumerate(filter(None, kinds.values())):
            for text in filter(None, dict.fromkeys(of_kind)):
                for heard, share in ((text, 1.0), (misheard(text, seed=len(texts)), _MISHEARD_SHARE)):
                    texts.append(heard)
                    labels.append(label)
                    shares.append(share)
        encoder = SparseEncoder().adapted(texts)
        with threadpool_limits(limits=1):
            scores = IntentScores.fit(
                encoder.encode(texts), np.array(labels, np.int64), max(labels) + 1, np.array(shares)
            )
        return cls(encoder, scores)

    def of(self, text: str, alternatives: Sequence[str] = ()) -> float:
        """Above 0 where it is put as a question to an article rather than as anything else; -2 to 2."""
        readings = list(dict.fromkeys(filter(None, map(normalised, (text, *alternatives)))))[:HYPOTHESES]
        if not readings:
            return -2.0
        scores = self._scores.of(self._encoder.encode(readings)).mean(axis=0)
        return float(np.clip(scores[0] - scores[1:].max(), -2, 2))


def _is_question(words: str) -> bool:
    """A section's title may as well be a heading, which is no way to ask."""
    return words.partition(" ")[0] in _QUESTION_WORDS


def _lines(text: str) -> list[str]:
    return [normalised(line) for line in text.strip().splitlines()]


_QUESTION_WORDS = frozenset(
    [
        *("am", "are", "can", "could", "did", "do", "does", "has", "have", "how", "is", "may", "must"),
        *("should", "was", "were", "what", "when", "where", "which", "who", "whose", "why", "will", "would"),
    ]
)
