"""Every page in real Chromium at three sizes, light and dark: it fits, it can be read, named, touched, and asks nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.page_views import ChannelLink
from tests.browser import DESK, PHONE, SMALLEST, one_chromium, window
from tests.page_audit import problems_of
from tests.web_site import FINISHED, RECEIPT, WORKPLACE, Settings, WebSite, served

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
LINKS = (ChannelLink("Zalo", "https://zalo.example/oa", False), ChannelLink("Telegram", "https://t.example/bot", True))
PAGES = ["/", "/chat", "/demo", f"/q/{WORKPLACE}", f"/r/{RECEIPT}", f"/r/{FINISHED}"]
REFUSALS = ["/r/AAAA-AAAA", "/q/AAAA-AAAA", "/nowhere"]


@pytest_asyncio.fixture(loop_scope="module")
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with two more channels."""
    async with served(tmp_path, Settings(links=LINKS)) as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESK], ids=["320", "360", "1280"])
async def test_pages(browser: Browser, site: WebSite, size: tuple[int, int], scheme: Literal["light", "dark"]) -> None:
    """No page has a problem that a program can find."""
    found = {}
    for path in PAGES:
        async with window(browser, site.address, size, scheme) as opened:
            await opened.page.goto(path)
            if path in ("/chat", "/demo"):
                await expect(opened.page.locator(".said:visible").first).to_be_visible()
            found[path] = [*await problems_of(opened.page), *opened.watch.strange_requests, *opened.watch.complaints]
    assert found == {path: [] for path in PAGES}


async def test_refusals(browser: Browser, site: WebSite) -> None:
    """A wrong address or code is answered by a page that helps on."""
    async with window(browser, site.address) as opened:
        for path in REFUSALS:
            answer = await opened.page.goto(path)
            assert answer is not None
            assert (answer.status, await problems_of(opened.page)) == (404, [])
            await expect(
                opened.page.locator("main").get_by_role("link").or_(opened.page.locator("form")).first
            ).to_be_visible()


async def test_without_script(browser: Browser, site: WebSite) -> None:
    """The QR landing and the look-up work in the simplest browser."""
    async with window(browser, site.address, SMALLEST, has_script=False) as opened:
        page = opened.page
        await page.goto(f"/q/{WORKPLACE.lower()}")
        await expect(page.get_by_role("heading", name="CĐCS Trường Mầm non Hoa Mai")).to_be_visible()
        ways = [await way.get_attribute("href") for way in await page.locator(".way").all()]
        assert ways == ["https://zalo.example/oa", "https://t.example/bot", f"/chat?c={WORKPLACE}"]
        await expect(page.locator(".code strong")).to_have_text(f"{WORKPLACE[:4]}-{WORKPLACE[4:]}")
        await page.goto("/")
        await page.get_by_label("Mã biên nhận").fill(f" {RECEIPT[:4].lower()} {RECEIPT[4:].lower()}")
        await page.get_by_role("button", name="Tra cứu").click()
        await expect(page.get_by_text("Đang chờ công đoàn cơ sở xác nhận")).to_be_visible()
        await expect(page.get_by_text("10:05 ngày 20/3/2021")).to_be_visible()
