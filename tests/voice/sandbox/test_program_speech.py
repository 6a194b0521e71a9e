"""Say, Play, Gather and Record, as a telephone hears and answers them."""

from pathlib import Path

import aiohttp
import numpy as np
import pytest

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import ACCOUNT, TOKEN, loudness, pitch, rigged
from voice.audio.wav import read_wav
from voice.sandbox.company_sounds import BEEP_HZ, SAY_HZ, SAY_MS_A_LETTER
from voice.sandbox.phone_steps import Press, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp


async def called(rig, document: str, *steps):
    rig.service.documents["/twilio/voice"] = document
    leg = rig.company.call(ScriptedPhone(PhoneScript(steps=steps)))
    await leg.over.wait()
    await rig.company.idle()
    return leg


def called_once(tmp_path: Path, document: str, *steps, **documents: str):
    async def call():
        async with rigged(tmp_path, **documents) as rig:
            return rig, await called(rig, document, *steps)

    return run(call())


def test_what_is_said_sounds_as_long_as_the_words_take(tmp_path: Path):
    _, leg = called_once(tmp_path, '<Say loop="2">Ten letters</Say><Pause length="1"/>', Wait(60_000))
    _, heard = leg.tracks()
    length_s = 2 * SAY_MS_A_LETTER * len("Ten letters") / 1000
    assert pitch(heard, 0.05, 0.6) == pytest.approx(SAY_HZ, abs=5)
    assert loudness(heard, length_s + 0.1, length_s + 0.9) == 0
    assert leg.duration_ms == pytest.approx((length_s + 1) * 1000, abs=100)


def test_keys_end_with_the_last_digit_the_finishing_key_or_the_time_out(tmp_path: Path):
    for steps, attributes, digits in (
        ((Press("12"), Wait(9000)), 'numDigits="2"', "12"),
        ((Press("123#"), Wait(9000)), "", "123"),
        ((Press("45"), Wait(9000)), 'timeout="2" finishOnKey="*"', "45"),
    ):
        document = f'<Gather action="/keys" {attributes}/>'
        rig, _ = called_once(tmp_path, document, *steps, keys="<Hangup/>")
        assert [form["Digits"] for form in rig.service.forms("/keys")] == [digits]


def test_the_prompt_stops_at_the_first_key(tmp_path: Path):
    prompt = '<Gather numDigits="2" action="/keys"><Say>' + "word " * 40 + "</Say></Gather>"
    _, leg = called_once(tmp_path, prompt, Wait(2000), Press("1"), Wait(2000), Press("2"), keys="<Hangup/>")
    _, heard = leg.tracks()
    assert loudness(heard, 1.0, 1.9) > 0
    assert loudness(heard, 2.2, 3.5) == 0


def test_without_a_key_the_next_verb_follows_unless_the_empty_answer_is_wanted(tmp_path: Path):
    rig, leg = called_once(tmp_path, '<Gather timeout="2" action="/keys"/><Say>Nothing.</Say>', Wait(60_000))
    assert rig.service.forms("/keys") == []
    assert "Nothing." in [moment.detail for moment in leg.moments]
    document = '<Gather timeout="2" action="/keys" actionOnEmptyResult="true"/><Say>Nothing.</Say>'
    rig, _ = called_once(tmp_path, document, Wait(60_000), keys="<Hangup/>")
    assert [form["Digits"] for form in rig.service.forms("/keys")] == [""]


def test_a_message_is_recorded_after_the_beep_until_silence_and_fetched_by_its_address(tmp_path: Path):
    async def record():
        document = '<Record action="/message" timeout="2" recordingStatusCallback="/recorded"/>'
        async with rigged(tmp_path, message="<Hangup/>") as rig:
            leg = await called(rig, document, WaitForQuiet(200), Tone(500.0, 3000), Wait(60_000))
            (message,) = rig.service.forms("/message")
            (told,) = rig.service.forms("/recorded")
            async with rig.company.floor.session.get(
                message["RecordingUrl"], headers={"Authorization": aiohttp.encode_basic_auth(ACCOUNT, TOKEN)}
            ) as response:
                path = tmp_path / "fetched.wav"
                path.write_bytes(await response.read())
            listed = await rig.rest(lambda c: c.recordings.list())
            return leg, message, told, read_wav(path).pcm, listed

    leg, message, told, pcm, listed = run(record())
    assert pitch(leg.tracks()[1], 0.05, 0.35) == pytest.approx(BEEP_HZ, abs=5)
    assert message["RecordingSid"] == told["RecordingSid"] == listed[0].sid
    assert told["RecordingStatus"] == "completed"
    assert int(message["RecordingDuration"]) == -(-pcm.size // 8000)
    loud = np.flatnonzero(np.abs(pcm) > 1000) / 8000
    assert loud[-1] - loud[0] == pytest.approx(3, abs=0.05)


def test_a_message_that_ends_with_the_call_is_kept(tmp_path: Path):
    rig, leg = called_once(tmp_path, '<Record playBeep="false"/>', Tone(500.0, 2000), HangUp())
    assert leg.ended_by == "phone"
    (kept,) = rig.company.recordings.kept.values()
    assert kept.duration_ms == pytest.approx(2000, abs=60)


def test_silence_is_no_message(tmp_path: Path):
    rig, leg = called_once(tmp_path, '<Record timeout="2"/><Say>You said nothing.</Say>', Wait(60_000))
    assert rig.company.recordings.kept == {}
    assert "You said nothing." in [moment.detail for moment in leg.moments]


def test_what_cannot_be_played_ends_the_call_with_a_reason(tmp_path: Path):
    async def play():
        async with rigged(tmp_path) as rig:
            return await called(rig, f"<Play>{rig.company.url}/nothing.wav</Play>", Wait(60_000))

    leg = run(play())
    assert leg.ended_by == "service"
    assert any("11200" in note for note in leg.notes)


def test_a_recording_of_both_sides_is_started_paused_and_stopped_by_rest(tmp_path: Path):
    async def record():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = "<Pause length='30'/>"
            leg = rig.company.call(ScriptedPhone(PhoneScript(steps=(Tone(500.0, 60_000),))))
            await rig.pass_s(1)
            calls = rig.client.calls(leg.sid)
            started = await rig.rest(lambda _: calls.recordings.create(recording_channels="dual"))
            await rig.pass_s(1)
            await rig.rest(lambda _: calls.recordings("Twilio.CURRENT").update(status="paused"))
            await rig.pass_s(1)
            await rig.rest(lambda _: calls.recordings("Twilio.CURRENT").update(status="in-progress"))
            await rig.pass_s(1)
            stopped = await rig.rest(lambda _: calls.recordings(started.sid).update(status="stopped"))
            path = rig.company.recordings.kept[started.sid].path
            return stopped, np.frombuffer(path.read_bytes()[44:], "<i2").reshape(-1, 2)[:, 0]

    stopped, said = run(record())
    assert (stopped.status, stopped.duration) == ("completed", "3")
    assert loudness(said, 0.1, 0.9) > 0
    assert loudness(said, 1.1, 1.9) == 0
    assert loudness(said, 2.1, 2.9) > 0
