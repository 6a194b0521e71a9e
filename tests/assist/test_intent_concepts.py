from assist.intent_concepts import meaning
from assist.word_stems import stem


def concepts(text: str) -> set[str]:
    words = text.split()
    return {concept for _, concept in meaning([stem(word) for word in words], words).concepts}


def test_words_that_stand_for_each_other_share_a_concept():
    assert concepts("cancel") & concepts("terminate")
    assert concepts("parcel") & concepts("package")
    assert not concepts("parcel") & concepts("password")


def test_a_phrase_is_found_whatever_its_endings():
    assert concepts("stopped working") & concepts("broken")


def test_a_group_that_goes_on_in_the_next_line_is_one_group():
    assert concepts("january") & concepts("december")


def test_words_of_no_group_keep_their_stems_and_places():
    words = ["the", "zebras", "cancel"]
    assert meaning([stem(word) for word in words], words).others == ((1, "zebra"),)
