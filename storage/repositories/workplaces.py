"""Initiatives whose workplace was only typed, and the deeds by which they come to a CĐCS or to another federation."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from conversations.district_effects import TypedWorkplace
from conversations.domain import Status
from conversations.facts import Resolution, Unresolved
from conversations.matching.typed_unions import typed_key
from conversations.reminders import DECIDE_AFTER
from storage import tables
from storage.repositories.audit import Audit
from storage.repositories.organisations import below
from storage.repositories.unions import Unions

MOST_READ = 2000  # initiatives that a queue is made of; those behind come when these are done
MOST_MOVED = 1000  # by one deed: the rest stays in the queue
_CHUNK = 500  # values in one IN (...)
_s, _o, _r, _m = tables.submissions.c, tables.organisations.c, tables.resolutions.c, tables.resolved.c
_WAITING = (Status.SUBMITTED.value, Status.CHANGES_REQUESTED.value, Status.CONFIRMED.value)
_is_typed = and_(_s.union_id.is_(None), _s.union_name.is_not(None))


class Moved(Struct, frozen=True):
    """An initiative that a deed has moved, as it is now."""

    code: str
    author_id: int
    status: Status
    name: str  # of the workplace, as its author typed it

    @property
    def is_alive(self) -> bool:
        """Whether its author still hears of it: not declined, not taken back."""
        return self.status.value in _WAITING


class Place(Struct, frozen=True):
    """Where initiatives go: columns of a submission."""

    province_id: int
    federation_id: int
    union_id: int | None

    @property
    def organisation_id(self) -> int:
        """The CĐCS; the federation while there is none."""
        return self.union_id or self.federation_id


@dataclass(slots=True)
class _Group:
    names: Counter[str] = field(default_factory=Counter)
    authors: set[int] = field(default_factory=set)
    first: int = 0


class Workplaces:
    """Typed workplaces."""

    def __init__(self, connection: Connection, unions: Unions, audit: Audit) -> None:
        self._connection, self._unions, self._audit = connection, unions, audit

    def waiting(self, scopes: Sequence[int]) -> tuple[tuple[Unresolved, ...], bool]:
        """The typed workplaces in these subtrees, the oldest first. Returns: they, and whether there are more.

        Their federation is the one that is responsible now; the one that an author named may have been merged away.
        """
        nodes = below(scopes)
        here = select(_o.id).join(nodes, nodes.c.id == _o.id).where(_o.kind != "union")
        rows = self._connection.execute(
            select(_s.id, _s.organisation_id, _s.union_name, _s.author_id)
            .where(_s.organisation_id.in_(here), _s.status.in_(_WAITING), _is_typed)
            .order_by(_s.id)
            .limit(MOST_READ + 1)
        ).all()
        return _grouped(rows[:MOST_READ]), len(rows) > MOST_READ

    # -- deeds ---------------------------------------------------------------------------------------------------
    def move(
        self, code: str, typed: TypedWorkplace, to: Place, *, by: int, at: datetime, has_created: bool = False
    ) -> tuple[Moved, ...]:
        """Move every initiative of a typed workplace. Returns: what was moved; none if somebody else was faster."""
        rows = self._typed(typed)
        if not rows:
            return ()
        deed = {
            "code": code, "federation_id": typed.federation_id, "organisation_id": to.organisation_id,
            "name": typed.name, "at": at, "by_id": by, "has_created": has_created,
        }  # fmt: skip
        self._connection.execute(insert(tables.resolutions), deed)
        moved = [row for row in rows if self._placed(row, to, at)]
        items = [
            {"resolution": code, "submission_id": row.id, "union_name": row.union_name, "revision": row.revision + 1}
            for row in moved
        ]
        self._connection.execute(insert(tables.resolved), items)
        action = "workplace-resolved" if to.union_id else "workplace-referred"
        for row in moved:
            details = {"typed": row.union_name, "from": typed.federation_id, "to": to.organisation_id, "deed": code}
            self._audit.add(at, by, action, f"submission:{row.code}", details)
        return tuple(map(_moved, moved))

    def find(self, code: str, person_id: int) -> Resolution | None:
        """The deed of that code; '' for the person's last that was not undone."""
        statement = select(tables.resolutions)
        if code:
            statement = statement.where(_r.code == code)
        else:
            statement = statement.where(_r.by_id == person_id, _r.undone_at.is_(None)).order_by(_r.at.desc()).limit(1)
        row = self._connection.execute(statement).one_or_none()
        if row is None:
            return None
        back = select(func.count()).select_from(tables.resolved.join(tables.submissions, _s.id == _m.submission_id))
        every = self._connection.execute(back.where(_m.resolution == row.code)).scalar_one()
        able = self._connection.execute(back.where(_m.resolution == row.code, _is_untouched(row))).scalar_one()
        return Resolution(
            row.code, row.federation_id, row.organisation_id, row.name, row.at, able, every - able,
            is_undone=row.undone_at is not None,
        )  # fmt: skip

    def undo(self, code: str, origin: Place, *, by: int, at: datetime) -> tuple[Moved, ...]:
        """Take back what the deed has moved and nobody touched since, and what was learnt by it.

        Returns: what went back; none if the deed is undone already, or if there is nothing.
        """
        mark = update(tables.resolutions).where(_r.code == code, _r.undone_at.is_(None)).values(undone_at=at)
        if self._connection.execute(mark).rowcount != 1:
            return ()
        deed = self._connection.execute(select(tables.resolutions).where(_r.code == code)).one()
        rows = self._connection.execute(
            select(_s.id, _s.code, _s.author_id, _s.status, _s.revision, _m.union_name)
            .join_from(tables.submissions, tables.resolved, _s.id == _m.submission_id)
            .where(_m.resolution == code, _is_untouched(deed))
            .order_by(_s.id)
            .with_for_update(of=tables.submissions)
        ).all()
        back = [row for row in rows if self._placed(row, origin, at)]
        for row in back:
            self._audit.add(at, by, "workplace-undone", f"submission:{row.code}", {"deed": code})
        self._unions.unlearn(code)
        if deed.has_created and len(back) == len(rows):
            self._unions.close_unused(deed.organisation_id)
        return tuple(map(_moved, back))

    def forget_before(self, at: datetime) -> int:
        """Drop which initiatives older deeds have moved, and the deeds, but for those by which a name was learnt.

        The audit trail keeps who moved what. Returns: rows deleted.
        """
        old = select(_r.code).where(_r.at < at)
        moved = self._connection.execute(delete(tables.resolved).where(_m.resolution.in_(old))).rowcount
        names = tables.learnt_names.c
        has_taught = select(names.id).where(names.resolution == _r.code).exists()
        deeds = self._connection.execute(delete(tables.resolutions).where(_r.at < at, ~has_taught)).rowcount
        return moved + deeds

    def _typed(self, typed: TypedWorkplace) -> Sequence[Any]:
        """The rows of a typed workplace, held until the end of the transaction."""
        here = (_s.organisation_id == typed.federation_id, _s.status != Status.WITHDRAWN.value, _is_typed)
        names = self._connection.execute(select(_s.union_name).where(*here).distinct()).scalars()
        meant = [name for name in names if typed_key(name) == typed.key]
        rows: list[Any] = []
        for start in range(0, len(meant), _CHUNK):
            statement = (
                select(_s.id, _s.code, _s.author_id, _s.status, _s.revision, _s.union_name)
                .where(*here, _s.union_name.in_(meant[start : start + _CHUNK]))
                .order_by(_s.id)
                .limit(MOST_MOVED - len(rows))
                .with_for_update()
            )
            rows += self._connection.execute(statement).all()
        return rows

    def _placed(self, row: Any, to: Place, at: datetime) -> bool:
        """Write another place into a row, with the revision that was read; what waits is looked at anew in two days."""
        is_waiting = row.status == Status.SUBMITTED.value
        values: Mapping[str, Any] = {
            "province_id": to.province_id, "federation_id": to.federation_id, "union_id": to.union_id,
            "organisation_id": to.organisation_id, "union_name": None if to.union_id else row.union_name,
            "revision": row.revision + 1, **({"remind_at": at + DECIDE_AFTER} if is_waiting else {}),
        }  # fmt: skip
        statement = update(tables.submissions).where(_s.id == row.id, _s.revision == row.revision).values(**values)
        return self._connection.execute(statement).rowcount == 1


def _moved(row: Any) -> Moved:
    return Moved(row.code, row.author_id, Status(row.status), row.union_name)


def _is_untouched(deed: Any) -> ColumnElement[bool]:
    """Whether a moved submission is still where the deed has put it, and nobody has decided on or changed it since."""
    return and_(_s.organisation_id == deed.organisation_id, _s.revision == _m.revision)


def _grouped(rows: Collection[Any]) -> tuple[Unresolved, ...]:
    keys: dict[str, str] = {}
    groups: dict[tuple[int, str], _Group] = {}
    for row in rows:
        key = keys.get(row.union_name) or keys.setdefault(row.union_name, typed_key(row.union_name))
        group = groups.setdefault((row.organisation_id, key), _Group(first=row.id))
        group.names[row.union_name] += 1
        group.authors.add(row.author_id)
    return tuple(
        Unresolved(
            federation, key, tuple(name for name, _ in group.names.most_common()), group.names.total(),
            len(group.authors), group.first,
        )
        for (federation, key), group in groups.items()
    )  # fmt: skip
