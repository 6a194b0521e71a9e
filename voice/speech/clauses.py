"""Cuts a text into pieces that can be spoken one after another, a short one first.

A synthesiser needs time in proportion to its text: the shorter the first piece, the earlier the first sound.
"""

import re
from itertools import pairwise

LONG_SENTENCE_WORDS = 14
"""A sentence beyond this is cut at its commas."""

SHORTEST_WORDS = 3
"""A piece between commas with fewer words stays with its neighbour: "yes, of course"."""

_ABBREVIATIONS = """
e.g. i.e. etc. mr. mrs. ms. dr. st. no. vs. approx. a.m. p.m. inc. ltd. co. ext. tel. jan. feb. mar. apr. jun.
jul. aug. sep. sept. oct. nov. dec.
"""
_LEANING = (
    "a an the of to in on at for by with from and or but if as is are was your my our their this that i"
)
"""Words that lean on the next one; a pause after them sounds wrong."""


def split_clauses(text: str, first_words: int = 5) -> list[str]:
    """The pieces of `text` in order; joined they give it back. Nothing for blank text.

    The first has at most `first_words` words, unless a number is longer; none is cut, nor an abbreviation.
    """
    words = re.findall(r"\s*\S+\s*(?=\S|$)", text)
    if not words:
        return []
    words[-1] += text[sum(map(len, words)) :]
    clauses: list[list[str]] = []
    for sentence in _sentences(words):
        clauses.extend(_at_commas(sentence) if len(sentence) > LONG_SENTENCE_WORDS else [sentence])
    first, rest = clauses[0], clauses[1:]
    cut = _first_cut(first, first_words)
    pieces = [first[:cut], first[cut:], *rest]
    return ["".join(piece) for piece in pieces if piece]


def _sentences(words: list[str]) -> list[list[str]]:
    return _cut_after(words, [index for index in range(len(words) - 1) if _ends_sentence(words, index)])


def _at_commas(words: list[str]) -> list[list[str]]:
    cuts: list[int] = []
    last = 0
    for index in range(len(words) - SHORTEST_WORDS):
        if _ends_clause(words, index) and index + 1 - last >= SHORTEST_WORDS:
            cuts.append(index)
            last = index + 1
    return _cut_after(words, cuts)


def _cut_after(words: list[str], cuts: list[int]) -> list[list[str]]:
    bounds = [0, *(index + 1 for index in cuts), len(words)]
    return [words[start:end] for start, end in pairwise(bounds)]


def _first_cut(words: list[str], most: int) -> int:
    """How many words of the first clause are said first."""
    if len(words) <= most:
        return len(words)
    at_comma = [count for count in range(1, most + 1) if _ends_clause(words, count - 1)]
    if at_comma:
        return at_comma[-1]
    allowed = [count for count in range(1, most + 1) if not _joined(words, count - 1)]
    upright = [count for count in allowed if _bare(words[count - 1]) not in _LEANING.split()]
    if upright and upright[-1] >= most - 2:
        return upright[-1]
    if allowed:
        return allowed[-1]
    return next((count for count in range(most, len(words)) if not _joined(words, count - 1)), len(words))


def _ends_sentence(words: list[str], index: int) -> bool:
    word = words[index].strip()
    if not re.search(r"[.!?…][\"'”’)\]]*$", word) or _joined(words, index):
        return False
    return "\n" in words[index] or not (word.endswith(".") and words[index + 1].strip()[0].islower())


def _ends_clause(words: list[str], index: int) -> bool:
    return bool(re.search(r"[,;:.!?…–—][\"'”’)\]]*$", words[index].strip())) and not _joined(words, index)


def _joined(words: list[str], index: int) -> bool:
    """Whether no cut may come between this word and the next."""
    if index + 1 >= len(words):
        return False
    word, following = words[index].strip(), words[index + 1].strip()
    if word.lower().strip("(\"'“‘") in _ABBREVIATIONS.split() or re.fullmatch(r"[A-Za-z]\.", word):
        return True
    if not (re.search(r"\d", word) and re.search(r"\d", following)):
        return following in ("–", "—", "-", "%")
    return not re.search(r"[.!?;:]$", word)


def _bare(word: str) -> str:
    return re.sub(r"[^\w']", "", word.lower())
