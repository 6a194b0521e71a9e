import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from config.settings import SAMPLE_CENTRE, RecogniserSettings, Settings
from voice.cli import evaluating_recognition

CALLERS = SAMPLE_CENTRE / "callers"


def evaluated(data: Path, manifest: Path) -> Result:
    app = typer.Typer()

    @app.callback()
    def _settings(context: typer.Context) -> None:
        context.obj = Settings(
            data_directory=data, recogniser=RecogniserSettings(engine="pocketsphinx", workers=1)
        )

    evaluating_recognition.register(app)
    return CliRunner().invoke(app, ["recognition", str(manifest)])


def test_recordings_are_measured_and_the_figures_are_json(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    line = {"audio": str(CALLERS / "slow-internet-1.wav"), "text": "My connection is very slow today."}
    manifest.write_text(json.dumps(line))
    result = evaluated(tmp_path, manifest)
    assert result.exit_code == 0, result.output
    figures: dict[str, Any] = json.loads(result.stdout)
    assert figures["engine"] == "pocketsphinx en-us"
    assert (figures["n"], figures["words"]) == (1, 6)
    assert figures["word_error_rate"] <= 0.5
    assert figures["real_time_factor"] > 0


def test_a_bad_manifest_is_told_by_its_line(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"audio": "gone.wav", "text": "hello"}')
    result = evaluated(tmp_path, manifest)
    assert result.exit_code == 1
    assert f"{manifest}:1: there is no file" in result.stderr
