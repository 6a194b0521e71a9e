"""What is said, clause by clause: what it is about, what is denied in it, whether it is asked or supposed.

Recognisers write no punctuation, so that small words divide too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assist import said_clause_words as patterns
from assist import said_spanish
from assist.intent_concepts import meaning
from assist.phonetics import likeness
from assist.said_facts import Fact, Reader, facts
from assist.spoken.words import Word, said_words
from assist.spoken_text import normalised
from assist.word_stems import carries_meaning, stem


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words without an "and" or a comma in it."""

    words: str
    about: tuple[str, ...]
    """Stems of the words that carry meaning and are no part of a fact."""
    denied: tuple[str, ...]
    """Stems that a negation reaches."""
    negations: int
    facts: tuple[Fact, ...]
    asked: bool
    """A question: nothing is claimed."""
    supposed: bool
    """An "if": nothing is claimed either, but what follows from it may be."""
    past: bool
    """How it was, or how the caller's own matter looks: no claim about the rule."""
    excepted: bool
    """An "unless", "until" or "only" turns its denial round."""
    unsure: bool
    """"I do not see": what is denied is not the thing."""
    sentence: int
    """Number of the sentence in which it stands."""


def clauses(text: str, reader: Reader) -> tuple[Clause, ...]:
    """The clauses of `text` (made readable), in order."""
    found = facts(text, reader)
    pieces: list[Clause] = []
    for sentence, (stretch_start, stretch_end) in enumerate(_sentences(text, found)):
        asked = _asked(text[stretch_start:stretch_end], reader)
        for start, end in _cut(text, stretch_start, stretch_end, found):
            clause = _clause(text, start, end, found, reader, asked, sentence)
            if clause is not None:
                pieces.append(clause)
    return tuple(pieces)


@lru_cache(maxsize=8192)
def same(one: str, other: str) -> bool:
    """Whether two stems are one word, misheard or bent: "refund" and "refundabl"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 4:
        return False
    if long.startswith(short) and len(short) >= 0.5 * len(long):
        return True
    return len(short) >= _LONG and likeness(one, other) >= _ALIKE


@lru_cache(maxsize=8192)
def alike(one: str, other: str) -> bool:
    """Whether two stems are one word, or may stand for each other."""
    return same(one, other) or bool(_concepts(one) & _concepts(other))


@lru_cache(maxsize=4096)
def _concepts(word: str) -> frozenset[str]:
    groups = patterns.PLAIN_WORDS.get(word)
    return frozenset(concept for _, concept in meaning([word], [word]).concepts) | (
        {groups} if groups else frozenset[str]()
    )


def _sentences(text: str, found: Sequence[Fact]) -> list[tuple[int, int]]:
    cuts = [match.end() for match in patterns.END.finditer(text) if not _in_fact(match.end(), found)]
    return _stretches([0, *cuts, len(text)])


def _cut(text: str, start: int, end: int, found: Sequence[Fact]) -> list[tuple[int, int]]:
    cuts = [match.start() for match in patterns.DIVIDES.finditer(text, start, end)]
    pieces = _stretches([start, *(cut for cut in cuts if not _in_fact(cut, found)), end])
    divided: list[tuple[int, int]] = []
    for begin, finish in pieces:
        # "If you leave early there is no charge": what follows from an "if" needs no comma.
        follows = patterns.FOLLOWS.match(text, begin, finish)
        divided += [(begin, follows.end(1)), (follows.end(1), finish)] if follows else [(begin, finish)]
    return divided


def _stretches(cuts: Sequence[int]) -> list[tuple[int, int]]:
    return [(one, other) for one, other in pairwise(cuts) if other > one]


def _in_fact(place: int, found: Sequence[Fact]) -> bool:
    return any(fact.start < place < fact.end for fact in found)


def _clause(
    text: str, start: int, end: int, found: Sequence[Fact], reader: Reader, asked: bool, sentence: int
) -> Clause | None:
    inside = tuple(fact for fact in found if start <= fact.start < end)
    words = [
        word
        for word in said_words(text)
        if start <= word.start < end and (word.text[0].isalnum() or word.text in "$£€%")
    ]
    if not words:
        return None
    said = text[start:end].strip(" ,.;:")
    plain = said_spanish.plain(said) if reader.spanish else said.lower()
    stems = [_stem(word, inside, reader) for word in words]
    denied, negations = _denials(words, stems, reader)
    return Clause(
        words=said,
        about=tuple(dict.fromkeys(one for one in stems if one)),
        denied=denied,
        negations=negations,
        facts=inside,
        asked=asked or _asked(said, reader),
        supposed=patterns.SUPPOSED.match(plain) is not None,
        past=patterns.PAST.search(plain) is not None,
        excepted=patterns.EXCEPTS.search(plain) is not None,
        unsure=patterns.UNSURE.search(plain.replace("n't", " n't").replace("’", "'")) is not None,
        sentence=sentence,
    )


def _stem(word: Word, inside: Sequence[Fact], reader: Reader) -> str:
    """Empty for a word of a fact, and for one that any sentence may have."""
    if not word.text[0].isalpha() or any(
        fact.start <= word.start < fact.end and not (fact.is_free and word.text not in patterns.FREE_WORDS)
        for fact in inside
    ):
        return ""
    if reader.spanish:
        return said_spanish.stem(word.text) if said_spanish.carries_meaning(word.text) else ""
    plain = normalised(word.text).split()
    content = [
        one
        for one in plain
        if (carries_meaning(one) or one in patterns.TELLING) and one not in patterns.PERIODS
    ]
    return stem(content[0]) if content and patterns.NEGATION.fullmatch(word.text) is None else ""


def _denials(words: Sequence[Word], stems: Sequence[str], reader: Reader) -> tuple[tuple[str, ...], int]:
    """The stems next after each negation, and how many negations there are."""
    denied: list[str] = []
    count = 0
    for at in range(len(words)):
        if not _negates(words, at, reader):
            continue
        count += 1
        reach = [place for place in range(at + 1, min(at + 1 + _REACH, len(words))) if stems[place]]
        denied += [stems[place] for place in reach[:1]]
        # "Do not sell or share": both are denied.
        denied += [stems[place] for place in reach[1:2] if words[place - 1].text in ("or", "nor", "ni", "o")]
    return tuple(denied), count


def _negates(words: Sequence[Word], at: int, reader: Reader) -> bool:
    text = words[at].text
    following = words[at + 1].text if at + 1 < len(words) else ""
    if reader.spanish:
        text = said_spanish.plain(text)
        # "No se cobra ningún cargo" is denied once.
        again = any(said_spanish.plain(word.text) == "no" for word in words[:at])
        return text in patterns.SPANISH_NEGATIONS and not (again and text != "no")
    if text == "no":
        return following not in patterns.AFTER_EXCLAMATION and following != ""
    if text == "not":
        return following not in ("only", "just")
    return patterns.NEGATION.fullmatch(text) is not None


def _asked(text: str, reader: Reader) -> bool:
    text = text.strip().lower()
    if text.endswith("?") or text.startswith("¿"):
        return True
    if reader.spanish:
        text = said_spanish.plain(text)
        return patterns.SPANISH_QUESTION.match(text) is not None or patterns.TAG.search(text) is not None
    return patterns.QUESTION.match(text) is not None or patterns.TAG.search(text) is not None


_REACH = 4
"""Words after a negation that it may reach."""
_LONG = 5
_ALIKE = 0.84
