"""Reads what callers want, and what must be known for it: `intents.toml`."""

import re
from collections.abc import Iterator

from config.centre import Confirmation, Detail, DetailKind, Intent, Tier
from config.centre_problems import Problems
from config.toml_source import Table, TomlSource

FEWEST_EXAMPLES = 5
"""An intent cannot be learned from less."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
"""Names of details and tools: they become arguments."""


def read_intents(source: TomlSource, problems: Problems) -> Iterator[Intent]:
    source.root().allow("intent")
    names: dict[str, int] = {}
    examples: dict[str, str] = {}
    for table in source.root().tables("intent"):
        if table.has("person_required"):
            table.problem("person_required", 'write tier = "person" in place of person_required')
        table.allow(
            *("name", "title", "examples", "article", "queue", "tier", "tool", "confirmation", "complexity"),
            *("detail", "person_required"),
        )
        name = table.text("name")
        if name in names:
            problems.add(
                table.file, table.line("name"), f"there is another intent named {name}, in line {names[name]}"
            )
        names.setdefault(name, table.line("name"))
        yield Intent(
            name=name,
            title=table.text("title"),
            examples=_examples(table, name, examples, problems),
            article=table.text("article", required=False) or None,
            queue=table.text("queue", required=False) or None,
            tier=table.choice("tier", Tier, Tier.BOT) or Tier.BOT,
            tool=table.text("tool", required=False) or None,
            details=tuple(read_details(table, "detail", problems)),
            confirmation=table.choice("confirmation", Confirmation, Confirmation.IMPLICIT)
            or Confirmation.IMPLICIT,
            complexity=int(table.number("complexity", 1, 1, 3)),
        )


def read_details(table: Table, key: str, problems: Problems) -> Iterator[Detail]:
    """The `[[intent.detail]]` or `[[method.field]]` tables; details without a kind are left out."""
    seen: set[str] = set()
    for detail in table.tables(key, required=False):
        detail.allow("name", "title", "kind", "ask", "options", "digits", "secret", "required")
        name = detail.text("name")
        if name and not NAME.fullmatch(name):
            detail.problem("name", f'the name "{name}" must be lower-case words joined by underscores')
        if name in seen:
            problems.add(detail.file, detail.line("name"), f"there is another detail named {name} here")
        seen.add(name)
        kind = detail.choice("kind", DetailKind)
        options = _options(detail, kind)
        found = Detail(
            name=name,
            title=detail.text("title"),
            kind=kind or DetailKind.NAME,
            ask=detail.text("ask"),
            options=options,
            digits=int(detail.number("digits", 0, 0, 20)),
            secret=detail.flag("secret"),
            required=detail.flag("required") if detail.has("required") else True,
        )
        if kind is not None:
            yield found


def _options(detail: Table, kind: DetailKind | None) -> dict[str, tuple[str, ...]]:
    if kind is not DetailKind.CHOICE:
        if detail.has("options"):
            detail.problem("options", 'only a detail of the kind "choice" has options')
        return {}
    if not detail.has("options"):
        detail.problem(
            "kind", "a choice needs [intent.detail.options]: each value with the ways of saying it"
        )
        return {}
    table = detail.table("options")
    options = {value: tuple(table.list_of(value, str, "ways of saying it")) for value in table.names()}
    for value, ways in options.items():
        if not ways:
            table.problem(value, f'the option "{value}" needs at least one way of saying it')
    return options


def _examples(table: Table, name: str, examples: dict[str, str], problems: Problems) -> tuple[str, ...]:
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
    return sentences
