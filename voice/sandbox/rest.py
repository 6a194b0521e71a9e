"""Twilio's REST interface of 2010-04-01, as far as it is carried out: HTTP Basic, forms in, JSON out.

The rest is refused by name, so that nobody takes it for granted.
"""

import base64
import hmac
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import msgspec
from aiohttp import web

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.identity import API_VERSION
from voice.sandbox.knobs import RestTrouble
from voice.sandbox.program import Facilities
from voice.sandbox.rest_calls import RestCalls
from voice.sandbox.rest_conferences import RestConferences
from voice.sandbox.rest_queues import RestQueues
from voice.sandbox.rest_requests import Json, Parameters, error_json, page, refuse_missing
from voice.sandbox.rest_shapes import Shapes

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

ACCOUNT = f"/{API_VERSION}/Accounts/{{account}}"


class Rest:
    def __init__(self, facilities: Facilities) -> None:
        self.trouble: list[RestTrouble] = []
        """Requests that are going to fail; the first that matches is used up."""
        self._floor = facilities.floor
        self._facilities = facilities
        self._shapes = Shapes(facilities.floor)
        self._calls = RestCalls(facilities, self._shapes)
        self._conferences = RestConferences(facilities, self._shapes)
        self._queues = RestQueues(facilities, self._shapes)

    def add_to(self, application: web.Application) -> None:
        @web.middleware
        async def serve(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._serve(request, handler)

        application.middlewares.append(serve)
        for method, path, handler in (
            ("POST", "/Calls.json", self._create_call),
            ("GET", "/Calls.json", self._list_calls),
            ("*", "/Calls/{call}.json", self._call),
            ("POST", "/Calls/{call}/Streams.json", self._start_stream),
            ("POST", "/Calls/{call}/Streams/{stream}.json", self._stop_stream),
            ("*", "/Calls/{call}/Recordings.json", self._call_recordings),
            ("POST", "/Calls/{call}/Recordings/{recording}.json", self._change_recording),
            ("GET", "/Calls/{call}/Notifications.json", self._notifications),
            ("GET", "/Conferences.json", self._list_conferences),
            ("*", "/Conferences/{conference}.json", self._conference),
            ("*", "/Conferences/{conference}/Participants.json", self._participants),
            ("*", "/Conferences/{conference}/Participants/{participant}.json", self._participant),
            ("*", "/Queues.json", self._all_queues),
            ("*", "/Queues/{queue}.json", self._queue),
            ("GET", "/Queues/{queue}/Members.json", self._members),
            ("*", "/Queues/{queue}/Members/{member}.json", self._member),
            ("GET", "/Recordings.json", self._list_recordings),
            ("*", "/Recordings/{recording}.json", self._recording),
            ("GET", "/Recordings/{recording}.wav", self._recording_audio),
            ("GET", "/Recordings/{recording}", self._recording_audio),
        ):
            application.router.add_route(method, ACCOUNT + path, handler)

    # Every request.

    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._is_allowed(request):
            error = CarrierError(20003, 401, "Authenticate")
            return _json(401, error_json(error), {"WWW-Authenticate": 'Basic realm="Twilio API"'})
        trouble = await self._next_trouble(request)
        response: web.StreamResponse | None = None
        if trouble is None or trouble.done:
            response = await self._answer(request, handler)
        delay_ms = self._floor.knobs.rest_delay_ms + (trouble.delay_ms if trouble else 0)
        await self._floor.clock.pass_ms(delay_ms)
        if trouble is not None and trouble.status == 0 and request.transport is not None:
            request.transport.abort()
        if response is None or (trouble is not None and trouble.status):
            status = trouble.status if trouble is not None and trouble.status else 500
            code = 20429 if status == 429 else 20500
            message = "Too Many Requests" if status == 429 else "An internal server error has occurred"
            return _json(status, error_json(CarrierError(code, status, message)))
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except CarrierError as error:
            return _json(error.status, error_json(error))
        except web.HTTPException as error:
            if error.status not in (404, 405):
                raise
            what = f"{request.method} {request.path}"
            refused = CarrierError(501, 501, f"{what}: not implemented by the carrier on this machine")
            return _json(501, error_json(refused))

    def _is_allowed(self, request: web.Request) -> bool:
        account = self._floor.account
        login = base64.b64encode(f"{account.sid}:{account.token}".encode())
        given = request.headers.get("Authorization", "").encode()
        right_login = hmac.compare_digest(given, b"Basic " + login)
        return right_login and request.match_info.get("account", account.sid) == account.sid

    async def _next_trouble(self, request: web.Request) -> RestTrouble | None:
        form = (await request.post()).values() if self.trouble and request.method == "POST" else ()
        for trouble in self.trouble:
            matches = request.method == trouble.method and trouble.path in request.path
            if trouble.times > 0 and matches and (not trouble.about or trouble.about in form):
                trouble.times -= 1
                return trouble
        return None

    # Calls.

    async def _create_call(self, request: web.Request) -> web.Response:
        return _json(201, self._calls.create(await Parameters.of(request)))

    async def _list_calls(self, request: web.Request) -> web.Response:
        return self._page(request, "calls", self._calls.all(await Parameters.of(request)))

    async def _call(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        match request.method:
            case "GET":
                return _json(200, self._shapes.call(leg))
            case "POST":
                return _json(200, self._calls.update(leg, await Parameters.of(request)))
            case "DELETE":
                self._calls.delete(leg)
                return web.Response(status=204)
            case _:
                raise web.HTTPMethodNotAllowed(request.method, ("GET", "POST", "DELETE"))

    async def _start_stream(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        return _json(200, self._calls.start_stream(leg, await Parameters.of(request)))

    async def _stop_stream(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        name = request.match_info["stream"]
        return _json(200, self._calls.stop_stream(leg, name, await Parameters.of(request)))

    async def _call_recordings(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        if request.method == "POST":
            return _json(201, self._calls.start_recording(leg, await Parameters.of(request)))
        return self._page(request, "recordings", self._calls.recordings(leg))

    async def _change_recording(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        sid = request.match_info["recording"]
        return _json(200, self._calls.change_recording(leg, sid, await Parameters.of(request)))

    async def _notifications(self, request: web.Request) -> web.Response:
        leg = self._calls.find(request.match_info["call"])
        return self._page(request, "notifications", self._calls.notifications(leg))

    # Conferences.

    async def _list_conferences(self, request: web.Request) -> web.Response:
        return self._page(request, "conferences", self._conferences.all(await Parameters.of(request)))

    async def _conference(self, request: web.Request) -> web.Response:
        sid = request.match_info["conference"]
        if request.method == "POST":
            return _json(200, self._conferences.update(sid, await Parameters.of(request)))
        return _json(200, self._conferences.get(sid))

    async def _participants(self, request: web.Request) -> web.Response:
        sid = request.match_info["conference"]
        parameters = await Parameters.of(request)
        if request.method == "POST":
            return _json(201, self._conferences.create(sid, parameters))
        return self._page(request, "participants", self._conferences.participants(sid, parameters))

    async def _participant(self, request: web.Request) -> web.Response:
        sid, name = request.match_info["conference"], request.match_info["participant"]
        match request.method:
            case "GET":
                return _json(200, self._conferences.participant(sid, name))
            case "POST":
                parameters = await Parameters.of(request)
                return _json(200, self._conferences.update_participant(sid, name, parameters))
            case "DELETE":
                self._conferences.delete(sid, name)
                return web.Response(status=204)
            case _:
                raise web.HTTPMethodNotAllowed(request.method, ("GET", "POST", "DELETE"))

    # Queues.

    async def _all_queues(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            return _json(201, self._queues.create(await Parameters.of(request)))
        return self._page(request, "queues", self._queues.all())

    async def _queue(self, request: web.Request) -> web.Response:
        sid = request.match_info["queue"]
        match request.method:
            case "POST":
                return _json(200, self._queues.update(sid, await Parameters.of(request)))
            case "DELETE":
                self._queues.delete(sid)
                return web.Response(status=204)
            case _:
                return _json(200, self._queues.get(sid))

    async def _members(self, request: web.Request) -> web.Response:
        return self._page(request, "queue_members", self._queues.members(request.match_info["queue"]))

    async def _member(self, request: web.Request) -> web.Response:
        sid, call_sid = request.match_info["queue"], request.match_info["member"]
        if request.method == "POST":
            return _json(200, self._queues.take_out(sid, call_sid, await Parameters.of(request)))
        return _json(200, self._queues.member(sid, call_sid))

    # Recordings.

    async def _list_recordings(self, request: web.Request) -> web.Response:
        return self._page(request, "recordings", self._calls.recordings(None))

    async def _recording(self, request: web.Request) -> web.Response:
        kept = self._facilities.recordings.kept.get(request.match_info["recording"])
        if kept is None:
            refuse_missing(request.path)
        if request.method == "DELETE":
            del self._facilities.recordings.kept[kept.sid]
            return web.Response(status=204)
        return _json(200, self._shapes.recording(kept))

    async def _recording_audio(self, request: web.Request) -> web.StreamResponse:
        kept = self._facilities.recordings.kept.get(request.match_info["recording"])
        if kept is None or kept.path is None:
            refuse_missing(request.path)
        return web.FileResponse(kept.path, headers={"Content-Type": "audio/x-wav"})

    def _page(self, request: web.Request, name: str, items: list[Json]) -> web.Response:
        return _json(200, page(name, items, request.path, dict(request.query)))


def _json(status: int, body: Json, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(body), status=status, content_type="application/json", headers=headers
    )
