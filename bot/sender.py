"""The outbox at work: claim, send, mark, try again, give up. Order per chat comes from the claim; see storage."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

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
from storage.errors import DatabaseAway, StorageError
from storage.repositories.outbox import Owed
from storage.unit_of_work import UnitOfWork

AT_ONCE = 32  # messages under way
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=30)
GIVE_UP_AFTER, LEAST_ATTEMPTS = timedelta(hours=48), 6  # both, for a message may be old when it is first tried
OWN_MISTAKES = 6  # attempts when it is we who fail: behind a message that cannot be made, the chat must go on
ON_OUR_OWN_PER_SECOND = 25.0  # notices and bulk; Telegram publishes about 30 (telegram.md, section 3)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds."""

    lease: float = 10.0  # claims are renewed while they are sent; those of a crashed process lapse after it
    renew: float = 3.0
    idle: float = 1.0  # how often rows of other processes are looked for
    stop: float = 5.0  # for what is under way at the end


DEFAULT_TIMES = Times()


class Sender:
    """Works the outbox off until it is stopped."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        delivery: Delivery,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        times: Times = DEFAULT_TIMES,
    ) -> None:
        self._database, self._channels, self._delivery = database, channels, delivery
        self._clock, self._times = clock, times
        self._awake = asyncio.Event()
        self._running: dict[int, asyncio.Task[None]] = {}  # by outbox id
        self._paused_until: dict[str, datetime] = {}
        self._buckets = {
            name: Bucket(ON_OUR_OWN_PER_SECOND, ON_OUR_OWN_PER_SECOND, time.monotonic) for name in channels
        }

    def wake(self) -> None:
        """There is something new to send."""
        self._awake.set()

    async def run(self) -> None:
        """Send until cancelled; then what is under way is finished, if it does not take too long."""
        keeper = asyncio.create_task(self._keep_claims())
        try:
            while True:
                self._awake.clear()
                if not await self._round():
                    await self._rest()
        finally:
            await self._stop()
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def drain(self) -> None:
        """Send what is due now and wait for it (tests, and the end of a command)."""
        while await self._round():
            await asyncio.gather(*self._running.values())

    async def _round(self) -> bool:
        now = self._clock()
        open_channels = [name for name in self._channels if self._paused_until.get(name, now) <= now]
        room = AT_ONCE - len(self._running)
        if not room or not open_channels:
            return False
        try:
            claimed = await self._database.write(
                lambda uow: uow.outbox.claim(open_channels, now, room, self._times.lease)
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender goes on
            log.warning("outbox_not_read", error=type(error).__name__)
            return False
        fresh = [owed for owed in claimed if owed.id not in self._running]  # a lease may have lapsed meanwhile
        for owed in fresh:
            self._running[owed.id] = task = asyncio.create_task(self._work(owed))
            task.add_done_callback(partial(self._finished, owed.id))
        return bool(fresh)

    def _finished(self, owed_id: int, task: asyncio.Task[None]) -> None:
        del self._running[owed_id]
        self._awake.set()  # the chat's next message may go
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sender_failed", error=type(error).__name__)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.idle):  # wait_for of Python 3.11 may swallow a cancellation
                await self._awake.wait()

    async def _keep_claims(self) -> None:
        while True:
            await asyncio.sleep(self._times.renew)
            await self._lease(tuple(self._running), self._times.lease)

    async def _stop(self) -> None:
        late = dict(self._running)
        if late:
            await asyncio.wait(late.values(), timeout=self._times.stop)
            late = {owed_id: task for owed_id, task in late.items() if not task.done()}
        for task in late.values():
            task.cancel()
        await asyncio.gather(*late.values(), return_exceptions=True)
        await self._lease(tuple(late), 0)  # the next start need not wait for them

    async def _lease(self, ids: tuple[int, ...], seconds: float) -> None:
        if ids:
            with suppress(StorageError):
                await self._database.write(lambda uow: uow.outbox.renew(ids, self._clock(), seconds))

    async def _work(self, owed: Owed) -> None:
        while owed.priority and (wait := self._buckets[owed.channel].wait()):  # noqa: ASYNC110 - time is the event
            await asyncio.sleep(wait)
        try:
            message_id = await self._delivery.deliver(owed, lambda parts: self._progress(owed, parts))
        except SendError as error:
            SEND_ERRORS.labels(owed.channel, type(error).__name__).inc()
            await self._failed(owed, error)
        except DatabaseAway:
            await self._again(owed, "database-away")
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one message must not stop the others
            log.error("delivery_broken", outbox_id=owed.id, error=type(error).__name__)
            code = f"internal-{type(error).__name__}"
            await (self._again(owed, code) if owed.attempts + 1 < OWN_MISTAKES else self._give_up(owed, code))
        else:
            await self._store(lambda uow: uow.outbox.sent(owed.id, message_id, self._clock()))

    async def _progress(self, owed: Owed, parts: int) -> None:
        await self._store(lambda uow: uow.outbox.progress(owed.id, parts))

    async def _store(self, work: Callable[[UnitOfWork], object]) -> None:
        """Write what became of a message, however long the database is away: otherwise it would be sent again."""
        while True:
            try:
                await self._database.write(work)
            except DatabaseAway:
                await asyncio.sleep(self._times.idle)
            else:
                return

    async def _failed(self, owed: Owed, error: SendError) -> None:
        match error:
            case Throttled(seconds=seconds, is_global=is_global):
                until = self._clock() + timedelta(seconds=seconds)
                if is_global:
                    self._paused_until[owed.channel] = until
                await self._store(lambda uow: uow.outbox.retry(owed.id, until, error.code))
            case Unreachable():
                await self._again(owed, error.code)
            case Misconfigured():
                self._paused_until[owed.channel] = self._clock() + timedelta(minutes=1)
                log.error("channel_misconfigured", channel=owed.channel, code=error.code)
                await self._again(owed, error.code)
            case RecipientGone():
                await self._store(lambda uow: _gone(uow, owed, error.code))
            case Rejected() | SendError():
                log.error("message_rejected", outbox_id=owed.id, channel=owed.channel, code=error.code)
                await self._give_up(owed, error.code)

    async def _again(self, owed: Owed, code: str) -> None:
        now = self._clock()
        if now - owed.created_at > GIVE_UP_AFTER and owed.attempts + 1 >= LEAST_ATTEMPTS:
            await self._give_up(owed, code)
            return
        delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(owed.attempts, 12))
        due_at = now + delay * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
        await self._store(lambda uow: uow.outbox.retry(owed.id, due_at, code))

    async def _give_up(self, owed: Owed, code: str) -> None:
        await self._store(lambda uow: uow.outbox.failed(owed.id, code))


def _gone(uow: UnitOfWork, owed: Owed, code: str) -> None:
    uow.people.mark_gone(owed.channel, owed.chat)
    uow.outbox.fail_chat(owed.channel, owed.chat, code)
