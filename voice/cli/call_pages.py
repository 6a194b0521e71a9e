"""How the record of calls looks in a terminal.

What callers say is text to us, never markup and never a control sequence.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transcripts.call_record import CallRecord
from transcripts.events import (
    AnyEvent,
    CallbackAgreed,
    CallEnded,
    EscalationDecided,
    FaultNoticed,
    IntentRecognised,
    RouteDecided,
    SummaryDrafted,
    SummarySentence,
    TurnTimed,
)
from transcripts.remarks import remark_on
from transcripts.shown_text import shown
from transcripts.transcript import TranscriptLine, transcript_of

STAGES = ("hangover_ms", "recognition_ms", "understanding_ms", "synthesis_ms", "sending_ms", "total_ms")


def call_table(calls: Sequence[CallRecord]) -> Table:
    """One row a call."""
    table = _table("call", "started", "caller", "minutes", "intent", "outcome", "about")
    for call in calls:
        table.add_row(
            *map(
                _text,
                (
                    call.call_id,
                    _local(call.started),
                    call.caller or "unknown",
                    _clock(call.duration_ms) if call.ended else "live",
                    call.intent or "none",
                    call.outcome if call.ended else "",
                    call.summary_reason or "",
                ),
            )
        )
    return table


def call_page(call: CallRecord, events: Sequence[AnyEvent]) -> Iterator[RenderableType]:
    """Everything about one call, part by part."""
    yield _header(call, events)
    yield from _section("Transcript", _transcript(events))
    yield from _section("Intents", _intents(events))
    yield from _section("What else happened", _remarks(events))
    yield from _section("Decisions", _decisions(events))
    yield from _section("Turn latency, ms", _latency(events))
    yield from _section("Escalation", _escalation(events))
    yield from _section("Faults", _faults(events))
    yield from _section("Summary", _summary(events))


def _section(title: str, part: RenderableType | None) -> Iterator[RenderableType]:
    if part is not None:
        yield Text(f"\n{title}", style="bold")
        yield Padding(part, (0, 0, 0, 2), expand=False)


def _header(call: CallRecord, events: Sequence[AnyEvent]) -> RenderableType:
    end = next((event for event in events if isinstance(event, CallEnded)), None)
    rows = [
        ("call", f"{call.call_id} ({call.carrier_call_id})" if call.carrier_call_id else call.call_id),
        ("started", _local(call.started)),
        ("from, to", f"{call.caller or 'unknown'} → {call.called or 'unknown'}"),
        ("length", _clock(call.duration_ms) if call.ended else "the call is live, or its service was killed"),
        ("ended", f"{end.reason}: {end.explanation}" if end else ""),
        ("outcome", call.outcome if end else ""),
    ]
    grid = _grid()
    for name, value in rows:
        if value:
            grid.add_row(Text(name, style="dim"), _text(value))
    return grid


def _transcript(events: Sequence[AnyEvent]) -> RenderableType:
    lines = transcript_of(events)
    if not lines:
        return Text("nobody spoke")
    grid = _grid()
    for line in lines:
        grid.add_row(Text(_clock(line.start_ms), style="dim"), Text(line.speaker), _spoken(line))
    return grid


def _spoken(line: TranscriptLine) -> Text:
    text = _text(line.text)
    if line.unheard:
        text.append(f" [cut: {shown(line.unheard)}]", style="dim")
    if line.remark:
        text.append(f" [{shown(line.remark)}]", style="dim italic")
    return text


def _intents(events: Sequence[AnyEvent]) -> RenderableType | None:
    recognised = [event for event in events if isinstance(event, IntentRecognised)]
    if not recognised:
        return None
    grid = _grid()
    for event in recognised:
        others = ", ".join(f"{intent} {confidence:.2f}" for intent, confidence in event.alternatives)
        grid.add_row(
            Text(_clock(event.at_ms), style="dim"),
            _text(event.intent or "out of scope"),
            Text(f"{event.confidence:.2f}"),
            Text(f"before {shown(others)}" if others else "", style="dim"),
        )
    return grid


def _remarks(events: Sequence[AnyEvent]) -> RenderableType | None:
    grid = _grid()
    for event in events:
        if remark := remark_on(event):
            grid.add_row(Text(_clock(event.at_ms), style="dim"), _text(remark))
    return grid if grid.row_count else None


def _decisions(events: Sequence[AnyEvent]) -> RenderableType | None:
    """Who goes on with the call, each time that it was decided: the rule, and what did not fire."""
    grid = _grid()
    for event in events:
        if isinstance(event, RouteDecided):
            grid.add_row(Text(_clock(event.at_ms), style="dim"), Text(event.tier), _text(event.rule))
            for considered in event.considered:
                grid.add_row("", Text("not", style="dim"), Text(shown(considered), style="dim"))
    return grid if grid.row_count else None


def _latency(events: Sequence[AnyEvent]) -> RenderableType | None:
    timed = [event for event in events if isinstance(event, TurnTimed)]
    if not timed:
        return None
    table = _table("at", *(stage.removesuffix("_ms") for stage in STAGES), "speculated")
    for column in table.columns[1:-1]:
        column.justify = "right"
    for event in timed:
        stages = [
            event.hangover_ms,
            event.recognition_ms,
            event.understanding_ms,
            event.synthesis_ms,
            event.sending_ms,
            event.total_ms,
        ]
        speculated = "yes" if event.speculated else "no"
        table.add_row(_clock(event.at_ms), *(f"{stage:.0f}" for stage in stages), speculated)
    return table


def _escalation(events: Sequence[AnyEvent]) -> RenderableType | None:
    grid = _grid()
    for event in events:
        match event:
            case EscalationDecided():
                for name, value in (
                    ("reason", event.reason),
                    ("rule", event.rule),
                    ("known", "; ".join(event.known)),
                    ("chosen", event.chosen),
                    ("queue", event.queue),
                ):
                    grid.add_row(Text(_clock(event.at_ms), style="dim"), Text(name), _text(value))
            case CallbackAgreed():
                agreed = ", ".join(filter(None, (event.number, event.queue, event.window)))
                grid.add_row(Text(_clock(event.at_ms), style="dim"), Text("call-back"), _text(agreed))
            case _:
                pass
    return grid if grid.row_count else None


def _faults(events: Sequence[AnyEvent]) -> RenderableType | None:
    grid = _grid()
    for event in events:
        if isinstance(event, FaultNoticed):
            grid.add_row(Text(_clock(event.at_ms), style="dim"), _text(event.part), _text(event.explanation))
    return grid if grid.row_count else None


def _summary(events: Sequence[AnyEvent]) -> RenderableType:
    draft = next((event for event in reversed(events) if isinstance(event, SummaryDrafted)), None)
    if draft is None:
        return Text("not drafted yet")
    grid = _grid()
    for sentence in draft.sentences:
        text = _text(sentence.text)
        text.append(f"  [{shown(_support(sentence))}]", style="dim")
        grid.add_row(Text(sentence.section, style="dim"), text)
    return grid


def _support(sentence: SummarySentence) -> str:
    events = ", ".join(f"event {sequence}" for sequence in sentence.sequences)
    return ", ".join(filter(None, (*sentence.utterance_ids, events, f"from {_clock(sentence.start_ms)}")))


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0))


def _text(value: str) -> Text:
    return Text(shown(value))


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02d}"
