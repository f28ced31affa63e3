"""The demo over the real bot, in real Chromium: a newcomer files, confirms and reports with the samples and buttons."""

from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import build_web, open_site
from bot.settings import Settings
from tests.browser import DESK, Window, one_chromium, window
from tests.listening import listening

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTIONS = 12  # from the consent to "Gửi", with the block known from the CĐCS

# field, month, title, description, "Gửi"
NEW = ["An toàn, vệ sinh lao động, môi trường", "", "Giá phơi khăn ba tầng làm từ ống nhựa cũ", "", ""]


@pytest_asyncio.fixture(loop_scope="module")
async def demo(browser: Browser, tmp_path: Path) -> AsyncIterator[Window]:
    """The demo page of a fresh program, as `make run` serves it."""
    url = f"sqlite+aiosqlite:///{tmp_path}/demo.db"
    settings = Settings(_env_file=None, database_url=url, data_dir=tmp_path, secret_key="a secret of the tests")
    async with (
        open_site(settings) as site,
        listening(build_web(site)) as server,
        window(browser, f"{server.host}:{server.port}", DESK) as opened,
    ):
        await opened.page.goto("/demo")
        for role in ("worker", "executive", "staff"):
            await expect(bot_said(opened.page, role)).to_have_count(1)
        yield opened
        assert (opened.watch.strange_requests, opened.watch.complaints) == ([], [])


def bot_said(page: Page, role: str) -> Locator:
    """What the bot said on one of the phones."""
    return page.locator(f"#phone-{role} .said:not(.mine)")


async def answer(page: Page, role: str) -> str:
    """Press "Điền mẫu" and "Gửi", and wait for what the bot says to it. Returns: what was typed."""
    phone, count = page.locator(f"#phone-{role}"), await bot_said(page, role).count()
    await phone.get_by_role("button", name="Điền mẫu").click()
    await expect(phone.get_by_role("textbox")).not_to_have_value("")
    typed = await phone.get_by_role("textbox").input_value()
    await phone.get_by_role("button", name="Gửi tin nhắn").click()
    await expect(bot_said(page, role).nth(count)).to_be_visible()
    return typed


async def file(page: Page) -> None:
    """File an initiative with nothing but samples."""
    for _ in range(QUESTIONS):
        await answer(page, "worker")
    await expect(bot_said(page, "worker").last).to_contain_text("Mã biên nhận")


async def test_file_confirm_report(demo: Window, tmp_path: Path) -> None:
    """The card comes by itself, the decision comes back by itself, the report counts it, the table opens."""
    page = demo.page
    await file(page)
    card = bot_said(page, "executive").last
    await expect(card).to_contain_text("Bảng theo dõi bữa ăn của trẻ")
    assert "004085000123" not in await card.inner_text()
    await card.get_by_role("button", name="Xác nhận").click()
    await bot_said(page, "executive").get_by_role("button", name="Đã đồng ý").click()
    await expect(bot_said(page, "executive").last).to_contain_text("Ai đã đồng ý?")
    await answer(page, "executive")
    await bot_said(page, "executive").get_by_role("button", name="Hôm nay").click()
    await expect(bot_said(page, "executive").last).to_contain_text("Đã xác nhận 1 sáng kiến")
    await expect(bot_said(page, "worker").last).to_contain_text("Hồ sơ hợp lệ")
    await answer(page, "staff")
    await expect(bot_said(page, "staff").last).to_contain_text("Hợp lệ: 1")
    async with page.expect_download() as download:
        await bot_said(page, "staff").last.get_by_role("button", name="Bảng Excel").click()
        await page.locator("#phone-staff").get_by_text("Tải về máy").click()
    await (await download.value).save_as(tmp_path / "table.xlsx")
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "table.xlsx") for row in sheet.values for cell in row]
    assert "Bảng theo dõi bữa ăn của trẻ thay cho sổ giấy" in cells


async def test_samples_of_a_second_initiative(demo: Window) -> None:
    """ "Nộp thêm" asks only what is new, and the samples tell of something new."""
    page = demo.page
    await file(page)
    await bot_said(page, "worker").last.get_by_role("button", name="Nộp thêm").click()
    await expect(bot_said(page, "worker").last).to_contain_text("Sáng kiến thuộc lĩnh vực nào?")
    typed = [await answer(page, "worker") for _ in range(len(NEW))]
    await expect(bot_said(page, "worker").last).to_contain_text("Mã biên nhận")
    assert (NEW[0], NEW[2]) == (typed[0], typed[2])


async def test_a_fresh_start(demo: Window) -> None:
    """After "Làm lại từ đầu" the worker is a stranger again, and the report is empty."""
    page = demo.page
    await file(page)
    await page.get_by_role("button", name="Làm lại từ đầu").click()
    async with page.expect_navigation():
        await page.get_by_role("dialog").get_by_role("button", name="Xóa và làm lại").click()
    await expect(bot_said(page, "worker").last).to_contain_text("Anh/chị có đồng ý không?")
    await expect(bot_said(page, "staff")).to_have_count(1)
    await answer(page, "staff")
    await expect(bot_said(page, "staff").last).to_contain_text("Chưa có sáng kiến nào.")
