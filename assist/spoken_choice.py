"""Which of a few options a caller names: "the second one", "premium", "not the basic, the plus"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist.phonetics import likeness
from assist.spoken.words import SECOND_THOUGHTS
from assist.spoken_text import SpokenText, read


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the centre's options was named."""

    value: str
    confidence: float
    words: str
    """The caller's words that it stands on."""


@dataclass(frozen=True, slots=True)
class _Mention:
    value: str
    confidence: float
    first: int
    """Of its words, among the words of the turn."""
    last: int


_ALIKE = 0.78
"""From here on a word is taken for a misheard one of an option."""


def named(text: str, options: Mapping[str, Sequence[str]]) -> Choice | None:
    """The option that `text` names; None: none, or several that the caller does not decide between."""
    turn = read(text)
    words = turn.text.split()
    mentions = _settled(_longest(_mentions(words, options)), words)
    if not mentions:
        mentions = _by_place(words, options)
    values = {mention.value for mention in mentions}
    if len(values) != 1:
        return None
    best = max(mentions, key=lambda mention: mention.confidence)
    return Choice(best.value, round(best.confidence, 2), _quote(turn, words, best))


def _mentions(words: Sequence[str], options: Mapping[str, Sequence[str]]) -> list[_Mention]:
    exact: list[_Mention] = []
    near: list[_Mention] = []
    for value, ways in options.items():
        for way in {value, *ways}:
            phrase = read(way).text.split()
            for first in range(len(words) - len(phrase) + 1) if phrase else ():
                window = words[first : first + len(phrase)]
                if window == phrase:
                    exact.append(_Mention(value, 0.95, first, first + len(phrase)))
                elif not exact and (alike := _alike(window, phrase)) >= _ALIKE:
                    near.append(_Mention(value, 0.8 * alike, first, first + len(phrase)))
    return exact or near


def _alike(window: Sequence[str], phrase: Sequence[str]) -> float:
    """How alike the least alike of their words are; short words must be the same."""
    scores = [
        1.0 if said == meant else likeness(said, meant) if len(meant) > 3 and len(said) > 2 else 0.0
        for said, meant in zip(window, phrase, strict=True)
    ]
    return min(scores)


def _longest(mentions: list[_Mention]) -> list[_Mention]:
    """Without those inside a longer one: "premium plus" is not also "plus"."""
    return [
        one
        for one in mentions
        if not any(
            other.first <= one.first
            and one.last <= other.last
            and other.last - other.first > one.last - one.first
            for other in mentions
        )
    ]


def _settled(mentions: list[_Mention], words: Sequence[str]) -> list[_Mention]:
    """Without those refused or taken back."""
    kept: list[_Mention] = []
    for mention in sorted(mentions, key=lambda one: one.first):
        before = list(words[max(0, mention.first - 3) : mention.first])
        if "not" in before and _NEUTRAL.issuperset(before[before.index("not") + 1 :]):
            continue
        if kept and kept[-1].value != mention.value:
            between = words[kept[-1].last : mention.first]
            if len(between) <= 5 and SECOND_THOUGHTS & set(between):
                kept.pop()
        kept.append(mention)
    return kept


def _by_place(words: Sequence[str], options: Mapping[str, Sequence[str]]) -> list[_Mention]:
    """ "The first one", "the last": the option that the bot named at that place."""
    values = list(options)
    for at, word in enumerate(words):
        place = _PLACES.get(word)
        if place is None or len(words) > 8 or not (words[at - 1 : at] == ["the"] or len(words) <= 2):
            continue
        if -len(values) <= place < len(values):
            last = at + 2 if words[at + 1 : at + 2] in (["one"], ["option"]) else at + 1
            return [_Mention(values[place], 0.75, at, last)]
    return []


def _quote(turn: SpokenText, words: Sequence[str], mention: _Mention) -> str:
    start = sum(len(word) + 1 for word in words[: mention.first])
    end = start + len(" ".join(words[mention.first : mention.last]))
    return turn.quote(start, end)


_NEUTRAL = frozenset(["the", "a", "my", "this", "that", "really", "want", "for"])
_PLACES = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "last": -1,
    "latter": -1,
    "former": 0,
}
