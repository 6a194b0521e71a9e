"""Notes that are kept at every change, against a real journal on SQLite, and the time that runs for them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.centre import Centre
from tests.transcripts.recorded import CALL, NOON, answered_call, ended, intent, said, started
from tests.transcripts.wrapped_up import (
    ANA,
    BEN,
    CRITICAL,
    accepted,
    agent_said,
    hung_up,
    left,
    stepped,
    talk,
    ticked,
    wrapped_call,
)
from transcripts.events import AnyEvent, ChecklistItemSet, LegJoined, WrapUpClosed, WrapUpSaved
from transcripts.journal import Journal
from transcripts.store.contract import StoreError
from transcripts.store.event_store import SqlEventStore
from transcripts.wrap_up import MOST_EXTENSIONS, NoSuchWrapUp, ReasonNeeded, Refused, WrapUps
from transcripts.wrap_up_form import FIELDS, BadField, WrapUpFields

BEGINNING = NOON


class Time:
    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> datetime:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Told:
    """Who is told that agents have finished, and cannot write it down while the database is away."""

    def __init__(self) -> None:
        self.finished: list[tuple[str, str]] = []
        self.more: list[tuple[str, float]] = []
        self.away = False

    async def __call__(self, agent: str, call_id: str) -> None:
        if self.away:
            raise StoreError("the database is away")
        self.finished.append((agent, call_id))


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def journal(store: SqlEventStore, time: Time) -> AsyncIterator[Journal]:
    journal = Journal(store, wall_clock=time, back_off_s=0.001)
    await journal.start()
    yield journal
    await journal.close()


@pytest.fixture
def wrap_ups(journal: Journal, centre: Centre, time: Time, told: Told) -> WrapUps:
    return WrapUps(
        journal, centre, wall_clock=time, finished=told, more_time=lambda *more: told.more.append(more)
    )


@asynccontextmanager
async def running(wrap_ups: WrapUps, recent: tuple[str, ...] = ()) -> AsyncIterator[None]:
    task = asyncio.create_task(wrap_ups.run(recent))
    for _ in range(5):
        await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0)


def write(journal: Journal, *events: AnyEvent, call_id: str = CALL) -> None:
    for event in events:
        journal.append(msgspec.structs.replace(event, call_id=call_id))


async def of_kind(journal: Journal, kind: type[AnyEvent]) -> list[AnyEvent]:
    return [event for event in await journal.replay(CALL) if isinstance(event, kind)]


async def test_the_draft_is_there_before_the_call_is_over_and_rolls_on(journal: Journal, wrap_ups: WrapUps):
    write(journal, *talk())
    early = await wrap_ups.of(CALL, ANA)
    assert early.reason.startswith("A slow connection")
    assert early.follow_ups == ()
    write(journal, *wrapped_call()[len(talk()) :])
    late = await wrap_ups.of(CALL, ANA)
    assert late.follow_ups == ("Ana, tomorrow: “I'll send you a new router tomorrow”",)
    assert late.drafted == FIELDS
    assert (late.agent, late.extended, late.closed) == (ANA, 0, None)
    assert late.ends == BEGINNING + timedelta(seconds=30)


async def test_what_was_written_stays_and_the_rest_rolls_on(journal: Journal, wrap_ups: WrapUps):
    write(journal, *talk())
    await wrap_ups.save(CALL, WrapUpFields(reason="Slow line, third time"), ANA)
    write(journal, agent_said("a1", "I'll send you a new router tomorrow."), hung_up())
    form = await wrap_ups.of(CALL, ANA)
    assert form.reason == "Slow line, third time"
    assert form.follow_ups == ("Ana, tomorrow: “I'll send you a new router tomorrow”",)
    assert "reason" not in form.drafted
    assert "follow_ups" in form.drafted


async def test_a_whole_form_sent_back_is_an_edit_only_where_it_differs(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    form = await wrap_ups.of(CALL, ANA)
    sent = {name: getattr(form, name) for name in FIELDS} | {"notes": "Polite."}
    saved = await wrap_ups.save(CALL, WrapUpFields(**sent), ANA)
    assert saved.drafted == tuple(name for name in FIELDS if name != "notes")


async def test_a_draft_shown_in_spanish_is_no_edit(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    form = await wrap_ups.of(CALL, ANA, "es-US")
    assert form.reason.startswith("Una conexión lenta")
    assert form.missed == ()
    saved = await wrap_ups.save(CALL, WrapUpFields(reason=form.reason), ANA, "es-US")
    assert "reason" in saved.drafted
    assert saved.reason == form.reason


async def test_a_disposition_that_was_chosen_during_the_call_stays(journal: Journal, wrap_ups: WrapUps):
    write(journal, *talk())
    proposed = (await wrap_ups.of(CALL, ANA)).disposition
    assert proposed == "fault_open"
    await wrap_ups.save(CALL, WrapUpFields(disposition=proposed), ANA)
    write(journal, *wrapped_call()[len(talk()) :])
    assert (await wrap_ups.of(CALL, ANA)).disposition == "fault_open"


async def test_all_codes_are_there_and_the_likeliest_come_first(
    journal: Journal, wrap_ups: WrapUps, centre: Centre
):
    write(journal, *wrapped_call())
    offered = (await wrap_ups.of(CALL, ANA)).dispositions
    assert sorted(one.code for one in offered) == sorted(one.code for one in centre.dispositions)
    assert offered[0].code == "fault_settled"
    assert offered[0].confidence is not None
    assert offered[-1].confidence is None


async def test_an_unknown_code_and_a_text_too_long_are_refused_and_change_nothing(
    journal: Journal, wrap_ups: WrapUps
):
    write(journal, *wrapped_call())
    for fields in (WrapUpFields(disposition="sold", notes="kept?"), WrapUpFields(notes="x" * 4001)):
        with pytest.raises(BadField):
            await wrap_ups.save(CALL, fields, ANA)
    assert await of_kind(journal, WrapUpSaved) == []


async def test_two_tabs_that_save_at_once_lose_nothing(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    await journal.flush()
    await asyncio.gather(
        wrap_ups.save(CALL, WrapUpFields(reason="One"), ANA),
        wrap_ups.save(CALL, WrapUpFields(notes="Two"), ANA),
        wrap_ups.save(CALL, WrapUpFields(outcome="Three"), BEN),
    )
    form = await wrap_ups.of(CALL)
    assert (form.reason, form.notes, form.outcome) == ("One", "Two", "Three")


async def test_the_browser_and_the_service_may_die_and_nothing_is_lost(
    journal: Journal, wrap_ups: WrapUps, store: SqlEventStore, centre: Centre, time: Time, told: Told
):
    write(journal, *wrapped_call())
    await wrap_ups.save(CALL, WrapUpFields(notes="Has two routers."), ANA)
    await wrap_ups.extend(CALL, ANA)
    await journal.close()
    reopened = Journal(store, wall_clock=time)
    await reopened.start()
    again = WrapUps(
        reopened,
        centre,
        wall_clock=time,
        finished=told,
        more_time=lambda *more: told.more.append(more),
    )
    async with running(again, (CALL,)):
        await until(lambda: bool(again.open))
        form = await again.of(CALL, ANA)
        assert (form.notes, form.extended) == ("Has two routers.", 1)
        assert again.time(CALL, ANA) == (BEGINNING + timedelta(seconds=60), 1)
        assert told.more == [(ANA, 30)] * 2
        time.passes(3600)
        await again.settle()
    assert told.finished == [(ANA, CALL)]
    (closed,) = await of_kind(reopened, WrapUpClosed)
    assert isinstance(closed, WrapUpClosed)
    assert (closed.took_ms, closed.extended) == (60_000, 1)
    await reopened.close()


async def test_a_call_that_goes_on_over_a_restart_is_looked_after_when_it_ends(
    journal: Journal, wrap_ups: WrapUps, store: SqlEventStore, centre: Centre, time: Time, told: Told
):
    write(journal, *talk())
    await journal.close()
    reopened = Journal(store, wall_clock=time)
    await reopened.start()
    again = WrapUps(reopened, centre, wall_clock=time, finished=told)
    async with running(again):
        write(reopened, hung_up())
        await until(lambda: again.open == ((ANA, CALL),))
    await reopened.close()


async def test_calls_of_long_ago_are_left_as_they_are(
    journal: Journal, wrap_ups: WrapUps, time: Time, told: Told
):
    write(journal, *wrapped_call())
    time.passes(86_400)
    async with running(wrap_ups, (CALL,)):
        write(journal, started(), call_id="next")
        await until(lambda: wrap_ups.calls_followed == 1)
        await wrap_ups.settle()
    assert (wrap_ups.open, told.finished) == ((), [])


async def test_closing_writes_the_whole_form_and_how_long_it_took(
    journal: Journal, wrap_ups: WrapUps, time: Time, told: Told
):
    write(journal, *wrapped_call())
    time.passes(12.5)
    await wrap_ups.close(CALL, ANA)
    (saved,) = await of_kind(journal, WrapUpSaved)
    (closed,) = await of_kind(journal, WrapUpClosed)
    assert isinstance(saved, WrapUpSaved)
    assert saved.drafted == FIELDS
    assert saved.outcome == "Settled, as the caller said: “Great, that's all sorted.”"
    assert isinstance(closed, WrapUpClosed)
    assert (closed.by, closed.disposition, closed.took_ms) == (ANA, "fault_settled", 12_500)
    assert (closed.timed_out, closed.reason, closed.at_ms) == (False, "", 72_500)
    assert told.finished == [(ANA, CALL)]


async def test_a_second_close_does_nothing(journal: Journal, wrap_ups: WrapUps, told: Told):
    write(journal, *wrapped_call())
    await asyncio.gather(*(wrap_ups.close(CALL, ANA) for _ in range(3)))
    await wrap_ups.close(CALL, ANA, "again")
    assert len(await of_kind(journal, WrapUpClosed)) == 1
    assert told.finished == [(ANA, CALL)]


async def test_what_is_saved_after_the_close_is_kept(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    await wrap_ups.close(CALL, ANA)
    await wrap_ups.save(CALL, WrapUpFields(notes="Sent a split second too late."), ANA)
    form = await wrap_ups.of(CALL, ANA)
    assert form.notes == "Sent a split second too late."
    assert form.closed is not None
    assert len(await of_kind(journal, WrapUpClosed)) == 1


async def test_what_was_closed_stands_whatever_comes_later(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    await wrap_ups.close(CALL, ANA)
    write(journal, agent_said("a9", "I'll call you on Friday."))
    assert len((await wrap_ups.of(CALL, ANA)).follow_ups) == 1


async def test_a_missed_critical_item_takes_a_reason(journal: Journal, wrap_ups: WrapUps):
    events = [event for event in wrapped_call() if not isinstance(event, ChecklistItemSet)]
    write(journal, *events)
    assert (await wrap_ups.of(CALL, ANA)).missed == (CRITICAL,)
    assert (await wrap_ups.of(CALL, ANA, "es-US")).missed == ("Diga que la llamada se graba",)
    for nothing in ("", "  "):
        with pytest.raises(ReasonNeeded, match=f"Not done yet: {CRITICAL}") as refused:
            await wrap_ups.close(CALL, ANA, nothing)
        assert refused.value.missed == (CRITICAL,)
    await wrap_ups.close(CALL, ANA, "The bot had said it.")
    (closed,), (item,) = await of_kind(journal, WrapUpClosed), await of_kind(journal, ChecklistItemSet)
    assert isinstance(closed, WrapUpClosed)
    assert isinstance(item, ChecklistItemSet)
    assert closed.reason == "The bot had said it."
    assert (item.item, item.state, item.by, item.reason) == ("recording", "missed", ANA, closed.reason)


async def test_the_items_of_the_matter_count_and_conditional_ones_do_not(
    journal: Journal, wrap_ups: WrapUps, centre: Centre
):
    write(
        journal, *talk(), intent("u1", "complaint"), ticked("case", "not-applicable", "complaint"), hung_up()
    )
    assert (await wrap_ups.of(CALL, ANA)).missed == ("Say when the answer comes",)


async def test_who_passed_the_call_on_is_not_asked_for_what_is_still_to_be_done(
    journal: Journal, wrap_ups: WrapUps
):
    write(journal, *talk(), ticked("recording", "due"), stepped("pass-on", "billing"), left())
    assert (await wrap_ups.of(CALL, ANA)).missed == ()
    await wrap_ups.close(CALL, ANA)
    write(journal, *accepted(BEN, 40_000, "t2"), hung_up())
    assert (await wrap_ups.of(CALL, BEN)).missed == (CRITICAL,)


async def test_a_call_that_goes_on_is_not_closed(journal: Journal, wrap_ups: WrapUps):
    write(journal, *talk())
    with pytest.raises(Refused, match="the call goes on"):
        await wrap_ups.close(CALL, ANA)


async def test_nobody_closes_for_another(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    with pytest.raises(Refused, match=f"{BEN} was not in this call; {ANA} closes it"):
        await wrap_ups.close(CALL, BEN)
    with pytest.raises(Refused, match="you were not in it"):
        await wrap_ups.extend(CALL, BEN)


async def test_an_endless_reason_is_refused(journal: Journal, wrap_ups: WrapUps):
    write(journal, *wrapped_call())
    with pytest.raises(Refused, match="501 characters; keep to 500"):
        await wrap_ups.close(CALL, ANA, "x" * 501)


async def test_a_call_without_an_agent_has_a_note_and_no_time(
    journal: Journal, wrap_ups: WrapUps, told: Told
):
    write(journal, *answered_call(), ticked("recording"))
    form = await wrap_ups.of(CALL, "sue")
    assert (form.agent, form.ends, form.closed) == ("", None, None)
    assert form.done
    await wrap_ups.save(CALL, WrapUpFields(notes="Looked it over."), "sue")
    await wrap_ups.close(CALL, "sue")
    await wrap_ups.close(CALL, "sue")
    assert (await wrap_ups.of(CALL, "sue")).notes == "Looked it over."
    assert len(await of_kind(journal, WrapUpClosed)) == 1
    assert told.finished == []


async def test_there_is_no_note_on_a_call_that_was_not(wrap_ups: WrapUps):
    for ask in (
        wrap_ups.of("no-call"),
        wrap_ups.save("no-call", WrapUpFields(notes="x"), ANA),
        wrap_ups.close("no-call", ANA),
        wrap_ups.extend("no-call", ANA),
    ):
        with pytest.raises(NoSuchWrapUp, match="no-call"):
            await ask


async def test_time_is_over_and_it_is_closed_as_it_stands(
    journal: Journal, wrap_ups: WrapUps, time: Time, told: Told
):
    async with running(wrap_ups):
        write(journal, *wrapped_call())
        await until(lambda: wrap_ups.open == ((ANA, CALL),))
        await wrap_ups.save(CALL, WrapUpFields(notes="Half a sen"), ANA)
        time.passes(29)
        await wrap_ups.settle()
        assert await of_kind(journal, WrapUpClosed) == []
        time.passes(1)
        await wrap_ups.settle()
        await wrap_ups.settle()
        (closed,) = await of_kind(journal, WrapUpClosed)
        assert isinstance(closed, WrapUpClosed)
        assert (closed.by, closed.timed_out, closed.took_ms) == (ANA, True, 30_000)
        assert (await wrap_ups.of(CALL, ANA)).notes == "Half a sen"
        assert told.finished == [(ANA, CALL)]
        await until(lambda: wrap_ups.open == ())


async def test_time_that_is_over_asks_for_no_reason(journal: Journal, wrap_ups: WrapUps, time: Time):
    async with running(wrap_ups):
        write(journal, *talk(), ticked("recording", "due"), hung_up())
        await until(lambda: bool(wrap_ups.open))
        time.passes(31)
        await wrap_ups.settle()
    assert len(await of_kind(journal, WrapUpClosed)) == 1


async def test_time_is_extended_ten_times_and_no_more(
    journal: Journal, wrap_ups: WrapUps, time: Time, told: Told
):
    async with running(wrap_ups):
        write(journal, *wrapped_call())
        await wrap_ups.save(CALL, WrapUpFields(notes="Still writing."), ANA)
        for number in range(1, MOST_EXTENSIONS + 1):
            ends = BEGINNING + timedelta(seconds=30 * (1 + number))
            assert await wrap_ups.extend(CALL, ANA) == (ends, number)
        with pytest.raises(Refused, match="10 times; close the call"):
            await wrap_ups.extend(CALL, ANA)
        await until(lambda: wrap_ups.time(CALL, ANA) == (ends, MOST_EXTENSIONS))
        time.passes(30 * 11 - 1)
        await wrap_ups.settle()
        assert await of_kind(journal, WrapUpClosed) == []
        await wrap_ups.close(CALL, ANA)
    (closed,) = await of_kind(journal, WrapUpClosed)
    assert isinstance(closed, WrapUpClosed)
    assert closed.extended == MOST_EXTENSIONS
    assert (await wrap_ups.of(CALL, ANA)).notes == "Still writing."
    assert told.more == [(ANA, 30)] * MOST_EXTENSIONS
    with pytest.raises(Refused, match="this call is closed"):
        await wrap_ups.extend(CALL, ANA)


async def test_who_has_no_limit_is_never_timed_out(journal: Journal, centre: Centre, time: Time):
    agents = tuple(replace(agent, wrap_up_s=0) for agent in centre.agents)
    wrap_ups = WrapUps(journal, replace(centre, agents=agents), wall_clock=time)
    async with running(wrap_ups):
        write(journal, *wrapped_call())
        await until(lambda: bool(wrap_ups.open))
        time.passes(100_000)
        await wrap_ups.settle()
        assert await of_kind(journal, WrapUpClosed) == []
        assert await wrap_ups.extend(CALL, ANA) == (None, 0)
        assert (await wrap_ups.of(CALL, ANA)).ends is None


async def test_two_agents_of_a_call_each_have_their_own_time_and_one_note(
    journal: Journal, wrap_ups: WrapUps, time: Time, told: Told
):
    async with running(wrap_ups):
        joined = LegJoined(
            call_id=CALL, at_ms=12_000, leg="colleague", carrier_call_id=f"CA-{BEN}", conference="t1"
        )
        write(journal, *talk(), stepped("consult", BEN), joined, stepped("hand-over"), left())
        await until(lambda: wrap_ups.open == ((ANA, CALL),))
        await wrap_ups.save(CALL, WrapUpFields(notes="Ben knows the rest."), ANA)
        await wrap_ups.close(CALL, ANA)
        write(journal, hung_up())
        await until(lambda: wrap_ups.open == ((BEN, CALL),))
        form = await wrap_ups.of(CALL, BEN)
        assert (form.agent, form.notes) == (BEN, "Ben knows the rest.")
        time.passes(20)
        await wrap_ups.settle()
    assert told.finished == [(ANA, CALL), (BEN, CALL)]


async def test_who_could_not_be_told_is_told_later(journal: Journal, wrap_ups: WrapUps, told: Told):
    write(journal, *wrapped_call())
    told.away = True
    await wrap_ups.close(CALL, ANA)
    await wrap_ups.settle()
    assert told.finished == []
    told.away = False
    await wrap_ups.settle()
    await wrap_ups.settle()
    assert told.finished == [(ANA, CALL)]


async def test_calls_without_an_agent_are_forgotten_when_they_end(journal: Journal, wrap_ups: WrapUps):
    async with running(wrap_ups):
        write(journal, started(), said("u1", "hello"), ended(), call_id="short")
        write(journal, *wrapped_call())
        await until(lambda: bool(wrap_ups.open))
        assert wrap_ups.calls_followed == 1
        await wrap_ups.close(CALL, ANA)
        await until(lambda: wrap_ups.calls_followed == 0)
        await wrap_ups.save(CALL, WrapUpFields(notes="late"), ANA)
        write(journal, started(), call_id="next")
        await until(lambda: wrap_ups.calls_followed == 1)


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE events; --",
    "\u202eright to left",
    "nul \x00 and bell \x07",
    "half a pair \ud800",
    "{{7*7}} ${7*7} %s",
    "é" * 4000,
    "\n\n  spaces  \t",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_kept_as_text(journal: Journal, wrap_ups: WrapUps, text: str):
    write(journal, *wrapped_call())
    await wrap_ups.save(CALL, WrapUpFields(notes=text, follow_ups=(text[:500],)), ANA)
    await journal.flush()
    form = await wrap_ups.of(CALL, ANA)
    assert form.notes == text.replace("\ud800", "?")
    assert form.follow_ups == (text[:500].replace("\ud800", "?"),)


ids = count()
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
SAVE = st.builds(
    WrapUpFields,
    reason=st.none() | TEXT,
    done=st.none() | TEXT,
    outcome=st.none() | TEXT,
    follow_ups=st.none() | st.lists(TEXT.filter(str.strip), max_size=3).map(tuple),
    notes=st.none() | TEXT,
    disposition=st.none() | st.sampled_from(["", "outage", "other", "visit_booked"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(SAVE, st.sampled_from([ANA, BEN, "sue"])), max_size=6),
    st.integers(0, 6),
    st.integers(0, 6),
)
async def test_saving_never_loses_a_field_and_the_last_one_wins(
    journal: Journal, wrap_ups: WrapUps, saves: list[tuple[WrapUpFields, str]], closed_at: int, ended_at: int
):
    call = f"call-{next(ids)}"
    write(journal, *wrapped_call()[:-1], call_id=call)
    expected: dict[str, object] = {}
    for number, (fields, by) in enumerate(saves):
        if number == ended_at:
            write(journal, hung_up(), call_id=call)
        if number == closed_at:
            with suppress(Refused):
                await wrap_ups.close(call, ANA)
        expected |= fields.given()
        await wrap_ups.save(call, fields, by)
    form = await wrap_ups.of(call, ANA)
    assert {name: getattr(form, name) for name in expected} == expected
