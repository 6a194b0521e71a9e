"""What is known of the caller in a call, each thing with where it comes from."""

from dataclasses import dataclass, replace

from config.centre import Centre
from transcripts.event import Milliseconds
from transcripts.events import (
    AnswerFound,
    AnyEvent,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    """A noun phrase: "the day of the visit"."""
    value: str
    provenance: str
    """In words: "said at 00:31", "by code"."""
    utterance_id: str = ""


class CallerFacts:
    """Of one call, fed with its events in order. The latest word on a thing counts."""

    def __init__(self, centre: Centre) -> None:
        self._titles = {
            (intent.name, detail.name): detail.title for intent in centre.intents for detail in intent.details
        }
        self._facts: dict[tuple[str, str], Fact] = {}
        self._said_ms: dict[str, Milliseconds] = {}

    @property
    def facts(self) -> tuple[Fact, ...]:
        """In the order in which they came up; who the caller is stands first."""
        who = self._facts.get(_IDENTITY)
        others = (fact for key, fact in self._facts.items() if key != _IDENTITY)
        return (*((who,) if who else ()), *others)

    def heard(self, event: AnyEvent) -> None:
        match event:
            case Utterance():
                self._said_ms[event.utterance_id] = event.start_ms
            case DetailCaptured():
                self._captured(event)
            case DetailsConfirmed(confirmed=True):
                for key in ((event.intent, name) for name in event.names):
                    fact = self._facts.get(key)
                    if fact is not None and not fact.provenance.endswith(_CONFIRMED):
                        self._facts[key] = replace(fact, provenance=f"{fact.provenance}{_CONFIRMED}")
            case IdentityChecked(verified=True):
                value = event.customer_id or "verified"
                self._facts[_IDENTITY] = Fact(
                    "who they are", f"{value}, level {event.level}", f"by {event.method}"
                )
            case AnswerFound():
                title = f"{event.title}, {event.section}" if event.section else event.title
                self._facts[("", event.article_id)] = Fact(
                    "was answered", title, f"by the bot at {clock(event.at_ms)}", event.utterance_id
                )
            case _:
                pass

    def _captured(self, event: DetailCaptured) -> None:
        key = (event.intent, event.name)
        title = self._titles.get(key) or event.name.replace("_", " ")
        at = clock(self._said_ms.get(event.utterance_id, event.at_ms))
        how = "said" if event.utterance_id else "keyed in"
        self._facts[key] = Fact(title, event.value, f"{how} at {at}", event.utterance_id)


def clock(at_ms: Milliseconds) -> str:
    """Minutes and seconds of the call: "00:31"."""
    minutes, seconds = divmod(max(0, at_ms) // 1000, 60)
    return f"{minutes:02}:{seconds:02}"


_IDENTITY = ("", "identity")
_CONFIRMED = ", confirmed"
