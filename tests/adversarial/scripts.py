"""All that the bot can say: the centre's prompts, the sentences of its tools, its articles.

Whatever does not fit one of them has come from somewhere else: a caller, a table, a model.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from config.centre import Centre
from voice.bot.moves import Say, Source

LONGEST_BLANK = 160
"""Characters of what fills a blank: the longest read-back of the sample has half of it."""

Scripts = Mapping[tuple[Source, str], list[re.Pattern[str]]]
"""By source and prompt, in all languages; anything short may be in the blanks of a sentence."""


def scripts_of(centre: Centre) -> Scripts:
    found: defaultdict[tuple[Source, str], list[re.Pattern[str]]] = defaultdict(list)

    def add(source: Source, prompt: str, sentence: str) -> None:
        found[source, prompt].append(_pattern(sentence))

    for each in (centre, *centre.locales):
        for name, sentence in each.prompts.items():
            add(Source.PROMPT, name, sentence)
        for detail in (
            *(detail for intent in each.intents for detail in intent.details),
            *(field for method in each.verification for field in method.fields),
        ):
            add(Source.PROMPT, f"ask_{detail.name}", detail.ask)
        for tool in each.tools:
            add(Source.PROMPT, "tool_filler", tool.filler)
            for sentence in tool.says.values():
                add(Source.TOOL, "", sentence)
        for article in each.articles:
            if article.audience == "caller":
                for section in article.sections:
                    add(Source.ARTICLE, "", section.text)
    return dict(found)


def unscripted(says: Iterable[Say], scripts: Scripts) -> list[str]:
    return [
        f'not in the script: "{say.text}"'
        for say in says
        if not any(pattern.fullmatch(say.text) for pattern in scripts.get((say.source, say.prompt), ()))
    ]


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", sentence)
    return re.compile(f"[^{{}}<>]{{1,{LONGEST_BLANK}}}?".join(map(re.escape, parts)))
