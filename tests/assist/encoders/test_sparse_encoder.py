import numpy as np
import pytest

from assist.encoders.sparse_encoder import SparseEncoder

TEXTS = ["my bill is too high", "cancel my contract", "the internet is slow"]


@pytest.fixture(scope="module")
def encoder() -> SparseEncoder:
    return SparseEncoder().adapted(TEXTS)


def likeness(encoder: SparseEncoder, one: str, other: str) -> float:
    rows = encoder.encode([one, other]).toarray()
    return float(rows[0] @ rows[1])


def test_rows_have_length_one_and_nothing_known_is_nothing(encoder: SparseEncoder):
    rows = encoder.encode([*TEXTS, "", "1"]).toarray()
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 0, 0])


def test_a_paraphrase_without_a_common_word_is_nearer_than_another_matter(encoder: SparseEncoder):
    likenesses = [likeness(encoder, "terminate agreement", text) for text in TEXTS]
    assert likenesses[1] > 2 * max(likenesses[0], likenesses[2])


def test_a_misheard_ending_leaves_a_word_near(encoder: SparseEncoder):
    assert likeness(encoder, "contracted cancels", "cancel my contract") > 0.4


def test_the_encoder_that_was_adapted_is_another_one():
    unlearned = SparseEncoder()
    assert unlearned.adapted(TEXTS).encode(TEXTS).nnz > 0
    assert unlearned.encode(TEXTS).nnz == 0
