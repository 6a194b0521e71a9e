"""A person's yes for what is risky: asked for while the caller waits, refused where nobody answers."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Approval:
    approved: bool
    by: str
    """Empty: nobody decided."""


@dataclass(frozen=True, slots=True)
class OpenApproval:
    """What a person is asked now."""

    call_id: str
    key: str
    tool: str
    arguments: Mapping[str, str]
    deadline_s: float
    """Monotonic seconds."""


Asked = Callable[[OpenApproval], None]
Decided = Callable[[OpenApproval, Approval], None]


class UnknownApproval(Exception):
    """There is no such question, or not any more."""


class ApprovalDesk:
    """All calls'."""

    def __init__(self, asked: Asked, decided: Decided, *, clock: Callable[[], float]) -> None:
        """`asked` and `decided` are told of each, for the record. `clock`: monotonic seconds."""
        self._asked = asked
        self._decided = decided
        self._clock = clock
        self._open: dict[str, tuple[OpenApproval, asyncio.Future[Approval]]] = {}

    async def ask(
        self, call_id: str, key: str, tool: str, arguments: Mapping[str, str], wait_s: float
    ) -> Approval:
        """Waits for a person; returns a refusal after `wait_s` seconds."""
        question = OpenApproval(call_id, key, tool, dict(arguments), self._clock() + wait_s)
        answer: asyncio.Future[Approval] = asyncio.get_running_loop().create_future()
        self._open[key] = (question, answer)
        self._asked(question)
        approval = Approval(False, "")
        try:
            async with asyncio.timeout(wait_s):
                approval = await answer
        except TimeoutError:
            # Nobody answered, which is a no; who answered as the time ran out was told that it counts.
            if answer.done() and not answer.cancelled():
                approval = answer.result()
        finally:
            self._open.pop(key, None)
            self._decided(question, approval)
        return approval

    def decide(self, key: str, approved: bool, by: str) -> None:
        """A person's answer. Raises `UnknownApproval` or, without a name, `ValueError`."""
        if not by.strip():
            raise ValueError("an approval takes the name of who gives it")
        waiting = self._open.get(key)
        if waiting is None or waiting[1].done():
            raise UnknownApproval(f"nothing waits for an answer to {key}; it may have been too late")
        waiting[1].set_result(Approval(approved, by.strip()))

    def open(self) -> list[OpenApproval]:
        """What waits for a person, the oldest first."""
        return [question for question, _ in self._open.values()]
