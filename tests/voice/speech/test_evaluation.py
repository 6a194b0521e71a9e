import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from assist.entities import EntityKind
from tests.engines import ScriptedRecogniser
from voice.audio import mulaw
from voice.audio.wav import write_mulaw_wav
from voice.speech.evaluation import compared_words, listen_to, on_the_line, report
from voice.speech.manifest import ManifestError, read_manifest
from voice.speech.recogniser import Recognition, RecognitionRequest

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Remembering(ScriptedRecogniser):
    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.requests: list[RecognitionRequest] = []

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        self.requests += requests
        return super().recognise(requests)


def recorded(folder: Path, *lines: dict[str, object], seconds: float = 1.0) -> Path:
    tone = (8000 * np.sin(np.arange(int(8000 * seconds)) / 3)).astype(np.int16)
    write_mulaw_wav(folder / "a.wav", mulaw.encode(tone))
    manifest = folder / "manifest.jsonl"
    manifest.write_text("\n".join(json.dumps(line) for line in lines))
    return manifest


def test_words_are_compared_as_the_service_reads_them() -> None:
    assert compared_words("I'm paying 20, um, dollars!", "en-US") == [
        "i",
        "am",
        "paying",
        "twenty",
        "dollars",
    ]
    assert compared_words("¿Está lento, verdad?", "es-US") == ["está", "lento", "verdad"]


def test_the_report_counts_words_entities_and_the_worst(tmp_path: Path) -> None:
    manifest = recorded(
        tmp_path,
        {"audio": "a.wav", "text": "My ZIP code is one two two zero three.", "entities": ["postcode"]},
        {"audio": str(tmp_path / "a.wav"), "text": "Yes, please.", "entities": []},
    )
    engine = Remembering("my zip code is one two two zero four", "yes please")
    heard = listen_to(read_manifest(manifest), engine, language="en-US", region="US", now=NOW)
    figures = report(heard, engine.name)
    assert figures["n"] == 2
    assert figures["words"] == 11
    assert figures["substitutions"] == 1
    assert figures["word_error_rate"] == pytest.approx(1 / 11, abs=1e-4)
    assert figures["entities"] == 1
    assert figures["entity_error_rate"] == 1.0
    assert [each["understood"] for each in figures["worst"]] == ["my zip code is one two two zero four"]  # type: ignore[attr-defined]
    json.dumps(figures)


def test_an_entity_that_is_in_the_n_best_is_understood_as_the_service_would(tmp_path: Path) -> None:
    manifest = recorded(
        tmp_path, {"audio": "a.wav", "text": "One two two zero three.", "entities": ["postcode"]}
    )
    engine = ScriptedRecogniser("one two two zero three")
    [heard] = listen_to(read_manifest(manifest), engine, language="en-US", region="US", now=NOW)
    assert (heard.entities, heard.missed) == (1, 0)


def test_a_recording_goes_through_the_telephones_codec_with_its_language(tmp_path: Path) -> None:
    manifest = recorded(tmp_path, {"audio": "a.wav", "text": "hola"})
    engine = Remembering("hola")
    listen_to(read_manifest(manifest), engine, language="es-US", region="US", now=NOW)
    [request] = engine.requests
    assert request.language == "es-US"
    assert request.pcm.size == 8000 + 2 * 1600
    assert set(request.pcm.tolist()) <= set(mulaw.decode(bytes(range(256))).tolist())
    assert np.array_equal(request.pcm, on_the_line(tmp_path / "a.wav"))


def test_every_bad_line_of_a_manifest_is_told_with_its_number(tmp_path: Path) -> None:
    manifest = recorded(
        tmp_path,
        {"audio": "a.wav", "text": "hello"},
        {"audio": "b.wav", "text": "hello"},
        {"audio": "a.wav"},
        {"audio": "a.wav", "text": "?!"},
        {"audio": "a.wav", "text": "hello", "entities": ["zip"]},
    )
    with pytest.raises(ManifestError) as error:
        read_manifest(manifest)
    lines = str(error.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4", "5"]
    assert f"there is no file {tmp_path / 'b.wav'}" in lines[0]
    assert "`text`" in lines[1]
    assert "no words" in lines[2]
    assert "'zip'" in lines[3]


def test_an_empty_or_missing_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(ManifestError, match="there is no recording in it"):
        read_manifest(tmp_path / "empty.jsonl")
    with pytest.raises(ManifestError, match=r"gone\.jsonl: it cannot be read"):
        read_manifest(tmp_path / "gone.jsonl")


def test_names_and_yes_are_not_looked_for_unless_they_are_asked_for(tmp_path: Path) -> None:
    manifest = recorded(tmp_path, {"audio": "a.wav", "text": "yes"})
    [recording] = read_manifest(manifest)
    assert EntityKind.NAME not in recording.entities
    assert EntityKind.YES_NO not in recording.entities
    assert EntityKind.POSTCODE in recording.entities
