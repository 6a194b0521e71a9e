from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from assist.encoders.choice import chosen_encoder
from assist.encoders.sentence_encoder import SentenceEncoder, SentenceEncoderUnavailable
from assist.encoders.sentence_model import fetch
from assist.encoders.sparse_encoder import SparseEncoder
from assist.intents import IntentClassifier
from assist.knowledge_library import Library, Reader
from assist.knowledge_retrieval import Heard

WORDS = ["[PAD]", "[UNK]", "my", "bill", "is", "wrong", "cancel", "contract", "invoice", "slow", "internet"]
MEANINGS = {"bill": 2, "invoice": 2, "wrong": 3, "cancel": 4, "contract": 5, "slow": 6, "internet": 7}


def make_sentence_model(
    directory: Path, *, inputs: tuple[str, ...] = ("input_ids", "attention_mask")
) -> Path:
    """A sentence model whose token vectors are its words' meanings: "bill" and "invoice" mean the same."""
    directory.mkdir()
    table = np.full((len(WORDS), 8), 0.01, np.float32)
    table[0] = 100.0
    for word, axis in MEANINGS.items():
        table[WORDS.index(word), axis] = 1.0
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", 8])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, directory / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(directory / "tokenizer.json"))
    return directory


@pytest.fixture
def encoder(tmp_path: Path) -> SentenceEncoder:
    return SentenceEncoder(make_sentence_model(tmp_path / "tiny"))


def test_a_sentence_is_the_mean_of_its_words_at_length_one(encoder: SentenceEncoder):
    (row,) = encoder.encode(["bill wrong"])
    assert np.linalg.norm(row) == pytest.approx(1)
    assert row[2] == pytest.approx(row[3])
    assert row[2] > 0.7


def test_the_padding_of_a_shorter_sentence_does_not_change_it(encoder: SentenceEncoder):
    together = encoder.encode(["bill", "my internet is slow"])
    assert together[0] == pytest.approx(encoder.encode(["bill"])[0])


def test_more_sentences_than_a_batch_keep_their_order(encoder: SentenceEncoder):
    rows = encoder.encode(["bill", "cancel", "slow"] * 50)
    assert [int(np.argmax(row)) for row in rows] == [2, 4, 6] * 50


def test_sentences_of_all_lengths_keep_their_order_and_their_vectors(encoder: SentenceEncoder):
    texts = [" ".join(["bill", "cancel", "slow", "is", "my"][: 1 + at % 5]) for at in range(150)]
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert encoder.encode(texts) == pytest.approx(alone)


def test_no_sentence_is_no_row_of_the_usual_width(encoder: SentenceEncoder):
    assert encoder.encode([]).shape == (0, 8)


def test_a_centre_without_articles_may_have_a_sentence_model(encoder: SentenceEncoder):
    library = Library([], encoder=encoder)
    assert library.search(Heard("my bill is wrong"), Reader.AGENT, date(2026, 11, 20)) == ()


def test_a_model_that_wants_what_texts_do_not_have_is_refused_when_it_is_loaded(tmp_path: Path):
    directory = make_sentence_model(tmp_path / "images", inputs=("input_ids", "pixel_values"))
    with pytest.raises(SentenceEncoderUnavailable, match="pixel_values"):
        SentenceEncoder(directory)


def test_a_model_that_wants_token_types_gets_them(tmp_path: Path):
    directory = make_sentence_model(
        tmp_path / "bert", inputs=("input_ids", "attention_mask", "token_type_ids")
    )
    assert SentenceEncoder(directory).encode(["bill"]).shape == (1, 8)


def test_the_classifier_learns_with_it_and_takes_a_word_it_never_saw_for_its_synonym(
    encoder: SentenceEncoder,
):
    examples = {
        "bill": ["my bill is wrong", "wrong bill", "is my bill wrong"],
        "cancel": ["cancel my contract", "cancel contract", "my contract cancel"],
        "slow": ["my internet is slow", "slow internet", "internet slow"],
    }
    classifier = IntentClassifier.learn(examples, encoder=encoder)
    assert classifier.classify("invoice").best == "bill"
    assert classifier.classify("contract").best == "cancel"


def test_an_empty_folder_says_what_belongs_into_it(tmp_path: Path):
    with pytest.raises(SentenceEncoderUnavailable, match=r"model\.onnx and tokenizer\.json"):
        SentenceEncoder(tmp_path)


def test_a_damaged_model_is_named(tmp_path: Path):
    directory = make_sentence_model(tmp_path / "tiny")
    (directory / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(SentenceEncoderUnavailable, match="cannot be loaded"):
        SentenceEncoder(directory)


def test_a_fetched_model_is_kept_and_not_asked_for_again(tmp_path: Path):
    make_sentence_model(tmp_path / "hub").rename(tmp_path / "files")
    site = tmp_path / "site/someone/tiny/resolve/main"
    (site / "onnx").mkdir(parents=True)
    (tmp_path / "files/model.onnx").rename(site / "onnx/model.onnx")
    (tmp_path / "files/tokenizer.json").rename(site / "tokenizer.json")
    handler = partial(QuietHandler, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        hub = f"http://127.0.0.1:{server.server_port}"
        fetched = fetch("someone/tiny", tmp_path / "model", hub)
        with pytest.raises(
            SentenceEncoderUnavailable, match=r"someone/other could not be fetched .*built-in"
        ):
            fetch("someone/other", tmp_path / "other", hub)
        server.shutdown()
        thread.join()
    assert fetched.encode(["bill"])[0] == pytest.approx(
        fetch("someone/tiny", tmp_path / "model", hub).encode(["bill"])[0]
    )
    assert not list((tmp_path / "other").rglob("*.*"))


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_a_sentence_model_is_chosen_by_its_folder_or_by_the_name_that_it_was_fetched_by(tmp_path: Path):
    (tmp_path / "models" / "sentences").mkdir(parents=True)
    fetched = make_sentence_model(tmp_path / "models" / "sentences" / "someone--tiny")
    assert chosen_encoder("someone/tiny", tmp_path / "models").name == fetched.name
    assert chosen_encoder(str(fetched), tmp_path / "elsewhere").name == fetched.name
    assert isinstance(chosen_encoder("", tmp_path), SparseEncoder)


def test_a_sentence_model_that_is_named_and_not_there_is_never_replaced_in_silence(tmp_path: Path):
    with pytest.raises(SentenceEncoderUnavailable, match="someone--other"):
        chosen_encoder("someone/other", tmp_path)
