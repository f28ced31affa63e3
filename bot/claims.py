"""What a sender has claimed: kept while it is sent, taken over from who is gone, given back at the end."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from storage.database import Database
from storage.errors import StorageError
from storage.repositories.handing import Claim
from storage.repositories.outbox_claim import lapse
from storage.unit_of_work import UnitOfWork

GRACE = timedelta(seconds=1)  # for answers that the platform brings once more; see answered.py
WAKE_AFTER = 0.02  # seconds
STOPPED = "stopped"  # error of a message that was under way at the end
log = structlog.get_logger(__name__)


class Claims:
    """The claims of one sender."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], by: str, lease_seconds: float, wake: Callable[[], None]
    ) -> None:
        """Args:
        lease_seconds: how long they last without being renewed.
        wake: tells the sender that there is something to take.
        """
        self._database, self._clock, self._by, self._seconds, self._wake = database, clock, by, lease_seconds, wake
        self._has_given = False

    def one(self) -> Claim:
        """For a message that is about to be owed."""
        self._has_given, now = True, self._clock()
        return Claim(self._by, now, now + timedelta(seconds=self._seconds))

    async def inherit(self) -> None:
        """No other program runs, so whoever has claimed messages is gone: go on soon. Raises: StorageError."""
        now = self._clock()
        soon, until = now + GRACE, now + timedelta(seconds=self._seconds)
        if count := await self._database.write(lambda uow: lapse(uow.connection, soon, until)):
            log.info("claims_inherited", messages=count)
            asyncio.get_running_loop().call_later(GRACE.total_seconds() + WAKE_AFTER, self._wake)

    async def keep(self, held: Collection[int], every_seconds: float) -> None:
        """Renew what is held until cancelled. held: looked at each time anew."""
        while True:
            await asyncio.sleep(every_seconds)
            await self._lease(tuple(held), self._seconds)

    async def end(self, begun: Collection[int]) -> None:
        """The next start need not wait for anything. begun: what may have been sent: a failed attempt."""
        if begun:
            with suppress(StorageError):
                await self._database.write(lambda uow: self._give_up(uow, begun))
        if not self._has_given:
            return
        with suppress(StorageError):  # what turns have claimed at the very end
            await self._database.write(lambda uow: uow.handing.drop_claims(self._by, self._clock(), begun))

    def _give_up(self, uow: UnitOfWork, begun: Collection[int]) -> None:
        now = self._clock()
        for owed_id in begun:
            uow.outbox.retry(owed_id, now, STOPPED, now, self._by)

    async def _lease(self, ids: Collection[int], seconds: float) -> None:
        if ids:
            with suppress(StorageError):
                await self._database.write(lambda uow: uow.outbox.renew(ids, self._clock(), seconds, self._by))
