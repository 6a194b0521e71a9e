"""The transcript that people read: who said what when, and of the bot only what was heard as heard."""

from collections.abc import Iterable
from dataclasses import dataclass

from transcripts.events import AnyEvent, BotSaid, Milliseconds, Speaker, Utterance


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    utterance_id: str
    speaker: Speaker
    start_ms: Milliseconds
    end_ms: Milliseconds
    text: str
    """What was understood of the caller or the agent; what was heard of the bot. May be empty."""
    unheard: str = ""
    """What the bot was about to say when it was cut off."""
    interrupted: bool = False
    """The caller cut the bot off."""
    remark: str = ""
    """Why there is no text, in words."""


def transcript_of(events: Iterable[AnyEvent]) -> list[TranscriptLine]:
    """In the order in which people began to speak."""
    lines = [_line(event) for event in events if isinstance(event, Utterance | BotSaid)]
    return sorted(lines, key=lambda line: (line.start_ms, line.end_ms))


def _line(event: Utterance | BotSaid) -> TranscriptLine:
    if isinstance(event, BotSaid):
        return TranscriptLine(
            event.utterance_id,
            Speaker.BOT,
            event.start_ms,
            event.end_ms,
            event.heard,
            unheard=_rest(event.text, event.heard),
            interrupted=event.interrupted,
            remark="" if event.heard else "the caller heard none of this",
        )
    remark = "" if event.text else event.rejected or "not understood"
    return TranscriptLine(
        event.utterance_id, event.speaker, event.start_ms, event.end_ms, event.text, remark=remark
    )


def _rest(text: str, heard: str) -> str:
    """What follows the heard beginning; all of it where the beginning is not the text's own."""
    heard_words, words = heard.split(), text.split()
    beginning = words[: len(heard_words)]
    return " ".join(words[len(heard_words) :] if beginning == heard_words else words)
