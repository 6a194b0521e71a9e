"""What all calls share: engines, the journal, the centre. Handed in by the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

from assist.tools.runner import ToolRunner
from assist.verification import Verification
from config.centre import Centre
from config.settings import Settings
from transcripts.journal import Journal
from voice.bot.call_so_far import Standing
from voice.bot.understanding import Understanding
from voice.callbacks import CallbackBook
from voice.speech.phrases import SpeechSource
from voice.speech.scheduler import RecognitionScheduler
from voice.transfer_desk import Transfers
from voice.turns.activity import VoiceActivity
from voice.twilio.rest import Answer
from voice.waiting_room import WaitingRoom


@dataclass(frozen=True, slots=True)
class CallServices:
    settings: Settings
    centre: Centre
    understanding: Mapping[str, Understanding]
    """By language, BCP 47."""
    journal: Journal
    scheduler: RecognitionScheduler
    speech: SpeechSource
    thinking: Executor
    """Threads for understanding and summaries."""
    tools: ToolRunner
    new_verification: Callable[[str], Verification]
    """One call's, for the number that rings."""
    standing: Callable[[str], Awaitable[Standing]]
    """What is known of the number that rings."""
    hears: Callable[[str], bool]
    """Whether the recogniser knows a language."""
    new_activity: Callable[[], VoiceActivity]
    clock: Callable[[], float]
    """Monotonic seconds."""
    wall_clock: Callable[[], datetime]
    """UTC."""
    turn_timed: Callable[[float], None]
    """Told every turn's whole latency in ms, for the metrics."""
    transfers: Transfers | None
    """None: nobody can be connected, and call-backs are agreed."""
    recogniser_name: str
    synthesiser_name: str
    waiting_room: WaitingRoom | None = None
    """None: nobody waits on the line."""
    callbacks: CallbackBook | None = None
    """None: call-backs stand in the record of the call, and nobody makes them."""
    open_ears: Callable[[str], Awaitable[Answer]] | None = None
    """Asks the carrier to fork a call, by its CallSid, to us; None: it cannot be asked."""
