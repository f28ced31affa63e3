"""Numbers that only grow: what a process has to notice cheaply."""

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage import tables

_columns = tables.counters.c
_VALUE = select(_columns.value).where(_columns.name == bindparam("name"))
_ADD = (
    insert(tables.counters)
    .values(name=bindparam("name"), value=1)
    .on_conflict_do_update(index_elements=["name"], set_={"value": _columns.value + 1})
)


class Counters:
    """Counters by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def value(self, name: str) -> int:
        """The count; 0 before the first `add`."""
        return self._connection.execute(_VALUE, {"name": name}).scalar() or 0

    def add(self, name: str) -> None:
        """Count one more."""
        self._connection.execute(_ADD, {"name": name})
