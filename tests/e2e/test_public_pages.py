"""Every page in real Chromium at three sizes, light and dark: it fits, it can be read, named, touched, and asks nobody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.page_views import ChannelLink
from tests.browser import DESK, PHONE, SMALLEST, one_chromium, window
from tests.page_audit import problems_of
from tests.web_site import (
    FINISHED,
    INVITATION,
    JOIN,
    OLD_INVITATION,
    OLD_JOIN,
    OLD_POSTER,
    RECEIPT,
    WORKPLACE,
    Settings,
    WebSite,
    served,
    utc_now,
)

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
LINKS = (ChannelLink("Zalo", "https://zalo.example/oa", False), ChannelLink("Telegram", "https://t.example/bot", True))
PAGES = ["/", "/chat", "/demo", "/q", f"/q/{WORKPLACE}", f"/q/{INVITATION}", f"/q/{JOIN}", f"/r/{RECEIPT}", f"/r/{FINISHED}"]
OLD = [f"/q/{OLD_POSTER}", f"/q/{OLD_INVITATION}", f"/q/{OLD_JOIN}"]
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
    async with window(browser, site.address, size, scheme) as opened:
        for path in (*PAGES, *OLD):
            opened.watch.complaints.clear()
            answer = await opened.page.goto(path)
            if path in ("/chat", "/demo"):
                await expect(opened.page.locator(".said:visible").first).to_be_visible()
            complaints = opened.watch.complaints if answer and answer.ok else []  # the browser remarks on every 410
            found[path] = [*await problems_of(opened.page), *opened.watch.strange_requests, *complaints]
    assert found == {path: [] for path in (*PAGES, *OLD)}


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


TIMES = {
    "before": (timedelta(days=-20), "Nhận sáng kiến từ", "đến ngày đó quét lại tờ này"),
    "open": (timedelta(), "còn 30 ngày", "Anh/chị chọn một cách để bắt đầu"),
    "on the last day": (timedelta(days=30), "ngày cuối", "Anh/chị chọn một cách để bắt đầu"),
    "after": (timedelta(days=31), "Chương trình đã ngừng nhận sáng kiến", "Sáng kiến đã nộp vẫn xem được"),
}


@pytest.mark.parametrize(("ahead", "when", "what"), TIMES.values(), ids=TIMES)
async def test_a_poster_at_any_time(browser: Browser, tmp_path: Path, ahead: timedelta, when: str, what: str) -> None:
    """Before, during and after the programme the page says so, and what to do now; on the narrowest phone."""
    async with (
        served(tmp_path, Settings(links=LINKS, clock=lambda: utc_now() + ahead)) as site,
        window(browser, site.address, SMALLEST) as opened,
    ):
        await opened.page.goto(f"/q/{WORKPLACE}")
        await expect(opened.page.get_by_text(when)).to_be_visible()
        await expect(opened.page.get_by_text(what)).to_be_visible()
        assert await problems_of(opened.page) == []


async def test_old_codes_lead_on(browser: Browser, site: WebSite) -> None:
    """A revoked poster and a used invitation say what they are, and offer the same ways without a code."""
    async with window(browser, site.address, SMALLEST, has_script=False) as opened:
        for path, title in zip(OLD, ("Tờ QR này đã cũ", "Mã mời này không còn dùng", "Mã chuyển này không còn dùng"), strict=True):
            answer = await opened.page.goto(path)
            assert answer is not None
            assert answer.status == 410
            await expect(opened.page.get_by_role("heading", name=title)).to_be_visible()
            ways = [await way.get_attribute("href") for way in await opened.page.locator(".way").all()]
            assert ways == [*(link.url for link in LINKS), "/chat"]
        await opened.page.goto("/q")
        await opened.page.get_by_label("Mã đơn vị").fill(WORKPLACE.lower())
        await opened.page.get_by_role("button", name="Mở").click()
        await expect(opened.page.get_by_role("heading", name="CĐCS Trường Mầm non Hoa Mai")).to_be_visible()


async def test_a_code_is_copied(browser: Browser, site: WebSite) -> None:
    """The first way is marked, a button copies the code; who has no script has no button, and selects it by a touch."""
    async with window(browser, site.address) as opened:
        await opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await opened.page.goto(f"/q/{WORKPLACE}")
        await expect(opened.page.locator(".way.main")).to_have_attribute("href", LINKS[0].url)
        await opened.page.get_by_role("button", name="Chép mã").click()
        await expect(opened.page.get_by_role("button", name="Đã chép mã")).to_be_visible()
        assert await opened.page.evaluate("navigator.clipboard.readText()") == f"{WORKPLACE[:4]}-{WORKPLACE[4:]}"
    async with window(browser, site.address, has_script=False) as opened:
        await opened.page.goto(f"/q/{WORKPLACE}")
        await expect(opened.page.get_by_role("button", name="Chép mã")).to_be_hidden()
        await opened.page.locator(".code strong").click()
        assert await opened.page.locator(".code strong").evaluate("(node) => getComputedStyle(node).userSelect") == "all"


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
