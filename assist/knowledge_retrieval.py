"""Ranks passages by what was heard: by words (BM25), letters, sounds, meaning, and by what the talk is about.

The words choose candidates among all passages, the other views rank them; a sentence model joins in where
there is one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assist.encoders.encoder import Encoder
from assist.knowledge_examples import Examples
from assist.knowledge_index import TitleIndex, Wanted, WordIndex
from assist.knowledge_names import Mention, Names, name_words
from assist.knowledge_passages import Piece
from assist.knowledge_views import concepts, counted, letters, sounds, viewed
from assist.spoken_text import normalised
from assist.word_stems import stems

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

HYPOTHESES = 5
"""How many of a recogniser's n-best are read."""

_NAMING = 3
"""How many of them are searched for names."""

REMEMBERED = 16
"""Turns before the last in which a thing may have been named."""

WEIGHTS = {
    "words": 2.0,
    "title": 0.5,
    "sounds": 2.5,
    "letters of the title": 2.5,
    "letters": 4.5,
    "meaning": 3.8,
    "asked before": 6.5,
    "topic": 5.0,
    "named": 4.7,
}
"""Log-odds for each feature of a candidate. Fitted on the dialogues with even numbers of DSTC10's spoken
questions (track 2, validation) and on half of the sample centre's intents; tried on the other halves."""

SAID = len(WEIGHTS) - 2
"""So many of the features speak of the words alone, the others of what the conversation is about."""

_FADING = 0.85
"""What a mention loses with each turn after it."""
_LATER = 0.2
"""What the last thing named in a turn has over the first."""
_LEAST_NAMED = 0.2
"""A thing that is named less than this is hardly what the talk is about."""
_TITLE_SHARE = 0.4
"""What the title of an article counts as a name, where it gives none: titles are everyday words."""
_ASKED = 0.45
"""Least likeness of a turn to an example of an article for the talk to be about that article."""
_NOT_THE_FIRST = 0.85
"""What an example of an article counts for its other sections: the first is its short answer."""
_TOPICS = 6
"""Things talked about of which every passage is a candidate."""
_CANDIDATES = 60
"""Passages that are candidates for their words."""
_FEW = 250
"""Passages that are all candidates."""
_NEAREST = 20
"""Passages that are candidates for the sentence model."""
_MODEL_WEIGHT = 1.25
"""Log-odds for being the sentence model's first choice (by reciprocal rank: its likenesses have no scale).

Chosen on the halves that `WEIGHTS` were fitted on, with all-MiniLM-L6-v2: 3 (patience 5) finds fewer of
DSTC10's articles than no model does, on either half, and shows more to what nothing answers. A hint: DSTC10
asks 26 questions on that half."""
_MODEL_PATIENCE = 1.0
"""Half of it is left so many ranks further down."""
_READ_WORDS = 40
"""Words of a passage's text that are looked at for letters and sounds; more would blur them."""
_TITLE_WORDS = 2.0
"""What a word of a title counts beside one of the text."""
_TURNS_KEPT = 1_024


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn of a conversation, as the recogniser has it."""

    text: str
    alternatives: tuple[str, ...] = ()
    """Other readings, best first."""

    @property
    def readings(self) -> list[str]:
        return list(dict.fromkeys((self.text, *self.alternatives)))[:HYPOTHESES]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates, best first."""

    places: Places
    """Of the passages."""
    scores: Floats
    """Log-odds up to a constant."""
    fits: Floats
    """The part of it that the words alone speak for."""
    asked: Floats
    """Of every word of the index: how much it says, where it was asked about."""
    named: Mask
    """Whether the thing that it is about was named; yes for an article that is about nothing with a name."""


class Retriever:
    """Immutable but for what it remembers of turns that it has read: any number of threads may share it."""

    def __init__(
        self,
        passages: Sequence[Piece],
        encoder: Encoder | None = None,
        asked: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Takes seconds for ten thousand passages. `encoder`: a sentence model. `asked`: of `Examples`."""
        keys = [one.about or ("", one.article_id) for one in passages]
        things = {key: at for at, key in enumerate(dict.fromkeys(keys))}
        titled = {key: one.title for key, one in zip(keys, passages, strict=True)}
        self._thing = np.array([things[key] for key in keys], np.int64)
        self.called = tuple(key[0] or titled[key] for key in things)
        """Each thing that is talked about, by its first name."""
        self._examples = Examples(asked or {})
        self._articles = [one.article_id for one in passages]
        self._thing_of = {key[1]: thing for key, thing in things.items() if not key[0]}
        first = {one.article_id: at for at, one in reversed(list(enumerate(passages)))}
        self._first = [first[one.article_id] == at for at, one in enumerate(passages)]
        self._nameless = np.array([not one.about for one in passages], np.bool_)
        self._name_share = np.array([1.0 if key[0] else _TITLE_SHARE for key in things])
        its_words = {
            key: frozenset(word for name in key if key[0] for word in name_words(name)) for key in things
        }
        titles = [_title_words(one, its_words[key]) for one, key in zip(passages, keys, strict=True)]
        texts = [_without(one.text, its_words[key]) for one, key in zip(passages, keys, strict=True)]
        both = list(zip(titles, texts, strict=True))
        having = Counter(word for title, text in both for word in {*title, *text})
        everyday = {word: count / len(passages) for word, count in having.items()}
        self._names = Names([key if key[0] else (titled[key],) for key in things], everyday)
        self._index = WordIndex([counted(((title, _TITLE_WORDS), (text, 1.0))) for title, text in both])
        self._titles = TitleIndex(self._index, titles)
        whole = [[*title, *text[:_READ_WORDS]] for title, text in both]
        self._sounds = viewed(sounds, whole)
        self._title_letters = viewed(letters, titles)
        self._letters = viewed(letters, whole)
        self._concepts = viewed(
            concepts,
            [normalised(f"{_titles(one)} {one.text}").split()[: 2 * _READ_WORDS] for one in passages],
        )
        self._encoder = encoder
        self._vectors = (
            _dense(encoder, [normalised(f"{_topic(one)} {one.section} {one.text}") for one in passages])
            if encoder
            else None
        )
        # The turns of a call come again with each question, and are read once.
        self._mentions = lru_cache(_TURNS_KEPT)(self._names.found)
        self._wanted = lru_cache(_TURNS_KEPT)(self._index.wanted)
        self._before = lru_cache(_TURNS_KEPT)(self._examples.likeness)

    def named(self, heard: Heard, earlier: Sequence[Heard] = ()) -> Floats:
        """Of each thing, how much it is what the conversation is about; 0 where it was never named."""
        scores = np.zeros(len(self.called))
        for age, turn in enumerate(reversed([*earlier[-REMEMBERED:], heard])):
            for mention in self._mentions(turn.text, tuple(turn.readings[1:_NAMING])):
                share = self._name_share[mention.thing]
                # The last turn's words are looked for in titles anyway.
                if age or share == 1:
                    scores[mention.thing] += share * _presence(mention) * _FADING**age
            if age:
                for article, likeness in self._before((turn.text,)).items():
                    if likeness >= _ASKED and article in self._thing_of:
                        scores[self._thing_of[article]] += _TITLE_SHARE * likeness * _FADING**age
        return scores

    def rank(self, heard: Heard, named: Floats, readable: Mask) -> Ranked:
        """`named`: of `named`. `readable`: passages that may be shown at all."""
        wanted = self._read([stems(text) for text in heard.readings])
        asked = self._index.weights(wanted)
        by_words = np.where(readable, self._index.scores(wanted), 0.0)
        topics = [thing for thing in np.argsort(-named, kind="stable")[:_TOPICS].tolist() if named[thing] > 0]
        near = self._nearest(heard, topics, readable)
        places = np.flatnonzero(readable)
        if len(places) > _FEW:
            likeliest = np.argsort(-by_words, kind="stable")[:_CANDIDATES]
            of_topics = np.flatnonzero(np.isin(self._thing, topics) & readable)
            places = np.unique(
                np.concatenate([of_topics, likeliest[by_words[likeliest] > 0], near[:_NEAREST]])
            ).astype(np.int64)
        if not len(places):
            return Ranked(places, np.zeros(0), np.zeros(0), asked, np.zeros(0, np.bool_))
        features = self._features(places, heard, asked, by_words[places], named)
        weights = np.array(list(WEIGHTS.values()))
        fits = features[:, :SAID] @ weights[:SAID] + _model_share(places, near)
        scores = fits + features[:, SAID:] @ weights[SAID:]
        order = np.argsort(-scores, kind="stable")
        known = (named[self._thing[places]] > 0) | self._nameless[places]
        return Ranked(places[order], scores[order], fits[order], asked, known[order])

    def _features(
        self, places: Places, heard: Heard, asked: Floats, by_words: Floats, named: Floats
    ) -> Floats:
        """(places, `WEIGHTS`)."""
        readings = [stems(text) for text in heard.readings]
        before = self._before(tuple(heard.readings))
        about = named[self._thing[places]]
        return np.column_stack(
            [
                by_words,
                self._titles.covered(places, asked),
                self._sounds.likeness(places, [sounds(words) for words in readings]),
                self._title_letters.likeness(places, pieces := [letters(words) for words in readings]),
                self._letters.likeness(places, pieces),
                self._concepts.likeness(places, [concepts(normalised(heard.text).split())]),
                [
                    before.get(self._articles[place], 0.0) * (1.0 if self._first[place] else _NOT_THE_FIRST)
                    for place in places.tolist()
                ],
                about / max(float(named.max()), _LEAST_NAMED) * self._name_share[self._thing[places]],
                np.minimum(about, 1.0),
            ]
        )

    def worth(self, sentences: Sequence[str], ranked: Ranked) -> list[float]:
        """Of each sentence, how much of what was asked its words carry."""
        return [
            sum(
                float(ranked.asked[self._index.number(word)])
                for word in {*stems(text)}
                if self._index.knows(word)
            )
            for text in sentences
        ]

    def _read(self, readings: Sequence[Sequence[str]]) -> Wanted:
        """The readings' words together, each by the share of readings that have it."""
        shares: dict[int, float] = {}
        unknown = 0
        for number, words in enumerate(readings):
            wanted = self._wanted(tuple(words))
            unknown = unknown if number else wanted.unknown
            for at, likeness in wanted.words.items():
                shares[at] = shares.get(at, 0.0) + likeness / len(readings)
        return Wanted(shares, unknown)

    def _nearest(self, heard: Heard, topics: Sequence[int], readable: Mask) -> Places:
        """Passages by the sentence model, nearest first; none without one."""
        if self._encoder is None or self._vectors is None:
            return np.zeros(0, np.int64)
        topic = self.called[topics[0]] if topics else ""
        asked = _dense(self._encoder, [normalised(f"{topic} {heard.text}")])[0]
        # A product by BLAS wakes threads on every core, which costs more than it saves on a busy machine.
        likeness = np.where(readable, np.einsum("ij,j->i", self._vectors, asked), -np.inf)
        nearest = np.argsort(-likeness, kind="stable")[: _NEAREST * 5]
        return nearest[np.isfinite(likeness[nearest])]


def _presence(mention: Mention) -> float:
    return mention.strength**3 + _LATER * mention.place


def _model_share(places: Places, near: Places) -> Floats:
    rank = {place: at for at, place in enumerate(near.tolist())}
    return np.array(
        [
            _MODEL_WEIGHT * _MODEL_PATIENCE / (_MODEL_PATIENCE + rank[place]) if place in rank else 0.0
            for place in places.tolist()
        ]
    )


def _dense(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    rows = encoder.encode(texts)
    return np.asarray(rows if isinstance(rows, np.ndarray) else rows.toarray(), np.float32)


def _topic(one: Piece) -> str:
    return one.about[0] if one.about else one.title


def _title_words(one: Piece, its_names: frozenset[str]) -> list[str]:
    return _without(_titles(one), its_names)


def _titles(one: Piece) -> str:
    """With the words of the article's id, which often name what its title puts into a sentence."""
    if one.about:
        return one.section if one.title == one.section else f"{one.title} {one.section}"
    return f"{one.article_id.replace('-', ' ').replace('_', ' ')} {one.title} {one.section}"


def _without(text: str, its_names: frozenset[str]) -> list[str]:
    """The words that carry meaning, save those that only say what thing this is."""
    return [word for word in stems(text) if word not in its_names]
