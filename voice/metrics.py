"""The process's own figures, for Prometheus. One registry a service: nothing is registered globally."""

import asyncio
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge, Histogram

LOOK_EVERY_S = 0.05
"""How often the event loop is looked at for stalls. A stall is seen by how late the look itself comes."""


class Metrics:
    def __init__(self, live_calls: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        calls = Gauge("attendant_live_calls", "Calls that are on now", registry=self.registry)
        calls.set_function(lambda: float(live_calls()))
        self._queue = Gauge(
            "attendant_recogniser_queue", "Utterances that wait for the recogniser", registry=self.registry
        )
        self._latency = Histogram(
            "attendant_turn_latency_seconds",
            "From the end of the caller's speech to the first sounding frame on the wire",
            buckets=(0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.3, 1.6, 2.0, 3.0, 5.0),
            registry=self.registry,
        )
        self._lag = Histogram(
            "attendant_loop_lag_seconds",
            "How late the event loop came to a timer",
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
            registry=self.registry,
        )
        self._longest_lag = Gauge(
            "attendant_loop_lag_longest_seconds",
            "The longest stall of the event loop since the start",
            registry=self.registry,
        )
        self.longest_lag_s = 0.0

    def watch_queue(self, depth: Callable[[], int]) -> None:
        self._queue.set_function(lambda: float(depth()))

    def turn_timed(self, total_ms: float) -> None:
        self._latency.observe(total_ms / 1000)

    def forget_longest_lag(self) -> None:
        """A benchmark begins: what happened while models were warmed does not count."""
        self.longest_lag_s = 0.0

    async def watch_loop(self) -> None:
        """Runs until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOK_EVERY_S
            await asyncio.sleep(LOOK_EVERY_S)
            lag_s = max(0.0, loop.time() - due)
            self._lag.observe(lag_s)
            if lag_s > self.longest_lag_s:
                self.longest_lag_s = lag_s
                self._longest_lag.set(lag_s)
