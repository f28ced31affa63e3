"""A connection to us: what platforms post is answered right here, everything else is aiohttp's; see decision 0043.

aiohttp's server builds a dozen objects for each request and enters eighty functions. Ours takes one kind of request: a
POST to a webhook whose head comes in one piece and says how long the body is. At the first other one, or when anything
about it is unusual, aiohttp is given the connection for good, with all that has come of that request.
"""

import asyncio
from collections.abc import Callable, Mapping
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time
from typing import cast

import structlog
from aiohttp.tcp_helpers import tcp_keepalive
from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from msgspec import Struct, field

from bot.web import LARGEST_UPDATE, RETRY_SECONDS, WEBHOOKS, Answer, Hook

BEGINS_WITH = f"POST {WEBHOOKS}".encode()
END_OF_HEAD = b"\r\n\r\n"
LONGEST_HEAD, MOST_HEADERS = 8190, 64  # bytes and lines; what has more of them aiohttp may refuse
MOST_DIGITS = 7  # of a length
# Whoever sends one of these wants something of the server: more than one way to tell where a body ends, an answer
# before it, another form of it, another protocol, in an old way too.
WANTS_MORE = frozenset({"transfer-encoding", "expect", "content-encoding", "upgrade", "sec-websocket-key1"})
FINE = Answer()
IDLE_SECONDS = 3630.0  # longer than proxies keep a connection, so that none posts into one that is being closed
BODY_SECONDS = 30.0  # until a body is whole, or an answer is read
log = structlog.get_logger(__name__)


class Shared(Struct):
    """What all connections of a listener share."""

    hooks: Mapping[bytes, Hook]  # by path
    other: Callable[[], asyncio.Protocol]  # makes aiohttp's protocol of a connection
    connections: set["WebhookProtocol"] = field(default_factory=set)
    answering: set["asyncio.Task[None]"] = field(default_factory=set)
    is_closing: bool = False  # nothing new is begun


class WebhookProtocol(asyncio.Protocol):
    """Made by `loop.create_server`."""

    def __init__(self, shared: Shared) -> None:
        self._shared, self._loop = shared, asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: HttpRequestParser | None = None  # none before and after, for it and we hold each other
        self._pieces: list[bytes] = []  # what has come and is not done with
        self._size = self._at = 0  # of the pieces together, and where the request at hand begins in them
        self._hook: Hook | None = None  # of the request whose head was read
        self._path = b""
        self._raw: dict[bytes, bytes] = {}
        self.on_header = self._raw.setdefault  # without a step of Python for each
        self._headers: Mapping[str, str] = {}  # by names in small letters
        self._is_kept = self._is_answering = self._is_unread = False
        self._head = self._whole = 0  # where the head and the request end
        self._since = self._loop.time()  # it rests, or waits for the other side

    def is_stale(self, now: float) -> bool:
        """Nobody needs it, or whoever does is too slow. now: by the loop's clock."""
        patience = IDLE_SECONDS if self._hook is None and not self._is_unread else BODY_SECONDS
        return not self._is_answering and now > self._since + patience

    def end(self) -> None:
        """Close it, if need be after the answer that is under way."""
        if self._transport is not None and not self._is_answering:
            self._transport.close()

    def abort(self) -> None:
        """Let go of it at once."""
        if self._transport is not None:
            self._transport.abort()

    # -- asyncio.Protocol -----------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport, self._parser = cast("asyncio.Transport", transport), HttpRequestParser(self)
        tcp_keepalive(self._transport)
        self._shared.connections.add(self)
        if self._shared.is_closing:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        self._pieces.append(data)
        self._size += len(data)
        if self._is_answering or self._is_unread:  # whoever sends more has to wait
            self._connected().pause_reading()
        elif self._hook is None or self._size >= self._whole:
            self._guarded(self._go_on)

    def pause_writing(self) -> None:
        """See asyncio. Who does not read what we say is not heard."""
        self._is_unread, self._since = True, self._loop.time()

    def resume_writing(self) -> None:
        """See asyncio."""
        self._is_unread, self._since = False, self._loop.time()
        if not self._is_answering:
            self._guarded(self._go_on)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio. A turn under way goes on: its update was received."""
        self._shared.connections.discard(self)
        self._transport = self._parser = None

    # -- httptools, while the head is read --------------------------------------------------------------------
    def on_url(self, url: bytes) -> None:
        """The path; one with a query is not found among ours."""
        self._path += url

    def on_headers_complete(self) -> None:
        """The head is read."""
        self._is_kept = self._parser is not None and self._parser.should_keep_alive()

    # -- own ------------------------------------------------------------------------------------------------
    def _guarded(self, step: Callable[[], None]) -> None:
        """Do it, whatever happens: a connection that nobody looks after any more would stay."""
        try:
            step()
        except Exception as error:  # noqa: BLE001 - see above
            log.error("webhook_connection_failed", error=type(error).__name__)
            self.abort()

    def _go_on(self) -> None:
        """Look at what has come: answer a whole request, wait for the rest of its body, or leave it to aiohttp."""
        if self._parser is None or self._transport is None or self._transport.is_closing():
            return
        if self._at == self._size:  # more is read only when there is nothing left
            self._pieces, self._size, self._at = [], 0, 0
            self._transport.resume_reading()
            return
        received = b"".join(self._pieces)
        if self._hook is None:
            self._hook = self._found(received)
            if self._hook is None:
                self._hand_over(received[self._at :])
                return
            self._since = self._loop.time()
        if self._size < self._whole:
            self._pieces = [received]
            self._transport.resume_reading()
            return
        body = received[self._head : self._whole]
        self._pieces, self._at = [received], self._whole
        self._parser.feed_data(body)  # so that it expects the next head
        self._is_answering = True
        task = self._loop.create_task(self._answer(self._hook, body, self._headers))
        self._shared.answering.add(task)
        task.add_done_callback(self._shared.answering.discard)

    def _found(self, received: bytes) -> Hook | None:
        """Read the head. Returns: whose it is; None: a request of another kind."""
        end = received.find(END_OF_HEAD, self._at, self._at + LONGEST_HEAD)
        if end < 0 or self._parser is None or not received.startswith(BEGINS_WITH, self._at):
            return None
        self._head, self._path = end + len(END_OF_HEAD), b""
        self._raw.clear()
        head = received[self._at : self._head]
        try:
            self._parser.feed_data(head)
        except (HttpParserError, HttpParserUpgrade):
            return None
        headers = self._headers = _named(self._raw)
        lines = head.count(b"\n") - 2  # without the request's own and the last one; no name may come twice
        is_usual = self._parser.get_http_version() == "1.1" and len(headers) == lines <= MOST_HEADERS
        length = headers.get("content-length", "")
        if not is_usual or "host" not in headers or not WANTS_MORE.isdisjoint(headers):
            return None
        if not (length.isascii() and length.isdigit() and len(length) <= MOST_DIGITS) or int(length) > LARGEST_UPDATE:
            return None
        self._whole = self._head + int(length)
        return self._shared.hooks.get(self._path)

    def _hand_over(self, received: bytes) -> None:
        """Let aiohttp answer this request and all that follow."""
        transport = self._connected()
        self._shared.connections.discard(self)
        self._transport, self._parser, self._pieces = None, None, []
        if self._shared.is_closing:
            transport.close()
            return
        try:
            other = self._shared.other()
            transport.set_protocol(other)
            other.connection_made(transport)
            transport.resume_reading()
            other.data_received(received)
        except Exception:
            transport.abort()
            raise

    async def _answer(self, hook: Hook, body: bytes, headers: Mapping[str, str]) -> None:
        try:
            answer = await hook.receive(body, headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, the platform is told to come again
            log.error("webhook_failed", channel=hook.name, error=type(error).__name__)
            answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR)
        except BaseException:  # cancelled
            self.abort()
            raise
        self._hook, self._is_answering, self._since = None, False, self._loop.time()
        self._guarded(lambda: self._say(answer))

    def _say(self, answer: Answer) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        is_kept = self._is_kept and not self._shared.is_closing and answer.status != HTTPStatus.INTERNAL_SERVER_ERROR
        transport.write(_written(answer, is_kept=is_kept))
        if not is_kept:
            transport.close()
        elif not self._is_unread:
            self._go_on()

    def _connected(self) -> asyncio.Transport:
        if self._transport is None:
            raise ConnectionError("asyncio gives no data of a lost connection")
        return self._transport


def _named(raw: Mapping[bytes, bytes]) -> Mapping[str, str]:
    """Headers by their names in small letters."""
    return {
        name.lower().decode("latin-1"): value.strip(b" \t").decode("utf-8", "surrogateescape")
        for name, value in raw.items()
    }


def _written(answer: Answer, *, is_kept: bool) -> bytes:
    if is_kept and answer == FINE:
        return _fine(int(time()))
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Content-Length: {len(answer.body)}"]
    if answer.body:
        lines.append("Content-Type: application/json")
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        lines.append(f"Retry-After: {RETRY_SECONDS}")
    if not is_kept:
        lines.append("Connection: close")
    return "\r\n".join((*lines, f"Date: {formatdate(usegmt=True)}", "", "")).encode() + answer.body


@lru_cache(maxsize=1)
def _fine(second: int) -> bytes:
    """What nearly every answer is: nothing to say."""
    return f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: {formatdate(second, usegmt=True)}\r\n\r\n".encode()
