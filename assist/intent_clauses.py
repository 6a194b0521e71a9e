"""Where one request may end and another begin: "my internet is slow, and I want to pay my bill"."""

import re
from collections.abc import Iterator

from assist.word_stems import stems

FEWEST_WORDS = 3
"""Words in a clause that can be a request of its own."""

MOST_CUTS = 6
"""Longer talk is cut at its first places only, so that it costs no more than a few milliseconds."""


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """Each way to take `text` as two requests one after the other."""
    for cut in list(_CUT.finditer(text))[:MOST_CUTS]:
        first, second = text[: cut.start()].strip(), text[cut.end() :].strip()
        fresh = _ANEW.search(cut[0]) or not _REFERS_BACK.search(second)
        if fresh and all(len(part.split()) >= FEWEST_WORDS and stems(part) for part in (first, second)):
            yield first, second


_CUT = re.compile(
    r"[\s,;.?!]+(?:oh\s+)?(?:and|also|plus|but also|then|secondly|another thing is|as well as)\b"
    r"(?:[\s,]+(?:also|then|secondly|another thing is|by the way))*|[;.?!]+(?=\s)",
    re.IGNORECASE,
)
_ANEW = re.compile(r"also|plus|secondly|another thing|as well as|by the way", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\b(?:it|its|it's|this|that|these|those|them|they|there|another|one|instead|again|because|so|he|him|his|she|her)\b",
    re.IGNORECASE,
)
"""Words by which a clause goes on about what was said before: the whole is then one request at length."""
