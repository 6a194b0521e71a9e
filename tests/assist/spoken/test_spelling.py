import pytest

from assist.spoken.spelling import every_character, letters_said, sounds_alike, spellings


@pytest.mark.parametrize(
    ("said", "spelt"),
    [
        ("S A V A G E", ["SAVAGE"]),
        ("s for sugar a for apple v for victor", ["SAV"]),
        ("B as in boy, o, b", ["BOB"]),
        ("j as in john b e double r y", ["JBERRY"]),
        ("bee see double u x-ray", ["BCWX"]),
        ("b like bravo, p like papa", ["BP"]),
        ("T see 9", ["TC9"]),
        ("W 3 W 1 said", ["W3W1Z"]),
        ("oh o l", ["OOL"]),
        ("oh 2 one", ["021"]),
        ("k k with a k", ["KK"]),
        ("it's AB 12 yes", ["AB12"]),
        ("w3c", ["W3C"]),
        ("I have a question", []),
        ("see you later", []),
        ("it's for Tommy and for Anna", []),
        ("I'm in unit 4 B", ["4B"]),
        ("as of 2020 I pay 20", ["2020", "20"]),
        ("a b and c", ["ABC"]),
    ],
)
def test_letters_and_figures_are_read_one_by_one(said: str, spelt: list[str]):
    assert [one.text for one in spellings(said)] == spelt


def test_the_example_word_outweighs_a_letter_that_rhymes_with_its_first():
    assert spellings("S for Freddy 1 2")[0].text == "F12"
    assert spellings("K for knight 1 2")[0].text == "K12"
    assert spellings("X for extra 1 2")[0].text == "X12"


def test_a_spelling_ends_where_the_sentence_goes_on():
    said = "my code is A B 1 2 and you can ring me"
    spelling = spellings(said)[0]
    assert said[spelling.start : spelling.end] == "A B 1 2"


def test_whatever_was_heard_can_be_held_against_a_record():
    assert "".join(one.options[0] for one in every_character("the Y 2 R")) == "Y2R"
    assert "".join(one.options[0] for one in every_character("elephant 85")) == "ELEPHANT85"


def test_letters_that_rhyme_are_taken_for_each_other():
    assert sounds_alike("B", "D")
    assert sounds_alike("F", "S")
    assert not sounds_alike("B", "M")


def test_codes_are_said_in_threes():
    assert letters_said("ab12c") == "A B 1, 2 C"
