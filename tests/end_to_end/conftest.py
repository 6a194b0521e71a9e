"""The real thing: bundled engines, real sockets at real-time pace, the sample centre.

All calls are placed at once on one service, as on a real day; the tests judge what is left of each.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np
import pytest
import pytest_asyncio

from config.settings import SAMPLE_CENTRE, Settings
from transcripts.events import AnyEvent
from transcripts.store.event_store import SqlEventStore
from voice.audio import mulaw
from voice.audio.wav import write_mulaw_wav
from voice.sandbox.call import ring
from voice.sandbox.knobs import Knobs
from voice.sandbox.sample_callers import SampleCaller, read_callers
from voice.sandbox.steps import HangUp, Keys, Silence, Speak, Step
from voice.sandbox.timeline import CallReport
from voice.service import Service

BUNDLED = {"recogniser": {"engine": "pocketsphinx"}, "synthesiser": {"engine": "espeak-ng"}}


@dataclass(frozen=True)
class Rung:
    """A call that was placed: what the carrier saw, and what the record says."""

    report: CallReport
    record: list[AnyEvent]

    def all(self, kind: type) -> list:
        return [event for event in self.record if isinstance(event, kind)]

    def the(self, kind: type):
        (event,) = self.all(kind)
        return event


@pytest.fixture(scope="session")
def callers() -> dict[str, SampleCaller]:
    return {
        caller.name: caller for caller in read_callers(SAMPLE_CENTRE / "callers") if not caller.with_agent
    }


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    settings = Settings.model_validate(
        {"port": 0, "data_directory": tmp_path_factory.mktemp("data"), "log_level": "error", **BUNDLED}
    )
    service = Service(settings)
    await service.start()
    try:
        await service.ready()
        yield service
    finally:
        await service.stop()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def calls(
    service: Service, callers: dict[str, SampleCaller], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Rung]:
    """Every recorded caller, and some whose carrier or manners are worse."""
    output = tmp_path_factory.mktemp("rung")
    noise = output / "noise.wav"
    write_mulaw_wav(noise, mulaw.encode(hiss(2.0)))
    outage = callers["outage"].steps
    numbers = {name: caller.number for name, caller in callers.items() if caller.number}
    plans: dict[str, tuple[list[Step], Knobs]] = {
        **{name: (caller.steps, Knobs()) for name, caller in callers.items()},
        "no fork, no marks": (outage, Knobs(no_ears=True, no_marks=True)),
        "marks echoed at once": (outage, Knobs(eager_marks=True)),
        "fork dies": (outage, Knobs(ears_lost_after_s=8.0, burst_ms=233)),
        "replays its tokens": (outage, Knobs(replayed_token=True, double_webhook=True)),
        "odd frames": (outage, Knobs(frame_bytes=161)),
        "noise": ([Speak(noise), Speak(noise), Speak(noise)], Knobs()),
        "silent": ([Silence(60_000)], Knobs()),
        "presses zero": ([Keys("0"), Silence(9000), HangUp()], Knobs()),
        "hangs up": ([Silence(3000), HangUp()], Knobs(open_after_hangup_s=2.0)),
    }

    async def place(name: str, steps: list[Step], knobs: Knobs) -> Rung:
        account = service.account
        report = await ring(
            service.base_url,
            account.auth_token,
            account.account_sid,
            steps,
            output / name.replace(" ", "-").replace(",", ""),
            knobs=knobs,
            **({"from_number": numbers[name]} if name in numbers else {}),
        )
        live = service.switchboard.find(report.call_sid)
        if live is not None:
            await asyncio.wait_for(live.finished.wait(), 10)
        return Rung(report, await record_of(service.settings, report.call_sid))

    rung = await asyncio.gather(*(place(name, steps, knobs) for name, (steps, knobs) in plans.items()))
    return dict(zip(plans, rung, strict=True))


async def record_of(settings: Settings, call: str) -> list[AnyEvent]:
    """What is on disk of a call."""
    store = await SqlEventStore.read(settings.resolved_database_url)
    try:
        return await store.events_of((await store.find_call(call)).call_id)
    finally:
        await store.close()


def hiss(seconds: float) -> np.ndarray:
    return np.random.default_rng(3).normal(0, 3000, round(seconds * 8000)).astype(np.int16)
