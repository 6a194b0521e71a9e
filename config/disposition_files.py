"""Reads the codes that agents file calls under: `dispositions.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from config.centre import Intent, Tool
from config.centre_problems import Problems
from config.dispositions import OUTCOMES, Disposition
from config.intent_files import NAME
from config.toml_source import Table, TomlSource

MOST = 60
"""Nobody finds the right one among more."""


def read_dispositions(
    source: TomlSource | None, intents: Sequence[Intent], tools: Sequence[Tool], problems: Problems
) -> tuple[Disposition, ...]:
    """In the order of the file, in which agents see them."""
    if source is None:
        return ()
    source.root().allow("disposition")
    reader = _Reader(intents, tools, problems)
    found: dict[str, Disposition] = {}
    titles: dict[str, str] = {}
    for table in source.root().tables("disposition"):
        disposition = reader.disposition(table)
        code, title = disposition.code, disposition.title.casefold()
        if code and code in found:
            table.problem("code", f"there is another disposition with the code {code}")
        elif title and title in titles:
            table.problem(
                "title", f'{titles[title]} has the title "{disposition.title}", too; agents see only titles'
            )
        titles.setdefault(title, code)
        found.setdefault(code, disposition)
    if len(found) > MOST:
        problems.add(source.file, 1, f"there are {len(found)} dispositions; keep to {MOST} or fewer")
    return tuple(found.values())


class _Reader:
    def __init__(self, intents: Sequence[Intent], tools: Sequence[Tool], problems: Problems) -> None:
        self._intents = {intent.name for intent in intents}
        self._tools: Mapping[str, Tool] = {tool.name: tool for tool in tools}
        self._problems = problems

    def disposition(self, table: Table) -> Disposition:
        table.allow("code", "title", "intents", "outcomes", "tools", "passed_on")
        code = table.text("code")
        if code and not NAME.fullmatch(code):
            table.problem("code", f'the code "{code}" must be lower-case words joined by underscores')
        intents = table.list_of("intents", str, "names of intents")
        outcomes = table.list_of("outcomes", str, "outcomes")
        self._require(table, "intent", intents, self._intents)
        self._require(table, "outcome", outcomes, OUTCOMES)
        return Disposition(
            code=code,
            title=table.text("title"),
            intents=tuple(intents),
            outcomes=tuple(outcomes),
            tools=tuple(self._use(table, use) for use in table.list_of("tools", str, "names of tools")),
            passed_on=table.flag("passed_on"),
        )

    def _use(self, table: Table, use: str) -> tuple[str, str]:
        """`tool`, or `tool.outcome`."""
        name, dot, outcome = use.partition(".")
        line = table.line_of_text(use)
        if name not in self._tools:
            self._problems.unknown(table.file, line, "tool", name, self._tools)
        elif dot and outcome not in self._tools[name].says:
            self._problems.unknown(table.file, line, f"outcome of {name}", outcome, self._tools[name].says)
        return name, outcome

    def _require(
        self, table: Table, kind: str, names: Sequence[str], known: Sequence[str] | set[str]
    ) -> None:
        for name in names:
            if name not in known:
                self._problems.unknown(table.file, table.line_of_text(name), kind, name, known)


def read_titles(
    source: TomlSource, base: Sequence[Disposition], problems: Problems
) -> tuple[Disposition, ...]:
    """The same in another language: only the titles are its own, and none may be missing."""
    source.root().allow("disposition")
    wanted = {disposition.code: disposition for disposition in base}
    titles: dict[str, str] = {}
    for table in source.root().tables("disposition"):
        table.allow("code", "title")
        code = table.text("code")
        if code and code not in wanted:
            problems.unknown(table.file, table.line("code"), "disposition", code, wanted)
        elif code in titles:
            table.problem("code", f"the disposition {code} is there twice")
        elif code:
            titles[code] = table.text("title")
    for code in wanted:
        if code not in titles:
            problems.add(source.file, 1, f"the disposition {code} is missing")
    return tuple(replace(wanted[code], title=titles.get(code, "")) for code in wanted)
