"""A tool that is a Python function of the centre's own, in a file of its directory.

    def book(records: Records, *, day: date, window: str) -> tuple[str, dict[str, object]]:

It is given the verified customer's records and the declared arguments, and gives an outcome and values.
"""

import asyncio
import importlib.util
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from assist.customers import Records
from assist.tools.values import BadValue, typed
from config.centre import Tool


class ToolNotUsable(Exception):
    """The centre's tool cannot be loaded; the message says what to mend."""


class PythonTool:
    """Loaded once, at start."""

    def __init__(self, tool: Tool, directory: Path) -> None:
        """Raises `ToolNotUsable`."""
        self._tool = tool
        self._function = _load(tool, directory)

    async def use(
        self,
        arguments: Mapping[str, str],
        key: str,  # noqa: ARG002
        records: Records,
        customer_id: str | None,  # noqa: ARG002
    ) -> tuple[str, Mapping[str, object]]:
        """Raises `BadValue`, and whatever the function raises."""
        values = typed(arguments, self._tool.arguments)
        given = await asyncio.to_thread(self._function, records, **values)
        match given:
            case (str() as outcome, dict() as result):
                return outcome, cast(dict[str, object], result)
            case _:
                raise BadValue("it gave no outcome with values")


def _load(tool: Tool, directory: Path) -> Callable[..., object]:
    file, _, name = tool.python.partition(":")
    path = directory / file
    spec = importlib.util.spec_from_file_location(f"attendant_tools_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ToolNotUsable(f"the tool {tool.name}: there is no Python file {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    if not callable(function):
        raise ToolNotUsable(f"the tool {tool.name}: {path} has no function {name}")
    takes = list(inspect.signature(function).parameters)[1:]
    wrong = sorted(set(takes) ^ set(tool.arguments))
    if wrong:
        raise ToolNotUsable(
            f"the tool {tool.name}: {name} takes {', '.join(takes) or 'nothing'}, and tools.toml declares "
            f"{', '.join(tool.arguments) or 'nothing'}; they differ in {', '.join(wrong)}"
        )
    return function
