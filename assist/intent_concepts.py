"""What the words of a sentence mean in general: their groups in `assist.intent_thesaurus`."""

from dataclasses import dataclass

from assist.intent_thesaurus import PARAPHRASES
from assist.word_stems import carries_meaning, stem


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sentence in concepts, each with the place of its first word; stems stand for words without one."""

    concepts: tuple[tuple[int, str], ...]
    """In the order said; a word may mean several things."""
    others: tuple[tuple[int, str], ...]
    """The words that carry meaning and belong to no group, as stems."""


def meaning(stems: list[str], words: list[str]) -> Meaning:
    """The meaning of `words`, given with the stem of each."""
    concepts: list[tuple[int, str]] = []
    covered: set[int] = set()
    for first in range(len(stems)):
        for length in range(1, _LONGEST + 1):
            found = (
                _CONCEPTS.get(tuple(stems[first : first + length])) if first + length <= len(stems) else None
            )
            if found:
                concepts.extend((first, concept) for concept in found)
                covered.update(range(first, first + length))
    others = tuple(
        (place, stems[place])
        for place, word in enumerate(words)
        if place not in covered and carries_meaning(word)
    )
    return Meaning(tuple(concepts), others)


def _learnt() -> dict[tuple[str, ...], tuple[str, ...]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for number, group in enumerate(PARAPHRASES.replace("\n ", " ").strip().splitlines()):
        for phrase in group.split(","):
            groups.setdefault(tuple(map(stem, phrase.split())), []).append(f"#{number}")
    return {phrase: tuple(dict.fromkeys(concepts)) for phrase, concepts in groups.items()}


_CONCEPTS = _learnt()
_LONGEST = max(map(len, _CONCEPTS))
