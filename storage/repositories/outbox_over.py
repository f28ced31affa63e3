"""Messages that are over: what the sweeping takes, a batch a transaction, in the order of their numbers."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from storage import tables

_columns = tables.outbox.c
_IS_OVER = _columns.status.in_(("sent", "replaced"))
_NEWEST = select(func.max(_columns.id)).scalar_subquery()


def first_since(connection: Connection, at: datetime, now: datetime) -> int:
    """The id of the first message that was owed at *at* or later; of the newest if none was; 0 without any.

    What is said to be owed after *now* was written while a clock was ahead, and stands in nobody's way.
    """
    since = select(_columns.id).where(_columns.created_at.between(at, now)).order_by(_columns.id).limit(1)
    # The newest stays: SQLite would give its number to another message.
    return int(connection.execute(select(func.coalesce(since.scalar_subquery(), _NEWEST, 0))).scalar_one())


def over(connection: Connection, below: int, most: int, after: int = 0) -> list[int]:
    """The ids of messages between two others that are sent or replaced."""
    statement = select(_columns.id).where(_columns.id > after, _columns.id < below, _IS_OVER)
    return list(connection.execute(statement.order_by(_columns.id).limit(most)).scalars())


def forget(connection: Connection, ids: Collection[int]) -> int:
    """Drop messages that are sent or replaced. Returns: how many."""
    return connection.execute(delete(tables.outbox).where(_columns.id.in_(list(ids)), _IS_OVER)).rowcount
