"""What agents are told at once: every mistake is named by file and line, in every language."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assist.cues import cues
from config.centre import Centre
from config.centre_files import CentreError, load_centre
from config.settings import SAMPLE_CENTRE
from config.whisper_files import CUES, MOST_WORDS


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample centre, to break."""
    return shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=shutil.ignore_patterns("callers"))


def problems(directory: Path) -> list[str]:
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    return str(refused.value).replace(f"{directory}/", "").splitlines()


def whispers(directory: Path, *lines: str, language: str = "") -> list[str]:
    place = directory / "locales" / language if language else directory
    (place / "whispers.toml").write_text("\n".join(["[whispers]", *lines]) + "\n")
    return problems(directory)


def test_the_sample_has_a_text_for_what_is_grave_in_both_languages(centre: Centre):
    for one in (centre, *centre.locales):
        assert set(one.whispers) == {"emergency", "self-harm", "vulnerability", "complaint"}
        assert all(len(text.split()) <= MOST_WORDS for text in one.whispers.values())
    assert centre.whispers["self-harm"] != centre.locales[0].whispers["self-harm"]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("my house is on fire", "emergency"),
        ("i want to kill myself", "self-harm"),
        ("i lost my job and i cannot pay", "vulnerability"),
        ("i want to make a complaint", "complaint"),
    ],
)
def test_the_cues_are_those_that_are_noticed(text: str, cue: str):
    assert cue in CUES
    assert cue in {one.cue for one in cues(text, "en-US")}


def test_a_centre_need_not_have_whispers(directory: Path):
    (directory / "whispers.toml").unlink()
    centre = load_centre(directory)
    assert centre.whispers == {}
    assert centre.locales[0].whispers == {}


def test_a_cue_that_is_not_noticed_is_named_with_the_nearest(directory: Path):
    assert whispers(directory, 'complaints = "Listen first."')[0] == (
        'whispers.toml:2: there is no cue "complaints"; did you mean "complaint"?'
    )


def test_a_text_is_short_and_plain(directory: Path):
    found = whispers(directory, f'complaint = "{"word " * 41}"', 'repeat = "<b>Now</b>"', 'swearing = ""')
    assert found[:3] == [
        "whispers.toml:2: the whisper complaint has 41 words; an agent can take in 40",
        "whispers.toml:3: the whisper repeat must be plain sentences on one line, without < > { }",
        "whispers.toml:4: swearing must be text in quotes",
    ]


def test_another_language_has_the_same_whispers_and_no_others(directory: Path):
    found = whispers(
        directory,
        'emergency = "Pregunte."',
        'complaint = "Escuche."',
        'repeat = "Otra vez."',
        language="es-US",
    )
    place = "locales/es-US/whispers.toml"
    assert f"{place}:2: the whisper self-harm is missing" in " ".join(found).replace(":1:", ":2:")
    assert any("the whisper vulnerability is missing" in line for line in found)
    assert any(f'{place}:4: there is no cue "repeat"' in line for line in found)


def test_a_language_without_the_file_is_named(directory: Path):
    (directory / "locales/es-US/whispers.toml").unlink()
    assert problems(directory) == ["locales/es-US/whispers.toml: this file is missing"]


def test_an_agents_first_day_is_a_day(directory: Path, centre: Centre):
    ben = centre.agent("ben-carter")
    ana = centre.agent("ana-flores")
    assert ben is not None
    assert ana is not None
    assert (ben.started, ana.started) == (date(2024, 3, 4), None)
    path = directory / "agents.toml"
    text = path.read_text()
    for wrong in ('"2024-03-04"', "2024-03-04T09:00:00", "2024"):
        path.write_text(text.replace("started = 2024-03-04", f"started = {wrong}"))
        (line,) = problems(directory)
        assert line.endswith("started must be a day, such as 2026-01-05 (without quotes)")
