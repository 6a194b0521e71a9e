"""Takes the README's picture: the demo in a real terminal (tmux), as an SVG without a web font.

    .venv/bin/python docs/take_picture.py docs/demo.svg        (needs tmux)

Two shots are put below each other: the call while it runs, and its end.
"""

import shutil
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

COLUMNS, ROWS = 116, 34
IN_MID_CALL_S = 31
DEADLINE_S = 120
DARK = TerminalTheme(
    (20, 23, 26),
    (230, 232, 234),
    [
        (40, 44, 48),
        (208, 52, 44),
        (31, 148, 136),
        (190, 150, 60),
        (91, 127, 191),
        (150, 110, 170),
        (31, 148, 136),
        (200, 203, 206),
    ],
)
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def tmux(*arguments: str) -> str:
    return subprocess.run(
        ["tmux", "-L", "picture", *arguments], check=True, capture_output=True, text=True
    ).stdout


def shot() -> list[str]:
    return tmux("capture-pane", "-p", "-e", "-t", "demo").rstrip("\n").split("\n")


def main(target: Path) -> None:
    if shutil.which("tmux") is None:
        sys.exit("tmux is missing: apt-get install tmux")
    command = "ATTENDANT_DATA_DIRECTORY=$(mktemp -d) .venv/bin/attendant demo; echo; echo done; cat"
    tmux(
        "new-session",
        "-d",
        "-s",
        "demo",
        "-x",
        str(COLUMNS),
        "-y",
        str(ROWS),
        "env",
        "COLORTERM=truecolor",
        "sh",
        "-c",
        command,
    )
    try:
        began = time.monotonic()
        time.sleep(IN_MID_CALL_S)
        during = shot()
        while "done" not in shot() and time.monotonic() - began < DEADLINE_S:
            time.sleep(1)
        after = [line for line in shot() if line.strip() != "done"]
    finally:
        tmux("kill-server")
    console = Console(
        record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    rule = [f"\x1b[2m{'·' * COLUMNS}\x1b[0m"]
    for line in [*_trimmed(during), *rule, *_trimmed(after)]:
        console.print(Text.from_ansi(line), no_wrap=True, crop=True)
    target.write_text(console.export_svg(title="make demo", theme=DARK, code_format=FORMAT), encoding="utf-8")


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


if __name__ == "__main__":
    main(Path(sys.argv[1]))
