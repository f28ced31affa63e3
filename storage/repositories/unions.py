"""CĐCS one at a time: made, named, closed. Processes take such a change in without reading the whole tree again."""

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy import insert as plain_insert

from conversations.directory import Organisation
from conversations.district_effects import NewUnion
from conversations.kinds import UNION
from storage import tables
from storage.repositories.counters import Counters
from storage.repositories.organisations import DIRECTORY, nodes_of
from storage.upsert import insert

MOST_CHANGES = 200  # versions that are taken in one by one
_columns = tables.organisations.c


class Unions:
    """Single CĐCS."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, new: NewUnion) -> int | None:
        """Add a CĐCS. Returns: its id, None if the code is taken."""
        row = {
            "code": new.code, "name": new.name, "kind": UNION, "parent_id": new.parent_id, "block": new.block,
            "aliases": "", "is_active": True,
        }  # fmt: skip
        statement = insert(tables.organisations).on_conflict_do_nothing(index_elements=["code"])
        created = self._connection.execute(statement.returning(_columns.id), row).scalar_one_or_none()
        if created is not None:
            self._changed(created)
        return created

    def learn_alias(self, organisation_id: int, name: str, resolution: str) -> None:
        """Another name of a CĐCS, learnt by a deed of workplaces.py; the caller has asked whether it is free."""
        row = {"organisation_id": organisation_id, "name": name, "resolution": resolution}
        self._connection.execute(plain_insert(tables.learnt_names), row)
        self._changed(organisation_id)

    def unlearn(self, resolution: str) -> None:
        """Forget the names that a deed has taught."""
        names = tables.learnt_names.c
        these = delete(tables.learnt_names).where(names.resolution == resolution).returning(names.organisation_id)
        for organisation_id in set(self._connection.execute(these).scalars()):
            self._changed(organisation_id)

    def close_unused(self, organisation_id: int) -> None:
        """Close a CĐCS, unless anything hangs on it: initiatives, roles, codes."""
        used = [
            select(table.c.organisation_id).where(table.c.organisation_id == organisation_id).exists()
            for table in (tables.submissions, tables.grants, tables.links)
        ]
        closed = update(tables.organisations).where(_columns.id == organisation_id, ~or_(*used))
        if self._connection.execute(closed.values(is_active=False)).rowcount:
            self._changed(organisation_id)

    def changed_between(self, old: int, new: int) -> list[Organisation] | None:
        """The nodes that the versions after *old* up to *new* have changed; None if the tree has to be read anew."""
        changes = tables.directory_changes.c
        if not 0 < new - old <= MOST_CHANGES:
            return None
        these = select(changes.organisation_id).where(changes.version > old, changes.version <= new)
        ids = list(self._connection.execute(these).scalars())
        if len(ids) != new - old:  # a version is missing: it changed more than one node
            return None
        nodes = select(tables.organisations).where(_columns.id.in_(ids), _columns.kind == UNION)
        found = nodes_of(self._connection, nodes, ids)
        return found if len(found) == len(set(ids)) else None

    def forget_old_changes(self) -> int:
        """Drop what `changed_between` does not look at any more. Returns: how many."""
        changes = tables.directory_changes
        old = changes.c.version <= self._version() - MOST_CHANGES
        return self._connection.execute(delete(changes).where(old)).rowcount

    def _changed(self, organisation_id: int) -> None:
        Counters(self._connection).add(DIRECTORY)
        row = {"version": self._version(), "organisation_id": organisation_id}
        self._connection.execute(plain_insert(tables.directory_changes), row)

    def _version(self) -> int:
        return Counters(self._connection).value(DIRECTORY)
