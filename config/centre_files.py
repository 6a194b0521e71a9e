"""Reads a contact centre from its directory of TOML and Markdown.

What a centre's staff write is checked to the line: every problem is reported at once, as
`file:line: what is wrong`, so that one correction round is enough.
"""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import SUPPORTED_REGIONS

from config.agent_files import read_agents
from config.article_files import read_articles
from config.centre import Article, Centre, Intent, Queue
from config.centre_problems import CentreError, Problems
from config.checklist_files import read_checklists
from config.disposition_files import read_dispositions
from config.identity_files import read_verification
from config.intent_files import read_intents
from config.locale_files import read_locales
from config.prompt_names import PROMPTS, unknown_blanks
from config.queue_files import check_skills, read_queues
from config.routing_files import read_routing
from config.toml_source import Table, TomlSource, read_text
from config.tool_files import check_tools_of, read_tools
from config.whisper_files import read_whispers

__all__ = ["CentreError", "load_centre"]


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
    articles = tuple(read_articles(directory, unread, problems))
    zone = _zone(root.root(), problems) if root else ZoneInfo("UTC")
    queues = read_queues(queue_file, zone, problems) if queue_file else ()
    intents = tuple(read_intents(intent_file, problems)) if intent_file else ()
    more = Optional(directory, problems)
    tools = read_tools(more.source("tools.toml"), directory, problems)
    centre = _centre(root, queues, intents, articles, problems) if root else None
    if root and queue_file:
        _check_default_queue(root.root(), queues, problems)
    if intent_file:
        _check_articles(intent_file, articles, unread, problems)
    if intent_file and queue_file:
        _check_queues(intent_file, queues, problems)
    if intent_file:
        check_tools_of(intent_file, intents, tools, problems)
    verification = read_verification(more.source("identity.toml"), tools, problems)
    checklist_file = more.source("checklists.toml") if intent_file else None
    checklists = read_checklists(checklist_file, intents, tools, verification, problems)
    disposition_file = more.source("dispositions.toml") if intent_file else None
    dispositions = read_dispositions(disposition_file, intents, tools, problems)
    routing = read_routing(
        more.source("routing.toml"), {queue.name for queue in queues} if queue_file else None, problems
    )
    agents = read_agents(more.source("agents.toml"), root.root() if root else None, problems)
    if queue_file and agents:
        check_skills(queue_file, agents, problems)
    whispers = read_whispers(more.source("whispers.toml"), problems)
    if problems.lines or centre is None:
        raise CentreError(problems.lines)
    centre = replace(centre, tools=tools, verification=verification, routing=routing, agents=agents)
    centre = replace(centre, checklists=checklists, whispers=whispers, directory=directory)
    centre = replace(centre, dispositions=dispositions)
    centre = replace(centre, locales=read_locales(directory, centre, problems))
    if problems.lines:
        raise CentreError(problems.lines)
    return centre


class Optional:
    """Files that a centre may have."""

    def __init__(self, directory: Path, problems: Problems) -> None:
        self._directory = directory
        self._problems = problems

    def source(self, name: str) -> TomlSource | None:
        return _toml(self._directory, name, self._problems) if (self._directory / name).exists() else None


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
            if audiences[name] == "agent" and table.text("tier", required=False) != "person":
                what = f'the article "{name}" is for agents only; name one whose audience is caller'
                table.problem("article", what)
        elif name and audiences and name not in unread:
            problems.unknown(table.file, table.line("article"), "article", name, audiences)
