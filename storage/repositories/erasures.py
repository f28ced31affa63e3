"""Requests to delete what was filed: dated, with a due day, one open at a time."""

from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from storage import tables
from storage.prepared import Prepared
from storage.repositories.audit import Audit
from storage.upsert import insert

_columns = tables.erasures.c

_is_open = (_columns.person_id == bindparam("person"), _columns.closed_at.is_(None))
_OPEN = Prepared(select(_columns.requested_at).where(*_is_open))


class Erasure(Struct, frozen=True):
    """One request."""

    id: int
    person_id: int
    requested_at: datetime
    due_on: date


class Erasures:
    """Requests by person."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def open(self, person_id: int, at: datetime, due_on: date) -> bool:
        """Open a request; the turn audits it. Returns: False if one is open."""
        statement = insert(tables.erasures).on_conflict_do_nothing().returning(_columns.id)
        row = {"person_id": person_id, "requested_at": at, "due_on": due_on}
        return self._connection.execute(statement, row).first() is not None

    def share(self, person_id: int, other_id: int) -> None:
        """What a person waits for another one waits for, too: what was theirs when it was asked for is not any more."""
        mine = select(_columns.requested_at, _columns.due_on).where(*_is_open)
        for row in self._connection.execute(mine, {"person": person_id}).all():
            self.open(other_id, row.requested_at, row.due_on)

    def close(self, person_id: int, at: datetime, *, is_carried_out: bool = False) -> bool:
        """The operator carried the request out or answered it. Returns: False if none is open."""
        statement = update(tables.erasures).where(*_is_open).values(closed_at=at).returning(_columns.id)
        if self._connection.execute(statement, {"person": person_id}).first() is None:
            return False
        self._audit.add(at, None, "erasure-carried-out" if is_carried_out else "erasure-closed", f"person:{person_id}")
        return True

    def is_open(self, person_id: int) -> bool:
        """Whether the person waits for one."""
        return self.open_since(person_id) is not None

    def open_since(self, person_id: int) -> datetime | None:
        """When the person asked for the one that is open."""
        asked_at: datetime | None = _OPEN.run(self._connection, {"person": person_id}).scalar()
        return asked_at

    def listed(self) -> tuple[Erasure, ...]:
        """All open requests, the most urgent first."""
        columns = (_columns.id, _columns.person_id, _columns.requested_at, _columns.due_on)
        is_open = _columns.closed_at.is_(None)
        rows = self._connection.execute(select(*columns).where(is_open).order_by(_columns.due_on, _columns.id))
        return tuple(Erasure(*row) for row in rows)
