"""Reads a contact centre from its directory of TOML and Markdown.

What a centre's staff write is checked to the line: every problem is reported at once, as
`file:line: what is wrong`, so that one correction round is enough.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import SUPPORTED_REGIONS

from config.article_files import read_article
from config.centre import Article, Centre, Intent, OpeningHours, Queue, Tier
from config.centre_problems import CentreError, Problems
from config.opening_hours import read_hours
from config.prompt_names import PROMPTS, unknown_blanks
from config.toml_source import Table, TomlSource, read_text

__all__ = ["CentreError", "load_centre"]

FEWEST_EXAMPLES = 5
"""An intent cannot be learned from less."""


def load_centre(directory: Path) -> Centre:
    """The centre in `directory`. Raises `CentreError` with every problem that was found, one a line."""
    if not directory.is_dir():
        raise CentreError(
            [f"{directory}: there is no such directory; `centre` names that of your contact centre"]
        )
    problems = Problems(directory)
    root = _toml(directory, "centre.toml", problems)
    queue_file = _toml(directory, "queues.toml", problems)
    intent_file = _toml(directory, "intents.toml", problems)
    unread: set[str] = set()
    articles = tuple(_articles(directory, unread, problems))
    zone = _zone(root.root(), problems) if root else ZoneInfo("UTC")
    queues = tuple(_queues(queue_file, zone, problems)) if queue_file else ()
    intents = tuple(_intents(intent_file, problems)) if intent_file else ()
    centre = _centre(root, queues, intents, articles, problems) if root else None
    if root and queue_file:
        _check_default_queue(root.root(), queues, problems)
    if intent_file:
        _check_articles(intent_file, articles, unread, problems)
    if intent_file and queue_file:
        _check_queues(intent_file, queues, problems)
    if problems.lines or centre is None:
        raise CentreError(problems.lines)
    return centre


def _toml(directory: Path, name: str, problems: Problems) -> TomlSource | None:
    text = read_text(directory, name, problems)
    return None if text is None else TomlSource.parse(name, text, problems)


def _centre(
    source: TomlSource,
    queues: tuple[Queue, ...],
    intents: tuple[Intent, ...],
    articles: tuple[Article, ...],
    problems: Problems,
) -> Centre:
    root = source.root()
    root.allow("name", "language", "region", "zone", "default_queue", "prompts")
    region = root.text("region")
    if region and region not in SUPPORTED_REGIONS:
        root.problem("region", f'"{region}" is no ISO 3166 country; write one such as "US" or "GB"')
    return Centre(
        name=root.text("name"),
        language=root.text("language"),
        region=region,
        default_queue=root.text("default_queue"),
        prompts=_prompts(root.table("prompts"), problems),
        intents=intents,
        articles=articles,
        queues=queues,
    )


def _zone(root: Table, problems: Problems) -> ZoneInfo:
    name = root.text("zone")
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.add(
            root.file, root.line("zone"), f'"{name}" is no time zone; write one such as "America/New_York"'
        )
        return ZoneInfo("UTC")


def _prompts(table: Table, problems: Problems) -> dict[str, str]:
    table.allow(*PROMPTS)
    prompts: dict[str, str] = {}
    for name, allowed in PROMPTS.items():
        text = table.text(name)
        prompts[name] = text
        if text and (wrong := unknown_blanks(text, allowed)):
            may = ", ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "none"
            problems.add(
                table.file, table.line(name), f"the prompt {name} cannot fill {wrong}; it may use: {may}"
            )
    return prompts


def _queues(source: TomlSource, zone: ZoneInfo, problems: Problems) -> Iterator[Queue]:
    source.root().allow("queue")
    seen: set[str] = set()
    for table in source.root().tables("queue"):
        table.allow("name", "title", "hours", "closed")
        name = table.text("name")
        if name and name in seen:
            problems.add(table.file, table.line("name"), f"there is another queue named {name}")
        seen.add(name)
        hours = OpeningHours(
            zone=zone,
            weekly=read_hours(table.table("hours")),
            closed=tuple(table.list_of("closed", date, "dates such as 2026-12-25")),
        )
        yield Queue(name=name, title=table.text("title"), hours=hours)


def _intents(source: TomlSource, problems: Problems) -> Iterator[Intent]:
    source.root().allow("intent")
    names: dict[str, int] = {}
    examples: dict[str, str] = {}
    for table in source.root().tables("intent"):
        table.allow("name", "title", "examples", "article", "queue", "person_required")
        name = table.text("name")
        if name in names:
            problems.add(
                table.file, table.line("name"), f"there is another intent named {name}, in line {names[name]}"
            )
        names.setdefault(name, table.line("name"))
        sentences = tuple(table.list_of("examples", str, "sentences"))
        if len(sentences) < FEWEST_EXAMPLES:
            problems.add(
                table.file,
                table.line("examples"),
                f"{name or 'this intent'} has {len(sentences)} examples; it takes at least {FEWEST_EXAMPLES}",
            )
        for sentence in sentences:
            said = " ".join(re.findall(r"[\w']+", sentence.casefold()))
            if not said:
                table.problem("examples", f'the example "{sentence}" has no words; write it or take it out')
            elif said in examples:
                where = f"is under {examples[said]}, too" if examples[said] != name else "is there twice"
                problems.add(table.file, table.line_of_text(sentence), f'the example "{sentence}" {where}')
            examples.setdefault(said, name)
        yield Intent(
            name=name,
            title=table.text("title"),
            examples=sentences,
            article=table.text("article", required=False) or None,
            queue=table.text("queue", required=False) or None,
            tier=Tier.PERSON if table.flag("person_required") else Tier.BOT,
        )


def _articles(directory: Path, unread: set[str], problems: Problems) -> Iterator[Article]:
    """Those without a problem; `unread` gets the names of the others' files, which go by the article's id."""
    folder = directory / "articles"
    paths = sorted(folder.glob("*.md")) if folder.is_dir() else []
    if not paths:
        problems.add("articles", 0, "there are no articles; write Markdown files here, one an article")
    ids: Counter[str] = Counter()
    for path in paths:
        name = f"articles/{path.name}"
        text = read_text(directory, name, problems)
        article = None if text is None else read_article(name, text, problems)
        if article is None:
            unread.add(path.stem)
        else:
            ids[article.id] += 1
            if ids[article.id] == 2:
                problems.add(name, 2, f"there is another article with the id {article.id}")
            yield article


def _check_default_queue(root: Table, queues: tuple[Queue, ...], problems: Problems) -> None:
    name = root.text("default_queue")
    known = {queue.name for queue in queues}
    if name and name not in known:
        problems.unknown(root.file, root.line("default_queue"), "queue", name, known)


def _check_queues(intents: TomlSource, queues: tuple[Queue, ...], problems: Problems) -> None:
    known = {queue.name for queue in queues}
    for table in intents.root().tables("intent"):
        name = table.text("queue", required=False)
        if name and name not in known:
            problems.unknown(table.file, table.line("queue"), "queue", name, known)


def _check_articles(
    intents: TomlSource, articles: tuple[Article, ...], unread: set[str], problems: Problems
) -> None:
    """An article that is there but could not be read has its own problem, and is not reported again."""
    audiences = {article.id: article.audience for article in articles}
    for table in intents.root().tables("intent"):
        name = table.text("article", required=False)
        if name in audiences:
            if audiences[name] == "agent" and not table.flag("person_required"):
                what = f'the article "{name}" is for agents only; name one whose audience is caller'
                table.problem("article", what)
        elif name and audiences and name not in unread:
            problems.unknown(table.file, table.line("article"), "article", name, audiences)
