"""A call as it goes on: its events from any sequence number on, and what is suggested, ticked and known.

A page that is too slow gets a summary (`CallFeed`); the call never waits for it.
"""

import asyncio
from dataclasses import dataclass, field

import msgspec
from aiohttp import web

from assist.live_state import AssistState
from assist.panel.access import CallAccess
from assist.panel.call_book import CallBook
from assist.panel.live_help import FindHelp
from assist.panel.news import News
from assist.panel.open_streams import OpenStreams, PageStream
from transcripts.access.answers import Problem
from transcripts.access.call_feed import CallFeed, TooSlow
from transcripts.access.signing_in import SignedIn
from transcripts.events import (
    AccessLogged,
    AnyEvent,
    SuggestionOffered,
    TransferAccepted,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TurnTimed,
)
from transcripts.journal import Journal

PATH = "/api/v1/calls/{call_id}/stream"
LOOKS_EVERY_S = 1.0
"""Whether there is assistance by now."""

_HIDDEN = (AccessLogged, TurnTimed)
_PEOPLE = (TransferAccepted, TransferCompleted, TransferDeclined, TransferEnded)
"""After these another agent may have the call."""


class Events(msgspec.Struct, frozen=True, tag_field="type", tag="events"):
    events: tuple[AnyEvent, ...]
    caught_up: bool
    """What comes after this is new."""
    behind: bool
    """The page was too slow: partials are missing before this."""


@dataclass(slots=True)
class _Following:
    """One page's."""

    news: News = field(default_factory=lambda: News(LOOKS_EVERY_S))
    caught_up: asyncio.Event = field(default_factory=asyncio.Event)


class CallStream:
    """One service's."""

    def __init__(
        self, streams: OpenStreams, journal: Journal, book: CallBook, access: CallAccess, help_for: FindHelp
    ) -> None:
        self._streams = streams
        self._journal = journal
        self._book = book
        self._access = access
        self._help_for = help_for

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._serve)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        call_id = request.match_info["call_id"]

        async def allowed(by: SignedIn) -> None:
            _since(request)
            await self._access.require(by, call_id)

        async def course(stream: PageStream) -> None:
            following = _Following()
            helping = asyncio.ensure_future(self._help(stream, call_id, following))
            reading = asyncio.ensure_future(self._events(stream, call_id, _since(request), following))
            try:
                done, _ = await asyncio.wait((helping, reading), return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                helping.cancel()
                reading.cancel()
                await asyncio.gather(helping, reading, return_exceptions=True)

        return await self._streams.serve(request, allowed, course)

    async def _events(self, stream: PageStream, call_id: str, since: int, following: _Following) -> None:
        feed = CallFeed(self._journal, call_id, since, shows=_shows)
        try:
            async for batch in feed.batches():
                if any(isinstance(event, _PEOPLE) for event in batch.events):
                    following.news.tell()
                    await self._still_theirs(stream, call_id)
                await stream.send(Events(batch.events, batch.caught_up, batch.behind))
                if batch.caught_up:
                    following.caught_up.set()
        except TooSlow as error:
            raise Problem(429, "this page does not keep up: it may ask again in a while") from error

    async def _help(self, stream: PageStream, call_id: str, following: _Following) -> None:
        await following.caught_up.wait()
        shown: AssistState | None = None
        while True:
            found = self._help_for(call_id)
            end = found.subscribe(following.news.tell) if found is not None else None
            try:
                while self._help_for(call_id) is found:
                    state = found.state() if found is not None else None
                    if state is not None and state != shown:
                        await stream.send(_assist(state))
                        shown = state
                    await following.news.wait()
            finally:
                if end is not None:
                    end()

    async def _still_theirs(self, stream: PageStream, call_id: str) -> None:
        """A call that was offered and not taken is somebody else's from then on."""
        notes = await self._book.of(call_id)
        if notes is None or not self._access.may(stream.by, call_id, notes):
            raise Problem(403, "the call is with somebody else now")


def _shows(event: AnyEvent) -> bool:
    """What is held out by lot must not be seen, and who has looked is not the agents' matter."""
    return not isinstance(event, _HIDDEN) and not (isinstance(event, SuggestionOffered) and event.held_out)


def _assist(state: AssistState) -> dict[str, object]:
    return {"type": "assist", **msgspec.structs.asdict(state)}


def _since(request: web.Request) -> int:
    """Raises `Problem`."""
    given = request.query.get("since", "0")
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Problem(400, "since: the last sequence number that the page has, from 0")
    return int(given)
