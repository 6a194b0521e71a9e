"""The streams of a company's legs: REST, `<Stop>`, their own callbacks, and who outlives what."""

from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.virtual_time import run
from tests.voice.sandbox.company_rig import rigged
from tests.voice.sandbox.tiny_service import clear, mark, media
from voice.sandbox.knobs import CompanyKnobs, Knobs
from voice.sandbox.phone_steps import Press, Tone, Wait
from voice.sandbox.phones import PhoneScript, ScriptedPhone


def humming() -> ScriptedPhone:
    return ScriptedPhone(PhoneScript(steps=(Tone(400.0, 60_000),)))


def test_a_fork_is_started_and_stopped_by_rest_with_its_parameters(tmp_path: Path):
    async def fork():
        async with rigged(tmp_path) as rig:
            service = rig.service
            service.documents["/twilio/voice"] = "<Pause length='30'/>"
            leg = rig.company.call(humming())
            await rig.pass_s(1)
            streams = rig.client.calls(leg.sid).streams
            # The package wants `wss`; a company on this machine takes `ws` on loopback.
            started = await rig.rest(
                lambda _: streams.create(
                    url=rig.socket("ears"), name="ears", track="both_tracks",
                    status_callback=rig.url("/stream-events"),
                    parameter1_name="call", parameter1_value="one",
                )
            )  # fmt: skip
            assert started.status == "in-progress"
            await service.until(lambda: len(service.streams.get("ears", ())) > 50)
            stopped = await rig.rest(lambda _: streams("ears").update(status="stopped"))
            assert (stopped.sid, stopped.status) == (started.sid, "stopped")
            await service.until(lambda: service.streams["ears"][-1]["event"] == "stop")
            assert leg.is_in_progress
            with pytest.raises(TwilioRestException) as caught:
                await rig.rest(lambda _: streams("mouth").update(status="stopped"))
            assert caught.value.code == 20404
            await rig.company.idle()
            return service, started.sid

    service, sid = run(fork())
    start = service.streams["ears"][1]["start"]
    assert (start["customParameters"], start["tracks"]) == ({"call": "one"}, ["inbound", "outbound"])
    assert service.events("/stream-events") == ["stream-started", "stream-stopped"]
    form = service.forms("/stream-events")[0]
    assert (form["StreamSid"], form["StreamName"]) == (sid, "ears")
    assert len(form["Timestamp"]) == len("2024-11-29T00:09:39.602648368Z")


def test_a_stop_verb_ends_the_fork_of_that_name_and_a_second_start_adds_one(tmp_path: Path):
    async def fork():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = (
                f'<Start><Stream name="one" url="{rig.socket("one")}"/></Start>'
                f'<Start><Stream name="two" url="{rig.socket("two")}"/></Start>'
                '<Pause length="2"/><Stop><Stream name="one"/></Stop><Pause length="2"/>'
            )
            leg = rig.company.call(humming())
            await leg.over.wait()
            await rig.pass_s(1)
            return rig.service.streams

    streams = run(fork())
    assert streams["one"][-1]["event"] == streams["two"][-1]["event"] == "stop"
    assert len(streams["two"]) - len(streams["one"]) == pytest.approx(100, abs=3)


def test_the_mouth_plays_marks_and_clears_as_twilio_does_and_only_it_carries_keys(tmp_path: Path):
    async def talk():
        async with rigged(tmp_path, after="<Hangup/>") as rig:
            service = rig.service
            service.documents["/twilio/voice"] = (
                f'<Start><Stream url="{rig.socket("ears")}" track="both_tracks"/></Start>'
                f'<Connect action="/after"><Stream url="{rig.socket("mouth")}"/></Connect>'
            )
            leg = rig.company.call(ScriptedPhone(PhoneScript(steps=(Wait(1500), Press("7"), Wait(60_000)))))
            await service.until(lambda: len(service.streams.get("mouth", ())) > 2)
            socket, sid = service.sockets["mouth"], service.streams["mouth"][1]["streamSid"]
            await socket.send_str(media(sid, bytes([0x00]) * 1600))
            await socket.send_str(mark(sid, "played"))
            await service.until(lambda: "mark" in [m["event"] for m in service.streams["mouth"]])
            await socket.send_str(media(sid, bytes([0x00]) * 80_000))
            await socket.send_str(mark(sid, "cleared"))
            await rig.pass_s(0.1)
            await socket.send_str(clear(sid))
            await rig.pass_s(2)
            await socket.close()
            await leg.over.wait()
            return leg, service

    leg, service = run(talk())
    mouth = service.streams["mouth"]
    assert [m["mark"]["name"] for m in mouth if m["event"] == "mark"] == ["played", "cleared"]
    assert [m["dtmf"]["digit"] for m in mouth if m["event"] == "dtmf"] == ["7"]
    assert "dtmf" not in {m["event"] for m in service.streams["ears"]}
    assert len(service.forms("/after")) == 1
    loud = (abs(leg.tracks()[1].astype(int)) > 20_000).sum() / 8
    assert loud == pytest.approx(300, abs=80)


@pytest.mark.parametrize("ends", [False, True])
def test_forks_outlive_a_conference_unless_the_knob_ends_them(tmp_path: Path, ends: bool):
    async def confer():
        async with rigged(tmp_path) as rig:
            rig.company.knobs = CompanyKnobs(forks_end_in_conference=ends)
            rig.service.documents["/twilio/voice"] = (
                f'<Start><Stream url="{rig.socket("ears")}"/></Start><Pause length="1"/>'
                "<Dial><Conference>room</Conference></Dial>"
            )
            rig.company.call(humming())
            await rig.pass_s(4)
            return rig.service.streams["ears"][-1]["event"], len(rig.service.streams["ears"])

    event, count = run(confer())
    assert event == ("stop" if ends else "media")
    assert (count < 60) is ends


def test_what_goes_wrong_with_a_stream_is_told_and_the_call_goes_on(tmp_path: Path):
    async def fail():
        async with rigged(tmp_path) as rig:
            rig.service.documents["/twilio/voice"] = (
                f'<Start><Stream url="ws://example.com/x" statusCallback="{rig.url("/stream-events")}"/></Start>'
                f'<Start><Stream url="{rig.url("/no-stream").replace("http", "ws")}"/></Start>'
                '<Pause length="2"/>'
            )
            leg = rig.company.call(humming())
            await leg.over.wait()
            await rig.company.idle()
            return leg, rig.service

    leg, service = run(fail())
    assert leg.duration_ms >= 2000
    assert any("31922" in note for note in leg.notes)
    assert any("31920" in note for note in leg.notes)
    (form,) = service.forms("/stream-events")
    assert form["StreamEvent"] == "stream-error"
    assert "31922" in form["StreamError"]


def test_the_ears_are_lost_when_the_knob_says_so(tmp_path: Path):
    async def lose():
        async with rigged(tmp_path) as rig:
            rig.company.knobs = CompanyKnobs(line=Knobs(ears_lost_after_s=1))
            rig.service.documents["/twilio/voice"] = (
                f'<Start><Stream url="{rig.socket("ears")}"/></Start><Pause length="4"/>'
            )
            leg = rig.company.call(humming())
            await leg.over.wait()
            return leg, rig.service.streams["ears"]

    leg, ears = run(lose())
    assert "ears lost" in [moment.event for moment in leg.moments]
    assert ears[-1]["event"] == "media"
