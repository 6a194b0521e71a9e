"""The pages' API, declared once: from the same lines come the routes, the checks and the OpenAPI document.

What comes in is converted by msgspec before a handler sees it; the document is OpenAPI 3.1, whose schemas are
JSON Schema.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

from transcripts.access.accounts import Role
from transcripts.access.answers import Problem, ProblemShown, json_answer, problem_answer
from transcripts.access.signing_in import COOKIE, CSRF_HEADER, Doors, SignedIn
from transcripts.store.contract import StoreError

LARGEST_BODY = 65_536
"""Bytes."""

NAME = "[A-Za-z0-9._-]{1,100}"
"""What stands in a path for a call, an offer, a suggestion."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose parts were read and found right."""

    request: web.Request
    by: SignedIn | None
    """None where nobody needs to be signed in."""
    body: Any
    """Of the type that the endpoint declares; None where it declares none."""
    query: Any
    """The same, for what follows the question mark."""

    @property
    def signed_in(self) -> SignedIn:
        if self.by is None:
            raise TypeError("this endpoint is open to everybody")
        return self.by

    def named(self, name: str) -> str:
        """A part of the path. Raises `Problem` for what is no name of anything."""
        given = self.request.match_info[name]
        if _NAME.fullmatch(given) is None:
            raise Problem(404, f"there is no such {name.removesuffix('_id')}")
        return given


Handler = Callable[[Asked], Awaitable[object]]
"""Gives what the endpoint declares, or a `web.Response` of its own making. Raises `Problem`."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    """As aiohttp and OpenAPI both write it: "/api/v1/calls/{call_id}"."""
    summary: str
    handler: Handler
    answers: type | None
    """None: nothing (204)."""
    role: Role | None = Role.AGENT
    """The least that may ask; None: everybody."""
    body: type | None = None
    query: type | None = None
    problems: tuple[int, ...] = ()
    """Statuses that it may answer beside those which all have."""


class Api:
    def __init__(self, doors: Doors, title: str, endpoints: Sequence[Endpoint]) -> None:
        self._doors = doors
        self._title = title
        self._endpoints = tuple(endpoints)

    def routes(self) -> list[web.RouteDef]:
        return [web.route(each.method, each.path, self._served(each)) for each in self._endpoints]

    def document(self, version: str) -> dict[str, object]:
        """OpenAPI 3.1."""
        types = {kind for each in self._endpoints for kind in (each.answers, each.body, each.query) if kind}
        ordered = sorted([*types, ProblemShown], key=str)
        schemas, components = msgspec.json.schema_components(ordered, ref_template=_REFERENCE)
        schema_of = dict(zip(ordered, schemas, strict=True))
        paths: dict[str, dict[str, object]] = {}
        for each in self._endpoints:
            paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, schema_of, components)
        return {
            "openapi": "3.1.0",
            "info": {"title": self._title, "version": version},
            "paths": paths,
            "components": {
                "schemas": components,
                "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
            },
        }

    def _served(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                answer = await endpoint.handler(await self._asked(endpoint, request))
            except Problem as problem:
                return problem_answer(problem)
            except StoreError as error:
                return problem_answer(Problem(503, f"the record cannot be reached: {error}"))
            if isinstance(answer, web.StreamResponse):
                return answer
            return json_answer(answer) if endpoint.answers is not None else web.Response(status=204)

        return serve

    async def _asked(self, endpoint: Endpoint, request: web.Request) -> Asked:
        by = await self._doors.require(request, endpoint.role) if endpoint.role is not None else None
        try:
            query = None
            if endpoint.query is not None:
                query = msgspec.convert(dict(request.query), endpoint.query, strict=False)
            body = None
            if endpoint.body is not None:
                body = msgspec.json.decode(await _body(request), type=endpoint.body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Problem(400, f"the request cannot be read: {error}") from error
        return Asked(request, by, body, query)


_NAME = re.compile(NAME)

_REFERENCE = "#/components/schemas/{name}"


async def _body(request: web.Request) -> bytes:
    if request.content_type != "application/json":
        raise Problem(415, "send JSON, with Content-Type: application/json")
    body = bytearray()
    while chunk := await request.content.read(LARGEST_BODY):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Problem(413, f"the body is longer than {LARGEST_BODY} bytes")
    return bytes(body)


def _operation(
    endpoint: Endpoint, schema_of: dict[type, dict[str, Any]], components: dict[str, Any]
) -> dict[str, object]:
    operation: dict[str, object] = {"summary": endpoint.summary}
    names = _names(endpoint.path)
    parameters = [_parameter(name, "path", {"type": "string", "pattern": f"^{NAME}$"}) for name in names]
    if endpoint.query is not None:
        shown = components[endpoint.query.__name__]
        required = shown.get("required", ())
        parameters += [
            _parameter(name, "query", schema, required=name in required)
            for name, schema in shown["properties"].items()
        ]
    statuses = {*endpoint.problems, 503} | ({404} if names else set())
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _json(schema_of[endpoint.body])}
        statuses |= {400, 413, 415}
    if endpoint.query is not None:
        statuses.add(400)
    if endpoint.role is not None:
        operation["security"] = [{"session": []}]
        statuses |= {401, 403}
        if endpoint.method != "GET":
            parameters.append(_parameter(CSRF_HEADER, "header", {"type": "string"}))
    if parameters:
        operation["parameters"] = parameters
    done: dict[str, object] = {"description": endpoint.summary}
    if endpoint.answers is not None:
        done["content"] = _json(schema_of[endpoint.answers])
    responses = {"200" if endpoint.answers is not None else "204": done}
    for status in sorted(statuses):
        responses[str(status)] = {
            "description": "what is wrong, and what to do",
            "content": _json(schema_of[ProblemShown]),
        }
    operation["responses"] = responses
    return operation


def _parameter(name: str, where: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, object]:
    return {"name": name, "in": where, "required": required, "schema": schema}


def _json(schema: dict[str, Any]) -> dict[str, object]:
    return {"application/json": {"schema": schema}}


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]
