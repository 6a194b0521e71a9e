"""The verbs that sound, and those that listen to the caller: Say, Play, Pause, Gather and Record."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

import aiohttp
import numpy as np

from voice.audio.resample import resample
from voice.audio.types import FRAME_MS, TELEPHONE_HZ, Int16Array
from voice.audio.wav import WavError, read_wav
from voice.sandbox.company_floor import Floor
from voice.sandbox.company_recordings import Recordings
from voice.sandbox.company_sounds import Speaker, beep
from voice.sandbox.leg import Leg
from voice.sandbox.problem import CallFailed
from voice.sandbox.sounding import is_sounding
from voice.sandbox.twiml import Pause, Say
from voice.sandbox.twiml_verbs import Ask, Gather, Play, Record

DIGIT_MS = 250
WAIT_DIGIT_MS = 500
FETCH_TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)


class Sounding:
    """Carries out what only sounds, into any speaker."""

    def __init__(self, floor: Floor, speaker: Speaker, note: Callable[[str, str], None]) -> None:
        self._floor = floor
        self._speaker = speaker
        self._note = note

    async def sound(self, verb: Say | Play | Pause) -> None:
        match verb:
            case Say(text, loop):
                self._note("carrier says", text)
                await self._repeat(self._floor.voice(text), loop)
            case Play(url, loop, digits):
                if digits:
                    # Twilio sends them out of band: whoever hears the line hears silence.
                    self._note("carrier sends keys", digits)
                    waits = sum(WAIT_DIGIT_MS if digit in "wW" else DIGIT_MS for digit in digits)
                    await self._floor.clock.pass_ms(waits)
                    return
                self._note("carrier plays", url)
                await self._repeat(await fetch_recording(self._floor, url), loop)
            case Pause(seconds):
                await self._floor.clock.pass_ms(round(seconds * 1000))

    async def _repeat(self, pcm: Int16Array, times: int) -> None:
        count = 0
        while times == 0 or count < times:
            await self._speaker.play(pcm)
            count += 1


class Speech:
    def __init__(self, floor: Floor, recordings: Recordings, leg: Leg) -> None:
        self._floor = floor
        self._recordings = recordings
        self._leg = leg
        self._sounding = Sounding(floor, leg.speaker, leg.note)

    async def sound(self, verb: Say | Play | Pause) -> None:
        await self._sounding.sound(verb)

    async def gather(self, verb: Gather) -> Ask | None:
        """Asks for keys; the prompts stop at the first. None: nothing was pressed in time."""
        keys: asyncio.Queue[str] = asyncio.Queue()
        self._leg.on_key = keys.put_nowait
        prompting = asyncio.create_task(self._prompt(verb))
        try:
            digits = await self._digits(verb, keys, prompting)
        finally:
            self._leg.on_key = None
            prompting.cancel()
            await asyncio.gather(prompting, return_exceptions=True)
        self._leg.note("gathered", digits or "nothing")
        if not digits and not verb.action_on_empty:
            return None
        self._leg.answers = {"Digits": digits, "msg": "Gather End"}
        return verb.action

    async def record(self, verb: Record) -> Ask | None:
        """Records the caller until silence, a key, or the longest time. None: there was nothing to record."""
        leg = self._leg
        if verb.beep:
            await leg.speaker.play(beep())
        keys: asyncio.Queue[str] = asyncio.Queue()
        leg.on_key = keys.put_nowait
        frames: list[Int16Array] = []
        quiet_ms, ended_by = 0, "timeout"
        try:
            while len(frames) * FRAME_MS < verb.longest_s * 1000:
                await self._floor.clock.pass_ms(FRAME_MS)
                frames.append(leg.said.copy())
                quiet_ms = 0 if is_sounding(leg.said) else quiet_ms + FRAME_MS
                if not keys.empty() and (key := keys.get_nowait()) in verb.finish_on_key:
                    ended_by = key
                    break
                if quiet_ms >= verb.timeout_s * 1000:
                    break
        except asyncio.CancelledError:
            # The caller hung up: what was said until then is a message all the same.
            self._keep(verb, frames, "hangup")
            raise
        finally:
            leg.on_key = None
        if not any(is_sounding(frame) for frame in frames):
            leg.note("recorded", "nothing")
            return None
        about = self._keep(verb, frames, ended_by)
        leg.answers = about
        return verb.action

    def _keep(self, verb: Record, frames: list[Int16Array], ended_by: str) -> dict[str, str]:
        pcm = np.concatenate(frames) if frames else np.zeros(0, np.int16)
        about = self._recordings.keep(self._leg, pcm, verb.status)
        self._leg.note("recorded", f"{pcm.size // 8} ms, ended by {ended_by}")
        return about | {"Digits": ended_by}

    async def _prompt(self, verb: Gather) -> None:
        for prompt in verb.prompts:
            await self._sounding.sound(prompt)

    async def _digits(self, verb: Gather, keys: "asyncio.Queue[str]", prompting: "asyncio.Task[None]") -> str:
        digits = ""
        while True:
            pressing = asyncio.create_task(keys.get())
            try:
                await asyncio.wait({pressing, prompting}, return_when=asyncio.FIRST_COMPLETED)
                if prompting.done() and not prompting.cancelled():
                    prompting.result()
                if not pressing.done():
                    await self._within(pressing, verb.timeout_s)
                if not pressing.done():
                    return digits
                key = pressing.result()
            finally:
                pressing.cancel()
            prompting.cancel()
            if key in verb.finish_on_key:
                return digits
            digits += key
            if verb.num_digits is not None and len(digits) >= verb.num_digits:
                return digits

    async def _within(self, pressing: "asyncio.Task[str]", seconds: float) -> None:
        passing = asyncio.create_task(self._floor.clock.pass_ms(round(seconds * 1000)))
        try:
            await asyncio.wait({pressing, passing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            passing.cancel()


async def fetch_recording(floor: Floor, url: str) -> Int16Array:
    """A WAV from the service. Raises `CallFailed`."""
    try:
        async with floor.session.get(url, timeout=FETCH_TIMEOUT) as response:
            content = await response.content.read()
            if response.status >= 400:
                raise CallFailed(f"11200: {url} answered {response.status}")
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        raise CallFailed(f"11200: {url}: {error}") from error
    with tempfile.NamedTemporaryFile(suffix=".wav", dir=floor.directory) as file:
        file.write(content)
        file.flush()
        try:
            audio = read_wav(Path(file.name))
        except WavError as error:
            raise CallFailed(f"12300: {url} is no WAV, and only WAV is played here: {error}") from error
    return resample(audio.pcm, audio.hz, TELEPHONE_HZ)
