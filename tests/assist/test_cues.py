"""Cues in callers' words: danger is noticed, and everyday uses of its words are not taken for it."""

import re
from types import ModuleType

import pytest

from assist.cues import LANGUAGES, compiled, cues, frustration
from tests.assist import cue_lines
from tests.assist.cue_lines import FRESH, LATER, LATER_SPANISH, SPANISH, TAKEN_BACK_TOO_MUCH, lines

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
    families = [
        ("en-US", ENGLISH),
        ("en-US", FRESH),
        ("en-US", LATER),
        ("es-US", SPANISH),
        ("es-US", LATER_SPANISH),
    ]
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


@pytest.mark.parametrize("line", lines(TAKEN_BACK_TOO_MUCH))
def test_an_everyday_use_of_words_does_not_hide_danger_beside_it(line: str):
    assert "emergency" in kinds(line, "en-US")


@pytest.mark.parametrize(
    "line", ["mi esposo no respira y llame a la policía", "mi esposo no respira y llame a la policia"]
)
def test_accents_that_a_recogniser_leaves_out_do_not_matter(line: str):
    (cue,) = cues(line, "es-US")
    assert cue.cue == "emergency"
    assert cue.words in line


Words = tuple[ModuleType, dict[str, str]]


def texts(words: Words) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    return words[0].CUES, words[1], words[0].TABLES


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_no_phrase_repeats_anything_without_end_but_the_letters_of_a_word(words: Words):
    phrases, taken_back, tables = texts(words)
    for text in (phrases, taken_back):
        for pattern in compiled(text, tables, words[0].NEGATIONS).values():
            rest = re.sub(r"\\S[*+] ", "", pattern.pattern)
            gaps = re.findall(r"\{0,(\d)\}", rest)
            assert rest.count("{") == len(gaps)
            assert all(int(most) <= 7 for most in gaps)
            assert not re.search(r"(?<!\\)[*+]", rest)


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_brackets_of_phrases_do_not_nest_and_every_table_is_used(words: Words):
    phrases, taken_back, tables = texts(words)
    text = "\n".join([*phrases.values(), *taken_back.values()])
    assert not re.search(r"[()]", re.sub(r"\([^()]*\)", "", text))
    assert set(tables) == set(re.findall(r"\b[A-Z]{2,}\b", " ".join([text, *tables.values()])))


def test_ten_kilobytes_of_words_that_begin_phrases_are_read_to_no_cue():
    assert cues("there is a my he the near wire " * 330, "en-US") == ()
