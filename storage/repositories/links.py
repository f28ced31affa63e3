"""Short codes: the QR code of a workplace, the one-time invitation to a role."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Update, bindparam, or_, select, update

from conversations.domain import Role
from conversations.effects import LinkKind
from conversations.facts import Link
from storage import tables
from storage.errors import CodeTaken
from storage.prepared import Prepared
from storage.repositories.organisations import below
from storage.upsert import insert

_columns = tables.links.c
_FIND = Prepared(select(tables.links).where(_columns.code == bindparam("code")))


class StoredLink(Struct, frozen=True):
    """A short code with its life."""

    code: str
    kind: LinkKind
    organisation_id: int
    role: Role | None
    created_at: datetime
    created_by: int | None
    expires_at: datetime | None
    used_at: datetime | None
    used_by: int | None
    revoked_at: datetime | None

    def is_usable(self, at: datetime) -> bool:
        """Whether it opens anything at *at*; an invitation does so once."""
        return self.ended(at) is None

    def ended(self, at: datetime) -> str | None:
        """Why it opens nothing any more at *at*: "used", "revoked" or "expired"; None while it does."""
        if self.used_at is not None:
            return "used"
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= at else None

    def as_link(self, at: datetime) -> Link:
        """What a turn may know of it."""
        ended = self.ended(at)
        return Link(
            self.code, self.kind, self.organisation_id, self.role, is_usable=ended is None, ended=ended,
            created_by=self.created_by,
        )  # fmt: skip


class Links:
    """Codes and what they open."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, code: str) -> StoredLink | None:
        """The link behind a code as it was typed or scanned, in capitals."""
        row = _FIND.run(self._connection, {"code": code}).one_or_none()
        return _stored(row) if row is not None else None

    def open_invitations(self, begin: str, at: datetime, most: int) -> tuple[StoredLink, ...]:
        """The invitations of anybody whose code begins so and that can still be accepted at *at*."""
        is_meant = (_columns.kind == LinkKind.INVITATION.value, _columns.code.startswith(begin, autoescape=True))
        statement = select(tables.links).where(*is_meant, *is_open(at)).order_by(_columns.code).limit(most)
        return tuple(map(_stored, self._connection.execute(statement)))

    def add(  # noqa: PLR0913 - a link has this many parts
        self,
        code: str,
        kind: LinkKind,
        organisation_id: int,
        *,
        at: datetime,
        role: Role | None = None,
        by: int | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Store a new code; *by* is None for the operator. Raises: CodeTaken."""
        row = {
            "code": code, "kind": kind.value, "organisation_id": organisation_id, "role": role.value if role else None,
            "created_at": at, "created_by": by, "expires_at": expires_at,
        }  # fmt: skip
        statement = insert(tables.links).on_conflict_do_nothing(index_elements=["code"])
        if self._connection.execute(statement, row).rowcount != 1:
            raise CodeTaken

    def use(self, code: str, person_id: int, at: datetime) -> bool:
        """Use an invitation up. Returns: False if it was used, revoked or expired in the meantime."""
        return self._changed(
            update(tables.links)
            .where(_columns.code == code, _columns.kind == LinkKind.INVITATION.value, *is_open(at))
            .values(used_at=at, used_by=person_id)
        )

    def workplace_code(self, organisation_id: int, fresh_code: str, at: datetime) -> str:
        """The one code on the posters of a workplace; *fresh_code* becomes it when there is none.

        Raises: CodeTaken if *fresh_code* opens something else.
        """
        if (known := self._workplace_code(organisation_id)) is not None:
            return known
        row = {
            "code": fresh_code, "kind": LinkKind.WORKPLACE.value, "organisation_id": organisation_id,
            "created_at": at,
        }  # fmt: skip
        self._connection.execute(insert(tables.links).on_conflict_do_nothing(), row)
        if (stored := self._workplace_code(organisation_id)) is None:
            raise CodeTaken
        return stored

    def revoke(self, code: str, at: datetime) -> bool:
        """Make a code useless for good. Returns: False if it was used or revoked, or is unknown."""
        is_held = (_columns.code == code, _columns.used_at.is_(None), _columns.revoked_at.is_(None))
        return self._changed(update(tables.links).where(*is_held).values(revoked_at=at))

    def revoke_made_by(self, person_id: int, at: datetime, lost: int, kept: Sequence[int]) -> tuple[StoredLink, ...]:
        """Make the open invitations of a person below *lost* useless, but for what lies below *kept*."""
        gone, left = below((lost,), "gone"), below(kept, "left")
        is_made_by = (_columns.kind == LinkKind.INVITATION.value, _columns.created_by == person_id)
        is_out = (_columns.organisation_id.in_(select(gone.c.id)), _columns.organisation_id.not_in(select(left.c.id)))
        ended = update(tables.links).where(*is_made_by, *is_out, *is_open(at)).values(revoked_at=at)
        return tuple(map(_stored, self._connection.execute(ended.returning(tables.links))))

    def revoke_workplace_code(self, organisation_id: int, at: datetime) -> bool:
        """Make the code on a workplace's posters useless for good. Returns: False if there was none."""
        code = self._workplace_code(organisation_id)
        return code is not None and self.revoke(code, at)

    def _workplace_code(self, organisation_id: int) -> str | None:
        is_poster = (_columns.kind == LinkKind.WORKPLACE.value, _columns.revoked_at.is_(None))
        statement = select(_columns.code).where(_columns.organisation_id == organisation_id, *is_poster)
        return self._connection.execute(statement).scalar_one_or_none()

    def _changed(self, statement: Update) -> bool:
        return self._connection.execute(statement).rowcount == 1


def is_open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a link that still opens something."""
    is_fresh = or_(_columns.expires_at.is_(None), _columns.expires_at > at)
    return is_fresh, _columns.used_at.is_(None), _columns.revoked_at.is_(None)


def _stored(row: Any) -> StoredLink:
    return StoredLink(
        row.code, LinkKind(row.kind), row.organisation_id, Role(row.role) if row.role else None, row.created_at,
        row.created_by, row.expires_at, row.used_at, row.used_by, row.revoked_at,
    )  # fmt: skip
