"""Who asks to become an executive of a CĐCS, until somebody above decides or the request runs out."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, delete, func, select, update

from storage import tables
from storage.errors import CodeTaken
from storage.repositories.audit import Audit
from storage.upsert import insert

GRANTED, REFUSED, EXPIRED = "granted", "refused", "expired"
_requests = tables.role_requests
_columns = _requests.c
_is_open = _columns.closed_at.is_(None)


class StoredRequest(Struct, frozen=True):
    """A request with its life."""

    code: str
    person_id: int
    organisation_id: int
    asked_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    closed_by: int | None
    outcome: str | None  # GRANTED, REFUSED, EXPIRED

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be decided at *at*."""
        return self.closed_at is None and self.expires_at > at


class RoleRequests:
    """All of them; asking and deciding are audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def add(self, code: str, person_id: int, organisation_id: int, at: datetime, expires_at: datetime) -> None:
        """Open a request. Raises: CodeTaken if the person has an open one for the node, or the code is not new."""
        mine = (_columns.person_id == person_id, _columns.organisation_id == organisation_id)
        over = update(_requests).where(*mine, _is_open, _columns.expires_at <= at)
        self._connection.execute(over.values(closed_at=_columns.expires_at, outcome=EXPIRED))
        row = {
            "code": code, "person_id": person_id, "organisation_id": organisation_id, "asked_at": at,
            "expires_at": expires_at,
        }  # fmt: skip
        if self._connection.execute(insert(_requests).on_conflict_do_nothing(), row).rowcount != 1:
            raise CodeTaken
        self._audit.add(at, person_id, "role-asked", f"request:{code}", {"organisation_id": organisation_id})

    def find(self, code: str) -> StoredRequest | None:
        """The request of that code."""
        row = self._connection.execute(select(_requests).where(_columns.code == code)).one_or_none()
        return StoredRequest(*row) if row is not None else None

    def of(self, person_id: int, since: datetime) -> tuple[StoredRequest, ...]:
        """What a person asked for after *since*, the newest first."""
        asked = select(_requests).where(_columns.person_id == person_id, _columns.asked_at > since)
        rows = self._connection.execute(asked.order_by(_columns.asked_at.desc(), _columns.code))
        return tuple(StoredRequest(*row) for row in rows)

    def is_asking(self, person_id: int, at: datetime) -> bool:
        """Whether a request of the person waits for an answer at *at*."""
        mine = select(_columns.code).where(_columns.person_id == person_id, _is_open, _columns.expires_at > at)
        return self._connection.execute(mine.limit(1)).scalar() is not None

    def close(self, code: str, outcome: str, by: int, at: datetime) -> bool:
        """Decide a request. Returns: False if it was decided or has run out in the meantime."""
        still_open = (_columns.code == code, _is_open, _columns.expires_at > at)
        decided = update(_requests).where(*still_open).values(closed_at=at, closed_by=by, outcome=outcome)
        if self._connection.execute(decided).rowcount != 1:
            return False
        self._audit.add(at, by, f"role-{outcome}", f"request:{code}")
        return True

    def forget_before(self, at: datetime) -> int:
        """Drop what ran out before *at*. Returns: how many."""
        return self._connection.execute(delete(_requests).where(_columns.expires_at < at)).rowcount


class WrongCodes:
    """Codes that opened nothing: when, and whose account; never which code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person_id: int, at: datetime) -> None:
        """One more."""
        self._connection.execute(insert(tables.wrong_codes), {"person_id": person_id, "at": at})

    def count(self, since: datetime, person_id: int | None = None) -> int:
        """How many after *since*, from one account or from all."""
        columns = tables.wrong_codes.c
        counted = select(func.count()).select_from(tables.wrong_codes).where(columns.at > since)
        if person_id is not None:
            counted = counted.where(columns.person_id == person_id)
        return int(self._connection.execute(counted).scalar_one())

    def forget_before(self, at: datetime) -> int:
        """Drop what came before *at*. Returns: how many."""
        return self._connection.execute(delete(tables.wrong_codes).where(tables.wrong_codes.c.at < at)).rowcount
