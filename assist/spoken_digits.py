"""Digits out of what a caller says: "double four", "eight hundred", "nineteen ninety", "oh", "415-555".

Says nothing of telephone numbers; a run of digits is as likely an account or a date.
"""

import re
from dataclasses import dataclass, field

from assist.spoken.words import same_length
from assist.spoken_text import FILLERS, MOST_CHARACTERS, TEENS, TENS, UNITS

MOST_DIGITS = 40
"""A run is cut here: it is no number of anything any more."""


@dataclass(frozen=True, slots=True)
class Run:
    """Digits with nothing but pauses between them."""

    digits: str
    """With a leading plus if one was said."""
    words: str
    """The part of the text that they were read from."""
    corrects: bool = False
    """"No, sorry" or the like stands before it: it is said again."""
    may_start_with_oh: bool = False
    """The leading 0 was "oh", which may have been an exclamation."""
    follows_closely: bool = False
    """Only a few words lie between it and the run before."""
    start: int = 0
    """Of its words, in the text."""
    end: int = 0


def digit_runs(text: str) -> list[Run]:
    """The runs of digits in `text`, in order."""
    source = same_length(text[:MOST_CHARACTERS])
    tokens = [(match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(source)]
    reader = _Reader(source)
    for at, (word, start, end) in enumerate(tokens):
        if word == "extension" and reader.digits:
            reader.end_run()
            break
        following = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        reader.take(
            _HOMOPHONES.get(word, word) if _is_numeral(following) and reader.digits else word, start, end
        )
    reader.end_run()
    return reader.runs


@dataclass(slots=True)
class _Reader:
    """Takes one word after another and closes a run where the digits end."""

    source: str
    runs: list[Run] = field(default_factory=list[Run])
    digits: str = ""
    _first: int = 0
    _last: int = 0
    _times: int = 1
    """2 after "double", 3 after "triple"."""
    _tens: bool = False
    """The last word was "twenty" or the like, which a unit completes."""
    _and: bool = False
    _oh: bool = False
    _since_last: int = 99
    """Words since the last run that belong to no number."""
    _corrects: bool = False

    def take(self, word: str, start: int, end: int) -> None:
        if word in _TIMES:
            self._times = _TIMES[word]
            self._first = self._first if self.digits else start
            self._tens = False
        elif word == "plus" or word == "+":
            self.end_run()
            self.digits, self._first, self._last = "+", start, end
        elif word.isdecimal():
            self._add("".join(str(int(digit)) for digit in word), start, end)
        elif word in _DIGIT:
            self._digit(word, start, end)
        elif word in _PAIR:
            digits = _PAIR[word]
            if self._completes_hundred():
                self._replace_end(digits, 2, end)
            else:
                self._add(digits, start, end)
            self._tens = digits[1] == "0" and digits != "10"
        elif word in _SCALES and self.digits:
            self._scale(word, end)
        elif word == "and" and self.digits:
            self._and = True
        elif word not in _PAUSES:
            self.end_run()
            self._since_last += 1
            self._corrects = self._corrects or word in _SECOND_THOUGHTS

    def end_run(self) -> None:
        """Closes the run, if there is one."""
        if self.digits.strip("+"):
            words = self.source[self._first : self._last]
            close = bool(self.runs) and self._since_last <= _CLOSE
            corrects = self._corrects and bool(self.runs)
            digits = self.digits[:MOST_DIGITS]
            self.runs.append(Run(digits, words, corrects, self._oh, close, self._first, self._last))
            self._corrects = False
            self._since_last = 0
        self.digits = ""
        self._times = 1
        self._tens = self._and = self._oh = False

    def _digit(self, word: str, start: int, end: int) -> None:
        digit = _DIGIT[word]
        completes_tens = self._tens and digit != "0"
        if self._times == 1 and (completes_tens or self._completes_hundred()):
            self._replace_end(digit, 1, end)
        else:
            self._oh = self._oh or (not self.digits and word in ("oh", "o") and self._times == 1)
            self._add(digit, start, end)
        self._tens = False

    def _completes_hundred(self) -> bool:
        return self._and and len(self.digits) >= 3 and self.digits.endswith("00")

    def _scale(self, word: str, end: int) -> None:
        """Adds the noughts of "hundred" and "thousand"."""
        self.digits += _SCALES[word]
        self._last, self._tens, self._and = end, False, False

    def _add(self, digits: str, start: int, end: int) -> None:
        if not self.digits:
            self._first = start if self._times == 1 else self._first
        self.digits += digits * self._times if len(digits) == 1 else digits
        self._last = end
        self._times, self._tens, self._and = 1, False, False

    def _replace_end(self, digits: str, count: int, end: int) -> None:
        self.digits = self.digits[:-count] + digits
        self._last = end
        self._tens = self._and = False


def _is_numeral(word: str) -> bool:
    return word.isdecimal() or word in _DIGIT or word in _PAIR or word in _TIMES


_TOKEN = re.compile(r"\+|\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_DIGIT = {name: str(value) for value, name in enumerate(UNITS)} | {
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "niner": "9",
}
_PAIR = {name: str(10 + value) for value, name in enumerate(TEENS)} | {
    name: f"{value}0" for value, name in enumerate(TENS, 2)
}
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_SCALES = {"hundred": "00", "thousand": "000"}
_HOMOPHONES = {
    "to": "two",
    "too": "two",
    "for": "four",
    "fore": "four",
    "ate": "eight",
    "won": "one",
    "tree": "three",
}
"""Read as digits only between digits."""
_PAUSES = FILLERS | {
    "and",
    "area",
    "by",
    "code",
    "country",
    "dash",
    "dot",
    "followed",
    "hyphen",
    "next",
    "point",
    "slash",
    "space",
    "then",
    "minus",
}
_SECOND_THOUGHTS = frozenset(
    ["actually", "correction", "mean", "meant", "no", "rather", "scratch", "sorry", "wait"]
)
_CLOSE = 4
