"""QR codes and posters through the real doors: made, sent, scanned, revoked; channels that are offered and hidden."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import openpyxl
import pytest
from PIL import Image

from conversations import codes
from conversations.domain import Role
from tests.day import FEDERATION, UNION
from tests.documents.camera import printed, seen, text_of
from tests.site import World, running
from tests.telegram_chats import File
from tests.telegram_user import TelegramUser
from tests.zalo_oa_site import running as running_zalo

WHOLE = "🗂 Trọn bộ tờ QR: LĐLĐ huyện Hà Quảng"


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def page(world: World, path: str) -> tuple[int, str]:
    """What a browser is answered."""
    async with aiohttp.ClientSession() as session, session.get(world.server.make_url(path)) as answer:
        return answer.status, await answer.text()


def files(user: TelegramUser) -> list[File]:
    """What a chat got, oldest first."""
    return [message.file for message in user.chat.messages if message.file]


async def test_an_executive_s_forms(world: World) -> None:
    """Picture, drawing and sheet by one question, with one code; what is scanned is our page with one question less."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    for form in ("PNG: ảnh để gửi vào nhóm", "PDF: tờ A4 để in"):
        await executive.say("/qr")
        await executive.press(form)
    await executive.say("/qr")
    await executive.say("bản vẽ")
    picture, sheet, drawing = files(executive)
    (address,) = seen(Image.open(BytesIO(picture.content)).convert("L"))
    assert seen(printed(sheet.content)) == [address]
    assert "Trường Mầm non Hoa Mai" in text_of(sheet.content)
    assert drawing.content.startswith(b"<svg ")
    assert not drawing.is_photo
    code = address.removeprefix("https://bot.example/q/")
    status, shown = await page(world, f"/q/{code}")
    assert (status, codes.shown(code) in shown, "Trường Mầm non Hoa Mai" in shown) == (200, True, True)


async def test_a_set_for_the_district(world: World) -> None:
    """Asked for by a tap; the file comes by itself, every code in it works, and the message says that it is done."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("/qr")
    await staff.press(WHOLE)
    await world.telegram.until(lambda: bool(files(staff)))
    await world.settled()
    (file,) = files(staff)
    assert (file.name, file.mime) == ("to-qr-ldld-huyen-ha-quang.zip", "application/zip")
    begun = next(message for message in staff.chat.messages if "6/6" in message.text)
    assert "đã làm xong" in begun.text
    archive = ZipFile(BytesIO(file.content))
    rows = list(openpyxl.load_workbook(BytesIO(archive.read("danh-sach.xlsx"))).worksheets[0].values)[1:]
    assert len(rows) == 6
    for *_, address, name in rows:
        assert seen(printed(archive.read(str(name)), dpi=100)) == [address]
    union = next(row for row in rows if row[1] == UNION)
    worker = world.user(10)
    await worker.say(f"/start {codes.tidy(str(union[4]))}")
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
        await worker.say(line)
    assert "Trường Mầm non Hoa Mai" in worker.chat.last.text
    await worker.press("Đúng đơn vị này")
    assert "lĩnh vực" in worker.chat.last.text


async def test_a_new_code_makes_old_posters_say_so(world: World) -> None:
    """On the page and in the chat; the worker goes on by search, the new code works, and it is on record."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    old = await world.link(UNION)
    await executive.say("/qr")
    await executive.press("Thu hồi mã, làm mã mới")
    await executive.press("Thu hồi, làm mã mới", expects=2)
    (sheet,) = files(executive)
    (address,) = seen(printed(sheet.content))
    assert old not in address
    assert (await page(world, address.removeprefix("https://bot.example")))[0] == 200
    status, shown = await page(world, f"/q/{old}")
    assert (status, "Tờ QR này đã cũ" in shown, 'href="/chat"' in shown) == (410, True, True)
    worker = world.user(10)
    await worker.say(f"/start {old}", expects=2)
    assert any("Tờ QR này đã cũ" in message.text for message in worker.chat.shown)
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
        await worker.say(line)
    assert "tỉnh, thành phố nào" in worker.chat.last.text
    union = await world.organisation(UNION)
    deeds = await world.site.database.read(lambda uow: [row.action for row in uow.audit.of(f"organisation:{union}")])
    assert "poster-code-renewed" in deeds


async def test_a_hidden_channel_is_served_and_not_offered(sqlite_url: str, tmp_path: Path) -> None:
    """No page, no invitation and no poster names it; who is there already goes on."""
    zalo = {"zalo_oa_id": "3886", "zalo_oa_app_id": "3608", "zalo_oa_app_secret": "a", "zalo_oa_secret_key": "s"}
    async with running(sqlite_url, tmp_path, channels_hidden="telegram", **zalo) as world:
        staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
        await staff.say("/moi")
        await staff.press("Cán bộ LĐLĐ")
        await staff.say("1")
        invited = staff.chat.last.text
        assert ("https://bot.example/q/" in invited, "zalo.me" in invited, "t.me" in invited) == (True, True, False)
        await staff.say("/qr")
        await staff.say("Trường Mầm non Hoa Mai")
        await staff.say("pdf")
        assert "Chọn nơi trò chuyện: Zalo hoặc trang web." in text_of(files(staff)[-1].content)
        for path in ("/", "/q", f"/q/{await world.link('04.045.binhminh')}"):
            _, shown = await page(world, path)
            assert ("zalo.me" in shown, "t.me" in shown, "Telegram" in shown) == (True, False, False)


async def test_a_code_in_a_sentence_on_zalo(sqlite_url: str, tmp_path: Path) -> None:
    """No link of Zalo's brings a code along, so people write it; one question takes the place of four."""
    async with running_zalo(sqlite_url, tmp_path) as world:
        worker, code = world.user(10), codes.shown(await world.link(UNION))
        await worker.say(f"Chào bot, mã đơn vị tôi là {code.lower()} ạ")
        for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
            await worker.say(line)
        assert "Trường Mầm non Hoa Mai, đúng đơn vị này không?" in worker.chat.last.text
        await worker.tap("Đúng đơn vị này")
        assert "lĩnh vực" in worker.chat.last.text


async def test_zalo_takes_sheets_and_is_sent_the_address_of_a_set(sqlite_url: str, tmp_path: Path) -> None:
    """A PDF is a file there, a ZIP is not: it stands behind an address that opens for a day."""
    async with running_zalo(sqlite_url, tmp_path) as world:
        staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
        await staff.say("/qr zip 04.045")
        await world.zalo.until(lambda: "Trọn bộ" in staff.chat.screen())
        await world.settled()
        payloads = (button.payload for message in staff.chat.said for button in message.buttons)
        link = next(payload["url"] for payload in payloads if not isinstance(payload, str))
        for line in ("/qr", "Trường Mầm non Hoa Mai", "pdf"):
            await staff.say(line)
        sheet = next(message.file for message in staff.chat.said if message.file)
        assert sheet.content.startswith(b"%PDF-")
        async with aiohttp.ClientSession() as session:
            path = str(link).removeprefix("https://bot.example")
            async with session.get(world.server.make_url(path)) as answer:
                archive = ZipFile(BytesIO(await answer.read()))
    assert len(archive.namelist()) == 2 + 2 * 6
