import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.phonetics import likeness, sound_code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Smith", "Smyth"),
        ("Catherine", "Katherine"),
        ("Philip", "Filip"),
        ("Knight", "Night"),
        ("Wright", "Right"),
        ("Jeffrey", "Geoffrey"),
        ("Derek", "Derrick"),
        ("Stephen", "Steven"),
        ("Kristine", "Christine"),
    ],
)
def test_names_that_sound_the_same_are_alike(one: str, other: str):
    assert likeness(one, other) > 0.7


@pytest.mark.parametrize(
    ("one", "other"),
    [("Smith", "Jones"), ("Lee", "Law"), ("Max", "Tom"), ("Barker", "Wilson"), ("Savage", "Turner")],
)
def test_other_names_are_not(one: str, other: str):
    assert likeness(one, other) < 0.6


def test_only_the_same_word_is_wholly_alike():
    assert likeness("savage", "Savage") == 1.0
    assert likeness("smith", "smyth") < 1.0


def test_silence_is_like_nothing():
    assert likeness("", "smith") == 0.0
    assert sound_code("") == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_whichever_way_round(one: str, other: str):
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))
