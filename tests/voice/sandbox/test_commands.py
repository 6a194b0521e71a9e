import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from config.settings import Settings
from tests.voice.sandbox.tiny_service import TOKEN, TinyService, media, serving
from voice.audio import mulaw
from voice.audio.wav import write_mulaw_wav
from voice.sandbox.caller import Manners
from voice.sandbox.commands import describe, listening_address, place_call, sample_caller
from voice.sandbox.knobs import Knobs
from voice.sandbox.problem import CallFailed
from voice.sandbox.sounding import CallerTurn
from voice.sandbox.timeline import CallReport

REPORT = CallReport(
    call_sid="CA1",
    from_number="+1",
    to_number="+2",
    answered_at="2026-11-20T10:00:00+00:00",
    duration_ms=12_340,
    ended_by="service",
    steps_left=0,
    turns=(
        CallerTurn("a.wav", 0, 1000, 1600),
        CallerTurn("b.wav", 3000, 4000, 4700),
        CallerTurn("c.wav", 6000, 7000, None),
    ),
    keys="",
    notes=(),
    recording=Path("out/recording.wav"),
    timeline=Path("out/timeline.json"),
    moments=(),
)


def said(report: CallReport) -> str:
    console = Console(width=200, file=io.StringIO(), color_system=None)
    console.print(describe(report))
    return console.file.getvalue()


def test_the_report_is_a_paragraph_with_its_figures_and_files():
    assert said(REPORT) == (
        "The call took 12.3 s. The service ended it. 3 turns of the caller, 2 answered, from the end of "
        "speech to the first sound heard in 650 ms (median), 700 ms at most.\n"
        "Recording (left said, right heard): out/recording.wav\n"
        "Timeline: out/timeline.json\n"
    )


def test_the_report_says_what_was_not_answered_and_what_was_left_and_what_went_wrong():
    text = said(replace(REPORT, turns=REPORT.turns[2:], steps_left=2, notes=("31951: [b]odd\x1b",)))
    assert "1 turn of the caller, none answered." in text
    assert "with 2 of the caller's steps to go" in text
    assert "note: 31951: [b]odd\n" in text


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9000"),
        ("0.0.0.0", "http://127.0.0.1:9000"),  # noqa: S104
        ("::1", "http://[::1]:9000"),
    ],
)
def test_the_service_is_rung_where_the_settings_say_that_it_listens(host: str, address: str):
    assert listening_address(Settings(host=host, port=9000)) == address


async def test_recordings_are_spoken_one_after_another(tmp_path: Path):
    tone = mulaw.encode((8000 * np.sin(np.arange(1600))).astype(np.int16))
    audio = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for path in audio:
        write_mulaw_wav(path, tone)

    async def talk(service, socket, sid):
        for count in (1, 60):
            await service.until("mouth", "media", count)
            await socket.send_str(media(sid, tone[:800]))
        await service.until("mouth", "media", 85)

    settings = Settings(data_directory=tmp_path, twilio={"auth_token": TOKEN})
    async with serving(TinyService(talk)) as url:
        report = await place_call(
            settings,
            audio,
            tmp_path / "out",
            url,
            knobs=Knobs(connect_ms=20, first_media_ms=20),
            manners=Manners(bot_finished_ms=200),
        )
    assert [turn.said for turn in report.turns] == ["one.wav", "two.wav"]
    assert report.turns[0].latency_ms is not None
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["recording.wav", "timeline.json"]


async def test_nothing_to_say_is_an_error(tmp_path: Path):
    with pytest.raises(CallFailed, match="give one or more WAV files"):
        await place_call(Settings(data_directory=tmp_path), [], tmp_path)


def test_a_recorded_caller_is_found_by_name_and_those_there_are_are_named():
    assert sample_caller(Settings(), "bill").voice == "rms"
    with pytest.raises(CallFailed, match="there are connected, slow-internet, bill"):
        sample_caller(Settings(), "nobody")
