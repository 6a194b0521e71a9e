"""A real service on a real port, with engines that answer at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier
from voice.service import Service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": tmp_path,
            "log_level": "error",
            "limits": {"calls": 3},
            "twilio": {"start_deadline_s": 0.5, "token_lifetime_s": 30},
        }
    )
    service = Service(
        settings,
        recogniser=ScriptedRecogniser("my internet is very slow", "agent", "yes"),
        synthesiser=ToneSynthesiser(),
    )
    await service.start()
    try:
        await service.ready()
        yield service
    finally:
        await service.stop()


@pytest.fixture
async def carrier(service: Service) -> AsyncIterator[RawCarrier]:
    async with RawCarrier(service.base_url, service.account.auth_token) as carrier:
        yield carrier
