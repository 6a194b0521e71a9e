"""What lies before one agent, and the record of it: each thing that was offered ends once, in one way."""

from collections.abc import Callable
from dataclasses import replace

from assist.suggestion_commands import Action, Dropped, Form, Showing, Suggestion, SuggestionEvent, Write
from transcripts.assist_events import SuggestionAnswered, SuggestionDropped, SuggestionOffered

MOST_CHIPS = 2


class Board:
    """One card, shown or held out by lot, and two chips at most."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._count = 0
        self._ended: set[str] = set()
        self._seen: dict[str, Suggestion] = {}
        self._writes: list[Write] = []
        self.card: Suggestion | None = None
        self.hidden = False
        """The card is held out: it takes the place of one, and nobody sees it."""
        self.chips: tuple[Suggestion, ...] = ()
        """Found in the knowledge, or queries only; the oldest first."""
        self.item: Suggestion | None = None
        """What is due on the checklist."""
        self.nothing_for = ""
        self.quiet = False

    def written(self) -> list[Write]:
        """What is to be written since this was last asked."""
        writes, self._writes = self._writes, []
        return writes

    @property
    def showing(self) -> Showing:
        card = None if self.hidden else self.card
        items = (self.item,) if self.item else ()
        return Showing(card, (*items, *self.chips), self.nothing_for, self.quiet)

    def put_card(self, one: Suggestion, now_ms: int, *, held_out: bool = False) -> None:
        """In the place of the card that was there."""
        self.take_card(Dropped.REPLACED, now_ms)
        self.card = self._offered(one, now_ms, held_out=held_out)
        self.hidden = held_out

    def put_chip(self, one: Suggestion, now_ms: int) -> None:
        """In the place of the oldest, where there is no room."""
        self._make_room(1, now_ms)
        self.chips = (*self.chips, self._offered(one, now_ms))

    def put_item(self, one: Suggestion | None, now_ms: int, why: Dropped = Dropped.REPLACED) -> None:
        """In the place of the item that was there; None: in its place nothing, because of `why`."""
        if self.item is not None:
            self._end(self.item, why, now_ms)
        self.item = None
        if one is not None:
            self._make_room(1, now_ms)
            self.item = self._offered(one, now_ms)

    def never_shown(self, one: Suggestion, why: Dropped, now_ms: int) -> None:
        """It would have been a card, and came too late for it."""
        self._end(self._offered(one, now_ms), why, now_ms)

    def take_card(self, why: Dropped, now_ms: int) -> None:
        if self.card is not None:
            self._end(self.card, why, now_ms)
        self.card = None
        self.hidden = False

    def take_chips(self, which: Callable[[Suggestion], bool], why: Dropped, now_ms: int) -> None:
        for chip in self.chips:
            if which(chip):
                self._end(chip, why, now_ms)
        self.chips = tuple(chip for chip in self.chips if not which(chip))

    def find(self, suggestion_id: str) -> Suggestion | None:
        """What is shown under this name and is not answered."""
        shown = (None if self.hidden else self.card, self.item, *self.chips)
        return next(
            (one for one in shown if one and one.suggestion_id == suggestion_id and not self._is_ended(one)),
            None,
        )

    def answer(self, one: Suggestion, action: Action, now_ms: int, because: str = "", by: str = "") -> None:
        self._write(
            SuggestionAnswered(
                call_id=self._call_id,
                at_ms=now_ms,
                suggestion_id=one.suggestion_id,
                action=action,
                because=because,
                by=by,
            )
        )
        if action is not Action.EXPANDED:
            self._ended.add(one.suggestion_id)
        if action is Action.USED and one is self.card:
            # It stays to be read until something else comes.
            self.card = replace(one, used=True)
        elif action is Action.EXPANDED:
            self._expand(one, now_ms)
        else:
            self._remove(one)

    def restore(self, event: SuggestionEvent) -> Suggestion | None:
        """As the journal tells it; the suggestion that `event` is about, where it is known.

        What was used is gone then, for nothing tells how long it stayed to be read.
        """
        if isinstance(event, SuggestionOffered):
            return self._restored(event)
        one = self._seen.get(event.suggestion_id)
        if one is None:
            return None
        if isinstance(event, SuggestionDropped):
            self._ended.add(one.suggestion_id)
            self._remove(one)
        elif event.action == Action.EXPANDED:
            self._expand(one, event.at_ms)
        else:
            self._ended.add(one.suggestion_id)
            self._remove(one)
        return one

    def new_id(self) -> str:
        self._count += 1
        return f"s{self._count}"

    @property
    def urgent_is_open(self) -> bool:
        """A card of safety or compliance is shown, and not answered: nothing takes its place."""
        return self.card is not None and self.card.urgent and not self.card.used

    def reserve(self, suggestion_id: str) -> None:
        """The name was given before."""
        number = suggestion_id.removeprefix("s")
        self._count = max(self._count, int(number) if number.isdecimal() else 0)

    def _expand(self, one: Suggestion, now_ms: int) -> None:
        """A chip becomes the card, where it may."""
        if self.card is not None and self.card.suggestion_id == one.suggestion_id:
            self.card = replace(self.card, expanded=True)
        elif not self.urgent_is_open and any(one.suggestion_id == chip.suggestion_id for chip in self.chips):
            self._remove(one)
            self.take_card(Dropped.REPLACED, now_ms)
            self.card = replace(one, form=Form.CARD, expanded=True, pulled=True)
            self.hidden = False

    def _make_room(self, count: int, now_ms: int) -> None:
        room = MOST_CHIPS - (self.item is not None) - count
        for chip in self.chips[: max(0, len(self.chips) - room)]:
            self._end(chip, Dropped.REPLACED, now_ms)
        self.chips = self.chips[max(0, len(self.chips) - room) :]

    def _offered(self, one: Suggestion, now_ms: int, *, held_out: bool = False) -> Suggestion:
        one = replace(one, offered_ms=now_ms)
        self._seen[one.suggestion_id] = one
        self._write(
            SuggestionOffered(
                call_id=self._call_id,
                at_ms=now_ms,
                suggestion_id=one.suggestion_id,
                form=one.form,
                text=one.text,
                query=one.query,
                article=one.article_id,
                title=one.title,
                section=one.section,
                version=one.version,
                band=one.band,
                utterance_id=one.utterance_id,
                pulled=one.pulled,
                held_out=held_out,
                age_ms=max(0, now_ms - one.since_ms),
            )
        )
        return one

    def _restored(self, event: SuggestionOffered) -> Suggestion:
        self.reserve(event.suggestion_id)
        one = Suggestion(
            suggestion_id=event.suggestion_id,
            form=Form(event.form),
            text=event.text,
            query=event.query,
            article_id=event.article,
            title=event.title,
            section=event.section,
            version=event.version,
            band=event.band,
            utterance_id=event.utterance_id,
            pulled=event.pulled,
            since_ms=event.at_ms - event.age_ms,
            offered_ms=event.at_ms,
        )
        self._seen[one.suggestion_id] = one
        if is_item(one):
            self.item = one
        elif one.form is Form.CHIP:
            self.chips = (*self.chips, one)
        else:
            self.card, self.hidden = one, event.held_out
        return one

    def _end(self, one: Suggestion, why: Dropped, now_ms: int) -> None:
        if not self._is_ended(one):
            self._ended.add(one.suggestion_id)
            self._write(
                SuggestionDropped(
                    call_id=self._call_id, at_ms=now_ms, suggestion_id=one.suggestion_id, why=why
                )
            )

    def _is_ended(self, one: Suggestion) -> bool:
        return one.suggestion_id in self._ended

    def _remove(self, one: Suggestion) -> None:
        if self.card is not None and self.card.suggestion_id == one.suggestion_id:
            self.card, self.hidden = None, False
        if self.item is not None and self.item.suggestion_id == one.suggestion_id:
            self.item = None
        self.chips = tuple(chip for chip in self.chips if chip.suggestion_id != one.suggestion_id)

    def _write(self, event: SuggestionEvent) -> None:
        self._writes.append(Write(event))


SAID = "said"
"""Why a card was used: its words were heard, and no key was pressed."""

CHECKLIST = "checklist"
"""The query of a chip that is an item of the checklist."""


def is_item(one: Suggestion) -> bool:
    return one.query == CHECKLIST and one.form in (Form.CHIP, Form.COMPLIANCE)
