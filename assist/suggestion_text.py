"""The text of a card: the sentences of a passage that answer, whole and as they were written."""

import re
from collections.abc import Callable, Sequence

from assist import said_spanish
from assist.word_stems import stems

MOST_WORDS = 40
"""What an agent takes in at a glance while listening."""


def card_text(passage: str, query: str, language: str = "en", most: int = MOST_WORDS) -> str:
    """The first sentence of `passage` that answers `query`, and what follows that still speaks of it.

    Empty where even one sentence is longer than `most` words: a sentence is never cut.
    """
    sentences = sentences_of(passage)
    fitting = [at for at, sentence in enumerate(sentences) if len(sentence.split()) <= most]
    if not fitting:
        return ""
    worth = _worth(sentences, query, _reader(language))
    best = max(worth[at] for at in fitting)
    first = next(at for at in fitting if worth[at] >= _GOOD * best)
    chosen = [first]
    if first - 1 in fitting and _LEANS.match(sentences[first]) and _fits(sentences, [first - 1, first], most):
        chosen = [first - 1, first]
    for at in range(first + 1, len(sentences)):
        leans = _LEANS.match(sentences[at]) is not None and at - 1 in chosen
        if (worth[at] > 0 or leans) and _fits(sentences, [*chosen, at], most):
            chosen.append(at)
        elif at - 1 in chosen:
            break
    return " ".join(sentences[at] for at in chosen)


def sentences_of(text: str) -> list[str]:
    """The sentences of `text`; "8 a.m. on Monday" and "1.5" end none."""
    pieces = _END.split(" ".join(text.split()))
    return [piece for piece in pieces if piece]


def _worth(sentences: Sequence[str], query: str, read: Callable[[str], Sequence[str]]) -> list[float]:
    """How much of the query each sentence has; a word of few sentences counts for more."""
    said = [set(read(sentence)) for sentence in sentences]
    wanted = set(read(query))
    rarity = {word: 1 / (1 + sum(word in one for one in said)) for word in wanted}
    return [sum(rarity[word] for word in wanted & one) for one in said]


def _reader(language: str) -> Callable[[str], Sequence[str]]:
    return _spanish_stems if language.lower().startswith("es") else stems


def _spanish_stems(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text)
    return [said_spanish.stem(word) for word in words if said_spanish.carries_meaning(word)]


def _fits(sentences: Sequence[str], chosen: Sequence[int], most: int) -> bool:
    return sum(len(sentences[at].split()) for at in chosen) <= most


_GOOD = 0.6
"""The share of the best sentence's worth from which an earlier one answers too."""
_LEANS = re.compile(
    r"(?:It|This|That|They|These|Those|Then|After that|Before that|He|She|There|Esto|Eso|Luego|Después)\b"
)
"""Such a sentence says nothing without the one before."""
_END = re.compile(r"(?<=[.!?])(?<!\ba\.m\.)(?<!\bp\.m\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+(?=[^a-z])")
