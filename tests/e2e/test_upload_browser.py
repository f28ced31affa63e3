"""Sending a file from a browser: in the chat, and on the page that works once, with a script and without."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, expect

from bot.files import new_token, token_hash
from conversations.events import MediaReceived
from conversations.sent_files import ATTACHMENT
from storage.repositories.upload_links import UploadFor
from storage.unit_of_work import UnitOfWork
from tests.browser import SMALLEST, one_chromium, window
from tests.page_audit import problems_of
from tests.storage.world import meet
from tests.web_site import Settings, WebSite, served, utc_now

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
LIST = FilePayload(name="danh sách.csv", mimeType="text/csv", buffer=b"a\nb")
LARGE = FilePayload(name="lớn.csv", mimeType="text/csv", buffer=b"a" * 1_100_000)
EMPTY = FilePayload(name="trống.csv", mimeType="text/csv", buffer=b"")


@pytest_asyncio.fixture(loop_scope="module")
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with a canned bot; a megabyte is enough."""
    async with served(tmp_path, Settings(most_upload=1_000_000)) as opened:
        yield opened


async def test_in_the_chat(browser: Browser, site: WebSite) -> None:
    """On the smallest phone: the limit is said first, the file is shown and taken, what cannot be is explained."""
    async with window(browser, site.address, SMALLEST) as opened:
        page = opened.page
        await page.goto("/chat")
        await expect(page.locator(".said").last).to_contain_text("Anh/chị có đồng ý không?")
        assert [] == await problems_of(page)
        attach, note = page.get_by_role("button", name="Gửi tệp, đến 20 MB"), page.locator(".talk-count")
        async with page.expect_file_chooser() as choosing:
            await attach.click()
        await expect(note).to_have_text("Chọn một tệp, đến 20 MB.")
        await (await choosing.value).set_files([LIST])
        await expect(page.locator(".mine .tick.taken")).to_have_count(1)
        await expect(page.locator(".mine .words")).to_have_text(["Tệp: danh sách.csv"])
        await expect(page.locator(".said").last).to_contain_text("Họ và tên của anh/chị?")
        field = page.locator(".talk-file")
        await field.set_input_files([EMPTY])
        await expect(note).to_have_text("Tệp này trống, anh/chị chọn tệp khác giúp.")
        await field.set_input_files([LARGE])
        await expect(note).to_contain_text("Tệp này quá lớn")
        await expect(page.locator(".mine .tick.failed")).to_have_count(1)
        await expect(attach).to_be_enabled()
        assert [] == await problems_of(page)
        await page.reload()
        await expect(page.locator(".mine .words")).to_have_text(["Tệp: danh sách.csv"])
        files = [one.event.file for one in site.bot.taken.values() if isinstance(one.event, MediaReceived)]
        assert ["danh sách.csv"] == [file.name for file in files if file]
        assert [] == opened.watch.strange_requests
        assert [] == [one for one in opened.watch.complaints if "413" not in one]


async def link(site: WebSite, purpose: str = "units", uses: int = 1) -> str:
    """A page for somebody."""
    token = new_token()

    def add(uow: UnitOfWork) -> None:
        upload = UploadFor(meet(uow, "a").id, "telegram", "a", "chat-a", purpose, uses)
        uow.upload_links.add(token_hash(token), upload, utc_now() + timedelta(minutes=30))

    await site.database.write(add)
    return f"/u/{token}"


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
async def test_the_page_that_works_once(browser: Browser, site: WebSite, *, has_script: bool) -> None:
    """Too large is said and can be mended; then it is done, and the page is over."""
    async with window(browser, site.address, SMALLEST, has_script=has_script) as opened:
        page, place = opened.page, await link(site)
        await page.goto(place)
        field, send = page.get_by_label("Tệp cần gửi"), page.get_by_role("button", name="Gửi tệp")
        for state in ("ready", "problem"):
            if has_script:
                assert [] == await problems_of(page), state
            await field.set_input_files([LARGE])
            await send.click()
            await expect(page.get_by_role("alert")).to_contain_text("nhận tệp đến 1 MB")
        await field.set_input_files([LIST])
        await send.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận tệp")
        await page.goto(place)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Liên kết này không còn dùng được")
        if has_script:
            assert [] == await problems_of(page)
        assert [] == opened.watch.strange_requests


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
async def test_the_page_for_several_files(browser: Browser, site: WebSite, *, has_script: bool) -> None:
    """It says what becomes of them and how many more there may be, and is over after the last."""
    async with window(browser, site.address, SMALLEST, has_script=has_script) as opened:
        page = opened.page
        await page.goto(await link(site, ATTACHMENT, 2))
        await expect(page.locator(".card")).to_contain_text("vị trí chụp trong ảnh được xóa")
        field, send = page.get_by_label("Tệp cần gửi"), page.get_by_role("button", name="Gửi tệp")
        await field.set_input_files([LIST])
        await send.click()
        await expect(page.get_by_role("status")).to_have_text("Còn gửi được 1 tệp. Gửi đủ rồi thì quay lại cuộc trò chuyện.")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận tệp")
        if has_script:
            assert [] == await problems_of(page)
        await field.set_input_files([LIST])
        await send.click()
        await expect(field).to_have_count(0)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận tệp")
        assert [] == opened.watch.strange_requests
