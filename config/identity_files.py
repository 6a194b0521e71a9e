"""Reads how callers prove who they are: `identity.toml`."""

from collections.abc import Sequence

from config.centre import Method, Tool, VerificationMethod
from config.centre_problems import Problems
from config.intent_files import read_details
from config.toml_source import TomlSource


def read_verification(
    source: TomlSource | None, tools: Sequence[Tool], problems: Problems
) -> tuple[VerificationMethod, ...]:
    methods: list[VerificationMethod] = []
    for table in source.root().tables("method") if source is not None else []:
        table.allow("method", "level", "attempts", "field")
        method = table.choice("method", Method)
        fields = tuple(read_details(table, "field", problems))
        if method is Method.RECORD and not fields:
            table.problem("method", "the method record needs [[method.field]]: what callers are asked for")
        if method in (Method.PIN, Method.ONE_TIME_CODE) and fields:
            table.problem("method", f"the method {method} asks for nothing else; take its fields out")
        level = int(table.number("level", 1, 1, 2))
        attempts = int(table.number("attempts", 3, 1, 5))
        if method is not None:
            methods.append(VerificationMethod(method, level, fields, attempts))
    if methods and not any(method.method is Method.RECORD for method in methods):
        problems.add(
            "identity.toml", 1, "a PIN or a code is about a customer: the method record must find them"
        )
    most = max((method.level for method in methods), default=0)
    for tool in tools:
        if tool.level > most:
            file = "identity.toml" if source is not None else "tools.toml"
            what = f"the tool {tool.name} takes level {tool.level}, which no method of identity.toml gives"
            problems.add(file, 1, what)
    return tuple(methods)
