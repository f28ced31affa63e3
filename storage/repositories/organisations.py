"""The tree of organisations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import CTE, Connection, Select, bindparam, delete, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as unless_there

from conversations.directory import Organisation
from conversations.district_effects import NewUnion
from storage import tables
from storage.errors import UnknownParent
from storage.repositories.counters import Counters

DIRECTORY = "directory"  # the counter that grows with every change of the tree
MOST_CHANGES = 200  # versions that are taken in one by one
_CHUNK = 500  # values in one IN (...)
_columns = tables.organisations.c
_BY_ID = update(tables.organisations).where(_columns.id == bindparam("row_id"))


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation as a file of organisations names it."""

    code: str  # of province "04", federation "04.045", union "04.045.x"
    name: str
    kind: str
    parent_code: str | None
    block: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, counted in organisations."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def below(scope_ids: Sequence[int]) -> CTE:
    """The ids of these nodes and of everything under them, as a selectable with the column `id`."""
    tree = select(_columns.id).where(_columns.id.in_(scope_ids)).cte("below", recursive=True)
    return tree.union(select(_columns.id).join(tree, _columns.parent_id == tree.c.id))


def above(organisation_id: int) -> CTE:
    """A node and its ancestors with their distance, as a selectable with the columns `id`, `parent_id`, `distance`."""
    start = select(_columns.id, _columns.parent_id, literal(0).label("distance")).where(_columns.id == organisation_id)
    tree = start.cte("above", recursive=True)
    parents = select(_columns.id, _columns.parent_id, tree.c.distance + 1).join(tree, _columns.id == tree.c.parent_id)
    return tree.union_all(parents)


class Organisations:
    """All nodes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Organisation]:
        """Every node, parents before their children."""
        return self._read(select(tables.organisations).order_by(_columns.id), select(tables.learnt_names))

    def _read(self, nodes: Select[Any], learnt: Select[Any]) -> list[Organisation]:
        names: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
        for row in self._connection.execute(learnt):
            names[row.organisation_id] += (row.name,)
        return [
            Organisation(
                row.id, row.code, row.name, row.kind, row.parent_id, row.block, _lines(row.aliases), row.is_active,
                names.get(row.id, ()),
            )
            for row in self._connection.execute(nodes)
        ]  # fmt: skip

    def version(self) -> int:
        """Grows with every change of the tree, in whatever process; 0 before the first."""
        return Counters(self._connection).value(DIRECTORY)

    # -- one node at a time: processes take it in without reading the tree --------------------------------------
    def create(self, new: NewUnion) -> int | None:
        """Add a CĐCS. Returns: its id, None if the code is taken."""
        row = {
            "code": new.code, "name": new.name, "kind": "union", "parent_id": new.parent_id, "block": new.block,
            "aliases": "", "is_active": True,
        }  # fmt: skip
        statement = unless_there(tables.organisations).on_conflict_do_nothing(index_elements=["code"])
        created = self._connection.execute(statement.returning(_columns.id), row).scalar_one_or_none()
        if created is not None:
            self._changed(created)
        return created

    def learn_alias(self, organisation_id: int, name: str, resolution: str) -> None:
        """Another name of a CĐCS, learnt by a deed of workplaces.py; the caller has asked whether it is free."""
        row = {"organisation_id": organisation_id, "name": name, "resolution": resolution}
        self._connection.execute(insert(tables.learnt_names), row)
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
        changes, names = tables.directory_changes.c, tables.learnt_names.c
        if not 0 < new - old <= MOST_CHANGES:
            return None
        these = select(changes.organisation_id).where(changes.version > old, changes.version <= new)
        ids = list(self._connection.execute(these).scalars())
        if len(ids) != new - old:  # a version is missing: it changed more than one node
            return None
        nodes = select(tables.organisations).where(_columns.id.in_(ids), _columns.kind == "union")
        found = self._read(nodes, select(tables.learnt_names).where(names.organisation_id.in_(ids)))
        return found if len(found) == len(set(ids)) else None

    def _changed(self, organisation_id: int) -> None:
        Counters(self._connection).add(DIRECTORY)
        row = {"version": self.version(), "organisation_id": organisation_id}
        self._connection.execute(insert(tables.directory_changes), row)

    def add_many(self, rows: Iterable[NewOrganisation]) -> Imported:
        """Add what is new, change what differs, leave what is equal; the same rows again change nothing.

        Rows may come in any order. Raises: UnknownParent.
        """
        new, changed, unchanged, waiting = 0, 0, 0, {row.code: row for row in rows}
        ids = self._ids({row.parent_code for row in waiting.values() if row.parent_code})
        while waiting:
            ready = [row for row in waiting.values() if row.parent_code is None or row.parent_code in ids]
            if not ready:
                raise UnknownParent(min(row.parent_code or "" for row in waiting.values()))
            counted = self._store(ready, ids)
            new, changed, unchanged = new + counted.new, changed + counted.changed, unchanged + counted.unchanged
            for row in ready:
                del waiting[row.code]
            ids |= self._ids({row.parent_code for row in waiting.values() if row.parent_code} - ids.keys())
        if new or changed:
            Counters(self._connection).add(DIRECTORY)
        return Imported(new, changed, unchanged)

    def _store(self, rows: Sequence[NewOrganisation], ids: Mapping[str, int]) -> Imported:
        wanted = {row.code: _values(row, ids) for row in rows}
        stored = self._stored(wanted)
        new = [values for code, values in wanted.items() if code not in stored]
        differing = [
            {"row_id": stored[code].id, **values}
            for code, values in wanted.items()
            if code in stored and values != {name: getattr(stored[code], name) for name in values}
        ]
        if new:
            self._connection.execute(insert(tables.organisations), new)
        if differing:
            self._connection.execute(_BY_ID, differing)
        return Imported(len(new), len(differing), len(wanted) - len(new) - len(differing))

    def _ids(self, codes: Iterable[str]) -> dict[str, int]:
        return {code: row.id for code, row in self._stored(codes).items()}

    def _stored(self, codes: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for chunk in _chunks(codes):
            rows = self._connection.execute(select(tables.organisations).where(_columns.code.in_(chunk)))
            found |= {row.code: row for row in rows}
        return found


def _values(row: NewOrganisation, ids: Mapping[str, int]) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "parent_id": ids[row.parent_code] if row.parent_code else None,
        "block": row.block,
        "aliases": "\n".join(row.aliases),
        "is_active": True,
    }


def _lines(aliases: str) -> tuple[str, ...]:
    return tuple(aliases.split("\n")) if aliases else ()


def _chunks(codes: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(codes)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
