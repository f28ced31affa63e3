"""How many messages went out and came in, by channel and month: what platforms limit or charge for."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from zlib import crc32
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Connection, func, select

from storage import tables
from storage.repositories.counters import Counters

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # whose months are counted
SHARDS = 16  # counters that add up to one figure, so that processes seldom wait for each other
_identities = tables.identities.c


class Counted(StrEnum):
    """What is counted. Billed messages and templates are among the sent ones."""

    SENT = "sent"
    RECEIVED = "received"
    BILLED = "billed"
    TEMPLATE = "template"


class Usage(Struct, frozen=True):
    """A channel's month so far."""

    sent: int = 0
    received: int = 0
    billed: int = 0
    people: int = 0  # accounts ever met
    templates: int = 0  # notices by a form that the platform has approved


class Usages:
    """Counts by channel and month."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection, self._counters = connection, counters

    def add(self, what: Counted, channel: str, at: datetime, shard: str, count: int = 1) -> None:
        """Count messages. The row stays locked until the commit: let this be the last statement, or nearly so."""
        self._counters.add(name(what, channel, at, shard), count)

    def of(self, channel: str, now: datetime) -> Usage:
        """The month of *now*."""
        met = self._connection.execute(select(func.count(_identities.id)).where(_identities.channel == channel))
        sent, received, billed, templates = (self._sum(what, channel, now) for what in Counted)
        return Usage(sent, received, billed, met.scalar_one(), templates)

    def messages(self, channel: str, now: datetime) -> int:
        """Sent and received in the month of *now*."""
        return self._sum(Counted.SENT, channel, now) + self._sum(Counted.RECEIVED, channel, now)

    def _sum(self, what: Counted, channel: str, now: datetime) -> int:
        return sum(self._counters.values(_names(what, channel, now)).values())


def name(what: Counted, channel: str, at: datetime, shard: str) -> str:
    """The counter that counts it. shard: anything that differs from process to process, or from update to update."""
    return _name(what, channel, at, crc32(shard.encode()) % SHARDS)


def next_month(now: datetime) -> datetime:
    """When the counts begin anew."""
    local = now.astimezone(ZONE)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ahead = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return ahead.astimezone(now.tzinfo)


def _names(what: Counted, channel: str, at: datetime) -> Sequence[str]:
    return [_name(what, channel, at, shard) for shard in range(SHARDS)]


def _name(what: Counted, channel: str, at: datetime, shard: int) -> str:
    return f"{what}:{channel}:{at.astimezone(ZONE):%Y-%m}:{shard:x}"
