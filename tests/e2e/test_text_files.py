"""A description in a file, through every channel's real doors: read apart, shown with n/1000, taken after a yes."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import web

from bot.channels.media import Media, MediaRules, Place
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.site import Site
from conversations.flows.submission import NOTICE_VERSION
from conversations.state import Frame, State
from storage.unit_of_work import UnitOfWork
from tests import site, zalo_bot_site, zalo_oa_site
from tests.day import ABOUT_ME, TITLE
from tests.listening import listening
from tests.text_documents import SAMPLES, docx, locked, pdf
from tests.web_page import Page

WORD = docx("Cách làm mới:", ("List Bullet", "dùng mô-tơ cũ"), ("List Bullet", "lắp thêm sàng, nhanh gấp ba"))
SHOWN = "Cách làm mới:\n• dùng mô-tơ cũ\n• lắp thêm sàng, nhanh gấp ba"
READING, TAKEN, SAYS = "Đã nhận tệp, đang đọc.", "Họ và tên của anh/chị?", "Đọc được từ tệp ("
OLD = b"S\xb8ng ki\xd5n: m\xb8y t\xcf ng\xab c\xb6i ti\xd5n, nhanh g\xcap ba l\xc7n."
DOCUMENT = {"file_unique_id": "u1", "file_name": "bài.docx", "file_size": 40_000}


async def at_description(opened: Site) -> None:
    """The only person met so far is asked for the description first; the other questions follow it."""
    waiting = State((Frame("submission", 1, "description", {"consent": NOTICE_VERSION}),), 1, consent=NOTICE_VERSION)

    def ask(uow: UnitOfWork) -> None:
        assert uow.people.address(1) is not None
        _, seen = uow.conversations.get(1)
        uow.conversations.put(1, waiting, seen, opened.clock(), None)

    await opened.database.write(ask)


async def test_on_telegram(database_url: str, tmp_path: Path) -> None:
    """From the first greeting: a locked file, one in an old font, one that is too long, and the right one, which is filed."""
    async with site.running(database_url, tmp_path) as world:
        user = world.user(7_000_000_001)
        for line in ("/nop", "Đồng ý", *ABOUT_ME, "Y tế", "3/2021", TITLE):
            await user.say(line)
        assert "gửi tệp Word, PDF" in user.chat.last.text
        assert "người lao động làm máy" in (await user.say("ng\u00adêi lao ®éng lµm m¸y"))[0].text, "no door cleans text"
        sentence = "Trước đây làm bằng tay, nay làm bằng máy tự chế."
        contents = {"locked": locked(pdf((sentence,)), "x"), "old": OLD, "long": docx(*[sentence] * 30), "right": WORD}
        world.telegram.files |= contents

        async def send(ref: str) -> str:
            said = await user.send(2, document=DOCUMENT | {"file_id": ref})
            assert READING in said[0].text
            return said[1].text

        assert "Tệp này đặt mật khẩu" in await send("locked")
        assert "Sáng kiến: máy tẽ ngô cải tiến, nhanh gấp ba lần." in await send("old")
        assert ["Đúng", "Nhập lại", "Giữ nguyên bản gửi"] == user.chat.last.labels
        assert "1.469/1.000 ký tự" in await send("long")
        assert f"{SAYS}{len(SHOWN)}/1.000 ký tự):\n\n{SHOWN}\n" in await send("right")
        assert [] == await user.repeat()
        *_, card = await user.press("Đúng", 2)
        assert SHOWN in card.text
        assert "Đã nhận sáng kiến" in (await user.say("gửi"))[0].text


async def test_on_zalo_oa(sqlite_url: str, tmp_path: Path) -> None:
    """The file comes from Zalo's address; a typed yes takes it."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=(SAMPLES / "libreoffice.odt").read_bytes())

    app = web.Application()
    app.router.add_get("/bai.odt", answer)
    async with listening(app) as store, zalo_oa_site.running(sqlite_url, tmp_path) as world:

        async def resolve(host: str, port: int) -> list[Place]:
            return [("127.0.0.1", store.port or 0)]

        channel = world.site.channels["zalo-oa"]
        assert isinstance(channel, ZaloOaChannel)
        channel.media = Media(MediaRules(), resolve)
        user = world.user(1)
        await user.follow()
        await at_description(world.site)
        payload = {"url": "http://f1.zdn.vn/bai.odt", "name": "bai.odt", "size": "18000", "type": "odt", "checksum": "x"}
        said = await user.send("user_send_file", {"attachments": [{"type": "file", "payload": payload}]}, "<tệp>", 2)
        assert [True, True] == [READING in said[0].text, SAYS in said[1].text]
        assert "Trước | 2 tạ/ngày\nSau | 6 tạ/ngày" in said[1].text
        assert TAKEN in (await user.say("đúng"))[0].text


async def test_on_zalo_bot(sqlite_url: str, tmp_path: Path) -> None:
    """The question brings a page that takes the file once."""
    async with zalo_bot_site.running(sqlite_url, tmp_path, public_url="https://bot.example") as world:
        user = world.user("1")
        await user.say("xin chào")
        await at_description(world.site)
        [asked] = await user.send("message.unsupported.received")
        assert "Kênh này không chuyển được tệp đến bot." in asked.text
        [place] = re.findall(r"https://bot\.example(/u/\S+)", asked.text)
        form = aiohttp.FormData()
        form.add_field("file", "Trước đây làm tay, nay dùng máy.\r\n- nhanh gấp ba".encode("utf-16"), filename="bài.txt")
        before = len(user.chat.ours)
        async with aiohttp.ClientSession() as browser, browser.post(world.server.make_url(place), data=form) as page:
            assert 200 == page.status
        await world.zalo.until(lambda: len(user.chat.ours) >= before + 2, 10.0)
        assert "Trước đây làm tay, nay dùng máy.\n- nhanh gấp ba" in user.chat.ours[-1].text
        assert TAKEN in (await user.say("đúng"))[0].text


@pytest.fixture
async def talk(sqlite_url: str, tmp_path: Path) -> AsyncIterator[tuple[Page, aiohttp.ClientSession, str, Site]]:
    """A web chat in which somebody has begun, its browser and the site's address."""
    async with site.running(sqlite_url, tmp_path, public_url="") as world, aiohttp.ClientSession() as browser:
        address = str(world.server.make_url("")).rstrip("/")
        async with browser.ws_connect(f"{address}/chat/socket", headers={"Origin": address}) as socket:
            page = Page(socket)
            welcome = await page.hello()
            assert "token" in welcome
            await page.send({"type": "text", "id": str(uuid4()), "text": "/nop"})
            await heard(page, "Anh/chị có đồng ý không?")
            yield page, browser, address, world.site


async def test_in_the_web_chat(talk: tuple[Page, aiohttp.ClientSession, str, Site]) -> None:
    """The button beside the box: a PDF whose lines are paragraphs again."""
    page, browser, address, opened = talk
    await at_description(opened)
    headers = {"Origin": address, "Web-Chat-Token": page.token, "Upload-Id": str(uuid4()), "Upload-Name": "a.pdf",
               "Content-Type": "application/pdf"}  # fmt: skip
    content = (SAMPLES / "libreoffice.pdf").read_bytes()
    async with browser.post(f"{address}/chat/files", data=content, headers=headers) as answer:
        assert 200 == answer.status
    await heard(page, "mỗi ngày chỉ được hai tạ.\\nCách làm mới:\\n• dùng mô-tơ cũ 1,5 kW")
    await page.send({"type": "text", "id": str(uuid4()), "text": "đúng"})
    await heard(page, TAKEN)


async def heard(page: Page, words: str) -> None:
    """Wait until the bot says this."""
    async with asyncio.timeout(20):
        while words not in str(await page.talk(1)):
            pass
