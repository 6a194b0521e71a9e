"""Those who were promised a call are rung, in their place, when somebody is there for them; in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.centre import Agent, Centre, OpeningHours, Queue
from tests.virtual_time import run
from transcripts.events import AnyEvent, CallbackAgreed, CallbackTried, CallStarted
from voice.bot.moves import CalledBack
from voice.callback_dialling import AFTER_CALL_S, LOOKS_EVERY_S, RING_MARGIN_S, CallbackDialler
from voice.callbacks import RETRY_AFTER, Callback, CallbackBook
from voice.presence import AgentState, Presence
from voice.queueing import AgentStatus, Waiting
from voice.twilio.rest import Answer, Done, Refused, Unknown
from voice.waiting_room import Seen, WaitingRoom

P = Presence
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
WORK = OpeningHours(ZoneInfo("UTC"), (((time(8), time(18)),),) * 7, ())
CENTRE = Centre("Test Fibre", "en-US", "US", "care", {}, (), (), (Queue("care", "care", WORK),))
ANA = Agent("ana", "Ana", "client:ana", {}, ("en-US",))
NUMBER, OURS = "+16175550111", "+12065550100"
RING_S = 25


class Carrier:
    def __init__(self) -> None:
        self.answer: Answer = Done("CA1", "queued")
        self.dialled: list[tuple[str, str]] = []
        self.name = ""
        """Of the last attempt, as its webhooks are called."""
        self.hung_up: list[str] = []

    async def dial(
        self, to: str, from_number: str, document_url: str, status_url: str, timeout_s: int
    ) -> Answer:
        assert timeout_s == RING_S
        self.dialled.append((to, from_number))
        self.name = document_url.split("/")[-2]
        assert status_url == f"https://voice.test/twilio/callback/{self.name}/status"
        return self.answer

    async def hang_up(self, call_sid: str) -> Answer:
        self.hung_up.append(call_sid)
        return Done(call_sid)


class Record:
    def __init__(self) -> None:
        self.events: list[AnyEvent] = []

    def append(self, event: CallbackTried) -> CallbackTried:
        self.events.append(event)
        return event

    async def replay(self, call_id: str) -> list[AnyEvent]:
        started = CallStarted(
            call_id=call_id, at_ms=0, wall=MONDAY, carrier_call_id="CA0", caller=NUMBER, called=OURS
        )
        return [started, *self.events]

    @property
    def tried(self) -> list[tuple[int, str]]:
        return [(one.attempt, one.outcome) for one in self.events if isinstance(one, CallbackTried)]


class Table:
    """The table of call-backs, in memory: threads of a database do not know of virtual time."""

    def __init__(self) -> None:
        self._rows: dict[str, Callback] = {}

    async def rows(self, _: object = None) -> list[Callback]:
        return list(self._rows.values())

    async def row(self, call_id: str) -> Callback | None:
        return self._rows.get(call_id)

    async def write(self, row: Callback) -> bool:
        known = self._rows.get(row.call_id)
        if row.version != (known.version if known else 0) + 1:
            return False
        self._rows[row.call_id] = row
        return True


class World:
    def __init__(self, book: CallbackBook, wall: Callable[[], datetime], jumped: list[timedelta]) -> None:
        loop = asyncio.get_running_loop()
        self.presence = P.ON_CALL
        self.on_the_line: set[str] = set()
        self.book, self.carrier, self.record = book, Carrier(), Record()
        self.room = WaitingRoom(
            CENTRE,
            lambda: [AgentStatus(ANA, self.presence, 0.0)],
            clock=loop.time,
            wall_clock=wall,
        )
        self.wall, self._jumped = wall, jumped
        self.dialler = CallbackDialler(
            book,
            self.room,
            self.carrier,
            self.record,
            "https://voice.test",
            on_the_line=lambda call_id: call_id in self.on_the_line,
            clock=loop.time,
            wall_clock=wall,
            ring_s=RING_S,
        )

    async def promise(self, call_id: str = "c1", waited_s: float = 0.0) -> None:
        event = CallbackAgreed(call_id=call_id, at_ms=0, number=NUMBER, queue="care", utterance_ids=())
        await self.book.agree(event, place=self.wall() - timedelta(seconds=waited_s))

    def becomes(self, presence: Presence) -> None:
        self.presence = presence
        self.room.told(AgentState(agent="ana", presence=presence, since=self.wall()))

    async def passes(self, seconds: float = 2 * LOOKS_EVERY_S) -> None:
        await asyncio.sleep(seconds)

    async def jump(self, later: timedelta) -> None:
        """On the wall clock alone: nobody has to live through the hours."""
        self._jumped[0] += later
        await self.passes()

    def state(self, call_id: str = "c1") -> Callback:
        (found,) = [one for one in self.book.open() if one.call_id == call_id]
        return found


Scene = Callable[[World], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play() -> Play:
    def play(scene: Scene) -> None:
        async def whole() -> None:
            loop = asyncio.get_running_loop()
            began, jumped = loop.time(), [timedelta()]

            def wall() -> datetime:
                return MONDAY + jumped[0] + timedelta(seconds=loop.time() - began)

            book = CallbackBook(Table(), CENTRE, wall_clock=wall)
            await book.start()
            world = World(book, wall, jumped)
            keeping = [asyncio.create_task(world.dialler.keep()), asyncio.create_task(world.room.keep())]
            try:
                await scene(world)
            finally:
                for task in keeping:
                    task.cancel()
                await asyncio.gather(*keeping, return_exceptions=True)
                world.dialler.close()

        run(whole())

    return play


class Caller:
    """Somebody who waits on the line."""

    def __init__(self) -> None:
        self.agents: list[str] = []

    def agent_free(self, agent: str) -> None:
        self.agents.append(agent)

    def look(self, seen: Seen) -> None: ...


def test_nobody_is_rung_until_an_agent_is_free(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        await world.passes(60)
        assert world.carrier.dialled == []
        world.becomes(P.AVAILABLE)
        await world.passes()
        assert world.carrier.dialled == [(NUMBER, OURS)]

    play(scene)


def test_a_call_back_is_made_in_its_place_among_those_who_wait_on_the_line(play: Play):
    async def scene(world: World) -> None:
        clock = asyncio.get_running_loop().time
        first, later = Caller(), Caller()
        world.room.enter(Waiting("first", "care", clock() - 200, language="en-US"), first)
        world.room.enter(Waiting("later", "care", clock() - 50, language="en-US"), later)
        await world.promise(waited_s=100)
        await world.passes()
        world.becomes(P.AVAILABLE)
        await world.passes()
        assert first.agents == ["ana"]
        assert world.carrier.dialled == []
        world.room.leave("first")
        await world.passes()
        assert world.carrier.dialled == [(NUMBER, OURS)]
        assert later.agents == []

    play(scene)


def test_a_caller_who_is_still_on_the_line_is_not_rung(play: Play):
    async def scene(world: World) -> None:
        world.on_the_line.add("c1")
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes(30)
        assert world.carrier.dialled == []
        world.on_the_line.clear()
        await world.passes(AFTER_CALL_S - 2)
        assert world.carrier.dialled == []
        await world.passes(2 + 2 * LOOKS_EVERY_S)
        assert len(world.carrier.dialled) == 1

    play(scene)


def test_a_caller_whom_it_suits_is_reached_and_the_record_of_the_first_call_says_so(play: Play):
    async def scene(world: World) -> None:
        await world.promise(waited_s=100)
        world.becomes(P.AVAILABLE)
        await world.passes()
        found = world.dialler.answered(world.carrier.name, "CA1")
        assert found is not None
        outgoing, number = found
        assert number == NUMBER
        assert outgoing.first_call == "c1"
        assert outgoing.place in world.room
        outgoing.ended(CalledBack.REACHED, "the caller pressed 1", "call-2")
        outgoing.ended(CalledBack.REFUSED, "they hung up later", "")
        await world.passes()
        assert world.record.tried == [(1, "reached")]
        assert world.record.events[0].call_made == "call-2"
        assert world.book.open() == ()
        assert len(world.room) == 0

    play(scene)


def test_the_agent_is_free_for_others_as_soon_as_nobody_answers(play: Play):
    async def scene(world: World) -> None:
        other = Caller()
        await world.promise(waited_s=100)
        world.becomes(P.AVAILABLE)
        await world.passes()
        world.room.enter(Waiting("other", "care", 0.0, language="en-US"), other)
        assert other.agents == []
        world.dialler.status(world.carrier.name, "CA1", "no-answer")
        await world.passes()
        assert other.agents == ["ana"]

    play(scene)


@pytest.mark.parametrize("status", ["busy", "failed", "no-answer", "canceled", "completed"])
def test_a_phone_that_nobody_answers_is_rung_once_more_later_and_then_given_up(status: str, play: Play):
    outcome = status if status in ("busy", "failed") else "no-answer"

    async def scene(world: World) -> None:
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        for seen in ("initiated", "ringing", status, status):
            world.dialler.status(world.carrier.name, "CA1", seen)
        await world.passes(60)
        assert world.state().attempts == 1
        assert len(world.carrier.dialled) == 1
        await world.jump(RETRY_AFTER)
        assert len(world.carrier.dialled) == 2
        world.dialler.status(world.carrier.name, "CA1", status)
        await world.jump(2 * RETRY_AFTER)
        assert len(world.carrier.dialled) == 2
        assert world.record.tried == [(1, outcome), (2, outcome), (2, "given-up")]
        assert world.book.open() == ()

    play(scene)


def test_a_number_that_the_carrier_refuses_counts_as_an_attempt(play: Play):
    async def scene(world: World) -> None:
        world.carrier.answer = Refused(21217, "no such number")
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        assert world.record.tried == [(1, "failed")]
        assert world.state().attempts == 1

    play(scene)


def test_where_the_answer_to_the_dialling_is_lost_the_webhooks_tell(play: Play):
    async def scene(world: World) -> None:
        world.carrier.answer = Unknown("no answer in time")
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        assert world.record.tried == []
        assert world.dialler.answered(world.carrier.name, "CA7") is not None
        assert world.dialler.answered(world.carrier.name, "CA8") is None

    play(scene)


def test_a_carrier_that_says_nothing_any_more_does_not_keep_the_agent(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes(RING_S + RING_MARGIN_S + 2 * LOOKS_EVERY_S)
        assert world.record.tried == [(1, "no-answer")]
        assert world.carrier.hung_up == ["CA1"]
        assert world.dialler.answered(world.carrier.name, "CA1") is None

    play(scene)


def test_a_status_after_the_answer_is_the_calls_own_affair(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        assert world.dialler.answered(world.carrier.name, "CA1") is not None
        world.dialler.status(world.carrier.name, "CA1", "completed")
        await world.passes()
        assert world.record.tried == []

    play(scene)


def test_strangers_webhooks_change_nothing(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        world.dialler.status("0000", "CA1", "busy")
        world.dialler.status(world.carrier.name, "CA9", "busy")
        assert world.dialler.answered("0000", "CA1") is None
        await world.passes()
        assert world.record.tried == []

    play(scene)


def test_an_attempt_that_is_over_is_not_answered_any_more(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        world.becomes(P.AVAILABLE)
        await world.passes()
        world.dialler.status(world.carrier.name, "CA1", "no-answer")
        assert world.dialler.answered(world.carrier.name, "CA1") is None

    play(scene)


def test_nobody_is_rung_out_of_hours(play: Play):
    async def scene(world: World) -> None:
        await world.promise()
        await world.passes()
        assert len(world.room) == 1
        await world.jump(timedelta(hours=9))
        assert len(world.room) == 0
        world.becomes(P.AVAILABLE)
        await world.passes(60)
        assert world.carrier.dialled == []
        await world.jump(timedelta(hours=14))
        assert len(world.carrier.dialled) == 1

    play(scene)
