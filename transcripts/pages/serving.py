"""Serves pages from folders of the package: read once, with a strict policy on what a page may load.

A page asks no other host for anything (CSP level 3); what a caller or a model said cannot become a script.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from aiohttp import web

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}

_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wav": "audio/wav",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    content_type: str
    tag: str


class Pages:
    """The files of some folders, at their addresses. Raises `OSError` where they cannot be read."""

    def __init__(self, folders: Mapping[str, Traversable]) -> None:
        """`folders`: by the address below which they are served ("/pages/")."""
        self._files = {
            prefix + path: _read(file)
            for prefix, folder in folders.items()
            for path, file in _walk(folder)
            if _type_of(path)
        }

    def routes(self) -> list[web.RouteDef]:
        return [web.get(address, self._serve) for address in self._files]

    def page(self, address: str) -> web.Response:
        """A file as an answer, for a route of its own ("/agent" for the panel's page)."""
        return self._answer(self._files[address])

    async def _serve(self, request: web.Request) -> web.Response:
        file = self._files[request.path]
        sent = request.headers.get("If-None-Match", "")
        return self._answer(file, unchanged=file.tag in (tag.strip() for tag in sent.split(",")))

    def _answer(self, file: _File, *, unchanged: bool = False) -> web.Response:
        headers = {**HEADERS, "ETag": file.tag, "Cache-Control": "no-cache"}
        if unchanged:
            return web.Response(status=304, headers=headers)
        charset = "utf-8" if file.content_type.startswith("text/") else None
        return web.Response(body=file.body, content_type=file.content_type, charset=charset, headers=headers)


def shared_folder() -> Traversable:
    """What every page uses: tokens, components, the vendored libraries, the page to sign in at."""
    return files("transcripts.pages") / "static"


def _walk(folder: Traversable, prefix: str = "") -> Iterable[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _type_of(path: str) -> str:
    return next((kind for ending, kind in _TYPES.items() if path.endswith(ending)), "")


def _read(file: Traversable) -> _File:
    body = file.read_bytes()
    return _File(body, _type_of(file.name), f'"{hashlib.sha256(body).hexdigest()[:32]}"')
