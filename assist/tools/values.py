"""Values on their way into a tool and out of it: typed by what the centre declares, canonical as text."""

import math
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation

from config.centre import DetailKind, ValueKind

MOST_CHARACTERS = 500


class BadValue(Exception):
    """A value that is not what was declared; the message says which."""


def typed(arguments: Mapping[str, str], kinds: Mapping[str, DetailKind]) -> dict[str, object]:
    """What a Python tool is given: `date`, `time`, `Decimal`, `bool`, or `str`. Raises `BadValue`."""
    unknown = set(arguments) - set(kinds)
    if unknown:
        raise BadValue(f"it takes no {sorted(unknown)[0]}")
    return {name: _typed(name, value, kinds[name]) for name, value in arguments.items()}


def canonical(values: Mapping[str, object], kinds: Mapping[str, ValueKind]) -> dict[str, str]:
    """What a tool gave, as text that can be said. Raises `BadValue` for what was not declared."""
    unknown = set(values) - set(kinds)
    if unknown:
        raise BadValue(f"it gave {sorted(unknown)[0]}, which the centre does not declare")
    return {name: _canonical(name, value, kinds[name]) for name, value in values.items()}


def _typed(name: str, value: str, kind: DetailKind) -> object:
    try:
        match kind:
            case DetailKind.DATE:
                return date.fromisoformat(value)
            case DetailKind.TIME:
                return time.fromisoformat(value)
            case DetailKind.AMOUNT:
                amount = Decimal(value)
                if not amount.is_finite() or amount <= 0:
                    raise BadValue(f"{name} is no amount")
                return amount
            case DetailKind.YES_NO:
                return value == "yes"
            case _:
                return value
    except (ValueError, InvalidOperation) as error:
        raise BadValue(f"{name} is no {kind.value}") from error


def _canonical(name: str, value: object, kind: ValueKind) -> str:
    try:
        match kind:
            case ValueKind.MONEY:
                amount = Decimal(str(value))
                if not amount.is_finite():
                    raise BadValue(f"{name} is no amount")
                return f"{amount:.2f}"
            case ValueKind.DATE:
                return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
            case ValueKind.TIME:
                when = value if isinstance(value, time) else time.fromisoformat(str(value))
                return when.strftime("%H:%M")
            case ValueKind.NUMBER:
                number = float(str(value))
                if not math.isfinite(number):
                    raise BadValue(f"{name} is no number")
                return f"{number:g}"
            case ValueKind.DIGITS:
                if not str(value).isdigit():
                    raise BadValue(f"{name} is not digits")
                return str(value)
            case _:
                return _plain(str(value))
    except (ValueError, InvalidOperation) as error:
        raise BadValue(f"{name} is no {kind.value}") from error


def _plain(text: str) -> str:
    """Words only: what a tool gives is untrusted, and is said and shown as text."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:MOST_CHARACTERS]).split())
