"""Who has to decide on what, and who is to be told of what: the questions of the timers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, exists, false, func, literal, select, update

from conversations.domain import Grant, Role, Status
from storage import tables
from storage.repositories.organisations import below
from storage.repositories.subjects import decidable, has_executives

_submissions, _grants, _people = tables.submissions.c, tables.grants.c, tables.people.c
_conversations = tables.conversations.c
_is_waiting = _submissions.status == Status.SUBMITTED.value
_is_held = _grants.revoked_at.is_(None)
_is_executive, _is_staff = (_grants.role == role.value for role in (Role.EXECUTIVE, Role.STAFF))


class DueDecision(Struct, frozen=True):
    """A submission that has waited for a while."""

    id: int
    organisation_id: int
    changed_at: datetime  # filed or resubmitted
    remind_at: datetime
    has_executives: bool


class Waiting(Struct, frozen=True):
    """One submission of a list."""

    code: str
    title: str
    organisation_id: int
    union_name: str | None
    changed_at: datetime


class WaitingFor(Struct, frozen=True):
    """What waits for somebody."""

    total: int
    overdue: int  # how many of them have waited since an instant or longer
    oldest: tuple[Waiting, ...]  # of the overdue ones, who waits longest first


class Listener(Struct, frozen=True):
    """Somebody who is told of an announcement."""

    person_id: int
    is_official: bool  # executive or staff; else the owner of a draft


_DUE = (
    select(
        _submissions.id, _submissions.organisation_id, _submissions.changed_at, _submissions.remind_at,
        has_executives().label("has_executives"),
    )
    .where(_submissions.remind_at <= bindparam("now"), _is_waiting)
    .order_by(_submissions.remind_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=tables.submissions)
)  # fmt: skip
_REMIND = (
    update(tables.submissions).where(_submissions.id == bindparam("submission")).values(remind_at=bindparam("next"))
)
_LISTED = (
    _submissions.code, _submissions.title, _submissions.organisation_id, _submissions.union_name,
    _submissions.changed_at,
)  # fmt: skip


class Duties:
    """Reads for the timers; of what it changes there is `remind` alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, limit: int) -> list[DueDecision]:
        """Submissions whose `remind_at` has come; nobody else gets them until the commit."""
        return [DueDecision(*row) for row in self._connection.execute(_DUE, {"now": now, "most": limit})]

    def remind(self, submission_id: int, at: datetime | None) -> None:
        """Have the submission come due at *at*, or not any more."""
        self._connection.execute(_REMIND, {"submission": submission_id, "next": at})

    def executives(self, organisation_ids: Collection[int]) -> frozenset[int]:
        """The executives of these CĐCS."""
        statement = select(_grants.person_id).where(_is_held, _is_executive)
        here = _grants.organisation_id.in_(list(organisation_ids))
        return frozenset(self._connection.execute(statement.where(here)).scalars())

    def busy_executives(self) -> frozenset[int]:
        """The executives of every CĐCS where something waits."""
        here = _submissions.organisation_id == _grants.organisation_id
        waits = exists(select(_submissions.id).where(here, _is_waiting).correlate(tables.grants))
        statement = select(_grants.person_id).where(_is_held, _is_executive, waits)
        return frozenset(self._connection.execute(statement).scalars())

    def left_to_staff(self) -> frozenset[int]:
        """The organisations where something waits on which no executive can decide."""
        statement = select(_submissions.organisation_id).where(_is_waiting, ~has_executives()).distinct()
        return frozenset(self._connection.execute(statement).scalars())

    def staff(self) -> Mapping[int, tuple[int, ...]]:
        """Everybody who is staff, by node."""
        found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
        statement = select(_grants.organisation_id, _grants.person_id).where(_is_held, _is_staff)
        for node, person_id in self._connection.execute(statement):
            found[node] += (person_id,)
        return found

    def waiting_for(self, person_id: int, grants: Sequence[Grant], since: datetime, most: int) -> WaitingFor:
        """What the person may decide now; *most* of what has waited since *since* is listed."""
        known = select(_people.identity_hash).where(_people.id == person_id)
        mine = decidable(person_id, self._connection.execute(known).scalar(), grants)
        return self._waiting(mine, since, most)

    def waiting_below(self, scopes: Sequence[int], since: datetime, most: int) -> WaitingFor:
        """What waits in these subtrees."""
        inside = _submissions.organisation_id.in_(select(below(scopes).c.id)) if scopes else false()
        return self._waiting(inside & _is_waiting, since, most)

    def is_silent(self, person_id: int) -> bool:
        """Whether the person asked not to be reminded."""
        statement = select(_conversations.is_reminder_free).where(_conversations.person_id == person_id)
        return bool(self._connection.execute(statement).scalar())

    def listeners(
        self, roles: Collection[Role], after: int, limit: int, *, with_drafts: bool
    ) -> tuple[Listener, ...]:
        """Who is told of an announcement, by person, from the one behind *after* on: these roles and, with
        *with_drafts*, who has a draft; never who asked not to be reminded."""
        held = _grants.role.in_([role.value for role in roles])
        officials = select(_grants.person_id, literal(1).label("is_official")).where(_is_held, held)
        owners = select(_conversations.person_id, literal(0)).where(_conversations.has_draft)
        people = (officials.union(owners) if with_drafts else officials).subquery()
        is_silent = select(_conversations.person_id).where(
            _conversations.person_id == people.c.person_id, _conversations.is_reminder_free
        )
        rows = self._connection.execute(
            select(people.c.person_id, func.max(people.c.is_official))
            .where(people.c.person_id > after, ~is_silent.exists())
            .group_by(people.c.person_id)
            .order_by(people.c.person_id)
            .limit(limit)
        )
        return tuple(Listener(person_id, bool(official)) for person_id, official in rows)

    def _waiting(self, which: ColumnElement[bool], since: datetime, most: int) -> WaitingFor:
        is_overdue = _submissions.changed_at <= since
        counts = select(func.count(), func.count().filter(is_overdue)).select_from(tables.submissions).where(which)
        total, overdue = self._connection.execute(counts).one()
        longest = (_submissions.changed_at, _submissions.id)
        rows = self._connection.execute(
            select(*_LISTED).where(which, is_overdue).order_by(*longest).limit(most)
        ) if overdue else ()  # fmt: skip
        return WaitingFor(total, overdue, tuple(Waiting(*row) for row in rows))
