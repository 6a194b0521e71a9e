"""Which answers the bot gave, and how much of each the caller heard.

An `AnswerFound` says what was to be read; the `BotSaid` events after it say what came of that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.events import AnswerFound, AnyEvent, BotSaid, ToolAnswered

SHARED_WORDS = 0.5
"""The share of the words of an utterance, or of the passage, that makes it a reading of that passage."""


@dataclass(frozen=True, slots=True)
class Answer:
    found: AnswerFound
    said: tuple[BotSaid, ...]
    """The bot's utterances that read it; empty when the record has none."""

    @property
    def unheard(self) -> bool:
        """It was begun, and the caller heard nothing of it."""
        return bool(self.said) and not any(said.heard.strip() for said in self.said)

    @property
    def cut(self) -> BotSaid | None:
        """The utterance of which the caller did not hear everything."""
        return next((said for said in self.said if said.heard.split() != said.text.split()), None)


def answers_of(events: Sequence[AnyEvent]) -> list[Answer]:
    """One for each `AnswerFound`, in order."""
    starts = [index for index, event in enumerate(events) if isinstance(event, AnswerFound)]
    answers: list[Answer] = []
    for start, end in zip(starts, [*starts, len(events)][1:], strict=True):
        found = events[start]
        assert isinstance(found, AnswerFound)
        after = [event for event in events[start + 1 : end] if isinstance(event, BotSaid)]
        named = tuple(said for said in after if said.utterance_id == found.utterance_id)
        answers.append(Answer(found, named or tuple(said for said in after if _reads(said, found))))
    return answers


def said_of(tool: ToolAnswered, events: Sequence[AnyEvent]) -> BotSaid | None:
    """The utterance in which the bot told what a tool gave."""
    return next(
        (e for e in events if isinstance(e, BotSaid) and e.sequence > tool.sequence and e.text == tool.said),
        None,
    )


def tool_was_heard(tool: ToolAnswered, events: Sequence[AnyEvent]) -> bool:
    """Whether a tool gave something and the caller heard at least a part of it."""
    said = said_of(tool, events) if tool.said else None
    return said is not None and bool(said.heard.strip())


def _reads(said: BotSaid, found: AnswerFound) -> bool:
    spoken, passage = _words(said.text), _words(found.text)
    shorter = min(len(spoken), len(passage))
    return not said.prompt and shorter > 0 and len(spoken & passage) / shorter >= SHARED_WORDS


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))
