"""The discipline of suggestions, over anything that may happen in a call. Time is a number here."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.said import Outcome
from assist.suggestion_commands import Action, Clear, Command, Form, Paint, Search, Showing, Write
from assist.suggestion_density import Density
from assist.suggestion_lot import is_held_out
from assist.suggestion_sources import Band, Found
from assist.suggestions import URGENT_WAIT_MS, Suggestions
from config.settings import SuggestionSettings
from transcripts.assist_events import SuggestionAnswered, SuggestionDropped, SuggestionOffered

SETTINGS = SuggestionSettings(held_out=0.3, not_now_s=40)
EVERY_MS, STALE_MS = 20_000, 6_000
TEXTS = (
    "why is my bill higher this month",
    "the late fee on my bill is wrong",
    "what happens to my phone number when we move house",
    "the router light is red and the connection is slow",
    "how are you",
    "yes",
)

moments = st.integers(0, 9_000)
passages = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(Band)), max_size=4)
answers = st.tuples(
    st.just("answered"), st.sampled_from(TEXTS[:4]), st.integers(0, 30), st.integers(0, 7_000)
)
steps = st.one_of(
    st.tuples(st.just("caller"), st.sampled_from(TEXTS), st.integers(0, 3_000)),
    st.tuples(st.just("found"), st.integers(0, 3), passages),
    answers,
    answers,
    answers,
    st.tuples(st.just("speaks")),
    st.tuples(st.just("stopped")),
    st.tuples(st.just("act"), st.integers(0, 2), st.sampled_from(Action)),
    st.tuples(st.just("said"), st.sampled_from(Outcome)),
    st.tuples(st.just("search"), st.sampled_from(TEXTS)),
    st.tuples(st.just("quiet"), st.booleans()),
    st.tuples(st.just("topic"), st.sampled_from(["bill", "moving", None])),
    st.tuples(st.just("cue"), st.sampled_from(["emergency", "self-harm", "nothing"])),
    st.tuples(st.just("compliance"), st.integers(0, 2)),
    st.tuples(st.just("item"), st.sampled_from([None, "Read the price", "Say the notice"]), st.booleans()),
    st.tuples(st.just("item"), st.sampled_from([None, "Read the price", "Say the notice"]), st.booleans()),
    st.tuples(st.just("due")),
)


def passage(article: int, band: Band) -> Found:
    name = f"a{article}"
    return Found(name, f"Title {name}", "Answer", f"This is what article {name} says.", "1", band)


@dataclass
class Call:
    """Drives one call, and checks whatever comes out of it."""

    density: Density
    now: int = 0
    speaking: bool = False
    searches: list[Search] = field(default_factory=list)
    journal: list[object] = field(default_factory=list)
    offered: dict[str, SuggestionOffered] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    cards_at: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    urgent_from: dict[str, int] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    number: int = 0

    def __post_init__(self) -> None:
        self.suggestions = self.fresh()

    def fresh(self) -> Suggestions:
        prompts = {"emergency": "Ask where they are.", "self-harm": "Stay on the line."}
        return Suggestions("c1", SETTINGS, b"salt", density=self.density, prompts=prompts)

    def do(self, name: str, *values: object) -> None:
        before = self.suggestions.showing
        self.check(self.step(name, *values), before)

    def step(self, name: str, *values: object) -> list[Command]:
        one, now = self.suggestions, self.now
        self.number += 1
        match name, values:
            case "caller", (str(text), int(late)):
                return one.caller_said(f"u{self.number}", text, max(0, now - late), now)
            case "found", (int(which), list(passages)):
                if not self.searches:
                    return []
                asked = self.searches.pop(which % len(self.searches))
                return one.found(asked.search_id, [passage(*it) for it in passages], now)
            case "answer", (int(article),):
                # At once, by what fits well: the search is the one that was asked last.
                if not self.searches:
                    return []
                return one.found(self.searches.pop().search_id, [passage(article, Band.HIGH)], now)
            case "speaks", _:
                self.speaking = True
                one.agent_speaks()
                return []
            case "stopped", _:
                self.speaking = False
                return one.agent_stopped(now)
            case "act", (int(which), Action() as action):
                shown = [item for item in (one.showing.card, *one.showing.chips) if item]
                if not shown:
                    return []
                chosen = shown[which % len(shown)]
                if action is Action.EXPANDED:
                    self.opened.add(chosen.suggestion_id)
                return one.acted(chosen.suggestion_id, action, now)
            case "said", (Outcome() as outcome,):
                card = one.showing.card
                return one.said(card.suggestion_id, outcome, now) if card else []
            case "search", (str(text),):
                return one.look_up(text, now)
            case "quiet", (bool(on),):
                return one.quiet(now, on=on)
            case "topic", (intent,):
                return one.topic(intent if isinstance(intent, str) else None, f"u{self.number}", now)
            case "cue", (str(cue),):
                return one.noticed(cue, f"u{self.number}", now, now)
            case "compliance", (int(what),):
                return one.prompt("Say so.", f"rule {what}", Form.COMPLIANCE, f"u{self.number}", now, now)
            case "item", (text, bool(critical)):
                return one.next_item(text if isinstance(text, str) else None, now, critical=critical)
            case _:
                return one.due(now)

    def check(self, commands: list[Command], before: Showing) -> None:
        for command in commands:
            match command:
                case Search():
                    self.searches.append(command)
                case Write(event):
                    self.journal.append(event)
                    match event:
                        case SuggestionOffered():
                            assert event.suggestion_id not in self.offered
                            self.offered[event.suggestion_id] = event
                        case SuggestionAnswered(action="expanded"):
                            pass
                        case SuggestionDropped() | SuggestionAnswered():
                            assert event.suggestion_id in self.offered
                            self.ends[event.suggestion_id] = self.ends.get(event.suggestion_id, 0) + 1
                case Paint(showing):
                    self.check_painted(showing, before)
                case Clear():
                    assert self.suggestions.showing == Showing()
        painted = [command for command in commands if isinstance(command, Paint | Clear)]
        assert len(painted) == (self.suggestions.showing != before)
        assert max(self.ends.values(), default=0) <= 1
        for one in (self.suggestions.showing.card, *self.suggestions.showing.chips):
            assert one is None or self.offered[one.suggestion_id].held_out is False

    def check_painted(self, showing: Showing, before: Showing) -> None:
        assert len(showing.chips) <= 2
        old = {one.suggestion_id for one in (before.card, *before.chips) if one}
        for one in (showing.card, *showing.chips):
            if one is None or one.suggestion_id in old:
                continue
            offered = self.offered[one.suggestion_id]
            assert one.suggestion_id not in self.seen, "what was taken away does not come back"
            self.seen.add(one.suggestion_id)
            assert not offered.held_out
            if not one.pulled and not one.urgent and one.query != "checklist":
                assert self.now - one.since_ms <= STALE_MS
            if self.speaking and not one.pulled:
                assert one.form is Form.SAFETY
                assert self.now - one.since_ms >= URGENT_WAIT_MS
            if one is showing.card and one.form is Form.CARD and not one.pulled:
                assert all(self.now - at >= EVERY_MS for at in self.cards_at)
                assert self.density is Density.FULL
                self.cards_at.append(self.now)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(moments, steps), max_size=60), st.sampled_from(Density))
def test_whatever_happens_the_discipline_holds(
    script: list[tuple[int, tuple[object, ...]]], density: Density
):
    call = Call(density)
    for later, (name, *values) in script:
        call.now += later
        # The clock is kept as it is in the service: what is due is done first.
        while (due := call.suggestions.next_due_ms) is not None and due <= call.now:
            until, call.now = call.now, max(due, 0)
            before = call.suggestions.showing
            call.check(call.suggestions.due(call.now), before)
            later_due = call.suggestions.next_due_ms
            assert later_due is None or later_due > due, "a timer that rings for nothing rings for ever"
            call.now = until
        if name == "answered":
            text, article, took = values
            call.do("caller", text, took)
            call.do("answer", article)
        else:
            call.do(str(name), *values)
    live = call.suggestions.showing
    if live.card is not None and live.card.used:
        # It stayed to be read; nothing tells for how long.
        live = replace(live, card=None)
    restored = call.fresh()
    restored.restore(call.journal)  # type: ignore[arg-type]
    again = restored.showing
    assert [one and one.suggestion_id for one in (again.card, *again.chips)] == [
        one and one.suggestion_id for one in (live.card, *live.chips)
    ]
    before = call.suggestions.showing
    call.check(call.suggestions.call_over(call.now), before)
    assert call.suggestions.showing == Showing(quiet=call.suggestions.showing.quiet)
    assert call.ends == dict.fromkeys(call.offered, 1), "each ends once, in one way"
    if density is Density.EXPERT:
        assert not any(one.held_out for one in call.offered.values())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=16))
def test_the_lot_is_the_same_whenever_it_is_drawn(number: int, salt: bytes):
    assert is_held_out(salt, "c1", f"s{number}", 0.05) == is_held_out(salt, "c1", f"s{number}", 0.05)
    assert not is_held_out(salt, "c1", f"s{number}", 0.0)


def test_the_lot_takes_the_share_that_was_set_and_another_salt_takes_others():
    drawn = [
        {n for n in range(10_000) if is_held_out(salt, f"call-{n % 977}", f"s{n}", 0.05)}
        for salt in (b"a", b"b")
    ]
    assert all(430 <= len(one) <= 570 for one in drawn)
    assert len(drawn[0] & drawn[1]) < 60
