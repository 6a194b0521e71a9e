from dataclasses import replace

import numpy as np
import pytest

from voice.audio.types import Int16Array
from voice.speech.hallucination import Decode, looks_wrong, too_little_to_decode, why_rejected

SURE = Decode("my internet is slow", (1, 2, 3, 4), -0.2, 0.01, at_limit=False)


def noise(level: float, samples: int = 8000) -> Int16Array:
    return np.random.default_rng(0).normal(0, level, samples).astype(np.int16)


def test_what_the_caller_said_passes() -> None:
    assert why_rejected(SURE, 2000) == ""
    assert not looks_wrong(SURE)


def test_less_than_200_ms_of_speech_is_not_decoded() -> None:
    assert "too little speech (180 ms)" in too_little_to_decode(noise(2000), 180)
    assert too_little_to_decode(noise(2000), 200) == ""


def test_line_noise_is_not_decoded_however_long() -> None:
    assert "too quiet" in too_little_to_decode(noise(20), 3000)
    assert "too quiet" in too_little_to_decode(noise(0, 0), 3000)
    assert too_little_to_decode(noise(300), 3000) == ""


def test_no_speech_is_believed_only_with_a_low_probability() -> None:
    assert "no speech" in why_rejected(replace(SURE, no_speech=0.7, average_log_probability=-1.2), 2000)
    assert why_rejected(replace(SURE, no_speech=0.7), 2000) == ""
    assert why_rejected(replace(SURE, average_log_probability=-1.2), 2000) == ""


@pytest.mark.parametrize(
    "text", ["Thank you.", "Thanks for watching!", "Thank you for watching.", "Bye.", "you"]
)
def test_freeflow_68_a_legitimate_thank_you_is_never_deleted(text: str) -> None:
    assert why_rejected(replace(SURE, text=text, tokens=(1, 2), no_speech=0.02), 800) == ""


@pytest.mark.parametrize("text", ["Thanks for watching!", " thank you for watching ", "Thank you."])
def test_whisperlive_185_thanks_for_watching_on_a_weak_score_is_rejected(text: str) -> None:
    assert "silence is taken for" in why_rejected(
        replace(SURE, text=text, tokens=(1, 2), no_speech=0.06), 3000
    )


def test_a_silence_phrase_inside_a_longer_answer_stays() -> None:
    assert why_rejected(replace(SURE, text="Yes, thank you", no_speech=0.3), 2000) == ""


@pytest.mark.parametrize(
    "text",
    ["no no no no no", "I see I see I see I see", "okay so then okay so then okay so then okay so then"],
)
def test_a_repeated_loop_is_rejected(text: str) -> None:
    assert "a repeated loop" in why_rejected(replace(SURE, text=text), 6000)


@pytest.mark.parametrize("text", ["no no no", "five five five five two six seven one", "0 0 0 0 1"])
def test_emphasis_and_telephone_numbers_are_no_loops(text: str) -> None:
    assert why_rejected(replace(SURE, text=text), 6000) == ""


def test_a_single_token_over_and_over_is_rejected() -> None:
    assert "one token" in why_rejected(replace(SURE, text="ĀĀĀĀĀĀĀĀĀĀ", tokens=(7,) * 10), 6000)


def test_more_tokens_than_can_be_spoken_are_rejected() -> None:
    tokens = tuple(range(20))
    assert "more words than fit into 2.0 s" in why_rejected(replace(SURE, tokens=tokens), 2000)
    assert why_rejected(replace(SURE, tokens=tokens), 3000) == ""


def test_nothing_understood_is_said_so() -> None:
    assert why_rejected(replace(SURE, text="", tokens=()), 2000) == "nothing was understood"


def test_a_text_that_looks_wrong_deserves_a_second_decode() -> None:
    assert looks_wrong(replace(SURE, average_log_probability=-1.1))
    assert looks_wrong(replace(SURE, at_limit=True))
    assert looks_wrong(replace(SURE, text="la la " * 30))


def test_confident_silence_is_not_decoded_again() -> None:
    assert not looks_wrong(replace(SURE, no_speech=0.9, average_log_probability=-2.0, at_limit=True))
