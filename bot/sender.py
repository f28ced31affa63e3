"""The outbox at work: claim, send, mark, try again, give up. Order per chat comes from the claim; see storage."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from time import monotonic
from typing import Any, TypeAlias

import structlog

from bot import failures
from bot.channels.protocol import Channel, OutOfReach, RecipientGone, SendError, Sent, Throttled, Unreachable
from bot.delivery import Delivery, Earlier
from bot.metrics import SEND_ERRORS, SEND_SECONDS
from bot.outcomes import Outcome, Outcomes, settle
from bot.windows import Passed, Windows
from storage.database import Database
from storage.errors import DatabaseAway, StorageError
from storage.repositories.outbox_claim import Room, lapse
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

Claimed: TypeAlias = tuple[Passed, Earlier]
Round: TypeAlias = tuple[list[Any], list[Owed], list[Claimed]]  # what outcomes gave, what was taken, what may be sent
LAST_WORD = 2.0  # seconds at the very end
AT_ONCE, OWN_AT_ONCE = 64, 32  # messages under way; those we send on our own leave room for replies
OWN_MISTAKES = 6  # attempts when it is we who fail: behind a message that cannot be made, the chat must go on
IS_DOWN = 3  # failures in a row after which a channel is asked now and then, and its first success hastens what waits
PROBE = timedelta(seconds=15)
JUMP = timedelta(seconds=5)  # by which a clock goes back
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds."""

    lease: float = 20.0  # claims are renewed while they are sent; those of a crashed process lapse after it
    renew: float = 3.0
    idle: float = 1.0  # how often rows of other processes are looked for
    own: float = 0.1  # how often notices and bulk are looked for: they are spread out anyway
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
        self._windows = Windows(channels)
        self._limits = {name: channel.capabilities.limits for name, channel in channels.items()}
        self._awake = asyncio.Event()
        self._outcomes = Outcomes(self._awake.set)
        self._name = secrets.token_hex(8)  # on what it has claimed
        self._unfinished: tuple[asyncio.Future[Round], list[Outcome]] | None = None  # what a stop met in the middle
        self._running: dict[int, asyncio.Task[None]] = {}  # by outbox id
        self._own: set[int] = set()  # those of them that are no replies
        self._own_looked_at, self._lets_out = -inf, False  # when notices were looked for, and whether any could go
        self._seen = clock()
        self._failures: Counter[str] = Counter()  # by channel, in a row
        self._probed_at: dict[str, datetime] = {}

    async def inherit(self) -> None:
        """No other program runs, so whoever has claimed messages is gone: go on at once. Raises: StorageError."""
        now = self._clock()
        until = now + timedelta(seconds=self._times.lease)
        if count := await self._database.write(lambda uow: lapse(uow.connection, now, until)):
            log.info("claims_inherited", messages=count)

    def wake(self) -> None:
        """There is something new to send."""
        self._awake.set()

    async def run(self) -> None:
        """Send until cancelled; then what is under way is finished, if it does not take too long."""
        keeper = asyncio.create_task(self._keep_claims())
        self._failures.update(dict.fromkeys(self._channels, IS_DOWN))  # until it is known: what waits is tried at once
        try:
            while True:
                await self._round(at_ease=True)
                await self._rest()
        finally:
            await self._stop()
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def drain(self) -> None:
        """Send what is due now and wait for it (tests, and the end of a command)."""
        while await self._round() or self._running or self._outcomes:
            await self._rest()

    async def _round(self, *, at_ease: bool = False) -> bool:
        """Write what became of messages and take new ones, in one transaction. Returns: whether any were taken."""
        self._awake.clear()
        now = self._clock()
        try:
            if now < self._seen - JUMP:
                log.warning("clock_went_back", seconds=int((self._seen - now).total_seconds()))
                await self._database.write(partial(_set_back, now=now, lease_seconds=self._times.lease))
            await self._probe(now)
            taken, claimed = await self._claim(self._room(at_ease=at_ease))
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender goes on
            log.warning("outbox_not_read", error=type(error).__name__)
            return False
        self._seen = now
        for passed, earlier in claimed:
            self._running[passed.owed.id] = task = asyncio.create_task(self._work(passed, earlier))
            task.add_done_callback(partial(self._finished, passed.owed.id))
        return taken > 0

    async def _probe(self, now: datetime) -> None:
        """Let one message find out whether a platform that was away is back: the others wait up to half an hour."""
        for channel, in_a_row in tuple(self._failures.items()):  # which may change meanwhile
            if in_a_row >= IS_DOWN and now >= self._probed_at.get(channel, now - PROBE) + PROBE:
                self._probed_at[channel] = now
                await self._database.write(lambda uow: uow.outbox.hasten(channel, now, most=1))  # noqa: B023

    def _room(self, *, at_ease: bool) -> Room:
        """What may be taken. at_ease: look at notices and bulk no more often than they are let out."""
        is_early = at_ease and monotonic() < self._own_looked_at + self._times.own
        return Room(AT_ONCE - len(self._running), 0 if is_early else OWN_AT_ONCE - len(self._own))

    async def _claim(self, room: Room) -> tuple[int, list[Claimed]]:
        held, outcomes = frozenset(self._running), self._outcomes.take()

        def work(uow: UnitOfWork) -> Round:
            results = [outcome.work(uow) for outcome in outcomes]
            lease, now = self._times.lease, self._clock()
            taken = uow.outbox.claim(self._limits, now, room, lease, self._name, held)
            passed = self._windows.admit(uow, taken, now)
            looked_up = [self._delivery.look_up(uow, one.owed, by_form=one.by_form) for one in passed]
            return results, taken, list(zip(passed, looked_up, strict=True))

        results, taken, claimed = await self._written(asyncio.ensure_future(self._database.write(work)), outcomes)
        settle(outcomes, results)
        self._own.update(passed.owed.id for passed, _ in claimed if passed.owed.priority != REPLY)
        if room.own:
            self._own_looked_at, self._lets_out = monotonic(), any(owed.priority != REPLY for owed in taken)
        return len(taken), claimed

    async def _written(self, write: asyncio.Future[Round], outcomes: list[Outcome]) -> Round:
        try:
            return await asyncio.shield(write)
        except asyncio.CancelledError:
            self._unfinished = write, outcomes
            raise
        except DatabaseAway:
            self._outcomes.give_back(outcomes)
            raise
        except Exception:
            await self._outcomes.write_apart(outcomes, self._database.write)  # one of them may be at fault
            raise

    def _finished(self, owed_id: int, task: asyncio.Task[None]) -> None:
        del self._running[owed_id]
        self._own.discard(owed_id)
        # The round that wrote its outcome has taken the chat's next message, if it had room.
        if len(self._running) + 1 >= AT_ONCE or len(self._own) + 1 >= OWN_AT_ONCE:
            self._awake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sender_failed", error=type(error).__name__)
            self._awake.set()

    async def _rest(self) -> None:
        seconds = self._times.own if self._lets_out else self._times.idle  # more of them may soon be let out
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()

    async def _keep_claims(self) -> None:
        while True:
            await asyncio.sleep(self._times.renew)
            await self._lease(tuple(self._running), self._times.lease)

    async def _stop(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.stop):
                await self._finish_round()
                while self._running:
                    await self._flush()
                    await asyncio.wait(self._running.values(), timeout=0.02, return_when=asyncio.FIRST_COMPLETED)
        late = dict(self._running)
        for task in late.values():
            task.cancel()
        await asyncio.gather(*late.values(), return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await self._flush()  # of who could not wait
                await self._lease(tuple(late), 0)  # the next start need not wait for them

    async def _finish_round(self) -> None:
        """What the stop met in the middle: its marks count, what it took was not begun."""
        if self._unfinished is None:
            return
        write, outcomes = self._unfinished
        with suppress(StorageError):
            try:
                results, _, claimed = await write
            except StorageError:
                self._outcomes.give_back(outcomes)
                raise
            settle(outcomes, results)
            ids = [passed.owed.id for passed, _ in claimed]
            await self._database.write(lambda uow: uow.outbox.release(ids, self._name))

    async def _flush(self) -> None:
        if self._outcomes:
            with suppress(StorageError):
                await self._outcomes.write_apart(self._outcomes.take(), self._database.write)

    async def _lease(self, ids: tuple[int, ...], seconds: float) -> None:
        if ids:
            with suppress(StorageError):
                await self._database.write(lambda uow: uow.outbox.renew(ids, self._clock(), seconds, self._name))

    async def _work(self, passed: Passed, earlier: Earlier) -> None:
        owed = passed.owed

        def progress(parts: int) -> Awaitable[None]:
            self._count(passed)
            return self._outcomes.store(lambda uow: uow.outbox.progress(owed.id, parts))

        try:
            with SEND_SECONDS.labels(owed.channel).time():
                sent = await self._delivery.deliver(owed, earlier, progress, by_form=passed.by_form)
        except SendError as error:
            await self._failed(passed, error)
        except DatabaseAway:
            await self._failed(passed, Unreachable("database-away"))
        except Exception as error:  # noqa: BLE001 - see there
            await self._broken(owed, error)
        else:
            await self._sent(passed, sent)

    def _count(self, passed: Passed) -> None:
        """A part has left."""
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        for figure in self._windows.figures(passed):
            self._outcomes.count((figure, passed.owed.channel, self._name, hour))

    async def _sent(self, passed: Passed, sent: Sent | None) -> None:
        owed, pace = passed.owed, self._limits[passed.owed.channel].channel
        was_down, now = self._failures.pop(owed.channel, 0) >= IS_DOWN, self._clock()
        if sent is not None:
            self._count(passed)

        def store(uow: UnitOfWork) -> int:
            self._windows.settle(uow, passed, sent.message_id if sent else None, now, self._name)
            if pace and sent and sent.ease_seconds:
                uow.rate_limits.ease(owed.channel, pace, now, now + timedelta(seconds=sent.ease_seconds))
            return uow.outbox.hasten(owed.channel, now) if was_down else 0

        if hastened := await self._outcomes.store(store):
            log.info("channel_back", channel=owed.channel, messages=hastened)
            self._awake.set()

    async def _failed(self, passed: Passed, error: SendError) -> None:
        owed = passed.owed
        SEND_ERRORS.labels(owed.channel, type(error).__name__).inc()
        if isinstance(error, Unreachable):
            self._failures[owed.channel] += 1
            if passed.by_form and error.is_unknown:
                self._count(passed)  # it may be charged
        elif not isinstance(error, Throttled | RecipientGone | OutOfReach):
            log.error("message_refused", outbox_id=owed.id, channel=owed.channel, code=error.code)
        await self._outcomes.store(failures.after(passed, error, self._clock(), self._name, self._windows))

    async def _broken(self, owed: Owed, error: Exception) -> None:
        """A mistake of ours in one message must not stop the others, nor its chat for long."""
        log.error("delivery_broken", outbox_id=owed.id, error=type(error).__name__)
        code, now = f"internal-{type(error).__name__}", self._clock()
        is_hopeless = owed.attempts + 1 >= OWN_MISTAKES
        work = failures.given_up(owed, code, self._name) if is_hopeless else failures.again(owed, code, now, self._name)
        await self._outcomes.store(work)


def _set_back(uow: UnitOfWork, now: datetime, lease_seconds: float) -> None:
    uow.outbox.set_back(now, lease_seconds)
    uow.rate_limits.clear()
