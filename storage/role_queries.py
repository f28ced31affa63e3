"""Read-only questions about who works where, for /canbo. Organisations and persons are named by id."""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, select, true

from conversations.domain import OFFICIALS, Role
from conversations.effects import LinkKind
from storage import tables
from storage.figures import Page
from storage.paging import count_rows, paged
from storage.repositories.grants import Holder
from storage.repositories.links import is_open
from storage.repositories.organisations import below, is_union_in_force
from storage.summed import is_whole

PAGE_ROWS = 8  # each has a button of its own
EVERYWHERE = (-1,)  # in place of scopes below which everything lies
_g, _o, _l, _r = tables.grants.c, tables.organisations.c, tables.links.c, tables.role_requests.c


class Staffing(Struct, frozen=True):
    """How an area is staffed."""

    unions: int  # active CĐCS
    without: int  # of these, with nobody who decides
    executives: int
    staff: int
    invitations: int  # that can still be accepted
    requests: int  # that wait


class UnionsWithout(Struct, frozen=True):
    """The CĐCS with nobody who decides."""

    page: Page[int]
    unions: int


class OpenInvitation(Struct, frozen=True):
    """An invitation that can still be accepted."""

    code: str
    role: Role
    organisation_id: int
    created_by: int | None
    expires_at: datetime | None


class OpenRequest(Struct, frozen=True):
    """Somebody who asks to become an executive."""

    code: str
    person_id: int
    organisation_id: int
    asked_at: datetime


def staffing(connection: Connection, scopes: tuple[int, ...], now: datetime) -> Staffing:
    """The figures of an area."""
    scopes = _narrowed(connection, scopes)
    unions = _unions(scopes)
    return Staffing(
        count_rows(connection, unions),
        count_rows(connection, unions.where(~_has_executive())),
        count_rows(connection, _holders(scopes, Role.EXECUTIVE)),
        count_rows(connection, _holders(scopes, Role.STAFF)),
        count_rows(connection, _invitations(scopes, now)),
        count_rows(connection, _requests(scopes, now)),
    )


def unions_without_executive(connection: Connection, scopes: tuple[int, ...], page: int) -> UnionsWithout:
    """Active CĐCS with nobody who decides, by code."""
    scopes = _narrowed(connection, scopes)
    rows, found = paged(connection, _unions(scopes).where(~_has_executive()), (_o.code,), page, PAGE_ROWS)
    return UnionsWithout(found.page(tuple(row.id for row in rows)), count_rows(connection, _unions(scopes)))


def holders(connection: Connection, scopes: tuple[int, ...], page: int) -> Page[Holder]:
    """Who is staff or an executive anywhere in the area, the upper nodes first."""
    scopes = _narrowed(connection, scopes)
    statement = _holders(scopes, *OFFICIALS).add_columns(_g.granted_by, _o.code)
    rows, found = paged(connection, statement, (_o.code, _g.id), page, PAGE_ROWS)
    return found.page(
        tuple(
            Holder(row.person_id, Role(row.role), row.organisation_id, row.granted_at, row.granted_by) for row in rows
        )
    )


def invitations(connection: Connection, scopes: tuple[int, ...], now: datetime, page: int) -> Page[OpenInvitation]:
    """Invitations to the area that can still be accepted, those that end first above."""
    rows, found = paged(connection, _invitations(scopes, now), (_l.expires_at, _l.code), page, PAGE_ROWS)
    return found.page(
        tuple(
            OpenInvitation(row.code, Role(row.role), row.organisation_id, row.created_by, row.expires_at)
            for row in rows
        )
    )


def invitations_to(connection: Connection, role: Role, organisation_id: int, now: datetime) -> tuple[str, ...]:
    """The codes of the open invitations to one role of one node, a page at most; those that end first in front."""
    named = (_l.role == role.value, _l.organisation_id == organisation_id)
    statement = _invitations((organisation_id,), now).where(*named).order_by(_l.expires_at, _l.code).limit(PAGE_ROWS)
    return tuple(row.code for row in connection.execute(statement))


def requests(connection: Connection, scopes: tuple[int, ...], now: datetime, page: int) -> Page[OpenRequest]:
    """Requests for the area that wait, the oldest first."""
    rows, found = paged(connection, _requests(scopes, now), (_r.asked_at, _r.code), page, PAGE_ROWS)
    return found.page(tuple(OpenRequest(row.code, row.person_id, row.organisation_id, row.asked_at) for row in rows))


def _narrowed(connection: Connection, scopes: tuple[int, ...]) -> tuple[int, ...]:
    """The nodes below which to look; EVERYWHERE if all is below them."""
    return EVERYWHERE if is_whole(connection, scopes) else scopes


def _is_below(column: ColumnElement[int], scopes: tuple[int, ...]) -> ColumnElement[bool]:
    if scopes is EVERYWHERE:
        return true()
    return column.in_(select(below(scopes).c.id))


def _unions(scopes: tuple[int, ...]) -> Select[Any]:
    return select(_o.id).where(_is_below(_o.id, scopes), is_union_in_force())


def _has_executive() -> ColumnElement[bool]:
    """Whether the CĐCS of the enclosing query has somebody who decides."""
    is_held = (_g.organisation_id == _o.id, _g.role == Role.EXECUTIVE.value, _g.revoked_at.is_(None))
    return select(_g.id).where(*is_held).correlate(tables.organisations).exists()


def _holders(scopes: tuple[int, ...], *roles: Role) -> Select[Any]:
    wanted = (_is_below(_g.organisation_id, scopes), _g.role.in_([role.value for role in roles]))
    held = select(_g.id, _g.person_id, _g.role, _g.organisation_id, _g.granted_at)
    return held.join_from(tables.grants, tables.organisations).where(*wanted, _g.revoked_at.is_(None))


def _invitations(scopes: tuple[int, ...], now: datetime) -> Select[Any]:
    roles = [role.value for role in OFFICIALS]
    wanted = (_l.kind == LinkKind.INVITATION.value, _l.role.in_(roles), _is_below(_l.organisation_id, scopes))
    columns = (_l.code, _l.role, _l.organisation_id, _l.created_by, _l.expires_at)
    return select(*columns).where(*wanted, *is_open(now))


def _requests(scopes: tuple[int, ...], now: datetime) -> Select[Any]:
    wanted = (_is_below(_r.organisation_id, scopes), _r.closed_at.is_(None), _r.expires_at > now)
    return select(_r.code, _r.person_id, _r.organisation_id, _r.asked_at).where(*wanted)
