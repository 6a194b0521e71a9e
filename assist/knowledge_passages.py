"""Articles cut into passages that can be quoted: a section each, or windows of a long one.

Windows end where sentences or paragraphs end, and do not overlap, so that nothing is quoted twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from config.centre import Article

LONGEST_WORDS = 90
"""Words of a passage; a longer section is cut into windows of about the same length."""

CARD_WORDS = 40
"""Words that an agent can take in at a glance."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, with what it takes to find and to cite it."""

    article_id: str
    title: str
    """Of the article."""
    section: str
    """Title of the section."""
    text: str
    version: str
    valid_from: date
    valid_to: date | None
    audience: str
    about: tuple[str, ...]


def pieces(article: Article) -> Iterator[Piece]:
    """The passages of `article`, in order."""
    for section in article.sections:
        for text in windows(section.text):
            yield Piece(
                article.id,
                article.title,
                section.title,
                text,
                article.version,
                article.valid_from,
                article.valid_to,
                article.audience,
                article.about,
            )


def windows(text: str, longest: int = LONGEST_WORDS) -> list[str]:
    """`text` in parts of at most `longest` words, save where one sentence alone is longer."""
    words = len(text.split())
    if words <= longest:
        return [text]
    wanted = words / ceil(words / longest)
    parts: list[list[str]] = [[]]
    length = 0
    for sentence in sentences(text):
        size = len(sentence.split())
        if parts[-1] and (length >= wanted or length + size > longest):
            parts.append([])
            length = 0
        parts[-1].append(sentence)
        length += size
    return [" ".join(part) for part in parts]


def sentences(text: str) -> list[str]:
    """The sentences of `text`; the end of a paragraph or of a line ends one too."""
    return [
        sentence.strip()
        for line in text.splitlines()
        for sentence in _END.split(line)
        if sentence and sentence.strip()
    ]


def essence(text: str, worth: Sequence[float], most: int = CARD_WORDS) -> str:
    """The best of `text` in at most `most` words: whole sentences, in their order, where one fits.

    `worth`: of each of `sentences(text)`; not needed where the text is short enough.
    """
    if len(text.split()) <= most:
        return text
    parts = sentences(text)
    best = max(range(len(parts)), key=lambda at: (worth[at], -at))
    if len(parts[best].split()) > most:
        return " ".join(parts[best].split()[: most - 1]).rstrip(",;:") + " …"
    chosen = {best}
    left = most - len(parts[best].split())
    # What follows explains; what stands far off is only taken for what it says itself.
    for at in sorted(range(len(parts)), key=lambda at: (-worth[at], at < best, abs(at - best))):
        size = len(parts[at].split())
        if at not in chosen and size <= left and (worth[at] > 0 or abs(at - best) == 1):
            chosen.add(at)
            left -= size
    return " ".join(parts[at] for at in sorted(chosen))


_ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "st", "no", "e.g", "i.e", "approx", "vs", "inc", "ltd", "fig")
_END = re.compile(
    "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS)
    + r"(?<=[.!?…])[\"”’)]?\s+(?=[\"“‘(¿¡]?[A-ZÀ-Þ0-9])",
    re.I,
)
