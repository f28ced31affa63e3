"""The outbox at work: claim, send, mark, try again, give up. Order per chat comes from the claim; see storage."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog

from bot.channels.protocol import (
    Channel,
    Misconfigured,
    RecipientGone,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)  # fmt: skip
from bot.delivery import Delivery
from bot.metrics import SEND_ERRORS
from bot.rates import Bucket
from storage.database import Database
from storage.errors import DatabaseAway
from storage.repositories.outbox import Owed
from storage.unit_of_work import UnitOfWork

AT_ONCE = 32  # messages under way
LEASE_SECONDS = 120.0  # longer than any send; a crashed process's claims come back after it
IDLE_SECONDS = 1.0  # how often rows of other processes are looked for
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=48)
ON_OUR_OWN_PER_SECOND = 25.0  # notices and bulk; Telegram publishes about 30 (telegram.md, section 3)
log = structlog.get_logger(__name__)


class Sender:
    """Works the outbox off until it is stopped."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        delivery: Delivery,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._channels, self._delivery, self._clock = database, channels, delivery, clock
        self._awake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._paused_until: dict[str, datetime] = {}
        self._buckets = {
            name: Bucket(ON_OUR_OWN_PER_SECOND, ON_OUR_OWN_PER_SECOND, time.monotonic) for name in channels
        }

    def wake(self) -> None:
        """There is something new to send."""
        self._awake.set()

    async def run(self) -> None:
        """Send until cancelled; what is under way is finished first."""
        try:
            while True:
                self._awake.clear()
                if not await self._round():
                    await self._rest()
        finally:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def drain(self) -> None:
        """Send what is due now and wait for it (tests, and the end of a command)."""
        while await self._round():
            await asyncio.gather(*self._running)

    async def _round(self) -> bool:
        now = self._clock()
        open_channels = [name for name in self._channels if self._paused_until.get(name, now) <= now]
        room = AT_ONCE - len(self._running)
        if not room or not open_channels:
            return False
        try:
            claimed = await self._database.write(
                lambda uow: uow.outbox.claim(open_channels, now, room, LEASE_SECONDS)
            )
        except DatabaseAway:
            return False
        for owed in claimed:
            task = asyncio.create_task(self._work(owed))
            self._running.add(task)
            task.add_done_callback(self._finished)
        return bool(claimed)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._awake.set()  # the chat's next message may go
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sender_failed", error=type(error).__name__)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._awake.wait(), IDLE_SECONDS)
        except TimeoutError:
            return

    async def _work(self, owed: Owed) -> None:
        if owed.priority:
            while wait := self._buckets[owed.channel].wait():
                await asyncio.sleep(wait)
        try:
            message_id = await self._delivery.deliver(owed, lambda parts: self._progress(owed, parts))
        except SendError as error:
            SEND_ERRORS.labels(owed.channel, type(error).__name__).inc()
            await self._failed(owed, error)
        except Exception as error:
            log.error("delivery_broken", outbox_id=owed.id, error=type(error).__name__)
            await self._again(owed, f"internal-{type(error).__name__}"[:80])
        else:
            await self._database.write(lambda uow: uow.outbox.sent(owed.id, message_id, self._clock()))

    async def _progress(self, owed: Owed, parts: int) -> None:
        await self._database.write(lambda uow: uow.outbox.progress(owed.id, parts))

    async def _failed(self, owed: Owed, error: SendError) -> None:
        match error:
            case Throttled(seconds=seconds, is_global=is_global):
                until = self._clock() + timedelta(seconds=seconds)
                if is_global:
                    self._paused_until[owed.channel] = until
                await self._database.write(lambda uow: uow.outbox.retry(owed.id, until, error.code))
            case Unreachable():
                await self._again(owed, error.code)
            case Misconfigured():
                self._paused_until[owed.channel] = self._clock() + timedelta(minutes=1)
                log.error("channel_misconfigured", channel=owed.channel, code=error.code)
                await self._again(owed, error.code)
            case RecipientGone():
                await self._database.write(lambda uow: _gone(uow, owed, error.code))
            case Rejected() | SendError():
                log.error("message_rejected", outbox_id=owed.id, channel=owed.channel, code=error.code)
                await self._database.write(lambda uow: uow.outbox.failed(owed.id, error.code))

    async def _again(self, owed: Owed, code: str) -> None:
        now = self._clock()
        if now - owed.created_at > GIVE_UP_AFTER:
            await self._database.write(lambda uow: uow.outbox.failed(owed.id, code))
            return
        delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(owed.attempts, 12))
        due_at = now + delay * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
        await self._database.write(lambda uow: uow.outbox.retry(owed.id, due_at, code))


def _gone(uow: UnitOfWork, owed: Owed, code: str) -> None:
    uow.people.mark_gone(owed.channel, owed.chat)
    uow.outbox.fail_chat(owed.channel, owed.chat, code)
