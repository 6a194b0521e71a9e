"""How callers say numbers, days, times, amounts, names and letters: training text for a small recogniser.

Drawn at random from general forms of American English with a fixed seed, so that the same text comes each
time; nothing of a centre's or its customers' own data is in it.
"""

import random
from collections.abc import Sequence

from voice.speech.common_names import FIRST_NAMES, LAST_NAMES

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = tuple(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())  # noqa: SIM905
WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())  # noqa: SIM905
MONTHS = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_UNITS_TH = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS_TH = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = (
    *_UNITS_TH.split(),
    *_TEENS_TH.split(),
    "twentieth",
    *(f"twenty {unit}" for unit in _UNITS_TH.split()),
    "thirtieth",
    "thirty first",
)
LETTERS = tuple(f"{letter}." for letter in "abcdefghijklmnopqrstuvwxyz")
"""As the dictionary names them: its "a" is the article, and its "a." the letter."""

_ALPHABET = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu"
)
ALPHABET = tuple(_ALPHABET.split())
_PARTS_OF_DAY = ("in the morning", "in the afternoon", "in the evening", "at night")
_CLOCK = ("", "", "a.m.", "p.m.", "o'clock", *_PARTS_OF_DAY[:3])
_MINUTES = ("fifteen", "thirty", "thirty", "forty five", "twenty", "ten", "oh five")

_IT_IS = ("", "", "", "it's", "it is", "yes it's", "that's", "um", "okay", "no it's", "actually it's")


class SpokenForms:
    """Each method gives one sentence that a caller may say, another each time."""

    def __init__(self, seed: int = 8) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a fixed choice, not a secret

    def _one(self, choices: Sequence[str]) -> str:
        return self._chance.choice(choices)

    def _led(self, leads: Sequence[str], said: str) -> str:
        return f"{self._one(leads)} {said}".strip()

    def digits(self, count: int) -> str:
        """Digit by digit, some as "oh", some doubled."""
        said: list[str] = []
        while count > 0:
            digit = self._one(DIGITS)
            digit = "oh" if digit == "zero" and self._chance.random() < 0.4 else digit
            if count > 1 and self._chance.random() < 0.06:
                said += ["double", digit]
                count -= 2
            else:
                said.append(digit)
                count -= 1
        return " ".join(said)

    def telephone_number(self) -> str:
        leads = ("my number is", "you can reach me at", "the number is", "call me at", "my phone number is")
        return self._led((*_IT_IS, *leads), self.digits(10))

    def reference(self) -> str:
        leads = ("my account number is", "the account number is", "the code is", "the number is", "my pin is")
        return self._led((*_IT_IS, *leads), self.digits(self._chance.randint(3, 9)))

    def postcode(self) -> str:
        leads = ("my zip code is", "the zip code is", "zip code", "the zip is", "my postal code is")
        return self._led((*_IT_IS, *leads), self.digits(5))

    def count(self) -> str:
        """A number below 100, as a word."""
        if self._chance.random() < 0.3:
            return self._one((*DIGITS[1:], *TEENS))
        return f"{self._one(TENS)} {self._one(('', '', *DIGITS[1:]))}".strip()

    def year(self) -> str:
        tens = self._one(TENS[2:])
        nineteen = f"nineteen {tens} {self._one(('', *DIGITS[1:]))}".strip()
        young = self._one(
            ("two thousand", f"two thousand and {self._one(DIGITS[1:])}", f"two thousand {self._one(TEENS)}")
        )
        return nineteen if self._chance.random() < 0.85 else young

    def day_of_month(self) -> str:
        month, day = self._one(MONTHS), self._one(ORDINALS)
        plain = self._one((*DIGITS[1:], *TEENS, "twenty", "twenty one", "twenty five", "thirty"))
        return self._one(
            (
                f"{month} {day}",
                f"{month} {day}",
                f"{month} the {day}",
                f"the {day} of {month}",
                f"{month} {plain}",
            )
        )

    def birthday(self) -> str:
        leads = (
            *("i was born on", "born on", "my date of birth is", "the date of birth is", "my birthday is"),
            *("date of birth", "i was born in"),
        )
        said = f"{self.day_of_month()} {self.year()}"
        if self._chance.random() < 0.12:
            said = f"{self.digits(2)} {self.digits(2)} {self.year()}"
        return self._led((*_IT_IS, *leads), said)

    def day(self) -> str:
        weekday = self._one(WEEKDAYS)
        said = self._one(
            (
                *(weekday, f"on {weekday}", f"next {weekday}", f"this {weekday}", f"this coming {weekday}"),
                *(f"on {self.day_of_month()}", self.day_of_month(), f"the {self._one(ORDINALS)}"),
                *(f"on the {self._one(ORDINALS)}", "tomorrow", "the day after tomorrow", "today"),
                *(
                    f"{weekday} next week",
                    f"{weekday} {self.day_of_month()}",
                    "next week",
                    "any day next week",
                ),
            )
        )
        if self._chance.random() < 0.35:
            part = self._one((*_PARTS_OF_DAY[:3], "morning", "afternoon", "evening", f"at {self.clock()}"))
            said = f"{said} {part}"
        leads = (
            *("", "", "", "", "yes", "can you do", "how about", "could you come", "make it", "no make it"),
            *(
                "actually make it",
                "i would like",
                "let's say",
                "what about",
                "can i have",
                "change it to",
                "um",
            ),
        )
        tails = (*("",) * 6, "please", "would be good", "works for me", "is fine", "instead", "if possible")
        return f"{self._led(leads, said)} {self._one(tails)}".strip()

    def clock(self) -> str:
        hour = self._one((*DIGITS[1:], *TEENS[:3]))
        return self._one(
            (
                f"{hour} {self._one(_CLOCK)}".strip(),
                f"{hour} {self._one(_MINUTES)} {self._one(_CLOCK)}".strip(),
                f"{self._one(('half past', 'a quarter past', 'a quarter to', 'ten past', 'ten to'))} {hour}",
                self._one(("noon", "midnight", "lunchtime")),
            )
        )

    def time(self) -> str:
        begin, end = self._one((*DIGITS[1:], *TEENS[:3])), self._one((*DIGITS[1:], *TEENS[:3]))
        window = self._one(
            (
                *(f"between {begin} and {end}", f"from {begin} to {end}", f"{begin} to {end}"),
                *(f"after {self.clock()}", f"before {self.clock()}", f"any time after {self.clock()}"),
                *("in the morning", "in the afternoon", "in the evening", "the morning", "the afternoon"),
                *("any time", "all day", "i'm home all day", f"at {self.clock()}", f"around {self.clock()}"),
            )
        )
        tails = (*("",) * 5, "please", "would be best", "is fine", "works for me")
        return (
            f"{self._led(('', '', 'yes', 'i can do', 'how about', 'um'), window)} {self._one(tails)}".strip()
        )

    def money(self) -> str:
        dollars = self._one(
            (
                self.count(),
                self.count(),
                f"{self._one(('one', 'a', 'two', 'three'))} hundred",
                f"{self._one(('one', 'a', 'two'))} hundred and {self.count()}",
                f"{self._one(('one', 'two', 'three'))} hundred {self.count()}",
            )
        )
        if self._chance.random() < 0.25:
            return f"{dollars} dollars and {self.count()} cents"
        return f"{dollars} {self.count()}" if self._chance.random() < 0.12 else f"{dollars} dollars"

    def amount(self) -> str:
        money = self.money()
        when = self.day_of_month() if self._chance.random() < 0.5 else f"on {self._one(WEEKDAYS)}"
        return self._one(
            (
                *(money, money, f"i can pay {money}", f"i will pay {money}", f"i want to pay {money}"),
                *(f"{money} {when}", f"i can pay {money} {when}", f"i will pay {when}", f"{money} please"),
                *("half of it", "half of it now", "the whole amount", "all of it", "the full amount"),
                *(f"i can pay {self._one(('all of it', 'the whole amount', 'half of it'))} {when}",),
            )
        )

    def name(self) -> str:
        first, last = self._one(FIRST_NAMES), self._one(LAST_NAMES)
        full = f"{first} {last}"
        leads = ("my name is", "it's", "this is", "i am", "i'm", "the name is", "yes my name is", "yes it's")
        return self._one(
            (
                *(full, full, full, full, self._led(leads, full), self._led(leads, full), last, first),
                f"my first name is {first} and my last name is {last}",
                f"my last name is {last}",
                f"the account is under {full}",
            )
        )

    def letter(self) -> str:
        place = self._chance.randrange(len(LETTERS))
        return f"{LETTERS[place]} {self._one(('as in', 'for', 'like'))} {ALPHABET[place]}"

    def spelling(self) -> str:
        """A name letter by letter, or a code of letters and digits."""
        if self._chance.random() < 0.4:
            return " ".join(f"{letter}." for letter in self._one(LAST_NAMES))
        parts = [
            self._one((*LETTERS, *DIGITS) if self._chance.random() < 0.7 else ALPHABET)
            if self._chance.random() < 0.8
            else self.letter()
            for _ in range(self._chance.randint(2, 7))
        ]
        return self._led(
            ("", "", "", "it's", "that's spelled", "it is spelled", "the code is"), " ".join(parts)
        )

    def address(self) -> str:
        """An e-mail address."""
        user = self._one((self._one(FIRST_NAMES), f"{self._one(FIRST_NAMES)} dot {self._one(LAST_NAMES)}"))
        host = self._one(("gmail", "yahoo", "hotmail", "outlook", "example", "mail", "a. o. l.", "icloud"))
        ending = self._one(("com", "com", "com", "net", "org"))
        return self._led(("", "", "my email is", "it's"), f"{user} at {host} dot {ending}")
