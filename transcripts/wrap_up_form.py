"""The form of a wrap-up: as drafted where the agent has changed nothing, and in their own words elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec

from transcripts.events import WrapUpSaved
from transcripts.wrap_up_draft import WrapUpDraft

TEXTS = ("reason", "done", "outcome", "notes")
FIELDS = ("reason", "done", "outcome", "follow_ups", "notes", "disposition")

LONGEST_TEXT = 4000
"""Characters of one field."""
LONGEST_FOLLOW_UP = 500
MOST_FOLLOW_UPS = 20

Value = str | tuple[str, ...]


class BadField(ValueError):
    """A field cannot be kept as it is; the message says which, and what would do."""


class WrapUpFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent has changed; null: nothing of that field."""

    reason: str | None = None
    done: str | None = None
    outcome: str | None = None
    follow_ups: tuple[str, ...] | None = None
    notes: str | None = None
    disposition: str | None = None
    """A code of the centre; empty: none is chosen."""

    def given(self) -> dict[str, Value]:
        return {name: value for name in FIELDS if (value := self._value(name)) is not None}

    def _value(self, name: str) -> Value | None:
        value: Value | None = getattr(self, name)
        return value


def check(fields: WrapUpFields, codes: Collection[str]) -> None:
    """Raises `BadField`. Nothing is cut: what is too long is refused, and stays with whoever wrote it."""
    for name, value in fields.given().items():
        if name == "disposition":
            if value and value not in codes:
                known = ", ".join(codes) or "none"
                raise BadField(f'there is no disposition "{str(value)[:60]}"; there are: {known}')
        elif isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise BadField(f"{name} has {len(value)} characters; keep to {LONGEST_TEXT}")
        elif len(value) > MOST_FOLLOW_UPS:
            raise BadField(f"there are {len(value)} follow-ups; keep to {MOST_FOLLOW_UPS}")
        elif (longest := max((len(one) for one in value), default=0)) > LONGEST_FOLLOW_UP:
            raise BadField(f"a follow-up has {longest} characters; keep to {LONGEST_FOLLOW_UP}")


def drafted_values(draft: WrapUpDraft) -> dict[str, Value]:
    """A draft as it stands in the form, where it is no longer than what may be sent back."""
    follow_ups = [one.text for one in draft.follow_ups if len(one.text) <= LONGEST_FOLLOW_UP]
    return {
        "reason": draft.text("reason", LONGEST_TEXT),
        "done": draft.text("done", LONGEST_TEXT),
        "outcome": draft.text("outcome", LONGEST_TEXT),
        "follow_ups": tuple(follow_ups[:MOST_FOLLOW_UPS]),
        "notes": draft.text("details", LONGEST_TEXT),
        "disposition": draft.disposition,
    }


def saved_values(saved: WrapUpSaved) -> dict[str, Value]:
    return {
        "reason": saved.reason,
        "done": saved.done,
        "outcome": saved.outcome,
        "follow_ups": saved.follow_ups,
        "notes": saved.notes,
        "disposition": saved.disposition,
    }


def merged(draft: Mapping[str, Value], saved: WrapUpSaved | None) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The values of the form, and the fields of it that stand as they were drafted: these go on rolling."""
    if saved is None:
        return dict(draft), FIELDS
    kept = saved_values(saved)
    drafted = tuple(name for name in FIELDS if name in saved.drafted)
    return {name: draft[name] if name in drafted else kept[name] for name in FIELDS}, drafted


class EditShare(msgspec.Struct, frozen=True):
    """How much of a draft an agent kept."""

    unedited: float
    """0 to 1: the share of the fields that are as they were drafted; of those with something in them."""
    edited: dict[str, float]
    """By field, 0 to 1: how far its words are from the draft's; 0: as drafted, 1: nothing of it is left."""


def edit_share(draft: WrapUpDraft, saved: WrapUpSaved) -> EditShare:
    """A field that was drafted empty and left so counts for nothing: there was nothing to accept."""
    before, after = drafted_values(draft), saved_values(saved)
    counted = [name for name in FIELDS if before[name] or after[name]]
    edited = {name: _distance(_words(before[name]), _words(after[name])) for name in counted}
    same = sum(not distance for distance in edited.values())
    return EditShare(round(same / len(counted), 3) if counted else 1.0, edited)


def _words(value: Value) -> Sequence[str]:
    return (value if isinstance(value, str) else "\n".join(value)).split()


def _distance(before: Sequence[str], after: Sequence[str]) -> float:
    """Of words: what is not in both, in order, as a share of the longer text."""
    longer = max(len(before), len(after))
    if not longer:
        return 0.0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return round(1 - same / longer, 3)
