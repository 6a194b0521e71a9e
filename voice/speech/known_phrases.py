"""What a centre will say that is known before any call, so that its audio is ready before it is needed.

In the order in which it is likely to be needed: every call's first sentences, each matter's, the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from string import Formatter

from config.centre import Article, Centre
from voice.bot.phrases import in_mid_sentence

_FIRST = ("greeting", "open_question", "language_offer", "disclosure", "settled_question", "anything_else")
"""What nearly every call hears."""


def known_phrases(centre: Centre, today: date) -> Iterator[str]:
    """Each once, in one language; `centre.locales` have their own."""
    return (phrase for phrase in dict.fromkeys(_all(centre, today)) if phrase)


def _all(centre: Centre, today: date) -> Iterator[str]:
    first = [name for name in _FIRST if name in centre.prompts]
    for name in first:
        yield from _prompt(centre, name, [{}])
    matters = [{"title": intent.title} for intent in centre.intents]
    for intent in centre.intents:
        for detail in intent.details:
            yield detail.ask
    for method in centre.verification:
        for field in method.fields:
            yield field.ask
    for name in centre.prompts:
        if name not in first:
            yield from _prompt(centre, name, [{}])
    for intent in centre.intents:
        article = centre.article(intent.article) if intent.article else None
        if article is not None and _readable(article, today):
            title = in_mid_sentence(article.title)
            yield from _prompt(centre, "answer_lead", [{"title": title}])
            yield article.sections[0].text
    for tool in centre.tools:
        yield tool.filler
        yield from (says for says in tool.says.values() if not _blanks(says))
    queues = [{"queue": queue.title} for queue in centre.queues]
    for name in centre.prompts:
        yield from _prompt(centre, name, queues)
        if name != "answer_lead":
            yield from _prompt(centre, name, matters)


def _prompt(centre: Centre, name: str, ways: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The prompt in every way in which its blanks can be filled; none where these are others."""
    text = centre.prompts.get(name, "")
    blanks = _blanks(text) - {"centre"}
    for values in ways:
        if blanks == set(values):
            yield text.format(centre=centre.name, **values)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _readable(article: Article, today: date) -> bool:
    valid = article.valid_from <= today and (article.valid_to is None or today <= article.valid_to)
    return article.audience == "caller" and valid and bool(article.sections)
