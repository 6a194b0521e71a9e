"""Reads when a call goes to a person: `routing.toml`."""

import re

from config.centre import RoutingRules
from config.centre_problems import Problems
from config.toml_source import Table, TomlSource

E164 = re.compile(r"\+[1-9]\d{6,14}")


def read_routing(source: TomlSource | None, queues: set[str] | None, problems: Problems) -> RoutingRules:
    """`queues`: those there are; None: they could not be read, so nothing is said of them."""
    if source is None:
        return RoutingRules()
    root = source.root()
    root.allow(
        *("vip_queue", "emergency_queue", "vulnerable_queue", "human_only", "vips"),
        *("repeat_calls", "troubles", "frustration", "loops"),
    )
    return RoutingRules(
        vip_queue=_queue(root, "vip_queue", queues, problems),
        human_only=_numbers(root, "human_only"),
        vips=_numbers(root, "vips"),
        repeat_calls=int(root.number("repeat_calls", 3, 1, 100)),
        troubles=int(root.number("troubles", 3, 2, 20)),
        frustration=root.number("frustration", 0.7, 0, 1),
        loops=int(root.number("loops", 2, 1, 20)),
        emergency_queue=_queue(root, "emergency_queue", queues, problems),
        vulnerable_queue=_queue(root, "vulnerable_queue", queues, problems),
    )


def _queue(root: Table, key: str, queues: set[str] | None, problems: Problems) -> str | None:
    name = root.text(key, required=False)
    if name and queues is not None and name not in queues:
        problems.unknown(root.file, root.line(key), "queue", name, queues)
    return name or None


def _numbers(root: Table, key: str) -> tuple[str, ...]:
    numbers = root.list_of(key, str, "telephone numbers")
    for number in numbers:
        if not E164.fullmatch(number):
            root.problem(key, f'"{number}" must be a number with its country, such as +15035550142')
    return tuple(numbers)
