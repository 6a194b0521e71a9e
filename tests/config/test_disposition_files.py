"""What calls are filed under: every mistake is named by file and line."""

import shutil
from pathlib import Path

import pytest

from config.centre import Centre
from config.centre_files import CentreError, load_centre
from config.dispositions import OUTCOMES
from config.settings import SAMPLE_CENTRE
from transcripts.events import CallOutcome

GOOD = """[[disposition]]
code = "visit"
title = "A visit"
intents = ["book_visit"]
outcomes = ["answered"]
tools = ["book_engineer.booked", "bill"]

[[disposition]]
code = "other"
title = "Something else"
passed_on = true
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample centre, in one language."""
    skipped = shutil.ignore_patterns("callers", "locales")
    return shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=skipped)


def problems(directory: Path, text: str, file: str = "dispositions.toml") -> list[str]:
    (directory / file).write_text(text)
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    return str(refused.value).replace(f"{directory}/", "").splitlines()


def test_the_outcomes_that_can_be_named_are_those_of_the_journal():
    assert tuple(outcome.value for outcome in CallOutcome) == OUTCOMES


def test_the_sample_files_every_matter_and_has_titles_in_both_languages(centre: Centre):
    filed = {intent for one in centre.dispositions for intent in one.intents}
    assert filed == {intent.name for intent in centre.intents}
    spanish = centre.locales[0].dispositions
    assert [one.code for one in spanish] == [one.code for one in centre.dispositions]
    assert all(one.title != other.title for one, other in zip(spanish, centre.dispositions, strict=True))
    assert [one.intents for one in spanish] == [one.intents for one in centre.dispositions]


def test_a_centre_needs_no_dispositions(directory: Path):
    (directory / "dispositions.toml").unlink()
    assert load_centre(directory).dispositions == ()


def test_all_that_can_be_written_is_read(directory: Path):
    (directory / "dispositions.toml").write_text(GOOD)
    visit, other = load_centre(directory).dispositions
    assert (visit.code, visit.title, visit.intents, visit.outcomes) == (
        "visit",
        "A visit",
        ("book_visit",),
        ("answered",),
    )
    assert visit.tools == (("book_engineer", "booked"), ("bill", ""))
    assert (visit.passed_on, other.passed_on) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('code = "visit"', "", 1, "code is missing"),
        ('title = "A visit"', "", 1, "title is missing"),
        ('code = "visit"', 'code = "Visit!"', 2, 'the code "Visit!" must be lower-case words'),
        (
            '"book_visit"',
            '"book_visits"',
            4,
            'there is no intent "book_visits"; did you mean "book_visit"?',
        ),
        ('"answered"', '"answerd"', 5, 'there is no outcome "answerd"; did you mean "answered"?'),
        ('"bill"', '"bil"', 6, 'there is no tool "bil"; did you mean "bill"?'),
        (
            "engineer.booked",
            "engineer.boked",
            6,
            'there is no outcome of book_engineer "boked"; did you mean "booked"?',
        ),
        ('code = "other"', 'code = "visit"', 9, "there is another disposition with the code visit"),
        ("Something else", "a VISIT", 10, 'visit has the title "a VISIT", too'),
        ("passed_on = true", "passed_on = 1", 11, "passed_on must be true or false"),
        ("passed_on = true", "transfered = true", 11, 'there is no key "transfered"'),
    ],
)
def test_a_mistake_is_named_by_its_line(directory: Path, old: str, new: str, line: int, what: str):
    assert old in GOOD
    found = problems(directory, GOOD.replace(old, new))
    assert any(one.startswith(f"dispositions.toml:{line}: ") and what in one for one in found), found


def test_an_empty_file_is_a_mistake(directory: Path):
    assert problems(directory, "") == [
        "dispositions.toml:1: there is no [[disposition]] here; write at least one"
    ]


def test_nobody_finds_the_right_one_among_too_many(directory: Path):
    many = "\n".join(f'[[disposition]]\ncode = "code_{one}"\ntitle = "{one}"' for one in range(61))
    assert any(
        "there are 61 dispositions; keep to 60 or fewer" in one
        for one in problems(directory, many.replace("code_", "c"))
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            '[[disposition]]\ncode = "visit"\ntitle = "Una visita"\n',
            "dispositions.toml:1: the disposition other is missing",
        ),
        (
            '[[disposition]]\ncode = "visits"\ntitle = "Una visita"\n',
            'dispositions.toml:2: there is no disposition "visits"; did you mean "visit"?',
        ),
        (
            '[[disposition]]\ncode = "visit"\ntitle = "Una visita"\nintents = []\n',
            'dispositions.toml:4: there is no key "intents"',
        ),
        (
            '[[disposition]]\ncode = "visit"\ntitle = "Una"\n[[disposition]]\ncode = "visit"\ntitle = "Dos"\n',
            "dispositions.toml:5: the disposition visit is there twice",
        ),
    ],
)
def test_another_language_has_all_titles_and_nothing_else(tmp_path: Path, text: str, what: str):
    skipped = shutil.ignore_patterns("callers")
    directory = shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=skipped)
    (directory / "dispositions.toml").write_text(GOOD)
    found = problems(directory, text, "locales/es-US/dispositions.toml")
    assert any(what in one for one in found), found
