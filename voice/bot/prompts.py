"""The phrases that are known before any call, so that their audio can be ready before it is needed."""

from collections.abc import Iterator
from string import Formatter

from config.centre import Centre
from voice.bot.understanding import Understanding


def fixed_phrases(centre: Centre, answers: Understanding) -> Iterator[str]:
    """Most urgent first: the greeting, the prompts, the questions, what covers tools, the answers."""
    for name in sorted(centre.prompts, key=lambda name: (name != "greeting", name != "open_question", name)):
        for values in _blanks(centre, centre.prompts[name]):
            yield centre.prompts[name].format(centre=centre.name, **values)
    yield from dict.fromkeys(detail.ask for intent in centre.intents for detail in intent.details)
    yield from (field.ask for method in centre.verification for field in method.fields)
    yield from (tool.filler for tool in centre.tools if tool.filler)
    for intent in centre.intents:
        passage = answers.answer(intent.article) if intent.article else None
        if passage is not None:
            yield centre.prompts["answer_lead"].format(
                centre=centre.name, title=in_mid_sentence(passage.title)
            )
            yield passage.text


def in_mid_sentence(title: str) -> str:
    """A title as it reads within a sentence: "Fixing a slow line" loses its capital, "TV" keeps it."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _blanks(centre: Centre, prompt: str) -> list[dict[str, str]]:
    """The ways in which a prompt's blanks can be filled; none where only the call can fill them."""
    blanks = {name for _, name, _, _ in Formatter().parse(prompt) if name} - {"centre"}
    if not blanks:
        return [{}]
    if blanks == {"queue"}:
        return [{"queue": queue.title} for queue in centre.queues]
    if blanks == {"title"}:
        return [{"title": intent.title} for intent in centre.intents]
    return []
