"""A real Chromium for the tests, with a microphone that plays a recording."""

import shutil
import wave
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page, Playwright, async_playwright

from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ
from voice.audio.wav import read_wav

NAMES = ("chromium", "chromium-browser", "google-chrome")


@asynccontextmanager
async def chromium(*microphones: Path | None) -> AsyncIterator[list[Browser]]:
    """A browser for each microphone; None: one that has none."""
    async with async_playwright() as playwright:
        browsers = [await _launched(playwright, microphone) for microphone in microphones]
        try:
            yield browsers
        finally:
            for browser in browsers:
                await browser.close()


async def opened(browser: Browser, url: str, **context: object) -> Page:
    """The page in a window of its own, which fails its test when anything goes wrong in it."""
    page = await (await browser.new_context(**context)).new_page()
    page.set_default_timeout(40_000)
    page.on("pageerror", lambda error: page_problems(page).append(str(error)))
    page.on("console", lambda said: page_problems(page).append(said.text) if said.type == "error" else None)
    await page.goto(url)
    await page.wait_for_selector("[data-state=idle], [data-state=ended], [data-state=talking]")
    return page


def page_problems(page: Page) -> list[str]:
    """Errors of the page, refusals of its policy among them."""
    return page.__dict__.setdefault("problems", [])


async def heard_rms(page: Page) -> float:
    """How loud the loudest 20 ms were that the page has played in this call; full scale is 1."""
    return float(await page.locator("#heard").get_attribute("data-rms") or 0.0)


def microphone_of(path: Path, pieces: Sequence[Path | float]) -> Path:
    """A recording of recordings, and of silences in seconds."""
    pcm: list[np.ndarray] = []
    for piece in pieces:
        if isinstance(piece, Path):
            audio = read_wav(piece)
            pcm.append(resample(audio.pcm, audio.hz, TELEPHONE_HZ))
        else:
            pcm.append(np.zeros(round(piece * TELEPHONE_HZ), np.int16))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(TELEPHONE_HZ)
        file.writeframes(np.concatenate(pcm).astype("<i2").tobytes())
    return path


def rms(pcm: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(pcm.astype(np.float64))))) if pcm.size else 0.0


async def _launched(playwright: Playwright, microphone: Path | None) -> Browser:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, (
        f"the tests of the pages need one of {', '.join(NAMES)} (Debian: apt-get install chromium)"
    )
    arguments = ["--autoplay-policy=user-gesture-required"]
    if microphone is not None:
        arguments += [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={microphone}",
        ]
    return await playwright.chromium.launch(executable_path=program, args=arguments)
