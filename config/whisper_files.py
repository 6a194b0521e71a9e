"""Reads what agents are told at once when a caller says something grave: `whispers.toml`, a text a cue."""

import re
from collections.abc import Collection, Iterable
from types import MappingProxyType

from config.centre_problems import Problems
from config.toml_source import Table, TomlSource

CUES = (
    "emergency",
    "self-harm",
    "vulnerability",
    "complaint",
    "repeat",
    "already-told",
    "frustration",
    "swearing",
    "injection",
)
"""What is noticed in callers' words."""
MOST_WORDS = 40
"""Of a text: what an agent takes in at a glance while listening."""

NONE = MappingProxyType[str, str]({})

_MARKUP = re.compile(r"[<>{}\x00-\x1f\x7f]")


def read_whispers(source: TomlSource | None, problems: Problems) -> MappingProxyType[str, str]:
    """The texts by cue, each of which becomes a card once a call."""
    if source is None:
        return NONE
    root = source.root()
    root.allow("whispers")
    return _texts(root.table("whispers"), CUES, problems)


def read_translated(
    source: TomlSource, wanted: Collection[str], problems: Problems
) -> MappingProxyType[str, str]:
    """The same texts in another language: all of the centre's, and no others."""
    root = source.root()
    root.allow("whispers")
    table = root.table("whispers")
    texts = _texts(table, wanted, problems)
    for cue in wanted:
        if root.has("whispers") and not table.has(cue):
            problems.add(source.file, table.line(cue), f"the whisper {cue} is missing")
    return texts


def _texts(table: Table, known: Iterable[str], problems: Problems) -> MappingProxyType[str, str]:
    known = tuple(known)
    texts: dict[str, str] = {}
    for cue in table.names():
        if cue not in known:
            problems.unknown(table.file, table.line(cue), "cue", cue, known)
            continue
        texts[cue] = text = table.text(cue)
        count = len(text.split())
        if count > MOST_WORDS:
            table.problem(cue, f"the whisper {cue} has {count} words; an agent can take in {MOST_WORDS}")
        if _MARKUP.search(text):
            table.problem(cue, f"the whisper {cue} must be plain sentences on one line, without < > {{ }}")
    return MappingProxyType(texts)
