"""Which items of a checklist an agent's words mean, where the wording is theirs.

The encoder of the intents (`assist.encoders`) likens what was said to the examples of each item. Only items
whose wording is free are learnt here: nothing regulated is ever ticked by its meaning.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from assist.cues import folded
from assist.encoders.encoder import Encoder, Rows
from assist.encoders.sparse_encoder import SparseEncoder
from assist.spoken_text import normalised
from assist.wording import NEGATIONS
from config.centre import Centre

ENOUGH = 0.46
"""The likeness from which an item is taken to be said, with the built-in encoder and the centre's own texts.

Chosen on sentences of ours, at the lowest that ticked nothing wrongly."""
DENIED = 0.6
"""What a likeness is worth where one denies what the other says."""
STRETCH = 10
"""Words of a clause that are likened at once; longer ones are looked at in stretches that overlap by half."""


@dataclass(frozen=True, slots=True)
class Meant:
    item: str
    likeness: float
    """0 to 1."""
    words: str
    """As the recogniser wrote them."""


class ChecklistMeaning:
    """Immutable, so that any number of calls may share it."""

    def __init__(
        self, examples: Mapping[str, Sequence[str]], encoder: Encoder, enough: float = ENOUGH
    ) -> None:
        """`examples`: by item. `encoder`: adapted to them, as by `adapted_encoder`."""
        texts = [(item, text) for item, said in examples.items() for text in map(normalised, said) if text]
        self._items = [item for item, _ in texts]
        self._denies = [_denies(text) for _, text in texts]
        self._enough = enough
        self._encoder = encoder
        self._rows: Rows | None = encoder.encode([text for _, text in texts]) if texts else None

    @classmethod
    def learn(cls, examples: Mapping[str, Sequence[str]]) -> "ChecklistMeaning":
        """With the built-in encoder, from the examples alone."""
        return cls(examples, adapted_encoder([text for said in examples.values() for text in said]))

    def meant(self, text: str) -> tuple[Meant, ...]:
        """The items that `text` says, each with its best clause, the likeliest first."""
        best: dict[str, Meant] = {}
        for clause in _clauses(text):
            found = self._best(clause)
            if found is not None and found.likeness > best.get(found.item, _NOTHING).likeness:
                best[found.item] = found
        return tuple(sorted(best.values(), key=lambda one: -one.likeness))

    def _best(self, clause: str) -> Meant | None:
        said = normalised(clause)
        if not said or self._rows is None:
            return None
        likenesses = _products(self._rows, self._encoder.encode([said]))
        denied = _denies(said)
        worth = [
            float(likeness) * (1.0 if denies == denied else DENIED)
            for likeness, denies in zip(likenesses, self._denies, strict=True)
        ]
        at = int(np.argmax(worth))
        if worth[at] < self._enough:
            return None
        return Meant(self._items[at], round(min(1.0, worth[at]), 3), clause)


def adapted_encoder(texts: Sequence[str], encoder: Encoder | None = None) -> Encoder:
    """The built-in encoder, or `encoder`, with what `texts` teach it: above all, how rare a word is."""
    with threadpool_limits(limits=1):
        return (encoder or SparseEncoder()).adapted(list(dict.fromkeys(filter(None, map(normalised, texts)))))


def background_of(centre: Centre) -> tuple[str, ...]:
    """What else is said at `centre`: its intents' examples, and its articles by the sentence."""
    return (
        *(example for intent in centre.intents for example in intent.examples),
        *(
            sentence
            for article in centre.articles
            for section in article.sections
            for sentence in _SENTENCE_END.split(section.text)
        ),
    )


def _products(rows: Rows, one: Rows) -> Sequence[float]:
    if isinstance(rows, sparse.csr_matrix) and isinstance(one, sparse.csr_matrix):
        dense = np.zeros(one.shape[1] if one.shape else 0)
        dense[one.indices] = one.data
        return list(rows @ dense)
    return list(np.asarray(rows) @ np.asarray(one)[0])


def _clauses(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        if len(words) <= STRETCH + STRETCH // 2:
            yield sentence.strip()
            continue
        for start in range(0, len(words) - STRETCH // 2, STRETCH // 2):
            yield " ".join(words[start : start + STRETCH])


def _denies(text: str) -> bool:
    return any(folded(word) in NEGATIONS for word in text.split())


_SENTENCE_END = re.compile(r"[.;!?:]+(?:\s+|$)")
_NOTHING = Meant("", 0.0, "")
