"""How webhooks' connections end, and how little one of them may hold: whoever is slow, greedy or gone."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.listener import Listener
from bot.web import HOOKS
from bot.webhook_protocol import BODY_SECONDS, Shared, WebhookProtocol
from tests.bot.test_webhook_protocol import Platform, answer, post
from tests.listening import listening


class Held(Platform):
    """Takes nothing before it is let."""

    def __init__(self) -> None:
        super().__init__(meanwhile=self._wait)
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def _wait(self) -> None:
        self.begun.set()
        await self.go.wait()


async def test_the_end_waits_for_what_is_under_way() -> None:
    """It is answered, as the last one; who rests or has sent half a request is let go, and nobody new gets in."""
    platform = Held()
    listener = Listener(platform.app(), 5)
    port = await listener.start("127.0.0.1", 0)
    busy, resting, half = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
    half[1].write(post(b"abc")[:-1])
    busy[1].write(post(b"a"))
    await platform.begun.wait()
    stopping = asyncio.create_task(listener.stop())
    assert [b"", b""] == [await resting[0].read(), await half[0].read()]
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", port)
    platform.go.set()
    status, head, _ = await answer(busy[0])
    await stopping
    assert (200, True, b"") == (status, b"Connection: close" in head, await busy[0].read())
    for _, writer in (busy, resting, half):
        writer.close()


async def test_the_end_does_not_wait_for_ever() -> None:
    """What takes longer is let go without an answer, so the platform comes again."""
    platform = Held()
    listener = Listener(platform.app(), 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", await listener.start("127.0.0.1", 0))
    writer.write(post(b"a"))
    await platform.begun.wait()
    await listener.stop()
    assert (0, b"", b"") == await answer(reader)
    writer.close()


async def test_who_leaves_is_taken_all_the_same() -> None:
    """A platform that does not wait for its answer has handed its update in."""
    platform, is_over = Held(), asyncio.Event()
    wait = platform.meanwhile

    async def note() -> None:
        assert wait is not None
        await wait()
        is_over.set()

    platform.meanwhile = note
    async with listening(platform.app()) as served:
        _, writer = await asyncio.open_connection(served.host, served.port)
        writer.write(post(b"a"))
        await platform.begun.wait()
        writer.transport.abort()
        await asyncio.sleep(0.05)
        platform.go.set()
        async with asyncio.timeout(5):
            await is_over.wait()


@pytest.mark.parametrize(("sent", "bound"), [(b"", "IDLE_SECONDS"), (post(b"abc")[:-1], "BODY_SECONDS")])
async def test_who_is_too_slow_is_let_go(monkeypatch: pytest.MonkeyPatch, sent: bytes, bound: str) -> None:
    """A connection that nobody uses, and a body that does not come."""
    monkeypatch.setattr("bot.listener.SWEEP_SECONDS", 0.02)
    monkeypatch.setattr(f"bot.webhook_protocol.{bound}", 0.05)
    async with listening(Platform().app()) as served:
        reader, writer = await asyncio.open_connection(served.host, served.port)
        writer.write(sent)
        async with asyncio.timeout(5):
            assert (0, b"", b"") == await answer(reader)
        writer.close()


async def test_who_sends_on_and_on_has_to_wait() -> None:
    """While one request is answered, little of the next ones is read, and none is forgotten."""
    platform, number = Held(), 300
    async with listening(platform.app()) as served:
        reader, writer = await asyncio.open_connection(served.host, served.port)
        writer.transport.set_write_buffer_limits(high=1)
        body = b"a" * 100_000
        sending = asyncio.create_task(_send(writer, post(body), number))
        await platform.begun.wait()
        await asyncio.sleep(0.2)
        assert not sending.done(), "30 MB are in nobody's memory"
        platform.go.set()
        assert [200] * number == [(await answer(reader))[0] for _ in range(number)]
        await sending
        writer.close()
    assert [body] * number == [taken for taken, _ in platform.taken]


class Wire(asyncio.Transport):
    """A connection's other side: what it was told, and whether more may come."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[bytes] = []
        self.reads, self.is_closed = True, False

    def write(self, data: "bytes | bytearray | memoryview") -> None:
        """Note it."""
        self.said.append(bytes(data))

    def pause_reading(self) -> None:
        """Nothing comes until it is wanted."""
        self.reads = False

    def resume_reading(self) -> None:
        """See above."""
        self.reads = True

    def is_closing(self) -> bool:
        """Whether it was ended."""
        return self.is_closed

    def close(self) -> None:
        """End it."""
        self.is_closed = True

    abort = close


def connected(platform: Platform) -> tuple[WebhookProtocol, Wire]:
    """A connection that has just been made."""
    hooks = platform.app()[HOOKS]
    protocol, wire = WebhookProtocol(Shared(hooks, asyncio.Protocol)), Wire()
    protocol.connection_made(wire)
    return protocol, wire


async def test_many_requests_in_one_piece() -> None:
    """No more is read before the last of them is answered."""
    platform = Platform()
    protocol, wire = connected(platform)
    protocol.data_received(post(b"a") * 500)
    protocol.data_received(post(b"b") * 500)
    while len(wire.said) < 1000:
        assert not wire.reads
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert wire.reads
    assert [(b"a", None)] * 500 + [(b"b", None)] * 500 == platform.taken


async def test_who_does_not_read_is_not_heard() -> None:
    """While answers lie around nothing more is answered or read; then it goes on, or is let go after half a minute."""
    protocol, wire = connected(Platform())
    protocol.pause_writing()
    protocol.data_received(post(b"a") * 3)
    for _ in range(10):
        await asyncio.sleep(0)
    assert ([], False) == (wire.said, wire.reads)
    now = asyncio.get_running_loop().time()
    assert (False, True) == (protocol.is_stale(now + BODY_SECONDS - 1), protocol.is_stale(now + BODY_SECONDS + 1))
    protocol.resume_writing()
    while not wire.said:  # noqa: ASYNC110 - which has no event
        await asyncio.sleep(0)
    protocol.pause_writing()  # the second one is under way by now
    for _ in range(10):
        await asyncio.sleep(0)
    before, is_read = len(wire.said), wire.reads
    protocol.resume_writing()
    for _ in range(20):
        await asyncio.sleep(0)
    assert ((2, False), (3, True)) == ((before, is_read), (len(wire.said), wire.reads))
    assert not protocol.is_stale(now + BODY_SECONDS + 1)


async def test_a_turn_that_is_cancelled_ends_its_connection() -> None:
    """Nothing was stored, so nothing is said."""
    platform = Platform()

    async def cancelled() -> None:
        raise asyncio.CancelledError

    platform.meanwhile = cancelled
    async with listening(platform.app()) as served:
        reader, writer = await asyncio.open_connection(served.host, served.port)
        writer.write(post(b"a"))
        async with asyncio.timeout(5):
            assert (0, b"", b"") == await answer(reader)
        writer.close()


async def test_a_mistake_in_here_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged without a word of what came, and nothing hangs."""

    def broken(self: WebhookProtocol, received: bytes) -> None:
        raise ValueError(received)

    monkeypatch.setattr(WebhookProtocol, "_found", broken)
    async with listening(Platform().app()) as served:
        reader, writer = await asyncio.open_connection(served.host, served.port)
        with capture_logs() as logged:
            writer.write(post(b"a secret"))
            async with asyncio.timeout(5):
                assert (0, b"", b"") == await answer(reader)
        writer.close()
    assert [{"event": "webhook_connection_failed", "error": "ValueError", "log_level": "error"}] == logged


async def _send(writer: asyncio.StreamWriter, request: bytes, number: int) -> None:
    for _ in range(number):
        writer.write(request)
        await writer.drain()
