"""A person's yes: asked while the caller waits, given once and by name, and a no where nobody answers."""

import asyncio

import pytest

from assist.approvals import Approval, ApprovalDesk, OpenApproval, UnknownApproval
from tests.virtual_time import run

WAIT_S = 60.0


class Desk:
    """A desk with its record of what was asked and decided. Made on the loop."""

    def __init__(self) -> None:
        self.asked: list[OpenApproval] = []
        self.decided: list[tuple[OpenApproval, Approval]] = []
        self.loop = asyncio.get_running_loop()
        self.desk = ApprovalDesk(self.asked.append, self._decided, clock=self.loop.time)

    def ask(self, key: str = "k1", call_id: str = "call-1", **arguments: str) -> asyncio.Task[Approval]:
        return self.loop.create_task(self.desk.ask(call_id, key, "change_plan", arguments, WAIT_S))

    def _decided(self, question: OpenApproval, approval: Approval) -> None:
        self.decided.append((question, approval))


async def until_asked(task: asyncio.Task[Approval]) -> asyncio.Task[Approval]:
    """One turn of the loop: the question is open now."""
    await asyncio.sleep(0)
    return task


@pytest.mark.parametrize("approved", [True, False])
def test_the_answer_of_a_person_is_handed_on_with_their_name(approved: bool):
    async def work() -> None:
        desk = Desk()
        asking = await until_asked(desk.ask())
        desk.desk.decide("k1", approved, "  Ana ")
        assert await asking == Approval(approved, "Ana")
        assert [answer for _, answer in desk.decided] == [Approval(approved, "Ana")]

    run(work())


def test_where_nobody_answers_it_is_a_no_by_nobody_when_the_time_is_over():
    async def work() -> None:
        desk = Desk()
        began = desk.loop.time()
        assert await desk.ask() == Approval(False, "")
        assert desk.loop.time() - began == pytest.approx(WAIT_S)
        assert [answer for _, answer in desk.decided] == [Approval(False, "")]
        assert desk.desk.open() == []

    run(work())


def test_an_answer_is_in_time_until_the_deadline_and_too_late_after_it():
    async def work() -> None:
        desk = Desk()
        asking = await until_asked(desk.ask())
        await asyncio.sleep(WAIT_S - 0.5)
        desk.desk.decide("k1", True, "Ana")
        assert (await asking).approved

        again = await until_asked(desk.ask("k2"))
        await asyncio.sleep(WAIT_S + 0.5)
        with pytest.raises(UnknownApproval, match="too late"):
            desk.desk.decide("k2", True, "Ana")
        assert not (await again).approved

    run(work())


def test_who_was_told_that_their_yes_was_taken_was_not_told_so_in_vain():
    """It comes in the same turn of the loop as the deadline, and before it."""

    async def work() -> None:
        desk = Desk()
        told: list[str] = []

        def decide() -> None:
            try:
                desk.desk.decide("k1", True, "Ana")
                told.append("taken")
            except UnknownApproval:
                told.append("too late")

        asking = await until_asked(desk.ask())
        desk.loop.call_at(desk.asked[0].deadline_s - 1e-10, decide)
        approval = await asking
        assert (told, approval.approved) in ((["taken"], True), (["too late"], False))

    run(work())


def test_a_question_says_what_is_asked_for_whom_and_until_when():
    async def work() -> None:
        desk = Desk()
        began = desk.loop.time()
        asking = await until_asked(desk.ask(plan="max"))
        (question,) = desk.desk.open()
        assert question == desk.asked[0]
        assert (question.call_id, question.key, question.tool) == ("call-1", "k1", "change_plan")
        assert dict(question.arguments) == {"plan": "max"}
        assert question.deadline_s == pytest.approx(began + WAIT_S)
        desk.desk.decide("k1", False, "Ana")
        await asking

    run(work())


def test_what_is_approved_cannot_be_changed_after_it_was_asked_for():
    async def work() -> None:
        desk = Desk()
        arguments = {"plan": "start"}
        asking = asyncio.ensure_future(desk.desk.ask("call-1", "k1", "change_plan", arguments, WAIT_S))
        await asyncio.sleep(0)
        arguments["plan"] = "max"
        assert dict(desk.desk.open()[0].arguments) == {"plan": "start"}
        desk.desk.decide("k1", True, "Ana")
        await asking
        assert dict(desk.decided[0][0].arguments) == {"plan": "start"}

    run(work())


def test_the_oldest_question_is_the_first_of_the_list():
    async def work() -> None:
        desk = Desk()
        asking = [await until_asked(desk.ask(key)) for key in ("k1", "k2", "k3")]
        desk.desk.decide("k2", True, "Ana")
        await asking[1]
        assert [question.key for question in desk.desk.open()] == ["k1", "k3"]
        for key in ("k1", "k3"):
            desk.desk.decide(key, False, "Ana")
        assert [(await one).approved for one in asking] == [False, True, False]

    run(work())


def test_an_answer_is_given_once():
    async def work() -> None:
        desk = Desk()
        asking = await until_asked(desk.ask())
        desk.desk.decide("k1", False, "Ana")
        with pytest.raises(UnknownApproval):
            desk.desk.decide("k1", True, "Ben")
        assert await asking == Approval(False, "Ana")
        with pytest.raises(UnknownApproval):
            desk.desk.decide("k1", True, "Ben")

    run(work())


@pytest.mark.parametrize("nobody", ["", "   ", "\t\n"])
def test_an_answer_without_a_name_is_none_and_the_question_stays_open(nobody: str):
    async def work() -> None:
        desk = Desk()
        asking = await until_asked(desk.ask())
        with pytest.raises(ValueError, match="name"):
            desk.desk.decide("k1", True, nobody)
        assert len(desk.desk.open()) == 1
        desk.desk.decide("k1", True, "Ana")
        assert (await asking).by == "Ana"

    run(work())


def test_a_question_that_was_never_asked_cannot_be_answered():
    async def work() -> None:
        desk = Desk()
        with pytest.raises(UnknownApproval, match="k9"):
            desk.desk.decide("k9", True, "Ana")
        assert desk.decided == []

    run(work())


def test_a_call_that_ends_while_it_waits_leaves_a_refusal_on_record():
    async def work() -> None:
        desk = Desk()
        asking = await until_asked(desk.ask())
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert [answer for _, answer in desk.decided] == [Approval(False, "")]
        assert desk.desk.open() == []
        with pytest.raises(UnknownApproval):
            desk.desk.decide("k1", True, "Ana")

    run(work())


def test_every_question_is_on_record_before_it_can_be_answered():
    async def work() -> None:
        order: list[str] = []
        desk = ApprovalDesk(
            lambda _: order.append("asked"),
            lambda *_: order.append("decided"),
            clock=asyncio.get_running_loop().time,
        )
        asking = asyncio.ensure_future(desk.ask("call-1", "k1", "change_plan", {}, WAIT_S))
        await asyncio.sleep(0)
        assert order == ["asked"]
        desk.decide("k1", True, "Ana")
        await asking
        assert order == ["asked", "decided"]

    run(work())
