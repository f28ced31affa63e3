"""Between a platform's call and its 200: commit within the budget, or keep the update on disk. See spool.py.

One update of a person at a time, in order of arrival: what could not be committed yet is never overtaken by what the
same person sends next. While the database fails or hangs, new updates go to the disk at once instead of piling up.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

import structlog

from bot.breaker import Breaker
from bot.channels.protocol import Incoming
from bot.one_at_a_time import OneAtATime, Person
from bot.spool import Spool
from storage.errors import DatabaseAway

ACK_BUDGET_SECONDS = 1.0  # for the commit
ANSWER_SECONDS = 1.8  # for everything: Zalo switches off a webhook that takes two
MOST_LATE = 50  # turns that have outlived the budget and still run
MOST_UNDER_WAY = 500  # turns altogether
Turn: TypeAlias = "asyncio.Future[object]"
Take = Callable[[Incoming], Awaitable[object]]
log = structlog.get_logger(__name__)


class Door:
    """Admits updates: when `admit` returns, the update is committed or safely spooled."""

    def __init__(self, take: Take, spool: Spool, budget_seconds: float = ACK_BUDGET_SECONDS) -> None:
        self._take, self._spool, self._budget = take, spool, budget_seconds
        self._breaker = Breaker()
        self._under_way: set[Turn] = set()
        self._late: dict[Person, Turn] = {}
        self._queues = OneAtATime()

    async def admit(self, incoming: Incoming) -> None:
        """Run the turn, or keep the update for later. Raises: SpoolFull: the platform has to come again."""
        arrived, person = time.monotonic(), (incoming.channel, incoming.user)
        await self._queues.enter(person)
        try:
            if not self._may_try(incoming) or not await self._is_committed(incoming, arrived + self._budget):
                await self._spool.put(incoming, arrived + ANSWER_SECONDS - time.monotonic())
        finally:
            self._queues.leave(person)

    async def fetch(self, incoming: Incoming) -> None:
        """The same for an update that was fetched and need not be answered in time: it is spooled only if it must be.

        Raises: DatabaseAway, SpoolFull: it has to be fetched again.
        """
        person = incoming.channel, incoming.user
        await self._queues.enter(person)
        try:
            if not self._spool.holds_back(incoming):
                try:
                    await self.take(incoming)
                except DatabaseAway:
                    raise
                except Exception as error:  # noqa: BLE001 - it could not even be set aside: others must not wait for it
                    log.error("update_spooled", channel=incoming.channel, error=type(error).__name__)
                else:
                    return
            await self._spool.put(incoming)
        finally:
            self._queues.leave(person)

    async def take(self, incoming: Incoming) -> None:
        """Run a turn for as long as it takes, and note whether the database is there. Raises: what the turn raises."""
        try:
            await self._take(incoming)
        except DatabaseAway:
            self._breaker.failed()
            raise
        self._breaker.succeeded()

    def _may_try(self, incoming: Incoming) -> bool:
        is_behind = (incoming.channel, incoming.user) in self._late or self._spool.holds_back(incoming)
        is_crowded = len(self._late) >= MOST_LATE or len(self._under_way) >= MOST_UNDER_WAY
        return not is_behind and not is_crowded and self._breaker.lets_through()

    async def _is_committed(self, incoming: Incoming, until: float) -> bool:
        loop = asyncio.get_running_loop()
        turn: Turn = loop.create_task(self.take(incoming))
        self._under_way.add(turn)
        waiter: asyncio.Future[None] = loop.create_future()  # asyncio.wait is for many, and costs twice as much
        turn.add_done_callback(partial(self._ended, incoming, waiter))
        patience = loop.call_later(max(0.0, until - time.monotonic()), _let_go, waiter)
        try:
            await waiter
        finally:
            patience.cancel()
        if not turn.done():
            # The turn goes on; if it still commits, the spooled copy will find the update in the inbox.
            self._late[incoming.channel, incoming.user] = turn
            return False
        return not turn.cancelled() and turn.exception() is None

    def _ended(self, incoming: Incoming, waiter: "asyncio.Future[None]", turn: Turn) -> None:
        _let_go(waiter)
        self._under_way.discard(turn)
        is_late = self._late.pop((incoming.channel, incoming.user), None) is not None
        if not turn.cancelled() and (error := turn.exception()) is not None:
            log.warning("turn_not_committed", channel=incoming.channel, error=type(error).__name__, is_late=is_late)


def _let_go(waiter: "asyncio.Future[None]") -> None:
    """The turn has ended, or took too long."""
    if not waiter.done():
        waiter.set_result(None)
