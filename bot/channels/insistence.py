"""Calls that have to succeed some time: who we are, where updates go. They are repeated for as long as it takes."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import structlog

from bot.channels.protocol import Misconfigured, SendError, Throttled

LONGEST_PAUSE = 60.0  # seconds
Pause = Callable[[float], Awaitable[None]]
T = TypeVar("T")
log = structlog.get_logger(__name__)


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling from one, with jitter so that processes spread."""
    return min(LONGEST_PAUSE, 2.0 ** min(failures - 1, 10)) * random.uniform(0.75, 1.0)  # noqa: S311 - no secret


class Insistence:
    """One channel's.

    Args:
        name: the channel's.
        pause: waits for so many seconds.
        is_mended_outside: whether wrong settings may become right while the program runs, so that it goes on asking.
    """

    def __init__(self, name: str, pause: Pause, *, is_mended_outside: bool = False) -> None:
        self._name, self._pause, self._is_mended_outside = name, pause, is_mended_outside
        self._begun: asyncio.Task[object] | None = None

    def begin(self, call: Callable[[], Awaitable[object]]) -> None:
        """Insist on a call in the background, until `end`."""
        self._begun = asyncio.create_task(self.on(call), name=f"{self._name}-start")

    async def end(self) -> None:
        """Stop what `begin` began."""
        if self._begun is not None:
            self._begun.cancel()
            with suppress(asyncio.CancelledError):
                await self._begun

    async def on(self, call: Callable[[], Awaitable[T]]) -> T | None:
        """Repeat a call until it succeeds, or until only a person can help. Returns: its result, or None."""
        failures = 0
        while True:
            try:
                return await call()
            except SendError as error:
                failures += 1
                if isinstance(error, Misconfigured) and not self._is_mended_outside:
                    log.error("channel_refuses_settings", channel=self._name, code=error.code)
                    return None
                log.warning("channel_not_ready", channel=self._name, code=error.code)
                await self._pause(error.seconds if isinstance(error, Throttled) else back_off(failures))
