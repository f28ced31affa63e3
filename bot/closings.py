"""Buttons that were used come off their message: a courtesy beside the answer, made from memory after the commit.

What the platform cannot do at once becomes an outbox row. Only the end of the program by force loses one: then old
buttons stay, and whoever presses them is told (docs/decisions/0025-replies-are-handed-to-the-sender.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from msgspec import Struct

from bot.channels.protocol import SendError, Throttled, Unreachable
from bot.messages import Close, to_dict
from storage.database import Database
from storage.errors import StorageError
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

MOST = 64  # under way; more become rows
LATER = timedelta(seconds=2)
log = structlog.get_logger(__name__)


class Closing(Struct, frozen=True):
    """A message whose buttons were used, what is written under it, and its words, or the row that has them."""

    channel: str
    chat: str
    close: Close
    says: str | Owed


class Closer(Protocol):
    """Who makes the platform call: bot/delivery.py."""

    async def close(self, closing: Closing) -> None:
        """Raises: SendError."""


class Closings:
    """What is being closed at this moment."""

    def __init__(self, database: Database, closer: Closer, clock: Callable[[], datetime]) -> None:
        self._database, self._closer, self._clock = database, closer, clock
        self._running: dict[asyncio.Task[None], Closing] = {}

    def begin(self, closings: Sequence[Closing]) -> None:
        """Close them in the background."""
        for closing in closings:
            work = self._work(closing) if len(self._running) < MOST else self._owe((closing,))
            self._running[task := asyncio.get_running_loop().create_task(work)] = closing
            task.add_done_callback(self._running.pop)

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way; what takes longer is owed."""
        if not self._running:
            return
        await asyncio.wait(tuple(self._running), timeout=seconds)
        late = tuple(self._running.items())
        for task, _ in late:
            task.cancel()
        await self._owe([closing for _, closing in late])

    async def _work(self, closing: Closing) -> None:
        try:
            await self._closer.close(closing)
        except (Throttled, Unreachable):
            await self._owe((closing,))
        except SendError:  # it is gone, or looks like that already
            pass
        except Exception as error:  # noqa: BLE001 - a mistake in a courtesy is no reason to tell anybody
            log.error("message_not_closed", channel=closing.channel, error=type(error).__name__)

    async def _owe(self, closings: Sequence[Closing]) -> None:
        now = self._clock()

        def work(uow: UnitOfWork) -> None:
            for closing in closings:
                uow.outbox.add(closing.channel, closing.chat, to_dict(closing.close), REPLY, now, due_at=now + LATER)

        if closings:
            try:
                await self._database.write(work)
            except StorageError as error:
                log.warning("messages_not_closed", messages=len(closings), error=type(error).__name__)
