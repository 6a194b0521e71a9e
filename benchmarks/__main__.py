"""`make bench`: every figure of the README, measured here and now.

python -m benchmarks                 all of it (about 12 minutes)
python -m benchmarks media memory    some of it
python -m benchmarks --json          the same as JSON
"""

import asyncio
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    assist,
    dialogue,
    knowledge,
    media_path,
    memory,
    panels,
    transfers,
    turn_latency,
    turn_taking,
    window,
    wrap_up,
)
from benchmarks.models.whisper import SHAPES, make_whisper

CONSOLE = Console(width=120)


def main(arguments: list[str]) -> None:
    unknown = [
        word
        for word in arguments
        if word not in BENCHMARKS and not word.startswith(("--json", "--consultations=", "--calls="))
    ]
    if unknown:
        print(__doc__, f"There are: {', '.join(BENCHMARKS)}.", sep="\n")
        sys.exit(0 if unknown == ["--help"] else 2)
    as_json = "--json" in arguments
    wanted = [name for name in arguments if not name.startswith("-")] or list(BENCHMARKS)
    results: dict[str, object] = {"machine": machine()}
    for name in wanted:
        results[name] = BENCHMARKS[name](not as_json)
    if as_json:
        print(json.dumps(results, indent=2))


def machine() -> str:
    cpu = next(
        (line.split(":")[1].strip() for line in cpu_info().splitlines() if line.startswith("model name")),
        platform.processor(),
    )
    return f"{cpu}, {len(__import__('os').sched_getaffinity(0))} cores, Python {platform.python_version()}"


def cpu_info() -> str:
    path = Path("/proc/cpuinfo")
    return path.read_text() if path.exists() else ""


def media(show: bool) -> object:
    result = asyncio.run(media_path.measure())
    if show:
        CONSOLE.print(
            f"[bold]Media path[/], {result['sockets']} sockets ({result['calls']} calls) at real-time pace: "
            f"{result['cpu_us_per_message']:.1f} µs CPU a message, {result['cpu_us_per_call_frame']:.1f} µs "
            f"a call for each 20 ms, {result['calls_a_core']:.0f} calls a core without recognition; "
            f"longest stall {result['longest_stall_ms']:.1f} ms."
        )
    return result


def memory_use(show: bool) -> object:
    result = asyncio.run(memory.measure())
    if show:
        CONSOLE.print(
            f"[bold]Memory[/]: service {result['service_mb']:.0f} MB; {result['idle_call_kb']:.0f} kB "
            f"an idle call, {result['talking_call_kb']:.0f} kB a talking call ({result['calls']} calls)."
        )
    return result


def turns(show: bool) -> object:
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as directory:
        model = make_whisper(Path(directory) / "base.en", SHAPES["base.en"])
        for short_window in (True, False):
            for calls in (1, 4, 8, 16):
                turns_each = 12 if calls == 1 else 5
                rows.append(
                    asyncio.run(
                        turn_latency.measure(model, calls, short_window=short_window, turns=turns_each)
                    )
                )
                if show:
                    CONSOLE.print(f"  measured {calls} calls, window {rows[-1]['window']}")
    if show:
        CONSOLE.print(turn_table(rows))
    return rows


def turn_table(rows: list[dict[str, object]]) -> Table:
    table = Table(title="Turn latency: end of speech to first sounding frame on the wire, ms")
    columns = {
        "calls": "calls",
        "window": "window",
        "turns": "turns",
        "total_p50": "median",
        "total_p95": "p95",
        "outside_p50": "outside",
        "outside_p95": "p95",
        "longest_stall_ms": "stall",
    }
    for title in (*columns.values(), "hang", "rec", "und", "syn", "send"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        stages = row["stages_p50"]
        assert isinstance(stages, dict)
        cells = [row[column] for column in columns] + [stages[stage] for stage in turn_latency.STAGES]
        table.add_row(*(f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells))
    table.caption = (
        "outside: at the caller's end of the wire. stall: the event loop's longest. Medians of the stages: "
        "hangover, recognition left after it, understanding, synthesis, sending."
    )
    return table


def dialogue_times(show: bool) -> object:
    times = asdict(dialogue.measure_dialogue())
    if show:
        CONSOLE.print(
            f"[bold]Understanding and dialogue[/], {times['turns']} turns: understanding "
            f"{times['understanding_p50']:.1f} ms (p95 {times['understanding_p95']:.1f}), dialogue "
            f"{times['dialogue_p50']:.2f} (p95 {times['dialogue_p95']:.2f}); together p95 "
            f"{times['both_p95']:.1f} ms, worst {times['both_worst']:.1f}."
        )
    return times


BENCHMARKS: dict[str, Callable[[bool], object]] = {
    "media": media,
    "memory": memory_use,
    "window": window.report,
    "turns": turns,
    "dialogue": dialogue_times,
    "knowledge": knowledge.report,
    "assist": assist.report,
    "wrap_up": wrap_up.report,
    "turn_taking": turn_taking.report,
    "transfers": transfers.report,
    "panels": panels.report,
}

if __name__ == "__main__":
    main(sys.argv[1:])
