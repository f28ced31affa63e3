"""Organisations renamed, closed, moved and merged; and each of it undone, with exactly what it took along.

A merge hands over who is responsible (submissions' organisation_id), the executives and what hangs below. What an
author answered stays (submissions' union_id and so on), and so does the name it had: see decision 0020.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import orjson
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, insert, or_, select, update

from conversations.domain import Role, Status
from conversations.kinds import PARENTS, may_take_over
from conversations.units import Refusal, UnitAct, UnitChange, UnitFigures
from storage import tables
from storage.errors import UnitRefused
from storage.repositories.audit import Audit
from storage.repositories.counters import Counters
from storage.repositories.organisation_moves import Moves
from storage.repositories.organisation_tree import check_place, refuse_if
from storage.repositories.organisations import DIRECTORY, NewOrganisation, Organisations

_o, _g, _s = tables.organisations.c, tables.grants.c, tables.submissions.c
_changes = tables.organisation_changes.c
_RESTORED = ("name", "parent_id", "is_active", "valid_to", "merged_into_id")
_TOGETHER = 500  # renames in one statement
_RENAME = update(tables.organisations).where(_o.id == bindparam("row_id")).values(name=bindparam("new_name"))
_IN_FORCE = _changes.undone_at.is_(None)


class Who(Struct, frozen=True):
    """Who changes something, when, and from which local day on it is so."""

    by: int | None  # None: the operator
    at: datetime
    day: date


class OrganisationChanges:
    """Every method changes the tree for all processes from the commit on, is audited, and raises UnitRefused."""

    def __init__(self, connection: Connection, audit: Audit, organisations: Organisations) -> None:
        self._connection, self._audit, self._organisations = connection, audit, organisations

    def add(self, new: NewOrganisation, who: Who) -> UnitChange:
        """A new one below an active node that takes its kind."""
        self._lock()
        refuse_if(self._one(_o.code == new.code) is not None, Refusal.CODE_TAKEN)
        parent = self._one(_o.code == new.parent_code)
        if parent is None:
            raise UnitRefused(Refusal.UNKNOWN)
        refuse_if(new.kind not in PARENTS or parent.kind not in PARENTS[new.kind], Refusal.KIND)
        refuse_if(not parent.is_active, Refusal.PARENT_CLOSED)
        self._free_name(parent.id, new.name)
        self._organisations.add_many([new])
        node = self._one(_o.code == new.code)
        assert node is not None  # noqa: S101
        check_place(self._connection, node.id, parent.id)
        return self._made(UnitAct.ADDED, node, None, who, {})

    def rename(self, organisation_id: int, name: str, who: Who) -> UnitChange:
        """Another name from that day on; the one before is kept and still found."""
        node = self._active(organisation_id)
        refuse_if(node.name == name, Refusal.SAME_NAME)
        self._free_name(node.parent_id, name)
        change = self._made(UnitAct.RENAMED, node, None, who, {"name": name})
        if (kept := self._organisations.keep_name(node.id, node.name, who.day)) is not None:
            Moves(self._connection, change.id).note_name(kept)
        return change

    def rename_listed(self, names: Mapping[str, str], who: Who) -> int:
        """Those of a list that are called otherwise by now, each as a rename of its own. Returns: how many.

        Args: names: by code; the caller holds the tree and has looked at them.
        """
        codes, count = iter(names), 0
        while some := tuple(islice(codes, _TOGETHER)):
            stored = self._connection.execute(select(_o.id, _o.code, _o.name).where(_o.code.in_(some)))
            renamed = [(row.id, row.name, names[row.code]) for row in stored if row.name != names[row.code]]
            count += len(renamed)
            if renamed:
                self._rename_all(renamed, who)
        return count

    def close(self, organisation_id: int, who: Who) -> UnitChange:
        """It is not offered any more; history and executives stay, so that what waits can be decided."""
        node = self._active(organisation_id)
        refuse_if(self._count(tables.organisations, _o.parent_id == node.id, _o.is_active) > 0, Refusal.HAS_CHILDREN)
        return self._made(UnitAct.CLOSED, node, None, who, {"is_active": False, "valid_to": who.day})

    def reopen(self, organisation_id: int, who: Who) -> UnitChange:
        """It is offered again."""
        self._lock()
        node = self._known(organisation_id)
        refuse_if(node.is_active, Refusal.ACTIVE)
        refuse_if(node.merged_into_id is not None, Refusal.MERGED)
        self._place_open(node)
        return self._made(UnitAct.REOPENED, node, None, who, {"is_active": True, "valid_to": None})

    def move(self, organisation_id: int, under_id: int, who: Who) -> UnitChange:
        """With all below it under another node."""
        node, parent = self._active(organisation_id), self._active(under_id)
        refuse_if(node.parent_id == parent.id, Refusal.ITSELF)
        check_place(self._connection, node.id, parent.id)
        refuse_if(parent.kind not in PARENTS[node.kind], Refusal.KIND)
        return self._made(UnitAct.MOVED, node, parent.id, who, {"parent_id": parent.id})

    def merge(self, organisation_id: int, into_id: int, who: Who) -> UnitChange:
        """All it has becomes the other one's: what was filed there, executives, what hangs below, posters, names.

        Staff follow only to a node of the same kind: a district's do not become a province's.
        """
        node, heir = self._active(organisation_id), self._active(into_id)
        refuse_if(node.id == heir.id, Refusal.ITSELF)
        refuse_if(not may_take_over(heir.kind, node.kind), Refusal.KIND)
        for child in self._children(node.id):
            if child.id == heir.id:  # it would hang below itself
                raise UnitRefused(Refusal.LOOP)
            check_place(self._connection, child.id, heir.id)
            refuse_if(heir.kind not in PARENTS[child.kind], Refusal.KIND)
        ended = min(who.day, node.valid_to) if node.valid_to else who.day
        new = {"is_active": False, "valid_to": ended, "merged_into_id": heir.id}
        change = self._made(UnitAct.MERGED, node, heir.id, who, new)
        Moves(self._connection, change.id).take(node.id, heir.id, who.at, staff_follow=node.kind == heir.kind)
        return change

    def undo(self, change_id: int, who: Who) -> UnitChange:
        """As it was before, but for what has happened since: that stays where it happened."""
        self._lock()
        row = self._connection.execute(
            select(tables.organisation_changes).where(_changes.id == change_id, _IN_FORCE)
        ).one_or_none()
        if row is None:
            raise UnitRefused(Refusal.NOTHING)
        node = self._known(row.organisation_id)
        refuse_if(self._is_built_upon(row), Refusal.LATER_CHANGE)
        before = self._before(row)
        self._check_undoing(row, node, before)
        moves = Moves(self._connection, row.id)
        if before:
            self._connection.execute(update(tables.organisations).where(_o.id == node.id).values(before))
        if row.kind == UnitAct.MERGED:
            moves.give_back(node.id, row.other_id, row.at, who.at)
        moves.forget_names()
        undone = {"undone_at": who.at, "undone_by": who.by}
        self._connection.execute(update(tables.organisation_changes).where(_changes.id == row.id).values(undone))
        details = {"change": row.id, "act": row.kind, "other": row.other_id}
        self._audit.add(who.at, who.by, "unit-undone", f"organisation:{node.id}", details)
        return _change(row)

    def get(self, change_id: int) -> UnitChange | None:
        """A change in force."""
        statement = select(tables.organisation_changes).where(_changes.id == change_id, _IN_FORCE)
        row = self._connection.execute(statement).one_or_none()
        return _change(row) if row is not None else None

    def last(self, organisation_id: int) -> UnitChange | None:
        """The last change in force, of it or into it."""
        is_about = or_(_changes.organisation_id == organisation_id, _changes.other_id == organisation_id)
        statement = select(tables.organisation_changes).where(is_about, _IN_FORCE)
        row = self._connection.execute(statement.order_by(_changes.id.desc()).limit(1)).one_or_none()
        return _change(row) if row is not None else None

    def figures(self, organisation_id: int) -> UnitFigures:
        """What hangs on it."""
        here, filed = _s.organisation_id == organisation_id, tables.submissions
        held = and_(_g.organisation_id == organisation_id, _g.revoked_at.is_(None))
        return UnitFigures(
            organisation_id,
            initiatives=self._count(filed, here),
            waiting=self._count(filed, here, _s.status == Status.SUBMITTED.value),
            executives=self._count(tables.grants, held, _g.role == Role.EXECUTIVE.value),
            staff=self._count(tables.grants, held, _g.role == Role.STAFF.value),
            children=self._count(tables.organisations, _o.parent_id == organisation_id, _o.is_active),
            last=self.last(organisation_id),
        )

    def moved(self, change_id: int) -> dict[str, int]:
        """How much a change took along."""
        return Moves(self._connection, change_id).counted()

    def touched(self) -> frozenset[str]:
        """The codes of what people have changed, and of what a merge took along: not for a built-in list to reset."""
        moved = select(tables.organisation_moves.c.row_id).where(tables.organisation_moves.c.what == "child")
        changed = select(_changes.organisation_id)
        statement = select(_o.code).where(or_(_o.id.in_(changed), _o.id.in_(moved)))
        return frozenset(self._connection.execute(statement).scalars())

    def _made(
        self, act: UnitAct, node: Row[Any], other_id: int | None, who: Who, values: Mapping[str, object]
    ) -> UnitChange:
        before = {name: getattr(node, name) for name in _RESTORED if name in values}
        kept = orjson.dumps(before).decode()
        row = {
            "at": who.at, "by_id": who.by, "kind": act.value, "organisation_id": node.id, "other_id": other_id,
            "day": who.day, "before": kept,
        }  # fmt: skip
        statement = insert(tables.organisation_changes).returning(_changes.id)
        change_id = self._connection.execute(statement, row).scalar_one()
        if values:
            self._connection.execute(update(tables.organisations).where(_o.id == node.id).values(dict(values)))
        details = {"change": change_id, "day": who.day, "other": other_id, "before": before, "after": dict(values)}
        self._audit.add(who.at, who.by, f"unit-{act.value}", f"organisation:{node.id}", details)
        return UnitChange(change_id, act, node.id, other_id, who.day)

    def _rename_all(self, renamed: Sequence[tuple[int, str, str]], who: Who) -> None:
        """Args: renamed: id, the name so far, the new one."""
        kind, key = UnitAct.RENAMED.value, _changes.organisation_id
        rows = [
            {"at": who.at, "by_id": who.by, "kind": kind, "organisation_id": node, "other_id": None, "day": who.day,
             "before": orjson.dumps({"name": old}).decode()}
            for node, old, _ in renamed
        ]  # fmt: skip
        changes = insert(tables.organisation_changes).returning(key, _changes.id)
        made = {row.organisation_id: row.id for row in self._connection.execute(changes, rows)}
        for node, old, new in renamed:
            names = {"before": {"name": old}, "after": {"name": new}}
            details = {"change": made[node], "day": who.day, "other": None, **names}
            self._audit.add(who.at, who.by, f"unit-{kind}", f"organisation:{node}", details)
        self._connection.execute(_RENAME, [{"row_id": node, "new_name": new} for node, _, new in renamed])
        kept = self._organisations.keep_names([(node, old) for node, old, _ in renamed], who.day)
        for node, name_id in kept.items():
            Moves(self._connection, made[node]).note_name(name_id)

    def _check_undoing(self, row: Row[Any], node: Row[Any], before: Mapping[str, object]) -> None:
        match UnitAct(row.kind):
            case UnitAct.ADDED:
                refuse_if(bool(self._children(node.id)), Refusal.HAS_CHILDREN)
            case UnitAct.RENAMED:
                self._free_name(node.parent_id, str(before["name"]))
            case UnitAct.CLOSED:
                self._place_open(node)
            case UnitAct.MOVED:
                parent = self._known(int(str(before["parent_id"])))
                refuse_if(not parent.is_active, Refusal.PARENT_CLOSED)
                check_place(self._connection, node.id, parent.id)
            case UnitAct.MERGED:
                self._place_open(node)
                for child in Moves(self._connection, row.id).children(row.other_id):
                    check_place(self._connection, child, node.id)

    def _is_built_upon(self, row: Row[Any]) -> bool:
        """Whether a later change has to be undone first: one of the same node, or the end of who took over."""
        ends = (UnitAct.CLOSED.value, UnitAct.MERGED.value)
        same = or_(_changes.organisation_id == row.organisation_id, _changes.other_id == row.organisation_id)
        if row.other_id is not None:
            same = or_(same, and_(_changes.organisation_id == row.other_id, _changes.kind.in_(ends)))
        return self._count(tables.organisation_changes, _changes.id > row.id, _IN_FORCE, same) > 0

    def _before(self, row: Row[Any]) -> dict[str, object]:
        before: dict[str, Any] = orjson.loads(row.before)
        if before.get("valid_to"):
            before["valid_to"] = date.fromisoformat(before["valid_to"])
        return {"is_active": False, "valid_to": row.day} if row.kind == UnitAct.ADDED else before

    def _place_open(self, node: Row[Any]) -> None:
        parent = self._one(_o.id == node.parent_id)
        refuse_if(parent is not None and not parent.is_active, Refusal.PARENT_CLOSED)
        self._free_name(node.parent_id, node.name)

    def _free_name(self, parent_id: int | None, name: str) -> None:
        alike = self._count(tables.organisations, _o.parent_id == parent_id, _o.name == name, _o.is_active)
        refuse_if(alike > 0, Refusal.NAME_TAKEN)

    def _active(self, organisation_id: int) -> Row[Any]:
        self._lock()
        node = self._known(organisation_id)
        refuse_if(not node.is_active, Refusal.NOT_ACTIVE)
        return node

    def _known(self, organisation_id: int) -> Row[Any]:
        node = self._one(_o.id == organisation_id)
        if node is None:
            raise UnitRefused(Refusal.UNKNOWN)
        return node

    def _lock(self) -> None:
        """One change at a time, over all processes: two that fit alone may make a loop together."""
        Counters(self._connection).add(DIRECTORY)

    def _one(self, condition: ColumnElement[bool]) -> Row[Any] | None:
        return self._connection.execute(select(tables.organisations).where(condition)).one_or_none()

    def _children(self, organisation_id: int) -> list[Row[Any]]:
        statement = select(tables.organisations).where(_o.parent_id == organisation_id).order_by(_o.id)
        return list(self._connection.execute(statement))

    def _count(self, table: Any, *conditions: ColumnElement[bool]) -> int:
        return int(self._connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def _change(row: Row[Any]) -> UnitChange:
    return UnitChange(row.id, UnitAct(row.kind), row.organisation_id, row.other_id, row.day)
