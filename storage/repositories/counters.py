"""Numbers by name: what a process has to notice cheaply, and what all processes have to agree on."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select

from storage import tables
from storage.prepared import Prepared
from storage.upsert import insert

_columns = tables.counters.c
_VALUE = Prepared(select(_columns.value).where(_columns.name == bindparam("name")))
_ADD = Prepared(
    insert(tables.counters)
    .values(name=bindparam("name"), value=bindparam("by"))
    .on_conflict_do_update(
        index_elements=["name"], set_={"value": _columns.value + insert(tables.counters).excluded.value}
    )
)
_SET = insert(tables.counters).values(name=bindparam("name"), value=bindparam("value"))
_SET_FIRST = _SET.on_conflict_do_nothing(index_elements=["name"])
_SET = _SET.on_conflict_do_update(index_elements=["name"], set_={"value": insert(tables.counters).excluded.value})


class Counters:
    """Counters by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def value(self, name: str) -> int:
        """The count; 0 before the first `add`."""
        return int(_VALUE.run(self._connection, {"name": name}).scalar() or 0)

    def add(self, name: str, by: int = 1) -> None:
        """Count so many more."""
        _ADD.run(self._connection, {"name": name, "by": by})

    def values(self, names: Collection[str]) -> Mapping[str, int]:
        """The counts of those that have begun to count."""
        rows = self._connection.execute(select(_columns.name, _columns.value).where(_columns.name.in_(list(names))))
        return {row.name: row.value for row in rows}

    def agree(self, name: str, value: int) -> int:
        """Note a number unless one is noted. Returns: the one that all processes see from now on."""
        self._connection.execute(_SET_FIRST, {"name": name, "value": value})
        return self.value(name)

    def put(self, name: str, value: int) -> None:
        """Note a number."""
        self._connection.execute(_SET, {"name": name, "value": value})
