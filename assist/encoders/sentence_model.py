"""Fetches a sentence model from the Hugging Face hub, once, into a folder of the centre's own."""

import shutil
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from assist.encoders.sentence_encoder import (
    MODEL_FILES,
    TOKENIZER_FILE,
    SentenceEncoder,
    SentenceEncoderUnavailable,
)

HUB = "https://huggingface.co"

_PATIENCE_S = 30.0


def fetch(repository: str, directory: Path, hub: str = HUB) -> SentenceEncoder:
    """The model of `repository`, such as "sentence-transformers/all-MiniLM-L6-v2"; what is there is kept."""
    if not hub.startswith(("https://", "http://")):
        raise ValueError(f"A hub is a web address; {hub} is none.")
    for name in (MODEL_FILES[1], TOKENIZER_FILE):
        target = directory / name
        if target.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + ".part")
        try:
            address = f"{hub}/{quote(repository)}/resolve/main/{name}"
            with urlopen(address, timeout=_PATIENCE_S) as source, unfinished.open("wb") as copy:  # noqa: S310
                shutil.copyfileobj(source, copy)
            unfinished.replace(target)
        except (URLError, OSError) as error:
            unfinished.unlink(missing_ok=True)
            raise SentenceEncoderUnavailable(
                f"{repository} could not be fetched ({error}). Copy its {name} to {directory} by hand, or "
                "use the built-in encoder."
            ) from error
    return SentenceEncoder(directory)
