"""Recordings with their texts, in JSON Lines, to measure a recogniser on a centre's own calls."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from assist.entities import EntityKind

SPOKEN_KINDS = tuple(kind for kind in EntityKind if kind not in (EntityKind.NAME, EntityKind.YES_NO))
"""The entities that are looked for where a line names none: names need a question, and yes is no value."""


class ManifestError(Exception):
    """The manifest cannot be used; the message has a line `file:line: what is wrong` for each problem."""


@dataclass(frozen=True, slots=True)
class Recording:
    audio: Path
    text: str
    """What is said in it."""
    entities: tuple[EntityKind, ...]
    """The kinds of things that are named in it and must be understood."""


class _Line(msgspec.Struct, frozen=True):
    audio: str
    text: str
    entities: tuple[EntityKind, ...] = SPOKEN_KINDS


def read_manifest(manifest: Path) -> list[Recording]:
    """`{"audio": path, "text": words, "entities": [kind, …]}` a line; a path may be relative to the manifest.

    `entities` may be left out. Other keys are not read. Raises `ManifestError` with every problem.
    """
    try:
        lines = manifest.read_bytes().splitlines()
    except OSError as error:
        raise ManifestError(f"{manifest}: it cannot be read ({error.strerror})") from error
    problems: list[str] = []
    recordings: list[Recording] = []
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            read = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(
                f'{manifest}:{number}: {error}; write {{"audio": "a.wav", "text": "what is said"}}'
            )
            continue
        audio = manifest.parent / read.audio
        if not audio.is_file():
            problems.append(f"{manifest}:{number}: there is no file {audio}")
        elif not any(letter.isalnum() for letter in read.text):
            problems.append(f"{manifest}:{number}: the text of {read.audio} has no words")
        else:
            recordings.append(Recording(audio, read.text, read.entities))
    if not recordings and not problems:
        problems.append(f"{manifest}: there is no recording in it")
    if problems:
        raise ManifestError("\n".join(problems))
    return recordings
