"""Which encoder a centre's intents are learnt with."""

from pathlib import Path

from assist.encoders.encoder import Encoder
from assist.encoders.sentence_encoder import SentenceEncoder
from assist.encoders.sparse_encoder import SparseEncoder


def sentence_model_directory(model: str, models: Path) -> Path:
    """Where `model` lies: itself, if it is a folder; otherwise what was fetched by its name into `models`."""
    return Path(model) if Path(model).is_dir() else models / "sentences" / model.replace("/", "--")


def chosen_encoder(model: str, models: Path) -> Encoder:
    """The sentence model that is named, or the built-in encoder where none is.

    Blocks while it is loaded. Raises `SentenceEncoderUnavailable`: who names a model does not get another.
    """
    return SentenceEncoder(sentence_model_directory(model, models)) if model else SparseEncoder()
