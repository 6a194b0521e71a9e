"""Transfers at once: how soon the agent's telephone rings and both can talk, what the caller hears, and what
the record misses of what they said on the way.

python -m benchmarks transfers

The service is one process; the telephone company with its REST and all telephones are another. Recognition
and voice are stand-ins (every turn asks for a person): what is measured is everything else.
"""

import asyncio
import json
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from benchmarks.transfer_server import settings_of
from config.settings import SAMPLE_CENTRE, Settings
from transcripts.continuity_events import EarsReopened
from transcripts.events import (
    AnyEvent,
    AudioLost,
    EscalationDecided,
    Speaker,
    TransferAccepted,
    TransferCompleted,
    TransferOffered,
    Utterance,
)
from transcripts.store.event_store import SqlEventStore
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.cli.running import new_event_loop
from voice.sandbox.company import Company
from voice.sandbox.knobs import CompanyKnobs, Knobs
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import PhoneStep, Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.sounding import Span, spans, speech_frames
from voice.sandbox.steps import HangUp

WISH = SAMPLE_CENTRE / "callers" / "call-back-1.wav"
SOUND = 150
"""A sample beyond this (of 32768) is sound."""
AT_ONCE = (1, 10, 40, 100)
TALKING = 20
"""Callers who never stop talking, by whom the seam is measured."""
LOOKS_S = 0.25
TURN_MS = 300
"""A pause up to this is within a turn of the caller's."""
APART_S = 0.05
"""Between two calls."""
STAYS_MS = 25_000
"""How long a caller stays after they have asked for a person."""
MANY = 40
LONG_FRAME = 5 * FRAME_SAMPLES
"""Bytes in a media message where more than `MANY` are rung: 100 ms. With Twilio's 20 ms the company, on one
of two cores, does not keep up with a hundred calls and their agents."""
SEAM_MS = 2000
"""What is said from so long before the acceptance to so long after both are together."""


@dataclass(frozen=True)
class Line:
    """A caller's telephone: what it said and what it heard, on its own clock from the answer on."""

    said: npt.NDArray[np.int16]
    heard: npt.NDArray[np.int16]
    wish_ms: int
    """When they had said what they want."""
    joined_ms: int
    """When they came into the conference; 0: never."""

    @classmethod
    def of(cls, leg: Leg) -> "Line":
        said, heard = leg.tracks()
        wishes = [moment.at_ms for moment in leg.moments if moment.event == "phone plays"]
        joins = [moment.at_ms for moment in leg.moments if moment.event == "participant-join"]
        spoken = [turn for turn in spans(speech_frames(said), TURN_MS) if wishes and turn.end_ms > wishes[0]]
        return cls(said, heard, spoken[0].end_ms if spoken else 0, joins[0] if joins else 0)

    @property
    def longest_silence_ms(self) -> int:
        """From the first word of the answer to the person."""
        frames = self.heard[: self.heard.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        sounding = np.abs(frames.astype(np.int32)).max(axis=1) > SOUND
        waited = np.flatnonzero(sounding[self.wish_ms // FRAME_MS : self.joined_ms // FRAME_MS])
        return int(np.diff(waited).max(initial=1) - 1) * FRAME_MS


async def measure(calls: int, *, talking: bool) -> dict[str, object]:
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        description: dict[str, object] = {
            "data": str(directory / "data"),
            "centre": str(staffed(directory / "centre", calls)),
            "calls": calls,
            "carrier": f"http://127.0.0.1:{port}",
        }
        async with service_under_test(description) as about:
            carrier = directory / "carrier"
            company = Company(about["sid"], about["token"], carrier, port=port, service_url=about["url"])
            async with company:
                if calls > MANY:
                    company.knobs = CompanyKnobs(line=Knobs(frame_bytes=LONG_FRAME))
                async with _lateness(company) as late:
                    legs = await _rung(company, calls, talking=talking)
                lines = {leg.sid: Line.of(leg) for leg in legs}
        records = await _records(settings_of(description), calls)
    measured = _seam(records, lines) if talking else _figures(records, lines)
    return {"calls": calls, **measured, "carrier_late_ms": max(late)}


async def _rung(company: Company, calls: int, *, talking: bool) -> list[Leg]:
    agent = PhoneScript(after_ms=1000, steps=(WaitForQuiet(700), Press("1"), Wait(120_000)))
    for number in range(1, calls + 1):
        company.register(phone_of(number), ScriptedPhone(agent))
    stays: tuple[PhoneStep, ...] = (
        (Play(WISH), Wait(900)) * (STAYS_MS // 3300) if talking else (Wait(STAYS_MS),)
    )
    caller = PhoneScript(steps=(WaitForQuiet(1200), Play(WISH), Wait(900), *stays, HangUp()))
    legs: list[Leg] = []
    for _ in range(calls):
        legs.append(company.call(ScriptedPhone(caller)))
        await asyncio.sleep(APART_S)
    await asyncio.gather(*(leg.over.wait() for leg in legs))
    await company.idle()
    return legs


async def _records(settings: Settings, calls: int) -> dict[str, list[AnyEvent]]:
    """By CallSid."""
    store = await SqlEventStore.open(settings.resolved_database_url)
    found = await store.list_calls(calls)
    records = {call.carrier_call_id: await store.events_of(call.call_id) for call in found}
    await store.close()
    return records


def _figures(records: dict[str, list[AnyEvent]], lines: dict[str, Line]) -> dict[str, object]:
    rings, bridges, silences = list[int](), list[int](), list[int]()
    for call_sid, record in records.items():
        at = _first(record)
        if TransferCompleted not in at:
            continue
        rings.append(at[TransferOffered] - at[EscalationDecided])
        bridges.append(at[TransferCompleted] - at[TransferAccepted])
        silences.append(lines[call_sid].longest_silence_ms)
    return {
        "connected": len(bridges),
        "ring_ms_p50": percentile(rings, 50),
        "ring_ms_p95": percentile(rings, 95),
        "bridge_ms_p50": percentile(bridges, 50),
        "bridge_ms_p95": percentile(bridges, 95),
        "longest_silence_ms_p50": percentile(silences, 50),
        "longest_silence_ms_p95": percentile(silences, 95),
        "longest_silence_ms_worst": max(silences, default=None),
    }


def _seam(records: dict[str, list[AnyEvent]], lines: dict[str, Line]) -> dict[str, object]:
    """What the callers said around the move, and what is missing of it, by the media's clock and by turns."""
    lost, unheard, said = list[int](), list[int](), 0
    for call_sid, record in records.items():
        at = _first(record)
        if TransferCompleted not in at:
            continue
        lost.append(
            sum(event.lost_ms for event in record if isinstance(event, AudioLost))
            + sum(event.gap_ms for event in record if isinstance(event, EarsReopened))
        )
        turns = _said_within(
            lines[call_sid].said, at[TransferAccepted] - SEAM_MS, at[TransferCompleted] + SEAM_MS
        )
        heard = [
            (event.start_ms, event.end_ms)
            for event in record
            if isinstance(event, Utterance) and event.speaker is Speaker.CALLER
        ]
        said += sum(turn.end_ms - turn.start_ms for turn in turns)
        unheard.append(sum(_uncovered(turn, heard) for turn in turns))
    return {
        "said_ms": said,
        "media_lost_ms": sum(lost),
        "unheard_ms_p50": percentile(unheard, 50),
        "unheard_ms_p95": percentile(unheard, 95),
        "unheard_ms_worst": max(unheard, default=None),
    }


def _said_within(said: npt.NDArray[np.int16], from_ms: int, to_ms: int) -> list[Span]:
    """The turns that lie within, as they were said into the telephone."""
    turns = spans(speech_frames(said), TURN_MS)
    return [turn for turn in turns if turn.start_ms >= from_ms and turn.end_ms <= to_ms]


def _uncovered(turn: Span, heard: Sequence[tuple[int, int]]) -> int:
    frames = range(turn.start_ms, turn.end_ms, FRAME_MS)
    return FRAME_MS * sum(not any(start <= at < end for start, end in heard) for at in frames)


def _first(record: Sequence[AnyEvent]) -> dict[type[AnyEvent], int]:
    """When each kind of event came first, in ms."""
    at: dict[type[AnyEvent], int] = {}
    for event in record:
        at.setdefault(type(event), event.at_ms)
    return at


def percentile(values: Sequence[int], share: int) -> int | None:
    return round(float(np.percentile(values, share))) if values else None


def report(show: bool) -> object:
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        rows = [runner.run(measure(calls, talking=False)) for calls in AT_ONCE]
        seam = runner.run(measure(TALKING, talking=True))
    if show:
        _show("Transfers at once, ms", rows)
        _show("Callers who talk all the way, ms", [seam])
    return {"at_once": rows, "seam": seam}


def _show(title: str, rows: Sequence[dict[str, object]]) -> None:
    table = Table(title=title)
    for column in rows[0]:
        table.add_column(column.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console(width=200).print(table)


@asynccontextmanager
async def _lateness(company: Company) -> AsyncGenerator[list[int]]:
    """By how much the company's clock is behind, in ms: whether it is what is measured."""
    loop, late = asyncio.get_running_loop(), [0]

    async def look() -> None:
        ahead = loop.time() - company.floor.clock.now_ms / 1000
        while True:
            await asyncio.sleep(LOOKS_S)
            behind_s = loop.time() - company.floor.clock.now_ms / 1000 - ahead
            late.append(round(behind_s * 1000))

    looking = asyncio.create_task(look())
    try:
        yield late
    finally:
        looking.cancel()


@asynccontextmanager
async def service_under_test(description: dict[str, object]) -> AsyncGenerator[dict[str, str]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.transfer_server", json.dumps(description)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async for line in process.stdout:
            if line.startswith(b'{"ready"'):
                yield json.loads(line)["ready"]
                break
        else:
            raise RuntimeError("the service under test ended before it was ready")
    finally:
        process.stdin.close()
        await process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def phone_of(agent: int) -> str:
    return f"+1617555{agent:04}"


def staffed(centre: Path, agents: int) -> Path:
    shutil.copytree(SAMPLE_CENTRE, centre, ignore=shutil.ignore_patterns("*.wav"))
    people = "\n".join(
        f'[[agent]]\nname = "agent-{number}"\ntitle = "Agent {number}"\nphone = "{phone_of(number)}"\n'
        "skills = { technical = 5, care = 5, billing = 5, sales = 5 }\n"
        for number in range(1, agents + 1)
    )
    (centre / "agents.toml").write_text(people, encoding="utf-8")
    return centre
