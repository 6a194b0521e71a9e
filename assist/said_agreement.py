"""Whether two facts are the same one, and whether both can be right."""

from assist.said_clauses import same
from assist.said_facts import Bound, Fact, FactKind


def agree(card: Fact, said: Fact) -> bool:
    """Whether both may be the same fact."""
    if FactKind.NUMBER in (card.kind, said.kind):
        return _near(_plain_value(card), _plain_value(said), 0.0)
    if card.kind is not said.kind:
        return False
    if card.kind is FactKind.DIGITS:
        short, long = sorted((card.digits, said.digits), key=len)
        return long.endswith(short)
    if card.kind is FactKind.DAY:
        return _agreeing_days(int(card.value), int(said.value))
    if card.kind is FactKind.COUNT and not (same(card.noun, said.noun) or card.noun == said.noun):
        return card.value == said.value
    loose = _ROUGH if card.kind is FactKind.LENGTH else 0.0
    if Bound.ABOUT in (card.bound, said.bound):
        loose = max(loose, _ABOUT)
    if card.low is not None or said.low is not None:
        return card.lowest <= said.value * (1 + loose) and said.lowest <= card.value * (1 + loose)
    return _near(card.value, said.value, loose)


def disagree(card: Fact, said: Fact) -> bool:
    """Whether both cannot be right, even if one of them was misheard."""
    if _misheard(_plain_value(card), _plain_value(said)):
        return False
    if card.kind is FactKind.COUNT and not same(card.noun, said.noun):
        return False
    if card.kind is FactKind.DIGITS:
        return len(card.digits) == len(said.digits)
    if said.bound is Bound.EXACT and card.bound is Bound.MOST and said.value < card.value:
        return False
    if said.bound is Bound.EXACT and card.bound is Bound.LEAST and said.value > card.value:
        return False
    if card.kind in (FactKind.MONEY, FactKind.LENGTH) and _near(card.value, said.value, _CLOSE):
        return False
    if card.kind is FactKind.LENGTH and (card.rough or said.rough):
        return not _near(card.value, said.value, _WORKING_WEEK)
    return True


def _plain_value(fact: Fact) -> float:
    """The number as it was said, without its unit."""
    match fact.kind:
        case FactKind.MONEY:
            return fact.value / 100
        case FactKind.LENGTH:
            for unit in _UNITS:
                if abs(fact.value / unit - round(fact.value / unit)) < 0.01 and fact.value >= unit:
                    return round(fact.value / unit)
            return fact.value
        case FactKind.CLOCK:
            return (fact.value // 60) or 12
        case _:
            return fact.value


def _misheard(one: float, other: float) -> bool:
    """Thirteen and thirty are one sound on the telephone."""
    small, large = sorted((one, other))
    return 13 <= small <= 19 and large == (small - 10) * 10


def _agreeing_days(one: int, other: int) -> bool:
    months = one // 100, other // 100
    days = one % 100, other % 100
    return (months[0] == months[1] or 0 in months) and (days[0] == days[1] or 0 in days)


def _near(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * max(abs(one), abs(other)) + 1e-6


_ROUGH = 0.04
"""Thirty days are a month."""
_ABOUT = 0.06
_CLOSE = 0.02
_WORKING_WEEK = 0.3
"""Five business days are a week."""
_UNITS = (365 * 1440, 365 * 120, 7 * 1440, 1440, 60, 1, 1 / 60)
