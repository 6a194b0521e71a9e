"""Signing in and out over the pages' API."""

from aiohttp import web

from transcripts.access.answers import json_answer
from transcripts.access.api import Asked, Endpoint
from transcripts.access.signing_in import Doors, SessionShown, SignIn

PATH = "/api/v1/session"


def session_endpoints(doors: Doors) -> list[Endpoint]:
    async def begin(asked: Asked) -> web.Response:
        signed_in, token = await doors.sign_in(asked.request, asked.body)
        answer = json_answer(signed_in.shown)
        doors.keep(answer, token)
        return answer

    async def show(asked: Asked) -> SessionShown:
        return asked.signed_in.shown

    async def end(asked: Asked) -> web.Response:
        await doors.sign_out(asked.request)
        answer = web.Response(status=204)
        doors.forget(answer)
        return answer

    return [
        Endpoint(
            "POST",
            PATH,
            "Sign in: sets the cookie of the session.",
            begin,
            SessionShown,
            role=None,
            body=SignIn,
            problems=(401, 403, 429),
        ),
        Endpoint("GET", PATH, "Who is signed in.", show, SessionShown),
        Endpoint("DELETE", PATH, "Sign out.", end, None),
    ]
