"""The order in which messages leave, as SQL conditions.

Each chat has three lines: replies, notices, bulk. A line keeps its order; a more urgent line overtakes the others, so
that nobody who presses a button waits behind what we wanted to tell on our own. A line's first message that waits for
another attempt holds the line, and the less urgent ones; one that was put off on purpose (a reply that collects the
pieces of a paste) lets by what is behind it.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from storage import tables
from storage.columns import BriefInstant
from storage.prepared import Prepared
from storage.repositories.rate_limits import is_empty, is_paused

REPLY, NOTICE, BULK = 0, 1, 2
_waiting = tables.outbox.c


def is_pending(table: FromClause = tables.outbox) -> ColumnElement[bool]:
    """Neither sent nor given up. A literal, because only that lets SQLite use the partial indexes."""
    return table.c.status == literal_column("'pending'")


def is_free(now: "datetime | BindParameter[Any]", table: FromClause = tables.outbox) -> ColumnElement[bool]:
    """Nobody is sending it at this moment, or who did so is gone."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)


@cache
def candidates(priority: int, *, is_paced: bool = False) -> Prepared:
    """The chats of which a line may be served now, who waits longest first; `head` is the line's first message.

    A chat stands there once for each of its messages that is due; its first row is the one that counts. Built once
    for each line, because building costs more than running.

    Args:
        is_paced: leave out chats without a token, whose buckets are full only after :empty_until.
    Parameters of the statement: channels, now, most, and empty_until if it is paced.
    """
    other, now = tables.outbox.alias("other"), bindparam("now", type_=BriefInstant)
    in_chat = and_(is_pending(other), other.c.channel == _waiting.channel, other.c.chat == _waiting.chat)
    is_before = and_(other.c.id <= _waiting.id, other.c.priority <= literal_column(str(priority)))
    is_due, is_retried = other.c.due_at <= now, other.c.attempts > 0
    in_line = and_(in_chat, other.c.id <= _waiting.id, other.c.priority == literal_column(str(priority)))
    head = select(func.min(other.c.id)).where(in_line, or_(is_due, is_retried)).scalar_subquery()
    is_held = or_(other.c.claimed_until > now, and_(is_before, is_retried, ~is_due))
    empty_until = bindparam("empty_until", type_=BriefInstant)
    paced = (~is_empty(_waiting.channel, _waiting.chat, empty_until),) if is_paced else ()
    chats = (
        select(_waiting.channel, _waiting.chat, head.label("head"))
        .where(is_pending(), _waiting.priority == literal_column(str(priority)), _waiting.due_at <= now)
        # Concatenated so that SQLite does not take the index by chat and sort the whole backlog.
        .where(_waiting.channel.concat("").in_(bindparam("channels", expanding=True)))
        .where(~_any(other, in_chat, is_held), ~is_paused(_waiting.channel, _waiting.chat, now), *paced)
        .order_by(_waiting.due_at, _waiting.id)
        .limit(bindparam("most", type_=Integer))
    )
    return Prepared(chats, listed=("channels",))


def _any(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(table.c.id).where(*conditions).correlate(tables.outbox))
