"""The documents say what is so: every setting is there, every command exists, every link leads somewhere."""

import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel
from typer.testing import CliRunner

from assist.knowledge import KnowledgeBase
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE, Settings
from voice.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def rows(model: type[BaseModel], prefix: str = "") -> list[str]:
    table: list[str] = []
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            table += rows(field.annotation, f"{name}.")
        else:
            default = getattr(field.default, "get_secret_value", lambda: field.default)()  # noqa: B023
            shown = "" if default == "" else "the sample" if name == "centre" else f"`{default}`"
            meaning = " ".join((field.description or "").split())
            table.append(f"| `{prefix}{name}` | {shown} | {meaning} |")
    return table


def settings_table() -> str:
    return "\n".join(["| key | default | meaning |", "| --- | --- | --- |", *rows(Settings)])


def test_every_setting_is_documented_as_it_is():
    assert settings_table() in (ROOT / "docs" / "operations.md").read_text()


def commands() -> list[str]:
    blocks = [block for page in PAGES for block in re.findall(r"```sh\n(.*?)```", page.read_text(), re.S)]
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({line for line in lines if line})


def test_the_centre_in_the_documents_is_one_that_loads(tmp_path: Path):
    """Its examples together, with the phrases of the sample."""
    shutil.copy(SAMPLE_CENTRE / "centre.toml", tmp_path)
    page = (ROOT / "docs" / "centre.md").read_text()
    (tmp_path / "articles").mkdir()
    blocks = re.findall(r"```(?:toml|markdown)\n(?:# |<!-- )(\S+)(?: -->)?\n(.*?)```", page, re.S)
    for name, text in blocks:
        (tmp_path / name).write_text(text)
    centre = load_centre(tmp_path)
    assert {name for name, _ in blocks} == {
        "queues.toml",
        "agents.toml",
        "intents.toml",
        "articles/opening-hours.md",
        "identity.toml",
        "tools.toml",
        "checklists.toml",
        "dispositions.toml",
        "whispers.toml",
    }
    assert [intent.name for intent in centre.intents] == ["opening_hours", "cancel_order", "order_status"]
    assert centre.tool("order_status").url
    assert KnowledgeBase(centre.articles, date(2026, 11, 21)).answer("opening-hours")


@pytest.mark.parametrize("command", commands())
def test_every_command_in_the_documents_exists(command: str):
    words = command.split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.M)
        return
    assert words[0] == ".venv/bin/attendant", f"{command}: how is it tested?"
    names = [word for word in words[1:] if not word.startswith("-")]
    group = typer.main.get_command(app)
    path = [names[0]] + ([names[1]] if names[0] in ("models", "eval", "accounts") else [])
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0, shown.output
    assert group.name is not None
    for option in (word for word in words if word.startswith("--")):
        assert option in shown.output


def test_every_link_leads_to_a_file():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_has_its_two_commands_on_the_first_screen():
    first_screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:30])
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_the_api_reference_is_made_of_the_docstrings(tmp_path: Path):
    recipe = re.search(r"^docs: setup\n\t\$\(BIN\)/pdoc (.*)$", (ROOT / "Makefile").read_text(), re.M)
    assert recipe is not None
    options = shlex.split(recipe[1])[:2]
    made = [sys.executable, "-m", "pdoc", *options, "-o", str(tmp_path), "config.centre"]
    subprocess.run(made, check=True, cwd=ROOT, capture_output=True)
    page = (tmp_path / "config" / "centre.html").read_text()
    assert "OpeningHours" in page
    assert "The wait within which its callers should reach a person" in page
