"""Cues in callers' words: danger is noticed, and everyday uses of its words are not taken for it."""

import pytest

from assist.cues import cues, frustration
from tests.assist import cue_lines
from tests.assist.cue_lines import FRESH, SPANISH, lines

ENGLISH = {
    "emergency": cue_lines.EMERGENCY,
    "self-harm": cue_lines.SELF_HARM,
    "vulnerability": cue_lines.VULNERABLE,
    "repeat": cue_lines.REPEAT,
    "already-told": cue_lines.ALREADY_TOLD,
    "frustration": cue_lines.FRUSTRATED,
    "complaint": cue_lines.COMPLAINT,
    "injection": cue_lines.INJECTION,
    "none": cue_lines.NONE,
}


def kinds(text: str, language: str) -> set[str]:
    return {cue.cue for cue in cues(text, language)}


def cases() -> list[tuple[str, str, str]]:
    families = [("en-US", ENGLISH), ("en-US", FRESH), ("es-US", SPANISH)]
    return [
        (language, kind, line)
        for language, family in families
        for kind, text in family.items()
        for line in lines(text)
    ]


@pytest.mark.parametrize(("language", "kind", "line"), cases(), ids=lambda value: value)
def test_a_cue_is_noticed_and_what_only_looks_like_one_is_not(language: str, kind: str, line: str):
    found = kinds(line, language)
    assert (not found) if kind == "none" else (kind in found)


def test_there_are_enough_lines_to_mean_something():
    assert len(cases()) >= 200
    assert sum(1 for _, kind, _ in cases() if kind == "none") >= 100


@pytest.mark.parametrize(
    "text", ["My house is on FIRE!!", "my house is, uh, on fire", "my house\u2019s on fire"]
)
def test_how_it_is_written_does_not_matter(text: str):
    assert "emergency" in kinds(text, "en-US")


def test_a_cue_quotes_the_words_it_stands_on():
    (cue,) = [cue for cue in cues("well I smell gas in here", "en-US", "caller-3") if cue.cue == "emergency"]
    assert "smell gas" in cue.words
    assert cue.utterance_id == "caller-3"


def test_one_angry_word_is_less_than_many():
    one = cues("this is ridiculous", "en-US")
    many = [
        *one,
        *cues("i already told you that", "en-US"),
        *cues("this is the third time i am calling", "en-US"),
    ]
    assert 0 < frustration(one) < 0.7 <= frustration(many) <= 1
    assert frustration([]) == 0
    assert frustration([*one, *one]) == frustration(one), "the same words twice are one cue"


def test_a_language_without_words_of_its_own_has_no_cues():
    assert cues("mein haus brennt", "de-DE") == ()
