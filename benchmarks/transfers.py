"""Transfers at once: how soon the agent's telephone rings and both can talk, and what the caller hears.

python -m benchmarks transfers

Everything is in one process: the service, the telephone company with its REST, all telephones. Recognition
and voice are stand-ins (every turn asks for a person): what is measured is everything else.
"""

import asyncio
import shutil
import socket
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from benchmarks.server import NoRecognition, Tone
from config.settings import SAMPLE_CENTRE, Settings
from transcripts.events import (
    AnyEvent,
    EscalationDecided,
    TransferAccepted,
    TransferCompleted,
    TransferOffered,
)
from transcripts.store.event_store import SqlEventStore
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp
from voice.service import Service
from voice.speech.recogniser import Recognition, RecognitionRequest

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
WISH = SAMPLE_CENTRE / "callers" / "call-back-1.wav"
SOUND = 150
"""A sample beyond this (of 32768) is sound."""
AT_ONCE = (1, 10, 40)


class WantsAPerson(NoRecognition):
    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        wish = "can i speak to a person please"
        return [Recognition(text=wish, confidence=1.0, engine=self.name) for _ in requests]


async def measure(calls: int, port: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as scratch:
        directory, began = Path(scratch), time.monotonic()
        settings = Settings.model_validate(
            {
                "port": 0,
                "data_directory": directory / "data",
                "log_level": "error",
                "centre": _staffed(directory / "centre", calls),
                "limits": {"calls": calls + 1},
                "twilio": {"api_url": f"http://127.0.0.1:{port}"},
            }
        )
        service = Service(
            settings,
            recogniser=WantsAPerson(),
            synthesiser=Tone(),
            wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
        )
        await service.start()
        await service.ready()
        account = service.account
        async with Company(
            account.account_sid,
            account.auth_token,
            directory / "carrier",
            port=port,
            service_url=service.base_url,
        ) as company:
            for status in service.roster.statuses():
                await service.roster.set(status.agent.name, Presence.AVAILABLE, "the benchmark")
                steps = (WaitForQuiet(700), Press("1"), Wait(120_000))
                company.register(status.agent.phone, ScriptedPhone(PhoneScript(after_ms=1000, steps=steps)))
            legs: list[Leg] = []
            for _ in range(calls):
                steps = (WaitForQuiet(1200), Play(WISH), Wait(25_000), HangUp())
                legs.append(company.call(ScriptedPhone(PhoneScript(steps=steps))))
                await asyncio.sleep(0.05)
            await asyncio.gather(*(leg.over.wait() for leg in legs))
            await company.idle()
            heard = {leg.sid: leg.tracks()[1] for leg in legs}
        await service.stop()
        records = await _records(settings, calls)
    return {"calls": calls, **_figures(records, heard)}


async def _records(settings: Settings, calls: int) -> dict[str, list[AnyEvent]]:
    """By CallSid."""
    store = await SqlEventStore.open(settings.resolved_database_url)
    found = await store.list_calls(calls)
    records = {call.carrier_call_id: await store.events_of(call.call_id) for call in found}
    await store.close()
    return records


def _figures(
    records: dict[str, list[AnyEvent]], heard: dict[str, npt.NDArray[np.int16]]
) -> dict[str, object]:
    rings, bridges, silences = [], [], []
    for call_sid, record in records.items():
        at: dict[type, int] = {type(event): event.at_ms for event in record}
        if TransferCompleted not in at:
            continue
        rings.append(at[TransferOffered] - at[EscalationDecided])
        bridges.append(at[TransferCompleted] - at[TransferAccepted])
        silences.append(_longest_silence(heard[call_sid], at[EscalationDecided], at[TransferCompleted]))
    return {
        "connected": len(bridges),
        "ring_ms_p50": _percentile(rings, 50),
        "ring_ms_p95": _percentile(rings, 95),
        "bridge_ms_p50": _percentile(bridges, 50),
        "bridge_ms_p95": _percentile(bridges, 95),
        "longest_silence_ms_p50": _percentile(silences, 50),
        "longest_silence_ms_worst": max(silences, default=None),
    }


def _longest_silence(heard: npt.NDArray[np.int16], from_ms: int, to_ms: int) -> int:
    """What the caller heard nothing in, between the decision and the agent, in ms."""
    frames = heard[: heard.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    sounding = np.abs(frames.astype(np.int32)).max(axis=1) > SOUND
    longest = silent = 0
    for sounds in sounding[from_ms // FRAME_MS : to_ms // FRAME_MS]:
        silent = 0 if sounds else silent + 1
        longest = max(longest, silent)
    return longest * FRAME_MS


def _percentile(values: Sequence[int], share: int) -> int | None:
    return round(float(np.percentile(values, share))) if values else None


def report(show: bool) -> object:
    rows = [asyncio.run(measure(calls, _free_port())) for calls in AT_ONCE]
    if show:
        table = Table(title="Transfers at once, ms")
        for column in rows[0]:
            table.add_column(column.replace("_", " "), justify="right")
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        Console(width=160).print(table)
    return rows


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _staffed(centre: Path, agents: int) -> Path:
    shutil.copytree(SAMPLE_CENTRE, centre, ignore=shutil.ignore_patterns("*.wav"))
    people = "\n".join(
        f'[[agent]]\nname = "agent-{number}"\ntitle = "Agent {number}"\nphone = "+1617555{number:04}"\n'
        "skills = { technical = 5, care = 5, billing = 5, sales = 5 }\n"
        for number in range(1, agents + 1)
    )
    (centre / "agents.toml").write_text(people, encoding="utf-8")
    return centre
