"""The documents say what is so: every setting is there, every command exists, every link leads somewhere."""

import re
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel
from typer.testing import CliRunner

from config.settings import Settings
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


@pytest.mark.parametrize("command", commands())
def test_every_command_in_the_documents_exists(command: str):
    words = command.split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.M)
        return
    assert words[0] == ".venv/bin/attendant", f"{command}: how is it tested?"
    names = [word for word in words[1:] if not word.startswith("-")]
    group = typer.main.get_command(app)
    path = [names[0]] + ([names[1]] if names[0] == "models" else [])
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
