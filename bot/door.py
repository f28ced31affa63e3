"""Between a platform's call and its 200: commit within the budget, or keep the update on disk. See spool.py."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.protocol import Incoming
from bot.spool import Spool
from storage.errors import StorageError

ACK_BUDGET_SECONDS = 1.0  # Zalo switches off a webhook that takes two
Take = Callable[[Incoming], Awaitable[object]]
log = structlog.get_logger(__name__)


class Door:
    """Admits updates: when `admit` returns, the update is committed or safely spooled."""

    def __init__(self, take: Take, spool: Spool, budget_seconds: float = ACK_BUDGET_SECONDS) -> None:
        self._take, self._spool, self._budget = take, spool, budget_seconds
        self._late: set[asyncio.Future[object]] = set()

    async def admit(self, incoming: Incoming) -> None:
        """Run the turn, or keep the update for later. Raises: SpoolFull: the platform has to come again."""
        if self._spool.holds_back(incoming):
            await self._spool.put(incoming)
            return
        turn: asyncio.Future[object] = asyncio.ensure_future(self._take(incoming))
        try:
            await asyncio.wait_for(asyncio.shield(turn), self._budget)
        except TimeoutError:
            # The turn goes on; if it still commits, the spooled copy will find the update in the inbox.
            self._late.add(turn)
            turn.add_done_callback(self._finished)
            await self._spool.put(incoming)
        except StorageError as error:
            log.warning("update_spooled", channel=incoming.channel, error=type(error).__name__)
            await self._spool.put(incoming)

    def _finished(self, turn: asyncio.Future[object]) -> None:
        self._late.discard(turn)
        if not turn.cancelled() and (error := turn.exception()) is not None:
            log.warning("late_turn_failed", error=type(error).__name__)
