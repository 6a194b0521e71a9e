"""The table of docs/operations.md: what callers, agents and the journal notice of each edge of a transfer.

`python -m tests.end_to_end.transfer_page` writes it anew, from the scenes that the tests ring.
"""

from pathlib import Path

from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE
from tests.end_to_end.transfer_days import DAYS
from tests.end_to_end.transfer_stage import Scene

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
PHRASES = "What the bot says, by the names of the prompts in `centre.toml`:"
TITLE = "| What happens | The caller hears | The agent | The journal |"


def rows() -> dict[str, list[Scene]]:
    """By what stands in the page; the scenes of a row end in the same way."""
    found: dict[str, list[Scene]] = {}
    for scenes, _ in DAYS.values():
        for scene in scenes:
            if scene.agent or scene.row:
                found.setdefault(scene.row or scene.happens, []).append(scene)
    return found


def table() -> str:
    lines = [TITLE, "| --- | --- | --- | --- |"]
    for happens, (scene, *_) in rows().items():
        lines.append(f"| {happens} | {_heard(scene)} | {_agents(scene)} | {_journal(scene)} |")
    return "\n".join(lines)


def phrases() -> str:
    """The prompts of the table, in the sample centre's words."""
    prompts = load_centre(SAMPLE_CENTRE).prompts
    blanks = {"queue": "our billing team", "agent": "Ana", "number": "…"}
    names = dict.fromkeys(name for scenes in rows().values() for name in _remarkable(scenes[0]))
    return "\n".join(f"- `{name}`: “{prompts[name].format(**blanks)}”" for name in names)


def _remarkable(scene: Scene) -> list[str]:
    """What they are told of this edge, beyond what every caller is."""
    usual = {"transfer_begin"} | ({"transfer_connecting"} if scene.ends == "bot" else set())
    return [name for name in scene.told if name not in usual]


def _heard(scene: Scene) -> str:
    told = [f"`{name}`" for name in _remarkable(scene)]
    agent = ["the agent"] if scene.accepted and scene.ends == "" else []
    return ", ".join([*([scene.hears] if scene.hears else []), *told, *agent]) or "–"


def _agents(scene: Scene) -> str:
    return f"{scene.agent}; afterwards `{scene.presence[0]}`"


def _journal(scene: Scene) -> str:
    found = [f"`TransferDeclined` {one.outcome} (… {one.why})" for one in scene.declined]
    if scene.accepted:
        found.append("`TransferCompleted`")
    return ", ".join([*found, f"`TransferEnded` {scene.ends or 'with a person'}"])


def written_page() -> str:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(PHRASES)
    after = rest[rest.index("\n\n", rest.index(TITLE)) :].lstrip("\n")
    return f"{before}{PHRASES}\n\n{phrases()}\n\n{table()}\n\n{after}"


if __name__ == "__main__":
    PAGE.write_text(written_page(), encoding="utf-8")
