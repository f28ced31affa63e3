"""A photo of a card or of a poster, through real doors: decoded apart, answered, and nowhere to be found afterwards."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import func, select

from bot.channels.media import Media, MediaRules, Place
from bot.channels.zalo_oa.channel import ZaloOaChannel
from storage import tables
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests import site, zalo_oa_site
from tests.listening import Listening, listening
from tests.pictures import ADDRESS, NAME, NEW_CARD, NUMBER, POSTER_URL, RELATIVE, jpeg, photo, qr, turned
from tests.web_page import Page

CARD = jpeg(turned(8)(photo(qr(NEW_CARD))))
SCREEN = "Đọc được từ thẻ: Nguyễn Văn A, số 004•••123. Đúng không ạ?"
READING = "Đã nhận ảnh, đang đọc mã QR."
# Of the picture, and of what stands in its code: the number, what is next to it, and who else is on the card.
SECRETS = (
    CARD[300:340],
    CARD[-60:-20],
    *(text.encode() for text in (NUMBER, "01021985", ADDRESS, RELATIVE, "004055000321")),
)


def left(uow: UnitOfWork) -> tuple[bool, int, int]:
    """Whether it is known where a picture is; what is kept of pictures, and what of uploads."""
    refs = uow.connection.execute(select(tables.fetches.c.file)).scalars().all()
    counts = (select(func.count()).select_from(table) for table in (tables.received_files, tables.web_files))
    files, uploads = (uow.connection.execute(count).scalar_one() for count in counts)
    assert refs, "something was fetched"
    return any(refs), files, uploads


async def nothing_is_left(database: Database) -> None:
    """Wait until the pictures are done with, which is right after their answers."""
    for _ in range(2000):
        is_waiting, files, uploads = await database.read(left)
        if not is_waiting:
            assert (0, 0) == (files, uploads)
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it is still known where a picture is")


def found_in(folder: Path) -> list[bytes]:
    """The secrets that stand in any file: the database, its log, what waits for its turn."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "test.db" for path in files)
    everything = b"".join(path.read_bytes() for path in files)
    return [secret for secret in SECRETS if secret in everything]


async def test_on_telegram(sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A poster before anything was said, then the card in place of name and number; glare in between."""
    async with site.running(sqlite_url, tmp_path) as world:
        user = world.user(7_000_000_001)
        code = await world.link("04.045.hoamai")
        poster = jpeg(photo(qr(POSTER_URL.rpartition("/")[0] + "/" + code)))
        world.telegram.files |= {"poster": poster, "small": b"x", "glare": jpeg(photo()), "card": CARD}

        async def send(ref: str) -> list[str]:
            forms = [{"file_id": "small", "file_unique_id": "u0", "width": 90, "height": 67},
                     {"file_id": ref, "file_unique_id": "u1", "width": 1280, "height": 960, "file_size": 90_000}]  # fmt: skip
            return [message.text for message in await user.send(2, photo=forms)]

        said = await send("poster")
        assert READING in said[0]
        assert "Anh/chị có đồng ý không?" in said[1]
        assert "Họ và tên của anh/chị?" in (await user.say("đồng ý"))[0].text
        assert "Bot chưa đọc được mã QR của thẻ trong ảnh." in (await send("glare"))[1]
        document = {"file_id": "card", "file_unique_id": "u2", "file_name": "IMG_1.JPG", "mime_type": "image/jpeg"}
        said = [message.text for message in await user.send(2, document=document)]
        assert SCREEN in said[1]
        assert [] == await user.repeat()
        assert "Số điện thoại di động" in (await user.press("Đúng", 2))[-1].text
        assert "đúng đơn vị này không?" in (await user.say("0912 345 678"))[0].text
        await nothing_is_left(world.site.database)
        assert [] == found_in(tmp_path)
    assert [] == found_in(tmp_path)
    said_aloud = "".join(capfd.readouterr())
    assert [] == [word for word in (NAME, NUMBER, "01021985", "7000000001", code) if word in said_aloud]


@pytest.fixture
async def store() -> AsyncIterator[Listening]:
    """Where Zalo keeps what people send."""
    app = web.Application()
    app.router.add_get("/card.jpg", _card)
    async with listening(app) as server:
        yield server


async def _card(request: web.Request) -> web.Response:
    return web.Response(body=CARD, content_type="image/jpeg")


async def test_on_zalo_oa(database_url: str, tmp_path: Path, store: Listening) -> None:
    """The picture comes from Zalo's address; name and number are taken after a typed yes."""

    async def resolve(host: str, port: int) -> list[Place]:
        return [("127.0.0.1", store.port or 0)]

    async with zalo_oa_site.running(database_url, tmp_path) as world:
        channel = world.site.channels["zalo-oa"]
        assert isinstance(channel, ZaloOaChannel)
        channel.media = Media(MediaRules(), resolve)
        user = world.user(1)
        await user.say("/nop")
        await user.say("đồng ý")
        picture = {
            "type": "image",
            "payload": {"url": "http://f1.zdn.vn/card.jpg", "thumbnail": "http://f1.zdn.vn/t.jpg"},
        }
        said = await user.send("user_send_image", {"attachments": [picture]}, "<ảnh>", 2)
        assert [True, True] == [READING in said[0].text, SCREEN in said[1].text]
        [asked] = await user.say("đúng")
        assert "Số điện thoại di động" in asked.text
        await nothing_is_left(world.site.database)


async def test_in_the_web_chat(sqlite_url: str, tmp_path: Path) -> None:
    """The button beside the box: what was posted is kept under seal until it is read, and goes then."""
    async with site.running(sqlite_url, tmp_path, public_url="") as world, aiohttp.ClientSession() as browser:
        address = str(world.server.make_url("")).rstrip("/")
        async with browser.ws_connect(f"{address}/chat/socket", headers={"Origin": address}) as socket:
            page = Page(socket)
            await page.hello()
            await page.send({"type": "text", "id": str(uuid4()), "text": "/nop"})
            await heard(page, "Anh/chị có đồng ý không?")
            await page.send({"type": "text", "id": str(uuid4()), "text": "đồng ý"})
            await heard(page, "Họ và tên của anh/chị?")
            headers = {"Origin": address, "Web-Chat-Token": page.token, "Upload-Id": str(uuid4()), "Upload-Name": "a.jpg",
                       "Content-Type": "image/jpeg"}  # fmt: skip
            async with browser.post(f"{address}/chat/files", data=CARD, headers=headers) as answer:
                assert 200 == answer.status
            await heard(page, SCREEN)
            await page.send({"type": "text", "id": str(uuid4()), "text": "đúng"})
            await heard(page, "Số điện thoại di động")
        await nothing_is_left(world.site.database)
    assert [] == found_in(tmp_path)


async def heard(page: Page, words: str) -> None:
    """Wait until the bot says this."""
    async with asyncio.timeout(20):
        while words not in str(await page.talk(1)):
            pass
