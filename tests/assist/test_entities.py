import re
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assist.entities import EntityKind, Listening, find, find_choice, read_back

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
"""A Saturday."""

AMERICAN = Listening("US", NOW)
BRITISH = Listening("GB", NOW)

EVERY_KIND = tuple(EntityKind)

SPOKEN = [
    ("digits", "GB", "double four oh", "440"),
    ("digits", "GB", "triple seven", "777"),
    ("digits", "GB", "forty two fifteen", "4215"),
    ("digits", "GB", "nought nought seven", "007"),
    ("digits", "US", "o one two three", "0123"),
    ("digits", "US", "one hundred", "100"),
    ("digits", "US", "4 1 5, 555-2671", "4155552671"),
    ("digits", "US", "my account is four four double oh", "4400"),
    ("digits", "US", "it's 1 2 three 4", "1234"),
    ("digits", "US", "four oh no sorry four five", "45"),
    ("digits", "US", "one two three four, no wait, one two three five", "1235"),
    ("digits", "US", "twelve thirty four", "1234"),
    ("digits", "US", "one two to four", "1224"),
    ("digits", "GB", "nine double nine treble two", "999222"),
    ("digits", "US", "one zero seven uh eight", "1078"),
    ("phone", "US", "four one five, five five five, two six seven one", "+14155552671"),
    ("phone", "US", "it's 415 555 2671 thanks", "+14155552671"),
    ("phone", "GB", "oh seven nine double one, one two three, four five six", "+447911123456"),
    ("phone", "GB", "plus four four seven nine double one one two three four five six", "+447911123456"),
    ("phone", "US", "415 555 2671, no sorry, 2672", "+14155552672"),
    ("date", "GB", "the eleventh of the eighth nineteen oh nine", "1909-08-11"),
    ("date", "GB", "eight eleven nineteen nine", "1909-11-08"),
    ("date", "US", "eight eleven nineteen nine", "1909-08-11"),
    ("date", "GB", "11/08/1909", "1909-08-11"),
    ("date", "US", "8/11/1909", "1909-08-11"),
    ("date", "GB", "1909-08-11", "1909-08-11"),
    ("date", "GB", "11 08 1909", "1909-08-11"),
    ("date", "GB", "11081909", "1909-08-11"),
    ("date", "GB", "eleventh of August nineteen oh nine", "1909-08-11"),
    ("date", "US", "August eleventh, nineteen oh nine", "1909-08-11"),
    ("date", "US", "August 11th 1909", "1909-08-11"),
    ("date", "GB", "26th of April 1920 9", "1929-04-26"),
    ("date", "GB", "28th of October 1940 for", "1944-10-28"),
    ("date", "GB", "25th September 19th or 7", "1907-09-25"),
    ("date", "GB", "25 09 19 07", "1907-09-25"),
    ("date", "GB", "1804 1934", "1934-04-18"),
    ("date", "GB", "twenty fifth of December two thousand and four", "2004-12-25"),
    ("date", "GB", "the first of march eighty five", "1985-03-01"),
    ("date", "GB", "twenty third of the second nineteen eighty three", "1983-02-23"),
    ("date", "US", "july fourth nineteen seventy six", "1976-07-04"),
    ("date", "GB", "I was born on the 5th of May 1978", "1978-05-05"),
    ("date", "GB", "born 5 5 78", "1978-05-05"),
    ("date", "GB", "3rd of Jan twenty twenty six", "2026-01-03"),
    ("date", "US", "tomorrow", "2026-11-22"),
    ("date", "US", "today please", "2026-11-21"),
    ("date", "US", "the day after tomorrow", "2026-11-23"),
    ("date", "US", "next Tuesday", "2026-11-24"),
    ("date", "US", "this coming Tuesday", "2026-11-24"),
    ("date", "US", "on Tuesday", "2026-11-24"),
    ("date", "GB", "Tuesday week", "2026-12-01"),
    ("date", "GB", "a week on Tuesday", "2026-12-01"),
    ("date", "US", "in two weeks", "2026-12-05"),
    ("date", "US", "two weeks from now", "2026-12-05"),
    ("date", "GB", "in a fortnight", "2026-12-05"),
    ("date", "US", "in three days", "2026-11-24"),
    ("date", "US", "a couple of days ago", "2026-11-19"),
    ("date", "US", "yesterday", "2026-11-20"),
    ("date", "US", "last Monday", "2026-11-16"),
    ("date", "US", "on the 3rd", "2026-12-03"),
    ("date", "GB", "the twenty fourth", "2026-11-24"),
    ("date", "GB", "Tuesday the 24th", "2026-11-24"),
    ("date", "GB", "Tuesday the 24th of November", "2026-11-24"),
    ("date", "US", "Tuesday, November 24", "2026-11-24"),
    ("date", "US", "November 24", "2026-11-24"),
    ("date", "US", "the third, no sorry, the fourth of May", "2027-05-04"),
    ("date", "US", "Monday, no, make that Tuesday", "2026-11-24"),
    ("date", "GB", "29th of February", "2028-02-29"),
    ("time", "GB", "half past three", "15:30"),
    ("time", "GB", "half three", "15:30"),
    ("time", "GB", "quarter to four", "15:45"),
    ("time", "US", "a quarter past nine", "09:15"),
    ("time", "US", "three thirty", "15:30"),
    ("time", "US", "3:30", "15:30"),
    ("time", "GB", "14:30", "14:30"),
    ("time", "US", "three o'clock", "15:00"),
    ("time", "US", "at ten", "10:00"),
    ("time", "US", "noon", "12:00"),
    ("time", "US", "midnight", "00:00"),
    ("time", "US", "ten past two", "14:10"),
    ("time", "US", "3pm", "15:00"),
    ("time", "US", "3 p.m.", "15:00"),
    ("time", "US", "three in the morning", "03:00"),
    ("time", "US", "eight in the evening", "20:00"),
    ("time", "GB", "fifteen hundred hours", "15:00"),
    ("time", "US", "two oh five", "14:05"),
    ("time", "US", "at two, no sorry, at three", "15:00"),
    ("time", "US", "twelve noon", "12:00"),
    ("time", "US", "twelve thirty am", "00:30"),
    ("time-window", "US", "between two and four", "14:00-16:00"),
    ("time-window", "US", "from 2 to 4pm", "14:00-16:00"),
    ("time-window", "US", "two till four", "14:00-16:00"),
    ("time-window", "US", "nine to five", "09:00-17:00"),
    ("time-window", "US", "between ten am and noon", "10:00-12:00"),
    ("time-window", "US", "between eleven and one", "11:00-13:00"),
    ("time-window", "US", "in the morning", "08:00-12:00"),
    ("time-window", "US", "tomorrow afternoon", "12:00-18:00"),
    ("time-window", "US", "after lunch", "13:00-17:00"),
    ("time-window", "US", "before noon", "08:00-12:00"),
    ("time-window", "US", "after three", "15:00-18:00"),
    ("time-window", "US", "any time", "08:00-18:00"),
    ("time-window", "US", "first thing in the morning", "08:00-10:00"),
    ("time-window", "US", "in the morning, no sorry, in the afternoon", "12:00-18:00"),
    ("amount", "GB", "twenty pounds fifty", "20.50"),
    ("amount", "US", "$49.90", "49.90"),
    ("amount", "US", "forty nine ninety", "49.90"),
    ("amount", "US", "about fifty bucks", "50.00"),
    ("amount", "US", "a hundred and twenty dollars", "120.00"),
    ("amount", "US", "twelve hundred dollars", "1200.00"),
    ("amount", "GB", "two grand", "2000.00"),
    ("amount", "GB", "fifty p", "0.50"),
    ("amount", "US", "five cents", "0.05"),
    ("amount", "US", "49 dollars and 90 cents", "49.90"),
    ("amount", "GB", "twenty quid", "20.00"),
    ("amount", "GB", "£1,200", "1200.00"),
    ("amount", "US", "$1,200.50", "1200.50"),
    ("amount", "US", "one thousand two hundred and fifty dollars", "1250.00"),
    ("amount", "GB", "two pound fifty", "2.50"),
    ("amount", "GB", "a tenner", "10.00"),
    ("amount", "US", "a dollar fifty", "1.50"),
    ("amount", "US", "twenty five point five", "25.50"),
    ("amount", "DE", "six hundred and fifty euros", "650.00"),
    ("amount", "US", "forty dollars, no, fifty dollars", "50.00"),
    ("code", "US", "A B one two C", "AB12C"),
    ("code", "US", "AB12C", "AB12C"),
    ("code", "US", "AB-12-C", "AB12C"),
    ("code", "US", "alpha bravo one two charlie", "AB12C"),
    ("code", "US", "A as in apple B as in boy one two C for cat", "AB12C"),
    ("code", "US", "capital B, double L 4 2", "BLL42"),
    ("code", "GB", "k for knight 9 zed zee", "K9ZZ"),
    ("code", "GB", "bee see double u x-ray", "BCWX"),
    ("code", "GB", "q 7 are you 4 2 please", "Q7RU42"),
    ("code", "GB", "S 4 Freddy one two", "F12"),
    ("code", "US", "X for extra nine nine", "X99"),
    ("code", "US", "my reference is AB 12 are you there", "AB12"),
    ("code", "US", "A B 1 2, no sorry, A B 1 3", "AB13"),
    ("code", "US", "m triple five n", "M555N"),
    ("postcode", "US", "oh two one three nine", "02139"),
    ("postcode", "US", "zip code is nine oh two one oh", "90210"),
    ("postcode", "US", "02139-1234", "02139-1234"),
    ("postcode", "GB", "SW1A 1AA", "SW1A 1AA"),
    ("postcode", "GB", "S W one A, one double A", "SW1A 1AA"),
    ("postcode", "GB", "sierra whiskey one alpha one alpha alpha", "SW1A 1AA"),
    ("postcode", "GB", "t for Tommy Q for Queen 6 all for Raja 4 S 4 Freddy lima", "TQ6R 4FL"),
    ("postcode", "GB", "b d 0 m for a are", "BD0M 4AR"),
    ("postcode", "GB", "E 8 oh P N", "E8 0PN"),
    ("postcode", "GB", "M one one A E", "M1 1AE"),
    ("postcode", "GB", "m w free one 6 ba", "MW31 6BA"),
    ("postcode", "CA", "K one A oh B one", "K1A 0B1"),
    ("email", "US", "j dot berry at gmail dot com", "j.berry@gmail.com"),
    ("email", "US", "my email is j.berry@gmail.com.", "j.berry@gmail.com"),
    ("email", "DE", "it's anna underscore b, all one word, at web dot de", "anna_b@web.de"),
    ("email", "GB", "john smith eighty two at hotmail dot co dot uk", "johnsmith82@hotmail.co.uk"),
    ("email", "US", "b as in boy o b at yahoo dot com", "bob@yahoo.com"),
    ("email", "US", "max dash savage at my company dot io thanks", "max-savage@mycompany.io"),
    ("email", "US", "m a x at g mail dot com", "max@gmail.com"),
    ("email", "US", "John.Doe+test@Example.COM", "john.doe+test@example.com"),
    ("name", "US", "my name is Max Savage", "Max Savage"),
    ("name", "US", "it's Max Savage", "Max Savage"),
    ("name", "US", "Savage, S A V A G E", "Savage"),
    ("name", "US", "Salvage, S A V A G E", "Savage"),
    ("name", "US", "Max Salvage, S A V A G E", "Max Savage"),
    ("name", "US", "max savage", "Max Savage"),
    ("name", "US", "M A X", "Max"),
    ("name", "US", "mike alpha x-ray", "Max"),
    ("name", "US", "Max Savage speaking", "Max Savage"),
    ("name", "IE", "hi this is Tom O'Brien and I need help", "Tom O'Brien"),
    ("name", "GB", "my name is sarah mcdonald", "Sarah McDonald"),
    ("name", "DE", "yes it's Anne-Marie van der Berg", "Anne-Marie van der Berg"),
    ("yes-no", "US", "uh-huh", "yes"),
    ("yes-no", "US", "nah", "no"),
    ("yes-no", "US", "that's the one", "yes"),
    ("yes-no", "US", "not really", "no"),
    ("yes-no", "US", "I guess", "yes"),
    ("yes-no", "US", "sí", "yes"),
    ("yes-no", "US", "that is my number", "yes"),
    ("yes-no", "US", "you got it wrong", "no"),
]

NOTHING = [
    ("date", "GB", "31st of February 1990"),
    ("date", "GB", "the thirty first of June"),
    ("date", "US", "13/13/1990"),
    ("date", "US", "it's the first time"),
    ("date", "US", "four one five five five five two six seven one"),
    ("date", "US", "I may have three routers"),
    ("time", "US", "I have two routers"),
    ("time", "US", "415 555 2671"),
    ("time", "US", "25:99"),
    ("time-window", "US", "good morning"),
    ("time-window", "US", "three in the afternoon"),
    ("amount", "US", "I have two routers"),
    ("amount", "US", "it happened two times"),
    ("code", "US", "I have a question about my bill"),
    ("code", "US", "are you there"),
    ("postcode", "US", "one two three"),
    ("postcode", "GB", "I am at home"),
    ("email", "US", "I am at home"),
    ("email", "US", "call me at three"),
    ("name", "US", "I'm calling about my bill"),
    ("name", "US", "it's broken"),
    ("phone", "US", "nine hundred two three four one two three four"),
    ("yes-no", "US", "yes and no"),
    ("yes-no", "US", "my bill is wrong"),
]


@pytest.mark.parametrize(("kind", "region", "said", "value"), SPOKEN)
def test_what_callers_say_is_read(kind: str, region: str, said: str, value: str):
    found = find(said, [EntityKind(kind)], Listening(region, NOW))
    assert [entity.value for entity in found] == [value]
    assert 0 < found[0].confidence <= 1


@pytest.mark.parametrize(("kind", "region", "said"), NOTHING)
def test_what_names_nothing_is_nothing(kind: str, region: str, said: str):
    assert find(said, [EntityKind(kind)], Listening(region, NOW)) == ()


def test_there_are_at_least_150_spoken_forms():
    assert len({(kind, said) for kind, _, said, _ in SPOKEN}) >= 150


def test_several_are_found_in_the_order_said_with_their_words():
    said = "Um, Tuesday the 24th, between two and four, it's about £49.90"
    kinds = [EntityKind.AMOUNT, EntityKind.TIME_WINDOW, EntityKind.DATE]
    found = find(said, kinds, BRITISH)
    assert [(entity.value, entity.words) for entity in found] == [
        ("2026-11-24", "Tuesday the 24th"),
        ("14:00-16:00", "between two and four"),
        ("49.90", "£49.90"),
    ]
    assert all(said[entity.start : entity.end] == entity.words for entity in found)


def test_a_day_that_may_be_either_is_less_sure_than_one_that_cannot():
    either = find("8/11/1909", [EntityKind.DATE], BRITISH)[0]
    plain = find("25/11/1909", [EntityKind.DATE], BRITISH)[0]
    assert either.confidence < plain.confidence


def test_an_alternative_supplies_what_the_best_transcript_lacks_but_is_less_sure():
    alone = find("tell Mary four", [EntityKind.DATE], BRITISH)
    assert alone == ()
    found = find("tell Mary four", [EntityKind.DATE], BRITISH, ["the fifth of May 1990"])
    sure = find("the fifth of May 1990", [EntityKind.DATE], BRITISH)[0]
    assert [entity.value for entity in found] == ["1990-05-05"]
    assert found[0].confidence < sure.confidence


def test_a_good_reading_is_not_replaced_by_an_alternative():
    found = find("the fifth of May 1990", [EntityKind.DATE], BRITISH, ["the ninth of May 1990"])
    assert [entity.value for entity in found] == ["1990-05-05"]


def test_digits_that_belong_to_a_date_are_doubted():
    found = find("on the 5th of May 1990", [EntityKind.DATE, EntityKind.DIGITS], BRITISH)
    digits = [entity for entity in found if entity.kind is EntityKind.DIGITS]
    date_found = next(entity for entity in found if entity.kind is EntityKind.DATE)
    assert digits
    assert all(entity.confidence < date_found.confidence / 1.5 for entity in digits)


PLANS = {
    "basic": ("the basic plan",),
    "plus": ("plus",),
    "premium": ("premium plus", "premium"),
}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("the premium one please", "premium"),
        ("premium plus", "premium"),
        ("I'd like the basic plan", "basic"),
        ("not the basic, the plus", "plus"),
        ("basic, no sorry, premium", "premium"),
        ("the second one", "plus"),
        ("the last one please", "premium"),
        ("primium", "premium"),
        ("basic or plus", None),
        ("what", None),
        ("", None),
    ],
)
def test_an_option_is_known_by_its_names_or_its_place(said: str, value: str | None):
    choice = find_choice(said, PLANS)
    assert (choice.value if choice else None) == value


def test_an_option_is_taken_from_an_alternative_with_less_confidence():
    sure = find_choice("premium", PLANS)
    choice = find_choice("three mum", PLANS, ["premium"])
    assert sure is not None
    assert choice is not None
    assert choice.value == "premium"
    assert choice.confidence < sure.confidence


@pytest.mark.parametrize(
    ("kind", "value", "region", "spoken"),
    [
        ("digits", "4400", "US", "4 4 0 0"),
        ("digits", "1234567", "US", "1 2 3, 4 5 6 7"),
        ("phone", "+14155552671", "US", "4 1 5, 5 5 5, 2 6 7 1"),
        ("date", "2026-11-24", "GB", "Tuesday the 24th of November"),
        ("date", "2026-11-24", "US", "Tuesday, November 24"),
        ("date", "1909-08-11", "GB", "the 11th of August 1909"),
        ("date", "1909-08-11", "US", "August 11, 1909"),
        ("time", "14:30", "US", "2:30 p.m."),
        ("time", "12:00", "US", "noon"),
        ("time-window", "14:00-16:00", "US", "between 2 p.m. and 4 p.m."),
        ("amount", "49.90", "US", "forty nine dollars and ninety cents"),
        ("amount", "1.01", "GB", "one pound and one penny"),
        ("code", "AB12C", "US", "A B 1, 2 C"),
        ("postcode", "SW1A 1AA", "GB", "S W 1 A, 1 A A"),
        ("email", "j_berry82@gmail.com", "US", "j underscore berry 8 2 at gmail dot com"),
        ("name", "Max Savage", "US", "Max Savage"),
    ],
)
def test_values_are_read_back_as_people_say_them(kind: str, value: str, region: str, spoken: str):
    assert read_back(EntityKind(kind), value, region, NOW.date()) == spoken


def heard_back(kind: EntityKind, value: str, listening: Listening) -> list[str]:
    said = read_back(kind, value, listening.region, listening.now.date())
    return [entity.value for entity in find(said, [kind], listening)]


REGIONS = st.sampled_from([AMERICAN, BRITISH])


@given(st.from_regex(r"[0-9]{2,20}", fullmatch=True), REGIONS)
def test_digits_read_back_are_understood_again(digits: str, listening: Listening):
    assert heard_back(EntityKind.DIGITS, digits, listening) == [digits]


@given(st.dates(date(1900, 1, 1), date(2035, 12, 31)), REGIONS)
def test_dates_read_back_are_understood_again(day: date, listening: Listening):
    assert heard_back(EntityKind.DATE, day.isoformat(), listening) == [day.isoformat()]


@given(st.times(), REGIONS)
def test_times_read_back_are_understood_again(time_of_day: object, listening: Listening):
    value = f"{time_of_day:%H:%M}"
    assert heard_back(EntityKind.TIME, value, listening) == [value]


@given(st.integers(0, 46), st.integers(1, 47), REGIONS)
def test_windows_read_back_are_understood_again(first: int, length: int, listening: Listening):
    assume(first + length <= 47)
    value = "-".join(f"{half // 2:02}:{half % 2 * 30:02}" for half in (first, first + length))
    assert heard_back(EntityKind.TIME_WINDOW, value, listening) == [value]


@given(st.integers(1, 99_999_999), REGIONS)
def test_amounts_read_back_are_understood_again(hundredths: int, listening: Listening):
    value = f"{hundredths // 100}.{hundredths % 100:02}"
    assert heard_back(EntityKind.AMOUNT, value, listening) == [value]


# Without the letter O: between figures nobody can tell it from a nought by ear.
@given(st.from_regex(r"[A-NP-Z]{1,4}[0-9]{2,5}[A-NP-Z]{0,3}", fullmatch=True), REGIONS)
def test_codes_read_back_are_understood_again(code: str, listening: Listening):
    assert heard_back(EntityKind.CODE, code, listening) == [code]


@given(st.from_regex(r"[A-NP-Z]{1,2}[0-9][A-NP-Z0-9]? [0-9][A-NP-Z]{2}", fullmatch=True))
def test_british_postcodes_read_back_are_understood_again(postcode: str):
    assert heard_back(EntityKind.POSTCODE, postcode, BRITISH) == [postcode]


@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_american_postcodes_read_back_are_understood_again(postcode: str):
    assert heard_back(EntityKind.POSTCODE, postcode, AMERICAN) == [postcode]


@given(
    st.from_regex(
        r"[b-hj-z]{3,8}([._-][b-df-z]{3,8})?[0-9]{0,3}@[b-df-z]{4,9}\.(com|org|co\.uk)", fullmatch=True
    )
)
def test_addresses_read_back_are_understood_again(address: str):
    assume(not {"one", "two", "six", "ten", "dot", "the", "zero"} & set(re.split(r"[^a-z]", address)))
    assert heard_back(EntityKind.EMAIL, address, AMERICAN) == [address]


@given(st.text(max_size=200), st.sampled_from(["US", "GB", "NL", "ZZ", ""]))
def test_any_text_is_read_in_any_region(text: str, region: str):
    for entity in find(text, EVERY_KIND, Listening(region, NOW), [text[::-1]]):
        assert entity.value
        assert 0 <= entity.confidence <= 1
        assert entity.start <= entity.end
    find_choice(text, PLANS)


@given(
    st.lists(
        st.sampled_from(
            [
                "one",
                "of",
                "may",
                "the",
                "third",
                "nineteen",
                "oh",
                "at",
                "dot",
                "for",
                "a",
                "hundred",
                "and",
                "2",
                "1990",
                "/",
                "-",
                ":",
                "£",
                "double",
                "past",
                "half",
                "S",
                "4",
                "my name is",
                "Tuesday",
                "next",
                "no",
                "sorry",
                "pm",
                "99999999999",
            ]
        ),
        max_size=25,
    )
)
def test_any_order_of_the_words_that_matter_is_read(words: list[str]):
    for entity in find(" ".join(words), EVERY_KIND, AMERICAN):
        assert entity.value


@pytest.mark.parametrize(
    "piece",
    [
        "one ",
        "a at ",
        "double ",
        "dot ",
        "s for ",
        "the first of ",
        "- ",
        "A1 ",
        "between one and ",
        "9",
        "$1,",
        "may ",
        "my name is ",
        "nineteen ",
        "half past ",
        "a@b.c ",
        "no sorry one ",
        "in a week on ",
        "x" * 99,
        "\u0000",
    ],
)
def test_no_text_makes_the_reading_run_away(piece: str):
    began = time.process_time()
    find(piece * 3000, EVERY_KIND, AMERICAN)
    find_choice(piece * 3000, PLANS)
    assert time.process_time() - began < 1.5


def test_a_sentence_is_read_in_milliseconds():
    said = (
        "Hi, this is Max Savage, my number is 415 555 2671 and I can do Tuesday the 24th between two and four, "
        "it was about forty nine ninety, thanks a lot, okay"
    )
    spent: list[float] = []
    for at in range(15):
        began = time.process_time()
        find(f"{said} {at}", EVERY_KIND, AMERICAN)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.010
