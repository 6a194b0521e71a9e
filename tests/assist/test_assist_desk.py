"""All calls at once: who is assisted, from when to when, and whom one call's failure harms."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assist.assist_desk import ENDED_CALLS
from assist.knowledge_shelf import KnowledgeShelf, Taken
from assist.live_parts import AssistParts, Knowledge, build_parts
from config.centre import Centre
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE, SuggestionSettings
from tests.assist.live_floor import BILL, LiveFloor, live_floor
from tests.virtual_time import run
from transcripts.assist_events import ChecklistItemSet, HandRaised, SuggestionOffered
from transcripts.events import Speaker, WrapUpClosed

Play = Callable[..., None]


@pytest.fixture(scope="module")
def parts(centre: Centre) -> AssistParts:
    return build_parts(centre, SuggestionSettings(held_out=0.0), b"salt")


@pytest.fixture
def play(tmp_path: Path, parts: AssistParts):
    def play(scene: Callable[[LiveFloor], Awaitable[None]], with_parts: AssistParts = parts) -> None:
        async def played() -> None:
            async with live_floor(tmp_path, with_parts) as floor:
                await scene(floor)

        run(played())

    return play


def test_calls_are_assisted_side_by_side(play: Play):
    async def scene(floor: LiveFloor) -> None:
        calls = [f"c{at}" for at in range(1, 6)]
        for call in calls:
            await floor.answered(call)
        for call in calls:
            floor.finishes(f"{call}-u", Speaker.CALLER, BILL, call)
        await asyncio.sleep(0.5)
        for call in calls:
            card = floor.live(call).state().showing.card
            assert card is not None
            assert card.utterance_id == f"{call}-u"
            assert {one.call_id for one in await floor.of(SuggestionOffered, call=call)} == {call}

    play(scene)


def test_a_call_is_there_until_the_notes_on_it_are_closed(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.ends()
        assert floor.desk.of("c1") is live
        live.overrule("every_call", "recording", "done", "I did say it", "ana-flores")
        await floor.settled()
        last = (await floor.of(ChecklistItemSet))[-1]
        assert (last.item, last.state) == ("recording", "done")
        floor.append(WrapUpClosed(call_id="c1", at_ms=9000, by="ana-flores", disposition="x", took_ms=10))
        await floor.settled()
        assert floor.desk.of("c1") is None

    play(scene)


def test_of_the_ended_calls_only_the_latest_are_kept(play: Play):
    async def scene(floor: LiveFloor) -> None:
        for at in range(ENDED_CALLS + 2):
            floor.starts(f"c{at}")
            await floor.accepted(f"c{at}")
            await floor.ends(f"c{at}")
        floor.starts("last")
        await floor.accepted("last")
        assert floor.desk.of("c0") is None
        assert floor.desk.of("c1") is None
        assert floor.desk.of("c2") is not None

    play(scene)


def test_a_desk_that_was_flooded_reads_the_journal_again_and_offers_nothing_twice(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        await floor.caller(BILL)
        before = live.state()
        assert before.showing.card is not None
        name = floor.begins(Speaker.AGENT)
        for _ in range(17_000):
            floor.goes_on(name)
        floor.finishes(name, Speaker.AGENT, "this call is being recorded")
        await asyncio.sleep(1)
        state = floor.live().state()
        assert floor.live() is live
        assert state.showing.card == before.showing.card
        assert state.checklists[0].items[0].state == "done"
        assert len(await floor.cards()) == 1

    play(scene)


def test_a_call_that_is_taken_up_while_the_desk_opens_is_written_of_once(play: Play):
    async def scene(floor: LiveFloor) -> None:
        await floor.answered()
        floor.finishes("u1", Speaker.AGENT, "this call is being recorded")
        await floor.close()  # Before anything was made of it.
        await floor.open_journal()
        await floor.journal.take_up("c1")
        floor.open_desk()
        live = await floor.desk.take_up("c1")
        assert live is not None
        await floor.settled()
        assert [one.item for one in await floor.of(ChecklistItemSet)] == ["recording"]
        assert live.state().checklists[0].items[0].state == "done"
        texts = [one.text for one in await floor.of(SuggestionOffered)]
        assert len(texts) == len(set(texts))

    play(scene)


def test_who_is_read_while_the_call_is_being_taken_up_waits_for_it(play: Play):
    async def scene(floor: LiveFloor) -> None:
        floor.starts()
        await floor.caller("hello there")
        accepted = asyncio.create_task(floor.accepted())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        live = await floor.desk.read("c1")
        assert live is None or live.ready
        await accepted
        assert await floor.desk.read("c1") is floor.desk.of("c1")
        assert await floor.desk.read("nobody") is None

    play(scene)


def test_a_hand_that_is_raised_by_the_panels_own_way_is_shown(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        floor.append(HandRaised(call_id="c1", at_ms=6000, up=True, reason="a threat", by="ana-flores"))
        await floor.settled()
        assert live.state().hand_raised
        live.raise_hand(False, "", "ana-flores")
        await floor.settled()
        assert not live.state().hand_raised
        assert [one.up for one in await floor.of(HandRaised)] == [True, False]

    play(scene)


def test_a_second_agent_is_whispered_to_by_their_own_tenure(play: Play):
    async def scene(floor: LiveFloor) -> None:
        await floor.answered()
        await floor.caller(BILL)
        live = await floor.accepted(agent="ben-carter")
        first = live.state().showing.card
        assert first is not None  # It was offered before, and is not taken away.
        live.act(first.suggestion_id, "not-now", "", "ben-carter")
        await floor.caller("how do I change my wifi password please")
        assert live.state().showing.card is None

    play(scene)


def test_a_panel_that_raises_harms_nobody(play: Play):
    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        changes: list[int] = []

        def fall_over() -> None:
            raise RuntimeError("no socket")

        live.subscribe(fall_over)
        live.subscribe(lambda: changes.append(1))
        await floor.caller(BILL)
        assert changes
        assert live.state().showing.card is not None

    play(scene)


def test_a_library_that_raises_pauses_its_call_and_answers_the_agents_search_with_nothing(
    play: Play, parts: AssistParts
):
    class Gone:
        """Articles that are not there."""

        articles = 0

        def consult(self, *_: object) -> None:
            raise OSError("the index is gone")

        search = consult

    async def scene(floor: LiveFloor) -> None:
        live = await floor.answered()
        live.search("technician", "ana-flores")
        await floor.settled()
        state = live.state()
        assert state.showing.nothing_for == "technician"
        assert "a search failed" in state.paused
        await floor.agent("this call is being recorded")
        assert live.state().checklists[0].items[0].state == "done"

    broken = {
        tag: replace(one, shelf=Knowledge(Gone(), one.knowledge.articles))
        for tag, one in parts.languages.items()
    }
    play(scene, replace(parts, languages=broken))


@pytest.mark.parametrize(("language", "place"), [("en-US", "."), ("es-US", "locales/es-US")])
async def test_articles_that_change_are_taken_into_use_in_every_language(
    tmp_path: Path, language: str, place: str
):
    directory = shutil.copytree(SAMPLE_CENTRE, tmp_path / "c", ignore=shutil.ignore_patterns("callers"))
    # A language need not have every article.
    (directory / "locales/es-US/articles/wifi-password.md").unlink()
    path = directory / place / "articles/bill-explained.md"
    one = build_parts(load_centre(directory), SuggestionSettings(), b"salt").of(language)
    assert isinstance(one.shelf, KnowledgeShelf)
    article = next(each for each in one.knowledge.articles if each.id == "bill-explained")
    before = one.knowledge
    path.write_text(path.read_text().replace(f'"{article.version}"', '"99"'))
    assert await one.shelf.look() is None  # It is looked at again before it is taken.
    assert isinstance(await one.shelf.look(), Taken)
    assert one.knowledge is not before
    assert one.knowledge.passage("bill-explained", article.sections[0].title, "99, 2026-05-04")


def test_a_language_that_is_not_there_gets_its_nearest(parts: AssistParts):
    assert parts.of("en-GB").language == "en-US"
    assert parts.of("es").language == "es-US"
    assert parts.of("").language == "en-US"
    assert parts.of("fr-FR").language == "en-US"


def test_a_passage_of_another_version_is_not_quoted(parts: AssistParts):
    knowledge = parts.of("en-US").knowledge
    article = next(one for one in knowledge.articles if one.id == "bill-explained")
    version = f"{article.version}, {article.valid_from.isoformat()}"
    assert knowledge.passage("bill-explained", "The first bill", version).startswith("The first bill covers")
    assert knowledge.passage("bill-explained", "The first bill", f"0, {date(2020, 1, 1)}") == ""
    assert knowledge.passage("gone", "The first bill", version) == ""
