"""The built-in sentiment engine: words and phrases with a valence, and the words around that turn them.

The rules follow VADER as published (Hutto and Gilbert, ICWSM 2014): scalars for negation, degree and "but",
and the sum squeezed between -1 and 1. Its word list is not used; ours is `assist.sentiment_english` and
`assist.sentiment_spanish`. Sarcasm, questions, wishes and mishearing are ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from math import sqrt

from assist import cue_spanish, cue_words
from assist.cues import compiled, cues, folded
from assist.phonetics import likeness, sound_code
from assist.sentiment_english import ENGLISH
from assist.sentiment_language import SentimentLanguage
from assist.sentiment_mood import CallerWords, Evidence, Feeling, Mood, label_of
from assist.sentiment_spanish import SPANISH
from assist.sentiment_text import SentimentText, cut
from transcripts.events import Cue

NEGATED = -0.74
"""VADER: what is denied is turned, and is weaker than its opposite."""
FAULT_DENIED = -0.2
"""What a bad word weighs when it is denied: "not terrible" is no praise."""
DEGREE = 0.293
"""VADER: what a "very" adds to, or a "slightly" takes from, the word after it."""
DAMPING = (1.0, 0.95, 0.9)
"""VADER: how much of that is left one, two and three words before."""
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
ASKED = 0.4
"""What a bad word weighs in a question for facts: "is there a problem?"."""
ACKNOWLEDGED = 0.4
"""What praise weighs that only opens what comes next: "great, and my bill?"."""
SPREAD = 15.0
"""VADER's alpha: a sum of 4 becomes 0.72."""

ALIKE, SAME_LETTERS = 0.82, 0.92
"""An unknown word is taken for a known one that it is like in letters and sound, or in nearly all letters."""
_SHORTEST_MISHEARD = 8
"""Letters; shorter words are alike by chance."""
_MISHEARD_SHARE = 0.8
_REACH = 3
"""Words over which a negation or a degree reaches."""

CUES = {
    "frustration": -2.0,
    "swearing": -2.2,
    "already-told": -1.3,
    "complaint": -1.5,
    "repeat": -0.8,
    "repeated": -1.5,
    "churn": -0.5,
}
"""What a cue weighs; what is asked and announced calmly weighs little. Hardship and danger are no mood."""


@dataclass(frozen=True, slots=True)
class _Find:
    first: int
    """Word."""
    last: int
    valence: float
    kind: str


class LexiconSentiment:
    """Immutable after construction."""

    @property
    def name(self) -> str:
        return "lexicon 1"

    def __init__(self) -> None:
        self._readers = {
            "en": _Reader(ENGLISH, cue_words.TABLES, cue_words.NEGATIONS),
            "es": _Reader(SPANISH, cue_spanish.TABLES, cue_spanish.NEGATIONS),
        }

    def mood(self, words: CallerWords) -> Mood:
        """Neutral, without evidence, in a language that it does not know."""
        reader = self._readers.get(words.language.split("-")[0].lower())
        return reader.mood(words) if reader else Mood(Feeling.NEUTRAL, 0.0)


class _Reader:
    """One language."""

    def __init__(self, language: SentimentLanguage, cue_tables: dict[str, str], negations: str) -> None:
        tables = cue_tables | dict(language.tables)
        self._phrases = [
            (kind, valence, compiled({kind: text}, tables, negations)[kind])
            for kind, (valence, text) in language.phrases.items()
        ]
        self._churn = compiled({"churn": language.churn}, tables, negations)["churn"]
        self._words = {
            folded(word): valence for valence, text in language.words.items() for word in text.split()
        }
        self._by_sound: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= _SHORTEST_MISHEARD - 1:
                self._by_sound.setdefault(sound_code(word)[:1], []).append(word)
        self._misheard = lru_cache(20_000)(self._sounding_like)
        self._negations = _set(language.negations)
        self._answers = _set(language.answers)
        self._after_answer = _set(language.after_answer)
        self._opinions = _set(language.opinions)
        self._intensifiers = _set(language.intensifiers)
        self._dampeners = _set(language.dampeners)
        self._contrasts = _set(language.contrasts)
        self._questions = _set(language.questions)
        self._reproaches = _set(language.reproaches)
        self._wishes = _set(language.wishes)
        self._exclamations = _set(language.exclamations)
        self._situations = _set(language.situations)
        self._burdens = _set(language.burdens)
        self._more = _set(language.more)
        self._thanks = _set(language.thanks)
        self._often = _set(language.certain_times)

    def mood(self, said: CallerWords) -> Mood:
        text = cut(said.text)
        if not text.words:
            return Mood(Feeling.NEUTRAL, 0.0)
        noticed = self._cues(text, said)
        finds = sorted(self._finds(text, noticed), key=lambda find: find.first)
        bitter = any(find.kind == "sarcasm" for find in finds)
        weighed = [(find, self._turned(find, text)) for find in finds]
        weighed = [(find, valence) for find, valence in weighed if not (bitter and valence > 0)]
        score = _squeezed(self._contrasted(weighed, text))
        evidence: list[Evidence] = []
        for find, valence in weighed:
            if abs(valence) >= 0.3:
                evidence.append(Evidence(*text.quoted(self._from(find, text, valence), find.last), find.kind))
        return Mood(label_of(score), round(score, 3), tuple(evidence), tuple(cue for cue, _, _ in noticed))

    def _cues(self, text: SentimentText, said: CallerWords) -> list[tuple[Cue, int, int]]:
        """With the first and last words of each."""
        found: list[tuple[Cue, int, int]] = []
        for cue in cues(text.text, said.language, said.utterance_id):
            at = max(0, text.text.find(folded(cue.words)))
            found.append((cue, text.at(at), text.at(at + len(cue.words) - 1)))
        match = self._churn.search(text.text)
        if match is not None:
            found.append(
                (Cue(cue="churn", words="", utterance_id=said.utterance_id), *_words_in(match, text))
            )
        return [
            (Cue(cue=kind, words=text.quoted(first, last)[0], utterance_id=said.utterance_id), first, last)
            for cue, first, last in found
            for kind in (self._kind(cue.cue, text.words[first : last + 1]),)
        ]

    def _kind(self, cue: str, words: tuple[str, ...]) -> str:
        return "repeated" if cue == "repeat" and self._often & set(words) else cue

    def _finds(self, text: SentimentText, noticed: list[tuple[Cue, int, int]]) -> Iterator[_Find]:
        taken: set[int] = set()
        bitter = self._bitter(text)
        if bitter is not None:
            taken.add(bitter)
            yield _Find(bitter, bitter, -2.4, "sarcasm")
        for kind, valence, pattern in self._phrases:
            for match in pattern.finditer(text.text):
                first, last = _words_in(match, text)
                if kind == "sarcasm" and bitter is None and self._sincere(text, first):
                    continue
                if not taken & set(range(first, last + 1)):
                    taken.update(range(first, last + 1))
                    if valence:
                        yield _Find(first, last, valence, kind)
        for cue, first, last in noticed:
            weight = CUES.get(cue.cue, 0.0)
            if weight and not taken & set(range(first, last + 1)):
                taken.update(range(first, last + 1))
                yield _Find(first, last, weight, cue.cue)
        for at in range(len(text.words)):
            if at not in taken:
                yield from self._word(at, text, taken)

    def _word(self, at: int, text: SentimentText, taken: set[int]) -> Iterator[_Find]:
        word = text.words[at]
        valence = self._words.get(word)
        if valence is not None:
            yield _Find(at, at, valence, "word")
            return
        joined = word + text.words[at + 1] if at + 1 < len(text.words) and at + 1 not in taken else ""
        if len(joined) >= _SHORTEST_MISHEARD and text.words[at + 1] not in self._words:
            known = joined if joined in self._words else ""
            if known:
                taken.add(at + 1)
                yield _Find(at, at + 1, self._words[known] * _MISHEARD_SHARE, "word")
                return
        known = self._misheard(word)
        if known:
            yield _Find(at, at, self._words[known] * _MISHEARD_SHARE, "word")

    def _sounding_like(self, word: str) -> str:
        """The word of the lexicon that an unknown one sounds like; empty: none."""
        if len(word) < _SHORTEST_MISHEARD or word in self._intensifiers:
            return ""
        for known in self._by_sound.get(sound_code(word)[:1], ()):
            if abs(len(known) - len(word)) > 2 or known.endswith(word):  # "unacceptable" is no "acceptable"
                continue
            likened = SequenceMatcher(None, word, known)
            if likened.quick_ratio() < ALIKE:
                continue
            letters = likened.ratio()
            if letters >= SAME_LETTERS or (letters >= ALIKE and likeness(word, known) >= ALIKE):
                return known
        return ""

    def _opening(self, text: SentimentText) -> int | None:
        """The word of praise that stands by itself at the beginning: "oh great, so when is it due"."""
        at = next((at for at, word in enumerate(text.words[:3]) if word in self._exclamations), None)
        if at is None or (self._negations | self._questions | self._intensifiers) & set(text.words[:at]):
            return None
        following = text.words[at + 1 : at + 2]
        alone = at in text.commas or any(
            word in self._after_answer or word in self._situations for word in following
        )
        return at if alone and following and following[0] not in self._thanks else None

    def _bitter(self, text: SentimentText) -> int | None:
        """The praise that opens a turn about something bad: "wonderful, another hour on hold"."""
        opening = self._opening(text)
        if opening is None or self._thanks & set(text.words):
            return None
        rest = text.words[opening + 1 : opening + 9]
        about = set(rest)
        bad = self._situations & about or self._more_of_a_burden(rest)
        good = any(self._words.get(word, 0) > 1 for word in rest)
        asks = text.clauses[opening] in text.asked or (self._questions - self._negations) & set(rest[:2])
        denied = self._negations & about and not self._situations & about & self._negations
        return opening if bad and not good and not asks and not denied else None

    def _more_of_a_burden(self, words: tuple[str, ...]) -> bool:
        near = [words[at : at + 3] for at in range(len(words))]
        return any(self._burdens & set(few) and self._more & set(few) for few in near)

    def _sincere(self, text: SentimentText, first: int) -> bool:
        """Whether it is thanked for as well: "oh great, thank you, that works"."""
        if self._thanks & set(text.words[max(0, first - 2) : first]):
            return True
        if text.words[first] in self._thanks:
            return False
        rest = text.words[first:]
        return bool(self._thanks & set(rest)) and not any(self._words.get(word, 0) < -1 for word in rest)

    def _turned(self, find: _Find, text: SentimentText) -> float:
        """The valence of `find` as the words before it turn it."""
        before = range(max(self._clause_start(find, text), find.first - _REACH), find.first)
        valence = find.valence
        if find.kind in ("word", "resolved", "fondness", "exasperation"):
            for distance, at in enumerate(reversed(before)):
                word = text.words[at]
                step = DEGREE * DAMPING[distance] * (1 if valence > 0 else -1)
                valence += step if word in self._intensifiers else 0
                valence -= 1.5 * step if word in self._dampeners else 0
            if find.kind == "word" and find.first == self._opening(text):
                valence *= ACKNOWLEDGED
            if self._denied(find, text):
                # A phrase of exasperation has its own negation in it, and says no less after another.
                if find.kind != "exasperation":
                    valence *= NEGATED if valence > 0 else FAULT_DENIED
            elif valence > 0 and self._unreal(find, text):
                return 0.0
            elif valence < 0 and find.kind == "word" and self._asked(find, text):
                valence *= ASKED
        return valence

    def _denied(self, find: _Find, text: SentimentText) -> bool:
        start = self._clause_start(find, text)
        reach = _REACH
        if self._opinions & set(text.words[max(start, find.first - 2 * _REACH) : find.first]):
            reach = 2 * _REACH
        return any(self._denies(at, text) for at in range(max(start, find.first - reach), find.first))

    def _denies(self, at: int, text: SentimentText) -> bool:
        word = text.words[at]
        if word not in self._negations:
            return False
        if word not in self._answers:
            return True
        following = text.words[at + 1] if at + 1 < len(text.words) else ""
        return not (at in text.commas or following in self._after_answer)

    def _unreal(self, find: _Find, text: SentimentText) -> bool:
        """Whether what is good is only wished for or asked about."""
        start = self._clause_start(find, text)
        near = text.words[max(start, find.first - _REACH - 1) : find.first]
        return bool(self._wishes & set(near)) or self._asked(find, text)

    def _asked(self, find: _Find, text: SentimentText) -> bool:
        start = self._clause_start(find, text)
        opening = text.words[start : min(start + 2, find.first)]
        if any(word in self._reproaches for word in opening):
            return False
        if text.clauses[find.first] in text.asked:
            return True
        return bool(opening) and opening[0] in self._questions

    def _clause_start(self, find: _Find, text: SentimentText) -> int:
        clause = text.clauses[find.first]
        return text.clauses.index(clause)

    def _from(self, find: _Find, text: SentimentText, valence: float) -> int:
        """Where the evidence begins: at the negation or the degree, if one turned it."""
        if find.kind not in ("word", "resolved", "fondness"):
            return find.first
        first = find.first
        for at in range(find.first - 1, max(self._clause_start(find, text), find.first - _REACH) - 1, -1):
            turned = (valence > 0) != (find.valence > 0) or abs(valence) < abs(find.valence) / 2
            degree = text.words[at] in self._intensifiers and at == first - 1
            if degree or (turned and self._denies(at, text)):
                first = at
        return first

    def _contrasted(self, weighed: list[tuple[_Find, float]], text: SentimentText) -> float:
        """The sum, with what follows a "but" counted more than what goes before it."""
        inside = range(1, len(text.words) - 1)
        turn = next((at for at in inside if text.words[at] in self._contrasts), None)
        if turn is None or not any(find.first > turn and valence for find, valence in weighed):
            return sum(valence for _, valence in weighed)
        return sum(valence * (BEFORE_BUT if find.first < turn else AFTER_BUT) for find, valence in weighed)


def _words_in(match: re.Match[str], text: SentimentText) -> tuple[int, int]:
    return text.at(match.start()), text.at(max(match.start(), match.end() - 2))


def _squeezed(valence: float) -> float:
    return max(-1.0, min(1.0, valence / sqrt(valence * valence + SPREAD)))


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(words).split())
