"""Who is connected to whom, and in which order: pure rules over who waits and who is free.

An agent comes from the centre's files, never from what a caller or a model said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from config.centre import Agent, Queue
from voice.presence import Presence

PATIENCE_S = 600.0
"""Who has waited so long comes before everybody, so that nobody waits for ever behind better customers."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call, or a call-back that is due, which is to be taken by a person."""

    call_id: str
    queue: str
    since_s: float
    """Monotonic seconds."""
    vip: bool = False
    repeat: bool = False
    """They rang about the same before."""
    language: str = ""
    """BCP 47; empty: any will do."""
    skills: Mapping[str, int] = field(default_factory=dict[str, int])
    """What this call takes beyond what its queue asks for."""


@dataclass(frozen=True, slots=True)
class AgentStatus:
    agent: Agent
    presence: Presence
    idle_since_s: float
    """Monotonic seconds: since when they are as they are."""


def next_agent(
    waiting: Waiting, statuses: Iterable[AgentStatus], queue: Queue, tried: Collection[str] = ()
) -> Agent | None:
    """Of those who are free and able the one who has been idle longest; not those who were `tried`."""
    free = [
        status
        for status in statuses
        if status.presence is Presence.AVAILABLE
        and status.agent.name not in tried
        and able(status.agent, waiting, queue)
    ]
    if not free:
        return None
    return min(free, key=lambda status: (status.idle_since_s, status.agent.name)).agent


def able(agent: Agent, waiting: Waiting, queue: Queue) -> bool:
    """Whether they know what the queue and the call ask for, and speak the caller's language."""
    asked = {
        skill: max(queue.skills.get(skill, 0), waiting.skills.get(skill, 0))
        for skill in (*queue.skills, *waiting.skills)
    }
    knows = all(agent.skills.get(skill, 0) >= level for skill, level in asked.items())
    return knows and _speaks(agent, waiting.language)


def order(waitings: Iterable[Waiting], now_s: float, queues: Mapping[str, Queue]) -> tuple[Waiting, ...]:
    """Who is taken first: VIPs, then who rings again; then by their queue's priority and their wait."""

    def rank(waiting: Waiting) -> tuple[int, int, float, str]:
        if now_s - waiting.since_s >= PATIENCE_S:
            return 0, 0, waiting.since_s, waiting.call_id
        better = 1 if waiting.vip else 2 if waiting.repeat else 3
        queue = queues.get(waiting.queue)
        return better, -queue.priority if queue else 0, waiting.since_s, waiting.call_id

    return tuple(sorted(waitings, key=rank))


def place(waiting: Waiting, ordered: Sequence[Waiting]) -> int:
    """How many are in front of them for the same queue."""
    before = ordered[: [each.call_id for each in ordered].index(waiting.call_id)]
    return sum(each.queue == waiting.queue for each in before)


def serving(
    waiting: Waiting, queues: Mapping[str, Queue], now_s: float, moment: datetime
) -> tuple[Queue, ...]:
    """The queues whose agents may take it now: its own, and those it overflows to after its wait.

    Closed queues are left out; `moment` carries its zone. They keep their place in their own queue.
    """
    found: list[Queue] = []
    queue = queues.get(waiting.queue)
    waited = now_s - waiting.since_s
    while queue is not None and queue not in found:
        found.append(queue)
        waited -= queue.overflow_after_s
        queue = queues.get(queue.overflow) if queue.overflow and waited >= 0 else None
    return tuple(each for each in found if each.hours.open_at(moment))


def _speaks(agent: Agent, language: str) -> bool:
    wanted = _primary(language)
    return not wanted or any(_primary(each) == wanted for each in agent.languages)


def _primary(language: str) -> str:
    return language.split("-")[0].lower()
