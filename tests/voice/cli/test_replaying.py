"""`attendant replay`: a call that the bot really held, on record, run again under the same rules and under others."""

import asyncio
import json
import shutil
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from config.centre import Centre
from config.settings import SAMPLE_CENTRE, Settings
from tests.transcripts.recorded import NOON, started
from tests.voice.bot.driver import conversation_of
from transcripts.codec import storable
from transcripts.events import AnyEvent, CallEnded, CallOutcome, EndReason, Speaker, Utterance
from transcripts.store.contract import Entry
from transcripts.store.event_store import SqlEventStore
from voice.bot.moves import Note
from voice.bot.understanding import Understanding
from voice.cli.replaying import CHANGED, register

LINES = ("my bill looks odd this month", "yes", "no that does not help", "yes please", "as soon as possible")


@pytest.fixture
def settings(tmp_path: Path, centre: Centre, understanding: Understanding) -> Settings:
    """With one call in the store."""
    settings = Settings(data_directory=tmp_path)
    events = held(centre, understanding)

    async def write() -> None:
        store = await SqlEventStore.open(settings.resolved_database_url)
        await store.write([Entry(*storable(event)) for event in events])
        await store.close()

    asyncio.run(write())
    return settings


def held(centre: Centre, understanding: Understanding) -> list[AnyEvent]:
    conversation = conversation_of(centre, {centre.language: understanding}, "+14155552671")
    events: list[AnyEvent] = [started("call-1")]
    moves = conversation.answered(0)
    for number, line in enumerate(LINES, 1):
        events += [move.event for move in moves if isinstance(move, Note)]
        said = Utterance(
            call_id="call-1",
            at_ms=number * 5000,
            utterance_id=f"caller-{number}",
            speaker=Speaker.CALLER,
            text=line,
            start_ms=number * 5000 - 900,
            end_ms=number * 5000 - 100,
            confidence=0.9,
            engine="test",
        )
        events.append(said)
        moves = conversation.turn(understanding.of(said.utterance_id, line), number * 5000)
    events += [move.event for move in moves if isinstance(move, Note)]
    events.append(
        CallEnded(
            call_id="call-1",
            at_ms=30000,
            reason=EndReason.BOT_SAID_GOODBYE,
            explanation="",
            outcome=CallOutcome.CALLBACK_PROMISED,
            duration_ms=30000,
        )
    )
    return [
        msgspec.structs.replace(event, sequence=number, wall=NOON) for number, event in enumerate(events, 1)
    ]


def replay(settings: Settings, *arguments: str) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, arguments, obj=settings)


def test_under_the_same_rules_nothing_changes(settings: Settings):
    result = replay(settings, "call-1", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["changes"] == 0
    assert [one["then"] for one in found["decisions"]] == [one["now"] for one in found["decisions"]]
    assert len(found["decisions"]) >= 2
    assert found["intents"][0]["now"] == "bill_high"


def test_under_a_lower_threshold_the_bot_would_not_have_asked_first(settings: Settings):
    result = replay(settings, "call-1", "--json", "--confidence", "0.5")
    assert result.exit_code == CHANGED
    changed = [one for one in json.loads(result.output)["decisions"] if one["changes"]]
    assert [(one["then"], one["now"]) for one in changed] == [("the bot asks first", "the bot goes on")]
    assert "is below 0.70" in changed[0]["rule_then"]


def test_another_centres_rules_can_be_tried(settings: Settings, tmp_path: Path):
    """Bills are settled by people there: the same call would have gone to one at once."""
    other = shutil.copytree(SAMPLE_CENTRE, tmp_path / "other", ignore=shutil.ignore_patterns("callers"))
    intents = other / "intents.toml"
    before, found, after = intents.read_text().partition('name = "bill_high"\n')
    intents.write_text(before + found + 'tier = "person"\n' + after)
    result = replay(settings, "call-1", "--json", "--centre", str(other))
    assert result.exit_code == CHANGED, result.output
    changed = [one for one in json.loads(result.output)["decisions"] if one["changes"]]
    assert any("by policy" in one["rule_now"] for one in changed)


def test_it_reads_as_a_table_and_says_how_many_changes_there_are(settings: Settings):
    result = replay(settings, "call-1")
    assert result.exit_code == 0
    assert "nothing would change" in result.output.casefold()


def test_a_call_that_is_not_there_is_an_error_that_says_so(settings: Settings):
    result = replay(settings, "call-9")
    assert result.exit_code not in (0, CHANGED)
    assert "call-9" in result.output
