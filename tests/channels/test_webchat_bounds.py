"""The web chat's socket against the rest of the world: strangers, floods, strange frames; and how long files last."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from bot.chat_socket import SocketRules
from bot.files import new_token
from tests.web_page import ONE, TEXT, TOKEN, TWO, page
from tests.web_site import Settings, WebSite, served, utc_now


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """A web chat with a canned bot."""
    async with served(tmp_path) as opened:
        yield opened


# -- bounds ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://127.0.0.1"])
async def test_other_sites_are_refused(site: WebSite, origin: str) -> None:
    """Only a page of the same origin may open a socket."""
    with pytest.raises(WSServerHandshakeError, match="403"):
        async with page(site, origin):
            pass


async def test_the_configured_address_counts_as_origin(tmp_path: Path) -> None:
    """Behind a proxy that changes the Host, PUBLIC_URL is the origin."""
    settings = Settings(rules=SocketRules(public_url="https://sangkien.example.vn"))
    async with served(tmp_path, settings) as site, page(site, "https://sangkien.example.vn") as browser:
        assert (await browser.hello())["type"] == "welcome"


@pytest.mark.parametrize("first", ["hello", '{"type":"ping"}', '{"type":"text"}'])
async def test_who_does_not_introduce_himself_is_sent_away(site: WebSite, first: str) -> None:
    """The first frame is a hello, or the socket is closed."""
    async with page(site) as browser:
        await browser.send(first)
        assert [await browser.hear(), await browser.hear()] == [
            {"type": "error", "key": "not_understood", "id": None},
            {"closed": 1008},
        ]


async def test_silence_is_sent_away(tmp_path: Path) -> None:
    """A socket that says nothing does not stay open."""
    async with served(tmp_path, Settings(rules=SocketRules(hello_seconds=0.1))) as site, page(site) as browser:
        assert (await browser.until("error"))[-1]["key"] == "not_understood"


async def test_an_unknown_token(site: WebSite) -> None:
    """A forgotten browser gets a new chat, or none if it asks for its old one only."""
    async with page(site) as browser, page(site) as phone:
        welcome = await browser.hello(TOKEN, after=50)
        refused = await phone.hello(TOKEN, only_known=True)
    assert (welcome["chat_is_new"], welcome["token"] == TOKEN) == (True, False)
    assert refused == {"type": "error", "key": "unknown_chat", "id": None}


async def test_bounds_of_a_crowd(tmp_path: Path) -> None:
    """New chats of one address, and sockets of one chat, are limited."""
    rules = SocketRules(new_chats=1, sockets_per_chat=1)
    async with served(tmp_path, Settings(rules=rules)) as site:
        async with page(site) as first, page(site) as second, page(site) as third:
            await first.hello()
            keys = [(await second.hello(first.token))["key"], (await third.hello())["key"]]
        async with page(site) as later:
            welcome = await later.hello(first.token)
    assert (keys, welcome["type"]) == (["too_many_sockets", "too_many_chats"], "welcome")


async def test_a_flood_is_answered_politely(tmp_path: Path) -> None:
    """Beyond the pace nothing is done, and the page is told which item to say again later."""
    async with (
        served(tmp_path, Settings(rules=SocketRules(messages=1, message_seconds=60))) as site,
        page(site) as browser,
    ):
        await browser.hello()
        await browser.send(TEXT)
        await browser.send({**TEXT, "id": TWO})
        refused = (await browser.until("error"))[-1]
    assert refused == {"type": "error", "key": "too_fast", "id": TWO}
    assert site.bot.said == ["Nguyễn Văn A"]


async def test_strange_frames_in_a_talk(site: WebSite) -> None:
    """Each is answered, naming the item where there is one; twenty end the connection."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        await browser.send({**TEXT, "text": 5})
        named = await browser.hear()
        await browser.socket.send_bytes(b"\x00\x01")
        unnamed = await browser.hear()
        for _ in range(18):
            await browser.send("}{")
        heard = [await browser.hear() for _ in range(19)]
    assert [named["id"], unnamed["id"]] == [ONE, None]
    assert heard[-1].get("closed") is not None


async def test_a_frame_of_over_a_mebibyte_ends_the_connection(site: WebSite) -> None:
    """Too large a frame is not even read."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        await browser.send({**TEXT, "text": "a" * (1 << 20)})
        assert await browser.hear() == {"closed": 1009}
    assert site.bot.said == []


async def test_a_hundred_kilobytes_are_taken(site: WebSite) -> None:
    """A very long text is answered like any other."""
    async with page(site) as browser:
        await browser.hello()
        await browser.send({**TEXT, "text": "ấ" * 100_000})
        await browser.until("taken")
    assert [len(text) for text in site.bot.said] == [100_000]


async def test_a_ping_is_answered(site: WebSite) -> None:
    """A page can find out that the line is alive."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        await browser.send({"type": "ping"})
        assert await browser.hear() == {"type": "pong"}


async def test_a_turn_outlives_its_connection(site: WebSite) -> None:
    """Who leaves in the middle of a turn has still been heard."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        await browser.send(TEXT)
    async with asyncio.timeout(10):
        await site.bot.heard.wait()
    assert site.bot.said == ["Nguyễn Văn A"]


# -- files -------------------------------------------------------------------------------------------------------
async def test_files_last_a_day(tmp_path: Path) -> None:
    """A file is served by its secret link for 24 hours, never as a page of ours."""
    now = [utc_now()]
    async with (
        served(tmp_path, Settings(clock=lambda: now[0])) as site,
        page(site) as browser,
        ClientSession() as session,
    ):
        await browser.hello()
        await browser.send({**TEXT, "text": "/report excel"})
        file = (await browser.talk(2))[-1]["file"]
        address = f"http://{site.address}{file['url']}"
        answer = await session.get(address)
        found = (
            answer.status,
            await answer.read(),
            answer.headers["Content-Disposition"],
            answer.headers["Cache-Control"],
        )
        now[0] += timedelta(hours=24)
        gone = (await session.get(address)).status
        strange = (await session.get(f"http://{site.address}/files/{new_token()}")).status
    disposition = "attachment; filename*=UTF-8''b%E1%BA%A3ng%20t%E1%BB%95ng%20h%E1%BB%A3p.xlsx"
    assert found == (200, b"PK", disposition, "no-store")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (gone, strange) == (404, 404)
