"""Looks at everything that can go wrong: the queues, the channels, the disk, the clock. It judges nothing."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path

import structlog
from msgspec import Struct, field

from bot.channels.protocol import Arrivals, Channel, Misconfigured, SendError
from bot.consumption import Consumption
from bot.metrics import CHANNEL_UP, DISK_FREE, PLATFORM_WAITING
from storage.database import Database
from storage.errors import DatabaseAway
from storage.unit_of_work import UnitOfWork
from storage.vitals import Vitals, vitals

PATIENCE = 10.0  # seconds for one thing that is looked at
JUMP_SECONDS, JUMP_LASTS = 30.0, 600.0  # a clock that jumped further is worth a word, for that long
log = structlog.get_logger(__name__)


class Room(Struct, frozen=True):
    """Space of a disk that we write to."""

    free_bytes: int
    total_bytes: int


class ChannelState(Struct, frozen=True):
    """What asking a platform gave."""

    error: str | None = None  # the SendError's code; None: it serves us
    is_our_fault: bool = False  # the settings are wrong: waiting does not help
    arrivals: Arrivals | None = None  # None: it does not say
    token_expires_at: datetime | None = None


class Measured(Struct, frozen=True):
    """One look at everything."""

    at: datetime
    vitals: Vitals
    spooled: int | None  # updates that wait on disk; None: the folder cannot be read
    channels: Mapping[str, ChannelState]
    room: Room  # on the disk that is nearest to being full
    clock_off_seconds: float  # from the database server's clock, or how far ours has just jumped
    months: Mapping[str, Consumption] = field(default_factory=dict)  # of channels that have a window or a quota


class Places(Struct, frozen=True):
    """Where updates wait on disk, and where we write."""

    spooled: Callable[[], Awaitable[int]]  # may raise OSError
    folders: tuple[Path, ...]


class Instruments:
    """What one process can see."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        places: Places,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._channels, self._places = database, channels, places
        self._clock, self._monotonic = clock, monotonic
        self._wall, self._steady = clock(), monotonic()
        self._jump, self._jumped_at = 0.0, -JUMP_LASTS

    async def take(self) -> Measured:
        """Look at everything now. Raises: StorageError; a database that does not answer in time is away."""
        stored, channels, room, spooled = await asyncio.gather(
            self._stored(), self._ask_channels(), self._room(), self._spooled()
        )
        (figures, months), server_off = stored
        off = max(server_off, self._jumped())
        DISK_FREE.set(room.free_bytes)
        return Measured(self._clock(), figures, spooled, channels, room, off, months)

    async def _stored(self) -> tuple[tuple[Vitals, Mapping[str, Consumption]], float]:
        before = self._clock()
        try:
            async with asyncio.timeout(PATIENCE):
                figures, months = await self._database.read(
                    lambda uow: (vitals(uow, before), self._months(uow, before))
                )
        except TimeoutError:
            raise DatabaseAway("no answer") from None
        return (figures, months), _apart(figures.server_at, before, self._clock())

    def _months(self, uow: UnitOfWork, now: datetime) -> Mapping[str, Consumption]:
        able = {name: channel.capabilities for name, channel in self._channels.items()}
        return {
            name: Consumption(uow.usage.of(name, now), can.window, can.quota)
            for name, can in able.items()
            if can.window or can.quota
        }

    async def _ask_channels(self) -> Mapping[str, ChannelState]:
        states = await asyncio.gather(*(self._ask(name, channel) for name, channel in self._channels.items()))
        return dict(zip(self._channels, states, strict=True))

    async def _ask(self, name: str, channel: Channel) -> ChannelState:
        expires_at, arrivals = channel.token_expires_at(), None
        try:
            async with asyncio.timeout(PATIENCE):
                await channel.check()
                arrivals = await channel.arrivals()
        except SendError as error:
            state = ChannelState(error.code, isinstance(error, Misconfigured), None, expires_at)
        except TimeoutError:
            state = ChannelState("no-answer", token_expires_at=expires_at)
        else:
            state = ChannelState(arrivals=arrivals, token_expires_at=expires_at)
        CHANNEL_UP.labels(name).set(state.error is None)
        if arrivals is not None:
            PLATFORM_WAITING.labels(name).set(arrivals.waiting)
        return state

    async def _spooled(self) -> int | None:
        try:
            return await self._places.spooled()
        except OSError:
            return None

    async def _room(self) -> Room:
        return min(await asyncio.to_thread(self._rooms), key=lambda room: room.free_bytes / max(1, room.total_bytes))

    def _rooms(self) -> list[Room]:
        return [_room_of(folder) for folder in self._places.folders]

    def _jumped(self) -> float:
        wall, steady = self._clock(), self._monotonic()
        drift = abs((wall - self._wall).total_seconds() - (steady - self._steady))
        self._wall, self._steady = wall, steady
        if drift > JUMP_SECONDS:
            self._jump, self._jumped_at = drift, steady
        return self._jump if steady - self._jumped_at < JUMP_LASTS else 0.0


def _room_of(folder: Path) -> Room:
    """A folder that is not there has no room."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return Room(0, 0)
    return Room(usage.free, usage.total)


def _apart(server: datetime | None, before: datetime, after: datetime) -> float:
    """How far the server's instant lies outside of the time in which it was asked for, in seconds."""
    if server is None:
        return 0.0
    return max((before - server).total_seconds(), (server - after).total_seconds(), 0.0)
