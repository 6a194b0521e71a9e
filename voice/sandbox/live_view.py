"""The picture of a live call in the terminal: words left, latency right, what was understood below.

`render` draws a `LiveCall`, `closing` the summary after it; `watch` keeps the picture up to date. Where there
is no terminal, each fact is a line.
"""

from collections.abc import AsyncIterable, Iterator, Mapping
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from transcripts.events import AnyEvent, Milliseconds, SummarySentence
from transcripts.shown_text import shown
from voice.sandbox.latency_bars import bars, legend
from voice.sandbox.live_call import LINE, LiveCall, Words
from voice.sandbox.plain_facts import plain_fact

ACCENT = "#1f9488"
NOW = "bold red"
EDGE = {"caller": "#5b7fbf", "bot": ACCENT, "agent": "#a8743a"}
"""Each speaker's hue, at the edge of their words and nowhere else."""

NARROW = 76
"""Below this many columns the latency stands under the words."""

LATENCY_COLUMNS = 36
LEAST_WORDS_LINES = 4


async def watch(
    events: AsyncIterable[AnyEvent], console: Console, paths: Mapping[str, Path | str]
) -> LiveCall:
    """Shows the first call that starts, until its summary is there (or `events` end); then the summary.

    `paths` are named at the end: what there is to open.
    """
    call = LiveCall()
    if console.is_terminal:
        await _watch_picture(events, console, call)
    else:
        await _watch_lines(events, console, call)
    console.print(closing(call, paths))
    return call


async def _watch_picture(events: AsyncIterable[AnyEvent], console: Console, call: LiveCall) -> None:
    def picture(height: int | None = None) -> RenderableType:
        return render(call, console.width, height)

    with Live(picture(), console=console, auto_refresh=False, transient=True) as live:
        async for event in events:
            if call.apply(event):
                live.update(picture(console.height - 1), refresh=True)
            if call.over:
                break
    console.print(picture())


async def _watch_lines(events: AsyncIterable[AnyEvent], console: Console, call: LiveCall) -> None:
    async for event in events:
        if call.apply(event):
            fact = plain_fact(event)
            if fact:
                console.print(Text(shown(fact)), soft_wrap=True)
        if call.over:
            break


def render(call: LiveCall, width: int, height: int | None = None) -> RenderableType:
    """The whole picture, `width` columns wide. With a `height`, the oldest words make room for the newest."""
    beside = width >= NARROW
    words_width = width - LATENCY_COLUMNS - 3 if beside else width
    latency_width = LATENCY_COLUMNS if beside else width
    top = [_header(call), Rule(style=ACCENT)]
    below = [Rule(style="dim"), _understood(call, width)]
    lines = _words(call, words_width)
    key, timed = legend(latency_width), bars(call.turns, latency_width)
    if height is not None:
        taken = _height([*top, *below], width) + (0 if beside else _height([key, timed], width))
        room = max(LEAST_WORDS_LINES, height - taken)
        lines = lines[-room:] + [Text("")] * (room - len(lines))
        timed = _Last(timed, room - _height([key], latency_width)) if beside else timed
    if not beside:
        return Group(*top, *lines, key, timed, *below)
    columns = Table.grid(padding=(0, 3, 0, 0), expand=False)
    columns.add_column(width=words_width)
    columns.add_column(width=latency_width)
    columns.add_row(Group(*lines), Group(key, timed))
    return Group(*top, columns, *below)


def closing(call: LiveCall, paths: Mapping[str, Path | str]) -> RenderableType:
    """What remains of the call: its end, its summary with what each sentence stands on, what to open."""
    parts: list[RenderableType] = []
    if call.ended is not None:
        parts.append(_rows([("ended", f"{call.ended.explanation} Outcome: {call.ended.outcome}.")]))
    if call.summary is not None:
        parts += [
            Text(f"\nSummary, {shown(call.summary.drafted_by)}", style=f"bold {ACCENT}"),
            Padding(_summary(call.summary.sentences), (0, 0, 0, 2)),
        ]
    if paths:
        grid = _grid()
        for name, path in paths.items():
            grid.add_row(Text(name, style="dim"), Text(str(path), overflow="fold"))
        parts += [Text("\nTo open", style=f"bold {ACCENT}"), Padding(grid, (0, 0, 0, 2))]
    return Group(*parts)


def _header(call: LiveCall) -> Text:
    if call.started is None:
        return Text("waiting for the call", style="dim")
    state = Text("● live", style=NOW) if call.ended is None else Text("ended", style="bold")
    about = [call.started.centre, f"{call.started.caller} → {call.started.called}"]
    engines = [call.started.recogniser, call.started.synthesiser]
    return Text.assemble(
        state,
        f"  {_clock(call.now_ms)}  ",
        (shown("  ".join(filter(None, about))), "bold"),
        (shown("  " + ", ".join(filter(None, engines))), "dim"),
        no_wrap=True,
        overflow="ellipsis",
    )


def _words(call: LiveCall, width: int) -> list[Text]:
    """The conversation, wrapped to lines of at most `width` columns."""
    measure = Console(width=width, color_system=None)
    lines: list[Text] = []
    for words in call.words:
        edge, indent = Text("▎", style=EDGE.get(words.who, "dim")), 15
        body = list(_body(words).wrap(measure, max(10, width - indent)))
        for number, part in enumerate(body or [Text("")]):
            label = (
                f"{_clock(words.at_ms):>5} {'' if words.who == LINE else words.who:<7} " if not number else ""
            )
            lines.append(Text.assemble(edge, (f"{label:<{indent - 1}}", "dim"), part))
    return lines


def _body(words: Words) -> Text:
    if words.who == LINE:
        return Text(shown(words.text), style="italic dim")
    if not words.final:
        return Text(f"{shown(words.text)}…", style="bright_black")
    text = Text(shown(words.text))
    if words.unheard:
        text.append(f"{' ' if words.text else ''}╳ cut off: ")
        text.append(shown(words.unheard), style="dim strike")
    return text


def _understood(call: LiveCall, width: int) -> RenderableType:
    """Four places that are always there, so that nothing moves when one is filled."""
    intent, answer, escalation = call.intent, call.answer, call.escalation
    rows = [
        ("intent", f"{intent.intent or 'out of scope'}  {intent.confidence:.2f}" if intent else ""),
        (
            "card",
            f"{answer.title} · {answer.section} ({answer.article_id}) · {answer.text}" if answer else "",
        ),
        ("transfer", f"{escalation.reason}: {escalation.rule}; {escalation.chosen}" if escalation else ""),
        ("settled", _settled(call)),
    ]
    return _rows([(name, _fit(shown(value), width - 12)) for name, value in rows])


def _settled(call: LiveCall) -> str:
    facts: list[str] = []
    if call.resolution is not None:
        facts.append("yes, said the caller" if call.resolution.settled else "no, said the caller")
    if call.callback is not None:
        facts.append(f"a call-back on {call.callback.number}, by {call.callback.queue}")
    return "; ".join(facts)


def _summary(sentences: tuple[SummarySentence, ...]) -> Table:
    grid = _grid()
    for sentence in sentences:
        facts = ", ".join(f"event {number}" for number in sentence.sequences)
        support = ", ".join(filter(None, (*sentence.utterance_ids, facts)))
        text = Text(shown(sentence.text))
        text.append(f"  [{_clock(sentence.start_ms)} {shown(support)}]", style="dim")
        grid.add_row(Text(shown(sentence.section), style="dim"), text)
    return grid


def _rows(rows: list[tuple[str, str]]) -> Table:
    grid = _grid()
    for name, value in rows:
        grid.add_row(Text(f"{name:<8}", style=ACCENT), Text(value or "–", style="" if value else "dim"))
    return grid


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0))


def _fit(text: str, width: int) -> str:
    fitted = Text(text)
    fitted.truncate(max(8, width), overflow="ellipsis")
    return fitted.plain


def _clock(milliseconds: Milliseconds) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02d}"


def _height(parts: list[RenderableType], width: int) -> int:
    console = Console(width=width, color_system=None)
    return sum(len(console.render_lines(part, pad=False)) for part in parts)


class _Last:
    """The last lines of something tall."""

    def __init__(self, inner: RenderableType, lines: int) -> None:
        self._inner = inner
        self._lines = lines

    def __rich_console__(self, console: Console, options: object) -> Iterator[Segment]:
        for line in console.render_lines(self._inner, pad=False)[-max(1, self._lines) :]:
            yield from line
            yield Segment("\n", Style.null())
