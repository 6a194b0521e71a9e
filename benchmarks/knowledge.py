"""What looking something up takes, in a library of 12,000 articles about 600 things, in a conversation.

The articles are made up of everyday words, and the questions are misheard; one thread.
"""

import random
import time
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from rich.console import Console

from assist.intent_thesaurus import PARAPHRASES
from assist.knowledge_library import Library, Reader
from assist.knowledge_retrieval import Heard
from assist.misheard import misheard
from config.centre import Article, Section

THINGS = 600
ARTICLES_EACH = 20
CALLS = 60
TURNS = 8
READINGS = 5
"""Of each turn, as a recogniser's n-best."""


@dataclass(frozen=True, slots=True)
class LookUpTimes:
    """In ms, a turn each, on the clock and of the processor."""

    articles: int
    turns: int
    p50: float
    p95: float
    cpu_p95: float
    load_s: float


def measure() -> LookUpTimes:
    chance = random.Random(5)
    words = _words()
    articles = _articles(chance, words, THINGS)
    began = time.perf_counter()
    library = Library(articles)
    load_s = time.perf_counter() - began
    taken: list[tuple[float, float]] = []
    for call in range(CALLS + 2):
        earlier: list[Heard] = []
        about = chance.sample(articles, 3)
        for turn in range(TURNS):
            article = about[turn * len(about) // TURNS]
            earlier.append(_heard(f"i can tell you about {article.about[0]} and more", chance))
            asked = _heard(f"okay great and do you know {article.title} {chance.choice(words)}", chance)
            wall, cpu = time.perf_counter(), time.thread_time()
            library.consult(asked, Reader.AGENT, date(2026, 11, 21), earlier)
            if call >= 2:  # The first ones warm up.
                taken.append((time.perf_counter() - wall, time.thread_time() - cpu))
            earlier.append(asked)
    ms = np.array(taken) * 1000
    return LookUpTimes(
        len(articles),
        len(taken),
        round(float(np.percentile(ms[:, 0], 50)), 2),
        round(float(np.percentile(ms[:, 0], 95)), 2),
        round(float(np.percentile(ms[:, 1], 95)), 2),
        round(load_s, 1),
    )


def invented_articles(count: int) -> list[Article]:
    """As many, for other measurements."""
    return _articles(random.Random(5), _words(), -(-count // ARTICLES_EACH))[:count]


def report(show: bool) -> object:
    times = measure()
    if show:
        Console(width=120).print(
            f"[bold]Knowledge[/], {times.articles} articles, {times.turns} turns with {READINGS} readings: "
            f"a look-up in {times.p50:.1f} ms (p95 {times.p95:.1f}; of the processor {times.cpu_p95:.1f}); "
            f"loading takes {times.load_s:.1f} s."
        )
    return asdict(times)


def _words() -> list[str]:
    return sorted({word for word in PARAPHRASES.replace(",", " ").split() if len(word) > 3})


def _articles(chance: random.Random, words: list[str], things: int) -> list[Article]:
    names = [f"{_invented(chance)} {_invented(chance)} {chance.choice(words)}" for _ in range(things)]
    return [_article(chance, words, name, at) for name in names for at in range(ARTICLES_EACH)]


def _article(chance: random.Random, words: list[str], name: str, at: int) -> Article:
    title = f"does it have {' '.join(chance.choices(words, k=3))}"
    text = f"{name} {' '.join(chance.choices(words, k=chance.randint(8, 40)))}."
    return Article(
        f"{name}-{at}", title, "1", date(2026, 1, 1), None, "caller", (Section(title, text),), (name,)
    )


def _heard(text: str, chance: random.Random) -> Heard:
    readings = [misheard(text, seed=chance.randrange(1_000_000)) for _ in range(READINGS)]
    return Heard(readings[0], tuple(readings[1:]))


def _invented(chance: random.Random) -> str:
    return "".join(
        chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))
    )
