"""Who holds which role for which node of the tree."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from conversations.domain import Grant, Role
from storage import tables
from storage.columns import Id
from storage.prepared import Prepared
from storage.repositories.audit import Audit
from storage.repositories.organisations import above, below
from storage.upsert import insert

_columns = tables.grants.c
_is_held = _columns.revoked_at.is_(None)
_OF = Prepared(
    select(_columns.role, _columns.organisation_id)
    .where(_columns.person_id == bindparam("person"), _is_held)
    .order_by(_columns.id)
)
_HOLDERS = Prepared(
    select(_columns.person_id)
    .where(_columns.organisation_id == bindparam("organisation"), _columns.role == bindparam("named"), _is_held)
    .order_by(_columns.id)
)

_way_up = above(bindparam("organisation", type_=Id))
_STAFF_ABOVE = Prepared(
    select(_columns.person_id, _way_up.c.distance)
    .join_from(tables.grants, _way_up, _columns.organisation_id == _way_up.c.id)
    .where(_columns.role == Role.STAFF.value, _is_held)
    .order_by(_way_up.c.distance, _columns.id)
)


class Holder(Struct, frozen=True):
    """One role that somebody holds."""

    person_id: int
    role: Role
    organisation_id: int
    granted_at: datetime
    granted_by: int | None = None  # None: the operator


class Grants:
    """Roles, each for one node; every change is audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def of(self, person_id: int) -> tuple[Grant, ...]:
        """What a person holds now, the oldest first."""
        rows = _OF.run(self._connection, {"person": person_id})
        return tuple(Grant(Role(row.role), row.organisation_id) for row in rows)

    def add(self, person_id: int, grant: Grant, by: int | None, at: datetime) -> bool:
        """Grant a role; *by* is None for the operator. Returns: False if it is held already."""
        statement = insert(tables.grants).on_conflict_do_nothing().returning(_columns.id)
        row = _row(person_id, grant) | {"granted_at": at, "granted_by": by}
        grant_id = self._connection.execute(statement, row).scalar_one_or_none()
        return self._audited(grant_id, "granted", person_id, grant, by, at)

    def revoke(self, person_id: int, grant: Grant, at: datetime, by: int | None = None) -> bool:
        """Take a role away. Returns: False if it is not held."""
        held = [_is_held, *(_columns[name] == value for name, value in _row(person_id, grant).items())]
        statement = update(tables.grants).where(*held).values(revoked_at=at).returning(_columns.id)
        grant_id = self._connection.execute(statement).scalar_one_or_none()
        return self._audited(grant_id, "revoked", person_id, grant, by, at)

    def held(self, person_id: int, grant: Grant) -> Holder | None:
        """The role if the person holds it now."""
        held = [_is_held, *(_columns[name] == value for name, value in _row(person_id, grant).items())]
        row = self._connection.execute(select(_columns.granted_at, _columns.granted_by).where(*held)).one_or_none()
        return Holder(person_id, grant.role, grant.organisation_id, *row) if row is not None else None

    def holders(self, role: Role, organisation_id: int) -> tuple[int, ...]:
        """The persons who hold *role* for exactly this node."""
        given = {"organisation": organisation_id, "named": role.value}
        return tuple(_HOLDERS.run(self._connection, given).scalars())

    def everybody(self, role: Role) -> tuple[int, ...]:
        """The persons who hold *role* anywhere, the oldest grant first."""
        statement = select(_columns.person_id).where(_columns.role == role.value, _is_held).order_by(_columns.id)
        return tuple(dict.fromkeys(self._connection.execute(statement).scalars()))

    def nearest_staff(self, organisation_id: int) -> tuple[int, ...]:
        """The staff of this node or, where it has none, of the nearest node above that has any."""
        rows = list(_STAFF_ABOVE.run(self._connection, {"organisation": organisation_id}))
        return tuple(row.person_id for row in rows if row.distance == rows[0].distance)

    def listed(self, scope_ids: Sequence[int], role: Role) -> tuple[Holder, ...]:
        """Who holds *role* anywhere in these subtrees, by node."""
        scope = below(scope_ids)
        rows = self._connection.execute(
            select(_columns.person_id, _columns.organisation_id, _columns.granted_at)
            .join_from(tables.grants, scope, _columns.organisation_id == scope.c.id)
            .where(_columns.role == role.value, _is_held)
            .order_by(_columns.organisation_id, _columns.id)
        )
        return tuple(Holder(row.person_id, role, row.organisation_id, row.granted_at) for row in rows)

    def _audited(
        self, grant_id: int | None, action: str, person_id: int, grant: Grant, by: int | None, at: datetime
    ) -> bool:
        if grant_id is None:
            return False
        self._audit.add(at, by, action, f"grant:{grant_id}", _row(person_id, grant))
        return True


def _row(person_id: int, grant: Grant) -> dict[str, object]:
    return {"person_id": person_id, "role": grant.role.value, "organisation_id": grant.organisation_id}
