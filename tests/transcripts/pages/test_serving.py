"""The pages as they are sent: what they may load, how they are cached, and nothing beside them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from transcripts.pages.serving import Pages, shared_folder


@pytest.fixture
async def site() -> AsyncIterator[TestClient]:
    app = web.Application()
    app.add_routes(Pages({"/pages/": shared_folder()}).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_page_may_load_from_this_service_alone(site: TestClient) -> None:
    async with site.get("/pages/sign_in.html") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "'unsafe" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        text = await answer.text()
    assert "<style" not in text
    assert "style=" not in text
    assert "//" not in text.replace("<!doctype", "").replace("</", "").replace("/>", "")


async def test_a_page_that_has_not_changed_is_not_sent_again(site: TestClient) -> None:
    async with site.get("/pages/session.js") as first:
        tag = first.headers["ETag"]
        assert first.content_type == "text/javascript"
    async with site.get("/pages/session.js", headers={"If-None-Match": f'"other", {tag}'}) as again:
        assert again.status == 304
        assert await again.read() == b""


async def test_the_vendored_library_is_there_with_its_licences(site: TestClient) -> None:
    async with site.get("/pages/vendor/preact-htm.js") as answer:
        assert "export{" in await answer.text()
    folder = shared_folder() / "vendor"
    assert "MIT" in (folder / "LICENSE.preact").read_text()
    assert "Apache License" in (folder / "LICENSE.htm").read_text()


@pytest.mark.parametrize(
    "path", ["/pages/../serving.py", "/pages/%2e%2e/serving.py", "/pages/vendor/LICENSE.htm", "/pages/"]
)
async def test_nothing_beside_the_pages_is_served(site: TestClient, path: str) -> None:
    url = aiohttp.client.URL(str(site.make_url("/"))[:-1] + path, encoded=True)
    async with site.session.get(url) as answer:
        assert answer.status == 404
