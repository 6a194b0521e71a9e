"""All that the bot can say: the centre's prompts, the sentences of its tools, its articles.

Whatever does not fit one of them has come from somewhere else: a caller, a table, a model.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.centre import Centre
from voice.bot.moves import Say, Source

LONGEST_BLANK = 160
"""Characters of what fills a blank: the longest read-back of the sample has half of it."""


@dataclass(frozen=True)
class Script:
    """Of one source, by the language; the pattern of a sentence with anything short in its blanks."""

    patterns: tuple[re.Pattern[str], ...]

    def has(self, text: str) -> bool:
        return any(pattern.fullmatch(text) for pattern in self.patterns)


def scripts_of(centre: Centre) -> Mapping[Source, Script]:
    prompts: list[str] = []
    tools: list[str] = []
    articles: list[str] = []
    for each in (centre, *centre.locales):
        prompts += each.prompts.values()
        prompts += (tool.filler for tool in each.tools if tool.filler)
        prompts += (detail.ask for intent in each.intents for detail in intent.details)
        prompts += (field.ask for method in each.verification for field in method.fields)
        tools += (sentence for tool in each.tools for sentence in tool.says.values())
        articles += (
            section.text
            for article in each.articles
            if article.audience == "caller"
            for section in article.sections
        )
    return {
        Source.PROMPT: Script(tuple(map(_pattern, prompts))),
        Source.TOOL: Script(tuple(map(_pattern, tools))),
        Source.ARTICLE: Script(tuple(map(_pattern, articles))),
    }


def unscripted(says: Iterable[Say], scripts: Mapping[Source, Script]) -> list[str]:
    return [f'not in the script: "{say.text}"' for say in says if not scripts[say.source].has(say.text)]


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", sentence)
    return re.compile(f"[^{{}}<>]{{1,{LONGEST_BLANK}}}?".join(map(re.escape, parts)))
