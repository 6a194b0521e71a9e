"""What operators may ask over HTTP: whoever holds the token in the data directory, and nobody else."""

import hmac

import msgspec
from aiohttp import web

OPERATORS_TOKEN = "operators.token"  # noqa: S105 - the name of a file
"""The file in the data directory."""

LARGEST_BODY = 4096


def authorise(request: web.Request, token: str) -> None:
    """Raises the HTTP error for a request without `Authorization: Bearer TOKEN`."""
    sent = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(sent, f"Bearer {token}".encode()):
        raise web.HTTPUnauthorized(text="the operators' token is missing or wrong")


def json_answer(value: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def problem(status: int, text: str) -> web.Response:
    return json_answer({"error": text}, status)
