"""Collecting what is wrong with a centre's files, so that all of it is reported at once."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class CentreError(Exception):
    """The centre cannot be used. The message has a line for each problem: `file:line: what is wrong`."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Problems:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.lines: list[str] = []

    def add(self, file: str, line: int, what: str) -> None:
        """`line` counts from 1; 0 where the problem is the file itself."""
        place = f"{self._directory / file}:{line}" if line else str(self._directory / file)
        entry = f"{place}: {' '.join(what.split())}"
        if entry not in self.lines:
            self.lines.append(entry)

    def unknown(self, file: str, line: int, kind: str, name: str, known: Iterable[str]) -> None:
        """Something is named that does not exist; the nearest that does is suggested."""
        choices = sorted(known)
        near = get_close_matches(name, choices, n=1)
        advice = (
            f'; did you mean "{near[0]}"?' if near else f"; there are: {', '.join(choices[:12]) or 'none'}"
        )
        self.add(file, line, f'there is no {kind} "{name}"{advice}')
