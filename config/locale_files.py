"""Reads a centre's other languages: a directory each under `locales/`, named by its BCP 47 tag.

Only texts stand there. Names, queues, tools and rules are the centre's own, so that no language can do what
another cannot; what is missing or unknown is a problem, as `file:line: what is wrong`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from config.article_files import read_article
from config.centre import Article, Centre, Detail, Intent, Queue, Tool, VerificationMethod
from config.centre_problems import Problems
from config.checklist_files import check_wording
from config.checklists import ChecklistDefinition, ChecklistItem
from config.disposition_files import read_titles
from config.prompt_names import PROMPTS, unknown_blanks
from config.toml_source import Table, TomlSource, read_text
from config.whisper_files import NONE, read_translated

FOLDER = "locales"
DETAIL = "intent.detail"
FEWEST_EXAMPLES = 5
"""An intent cannot be learned from less, in any language."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")


def read_locales(directory: Path, base: Centre, problems: Problems) -> tuple[Centre, ...]:
    """The centre in each of its other languages, complete, in the order of their tags.

    An article that a language does not have cannot be read in it; everything else must be there.
    """
    folder = directory / FOLDER
    paths = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return tuple(_Locale(path, base, problems).read() for path in paths)


class _Locale:
    """The reading of one language."""

    def __init__(self, path: Path, base: Centre, problems: Problems) -> None:
        self._path = path
        self._language = path.name
        self._place = f"{FOLDER}/{path.name}"
        self._base = base
        self._problems = problems

    def read(self) -> Centre:
        base = self._base
        if not _TAG.fullmatch(self._language):
            self._problems.add(self._place, 0, "name the directory by a BCP 47 tag such as es-US or fr")
        elif self._language == base.language:
            self._problems.add(self._place, 0, "this is the centre's own language; take the directory out")
        root = self._toml("centre.toml")
        intents = self._toml("intents.toml")
        queues = self._toml("queues.toml")
        tools = self._toml("tools.toml") if base.tools else None
        identity = self._toml("identity.toml") if any(way.fields for way in base.verification) else None
        checklists = self._toml("checklists.toml") if base.checklists else None
        filed = self._toml("dispositions.toml") if base.dispositions else None
        whispers = self._toml("whispers.toml") if base.whispers else None
        return replace(
            base,
            name=(root.root().text("name", required=False) if root else "") or base.name,
            language=self._language,
            prompts=self._prompts(root) if root else {},
            verification=tuple(self._verification(identity)) if identity else base.verification,
            intents=tuple(self._intents(intents)) if intents else (),
            queues=tuple(self._queues(queues)) if queues else (),
            tools=tuple(self._tools(tools)) if tools else (),
            articles=tuple(self._articles()),
            checklists=tuple(self._checklists(checklists)) if checklists else (),
            dispositions=read_titles(filed, base.dispositions, self._problems) if filed else (),
            whispers=read_translated(whispers, base.whispers, self._problems) if whispers else NONE,
            locales=(),
        )

    def _toml(self, name: str) -> TomlSource | None:
        file = f"{self._place}/{name}"
        text = read_text(self._path.parent.parent, file, self._problems)
        return None if text is None else TomlSource.parse(file, text, self._problems)

    def _prompts(self, source: TomlSource) -> dict[str, str]:
        source.root().allow("name", "prompts")
        table = source.root().table("prompts")
        table.allow(*PROMPTS)
        prompts: dict[str, str] = {}
        for name, allowed in PROMPTS.items():
            prompts[name] = text = table.text(name)
            if text and (wrong := unknown_blanks(text, allowed)):
                may = ", ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "none"
                table.problem(name, f"the prompt {name} cannot fill {wrong}; it may use: {may}")
        return prompts

    def _verification(self, source: TomlSource) -> Iterator[VerificationMethod]:
        """The questions of the centre's methods, each field once."""
        source.root().allow("field")
        wanted = {field.name: field for method in self._base.verification for field in method.fields}
        tables = {} if not wanted else self._by_name(source.root().tables("field"), "field", wanted)
        for method in self._base.verification:
            fields = tuple(
                self._detail(tables[field.name], field) if field.name in tables else field
                for field in method.fields
            )
            yield replace(method, fields=fields)

    def _queues(self, source: TomlSource) -> Iterator[Queue]:
        source.root().allow("queue")
        wanted = {queue.name: queue for queue in self._base.queues}
        for name, table in self._by_name(source.root().tables("queue"), "queue", wanted).items():
            table.allow("name", "title")
            wanted[name] = replace(wanted[name], title=table.text("title"))
        yield from wanted.values()

    def _intents(self, source: TomlSource) -> Iterator[Intent]:
        source.root().allow("intent")
        wanted = {intent.name: intent for intent in self._base.intents}
        tables = source.root().tables("intent")
        spans = source.spans("intent", array=True)
        details = {
            id(table): [
                Table(source, values, DETAIL, *place)
                for values, place in zip(
                    _tables(written.get("detail")),
                    (place for place in source.spans(DETAIL, array=True) if span[0] < place[0] < span[1]),
                    strict=False,
                )
            ]
            for table, span, written in zip(tables, spans, _tables(source.values.get("intent")), strict=False)
        }
        said: dict[str, str] = {}
        for name, table in self._by_name(tables, "intent", wanted).items():
            table.allow("name", "title", "examples", "detail")
            wanted[name] = replace(
                wanted[name],
                title=table.text("title"),
                examples=self._examples(table, name, said),
                details=tuple(self._details(table, wanted[name], details.get(id(table), []))),
            )
        yield from wanted.values()

    def _examples(self, table: Table, name: str, said: dict[str, str]) -> tuple[str, ...]:
        sentences = tuple(table.list_of("examples", str, "sentences"))
        if len(sentences) < FEWEST_EXAMPLES:
            count = len(sentences)
            table.problem("examples", f"{name} has {count} examples; it takes at least {FEWEST_EXAMPLES}")
        for sentence in sentences:
            words = " ".join(re.findall(r"[\w']+", sentence.casefold()))
            if not words:
                table.problem("examples", f'the example "{sentence}" has no words; write it or take it out')
            elif words in said:
                where = f"is under {said[words]}, too" if said[words] != name else "is there twice"
                line = table.line_of_text(sentence)
                self._problems.add(table.file, line, f'the example "{sentence}" {where}')
            said.setdefault(words, name)
        return sentences

    def _details(self, table: Table, intent: Intent, written: list[Table]) -> Iterator[Detail]:
        wanted = {detail.name: detail for detail in intent.details}
        line = table.line("name")
        tables = self._by_name(written, "detail", wanted, missing=(table.file, line, f" of {intent.name}"))
        for name, detail in wanted.items():
            yield self._detail(tables[name], detail) if name in tables else detail

    def _detail(self, table: Table, detail: Detail) -> Detail:
        table.allow("name", "title", "ask", *(["options"] if detail.options else []))
        options: dict[str, tuple[str, ...]] = {}
        if detail.options:
            said = table.table("options")
            self._known(said, "option", set(detail.options))
            for value in detail.options:
                ways = tuple(said.list_of(value, str, "ways of saying it"))
                if not ways:
                    said.problem(value, f"the option {value} is missing; write the ways of saying it")
                options[value] = ways
        return replace(detail, title=table.text("title"), ask=table.text("ask"), options=options)

    def _tools(self, source: TomlSource) -> Iterator[Tool]:
        """What the bot says of each tool's outcomes."""
        source.root().allow("tool")
        wanted = {tool.name: tool for tool in self._base.tools}
        for name, table in self._by_name(source.root().tables("tool"), "tool", wanted).items():
            tool = wanted[name]
            table.allow("name", "title", "filler", "says")
            says = table.table("says")
            self._known(says, "outcome", set(tool.says))
            texts: dict[str, str] = {}
            for outcome in tool.says:
                texts[outcome] = text = says.text(outcome)
                if text and (wrong := unknown_blanks(text, frozenset((*tool.results, *tool.arguments)))):
                    says.problem(outcome, f"the tool {name} does not give {wrong}")
            filler = table.text("filler", required=False)
            wanted[name] = replace(tool, title=table.text("title"), filler=filler, says=texts)
        yield from wanted.values()

    def _articles(self) -> Iterator[Article]:
        """Those that are translated. Who may hear one is the centre's decision, in every language."""
        known = {article.id: article for article in self._base.articles}
        for path in sorted((self._path / "articles").glob("*.md")):
            file = f"{self._place}/articles/{path.name}"
            text = read_text(self._path.parent.parent, file, self._problems)
            article = None if text is None else read_article(file, text, self._problems)
            if article is None:
                continue
            if article.id not in known:
                self._problems.unknown(file, 2, "article", article.id, known)
            elif article.audience != known[article.id].audience:
                audience = known[article.id].audience
                self._problems.add(
                    file, 2, f"the article {article.id} is for {audience}s in the centre's own language"
                )
            else:
                yield article

    def _checklists(self, source: TomlSource) -> Iterator[ChecklistDefinition]:
        """What is said of each item, in the words of the language; what ticks it otherwise stays."""
        source.root().allow("checklist")
        wanted = {checklist.name: checklist for checklist in self._base.checklists}
        for name, table in self._by_name(source.root().tables("checklist"), "checklist", wanted).items():
            table.allow("name", "title", "item")
            items = {item.name: item for item in wanted[name].items}
            missing = (table.file, table.line("name"), f" of {name}")
            for item, row in self._by_name(table.tables("item"), "item", items, missing=missing).items():
                row.allow("name", "title", "exact", "meaning")
                items[item] = self._checklist_item(row, items[item])
            wanted[name] = replace(wanted[name], title=table.text("title"), items=tuple(items.values()))
        yield from wanted.values()

    def _checklist_item(self, table: Table, item: ChecklistItem) -> ChecklistItem:
        exact = tuple(table.list_of("exact", str, "wordings"))
        meaning = tuple(table.list_of("meaning", str, "ways of saying it"))
        check_wording(table, exact, meaning)
        for key, here, there in (("exact", exact, item.exact), ("meaning", meaning, item.meaning)):
            if bool(here) != bool(there):
                what = "has none in the centre's own language" if here else "is missing"
                table.problem(key, f"{key} of {item.name} {what}")
        return replace(item, title=table.text("title"), exact=exact, meaning=meaning)

    def _known(self, table: Table, kind: str, names: Iterable[str]) -> None:
        for key in table.names():
            if key not in names:
                self._problems.unknown(table.file, table.line(key), kind, key, names)

    def _by_name(
        self,
        tables: Iterable[Table],
        kind: str,
        wanted: Mapping[str, object],
        *,
        missing: tuple[str, int, str] | None = None,
    ) -> dict[str, Table]:
        """The tables by what they name, each once; what is unknown or left out is noted, at `missing`."""
        found: dict[str, Table] = {}
        file = ""
        for table in tables:
            file = table.file
            name = table.text("name")
            if name and name not in wanted:
                self._problems.unknown(table.file, table.line("name"), kind, name, wanted)
            elif name in found:
                table.problem("name", f"the {kind} {name} is there twice")
            elif name:
                found[name] = table
        where = missing or (file, 0, "")
        for name in wanted if where[0] else ():
            if name not in found:
                self._problems.add(where[0], where[1], f"the {kind} {name}{where[2]} is missing")
        return found


def _tables(value: object) -> list[dict[str, Any]]:
    """The tables of an array, as far as it is one."""
    items = cast(list[object], value) if isinstance(value, list) else []
    return [cast(dict[str, Any], item) for item in items if isinstance(item, dict)]
