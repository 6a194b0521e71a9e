"""A classifier instead of the lexicon: on a model made here, whose classes are its words' worth."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from assist.sentiment_classifier import (
    USUAL,
    ClassifierSentiment,
    ClassifierUnavailable,
    chosen_sentiment,
)
from assist.sentiment_mood import CallerWords, Feeling

WORDS = {"[PAD]": 0, "[UNK]": 0, "splendid": 1, "dismal": -1, "bill": 0}
STARS = (Feeling.NEGATIVE, Feeling.NEGATIVE, Feeling.NEUTRAL, Feeling.POSITIVE, Feeling.POSITIVE)


def make_classifier(directory: Path, classes: int = 3) -> Path:
    """A model that adds up its words: the first class for "dismal", the last for "splendid"."""
    directory.mkdir()
    table = np.zeros((len(WORDS), classes), np.float32)
    for at, worth in enumerate(WORDS.values()):
        table[at, 0], table[at, -1] = -4.0 * worth, 4.0 * worth
    middle = np.zeros(classes, np.float32)
    middle[classes // 2] = 2.0
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
            helper.make_node("ReduceSum", ["tokens", "axis"], ["sum"], keepdims=0),
            helper.make_node("Add", ["sum", "middle"], ["logits"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", classes])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([1], np.int64), "axis"),
            numpy_helper.from_array(middle, "middle"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, directory / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(directory / "tokenizer.json"))
    return directory


@pytest.fixture
def engine(tmp_path: Path) -> ClassifierSentiment:
    return ClassifierSentiment(make_classifier(tmp_path / "tiny"))


@pytest.mark.parametrize(
    ("text", "label"), [("dismal bill", "negative"), ("my bill", "neutral"), ("splendid", "positive")]
)
def test_the_models_classes_become_labels(engine: ClassifierSentiment, text: str, label: str):
    mood = engine.mood(CallerWords(text))
    assert mood.label.value == label
    assert -1 <= mood.score <= 1


def test_the_words_without_which_it_would_say_otherwise_are_the_evidence(engine: ClassifierSentiment):
    (evidence,) = engine.mood(CallerWords("well the bill is dismal today")).evidence
    assert (evidence.words, evidence.start, evidence.kind) == ("dismal", 17, "model")


def test_cues_are_noticed_beside_it(engine: ClassifierSentiment):
    assert [cue.cue for cue in engine.mood(CallerWords("I will call the ombudsman")).cues] == ["complaint"]


def test_five_stars_can_be_three_labels(tmp_path: Path):
    engine = ClassifierSentiment(make_classifier(tmp_path / "stars", 5), STARS)
    assert engine.mood(CallerWords("dismal")).label is Feeling.NEGATIVE
    assert engine.mood(CallerWords("bill")).label is Feeling.NEUTRAL


def test_labels_that_do_not_fit_the_model_are_refused(tmp_path: Path):
    directory = make_classifier(tmp_path / "stars", 5)
    with pytest.raises(ClassifierUnavailable, match="gives 5 numbers for a text, and 3 labels are set"):
        ClassifierSentiment(directory, USUAL)


def test_the_lexicon_is_the_default_and_a_missing_model_is_never_replaced_in_silence(tmp_path: Path):
    labels = [label.value for label in USUAL]
    assert chosen_sentiment("", labels).name == "lexicon 1"
    assert chosen_sentiment(str(make_classifier(tmp_path / "tiny")), labels).name == "classifier tiny"
    with pytest.raises(ClassifierUnavailable, match=r"it needs model\.onnx and tokenizer\.json"):
        chosen_sentiment(str(tmp_path), labels)
