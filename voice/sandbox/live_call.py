"""What is known of a call while it is on, gathered from its events, for whoever shows it."""

from dataclasses import dataclass, field

from transcripts.events import (
    AnswerFound,
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallStarted,
    EscalationDecided,
    IntentRecognised,
    Milliseconds,
    PartialUtterance,
    RecordingStored,
    ResolutionConfirmed,
    Speaker,
    SpeechStarted,
    SummaryDrafted,
    TurnTimed,
    Utterance,
)
from transcripts.remarks import remark_on

LINE = "line"
"""Who says what no speaker says: keys, silences, faults."""


@dataclass(frozen=True, slots=True)
class Words:
    """One entry of the conversation."""

    utterance_id: str
    at_ms: Milliseconds
    """When it began."""
    who: str
    """`caller`, `bot`, `agent`, or `line` for what happened between them."""
    text: str
    """What was said, and of the bot's words those that were heard."""
    final: bool = True
    unheard: str = ""
    """The bot's words that the caller cut off."""


@dataclass(slots=True)
class LiveCall:
    """Give it each event of the call with `apply`, in order. Events of other calls are passed over."""

    started: CallStarted | None = None
    words: list[Words] = field(default_factory=list[Words])
    turns: list[TurnTimed] = field(default_factory=list[TurnTimed])
    intent: IntentRecognised | None = None
    answer: AnswerFound | None = None
    escalation: EscalationDecided | None = None
    callback: CallbackAgreed | None = None
    resolution: ResolutionConfirmed | None = None
    recording: RecordingStored | None = None
    ended: CallEnded | None = None
    summary: SummaryDrafted | None = None
    now_ms: Milliseconds = 0
    """The latest that is known of the call's clock."""

    @property
    def over(self) -> bool:
        """It has ended, and its summary is written."""
        return self.ended is not None and self.summary is not None

    def apply(self, event: AnyEvent) -> bool:
        """Takes in one event. False: it belongs to another call, or changes nothing that is shown."""
        if self.started is None and isinstance(event, CallStarted):
            self.started = event
        if self.started is None or event.call_id != self.started.call_id:
            return False
        self.now_ms = max(self.now_ms, event.at_ms)
        match event:
            case SpeechStarted():
                self._put(Words(event.utterance_id, event.at_ms, event.speaker, "", final=False))
            case PartialUtterance():
                self._put(Words(event.utterance_id, event.at_ms, event.speaker, event.text, final=False))
            case Utterance():
                self._put(_spoken(event))
            case BotSaid():
                self._put(_bot_said(event))
            case TurnTimed():
                self.turns.append(event)
            case IntentRecognised():
                self.intent = event
            case AnswerFound():
                self.answer = event
            case EscalationDecided():
                self.escalation = event
            case CallbackAgreed():
                self.callback = event
            case ResolutionConfirmed():
                self.resolution = event
            case RecordingStored():
                self.recording = event
            case CallEnded():
                self.ended = event
                self.words = [words for words in self.words if words.final]
            case SummaryDrafted():
                self.summary = event
            case CallStarted():
                pass
            case _:
                remark = remark_on(event)
                if not remark:
                    return False
                self.words.append(Words("", event.at_ms, LINE, remark))
        return True

    def _put(self, words: Words) -> None:
        """Adds an entry, or replaces the one of the same utterance, which keeps its place. Finals stay."""
        for index, known in enumerate(self.words):
            if known.utterance_id == words.utterance_id:
                if not known.final:
                    at_ms = min(known.at_ms, words.at_ms)
                    self.words[index] = Words(
                        words.utterance_id, at_ms, words.who, words.text, words.final, words.unheard
                    )
                return
        position = len(self.words)
        while position and words.final and self.words[position - 1].at_ms > words.at_ms:
            position -= 1
        self.words.insert(position, words)


def _spoken(event: Utterance) -> Words:
    text = event.text or f"(not understood{': ' if event.rejected else ''}{event.rejected})"
    return Words(event.utterance_id, event.start_ms, event.speaker, text)


def _bot_said(event: BotSaid) -> Words:
    unheard = ""
    if event.interrupted:
        unheard = event.text.removeprefix(event.heard).strip()
    return Words(
        event.utterance_id,
        event.start_ms,
        Speaker.BOT,
        event.heard if event.interrupted else event.text,
        unheard=unheard,
    )
