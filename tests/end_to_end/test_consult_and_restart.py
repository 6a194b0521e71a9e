"""A service that is killed while an agent consults a colleague: the caller stays on hold, and all goes on."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import unused_port

from config.settings import Settings
from tests.end_to_end.test_between_people import (
    HUMS,
    LISTENS_MS,
    PHONES,
    SAID,
    WANTS_A_PERSON,
    hears,
    here,
    hum,
)
from tests.end_to_end.test_restart import Process, seen, until
from transcripts.events import CallEnded, CallResumed
from voice.carrier_secret import carrier_account
from voice.kept_token import kept_token
from voice.sandbox.company import Company
from voice.sandbox.phone_steps import Play, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.web.operators import OPERATORS_TOKEN


async def test_a_consultation_goes_on_after_a_restart_and_the_caller_never_hears_it(tmp_path: Path):
    port, carrier_port = unused_port(), unused_port()
    wanted = {
        "port": port,
        "data_directory": str(tmp_path / "data"),
        "log_level": "error",
        "twilio": {"api_url": f"http://127.0.0.1:{carrier_port}"},
    }
    settings = Settings.model_validate(wanted)
    service, url = Process(wanted, time.time()), f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(150):
            await service.start([SAID], ["ben-carter", "ana-flores"])
            account = carrier_account(settings)
            token = kept_token(settings.data_directory / OPERATORS_TOKEN)
            headers = {"Authorization": f"Bearer {token}"}
            async with (
                Company(
                    account.account_sid, account.auth_token, tmp_path, port=carrier_port, service_url=url
                ) as company,
                aiohttp.ClientSession(headers=headers) as session,
            ):
                clock = company.floor.clock

                async def shown(so: Callable[[Any], bool]) -> Any:
                    """The call, once it is so."""
                    while True:
                        calls = await (await session.get(f"{url}/api/calls")).json()
                        if calls and so(calls[0]):
                            return calls[0]
                        await clock.pass_ms(100)

                company.register(PHONES["ben-carter"], ScriptedPhone(hum("ben-carter", rung_by_bot=True)))
                company.register(PHONES["ana-flores"], ScriptedPhone(hum("ana-flores", rung_by_bot=False)))
                steps = (
                    WaitForQuiet(1200),
                    Play(WANTS_A_PERSON),
                    Wait(10_000),
                    Tone(HUMS["caller"], 120_000),
                )
                caller = company.call(ScriptedPhone(PhoneScript(steps=steps)))
                call = await shown(here("ben-carter"))
                path = f"{url}/api/calls/{call['id']}"
                await session.post(f"{path}/consult", json={"name": "ana-flores", "by": "Eva"})
                await shown(lambda one: here("ana-flores")(one) and one["on_hold"])
                held = len(caller.tracks()[1])
                await service.kill()
                await service.start([])
                again = await shown(lambda one: here("ana-flores")(one) and one["on_hold"])
                assert again["id"] == call["id"]
                await clock.pass_ms(2000)
                heard = caller.tracks()[1][held + 8000 :]
                seconds = range(LISTENS_MS * 8, len(heard), LISTENS_MS * 8)
                assert all(not {"ben-carter", "ana-flores"} & hears(heard[:end]) for end in seconds)
                await session.post(f"{path}/bring-in", json={"by": "Eva"})
                await shown(lambda one: not one["on_hold"])
                await clock.pass_ms(LISTENS_MS + 300)
                assert hears(caller.tracks()[1]) == {"ben-carter", "ana-flores"}
                company.floor.hang_up(caller)
                record = await until(settings, caller.sid, seen(CallEnded))
                for leg in company.legs:
                    await leg.over.wait()
                people = await service.stop()
    finally:
        service.abandon()
    assert any(isinstance(event, CallResumed) for event in record)
    assert {people["ben-carter"], people["ana-flores"]} == {"wrap-up"}
