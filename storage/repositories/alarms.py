"""What is wrong, for the operators: one row a kind of trouble, open until every process has found it mended.

All changes are conditional, so of several processes that see the same trouble one raises it and one tells of it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, or_, select, update

from storage import tables
from storage.repositories.audit import Audit
from storage.upsert import insert

_columns = tables.alarms.c
_is_open = _columns.cleared_at.is_(None)
_ALARM = (_columns.name, _columns.raised_at, _columns.told_at, _columns.cleared_at, _columns.figure)
_ADD = insert(tables.alarms)
_new = _ADD.excluded
_TOLD, _ALL = "told", "alarms"  # action and subject of the audit rows


class Alarm(Struct, frozen=True):
    """One trouble."""

    name: str
    raised_at: datetime
    told_at: datetime | None
    cleared_at: datetime | None
    figure: int  # what was measured last


class Alarms:
    """Alarms by name."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def open(self) -> tuple[Alarm, ...]:
        """What is wrong now, the oldest first."""
        rows = self._connection.execute(select(*_ALARM).where(_is_open).order_by(_columns.raised_at, _columns.name))
        return tuple(Alarm(*row) for row in rows)

    def see(self, name: str, figure: int, at: datetime) -> bool:
        """Note that an open alarm still stands. Returns: False if it is not open."""
        statement = update(tables.alarms).where(_columns.name == name, _is_open).values(seen_at=at, figure=figure)
        return self._connection.execute(statement).rowcount == 1

    def begin(self, name: str, figure: int, at: datetime) -> bool:
        """Raise an alarm. Returns: False if it is open already."""
        row = {"name": name, "raised_at": at, "seen_at": at, "figure": figure}
        afresh = {
            "raised_at": _new.raised_at, "seen_at": _new.seen_at, "figure": _new.figure,
            "told_at": None, "cleared_at": None,
        }  # fmt: skip
        return self._put(row, afresh, ~_is_open)

    def clear(
        self, but: Collection[str], seen_before: datetime, at: datetime, *, only_untold: bool = False
    ) -> tuple[Alarm, ...]:
        """End every open alarm that no process has seen since *seen_before*.

        Args:
            but: names that stay open, whatever was seen.
            only_untold: leave those open whose end somebody has to be told of.
        Returns: what was ended by this call.
        """
        over = [_is_open, _columns.seen_at <= seen_before, _columns.name.not_in(list(but))]
        over += [_columns.told_at.is_(None)] if only_untold else []
        statement = update(tables.alarms).where(*over).values(cleared_at=at).returning(*_ALARM)
        ended = (Alarm(*row) for row in self._connection.execute(statement))
        return tuple(sorted(ended, key=lambda alarm: (alarm.raised_at, alarm.name)))

    def record(self, name: str, since: datetime, until: datetime) -> bool:
        """Enter a trouble that could not be stored while it lasted. Returns: False if another process did so."""
        row = {"name": name, "raised_at": since, "seen_at": until, "told_at": since, "cleared_at": until, "figure": 0}
        afresh = {key: _new[key] for key in row if key != "name"}
        return self._put(row, afresh, _columns.cleared_at < since)

    def tell(self, told_before: datetime, at: datetime) -> bool:
        """Take it upon oneself to tell of what was never told, or not since *told_before*.

        Returns: False if there is nothing to be told, or another process has just taken it.
        """
        is_due = or_(_columns.told_at.is_(None), _columns.told_at <= told_before)
        statement = update(tables.alarms).where(_is_open, is_due).values(told_at=at)
        return self._connection.execute(statement).rowcount > 0

    def told(self, at: datetime) -> None:
        """Everything that is open was told of at *at*."""
        self._connection.execute(update(tables.alarms).where(_is_open).values(told_at=at))

    def note(self, at: datetime, open_names: Collection[str], over: Collection[str]) -> None:
        """Put on record what operators are told in one message."""
        self._audit.add(at, None, _TOLD, _ALL, {"open": list(open_names), "over": list(over)})

    def messages_since(self, at: datetime, most: int) -> int:
        """How often operators were told of something since *at*; counts up to *most*."""
        return sum(told > at for told in self._audit.latest(_ALL, _TOLD, most))

    def _put(self, row: Mapping[str, Any], afresh: Mapping[str, Any], where: ColumnElement[bool]) -> bool:
        """Add a row, or change the one of that name under a condition. Returns: whether either was done."""
        statement = _ADD.on_conflict_do_update(index_elements=["name"], set_=dict(afresh), where=where)
        return self._connection.execute(statement.returning(_columns.name), row).scalar() is not None
