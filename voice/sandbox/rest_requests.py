"""What a REST request asks for, and the ways to refuse it: parameters, read and checked as Twilio does."""

from collections.abc import Iterable, Mapping
from typing import NoReturn, TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.twiml_verbs import Ask, Subscription

Json: TypeAlias = dict[str, object]

CALL_EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
MORE_INFO = "https://www.twilio.com/docs/errors/"


class Parameters:
    """The form of a request, or its query."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    @classmethod
    async def of(cls, request: web.Request) -> "Parameters":
        source = request.query if request.method in ("GET", "DELETE") else await request.post()
        return cls((name, value) for name, value in source.items() if isinstance(value, str))

    def only(self, known: Iterable[str], ignored: Iterable[str] = ()) -> None:
        """Refuses what is not carried out, by name; what changes nothing here may be passed over."""
        allowed = {*known, *ignored}
        unknown = sorted(name for name in self._values if name not in allowed)
        if unknown:
            raise CarrierError(
                20001, 400, f"{', '.join(unknown)}: not implemented by the carrier on this machine"
            )

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def get(self, name: str, default: str = "") -> str:
        return self._values.get(name, [default])[-1]

    def maybe(self, name: str) -> str | None:
        return self._values[name][-1] if name in self._values else None

    def words(self, name: str) -> list[str]:
        """Repeated keys, each of which may hold several words."""
        return [word for value in self._values.get(name, []) for word in value.split()]

    def has_many_words(self, name: str) -> bool:
        """Whether one of its values holds several."""
        return any(len(value.split()) > 1 for value in self._values.get(name, []))

    def truth(self, name: str) -> bool | None:
        value = self.maybe(name)
        return None if value is None else value.lower() == "true"

    def number(self, name: str, default: float) -> float:
        text = self.get(name, str(default))
        try:
            return float(text)
        except ValueError:
            raise CarrierError(20001, 400, f"{name} is not a number: {text}") from None

    def ask(self, name: str, method: str = "POST") -> Ask | None:
        """The address in `name`, with the method in its companion. Raises `CarrierError` 21205."""
        url = self.get(name)
        if not url:
            return None
        check_url(name, url)
        companion = "Method" if name == "Url" else name.removesuffix("Url") + "Method"
        return Ask(url, self.get(companion, method).upper())

    def numbered(self, prefix: str) -> dict[str, str]:
        """`Parameter1.Name`, `Parameter1.Value`, ... as names and values."""
        found: dict[str, str] = {}
        for key in self._values:
            if key.startswith(prefix) and key.endswith(".Name"):
                found[self.get(key)] = self.get(key.removesuffix(".Name") + ".Value")
        return found

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._values)


def check_url(name: str, url: str) -> None:
    """Raises `CarrierError` 21205."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname or "_" in parts.hostname:
        raise CarrierError(21205, 400, f"{name} is not a valid URL: {url}")


def subscription(parameters: Parameters, warn: "list[str]", one_each: bool = True) -> Subscription:
    """Who is told of a call's progress.

    `one_each`: an event each key, as Calls wants it; otherwise the call is made all the same, and nobody is
    told anything (21626).
    """
    ask = parameters.ask("StatusCallback")
    if ask is None:
        return Subscription()
    given = parameters.words("StatusCallbackEvent") or ["completed"]
    wrong = sorted(set(given) - CALL_EVENTS)
    if one_each and parameters.has_many_words("StatusCallbackEvent"):
        wrong = wrong or [" ".join(given)]
    if wrong:
        warn.append(f"21626: {', '.join(wrong)} is no StatusCallbackEvent; no callbacks are made")
        return Subscription()
    return Subscription(ask, frozenset(given))


def refuse_missing(path: str) -> NoReturn:
    raise CarrierError(20404, 404, f"The requested resource {path} was not found")


def error_json(error: CarrierError) -> Json:
    return {
        "code": error.code,
        "message": error.message,
        "more_info": f"{MORE_INFO}{error.code}",
        "status": error.status,
    }


def page(name: str, items: list[Json], path: str, query: Mapping[str, str]) -> Json:
    """One page with everything: nothing here fills a second one."""
    uri = path + (("?" + "&".join(f"{key}={value}" for key, value in query.items())) if query else "")
    return {
        name: items,
        "page": 0,
        "page_size": max(50, len(items)),
        "start": 0,
        "end": max(0, len(items) - 1),
        "uri": uri,
        "first_page_uri": uri,
        "next_page_uri": None,
        "previous_page_uri": None,
    }
