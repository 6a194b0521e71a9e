"""What is at the other end of the line: a person, a machine, music, a tone of the network, or nobody.

Keys, tones, music, words and segments of speech are recognised beside it; here is what they come to.
Greetings are judged as carriers' answering machine detection does (Asterisk's `app_amd`, Twilio's AMD).
"""

import numpy as np

from voice.audio.types import FRAME_MS, Int16Array
from voice.turns.call_progress import CallProgress, Meaning
from voice.turns.energy import energy_at
from voice.turns.heard import FarEndKind, Heard
from voice.turns.keypad import Keypad
from voice.turns.music import Music
from voice.turns.recordings import RECORDED, RecordedPhrases
from voice.turns.speech_segment import MACHINE_MS, PAUSE_MS, SpeechSegment
from voice.turns.steady_tones import TOLD_EVERY_MS, SteadyTones, Tone

GREETING_MS = 10_000
"""How long after the call was answered a greeting may begin that is judged by its length."""

TALKING_MS = 1500
"""A voice that goes on for this long, and is no greeting, is a person before it pauses."""

ANSWERING_MS = 1500
"""Who pauses for this long and speaks again was listening: what was taken for a recording is a person."""

SILENCE_MS = 6000
"""Without any voice, tone or music."""

QUIET_DBFS = -50.0
"""Silence is quieter, a noisy line louder."""

BEEP_HZ = (400.0, 2100.0)
BEEP_MS = 200
BEEP_SHARE = 0.9
"""An answering machine's tone, after which it records."""

BEEP_AFTER_MS = 4000
"""The tone comes this soon after the announcement's last word."""

LONG_SPEECH_MS = 2000
"""A beep comes after speech of this length, if what speaks is not yet known to be a machine."""

LONGEST_GREETING_MS = 30_000
"""The last moment at which a beep alone tells of a machine."""

KEY_MS = 300
"""Voice that began this shortly before a key was told is that key."""

WORDS_MS = 20_000
"""Words this soon after the call was answered may be a greeting; they come later than the sound."""

OVER_MUSIC_MS = 5000
"""An announcement over music is not called music again sooner."""

JUDGED_EVERY_MS = 100
"""How often speech is judged while it goes on."""

NO_MUSIC_MS = 3000
"""So long after a tone of the network nothing is listened to for music: busy tones come again each second."""

LONGEST_NOTE_MS = 1500
"""What keeps one pitch for longer is a tone and no music."""

HELD_BY_VOICES = 0.2
"""Up to this share of held pitch, a stretch of sound may be a voice."""

_MEANINGS = {
    Meaning.RINGING: FarEndKind.RINGING,
    Meaning.BUSY: FarEndKind.BUSY,
    Meaning.DIAL_TONE: FarEndKind.DIAL_TONE,
    Meaning.FAX: FarEndKind.FAX,
    Meaning.UNOBTAINABLE: FarEndKind.UNOBTAINABLE,
}


class FarEnd:
    """Listens to one call's far end. No clock and no I/O: frames and words in, what changed out.

    `greeting_ms`: how long greetings are judged by their length; 0 for a call that came in, where the far end
    rang and may say all it has to say at once.
    """

    def __init__(self, greeting_ms: int = GREETING_MS) -> None:
        self._greeting_ms = greeting_ms
        self._keypad = Keypad()
        self._tones = SteadyTones()
        self._progress = CallProgress()
        self._music = Music()
        self._phrases = RecordedPhrases()
        self._words_ms: int | None = None
        self._quiet = energy_at(QUIET_DBFS)
        self._kind: FarEndKind | None = None
        self._by_length = False
        self._opened_ms: int | None = None
        self._progress_ms: int | None = None
        self._speech: SpeechSegment | None = None
        self._longest_ms = 0
        self._spoke_ms: int | None = None
        self._sounded_ms = 0
        self._loudest = 0.0
        self._beeped = False
        self._last_end_ms: int | None = None

    @property
    def kind(self) -> FarEndKind | None:
        """Who or what is there, as far as is known."""
        return self._kind

    @property
    def holds_pitch(self) -> bool:
        """Whether what sounds just now holds its pitch, as notes do."""
        return self._music.holds

    def push(self, pcm: Int16Array, voiced: bool, at_ms: int) -> list[Heard]:
        """The next 20 ms, ending at `at_ms`, and whether the detector of voices took them for one."""
        if self._opened_ms is None:
            self._opened_ms = self._sounded_ms = at_ms
        samples = pcm.astype(np.float32)
        energy = float(samples.dot(samples))
        heard = self._keys(pcm, at_ms)
        tone = self._tones.push(pcm, energy)
        if tone is not None:
            heard += self._beep(tone, at_ms)
        progress = self._progress.push(tone, energy, at_ms)
        if progress is not None:
            self._progress_ms = at_ms
            if progress.meaning is Meaning.RINGING:
                self._opened_ms = at_ms
            heard += self._now(_MEANINGS[progress.meaning], at_ms, progress.confidence, progress.evidence)
        sounding = self._tones.tone
        network = self._progress_ms is not None and at_ms - self._progress_ms < NO_MUSIC_MS
        if not network and (sounding is None or sounding.ms < LONGEST_NOTE_MS):
            self._music.push(pcm)
        playing = self._music.playing
        if playing and (self._words_ms is None or at_ms - self._words_ms >= OVER_MUSIC_MS):
            held = self._music.held_share
            heard += self._now(
                FarEndKind.MUSIC,
                at_ms,
                min(0.99, 0.6 + held / 2),
                f"pitch held in {held:.0%} of the last 4 s",
            )
        if heard or playing or sounding is not None:
            self._sounded_ms, self._loudest = at_ms, 0.0
            self._take_back(tone, at_ms)
            return heard
        heard += self._voice(voiced, energy, at_ms)
        if not voiced:
            heard += self._silence(energy, at_ms)
        return heard

    def said(self, text: str, at_ms: int) -> list[Heard]:
        """Words of the far end's transcript, heard up to `at_ms`; English or Spanish."""
        opened_ms = self._opened_ms or 0
        greeting = self._greeting_ms > 0 and at_ms - opened_ms <= WORDS_MS
        recording = self._phrases.said(text, at_ms, greeting=greeting)
        if recording is None:
            return []
        self._by_length, self._words_ms = False, at_ms
        return self._now(recording.kind, at_ms, recording.confidence, recording.evidence)

    def _now(self, kind: FarEndKind, at_ms: int, confidence: float, evidence: str) -> list[Heard]:
        if kind is self._kind:
            return []
        self._kind = kind
        return [Heard(kind, at_ms, round(confidence, 2), evidence)]

    def _keys(self, pcm: Int16Array, at_ms: int) -> list[Heard]:
        press = self._keypad.push(pcm)
        if press is None or self._music.playing:
            return []
        evidence = f"two tones, {press.low_hz} and {press.high_hz} Hz, {press.ms} ms"
        return [Heard(FarEndKind.KEY, at_ms, round(min(0.99, press.share), 2), evidence, press.key)]

    def _beep(self, tone: Tone, at_ms: int) -> list[Heard]:
        """A single tone soon after a long announcement."""
        if self._beeped or len(tone.hz) != 1 or tone.ms < BEEP_MS or tone.share < BEEP_SHARE:
            return []
        if not tone.ended or not BEEP_HZ[0] <= tone.hz[0] <= BEEP_HZ[1]:
            return []
        spoke_ms = self._spoke_ms
        recorded = self._kind in RECORDED
        if spoke_ms is None or at_ms - tone.ms - spoke_ms > BEEP_AFTER_MS:
            return []
        late = not self._greeting_ms or at_ms - (self._opened_ms or 0) > LONGEST_GREETING_MS
        if not recorded and (late or self._longest_ms < LONG_SPEECH_MS):
            return []
        self._beeped = True
        evidence = (
            f"one tone, {tone.hz[0]:.0f} Hz, {tone.ms} ms, after {self._longest_ms / 1000:.1f} s of speech"
        )
        self._by_length = False
        machine = [] if recorded else self._now(FarEndKind.MACHINE, at_ms, 0.85, evidence)
        return [*machine, Heard(FarEndKind.BEEP, at_ms, round(tone.share, 2), evidence)]

    def _greets(self, at_ms: int) -> bool:
        """Whether speech that began then may be the greeting."""
        return self._greeting_ms > 0 and at_ms - (self._opened_ms or 0) <= self._greeting_ms

    def _take_back(self, tone: Tone | None, at_ms: int) -> None:
        """What the detector of voices took for one was a key, a tone or music."""
        speech, sounding = self._speech, self._tones.tone
        if speech is None:
            return
        since_ms = at_ms - (sounding.ms if sounding is not None else KEY_MS) - FRAME_MS
        if self._music.playing or speech.began_ms >= since_ms:
            self._speech = None
        elif sounding is not None and sounding is tone:
            speech.tone_ms += TOLD_EVERY_MS

    def _voice(self, voiced: bool, energy: float, at_ms: int) -> list[Heard]:
        speech = self._speech
        if voiced:
            if speech is None:
                speech = self._speech = SpeechSegment(at_ms - FRAME_MS, at_ms)
            speech.last_ms = at_ms
            speech.voiced_ms += FRAME_MS
            speech.energies.append(energy)
            return self._speaking(speech, at_ms) if speech.likely else []
        if speech is None:
            return []
        if at_ms - speech.last_ms < PAUSE_MS:
            speech.energies.append(energy)
            return []
        self._speech = None
        return self._spoke(speech, at_ms) if speech.real else []

    def _speaking(self, speech: SpeechSegment, at_ms: int) -> list[Heard]:
        """Somebody speaks, and has not paused yet."""
        self._sounded_ms, self._loudest = at_ms, 0.0
        if speech.voiced_ms % JUDGED_EVERY_MS or self._music.held_share > HELD_BY_VOICES or not speech.real:
            return []
        self._spoke_ms = at_ms
        self._longest_ms = max(self._longest_ms, speech.ms)
        greeting = self._kind in (None, FarEndKind.SILENCE, FarEndKind.RINGING) and self._greets(
            speech.began_ms
        )
        if greeting:
            if speech.ms < MACHINE_MS:
                return []
            self._by_length = True
            return self._now(
                FarEndKind.MACHINE,
                at_ms,
                0.65,
                f"{speech.ms / 1000:.1f} s of speech without a pause at the start",
            )
        if speech.ms < TALKING_MS or (self._kind in RECORDED and not self._listened(speech)):
            return []
        return self._person(at_ms, 0.7, f"{speech.ms / 1000:.1f} s of speech")

    def _spoke(self, speech: SpeechSegment, at_ms: int) -> list[Heard]:
        """Somebody spoke and now waits."""
        listened = self._listened(speech)
        self._last_end_ms = speech.last_ms
        if self._music.held_share > HELD_BY_VOICES or speech.ms >= MACHINE_MS:
            return []
        if self._kind in RECORDED and not listened:
            return []
        sure = 0.8 if speech.ms < MACHINE_MS / 2 else 0.6
        return self._person(at_ms, sure, f"{speech.ms / 1000:.1f} s of speech, then a pause")

    def _listened(self, speech: SpeechSegment) -> bool:
        """Whether what was taken for a recording, by its length alone, paused before this as people do."""
        before_ms = self._last_end_ms
        return self._by_length and before_ms is not None and speech.began_ms - before_ms >= ANSWERING_MS

    def _person(self, at_ms: int, confidence: float, evidence: str) -> list[Heard]:
        if self._words_ms is not None:
            return self._now(FarEndKind.PERSON, at_ms, 0.5, f"{evidence}, after a recording")
        if self._kind in RECORDED:
            confidence = 0.6
        return self._now(FarEndKind.PERSON, at_ms, confidence, evidence)

    def _silence(self, energy: float, at_ms: int) -> list[Heard]:
        self._loudest = max(self._loudest, energy)
        if at_ms - self._sounded_ms < SILENCE_MS:
            return []
        noisy = self._loudest > self._quiet
        return self._now(
            FarEndKind.SILENCE,
            at_ms,
            0.7 if noisy else 0.95,
            f"{(at_ms - self._sounded_ms) / 1000:.0f} s without a voice" + (", but noise" if noisy else ""),
        )
