"""What callers name in a turn (numbers, dates, times, amounts, codes, names), and how the bot says them.

Each kind is read by a file of `assist.spoken`; here they are put in order, second thoughts are settled, and
the n-best is used.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from assist import spoken_choice, telephone_numbers
from assist.replies import yes_or_no
from assist.spoken import amounts, dates, email_addresses, names, postcodes, spelling, times
from assist.spoken.words import SECOND_THOUGHTS, Reading, words_of
from assist.spoken_choice import Choice
from assist.spoken_digits import digit_runs
from assist.spoken_text import FILLERS, MOST_CHARACTERS

__all__ = ["Choice", "Entity", "EntityKind", "Listening", "find", "find_choice", "read_back"]


class EntityKind(StrEnum):
    DIGITS = "digits"
    PHONE = "phone"
    DATE = "date"
    TIME = "time"
    TIME_WINDOW = "time-window"
    AMOUNT = "amount"
    CODE = "code"
    POSTCODE = "postcode"
    EMAIL = "email"
    NAME = "name"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that was named."""

    kind: EntityKind
    value: str
    """In one form whatever the words: `4400`, `+14155552671`, `2026-11-24`, `14:30`, `14:00-16:00`, `49.90`,
    `AB12C`, `02139` or `SW1A 1AA`, `j.berry@gmail.com`, `Max Savage`, `yes` or `no`."""
    confidence: float
    """From 0 to 1."""
    words: str
    """The caller's words that it stands on."""
    start: int
    """Of the words, in characters of the text; of an alternative's, in that alternative."""
    end: int


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and when something is said, which decides what it means."""

    region: str
    """ISO 3166, like `US`."""
    now: datetime
    """In the centre's zone."""


ALTERNATIVES = 5
"""So many of the n-best are read."""

_OF_ALTERNATIVE = 0.7
"""Of the confidence of what only an alternative says."""
_DOUBTFUL = 0.5
"""Below it, an alternative may be better."""
_MOST_WORDS_OF_CORRECTION = 5


def find(
    text: str, kinds: Collection[EntityKind], listening: Listening, alternatives: Sequence[str] = ()
) -> tuple[Entity, ...]:
    """What of `kinds` is named in `text`, in the order said.

    What the caller corrects at once is left out. The alternatives (the n-best, without `text`) are asked
    where the text has nothing of a kind, or only a doubtful guess.
    """
    text = text[:MOST_CHARACTERS]
    found: list[Entity] = []
    for kind in kinds:
        heard = _corrected(_of_kind(text, kind, listening), text)
        if alternatives and max((entity.confidence for entity in heard), default=0.0) < _DOUBTFUL:
            heard = _better(heard, kind, listening, alternatives)
        found += heard
    found = [_doubted(entity, found) for entity in found]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end)))


def find_choice(
    text: str, options: Mapping[str, Sequence[str]], alternatives: Sequence[str] = ()
) -> Choice | None:
    """Which of `options` (each value with the ways of saying it) was named; None: none, or several."""
    choice = spoken_choice.named(text[:MOST_CHARACTERS], options)
    if choice is not None:
        return choice
    for alternative in alternatives[:ALTERNATIVES]:
        other = spoken_choice.named(alternative[:MOST_CHARACTERS], options)
        if other is not None:
            return replace(other, confidence=other.confidence * _OF_ALTERNATIVE)
    return None


def read_back(entity_kind: EntityKind, value: str, region: str, today: date | None = None) -> str:
    """`value` as the bot says it: digits in groups, codes spelt, "Tuesday the 24th of November".

    A day far from `today` (None: by the clock of this machine) is said with its year.
    """
    match entity_kind:
        case EntityKind.DIGITS:
            return _grouped(value)
        case EntityKind.PHONE:
            return telephone_numbers.read_back(value, region)
        case EntityKind.DATE:
            return dates.said(date.fromisoformat(value), region, today or datetime.now(UTC).date())
        case EntityKind.TIME:
            return times.said(value)
        case EntityKind.TIME_WINDOW:
            return times.window_said(value)
        case EntityKind.AMOUNT:
            return amounts.said(value, region)
        case EntityKind.CODE:
            return spelling.letters_said(value)
        case EntityKind.POSTCODE:
            return postcodes.said(value)
        case EntityKind.EMAIL:
            return email_addresses.said(value)
        case EntityKind.NAME | EntityKind.YES_NO:
            return value


def _of_kind(text: str, kind: EntityKind, listening: Listening) -> list[Entity]:
    return [
        Entity(kind, one.value, round(one.confidence, 2), text[one.start : one.end], one.start, one.end)
        for one in _readings(text, kind, listening)
    ]


def _readings(text: str, kind: EntityKind, listening: Listening) -> list[Reading]:
    match kind:
        case EntityKind.DIGITS:
            return _digits(text)
        case EntityKind.PHONE:
            number = telephone_numbers.spoken_number(text, listening.region)
            if number is None or not number.valid:
                return []
            return [Reading(number.e164, 0.95, number.start, number.end)]
        case EntityKind.DATE:
            return dates.dates(text, listening.region, listening.now.date())
        case EntityKind.TIME:
            return times.times(text)
        case EntityKind.TIME_WINDOW:
            return times.time_windows(text)
        case EntityKind.AMOUNT:
            return amounts.amounts(text)
        case EntityKind.CODE:
            return spelling.codes(text)
        case EntityKind.POSTCODE:
            return postcodes.postcodes(text, listening.region)
        case EntityKind.EMAIL:
            return email_addresses.email_addresses(text)
        case EntityKind.NAME:
            return names.names(text)
        case EntityKind.YES_NO:
            answer = yes_or_no(text)
            if answer is None:
                return []
            return [Reading("yes" if answer else "no", 0.9, 0, len(text))]


def _digits(text: str) -> list[Reading]:
    runs = digit_runs(text)
    alone = len(runs) == 1 and len(runs[0].words) >= 0.6 * len(text.strip())
    readings: list[Reading] = []
    for run in runs:
        digits = run.digits.lstrip("+")
        sure = 0.9 if len(digits) >= 3 else 0.7 if alone else 0.4
        readings.append(Reading(digits, sure, run.start, run.end))
    return readings


def _corrected(heard: list[Entity], text: str) -> list[Entity]:
    """`heard` without what was taken back: "the third, no, sorry, the fourth"."""
    kept: list[Entity] = []
    for entity in heard:
        if kept and kept[-1].end <= entity.start:
            between = [word.text for word in words_of(text[kept[-1].end : entity.start])]
            between = [word for word in between if word.isalpha() and word not in FILLERS]
            if len(between) <= _MOST_WORDS_OF_CORRECTION and SECOND_THOUGHTS & set(between):
                kept.pop()
        kept.append(entity)
    return kept


def _better(
    heard: list[Entity], kind: EntityKind, listening: Listening, alternatives: Sequence[str]
) -> list[Entity]:
    best = max((entity.confidence for entity in heard), default=0.0)
    for alternative in alternatives[:ALTERNATIVES]:
        text = alternative[:MOST_CHARACTERS]
        others = [
            replace(entity, confidence=round(entity.confidence * _OF_ALTERNATIVE, 2))
            for entity in _corrected(_of_kind(text, kind, listening), text)
        ]
        sure = max((entity.confidence for entity in others), default=0.0)
        if sure > best:
            heard, best = others, sure
    return heard


def _doubted(entity: Entity, found: Sequence[Entity]) -> Entity:
    """`entity` with less confidence where its figures are part of something longer: a date, a number."""
    if entity.kind is not EntityKind.DIGITS and entity.kind is not EntityKind.AMOUNT:
        return entity
    part = any(
        other.kind in _HOLD_DIGITS
        and other.confidence >= _DOUBTFUL
        and other.start <= entity.start
        and entity.end <= other.end
        and (other.end - other.start > entity.end - entity.start)
        for other in found
    )
    return replace(entity, confidence=round(entity.confidence / 2, 2)) if part else entity


def _grouped(digits: str) -> str:
    """By threes, or by fours where that leaves no rest: "4 4 0 0", "1 2 3, 4 5 6"."""
    if not digits:
        return ""
    size = 4 if len(digits) % 4 == 0 or (len(digits) % 3 == 1 and len(digits) < 6) else 3
    groups = [digits[at : at + size] for at in range(0, len(digits), size)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return ", ".join(" ".join(group) for group in groups)


_HOLD_DIGITS = frozenset(EntityKind) - {EntityKind.DIGITS, EntityKind.NAME, EntityKind.YES_NO}
