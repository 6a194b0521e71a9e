"""The panel's whole site: its API with the document that describes it, its streams, its pages."""

from dataclasses import dataclass
from importlib.resources import files

from aiohttp import web

from assist.panel.access import CallAccess
from assist.panel.call_book import CallBook
from assist.panel.call_endpoints import CallEndpoints
from assist.panel.call_stream import CallStream
from assist.panel.desk_endpoints import desk_endpoints
from assist.panel.desk_stream import DeskStream
from assist.panel.floor import Floor
from assist.panel.live_help import FindHelp
from assist.panel.open_streams import OpenStreams
from assist.panel.wrap_up_endpoints import wrap_up_endpoints
from transcripts.access.answers import Problem, json_answer
from transcripts.access.api import Api
from transcripts.access.session_endpoints import session_endpoints
from transcripts.access.sessions import Sessions
from transcripts.access.signing_in import Doors
from transcripts.journal import Journal
from transcripts.pages.serving import HEADERS, Pages, shared_folder
from transcripts.wrap_up import WrapUps

DOCUMENT = "/api/v1/openapi.json"
SIGN_IN = "/sign-in"
AGENT = "/agent"


@dataclass(frozen=True, slots=True)
class Panel:
    """One service's."""

    doors: Doors
    sessions: Sessions
    journal: Journal
    book: CallBook
    floor: Floor
    version: str
    help_for: FindHelp
    wrap_ups: WrapUps

    def add_to(self, app: web.Application) -> None:
        """Raises `OSError` where the pages cannot be read."""
        access = CallAccess(self.journal, self.book, self.floor)
        streams = OpenStreams(self.doors, self.sessions)
        api = Api(
            self.doors,
            "Attendant",
            [
                *session_endpoints(self.doors),
                *desk_endpoints(self.floor),
                *CallEndpoints(access, self.floor, self.help_for).endpoints(),
                *wrap_up_endpoints(self.wrap_ups, access.require),
            ],
        )
        document = json_answer(api.document(self.version)).body

        async def describe(_request: web.Request) -> web.Response:
            return web.Response(body=document, content_type="application/json")

        async def close(_app: web.Application) -> None:
            streams.close()

        app.add_routes([web.get(DOCUMENT, describe), *api.routes()])
        app.add_routes(DeskStream(streams, self.floor).routes())
        app.add_routes(CallStream(streams, self.journal, self.book, access, self.help_for).routes())
        app.add_routes(self._pages())
        app.on_shutdown.append(close)

    def _pages(self) -> list[web.RouteDef]:
        folder = files("assist.panel") / "static"
        panel = {"/agent/": folder} if folder.is_dir() else {}
        pages = Pages({"/pages/": shared_folder(), **panel})

        async def first(request: web.Request) -> web.Response:
            try:
                await self.doors.require(request)
            except Problem:
                return _to(SIGN_IN)
            return _to(AGENT)

        async def sign_in(_request: web.Request) -> web.Response:
            return pages.page("/pages/sign_in.html")

        async def agent(_request: web.Request) -> web.Response:
            return pages.page("/agent/agent.html")

        routes = [web.get("/", first), web.get(SIGN_IN, sign_in), *pages.routes()]
        return [*routes, web.get(AGENT, agent)] if (folder / "agent.html").is_file() else routes


def _to(address: str) -> web.Response:
    return web.Response(status=303, headers={**HEADERS, "Location": address, "Cache-Control": "no-store"})
