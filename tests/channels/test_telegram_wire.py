"""Whatever stands at the other end of a call to the Bot API: broken, hostile or slow servers, on real sockets."""

import asyncio
import ssl
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.channels.protocol import Part, Unreachable
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram.request import Limits

BODY = b'{"ok":true,"result":{"message_id":17}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GOOD = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
EARLY = b"HTTP/1.1 100 Continue\r\n\r\n"
SENT, BROKEN, TIMEOUT, UNREADABLE = "17", "telegram-broken?", "telegram-timeout?", "telegram-unreadable?"
NO_CONNECTION = "telegram-no-connection"
END, HOLD, KEEP, FLOOD, DRIP = "end", "hold", "keep", "flood", "drip"  # of the last 200 bytes; byte by byte


@dataclass
class Wire:
    """A server. For each request one script, the last one again and again: what is written, and what then happens."""

    scripts: list[tuple[bytes, str]]
    greeting: bytes = b""  # written to the first connection, before any request
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    open: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)
    url: str = ""
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something that shows in the fields."""
        while not is_so():
            self._changed.clear()
            await self._changed.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self.open[task] = writer
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            writer.write(self.greeting if self.connections == 1 else b"")
            while await self._answered(reader, writer):
                pass
        writer.close()
        del self.open[task]
        self._changed.set()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        self.requests.append(head + await reader.readexactly(length))
        self._changed.set()
        said, then = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        writer.write(said)
        while then in (FLOOD, DRIP):
            writer.write(said[-200:] * 500 if then == FLOOD else b"x")
            await writer.drain()
            await asyncio.sleep(0 if then == FLOOD else 0.01)
        if then == HOLD:
            await reader.read()
        return then == KEEP


@asynccontextmanager
async def listening(wire: Wire, tls: ssl.SSLContext | None = None) -> AsyncIterator[Wire]:
    """Serve on a free port."""
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0, ssl=tls)
    wire.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield wire
        for writer in wire.open.values():
            writer.transport.abort()
        await asyncio.gather(*wire.open)


@asynccontextmanager
async def channel_at(url: str, *, proxy: str | None = None, **limits: float) -> AsyncIterator[TelegramChannel]:
    """A channel. limits: in place of generous ones."""
    given = Limits(**({"connect": 5.0, "read": 5.0} | limits))  # type: ignore[arg-type]
    made = TelegramChannel(TelegramAccess("123456:AbC-test", "s3cret", url, proxy), limits=given)
    yield made
    await made.close()


async def outcome(channel: TelegramChannel, text: str = "Chào") -> str:
    """The id of the message, or the error; with "?" when it is in doubt whether the call had its effect."""
    try:
        return (await channel.send("7000000001", Part(text))).message_id or ""
    except Unreachable as error:
        return shown(error)


def shown(error: Unreachable) -> str:
    """Its code, as above. It tells nothing of the token, nor does what led to it."""
    assert "AbC-test" not in "".join(traceback.format_exception(error)) + repr(error.__context__)
    return error.code + "?" * error.is_unknown


def said(*lines: bytes) -> bytes:
    """An answer with these headers in place of right ones."""
    return HEAD + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + BODY


LONG = b"Content-Length: %d" % (len(BODY) + 5)
ANSWERS: dict[str, tuple[bytes, str, str]] = {
    "right": (GOOD, KEEP, SENT),
    "right, with Connection: close": (said(b"Connection: close", b"Content-Length: %d" % len(BODY)), HOLD, SENT),
    "right, in chunks": (CHUNKED + b"8\r\n" + BODY[:8] + b"\r\n1e;x=y\r\n" + BODY[8:] + b"\r\n0\r\nX-Sum: 1\r\n\r\n", KEEP, SENT),
    "right, until the end": (said(), END, SENT),
    "right, of HTTP/1.0": (GOOD.replace(b"1.1", b"1.0"), HOLD, SENT),
    "informed before": (EARLY + b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + GOOD, KEEP, SENT),
    "informed without end": (EARLY * 8, FLOOD, BROKEN),
    "other protocol": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n" + GOOD, HOLD, "telegram-foreign-101"),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", KEEP, UNREADABLE),
    "nothing": (b"", END, BROKEN),
    "silence": (b"", HOLD, TIMEOUT),
    "no HTTP": (b"\x16\x03\x01 SSH-2.0\r\n\r\n", HOLD, BROKEN),
    "half a header": (HEAD[:-20], HOLD, TIMEOUT),
    "half a header, and the end": (HEAD[:-20], END, BROKEN),
    "endless header": (HEAD + b"X: " + b"x" * 200, FLOOD, BROKEN),
    "endless body": (said(), FLOOD, BROKEN),
    "endless chunks": (CHUNKED + (b"C3\r\n" + b"x" * 195 + b"\r\n") * 2, FLOOD, BROKEN),
    "endless trailer": (CHUNKED + b"0\r\n" + b"X: 3456\r\n" * 40, FLOOD, BROKEN),
    "drop by drop": (said(b"Content-Length: 9999"), DRIP, TIMEOUT),
    "half a body": (said(LONG), HOLD, TIMEOUT),
    "half a body, and the end": (said(LONG), END, BROKEN),
    "half of the chunks, and the end": (CHUNKED + b"8\r\n" + BODY[:8] + b"\r\n", END, BROKEN),
    "chunk of nonsense": (CHUNKED + b"8\r\n" + BODY[:8] + b"\r\nzz\r\n", HOLD, BROKEN),
    "no length": (said(b"Content-Length: x"), HOLD, BROKEN),
    "two lengths": (said(LONG, b"Content-Length: %d" % len(BODY)), HOLD, BROKEN),
    "length and chunks": (said(LONG, b"Transfer-Encoding: chunked"), HOLD, BROKEN),
    "more than its length": (said(b"Content-Length: %d" % len(BODY)) + b"xyz", HOLD, BROKEN),
    "two answers": (GOOD + GOOD, HOLD, SENT),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
async def test_answer(name: str) -> None:
    """Each is this outcome, nothing is sent twice, and the next call finds a connection that is good."""
    answer, then, expected = ANSWERS[name]
    patience = 0.3 if expected == TIMEOUT else 5.0
    wire = Wire([(answer, then), (GOOD, KEEP)])
    async with listening(wire), channel_at(wire.url, connect=patience, read=patience) as channel:
        assert expected == await outcome(channel)
        assert len(wire.requests) == 1
        assert await outcome(channel) == SENT
        assert wire.connections == (1 if then == KEEP else 2)


_ENDS: tuple[Callable[[asyncio.StreamWriter], None], ...] = (asyncio.StreamWriter.close, lambda one: one.write(GOOD))


async def test_connection_that_rests() -> None:
    """What is closed or spoken into while nobody asks is not used; the calls that come then do not notice."""
    async with listening(Wire([(GOOD, KEEP)])) as wire, channel_at(wire.url) as channel:
        assert await outcome(channel) == SENT
        for count, ended in enumerate(_ENDS, start=2):
            for writer in wire.open.values():
                ended(writer)
            await wire.until(lambda: not wire.open)
            for _ in range(3):  # rounds of the loop, in which our side learns of it
                await asyncio.sleep(0)
            assert await outcome(channel) == await outcome(channel) == SENT
            assert wire.connections == count


async def test_connection_that_breaks_under_a_call() -> None:
    """The server lets go of a kept connection as the next call comes: it is in doubt, and is not repeated."""
    async with listening(Wire([(GOOD, KEEP), (b"", END), (GOOD, KEEP)])) as wire, channel_at(wire.url) as channel:
        assert [SENT, BROKEN, SENT] == [await outcome(channel) for _ in range(3)]
        assert (wire.connections, len(wire.requests)) == (2, 3)


async def test_answer_before_the_request() -> None:
    """Arriving with the request it cannot be told from one; the answer that then comes too many gives it away."""
    async with listening(Wire([(GOOD, KEEP)], greeting=GOOD)) as wire, channel_at(wire.url) as channel:
        assert await outcome(channel) in (SENT, BROKEN)
        await wire.until(lambda: not wire.open)
        assert await outcome(channel) == SENT


async def test_connections_are_bounded() -> None:
    """Calls wait for a connection, the first come first; who waits too long has sent nothing, and a call given up on
    makes room."""
    wire = Wire([(b"", HOLD), (b"", HOLD), (GOOD, KEEP)])
    async with listening(wire), channel_at(wire.url, connections=2, connect=0.5, read=30.0) as channel:
        held = [asyncio.create_task(outcome(channel)) for _ in range(2)]
        await wire.until(lambda: len(wire.requests) == 2)
        assert await outcome(channel) == NO_CONNECTION
        waiting = [asyncio.create_task(outcome(channel, str(number))) for number in range(5)]
        await asyncio.sleep(0)
        waiting[1].cancel()
        held[0].cancel()
        await asyncio.wait(waiting)
        assert wire.connections == 3
        assert [SENT] * 4 == [task.result() for task in waiting if not task.cancelled()]
        texts = [text for request in wire.requests[2:] for text in "01234" if f'"text":"{text}"'.encode() in request]
        assert texts == ["0", "2", "3", "4"]
        held[1].cancel()


async def test_connections_that_nobody_needs_are_closed() -> None:
    """A burst leaves none behind."""
    async with listening(Wire([(GOOD, KEEP)])) as wire, channel_at(wire.url, idle=0.05) as channel:
        assert {SENT} == set(await asyncio.gather(*(outcome(channel) for _ in range(9))))
        assert wire.connections == 9
        await wire.until(lambda: not wire.open)
        assert await outcome(channel) == SENT


@pytest.mark.parametrize(
    ("trusted", "shown", "expected"),
    [("ca", "127.0.0.1", SENT), ("ca", "other", NO_CONNECTION), ("other", "127.0.0.1", NO_CONNECTION)],
)
async def test_tls(authority: Path, trust: Callable[[str], None], trusted: str, shown: str, expected: str) -> None:
    """Only who shows a certificate of this name by an authority that the machine trusts learns the token."""
    trust(trusted)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority / f"{shown}.pem")
    async with listening(Wire([(GOOD, KEEP)]), tls) as wire, channel_at(wire.url, connect=2.0, read=2.0) as channel:
        assert [expected] * 2 == [await outcome(channel) for _ in range(2)]
        assert (wire.connections, len(wire.requests)) == ((1, 2) if expected == SENT else (0, 0))


async def test_no_tls_where_it_is_expected() -> None:
    """Nothing is sent in the clear."""
    async with listening(Wire([(GOOD, KEEP)])) as wire:
        async with channel_at(wire.url.replace("http:", "https:"), connect=0.3) as channel:
            assert await outcome(channel) == NO_CONNECTION
        assert wire.requests == []


async def test_ways_that_lead_round() -> None:
    """A proxy is asked for the whole address, and a password for the address is shown."""
    async with listening(Wire([(GOOD, KEEP)])) as wire:
        async with channel_at("http://api.example.vn", proxy=wire.url) as channel:
            assert await outcome(channel) == SENT
        async with channel_at(wire.url.replace("://", "://me:pw@")) as channel:
            assert await outcome(channel) == SENT
    assert wire.requests[0].startswith(b"POST http://api.example.vn/bot123456:AbC-test/sendMessage ")
    assert b"Authorization: Basic bWU6cHc=\r\n" in wire.requests[1]
