"""`attendant demo --browser`, with two real browsers: the caller asks for a person, and the agent answers."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from config.settings import SAMPLE_CENTRE, Settings
from tests.browser import chromium, heard_rms, microphone_of, opened, page_problems, rms
from tests.end_to_end.conftest import BUNDLED
from transcripts.events import AnyEvent, Speaker, TransferAccepted, TransferCompleted, Utterance
from voice.cli.browser_demo import browser_staged
from voice.sandbox.company import Company

CALLERS = SAMPLE_CENTRE / "callers"
SPEECH = 300.0
"""RMS above which a stretch with pauses holds somebody's words; an idle line has none at all."""


async def test_a_call_in_two_tabs_goes_from_the_bot_to_a_person_and_both_hear_each_other(
    tmp_path: Path,
) -> None:
    asks = microphone_of(
        tmp_path / "caller.wav", [3.0, CALLERS / "call-back-1.wav", 4.0, CALLERS / "call-back-4.wav", 1.0]
    )
    answers = microphone_of(tmp_path / "agent.wav", [CALLERS / "agent-1.wav", 1.0])
    settings = Settings.model_validate(
        {"port": 0, "data_directory": tmp_path / "data", "log_level": "error", **BUNDLED}
    )
    async with (
        asyncio.timeout(150),
        browser_staged(settings, tmp_path / "company") as stage,
        chromium(asks, answers) as (callers, agents),
    ):
        company, journal = stage.stage.company, stage.stage.service.journal
        caller, agent = await opened(callers, stage.caller_url), await opened(agents, stage.agent_url)
        await agent.get_by_role("button", name="Get ready to answer").click()
        await agent.get_by_role("button", name="Ready: it will ring here").wait_for()
        await caller.get_by_role("button", name="Call Northwind Fibre").click()
        await agent.wait_for_selector("[data-state=ringing]", timeout=60_000)
        offered = await agent.locator("#offer-words li").all_inner_texts()
        await agent.keyboard.press("Enter")
        await agent.wait_for_selector("[data-state=talking]")
        callers_leg, agents_leg = company.legs
        await passes(company, lambda: rms(agents_leg.tracks()[1][-8000:]) > SPEECH)
        await agent.keyboard.press("1")
        live = stage.stage.service.switchboard.find(callers_leg.identity.call_sid)
        assert live is not None
        record: list[AnyEvent] = []
        while not any(isinstance(event, TransferCompleted) for event in record):
            await company.floor.clock.pass_ms(200)
            record = await journal.replay(live.call_id)
        talking_ms = agents_leg.duration_ms, callers_leg.duration_ms
        await passes(company, lambda: agents_leg.duration_ms > talking_ms[0] + 8000)
        heard_by_agent = agents_leg.tracks()[1][talking_ms[0] * 8 :]
        heard_by_caller = callers_leg.tracks()[1][talking_ms[1] * 8 :]
        assert await heard_rms(agent) > 0.02
        assert await heard_rms(caller) > 0.02
        await agent.get_by_role("button", name="Hang up").click()
        await agent.wait_for_selector("[data-state=ended]")
        await caller.get_by_role("button", name="Hang up").click()
        await caller.wait_for_selector("[data-state=ended]")
        await callers_leg.over.wait()
        assert [*page_problems(caller), *page_problems(agent)] == []

    said = [
        event.text for event in record if isinstance(event, Utterance) and event.speaker is Speaker.CALLER
    ]
    assert "person" in said[0]
    assert any("person" in sentence for sentence in offered)
    assert [event.how for event in record if isinstance(event, TransferAccepted)] == ["key"]
    assert agents_leg.keys == "1"
    assert rms(heard_by_agent) > SPEECH
    assert rms(heard_by_caller) > SPEECH


async def passes(company: Company, condition: Callable[[], bool]) -> None:
    """Lets the company's time go by until it is so."""
    while not condition():
        await company.floor.clock.pass_ms(100)
