"""What a question means as conditions on tables: which nodes, which CĐCS, which initiatives. Nothing here is executed
but what `seen` asks. See queries.py.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Select, and_, select

from conversations.domain import Status
from conversations.report_effects import SELECTED
from storage import summed
from storage.figures import Question
from storage.repositories.organisations import below, is_union_in_force, members
from storage.tables import organisations, selections, submissions

_s, _o, _c = submissions.c, organisations.c, selections.c
is_filed = _s.status != Status.WITHDRAWN.value
is_confirmed = _s.status == Status.CONFIRMED.value
is_valid = and_(is_confirmed, _s.agreement_on.is_not(None))


def seen(connection: Connection, question: Question) -> Question:
    """The question, with what its nodes are."""
    others, unions = summed.roots_beside(question.scopes).exists(), summed.unions_among(question.scopes).exists()
    has_others, names_union = connection.execute(select(others, unions)).one()
    is_whole = bool(question.scopes) and not has_others
    return replace(question, is_whole=is_whole, names_union=bool(names_union))


def meant(question: Question, *, every_status: bool = False) -> tuple[ColumnElement[bool], ...]:
    """The conditions on submissions; without a status in the filter, withdrawn ones are left out."""
    return *_inside(question), *limits_of(question, every_status=every_status)


def _inside(question: Question) -> Iterator[ColumnElement[bool]]:
    """That who is responsible lies below the scope; nothing if all of them do."""
    if not question.is_whole:
        yield _s.organisation_id.in_(select(below(question.scopes).c.id))


def limits_of(question: Question, *, every_status: bool = False) -> Iterator[ColumnElement[bool]]:
    """The same without the scope."""
    limits = question.filter
    yield _s.campaign == question.campaign
    if limits.since:
        yield _s.submitted_on >= date.fromisoformat(limits.since)
    if limits.until:
        yield _s.submitted_on <= date.fromisoformat(limits.until)
    if limits.block:
        yield _s.block == limits.block
    if limits.status == SELECTED:
        yield _s.id.in_(select(_c.submission_id).where(chosen_by(question)))
    elif limits.status:
        yield is_valid if limits.status == summed.VALID else _s.status == limits.status
    elif not every_status:
        yield is_filed


def chosen_by(question: Question) -> ColumnElement[bool]:
    """That a selection is one of the nodes in scope; of a CĐCS, which chooses nothing itself, whoever made it.

    question: as `seen` gives it back.
    """
    if not question.names_union:
        return _c.organisation_id.in_(question.scopes)
    there = select(below(question.scopes, "chosen_below").c.id)
    return _c.submission_id.in_(select(_s.id).where(_s.organisation_id.in_(there)))


def one_of(statuses: tuple[Status, ...]) -> ColumnElement[bool]:
    """That an initiative stands there."""
    return _s.status.in_([status.value for status in statuses])


def active_unions(question: Question) -> Select[Any]:
    """The ids of the active CĐCS in scope, of the block in the filter."""
    conditions = [is_union_in_force()]
    if not question.is_whole:
        conditions.append(_o.id.in_(members(question.scopes)))
    if question.filter.block:
        conditions.append(_o.block == question.filter.block)
    return select(_o.id).where(*conditions)


def has_any(question: Question) -> ColumnElement[bool]:
    """Whether the CĐCS of the enclosing query has an initiative that is meant, of whatever block."""
    limits = replace(question, filter=replace(question.filter, block=None))
    if summed.knows_unions(question.filter):
        return _o.id.in_(summed.having_any(limits))
    return select(_s.id).where(*limits_of(limits), _s.organisation_id == _o.id).correlate(organisations).exists()
