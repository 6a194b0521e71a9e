import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assist.entities import Listening
from assist.evaluation.identity import (
    IdentityDataWrong,
    Report,
    evaluate_identity,
    exactly,
    read_identity_data,
)

BRITISH = Listening("GB", datetime(2026, 11, 21, tzinfo=UTC))

RECORDS = """id,name,postcode,dob
a,Max Savage,TQ6R 4FL,1929-04-26
b,Joe Berry,M4 0QG,1970-11-20
c,Teresa Smith,JE0X 5SB,1909-08-11
d,Ann Berry,M4 0QG,1988-02-03
"""


def turn(record: str, speaker: str, item: str, *nbest: str, attempt: int = 0) -> dict[str, object]:
    return {
        "dialogue_id": f"{record}-{speaker}",
        "speaker_id": speaker,
        "record_id": record,
        "item": item,
        "attempt_num": attempt,
        "nbest": list(nbest),
    }


TURNS = [
    turn("a", "one", "name", "mac's salvage", "max savage"),
    turn("a", "one", "postcode", "t q 6", attempt=0),
    turn("a", "one", "postcode", "t q 6 r 4 f l", attempt=1),
    turn("a", "one", "dob", "26th of April 1920 9"),
    turn("b", "two", "name", "Joe Berry"),
    turn("b", "two", "postcode", "m 4 oh q g"),
    turn("b", "two", "dob", "20th of November 1970"),
    turn("z", "three", "name", "nobody here"),
]


def written(folder: Path, turns: str | None = None, records: str = RECORDS) -> tuple[Path, Path]:
    said, known = folder / "turns.jsonl", folder / "records.csv"
    said.write_text("\n".join(map(json.dumps, TURNS)) if turns is None else turns, encoding="utf-8")
    known.write_text(records, encoding="utf-8")
    return said, known


def part(report: object, *path: str) -> object:
    for name in path:
        assert isinstance(report, dict)
        report = report[name]
    return report


@pytest.fixture(name="report")
def evaluated(tmp_path: Path) -> Report:
    return evaluate_identity(read_identity_data(*written(tmp_path)), BRITISH)


def test_callers_are_found_among_all_records(report: Report):
    assert part(report, "identification", "right_after_3_attempts") == 1.0
    assert part(report, "identification", "right_after_1_attempts") == 1.0


def test_what_the_plain_comparison_misses_is_shown_beside(report: Report):
    first = part(report, "capture", "name", "attempt_1")
    assert isinstance(first, dict)
    assert first["plain_best_transcript"] == 0.5
    assert first["plain_any_of_nbest"] == 1.0
    assert first["matched_nbest"] == 1.0
    assert part(report, "verification", "all", "plain_exact_false_rejection") == 1.0


def test_strangers_and_neighbours_are_refused(report: Report):
    assert part(report, "verification", "all", "at_limits_in_use") == {
        "false_rejection": 0.0,
        "false_acceptance": 0.0,
    }
    assert part(report, "verification", "same_postcode") == {"impostors": 1, "accepted": 0}


def test_turns_without_a_record_are_counted_and_left_out(report: Report):
    assert report["turns_without_record"] == 1
    assert report["dialogues"] == 2


def test_the_plain_comparison_reads_figures_and_usual_dates():
    assert exactly("postcode", "TQ6R4FL", "TQ6R 4FL")
    assert exactly("date", "the 26th of April 1929", "1929-04-26")
    assert not exactly("date", "26th of April 1920 9", "1929-04-26")
    assert not exactly("name", "", "")


@pytest.mark.parametrize(
    ("turns", "records", "complaint"),
    [
        ("{", RECORDS, "turns.jsonl:1: no JSON"),
        ("\n[]", RECORDS, "turns.jsonl:2: a turn is an object"),
        ('{"record_id": "a"}', RECORDS, "turns.jsonl:1: `dialogue_id` is missing"),
        ('{"dialogue_id": "x"}', RECORDS, "turns.jsonl:1: `scenario_id` is missing"),
        (
            json.dumps(turn("a", "one", "shoe", "nine")),
            RECORDS,
            "turns.jsonl:1: `shoe` is no column of the records",
        ),
        (
            json.dumps({**turn("a", "o", "name"), "attempt_num": "x"}),
            RECORDS,
            "`attempt_num` is no whole number",
        ),
        (json.dumps({**turn("a", "o", "name"), "nbest": "["}), RECORDS, "turns.jsonl:1: `nbest` is no list"),
        (json.dumps({**turn("a", "o", "name"), "nbest": [1]}), RECORDS, "turns.jsonl:1: `nbest` is no list"),
        (json.dumps(turn("z", "o", "name", "x")), RECORDS, "no turn belongs to a record"),
        ("", "name\nMax", "records.csv:1: the header has no column `id`"),
        ("", "id,name\n", "records.csv:1: there are no records"),
        ("", "id,name\na,Max\na,Joe", "records.csv:3: `a` is there twice"),
        ("", "id,name\na", "records.csv:2: not as many values"),
        ("", "id,name\na,b,c", "records.csv:2: not as many values"),
    ],
)
def test_data_that_cannot_be_read_is_named_by_file_and_line(
    tmp_path: Path, turns: str, records: str, complaint: str
):
    with pytest.raises(IdentityDataWrong) as wrong:
        read_identity_data(*written(tmp_path, turns, records))
    assert complaint in str(wrong.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(IdentityDataWrong, match="nowhere"):
        read_identity_data(tmp_path / "nowhere", tmp_path / "nowhere.csv")


def test_an_nbest_may_be_written_as_text_or_be_a_single_transcript(tmp_path: Path):
    turns = [
        {**turn("a", "o", "name"), "nbest": '["Max", "Mac"]'},
        {**turn("a", "o", "dob"), "nbest": None, "transcription": "May"},
    ]
    data = read_identity_data(*written(tmp_path, "\n".join(map(json.dumps, turns))))
    assert data.dialogues[0].heard == {"name": [["Max", "Mac"]], "dob": [["May"]]}
