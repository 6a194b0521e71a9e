"""The commands of a transfer as they are given, each of them once: a repeated input repeats none."""

from voice.presence import Presence
from voice.transfer_messages import (
    Arm,
    Command,
    Disarm,
    Engage,
    HangUp,
    Leg,
    Release,
    StartMusic,
    StopMusic,
    Timer,
    TimerFired,
)


class Orders:
    def __init__(self) -> None:
        self._given: list[Command] = []
        self._armed: dict[Timer, int] = {}
        self._numbers = 0
        self._music = False
        self._hung_up: set[str] = set()
        self._held: set[str] = set()
        self._seen: set[str] = set()
        self._streams: set[str] = set()

    def give(self, *commands: Command) -> None:
        self._given += commands

    def taken(self) -> tuple[Command, ...]:
        given, self._given = tuple(self._given), []
        return given

    @property
    def armed(self) -> frozenset[Timer]:
        return frozenset(self._armed)

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def arm(self, timer: Timer, seconds: float) -> None:
        self._armed[timer] = self.number()
        self.give(Arm(timer, seconds, self._armed[timer]))

    def disarm(self, *timers: Timer) -> None:
        for timer in timers:
            if self._armed.pop(timer, None) is not None:
                self.give(Disarm(timer))

    def fired(self, fired: TimerFired) -> bool:
        """Whether it is the timer that runs."""
        if self._armed.get(fired.timer) != fired.number:
            return False
        del self._armed[fired.timer]
        return True

    def music(self, on: bool) -> None:
        if on is not self._music:
            self._music = on
            self.give(StartMusic() if on else StopMusic())

    def hang_up(self, leg: Leg, call_id: str, why: str) -> None:
        """Nothing where the leg is not known yet: it is ended when it is."""
        if call_id and call_id not in self._hung_up:
            self._hung_up.add(call_id)
            self.give(HangUp(leg, call_id, why))

    def ended_itself(self, call_id: str) -> None:
        """There is nothing to hang up any more."""
        if call_id:
            self._hung_up.add(call_id)

    def first(self, stream_id: str) -> bool:
        """Whether a stream has not been heard of before; one without a name never has."""
        known = stream_id in self._streams
        self._streams |= {stream_id} - {""}
        return not known

    # Agents. Whoever was reserved is released, once.

    def hold(self, agent: str) -> bool:
        """Whether this is the first that is heard of the agent."""
        if agent in self._seen:
            return False
        self._seen.add(agent)
        self._held.add(agent)
        return True

    def forget(self, agent: str) -> None:
        """Released already, before a restart."""
        self._held.discard(agent)

    def engage(self, agent: str) -> None:
        if agent in self._held:
            self.give(Engage(agent))

    def release(self, agent: str, presence: Presence, why: str) -> None:
        if agent in self._held:
            self._held.remove(agent)
            self.give(Release(agent, presence, why))
