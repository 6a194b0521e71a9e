"""A sentiment classifier of the centre's own in ONNX form, instead of the lexicon: a folder and its labels.

Any model that gives one number for each class of a text, with its tokenizer beside it. The words that it
rests on are those without which it would say something else.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assist.encoders.text_model import TextModel, TextModelUnavailable
from assist.sentiment_lexicon import LexiconSentiment
from assist.sentiment_mood import CallerWords, Evidence, Feeling, Mood, SentimentEngine, label_of
from assist.sentiment_text import cut

USUAL = (Feeling.NEGATIVE, Feeling.NEUTRAL, Feeling.POSITIVE)

MOST_EXPLAINED = 40
"""Words of a turn that are tried by leaving them out; a longer one is explained by its first words."""
TELLING = 0.15
"""How far the score must move without a word for the word to be evidence."""
MOST_EVIDENCE = 4

_WORTH = {Feeling.NEGATIVE: -1.0, Feeling.NEUTRAL: 0.0, Feeling.POSITIVE: 1.0}


class ClassifierUnavailable(Exception):
    """There is no usable model; the message says what to do."""


def chosen_sentiment(model: str, labels: Sequence[str]) -> SentimentEngine:
    """The classifier in the folder `model`, or the built-in lexicon where none is named.

    Blocks while it is loaded. Raises `ClassifierUnavailable`: who names a model does not get another.
    """
    if not model:
        return LexiconSentiment()
    return ClassifierSentiment(Path(model), [Feeling(label) for label in labels])


class ClassifierSentiment:
    """Immutable after loading, so that any number of calls and threads may share it."""

    def __init__(self, directory: Path, labels: Sequence[Feeling] = USUAL) -> None:
        """`labels`: what each of the model's classes means, in its order; several may mean the same.

        Five stars are negative, negative, neutral, positive, positive.
        """
        try:
            self._model = TextModel(directory)
            classes = next(self._model.run(["a"])).outputs
        except TextModelUnavailable as error:
            raise ClassifierUnavailable(
                f"There is no usable sentiment model in {directory}: {error}. Put a text classifier in ONNX "
                "form there, or take sentiment_model out of the settings for the built-in lexicon."
            ) from error
        if classes.ndim != 2 or classes.shape[1] != len(labels):
            given = "x".join(map(str, classes.shape[1:]))
            raise ClassifierUnavailable(
                f"The model in {directory} gives {given} numbers for a text, and {len(labels)} labels are "
                "set. Write one of negative, neutral, positive for each of its classes."
            )
        self._worth = np.array([_WORTH[label] for label in labels])
        self._cues = LexiconSentiment()

    @property
    def name(self) -> str:
        return f"classifier {self._model.name}"

    def mood(self, words: CallerWords) -> Mood:
        (score,) = self._scores([words.text])
        label = label_of(score)
        evidence = self._evidence(words.text, score) if label is not Feeling.NEUTRAL else ()
        return Mood(label, round(score, 3), evidence, self._cues.mood(words).cues)

    def _scores(self, texts: Sequence[str]) -> list[float]:
        numbers = np.concatenate([batch.outputs for batch in self._model.run(texts)])
        chances = np.exp(numbers - numbers.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        return [float(score) for score in chances @ self._worth]

    def _evidence(self, text: str, score: float) -> tuple[Evidence, ...]:
        words = cut(text)
        quotes = [words.quoted(at, at) for at in range(min(len(words.words), MOST_EXPLAINED))]
        without = [f"{text[:start]}{text[end:]}" for _, start, end in quotes]
        moved = (
            [(score - other) * (1 if score > 0 else -1) for other in self._scores(without)] if without else []
        )
        telling = sorted(
            (at for at, by in enumerate(moved) if by >= TELLING), key=lambda at: moved[at], reverse=True
        )
        return tuple(Evidence(*quotes[at], "model") for at in sorted(telling[:MOST_EVIDENCE]))
