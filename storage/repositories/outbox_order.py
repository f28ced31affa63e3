"""The order in which messages leave, as SQL conditions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, literal_column, or_, select

from storage import tables

# Priorities; bulk never holds back the others.
REPLY, NOTICE, BULK = 0, 1, 2
_waiting = tables.outbox.c


def is_pending(table: FromClause = tables.outbox) -> ColumnElement[bool]:
    """Neither sent nor given up. A literal, because only that lets SQLite use the partial indexes."""
    return table.c.status == literal_column("'pending'")


def is_free(now: datetime, table: FromClause = tables.outbox) -> ColumnElement[bool]:
    """Nobody is sending it at this moment, or who did so is gone."""
    return or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)


def candidates(channels: Sequence[str], now: datetime, limit: int) -> Select[tuple[str, str, int]]:
    """The chats that may be served now, the most urgent first, each with the message that has to leave first (`head`).

    A chat stands there once for each of its messages that is due; its first line is the one that counts.
    """
    other = tables.outbox.alias("other")
    in_chat = and_(is_pending(other), other.c.channel == _waiting.channel, other.c.chat == _waiting.chat)
    is_before = and_(other.c.id <= _waiting.id, or_(other.c.priority <= _waiting.priority, other.c.priority < BULK))
    is_due, is_retried = other.c.due_at <= now, other.c.attempts > 0
    head = select(func.min(other.c.id)).where(in_chat, is_before, or_(is_due, is_retried)).scalar_subquery()
    # Concatenated so that SQLite does not take the index by chat, for which it would have to sort the whole backlog.
    is_open = _waiting.channel.concat("").in_(channels)
    is_held = or_(other.c.claimed_until > now, and_(is_before, is_retried, ~is_due))
    return (
        select(_waiting.channel, _waiting.chat, head.label("head"))
        .where(is_pending(), is_open, _waiting.due_at <= now, ~_any(other, in_chat, is_held))
        .order_by(_waiting.priority, _waiting.id)
        .limit(limit)
    )


def _any(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(table.c.id).where(*conditions).correlate(tables.outbox))
