"""How the queues and the database itself are: figures for operators, alarms and metrics. Reads only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field
from sqlalchemy import ColumnElement, Connection, case, exists, func, literal_column, or_, select

from storage import tables
from storage.columns import Instant
from storage.migrations import noted_revision
from storage.repositories.outbox_order import BULK, NOTICE, REPLY, is_pending
from storage.unit_of_work import UnitOfWork

LATELY = timedelta(hours=24)
HOUR = timedelta(hours=1)
BACKED_UP, DATABASE = "backed-up", "database"  # action and subject of a backup's audit row
FILES, POSTERS = "files", "posters"  # that people sent, to be read; sets that they asked for
_outbox, _submissions, _inbox = tables.outbox.c, tables.submissions.c, tables.inbox.c
_aside, _identities, _timers = tables.set_aside.c, tables.identities.c, tables.timers.c
_is_failed = _outbox.status == literal_column("'failed'")  # a literal: see `outbox_order.is_pending`
_is_timer_open = or_(_timers.done_at.is_(None), _timers.done_at < _timers.due_at)


class Queue(Struct, frozen=True):
    """What is owed of one priority."""

    pending: int = 0
    oldest_due_at: datetime | None = None  # since when the oldest of what is due has waited


class Vitals(Struct, frozen=True):
    """What is looked at all the time; cheap to ask for. "Lately" means the last 24 hours."""

    queues: Mapping[int, Queue]  # by priority: REPLY, NOTICE, BULK
    failed: int  # given up and never retried
    failed_lately: int  # of them, owed to people who can be reached
    unknown_lately: int  # sends that may have arrived or not
    set_aside: int
    set_aside_lately: int
    oldest_timer_at: datetime | None  # since when the oldest due reminder waits
    first_filed_at: datetime | None
    backed_up_at: datetime | None
    server_at: datetime | None  # the database server's clock, if it has one of its own
    parked: int = 0  # messages that wait for people to write; in none of the queues
    unpaid: Mapping[str, int] = field(default_factory=dict)  # of them, those that wait for money, by channel
    jobs: Mapping[str, Queue] = field(default_factory=dict)  # what is read or made in the background, by FILES, POSTERS
    wrong_codes: int = 0  # that opened nothing within the last hour, of all accounts


class Traffic(Struct, frozen=True):
    """What only a person asks for: it counts many rows."""

    updates_hour: int
    updates_day: int
    filed_hour: int
    filed_day: int
    kind: str  # "sqlite" or "postgresql"
    size_bytes: int
    revision: str


def vitals(uow: UnitOfWork, now: datetime) -> Vitals:
    """The state of the queues at *now*."""
    connection, lately = uow.connection, now - LATELY
    return Vitals(
        queues=_queues(connection, now),
        failed=_count(connection, _outbox.id, _is_failed),
        failed_lately=_count(connection, _outbox.id, _is_failed, _outbox.due_at > lately, ~_is_gone()),
        unknown_lately=_count(connection, _outbox.id, _outbox.maybe_sent_at > lately),
        set_aside=_count(connection, _aside.id),
        set_aside_lately=_count(connection, _aside.id, _aside.set_aside_at > lately),
        oldest_timer_at=_oldest_timer(connection, now),
        first_filed_at=connection.execute(
            select(_submissions.submitted_at).order_by(_submissions.id).limit(1)
        ).scalar(),
        backed_up_at=uow.audit.last(DATABASE, BACKED_UP),
        server_at=_server_clock(connection),
        parked=uow.parking.count(),
        unpaid=uow.parking.unpaid(),
        jobs=jobs(connection),
        wrong_codes=uow.wrong_codes.count(now - HOUR),
    )


def jobs(connection: Connection) -> Mapping[str, Queue]:
    """Files and sets of posters that somebody still waits for, and since when the oldest."""
    fetches, orders = tables.fetches.c, tables.poster_orders.c
    asked = {FILES: (fetches.created_at, fetches.done_at), POSTERS: (orders.asked_at, orders.finished_at)}
    found = {
        kind: connection.execute(select(func.count(), func.min(since)).where(ended.is_(None))).one()
        for kind, (since, ended) in asked.items()
    }
    return {kind: Queue(count, oldest) for kind, (count, oldest) in found.items()}


def traffic(connection: Connection, now: datetime) -> Traffic:
    """What came in, and how large everything has become."""
    # Every key is looked at, once: the inbox has no index by time, to which each turn would write.
    counted = select(func.count().filter(_inbox.received_at > now - HOUR), func.count())
    hour, day = connection.execute(counted.where(_inbox.received_at > now - LATELY)).one()
    return Traffic(
        updates_hour=hour,
        updates_day=day,
        filed_hour=_count(connection, _submissions.id, _submissions.submitted_at > now - HOUR),
        filed_day=_count(connection, _submissions.id, _submissions.submitted_at > now - LATELY),
        kind=connection.dialect.name,
        size_bytes=_size(connection),
        revision=noted_revision(connection) or "",
    )


def note_backup(connection: Connection, at: datetime) -> None:
    """Leave on record that a copy was made. Needs no key: there is nothing to seal in it."""
    row = {"at": at, "actor_id": None, "action": BACKED_UP, "subject": DATABASE, "details": None}
    connection.execute(tables.audit.insert(), row)


def _queues(connection: Connection, now: datetime) -> Mapping[int, Queue]:
    due = func.min(case((_outbox.due_at <= now, _outbox.due_at)))
    waiting = (is_pending(), _outbox.parked_at.is_(None))
    statement = select(_outbox.priority, func.count(), due).where(*waiting).group_by(_outbox.priority)
    found = {priority: Queue(pending, oldest) for priority, pending, oldest in connection.execute(statement)}
    return {priority: found.get(priority, Queue()) for priority in (REPLY, NOTICE, BULK)}


def _is_gone() -> ColumnElement[bool]:
    """Owed to somebody who has blocked the bot: nobody can do anything about that."""
    chat = (_identities.channel == _outbox.channel, _identities.chat == _outbox.chat)
    return exists(select(_identities.id).where(*chat, ~_identities.is_reachable)).correlate(tables.outbox)


def _oldest_timer(connection: Connection, now: datetime) -> datetime | None:
    columns = (tables.conversations.c.remind_at, _submissions.remind_at)
    oldest = [connection.execute(select(func.min(column)).where(column.is_not(None))).scalar() for column in columns]
    oldest.append(connection.execute(select(func.min(_timers.due_at)).where(_is_timer_open)).scalar())
    return min((at for at in oldest if at is not None and at <= now), default=None)


def _server_clock(connection: Connection) -> datetime | None:
    if connection.dialect.name == "sqlite":  # the same machine's
        return None
    return connection.execute(select(func.clock_timestamp(type_=Instant))).scalar()


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())


def _count(connection: Connection, column: ColumnElement[Any], *which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count(column)).where(*which)).scalar_one())
