"""How well callers are found and verified by what they say, on a centre's own turns and records.

Limits are fitted on one half of the speakers and judged on the other, both ways round; every figure stands
beside what exact comparison of the best transcript would give.
"""

import csv
import hashlib
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from assist.entities import Listening
from assist.identity_match import LIMITS, Field, agree_together, best_record, evidence_for, field_of

ATTEMPTS = 3
IMPOSTORS = 50
"""Other people's records that are held against each dialogue."""
FALSE_ACCEPTANCE = (0.001, 0.01)

Attempts = list[list[str]]
Report = dict[str, object]


class IdentityDataWrong(ValueError):
    """The turns or the records cannot be read; says where and why."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One caller's attempts at each item, and whose record it is."""

    speaker: str
    record: int
    heard: Mapping[str, Attempts]


@dataclass(frozen=True, slots=True)
class IdentityData:
    records: Sequence[Mapping[str, str]]
    dialogues: Sequence[Dialogue]
    without_record: int
    """Turns whose record is not among the records."""


def read_identity_data(turns: Path, records: Path) -> IdentityData:
    """Records: CSV with a header and a column `id` (or `scenario_id`). Turns: JSON Lines with `dialogue_id`,
    `speaker_id`, `record_id` (or `scenario_id`), `item` (a column), `attempt_num`, and `nbest` or
    `transcription`."""
    rows, places = _records(records)
    heard: dict[tuple[str, str, int], dict[str, dict[int, list[str]]]] = {}
    unknown = 0
    for number, line in enumerate(_lines(turns), 1):
        if not line.strip():
            continue
        try:
            turn = cast("object", json.loads(line))
        except json.JSONDecodeError as error:
            raise IdentityDataWrong(f"{turns}:{number}: no JSON: {error.msg}") from error
        if not isinstance(turn, dict):
            raise IdentityDataWrong(f"{turns}:{number}: a turn is an object, with `dialogue_id` and so on")
        fields = cast("dict[str, object]", turn)
        where = f"{turns}:{number}"
        person = _text(fields, "record_id" if "record_id" in fields else "scenario_id", where)
        if person not in places:
            unknown += 1
            continue
        speaker = str(fields.get("speaker_id", person))
        key = (_text(fields, "dialogue_id", where), speaker, places[person])
        item = _text(fields, "item", where)
        if field_of(item) is None or item not in rows[0]:
            raise IdentityDataWrong(f"{where}: `{item}` is no column of the records that can be matched")
        attempt = _attempt(fields, where)
        heard.setdefault(key, {}).setdefault(item, {})[attempt] = _nbest(fields, where)
    dialogues = [
        Dialogue(speaker, record, {item: [said[at] for at in sorted(said)] for item, said in items.items()})
        for (_, speaker, record), items in heard.items()
    ]
    if not dialogues:
        raise IdentityDataWrong(f"{turns}: no turn belongs to a record of {records}")
    return IdentityData(rows, dialogues, unknown)


def evaluate_identity(data: IdentityData, listening: Listening) -> Report:
    """Capture of each item, verification against impostors, identification among all records."""
    items = sorted({item for dialogue in data.dialogues for item in dialogue.heard})
    return {
        "dialogues": len(data.dialogues),
        "speakers": len({dialogue.speaker for dialogue in data.dialogues}),
        "records": len(data.records),
        "turns_without_record": data.without_record,
        "capture": {item: _capture(data, item, listening) for item in items},
        "verification": _verification(data, items, listening),
        "identification": _identification(data, items, listening),
    }


def exactly(field: Field, heard: str, expected: str) -> bool:
    """The plain baseline: letters and figures are the same, or the date is, as it is usually written."""
    if field == "date":
        return _plain_date(heard) == expected
    return bool(expected) and _plain(heard) == _plain(expected)


def _capture(data: IdentityData, item: str, listening: Listening) -> Report:
    """Per attempt: how often the record's value is what was heard, exactly and by the limits."""
    field = cast("Field", field_of(item))
    report: Report = {}
    for attempt in range(ATTEMPTS):
        told = [
            (dialogue.heard[item][attempt], data.records[dialogue.record].get(item, ""))
            for dialogue in data.dialogues
            if len(dialogue.heard.get(item, ())) > attempt
        ]
        if not told:
            continue
        report[f"attempt_{attempt + 1}"] = {
            "turns": len(told),
            "plain_best_transcript": _share([exactly(field, said[0], right) for said, right in told]),
            "plain_any_of_nbest": _share(
                [any(exactly(field, one, right) for one in said) for said, right in told]
            ),
            "matched_best_transcript": _share(
                [_matches(field, [said[:1]], right, listening) for said, right in told]
            ),
            "matched_nbest": _share([_matches(field, [said], right, listening) for said, right in told]),
        }
    return report


def _verification(data: IdentityData, items: Sequence[str], listening: Listening) -> Report:
    scored = [_Scored.of(dialogue, data, items, listening) for dialogue in data.dialogues]
    report: Report = {}
    for item in items:
        field = cast("Field", field_of(item))
        report[item] = _judged(
            scored,
            lambda one, item=item: one.genuine[item],
            lambda one, item=item: [stranger[item] for stranger in one.strangers],
            lambda one, limit=LIMITS[field], item=item: one.genuine[item] >= limit,
            lambda one, limit=LIMITS[field], item=item: [
                stranger[item] >= limit for stranger in one.strangers
            ],
            lambda one, item=item: one.plain[item],
        )
    limits = {item: LIMITS[cast("Field", field_of(item))] for item in items}
    report["all"] = _judged(
        scored,
        lambda one: _mean(one.genuine),
        lambda one: [_mean(stranger) for stranger in one.strangers],
        lambda one: all(one.genuine[item] >= limits[item] for item in items),
        lambda one: [all(stranger[item] >= limits[item] for item in items) for stranger in one.strangers],
        lambda one: all(one.plain[item] for item in items),
    )

    def together(scores: Mapping[str, float]) -> bool:
        return agree_together(list(scores.values()), all(scores[item] >= limits[item] for item in items))

    report["together"] = {
        "false_rejection": _share([not together(one.genuine) for one in scored]),
        "false_acceptance": _share([together(other) for one in scored for other in one.strangers], places=5),
    }
    relatives = [other for one in scored for other in one.relatives]
    report["same_postcode"] = {
        "impostors": len(relatives),
        "accepted": sum(together(other) for other in relatives),
    }
    return report


@dataclass(frozen=True, slots=True)
class _Scored:
    """One dialogue's scores for its own record and for others'."""

    speaker: str
    genuine: Mapping[str, float]
    strangers: Sequence[Mapping[str, float]]
    relatives: Sequence[Mapping[str, float]]
    """Others whose postcode is the same: the hardest impostors."""
    plain: Mapping[str, bool]

    @classmethod
    def of(
        cls, dialogue: Dialogue, data: IdentityData, items: Sequence[str], listening: Listening
    ) -> "_Scored":
        scorers: dict[str, Callable[[str], float]] = {}
        for item in items:
            field = cast("Field", field_of(item))
            evidence = evidence_for(field, dialogue.heard.get(item, [])[:ATTEMPTS], listening)
            scorers[item] = lambda value, evidence=evidence: evidence(value)[0]

        def scores(record: Mapping[str, str]) -> dict[str, float]:
            return {item: scorers[item](record.get(item, "")) for item in items}

        own = data.records[dialogue.record]
        chance = random.Random(f"{dialogue.speaker}:{dialogue.record}")  # noqa: S311
        others = [chance.choice(data.records) for _ in range(IMPOSTORS)]
        strangers = [other for other in others if all(other.get(item) != own.get(item) for item in items)]
        where = next((item for item in items if field_of(item) == "postcode"), None)
        relatives = [
            other
            for other in data.records
            if where and other is not own and other.get(where) == own.get(where)
        ]
        plain = {
            item: any(
                exactly(cast("Field", field_of(item)), said[0], own.get(item, ""))
                for said in dialogue.heard.get(item, [])[:ATTEMPTS]
            )
            for item in items
        }
        return cls(
            dialogue.speaker,
            scores(own),
            [scores(other) for other in strangers],
            [scores(other) for other in relatives[:IMPOSTORS]],
            plain,
        )


def _judged(
    scored: Sequence[_Scored],
    genuine: Callable[[_Scored], float],
    strangers: Callable[[_Scored], Sequence[float]],
    passes: Callable[[_Scored], bool],
    stranger_passes: Callable[[_Scored], Sequence[bool]],
    plain: Callable[[_Scored], bool],
) -> Report:
    """False rejection at each false acceptance, each half of the speakers judged by the other's limit."""
    report: Report = {"plain_exact_false_rejection": _share([not plain(one) for one in scored])}
    halves = [[one for one in scored if _half(one.speaker) == half] for half in (0, 1)]
    for wanted in FALSE_ACCEPTANCE:
        rejected: list[bool] = []
        accepted: list[bool] = []
        limits: list[float] = []
        for half in (0, 1):
            against = sorted((score for one in halves[1 - half] for score in strangers(one)), reverse=True)
            if not against:
                continue
            limit = against[int(len(against) * wanted)]
            limits.append(round(limit, 3))
            rejected += [genuine(one) <= limit for one in halves[half]]
            accepted += [score > limit for one in halves[half] for score in strangers(one)]
        report[f"at_false_acceptance_{wanted}"] = {
            "limits": limits,
            "false_rejection": _share(rejected),
            "false_acceptance": _share(accepted, places=5),
        }
    report["at_limits_in_use"] = {
        "false_rejection": _share([not passes(one) for one in scored]),
        "false_acceptance": _share([passed for one in scored for passed in stranger_passes(one)], places=5),
    }
    return report


def _identification(data: IdentityData, items: Sequence[str], listening: Listening) -> Report:
    """Which of all records it is: the best one must be the right one, and no other level with it."""
    right: dict[int, list[bool]] = {1: [], ATTEMPTS: []}
    plain: list[bool] = []
    exact = _exact_index(data, items)
    for dialogue in data.dialogues:
        for attempts, results in right.items():
            heard = {item: said[:attempts] for item, said in dialogue.heard.items()}
            best = best_record(data.records, heard, listening)
            results.append(best is not None and best.index == dialogue.record and best.margin > 0)
        plain.append(_plain_best(dialogue, items, exact) == dialogue.record)
    report: Report = {
        f"right_after_{attempts}_attempts": _share(results) for attempts, results in right.items()
    }
    return {**report, "plain_exact_right": _share(plain)}


def _exact_index(data: IdentityData, items: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    index: dict[tuple[str, str], list[int]] = {}
    for place, record in enumerate(data.records):
        for item in items:
            value = record.get(item, "")
            key = value if field_of(item) == "date" else _plain(value)
            index.setdefault((item, key), []).append(place)
    return index


def _plain_best(
    dialogue: Dialogue, items: Sequence[str], index: Mapping[tuple[str, str], list[int]]
) -> int | None:
    """The one record with the most items that are exactly as heard; None where several have as many."""
    votes: dict[int, int] = {}
    for item in items:
        values = {
            (_plain_date(said[0]) or "") if field_of(item) == "date" else _plain(said[0])
            for said in dialogue.heard.get(item, [])[:ATTEMPTS]
        }
        for place in {place for value in values for place in index.get((item, value), ())}:
            votes[place] = votes.get(place, 0) + 1
    most = max(votes.values(), default=0)
    leaders = [place for place, count in votes.items() if count == most]
    return leaders[0] if len(leaders) == 1 else None


def _matches(field: Field, attempts: Attempts, expected: str, listening: Listening) -> bool:
    return evidence_for(field, attempts, listening)(expected)[0] >= LIMITS[field]


def _half(speaker: str) -> int:
    return hashlib.sha256(speaker.encode()).digest()[0] % 2


def _mean(scores: Mapping[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def _share(results: Sequence[bool], places: int = 4) -> float | None:
    return round(sum(results) / len(results), places) if results else None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _plain_date(text: str) -> str | None:
    words = re.sub(r"\b(?:of|the)\b|(?<=\d)(?:st|nd|rd|th)\b|,", " ", text[:100]).split()
    for form in ("%d %B %Y", "%d %m %Y", "%B %d %Y"):
        try:
            return datetime.strptime(" ".join(words), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _records(path: Path) -> tuple[list[dict[str, str]], dict[str, int]]:
    reader = csv.DictReader(_lines(path))
    header = reader.fieldnames or ()
    key = next((name for name in ("id", "scenario_id") if name in header), None)
    if key is None:
        raise IdentityDataWrong(f"{path}:1: the header has no column `id`")
    rows: list[dict[str, str]] = []
    places: dict[str, int] = {}
    for row in reader:
        if None in row or None in row.values():
            raise IdentityDataWrong(f"{path}:{reader.line_num}: not as many values as the header has columns")
        if row[key] in places:
            raise IdentityDataWrong(f"{path}:{reader.line_num}: `{row[key]}` is there twice")
        places[row[key]] = len(rows)
        rows.append(row)
    if not rows:
        raise IdentityDataWrong(f"{path}:1: there are no records")
    return rows, places


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise IdentityDataWrong(f"{path}: cannot be read: {error}") from error


def _text(fields: Mapping[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise IdentityDataWrong(f"{where}: `{name}` is missing")
    return value


def _attempt(fields: Mapping[str, object], where: str) -> int:
    value = fields.get("attempt_num", 0)
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return int(value)
    raise IdentityDataWrong(f"{where}: `attempt_num` is no whole number")


def _nbest(fields: Mapping[str, object], where: str) -> list[str]:
    """The n-best, which may be a list or a list written as JSON; without it, the one transcript."""
    value = fields.get("nbest")
    if isinstance(value, str):
        try:
            value = cast("object", json.loads(value))
        except json.JSONDecodeError as error:
            raise IdentityDataWrong(f"{where}: `nbest` is no list: {error.msg}") from error
    if value is None or value == []:
        return [str(fields.get("transcription", ""))]
    texts = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise IdentityDataWrong(f"{where}: `nbest` is no list of texts")
    return [str(text) for text in texts]
