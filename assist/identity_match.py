"""Whether what was heard agrees with a customer's record: over the n-best, over several attempts, by sound.

A score is 1 where they agree and near 0 where they do not. The limits were set so that a stranger passes one
time in a thousand at most; a wrong person verified is worse than a right one asked again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assist.entities import EntityKind, Listening, find
from assist.identity_evidence import CodeEvidence, DateEvidence, NameEvidence
from assist.spoken_digits import digit_runs

Field = Literal["name", "postcode", "date", "digits", "code", "email"]
"""What kind of thing a column of a record is."""


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """How well one field of a record agrees with what was heard."""

    matched: bool
    score: float
    """From 0 to 1, all attempts together."""
    words: str
    """Of the attempt that agrees best, the transcript that does."""
    attempt: int
    """Which that was, from 0; -1: none."""


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """Whether all that was heard agrees with the record that the caller claims."""

    matched: bool
    score: float
    """The mean over the fields, from 0 to 1."""
    fields: Mapping[str, FieldMatch]
    """By column; `matched` says whether the field agrees by itself."""


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """The record that agrees best with what was heard."""

    index: int
    score: float
    """From 0 to 1, over the fields that were heard."""
    margin: float
    """To the next best record; 0 where two are level, and then neither may be taken."""


LIMITS: Mapping[Field, float] = {
    "name": 0.86,
    "postcode": 0.78,
    "date": 0.9,
    "digits": 1.0,
    "code": 0.9,
    "email": 1.0,
}
"""From this score a field counts as matched."""

ALL_FIGURES = 0.95
"""The same for codes without letters: one of five that is wrong is a guess, not a slip of the ear."""

TOGETHER = 0.85
"""Three fields or more that are heard may make up for each other: from this mean on the record is theirs…"""
LEAST = 0.5
"""…unless one is below this: then something else was said."""

ATTEMPTS = 5
HYPOTHESES = 10
"""So many of the n-best are read of each attempt."""

Scorer = Callable[[str], tuple[float, str, int]]
"""Score, transcript and attempt (from 0; -1: none) of an expected value."""


def match_field(
    field: Field, expected: str, attempts: Sequence[Sequence[str]], listening: Listening
) -> FieldMatch:
    """How well `expected`, from a record, agrees with the attempts (of each the n-best, best first)."""
    score, words, attempt = evidence_for(field, attempts, listening)(expected)
    return FieldMatch(score >= limit_of(field, expected), round(score, 4), words, attempt)


def limit_of(field: Field, expected: str) -> float:
    """The score from which `expected` counts as matched."""
    return ALL_FIGURES if field in ("postcode", "code") and expected.isdecimal() else LIMITS[field]


def match_claim(
    record: Mapping[str, str], heard: Mapping[str, Sequence[Sequence[str]]], listening: Listening
) -> ClaimMatch:
    """Whether `record` is the caller's, by all columns that were heard (of each the attempts).

    Digits, codes and addresses must be right, whatever the rest; fewer than three fields must each match.
    """
    fields: dict[str, FieldMatch] = {}
    firm = True
    for column, attempts in heard.items():
        field = field_of(column)
        if field is None:
            continue
        fields[column] = match_field(field, record.get(column, ""), attempts, listening)
        firm = firm and (fields[column].matched or field in _SOFT)
    scores = [match.score for match in fields.values()]
    return ClaimMatch(
        matched=firm and agree_together(scores, all(match.matched for match in fields.values())),
        score=round(sum(scores) / len(scores), 4) if scores else 0.0,
        fields=fields,
    )


def agree_together(scores: Sequence[float], each_matched: bool) -> bool:
    """Whether fields with these scores belong to one record, where misheard ones may be made up for."""
    if not scores or each_matched:
        return bool(scores)
    return len(scores) >= 3 and min(scores) >= LEAST and sum(scores) >= TOGETHER * len(scores)


def best_record(
    records: Sequence[Mapping[str, str]],
    heard: Mapping[str, Sequence[Sequence[str]]],
    listening: Listening,
) -> RecordMatch | None:
    """The record that agrees best with all that was heard (by column: the attempts, each an n-best).

    None: there are no records, or nothing was heard that any has a column for.
    """
    fields: dict[str, Field] = {}
    for column in heard:
        field = field_of(column)
        if field is not None:
            fields[column] = field
    if not records or not fields:
        return None
    totals = [0.0] * len(records)
    for column, field in fields.items():
        score = evidence_for(field, heard[column], listening)
        known: dict[str, float] = {}
        for index, record in enumerate(records):
            value = record.get(column, "")
            if value not in known:
                known[value] = score(value)[0]
            totals[index] += known[value]
    best = max(range(len(records)), key=totals.__getitem__)
    second = max((total for index, total in enumerate(totals) if index != best), default=0.0)
    count = len(fields)
    return RecordMatch(best, round(totals[best] / count, 4), round((totals[best] - second) / count, 4))


def evidence_for(field: Field, attempts: Sequence[Sequence[str]], listening: Listening) -> Scorer:
    """What gives any expected value its score, the transcript that agrees best, and of which attempt it is.

    Reads the attempts once, for holding them against many records.
    """
    heard = [[one for one in nbest[:HYPOTHESES] if one.strip()] for nbest in attempts[:ATTEMPTS]]
    match field:
        case "name":
            return NameEvidence(heard).score
        case "postcode" | "code":
            return CodeEvidence(heard).score
        case "date":
            return DateEvidence(heard, listening.region, listening.now.date()).score
        case "digits":
            return _exactly(heard, lambda text: [run.digits for run in digit_runs(text)], _digits_only)
        case "email":
            return _exactly(
                heard, lambda text: _addresses(text, listening), lambda text: text.strip().lower()
            )


def field_of(column: str) -> Field | None:
    """What kind of thing a column holds, by its name."""
    match column:
        case "name" | "postcode" | "date" | "digits" | "code" | "email":
            return column
        case "dob" | "date_of_birth" | "birth_date" | "birthday":
            return "date"
        case "zip" | "zip_code" | "post_code":
            return "postcode"
        case "full_name" | "surname":
            return "name"
        case _:
            return None


_MOST_VALUES = 2
_SOFT: frozenset[Field] = frozenset(("name", "postcode", "date"))
"""Fields that can be nearly right."""


def _exactly(
    heard: Sequence[Sequence[str]], read: Callable[[str], list[str]], plain: Callable[[str], str]
) -> Scorer:
    """Digits of an account or a secret are right or wrong; there is no "nearly"."""
    found: list[tuple[str, str, int]] = []
    for at, nbest in enumerate(heard):
        for text in nbest:
            values = read(text)
            # Once and a correction; who says more is guessing.
            found += [(value, text, at) for value in values if len(values) <= _MOST_VALUES]

    def score(expected: str) -> tuple[float, str, int]:
        wanted = plain(expected)
        for value, text, at in found:
            if wanted and value == wanted:
                return 1.0, text, at
        return 0.0, "", -1

    return score


def _addresses(text: str, listening: Listening) -> list[str]:
    return [entity.value for entity in find(text, [EntityKind.EMAIL], listening)]


def _digits_only(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
