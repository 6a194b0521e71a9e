"""How well said-detection tells what agents made of a card: precision and recall of each outcome.

Also every case it got wrong, for a false accusation is worth reading.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from assist.said import Outcome, Spoken, judge
from assist.said_facts import Reader


class SaidCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card and what was said after it."""

    card: str
    utterances: tuple[str, ...]
    outcome: str
    """`said`, `own-words`, `contradicted` or `not-used`: what a person says it was."""
    language: str = "en-US"
    """BCP 47; its region decides what 8/11 is."""


class SaidCasesWrong(Exception):
    """The file cannot be used; the message names the line and says what is wrong."""


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """Shares are 0 to 1; None where there was nothing to measure."""

    cases: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class SaidMistake:
    line: int
    card: str
    utterances: tuple[str, ...]
    outcome: str
    judged: str
    explanation: str


@dataclass(frozen=True, slots=True)
class SaidReport:
    cases: int
    right: int
    accuracy: float | None
    outcomes: dict[str, OutcomeFigures]
    mistakes: tuple[SaidMistake, ...]


def read_said_cases(file: str, content: bytes) -> list[SaidCase]:
    """The cases of a file of JSON Lines. Raises `SaidCasesWrong`."""
    cases: list[SaidCase] = []
    outcomes = [outcome.value for outcome in Outcome]
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = msgspec.json.decode(line, type=SaidCase)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SaidCasesWrong(
                f'{file}:{number} is not {{"card", "utterances", "outcome", "language"}}: {error}'
            ) from error
        if case.outcome not in outcomes:
            raise SaidCasesWrong(
                f'{file}:{number} has the outcome "{case.outcome}"; write one of {", ".join(outcomes)}'
            )
        cases.append(case)
    if not cases:
        raise SaidCasesWrong(f"{file} has no cases; write one a line.")
    return cases


def evaluate_said(cases: Sequence[SaidCase], today: date) -> SaidReport:
    """Judges every case and counts. `today` is for "tomorrow" and the like."""
    pairs: Counter[tuple[str, str]] = Counter()
    mistakes: list[SaidMistake] = []
    for number, case in enumerate(cases, 1):
        spoken = [Spoken(str(at), text) for at, text in enumerate(case.utterances, 1)]
        judged = judge(case.card, spoken, reader_of(case.language, today))
        pairs[case.outcome, judged.outcome] += 1
        if judged.outcome != case.outcome:
            mistakes.append(
                SaidMistake(
                    number, case.card, case.utterances, case.outcome, judged.outcome, judged.explanation
                )
            )
    right = len(cases) - len(mistakes)
    return SaidReport(
        cases=len(cases),
        right=right,
        accuracy=_share(right, len(cases)),
        outcomes={outcome.value: _figures(outcome.value, pairs) for outcome in Outcome},
        mistakes=tuple(mistakes),
    )


def reader_of(language: str, today: date) -> Reader:
    """`language`: BCP 47; without a region, the United States'."""
    _, _, region = language.partition("-")
    return Reader(language, region.upper() if len(region) == 2 else "US", today)


def _figures(outcome: str, pairs: Counter[tuple[str, str]]) -> OutcomeFigures:
    hits = pairs[outcome, outcome]
    meant = sum(count for (case, _), count in pairs.items() if case == outcome)
    called = sum(count for (_, judged), count in pairs.items() if judged == outcome)
    return OutcomeFigures(meant, _share(hits, called), _share(hits, meant), _share(2 * hits, meant + called))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
