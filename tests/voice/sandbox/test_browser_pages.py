"""The telephones' pages in a real Chromium, on a company without any service: what is rung is scripted here."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import numpy as np
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from config.settings import SAMPLE_CENTRE
from tests.browser import chromium, heard_rms, microphone_of, opened, page_problems, rms
from voice.sandbox.browser_pages import BrowserPhones
from voice.sandbox.browser_phone import BrowserPhone, PhoneState, RecordedLine
from voice.sandbox.company import Company
from voice.sandbox.company_sounds import Loop, tone
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.twiml_verbs import Subscription

pytestmark = pytest.mark.asyncio(loop_scope="module")

SLOW = SAMPLE_CENTRE / "callers" / "slow-internet-1.wav"
HOSTILE = "<img src=x onerror=alert(1)>"
SID = "AC" + "0" * 32


@dataclass(frozen=True)
class Rig:
    company: Company
    phones: BrowserPhones
    browser: Browser
    deaf: Browser
    """One without a microphone."""

    def phone(self, title: str = "Ana", calls: str = "") -> tuple[BrowserPhone, str]:
        """A new telephone, and the address of its page."""
        address = f"client:{new_sid('')}" if not calls else "+15035550142"
        lines = [RecordedLine("My connection is very slow today.", SLOW, HOSTILE)]
        phone = BrowserPhone(title, address, calls=calls, lines=lines)
        return phone, self.phones.add(phone)

    def ring(
        self, phone: BrowserPhone, work: Callable[[Leg], Awaitable[None]], who: str = "+12065550100"
    ) -> Leg:
        identity = CallIdentity(new_sid("CA"), SID, who, phone.address, "outbound-api")
        return self.company.floor.place(identity, work, status=Subscription(None, frozenset()), timeout_s=60)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(40):
            while not condition():
                await self.company.floor.clock.pass_ms(60)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    async def never_answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    directory = tmp_path_factory.mktemp("company")
    service = await asyncio.start_server(never_answers, "127.0.0.1", 0)
    port = service.sockets[0].getsockname()[1]
    async with (
        service,
        Company(SID, "token", directory, service_url=f"http://127.0.0.1:{port}") as company,
        BrowserPhones(company, voice=lambda text: tone(300.0, 20 * len(text))) as phones,
        chromium(microphone_of(directory / "microphone.wav", [SLOW]), None) as (browser, deaf),
    ):
        yield Rig(company, phones, browser, deaf)


async def hums(leg: Leg) -> None:
    leg.source = Loop(tone(440.0, 3000, 8000.0))
    await leg.over.wait()


async def state(page: Page, name: str) -> None:
    await page.wait_for_selector(f"[data-state={name}]")


async def test_it_rings_and_is_answered_with_enter_and_both_ends_hear_each_other(rig: Rig) -> None:
    phone, url = rig.phone()
    page = await opened(rig.browser, url)
    await page.get_by_role("button", name="Get ready to answer").click()
    leg = rig.ring(phone, hums)
    await state(page, "ringing")
    assert await page.inner_text("#words") == "Ringing"
    assert await page.inner_text("#next") == "+12065550100 is calling you."
    await page.keyboard.press("Enter")
    await state(page, "talking")
    assert await page.inner_text("#words") == "In a call with +12065550100"
    await rig.until(lambda: rms(leg.tracks()[0]) > 300)
    await page.locator("#heard", has_text="loudest").wait_for(state="attached")
    assert await heard_rms(page) == pytest.approx(8000 / 32768 / 2**0.5, rel=0.1)
    assert await page.inner_text("#next") == "You hear each other."

    await page.get_by_role("button", name="Mute").click()
    assert await page.inner_text("#next") == "You are muted: the other end does not hear you."
    size = leg.tracks()[0].size
    await rig.until(lambda: leg.tracks()[0].size > size + 16_000)
    assert not np.any(leg.tracks()[0][-8000:])

    await page.get_by_role("button", name="Hang up").click()
    await state(page, "ended")
    assert await page.inner_text("#next") == "You hung up."
    assert (leg.status, leg.ended_by) == (LegStatus.COMPLETED, "phone")
    assert page_problems(page) == []


async def test_keys_of_the_page_and_of_the_keyboard_arrive_as_keys(rig: Rig) -> None:
    phone, url = rig.phone()
    page = await opened(rig.browser, url)
    leg = rig.ring(phone, hums)
    await page.get_by_role("button", name="Answer", exact=True).click()
    await state(page, "talking")
    await page.get_by_role("button", name="1", exact=True).click()
    await page.get_by_role("button", name="star").click()
    for key in "0#9":
        await page.keyboard.press(key)
    await rig.until(lambda: leg.keys == "1*0#9")
    await page.locator("#keys", has_text="1 * 0 # 9").wait_for()
    await page.get_by_label("The keyboard’s 0–9").uncheck()
    await page.keyboard.press("5")
    await page.get_by_role("button", name="6", exact=True).click()
    await rig.until(lambda: leg.keys.endswith("6"))
    assert leg.keys == "1*0#96"
    rig.company.floor.hang_up(leg)
    await state(page, "ended")
    assert await page.inner_text("#next") == "The other end hung up."


async def test_a_call_is_declined_and_the_next_one_rings_again(rig: Rig) -> None:
    phone, url = rig.phone()
    page = await opened(rig.browser, url)
    leg = rig.ring(phone, hums)
    await page.get_by_role("button", name="Decline").click()
    await state(page, "ended")
    assert await page.inner_text("#next") == "You declined the call."
    assert leg.status is LegStatus.BUSY
    again = rig.ring(phone, hums)
    await state(page, "ringing")
    rig.company.floor.hang_up(again, LegStatus.CANCELED)
    await state(page, "ended")
    assert await page.inner_text("#next") == "The other end stopped ringing."


async def test_the_callers_button_calls_and_can_call_off(rig: Rig) -> None:
    phone, url = rig.phone("The caller", calls="Northwind Fibre")
    page = await opened(rig.browser, url)
    await page.get_by_role("button", name="Call Northwind Fibre").click()
    await state(page, "calling")
    assert await page.inner_text("#words") == "Calling Northwind Fibre"
    await page.get_by_role("button", name="Hang up").click()
    await state(page, "ended")
    assert await page.inner_text("#next") == "You hung up before anybody answered."
    (leg,) = [leg for leg in rig.company.legs if leg.phone is phone]
    assert leg.is_inbound
    assert leg.identity.from_number == "+15035550142"
    assert (leg.status, leg.ended_by) == (LegStatus.CANCELED, "phone")


async def test_without_a_microphone_it_says_so_and_recordings_and_typed_words_speak(rig: Rig) -> None:
    phone, url = rig.phone()
    page = await opened(rig.deaf, url)
    leg = rig.ring(phone, hums)
    await page.get_by_role("button", name="Answer", exact=True).click()
    await page.get_by_text("Below you can play a sentence, or type one.").wait_for()
    await page.get_by_text("You hear the other end; there is no microphone.").wait_for()
    await page.get_by_role("button", name="Play it").click()
    await rig.until(lambda: rms(leg.tracks()[0][-4000:]) > 300)
    await rig.until(lambda: not np.any(leg.tracks()[0][-8000:]))
    await page.get_by_label("Your words, in a machine’s voice").fill("Hello, this is 12345.")
    await page.keyboard.press("Enter")
    await rig.until(lambda: rms(leg.tracks()[0][-1600:]) > 300)
    assert leg.keys == ""
    assert [moment.detail for moment in leg.moments if moment.event == "phone plays"] == [
        SLOW.name,
        "typed words",
    ]
    rig.company.floor.hang_up(leg)


async def test_what_comes_from_outside_is_text_and_never_markup(rig: Rig) -> None:
    phone, url = rig.phone(HOSTILE)
    phone.tell([HOSTILE, "</script><script>alert(1)</script>"])
    page = await opened(rig.browser, url)
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))
    leg = rig.ring(phone, hums, HOSTILE)
    await state(page, "ringing")
    assert await page.inner_text("#title") == HOSTILE
    assert await page.inner_text("#next") == f"{HOSTILE} is calling you."
    assert await page.locator("#offer-words li").first.inner_text() == HOSTILE
    assert await page.locator("main img, main script").count() == 0
    rig.company.floor.hang_up(leg)
    await state(page, "ended")
    assert dialogs == []
    assert page_problems(page) == []


async def test_a_second_page_takes_the_telephone_over_with_its_call(rig: Rig) -> None:
    phone, url = rig.phone()
    first = await opened(rig.browser, url)
    leg = rig.ring(phone, hums)
    await first.get_by_role("button", name="Answer", exact=True).click()
    await state(first, "talking")
    second = await opened(rig.browser, url)
    await state(first, "away")
    assert "opened on another page" in await first.inner_text("#next")
    assert await second.inner_text("#next") == "The sound of this page is off."
    await second.get_by_role("button", name="Turn the sound on").click()
    await second.locator("#heard", has_text="loudest").wait_for(state="attached")
    assert leg.is_in_progress
    rig.company.floor.hang_up(leg)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_accessible_and_fits_320_pixels(rig: Rig, scheme: str) -> None:
    phone, url = rig.phone()
    phone.tell(["Her bill doubled.", "w" * 200])
    page = await opened(
        rig.browser, url, color_scheme=scheme, viewport={"width": 320, "height": 800}, bypass_csp=True
    )
    await page.locator("summary").first.click()
    await page.locator("summary").last.click()
    for change in ("idle", "ringing", "talking", "ended"):
        if change == "ringing":
            leg = rig.ring(phone, hums)
        elif change == "talking":
            await page.get_by_role("button", name="Answer", exact=True).click()
        elif change == "ended":
            rig.company.floor.hang_up(leg)
        await state(page, change)
        found = await Axe().run(page)
        assert found.response["violations"] == [], f"{change}: {found.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth") == 320


async def test_the_resampler_keeps_what_a_telephone_carries_and_nothing_above_it(rig: Rig) -> None:
    _, url = rig.phone()
    page = await opened(rig.browser, url)
    levels = await page.evaluate(
        """async () => {
            const { Resampler } = await import(new URL("resampler.js", location.href));
            const level = (fromHz, toHz, hz) => {
                const resampler = new Resampler(fromHz, toHz);
                const out = [];
                for (let block = 0; block < 400; block += 1) {
                    out.push(...resampler.push(Float32Array.from({ length: 128 },
                        (_, index) => Math.sin((2 * Math.PI * hz * (block * 128 + index)) / fromHz))));
                }
                const tail = out.slice(out.length >> 1);
                const power = tail.reduce((sum, sample) => sum + sample * sample, 0) / tail.length;
                return [out.length / (400 * 128), Math.sqrt(2 * power)];
            };
            return [level(48000, 8000, 1000), level(44100, 8000, 3000), level(48000, 8000, 5000),
                    level(8000, 48000, 1000), level(8000, 44100, 3000)];
        }"""
    )
    for (length, level), (ratio, kept) in zip(
        levels, [(1 / 6, 1), (8 / 44.1, 1), (1 / 6, 0), (6, 1), (44.1 / 8, 1)], strict=True
    ):
        assert length == pytest.approx(ratio, rel=0.01)
        assert level == pytest.approx(kept, abs=0.02)


async def test_only_who_has_the_address_gets_in_and_only_from_this_machine(rig: Rig) -> None:
    phone, url = rig.phone()
    origin = rig.phones.url
    async with aiohttp.ClientSession() as session:

        async def status(address: str, **headers: str) -> int:
            async with session.get(address, headers=headers) as response:
                return response.status

        assert await status(url) == 200
        assert await status(f"{origin}/") == 404
        assert await status(f"{origin}/{'A' * 32}/") == 404
        assert await status(f"{origin}/ä/") == 404
        assert await status(f"{url}no-such-file.js") == 404
        assert await status(f"{url}..%2fbrowser_pages.py") == 404
        assert await status(url, Host="attacker.example") == 403
        assert await status(f"{url}line", Origin="https://attacker.example") == 403
        assert await status(f"{url}line") == 403
        async with session.get(url) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "http" not in (await response.text()).replace("http-equiv", "")
        for rubbish in ("{", '{"do":"fly"}', '{"do":"say-line","line":-1}', bytes(319), "x" * 5000):
            async with session.ws_connect(f"{url}line", origin=origin) as socket:
                await (socket.send_bytes if isinstance(rubbish, bytes) else socket.send_str)(rubbish)
                async with asyncio.timeout(10):
                    while (await socket.receive()).type not in (
                        aiohttp.WSMsgType.CLOSE,
                        aiohttp.WSMsgType.CLOSED,
                    ):
                        pass
                assert socket.close_code in (1008, 1009)
    assert phone.state is PhoneState.IDLE
