"""When to ring back, as callers say it: a day, a part of a day, "not before noon", "as soon as you can"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from assist.entities import Entity, EntityKind, Listening, find, read_back
from config.centre import OpeningHours

_KINDS = (EntityKind.DATE, EntityKind.TIME_WINDOW, EntityKind.TIME)
_SEARCHED_DAYS = 14
"""Without a day, a time is promised if people work then on one of so many days to come."""


class Wish(StrEnum):
    WINDOW = "window"
    """A time at which people work and that is still to come."""
    SOON = "soon"
    """The next free person, whenever that is."""
    CLOSED = "closed"
    """A time at which nobody works, or which is over."""
    NO_CALL = "no-call"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class CallWindow:
    wish: Wish
    value: str = ""
    """`2026-11-19 08:00-12:00`, or either part."""
    spoken: str = ""


def call_window(
    text: str, alternatives: Sequence[str], listening: Listening, language: str, hours: OpeningHours
) -> CallWindow:
    """What a caller wants who was asked when to be rung. `language`: BCP 47."""
    words = _WORDS.get(language.split("-")[0].lower(), _ENGLISH)
    found = find(text, _KINDS, listening, alternatives)
    wanted = [entity for entity in found if not _ruled_out(text, entity, words)]
    days = [entity for entity in wanted if entity.kind is EntityKind.DATE][:1]
    times = [entity for entity in wanted if entity.kind is not EntityKind.DATE][:1]
    window = [*days, *times]
    if not window or (not days and words.soon.search(times[0].words.lower())):
        return CallWindow(_without_time(text, words, named=bool(found)))
    if not _people_work(days, times, listening.now, hours):
        return CallWindow(Wish.CLOSED)
    today = listening.now.date()
    return CallWindow(
        Wish.WINDOW,
        " ".join(entity.value for entity in window),
        ", ".join(read_back(entity.kind, entity.value, listening.region, today) for entity in window),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    rules_out: re.Pattern[str]
    """Ends where the time begins."""
    ruled_out: re.Pattern[str]
    """Begins where the time ends."""
    soon: re.Pattern[str]
    no_call: re.Pattern[str]


def _without_time(text: str, words: _Words, *, named: bool) -> Wish:
    text = text.lower().replace("’", "'")
    if not named and words.no_call.search(text):
        return Wish.NO_CALL
    return Wish.SOON if words.soon.search(text) else Wish.UNCLEAR


def _ruled_out(text: str, entity: Entity, words: _Words) -> bool:
    """An entity of the n-best has its places in another text, and is taken as it is."""
    text = text.lower().replace("’", "'")
    if text[entity.start : entity.end] != entity.words.lower().replace("’", "'"):
        return False
    before, after = text[: entity.start].rstrip(), text[entity.end :].lstrip(" ,.")
    # "Before noon" is a time of its own, in which "not" comes in front.
    return bool(words.rules_out.search(before)) or bool(words.ruled_out.match(after))


def _people_work(days: Sequence[Entity], times: Sequence[Entity], now: datetime, hours: OpeningHours) -> bool:
    if days:
        return _works_on(date.fromisoformat(days[0].value), times, now, hours)
    today = now.date()
    return any(
        _works_on(today + timedelta(days=days), times, now, hours) for days in range(_SEARCHED_DAYS + 1)
    )


def _works_on(day: date, times: Sequence[Entity], now: datetime, hours: OpeningHours) -> bool:
    """Whether somebody works at some moment of what is wanted, from now on."""
    opened = () if day in hours.closed else hours.weekly[day.weekday()]
    local = now.astimezone(hours.zone)
    if day < local.date():
        return False
    earliest = local.time().replace(tzinfo=None) if day == local.date() else time.min
    begins, ends = _stretch(times)
    begins = max(begins, earliest)
    if begins > ends:
        return False
    return any(opens <= ends and begins < closes for opens, closes in opened)


def _stretch(times: Sequence[Entity]) -> tuple[time, time]:
    if not times:
        return time.min, time.max
    first, _, last = times[0].value.partition("-")
    return _time(first), _time(last or first)


def _time(written: str) -> time:
    return time.max if written.startswith("24") else time.fromisoformat(written)


def _anywhere(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_ENGLISH = _Words(
    rules_out=re.compile(
        r"\b(?:not|never|except|besides|any(?:thing|time| ?day)? (?:day |time )?but|other than|apart from"
        r"|(?:ca|do|wo|is|are|am|does|did)n't|cannot)"
        r"(?: (?:on|in|at|the|a|before|after|until|till|do|make|it|be|being|any|free|available|good|work"
        r"|me|call|ring|phone|this|next|for|home|here|there|around|during|possible|possibly)){0,5}$"
    ),
    ruled_out=re.compile(
        r"(?:(?:really|just|unfortunately|i'm afraid) )?"
        r"(?:is|are|does|do|will|would|i'm|i am|i|we're|we are|we|can)? ?"
        r"(?:not\b|n't\b|doesn't|don't|won't|isn't|can't|cannot|no good|impossible|bad\b)"
    ),
    soon=_anywhere(
        r"as soon as",
        r"a ?s ?a ?p",
        r"soon(?:est)?",
        r"any ?time",
        r"when ?ever",
        r"right (?:away|now)",
        r"straight away",
        r"now",
        r"immediately",
        r"at once",
        r"earliest",
        r"first (?:available|free|possible)",
        r"next (?:available|free|person|agent)",
        r"(?:do not|don't) (?:care|mind)",
        r"(?:does not|doesn't) matter",
        r"no preference",
        r"(?:when|once) (?:you|they|someone|somebody) (?:can|could|are|is)",
        r"up to you",
    ),
    no_call=_anywhere(
        r"(?:do not|don't|no longer) (?:want|need) (?:a|any|you|anyone|anybody|someone|them|the|to be)? ?"
        r"(?:to )?(?:call|ring|phone|call ?back|person)",
        r"(?:do not|don't|no need to) (?:call|ring|phone)",
        r"(?:forget|cancel|drop|skip) (?:about )?(?:it|that|the call|the call ?back|this)",
        r"never ?mind",
        r"no (?:call ?back|call|thanks no call)",
        r"(?:do not|don't) bother",
    ),
)
_SPANISH = _Words(
    rules_out=re.compile(
        r"\b(?:no|nunca|excepto|salvo|menos|tampoco)"
        r"(?: (?:el|la|los|las|en|por|a|de|antes|después|despues|hasta|puedo|podría|podria|me|llame|llamen|"
        r"sea|es|estoy|estaré|estare|libre|disponible|para)){0,5}$"
    ),
    ruled_out=re.compile(r"(?:yo )?(?:no\b|imposible|tampoco)"),
    soon=_anywhere(
        r"lo (?:antes|más pronto|mas pronto)(?: posible)?",
        r"cuanto antes",
        r"pronto",
        r"(?:en )?cualquier (?:momento|hora|día|dia)",
        r"a cualquier hora",
        r"cuando (?:puedan|pueda|quieran|quiera|sea|gusten)",
        r"ahora(?: mismo)?",
        r"ya(?: mismo)?",
        r"inmediatamente|enseguida|de inmediato",
        r"me da (?:igual|lo mismo)",
        r"no (?:me )?importa",
    ),
    no_call=_anywhere(
        r"(?:ya )?no (?:quiero|necesito|deseo|hace falta) "
        r"(?:que (?:me )?(?:llamen|llame)|(?:la|una|ninguna) llamada|nada)",
        r"no me (?:llamen|llame|llames)",
        r"(?:olvide|olvídelo|olvidelo|olvídalo|olvidalo|cancele|cancelar|déjelo|dejelo)",
    ),
)
_WORDS = {"en": _ENGLISH, "es": _SPANISH}
