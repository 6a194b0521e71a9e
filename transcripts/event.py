"""What all events of a call share: whose they are, when, and their place in the journal."""

from datetime import UTC, datetime
from typing import TypeAlias

import msgspec

Milliseconds: TypeAlias = int
"""A point on the call's audio clock (from answer) or a length; the name of the field says which."""

NOT_JOURNALED = 0
"""The sequence number of an event which the journal has not seen yet; the journal counts from 1."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Event(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=str, forbid_unknown_fields=False
):
    """What all events share. `sequence` and `wall` are given by the journal."""

    call_id: str
    at_ms: Milliseconds
    sequence: int = NOT_JOURNALED
    wall: datetime = EPOCH
    """UTC."""
