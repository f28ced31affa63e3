"""Where the program listens: webhooks by a protocol of ours, pages and operations by aiohttp, on one port."""

import asyncio

from aiohttp import web

from bot.web import HOOKS
from bot.webhook_protocol import Shared, WebhookProtocol

SWEEP_SECONDS = 10.0
BACKLOG = 128  # connections that wait to be let in, as with aiohttp


class Listener:
    """Serves an application from `start` to `stop`. Lives in one loop."""

    def __init__(self, app: web.Application, stop_seconds: float) -> None:
        """stop_seconds: for what is under way at the end."""
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=stop_seconds)
        self._hooks, self._stop_seconds = app.get(HOOKS) or {}, stop_seconds
        self._shared: Shared | None = None
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.TimerHandle | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen. Returns: the port, which the system chooses if it was 0. Raises: OSError."""
        await self._runner.setup()
        if self._runner.server is None:
            raise RuntimeError("an application that is set up has a server")
        shared = self._shared = Shared(self._hooks, self._runner.server)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: WebhookProtocol(shared), host, port, backlog=BACKLOG)
        self._sweep(shared)
        listening: int = self._server.sockets[0].getsockname()[1]
        return listening

    async def stop(self) -> None:
        """Let nobody in any more and wait for what is under way, if it does not take too long."""
        if self._shared is not None:
            self._shared.is_closing = True
        if self._server is not None:
            self._server.close()
        if self._sweeping is not None:
            self._sweeping.cancel()
        await asyncio.gather(self._finish(), self._runner.cleanup())

    async def _finish(self) -> None:
        if self._shared is None:
            return
        for connection in tuple(self._shared.connections):
            connection.end()
        if self._shared.answering:
            await asyncio.wait(self._shared.answering, timeout=self._stop_seconds)
        late = tuple(self._shared.answering)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        for connection in tuple(self._shared.connections):
            connection.abort()

    def _sweep(self, shared: Shared) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in [one for one in shared.connections if one.is_stale(now)]:
            connection.abort()
        self._sweeping = loop.call_later(SWEEP_SECONDS, self._sweep, shared)
