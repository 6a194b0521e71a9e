from datetime import timedelta

from tests.transcripts.recorded import CALL, NOON, PASSAGE, bot, ended, found, intent, said, started
from transcripts.events import CallEnded, CallOutcome, EndReason, SummaryDrafted
from transcripts.journal import Journal
from transcripts.recovery import close_open_calls
from transcripts.store.event_store import SqlEventStore

RESTART = NOON + timedelta(minutes=3)


async def interrupted(store: SqlEventStore, *events: object) -> None:
    """A run of the service that ends without closing its calls."""
    journal = Journal(store, wall_clock=lambda: NOON)
    await journal.start()
    for event in events:
        journal.append(event)  # pyright: ignore[reportArgumentType]
    await journal.close()


async def recovered(store: SqlEventStore) -> list[str]:
    journal = Journal(store, wall_clock=lambda: RESTART)
    await journal.start()
    closed = await close_open_calls(journal, store, wall_clock=lambda: RESTART)
    await journal.close()
    return closed


async def test_a_call_that_was_cut_by_a_kill_is_closed_and_the_record_says_why(store: SqlEventStore) -> None:
    await interrupted(
        store,
        started(),
        said("u1", "My internet is slow."),
        intent("u1", "slow_internet"),
        found(),
        bot("b1", PASSAGE, start_ms=3000),
    )
    assert await recovered(store) == [CALL]
    *_, end, summary = await store.events_of(CALL)
    assert isinstance(end, CallEnded)
    assert end.reason is EndReason.SERVICE_STOPPED
    assert end.explanation == (
        "The service stopped without warning during the call: the last event is from 12:00:00 UTC on "
        "20 November 2026; closed when it started again at 12:03:00 UTC on 20 November 2026."
    )
    assert (end.sequence, end.at_ms, end.duration_ms) == (6, 5000, 5000)
    assert end.outcome is CallOutcome.ANSWERED_UNCONFIRMED
    assert isinstance(summary, SummaryDrafted)
    [record] = await store.list_calls(5)
    assert record.summary_reason == "The caller said: “My internet is slow.”"
    assert await store.open_calls() == []


async def test_a_call_cut_before_anything_was_said_has_an_unknown_outcome(store: SqlEventStore) -> None:
    await interrupted(store, started())
    await recovered(store)
    _, end, summary = await store.events_of(CALL)
    assert isinstance(end, CallEnded)
    assert end.outcome is CallOutcome.UNKNOWN
    assert isinstance(summary, SummaryDrafted)
    assert "stopped without warning" in next(s.text for s in summary.sentences if s.section == "outcome")


async def test_a_call_that_died_between_its_end_and_its_summary_gets_only_the_summary(
    store: SqlEventStore,
) -> None:
    await interrupted(store, started(), ended())
    assert await recovered(store) == [CALL]
    kinds = [type(event).__name__ for event in await store.events_of(CALL)]
    assert kinds == ["CallStarted", "CallEnded", "SummaryDrafted"]


async def test_a_second_start_finds_nothing_left_to_close(store: SqlEventStore) -> None:
    await interrupted(store, started(), started("another"))
    assert sorted(await recovered(store)) == [CALL, "another"]
    before = await store.events_of(CALL)
    assert await recovered(store) == []
    assert await store.events_of(CALL) == before
