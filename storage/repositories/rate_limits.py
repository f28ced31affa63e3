"""Token buckets that all processes share: how fast a channel, and a chat in it, may be written to unasked; and pauses.

A bucket is stored as the instant at which it will be full again; tokens and the instant are the same thing, since
it fills at a constant pace. A bucket that has no row is full.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, case, delete, or_, select

from storage import tables
from storage.prepared import Prepared
from storage.upsert import insert

WHOLE_CHANNEL = ""  # the chat of a channel's own bucket
_columns = tables.rate_limits.c
_ADD = insert(tables.rate_limits)
_BUCKET = ("channel", "chat", "full_at")
_FIRST = Prepared(_ADD.on_conflict_do_nothing(index_elements=["channel", "chat"]), columns=_BUCKET)
_FILL = Prepared(
    _ADD.on_conflict_do_update(index_elements=["channel", "chat"], set_={"full_at": _ADD.excluded.full_at}),
    columns=_BUCKET,
)
_LONGER = case(
    (_columns.paused_until > _ADD.excluded.paused_until, _columns.paused_until), else_=_ADD.excluded.paused_until
)
_PAUSE = _ADD.on_conflict_do_update(index_elements=["channel", "chat"], set_={"paused_until": _LONGER})
_CHANNEL = Prepared(
    select(_columns.full_at)
    .where(_columns.channel == bindparam("channel"), _columns.chat == WHOLE_CHANNEL)
    .with_for_update(skip_locked=True)
)
_CHATS = Prepared(
    select(_columns.chat, _columns.full_at).where(
        _columns.channel == bindparam("channel"), _columns.chat.in_(bindparam("chats", expanding=True))
    ),
    listed=("chats",),
)


class Pace(Struct, frozen=True):
    """A bucket of *burst* tokens (1 or more) that fills with *per_second* of them."""

    per_second: float
    burst: float

    def tokens(self, full_at: datetime | None, now: datetime) -> int:
        """Whole tokens that are there."""
        missing = (full_at - now).total_seconds() * self.per_second if full_at is not None and full_at > now else 0.0
        return max(0, int(self.burst - missing + 1e-6))

    def after(self, full_at: datetime | None, taken: int, now: datetime) -> datetime:
        """When the bucket will be full once *taken* tokens are gone."""
        start = max(full_at, now) if full_at is not None else now
        return start + timedelta(seconds=taken / self.per_second)

    @property
    def emptiest(self) -> timedelta:
        """As long before it is full, one token is just there."""
        return timedelta(seconds=(self.burst - 1) / self.per_second)


class Limits(Struct, frozen=True):
    """The paces of a channel and of each chat in it; None: as fast as we can."""

    channel: Pace | None = None
    chat: Pace | None = None


UNLIMITED = Limits()


class RateLimits:
    """Buckets and pauses by channel and chat."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, channel: str, now: datetime) -> datetime | None:
        """Keep the channel's bucket for this transaction alone.

        Returns: when it is full; None if another transaction holds it.
        """
        _FIRST.run(self._connection, {"channel": channel, "chat": WHOLE_CHANNEL, "full_at": now})
        full_at: datetime | None = _CHANNEL.run(self._connection, {"channel": channel}).scalar()
        return full_at

    def full_at(self, channel: str, chats: Sequence[str]) -> Mapping[str, datetime]:
        """When the buckets of chats are full; who has no row is missing."""
        return {row.chat: row.full_at for row in _CHATS.run(self._connection, {"channel": channel, "chats": chats})}

    def fill(self, channel: str, full_at: Mapping[str, datetime]) -> None:
        """Store when the buckets of chats (or of the channel) are full."""
        rows = [{"channel": channel, "chat": chat, "full_at": at} for chat, at in sorted(full_at.items())]
        if rows:
            _FILL.run_many(self._connection, rows)

    def ease(self, channel: str, pace: Pace, now: datetime, until: datetime) -> None:
        """Nothing is said in the channel on our own before *until*; replies go on."""
        full_at = self.hold(channel, now)
        if full_at is not None:  # else somebody is taking from it at this moment, and hears of it too
            self.fill(channel, {WHOLE_CHANNEL: max(full_at, until + pace.emptiest)})

    def pause(self, channel: str, chat: str, now: datetime, until: datetime) -> None:
        """Nothing at all goes to the chat (or the channel) before *until*: it said so. The longer pause wins."""
        row = {"channel": channel, "chat": chat, "full_at": now, "paused_until": until}
        self._connection.execute(_PAUSE, row)

    def forget_full(self, now: datetime) -> int:
        """Drop the buckets that are full and not paused. Returns: how many."""
        is_open = or_(_columns.paused_until.is_(None), _columns.paused_until <= now)
        return self._connection.execute(delete(tables.rate_limits).where(_columns.full_at <= now, is_open)).rowcount

    def clear(self) -> None:
        """Forget everything: after a restore the buckets tell of another time."""
        self._connection.execute(delete(tables.rate_limits))


def is_paused(channel: ColumnElement[str], chat: ColumnElement[str], now: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the platform wants silence in the channel or the chat of an enclosing query."""
    here = (_columns.channel == channel, _columns.chat.in_([WHOLE_CHANNEL, chat]))
    return select(_columns.chat).where(*here, _columns.paused_until > now).exists()


def is_empty(channel: ColumnElement[str], chat: ColumnElement[str], until: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a chat's bucket in an enclosing query is full only after *until*."""
    here = (_columns.channel == channel, _columns.chat == chat)
    return select(_columns.chat).where(*here, _columns.full_at > until).exists()
