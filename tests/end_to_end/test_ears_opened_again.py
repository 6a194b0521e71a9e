"""A carrier that ends the ears while the call goes on: they are opened again, and what is missing is on record.

Whether Twilio's forks outlive `<Dial><Conference>` nobody has published; here they do not, or break again and
again, or the carrier's interface is down when they are asked for.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from transcripts.events import (
    AnyEvent,
    CallEnded,
    EarsReopened,
    EarsReplaced,
    FaultNoticed,
    Speaker,
    TransferCompleted,
    Utterance,
)
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.knobs import CompanyKnobs, Knobs, RestTrouble
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
CALLERS = SAMPLE_CENTRE / "callers"
WANTS_A_PERSON, SLOW, BILL = (CALLERS / f"{name}-1.wav" for name in ("third-time", "slow-internet", "bill"))
BEN = "+16175550181"
SAID = (
    "that is the third time i am calling this is ridiculous",
    *["why is my bill higher"] * 30,
)
FIRST_MEDIA_MS = 200
FRAMES_MS = 200
"""By so much the two ends' measures of one gap may differ: frames, and their way."""


@dataclass(frozen=True)
class Trouble:
    knobs: CompanyKnobs
    rest: Sequence[RestTrouble] = ()


TROUBLES = {
    "forks go on": Trouble(CompanyKnobs()),
    "forks end in the conference": Trouble(CompanyKnobs(forks_end_in_conference=True)),
    "and the interface is down": Trouble(
        CompanyKnobs(forks_end_in_conference=True),
        (RestTrouble(503, "Streams", times=2), RestTrouble(400, "Streams")),
    ),
    "every fork breaks": Trouble(CompanyKnobs(line=Knobs(ears_lost_after_s=5.0))),
}


@dataclass(frozen=True)
class Rung:
    record: list[AnyEvent]
    caller: Leg
    warnings: tuple[str, ...]

    def all(self, kind: type) -> list:
        return [event for event in self.record if isinstance(event, kind)]

    def the(self, kind: type):
        (event,) = self.all(kind)
        return event

    def said(self, speaker: Speaker, since_ms: int = 0) -> str:
        return " ".join(
            said.text for said in self.all(Utterance) if said.speaker is speaker and said.start_ms >= since_ms
        )


async def both_heard(service: Service) -> None:
    """Until caller and agent, who are together, have both been understood."""
    together, heard = False, set[Speaker]()
    async with service.journal.subscribe(length=10_000) as news:
        async for event in news:
            together = together or isinstance(event, TransferCompleted)
            if together and isinstance(event, Utterance) and event.text:
                heard.add(event.speaker)
            if heard == {Speaker.CALLER, Speaker.AGENT}:
                return


async def play(trouble: Trouble, directory: Path, one_by_one: asyncio.Lock) -> Rung:
    port, began = unused_port(), time.monotonic()
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": directory / "data",
            "log_level": "error",
            "twilio": {"api_url": f"http://127.0.0.1:{port}"},
        }
    )
    service = Service(
        settings,
        recogniser=ScriptedRecogniser(*SAID),
        synthesiser=ToneSynthesiser(),
        wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
    )
    try:
        async with one_by_one:
            await service.start()
        await service.ready()
        await service.roster.set("ben-carter", Presence.AVAILABLE, "the test")
        account = service.account
        async with Company(
            account.account_sid, account.auth_token, directory, port=port, service_url=service.base_url
        ) as company:
            company.knobs = trouble.knobs
            company.trouble.extend(trouble.rest)
            takes_it = (WaitForQuiet(700), Press("1"), *(Wait(6000), Play(BILL)) * 20)
            company.register(BEN, ScriptedPhone(PhoneScript(after_ms=1500, steps=takes_it)))
            steps = (WaitForQuiet(1200), Play(WANTS_A_PERSON), Wait(12_000), *(Wait(6000), Play(SLOW)) * 20)
            leg = company.call(ScriptedPhone(PhoneScript(steps=steps)))
            async with asyncio.timeout(150):
                await both_heard(service)
                company.floor.hang_up(leg, by="phone")
                live = service.switchboard.find(leg.sid)
                if live is not None:
                    await live.finished.wait()
            return Rung(await record_of(settings, leg.sid), leg, company.warnings)
    finally:
        await service.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def rung(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rung]:
    one_by_one = asyncio.Lock()
    directories = [tmp_path_factory.mktemp("ears") for _ in TROUBLES]
    results = await asyncio.gather(
        *(play(one, each, one_by_one) for one, each in zip(TROUBLES.values(), directories, strict=True))
    )
    return dict(zip(TROUBLES, results, strict=True))


@pytest.mark.parametrize("name", TROUBLES)
def test_both_are_heard_to_the_end_whatever_becomes_of_the_ears(name: str, rung: dict[str, Rung]):
    call = rung[name]
    together_ms = call.the(TransferCompleted).at_ms
    assert call.the(CallEnded)
    assert not call.all(FaultNoticed)
    assert call.said(Speaker.CALLER, together_ms)
    assert call.said(Speaker.AGENT, together_ms)


def test_where_forks_go_on_nothing_is_missing(rung: dict[str, Rung]):
    assert not rung["forks go on"].all(EarsReopened)


def test_ears_that_end_in_the_conference_are_open_again_within_a_second(rung: dict[str, Rung]):
    call = rung["forks end in the conference"]
    reopened = call.the(EarsReopened)
    assert 0 < reopened.gap_ms <= 1000
    ears = [moment for moment in call.caller.moments if "ears" in moment.detail]
    closed_ms = next(moment.at_ms for moment in ears if moment.event == "stream closed")
    opened_ms = [moment.at_ms for moment in ears if moment.event == "stream opened"][1]
    missing_ms = opened_ms + FIRST_MEDIA_MS - closed_ms
    assert abs(reopened.gap_ms - missing_ms) <= FRAMES_MS, "the record states what was missing"


def test_an_interface_that_is_down_is_asked_again(rung: dict[str, Rung]):
    call = rung["and the interface is down"]
    reopened = call.the(EarsReopened)
    assert "refused" in reopened.explanation
    assert 1000 < reopened.gap_ms < 12_000


def test_while_the_bot_has_the_caller_the_mouth_stands_in_and_nothing_is_missing(rung: dict[str, Rung]):
    call = rung["every fork breaks"]
    connected_ms = call.the(TransferCompleted).at_ms
    with_bot = [one for one in call.all(EarsReopened) if one.at_ms < connected_ms - 3000]
    assert with_bot
    assert all(one.gap_ms <= FRAMES_MS for one in with_bot)
    assert len(call.all(EarsReplaced)) >= len(with_bot)


def test_nobody_is_heard_twice(rung: dict[str, Rung]):
    for name, call in rung.items():
        spans = sorted(
            (said.start_ms, said.end_ms)
            for said in call.all(Utterance)
            if said.speaker is Speaker.CALLER and said.text
        )
        assert all(before[1] <= after[0] for before, after in pairwise(spans)), name
        assert call.said(Speaker.CALLER).count("third time") == 1, name
