"""One kept connection to the Bot API: a request goes out, its answer comes in, one at a time.

aiohttp's client builds a dozen objects for each call and costs four times as much; see decision 0027. What an answer
is made of is llhttp's to say (`httptools`); here is only what is done with it.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from bot.channels.telegram.answers import MOST_BYTES, Answer

MOST_HEAD_BYTES = 64 << 10  # status line and headers, and of whatever informs before them (1xx)
_FRAMING = (b"content-length", b"transfer-encoding")


class Lost(Exception):
    """The connection broke or what came is no answer, so it is unknown whether the call had its effect."""


class Connection(asyncio.Protocol):
    """Made by `loop.create_connection`, and used until it is no longer open."""

    def __init__(self, on_lost: Callable[["Connection"], None]) -> None:
        self.is_open = False
        self.rested_until = 0.0  # by the loop's clock; the pool's note
        self._on_lost = on_lost
        self._transport: asyncio.Transport | None = None
        self._parser: HttpResponseParser | None = None  # none before and after, for it and we hold each other
        self._waiter: asyncio.Future[Answer] | None = None
        self._headers: dict[bytes, bytes] = {}
        self.on_header = self._headers.setdefault  # without a step of Python for each
        self._pieces: list[bytes] = []
        self._status = self._received = 0
        self._is_whole = self._is_kept = self._is_surplus = False

    async def exchange(self, request: bytes, deadline: float) -> Answer:
        """Send a whole request and wait for the whole answer; afterwards look at `is_open`.

        Args:
            deadline: by the loop's clock.
        Raises: Lost, TimeoutError.
        """
        if not self.is_open or self._transport is None:
            raise Lost
        loop = asyncio.get_running_loop()
        self._begin()
        waiter: asyncio.Future[Answer] = loop.create_future()
        self._waiter = waiter
        timer = loop.call_at(deadline, self._fail, TimeoutError)
        self._transport.write(request)
        try:
            return await waiter
        finally:
            timer.cancel()
            if self._waiter is not None:  # cancelled: what is still to come is nobody's
                self._waiter = None
                self.abort()

    def abort(self) -> None:
        """Let go of it. Whoever waits for an answer is told that it is lost."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    # -- asyncio.Protocol -----------------------------------------------------------------------------------
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio."""
        self._transport, self._parser = cast("asyncio.Transport", transport), HttpResponseParser(self)
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        if self._waiter is None or self._parser is None:  # nobody has asked, so it answers nothing
            self.abort()
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:  # nobody wanted that: an answer like any other, and the last one
            self._is_kept = False
        except HttpParserError:
            self._fail(Lost)
            return
        if self._is_whole:
            self._finish(is_kept=self._is_kept and not self._is_surplus)
        elif self._received > (MOST_BYTES if self._status else MOST_HEAD_BYTES):
            self._fail(Lost)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self.is_open = False
        if exc is None and self._status and not self._is_framed():  # an answer that ends with the connection
            self._finish(is_kept=False)
        self._fail(Lost)
        self._parser = self._transport = None
        self._on_lost(self)

    # -- httptools ------------------------------------------------------------------------------------------
    def on_message_begin(self) -> None:
        """An answer begins; a second one was not asked for."""
        self._is_surplus = self._is_whole

    def on_headers_complete(self) -> None:
        """The head is read, of an answer or of what informs before it."""
        if self._parser is not None and not self._is_whole:
            status = self._parser.get_status_code()
            self._status = status if status >= 200 or status == HTTPStatus.SWITCHING_PROTOCOLS else 0
            if not self._status:  # its headers are not the answer's
                self._headers.clear()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        if not self._is_whole:
            self._pieces.append(body)

    def on_message_complete(self) -> None:
        """The answer is whole, unless it only informed."""
        if self._status and self._parser is not None:
            self._is_whole = True
            self._is_kept = self._parser.should_keep_alive()  # after this the parser has forgotten it

    # -- own ------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        self._status = 0  # until the head is read
        self._received = 0
        self._headers.clear()
        self._is_whole = self._is_kept = self._is_surplus = False

    def _is_framed(self) -> bool:
        """Whether the answer says itself where it ends."""
        return any(name.lower() in _FRAMING for name in self._headers)

    def _retry_after(self) -> str | None:
        found = [value for name, value in self._headers.items() if name.lower() == b"retry-after"]
        return found[0].decode("latin-1") if found else None

    def _finish(self, *, is_kept: bool) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            retry_after = self._retry_after() if self._status >= 400 else None
            waiter.set_result(Answer(self._status, b"".join(self._pieces), retry_after))
        self._pieces = []  # what people are told is not kept while the connection rests
        if not is_kept:
            self.abort()

    def _fail(self, kind: type[Exception]) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(kind())
        self.abort()
