"""Where a browser sends files: the page that works once, and the chat's own door; their bounds."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from sqlalchemy import delete, select

from bot.file_requests import MOST_OPEN
from bot.files import new_token, token_hash
from bot.uploads import UploadRefused, Uploads
from conversations.events import MediaReceived, Medium
from storage import tables
from storage.repositories.upload_links import UploadFor
from storage.unit_of_work import UnitOfWork
from tests.storage.world import meet
from tests.web_page import ONE, TWO, page, shown
from tests.web_site import Settings, WebSite, served, utc_now

JSON = {"Accept": "application/json"}
MOST = 2_000_000


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with a canned bot."""
    async with served(tmp_path, Settings(most_upload=MOST)) as opened:
        yield opened


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody's browser, without a script."""
    async with aiohttp.ClientSession() as opened:
        yield opened


async def link(site: WebSite, minutes: int = 30, uses: int = 1) -> str:
    """A page for somebody. Returns: its address."""
    token = new_token()

    def add(uow: UnitOfWork) -> None:
        upload = UploadFor(meet(uow, "a").id, "telegram", "a", "chat-a", "units", uses)
        uow.upload_links.add(token_hash(token), upload, utc_now() + timedelta(minutes=minutes))

    await site.database.write(add)
    return f"http://{site.address}/u/{token}"


def form(content: bytes, name: str = "danh sách.csv", field: str = "file") -> aiohttp.FormData:
    """What the page sends."""
    made = aiohttp.FormData()
    made.add_field("note", "x")
    made.add_field(field, io.BytesIO(content), filename=name, content_type="text/csv")
    return made


async def fetches(site: WebSite) -> list[str]:
    """The purposes of what is to be fetched."""
    return await site.database.read(
        lambda uow: list(uow.connection.execute(select(tables.fetches.c.purpose)).scalars())
    )


async def test_the_page(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """It says what it takes; the file goes to the person it was made for, once; nothing of it can be looked at."""
    address = await link(site)
    for _ in range(2):
        async with browser.get(address) as answer:
            text = await answer.text()
            assert (200, True) == (answer.status, "đến 2 MB" in text)
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert ("no-store", "no-referrer") == (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"])
            assert "Set-Cookie" not in answer.headers
    async with browser.post(address, data=form(b"a\nb")) as answer:
        assert (200, True) == (answer.status, "Đã nhận tệp" in await answer.text())
    assert ["units"] == await fetches(site)
    for again in (browser.get(address), browser.post(address, data=form(b"a\nb"))):
        async with again as answer:
            assert (404, True) == (answer.status, "không còn dùng được" in await answer.text())
    assert ["units"] == await fetches(site)


async def test_over(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """Half an hour later, and for whoever guesses."""
    for address in (await link(site, minutes=-1), f"http://{site.address}/u/{new_token()}", f"http://{site.address}/u/x"):
        async with browser.post(address, data=form(b"a"), headers=JSON) as answer:
            assert (404, {"state": "over"}) == (answer.status, await answer.json())
    assert [] == await fetches(site)


async def test_what_is_no_file(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """Too large as it says or as it counts, empty, nothing, no form: the page stays usable."""
    address = await link(site)
    boundary = {"Content-Type": "multipart/form-data; boundary=x"}
    bodies: tuple[tuple[object, Mapping[str, str], int, str], ...] = (
        (form(b"a" * (MOST + 1)), {}, 413, "too_large"),
        (endless(), boundary, 413, "too_large"),
        (form(b""), {}, 400, "empty"),
        (form(b"a", name=""), {}, 400, "no_file"),
        (form(b"a", field="other"), {}, 400, "no_file"),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 400, "no_file"),
        (b"nonsense", boundary, 400, "no_file"),
        (b"", {"Content-Type": "multipart/form-data"}, 400, "no_file"),
    )
    for body, headers, status, state in bodies:
        async with browser.post(address, data=body, headers={**JSON, **headers}) as answer:
            assert (status, {"state": state}) == (answer.status, await answer.json())
    async with browser.post(address, data=form(b"", name="x")) as answer:
        assert "Tệp này trống" in await answer.text()
    async with browser.post(address, data=form(b"a" * (MOST - 1)), headers=JSON) as answer:
        assert {"state": "done"} == await answer.json()


async def test_too_many_that_are_not_read_yet(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """The page does not say that it has what nobody will read, and can be used later."""
    address = await link(site, uses=MOST_OPEN + 1)
    for left in range(MOST_OPEN, 0, -1):
        async with browser.post(address, data=form(b"a"), headers=JSON) as answer:
            assert {"state": "done", "left": left} == await answer.json()
    async with browser.post(address, data=form(b"a"), headers=JSON) as answer:
        assert (503, {"state": "busy"}) == (answer.status, await answer.json())
    await site.database.write(lambda uow: uow.connection.execute(delete(tables.fetches)))
    async with browser.post(address, data=form(b"a"), headers=JSON) as answer:
        assert {"state": "done"} == await answer.json()


async def endless() -> AsyncIterator[bytes]:
    """A form without a length whose file is larger than it may be."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    for _ in range(3):
        yield b"a" * 1_000_000
    yield b"\r\n--x--\r\n"


async def test_aborted_halfway(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """A line that breaks leaves nothing behind, and the address can be used again."""
    address = await link(site)
    host, _, port = site.address.partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST {address.removeprefix(f'http://{site.address}')} HTTP/1.1\r\nHost: {site.address}\r\nContent-Length: 1000\r\n"
    writer.write(f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode())
    writer.write(b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf')
    await writer.drain()
    writer.transport.abort()
    async with browser.post(address, data=form(b"whole"), headers=JSON) as answer:
        assert {"state": "done"} == await answer.json()
    assert ["units"] == await fetches(site)


async def test_the_memory_of_all(site: WebSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is under way has a common bound, and gives back what it took however it ends."""
    found = Uploads(site.database, site.channel, site.bot.take, utc_now, most_bytes=150 << 20)
    async with found.room() as one, found.room() as two:
        one.count(150 << 20)
        with pytest.raises(UploadRefused, match="busy"):
            two.count(100 << 20)
    with pytest.raises(UploadRefused, match="too_large"):
        async with found.room() as three:
            three.count((150 << 20) + 1)
    async with found.room() as four:
        four.count(150 << 20)


async def test_too_many_looks(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """Guessing is slow."""
    found = []
    for _ in range(65):
        async with browser.get(f"http://{site.address}/u/{new_token()}") as answer:
            found.append(answer.status)
    assert [404] * 60 + [429] * 5 == found


# -- the chat's door ---------------------------------------------------------------------------------------------
def headers(site: WebSite, token: str, item: str = ONE, name: str = "../danh sách.csv") -> dict[str, str]:
    """What the script sends along."""
    return {
        "Origin": f"http://{site.address}", "Web-Chat-Token": token, "Upload-Id": item, "Upload-Name": quote(name),
        "Content-Type": "text/csv",
    }  # fmt: skip


async def test_a_file_in_the_chat(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """It is said in the talk and goes to the bot; sent again it is the same."""
    address = f"http://{site.address}/chat/files"
    async with page(site) as opened:
        await opened.hello()
        for _ in range(2):
            async with browser.post(address, data=b"a\nb", headers=headers(site, opened.token)) as answer:
                assert (200, {"taken": ONE}) == (answer.status, await answer.json())
        picture = {**headers(site, opened.token, TWO, "ảnh.jpg"), "Content-Type": "image/jpeg"}
        async with browser.post(address, data=b"\xff\xd8", headers=picture) as answer:
            assert 200 == answer.status
        assert ["> Tệp: danh sách.csv", "> Tệp: ảnh.jpg"] == [
            line for line in shown(await opened.talk(4)) if line.startswith(">")
        ]
    events = [one.event for one in site.bot.taken.values() if isinstance(one.event, MediaReceived)]
    assert [Medium.DOCUMENT, Medium.PHOTO] == [event.medium for event in events]
    file = events[0].file
    assert file is not None
    assert ("danh sách.csv", "text/csv", 3) == (file.name, file.mime, file.size)
    assert b"a\nb" == await site.channel.download(file.ref, 3)


async def test_who_may_not(site: WebSite, browser: aiohttp.ClientSession) -> None:
    """Another site, nobody's token, no name for what is sent, too much: refused with a reason."""
    address = f"http://{site.address}/chat/files"
    async with page(site) as opened:
        await opened.hello()
        good = headers(site, opened.token)
        refusals: tuple[tuple[Mapping[str, str], bytes, int], ...] = (
            ({**good, "Origin": "https://example.vn"}, b"a", 403),
            ({**good, "Web-Chat-Token": new_token()}, b"a", 403),
            ({**good, "Web-Chat-Token": "x"}, b"a", 403),
            ({**good, "Upload-Id": "1"}, b"a", 403),
            (good, b"", 400),
            (good, b"a" * (MOST + 1), 413),
        )
        for given, body, status in refusals:
            async with browser.post(address, data=io.BytesIO(body), headers=given) as answer:
                assert status == answer.status, given
        statuses = []
        for _ in range(36):
            async with browser.post(address, data=io.BytesIO(b"a" * MOST), headers=good) as answer:
                statuses.append(answer.status)
        assert [200] * 33 + [429] * 3 == statuses, "a hundred megabytes in ten minutes"
