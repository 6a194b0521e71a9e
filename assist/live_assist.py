"""Assistance in one call while it goes on: the journal in, whispers and ticks into the journal, a panel told.

`assist.live_call` decides; here are its clock, its timers and its searches.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime

import structlog

from assist.checklist_states import ItemState
from assist.knowledge_library import ANSWERS, Reader
from assist.knowledge_retrieval import Heard
from assist.live_call import OWN, Ask, LiveCall
from assist.live_moods import Feel
from assist.live_parts import AssistParts
from assist.live_searches import Failed, LiveSearches
from assist.live_state import NOTHING, AssistState
from assist.sentiment import Mood
from assist.suggestion_commands import Action, Search, Suggestion
from assist.suggestion_sources import Source, answers
from transcripts.event import NOT_JOURNALED, Milliseconds
from transcripts.events import AnyEvent, CallEnded, PartialUtterance, SpeechStarted
from transcripts.journal import Journal, JournalClosed, JournalFull

SHOWN = 5
"""Answers that a search gives."""

Told = Callable[[], None]


class LiveAssist:
    """Of one call. All methods belong to the loop of its journal."""

    def __init__(
        self,
        call_id: str,
        journal: Journal,
        parts: AssistParts,
        searches: LiveSearches,
        executor: Executor,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`clock` gives monotonic seconds, `wall_clock` UTC."""
        self.call_id = call_id
        self._journal = journal
        self._parts = parts
        self._searches = searches
        self._executor = executor
        self._clock = clock
        self._wall_clock = wall_clock
        self._call: LiveCall | None = None
        self._early: list[AnyEvent] = []
        self._reading = asyncio.Lock()
        self._seen = 0
        self._began_s = clock()
        self._timer: asyncio.TimerHandle | None = None
        self._told: list[Told] = []
        self._passages: dict[tuple[str, str, str], str] = {}
        self._shown = NOTHING
        self._feels: deque[Feel] = deque()

    async def take_up(self) -> None:
        """From the journal; what happens meanwhile is heard afterwards. Raises `StoreError`.

        Asked twice at once, the second reads what the first has written.
        """
        async with self._reading:
            await self._take_up()

    @property
    def ready(self) -> bool:
        """It has read the call so far."""
        return self._call is not None

    @property
    def over(self) -> bool:
        return self._call is not None and self._call.over

    @property
    def missed(self) -> tuple[str, ...]:
        """The critical items of the checklists that are open, in words."""
        return self._call.missed if self._call else ()

    def state(self) -> AssistState:
        """What a panel shows now."""
        return self._call.state(self._passage) if self._call else NOTHING

    def subscribe(self, told: Told) -> Callable[[], None]:
        """`told` at every change, until what this gives is called. What it raises harms nobody else."""
        self._told.append(told)

        def unsubscribe() -> None:
            if told in self._told:
                self._told.remove(told)

        return unsubscribe

    def heard(self, event: AnyEvent) -> None:
        """An event of the call, from the journal, in order."""
        if self._call is None:
            self._early.append(event)
            return
        if event.sequence != NOT_JOURNALED:
            if event.sequence <= self._seen:
                return
            self._seen = event.sequence
        if isinstance(event, OWN):
            return
        # The call's clock is the record's; between events it runs on by itself.
        ahead_s = event.at_ms / 1000 - (self._clock() - self._began_s)
        if ahead_s > 0:
            self._began_s -= ahead_s
        asks = self._call.heard(event, self._now_ms)
        if isinstance(event, SpeechStarted | PartialUtterance):
            # Many a second, and nothing to be seen comes of them.
            self._set_timer(self._call.next_due_ms)
            return
        self._carry_out(asks)
        if isinstance(event, CallEnded):
            self.stop()

    def act(self, suggestion_id: str, action: str, because: str, by: str) -> None:
        """What the agent did with a card or chip. Raises `ValueError` where it is there no more."""
        known = [one.value for one in Action]
        if action not in known:
            raise ValueError(f'nothing can be "{action}" here; there are: {", ".join(known)}')
        asks = self._required.acted(suggestion_id, Action(action), self._now_ms, because, by)
        if not asks:
            raise ValueError("this suggestion is not there any more")
        self._carry_out(asks)

    def search(self, query: str, by: str) -> None:  # noqa: ARG002 - who searched stands in the log of access
        """The agent looks something up; what is found comes as a change. Raises `ValueError`."""
        asks = self._required.look_up(query, self._now_ms)
        if not asks:
            raise ValueError("there is nothing to look up; write what you want to know")
        self._carry_out(asks)

    def set_quiet(self, on: bool, by: str) -> None:
        self._carry_out(self._required.set_quiet(self._now_ms, by, on=on))

    def raise_hand(self, up: bool, reason: str, by: str) -> None:
        self._carry_out(self._required.raise_hand(self._now_ms, reason, by, up=up))

    def overrule(self, checklist: str, item: str, state: str, reason: str, by: str) -> None:
        """Raises `ValueError` where there is no such item or state, or nobody decides."""
        known = [one.value for one in ItemState]
        if state not in known:
            raise ValueError(f'an item cannot be "{state}"; it can be: {", ".join(known)}')
        try:
            asks = self._required.overrule(checklist, item, ItemState(state), self._now_ms, reason, by)
        except KeyError:
            raise ValueError(f'there is no item "{item}" in a checklist "{checklist}" of this call') from None
        self._carry_out(asks)

    def stop(self) -> None:
        """Nothing is timed or looked up any more."""
        self._set_timer(None)
        self._searches.forget(self.call_id)

    @property
    def _required(self) -> LiveCall:
        if self._call is None:
            raise ValueError("the call is being read; try again in a moment")
        return self._call

    @property
    def _now_ms(self) -> Milliseconds:
        return max(0, round((self._clock() - self._began_s) * 1000))

    async def _take_up(self) -> None:
        self._call = None
        self._set_timer(None)
        past = await self._journal.replay(self.call_id)
        self._seen = past[-1].sequence if past else 0
        last_ms = max((event.at_ms for event in past), default=0)
        now = self._wall_clock()
        # A call that is over stands still.
        over = any(isinstance(event, CallEnded) for event in past)
        since = 0.0 if over or not past else max(0.0, (now - past[-1].wall).total_seconds())
        self._began_s = self._clock() - last_ms / 1000 - since
        now_ms = self._now_ms
        call = await asyncio.get_running_loop().run_in_executor(
            self._executor, lambda: LiveCall(self.call_id, self._parts, past, now_ms, now)
        )
        self._call = call
        self._carry_out(call.first_asks())
        early, self._early = self._early, []
        for event in early:
            self.heard(event)

    def _carry_out(self, asks: list[Ask]) -> None:
        for ask in asks:
            if isinstance(ask, Search):
                self._look_up(ask)
            elif isinstance(ask, Feel):
                self._feel(ask)
            elif not self._append(ask):
                break
        self._set_timer(self._call.next_due_ms if self._call else None)
        self._tell()

    def _append(self, event: AnyEvent) -> bool:
        try:
            self._journal.append(event)
        except (JournalClosed, JournalFull) as error:
            structlog.get_logger(__name__).warning(
                "assistance cannot be written down", call_id=self.call_id, why=str(error)
            )
            return False
        return True

    def _look_up(self, asked: Search) -> None:
        assert self._call is not None
        call, own, earlier = self._call, self._call.of_language, self._call.earlier
        library, day = own.knowledge.library, own.today(self._wall_clock())
        heard = Heard(asked.query, ())
        # What the caller has just said is what is looked up.
        before = earlier if asked.pulled else earlier[:-1]

        def work() -> tuple[list[Source], bool]:
            if asked.pulled:
                found = library.search(heard, Reader.AGENT, day, before, SHOWN)
                return answers(found if found and found[0].score >= ANSWERS else ()), True
            consulted = library.consult(heard, Reader.AGENT, day, before, SHOWN)
            return answers(consulted.answers), consulted.seeks

        def done(result: "tuple[list[Source], bool] | Failed") -> None:
            if call is not self._call:
                return
            if isinstance(result, Failed) and result.late:
                # Who searched is told; of what was pushed nobody knew.
                self._carry_out(call.found(asked, (), self._now_ms, seeks=asked.pulled))
            elif isinstance(result, Failed):
                self._carry_out(call.search_failed(asked, result.why, self._now_ms))
            else:
                found, seeks = result
                self._keep(found)
                self._carry_out(call.found(asked, found, self._now_ms, seeks=seeks))

        self._searches.look_up(self.call_id, work, done, pulled=asked.pulled)

    def _feel(self, ask: Feel) -> None:
        """One after the other, for the arc is in the order said."""
        self._feels.append(ask)
        if len(self._feels) == 1:
            self._feel_next()

    def _feel_next(self) -> None:
        call, ask = self._call, self._feels[0]
        future = asyncio.get_running_loop().run_in_executor(self._executor, ask.engine.mood, ask.words)

        def done(judged: "asyncio.Future[Mood]") -> None:
            if judged.cancelled():
                return
            error = judged.exception()
            self._feels.popleft()
            if self._feels:
                self._feel_next()
            if error is not None:
                structlog.get_logger(__name__).error(
                    "a mood could not be judged", call_id=self.call_id, exc_info=error
                )
            if call is not None and call is self._call:
                mood, why = (None, repr(error)) if error is not None else (judged.result(), "")
                self._carry_out(call.felt(ask, mood, why, self._now_ms))

        future.add_done_callback(done)

    def _keep(self, found: list[Source]) -> None:
        for one in found:
            self._passages[one.article_id, one.section, one.version] = one.text

    def _passage(self, one: Suggestion) -> str:
        if not one.article_id:
            return ""
        key = (one.article_id, one.section, one.version)
        return self._passages.get(key) or (
            self._call.of_language.knowledge.passage(*key) if self._call else ""
        )

    def _set_timer(self, due_ms: Milliseconds | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if due_ms is not None:
            wait_s = max(0.0, (due_ms - self._now_ms) / 1000)
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._due)

    def _due(self) -> None:
        self._timer = None
        if self._call is not None:
            self._carry_out(self._call.due(self._now_ms))

    def _tell(self) -> None:
        state = self.state()
        if state == self._shown:
            return
        self._shown = state
        for told in tuple(self._told):
            try:
                told()
            except Exception as error:  # noqa: BLE001 - a panel's failure is its own
                structlog.get_logger(__name__).error(
                    "a panel could not be told", call_id=self.call_id, exc_info=error
                )
