"""Tells operators what is wrong before others notice: a look every half minute, told once, and when it is over.

Alarms are rows and messages of the outbox, so any number of processes may watch. When the database itself is away no
row can be written: then this process writes straight to the chats that it remembers.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot import render
from bot.alarm_rules import DATABASE, RULES
from bot.alarm_texts import database_away, news
from bot.catalogue import Catalogue
from bot.channels.protocol import Channel, SendError
from bot.measuring import PATIENCE, Measured
from bot.messages import to_dict
from bot.metrics import ALARMS_OPEN
from conversations.domain import Role
from conversations.effects import Say
from storage.database import Database
from storage.errors import DatabaseAway, StorageError
from storage.repositories.alarms import Alarm
from storage.repositories.outbox_order import NOTICE
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork

EVERY_SECONDS = 30.0
CALM_ROUNDS = 4  # without trouble, until an alarm is over: two minutes
AGAIN_AFTER = timedelta(hours=6)  # while it lasts
AWAY_ROUNDS = 2  # in a row, until the database counts as away
AWAY_AGAIN = timedelta(hours=1)
MOST_AN_HOUR = 12  # messages; what is held back is in the next one
MOST_OPERATORS = 20
COLLAPSE = "alarms"
log = structlog.get_logger(__name__)


class Wrong(Struct, frozen=True):
    """Something that a rule found."""

    figure: int
    holds: bool  # long enough to raise an alarm


class Judged(Struct, frozen=True):
    """What the rules say of one look."""

    wrong: Mapping[str, Wrong]
    unknown: frozenset[str]


class Outage(Struct, frozen=True):
    """A time without the database, as this process saw it."""

    since: datetime
    is_raised: bool = False
    is_told: bool = False
    over_at: datetime | None = None


class Round(Struct, frozen=True):
    """What a round changed."""

    raised: tuple[str, ...]
    cleared: tuple[Alarm, ...]
    still_open: int
    operators: tuple[Address, ...]
    has_told: bool


class Direct(Struct, frozen=True):
    """Writes to chats past the outbox, for when there is none."""

    channels: Mapping[str, Channel]
    catalogue: Catalogue

    async def write(self, to: Address, say: Say) -> bool:
        """Say it now. Returns: whether it arrived."""
        channel = self.channels.get(to.channel)
        if channel is None:
            return False
        with suppress(SendError, TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for part in render.parts(say, channel.capabilities, self.catalogue):
                    await channel.send(to.chat, part)
                return True
        return False


class Watcher:
    """Watches until it is cancelled."""

    def __init__(
        self,
        database: Database,
        measure: Callable[[], Awaitable[Measured]],
        direct: Direct,
        wake_sender: Callable[[], None],
        clock: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._database, self._measure, self._wake, self._clock = database, measure, wake_sender, clock
        self._direct, self._every = direct, every_seconds
        self._calm = timedelta(seconds=every_seconds * CALM_ROUNDS)
        self._wrong_since: dict[str, datetime] = {}
        self._operators: tuple[Address, ...] = ()
        self._failures = self._open = 0
        self._outage: Outage | None = None
        self._alerted_at: datetime | None = None

    async def run(self) -> None:
        """A round now and then; one that fails is begun anew."""
        while True:
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - whatever it is, the watch goes on
                log.error("not_watched", error=type(error).__name__)
            await asyncio.sleep(self._every)

    async def round(self) -> None:
        """Look, judge, and tell whoever has to know."""
        try:
            measured = await self._measure()
            judged = self._judge(measured)
            done = await self._stored(judged)
        except StorageError:
            await self._away()
            return
        self._failures, self._operators = 0, done.operators
        self._open = done.still_open
        ALARMS_OPEN.set(done.still_open)
        for name in done.raised:
            log.error("alarm_raised", name=name)
        for alarm in done.cleared:
            log.error("alarm_cleared", name=alarm.name)
        if done.has_told:
            self._wake()

    # -- judging ----------------------------------------------------------------------------------------------
    def _judge(self, measured: Measured) -> Judged:
        wrong: dict[str, Wrong] = {}
        unknown: set[str] = set()
        for rule in RULES:
            for reading in rule.measure(measured):
                name = rule.name_of(reading)
                if reading.value is None:
                    unknown.add(name)
                elif rule.is_wrong(reading):
                    since = self._wrong_since.setdefault(name, measured.at)
                    holds = (measured.at - since).total_seconds() >= rule.holds_seconds
                    wrong[name] = Wrong(reading.figure, holds)
        self._wrong_since = {name: at for name, at in self._wrong_since.items() if name in wrong or name in unknown}
        return Judged(wrong, frozenset(unknown))

    # -- telling ----------------------------------------------------------------------------------------------
    async def _stored(self, judged: Judged) -> Round:
        now, outage = self._clock(), self._ending()
        try:
            async with asyncio.timeout(PATIENCE):
                done = await self._database.write(lambda uow: self._keep(uow, judged, outage, now))
        except TimeoutError:
            raise DatabaseAway("no answer") from None
        if outage is not None:
            self._outage = None
            if outage.is_raised:
                log.error("alarm_cleared", name=DATABASE)
        return done

    def _keep(self, uow: UnitOfWork, judged: Judged, outage: Outage | None, now: datetime) -> Round:
        """Bring the rows up to date and owe what is to be told, in one transaction."""
        uow.counters.add("ping")  # something to commit in any case, and a row that lets one watcher in after the other
        raised = tuple(
            name
            for name, wrong in judged.wrong.items()
            if not uow.alarms.see(name, wrong.figure, now) and wrong.holds and uow.alarms.begin(name, wrong.figure, now)
        )
        operators = tuple(uow.people.addresses(uow.grants.everybody(Role.OPERATOR)[:MOST_OPERATORS]).values())
        may_tell = uow.alarms.messages_since(now - timedelta(hours=1), MOST_AN_HOUR) < MOST_AN_HOUR
        cleared = uow.alarms.clear(
            {*judged.wrong, *judged.unknown}, now - self._calm, now, only_untold=bool(operators) and not may_tell
        )
        over = _told_of(cleared) + _recorded(uow, outage, now)
        has_news = bool(operators) and may_tell and uow.alarms.tell(now - AGAIN_AFTER, now)
        still_open = uow.alarms.open()
        if operators and (has_news or over):
            self._owe(uow, operators, over, still_open, now)
        return Round(raised, cleared, len(still_open), operators, has_news or bool(over))

    def _owe(
        self,
        uow: UnitOfWork,
        operators: tuple[Address, ...],
        over: tuple[Alarm, ...],
        still_open: tuple[Alarm, ...],
        now: datetime,
    ) -> None:
        """One message with everything: it takes the place of one that could not leave yet."""
        uow.alarms.told(now)
        content = to_dict(news(over, still_open))
        for to in operators:
            uow.outbox.add(to.channel, to.chat, content, NOTICE, now, collapse=COLLAPSE)
        uow.alarms.note(now, [alarm.name for alarm in still_open], [alarm.name for alarm in over])

    # -- without the database ---------------------------------------------------------------------------------
    async def _away(self) -> None:
        now, outage = self._clock(), self._outage
        self._failures += 1
        outage = Outage(now) if outage is None else replace(outage, over_at=None)
        if self._failures >= AWAY_ROUNDS:
            if not outage.is_raised:
                log.error("alarm_raised", name=DATABASE)
            ALARMS_OPEN.set(self._open + 1)
            outage = replace(outage, is_raised=True, is_told=await self._alerted(now) or outage.is_told)
        self._outage = outage

    async def _alerted(self, now: datetime) -> bool:
        """Write to the operators, unless that was done within the hour. Returns: whether anybody was reached."""
        if self._alerted_at is not None and now - self._alerted_at < AWAY_AGAIN:
            return False
        if any(await asyncio.gather(*(self._direct.write(one, database_away()) for one in self._operators))):
            self._alerted_at = now
            return True
        return False

    def _ending(self) -> Outage | None:
        """The outage that has been over for long enough to say so."""
        if self._outage is None:
            return None
        now = self._clock()
        over_at = self._outage.over_at or now
        self._outage = replace(self._outage, over_at=over_at)
        return self._outage if now - over_at >= self._calm else None


def _told_of(cleared: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    return tuple(alarm for alarm in cleared if alarm.told_at is not None)


def _recorded(uow: UnitOfWork, outage: Outage | None, now: datetime) -> tuple[Alarm, ...]:
    """The end of an outage, if somebody was told of it and no other process has said that it is over."""
    if outage is None or not outage.is_told or not uow.alarms.record(DATABASE, outage.since, now):
        return ()
    return (Alarm(DATABASE, outage.since, outage.since, now, 0),)
