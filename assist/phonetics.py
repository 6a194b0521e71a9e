"""How alike words sound in English, whatever their letters: Smith and Smyth, Kayleigh and Kelly.

The codes follow the idea of Metaphone (Philips, 1990): consonants by sound, vowels only where they begin.
"""

import re
from functools import lru_cache


@lru_cache(maxsize=20_000)
def sound_code(word: str) -> str:
    """The consonants of `word` by their sounds: `sm0` for Smith and Smyth ("0" is the sound of "th")."""
    word = "".join(letter for letter in word.lower()[:32] if "a" <= letter <= "z")
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    if not word:
        return ""
    first = "a" if word[0] in _VOWELS else word[0]
    rest = "".join(letter for letter in word[1:] if letter not in _VOWELS and letter != "h")
    code = first + rest
    return "".join(letter for at, letter in enumerate(code) if at == 0 or letter != code[at - 1])


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """From 0 (nothing alike) to 1 (the same): by letters and by sounds, which count as much."""
    one, other = one.lower()[:32], other.lower()[:32]
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    letters = 1 - _distance(one, other) / max(len(one), len(other))
    codes = sound_code(one), sound_code(other)
    if not codes[0] or not codes[1]:
        return letters
    sounds = 1 - _distance(*codes) / max(map(len, codes))
    # Short codes are alike by chance: "Lee" and "Law" are both one consonant.
    weight = min(0.6, 0.15 * max(map(len, codes)))
    return min(0.98, (1 - weight) * letters + weight * sounds)


def _distance(one: str, other: str) -> float:
    """Edits from one to the other; sounds that are taken for each other on the telephone cost half."""
    row = [float(at) for at in range(len(other) + 1)]
    for at, letter in enumerate(one, 1):
        corner, row[0] = row[0], float(at)
        for place, facing in enumerate(other, 1):
            cost = 0.0 if letter == facing else 0.5 if (letter + facing) in _NEAR else 1.0
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + cost)
    return row[-1]


_VOWELS = frozenset("aeiouy")
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"^x", "s"),
        (r"^wh", "w"),
        (r"mb$", "m"),
        (r"tch", "c"),
        (r"sch", "sk"),
        (r"(?<=[aeiou])gh(?=t|$|s|n|[^aeiou])", ""),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "0"),
        (r"ck|cq|q", "k"),
        (r"ch|sh|[ts]i(?=on|an)", "x"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"dg(?=[eiy])|g(?=e$|er$|i|y)", "j"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"v", "f"),
        (r"w(?![aeiouy])", ""),
    )
)
_ALIKE = (
    "bp",
    "dt",
    "gk",
    "fs",
    "mn",
    "xj",
    "xs",
    "0f",
    "0s",
    "0t",
    "lr",
    "lw",
    "rw",
    "ie",
    "ae",
    "ao",
    "iy",
)
_NEAR = frozenset(pair for one in _ALIKE for pair in (one, one[::-1]))
"""Pairs that a telephone, or an accent, makes one."""
