"""A caller without a line: says things to the real conversation, with the real tools and the real verification.

What the bot says is taken as heard in full. The clock stands still, so that nothing here depends on the day.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from assist.tools.calling import ToolCall, ToolSession
from assist.tools.runner import ToolRunner
from assist.verification import Verification, Verified
from config.centre import Centre
from transcripts.events import AnyEvent
from voice.bot.call_so_far import Standing
from voice.bot.conversation import Conversation
from voice.bot.moves import HangUp, Move, Note, Say, SpeakLanguage, UseTool, Verify
from voice.bot.understanding import Understanding

WEDNESDAY = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""Eleven in the morning in New York: every queue of the sample centre is open."""


@dataclass
class Rung:
    """One call. `begin` it before anything is said."""

    conversation: Conversation
    understanding: dict[str, Understanding]
    tools: ToolRunner
    session: ToolSession
    verification: Verification
    standing: Standing = field(default_factory=Standing)
    events: list[AnyEvent] = field(default_factory=list)
    said: list[Say] = field(default_factory=list)
    """All that the bot has said."""
    ended: bool = False
    turns: int = 0

    async def begin(self) -> list[str]:
        return await self._carry_out(self.conversation.answered(0, self.standing))

    async def say(self, text: str, alternatives: tuple[str, ...] = ()) -> list[str]:
        """What the bot says to it, sentence by sentence."""
        self.turns += 1
        understanding = self.understanding[self.conversation.language]
        understood = understanding.of(f"caller-{self.turns}", text, alternatives)
        return await self._carry_out(self.conversation.turn(understood, self.turns * 5000))

    async def press(self, keys: str) -> list[str]:
        said: list[str] = []
        for key in keys:
            said += await self._carry_out(self.conversation.key(key, self.turns * 5000 + 100))
        return said

    async def silence(self) -> list[str]:
        self.turns += 1
        return await self._carry_out(self.conversation.silence(self.turns * 5000))

    def all(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    async def _carry_out(self, moves: list[Move]) -> list[str]:
        said: list[str] = []
        for move in moves:
            match move:
                case Note(event):
                    self.events.append(msgspec.structs.replace(event, sequence=len(self.events) + 1))
                case Say():
                    self.said.append(move)
                    said.append(move.text)
                    self.conversation.heard(move.prompt, complete=True, heard=move.text)
                case HangUp() | SpeakLanguage():
                    self.ended = self.ended or isinstance(move, HangUp)
                case _:
                    pass
        for move in moves:
            match move:
                case UseTool():
                    call = ToolCall("call-1", move.tool, dict(move.arguments), move.key)
                    result = await self.tools.run(call, self.session)
                    more = self.conversation.tool_answered(move.tool, move.key, result, self.turns * 5000)
                    said += await self._carry_out(more)
                case Verify():
                    said += await self._carry_out(await self._verify(move))
                case _:
                    pass
        return said

    async def _verify(self, move: Verify) -> list[Move]:
        if move.text is not None:
            step = await self.verification.heard(move.text, move.alternatives)
        elif move.keys:
            step = await self.verification.keyed(move.keys)
        else:
            step = await self.verification.begin(move.level)
        if isinstance(step, Verified):
            self.session.identify(step.identity)
        return self.conversation.verified(step, self.turns * 5000)


def conversation_of(
    centre: Centre, understanding: dict[str, Understanding], caller_number: str
) -> Conversation:
    return Conversation(
        "call-1",
        centre,
        understanding,
        caller_number=caller_number,
        confidence=0.7,
        wall_clock=lambda: WEDNESDAY,
    )
