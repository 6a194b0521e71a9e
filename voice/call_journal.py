"""What one call writes into the journal, on the call's own clock."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress

from transcripts.events import (
    AnyEvent,
    AudioLost,
    BargedIn,
    BotResumed,
    BotSaid,
    CallEnded,
    CallResumed,
    CallStarted,
    DtmfReceived,
    EarsReopened,
    EarsReplaced,
    EndReason,
    FarEndHeard,
    FaultNoticed,
    Milliseconds,
    PartialUtterance,
    RecordingStored,
    Speaker,
    SpeechStarted,
    Stream,
    StreamClosed,
    StreamOpened,
    TurnTimed,
    Utterance,
)
from transcripts.journal import Journal
from transcripts.outcome import derive_outcome
from transcripts.summary import draft_summary
from voice.ears import Reopened
from voice.listener import Turn
from voice.mouthpiece import FirstSound, Spoken
from voice.turns.heard import Heard as OnTheLine
from voice.twilio.ledger import Heard

FLUSH_DEADLINE_S = 3.0
"""How long the end of a call waits for a store that fails, in seconds."""


class CallJournal:
    """One call's pen."""

    def __init__(
        self, call_id: str, journal: Journal, clock: Callable[[], float], *, now_ms: Milliseconds = 0
    ) -> None:
        """`clock` gives monotonic seconds; the call was answered `now_ms` ago."""
        self.call_id = call_id
        self._journal = journal
        self._clock = clock
        self._answered_s = clock() - now_ms / 1000

    @property
    def now_ms(self) -> Milliseconds:
        """Milliseconds since the call was answered."""
        return self.at_ms(self._clock())

    def at_ms(self, monotonic_s: float) -> Milliseconds:
        """A point of the monotonic clock on the call's clock."""
        return round((monotonic_s - self._answered_s) * 1000)

    def write(self, event: AnyEvent) -> None:
        self._journal.append(event)

    def started(
        self,
        *,
        carrier_call_id: str,
        caller: str,
        called: str,
        direction: str,
        carrier: str,
        centre: str,
        language: str,
        recogniser: str,
        synthesiser: str,
    ) -> None:
        self.write(
            CallStarted(
                call_id=self.call_id,
                at_ms=0,
                carrier_call_id=carrier_call_id,
                caller=caller,
                called=called,
                direction=direction,
                carrier=carrier,
                centre=centre,
                language=language,
                recogniser=recogniser,
                synthesiser=synthesiser,
            )
        )

    def stream_opened(self, stream: Stream, stream_id: str, tracks: tuple[str, ...]) -> None:
        self.write(
            StreamOpened(
                call_id=self.call_id, at_ms=self.now_ms, stream=stream, stream_id=stream_id, tracks=tracks
            )
        )

    def stream_closed(self, stream: Stream, stream_id: str, explanation: str) -> None:
        self.write(
            StreamClosed(
                call_id=self.call_id,
                at_ms=self.now_ms,
                stream=stream,
                stream_id=stream_id,
                explanation=explanation,
            )
        )

    def ears_replaced(self, explanation: str) -> None:
        self.write(EarsReplaced(call_id=self.call_id, at_ms=self.now_ms, explanation=explanation))

    def ears_reopened(self, reopened: Reopened) -> None:
        self.write(
            EarsReopened(
                call_id=self.call_id,
                at_ms=self.now_ms,
                stream_id=reopened.stream_id,
                gap_ms=reopened.gap_ms,
                explanation=reopened.explanation,
            )
        )

    def call_resumed(self, gap_ms: Milliseconds, explanation: str) -> None:
        self.write(
            CallResumed(call_id=self.call_id, at_ms=self.now_ms, gap_ms=gap_ms, explanation=explanation)
        )

    def audio_lost(self, stream: Stream, lost_ms: Milliseconds) -> None:
        self.write(AudioLost(call_id=self.call_id, at_ms=self.now_ms, stream=stream, lost_ms=lost_ms))

    def key(self, digit: str) -> None:
        self.write(DtmfReceived(call_id=self.call_id, at_ms=self.now_ms, digit=digit))

    def speech_started(self, utterance_id: str, at_ms: Milliseconds) -> None:
        self._journal.publish(SpeechStarted(call_id=self.call_id, at_ms=at_ms, utterance_id=utterance_id))

    def agent_speech_started(self, utterance_id: str, at_ms: Milliseconds) -> None:
        self._journal.publish(
            SpeechStarted(call_id=self.call_id, at_ms=at_ms, utterance_id=utterance_id, speaker=Speaker.AGENT)
        )

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._partial(utterance_id, text, at_ms, Speaker.CALLER)

    def agent_partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._partial(utterance_id, text, at_ms, Speaker.AGENT)

    def _partial(self, utterance_id: str, text: str, at_ms: Milliseconds, speaker: Speaker) -> None:
        self._journal.publish(
            PartialUtterance(
                call_id=self.call_id, at_ms=at_ms, utterance_id=utterance_id, speaker=speaker, text=text
            )
        )

    def caller_said(self, turn: Turn) -> None:
        self._said(turn, Speaker.CALLER)

    def agent_said(self, turn: Turn) -> None:
        self._said(turn, Speaker.AGENT)

    def _said(self, turn: Turn, speaker: Speaker) -> None:
        self.write(
            Utterance(
                call_id=self.call_id,
                at_ms=self.now_ms,
                utterance_id=turn.utterance_id,
                speaker=speaker,
                text=turn.recognition.text,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                confidence=turn.recognition.confidence,
                engine=turn.recognition.engine,
                rejected=turn.recognition.rejected,
            )
        )

    def bot_said(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> BotSaid:
        """Playback of an utterance ended: what counts is the part that was heard, to the clause."""
        start_ms = self.at_ms(started_s)
        return self._journal.append(
            BotSaid(
                call_id=self.call_id,
                at_ms=self.now_ms,
                utterance_id=spoken.utterance_id,
                text=spoken.text,
                heard=_whole_words(spoken.text, heard.text_end),
                start_ms=start_ms,
                end_ms=start_ms + heard.ms,
                interrupted=interrupted,
                confirmed=heard.confirmed,
                prompt=spoken.prompt,
            )
        )

    def barged_in(self, spoken: Spoken, heard_ms: Milliseconds) -> None:
        self.write(
            BargedIn(
                call_id=self.call_id, at_ms=self.now_ms, utterance_id=spoken.utterance_id, heard_ms=heard_ms
            )
        )

    def far_end(self, heard: OnTheLine) -> None:
        self.write(
            FarEndHeard(
                call_id=self.call_id,
                at_ms=heard.at_ms,
                far_end=heard.kind.value,
                confidence=heard.confidence,
                evidence=heard.evidence,
            )
        )

    def resumed(self, utterance_id: str, explanation: str) -> None:
        self.write(
            BotResumed(
                call_id=self.call_id, at_ms=self.now_ms, utterance_id=utterance_id, explanation=explanation
            )
        )

    def turn_timed(self, turn: Turn, understood_s: float, sound: FirstSound) -> TurnTimed:
        """From the end of the caller's speech to the first sounding frame on the wire, by stage."""
        hangover_ms = float(self.at_ms(turn.over_s) - turn.end_ms)
        timed = TurnTimed(
            call_id=self.call_id,
            at_ms=self.now_ms,
            utterance_id=turn.utterance_id,
            hangover_ms=hangover_ms,
            recognition_ms=_ms(turn.recognised_s - turn.over_s),
            understanding_ms=_ms(understood_s - turn.recognised_s),
            synthesis_ms=_ms(sound.synthesised_s - understood_s),
            sending_ms=_ms(sound.sent_s - sound.synthesised_s),
            total_ms=_ms(sound.sent_s - turn.over_s) + hangover_ms,
            speculated=turn.speculated,
        )
        self.write(timed)
        return timed

    def fault(self, part: str, explanation: str) -> None:
        self.write(FaultNoticed(call_id=self.call_id, at_ms=self.now_ms, part=part, explanation=explanation))

    def recording_stored(self, path: str, duration_ms: Milliseconds) -> None:
        self.write(
            RecordingStored(call_id=self.call_id, at_ms=self.now_ms, path=path, duration_ms=duration_ms)
        )

    async def complete(self, reason: EndReason, explanation: str, thinking: Executor) -> None:
        """Writes the end and the summary, and waits until they are on disk (the journal goes on trying)."""
        ended_ms = self.now_ms
        so_far = await self._journal.replay(self.call_id)
        ended = self._journal.append(
            CallEnded(
                call_id=self.call_id,
                at_ms=ended_ms,
                reason=reason,
                explanation=explanation,
                outcome=derive_outcome(so_far, reason),
                duration_ms=ended_ms,
            )
        )
        loop = asyncio.get_running_loop()
        self.write(await loop.run_in_executor(thinking, draft_summary, [*so_far, ended]))
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_DEADLINE_S):
                await self._journal.flush()


def _whole_words(text: str, end: int) -> str:
    """`text` up to `end`, less the word that was cut."""
    if end < len(text) and not text[end].isspace():
        end = text.rfind(" ", 0, end) + 1
    return text[:end].rstrip()


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
