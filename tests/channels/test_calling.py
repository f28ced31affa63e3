"""Every way out over TLS, as in a program that serves: aiohttp's own context, which nobody filled, vouches for nobody."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from telegram.error import TelegramError

from bot.channels.media import Media, MediaRules, Place
from bot.channels.protocol import Attachment, Part, SendError
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram.request import Limits, TelegramRequest
from bot.channels.zalo_bot.client import Timeouts, ZaloBotClient, ZaloBotError
from bot.channels.zalo_oa import http as zalo_oa

CHAT, TOKEN = "7000000001", "123456:AbC-test"
LIMITS = Limits(connect=5.0, read=5.0, upload=5.0)
RESULT = {"message_id": 17, "date": 0, "chat": {"id": 0, "type": "private"}, "id": "8"}


@dataclass
class Server:
    """Answers every call alike, and a proxy before it, which lets anybody through."""

    port: int = 0
    proxy: str = ""
    asked: list[str] = field(default_factory=list)  # paths
    passing: list[asyncio.Task[None]] = field(default_factory=list)  # connections to the proxy

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    async def serve(self, request: web.Request) -> web.Response:
        """Answer a call."""
        await request.read()
        self.asked.append(request.path)
        return web.Response(body=b"content") if request.method == "GET" else web.json_response({"ok": True, "error": 0, "result": RESULT})

    async def resolve(self, host: str, port: int) -> Sequence[Place]:
        """Lead every name here."""
        return [("127.0.0.1", self.port)]

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection to the proxy."""
        task = asyncio.current_task()
        assert task is not None
        self.passing.append(task)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"CONNECT ")
        inner, inward = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            await asyncio.gather(_copy(reader, inward), _copy(inner, writer))
        finally:
            inward.transport.abort()
            writer.transport.abort()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while some := await reader.read(1 << 16):
            writer.write(some)
    writer.close()


@asynccontextmanager
async def listening(certificate: Path) -> AsyncIterator[Server]:
    """Serve with that certificate."""
    made, app = Server(), web.Application()
    app.router.add_route("*", "/{path:.*}", made.serve)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    made.port = runner.addresses[0][1]
    proxy = await asyncio.start_server(made.pass_on, "127.0.0.1", 0)
    made.proxy = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        proxy.close()
        async with asyncio.timeout(5.0):
            await asyncio.gather(*made.passing)  # they end with the call
        await runner.cleanup()


@asynccontextmanager
async def telegram(server: Server, proxy: str | None = None) -> AsyncIterator[TelegramChannel]:
    """Our channel on that platform."""
    channel = TelegramChannel(TelegramAccess(TOKEN, "s3cret", server.url, proxy), limits=LIMITS)
    try:
        yield channel
    finally:
        await channel.close()


async def telegram_call(server: Server) -> None:
    """On connections of our own."""
    async with telegram(server) as channel:
        await channel.send(CHAT, Part("Chào"))


async def telegram_proxy(server: Server) -> None:
    """Through a tunnel."""
    async with telegram(server, server.proxy) as channel:
        await channel.send(CHAT, Part("Chào"))


async def telegram_upload(server: Server) -> None:
    """A form."""
    async with telegram(server) as channel:
        await channel.send(CHAT, Part("", attachment=Attachment("a.txt", "text/plain", b"content")))


async def telegram_download(server: Server) -> None:
    """The content; the call that says where it is goes another way."""
    request = TelegramRequest(server.url, TOKEN, limits=LIMITS)
    try:
        assert b"content" == await request.download("a.xlsx", 1000)
    finally:
        await request.shutdown()


async def zalo_oa_call(server: Server) -> None:
    """A call."""
    http = zalo_oa.Http()
    try:
        await http.call("POST", f"{server.url}/v3.0/oa/message/cs", headers={}, data=b"{}")
    finally:
        await http.close()


async def zalo_bot_call(server: Server) -> None:
    """A call."""
    client = ZaloBotClient(server.url, TOKEN, Timeouts())
    try:
        assert "8" == (await client.get_me()).id
    finally:
        await client.close()


async def media(server: Server) -> None:
    """A file by its address."""
    rules = MediaRules(hosts=("example.vn",))
    assert b"content" == await Media(rules, server.resolve).fetch("https://other.example.vn/a", 1000)


WAYS: dict[str, tuple[Callable[[Server], Awaitable[None]], str]] = {  # and the name that the server has to prove
    "Telegram, a call": (telegram_call, "127.0.0.1"),
    "Telegram, by a proxy": (telegram_proxy, "127.0.0.1"),
    "Telegram, a file out": (telegram_upload, "127.0.0.1"),
    "Telegram, a file in": (telegram_download, "127.0.0.1"),
    "Zalo OA": (zalo_oa_call, "127.0.0.1"),
    "Zalo Bot": (zalo_bot_call, "127.0.0.1"),
    "a file at an address": (media, "other"),
}


@pytest.fixture(autouse=True)
def aiohttp_trusts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after `unread`."""
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


@pytest.mark.parametrize("way", WAYS)
async def test_who_is_vouched_for(authority: Path, trust: Callable[[str], None], way: str) -> None:
    """Is called."""
    call, name = WAYS[way]
    trust("ca")
    async with listening(authority / f"{name}.pem") as server:
        await call(server)
        assert server.asked


@pytest.mark.parametrize(("trusted", "is_named"), [("stranger", True), ("ca", False)], ids=["stranger", "another name"])
@pytest.mark.parametrize("way", WAYS)
async def test_who_is_not(
    authority: Path, trust: Callable[[str], None], way: str, trusted: str, is_named: bool
) -> None:  # fmt: skip
    """Is told nothing."""
    call, name = WAYS[way]
    trust(trusted)
    [other] = {"127.0.0.1", "other"} - {name}
    async with listening(authority / f"{name if is_named else other}.pem") as server:
        with pytest.raises((SendError, TelegramError, ZaloBotError)):
            await call(server)
        assert [] == server.asked


async def test_who_forgets_our_certificates(authority: Path, trust: Callable[[str], None]) -> None:
    """Is refused, where everybody else is let in."""
    trust("ca")
    async with listening(authority / "127.0.0.1.pem") as server, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(server.url)
        assert [] == server.asked
