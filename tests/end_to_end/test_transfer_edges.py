"""Each edge of a transfer is rung on the real service with real audio; `transfer_edges` says what they are.

All are rung at once: on one service for each kind of day that the carrier can have.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.end_to_end.transfer_days import DAYS
from tests.end_to_end.transfer_page import PAGE, phrases, rows, table, written_page
from tests.end_to_end.transfer_stage import Stage, play
from transcripts.events import (
    CallEnded,
    FaultNoticed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
)

SCENES = [scene for scenes, _ in DAYS.values() for scene in scenes]
SETTLES_MS = 400
"""From the end of a caller's patience to the end of the call."""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def stages(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Stage]]:
    one_by_one = asyncio.Lock()
    days = await asyncio.gather(
        *(
            play(scenes, tmp_path_factory.mktemp("edges"), knobs, one_by_one)
            for scenes, knobs in DAYS.values()
        )
    )
    yield {stage.scene.happens: stage for day in days for stage in day}


@pytest.fixture(params=SCENES, ids=lambda scene: scene.happens)
def stage(request: pytest.FixtureRequest, stages: dict[str, Stage]) -> Stage:
    return stages[request.param.happens]


def test_the_caller_ends_where_they_should_and_the_journal_says_why(stage: Stage):
    scene = stage.scene
    ended = stage.the(TransferEnded)
    assert ended.fallback == scene.ends
    assert scene.why in ended.explanation
    declined = [(one.agent, one.outcome) for one in stage.all(TransferDeclined)]
    assert declined == [(stage.agents[one.agent - 1], one.outcome) for one in scene.declined]
    for found, expected in zip(stage.all(TransferDeclined), scene.declined, strict=True):
        assert expected.why in found.explanation
    talked = [one.agent for one in stage.all(TransferCompleted)]
    assert talked == ([stage.agents[scene.accepted - 1]] if scene.accepted else [])


def test_the_caller_is_told_where_they_are(stage: Stage):
    told = iter(stage.prompts)
    assert all(prompt in told for prompt in stage.scene.told), stage.prompts


def test_the_caller_is_never_left_in_silence(stage: Stage):
    assert max(stage.silences_ms, default=0) <= stage.scene.longest_silence_ms
    assert stage.last_silence_ms <= stage.scene.patience_ms + SETTLES_MS


def test_the_agents_are_what_they_should_be_afterwards(stage: Stage):
    assert stage.presence == tuple(stage.scene.presence)


def test_no_leg_is_left_over_and_nothing_of_ours_fails(stage: Stage):
    assert all(leg.over.is_set() for leg in stage.legs)
    assert not stage.all(FaultNoticed)
    assert stage.the(CallEnded)


@pytest.mark.parametrize("happens", ["The agent accepts after the deadline", "Two agents accept"])
def test_who_comes_too_late_is_told_so(happens: str, stages: dict[str, Stage]):
    leg = stages[happens].leg(1)
    said = [moment.detail for moment in leg.moments if moment.event == "carrier says"]
    assert said == ["This call has gone on without you. Goodbye."]


def test_the_scenes_of_a_row_of_the_page_end_in_the_same_way():
    for scenes in rows().values():
        assert len({(scene.ends, tuple(scene.told), tuple(scene.presence)) for scene in scenes}) == 1
    assert len({scene.happens for scene in SCENES}) == len(SCENES)


def test_the_page_for_operators_says_what_is_rung():
    """`python -m tests.end_to_end.transfer_page` writes it."""
    assert phrases() in PAGE.read_text()
    assert table() in PAGE.read_text()
    assert written_page() == PAGE.read_text()
