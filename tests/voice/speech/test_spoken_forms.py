from voice.speech.common_names import FIRST_NAMES, LAST_NAMES
from voice.speech.pocketsphinx import _dictionary
from voice.speech.spoken_forms import ALPHABET, DIGITS, LETTERS, MONTHS, ORDINALS, WEEKDAYS, SpokenForms


def test_the_same_sentences_come_each_time() -> None:
    first, second = SpokenForms(), SpokenForms()
    assert [first.birthday() for _ in range(20)] == [second.birthday() for _ in range(20)]


def test_every_word_of_every_form_has_a_pronunciation() -> None:
    known = _dictionary()
    forms = SpokenForms()
    ways = (
        *(forms.telephone_number, forms.reference, forms.postcode, forms.count, forms.birthday, forms.day),
        *(forms.time, forms.amount, forms.name, forms.spelling, forms.address),
    )
    words = {word for way in ways for _ in range(400) for word in way().split()}
    names = {*FIRST_NAMES, *LAST_NAMES}
    assert words - known - names - {"icloud"} == set()
    assert {*ALPHABET, *LETTERS, *DIGITS, *MONTHS, *WEEKDAYS, *(" ".join(ORDINALS).split())} <= known
    assert len(names & known) > 0.98 * len(names)


def test_a_zip_code_has_five_digits_however_they_are_said() -> None:
    forms = SpokenForms()
    for _ in range(200):
        said = forms.postcode().split()
        digits = sum(word in (*DIGITS, "oh") for word in said) + said.count("double")
        assert digits == 5
