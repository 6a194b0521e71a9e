"""What carries a transfer out: the order of inputs, the caller's last words before the move, timers, retries.

The transfer is the real one; the desk stands in for the roster and the carrier, whose parts are rung end to end.
"""

import asyncio
from collections.abc import Mapping

import pytest

from tests.virtual_time import run
from transcripts.events import AnyEvent, TransferCompleted, TransferDeclined, TransferEnded
from voice.transfer import Transfer
from voice.transfer_driver import ENDS_TRIED, LEAVES_AFTER_S, TransferDriver
from voice.transfer_messages import (
    Accepted,
    AgentStatus,
    Begin,
    CallerGone,
    CarrierSeen,
    Dial,
    Fallback,
    How,
    Joined,
    Leg,
    Look,
    Place,
    Reserve,
    WhisperAsked,
)
from voice.transfer_plan import Plan
from voice.twilio.rest import RATE_LIMITED, Answer, Done, Refused, Unknown

CALLER, AGENT = "CA-caller", "CA-agent"


class Line:
    """The caller's call, as a transfer sees it."""

    carrier_call_id = CALLER
    now_ms = 1000

    def __init__(self) -> None:
        self.did: list[str] = []
        self.events: list[AnyEvent] = []
        self.given_back: list[Fallback] = []
        self.speaks_for_s = 0.0

    def write(self, event: AnyEvent) -> None:
        self.events.append(event)

    def tell(self, prompt: str, values: Mapping[str, str]) -> None:
        self.did.append(f"tell {prompt} {dict(values)}")

    async def said_out(self) -> None:
        await asyncio.sleep(self.speaks_for_s)
        self.did.append("said out")

    def music(self, on: bool) -> None:
        self.did.append(f"music {on}")

    def leaving(self) -> None:
        self.did.append("leaving")

    def caller_gone(self, why: str) -> None:
        self.did.append(f"gone: {why}")

    def staying(self) -> None:
        self.did.append("staying")

    def give_back(self, fallback: Fallback, why: str, queue: str) -> None:
        self.given_back.append(fallback)


class Desk:
    """One agent is free; the carrier does what it is asked, unless told otherwise."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = ["ana"]
        self.dials: Answer = Done(AGENT, "queued")
        self.moves: list[Answer] = []
        self.ends: Answer = Done(AGENT, "completed")
        self.caller_at, self.agent_at = Place.LIVE, Place.GONE

    async def reserve(self, transfer_id: str, order: Reserve) -> str | None:
        return self.free.pop(0) if self.free else None

    async def engage(self, agent: str, transfer_id: str) -> None:
        self.asked.append(f"engage {agent}")

    async def release(self, agent: str, presence: str, why: str, transfer_id: str) -> None:
        self.asked.append(f"release {agent} {presence}")

    async def dial(self, transfer_id: str, order: Dial) -> Answer:
        self.asked.append(f"dial {order.agent}")
        return self.dials

    async def admit(self, transfer_id: str, call_id: str, conference: str) -> Answer:
        return Done(call_id)

    async def move_caller(self, transfer_id: str, call_id: str, conference: str) -> Answer:
        self.asked.append("move")
        return self.moves.pop(0) if self.moves else Done(call_id)

    async def return_caller(self, call_id: str) -> Answer:
        return Done(call_id)

    async def hang_up(self, call_id: str) -> Answer:
        self.asked.append(f"hang up {call_id}")
        return self.ends

    async def look(self, caller: str, order: Look) -> CarrierSeen:
        return CarrierSeen(self.caller_at, self.agent_at, order.number)

    def title(self, name: str, value: str) -> str:
        return f"the {name} {value}"


class Scene:
    def __init__(self) -> None:
        self.line, self.desk, self.gone = Line(), Desk(), 0
        self.transfer = Transfer("call-1", "transfer-1", Plan())
        self.driver = TransferDriver(self.transfer, self.line, self.desk, self._gone)

    def _gone(self) -> None:
        self.gone += 1

    async def offered(self) -> None:
        """Ana's telephone was answered."""
        self.driver.begin(Begin("care", "asked-for-human", fallbacks=(Fallback.CALL_BACK,)))
        await asyncio.sleep(0.1)
        self.driver.take(AgentStatus(1, AGENT, "in-progress", 2))
        self.driver.take(WhisperAsked(1, AGENT))

    def all(self, kind: type) -> list:
        return [event for event in self.line.events if isinstance(event, kind)]


def test_names_are_said_as_the_centre_says_them():
    async def work() -> None:
        scene = Scene()
        await scene.offered()
        assert scene.line.did[0] == "tell transfer_begin {'queue': 'the queue care'}"

    run(work())


def test_the_caller_is_moved_when_the_bot_has_said_out_and_then_both_are_there():
    async def work() -> None:
        scene = Scene()
        await scene.offered()
        scene.line.speaks_for_s = 1.0
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(0.5)
        assert "move" not in scene.desk.asked
        await asyncio.sleep(1.0)
        assert scene.line.did.index("said out") + 1 == scene.line.did.index("leaving")
        assert "move" in scene.desk.asked
        scene.driver.take(Joined(Leg.AGENT, AGENT, "transfer-1-1", 1))
        scene.driver.take(Joined(Leg.CALLER, CALLER, "transfer-1-1", 2))
        assert len(scene.all(TransferCompleted)) == 1
        assert "engage ana" in scene.desk.asked
        scene.driver.take(CallerGone("hung up"))
        await asyncio.sleep(1.0)
        assert (scene.gone > 0, scene.all(TransferEnded)[0].fallback) == (True, "")

    run(work())


def test_a_bot_that_does_not_come_to_an_end_is_not_waited_for():
    async def work() -> None:
        scene = Scene()
        await scene.offered()
        scene.line.speaks_for_s = 60.0
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(LEAVES_AFTER_S + 0.1)
        assert "move" in scene.desk.asked
        assert "said out" not in scene.line.did

    run(work())


def test_a_move_that_is_refused_leaves_the_caller_with_the_bot():
    async def work() -> None:
        scene = Scene()
        scene.desk.moves = [Refused(21220, "not in progress")]
        await scene.offered()
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(1.0)
        assert scene.line.did.index("leaving") < scene.line.did.index("staying")
        assert not scene.all(TransferCompleted)

    run(work())


def test_a_caller_who_was_not_moved_after_all_hears_the_bot_again():
    """The carrier failed each time, and had done nothing: the bot's stream never ended."""

    async def work() -> None:
        scene = Scene()
        scene.desk.moves = [Unknown("no answer")] * 9
        scene.desk.agent_at = Place.CONFERENCE
        await scene.offered()
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(1.0)
        did = scene.line.did
        back = next(index for index, what in enumerate(did) if what.startswith("tell transfer_to_callback"))
        assert did.index("leaving") < did.index("staying") < back

    run(work())


def test_a_caller_who_is_gone_as_only_the_carrier_knows_ends_the_call():
    async def work() -> None:
        scene = Scene()
        scene.desk.moves = [Unknown("no answer")]
        scene.desk.caller_at = Place.GONE
        await scene.offered()
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(1.0)
        assert scene.all(TransferEnded)[0].fallback == Fallback.CALLER_GONE
        assert any(what.startswith("gone: ") for what in scene.line.did)

    run(work())


@pytest.mark.parametrize("answer", [Refused(21211, "no such number"), Unknown("no answer")])
def test_a_telephone_that_cannot_be_rung_leads_to_a_call_back_and_frees_the_agent(answer: Answer):
    async def work() -> None:
        scene = Scene()
        scene.desk.dials = answer
        scene.driver.begin(Begin("care", "asked-for-human", fallbacks=(Fallback.CALL_BACK,)))
        await asyncio.sleep(120)
        assert scene.line.given_back == [Fallback.CALL_BACK]
        assert [asked.split()[1] for asked in scene.desk.asked if asked.startswith("release")] == ["ana"]
        assert scene.all(TransferDeclined)
        assert scene.gone == 1

    run(work())


def test_nobody_free_is_told_at_once():
    async def work() -> None:
        scene = Scene()
        scene.desk.free = []
        scene.driver.begin(Begin("care", "asked-for-human", fallbacks=(Fallback.CALL_BACK,)))
        await asyncio.sleep(1)
        assert scene.line.given_back == [Fallback.CALL_BACK]
        assert "tell transfer_to_callback {'queue': 'the queue care'}" in scene.line.did

    run(work())


def test_a_leg_that_does_not_end_is_asked_so_often_and_no_more():
    async def work() -> None:
        scene = Scene()
        scene.desk.ends = Unknown("no answer")
        await scene.offered()
        scene.driver.take(CallerGone("hung up"))
        await asyncio.sleep(5)
        assert scene.desk.asked.count(f"hang up {AGENT}") == ENDS_TRIED

    run(work())


def test_a_closed_driver_fires_no_timer():
    async def work() -> None:
        scene = Scene()
        await scene.offered()
        scene.driver.close()
        before = list(scene.line.did)
        await asyncio.sleep(600)
        assert scene.line.did == before

    run(work())


def test_only_a_busy_carrier_is_asked_again():
    assert Refused(RATE_LIMITED, "too many").may_be_repeated
    assert not Refused(21220, "not in progress").may_be_repeated


def test_a_caller_who_hangs_up_during_the_last_words_is_not_moved():
    async def work() -> None:
        scene = Scene()
        await scene.offered()
        scene.line.speaks_for_s = 1.0
        scene.driver.take(Accepted(1, AGENT, How.KEY))
        await asyncio.sleep(0.5)
        scene.driver.take(CallerGone("hung up"))
        await asyncio.sleep(5)
        assert "move" not in scene.desk.asked
        assert "leaving" not in scene.line.did

    run(work())
