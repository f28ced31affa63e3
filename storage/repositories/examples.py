"""What federations show as examples of initiatives, by field. Public: not sealed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from conversations.domain import Field
from storage import tables
from storage.repositories.audit import Audit
from storage.repositories.organisations import above
from storage.upsert import insert

_columns = tables.examples.c


class Examples:
    """Examples by organisation and field; every change is audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def put(self, organisation_id: int, field: Field, text: str, *, by: int, at: datetime) -> None:
        """Store one; '' takes it away."""
        before = self.of((organisation_id,)).get(organisation_id, {}).get(field, "")
        key = {"organisation_id": organisation_id, "field": field.value}
        if text:
            statement = insert(tables.examples).values({**key, "text": text})
            changed = statement.on_conflict_do_update(index_elements=list(key), set_={"text": text})
            self._connection.execute(changed)
        else:
            is_it = (_columns.organisation_id == organisation_id, _columns.field == field.value)
            self._connection.execute(delete(tables.examples).where(*is_it))
        details = {"field": field.value, "before": before, "after": text}
        self._audit.add(at, by, "example-set", f"organisation:{organisation_id}", details)

    def of(self, organisation_ids: Collection[int]) -> Mapping[int, Mapping[Field, str]]:
        """What these organisations have set."""
        statement = select(tables.examples).where(_columns.organisation_id.in_(list(organisation_ids)))
        found: dict[int, dict[Field, str]] = {}
        for row in self._connection.execute(statement):
            found.setdefault(row.organisation_id, {})[Field(row.field)] = row.text
        return found

    def nearest(self, organisation_id: int) -> Mapping[Field, str]:
        """For each field that of the node, or of the nearest above that has one."""
        way_up = above(organisation_id)
        statement = (
            select(_columns.field, _columns.text)
            .join(way_up, way_up.c.id == _columns.organisation_id)
            .order_by(way_up.c.distance.desc())  # the nearest is the last, and stays
        )
        return {Field(row.field): row.text for row in self._connection.execute(statement)}
