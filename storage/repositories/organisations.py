"""The tree of organisations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import CTE, Connection, bindparam, insert, literal, select, update

from conversations.directory import Organisation
from storage import tables
from storage.errors import UnknownParent
from storage.repositories.counters import Counters

DIRECTORY = "directory"  # the counter that grows with every change of the tree
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
        rows = self._connection.execute(select(tables.organisations).order_by(_columns.id))
        return [
            Organisation(
                row.id, row.code, row.name, row.kind, row.parent_id, row.block, _lines(row.aliases), row.is_active
            )
            for row in rows
        ]

    def version(self) -> int:
        """Grows with every change of the tree, in whatever process; 0 before the first."""
        return Counters(self._connection).value(DIRECTORY)

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
