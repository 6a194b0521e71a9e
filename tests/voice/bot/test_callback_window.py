"""When people ring back: the day and the part of the day that are agreed on, and what is no agreement."""

from datetime import UTC, datetime

import pytest

from assist.entities import Listening
from config.centre import Centre
from transcripts.events import AnyEvent, CallbackAgreed
from voice.bot.callback_window import Wish, call_window
from voice.bot.conversation import Conversation
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.understanding import Understanding

WEDNESDAY = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
"""Eleven in the morning in New York, where the centre is."""
MOBILE, ANOTHER = "+14155552671", "+15035550142"
ASKED, AGAIN = "callback_window_ask", "callback_window_again"


class Call:
    """A call that has come to the question of when to ring back."""

    def __init__(self, centre: Centre, understanding: Understanding, at: datetime = WEDNESDAY) -> None:
        self.understanding = understanding
        self.conversation = Conversation(
            "call-1",
            centre,
            {centre.language: understanding},
            caller_number=MOBILE,
            confidence=0.7,
            wall_clock=lambda: at,
        )
        self.turns = 0
        self.events: list[AnyEvent] = []
        self.moves: list[Move] = []
        self.conversation.answered(0)
        self.conversation.heard("greeting", complete=True)
        self.say("I want to talk to a person")

    def say(self, text: str, *alternatives: str) -> list[str]:
        """The prompts that it is answered with."""
        self.turns += 1
        understood = self.understanding.of(f"caller-{self.turns}", text, alternatives)
        return self._took(self.conversation.turn(understood, self.turns * 5000))

    def press(self, key: str) -> list[str]:
        return self._took(self.conversation.key(key, self.turns * 5000 + 100))

    def silence(self) -> list[str]:
        self.turns += 1
        return self._took(self.conversation.silence(self.turns * 5000))

    def _took(self, moves: list[Move]) -> list[str]:
        self.moves = moves
        self.events += [move.event for move in moves if isinstance(move, Note)]
        return [move.prompt for move in moves if isinstance(move, Say)]

    @property
    def agreed(self) -> CallbackAgreed | None:
        return next((event for event in self.events if isinstance(event, CallbackAgreed)), None)

    @property
    def ended(self) -> bool:
        return any(isinstance(move, HangUp) for move in self.moves)

    @property
    def words(self) -> str:
        return " ".join(move.text for move in self.moves if isinstance(move, Say))


@pytest.fixture
def call(centre: Centre, understanding: Understanding) -> Call:
    call = Call(centre, understanding)
    assert call.say("yes") == [ASKED]
    return call


@pytest.mark.parametrize(
    ("said", "window", "read_back"),
    [
        ("tomorrow morning", "2026-11-19 08:00-12:00", "Thursday, November 19, between 8 a.m. and noon"),
        ("today after three", "2026-11-18 15:00-18:00", "Wednesday, November 18, between 3 p.m. and 6 p.m."),
        ("on Friday", "2026-11-20", "Friday, November 20"),
        ("Monday at ten", "2026-11-23 10:00", "Monday, November 23, 10 a.m."),
        ("in two days", "2026-11-20", "Friday, November 20"),
        ("between two and four", "14:00-16:00", "between 2 p.m. and 4 p.m."),
        (
            "December twelfth between nine and eleven",
            "2026-12-12 09:00-11:00",
            "Saturday, December 12, between 9 a.m. and 11 a.m.",
        ),
    ],
)
def test_a_day_and_a_time_are_agreed_on_and_read_back(call: Call, said: str, window: str, read_back: str):
    assert call.say(said) == ["callback_agreed_window", "goodbye"]
    assert (call.agreed.window, call.agreed.number) == (window, MOBILE)
    assert read_back in call.words
    assert call.ended


@pytest.mark.parametrize("said", ["as soon as possible", "as soon as you can", "yes", "right away please"])
def test_who_wants_it_soon_gets_the_next_free_person(call: Call, said: str):
    assert call.say(said) == ["callback_agreed", "goodbye"]
    assert call.agreed.window == ""


def test_the_evidence_is_the_turns_that_agreed_on_it(call: Call):
    call.say("tomorrow morning")
    assert call.agreed.utterance_ids == ("caller-2", "caller-3")


def test_a_time_may_come_in_the_same_breath_as_the_yes(centre: Centre, understanding: Understanding):
    call = Call(centre, understanding)
    assert call.say("yes, tomorrow morning") == ["callback_agreed_window", "goodbye"]
    assert call.agreed.window == "2026-11-19 08:00-12:00"
    assert call.agreed.utterance_ids == ("caller-2",)


def test_tomorrow_is_the_centres_tomorrow(centre: Centre, understanding: Understanding):
    """Two in the night of the nineteenth in Greenwich is still the eighteenth in New York."""
    call = Call(centre, understanding, datetime(2026, 11, 19, 2, 0, tzinfo=UTC))
    call.say("yes")
    call.say("tomorrow morning")
    assert call.agreed.window.startswith("2026-11-19")


def test_another_reading_of_the_recognisers_may_have_the_day(call: Call):
    call.say("to morrow more ning", "tomorrow morning")
    assert call.agreed.window == "2026-11-19 08:00-12:00"


def test_a_no_is_asked_about_again_with_an_example(call: Call):
    assert call.say("no") == [AGAIN]
    assert call.agreed is None
    assert [move.expects for move in call.moves if isinstance(move, Say)] == [Expects.DATE]
    assert call.say("tomorrow morning")[0] == "callback_agreed_window"


def test_who_names_no_time_in_three_turns_is_rung_when_somebody_is_free(call: Call):
    assert [call.say("no") for _ in range(3)] == [[AGAIN], [AGAIN], ["callback_agreed", "goodbye"]]
    assert call.agreed.window == ""
    assert call.ended


def test_a_one_is_as_soon_as_possible_and_no_other_key_is(call: Call):
    assert call.press("2") == []
    assert call.agreed is None
    assert call.press("1") == ["callback_agreed", "goodbye"]
    assert call.agreed.window == ""


def test_a_line_that_falls_silent_keeps_the_number_that_was_agreed_on(call: Call):
    while not call.ended and call.turns < 10:
        call.silence()
    assert call.agreed.number == MOBILE
    assert call.agreed.window == ""


def test_nothing_is_agreed_on_before_the_caller_has_spoken(call: Call):
    assert call.agreed is None
    assert not call.ended


def test_what_was_not_caught_is_said_again(call: Call):
    assert call.say("could you repeat that please")[-1] == ASKED
    assert call.agreed is None


# What is no agreement, though there are words in it.


@pytest.mark.parametrize(
    "said",
    [
        "I do not want a call back",
        "I don't want you to call me",
        "please don't call me",
        "forget about the call back",
        "cancel the call back",
    ],
)
def test_who_wants_no_call_any_more_is_not_rung(call: Call, said: str):
    assert call.say(said) == ["dropped", "anything_else"]
    assert call.agreed is None, call.words
    assert call.say("my internet is slow")[0] == "answer_lead", "and may still be helped"


@pytest.mark.parametrize(
    "said",
    [
        "actually call me on five oh three five five five oh one four two",
        "use my other number five oh three five five five oh one four two",
        "wait the number is five oh three five five five oh one four two",
    ],
)
def test_a_number_that_is_corrected_now_is_the_one_that_is_rung(call: Call, said: str):
    call.say(said)
    assert call.agreed is None, "not before it was read back"
    assert call.say("yes") == [ASKED]
    call.say("tomorrow morning")
    assert call.agreed.number == ANOTHER


@pytest.mark.parametrize("said", ["yesterday", "last Friday", "today at nine in the morning"])
def test_a_time_that_is_over_is_not_agreed_on(call: Call, said: str):
    assert "callback_agreed_window" not in call.say(said), call.words


@pytest.mark.parametrize(
    "said",
    [
        "on Sunday",
        "tomorrow at three in the morning",
        "tomorrow at eleven at night",
        "November 26",
    ],
)
def test_a_time_at_which_nobody_works_is_not_promised(call: Call, said: str):
    """Customer care: Monday to Saturday, 8 to 20 and 9 to 17, and not on the 26th."""
    assert "callback_agreed_window" not in call.say(said), call.words


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("not tomorrow", "2026-11-19"),
        ("any day but Friday", "2026-11-20"),
        ("not before noon", "08:00-12:00"),
        ("not in the morning", "08:00-12:00"),
    ],
)
def test_a_time_that_is_ruled_out_is_not_the_one_that_is_agreed_on(call: Call, said: str, never: str):
    call.say(said)
    assert call.agreed is None or never not in call.agreed.window, call.words


@pytest.mark.parametrize("said", ["when are you open", "what times do you have", "how long will it take"])
def test_a_question_is_not_a_yes(call: Call, said: str):
    call.say(said)
    assert call.agreed is None, call.words


@pytest.mark.parametrize(
    ("language", "said", "wish", "value"),
    [
        ("en-US", "I can't do tomorrow but Friday is fine", Wish.WINDOW, "2026-11-20"),
        ("en-US", "not today, tomorrow", Wish.WINDOW, "2026-11-19"),
        ("en-US", "tomorrow doesn't work for me, Monday morning", Wish.WINDOW, "2026-11-23 08:00-12:00"),
        ("en-US", "whenever you can", Wish.SOON, ""),
        ("en-US", "don't call me before noon", Wish.UNCLEAR, ""),
        ("en-US", "at ten at night", Wish.CLOSED, ""),
        ("en-US", "what", Wish.UNCLEAR, ""),
        ("es-US", "mañana no puedo", Wish.UNCLEAR, ""),
        ("es-US", "lo antes posible", Wish.SOON, ""),
        ("es-US", "cuando puedan", Wish.SOON, ""),
        ("es-US", "ya no quiero que me llamen", Wish.NO_CALL, ""),
        ("es-US", "a qué hora abren", Wish.UNCLEAR, ""),
    ],
)
def test_what_is_wanted_is_told_from_what_is_not(
    centre: Centre, language: str, said: str, wish: Wish, value: str
):
    hours = centre.queue(None).hours
    listening = Listening("US", WEDNESDAY.astimezone(hours.zone))
    window = call_window(said, (), listening, language, hours)
    assert (window.wish, window.value) == (wish, value)


def test_today_is_open_until_it_closes_and_not_before_now(centre: Centre):
    hours = centre.queue(None).hours
    evening = datetime(2026, 11, 18, 17, tzinfo=hours.zone)
    wishes = [
        call_window(said, (), Listening("US", evening), "en-US", hours).wish
        for said in ("today", "today at ten in the morning", "this evening", "today at nine in the evening")
    ]
    assert wishes == [Wish.WINDOW, Wish.CLOSED, Wish.WINDOW, Wish.CLOSED]
