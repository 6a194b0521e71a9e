"""What the bot says of a tool's result: the centre's own sentence, filled with values said as they are meant.

This is the only way in which amounts and dates of an account get into the bot's mouth.
"""

from datetime import date

from assist.entities import EntityKind, read_back
from assist.tools.calling import ToolResult
from config.centre import Tool, ValueKind

_READ_BACK = {
    ValueKind.MONEY: EntityKind.AMOUNT,
    ValueKind.DATE: EntityKind.DATE,
    ValueKind.TIME: EntityKind.TIME,
    ValueKind.TIME_WINDOW: EntityKind.TIME_WINDOW,
    ValueKind.DIGITS: EntityKind.DIGITS,
}


def spoken(tool: Tool, result: ToolResult, region: str, today: date) -> str:
    """The sentence for the result's outcome. Raises `KeyError` where there is none, or it lacks a value."""
    values = {name: _said(value, tool.results[name], region, today) for name, value in result.values.items()}
    return tool.says[result.outcome].format(**values)


def _said(value: str, kind: ValueKind, region: str, today: date) -> str:
    entity = _READ_BACK.get(kind)
    return value if entity is None else read_back(entity, value, region, today)
