"""Which messages a sender takes now: replies at once, what we tell on our own within rates that all processes share.

Taking is one transaction: a message, its chat and the tokens it costs belong to one process from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, case, func, literal_column, select, update

from storage import tables
from storage.columns import BriefInstant
from storage.prepared import Prepared
from storage.repositories.outbox_order import BULK, NOTICE, REPLY, candidates, is_free, is_pending
from storage.repositories.rate_limits import WHOLE_CHANNEL, Limits, Pace, RateLimits

MOST_SPREAD = 500  # messages of a chat that are given a time of their own at once
Message: TypeAlias = Any  # a row of OWED
_columns = tables.outbox.c
_now = bindparam("now", type_=BriefInstant)
OWED = (
    _columns.id, _columns.channel, _columns.chat, _columns.content, _columns.card, _columns.priority,
    _columns.attempts, _columns.parts_sent, _columns.created_at, _columns.maybe_sent_at, _columns.claimed_until,
)  # fmt: skip
_TAKE = Prepared(
    select(*OWED)
    .where(_columns.id.in_(bindparam("ids", expanding=True)), is_pending(), is_free(_now))
    .with_for_update(skip_locked=True),
    listed=("ids",),
)
_is_own = _columns.priority > literal_column(str(REPLY))
_ANY_OWN = Prepared(  # parked ones are never due
    select(_columns.id)
    .where(is_pending(), _columns.priority.in_([NOTICE, BULK]), _columns.due_at <= bindparam("now", type_=BriefInstant))
    .limit(1)
)
# Who held a claim that has lapsed is gone, and nobody knows whether it had sent before: an attempt all the same.
_has_lapsed = _columns.claimed_until.is_not(None)
DOUBT = {  # what becomes of a free message's columns at :now
    "maybe_sent_at": case(
        (_has_lapsed, func.coalesce(_columns.maybe_sent_at, _now)), else_=_columns.maybe_sent_at
    ),
    "attempts": _columns.attempts + case((_has_lapsed, 1), else_=0),
}
_CLAIM = Prepared(
    update(tables.outbox)
    .where(_columns.id.in_(bindparam("ids", expanding=True)))
    .values(claimed_until=bindparam("until"), claimed_by=bindparam("by"), parked_at=None, **DOUBT),
    listed=("ids",),
)
_PUT_OFF = update(tables.outbox).where(_columns.id == bindparam("owed")).values(due_at=bindparam("slot"))


def lapse(connection: Connection, at: datetime, until: datetime) -> int:
    """Let claims lapse *at* that time that end by *until*: who holds them is gone. Returns: how many."""
    held = (is_pending(), _columns.claimed_until > at, _columns.claimed_until <= until)
    return connection.execute(update(tables.outbox).where(*held).values(claimed_until=at)).rowcount


def set_back(connection: Connection, now: datetime, lease_seconds: float) -> None:
    """The clock went back to *now*: nothing waits for the hours to come round again, nothing lasts for them."""
    waits = (is_pending(), _columns.due_at > now, _columns.parked_at.is_(None))
    connection.execute(update(tables.outbox).where(*waits).values(due_at=now))
    until = now + timedelta(seconds=lease_seconds)
    too_long = (is_pending(), _columns.claimed_until > until)
    connection.execute(update(tables.outbox).where(*too_long).values(claimed_until=until))
    RateLimits(connection).clear()


class Room(Struct, frozen=True):
    """How many messages may be taken."""

    replies: int
    own: int  # notices and bulk


class Taking(Struct, frozen=True):
    """One sender that takes messages at one moment."""

    connection: Connection
    limits: Mapping[str, Limits]  # of the channels it serves
    now: datetime
    lease_seconds: float
    by: str | None = None  # its name
    held: Collection[int] = ()  # messages that it is sending already

    def take(self, room: Room) -> list[Message]:
        """Claim what may be sent now, the most urgent first; see `Outbox.claim`."""
        taken = self._line(list(self.limits), REPLY, room.replies) if room.replies else []
        if room.own and _ANY_OWN.run(self.connection, {"now": self.now}).scalar() is not None:
            own: list[Message] = []
            for channel, limits in self.limits.items():
                own += self._own(channel, limits, room.own - len(own))
            taken += own
        return taken

    def _own(self, channel: str, limits: Limits, room: int) -> list[Message]:
        rates, pace, taken = RateLimits(self.connection), limits.channel, list[Message]()
        full_at = rates.hold(channel, self.now) if pace else None
        if pace:  # no bucket: another process is taking from it at this moment
            room = min(room, pace.tokens(full_at, self.now)) if full_at else 0
        for priority in (NOTICE, BULK):
            if len(taken) < room:
                taken += self._line([channel], priority, room - len(taken), limits.chat)
        if taken and pace:
            rates.fill(channel, {WHOLE_CHANNEL: pace.after(full_at, len(taken), self.now)})
        if taken and limits.chat:
            self._spend(rates, channel, limits.chat, [row.chat for row in taken])
        return taken

    def _line(self, channels: Sequence[str], priority: int, limit: int, pace: Pace | None = None) -> list[Message]:
        wanted = candidates(priority, is_paced=pace is not None)
        given = {"channels": channels, "now": self.now, "most": limit}
        given |= {"empty_until": self.now + pace.emptiest} if pace else {}
        heads: dict[tuple[str, str], int] = {}
        for row in wanted.run(self.connection, given):
            heads.setdefault((row.channel, row.chat), row.head)
        if not heads:
            return []
        order = list(heads.values()).index
        free = _TAKE.run(self.connection, {"ids": list(heads.values()), "now": self.now})
        rows = [row for row in free if row.id not in self.held]
        self._claim([row.id for row in rows])
        return sorted(rows, key=lambda row: order(row.id))

    def _claim(self, ids: list[int]) -> None:
        until = self.now + timedelta(seconds=self.lease_seconds)
        if ids:
            _CLAIM.run(self.connection, {"ids": ids, "until": until, "now": self.now, "by": self.by})

    def _spend(self, rates: RateLimits, channel: str, pace: Pace, chats: Sequence[str]) -> None:
        before = rates.full_at(channel, chats)
        full_at = {chat: pace.after(before.get(chat), 1, self.now) for chat in chats}
        rates.fill(channel, full_at)
        for chat, at in full_at.items():
            if at > self.now + pace.emptiest:
                self._spread(channel, chat, pace, at - pace.emptiest)

    def _spread(self, channel: str, chat: str, pace: Pace, first: datetime) -> None:
        """Give what waits in a chat without tokens its time, so that it is not looked at in each round until then."""
        here = (is_pending(), _columns.channel == channel, _columns.chat == chat, _is_own, is_free(self.now),
                _columns.parked_at.is_(None))  # fmt: skip
        last = self.connection.execute(select(func.max(_columns.due_at)).where(*here)).scalar()
        step = timedelta(seconds=1 / pace.per_second)
        start = max(first, last + step) if last is not None and last > self.now else first
        ids = self._waiting(*here)
        if ids:
            self.connection.execute(
                _PUT_OFF, [{"owed": owed, "slot": start + number * step} for number, owed in enumerate(ids)]
            )

    def _waiting(self, *here: ColumnElement[bool]) -> Sequence[int]:
        due = (*here, _columns.due_at <= self.now, _columns.attempts == 0)
        statement = select(_columns.id).where(*due).order_by(_columns.priority, _columns.id).limit(MOST_SPREAD)
        return self.connection.execute(statement).scalars().all()
