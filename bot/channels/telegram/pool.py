"""Kept connections to the Bot API, and small JSON bodies posted over them.

Only what is posted all the time goes this way. Files, downloads, long polls and whatever needs a proxy are aiohttp's.
Nothing is redirected, decompressed or repeated: a call that broke may have had its effect.
"""

import asyncio
import socket
from collections import deque
from typing import Any

from aiohappyeyeballs import start_connection
from yarl import URL

from bot.certificates import verifying
from bot.channels.telegram.answers import Answer
from bot.channels.telegram.connection import Connection

NAME_SECONDS = 300.0  # for which the host's addresses are remembered
EYEBALLS_SECONDS = 0.25  # after which a second address is tried beside the first


class NoConnection(Exception):
    """None came about in time, so nothing was sent."""


class Semaphore:
    """asyncio's enters seven functions of Python where nobody waits; otherwise this is the same."""

    def __init__(self, value: int) -> None:
        self.value = value  # 0 while anybody waits
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def acquire(self) -> None:
        """Wait for a place, which has to be released again."""
        if self.value:
            self.value -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was given at the same moment
                self.release()
            raise

    def release(self) -> None:
        """Give a place to whoever has waited longest."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self.value += 1


class Pool:
    """The connections to one address, opened as they are needed and closed by `close`. Lives in one loop."""

    def __init__(self, root: str, *, most: int, connect: float, idle: float) -> None:
        """Make it, without connecting.

        Args:
            root: what all addresses begin with, `https://host/bot<token>`.
            most: connections at once; who comes then waits.
            connect: seconds that this and connecting may take.
            idle: seconds after which an unused connection is closed.
        """
        url = URL(root, encoded=True)
        self._host, self._port = url.raw_host or "", url.port or 80
        self._is_secure = url.scheme == "https"
        self._connect_seconds, self._idle_seconds = connect, idle
        self._root_path, self._named = url.raw_path, url.host_port_subcomponent or ""
        self._heads: dict[str, bytes] = {}  # by path, of which there are a few dozen
        self._room = Semaphore(most)
        self._all: set[Connection] = set()
        self._resting: deque[Connection] = deque()  # the longest first
        self._sweep: asyncio.TimerHandle | None = None
        self._naming = asyncio.Lock()
        self._addresses: list[Any] = []  # as getaddrinfo gives them
        self._addresses_until = 0.0

    async def post(self, path: str, body: bytes, seconds: float) -> Answer:
        """Post JSON to the root and the path behind it, `/sendMessage`.

        Args:
            seconds: for the answer; connecting has its own time.
        Raises: NoConnection, Lost, TimeoutError.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._connect_seconds + seconds
        head = self._heads.get(path) or self._head(path)
        connection = await self._taken(loop)
        try:
            return await connection.exchange(b"%b%d\r\n\r\n%b" % (head, len(body), body), deadline)
        finally:
            self._room.release()
            if connection.is_open:
                self._rest(connection, loop)

    async def close(self) -> None:
        """Close every connection; calls under way fail."""
        if self._sweep is not None:
            self._sweep.cancel()
        for connection in tuple(self._all):
            connection.abort()
        await asyncio.sleep(0)  # in which the sockets are closed

    def _head(self, path: str) -> bytes:
        lines = (
            f"POST {self._root_path}{path} HTTP/1.1",
            f"Host: {self._named}",
            "User-Agent: sang-kien-bot",
            "Accept: application/json",
            "Content-Type: application/json",
            "Content-Length: ",
        )
        self._heads[path] = head = "\r\n".join(lines).encode()
        return head

    async def _taken(self, loop: asyncio.AbstractEventLoop) -> Connection:
        """A connection and one's place in the room, which is the caller's to release. Raises: NoConnection."""
        if self._room.value and (connection := self._rested(loop)):
            self._room.value -= 1
            return connection
        try:
            async with asyncio.timeout(self._connect_seconds):
                await self._room.acquire()
                try:
                    return self._rested(loop) or await self._opened(loop)
                except BaseException:
                    self._room.release()
                    raise
        except OSError:  # TimeoutError, ssl.SSLError and socket.gaierror are such, too
            self._addresses_until = 0.0  # it may have moved
        raise NoConnection  # out here it has no context, which would name the address

    def _rested(self, loop: asyncio.AbstractEventLoop) -> Connection | None:
        """The connection that has rested for the shortest time: so those that are not needed grow old."""
        while self._resting and self._resting[-1].rested_until > loop.time():
            if (connection := self._resting.pop()).is_open:
                return connection
        return None

    def _rest(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        connection.rested_until = loop.time() + self._idle_seconds
        self._resting.append(connection)
        if self._sweep is None:
            self._sweep = loop.call_at(connection.rested_until, self._drop_old, loop)

    def _drop_old(self, loop: asyncio.AbstractEventLoop) -> None:
        now, self._sweep = loop.time(), None
        while self._resting and self._resting[0].rested_until <= now:
            self._resting.popleft().abort()
        if self._resting:
            self._sweep = loop.call_at(self._resting[0].rested_until, self._drop_old, loop)

    def _lost(self, connection: Connection) -> None:
        self._all.discard(connection)
        if connection in self._resting:
            self._resting.remove(connection)

    async def _opened(self, loop: asyncio.AbstractEventLoop) -> Connection:
        addresses = await self._resolved(loop)
        plain = await start_connection(addresses, happy_eyeballs_delay=EYEBALLS_SECONDS, interleave=1, loop=loop)
        try:
            _, connection = await loop.create_connection(
                lambda: Connection(self._lost),
                sock=plain,
                ssl=verifying() if self._is_secure else None,
                server_hostname=self._host if self._is_secure else None,
            )
        except BaseException:
            plain.close()
            raise
        if connection.is_open:  # else it is lost already, and has said so
            self._all.add(connection)
        return connection

    async def _resolved(self, loop: asyncio.AbstractEventLoop) -> list[Any]:
        async with self._naming:  # one asks for all who wait
            if self._addresses_until <= loop.time():
                self._addresses = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
                self._addresses_until = loop.time() + NAME_SECONDS
            return self._addresses
