"""Turns through the whole service, with audio sent as fast as it is taken."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from config.settings import SAMPLE_CENTRE, Settings
from tests.engines import FailingRecogniser, ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier, media, new_call_sid, stopped
from transcripts.events import (
    AnyEvent,
    BargedIn,
    CallEnded,
    EscalationDecided,
    EscalationReason,
    FaultNoticed,
    Utterance,
)
from transcripts.journal import Subscription
from voice.audio import mulaw
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ
from voice.audio.wav import read_wav
from voice.service import Service
from voice.speech.recogniser import Recogniser

SILENCE = b"\xff" * 160
RECORDING = read_wav(SAMPLE_CENTRE / "callers" / "slow-internet-1.wav")
WORDS = resample(RECORDING.pcm, RECORDING.hz, TELEPHONE_HZ)


class Talk:
    """A caller on an open mouth, who says what the test wants when it wants."""

    def __init__(self, carrier: RawCarrier, events: Subscription) -> None:
        self._carrier = carrier
        self._events = events
        self._at_ms = 100
        self.seen: list[AnyEvent] = []
        self.call_sid = new_call_sid()

    async def begin(self) -> None:
        self.socket, self.stream_sid = await self._carrier.mouth(self.call_sid)

    async def say(self, pcm: np.ndarray, then_silence_ms: int = 1500) -> None:
        payload = mulaw.encode(pcm) + SILENCE * (then_silence_ms // 20)
        for start in range(0, len(payload) - 159, 160):
            await self.socket.send(media(self.stream_sid, payload[start : start + 160], self._at_ms))
            self._at_ms += 20

    async def until(self, kind: type) -> AnyEvent:
        async with asyncio.timeout(15):
            async for event in self._events:
                self.seen.append(event)
                if isinstance(event, kind):
                    return event
        raise AssertionError(f"no {kind.__name__} came")

    async def hears(self, ms: int) -> None:
        """Reads until the bot has been playing for this long: it sends at most 500 ms ahead."""
        received = 0
        while received < (ms + 500) * 8:
            message = json.loads(await asyncio.wait_for(self.socket.recv(), 5))
            if message["event"] == "media":
                received += len(b64decode(message["media"]["payload"]))


@asynccontextmanager
async def talking(data: Path, recogniser: Recogniser) -> AsyncIterator[Talk]:
    settings = Settings.model_validate({"port": 0, "data_directory": data, "log_level": "error"})
    service = Service(settings, recogniser=recogniser, synthesiser=ToneSynthesiser())
    await service.start()
    try:
        await service.ready()
        async with (
            RawCarrier(service.base_url, service.account.auth_token) as carrier,
            service.journal.subscribe() as events,
        ):
            talk = Talk(carrier, events)
            await talk.begin()
            yield talk
    finally:
        await service.stop()


async def test_speech_over_the_bot_stops_it_and_is_answered(tmp_path: Path):
    async with talking(tmp_path, ScriptedRecogniser("my connection is very slow")) as talk:
        await talk.hears(600)
        await talk.say(WORDS)
        assert await talk.until(BargedIn)
        said = await talk.until(Utterance)
        assert said.text == "my connection is very slow"


async def test_a_noise_behind_the_caller_neither_stops_the_bot_nor_counts_as_something_said(tmp_path: Path):
    async with talking(tmp_path, ScriptedRecogniser("", "agent")) as talk:
        await talk.hears(600)
        await talk.say((WORDS // 60).astype(np.int16))
        await talk.say(WORDS)
        await talk.until(EscalationDecided)
        kinds = [type(event).__name__ for event in talk.seen]
        assert "NotUnderstood" not in kinds
        assert kinds.count("BargedIn") <= 1, "only the loud words may have stopped the bot"


async def test_a_recogniser_that_fails_is_admitted_and_then_a_person_takes_over(tmp_path: Path):
    async with talking(tmp_path, FailingRecogniser()) as talk:
        await talk.say(WORDS, then_silence_ms=2500)
        fault = await talk.until(FaultNoticed)
        assert fault.part == "recogniser"
        await talk.say(WORDS, then_silence_ms=2500)
        decision = await talk.until(EscalationDecided)
        assert decision.reason is EscalationReason.SYSTEM_FAULT


async def test_a_caller_who_hangs_up_while_the_bot_speaks_ends_the_call(tmp_path: Path):
    async with talking(tmp_path, ScriptedRecogniser()) as talk:
        await talk.hears(100)
        await talk.socket.send(stopped(talk.call_sid, talk.stream_sid))
        assert await talk.until(CallEnded)
