"""A conference of a caller and an agent, and how its tests speak of it."""

import pytest

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.conference import Change, Conference, ConferenceRules, ConferenceStatus

CALLER, AGENT, SUPERVISOR = "CA" + "c" * 32, "CA" + "a" * 32, "CA" + "5" * 32

RULES = ConferenceRules()
WAITS = ConferenceRules(start_on_enter=False)
MODERATES = ConferenceRules(end_on_exit=True)
EVERYTHING = frozenset(["start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"])
TOLD = ConferenceRules(status_callback="https://one.example/conference", status_events=EVERYTHING)


def conference() -> Conference:
    return Conference("transfer-1", "CF" + "0" * 32, "AC" + "1" * 32)


def bridged(caller: ConferenceRules = TOLD, agent: ConferenceRules = RULES) -> Conference:
    """The caller and an agent, in conversation."""
    room = conference()
    room.join(CALLER, "caller", caller)
    room.join(AGENT, "agent", agent)
    assert room.status is ConferenceStatus.IN_PROGRESS
    return room


def kinds(change: Change) -> list[tuple[str, str]]:
    """The events, and whom they are about."""
    names = {CALLER: "caller", AGENT: "agent", SUPERVISOR: "supervisor", "": ""}
    return [(event.kind.value, names[event.call_sid]) for event in change.events]


def refused(act) -> tuple[int, int]:
    with pytest.raises(CarrierError) as caught:
        act()
    assert str(caught.value) == caught.value.message
    return caught.value.code, caught.value.status
