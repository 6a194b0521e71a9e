"""People's names: "my name is…", "it's Max Savage"; in "Savage, S A V A G E" the spelling counts more."""

from collections.abc import Iterator, Sequence

from assist.spoken.spelling import Spelling, spellings
from assist.spoken.words import Reading, Word, said_words, word_set

_MOST_NAMES = 7
_LEAST_SPELT = 3


def names(text: str) -> list[Reading]:
    """The names given in `text`, like `Max Savage`."""
    words = said_words(text)
    spelt = [one for one in spellings(text, least=_LEAST_SPELT) if one.text.isalpha()]
    found: list[Reading] = []
    for first, last, sure in _introduced(words):
        found.append(_reading(words[first:last], spelt, sure))
    if not found:
        found = list(_bare(words, spelt))
    if not found and spelt:
        value = " ".join(one.text.capitalize() for one in spelt)
        found = [Reading(value, 0.8, spelt[0].start, spelt[-1].end)]
    return found


def may_be_name(word: str) -> bool:
    """Whether a word (lower case) could be part of a name, not one of those that sentences are made of."""
    return len(word) > 1 and word not in _NOT_NAMES


def _introduced(words: Sequence[Word]) -> Iterator[tuple[int, int, float]]:
    at = 0
    while at < len(words):
        for phrase, sure in _INTRODUCTIONS.items():
            after = at + len(phrase)
            if tuple(word.text for word in words[at:after]) == phrase:
                last = _name_end(words, after)
                weak = sure < 0.9
                # "It's broken" and "I'm calling" are no introductions: there, a name has a capital.
                if last > after and (not weak or _looks_like_name(words[after:last])):
                    yield after, last, sure
                    at = last
                    break
        else:
            speaking = words[at].text in ("speaking", "here") and at
            if speaking and (first := _name_start(words, at)) < at and _looks_like_name(words[first:at]):
                yield first, at, 0.8
            at += 1


def _bare(words: Sequence[Word], spelt: Sequence[Spelling]) -> Iterator[Reading]:
    """A reply that is nothing but a name."""
    first = 0
    while first < len(words) and (words[first].text in _COURTESY or not words[first].text[0].isalpha()):
        first += 1
    end = _name_end(words, first)
    rest = [
        word
        for word in words[end:]
        if word.text not in _COURTESY
        and word.text[0].isalpha()
        and not any(one.start <= word.start < one.end for one in spelt)
    ]
    spelt_itself = any(one.start <= words[first].start < one.end for one in spelt) if end > first else False
    if end > first and not rest and not spelt_itself:
        yield _reading(words[first:end], spelt, 0.7 if end - first > 1 else 0.6)


def _name_end(words: Sequence[Word], first: int) -> int:
    last = first
    while last < len(words) and last - first < _MOST_NAMES:
        text = words[last].text
        joined = text in ("-", "'") and last > first
        # One letter is the beginning of a spelling, not a name.
        letter = len(text) == 1 and not joined
        if letter or text in _NOT_NAMES or not (joined or text[0].isalpha()):
            break
        last += 1
    while last > first and not words[last - 1].text[0].isalpha():
        last -= 1
    return last


def _name_start(words: Sequence[Word], last: int) -> int:
    first = last
    while first > 0 and last - first < 3:
        text = words[first - 1].text
        if len(text) == 1 or text in _NOT_NAMES or not text[0].isalpha():
            break
        first -= 1
    return first


def _looks_like_name(words: Sequence[Word]) -> bool:
    return all(word.written[0].isupper() or word.text in _PARTICLES or word.text == "-" for word in words)


def _reading(words: Sequence[Word], spelt: Sequence[Spelling], sure: float) -> Reading:
    parts: list[str] = []
    for word, before in zip(words, [None, *words], strict=False):
        if before is not None and before.text == "-":
            parts[-1] += f"-{word.text}"
        elif word.text[0].isalpha():
            parts.append(word.text)
    start, end = words[0].start, words[-1].end
    following = [one for one in spelt if one.start >= end - 1]
    for one in following[:2]:
        letters = one.text.lower()
        whole = "".join(parts)
        if len(parts) > 1 and _near(letters, whole) and len(letters) > len(parts[-1]) + 1:
            parts = [*_cut(letters, parts)]
        else:
            # What was spelt stands for the word that it is likest to; the last one, if none.
            scores = [_likeness(letters, part) for part in parts]
            best = max(range(len(parts)), key=lambda at: (scores[at], at))
            if scores[best] < 0.3:
                if len(parts) == 1:
                    parts.append(letters)
                continue
            parts[best] = letters
        sure = max(sure, 0.9)
        end = max(end, one.end)
    return Reading(" ".join(_capitals(part) for part in parts), sure, start, end)


def _near(one: str, other: str) -> bool:
    return _likeness(one, other) > 0.6 and abs(len(one) - len(other)) <= 3


def _cut(letters: str, parts: Sequence[str]) -> Iterator[str]:
    """First and last name out of both spelt in one go: cut where the first name that was heard is likest."""
    at = max(range(1, len(letters)), key=lambda cut: _likeness(letters[:cut], parts[0]))
    yield letters[:at]
    yield letters[at:]


def _likeness(one: str, other: str) -> float:
    """How many pairs of letters two words share, from 0 to 1."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    others = {other[at : at + 2] for at in range(len(other) - 1)}
    initial = 0.2 if one[:1] == other[:1] else 0.0
    return min(1.0, 2 * len(pairs & others) / max(1, len(pairs) + len(others)) + initial)


def _capitals(name: str) -> str:
    if "-" in name:
        return "-".join(_capitals(part) for part in name.split("-"))
    if name in _PARTICLES:
        return name
    if name.startswith("mc") and len(name) > 3:
        return "Mc" + name[2:].capitalize()
    if "'" in name[1:3]:
        before, _, after = name.partition("'")
        return f"{before.capitalize()}'{after.capitalize()}"
    return name.capitalize()


_INTRODUCTIONS = {
    ("my", "name", "is"): 0.95,
    ("my", "full", "name", "is"): 0.95,
    ("my", "name's"): 0.95,
    ("the", "name", "is"): 0.95,
    ("the", "name's"): 0.95,
    ("name", "is"): 0.9,
    ("the", "account", "name", "is"): 0.9,
    ("i", "am", "called"): 0.9,
    ("i'm", "called"): 0.9,
    ("call", "me"): 0.9,
    ("under", "the", "name", "of"): 0.9,
    ("in", "the", "name", "of"): 0.9,
    ("this", "is"): 0.8,
    ("it's",): 0.8,
    ("its",): 0.75,
    ("it", "is"): 0.8,
    ("i'm",): 0.8,
    ("i", "am"): 0.8,
    ("that's",): 0.75,
    ("for",): 0.7,
}
_PARTICLES = word_set("van von de der den del della di da la le bin al el")
_COURTESY = word_set(
    """
    yes yeah hi hello sure okay ok well please thanks thank you so oh mr mrs ms miss mister doctor dr
    that is that's no it's of course and it spelled spelt with right sorry then space double capital
    """
)
_NOT_NAMES = _COURTESY - {"miss"} | word_set(
    """
    i i'm i've i'd i'll my me a an the this these those there here and or but not don't do does did can
    can't could would have has had was were are am be been being to from in on at by with about for what
    when where why how who which calling ringing speaking phone number account bill internet broken
    wrong name date birth postcode zip code address email want need know your our we they he she his her
    going trying having looking just still very really too because if correct down up out off fine good
    great working slow one two three four five six seven eight nine zero ten dot first last today
    tomorrow again now all something nothing wait actually mean meant help person agent s double as like
    maybe yep nope nah also some any get got pay
    """
)
