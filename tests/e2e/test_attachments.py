"""Photos and papers that go with an initiative, through the real doors: sent, cleaned, filed, opened by who may."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import pytest
from aiohttp import web

from bot.channels.media import Media, MediaRules, Place
from bot.channels.zalo_oa.channel import ZaloOaChannel
from conversations.domain import Role
from conversations.flows.submission import NOTICE_VERSION
from conversations.state import Frame, State
from storage.unit_of_work import UnitOfWork
from tests import site, zalo_bot_site, zalo_oa_site
from tests.bot.test_attachments import MAKER, PLACE, taken_by_phone
from tests.day import ABOUT_ME, DESCRIPTION, FEDERATION, TITLE, UNION, receipt
from tests.listening import Listening, listening
from tests.telegram_chats import Message
from tests.telegram_user import TelegramUser
from tests.text_documents import docx, locked, pdf
from tests.workbooks import workbook

PHOTO = taken_by_phone(orientation=6)
PAPER = pdf(("Bản vẽ máy tẽ ngô",))


def document(ref: str, name: str) -> dict[str, object]:
    """How Telegram tells of one."""
    return {"file_id": ref, "file_unique_id": f"u-{ref}", "file_name": name, "file_size": 2000}


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[site.World]:
    async with site.running(database_url, tmp_path) as world:
        world.telegram.files |= {"photo": PHOTO, "paper": PAPER, "locked": locked(PAPER, "x"), "later": docx("Kết quả")}
        yield world


async def filed(world: site.World) -> tuple[TelegramUser, str]:
    """A photo at the card, a paper after the question, a locked one refused. Returns: the author, and the code."""
    worker = world.user(10)
    for line in ("/nop", "Đồng ý", *ABOUT_ME, "Y tế", "3/2021", TITLE, DESCRIPTION):
        await worker.say(line)
    forms = [{"file_id": "photo", "file_unique_id": "u0", "width": 60, "height": 40}]
    said = await worker.send(2, photo=forms, caption="Máy mới")
    assert ["Đã nhận, đang lưu tệp…", True] == [said[0].text, "Đã nhận 1/5 tệp:\n1. Máy mới.jpg\n" in said[1].text]
    assert "Tệp này đặt mật khẩu" in (await worker.send(2, document=document("locked", "a.pdf")))[1].text
    said = await worker.send(2, document=document("paper", "../bản vẽ.pdf"))
    assert "2. bản vẽ.pdf" in said[1].text
    *_, card = await worker.press("Xong", 2)
    assert "Tệp kèm theo: 2 tệp (Máy mới.jpg, bản vẽ.pdf)" in card.text
    assert [] == await worker.repeat()
    await worker.say("Gửi")
    return worker, receipt(worker)


def content(message: Message) -> bytes:
    """Of the file that came with a message."""
    assert message.file is not None
    return message.file.content


async def test_on_telegram(world: site.World, tmp_path: Path) -> None:
    """The executive opens what was filed; one more is added later; nobody else sees it, on no disk either."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker, code = await filed(world)
    assert "Tệp kèm theo: 2 tệp" in executive.chat.last.text
    photo, paper = (await executive.press("📎 Xem tệp", 3))[-2:]
    assert f"{code} (1/2): Máy mới.jpg" in photo.text
    assert PAPER == content(paper)
    assert [] == [secret for secret in (PLACE, MAKER) if secret.encode() in content(photo)]
    await worker.say("/kem")
    said = await worker.send(2, document=document("later", "kết quả.docx"))
    assert "Đã nhận 1/3 tệp:\n1. kết quả.docx" in said[1].text
    await worker.press("Xong", 2)
    assert f"Đã thêm 1 tệp vào sáng kiến {code}" in worker.chat.last.text
    assert f"Tác giả đã thêm 1 tệp vào sáng kiến {code}" in executive.chat.last.text
    outsider = await world.member(31, Role.STAFF, "04.042", "Phạm Văn E")
    await outsider.say(f"/tep {code}")
    assert "Không tìm thấy mã" in outsider.chat.last.text
    stored = await asyncio.to_thread(lambda: {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()})
    assert 3 == len([path for path in stored if "attachments" in path.parts])
    secrets = (PLACE.encode(), PAPER[20:80], "bản vẽ.pdf".encode())
    assert [] == [secret for secret in secrets if secret in b"".join(stored.values())]


async def test_the_district(world: site.World) -> None:
    """Sees each file, and takes all of them home with the table and a list."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    _, code = await filed(world)
    assert 3 == len(await staff.say(f"/tep {code}", 3))
    await staff.say("/report hồ sơ")
    assert "Hồ sơ 1 sáng kiến: bảng tổng hợp, 2 tệp kèm theo" in staff.chat.last.text
    with ZipFile(BytesIO(content(staff.chat.last))) as archive:
        names = archive.namelist()
        folder = f"tep-kem-theo/{code}"
        assert {f"{folder}/1-Máy mới.jpg", f"{folder}/2-bản vẽ.pdf", "danh-muc-tep.csv"} < set(names)
        assert 4 == len(names)
        assert PAPER == archive.read(f"{folder}/2-bản vẽ.pdf")
        assert hashlib.sha256(PAPER).hexdigest() in archive.read("danh-muc-tep.csv").decode()
        assert archive.read(next(name for name in names if name.endswith(".xlsx")))


async def test_on_zalo_oa(sqlite_url: str, tmp_path: Path) -> None:
    """A picture from Zalo's address, a paper from another one; back come a picture and a paper, and a link for a table."""
    files = {"may.jpg": PHOTO, "ban-ve.pdf": PAPER, "bang.xlsx": workbook(["Máy", 1])}

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=files[request.path[1:]])

    app = web.Application()
    app.router.add_get("/{name}", answer)
    public = {"public_url": "https://bot.example"}
    async with listening(app) as store, zalo_oa_site.running(sqlite_url, tmp_path, **public) as world:

        async def resolve(host: str, port: int) -> list[Place]:
            return [("127.0.0.1", store.port or 0)]

        channel = world.site.channels["zalo-oa"]
        assert isinstance(channel, ZaloOaChannel)
        channel.media = Media(MediaRules(), resolve)
        executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
        user = world.user(1)
        await user.follow()
        for line in ("/nop", "Đồng ý", *ABOUT_ME, "Y tế", "3/2021", TITLE, DESCRIPTION, "thêm ảnh, tài liệu"):
            await user.say(line)
        picture = [{"type": "image", "payload": {"url": "http://f1.zdn.vn/may.jpg", "thumbnail": ""}}]
        assert "1. Tệp 1.jpg" in (await user.send("user_send_image", {"attachments": picture}, "<ảnh>", 2))[1].text
        for name in ("ban-ve.pdf", "bang.xlsx"):
            payload = {"url": f"http://f1.zdn.vn/{name}", "name": name, "size": "900", "type": name[-3:], "checksum": "x"}
            paper = [{"type": "file", "payload": payload}]
            assert name in (await user.send("user_send_file", {"attachments": paper}, "<tệp>", 2))[1].text
        await user.say("xong")
        await user.say("gửi")
        code = receipt(user)
        said = await executive.say(f"/tep {code}", 4)
        kinds = [(one.file.kind, one.file.name) for one in said if one.file]
        assert ["image", "file"] == [kind for kind, _ in kinds]
        [opening] = said[-1].buttons
        assert ("Mở tệp", True) == (opening.title, opening.payload["url"].startswith("https://bot.example/files/"))


async def test_on_zalo_bot(sqlite_url: str, tmp_path: Path) -> None:
    """Where the channel has no documents a page takes several, one after another."""
    async with zalo_bot_site.running(sqlite_url, tmp_path, public_url="https://bot.example") as world:
        user = world.user("1")
        await user.say("xin chào")
        held = {"consent": NOTICE_VERSION, "attachments_wanted": "yes"}
        waiting = State((Frame("submission", 1, "attachments", held),), 1, consent=NOTICE_VERSION)

        def ask(uow: UnitOfWork) -> None:
            _, seen = uow.conversations.get(1)
            uow.conversations.put(1, waiting, seen, world.clock(), None)

        await world.site.database.write(ask)
        [asked] = await user.say("ảnh")
        [place] = re.findall(r"https://bot\.example(/u/\S+)", asked.text)
        assert "gửi được nhiều tệp" in asked.text
        before = len(user.chat.ours)
        assert (200, "done", 4) == await upload(world.server, place, "a.jpg", PHOTO)
        assert (200, "done", 3) == await upload(world.server, place, "bản vẽ.pdf", PAPER)
        await world.zalo.until(lambda: len(user.chat.ours) >= before + 4, 20.0)
        assert "Đã nhận 2/5 tệp" in user.chat.ours[-1].text
        assert {"a.jpg", "bản vẽ.pdf"} == set(re.findall(r"\d\. (.+\..+)", user.chat.ours[-1].text))
        rest = await asyncio.gather(*(upload(world.server, place, f"{n}.pdf", PAPER) for n in range(5)))
        assert [(200, "done"), (200, "done"), (200, "done"), (404, "over"), (404, "over")] == sorted(one[:2] for one in rest)


async def upload(server: Listening, place: str, name: str, content: bytes) -> tuple[int, str, int]:
    """Send a file by the page. Returns: status, state, and how many it takes still."""
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", content, filename=name)
    async with (
        aiohttp.ClientSession() as session,
        session.post(server.make_url(place), data=form, headers={"Accept": "application/json"}) as answer,
    ):
        said = await answer.json()
        return answer.status, said["state"], said.get("left", 0)
