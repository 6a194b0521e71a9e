"""A driver for a transfer without a carrier behind it: it keeps what it was told, and the promises."""

import random
from collections.abc import Callable, Iterable

from transcripts.events import AnyEvent, TransferOffered
from voice.transfer import Transfer
from voice.transfer_messages import (
    Accepted,
    AgentStatus,
    Arm,
    Begin,
    CallerBack,
    CallerGone,
    Cancel,
    CarrierSeen,
    Command,
    Declined,
    Dial,
    DialFailed,
    DialPlaced,
    DialUnknown,
    Disarm,
    Fallback,
    GiveBack,
    HangUp,
    How,
    Input,
    Joined,
    Left,
    Leg,
    Look,
    MoveCaller,
    MoveDone,
    MoveFailed,
    MoveUnknown,
    NobodyFree,
    Place,
    Release,
    Reserved,
    ReturnCaller,
    ReturnFailed,
    SendBack,
    Tell,
    Timer,
    TimerFired,
    WhisperAsked,
    Write,
)
from voice.transfer_plan import Plan
from voice.transfer_states import State

AGENTS = ("ana", "ben", "cho", "dee")
STATUSES = ("queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled")
BEGIN = Begin("billing", "the caller asked for a person", ("About a bill.",))


def sid(attempt: int) -> str:
    return f"CA{attempt}"


class World:
    """`orders` holds all commands so far. Times advance by 100 ms an input."""

    def __init__(self, plan: Plan | None = None, begin: Begin = BEGIN) -> None:
        self.plan = plan or Plan()
        self.begin = begin
        self.transfer = Transfer("call-1", "T1", self.plan)
        self.at_ms = 0
        self.orders: list[Command] = []
        self.timers: dict[Timer, int] = {}
        self.look: Look | None = None
        self.reserved: set[str] = set()
        self.released: list[str] = []
        self._past: set[str] = set()
        """Agents who were asked before the service was started again, and are not asked any more."""
        self.with_bot = True
        self.given_back = False
        self._sequence = 0
        self._open_move = False
        """The caller was asked to be moved, and nothing says that they were not."""
        self._moved = False
        """Something said that they were."""
        self._unanswered = False
        """The carrier has not answered the last move."""
        self._hung_up: set[str] = set()

    # One thing after the other.

    def happens(self, *happened: Input) -> list[Command]:
        """The commands that these inputs bring about."""
        before = len(self.orders)
        for one in happened:
            self.at_ms += 100
            ended = self.transfer.ended
            self._true_now(one)
            if isinstance(one, TimerFired) and self.timers.get(one.timer) == one.number:
                del self.timers[one.timer]
            self._obey(self.transfer.take(one, self.at_ms), ended=ended, because=one)
        return self.orders[before:]

    def fires(self, timer: Timer = Timer.STEP) -> list[Command]:
        return self.happens(TimerFired(timer, self.timers[timer]))

    def sees(self, caller: Place, agent: Place, call_id: str = "") -> list[Command]:
        assert self.look is not None, "nobody asked"
        return self.happens(CarrierSeen(caller, agent, self.look.number, call_id))

    def joins(self, leg: Leg, call_id: str, attempt: int = 1) -> list[Command]:
        self._sequence += 1
        return self.happens(Joined(leg, call_id, self.transfer.conference(attempt), self._sequence))

    def leaves(self, leg: Leg, call_id: str, attempt: int = 1) -> list[Command]:
        self._sequence += 1
        return self.happens(
            Left(leg, call_id, self.transfer.conference(attempt), "participant_hung_up", self._sequence)
        )

    # As far as a state.

    def ringing(self, agent: str = "ana", attempt: int = 1) -> "World":
        if self.transfer.state is State.NEW:
            self.happens(self.begin)
        self.happens(Reserved(agent), DialPlaced(attempt, sid(attempt)))
        assert self.transfer.state is State.RINGING
        return self

    def offered(self, agent: str = "ana", attempt: int = 1) -> "World":
        self.ringing(agent, attempt).happens(WhisperAsked(attempt, sid(attempt)))
        assert self.transfer.state is State.OFFERED
        return self

    def moving(self, agent: str = "ana", attempt: int = 1) -> "World":
        self.offered(agent, attempt).happens(Accepted(attempt, sid(attempt), How.KEY))
        assert self.transfer.state is State.MOVING
        return self

    def bridged(self, agent: str = "ana", attempt: int = 1) -> "World":
        self.moving(agent, attempt).happens(MoveDone(self.transfer.conference(attempt)))
        self.joins(Leg.AGENT, sid(attempt), attempt)
        self.joins(Leg.CALLER, "CAcaller", attempt)
        assert self.transfer.state is State.BRIDGED
        return self

    def restarted(self) -> list[Command]:
        """The journal is all that is left. Agents of a dead process are freed by the roster."""
        before = len(self.orders)
        self.transfer, commands = Transfer.resumed(
            "call-1", "T1", self.plan, self.events(), self.begin.fallbacks, self.at_ms
        )
        self.timers, self.look, self.with_bot = {}, None, self.transfer.state is State.NEW
        live = {self.transfer.agent} - {""}
        offered = {event.agent for event in self.events(TransferOffered)}
        self._past, self.reserved, self.released = offered - live, live, []
        self._open_move, self._unanswered, self._hung_up = False, False, set()
        self._obey(commands, ended=False, because=None)
        return self.orders[before:]

    # What came of it.

    def events(self, *kinds: type) -> list[AnyEvent]:
        events = [order.event for order in self.orders if isinstance(order, Write)]
        return [event for event in events if not kinds or isinstance(event, kinds)]

    def told(self) -> list[str]:
        return [order.prompt for order in self.orders if isinstance(order, Tell)]

    def all_of(self, kind: type) -> list[Command]:
        return [order for order in self.orders if isinstance(order, kind)]

    def everyone_is_released(self) -> None:
        assert sorted(self.released) == sorted(self.reserved)

    # The promises.

    def _true_now(self, happened: Input) -> None:
        """What an input says about the caller."""
        match happened:
            case Reserved(agent):
                self.reserved |= {agent} - self._past
            case CallerBack():
                # While a move is on its way, the stream may be one that it is about to end.
                if not self._open_move or self._moved:
                    self.with_bot, self._open_move = True, False
            case MoveFailed() if happened.conference == self._room():
                self._unanswered = False
                if not self._moved:
                    self.with_bot, self._open_move = True, False
            case MoveUnknown() if happened.conference == self._room():
                self._unanswered = False
            case MoveDone() if happened.conference == self._room():
                self._moved, self._unanswered = True, False
            case CarrierSeen(number=number) if number != self.transfer._course.looking:
                pass
            case Joined(leg=Leg.CALLER) | CarrierSeen(caller=Place.CONFERENCE):
                self._moved, self._unanswered = True, False
            case CarrierSeen(caller=Place.LIVE):
                self._open_move = self._unanswered and self._open_move
                self.with_bot = self.with_bot or self.transfer.state is State.MOVING
            case _:
                pass

    def _room(self) -> str:
        moves = [order.conference for order in self.orders if isinstance(order, MoveCaller)]
        return moves[-1] if moves else ""

    def _obey(self, commands: Iterable[Command], *, ended: bool, because: Input | None) -> None:
        for command in commands:
            self.orders.append(command)
            if ended:
                assert isinstance(command, HangUp | Release | ReturnCaller), (
                    f"{command} after the end, for {because}"
                )
            match command:
                case Arm(timer, seconds, number):
                    assert seconds > 0
                    self.timers[timer] = number
                case Disarm(timer):
                    del self.timers[timer]
                case Look():
                    self.look = command
                case MoveCaller():
                    self._unanswered = True
                    assert not self._open_move, f"a second move, for {because}"
                    self._open_move, self._moved, self.with_bot = True, False, False
                case ReturnCaller():
                    assert not self._unanswered or isinstance(because, TimerFired | CarrierSeen), (
                        "it may come first"
                    )
                    self.with_bot, self._moved = False, True
                case Tell(prompt):
                    assert self.with_bot, f"{prompt} is said to nobody, for {because}"
                case Release(agent):
                    assert agent in self.reserved, f"{agent} was never reserved"
                    assert agent not in self.released, f"{agent} is released twice, for {because}"
                    self.released.append(agent)
                case GiveBack():
                    assert not self.given_back
                    self.given_back = True
                case HangUp(leg, call_id) if leg is not Leg.CALLER:
                    assert call_id, f"which {leg}?"
                    assert call_id not in self._hung_up, f"{call_id} is hung up twice, for {because}"
                    self._hung_up.add(call_id)
                case _:
                    pass

    # Chance.

    def anything(self, chance: random.Random) -> None:
        """One input of any kind; every third is said twice, and the second time nothing may come of it."""
        happened = self._any_input(chance)
        if happened is None:
            return
        self.happens(happened)
        if chance.random() < 0.3 and not isinstance(happened, CallerBack):
            again = [o for o in self.happens(happened) if not isinstance(o, HangUp)]
            assert again == [], f"{happened} twice gives {again}"

    def _any_input(self, chance: random.Random) -> Input | None:
        last = max((order.attempt for order in self.orders if isinstance(order, Dial)), default=1)
        attempt = last if chance.random() < 0.8 else chance.randint(1, 4)
        call = sid(attempt) if chance.random() < 0.9 else "CAstranger"
        room = self.transfer.conference(attempt)
        place = chance.choices(list(Place), [1, 0, 8, 8, 4])[0]
        self._sequence += 1
        number = self._sequence if chance.random() < 0.8 else chance.randint(-1, self._sequence)
        leg = chance.choice([Leg.CALLER, Leg.AGENT, Leg.CALLER, Leg.AGENT, Leg.COLLEAGUE, Leg.SUPERVISOR])
        leg_call = {Leg.CALLER: "CAcaller", Leg.AGENT: call}.get(leg, f"CA-{leg.value}")
        makers: list[tuple[int, Callable[[], Input | None]]] = [
            (6, lambda: self.begin),
            (8, lambda: Reserved(chance.choice(AGENTS))),
            (1, NobodyFree),
            (6, lambda: DialPlaced(attempt, call)),
            (1, lambda: DialFailed(attempt, "21217", chance.random() < 0.5)),
            (1, lambda: DialUnknown(attempt, "time-out")),
            (5, lambda: AgentStatus(attempt, call, chance.choice(STATUSES), chance.randint(-1, 5))),
            (5, lambda: WhisperAsked(attempt, call)),
            (6, lambda: Accepted(attempt, call, chance.choice([How.KEY, How.PANEL]))),
            (1, lambda: Declined(attempt, call, chance.choice(list(How)))),
            (4, lambda: MoveDone(room)),
            (1, lambda: MoveFailed(room, "429", chance.random() < 0.5)),
            (1, lambda: MoveUnknown(room, "time-out")),
            (1, lambda: ReturnFailed("503")),
            (2, lambda: CallerBack(f"MZ{self._sequence}")),
            (6, lambda: Joined(leg, leg_call, room, number)),
            (2, lambda: Left(leg, leg_call, room, "participant_hung_up", number)),
            (
                5,
                lambda: (
                    CarrierSeen(place, chance.choice(list(Place)), self.look.number) if self.look else None
                ),
            ),
            (4, lambda: self._any_timer(chance)),
            (1, lambda: SendBack(chance.choice([Fallback.BOT, Fallback.QUEUE]), "as asked", "care")),
            (0 if chance.random() < 0.8 else 1, lambda: Cancel("never mind")),
            (0 if chance.random() < 0.8 else 1, lambda: CallerGone("completed")),
        ]
        weights = [weight for weight, _ in makers]
        return chance.choices(makers, weights)[0][1]()

    def _any_timer(self, chance: random.Random) -> Input | None:
        if not self.timers:
            return None
        timer = chance.choice(list(self.timers))
        stale = chance.random() < 0.2
        return TimerFired(timer, self.timers[timer] - (1 if stale else 0))

    def to_the_end(self, chance: random.Random) -> None:
        """Nothing more comes by itself: timers fire, the carrier answers when asked, or does not."""
        if self.transfer.state is State.NEW:
            self.happens(self.begin)
        for _ in range(200):
            if self.transfer.ended:
                return
            if self.transfer.state is State.BRIDGED and chance.random() < 0.2:
                self.happens(CallerGone("completed"))
                continue
            if self.look is not None and chance.random() < 0.5:
                self.sees(
                    chance.choice([Place.LIVE, Place.CONFERENCE, Place.UNKNOWN]), chance.choice(list(Place))
                )
            if not self.transfer.ended:
                self.fires()
        raise AssertionError(f"it goes on for ever, {self.transfer.state}")
