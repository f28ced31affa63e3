"""From the poster's page into the web chat, in real Chromium over the real program: one question about the workplace."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.app import build_web, open_site
from bot.facts import draw_code
from bot.seeding import demo_unions
from conversations import codes
from conversations.directory import Directory
from storage.unit_of_work import UnitOfWork
from tests.browser import SMALLEST, one_chromium, window
from tests.day import UNION
from tests.listening import listening
from tests.site import Clock, settings_for

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
ANSWERS = (("Nguyễn Văn A", "Số CMND"), ("080888999", "Số điện thoại di động"), ("0912345678", "Trường Mầm non Hoa Mai"))


async def answer(page: Page, text: str) -> None:
    """Type and send."""
    box = page.get_by_role("textbox", name="Tin nhắn")
    await box.fill(text)
    await box.press("Enter")


async def test_a_scan(browser: Browser, tmp_path: Path) -> None:
    """The page of the code leads to the chat, which asks "Đúng đơn vị này?" and never for province, union or block."""
    settings = settings_for(f"sqlite+aiosqlite:///{tmp_path}/scan.db", tmp_path, telegram_token="", public_url="")
    clock = Clock()

    def begin(uow: UnitOfWork) -> str:
        uow.organisations.add_many(demo_unions())
        union = Directory(uow.organisations.all()).by_code(UNION)
        assert union is not None
        return uow.links.workplace_code(union.id, draw_code(), clock())

    async with (
        open_site(settings, clock) as site,
        listening(build_web(site)) as server,
        window(browser, f"{server.host}:{server.port}", SMALLEST) as opened,
    ):
        code, page = await site.database.write(begin), opened.page
        await page.goto(f"/q/{codes.shown(code).lower()}")
        await page.get_by_role("link", name="Trò chuyện trên trang này").click()
        await page.get_by_role("button", name="Đồng ý", exact=True).click()
        await expect(page.locator(".said").last).to_contain_text("Họ và tên")
        for text, following in ANSWERS:
            await answer(page, text)
            await expect(page.locator(".said").last).to_contain_text(following)
        await page.get_by_role("button", name="Đúng đơn vị này").click()
        await expect(page.locator(".said").last).to_contain_text("lĩnh vực")
        assert (opened.watch.strange_requests, opened.watch.complaints) == ([], [])
