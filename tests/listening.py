"""What a site serves, on a port of its own: the program's own listener, for tests that come in by HTTP."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from bot.listener import Listener


@dataclass
class Listening:
    """Where to reach it."""

    port: int
    host: str = "127.0.0.1"

    def make_url(self, path: str) -> URL:
        """The address of a path, with its query."""
        return URL(f"http://{self.host}:{self.port}").join(URL(path))


@contextlib.asynccontextmanager
async def listening(app: web.Application, stop_seconds: float = 1.0) -> AsyncIterator[Listening]:
    """Listen until the block ends."""
    listener = Listener(app, stop_seconds)
    try:
        yield Listening(await listener.start("127.0.0.1", 0))
    finally:
        await listener.stop()
