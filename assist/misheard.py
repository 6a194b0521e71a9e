"""Sentences as a recogniser gets them wrong: what intents are learnt from as well as from the true words.

General facts of English speech: words that sound alike, little words that are swallowed, endings that fade,
consonants that differ by voice only, edges of words that move, a first word cut off.
"""

import numpy as np

RATE = 0.15
"""Chance of each word to be misheard."""

CLIPPED = 0.05
"""Chance that the first word is lost: speech began before the recogniser did."""


def misheard(text: str, seed: int, rate: float = RATE) -> str:
    """`text` (normalised words) with mistakes; the same for the same seed, and never empty."""
    chance = np.random.default_rng([seed, len(text)])
    words = text.split()
    if len(words) > 2 and chance.random() < CLIPPED:
        words = words[1:]
    heard: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        if chance.random() >= rate:
            heard.append(word)
        elif word in _SWALLOWED and chance.random() < 0.6:
            pass
        elif word in _ALIKE:
            heard.append(str(chance.choice(_ALIKE[word])))
        elif following and len(word) <= 3 and len(following) <= 5 and chance.random() < 0.4:
            heard.append(word + following)
            at += 1
        else:
            heard.extend(_changed(word, chance))
        at += 1
    return " ".join(heard) or text


def _changed(word: str, chance: np.random.Generator) -> list[str]:
    """One word that sounds near to `word`, or the two that it falls apart into."""
    kind = chance.random()
    if kind < 0.4:
        for ending, others in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return [word[: len(word) - len(ending)] + str(chance.choice(others))]
        return [word + "s"] if len(word) >= 3 else [word]
    if kind < 0.55 and len(word) >= 7:
        cut = int(chance.integers(3, len(word) - 2))
        return [word[:cut], word[cut:]]
    places = [place for place, letter in enumerate(word) if letter in _NEAR]
    if len(word) < 3 or not places:
        return [word]
    place = int(chance.choice(places))
    return [word[:place] + str(chance.choice(list(_NEAR[word[place]]))) + word[place + 1 :]]


_LITTLE_WORDS = (
    "a an the to of in on at is are am was i my me it do does did have has for and that this you be with"
)
_SWALLOWED = frozenset(_LITTLE_WORDS.split())
_ENDINGS = (
    ("ing", ["in", "", "ed"]),
    ("ed", ["", "t", "ing"]),
    ("es", ["e", ""]),
    ("s", [""]),
    ("er", ["a", ""]),
    ("t", ["", "d"]),
    ("d", ["", "t"]),
    ("y", ["ie", ""]),
)
_NEAR = {
    "b": "pv",
    "p": "bt",
    "d": "tb",
    "t": "dp",
    "g": "kd",
    "k": "gt",
    "c": "kg",
    "v": "fb",
    "f": "vs",
    "z": "s",
    "s": "zf",
    "m": "n",
    "n": "m",
    "l": "r",
    "r": "lw",
    "w": "v",
    "a": "eo",
    "e": "ia",
    "i": "e",
    "o": "ua",
    "u": "oa",
}
_SOUND_ALIKE = """
to two too
for four
there their they
by buy bye
write right rite
no know
hear here
your you
are our hour
one won
ate eight
pay pale
bill bell build
card cart car
fee free
order older
line lane
phone foam
plan plane plant
call cold
mail male
sent send cent
lost last
charge change
account count
address dress
cancel council
data date
week weak
wait weight
whole hole
meter metre meet
price prize
new knew
be bee
see sea
would wood
through threw
than then
a the
in and
is as
on an
of off
this these
want won
my by
can could
what but
where were
with when
"""
_ALIKE: dict[str, list[str]] = {}
for _line in _SOUND_ALIKE.strip().splitlines():
    _words = _line.split()
    for _word in _words:
        _ALIKE.setdefault(_word, []).extend(other for other in _words if other != _word)
