"""A conversation fed through a real journal: what the agent is shown of it, and what is written down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assist.live_guard import PAUSE_MS
from assist.live_parts import AssistParts, build_parts
from assist.live_state import AssistState
from assist.sentiment import CallerWords, LexiconSentiment, Mood
from config.centre import Centre
from config.settings import SuggestionSettings
from tests.assist.live_floor import BILL, LiveFloor, live_floor
from tests.virtual_time import run
from transcripts.assist_events import (
    ChecklistItemSet,
    QuietSet,
    SentimentAlerted,
    SentimentNoted,
    SuggestionAnswered,
    SuggestionOffered,
    SuggestionSaid,
)
from transcripts.events import (
    AnyEvent,
    CueNoticed,
    DetailCaptured,
    FaultNoticed,
    IdentityChecked,
    IntentRecognised,
    LanguageChosen,
    Speaker,
    TransferEnded,
)

Talked = tuple[list[tuple[str, ...]], AssistState]
Scene = Callable[[LiveFloor], Awaitable[None]]


@pytest.fixture(scope="module")
def parts(centre: Centre) -> AssistParts:
    return build_parts(centre, SuggestionSettings(held_out=0.0), b"salt")


@pytest.fixture
def play(tmp_path: Path, parts: AssistParts):
    """Plays a scene in virtual time."""

    def play(scene: Scene, with_parts: AssistParts = parts) -> None:
        async def played() -> None:
            async with live_floor(tmp_path, with_parts) as floor:
                await scene(floor)

        run(played())

    return play


Play = Callable[..., None]


def test_a_card_is_offered_with_its_source_after_the_callers_question(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        asked = await floor.caller(BILL)
        card = live.state().showing.card
        assert card is not None
        assert (card.title, card.section) == ("A bill that is higher than usual", "Short answer")
        assert (card.version, card.band, card.utterance_id) == ("3.1, 2026-05-04", "high", asked)
        assert card.passage.startswith("A higher bill usually has one of four reasons")
        (offered,) = await floor.cards()
        assert offered.text == card.text
        assert 200 <= offered.age_ms < 600

    play(scene)


def test_a_card_is_held_while_the_agent_speaks_and_comes_when_they_stop(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        caller = floor.begins(Speaker.CALLER)
        await asyncio.sleep(1)
        agent = floor.begins(Speaker.AGENT)
        floor.finishes(caller, Speaker.CALLER, BILL)
        await asyncio.sleep(2)
        assert live.state().showing.card is None
        assert await floor.cards() == []
        floor.finishes(agent, Speaker.AGENT, "let me see")
        await floor.settled()
        assert live.state().showing.card is not None

    play(scene)


def test_an_agent_of_whose_cough_no_text_ever_comes_is_taken_to_have_stopped(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        floor.begins(Speaker.AGENT)
        await asyncio.sleep(4)
        await floor.caller(BILL)
        assert live.state().showing.card is None
        await asyncio.sleep(3)
        assert live.state().showing.card is not None

    play(scene)


def test_what_waited_too_long_for_the_agent_is_dropped_and_never_shown(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        caller = floor.begins(Speaker.CALLER)
        await asyncio.sleep(1)
        floor.finishes(caller, Speaker.CALLER, BILL)
        agent = floor.begins(Speaker.AGENT)
        for _ in range(4):
            await asyncio.sleep(2)
            floor.goes_on(agent)
        floor.finishes(agent, Speaker.AGENT, "and so on, and so on, as I was saying for a long time")
        await floor.settled()
        assert live.state().showing.card is None
        (card,) = await floor.cards()
        assert (card.suggestion_id, "stale") in await floor.dropped()

    play(scene)


def test_a_card_that_the_agent_says_is_written_as_said_and_taken_away(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.caller(BILL)
        card = live.state().showing.card
        assert card is not None
        said_in = await floor.agent(card.text)
        (said,) = await floor.of(SuggestionSaid)
        assert (said.suggestion_id, said.outcome, said.utterance_id) == (card.suggestion_id, "said", said_in)
        (used,) = await floor.of(SuggestionAnswered)
        assert (used.action, used.because) == ("used", "said")
        assert live.state().showing.card is None

    play(scene)


def test_a_card_that_is_held_out_is_not_shown_and_is_compared_with_the_agents_words_all_the_same(
    play: Play, parts: AssistParts
):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.caller(BILL)
        assert live.state().showing.card is None
        (card,) = await floor.cards()
        assert card.held_out
        await floor.agent(card.text)
        (said,) = await floor.of(SuggestionSaid)
        assert (said.suggestion_id, said.outcome) == (card.suggestion_id, "said")

    # Of four cards every second is held out; with this salt the first is.
    settings = SuggestionSettings(held_out=0.5)
    play(scene, replace(parts, settings=settings, salt=held_out_salt()))


def held_out_salt() -> bytes:
    from assist.suggestion_lot import is_held_out

    # s1 is the next step of the checklist, s2 the card.
    return next(salt for n in range(99) if is_held_out(salt := bytes([n]), "c1", "s2", 0.5))


def test_a_checklist_ticks_by_the_agents_words_and_the_next_step_follows(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        before = live.state()
        assert [one.name for one in before.checklists] == ["every_call"]
        assert before.next_step is not None
        assert before.next_step.item == "recording"
        said_in = await floor.agent("Hello, this call is being recorded. My name is Ana, how can I help?")
        items = {item.name: item for item in live.state().checklists[0].items}
        assert (items["recording"].state, items["recording"].by) == ("done", "exact")
        assert items["recording"].utterance_id == said_in
        assert items["recording"].regulated
        assert (items["own_name"].state, items["own_name"].by) == ("done", "meaning")
        assert live.state().next_step != before.next_step
        assert {one.item for one in await floor.of(ChecklistItemSet)} >= {"recording", "own_name"}

    play(scene)


def test_the_next_step_is_a_chip_in_the_wording_of_the_law(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        (chip,) = live.state().showing.chips
        assert (chip.form, chip.text) == ("compliance", "the call is recorded")
        await floor.agent("this call is being recorded")
        assert [one.text for one in live.state().showing.chips] == ["Say your name"]

    play(scene)


def test_an_agent_overrules_an_item_and_unknown_ones_are_refused(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        live.overrule("every_call", "own_name", "done", "said at the door", "ana-flores")
        await floor.settled()
        items = {item.name: item for item in live.state().checklists[0].items}
        assert (items["own_name"].state, items["own_name"].by) == ("done", "ana-flores")
        (written,) = await floor.of(ChecklistItemSet)
        assert (written.reason, written.by) == ("said at the door", "ana-flores")
        with pytest.raises(ValueError, match="there is no item"):
            live.overrule("every_call", "tea", "done", "", "ana-flores")
        with pytest.raises(ValueError, match="it can be: due, done"):
            live.overrule("every_call", "own_name", "nice", "", "ana-flores")

    play(scene)


def test_the_callers_mood_is_shown_as_the_words_it_rests_on_and_never_the_agents(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        said_in = await floor.caller("this is terrible, it is the third time I call about the same thing")
        await floor.agent("this is terrible, I am so angry about it too")
        evidence = live.state().evidence
        assert evidence
        assert {one.utterance_id for one in evidence} == {said_in}
        assert "terrible" in " ".join(one.words for one in evidence)
        (noted,) = await floor.of(SentimentNoted)
        assert (noted.label, noted.utterance_id) == ("negative", said_in)

    play(scene)


def test_what_was_said_to_the_bot_is_judged_when_an_agent_accepts(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        await asyncio.sleep(2)
        said_in = await floor.caller("this is terrible, it is the third time I call about this")
        floor.append(
            IntentRecognised(
                call_id="c1", at_ms=4000, utterance_id=said_in, intent="cancel_service", confidence=0.9
            )
        )
        floor.append(
            DetailCaptured(
                call_id="c1", at_ms=4100, utterance_id=said_in, intent="cancel_service", name="last_day",
                value="2026-12-01", confidence=0.9, words="december first",
            )
        )  # fmt: skip
        floor.append(
            IdentityChecked(
                call_id="c1",
                at_ms=4200,
                method="code",
                verified=True,
                level=2,
                attempts=1,
                customer_id="nf-1",
            )
        )
        assert await floor.of(SentimentNoted) == []
        live = await floor.accepted()
        state = live.state()
        assert [one.utterance_id for one in await floor.of(SentimentNoted)] == [said_in]
        assert {one.name for one in state.checklists} == {"every_call", "cancel_service"}
        who, day = state.facts
        assert (who.value, who.provenance) == ("nf-1, level 2", "by code")
        assert (day.value, day.provenance, day.utterance_id) == ("2026-12-01", "said at 00:02", said_in)

    play(scene)


def test_a_grave_word_becomes_a_card_of_the_centres_own_text_once_a_call(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        said_in = await floor.caller("I do not want to live anymore, I want to kill myself")
        card = live.state().showing.card
        assert card is not None
        assert (card.form, card.utterance_id) == ("safety", said_in)
        assert card.text == floor.parts.of("en-US").centre.whispers["self-harm"]
        assert "self-harm" in {one.cue for one in await floor.of(CueNoticed)}
        live.act(card.suggestion_id, "used", "", "ana-flores")
        await floor.caller("I really want to kill myself")
        safety = [one for one in await floor.of(SuggestionOffered) if one.form == "safety"]
        assert len(safety) == 1

    play(scene)


def test_what_was_grave_and_said_to_the_bot_is_a_card_for_the_agent(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        await asyncio.sleep(2)
        floor.append(
            CueNoticed(call_id="c1", at_ms=2000, utterance_id="u0", cue="emergency", words="smell gas")
        )
        live = await floor.accepted()
        card = live.state().showing.card
        assert card is not None
        assert card.form == "safety"

    play(scene)


def test_the_agent_searches_and_is_shown_what_there_is_or_told_that_there_is_nothing(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        changes: list[int] = []
        unsubscribe = live.subscribe(lambda: changes.append(1))
        live.search("technician visit", "ana-flores")
        await floor.settled()
        card = live.state().showing.card
        assert card is not None
        assert card.pulled
        assert changes
        live.search("zxcvb qwrtp", "ana-flores")
        await floor.settled()
        assert live.state().showing.nothing_for == "zxcvb qwrtp"
        with pytest.raises(ValueError, match="nothing to look up"):
            live.search("  ", "ana-flores")
        count = len(changes)
        unsubscribe()
        live.search("price list", "ana-flores")
        await floor.settled()
        assert len(changes) == count

    play(scene)


def test_an_agent_who_wants_quiet_gets_no_cards_until_they_want_them_again(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        live.set_quiet(True, "ana-flores")
        await floor.caller(BILL)
        assert live.state().showing.quiet
        assert await floor.cards() == []
        live.set_quiet(False, "ana-flores")
        await floor.caller("and how can I change my wifi password")
        assert live.state().showing.card is not None
        assert [one.on for one in await floor.of(QuietSet)] == [True, False]

    play(scene)


def test_after_a_restart_the_same_is_shown_and_nothing_is_offered_twice(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.agent("this call is being recorded, my name is Ana")
        await floor.caller("this is terrible. " + BILL)
        live.raise_hand(True, "a complaint", "ana-flores")
        await floor.settled()
        before, written = live.state(), len(await floor.events())
        assert before.showing.card is not None
        await floor.restart("c1")
        again = floor.live()
        assert again is not live
        assert again.state() == before
        assert len(await floor.events()) == written + 1  # That it was resumed.
        await floor.caller(BILL)
        assert len(await floor.cards()) == 1
        await floor.agent(before.showing.card.text)
        said = await floor.of(SuggestionSaid)
        assert [(one.suggestion_id, one.outcome) for one in said] == [
            (before.showing.card.suggestion_id, "said")
        ]

    play(scene)


TALK = (
    (Speaker.AGENT, "hello, this call is being recorded, my name is Ana, how can I help"),
    (Speaker.CALLER, "this is terrible, it is the third time I call. " + BILL),
    (Speaker.AGENT, "I am sorry to hear that, let me have a look at your account"),
    (Speaker.CALLER, "and I want to make a complaint"),
    (Speaker.AGENT, "is there anything else I can do for you today"),
)


def talked(directory: Path, parts: AssistParts, restart_after: int | None) -> Talked:
    async def played() -> Talked:
        async with live_floor(directory, parts) as floor:
            await floor.answered()
            for at, (speaker, text) in enumerate(TALK):
                await (floor.agent(text) if speaker is Speaker.AGENT else floor.caller(text))
                if at == restart_after:
                    await floor.restart("c1")
                await asyncio.sleep(2)
            state = floor.live().state()
            await floor.ends()
            return [made_of(event) for event in await floor.of(*MADE)], state

    return run(played())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, parts: AssistParts) -> Talked:
    return talked(tmp_path_factory.mktemp("undisturbed"), parts, None)


@pytest.mark.parametrize("after", range(len(TALK)))
def test_wherever_the_service_is_restarted_the_record_is_as_if_it_had_not_been(
    tmp_path: Path, parts: AssistParts, undisturbed: Talked, after: int
):
    once, state = undisturbed
    again, state_again = talked(tmp_path, parts, after)
    assert sorted(again) == sorted(once)
    assert {one[0] for one in once} >= {"SuggestionOffered", "SuggestionSaid", "SentimentNoted"}
    assert [item for one in state.checklists for item in one.items] == [
        item for one in state_again.checklists for item in one.items
    ]
    assert [one.words for one in state.evidence] == [one.words for one in state_again.evidence]


MADE = (SuggestionOffered, SuggestionSaid, SentimentNoted, SentimentAlerted, ChecklistItemSet)


def made_of(event: AnyEvent) -> tuple[str, ...]:
    """All but the times."""
    names = ("form", "text", "suggestion_id", "outcome", "utterance_id", "label", "reason", "item", "state")
    return (type(event).__name__, *(str(getattr(event, name, "")) for name in names))


def test_what_a_crash_left_unwritten_is_written_after_the_restart(play: Play):
    async def scene(floor: LiveFloor) -> None:
        await floor.answered()
        name = floor.begins(Speaker.AGENT)
        floor.finishes(name, Speaker.AGENT, "this call is being recorded")
        await floor.restart("c1")  # Before the desk has had its turn.
        assert [one.item for one in await floor.of(ChecklistItemSet)] == ["recording"]
        state = floor.live().state()
        assert state.checklists[0].items[0].state == "done"

    play(scene)


def test_hostile_text_stays_text(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        markup = '<img src=x onerror="alert(1)"> this is terrible {card} \u202e'
        said_in = await floor.caller(markup)
        floor.append(
            DetailCaptured(
                call_id="c1", at_ms=9000, utterance_id=said_in, intent="", name="name",
                value="<script>1</script>", confidence=0.9, words="x",
            )
        )  # fmt: skip
        live.search("<script>alert('bill')</script>", "ana-flores")
        await floor.settled()
        state = live.state()
        assert state.facts[-1].value == "<script>1</script>"
        assert all(one.words in markup for one in state.evidence)
        assert state.evidence

    play(scene)


class Breaking:
    """An engine that fails at a word."""

    name = "breaking"

    def __init__(self) -> None:
        self._lexicon = LexiconSentiment()

    def mood(self, words: CallerWords) -> Mood:
        if "boom" in words.text:
            raise RuntimeError("no more memory")
        return self._lexicon.mood(words)


def test_an_engine_that_raises_is_noted_and_pauses_its_calls_suggestions_only(play: Play, parts: AssistParts):
    async def scene(floor: LiveFloor) -> None:
        first, second = await floor.answered("c1"), await floor.answered("c2")
        await floor.caller("boom, it said, and then nothing", "c1")
        (fault,) = await floor.of(FaultNoticed)
        assert fault.part == "assist"
        assert "the caller's mood failed" in fault.explanation
        assert "no more memory" in fault.explanation
        await floor.caller(BILL, "c1")
        await floor.caller(BILL, "c2")
        assert first.state().showing.card is None
        assert "the caller's mood failed" in first.state().paused
        assert second.state().showing.card is not None
        # Everything else of the call goes on: its checklist, the moods, and the agent's own searches.
        await floor.agent("this call is being recorded", "c1")
        assert [one.item for one in await floor.of(ChecklistItemSet)] == ["recording"]
        assert len(await floor.of(SentimentNoted)) == 1
        first.search("technician visit", "ana-flores")
        await floor.settled()
        assert first.state().showing.card is not None
        assert await floor.of(FaultNoticed, call="c2") == []
        await asyncio.sleep(PAUSE_MS / 1000)
        assert first.state().paused == ""
        await floor.caller("and how can I change my wifi password", "c1")
        assert first.state().showing.card is not None
        assert not first.state().showing.card.pulled

    broken = {tag: replace(one, sentiment=Breaking()) for tag, one in parts.languages.items()}
    play(scene, replace(parts, languages=broken))


def test_the_end_of_the_call_clears_all(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.caller(BILL)
        card = live.state().showing.card
        assert card is not None
        await floor.ends()
        state = live.state()
        assert (state.showing.card, state.showing.chips, state.next_step) == (None, (), None)
        assert live.over
        assert "Say that the call is recorded" in live.missed
        states = {one.item: one.state for one in await floor.of(ChecklistItemSet)}
        assert states["recording"] == "missed"
        (said,) = await floor.of(SuggestionSaid)
        assert said.outcome == "not-used"
        dropped = await floor.dropped()
        assert (card.suggestion_id, "call-over") in dropped
        written = len(await floor.events())
        await asyncio.sleep(300)
        assert len(await floor.events()) == written

    play(scene)


def test_a_call_in_spanish_is_assisted_in_spanish(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        floor.append(LanguageChosen(call_id="c1", at_ms=10, language="es-US", how="key"))
        live = await floor.accepted()
        await floor.agent("esta llamada se graba")
        items = {item.name: item for item in live.state().checklists[0].items}
        assert items["recording"].state == "done"
        await floor.caller("¿por qué mi factura es más alta este mes?")
        card = live.state().showing.card
        assert card is not None
        assert "factura" in card.text.lower()

    play(scene)


def test_an_agent_of_long_standing_gets_hints_and_no_cards(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        live = await floor.accepted(agent="ben-carter")
        await floor.caller(BILL)
        showing = live.state().showing
        assert showing.card is None
        assert any(chip.title == "A bill that is higher than usual" for chip in showing.chips)

    play(scene)


def test_a_supervisor_is_told_of_words_of_hardship_once(play: Play):
    async def scene(floor: LiveFloor) -> None:
        await floor.answered()
        await floor.caller("I want to cancel everything, I am going to another company, this is awful")
        alerts = await floor.of(SentimentAlerted)
        assert alerts
        assert len({one.reason for one in alerts}) == len(alerts)

    play(scene)


def test_when_the_call_goes_back_to_the_bot_nobody_is_whispered_to(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        floor.append(
            TransferEnded(call_id="c1", at_ms=6000, transfer_id="t1", fallback="bot", explanation="no bridge")
        )
        await floor.caller(BILL)
        await floor.caller("I want to kill myself")
        assert live.state().showing.card is None
        assert await floor.cards() == []
        assert await floor.of(CueNoticed) == []  # The bot listens for them.

    play(scene)


def test_nobody_is_assisted_before_an_agent_accepts(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        await floor.caller(BILL)
        assert floor.desk.of("c1") is None
        assert await floor.desk.take_up("c1") is None
        assert await floor.of(SuggestionOffered, SentimentNoted, ChecklistItemSet) == []

    play(scene)
