"""Reads what the bot can do: `tools.toml`. Python is looked at, not run."""

import ast
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from config.centre import DetailKind, Intent, Risk, Tool, ValueKind
from config.centre_problems import Problems
from config.intent_files import NAME
from config.prompt_names import unknown_blanks
from config.toml_source import Table, TomlSource

K = TypeVar("K", bound=StrEnum)

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

THE_SESSIONS = frozenset({"customer", "customer_id", "caller", "records"})
"""Who a tool is used for is the session's to say, so no argument may be named like it."""


def read_tools(source: TomlSource | None, directory: Path, problems: Problems) -> tuple[Tool, ...]:
    if source is None:
        return ()
    source.root().allow("tool")
    tools: list[Tool] = []
    for table in source.root().tables("tool"):
        tool = _tool(table, problems)
        if any(tool.name == other.name for other in tools):
            table.problem("name", f"there is another tool named {tool.name}")
        _check_way(table, tool, directory)
        _check_sentences(table, tool, problems)
        tools.append(tool)
    return tuple(tools)


def check_tools_of(
    source: TomlSource, intents: Sequence[Intent], tools: Sequence[Tool], problems: Problems
) -> None:
    """The tools that intents name are there, and each gets what it takes from the details of the intent."""
    by_name = {tool.name: tool for tool in tools}
    for table, intent in zip(source.root().tables("intent"), intents, strict=False):
        if intent.tool is None:
            continue
        tool = by_name.get(intent.tool)
        if tool is None:
            problems.unknown(table.file, table.line("tool"), "tool", intent.tool, by_name)
            continue
        kinds = {detail.name: detail.kind for detail in intent.details}
        for name, kind in tool.arguments.items():
            if name not in kinds:
                table.problem(
                    "tool", f"the tool {tool.name} takes {name}, which {intent.name} has no detail for"
                )
            elif kinds[name] is not kind:
                what = f"the tool {tool.name} takes {name} as {kind}, and the detail is {kinds[name]}"
                table.problem("tool", what)


def _tool(table: Table, problems: Problems) -> Tool:
    table.allow(
        *("name", "title", "python", "url", "risk", "level", "timeout_ms", "filler"),
        *("arguments", "results", "says"),
    )
    name = table.text("name")
    if name and not NAME.fullmatch(name):
        table.problem("name", f'the name "{name}" must be lower-case words joined by underscores')
    arguments = _kinds(table, "arguments", DetailKind, problems)
    for argument in sorted(THE_SESSIONS & set(arguments)):
        table.problem("arguments", f"{argument} comes from the verified call; no argument may have this name")
    return Tool(
        name=name,
        title=table.text("title"),
        arguments=arguments,
        results=_kinds(table, "results", ValueKind, problems),
        says=table.texts("says"),
        python=table.text("python", required=False),
        url=table.text("url", required=False),
        risk=table.choice("risk", Risk, Risk.READ) or Risk.READ,
        level=int(table.number("level", 1, 0, 2)),
        timeout_ms=int(table.number("timeout_ms", 8000, 100, 60_000)),
        filler=table.text("filler", required=False),
    )


def _kinds(table: Table, key: str, kind: type[K], problems: Problems) -> dict[str, K]:
    if not table.has(key):
        return {}
    inner = table.table(key)
    known = [str(one.value) for one in kind]
    found: dict[str, K] = {}
    for name in inner.names():
        value = inner.text(name)
        if value in known:
            found[name] = kind(value)
        elif value:
            problems.unknown(inner.file, inner.line(name), "kind", value, known)
    return found


def _check_way(table: Table, tool: Tool, directory: Path) -> None:
    if bool(tool.python) == bool(tool.url):
        table.problem("name", f"the tool {tool.name} needs either python or url")
    if tool.url:
        parts = urlsplit(tool.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            table.problem("url", "an endpoint must be https, except on this machine")
        return
    if not tool.python:
        return
    file, _, function = tool.python.partition(":")
    path = directory / file
    if not function or Path(file).name != file:
        table.problem(
            "python", f'"{tool.python}" must be a file of this directory and a function, "tools.py:bill"'
        )
    elif not path.is_file():
        table.problem("python", f"there is no file {file} in this directory")
    else:
        takes = _arguments_of(path, function)
        if takes is None:
            table.problem("python", f"{file} has no function {function}")
        elif set(takes) != set(tool.arguments):
            declared = ", ".join(tool.arguments) or "nothing"
            what = f"{function} takes {', '.join(takes) or 'nothing'}, and [tool.arguments] has {declared}"
            table.problem("python", what)


def _arguments_of(path: Path, function: str) -> list[str] | None:
    """The names after the first, which is the records; None where there is no such function."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return [one.arg for one in (*node.args.args[1:], *node.args.kwonlyargs)]
    return None


def _check_sentences(table: Table, tool: Tool, problems: Problems) -> None:
    if not tool.says:
        table.problem(
            "name", f"the tool {tool.name} needs [tool.says]: an outcome, and what the bot says of it"
        )
        return
    says = table.table("says")
    allowed: Mapping[str, ValueKind] = tool.results
    for outcome, sentence in tool.says.items():
        if wrong := unknown_blanks(sentence, frozenset(allowed)):
            may = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
            what = f"the sentence for {outcome} cannot fill {wrong}; it may use: {may}"
            problems.add(says.file, says.line(outcome), what)
