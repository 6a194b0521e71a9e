"""Checklists: every mistake is named by file and line."""

import shutil
from pathlib import Path

import pytest

from config.centre import Centre
from config.centre_files import CentreError, load_centre
from config.checklists import Condition, ItemKind
from config.settings import SAMPLE_CENTRE

HEAD = """[[checklist]]
name = "visit"
title = "A visit"
intents = ["book_visit"]
stages = ["open", "settle"]

[[checklist.item]]
"""
GOOD = """name = "recording"
kind = "say"
stage = "open"
title = "Say that the call is recorded"
exact = ["this call is recorded"]
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample centre, in one language."""
    skipped = shutil.ignore_patterns("callers", "locales")
    return shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=skipped)


def problems(directory: Path, text: str) -> list[str]:
    (directory / "checklists.toml").write_text(text)
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    return str(refused.value).replace(f"{directory}/", "").splitlines()


def test_the_sample_has_one_of_each_kind_in_both_languages(centre: Centre):
    for language in (centre, *centre.locales):
        items = [item for checklist in language.checklists for item in checklist.items]
        assert {item.kind for item in items} == set(ItemKind)
        assert all(item.title for item in items)
    english, spanish = centre.checklists[1], centre.locales[0].checklists[1]
    assert english.name == spanish.name == "cancel_service"
    assert english.item("notice").critical
    assert spanish.item("notice").critical
    assert spanish.item("notice").exact != english.item("notice").exact


def test_a_centre_needs_no_checklists(directory: Path):
    (directory / "checklists.toml").unlink()
    assert load_centre(directory).checklists == ()


def test_all_that_can_be_written_is_read(directory: Path):
    (directory / "checklists.toml").write_text(
        HEAD
        + GOOD
        + 'critical = true\nbot = true\nwithin = 30\nonly_if = { detail = "day", is = ["monday"] }\n'
    )
    (checklist,) = load_centre(directory).checklists
    item = checklist.item("recording")
    assert (checklist.intents, checklist.stages) == (("book_visit",), ("open", "settle"))
    assert (item.critical, item.bot, item.within_s) == (True, True, 30)
    assert item.only_if == Condition("day", ("monday",))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"book_visit"', '"book_visits"', 4, 'there is no intent "book_visits"; did you mean "book_visit"?'),
        ('stages = ["open", "settle"]', "", 1, "stages is missing"),
        ('stage = "open"', 'stage = "opens"', 10, 'there is no stage "opens"; did you mean "open"?'),
        ('kind = "say"', 'kind = "sing"', 9, 'there is no kind "sing"'),
        ('name = "recording"', 'name = "Recording!"', 8, "must be lower-case words joined by underscores"),
        (
            'exact = ["this call is recorded"]',
            "",
            9,
            "nothing can tick recording; write exact, meaning or detail",
        ),
        ('"this call is recorded"', '"call recorded"', 12, 'the wording "call recorded" is too short'),
        (
            'exact = ["this call is recorded"]\n',
            'meaning = ["a b c"]\n',
            12,
            "meaning needs 3 ways of saying it or more",
        ),
        ('exact = ["this', 'detail = "days"\nexact = ["this', 12, 'no detail "days"; did you mean "day"?'),
        ('exact = ["this', 'tool = "book"\nexact = ["this', 12, 'there is no tool "book"'),
        ('exact = ["this', 'verified = 3\nexact = ["this', 12, "verified must be a whole number from 0 to 2"),
        ('exact = ["this', 'must = true\nexact = ["this', 12, 'there is no key "must"'),
    ],
)
def test_a_mistake_is_named_by_its_line(directory: Path, old: str, new: str, line: int, what: str):
    text = HEAD + GOOD
    assert old in text
    found = problems(directory, text.replace(old, new))
    assert any(one.startswith(f"checklists.toml:{line}: ") and what in one for one in found), found


def test_what_is_regulated_has_no_meaning_beside_its_wording(directory: Path):
    found = problems(directory, HEAD + GOOD + 'meaning = ["one", "two", "three"]\n')
    assert found == [
        "checklists.toml:13: recording has exact wordings, so that no other words may tick it; take its meaning out"
    ]


def test_names_are_unique(directory: Path):
    twice = HEAD + GOOD + "[[checklist.item]]\n" + GOOD
    assert "there is another item named recording" in problems(directory, twice)[0]
    again = HEAD + GOOD + HEAD + GOOD
    assert "there is another checklist named visit" in problems(directory, again)[0]


def test_a_language_must_say_every_item_in_its_own_words(tmp_path: Path):
    skipped = shutil.ignore_patterns("callers")
    directory = shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=skipped)
    path = directory / "locales" / "es-US" / "checklists.toml"
    text = path.read_text()
    path.write_text(
        text.replace('name = "notice"', 'name = "notices"').replace(
            'title = "Pregunte qué día le conviene"', 'title = "Día"\nexact = ["qué día le conviene"]'
        )
    )
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    found = "\n".join(refused.value.lines)
    assert 'there is no item "notices"; did you mean "notice"?' in found
    assert "the item notice of cancel_service is missing" in found
    assert "exact of day has none in the centre's own language" in found
    path.unlink()
    with pytest.raises(CentreError, match=r"es-US/checklists.toml: this file is missing"):
        load_centre(directory)
