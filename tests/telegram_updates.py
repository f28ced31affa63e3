"""Updates that wait for getUpdates at the fake Bot API server, those who fetch them, and who waits for a change."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from tests.telegram_calls import Call, Refused


class Updates:
    """One bot's."""

    def __init__(self) -> None:
        self.webhook: Mapping[str, Any] = {}  # the parameters of the last setWebhook
        self.pending: list[dict[str, Any]] = []  # updates that wait for getUpdates
        self.fetchers: dict[asyncio.Event, web.Request] = {}  # requests that wait, with what pushes them aside
        self.conflicts = 0  # how many were pushed aside
        self.longest_poll = 50.0  # seconds, whatever is asked for
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()

    async def push(self, update: dict[str, Any]) -> None:
        """Queue an update for getUpdates."""
        self.pending.append(update)
        await self.announce()

    async def until(self, condition: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until *condition* holds; it is looked at after each call. Raises: TimeoutError."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(condition), seconds)

    async def announce(self) -> None:
        """Let those who wait look again."""
        async with self._changed:
            self._changed.notify_all()

    async def fetch(self, call: Call, request: web.Request) -> list[dict[str, Any]]:
        """The answer to getUpdates; a newer request pushes an older one aside. Raises: Refused."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        for pushed, other in self.fetchers.items():
            if other.transport is not None and not other.transport.is_closing():
                self.conflicts += 1
                pushed.set()
        pushed_aside = asyncio.Event()
        self.fetchers[pushed_aside] = request
        try:
            updates = await self._waited_for(call, pushed_aside)
        finally:
            self.fetchers.pop(pushed_aside, None)
        if pushed_aside.is_set():
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return updates

    async def _waited_for(self, call: Call, pushed_aside: asyncio.Event) -> list[dict[str, Any]]:
        offset = call.parameters.get("offset", 0)
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        await self.announce()
        seconds = min(self.longest_poll, call.parameters.get("timeout", 0))
        if not self.pending and seconds:
            ends = (self._closing.wait(), self._pushed(), pushed_aside.wait())
            waits = [asyncio.ensure_future(end) for end in ends]
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        return self.pending[: call.parameters.get("limit", 100)]

    async def _pushed(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self.pending))
