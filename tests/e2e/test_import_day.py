"""A district imports its list through the doors: Telegram with its fake API, the web chat in Chromium."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.app import build_web, open_site
from conversations.domain import Role
from conversations.effects import LinkKind
from storage.unit_of_work import UnitOfWork
from tests import site
from tests.browser import PHONE, one_chromium, window
from tests.builders import LINK
from tests.listening import listening
from tests.site import Clock, settings_for
from tests.telegram_chats import Message
from tests.telegram_user import TelegramUser
from tests.workbooks import workbook

__all__ = ["one_chromium"]
HEAD = ["Mã LĐLĐ", "Mã CĐCS", "Tên CĐCS", "Khối"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENCE = 60.0  # seconds for what takes one on an idle machine
READING = "Đã nhận tệp, đang đọc."


def document(name: str, size: int) -> dict[str, Any]:
    """A file as Telegram tells of it."""
    return {"file_id": f"id-{name}", "file_unique_id": name, "file_name": name, "file_size": size, "mime_type": XLSX}


class Sender:
    """Staff of Hà Quảng who send files on Telegram."""

    def __init__(self, world: site.World, user: TelegramUser) -> None:
        self.world, self.user = world, user

    async def send(self, name: str, content: bytes) -> Message:
        """Send a file. Returns: what is said of it at last."""
        self.world.telegram.files[f"id-{name}"] = content
        said = await self.user.send(document=document(name, len(content)))
        assert READING in said[0].text
        return await self.told()

    async def told(self) -> Message:
        """What is said when the work is done; on the way there may be words about progress."""
        chat = self.user.chat
        await self.world.telegram.until(lambda: not chat.last.text.startswith(("Đang ", READING)), PATIENCE)
        return chat.last


async def test_on_telegram(database_url: str, tmp_path: Path) -> None:
    """Template, a list with mistakes and its marked copy, the corrected one, the tap; again it changes nothing."""
    async with site.running(database_url, tmp_path) as world:
        staff = await world.member(30, Role.STAFF, "04.045", "Trần Thị B")
        sender = Sender(world, staff)
        await staff.say("/nhap mau")
        assert staff.chat.last.file is not None
        assert "04.045" == load_workbook(BytesIO(staff.chat.last.file.content)).worksheets[0]["A2"].value
        await staff.say("nhập danh sách")
        await mistakes(sender)
        right = workbook(HEAD, ["04.045", "001", "Trường A", "DN"], ["04.045", "mn2", "Trường Mầm non Hoa Sen", "HCSN"])
        said = await sender.send("dung.xlsx", right)
        assert "Danh sách đúng hết: 2 CĐCS mới, 0 thay đổi, 0 giữ nguyên. Áp dụng?" in said.text
        assert "04.045.mn2" not in await codes(world)
        await staff.press("Áp dụng", 2)
        assert "Đã nhập xong: 2 CĐCS mới, 0 thay đổi, 0 giữ nguyên." in (await sender.told()).text
        assert {"04.045.001", "04.045.mn2"} <= await codes(world)
        trail = await world.site.database.read(lambda uow: uow.audit.of("organisations"))
        assert [("imported", 2, True)] == [(row.action, row.details["new"], row.actor_id is not None) for row in trail]
        assert "đã có đủ 2 CĐCS" in (await sender.send("dung.xlsx", right)).text
        worker = world.user(31)
        await worker.say(f"/start {await world.link('04.045.mn2')}")
        for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
            await worker.say(line)
        assert "Hoa Sen" in worker.chat.last.text


async def mistakes(sender: Sender) -> None:
    """Lists with mistakes, and files that are no lists; after each one the next may be sent at once."""
    wrong = workbook(
        HEAD, ["04.045", "001", "Trường A", "DN"], ["04.043", "002", "Trường B", "DN"], ["04.045", "001", "Trường C", "xx"]
    )
    said = await sender.send("sai.xlsx", wrong)
    assert "Chưa nhập gì: 2 dòng có chỗ sai (3 chỗ)." in said.text
    assert "Dòng 3, cột “Mã LĐLĐ”: mã “04.043” ngoài phạm vi đồng chí phụ trách." in said.text
    assert said.file is not None
    copy = load_workbook(BytesIO(said.file.content)).worksheets[0]
    assert ["Lỗi", False, True, True] == [copy["E1"].value, *(bool(copy[cell].value) for cell in ("E2", "E3", "E4"))]
    program, old = b"MZ\x90\x00" * 100, b"\xd0\xcf\x11\xe0" * 100
    for name, content, why in (("la.xlsx", program, "không phải bảng tính"), ("cu.xls", old, "là dạng Excel cũ")):
        assert why in (await sender.send(name, content)).text


async def codes(world: site.World) -> set[str]:
    """The codes of all that are stored."""
    return {node.code for node in await world.site.database.read(lambda uow: uow.organisations.all())}


@asynccontextmanager
async def served(url: str, folder: Path) -> AsyncIterator[str]:
    """A site with the web chat alone, and an invitation for staff. Yields: its address."""
    settings = settings_for(url, folder, telegram_token="", telegram_webhook_secret="", public_url="")
    async with open_site(settings, Clock()) as opened, listening(build_web(opened)) as server:

        def invite(uow: UnitOfWork) -> None:
            node = next(node.id for node in uow.organisations.all() if node.code == "04.045")
            uow.links.add(LINK, LinkKind.INVITATION, node, at=opened.clock(), role=Role.STAFF)

        await opened.database.write(invite)
        yield f"{server.host}:{server.port}"


async def say(page: Page, text: str, answer: str) -> None:
    """Type it, and wait for the answer."""
    await page.get_by_role("textbox").fill(text)
    await page.get_by_role("button", name="Gửi tin nhắn").click()
    await expect(page.locator(".said:not(.mine)").last).to_contain_text(answer)


@pytest.mark.asyncio(loop_scope="module")
async def test_in_the_web_chat(browser: Browser, sqlite_url: str, tmp_path: Path) -> None:
    """A file chosen in the page, the marked copy to download, the corrected list and the tap."""
    async with served(sqlite_url, tmp_path) as address, window(browser, address, PHONE) as opened:
        page = opened.page
        await page.goto(f"/chat?c={LINK}")
        last = page.locator(".said:not(.mine)").last
        await say(page, "Trần Thị B", "Trần Thị B")
        await say(page, "/nhap", "Đồng chí gửi tệp danh sách CĐCS")
        content = workbook(HEAD, ["04.045", "001", "Trường A", "DN"], ["04.045", "mã", "Trường B", "DN"])
        chosen = FilePayload(name="cdcs.xlsx", mimeType=XLSX, buffer=content)
        await page.locator(".talk-file").set_input_files([chosen])
        await expect(last).to_contain_text("1 dòng có chỗ sai", timeout=PATIENCE * 1000)
        async with page.expect_download() as downloading:
            await last.get_by_role("link").click()
        copy = load_workbook(BytesIO((await (await downloading.value).path()).read_bytes()))
        copy.worksheets[0]["B3"], corrected = "002", BytesIO()
        copy.save(corrected)
        mended = FilePayload(name="cdcs.xlsx", mimeType=XLSX, buffer=corrected.getvalue())
        await page.locator(".talk-file").set_input_files([mended])
        await expect(last).to_contain_text("Danh sách đúng hết: 2 CĐCS mới", timeout=PATIENCE * 1000)
        await page.get_by_role("button", name="Áp dụng").last.click()
        await expect(last).to_contain_text("Đã nhập xong: 2 CĐCS mới", timeout=PATIENCE * 1000)
        assert ([], []) == (opened.watch.strange_requests, opened.watch.complaints)
