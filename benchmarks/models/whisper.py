"""A CTranslate2 Whisper of any published English size, with random weights and a scripted answer.

Every matrix has its true shape, so the time of an encode or a decoded token is that of the real model. Only
the decoder's positions and its output layer are arranged, so that it says the wanted words, one token each.
Shapes from the model cards of openai/whisper-*.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ctranslate2.specs import whisper_spec
from ctranslate2.specs.model_spec import OPTIONAL
from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

TWELVE_WORDS = tuple("my internet has been very slow since yesterday evening can you help".split())  # noqa: SIM905
"""A caller's sentence of twelve tokens."""


@dataclass(frozen=True, slots=True)
class Shape:
    layers: int
    heads: int
    width: int
    text_tokens: int = 50256
    mels: int = 80


SHAPES = {
    "tiny.en": Shape(4, 6, 384),
    "base.en": Shape(6, 8, 512),
    "small.en": Shape(12, 12, 768),
    "toy.en": Shape(1, 2, 64, text_tokens=600),
}
"""By Whisper's names; the toy is for unit tests."""

_POSITIONS = 448
_AUDIO_POSITIONS = 1500
_TIMESTAMPS = 1501


def make_whisper(
    directory: Path,
    shape: Shape,
    words: Sequence[str] = TWELVE_WORDS,
    *,
    certainty: float = 30.0,
    hears_silence: bool = False,
    seed: int = 2,
) -> Path:
    """Writes a model directory that answers every audio with `words`, and returns it.

    `certainty` is the lead of the wanted token's logit: at 30 the model has no doubt, at 0 it babbles.
    `hears_silence` makes the no-speech token as certain as the words are.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(shape, words)
    tokenizer.save(str(directory / "tokenizer.json"))

    spec = whisper_spec.WhisperSpec(shape.layers, shape.heads, shape.layers, shape.heads)
    _fill(spec, shape, np.random.default_rng(seed))
    _script(spec, shape, tokenizer, words, certainty, hears_silence)

    size = tokenizer.get_vocab_size()
    spec.register_vocabulary([tokenizer.id_to_token(index) or "" for index in range(size)])
    blank = tokenizer.token_to_id("Ġ")
    end = tokenizer.token_to_id("<|endoftext|>")
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [blank, end]
    spec.config.lang_ids = [tokenizer.token_to_id("<|en|>")]
    spec.config.alignment_heads = [[shape.layers - 1, 0]]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(directory))
    (directory / "preprocessor_config.json").write_text(json.dumps({"feature_size": shape.mels}))
    return directory


def _tokenizer(shape: Shape, words: Sequence[str]) -> Tokenizer:
    """A byte-level BPE in which each of `words` (with its leading space) is one token."""
    vocabulary = {symbol: index for index, symbol in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    merges: list[tuple[str, str]] = []
    for word in words:
        whole = "Ġ" + word
        for end in range(2, len(whole) + 1):
            if whole[:end] not in vocabulary:
                vocabulary[whole[:end]] = len(vocabulary)
                merges.append((whole[: end - 1], whole[end - 1]))
    for filler in range(len(vocabulary), shape.text_tokens):
        vocabulary[f"Ġx{filler}"] = filler
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in _special_tokens(shape)])
    return tokenizer


def _special_tokens(shape: Shape) -> list[str]:
    """Whisper's own, in its order, so that the published sizes have the published ids."""
    languages = _LANGUAGE_CODES[:99] if shape.text_tokens > 50000 else ("en",)
    names = ["endoftext", "startoftranscript", *languages]
    names += ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    names += [f"{step * 0.02:.2f}" for step in range(_TIMESTAMPS)]
    return [f"<|{name}|>" for name in names]


def _fill(spec: whisper_spec.WhisperSpec, shape: Shape, random: np.random.Generator) -> None:
    """Random weights everywhere, small enough that the residual stream keeps the positions readable."""
    width = shape.width

    def normal(*size: int) -> np.ndarray:
        return random.normal(0.0, 0.02, size).astype(np.float32)

    def linear(layer: object, inputs: int, outputs: int) -> None:
        layer.weight, layer.bias = normal(outputs, inputs), normal(outputs)

    for norm in _norms(spec):
        norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = normal(width, shape.mels, 3), normal(width)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = normal(width, width, 3), normal(width)
    spec.encoder.position_encodings.encodings = normal(_AUDIO_POSITIONS, width)
    for layer in (*spec.encoder.layer, *spec.decoder.layer):
        linear(layer.self_attention.linear[0], width, 3 * width)
        linear(layer.self_attention.linear[1], width, width)
        linear(layer.ffn.linear_0, width, 4 * width)
        linear(layer.ffn.linear_1, 4 * width, width)
    for layer in spec.decoder.layer:
        linear(layer.attention.linear[0], width, width)
        linear(layer.attention.linear[1], width, 2 * width)
        linear(layer.attention.linear[2], width, width)
    size = shape.text_tokens + len(_special_tokens(shape))
    spec.decoder.embeddings.weight = normal(size, width)
    spec.decoder.projection.weight = normal(size, width)
    spec.decoder.projection.bias = OPTIONAL


def _norms(spec: whisper_spec.WhisperSpec) -> Iterator[object]:
    yield spec.encoder.layer_norm
    yield spec.decoder.layer_norm
    for layer in (*spec.encoder.layer, *spec.decoder.layer):
        yield layer.self_attention.layer_norm
        yield layer.ffn.layer_norm
    for layer in spec.decoder.layer:
        yield layer.attention.layer_norm


def _script(
    spec: whisper_spec.WhisperSpec,
    shape: Shape,
    tokenizer: Tokenizer,
    words: Sequence[str],
    certainty: float,
    hears_silence: bool,
) -> None:
    """Gives each position a direction of its own, and the wanted token's output row that direction."""
    random = np.random.default_rng(5)
    width = shape.width
    directions = np.linalg.qr(random.normal(size=(width, width)))[0]
    rest = random.normal(size=(max(0, _POSITIONS - width), width))
    rest /= np.linalg.norm(rest, axis=1, keepdims=True)
    positions = np.concatenate([directions, rest])[:_POSITIONS]
    spec.decoder.position_encodings.encodings = (positions * 10.0 * np.sqrt(width)).astype(np.float32)

    output = spec.decoder.projection.weight
    lead = certainty / np.sqrt(width)
    answer = [tokenizer.token_to_id("Ġ" + word) for word in words]
    for step, token in enumerate([*answer, tokenizer.token_to_id("<|endoftext|>")]):
        output[token] += (lead * positions[step + 1]).astype(np.float32)
    if hears_silence:
        output[tokenizer.token_to_id("<|nospeech|>")] += (lead * positions[0]).astype(np.float32)
