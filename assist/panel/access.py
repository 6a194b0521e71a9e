"""Which calls somebody may see, and the note in the record that they have looked."""

from collections import OrderedDict

from assist.panel.call_book import CallBook, CallNotes
from assist.panel.floor import Floor
from transcripts.access.accounts import Role
from transcripts.access.answers import Problem
from transcripts.access.signing_in import SignedIn
from transcripts.events import AccessLogged, AnyEvent
from transcripts.journal import Journal

MOST_REMEMBERED = 20_000
"""Looks of a session at a call that are noted; an older one is noted again."""


class CallAccess:
    """One service's."""

    def __init__(self, journal: Journal, book: CallBook, floor: Floor) -> None:
        self._journal = journal
        self._book = book
        self._floor = floor
        self._seen: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    async def require(self, by: SignedIn, call_id: str, what: str = "live") -> CallNotes:
        """What is known of a call that they may see; that they look is in the record, once a session.

        Raises `Problem` (403: it is somebody else's; 404: there is none) or `StoreError`.
        """
        notes = await self._book.of(call_id)
        if notes is None:
            raise Problem(404, "there is no such call")
        if not self.may(by, call_id, notes):
            raise Problem(403, "this is a call of somebody else's; a supervisor may see it")
        key = by.session.id, call_id, what
        if key not in self._seen:
            self._seen[key] = None
            while len(self._seen) > MOST_REMEMBERED:
                self._seen.popitem(last=False)
            at_ms = self.at_ms(call_id, notes)
            await self.write(AccessLogged(call_id=call_id, at_ms=at_ms, by=by.account.name, what=what))
        return notes

    def may(self, by: SignedIn, call_id: str, notes: CallNotes) -> bool:
        agent = by.account.agent
        if by.account.may(Role.SUPERVISOR):
            return True
        return bool(agent) and (agent in notes.agents or agent in self._floor.people_now(call_id))

    def require_in_call(self, by: SignedIn, call_id: str) -> None:
        """Who does something with a call is in it, or supervises. Raises `Problem`."""
        if self._floor.now_ms(call_id) is None:
            raise Problem(409, "the call is over")
        agent = by.account.agent
        if not by.account.may(Role.SUPERVISOR) and agent not in self._floor.people_now(call_id):
            raise Problem(409, "you are not in this call any more")

    def at_ms(self, call_id: str, notes: CallNotes) -> int:
        """Now on the call's clock; of a call that is over, its end."""
        now_ms = self._floor.now_ms(call_id)
        return now_ms if now_ms is not None else notes.at_ms

    async def write(self, event: AnyEvent) -> None:
        """Into the record of a call, also of one that is long over. Raises `StoreError`."""
        await self._journal.resume(event.call_id)
        self._journal.append(event)
