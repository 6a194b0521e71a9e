"""What an agent's page shows beside the call, whole at each change: the newest wins."""

from aiohttp import web

from assist.panel.floor import Desk, Floor
from assist.panel.news import News
from assist.panel.open_streams import OpenStreams, PageStream
from transcripts.access.signing_in import SignedIn

PATH = "/api/v1/me/stream"
LOOKS_EVERY_S = 1.0
"""For waits and figures, which change by themselves."""


class DeskStream:
    """One service's."""

    def __init__(self, streams: OpenStreams, floor: Floor) -> None:
        self._streams = streams
        self._floor = floor

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._serve)]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        return await self._streams.serve(request, _anybody, self._course)

    async def _course(self, stream: PageStream) -> None:
        agent, news, shown = stream.by.account.agent, News(LOOKS_EVERY_S), None
        end = self._floor.watch(agent, news.tell)
        try:
            while True:
                desk: Desk = await self._floor.desk(agent)
                if desk != shown:
                    await stream.send(desk)
                    shown = desk
                await news.wait()
        finally:
            end()


async def _anybody(_by: SignedIn) -> None:
    """Who is signed in has a desk."""
