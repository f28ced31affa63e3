"""A file that somebody sends, through every channel's real doors: fetched, read, answered; or a page that takes it."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.channels.media import Media, MediaRules, Place
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa.channel import ZaloOaChannel
from conversations.open_forms import FLOWS
from tests import site, zalo_bot_site, zalo_oa_site
from tests.counting import counting, wait_for_list
from tests.listening import Listening, listening

LINES = b"1\n2\n3\n"
READING, ANSWER = "Đã nhận tệp, đang đọc.", "3 tin"


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    with counting():
        yield


@pytest.fixture
async def store() -> AsyncIterator[Listening]:
    """Where Zalo keeps what people send."""
    app = web.Application()
    app.router.add_get("/a.csv", _list)
    app.router.add_get("/moved", _moved)
    async with listening(app) as server:
        yield server


async def _list(request: web.Request) -> web.Response:
    return web.Response(body=LINES)


async def _moved(request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "/a.csv"})


def reaching(store: Listening) -> Media:
    """Addresses of Zalo's lead to the store, which is loopback: only a test can say so."""

    async def resolve(host: str, port: int) -> list[Place]:
        return [("127.0.0.1", store.port or 0)]

    return Media(MediaRules(), resolve)


async def test_on_telegram(database_url: str, tmp_path: Path) -> None:
    """A document that is delivered five times is fetched once and answered once; 25 MB are too many."""
    async with site.running(database_url, tmp_path) as world:
        user = world.user(7_000_000_001)
        await user.say("xin chào")
        await wait_for_list(world.site, "telegram", "7000000001")
        steps = [step for flow in FLOWS.values() for step in flow.steps]
        asked = {purpose for step in steps for purpose in (step.takes_files, step.takes_pictures) if purpose}
        assert asked <= world.site.readers.keys(), "every file that a step asks for has a reader"
        world.telegram.files |= {"doc-1": LINES, "doc-2": b"a" * 25_000_000}
        document = {"file_id": "doc-2", "file_unique_id": "u2", "file_name": "to.csv", "file_size": 25_000_000}
        said = await user.send(2, document=document)
        assert READING in said[0].text
        assert "Tệp này quá lớn: bot nhận tệp đến 20 MB" in said[1].text
        said = await user.send(2, document=document | {"file_id": "doc-1", "file_size": 6})
        assert [True, True] == [READING in said[0].text, ANSWER in said[1].text]
        for _ in range(4):
            assert [] == await user.repeat()
        assert 2 == len(world.telegram.called("getFile"))


async def test_on_zalo_oa(sqlite_url: str, tmp_path: Path, store: Listening) -> None:
    """From an address of Zalo's alone, without following it elsewhere, whatever size is claimed."""
    async with zalo_oa_site.running(sqlite_url, tmp_path) as world:
        channel = world.site.channels["zalo-oa"]
        assert isinstance(channel, ZaloOaChannel)
        channel.media = reaching(store)
        user = world.user(1)
        await user.follow()
        await wait_for_list(world.site, "zalo-oa", user.user)

        async def send(url: str, size: object) -> str:
            payload = {"url": url, "name": "../../a.csv", "size": size, "type": "csv", "checksum": "x"}
            attachments = [{"type": "file", "payload": payload}]
            said = await user.send("user_send_file", {"attachments": attachments}, "<tệp>", 2)
            assert READING in said[0].text
            return said[1].text

        for address in ("http://127.0.0.1/a.csv", "https://example.vn/a.csv", "http://f1.zdn.vn/moved", "http://f1.zdn.vn/x"):
            assert "Tệp này không còn tải về được." in await send(address, "6"), address
        assert ANSWER in await send("http://f1.zdn.vn/a.csv", 25_000_000)


async def test_on_zalo_bot(sqlite_url: str, tmp_path: Path, store: Listening) -> None:
    """Pictures come with an address; a document does not, so the question brings a page that takes one file."""
    public = {"public_url": "https://bot.example"}
    async with zalo_bot_site.running(sqlite_url, tmp_path, **public) as world:
        channel = world.site.channels["zalo-bot"]
        assert isinstance(channel, ZaloBotChannel)
        channel.media = reaching(store)
        user = world.user("1")
        await user.say("xin chào")
        await wait_for_list(world.site, "zalo-bot", user.account)
        said = await user.send("message.image.received", photo_url="http://f1.zdn.vn/gone.jpg", expects=2)
        assert "Tệp này không còn tải về được." in said[1].text
        [refused] = await user.send("message.unsupported.received")
        assert "Kênh này không chuyển được tệp đến bot." in refused.text
        [place] = re.findall(r"https://bot\.example(/u/\S+)", refused.text)
        before = len(user.chat.ours)
        states = await asyncio.gather(*(_upload(world.server, place) for _ in range(3)))
        assert [(200, "done"), (404, "over"), (404, "over")] == sorted(states)
        await world.zalo.until(lambda: len(user.chat.ours) >= before + 2, 10.0)
        assert [True, True] == [READING in user.chat.ours[-2].text, ANSWER in user.chat.ours[-1].text]
        assert "over" == (await _upload(world.server, place))[1]


async def _upload(server: Listening, place: str) -> tuple[int, str]:
    form = aiohttp.FormData()
    form.add_field("file", LINES, filename="a.csv", content_type="text/csv")
    async with (
        aiohttp.ClientSession() as session,
        session.post(server.make_url(place), data=form, headers={"Accept": "application/json"}) as answer,
    ):
        return answer.status, (await answer.json())["state"]
