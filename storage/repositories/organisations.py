"""The tree of organisations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    literal,
    literal_column,
    select,
    union_all,
    update,
)  # fmt: skip

from conversations.directory import Directory, FormerName, Organisation
from storage import tables
from storage.errors import UnknownParent
from storage.prepared import Prepared
from storage.repositories.counters import Counters
from storage.upsert import insert

DIRECTORY = "directory"  # the counter that grows with every change of the tree
_CHUNK = 500  # values in one IN (...)
_columns = tables.organisations.c
_BY_ID = update(tables.organisations).where(_columns.id == bindparam("row_id"))
_HOLD = Prepared(
    select(_columns.is_active).where(_columns.id == bindparam("organisation")).with_for_update(read=True)
)
_KEEP_NAME = insert(tables.organisation_names).on_conflict_do_nothing()


class NewOrganisation(Struct, frozen=True):
    """An organisation as a file of organisations names it."""

    code: str  # of province "04", federation "04.045", union "04.045.x"
    name: str
    kind: str
    parent_code: str | None
    block: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None  # the first day after the last one
    merged_into_code: str | None = None  # who takes over then


class Imported(Struct, frozen=True):
    """What an import did, counted in organisations."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def below(scope_ids: Sequence[int], name: str = "below") -> CTE:
    """The ids of these nodes and of everything under them, as a selectable with the column `id`.

    name: Tells two of them apart in one statement.
    """
    tree = select(_columns.id).where(_columns.id.in_(scope_ids)).cte(name, recursive=True)
    return tree.union(select(_columns.id).join(tree, _columns.parent_id == tree.c.id))


def over(scope_ids: Sequence[int], name: str = "over") -> CTE:
    """The same without the CĐCS in force that lie below: of a province a dozen in place of thousands."""
    tree = select(_columns.id).where(_columns.id.in_(scope_ids)).cte(name, recursive=True)
    others = select(_columns.id).join(tree, _columns.parent_id == tree.c.id).where(is_no_union_in_force())
    return tree.union(others)


def members(scope_ids: Sequence[int], name: str = "over") -> CompoundSelect[Any]:
    """The ids that `below` has, by way of `over`: those nodes and whatever hangs directly below one of them."""
    nodes = select(over(scope_ids, name).c.id)
    return union_all(nodes, select(_columns.id).where(_columns.parent_id.in_(nodes)))


def is_union_in_force() -> ColumnElement[Any]:
    """Whether an organisation is an active CĐCS; to the letter as ix_organisations_unions has it."""
    return literal_column("organisations.kind = 'union' AND organisations.is_active")


def is_no_union_in_force() -> ColumnElement[Any]:
    """The others; to the letter as ix_organisations_others has it."""
    return literal_column("NOT (organisations.kind = 'union' AND organisations.is_active)")


def above(organisation_id: int | BindParameter[int]) -> CTE:
    """A node and its ancestors with their distance, as a selectable with the columns `id`, `parent_id`, `distance`."""
    start = select(_columns.id, _columns.parent_id, literal(0).label("distance")).where(_columns.id == organisation_id)
    tree = start.cte("above", recursive=True)
    parents = select(_columns.id, _columns.parent_id, tree.c.distance + 1).join(tree, _columns.id == tree.c.parent_id)
    return tree.union_all(parents)


def nodes_of(connection: Connection, statement: Select[Any], ids: Collection[int] | None = None) -> list[Organisation]:
    """The nodes that a statement reads, with their other names. ids: which those are; None: too many to name them."""
    former, learnt = _former_names(connection, ids), _learnt_names(connection, ids)
    return [
        Organisation(
            row.id, row.code, row.name, row.kind, row.parent_id, row.block, _lines(row.aliases), row.is_active,
            row.valid_from, row.valid_to, row.merged_into_id, former.get(row.id, ()), learnt=learnt.get(row.id, ()),
        )
        for row in connection.execute(statement)
    ]  # fmt: skip


def _former_names(
    connection: Connection, ids: Collection[int] | None = None
) -> Mapping[int, tuple[FormerName, ...]]:
    names = tables.organisation_names
    wanted = select(names) if ids is None else select(names).where(names.c.organisation_id.in_(ids))
    found: defaultdict[int, tuple[FormerName, ...]] = defaultdict(tuple)
    for row in connection.execute(wanted.order_by(names.c.valid_to)):
        found[row.organisation_id] += (FormerName(row.name, row.valid_to),)
    return found


def _learnt_names(connection: Connection, ids: Collection[int] | None) -> Mapping[int, tuple[str, ...]]:
    names = tables.learnt_names
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    wanted = select(names) if ids is None else select(names).where(names.c.organisation_id.in_(ids))
    for row in connection.execute(wanted):
        found[row.organisation_id] += (row.name,)
    return found


class Organisations:
    """All nodes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Organisation]:
        """Every node, parents before their children."""
        return nodes_of(self._connection, select(tables.organisations).order_by(_columns.id))

    def former_names(self) -> Mapping[int, tuple[FormerName, ...]]:
        """Of every organisation that was renamed its former names, the oldest first."""
        return _former_names(self._connection)

    def label(self, organisation_id: int | None) -> str:
        """What people read for one node, where there is no directory at hand; "" for none."""
        row = self._connection.execute(select(tables.organisations).where(_columns.id == organisation_id)).one_or_none()
        if row is None:
            return ""
        return Directory([Organisation(row.id, row.code, row.name, row.kind, None)]).label(row.id)

    def hold(self, organisation_id: int) -> bool:
        """Whether it is open; if so it stays that until the commit, so that a merge finds what is filed there now."""
        return bool(_HOLD.run(self._connection, {"organisation": organisation_id}).scalar())

    def version(self) -> int:
        """Grows with every change of the tree, in whatever process; 0 before the first."""
        return Counters(self._connection).value(DIRECTORY)

    def add_many(self, rows: Iterable[NewOrganisation], on: date | None = None) -> Imported:
        """Add what is new, change what differs, leave what is equal; the same rows again change nothing.

        What was closed opens again, what was merged does not. Rows may come in any order.

        Args:
            on: The day from which other names are valid: the former ones are kept. None: they were never right.
        Raises: UnknownParent.
        """
        new, changed, unchanged, waiting = 0, 0, 0, {row.code: row for row in rows}
        ids = self._ids(_named(waiting.values()))
        while waiting:
            ready = [row for row in waiting.values() if _named([row]) <= ids.keys()]
            if not ready:
                raise UnknownParent(min(_named(waiting.values()) - ids.keys()))
            counted = self._store(ready, ids, on)
            new, changed, unchanged = new + counted.new, changed + counted.changed, unchanged + counted.unchanged
            for row in ready:
                del waiting[row.code]
            ids |= self._ids(_named(waiting.values()) - ids.keys())
        if new or changed:
            Counters(self._connection).add(DIRECTORY)
        return Imported(new, changed, unchanged)

    def keep_name(self, organisation_id: int, name: str, valid_to: date) -> int | None:
        """Note a former name. Returns: the row; None if another one was valid until that very day."""
        row = {"organisation_id": organisation_id, "name": name, "valid_to": valid_to}
        statement = _KEEP_NAME.returning(tables.organisation_names.c.id)
        return self._connection.execute(statement, row).scalar_one_or_none()

    def keep_names(self, names: Sequence[tuple[int, str]], valid_to: date) -> dict[int, int]:
        """Note former names, by id of who bore them. Returns: the rows, without those that `keep_name` has none for."""
        kept = tables.organisation_names.c
        rows = [{"organisation_id": node, "name": name, "valid_to": valid_to} for node, name in names]
        found = self._connection.execute(_KEEP_NAME.returning(kept.organisation_id, kept.id), rows)
        return {row.organisation_id: row.id for row in found}

    def _store(self, rows: Sequence[NewOrganisation], ids: Mapping[str, int], on: date | None) -> Imported:
        wanted = {row.code: _values(row, ids) for row in rows}
        stored = self._stored(wanted)
        new = [values | {"is_active": True} for code, values in wanted.items() if code not in stored]
        known = ((stored[code], values | _opened(stored[code])) for code, values in wanted.items() if code in stored)
        differing = [
            {"row_id": row.id, **values}
            for row, values in known
            if values != {name: getattr(row, name) for name in values}
        ]
        for some in _alike(new):
            self._connection.execute(insert(tables.organisations), some)
        if on is not None:
            for values in differing:
                code = str(values["code"])
                if stored[code].name != values["name"]:
                    self.keep_name(stored[code].id, stored[code].name, on)
        for some in _alike(differing):
            self._connection.execute(_BY_ID, some)
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
        **_period(row, ids),
    }


def _period(row: NewOrganisation, ids: Mapping[str, int]) -> dict[str, object]:
    """The dates that are given; what a file does not know of stays."""
    given = {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "merged_into_id": ids[row.merged_into_code] if row.merged_into_code else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _opened(stored: Any) -> dict[str, object]:
    """Who is on a list again is open again, but not who was merged into another one."""
    return {} if stored.is_active or stored.merged_into_id is not None else {"is_active": True, "valid_to": None}


def _named(rows: Iterable[NewOrganisation]) -> set[str]:
    """The codes that have to be there first."""
    return {code for row in rows for code in (row.parent_code, row.merged_into_code) if code}


def _alike(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The rows by the columns they have: many at once have to have the same."""
    groups: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row)].append(row)
    return groups.values()


def _lines(aliases: str) -> tuple[str, ...]:
    return tuple(aliases.split("\n")) if aliases else ()


def _chunks(codes: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(codes)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
