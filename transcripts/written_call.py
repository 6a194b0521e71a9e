"""A call on which a note is written: its events, its draft, and what was saved of the form."""

from config.centre import Centre
from transcripts.events import AnyEvent, WrapUpSaved
from transcripts.missed_items import MissedItem, missed_items
from transcripts.talks import talks_of
from transcripts.wrap_up_draft import WrapUpDraft, draft_wrap_up
from transcripts.wrap_up_form import FIELDS, Value, WrapUpFields, drafted_values, merged, saved_values


class WrittenCall:
    """A call's events, and what its form is made of."""

    def __init__(self, events: list[AnyEvent], centre: Centre) -> None:
        self.events = events
        self.call_id = events[0].call_id
        self.talks = talks_of(events)
        self.saved = next((one for one in reversed(events) if isinstance(one, WrapUpSaved)), None)
        self._centre = centre
        self._drafts: dict[str, WrapUpDraft] = {}

    def centre_in(self, language: str) -> Centre:
        return next((one for one in self._centre.locales if one.language == language), self._centre)

    def draft(self, language: str = "") -> WrapUpDraft:
        """Made of the events that were there at first; what is saved since changes nothing in it."""
        shown = self.centre_in(language).language
        if shown not in self._drafts:
            self._drafts[shown] = draft_wrap_up(self.events, self._centre, shown)
        return self._drafts[shown]

    def missed(self, by: str, language: str = "") -> tuple[MissedItem, ...]:
        """What whoever closes it now has to give a reason for."""
        return missed_items(self.events, self.centre_in(language)) if self.talks.answers_for(by) else ()

    def form(self, language: str = "") -> tuple[dict[str, Value], tuple[str, ...]]:
        """The values of all fields, and those which stand as they were drafted. What all have finished with
        stands as it was saved, whatever would be drafted now.
        """
        if self.saved is not None and self.talks.settled:
            return saved_values(self.saved), self.saved.drafted
        return merged(drafted_values(self.draft(language)), self.saved)

    def changed(self, fields: WrapUpFields, by: str) -> tuple[dict[str, Value], tuple[str, ...]]:
        """As `form`, with these fields in it. A text that is the draft's own, in whichever language it was
        shown, goes on rolling; a disposition that is chosen during the call stays, whatever is said later.
        """
        values, drafted = self.form()
        still = set(drafted)
        talk = self.talks.of(by)
        over = self.talks.over is not None or (talk is not None and talk.over is not None)
        for name, value in fields.given().items():
            values[name] = value if isinstance(value, str) else tuple(one for one in value if one.strip())
            chosen_early = name == "disposition" and value and not over
            still.discard(name)
            if not chosen_early and self._is_drafted(name, values[name]):
                still.add(name)
        return values, tuple(name for name in FIELDS if name in still)

    def saving(
        self,
        values: dict[str, Value],
        drafted: tuple[str, ...],
        by: str,
        at_ms: int,
        extended: int | None = None,
    ) -> WrapUpSaved:
        talk = self.talks.of(by)
        return WrapUpSaved(
            call_id=self.call_id,
            at_ms=at_ms,
            by=by,
            reason=str(values["reason"]),
            done=str(values["done"]),
            outcome=str(values["outcome"]),
            follow_ups=tuple(values["follow_ups"]),
            notes=str(values["notes"]),
            disposition=str(values["disposition"]),
            drafted=drafted,
            extended=extended if extended is not None else (talk.extended if talk is not None else 0),
        )

    def heard(self, event: AnyEvent) -> None:
        """What was just appended."""
        self.events.append(event)
        self.talks.heard(event)
        if isinstance(event, WrapUpSaved):
            self.saved = event

    def _is_drafted(self, name: str, value: Value) -> bool:
        languages = (self._centre.language, *(one.language for one in self._centre.locales))
        return any(drafted_values(self.draft(language))[name] == value for language in languages)
