"""Webhooks straight from the connection: whatever is sent, and in whatever pieces, means what it means to aiohttp."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import compress

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.protocol import Incoming, NotAuthentic, NotUnderstood
from bot.spool import SpoolFull
from bot.web import LARGEST_UPDATE, RETRY_SECONDS, add_operations, add_webhook
from conversations.events import TextReceived
from tests.builders import NOON
from tests.listening import listening

POST = b"POST /webhooks/test HTTP/1.1\r\nHost: x\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
MANY = b"".join(b"X-%d: y\r\n" % number for number in range(60))
_SIZE = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def post(body: bytes, *headers: bytes, to: bytes = POST) -> bytes:
    """A request as platforms send it."""
    lines = b"".join(header + b"\r\n" for header in (b"Content-Length: %d" % len(body), *headers))
    return to + lines + b"\r\n" + body


# Requests on one connection, each with the pieces it comes in.
WIRE: dict[str, Sequence[Sequence[bytes]]] = {
    "one": [[post(b"a")]],
    "three on one connection": [[post(b"a")], [post(b"b")], [post(b"c")]],
    "without a body": [[post(b"")]],
    "its body behind it": [[post(b"abc")[:-3], b"abc"]],
    "its body in pieces": [[post(b"abc")[:-3], b"a", b"b", b"c"], [post(b"d")]],
    "its head in pieces": [[post(b"abc")[:9], post(b"abc")[9:30], post(b"abc")[30:]], [post(b"d")]],
    "two at once": [[post(b"a") + post(b"b")]],
    "one and a half at once": [[post(b"a") + post(b"b")[:40], post(b"b")[40:]]],
    "something else first": [[GET], [post(b"a")]],
    "something else between": [[post(b"a")], [GET], [post(b"b")]],
    "something else right behind": [[post(b"a") + GET]],
    "blank lines before": [[b"\r\n\r\n" + post(b"a")]],
    "a long head": [[post(b"a", MANY[:-2])], [post(b"b")]],
    "a query": [[post(b"a", to=POST.replace(b"test", b"test?x=1"))]],
    "a quoted path": [[post(b"a", to=POST.replace(b"test", b"%74est"))]],
    "a whole address": [[post(b"a", to=POST.replace(b"/webhooks", b"http://x/webhooks"))]],
    "another webhook": [[post(b"a", to=POST.replace(b"test", b"other"))], [post(b"b")]],
    "another method": [[post(b"a", to=POST.replace(b"POST", b"PUT"))]],
    "a method in small letters": [[post(b"a", to=POST.replace(b"POST", b"post"))]],
    "the last one": [[post(b"a", b"Connection: close")]],
    "of old": [[post(b"a", to=POST.replace(b"1.1", b"1.0"))]],
    "chunks": [[POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"], [post(b"b")]],
    "no length": [[POST + b"\r\n"]],
    "waits to be told": [[post(b"a", b"Expect: 100-continue")]],
    "compressed": [[post(compress(b"abc"), b"Content-Encoding: deflate")]],
    "another protocol": [[post(b"a", b"Connection: upgrade", b"Upgrade: websocket")]],
    "too large": [[POST + b"Content-Length: %d\r\n\r\n" % (LARGEST_UPDATE + 1)]],
    "as large as may be": [[post(b"a" * LARGEST_UPDATE)], [post(b"b")]],
    "much too large": [[POST + b"Content-Length: 99999999999999999999999\r\n\r\n"]],
    "two lengths": [[post(b"abc", b"Content-Length: 1")]],
    "one length twice": [[post(b"abc", b"Content-Length: 3")]],
    "a length and chunks": [[post(b"1\r\na\r\n0\r\n\r\n", b"Transfer-Encoding: chunked")]],
    "a negative length": [[POST + b"Content-Length: -1\r\n\r\na"]],
    "a signed length": [[POST + b"Content-Length: +1\r\n\r\na"]],
    "a length in hexadecimal": [[POST + b"Content-Length: 0x1\r\n\r\na"]],
    "a length with blanks in it": [[POST + b"Content-Length: 1 1\r\n\r\na"]],
    "a blank before the colon": [[POST + b"Content-Length : 1\r\n\r\na"]],
    "a folded header": [[post(b"a", b"X-A: b\r\n c")]],
    "no colon": [[post(b"a", b"X-A")]],
    "a NUL": [[post(b"a", b"X-A: \0")]],
    "an unknown version": [[post(b"a", to=POST.replace(b"1.1", b"7.9"))]],
    "an endless head": [[POST + b"X-A: " + b"a" * 70_000, b"a" * 70_000]],
    "a long value": [[post(b"a", b"X-A: " + b"a" * 9000)]],
    "a long name": [[post(b"a", b"X" * 9000 + b": a")]],
    "many headers": [[post(b"a", b"\r\n".join(b"X-%d: y" % number for number in range(200)))]],
    "one header two hundred times": [[post(b"a", b"\r\n".join([b"X-A: y"] * 200))]],
    "a kind twice": [[post(b"a", b"Content-Type: a/b", b"Content-Type: a/b")]],
    "a socket of old": [[post(b"a", b"Sec-WebSocket-Key1: x")]],
    "no host": [[post(b"a", to=POST.replace(b"Host: x\r\n", b""))]],
    "two hosts": [[post(b"a", b"Host: x")]],
    "two hosts that differ": [[post(b"a", b"HOST: y")]],
    "blanks behind a value": [[post(b"a", b"X-Secret: abc \t ")]],
    "a length of many noughts": [[post(b"a")], [POST + b"Content-Length: " + b"0" * 20 + b"1\r\n\r\na"]],
    "of old, kept": [[post(b"a", b"Connection: keep-alive", to=POST.replace(b"1.1", b"1.0"))], [post(b"b")]],
    "a whole one and nonsense": [[post(b"a")], [b"x" * 30 + b"\r\n\r\n"]],
    "no HTTP": [[b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"]],
    "unauthentic": [[post(b"forbidden")], [post(b"a")]],
    "malformed": [[post(b"malformed")], [post(b"a")]],
    "of no use": [[post(b"nothing")], [post(b"a")]],
    "no room": [[post(b"full")], [post(b"a")]],
    "a mistake of ours": [[post(b"mistake")], [post(b"a")]],
    "with something to say": [[post(b"answer")], [post(b"a")]],
    "a header of odd letters": [[post(b"a", b"X-Secret: \xe1\xbb\x9f")], [post(b"b", b"x-secret: \xff")]],
    "a header twice": [[post(b"a", b"X-Secret: one", b"X-Secret: two")]],
}  # fmt: skip


@dataclass
class Platform:
    """A channel that takes what comes, or does what a body says."""

    taken: list[tuple[bytes, str | None]] = field(default_factory=list)  # body and secret
    meanwhile: Callable[[], Awaitable[None]] | None = None  # runs while an update is taken

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Note what came."""
        if body == b"forbidden":
            raise NotAuthentic
        if body == b"malformed":
            raise NotUnderstood
        self.taken.append((body, headers.get("X-Secret") or headers.get("x-secret")))
        text = body[:9].decode()
        return [] if body == b"nothing" else [Incoming("test", "1", "c", "u", TextReceived(NOON, text, 1))]

    async def take(self, incoming: Incoming) -> None:
        """Take it, if that is possible."""
        assert isinstance(incoming.event, TextReceived)
        if self.meanwhile is not None:
            await self.meanwhile()
        if incoming.event.text == "full":
            raise SpoolFull
        if incoming.event.text == "mistake":
            raise ValueError(incoming.event.text)

    def webhook_answer(self, incoming: Incoming) -> bytes | None:
        """Say something back when asked to."""
        return b"{}" if isinstance(incoming.event, TextReceived) and incoming.event.text == "answer" else None

    def app(self) -> web.Application:
        """What is served."""

        async def nothing() -> list[str]:
            return []

        async def no_refresh() -> None:
            return

        app = web.Application(client_max_size=LARGEST_UPDATE)
        add_operations(app, nothing, no_refresh)
        add_webhook(app, "test", self, self.take)
        return app


@contextlib.asynccontextmanager
async def by_aiohttp(app: web.Application) -> AsyncIterator[int]:
    """The same, served by aiohttp alone. Yields: its port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def by_us(app: web.Application) -> AsyncIterator[int]:
    """Yields: the port."""
    async with listening(app) as served:
        yield served.port


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    """Status, head and body of the next answer; 0 where the connection ends before it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0, b"", b""
    size = _SIZE.search(head)
    return int(head.split()[1]), head, await reader.readexactly(int(size[1]) if size else 0)


async def exchange(port: int, wire: Sequence[Sequence[bytes]]) -> list[tuple[int, bytes]]:
    """Send requests over one connection, piece by piece. Returns: status and body of all answers there are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    said: list[tuple[int, bytes]] = []
    try:
        for pieces in wire:
            for number, piece in enumerate(pieces):
                if number:
                    await asyncio.sleep(0.002)  # so that it is one for them, too
                writer.write(piece)
                with contextlib.suppress(ConnectionError):
                    await writer.drain()
            for _ in range(max(1, b"".join(pieces).count(b" HTTP/1."))):
                async with asyncio.timeout(5):
                    status, _, body = await answer(reader)
                said.append((status, body if status == 200 else b""))  # aiohttp explains its refusals
    finally:
        writer.close()
    return said


async def outcome(
    serve: Callable[[web.Application], contextlib.AbstractAsyncContextManager[int]], wire: Sequence[Sequence[bytes]]
) -> tuple[list[tuple[int, bytes]], list[tuple[bytes, str | None]]]:
    """What was said, and what was taken."""
    platform = Platform()
    async with serve(platform.app()) as port:
        return await exchange(port, wire), platform.taken


@pytest.mark.parametrize("name", WIRE)
async def test_it_means_what_it_means_to_aiohttp(name: str) -> None:
    """Status, answer and what is taken of it, for everything that comes over a connection."""
    theirs, ours = await outcome(by_aiohttp, WIRE[name]), await outcome(by_us, WIRE[name])
    assert theirs == ours
    assert ours[0][0][0], "an answer"


_BODIES = st.binary(max_size=40).map(lambda body: body.hex().encode())
_REQUESTS = st.one_of(
    _BODIES.map(post),
    _BODIES.map(post),
    _BODIES.map(lambda body: POST + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body) or 1, body or b"x")),
    st.just(GET),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(_REQUESTS, min_size=1, max_size=5), st.lists(st.integers(1, 400), max_size=6))
def test_in_whatever_pieces(requests: list[bytes], cuts: list[int]) -> None:
    """All at once, request by request or cut anywhere: each is answered once, in its order, and taken whole."""
    stream = b"".join(requests)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[begin:end] for begin, end in pairwise(places)]
    said, taken = asyncio.run(outcome(by_us, [pieces]))
    assert [200] * len(requests) == [status for status, _ in said]
    whole = asyncio.run(outcome(by_aiohttp, [[request] for request in requests]))
    assert whole[1] == taken


async def test_what_an_answer_says() -> None:
    """A date, a length, its kind, when to come again; and whether it is the last one."""
    async with listening(Platform().app()) as served:
        reader, writer = await asyncio.open_connection(served.host, served.port)
        heads = {}
        for body, more in ((b"a", b"X: y"), (b"answer", b"X: y"), (b"full", b"X: y"), (b"a", b"Connection: close")):
            writer.write(post(body, more))
            status, head, _ = await answer(reader)
            heads[body, more] = status, sorted(line.split(b":")[0] for line in head.split(b"\r\n")[1:-2])
            assert re.search(rb"\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n", head)
            assert body != b"full" or b"Retry-After: " + RETRY_SECONDS.encode() in head
        assert not await reader.read()
        writer.close()
    assert {
        (b"a", b"X: y"): (200, [b"Content-Length", b"Date"]),
        (b"answer", b"X: y"): (200, [b"Content-Length", b"Content-Type", b"Date"]),
        (b"full", b"X: y"): (503, [b"Content-Length", b"Date", b"Retry-After"]),
        (b"a", b"Connection: close"): (200, [b"Connection", b"Content-Length", b"Date"]),
    } == heads
