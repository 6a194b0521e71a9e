import pytest

from assist.knowledge_names import Names

KNOWN = [
    ["The Grand Hotel"],
    ["Hotel Good"],
    ["Laurel Inn, a House of Joy"],
    ["Union Square"],
    ["Union Square Plaza Hotel"],
    ["Leopold's"],
    ["Two Two"],
    ["Fibre 600", "the big tariff"],
    *([f"Hotel {name}"] for name in ("Adler", "Birke", "Castor", "Dorn", "Esche", "Falke")),
]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(KNOWN)


def called(names: Names, text: str, *alternatives: str) -> list[str]:
    return [KNOWN[mention.thing][0] for mention in names.found(text, alternatives)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i recommend the grand hotel", "The Grand Hotel"),
        ("there is the laurel inn", "Laurel Inn, a House of Joy"),
        ("it is called leopolds", "Leopold's"),
        ("what about leo polds then", "Leopold's"),
        ("and hotel castor", "Hotel Castor"),
        ("i want the big tariff", "Fibre 600"),
    ],
)
def test_a_name_is_found_whole_or_in_part(names: Names, text: str, name: str):
    assert called(names, text)[0] == name


def test_the_longer_name_explains_the_words_of_the_shorter(names: Names):
    assert called(names, "the union square plaza hotel please") == ["Union Square Plaza Hotel"]


@pytest.mark.parametrize(
    "text",
    [
        "that sounds good",
        "a hotel please",
        "my number is four two oh two",
        "",
        "the the",
        "a good and cheap one",
    ],
)
def test_everyday_words_name_nothing(names: Names, text: str):
    assert called(names, text) == []


def test_a_name_made_of_everyday_words_must_be_said_whole(names: Names):
    assert called(names, "i would like two two") == ["Two Two"]


def test_a_name_that_only_says_where_weighs_less(names: Names):
    [there] = names.found("something in union square")
    [named] = names.found("i like union square")
    assert there.strength < named.strength


def test_there_may_be_no_names():
    assert Names([]).found("the grand hotel") == ()
