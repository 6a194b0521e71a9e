"""What a person is told of a call before they take it, put together from its events without a language model.

Every sentence names the utterances that it stands on. What callers said is quoted, cut and kept apart from
our own words; long runs of digits in it are masked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assist.entities import EntityKind, read_back
from config.centre import Centre, Detail, DetailKind, Intent
from transcripts.answers import answers_of, tool_was_heard
from transcripts.event import EPOCH
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallStarted,
    CueNoticed,
    DetailCaptured,
    IdentityChecked,
    IntentRecognised,
    LanguageChosen,
    ResolutionConfirmed,
    Speaker,
    ToolAnswered,
    TransferAgreed,
    Utterance,
)
from transcripts.quoting import matter_of, substance_of

SPOKEN_WORDS = 28
"""At 150 words a minute these take 11 s; somebody is waiting."""

READ_BACK_PROMPT = "transfer_read_back"
"""What the caller says after it corrects what is passed on, or adds to it."""

_MASK = "•"
_LONGEST_QUOTE = 14
_LONGEST_TOLD = 24
_SHORTEST_SECRET = 4
"""Digits in a row: a PIN, a code, an account or a card."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the person should know."""

    text: str = ""
    """A sentence; empty: nothing is known."""
    utterance_ids: tuple[str, ...] = ()
    """What it stands on."""
    short: str = ""
    """In a few words, to be spoken; empty: it is not spoken."""


@dataclass(frozen=True, slots=True)
class Briefing:
    who: Point
    verified: Point
    why: Point
    tried: Point
    details: Point
    mood: Point
    told: Point
    _read_back: str

    def points(self) -> tuple[Point, ...]:
        """Those that say something, in the order in which they are shown."""
        ordered = (self.who, self.verified, self.why, self.tried, self.details, self.mood, self.told)
        return tuple(point for point in ordered if point.text)

    def sentences(self) -> tuple[str, ...]:
        return tuple(point.text for point in self.points())

    def spoken(self) -> str:
        """At most 28 words: why and in which mood, who, what was tried, and details while there is room."""
        parts: list[str] = []
        left = SPOKEN_WORDS
        for point in (self.why, self.mood, self.verified, self.tried, self.details):
            words = _spoken_words(point.short)
            if 0 < words <= left:
                parts.append(point.short)
                left -= words
        return " ".join(parts)

    def read_back(self) -> str:
        """What the caller hears of it, in their language: noun phrases; empty where nothing is known."""
        return self._read_back


def briefing(events: Sequence[AnyEvent], centre: Centre) -> Briefing:
    """`centre`: in its first language; what is read back is in the language of the call."""
    known = _Known(events, centre)
    return Briefing(
        who=_who(known),
        verified=_verified(known),
        why=_why(known),
        tried=_tried(known),
        details=_details(known),
        mood=_mood(known),
        told=_told(known),
        _read_back=_for_the_caller(known),
    )


class _Known:
    """The events, looked up by what the points stand on."""

    def __init__(self, events: Sequence[AnyEvent], centre: Centre) -> None:
        self.events = events
        self.centre = centre
        self.today: date = max((event.wall for event in events), default=EPOCH).date()
        self.said = {
            event.utterance_id: event
            for event in events
            if isinstance(event, Utterance) and event.speaker is Speaker.CALLER and event.text.strip()
        }
        self.identity = next((e for e in reversed(events) if isinstance(e, IdentityChecked)), None)
        self.intent_event = self._intent_event()
        self.captured = self._captured()

    @property
    def spoken_centre(self) -> Centre:
        """The centre in the language that the caller chose."""
        chosen = next((e.language for e in reversed(self.events) if isinstance(e, LanguageChosen)), "")
        return next((one for one in self.centre.locales if one.language == chosen), self.centre)

    def intent(self, centre: Centre) -> Intent | None:
        named = self.intent_event.intent if self.intent_event else None
        return next((intent for intent in centre.intents if intent.name == named), None)

    def reason(self) -> Utterance | None:
        """The caller's own words for why they rang."""
        if self.intent_event is not None and (said := self.said.get(self.intent_event.utterance_id)):
            return said
        telling = [said for said in self.said.values() if substance_of(said.text) >= 2]
        return next(iter(telling), None)

    def added(self) -> list[Utterance]:
        """What the caller said to the read-back, beyond a yes or no."""
        at = next((n for n, e in enumerate(self.events) if _is_read_back(e)), None)
        if at is None:
            return []
        later = self.events[at + 1 :]
        return [e for e in later if isinstance(e, Utterance) and e.utterance_id in self.said and _says(e)]

    def _intent_event(self) -> IntentRecognised | None:
        """The latest; what is said to the read-back is no new matter."""
        at = next((n for n, e in enumerate(self.events) if _is_read_back(e)), len(self.events))
        found = [e for e in self.events[:at] if isinstance(e, IntentRecognised) and e.intent]
        return found[-1] if found else None

    def _captured(self) -> list[tuple[DetailCaptured, Detail]]:
        """In their last form; what is secret is left out."""
        details = {(i.name, d.name): d for i in self.centre.intents for d in i.details}
        last: dict[tuple[str, str], DetailCaptured] = {}
        for event in self.events:
            if isinstance(event, DetailCaptured):
                last[event.intent, event.name] = event
        return [
            (event, detail)
            for key, event in last.items()
            if (detail := details.get(key)) and not detail.secret and _MASK not in event.value
        ]


def _who(known: _Known) -> Point:
    started = next((event for event in known.events if isinstance(event, CallStarted)), None)
    number = f"rings from {started.caller}" if started and started.caller else "rings from an unknown number"
    identity = known.identity
    if identity is not None and identity.verified and identity.customer_id:
        return Point(f"Customer {identity.customer_id} {number}.")
    return Point(f"The caller {number}.")


def _verified(known: _Known) -> Point:
    identity = known.identity
    if identity is None:
        return Point("Nobody has asked who the caller is.", short="Not verified.")
    if not identity.verified:
        tries = f"{identity.attempts} {'try' if identity.attempts == 1 else 'tries'}"
        return Point(
            f"The caller could not be verified {_METHODS[identity.method]}, after {tries}.",
            short="Not verified, though they were asked.",
        )
    how = _METHODS[identity.method]
    return Point(f"The caller is verified {how}, level {identity.level}.", short=f"Verified {how}.")


def _why(known: _Known) -> Point:
    intent, reason = known.intent(known.centre), known.reason()
    words = f"“{quoted(matter_of(reason.text))}”" if reason else ""
    added = known.added()
    ids = tuple(said.utterance_id for said in ([reason] if reason else []) + added)
    also = _closed(f" Then: “{quoted(matter_of(added[-1].text))}”") if added else ""
    if intent is not None:
        said = f": {words}" if words else ""
        text, short = _closed(f"About {_inner(intent.title)}{said}"), f"About {_inner(intent.title)}."
    elif words:
        text, short = _closed(f"The caller said: {words}"), _closed(f"They said: {words}")
    else:
        text, short = "Why the caller rang is not known.", "The reason is not known."
    if added:
        correction = _closed(f"They add: “{quoted(matter_of(added[-1].text), 8)}”")
        short = f"{short} {correction}"
    return Point(f"{text}{also}", ids, short)


def _tried(known: _Known) -> Point:
    done: list[str] = []
    ids: list[str] = []
    for answer in answers_of(known.events):
        if not answer.unheard:
            done.append(f"read “{answer.found.title}”")
            ids.append(answer.found.utterance_id)
    for tool in (event for event in known.events if isinstance(event, ToolAnswered)):
        name = next((t.title for t in known.centre.tools if t.name == tool.tool), tool.tool.replace("_", " "))
        done.append(f"tried to {name}, which failed" if tool.failure else f"could {name}")
    if not done:
        return Point("The bot has tried nothing yet.")
    done = list(dict.fromkeys(done))
    settled = [event for event in known.events if isinstance(event, ResolutionConfirmed)]
    ending = ""
    if settled and not settled[-1].settled:
        ending = "; it did not settle it"
        ids.append(settled[-1].utterance_id)
    return Point(
        f"The bot {' and '.join(done)}{ending}.",
        tuple(dict.fromkeys(one for one in ids if one)),
        f"The bot {done[-1]}{ending}.",
    )


def _details(known: _Known) -> Point:
    given = [
        f"{detail.title}: {_value(detail, event.value, known.centre, known.today)}"
        for event, detail in known.captured
    ]
    if not given:
        return Point()
    ids = tuple(dict.fromkeys(event.utterance_id for event, _ in known.captured if event.utterance_id))
    return Point(f"Given: {'; '.join(given)}.", ids, f"Given: {given[0]}.")


def _mood(known: _Known) -> Point:
    cues = [event for event in known.events if isinstance(event, CueNoticed) and event.cue in _MOODS]
    if not cues:
        return Point()
    cues.sort(key=lambda event: tuple(_MOODS).index(event.cue))
    first: dict[str, CueNoticed] = {}
    for event in cues:
        first.setdefault(event.cue, event)
    evidence = "; ".join(f"{_MOODS[cue]}: “{quoted(event.words)}”" for cue, event in first.items())
    ids = tuple(dict.fromkeys(event.utterance_id for event in first.values()))
    return Point(f"{_capital(evidence)}.", ids, f"{_capital(_MOODS[next(iter(first))])}.")


def _told(known: _Known) -> Point:
    """The last that the caller was told and heard: a tool's answer or an article."""
    tools = [e for e in known.events if isinstance(e, ToolAnswered) and tool_was_heard(e, known.events)]
    answers = [answer for answer in answers_of(known.events) if answer.said and not answer.unheard]
    heard = [*((tool.sequence, tool.said, "") for tool in tools)] + [
        (a.found.sequence, " ".join(said.heard for said in a.said), a.found.utterance_id) for a in answers
    ]
    if not heard:
        return Point()
    _, words, utterance_id = max(heard)
    ids = (utterance_id,) if utterance_id else ()
    return Point(_closed(f"The caller was told: “{quoted(words, _LONGEST_TOLD)}”"), ids)


def _for_the_caller(known: _Known) -> str:
    centre = known.spoken_centre
    intent, reason = known.intent(centre), known.reason()
    if intent is not None:
        parts = [_inner(intent.title)]
    elif reason is not None:
        parts = [quoted(matter_of(reason.text))]
    else:
        parts = []
    titles = {(i.name, d.name): d for i in centre.intents for d in i.details}
    for event, detail in known.captured:
        spoken = titles.get((event.intent, event.name), detail)
        value = _value(spoken, event.value, centre, known.today)
        parts.append(
            centre.prompts["detail_item"].format(centre=centre.name, title=spoken.title, value=value)
        )
    return ". ".join(part.strip(" .") for part in parts)


def quoted(text: str, words: int = _LONGEST_QUOTE) -> str:
    """A caller's words as they may stand in a quotation of ours: cut, without marks of their own, masked."""
    plain = _MARKS.sub(" ", _NOT_PRINTED.sub(" ", text))
    split = _masked(plain).split()
    return " ".join(split[:words]) + (" …" if len(split) > words else "")


def _masked(text: str) -> str:
    return _SECRETS.sub(_MASK * 4, text)


def _value(detail: Detail, value: str, centre: Centre, today: date) -> str:
    if detail.kind is DetailKind.CHOICE:
        return next(iter(detail.options.get(value, ())), value)
    return read_back(EntityKind(detail.kind.value), value, centre.region, today)


def _spoken_words(text: str) -> int:
    """Digits are spoken one by one where there are many of them."""
    digits = [sum(letter.isdigit() for letter in word) for word in text.split()]
    return sum(count if count > 2 else 1 for count in digits)


def _closed(sentence: str) -> str:
    """With a full stop, unless a quotation at its end has brought one."""
    return sentence if sentence.endswith((".”", "!”", "?”")) else f"{sentence}."


def _is_read_back(event: AnyEvent) -> bool:
    return isinstance(event, TransferAgreed) or (
        isinstance(event, BotSaid) and event.prompt == READ_BACK_PROMPT
    )


def _says(said: Utterance) -> bool:
    return substance_of(said.text) >= 2


def _inner(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_METHODS = {"record": "by their record", "code": "by a code", "pin": "by PIN"}
_MOODS = {
    "emergency": "danger",
    "self-harm": "danger to themselves",
    "vulnerability": "vulnerable",
    "complaint": "a complaint",
    "frustration": "upset",
    "already-told": "had told us before",
}
"""The gravest first."""
_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_MARKS = re.compile(r"[“”„«»\"<>{}\[\]`|]+")
_DIGIT = (
    r"(?:\d|\b(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    r"cero|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b)"
)
_SECRETS = re.compile(rf"{_DIGIT}(?:[\s,.\-–/]*{_DIGIT}){{{_SHORTEST_SECRET - 1},}}", re.I)
