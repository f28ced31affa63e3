"""How far the work on a list is, told in the chat that waits for it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.messages import Replace, to_dict
from conversations.effects import Say
from storage.database import Database
from storage.repositories.outbox_order import REPLY
from storage.unit_of_work import UnitOfWork

QUIET, EVERY = 3.0, 4.0  # seconds before the first word about progress, and between two


class ChatProgress:
    """One message in the chat that says how far it is, edited where that can be done, and once where it cannot."""

    def __init__(
        self, database: Database, wake_sender: Callable[[], None], clock: Callable[[], datetime], file_id: str
    ) -> None:
        self._database, self._wake, self._clock, self._file_id = database, wake_sender, clock, file_id
        self._loop = asyncio.get_running_loop()
        self._next_at = self._loop.time() + QUIET
        self._message: int | None = None

    async def tell(self, step: str, rows: int, of: int) -> None:
        """Say it, unless that was said a moment ago."""
        if self._loop.time() < self._next_at:
            return
        self._next_at = self._loop.time() + EVERY
        say = Say(f"import-progress-{step}", {"rows": rows, "of": of})
        self._message = await self._database.write(lambda uow: self._owe(uow, say))
        self._wake()

    def _owe(self, uow: UnitOfWork, say: Say) -> int | None:
        where = uow.imports.chat_of(self._file_id)
        if where is None:
            return self._message
        content = say if self._message is None else Replace(self._message, say)
        name = f"{'first' if self._message is None else 'edit'}:{self._file_id}"
        owed = uow.outbox.add(*where, to_dict(content), REPLY, self._clock(), collapse=name)
        return self._message or owed
