import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.quoting import LONGEST_QUOTE, matter_of, substance_of

WORDS = ["Um,", "hello.", "my", "bill", "is", "no", "not", "twice", "high?", "okay", "router;", "slow!"]


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Um, hello, my internet is, uh, slow.", "my internet is, slow."),
        ("Hello there. I want to cancel my contract.", "I want to cancel my contract."),
        (
            "Good morning. How are you? My bill is twice what it was last month.",
            "My bill is twice what it was last month.",
        ),
        ("well hello i need a new router please", "i need a new router please"),
        ("No internet since Tuesday", "No internet since Tuesday"),
        ("Right now nothing works", "Right now nothing works"),
        ("yes", "yes"),
        ("", ""),
    ],
)
def test_the_matter_is_quoted_without_its_openers_and_hesitations(said: str, quoted: str) -> None:
    assert matter_of(said) == quoted


def test_a_long_run_on_sentence_is_quoted_from_where_the_matter_begins() -> None:
    before = (
        "so we moved in last spring with the dog and everything and it was all fine for a while and then "
    )
    matter = (
        "i want to know why the bill has been twice as high since the summer although nobody changed anything"
    )
    assert (
        matter_of(f"{before}{matter} at all here and that is all of it")
        == f"… {matter} at all here and that is …"
    )


@given(st.lists(st.sampled_from(WORDS), max_size=80))
def test_a_quote_is_words_of_the_caller_in_their_order(words: list[str]) -> None:
    quote = [word for word in matter_of(" ".join(words)).split() if word != "…"]
    assert len(quote) <= LONGEST_QUOTE
    left = iter(words)
    assert all(word in left for word in quote)


def test_assent_and_greetings_have_no_substance() -> None:
    assert substance_of("Yes, hello, okay.") == 0
    assert substance_of("My router blinks") == 2
