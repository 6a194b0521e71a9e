"""A TOML file whose values know their lines.

`tomllib` gives none, so lines are found in the text: a table by its header, a key by its name under it.
That holds for files in the normal style, which is all that a person is told to write.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar

from config.centre_problems import Problems

LARGEST_FILE = 1_000_000
"""Bytes; a larger file is no centre's."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def read_text(directory: Path, name: str, problems: Problems) -> str | None:
    """The file's text; None where it cannot be had, with the problem noted."""
    path = directory / name
    try:
        if not path.is_file():
            problems.add(name, 0, "this file is missing")
            return None
        if not path.resolve().is_relative_to(directory.resolve()):
            problems.add(
                name, 0, "this is a link that leads out of the centre's directory; put the file itself here"
            )
            return None
        if path.stat().st_size > LARGEST_FILE:
            problems.add(name, 0, f"the file is over {LARGEST_FILE // 1000} kB; split it")
            return None
        raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        problems.add(name, 0, f"the file cannot be read ({error.strerror}); check its permissions")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(name, line, "this is not UTF-8; save the file as UTF-8")
        return None


@dataclass(frozen=True, slots=True)
class TomlSource:
    file: str
    lines: tuple[str, ...]
    values: dict[str, Any]
    problems: Problems

    @classmethod
    def parse(cls, file: str, text: str, problems: Problems) -> Self | None:
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column \d+\)", str(error))
            line = int(found[1]) if found else len(text.splitlines())
            problems.add(file, line, f"this is no TOML: {str(error).partition(' (at ')[0]}")
            return None
        except RecursionError:
            problems.add(file, 1, "lists or tables are nested too deeply; flatten them")
            return None
        return cls(file, tuple(text.splitlines()), values, problems)

    def root(self) -> "Table":
        first_header = next(self._headers(""), len(self.lines) + 1)
        return Table(self, self.values, "", 1, first_header)

    def _headers(self, after: str, begin: int = 1) -> Iterator[int]:
        """Lines of table headers (of any table where `after` is empty), from 1."""
        pattern = re.compile(r"\s*\[" if not after else rf"\s*\[+\s*{re.escape(after)}\s*\]")
        for number, line in enumerate(self.lines[begin - 1 :], begin):
            if pattern.match(line):
                yield number

    def spans(self, name: str, array: bool) -> list[tuple[int, int]]:
        """First and last-but-one lines of each `[name]` or `[[name]]`."""
        pattern = re.compile(
            rf"\s*\[\[\s*{re.escape(name)}\s*\]\]" if array else rf"\s*\[\s*{re.escape(name)}\s*\]"
        )
        begins = [number for number, line in enumerate(self.lines, 1) if pattern.match(line)]
        any_header = [*self._headers(""), len(self.lines) + 1]
        return [
            (begin, next(line for line in any_header if line > begin and not self._belongs(line, name)))
            for begin in begins
        ]

    def _belongs(self, line: int, name: str) -> bool:
        """Whether the header in this line is of a table inside `name`."""
        return line <= len(self.lines) and bool(
            re.match(rf"\s*\[+\s*{re.escape(name)}\.", self.lines[line - 1])
        )


class Table:
    """One table of the file. What is missing or of the wrong type is noted, and read as empty."""

    def __init__(self, source: TomlSource, values: dict[str, Any], name: str, begin: int, end: int) -> None:
        self._source = source
        self._values = values
        self._name = name
        self._begin = begin
        self._end = end
        self.file = source.file

    def line(self, key: str) -> int:
        """Where `key` is set; where the table begins, if it is not."""
        inline = re.compile(rf"[{{,]\s*{re.escape(key)}\s*=")
        plain = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
        rows = range(self._begin, min(self._end, len(self._source.lines) + 1))
        for pattern in (plain, inline):
            for number in rows:
                if pattern.match(self._source.lines[number - 1]) or (
                    pattern is inline and pattern.search(self._source.lines[number - 1])
                ):
                    return number
        return self._begin

    def line_of_text(self, text: str) -> int:
        """Where `text` last stands in quotes in this table."""
        rows = range(self._begin, min(self._end, len(self._source.lines) + 1))
        return next(
            (number for number in reversed(rows) if f'"{text}"' in self._source.lines[number - 1]),
            self._begin,
        )

    def names(self) -> list[str]:
        return list(self._values)

    def allow(self, *keys: str) -> None:
        for key in self._values:
            if key not in keys:
                self._source.problems.unknown(self.file, self.line(key), "key", key, keys)

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._values.get(key)
        if value is None and not required:
            return ""
        if value is None:
            self._missing(key)
            return ""
        if not isinstance(value, str) or not value.strip():
            self._problem(key, f"{key} must be text in quotes")
            return ""
        return value.strip()

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self._problem(key, f"{key} must be true or false")
            return False
        return value

    def list_of(self, key: str, kind: type[T], what: str) -> list[T]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(type(item) is kind for item in value):  # pyright: ignore[reportUnknownVariableType]
            self._problem(key, f"{key} must be a list of {what}")
            return []
        return [item for item in value if isinstance(item, kind)]  # pyright: ignore[reportUnknownVariableType]

    def table(self, key: str) -> "Table":
        value = self._values.get(key)
        if value is None:
            self._missing(key)
            return Table(self._source, {}, key, self._begin, self._begin)
        if not isinstance(value, dict):
            self._problem(key, f"{key} must be a table")
            return Table(self._source, {}, key, self._begin, self._begin)
        spans = self._source.spans(f"{self._name}.{key}" if self._name else key, array=False)
        begin, end = next(
            (span for span in spans if self._begin <= span[0] <= max(self._end, span[0])),
            (self.line(key), self._end),
        )
        name = f"{self._name}.{key}" if self._name else key
        return Table(self._source, value, name, begin, end)  # pyright: ignore[reportUnknownArgumentType]

    def has(self, key: str) -> bool:
        return key in self._values

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """A whole number or a fraction between `least` and `most`."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self._problem(key, f"{key} must be a number from {least:g} to {most:g}")
            return default
        return value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number between `least` and `most`."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._problem(key, f"{key} must be a whole number from {least} to {most}")
            return default
        return value

    def day(self, key: str) -> date | None:
        """A date without a time; None where it is not there."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self._problem(key, f"{key} must be a day, such as 2026-01-05 (without quotes)")
            return None
        return value

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        """One of the values of an enumeration; None, with the problem noted, where it is none."""
        if default is not None and key not in self._values:
            return default
        value = self.text(key)
        if not value:
            return default
        known = [str(one.value) for one in kind]
        if value not in known:
            self._source.problems.unknown(self.file, self.line(key), key, value, known)
            return default
        return kind(value)

    def texts(self, key: str) -> dict[str, str]:
        """A table of names and texts; empty where it is not there."""
        if key not in self._values:
            return {}
        table = self.table(key)
        return {name: table.text(name) for name in table.names()}

    def tables(self, key: str, *, required: bool = True) -> "list[Table]":
        if not required and key not in self._values:
            return []
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value) or not value:  # pyright: ignore[reportUnknownVariableType]
            self._problem(key, f"there is no [[{key}]] here; write at least one")
            return []
        name = f"{self._name}.{key}" if self._name else key
        spans = [span for span in self._source.spans(name, array=True) if self._begin <= span[0]]
        return [
            Table(self._source, item, name, *span)  # pyright: ignore[reportUnknownArgumentType]
            for item, span in zip(value, spans, strict=False)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        ]

    def problem(self, key: str, what: str) -> None:
        self._problem(key, what)

    def _problem(self, key: str, what: str) -> None:
        self._source.problems.add(self.file, self.line(key), what)

    def _missing(self, key: str) -> None:
        where = f" in [{self._name}]" if self._name else ""
        self._source.problems.add(self.file, self._begin, f"{key} is missing{where}")
