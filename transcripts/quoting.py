"""Choosing what to quote from an utterance: the sentence with the matter in it, without the "um, hello".

Words are left out at the edges and where they are mere hesitation; none is changed or moved.
"""

import re

LONGEST_QUOTE = 25
"""Words."""

_HESITATIONS = frozenset({"um", "umm", "uh", "uhm", "er", "erm", "mm", "mmm", "hmm", "ah", "eh"})
_OPENERS = tuple(
    tuple(opener.split())
    for opener in (
        "hello there", "hi there", "hello", "hi", "hey", "good morning", "good afternoon", "good evening",
        "thank you", "thanks", "yes", "yeah", "yep", "okay", "ok", "so", "well", "oh", "please", "and",
    )
)  # fmt: skip
"""What may be left out at the start without changing what is said; "no" and "not" never may."""
_SMALL = _HESITATIONS.union(
    *_OPENERS,
    ("a", "an", "the", "i", "i'm", "you", "he", "she", "it", "we", "they", "me", "my", "your", "our", "this"),
    (
        "is",
        "am",
        "are",
        "was",
        "were",
        "be",
        "been",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "that",
        "these",
    ),
    ("will", "would", "can", "could", "to", "of", "in", "on", "at", "for", "with", "from", "those", "what"),
    ("how", "as", "if", "or", "not", "no", "just", "really", "very", "like", "know", "mean", "but", "bye"),
    ("goodbye", "right"),
)
_CUES = tuple(
    tuple(cue.split())
    for cue in (
        "i'm calling", "i am calling", "i'm ringing", "i am ringing", "calling about", "ringing about",
        "i want", "i would like", "i'd like", "i need", "i have a", "i've got", "i can't", "i cannot", "my",
        "can you", "could you", "how do i", "when will", "why is",
    )
)  # fmt: skip


def matter_of(text: str) -> str:
    """The part of an utterance that says what it is about, at most 25 words; "…" marks a cut sentence."""
    sentences = [words for part in re.split(r"(?<=[.!?…])\s+", text) if (words := _trimmed(part.split()))]
    if not sentences:
        return " ".join(text.split()[:LONGEST_QUOTE])
    chosen = max(sentences, key=_weight)
    if len(chosen) <= LONGEST_QUOTE:
        return " ".join(chosen)
    start = _cue(chosen)
    window = chosen[start : start + LONGEST_QUOTE]
    before, after = "… " if start else "", " …" if start + len(window) < len(chosen) else ""
    return f"{before}{' '.join(window)}{after}"


def substance_of(text: str) -> int:
    """How many words of weight an utterance has; 0 for "yes", "hello" and the like."""
    return sum(_bare(word) not in _SMALL for word in text.split())


def _trimmed(words: list[str]) -> list[str]:
    words = [word for word in words if _bare(word) not in _HESITATIONS]
    while opener := _opener(words):
        words = words[opener:]
    return words


def _opener(words: list[str]) -> int:
    """How many words of mere opening it begins with."""
    bare = tuple(map(_bare, words[:2]))
    return next((len(opener) for opener in _OPENERS if bare[: len(opener)] == opener), 0)


def _weight(words: list[str]) -> float:
    return sum(_bare(word) not in _SMALL for word in words[:LONGEST_QUOTE]) + (1.5 if _has_cue(words) else 0)


def _has_cue(words: list[str]) -> bool:
    bare = tuple(map(_bare, words))
    return any(bare[at : at + len(cue)] == cue for cue in _CUES for at in range(len(bare)))


def _cue(words: list[str]) -> int:
    """Where to begin a long sentence: at the first cue which leaves enough to quote, else at its start."""
    bare = tuple(map(_bare, words))
    places = (at for at in range(len(bare) - 4) if any(bare[at : at + len(cue)] == cue for cue in _CUES))
    return next(places, 0)


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").strip('.,;:!?…"“”()-–—')
