"""Each turn's latency as a bar by stage, all on one scale, with its figures."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from transcripts.events import TurnTimed

SCALE_MS = 1000.0
"""A full bar; it grows with a slower turn, so that bars stay comparable."""

STAGES = (
    ("hangover", "░", "#6f7f8c"),
    ("recognition", "█", "#1f9488"),
    ("understanding", "▓", "#5b7fbf"),
    ("synthesis", "▒", "#a8743a"),
    ("sending", "▪", "#8a6fae"),
)
"""Name, sign and hue; the signs differ, so the bar can be read without colour."""


def legend(width: int) -> Text:
    text = Text("latency, ms  ", style="dim", overflow="fold")
    for name, sign, hue in STAGES:
        text.append(sign, style=hue)
        text.append(f" {name}  ")
    text.rstrip()
    return text if text.cell_len <= width else _folded(text, width)


def bars(turns: Sequence[TurnTimed], width: int) -> RenderableType:
    """Two lines a turn: the figures, and the bar."""
    if not turns:
        return Text("no turn yet", style="dim")
    scale = max(SCALE_MS, *(turn.total_ms for turn in turns))
    lines: list[Text] = []
    for turn in turns:
        stages = stages_ms(turn)
        figures = " + ".join(f"{ms:.0f}" for ms in stages)
        lines.append(
            Text.assemble((f"{turn.total_ms:5.0f}", "bold"), ("  = " + figures, "dim"), no_wrap=True)
        )
        lines.append(_bar(stages, scale, width))
    return Group(*lines)


def stages_ms(turn: TurnTimed) -> tuple[float, ...]:
    """In the order of `STAGES`."""
    return (
        turn.hangover_ms,
        turn.recognition_ms,
        turn.understanding_ms,
        turn.synthesis_ms,
        turn.sending_ms,
    )


def _bar(stages: Sequence[float], scale: float, width: int) -> Text:
    """Ends of stages are rounded, not their lengths, so that the bar as a whole is as long as the total."""
    bar = Text(no_wrap=True)
    end_ms, drawn = 0.0, 0
    for ms, (_, sign, hue) in zip(stages, STAGES, strict=True):
        end_ms += max(0.0, ms)
        until = min(width, round(end_ms / scale * width))
        bar.append(sign * (until - drawn), style=hue)
        drawn = until
    return bar


def _folded(text: Text, width: int) -> Text:
    """The legend over several lines, never broken within a stage."""
    folded, used = Text(), 0
    for part in text.split("  "):
        if used and used + 2 + part.cell_len > width:
            folded.append("\n")
            used = 0
        elif used:
            folded.append("  ")
            used += 2
        folded.append_text(part)
        used += part.cell_len
    return folded
