"""What federations say about themselves to those who ask for help. Public office data: not sealed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from conversations.district_effects import ContactLine
from conversations.facts import Contact
from storage import tables
from storage.repositories.audit import Audit
from storage.repositories.organisations import above
from storage.upsert import insert

_columns = tables.contacts.c
_COLUMN = {
    ContactLine.NAME: "name", ContactLine.PERSON: "person", ContactLine.PHONE: "phone", ContactLine.HOURS: "hours",
}  # fmt: skip


class Contacts:
    """Contacts by organisation; every change is audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def put(
        self, organisation_id: int, line: ContactLine, value: str, *, by: int, at: datetime
    ) -> None:
        """Store one line; '' clears it."""
        column = _COLUMN[line]
        before = self.of((organisation_id,)).get(organisation_id)
        new = {"organisation_id": organisation_id, column: value or None}
        statement = insert(tables.contacts).values(new)
        changed = statement.on_conflict_do_update(index_elements=["organisation_id"], set_={column: value or None})
        self._connection.execute(changed)
        details = {"line": line.value, "before": before.lines.get(line, "") if before else "", "after": value}
        self._audit.add(at, by, "contact-set", f"organisation:{organisation_id}", details)

    def of(self, organisation_ids: Collection[int]) -> Mapping[int, Contact]:
        """What these organisations have set."""
        statement = select(tables.contacts).where(_columns.organisation_id.in_(list(organisation_ids)))
        return {row.organisation_id: _contact(row) for row in self._connection.execute(statement)}

    def nearest(self, organisation_id: int) -> Contact | None:
        """That of the node, or of the nearest above, that names somebody or a number."""
        way_up = above(organisation_id)
        statement = (
            select(tables.contacts)
            .join(way_up, way_up.c.id == _columns.organisation_id)
            .where(or_(_columns.person.is_not(None), _columns.phone.is_not(None)))
            .order_by(way_up.c.distance)
            .limit(1)
        )
        row = self._connection.execute(statement).one_or_none()
        return _contact(row) if row is not None else None


def _contact(row: Any) -> Contact:
    values = {line: getattr(row, column) for line, column in _COLUMN.items()}
    return Contact(row.organisation_id, {line: value for line, value in values.items() if value})
