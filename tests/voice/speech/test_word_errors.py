import pytest

from voice.speech.word_errors import WordErrors, interval_95, word_errors


@pytest.mark.parametrize(
    ("said", "heard", "substitutions", "deletions", "insertions"),
    [
        ("my bill is high", "my bill is high", 0, 0, 0),
        ("my bill is high", "my bill was high", 1, 0, 0),
        ("my bill is high", "my bill high", 0, 1, 0),
        ("my bill is high", "oh my bill is so high", 0, 0, 2),
        ("my bill is high", "", 0, 4, 0),
        ("", "hello", 0, 0, 1),
        ("one two three four", "two three five four", 0, 1, 1),
    ],
)
def test_the_fewest_errors_are_counted_by_their_kind(
    said: str, heard: str, substitutions: int, deletions: int, insertions: int
) -> None:
    errors = word_errors(said.split(), heard.split())
    assert errors == WordErrors(len(said.split()), substitutions, deletions, insertions)


def test_the_interval_holds_the_rate_and_narrows_with_more_recordings() -> None:
    few = interval_95([0, 1, 2, 0, 1] * 2, [5] * 10)
    many = interval_95([0, 1, 2, 0, 1] * 40, [5] * 200)
    assert few[0] < many[0] < 0.16 < many[1] < few[1]
    assert interval_95([0, 0], [3, 4]) == (0.0, 0.0)
