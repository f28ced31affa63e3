"""The outbox at work: claim, send, mark, try again, give up. Order per chat comes from the claim; see storage."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from time import monotonic, perf_counter
from typing import Any, TypeAlias

import structlog
from msgspec import Struct

from bot import failures
from bot.answered import still_to_say
from bot.channels.protocol import Channel, OutOfReach, RecipientGone, SendError, Sent, Throttled, Unreachable
from bot.chat_order import ChatOrder, NotYet, Place
from bot.claims import Claims
from bot.closings import Closing, Closings
from bot.delivery import Delivery, Earlier
from bot.health import Health
from bot.leaving import Reply
from bot.messages import Content
from bot.metrics import SEND_ERRORS, SEND_SECONDS
from bot.outcomes import Outcome, Outcomes, settle
from bot.under_way import UnderWay
from bot.windows import Passed, Windows
from storage.database import Database
from storage.errors import DatabaseAway, StorageError
from storage.repositories.handing import Claim
from storage.repositories.outbox_claim import Room, set_back
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

Claimed: TypeAlias = tuple[Passed, Earlier]
Round: TypeAlias = tuple[list[Any], list[Owed], list[Claimed]]  # what outcomes gave, what was taken, what may be sent
LAST_WORD = 2.0  # seconds at the very end
JUMP = timedelta(seconds=5)  # by which a clock goes back
log = structlog.get_logger(__name__)


class Times(Struct, frozen=True):
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
        self._clock, self._times, self._windows = clock, times, Windows(channels)
        self._limits = {name: channel.capabilities.limits for name, channel in channels.items()}
        self._awake, self._seen = asyncio.Event(), clock()
        self.outcomes = Outcomes(self._awake.set)
        self._closings, self._health, self._order = Closings(database, delivery, clock), Health(database), ChatOrder()
        self._name = secrets.token_hex(8)  # on what it has claimed
        self.claims = Claims(database, clock, self._name, times.lease, self.wake)
        self._is_over = False  # nothing new is begun
        self._unfinished: tuple[asyncio.Future[Round], list[Outcome]] | None = None  # what a stop met in the middle
        self._under_way = UnderWay(self.wake)
        self._own_looked_at, self._lets_out = -inf, False  # when notices were looked for, and whether any could go

    def wake(self) -> None:
        """There is something new to send."""
        self._awake.set()

    def claim(self) -> Claim | None:
        """For a reply that a turn is about to owe, on any thread; None: it has to wait in the outbox."""
        return None if self._is_over or self._under_way.left() <= 0 else self.claims.one()

    def hand_over(self, replies: Sequence[Reply], closings: Sequence[Closing]) -> None:
        """Send replies that were owed with a claim of ours and are committed now, and take used buttons off."""
        if not self._is_over:  # else the stop gives them back
            for owed, content in self._order.unless_behind(replies):
                self._begin(Passed(owed, owed.created_at), None, content)
            self._closings.begin(closings)

    async def run(self) -> None:
        """Send until cancelled; then what is under way is finished, if it does not take too long."""
        keeper = asyncio.create_task(self.claims.keep(self._under_way.tasks.keys(), self._times.renew))
        self._health.doubt(self._channels)  # until it is known: what waits is tried at once
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
        await self._closings.finish(self._times.stop)
        while await self._round() or self._under_way.tasks or self.outcomes or self._awake.is_set():
            await self._rest()

    async def _round(self, *, at_ease: bool = False) -> bool:
        """Write what became of messages and take new ones, in one transaction. Returns: whether any were taken."""
        self._awake.clear()
        now, taken, claimed = self._clock(), 0, list[Claimed]()
        try:
            if now < self._seen - JUMP:
                log.warning("clock_went_back", seconds=int((self._seen - now).total_seconds()))
                await self._database.write(lambda uow: set_back(uow.connection, now, self._times.lease))
            await self._health.probe(now)
            taken, claimed = await self._claim(self._room(at_ease=at_ease))
            self._seen = now
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender goes on
            log.warning("outbox_not_read", error=type(error).__name__)
        for passed, earlier in claimed:
            self._begin(passed, earlier)
        self.hand_over(self._order.begun(), ())
        return taken > 0

    def _begin(self, passed: Passed, earlier: Earlier, content: Content | None = None) -> None:
        place = self._order.join((passed.owed.channel, passed.owed.chat))
        task = asyncio.get_running_loop().create_task(self._work(passed, earlier, place, content))
        self._under_way.begin(passed.owed.id, task)
        task.add_done_callback(partial(self._finished, passed.owed.id))

    def _room(self, *, at_ease: bool) -> Room:
        """What may be taken. at_ease: look at notices and bulk no more often than they are let out."""
        is_early = at_ease and monotonic() < self._own_looked_at + self._times.own
        return self._under_way.room(without_own=is_early)

    async def _claim(self, room: Room) -> tuple[int, list[Claimed]]:
        held, outcomes = frozenset(self._under_way.tasks), self.outcomes.take()

        def work(uow: UnitOfWork) -> Round:
            results = [outcome.work(uow) for outcome in outcomes]
            lease, now = self._times.lease, self._clock()
            taken = uow.outbox.claim(self._limits, now, room, lease, self._name, held)
            self._order.taken(taken)
            passed = self._windows.admit(uow, still_to_say(uow, taken), now)
            looked_up = [self._delivery.look_up(uow, one.owed, by_form=one.by_form) for one in passed]
            return results, taken, list(zip(passed, looked_up, strict=True))

        results, taken, claimed = await self._written(asyncio.ensure_future(self._database.write(work)), outcomes)
        settle(outcomes, results)
        self._under_way.own.update(passed.owed.id for passed, _ in claimed if passed.owed.priority != REPLY)
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
            self.outcomes.give_back(outcomes)
            raise
        except Exception:
            await self.outcomes.write_apart(outcomes, self._database.write)  # one of them may be at fault
            raise

    def _finished(self, owed_id: int, task: asyncio.Task[None]) -> None:
        self._under_way.end(owed_id)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sender_failed", error=type(error).__name__)
            self._awake.set()

    async def _rest(self) -> None:
        seconds = self._times.own if self._lets_out else self._times.idle  # more of them may soon be let out
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._awake.wait()

    async def _stop(self) -> None:
        self._is_over = True
        closing = asyncio.create_task(self._closings.finish(self._times.stop))
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.stop):
                await self._finish_round()
                while self._under_way.tasks:
                    await self._flush()
                    if tasks := self._under_way.tasks.values():  # a mark that was just written may have been the last
                        await asyncio.wait(tasks, timeout=0.02, return_when=asyncio.FIRST_COMPLETED)
        late = dict(self._under_way.tasks)
        for task in late.values():
            task.cancel()
        await asyncio.gather(*late.values(), return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORD):
                await closing
                await self._flush()  # of who could not wait
                await self.claims.end(tuple(late))

    async def _finish_round(self) -> None:
        """What the stop met in the middle: its marks count, what it took was not begun."""
        if self._unfinished is None:
            return
        write, outcomes = self._unfinished
        with suppress(StorageError):
            try:
                results, _, claimed = await write
            except StorageError:
                self.outcomes.give_back(outcomes)
                raise
            settle(outcomes, results)
            ids = [passed.owed.id for passed, _ in claimed]
            await self._database.write(lambda uow: uow.outbox.release(ids, self._name))

    async def _flush(self) -> None:
        if self.outcomes:
            with suppress(StorageError):
                await self.outcomes.write_apart(self.outcomes.take(), self._database.write)

    async def _work(self, passed: Passed, earlier: Earlier, place: Place, content: Content | None) -> None:
        try:
            try:
                if content is not None:
                    await place.reached(passed.owed.created_at)
                sent = await self._deliver(passed, earlier, content)
            finally:
                self._under_way.arrived()
        except Exception as error:  # noqa: BLE001 - see `_after`
            self._order.failed(place)
            await self.outcomes.store(self._after(passed, error))
            self._order.written(place, self._clock())
        else:
            self._order.sent(place)
            await self._sent(passed, sent)

    async def _deliver(self, passed: Passed, earlier: Earlier, content: Content | None) -> Sent | None:
        def progress(parts: int) -> Awaitable[None]:
            self._count(passed)
            return self.outcomes.store(lambda uow: uow.outbox.progress(passed.owed.id, parts))

        begun = perf_counter()
        try:
            return await self._delivery.deliver(passed.owed, earlier, progress, by_form=passed.by_form, content=content)
        finally:
            SEND_SECONDS.add(perf_counter() - begun, passed.owed.channel)

    def _count(self, passed: Passed) -> None:
        """A part has left."""
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        for figure in self._windows.figures(passed):
            self.outcomes.count((figure, passed.owed.channel, self._name, hour))

    async def _sent(self, passed: Passed, sent: Sent | None) -> None:
        owed, pace = passed.owed, self._limits[passed.owed.channel].channel
        was_down, now = self._health.served(owed.channel), self._clock()
        if sent is not None:
            self._count(passed)
        if not was_down and self._windows.is_plain(passed) and not (pace and sent and sent.ease_seconds):
            await self.outcomes.mark(owed, sent.message_id if sent else None, now)
            return

        def store(uow: UnitOfWork) -> int:
            self._windows.settle(uow, passed, sent.message_id if sent else None, now, self._name)
            if pace and sent and sent.ease_seconds:
                uow.rate_limits.ease(owed.channel, pace, now, now + timedelta(seconds=sent.ease_seconds))
            return uow.outbox.hasten(owed.channel, now) if was_down else 0

        if hastened := await self.outcomes.store(store):
            log.info("channel_back", channel=owed.channel, messages=hastened)
            self._awake.set()

    def _after(self, passed: Passed, error: Exception) -> failures.Work:
        """What is to be written of a message that was not sent."""
        owed, now = passed.owed, self._clock()
        if isinstance(error, NotYet):
            return lambda uow: uow.outbox.release([owed.id], self._name)
        if isinstance(error, DatabaseAway):
            error = Unreachable("database-away")
        if not isinstance(error, SendError):  # a mistake of ours must not stop the others, nor its chat for long
            log.error("delivery_broken", outbox_id=owed.id, error=type(error).__name__)
            return failures.after_mistake(owed, error, now, self._name)
        SEND_ERRORS.labels(owed.channel, type(error).__name__).inc()
        if isinstance(error, Unreachable):
            self._health.failed(owed.channel)
            if passed.by_form and error.is_unknown:
                self._count(passed)  # it may be charged
        elif not isinstance(error, Throttled | RecipientGone | OutOfReach):
            log.error("message_refused", outbox_id=owed.id, channel=owed.channel, code=error.code)
        return failures.after(passed, error, now, self._name, self._windows)
