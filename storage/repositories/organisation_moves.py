"""The rows that a change of an organisation takes along, noted one by one so that exactly these can come back."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)  # fmt: skip

from conversations.domain import Role
from storage import tables

SUBMISSION, GRANT, DOUBLED, CHILD, NAME = "submission", "grant", "doubled", "child", "name"
SELECTION = "selection"
_o, _g, _s, _m = tables.organisations.c, tables.grants.c, tables.submissions.c, tables.organisation_moves.c
_c = tables.selections.c


class Moves:
    """What one change moved."""

    def __init__(self, connection: Connection, change_id: int) -> None:
        self._connection, self._id = connection, change_id

    def take(self, from_id: int, to_id: int, at: datetime, *, staff_follow: bool) -> None:
        """Hand over everything of one organisation. Roles that are held there already, or do not follow, end."""
        self._shift(SUBMISSION, tables.submissions, _s.organisation_id, from_id, to_id)
        self._shift(CHILD, tables.organisations, _o.parent_id, from_id, to_id)
        if staff_follow:  # what a district proposes is no choice of the province that takes over from it
            self._shift(SELECTION, tables.selections, _c.organisation_id, from_id, to_id, ~_is_chosen_at(to_id))
        held = and_(_g.organisation_id == from_id, _g.revoked_at.is_(None))
        is_there = _is_held_at(to_id)
        ends = is_there if staff_follow else is_there | (_g.role == Role.STAFF.value)
        self._note(DOUBLED, select(_g.id).where(held, ends))
        self._connection.execute(update(tables.grants).where(_g.id.in_(self._noted(DOUBLED))).values(revoked_at=at))
        self._shift(GRANT, tables.grants, _g.organisation_id, from_id, to_id, _g.revoked_at.is_(None))

    def give_back(self, from_id: int, to_id: int, at: datetime, now: datetime) -> None:
        """The rows that are still where this change brought them go back; *at* is when it did.

        A role that was taken away since is not given again, and one that was given there again ends here.
        """
        is_doubled = (_g.id.in_(self._noted(GRANT)), _g.organisation_id == to_id, _g.revoked_at.is_(None))
        ends = update(tables.grants).where(*is_doubled, _is_held_at(from_id)).values(revoked_at=now)
        self._connection.execute(ends)
        for what, table, column in (
            (SUBMISSION, tables.submissions, _s.organisation_id),
            (CHILD, tables.organisations, _o.parent_id),
            (SELECTION, tables.selections, _c.organisation_id),
            (GRANT, tables.grants, _g.organisation_id),
        ):
            statement = update(table).where(table.c.id.in_(self._noted(what)), column == to_id)
            self._connection.execute(statement.values({column: from_id}))
        ended = (_g.id.in_(self._noted(DOUBLED)), _g.revoked_at == at, _g.organisation_id == from_id)
        self._connection.execute(update(tables.grants).where(*ended, ~_is_held_at(from_id)).values(revoked_at=None))

    def children(self, to_id: int) -> tuple[int, ...]:
        """The nodes that would go back."""
        statement = select(_o.id).where(_o.id.in_(self._noted(CHILD)), _o.parent_id == to_id)
        return tuple(self._connection.execute(statement).scalars())

    def counted(self) -> dict[str, int]:
        """How many initiatives, roles and nodes moved, and how many roles ended."""
        statement = select(_m.what, func.count().label("rows")).where(_m.change_id == self._id).group_by(_m.what)
        counts = {row.what: row.rows for row in self._connection.execute(statement)}
        names = {"initiatives": SUBMISSION, "roles": GRANT, "ended": DOUBLED, "children": CHILD}
        return {name: counts.get(what, 0) for name, what in names.items()}

    def note_name(self, row_id: int) -> None:
        """A former name that this change made."""
        self._connection.execute(insert(tables.organisation_moves), self._row(NAME) | {"row_id": row_id})

    def forget_names(self) -> None:
        """The former name is no former one any more."""
        names = tables.organisation_names
        self._connection.execute(delete(names).where(names.c.id.in_(self._noted(NAME))))

    def _shift(
        self, what: str, table: Table, column: Column[Any], from_id: int, to_id: int, *conditions: ColumnElement[bool]
    ) -> None:
        self._note(what, select(table.c.id).where(column == from_id, *conditions))
        self._connection.execute(update(table).where(table.c.id.in_(self._noted(what))).values({column: to_id}))

    def _note(self, what: str, rows: Select[Any]) -> None:
        noted = rows.add_columns(literal(self._id).label("change_id"), literal(what).label("what"))
        statement = insert(tables.organisation_moves).from_select(["row_id", "change_id", "what"], noted)
        self._connection.execute(statement)

    def _noted(self, what: str) -> Select[Any]:
        return select(_m.row_id).where(_m.change_id == self._id, _m.what == what)

    def _row(self, what: str) -> dict[str, Any]:
        return {"change_id": self._id, "what": what}


def _is_held_at(organisation_id: int) -> ColumnElement[bool]:
    """Whether the person of a grant holds the same role there."""
    other = tables.grants.alias("other")
    return (
        select(other.c.id)
        .where(other.c.organisation_id == organisation_id, other.c.revoked_at.is_(None))
        .where(other.c.person_id == _g.person_id, other.c.role == _g.role)
        .correlate(tables.grants)
        .exists()
    )


def _is_chosen_at(organisation_id: int) -> ColumnElement[bool]:
    """Whether an initiative that was chosen is chosen there, too."""
    other = tables.selections.alias("other")
    there = (other.c.submission_id == _c.submission_id, other.c.organisation_id == organisation_id)
    return select(other.c.id).where(*there).correlate(tables.selections).exists()
