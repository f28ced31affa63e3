"""Work that only one process may do at a time: polling, registering webhooks and menus, housekeeping.

Every process asks for the lead; whoever has it runs the duties, all others stand by. When the lead is lost the duties
are cancelled at once and awaited; how long a successor waits, and why, stands in storage/leadership.py. Whatever
needs no single hand stays out of here: turns, sending and timers are rows that any process may claim.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import structlog

from bot.metrics import IS_LEADER, RACES_LOST
from storage.errors import OutdatedProgram, StorageError
from storage.leadership import AGAIN, Presence

Duty = Callable[[], Coroutine[Any, Any, None]]  # runs until it is cancelled, or ends when all is done
log = structlog.get_logger(__name__)


class Leader:
    """Leads when it can, until it is cancelled."""

    def __init__(self, presence: Presence, duties: Mapping[str, Duty]) -> None:
        """Args: presence: entered already. duties: by name; looked at each time that the lead is won."""
        self._presence, self._duties = presence, duties

    async def run(self) -> None:
        """Ask, lead, lose, ask again. Raises: OutdatedProgram."""
        while True:
            await self._try()

    async def _try(self) -> None:
        try:
            await self._stand_by()
            await self._lead()
        except StorageError as error:
            log.warning("mark_lost", error=type(error).__name__)
            await self._come_back()

    async def _stand_by(self) -> None:
        """Wait for the lead, and then until nobody who had it before can still be at work."""
        while (seconds := await self._presence.ask()) is None:
            await self._presence.hold()
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            await self._presence.hold()

    async def _lead(self) -> None:
        tasks = [asyncio.create_task(_done(name, duty), name=name) for name, duty in self._duties.items()]
        IS_LEADER.set(1)
        log.info("leading")
        try:
            while True:
                await self._presence.hold()
        except StorageError:
            RACES_LOST.labels("leadership").inc()
            raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            IS_LEADER.set(0)

    async def _come_back(self) -> None:
        """Mark again that this program runs, as soon as the database lets it."""
        await self._presence.leave()
        while True:
            await asyncio.sleep(AGAIN)
            try:
                await self._presence.enter()
            except OutdatedProgram:
                raise
            except StorageError:
                continue
            return


async def _done(name: str, duty: Duty) -> None:
    try:
        await duty()
    except Exception as error:  # noqa: BLE001 - one duty that fails must not end the others
        log.error("duty_ended", duty=name, error=type(error).__name__)
