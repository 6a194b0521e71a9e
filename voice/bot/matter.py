"""One thing that the caller wants, and what is known of it: details taken as they are said, in any order.

A detail is taken where it is asked for; what else is said is taken too, if its kind cannot be mistaken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assist.entities import EntityKind, Listening, find, find_choice
from config.centre import Confirmation, Detail, DetailKind, Intent
from voice.bot.understanding import Understood

ONLY_WHEN_ASKED = frozenset(
    {DetailKind.NAME, DetailKind.YES_NO, DetailKind.CODE, DetailKind.DIGITS, DetailKind.PHONE}
)
"""Kinds which other words are easily taken for."""

KEEPS_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Given:
    """A detail as the caller gave it."""

    detail: Detail
    value: str
    words: str
    confidence: float
    utterance_id: str
    corrects: str = ""
    """The value that it replaces."""


class Matter:
    """The details of one request. `confirmed` is set when the caller has agreed to what was read back."""

    def __init__(self, intent: Intent, number: int) -> None:
        """`number`: which matter of the call it is, from 1; it is part of the key of what is done."""
        self.intent = intent
        self.number = number
        self.given: dict[str, Given] = {}
        self.confirmed = intent.confirmation is not Confirmation.EXPLICIT
        self.uses = 0
        """How often its tool has been used: a corrected matter is a new use."""

    @property
    def missing(self) -> Detail | None:
        return next((d for d in self.intent.details if d.required and d.name not in self.given), None)

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, given.value) for name, given in self.given.items())

    def take(self, understood: Understood, asked: Detail | None, listening: Listening) -> list[Given]:
        """What the turn gives that was not known; `asked` is what the bot has just asked for."""
        wanted = [d for d in self.intent.details if d.name not in self.given]
        if asked is not None and asked in wanted:
            wanted.remove(asked)
            wanted.insert(0, asked)
        return self._keep(self._found(understood, wanted, asked, listening), understood.utterance_id)

    def correct(self, understood: Understood, listening: Listening) -> list[Given]:
        """What the turn gives that differs from what was known."""
        known = [given.detail for given in self.given.values()]
        found = [
            (detail, value, words, confidence)
            for detail, value, words, confidence in self._found(understood, known, None, listening)
            if value != self.given[detail.name].value
        ]
        return self._keep(found, understood.utterance_id)

    def named(self, text: str) -> Detail | None:
        """The known detail that the caller names: "no, the day is wrong"."""
        words = set(re.findall(r"\w+", text.casefold()))
        for given in self.given.values():
            title = {w for w in re.findall(r"\w+", given.detail.title.casefold()) if len(w) > 3 or w == "day"}
            if words & (title | {given.detail.name.casefold()}):
                return given.detail
        return None

    def forget(self, detail: Detail) -> str:
        """Its value, which is not known any more."""
        return self.given.pop(detail.name).value

    def put(self, detail: Detail, value: str, words: str, utterance_id: str) -> Given:
        """A detail that came another way: by keys, or from an earlier matter of the call."""
        return self._keep([(detail, value, words, 1.0)], utterance_id)[0]

    def _found(
        self, understood: Understood, wanted: Iterable[Detail], asked: Detail | None, listening: Listening
    ) -> list[tuple[Detail, str, str, float]]:
        found: list[tuple[Detail, str, str, float]] = []
        taken: list[tuple[int, int]] = []
        for detail in wanted:
            if detail is not asked and detail.kind in ONLY_WHEN_ASKED:
                continue
            if detail.kind is DetailKind.CHOICE:
                choice = find_choice(understood.text, detail.options, understood.alternatives)
                if choice is not None:
                    found.append((detail, choice.value, choice.words, choice.confidence))
                continue
            kind = EntityKind(detail.kind.value)
            for entity in find(understood.text, (kind,), listening, understood.alternatives):
                overlaps = any(entity.start < end and start < entity.end for start, end in taken)
                if overlaps or not _is_whole(detail, entity.value):
                    continue
                taken.append((entity.start, entity.end))
                found.append((detail, entity.value, entity.words, entity.confidence))
                break
        return found

    def _keep(self, found: Iterable[tuple[Detail, str, str, float]], utterance_id: str) -> list[Given]:
        kept: list[Given] = []
        for detail, value, words, confidence in found:
            before = self.given.get(detail.name)
            given = Given(
                detail, value, words, confidence, utterance_id, corrects=before.value if before else ""
            )
            self.given[detail.name] = given
            kept.append(given)
        if any(given.corrects for given in kept):
            self.confirmed = self.intent.confirmation is not Confirmation.EXPLICIT
        return kept


def _is_whole(detail: Detail, value: str) -> bool:
    return not detail.digits or len(KEEPS_DIGITS.findall(value)) == detail.digits
