import asyncio
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner, Result

from config.settings import Settings
from tests.transcripts.recorded import (
    CALL,
    NOON,
    PASSAGE,
    answered_call,
    bot,
    callback,
    ended,
    escalated,
    found,
    intent,
    journaled,
    said,
    started,
)
from transcripts.codec import storable
from transcripts.events import AnyEvent, EndReason
from transcripts.exports import export_json
from transcripts.store.contract import Entry
from transcripts.store.event_store import SqlEventStore
from transcripts.summary import draft_summary
from voice.cli.records import register


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_directory=tmp_path)


def record(settings: Settings, *events: AnyEvent) -> None:
    async def write() -> None:
        store = await SqlEventStore.open(settings.resolved_database_url)
        await store.write([Entry(*storable(event)) for event in events])
        await store.close()

    asyncio.run(write())


def with_summary(events: Sequence[AnyEvent]) -> list[AnyEvent]:
    return [*events, msgspec.structs.replace(draft_summary(events), sequence=len(events) + 1, wall=NOON)]


def attendant(settings: Settings, *arguments: str) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, arguments, obj=settings)


def rows(output: str) -> list[list[str]]:
    return [
        [cell for cell in map(str.strip, line.split("  ")) if cell]
        for line in output.splitlines()
        if line.strip()
    ]


def test_calls_lists_each_call_with_its_matter(settings: Settings) -> None:
    record(settings, *with_summary(answered_call()))
    result = attendant(settings, "calls")
    assert result.exit_code == 0
    heading, _, row = rows(result.output)
    assert heading == ["call", "started", "caller", "minutes", "intent", "outcome", "about"]
    local = answered_call()[0].wall.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    about = "The caller said: “my internet has been very slow since Tuesday.”"
    assert row == [CALL, local, "+14155552671", "0:09", "slow_internet", "answered", about]


def test_calls_that_are_live_are_marked_and_the_list_has_a_limit(settings: Settings) -> None:
    record(settings, *journaled(started("first")), *journaled(started("second")))
    assert "live" in attendant(settings, "calls").output
    assert len(rows(attendant(settings, "calls", "--limit", "1").output)) == 3


def test_show_has_the_words_the_understanding_the_timing_and_the_summary_with_its_support(
    settings: Settings,
) -> None:
    record(settings, *with_summary(answered_call()))
    result = attendant(settings, "show", CALL[:4])
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) < 200, "padded to the width of the pipe"
    lines = rows(result.output)
    assert ["0:01", "caller", "Um, hello, my internet has been very slow since Tuesday."] in lines
    assert ["0:03", "bot", PASSAGE] in lines
    assert ["0:02", "slow_internet", "0.90", "before billing 0.10"] in lines
    assert ["0:02", "300", "12", "3", "45", "21", "381", "yes"] in lines
    assert ["done", "The bot read “Slow internet, First steps”.", "[u1, b2, event 5, from 0:01]"] in lines
    assert ["ended", "bot-said-goodbye: It ended."] in lines


def test_show_has_the_escalation_with_its_rule_and_what_the_bot_could_not_finish(settings: Settings) -> None:
    events = journaled(
        started(),
        said("u1", "A person please."),
        intent("u1", None, 0.4),
        found(),
        bot("b1", PASSAGE, heard="Restart the router"),
        escalated(),
        callback(),
        ended(),
    )
    record(settings, *events)
    lines = rows(attendant(settings, "show", "CA1").output)
    assert ["0:04", "rule", "the caller asked for a person"] in lines
    assert ["0:04", "known", "intent slow_internet 0.90"] in lines
    assert ["0:07", "call-back", "+14155552671, billing"] in lines
    assert ["0:02", "out of scope", "0.40", "before billing 0.10"] in lines
    cut = "[cut: by holding its button for ten seconds. Then wait for the green light.]"
    assert any(line[-1].endswith(f"Restart the router {cut}") for line in lines)
    assert ["not drafted yet"] in lines


def test_what_a_caller_says_is_text_and_steers_no_terminal(settings: Settings) -> None:
    hostile = "[bold red]hi[/] \x1b[31mred\x9b2J\x07 \u202egnp.exe a\r\nb [link=http://x]"
    record(
        settings,
        *with_summary(
            journaled(
                msgspec.structs.replace(started(), caller="\x1b]0;title\x07anonymous"),
                said("u1", hostile),
                ended(EndReason.CALLER_HUNG_UP),
            )
        ),
    )
    for command in (("calls",), ("show", CALL), ("export", CALL)):
        output = attendant(settings, *command).output
        assert "[bold red]hi[/]" in output
        assert "[link=http://x]" in output
        assert not set(output) & set("\x1b\x9b\x07\r\u202e")


def test_export_writes_the_file(settings: Settings, tmp_path: Path) -> None:
    record(settings, *answered_call())
    target = tmp_path / "call.json"
    result = attendant(settings, "export", CALL, "--format", "json", "--output", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes() == export_json(answered_call())


def test_export_to_the_terminal_says_the_same(settings: Settings) -> None:
    events = journaled(started(), said("u1", "caf\u00e9 \x9b \u2028"), ended())
    record(settings, *events)
    result = attendant(settings, "export", CALL)
    assert json.loads(result.stdout_bytes) == json.loads(export_json(events))


def test_a_file_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    record(settings, *answered_call())
    result = attendant(settings, "export", CALL, "--output", str(tmp_path / "no" / "where.json"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "where.json cannot be written: No such file or directory" in result.stderr


@pytest.mark.parametrize("command", [("calls",), ("show", "x"), ("export", "x")])
def test_without_a_database_there_is_one_clear_sentence(settings: Settings, command: Sequence[str]) -> None:
    result = attendant(settings, *command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("there is no record of any call yet: ")
    assert not list(settings.data_directory.iterdir())


def test_an_unknown_call_is_one_clear_sentence(settings: Settings) -> None:
    record(settings, *answered_call())
    result = attendant(settings, "show", "nobody\x1b[2J")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "there is no call 'nobody\\x1b[2J'; `attendant calls` lists them\n"


def test_an_ambiguous_call_lists_the_candidates(settings: Settings) -> None:
    record(settings, *journaled(started("7f3a")), *journaled(started("7f3b")))
    result = attendant(settings, "show", "7f3")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3


def test_a_database_without_calls_says_so(settings: Settings) -> None:
    record(settings)
    result = attendant(settings, "calls")
    assert (result.exit_code, result.output) == (0, "No call is on record yet.\n")


def test_a_call_whose_events_cannot_be_read_is_said_to_be_unreadable(
    settings: Settings, tmp_path: Path
) -> None:
    record(settings, *journaled(started()))
    connection = sqlite3.connect(tmp_path / "attendant.db")
    connection.execute("UPDATE events SET payload = '{'")
    connection.commit()
    connection.close()
    result = attendant(settings, "export", CALL)
    assert result.exit_code == 1
    assert "none of the events of call 0197-call can be read" in result.stderr
