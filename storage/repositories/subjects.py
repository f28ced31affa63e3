"""Submissions together with what decides who may act on them: a person's view of the common table."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, false, func, or_, select

from conversations.domain import Consent, Grant, Role, Status, Submission
from conversations.facts import Subject
from storage import tables
from storage.prepared import Prepared
from storage.repositories.grants import Grants
from storage.repositories.organisations import below
from storage.repositories.people import IDENTITY_LABEL
from storage.repositories.submission_rows import submission
from storage.repositories.submissions import is_named, named
from storage.vault import Vault

_MOST_PER_CODE = 10  # matches of a short code; more of them are told apart no better
_submissions, _grants, _people = tables.submissions.c, tables.grants.c, tables.people.c
_identities = tables.identities.c


class Pending(Struct, frozen=True):
    """What waits for a person's decision."""

    subjects: tuple[Subject, ...]  # the first of them, who waits longest first
    total: int


def has_executives() -> ColumnElement[bool]:
    """Whether the CĐCS has an executive who is not the author, on this account or another of the same identity."""
    is_somebody_else = and_(
        _grants.person_id != _submissions.author_id,
        or_(_people.identity_hash.is_(None), _people.identity_hash != _submissions.identity_hash),
    )
    return exists(
        select(_grants.id)
        .join_from(tables.grants, tables.people, _grants.person_id == _people.id)
        .where(
            _grants.organisation_id == _submissions.organisation_id,
            _grants.role == Role.EXECUTIVE.value,
            _grants.revoked_at.is_(None),
            is_somebody_else,
        )
        .correlate(tables.submissions)
    )


def with_executives() -> Select[Any]:
    """Submissions, and of each whether somebody in its CĐCS may decide it."""
    return select(tables.submissions, has_executives().label("has_executives"))


_FILED = Prepared(
    select(_submissions.author_id, _submissions.organisation_id, _submissions.identity_hash).where(
        _submissions.code == bindparam("code")
    )
)
_SAME = Prepared(select(_people.id).where(_people.identity_hash == bindparam("hash")))
_NAMED = Prepared(with_executives().where(is_named()).order_by(_submissions.code).limit(_MOST_PER_CODE))


class Subjects:
    """Reads submissions on behalf of one person."""

    def __init__(self, connection: Connection, vault: Vault, roles: Grants) -> None:
        self._connection, self._vault, self._roles = connection, vault, roles

    def named(self, codes: Sequence[str], person_id: int, identity_hash: bytes | None) -> tuple[Subject, ...]:
        """What the codes, or their first four symbols or more, name; in the order of the codes, none twice."""
        found: dict[str, Subject] = {}
        for code in codes:
            if (limits := named(code)) is not None:
                rows = _NAMED.run(self._connection, limits)
                found |= {row.code: self._subject(row, person_id, identity_hash) for row in rows}
        return tuple(found.values())

    def pending_for(self, person_id: int, identity_hash: bytes | None, grants: Sequence[Grant], limit: int) -> Pending:
        """What the person may decide now: as executive in the own CĐCS, as staff where no executive can.

        Nothing of their own is among it. Who waits longest, since filing or resubmitting, comes first.
        """
        condition = decidable(person_id, identity_hash, grants)
        waits_longest = (_submissions.changed_at, _submissions.id)
        rows = self._connection.execute(with_executives().where(condition).order_by(*waits_longest).limit(limit)).all()
        total = len(rows)
        if total == limit:
            total = self._connection.execute(select(func.count(_submissions.id)).where(condition)).scalar_one()
        subjects = (self._subject(row, person_id, identity_hash) for row in rows)
        # While keys are rotated the hashes in SQL may differ for one and the same number; is_own knows all keys.
        return Pending(tuple(subject for subject in subjects if not subject.is_own), total)

    def deciders(self, code: str) -> tuple[int, ...]:
        """Who is to be told that a submission waits: the executives of its CĐCS, else the nearest staff above.

        Never the author, nor another account with the author's identity number.
        """
        filed = _FILED.run(self._connection, {"code": code}).one_or_none()
        if filed is None:
            return ()
        same = _SAME.run(self._connection, {"hash": filed.identity_hash}).scalars()
        authors = {filed.author_id, *same}
        executives = _without(authors, self._roles.holders(Role.EXECUTIVE, filed.organisation_id))
        return executives or _without(authors, self._roles.nearest_staff(filed.organisation_id))

    def speaker(self, filed: Submission) -> int:
        """Who hears of a submission and changes what is asked for: its author; who entered it for an author who signed
        it and has no account."""
        entered = filed.entered
        if entered is None or entered.consent is not Consent.SIGNATURE:
            return filed.author_id
        has_account = select(_identities.id).where(_identities.person_id == filed.author_id).limit(1)
        return entered.by_id if self._connection.execute(has_account).scalar() is None else filed.author_id

    def _subject(self, row: Any, person_id: int, identity_hash: bytes | None) -> Subject:
        filed = submission(self._vault, row)
        number = filed.answers.get("id_number")  # not of one that is anonymous
        hashes = self._vault.hashes(number, IDENTITY_LABEL) if number else ()
        is_own = filed.author_id == person_id or identity_hash in hashes
        acts = filed.entered is not None and filed.entered.by_id == person_id and self.speaker(filed) == person_id
        return Subject(filed, is_own=is_own, has_executives=bool(row.has_executives), acts_for_author=acts)


def _without(authors: Collection[int], people: Sequence[int]) -> tuple[int, ...]:
    return tuple(person for person in people if person not in authors)


def decidable(person_id: int, identity_hash: bytes | None, grants: Sequence[Grant]) -> ColumnElement[bool]:
    """What waits and may be decided by a person with these grants."""
    unions = [grant.organisation_id for grant in grants if grant.role is Role.EXECUTIVE]
    scopes = [grant.organisation_id for grant in grants if grant.role is Role.STAFF]
    ways: list[ColumnElement[bool]] = [_submissions.organisation_id.in_(unions)] if unions else []
    if scopes:
        subtree = select(below(scopes).c.id)
        ways.append(and_(_submissions.organisation_id.in_(subtree), ~has_executives()))
    is_others = _submissions.author_id != person_id
    if identity_hash is not None:
        is_others = and_(is_others, _submissions.identity_hash != identity_hash)
    return and_(_submissions.status == Status.SUBMITTED.value, is_others, or_(false(), *ways))
