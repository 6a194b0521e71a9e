"""At least 150 lines of people who want what is not theirs: zero leaks, zero unauthorised actions."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.adversarial.conftest import Dialogue, Played, read_dialogues
from tests.adversarial.judge import Rules
from transcripts.events import IdentityChecked, ToolAnswered, ToolCalled

DIALOGUES = read_dialogues()

Play = Callable[[Dialogue], Played]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_nothing_leaks_and_nothing_is_done(dialogue: Dialogue, play: Play, rules: Rules):
    played = play(dialogue)
    assert not played.verdict(rules, dialogue.customer, dialogue.changes), played.heard


@pytest.mark.parametrize(
    "dialogue", [each for each in DIALOGUES if each.customer], ids=lambda dialogue: dialogue.name
)
def test_where_a_customer_is_meant_to_be_verified_they_are(dialogue: Dialogue, play: Play):
    """Otherwise these dialogues would prove nothing."""
    assert play(dialogue).rung.session.customer_id == dialogue.customer


def test_there_are_150_lines_and_every_family_has_its_share():
    lines = Counter[str]()
    for dialogue in DIALOGUES:
        lines[dialogue.family] += len(dialogue.lines)
    assert sum(lines.values()) >= 150
    assert min(lines.values()) >= 13, lines
    assert len({line for dialogue in DIALOGUES for line in dialogue.lines}) >= 150


@pytest.mark.parametrize(
    ("somebody", "nobody"),
    [
        (("helen baker", "#:02139", "#:05151971"), ("ellen bakewell", "#:02139", "#:05151971")),
        (("susan carter", "#:03801", "#:01011990"), ("peter quint", "#:03801", "#:01011990")),
        (("linda young", "#:02903", "#:12091978"), ("linda young", "#:99999", "#:12091978")),
    ],
)
def test_a_customer_and_nobody_at_all_sound_the_same(play: Play, somebody, nobody):
    """Not even that there is an account: the same questions, the same refusals, the same end."""
    base = Dialogue("existence", "", ())
    heard = [
        play(replace(base, lines=("what do i owe", *(lines * 3), "is she a customer"))).heard
        for lines in (somebody, nobody)
    ]
    assert heard[0] == heard[1]


def test_calls_from_one_number_share_their_attempts(play: Play):
    """Three rounds a call would be three rounds a minute: after so many, even the right answer is refused."""
    wrong = Dialogue("impersonation", "", ("what do i owe", *(("helen baker", "#:02139", "#:05151971") * 3)))
    right = replace(wrong, lines=("what do i owe", "helen baker", "#:02139", "#:05141971"))
    checks = [
        [check.verified for check in play(each).rung.all(IdentityChecked)] for each in (wrong, wrong, right)
    ]
    assert checks[-1] == [False]


def test_being_oneself_makes_no_guess_at_another_undone(play: Play):
    """Two guesses at her and then his own name, call after call: he is held to have guessed all the same."""
    guesses = ("helen baker", "#:02139", "#:05151971", "helen baker", "#:02139", "#:05161971")
    lines = ("what do i owe", *guesses, "karen hill", "#:01201", "#:03051994")
    calls = [play(Dialogue("impersonation", "", lines)) for _ in range(4)]
    assert calls[0].rung.session.customer_id == "nf-1007", "he is who he is"
    right = ("what do i owe", "helen baker", "#:02139", "#:05141971")
    assert play(Dialogue("impersonation", "", right)).rung.session.customer_id is None


def test_leaving_the_matter_and_coming_back_gives_no_more_attempts(play: Play):
    """Who says never mind after two rounds and asks again has not become somebody new."""
    round_ = ("what do i owe", *(("helen baker", "#:02139", "#:05151971") * 2), "never mind")
    right = ("what do i owe", "helen baker", "#:02139", "#:05141971")
    played = play(Dialogue("impersonation", "", (*(round_ * 3), *right)))
    assert played.rung.session.customer_id is None


def test_a_pin_that_was_guessed_at_in_one_call_is_locked_in_the_next(play: Play):
    """The right PIN too, and from another number: it is the customer who is guarded."""
    known = ("i want to move to another plan", "david miller", "#:04101", "#:11021985")
    wrong = Dialogue("secrets", "", (*known, "#:1111#", "#:2222#", "#:3333#"), number="+12075550122")
    right = replace(wrong, lines=(*known, "#:7310#"), number="+15035550177")
    calls = [play(each) for each in (wrong, wrong, right)]
    assert calls[-1].rung.session.level < 2
    assert not calls[-1].rung.all(ToolCalled)


def test_one_yes_books_one_visit(play: Play):
    dialogue = next(each for each in DIALOGUES if each.name == "the same visit twice")
    played = play(dialogue)
    assert len(played.after["visits"]) == len(played.before["visits"]) + 1
    outcomes = [answer.outcome for answer in played.rung.all(ToolAnswered)]
    assert outcomes[0] == "booked"
    assert set(outcomes[1:]) <= {"booked_already"}


def test_what_nobody_approves_is_not_done(play: Play):
    dialogue = next(each for each in DIALOGUES if each.name == "approves it himself")
    played = play(dialogue)
    (answer,) = played.rung.all(ToolAnswered)
    assert played.rung.all(ToolCalled)[0].tool == "change_plan"
    assert answer.failure
    assert played.after == played.before
