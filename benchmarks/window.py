"""What the short window is worth: one final with it, and with Whisper's 30 s, side by side in one run.

A random-weight model of the true size answers with twelve tokens in both.
python -m benchmarks.window [--json]
"""

import json
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.models.whisper import SHAPES, TWELVE_WORDS, make_whisper
from config.settings import RecogniserSettings
from voice.audio.types import TELEPHONE_HZ, Int16Array
from voice.speech.recogniser import RecognitionRequest, Urgency
from voice.speech.whisper import WhisperRecogniser, available_cores
from voice.speech.whisper_window import window_s

ROUNDS = 12
LENGTHS_S = (2.0, 4.0, 9.0)
"""Utterances of a telephone call, pre-roll and all."""


@dataclass(frozen=True, slots=True)
class Row:
    model: str
    utterance_s: float
    workers: int
    """Finals at once, one thread each."""
    short_window_s: int
    short_ms: float
    """Median of a final with the short window."""
    short_p95_ms: float
    full_ms: float
    """Median of a final with 30 s."""
    full_p95_ms: float
    times: float
    """How many times faster the short one is."""


def main(arguments: list[str]) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    rows = report("--json" not in arguments)
    if "--json" in arguments:
        print(json.dumps(rows, indent=2))


def report(show: bool = True, model: str = "base.en", rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Measures, shows a table where wanted, and returns its rows."""
    rows = measure(model, rounds)
    if show:
        Console(width=120).print(_table(rows))
    return [asdict(row) for row in rows]


def measure(model: str, rounds: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as directory:
        path = make_whisper(Path(directory) / model, SHAPES[model])
        rows: list[Row] = []
        for workers in sorted({1, available_cores()}):
            short = WhisperRecogniser(RecogniserSettings(device="cpu", workers=workers), path)
            full = WhisperRecogniser(
                RecogniserSettings(device="cpu", workers=workers, short_window=False), path
            )
            for engine in (short, full):
                engine.warm_up()
            for length in LENGTHS_S:
                pcm = _noise(length)
                timed: dict[WhisperRecogniser, list[float]] = {short: [], full: []}
                for _ in range(rounds):
                    for engine, times in timed.items():
                        times.extend(_at_once(engine, pcm, workers))
                rows.append(_row(model, length, workers, pcm, timed[short], timed[full]))
            short.close()
            full.close()
        return rows


def _row(
    model: str, length: float, workers: int, pcm: Int16Array, short: list[float], full: list[float]
) -> Row:
    return Row(
        model=model,
        utterance_s=length,
        workers=workers,
        short_window_s=window_s(pcm.size),
        short_ms=statistics.median(short),
        short_p95_ms=float(np.percentile(short, 95)),
        full_ms=statistics.median(full),
        full_p95_ms=float(np.percentile(full, 95)),
        times=statistics.median(full) / statistics.median(short),
    )


def _at_once(engine: WhisperRecogniser, pcm: Int16Array, workers: int) -> list[float]:
    """Milliseconds of each of `workers` finals begun together."""
    times: list[float] = []
    together = threading.Barrier(workers)

    def final() -> None:
        together.wait()
        start = time.perf_counter()
        [recognition] = engine.recognise([RecognitionRequest("call", "turn", pcm, Urgency.FINAL, 1000)])
        times.append(1000 * (time.perf_counter() - start))
        assert len(recognition.text.split()) == len(TWELVE_WORDS), recognition

    threads = [threading.Thread(target=final) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == workers, "a final failed; its traceback is above"
    return times


def _noise(length_s: float) -> Int16Array:
    random = np.random.default_rng(3)
    return random.normal(0, 2000, int(length_s * TELEPHONE_HZ)).astype(np.int16)


def _table(rows: list[Row]) -> Table:
    table = Table(
        title=f"One final of {len(TWELVE_WORDS)} tokens, {rows[0].model}, int8, one thread a worker"
    )
    for heading in (
        "utterance",
        "finals at once",
        "window",
        "median",
        "p95",
        "30 s: median",
        "p95",
        "faster",
    ):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(
            f"{row.utterance_s:g} s",
            str(row.workers),
            f"{row.short_window_s} s",
            f"{row.short_ms:.0f} ms",
            f"{row.short_p95_ms:.0f} ms",
            f"{row.full_ms:.0f} ms",
            f"{row.full_p95_ms:.0f} ms",
            f"× {row.times:.1f}",
        )
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
