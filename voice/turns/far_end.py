"""What is at the other end of the line: a person, a machine, music, a tone of the network, or nobody.

Greeting lengths are what carriers' answering machine detection goes by (Asterisk's `app_amd`, Twilio's AMD);
tones are those of ITU-T E.180 with supplement 2 (what each country uses), T.30 (fax), Q.35 (information).
"""

import math
import re
import unicodedata
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from voice.audio.types import FRAME_MS, Int16Array
from voice.turns.music import Music
from voice.turns.tones import TOLD_EVERY_MS, CallProgress, Keypad, Meaning, SteadyTones, Tone, energy_at

GREETING_MS = 10_000
"""How long after the call was answered a greeting may begin that is judged by its length."""

PAUSE_MS = 700
"""Who stops for this long waits for an answer; announcements breathe for less."""

MACHINE_MS = 3200
"""A greeting this long without such a pause is recorded. "Hello?" lasts 0.5 s, a firm's greeting 2 to 3 s."""

LEAST_SPEECH_MS = 200
"""Less voice than this in all is a click or a breath."""

LEAST_VOICED = 0.5
"""Of a stretch of speech, what the detector of voices must have heard."""

LEAST_WEAK = 0.2
WEAK = 0.25
"""Of speech, the share that is weaker than this part of its mean energy: a third and more. Of noise and most
music there is little (the low-energy frames of Scheirer & Slaney, ICASSP 1997)."""

WEAK_FROM_MS = 600
"""From this length on it is asked for."""

MOST_TONE = 0.4
"""Of a stretch of speech, the most that may be steady tones; of voices, 3 % are."""

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

PHRASES_TOGETHER_MS = 30_000
EARLY_DOUBT = 0.2
LATE_DOUBT = 0.03
"""Phrases within this time count together; what doubt they may leave in a greeting, and later."""

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


class FarEndKind(StrEnum):
    PERSON = "person"
    MACHINE = "machine"
    """An answering machine or voicemail."""
    IVR = "ivr"
    """Another centre's menu or queue."""
    MUSIC = "music"
    SILENCE = "silence"
    RINGING = "ringing"
    BUSY = "busy"
    DIAL_TONE = "dial tone"
    FAX = "fax"
    UNOBTAINABLE = "unobtainable"
    """The three tones before "the number you have dialled…"."""
    KEY = "key"
    """A key was pressed. It changes nothing about who is there."""
    BEEP = "beep"
    """A machine records from now on."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was just recognised."""

    kind: FarEndKind
    at_ms: int
    """When it was recognised, on the call's audio clock."""
    confidence: float
    """0 to 1; an opinion, not calibrated."""
    evidence: str
    """In words: "two tones, 697 and 1209 Hz, 60 ms"."""
    key: str = ""
    """Of a `KEY`: one of `0123456789*#ABCD`."""


@dataclass(slots=True)
class _Speech:
    """A stretch of speech: voice without a pause of `PAUSE_MS`."""

    began_ms: int
    last_ms: int
    voiced_ms: int = 0
    tone_ms: int = 0
    energies: deque[float] = field(default_factory=lambda: deque(maxlen=MACHINE_MS // FRAME_MS))

    @property
    def ms(self) -> int:
        return self.last_ms - self.began_ms

    @property
    def likely(self) -> bool:
        """Whether it is long enough, mostly voice, and not tones."""
        voiced = self.voiced_ms >= max(LEAST_SPEECH_MS, LEAST_VOICED * self.ms)
        return voiced and self.tone_ms <= MOST_TONE * self.ms

    @property
    def real(self) -> bool:
        """Whether it rises and falls as speech does, too."""
        if not self.likely or self.ms < WEAK_FROM_MS:
            return self.likely
        energies = np.array(self.energies)
        return bool((energies < WEAK * energies.mean()).mean() >= LEAST_WEAK)


_MEANINGS = {
    Meaning.RINGING: FarEndKind.RINGING,
    Meaning.BUSY: FarEndKind.BUSY,
    Meaning.DIAL_TONE: FarEndKind.DIAL_TONE,
    Meaning.FAX: FarEndKind.FAX,
    Meaning.UNOBTAINABLE: FarEndKind.UNOBTAINABLE,
}


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: FarEndKind
    words: str
    weight: float
    """How likely a recording is, from this phrase alone."""
    at_ms: int


def _patterns(*phrases: tuple[str, float]) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b"), weight) for pattern, weight in phrases)


_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|pound|hash|star|[0-9])"
_DIGITO = "(?:(?:el |la )?(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|numeral|asterisco|[0-9]))"
_PHRASES = {
    FarEndKind.MACHINE: _patterns(
        (r"leave (?:me |us |him |her |them )?(?:a|your)(?: brief| short| detailed)? message", 0.9),
        (r"leave (?:me |us )?your name", 0.9),
        (r"(?:after|at) the (?:tone|beep)", 0.95),
        (r"you(?: ha)?ve reached", 0.85),
        (r"voice ?mail(?: ?box)?", 0.6),
        (r"mailbox (?:is full|has not been set up|of)", 0.95),
        (
            r"(?:cant|cannot|can not|unable to) (?:come to|answer|take) (?:the|your|my) (?:phone|call)",
            0.85,
        ),
        (r"(?:is |am |are )?not available(?: right now| to take your call)?", 0.4),
        (r"de(?:je|ja|jen|jar) (?:su|un|tu|el) (?:mensaje|nombre|recado)", 0.9),
        (r"despues (?:de la senal|del tono|de oir (?:el tono|la senal))", 0.95),
        (r"al (?:oir|escuchar) (?:el tono|la senal)", 0.95),
        (r"buzon de voz|contestador(?: automatico)?", 0.7),
        (r"no (?:esta|se encuentra) disponible", 0.5),
        (r"no (?:puedo|podemos) (?:atender|contestar|responder)", 0.7),
        (r"(?:usted )?(?:ha|se ha) (?:llamado|comunicado) (?:a|al|con)", 0.6),
    ),
    FarEndKind.IVR: _patterns(
        (rf"press {_DIGIT} (?:for|to)|(?:for|to) [a-z ]{{1,40}}press {_DIGIT}", 0.95),
        (rf"press (?:or say )?{_DIGIT}", 0.85),
        (r"your call is (?:very )?important to us", 0.95),
        (
            r"all (?:of )?(?:our|of our) (?:agents|representatives|operators|advisers|advisors|lines) are",
            0.95,
        ),
        (r"calls? (?:may|will|is|are)(?: being)?(?: be)? (?:recorded|monitored)", 0.7),
        (r"(?:please )?(?:stay|remain) on the line", 0.6),
        (r"please hold", 0.5),
        (r"(?:main menu|menu options|following options)", 0.85),
        (r"your (?:position|place) in the queue|you are (?:caller )?number", 0.9),
        (r"(?:next|first) available (?:agent|representative|operator|adviser|advisor)", 0.85),
        (r"please enter (?:your|the)", 0.7),
        (rf"(?:pulse|marque|oprima|presione|digite) {_DIGITO}", 0.95),
        (r"su llamada es (?:muy )?importante", 0.95),
        (r"(?:mantengase|permanezca) en (?:la )?linea", 0.85),
        (r"no cuelgue", 0.5),
        (r"(?:nuestros|todos los) (?:agentes|operadores|asesores|ejecutivos)", 0.8),
        (r"esta llamada (?:puede|podra|sera)(?: ser)? grabada", 0.7),
        (r"menu principal|siguientes opciones", 0.85),
    ),
}
"""Without accents, apostrophes and punctuation."""

_RECORDED = (FarEndKind.MACHINE, FarEndKind.IVR)


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
        self._phrases: deque[_Phrase] = deque()
        self._words_ms: int | None = None
        self._quiet = energy_at(QUIET_DBFS)
        self._kind: FarEndKind | None = None
        self._by_length = False
        self._opened_ms: int | None = None
        self._progress_ms: int | None = None
        self._speech: _Speech | None = None
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
        """Words of the far end's transcript, heard up to `at_ms`; English or Spanish.

        Late in a call two phrases that only recordings use are needed: a person may quote one.
        """
        plain = _plain(text)
        for kind, phrases in _PHRASES.items():
            # A phrase within another is the same evidence.
            matches = [(match, weight) for pattern, weight in phrases if (match := pattern.search(plain))]
            matches.sort(key=lambda found: found[0].start() - found[0].end())
            taken: list[tuple[int, int]] = []
            for match, weight in matches:
                if all(match.end() <= start or end <= match.start() for start, end in taken):
                    taken.append(match.span())
                    self._phrases.append(_Phrase(kind, match.group(), weight, at_ms))
        while self._phrases and at_ms - self._phrases[0].at_ms > PHRASES_TOGETHER_MS:
            self._phrases.popleft()
        opened_ms = self._opened_ms or 0
        early = self._greeting_ms > 0 and at_ms - opened_ms <= WORDS_MS
        for kind in _RECORDED:
            found = {phrase.words: phrase.weight for phrase in self._phrases if phrase.kind is kind}
            doubt = math.prod(1 - weight for weight in found.values())
            if found and self._phrases[-1].at_ms == at_ms and doubt < (EARLY_DOUBT if early else LATE_DOUBT):
                self._by_length, self._words_ms = False, at_ms
                said = ", ".join(f'"{words}"' for words in found)
                return self._now(kind, at_ms, min(0.99, 1 - doubt), f"it said {said}")
        return []

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
        recorded = self._kind in _RECORDED
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
                speech = self._speech = _Speech(at_ms - FRAME_MS, at_ms)
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

    def _speaking(self, speech: _Speech, at_ms: int) -> list[Heard]:
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
        if speech.ms < TALKING_MS or (self._kind in _RECORDED and not self._listened(speech)):
            return []
        return self._person(at_ms, 0.7, f"{speech.ms / 1000:.1f} s of speech")

    def _spoke(self, speech: _Speech, at_ms: int) -> list[Heard]:
        """Somebody spoke and now waits."""
        listened = self._listened(speech)
        self._last_end_ms = speech.last_ms
        if self._music.held_share > HELD_BY_VOICES or speech.ms >= MACHINE_MS:
            return []
        if self._kind in _RECORDED and not listened:
            return []
        sure = 0.8 if speech.ms < MACHINE_MS / 2 else 0.6
        return self._person(at_ms, sure, f"{speech.ms / 1000:.1f} s of speech, then a pause")

    def _listened(self, speech: _Speech) -> bool:
        """Whether what was taken for a recording, by its length alone, paused before this as people do."""
        before_ms = self._last_end_ms
        return self._by_length and before_ms is not None and speech.began_ms - before_ms >= ANSWERING_MS

    def _person(self, at_ms: int, confidence: float, evidence: str) -> list[Heard]:
        if self._words_ms is not None:
            return self._now(FarEndKind.PERSON, at_ms, 0.5, f"{evidence}, after a recording")
        if self._kind in _RECORDED:
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


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes and punctuation."""
    letters = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")
    return " ".join(re.findall(r"[a-z0-9]+", kept))
