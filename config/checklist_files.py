"""Reads what agents have to say, ask, do and check: `checklists.toml`."""

from collections.abc import Iterable, Sequence

from config.centre import Intent, Tool, VerificationMethod
from config.centre_problems import Problems
from config.checklists import ChecklistDefinition, ChecklistItem, Condition, ItemKind
from config.intent_files import NAME
from config.toml_source import Table, TomlSource

BLANK = "{}"
FEWEST_WORDS = 3
"""In an exact wording; one or two words are said by chance."""
FEWEST_EXAMPLES = 3
"""Of a meaning."""


def read_checklists(
    source: TomlSource | None,
    intents: Sequence[Intent],
    tools: Sequence[Tool],
    verification: Sequence[VerificationMethod],
    problems: Problems,
) -> tuple[ChecklistDefinition, ...]:
    if source is None:
        return ()
    source.root().allow("checklist")
    reader = _Reader(intents, tools, verification, problems)
    checklists: list[ChecklistDefinition] = []
    for table in source.root().tables("checklist"):
        checklist = reader.checklist(table)
        if any(checklist.name == other.name for other in checklists):
            table.problem("name", f"there is another checklist named {checklist.name}")
        checklists.append(checklist)
    return tuple(checklists)


def check_wording(table: Table, exact: Iterable[str], meaning: Sequence[str]) -> None:
    """What a language says of an item can be matched."""
    for wording in exact:
        if len(wording.replace(BLANK, " ").split()) < FEWEST_WORDS:
            what = (
                f'the wording "{wording}" is too short to be told from other talk; write {FEWEST_WORDS} words'
            )
            table.problem("exact", f"{what} or more")
    if meaning and len(meaning) < FEWEST_EXAMPLES:
        table.problem("meaning", f"meaning needs {FEWEST_EXAMPLES} ways of saying it or more")


class _Reader:
    def __init__(
        self,
        intents: Sequence[Intent],
        tools: Sequence[Tool],
        verification: Sequence[VerificationMethod],
        problems: Problems,
    ) -> None:
        self._intents = {intent.name: intent for intent in intents}
        self._tools = {tool.name for tool in tools}
        self._highest = max((method.level for method in verification), default=0)
        self._problems = problems

    def checklist(self, table: Table) -> ChecklistDefinition:
        table.allow("name", "title", "intents", "stages", "item")
        intents = tuple(table.list_of("intents", str, "names of intents"))
        for name in intents:
            if name not in self._intents:
                line = table.line_of_text(name)
                self._problems.unknown(table.file, line, "intent", name, self._intents)
        stages = tuple(table.list_of("stages", str, "names of stages"))
        if not stages:
            table.problem("stages", 'stages is missing; write them in order, such as ["open", "settle"]')
        details = {
            detail.name
            for name in intents or self._intents
            if name in self._intents
            for detail in self._intents[name].details
        }
        items: list[ChecklistItem] = []
        for row in table.tables("item"):
            item = self._item(row, stages, details)
            if any(item.name == other.name for other in items):
                row.problem("name", f"there is another item named {item.name} in this checklist")
            items.append(item)
        return ChecklistDefinition(
            name=_name(table), title=table.text("title"), intents=intents, stages=stages, items=tuple(items)
        )

    def _item(self, table: Table, stages: tuple[str, ...], details: set[str]) -> ChecklistItem:
        table.allow(
            *("name", "kind", "title", "stage", "critical", "exact", "meaning", "detail", "tool"),
            *("verified", "confirmed", "bot", "within", "only_if"),
        )
        stage = table.text("stage")
        if stage and stages and stage not in stages:
            self._problems.unknown(table.file, table.line("stage"), "stage", stage, stages)
        item = ChecklistItem(
            name=_name(table),
            kind=table.choice("kind", ItemKind) or ItemKind.SAY,
            title=table.text("title"),
            stage=stage,
            critical=table.flag("critical"),
            exact=tuple(table.list_of("exact", str, "wordings")),
            meaning=tuple(table.list_of("meaning", str, "ways of saying it")),
            detail=self._known(table, "detail", details),
            tool=self._known(table, "tool", self._tools),
            verified=table.whole("verified", 0, 0, 2),
            confirmed=table.flag("confirmed"),
            bot=table.flag("bot"),
            within_s=table.number("within", 0, 0, 7200),
            only_if=self._condition(table, details),
        )
        self._check_ways(table, item)
        return item

    def _condition(self, table: Table, details: set[str]) -> Condition | None:
        if not table.has("only_if"):
            return None
        inner = table.table("only_if")
        inner.allow("detail", "is")
        detail = self._known(inner, "detail", details)
        if not detail and not inner.has("detail"):
            inner.problem("detail", 'only_if needs a detail, such as { detail = "plan", is = ["fast"] }')
        return Condition(detail, tuple(inner.list_of("is", str, "values")))

    def _known(self, table: Table, kind: str, known: set[str]) -> str:
        name = table.text(kind, required=False)
        if name and name not in known:
            self._problems.unknown(table.file, table.line(kind), kind, name, known)
        return name

    def _check_ways(self, table: Table, item: ChecklistItem) -> None:
        check_wording(table, item.exact, item.meaning)
        if item.exact and item.meaning:
            table.problem(
                "meaning",
                f"{item.name} has exact wordings, so that no other words may tick it; take its meaning out",
            )
        spoken = item.exact or item.meaning
        if item.kind in (ItemKind.SAY, ItemKind.ASK) and not (spoken or item.detail):
            table.problem("kind", f"nothing can tick {item.name}; write exact, meaning or detail")
        if item.bot and not spoken:
            table.problem("bot", f"{item.name} has no words that the bot could say; write exact or meaning")
        if item.verified > self._highest:
            table.problem("verified", f"no method of identity.toml gives level {item.verified}")


def _name(table: Table) -> str:
    name = table.text("name")
    if name and not NAME.fullmatch(name):
        table.problem("name", f'the name "{name}" must be lower-case words joined by underscores')
    return name
