import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.entities import Listening
from assist.identity_match import best_record, match_claim, match_field

BRITISH = Listening("GB", datetime(2026, 11, 21, tzinfo=UTC))

AGREE = [
    ("name", "Max Savage", [["Max Savage"]]),
    ("name", "Max Savage", [["Mac's salvage", "Max Savage"]]),
    ("name", "Max Savage", [["my name is max savage thanks"]]),
    ("name", "Max Savage", [["Max"], ["m a x s a v a g e"]]),
    ("name", "Katherine Cox", [["Catherine Cox"]]),
    ("name", "Beverley Rahman", [["beverly ramen"], ["B E V E R L E Y R A H M A N"]]),
    ("postcode", "TQ6R 4FL", [["t for Tommy Q for Queen 6 all for Raja 4 S 4 Freddy lima"]]),
    ("postcode", "N2E 5LQ", [["n 2 e v lq"]]),
    ("postcode", "BN8 9ZT", [["it's b n 8 9 Z T thank you"]]),
    ("postcode", "BD0M 4AR", [["b d 0 m for a are"]]),
    ("postcode", "EX8 5QG", [["X"], ["E X 8 5 Q G"]]),
    ("date", "1929-04-26", [["26th of April 1920 9"]]),
    ("date", "1907-09-25", [["2509 19 07"]]),
    ("date", "1934-04-14", [["the fourteenth of the fourth nineteen thirty four"]]),
    ("date", "1986-10-27", [["what is 7th October 1986", "27th October 1986"]]),
    ("digits", "4400", [["double four double oh"]]),
    ("digits", "4400", [["four five"], ["four four oh oh"]]),
    ("code", "AB12C", [["A for apple B one two C"]]),
    ("email", "j.berry@gmail.com", [["J dot Berry at gmail dot com"]]),
]

DIFFER = [
    ("name", "Max Savage", [["Joe Berry"]]),
    ("name", "Max Savage", [["Max"]]),
    ("name", "Max Savage", [["Max Turner"], ["Max Turner"]]),
    ("name", "Max Savage", [[""]]),
    ("name", "Max Savage", []),
    ("postcode", "TQ6R 4FL", [["G 3 9 2 Q X"]]),
    ("postcode", "TQ6R 4FL", [["T Q 6"]]),
    ("postcode", "SW1A 1AA", [["S W 9 Q 8 L N"]]),
    ("date", "1929-04-26", [["26th of April 1964"]]),
    ("date", "1929-04-26", [["the 3rd of April 1929"]]),
    ("date", "1929-04-26", [["April 1929"]]),
    ("digits", "4400", [["four four oh one"]]),
    ("digits", "", [["four four oh one"]]),
    ("digits", "4400", [["four four oh"]]),
    ("code", "AB12C", [["A B one three D"]]),
    ("email", "j.berry@gmail.com", [["J dot Perry at gmail dot com"]]),
    ("postcode", "", [["S W 9"]]),
    ("date", "no date", [["26th of April 1964"]]),
]


@pytest.mark.parametrize(("field", "expected", "attempts"), AGREE)
def test_what_the_caller_said_agrees_with_the_record(field: str, expected: str, attempts: list[list[str]]):
    assert match_field(field, expected, attempts, BRITISH).matched


@pytest.mark.parametrize(("field", "expected", "attempts"), DIFFER)
def test_what_somebody_else_would_say_does_not(field: str, expected: str, attempts: list[list[str]]):
    match = match_field(field, expected, attempts, BRITISH)
    assert not match.matched


def test_the_words_and_the_attempt_are_those_that_agree_best():
    match = match_field("postcode", "M1 1AE", [["sorry what"], ["m 9", "M one one A E"]], BRITISH)
    assert (match.matched, match.words, match.attempt) == (True, "M one one A E", 1)


def test_parts_of_several_attempts_make_a_whole():
    one = match_field("name", "Sheila Booth", [["Sheila shoes"]], BRITISH)
    both = match_field("name", "Sheila Booth", [["Sheila shoes"], ["B O O T H"]], BRITISH)
    assert both.score > one.score
    assert both.matched


@pytest.mark.parametrize(
    ("field", "expected", "guesses"),
    [
        ("name", "Max Savage", "Joe Berry, Ann Smith, Max Savage, Tom Turner, Teresa Jones"),
        ("postcode", "M1 1AE", "M 1 1 A A, M 1 1 A B, M 1 1 A C, M 1 1 A D, M 1 1 A E"),
        ("date", "1929-04-26", "25th of April 1929, 26th of April 1929, 27th of April 1929"),
        ("digits", "4400", "4399 maybe 4400 maybe 4401"),
    ],
)
def test_a_caller_who_tries_one_after_another_in_a_turn_proves_nothing(
    field: str, expected: str, guesses: str
):
    assert not match_field(field, expected, [[guesses]], BRITISH).matched


def test_a_secret_is_right_or_wrong_and_never_nearly():
    assert match_field("digits", "4401", [["four four oh oh", "four four oh nine"]], BRITISH).score == 0.0


RECORDS = [
    {"name": "Max Savage", "postcode": "TQ6R 4FL", "dob": "1929-04-26"},
    {"name": "Joe Berry", "postcode": "M4 0QG", "dob": "1970-11-20"},
    {"name": "Jo Berry", "postcode": "M4 0QG", "dob": "1999-01-02"},
    {"name": "Teresa Smith", "postcode": "JE0X 5SB", "dob": "1909-08-11"},
]


def test_the_best_record_is_found_by_all_that_was_heard():
    heard = {
        "postcode": [["m 4 oh q g"]],
        "name": [["Joe Perry"]],
        "dob": [["second of January ninety nine"]],
    }
    best = best_record(RECORDS, heard, BRITISH)
    assert best is not None
    assert best.index == 2
    assert best.margin > 0.1


def test_one_misheard_field_is_made_up_for_by_two_that_are_right():
    heard = {"postcode": [["t q 6 r 4"]], "name": [["Max Savage"]], "dob": [["26th of April 1929"]]}
    claim = match_claim(RECORDS[0], heard, BRITISH)
    assert not claim.fields["postcode"].matched
    assert claim.matched


def test_a_field_that_says_something_else_is_not_made_up_for():
    heard = {"postcode": [["t q 6 r 4 f l"]], "name": [["Max Savage"]], "dob": [["3rd of June 1964"]]}
    assert not match_claim(RECORDS[0], heard, BRITISH).matched


def test_two_fields_cannot_make_up_for_each_other():
    heard = {"postcode": [["t q 6 r 4"]], "name": [["Max Savage"]]}
    assert not match_claim(RECORDS[0], heard, BRITISH).matched


def test_a_wrong_secret_is_never_made_up_for():
    record = {**RECORDS[0], "digits": "4400"}
    heard = {
        "postcode": [["t q 6 r 4 f l"]],
        "name": [["Max Savage"]],
        "dob": [["26th of April 1929"]],
        "digits": [["four four oh one"]],
    }
    assert not match_claim(record, heard, BRITISH).matched
    assert match_claim(record, {**heard, "digits": [["four four double oh"]]}, BRITISH).matched


def test_a_neighbour_with_the_same_surname_is_refused():
    heard = {"postcode": [["m 4 oh q g"]], "name": [["Joe Berry"]], "dob": [["20th of November 1970"]]}
    assert match_claim(RECORDS[1], heard, BRITISH).matched
    assert not match_claim(RECORDS[2], heard, BRITISH).matched


def test_a_claim_without_anything_heard_is_no_match():
    assert not match_claim(RECORDS[0], {}, BRITISH).matched


def test_two_records_that_agree_alike_leave_no_margin():
    best = best_record(RECORDS, {"postcode": [["m 4 oh q g"]]}, BRITISH)
    assert best is not None
    assert best.margin == 0.0


def test_nothing_heard_finds_nobody():
    assert best_record(RECORDS, {}, BRITISH) is None
    assert best_record([], {"name": [["Joe Berry"]]}, BRITISH) is None
    assert best_record(RECORDS, {"shoe_size": [["nine"]]}, BRITISH) is None


@given(
    st.sampled_from(["name", "postcode", "date", "digits", "code", "email"]),
    st.text(max_size=30),
    st.lists(st.lists(st.text(max_size=60), max_size=3), max_size=3),
)
def test_any_record_is_held_against_any_words(field: str, expected: str, attempts: list[list[str]]):
    match = match_field(field, expected, attempts, BRITISH)
    assert 0.0 <= match.score <= 1.0
    assert -1 <= match.attempt < len(attempts)


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", fullmatch=True))
def test_a_postcode_that_is_spelt_always_agrees(postcode: str):
    spelt = " ".join(postcode.replace(" ", ""))
    assert match_field("postcode", postcode, [[spelt]], BRITISH).matched


@pytest.mark.parametrize("piece", ["one ", "a b c ", "xyzzy ", "may 1 ", "at dot com ", "9"])
def test_no_attempt_makes_matching_run_away(piece: str):
    began = time.process_time()
    for field, expected in [("name", "Max Savage"), ("postcode", "TQ6R 4FL"), ("date", "1929-04-26")]:
        match_field(field, expected, [[piece * 2000] * 10] * 5, BRITISH)
    assert time.process_time() - began < 3.0
