"""The agent's note on a call, drafted while people talk and kept here at every change: a browser may die.

Its time runs here, too. The journal is its only memory: what was saved is an event, the rest is drafted anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import msgspec
import structlog

from config.centre import Centre
from transcripts.events import (
    AnyEvent,
    SummarySentence,
    WrapUpClosed,
)
from transcripts.followed_calls import FollowedCalls
from transcripts.journal import Journal, JournalClosed, JournalFull
from transcripts.missed_items import MissedItem
from transcripts.store.contract import StoreError
from transcripts.talks import Talk
from transcripts.wrap_up_form import WrapUpFields, check, saved_values
from transcripts.written_call import WrittenCall

MOST_EXTENSIONS = 10
"""WCAG 2.2, success criterion 2.2.1: a time limit can be extended at least ten times."""
LONGEST_REASON = 500
"""Characters of the reason for closing in spite of what was missed."""
SETTLE_S = 1.0
"""How often `run` looks after what is due, in seconds."""

Finished = Callable[[str, str], Awaitable[None]]
"""Called with an agent and a call id once the agent has finished with it, or their time is over."""
MoreTime = Callable[[str, float], None]
"""Called with an agent and the seconds by which their time was extended."""


class NoSuchWrapUp(Exception):
    """There is no such call."""


class Refused(Exception):
    """It cannot be done as things stand; the message says why, and what would do."""


class ReasonNeeded(Refused):
    """Critical items of a checklist were missed."""

    def __init__(self, missed: tuple[str, ...]) -> None:
        super().__init__(
            f"Not done yet: {'; '.join(missed)}. Do it, or say why the call is closed without it."
        )
        self.missed = missed


class DispositionOffered(msgspec.Struct, frozen=True):
    code: str
    title: str
    confidence: float | None = None
    """0 to 1, not calibrated; None: nothing speaks for it."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The form as it stands."""

    call_id: str
    reason: str
    done: str
    outcome: str
    follow_ups: tuple[str, ...]
    notes: str
    disposition: str
    drafted: tuple[str, ...]
    """The fields that stand as they were drafted."""
    sentences: tuple[SummarySentence, ...]
    """Of the draft, with the utterances and events that each stands on."""
    dispositions: tuple[DispositionOffered, ...]
    """All of the centre, the at most three likeliest first."""
    missed: tuple[str, ...]
    """Critical items of checklists that are open, in words."""
    agent: str
    """Whose time it is; empty: nobody talked to the caller, or they still do."""
    ends: datetime | None
    """When it is closed as it stands; None: no time runs."""
    extended: int
    closed: WrapUpClosed | None


class WrapUps:
    """One service's. `run` it; all methods belong to the journal's event loop."""

    def __init__(
        self,
        journal: Journal,
        centre: Centre,
        *,
        wall_clock: Callable[[], datetime],
        finished: Finished | None = None,
        more_time: MoreTime | None = None,
    ) -> None:
        """`wall_clock` gives UTC: an agent's time outlives the process."""
        self._journal = journal
        self._wall_clock = wall_clock
        self._finished = finished
        self._more_time = more_time
        self._followed = FollowedCalls(journal, wall_clock)
        self._to_tell: set[tuple[str, str]] = set()
        """Agents who have finished, and of whom that could not be noted yet."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._log = structlog.get_logger(__name__)
        self.use(centre)

    def use(self, centre: Centre) -> None:
        """The centre as it is from now on."""
        self._centre = centre
        self._codes = tuple(one.code for one in centre.dispositions)

    @property
    def open(self) -> tuple[tuple[str, str], ...]:
        """Agents who write their notes now, and the call of each."""
        return self._followed.open

    @property
    def calls_followed(self) -> int:
        """Calls that go on, or whose notes are open."""
        return len(self._followed)

    def time(self, call_id: str, agent: str) -> tuple[datetime | None, int] | None:
        """When an agent's time for a call ends, and how often it was extended; None: they write no notes on
        it now, as far as `run` has seen.
        """
        talk = self._followed.talk(call_id, agent)
        return (self._ends(talk), talk.extended) if talk is not None and talk.open else None

    async def run(self, recent: Iterable[str] = ()) -> None:
        """Runs until it is cancelled: follows all calls and ends the times for notes. `recent`: calls of
        before, whose notes may be open.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._followed.follow(recent, self._tell_of_extensions), name="wrap-ups")
            while True:
                await self.settle()
                await asyncio.sleep(SETTLE_S)

    async def of(self, call_id: str, by: str = "", language: str = "") -> WrapUp:
        """The form, from the point of view of the agent `by`. `language`: of our own words in the draft.

        Raises `NoSuchWrapUp` or `StoreError`.
        """
        return self._shown(await self._known(call_id), by, language)

    async def save(self, call_id: str, fields: WrapUpFields, by: str, language: str = "") -> WrapUp:
        """Keeps what was changed; the rest stays as it is. The last one to save a field wins, and one that
        comes after the close is kept, too.

        Raises `BadField`, `NoSuchWrapUp`, `StoreError`, `JournalFull` or `JournalClosed`.
        """
        check(fields, self._codes)
        async with self._locked(call_id):
            known = await self._known(call_id)
            values, drafted = known.changed(fields, by)
            self._append(known, known.saving(values, drafted, by, self._now_ms(known)))
            return self._shown(known, by, language)

    async def close(self, call_id: str, by: str, reason: str = "") -> None:
        """The agent has finished. A second time nothing happens.

        Raises `ReasonNeeded` where a critical item was missed and there is no `reason`, `Refused`,
        `NoSuchWrapUp` or `StoreError`.
        """
        reason = reason.strip()
        if len(reason) > LONGEST_REASON:
            raise Refused(f"the reason has {len(reason)} characters; keep to {LONGEST_REASON}")
        async with self._locked(call_id):
            known = await self._known(call_id)
            talk = known.talks.of(by)
            if (talk.closed if talk is not None else known.talks.closed) is not None:
                return
            self._require_over(known, by, talk)
            missed = known.missed(by)
            if missed and not reason:
                raise ReasonNeeded(tuple(item.title for item in missed))
            self._close(known, by, talk, missed, reason)
        await self._tell(by, call_id, talk)

    async def extend(self, call_id: str, by: str) -> tuple[datetime | None, int]:
        """Takes as much time again. Gives when it ends now, and how often it was extended.

        Raises `Refused`, `NoSuchWrapUp` or `StoreError`.
        """
        async with self._locked(call_id):
            known = await self._known(call_id)
            talk = known.talks.of(by)
            if talk is None or talk.over is None:
                raise Refused("no time runs: the call goes on, or you were not in it")
            if talk.closed is not None:
                raise Refused("this call is closed; what you write now is kept all the same")
            if self._ends(talk) is None:
                return None, talk.extended
            if talk.extended >= MOST_EXTENSIONS:
                raise Refused(f"the time was extended {MOST_EXTENSIONS} times; close the call")
            values, drafted = known.form()
            saved = known.saving(values, drafted, by, self._now_ms(known), extended=talk.extended + 1)
            self._append(known, saved)
            if self._more_time is not None:
                self._more_time(by, self._length_s(talk))
            talk = known.talks.of(by) or talk
            return self._ends(talk), talk.extended

    async def settle(self) -> None:
        """Closes what is due as it stands, and tells whom it could not tell. What fails stays due."""
        for agent, call_id in tuple(self._to_tell):
            await self._told(agent, call_id)
        for agent, call_id in self.open:
            ends = self.time(call_id, agent)
            if ends is not None and ends[0] is not None and ends[0] <= self._wall_clock():
                try:
                    await self._time_out(agent, call_id)
                except (StoreError, JournalFull, JournalClosed) as error:
                    self._log.error("a time for notes could not be ended", call=call_id, error=str(error))

    async def _time_out(self, agent: str, call_id: str) -> None:
        async with self._locked(call_id):
            known = await self._known(call_id)
            talk = known.talks.of(agent)
            ends = self._ends(talk) if talk is not None else None
            if talk is None or not talk.open or ends is None or ends > self._wall_clock():
                return
            self._close(known, agent, talk, (), "", timed_out=True)
        await self._tell(agent, call_id, talk)

    def _close(
        self,
        known: WrittenCall,
        by: str,
        talk: Talk | None,
        missed: tuple[MissedItem, ...],
        reason: str,
        *,
        timed_out: bool = False,
    ) -> None:
        """The form is saved whole, so that the record has it without drafting it anew."""
        at_ms = self._now_ms(known)
        values, drafted = known.form()
        if known.saved is None or saved_values(known.saved) != values:
            self._append(known, known.saving(values, drafted, by, at_ms))
        for item in missed:
            self._append(known, item.closed(known.call_id, at_ms, by, reason))
        over = talk.over if talk is not None else known.talks.over
        # Time that is over while the service is down is over all the same.
        until = (self._ends(talk) if timed_out and talk is not None else None) or self._wall_clock()
        took = until - over.wall if over is not None else timedelta()
        closed = WrapUpClosed(
            call_id=known.call_id,
            at_ms=at_ms,
            by=by,
            disposition=str(values["disposition"]),
            took_ms=max(0, round(took.total_seconds() * 1000)),
            extended=talk.extended if talk is not None else 0,
            reason=reason if missed else "",
            timed_out=timed_out,
        )
        self._append(known, closed)

    def _require_over(self, known: WrittenCall, by: str, talk: Talk | None) -> None:
        if talk is None and known.talks.latest is not None:
            raise Refused(f"{by} was not in this call; {known.talks.latest.agent} closes it")
        if (talk.over if talk is not None else known.talks.over) is None:
            raise Refused("the call goes on; end it, or hand it over, before you close it")

    async def _tell(self, agent: str, call_id: str, talk: Talk | None) -> None:
        if talk is not None:
            self._to_tell.add((agent, call_id))
            await self._told(agent, call_id)

    async def _told(self, agent: str, call_id: str) -> None:
        try:
            if self._finished is not None:
                await self._finished(agent, call_id)
        except StoreError as error:
            self._log.error("who has finished could not be noted yet", agent=agent, error=str(error))
        else:
            self._to_tell.discard((agent, call_id))

    def _shown(self, known: WrittenCall, by: str, language: str) -> WrapUp:
        values, drafted = known.form(language)
        talk = known.talks.of(by) if by else known.talks.latest
        running = talk is not None and talk.open
        return WrapUp(
            call_id=known.call_id,
            reason=str(values["reason"]),
            done=str(values["done"]),
            outcome=str(values["outcome"]),
            follow_ups=tuple(values["follow_ups"]),
            notes=str(values["notes"]),
            disposition=str(values["disposition"]),
            drafted=drafted,
            sentences=known.draft(language).sentences,
            dispositions=_offered(known, language),
            missed=tuple(item.title for item in known.missed(talk.agent if talk else by, language)),
            agent=talk.agent if talk is not None and running else "",
            ends=self._ends(talk) if talk is not None and running else None,
            extended=talk.extended if talk is not None else 0,
            closed=talk.closed if talk is not None else known.talks.closed,
        )

    def _ends(self, talk: Talk) -> datetime | None:
        length_s = self._length_s(talk)
        if talk.over is None or not length_s:
            return None
        return talk.over.wall + timedelta(seconds=length_s * (1 + talk.extended))

    def _length_s(self, talk: Talk) -> float:
        """0: as long as they like."""
        agent = self._centre.agent(talk.agent)
        return agent.wrap_up_s if agent is not None else 0.0

    def _now_ms(self, known: WrittenCall) -> int:
        """On the call's clock, as far as the wall clock can tell it."""
        last = known.events[-1]
        passed = (self._wall_clock() - last.wall).total_seconds()
        return last.at_ms + max(0, round(passed * 1000))

    def _append(self, known: WrittenCall, event: AnyEvent) -> None:
        known.heard(self._journal.append(event))

    def _locked(self, call_id: str) -> asyncio.Lock:
        return self._locks.setdefault(call_id, asyncio.Lock())

    async def _known(self, call_id: str) -> WrittenCall:
        await self._journal.resume(call_id)
        events = await self._journal.replay(call_id)
        if not events:
            raise NoSuchWrapUp(f"there is no call {call_id!r}")
        return WrittenCall(events, self._centre)

    def _tell_of_extensions(self) -> None:
        """Only the journal still knows of those from before a restart."""
        for agent, call_id in self.open:
            talk = self._followed.talk(call_id, agent)
            if talk is not None and talk.extended and self._more_time is not None:
                self._more_time(agent, talk.extended * self._length_s(talk))


def _offered(known: WrittenCall, language: str) -> tuple[DispositionOffered, ...]:
    proposals = known.draft(language).proposals
    likely = {one.code for one in proposals}
    return (
        *(DispositionOffered(one.code, one.title, one.confidence) for one in proposals),
        *(
            DispositionOffered(one.code, one.title)
            for one in known.centre_in(language).dispositions
            if one.code not in likely
        ),
    )
