"""Keys of the telephone as answers: numbers, dates and amounts that are keyed in."""

from dataclasses import dataclass
from datetime import date

from config.centre import Detail, DetailKind

LONGEST = 20
"""Keys in one answer; more are ignored."""

_LENGTHS = {DetailKind.POSTCODE: 5, DetailKind.DATE: 8, DetailKind.PHONE: 10}
"""After so many keys the answer is complete without the pound key."""


@dataclass(frozen=True, slots=True)
class Keyed:
    digits: str
    complete: bool


class Keypad:
    """Gathers the keys of one answer. The star takes back what was keyed; the pound ends it."""

    def __init__(self, length: int = 0) -> None:
        """`length`: how many keys make the answer complete; 0: only the pound key or a pause does."""
        self._length = length
        self._digits = ""

    @property
    def empty(self) -> bool:
        return not self._digits

    @property
    def lone_zero(self) -> bool:
        """Nothing but a 0: the first key of a number, or the wish for a person; a pause tells."""
        return self._digits == "0"

    def press(self, key: str) -> Keyed:
        if key == "*":
            self._digits = ""
        elif key == "#":
            return self.end()
        elif key.isdigit() and len(self._digits) < LONGEST:
            self._digits += key
        if self._length and len(self._digits) >= self._length:
            return self.end()
        return Keyed(self._digits, complete=False)

    def end(self) -> Keyed:
        """A pause or the pound key: what was keyed until now is the answer."""
        digits, self._digits = self._digits, ""
        return Keyed(digits, complete=True)


def key_count(detail: Detail) -> int:
    """How many keys make an answer to `detail`; 0 when that varies."""
    return detail.digits or _LENGTHS.get(detail.kind, 0)


def keyed_value(detail: Detail, digits: str, region: str) -> str | None:
    """What keys mean for a detail, in its canonical form; None when they cannot mean any."""
    match detail.kind:
        case DetailKind.DATE:
            return _date(digits, region)
        case DetailKind.AMOUNT:
            return f"{int(digits)}.00" if digits and len(digits) <= 6 else None
        case DetailKind.DIGITS | DetailKind.CODE:
            return digits if digits and detail.digits in (0, len(digits)) else None
        case DetailKind.POSTCODE:
            return digits if len(digits) == key_count(detail) else None
        case _:
            return None


def _date(digits: str, region: str) -> str | None:
    """Month, day, year in the United States; day, month, year elsewhere. Four figures mean this century's."""
    if len(digits) != _LENGTHS[DetailKind.DATE]:
        return None
    first, second, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    month, day = (first, second) if region == "US" else (second, first)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
