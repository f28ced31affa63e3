"""Figures of a province or of a whole campaign, read from sums in place of rows. Reads only; see queries.py.

Sums alone are behind by what has changed since they were last folded, so each statement reads the notes along.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)  # fmt: skip

from conversations.domain import Status
from conversations.report_effects import ReportFilter
from storage import tables
from storage.figures import DayFigures, Question, Tally
from storage.paging import count_rows
from storage.repositories.organisations import is_no_union_in_force, members, over
from storage.repositories.sums import union_figures

VALID = "valid"  # a status of the filter beside those of Status
_o, _notes = tables.organisations.c, tables.sum_changes.c
_sums, _districts, _unions = tables.campaign_sums.c, tables.district_sums.c, tables.union_sums.c
_KEYS = ("submitted_on", "status", "block", "field", "is_agreed")
_UNION = (_unions.organisation_id, _unions.filed, _unions.confirmed, _unions.valid)
_FIGURE = {None: "filed", Status.CONFIRMED.value: "confirmed", VALID: "valid"}  # by the status of the filter


def is_whole(connection: Connection, scopes: tuple[int, ...]) -> bool:
    """Whether everything lies below these nodes: there is no root beside them."""
    others = select(_o.id).where(_o.parent_id.is_(None), _o.id.not_in(scopes)).limit(1)
    return bool(scopes) and connection.execute(others).one_or_none() is None


def knows_tallies(connection: Connection, question: Question) -> bool:
    """Whether there are sums of all that the question counts: by day only for everything, never for a CĐCS alone."""
    if question.is_whole:
        return True
    unions = select(_o.id).where(_o.id.in_(question.scopes), _o.kind == "union").limit(1)
    has_period = question.filter.since or question.filter.until
    return not has_period and connection.execute(unions).one_or_none() is None


def tallies(connection: Connection, question: Question) -> tuple[Tally, ...]:
    """Initiatives by status, block, field and agreement; see `knows_tallies`."""
    counted = _counted(question) if question.is_whole else _counted_below(question)
    c, filed = counted.c, func.sum(counted.c.filed)
    keys = (c.status, c.block, c.field, c.is_agreed)
    statement = select(*keys, filed).where(*_limits(question.filter, c)).group_by(*keys).having(filed > 0)
    return tuple(
        Tally(Status(status), block, field or None, bool(is_agreed), int(count))
        for status, block, field, is_agreed, count in connection.execute(statement)
    )


def knows_districts(connection: Connection, question: Question) -> bool:
    """Whether there are sums of what the districts in scope have: of no period."""
    return knows_tallies(connection, question) and not (question.filter.since or question.filter.until)


def by_district(connection: Connection, question: Question) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Districts with their filed, confirmed, valid and waiting ones; the same district more than once."""
    for c in (_districts, _notes):  # each by itself: the rows of the former come in order, so that nothing is sorted
        is_confirmed = c.status == Status.CONFIRMED.value
        conditions = (true(), is_confirmed, is_confirmed & c.is_agreed, c.status == Status.SUBMITTED.value)
        figures = [func.sum(case((condition, c.filed), else_=0)) for condition in conditions]
        limits = [c.campaign == question.campaign, *_below(c, question), *_limits(question.filter, c)]
        if question.filter.status is None:
            limits.append(c.status != Status.WITHDRAWN.value)
        statement = select(c.district_id, *figures).where(*limits).group_by(c.district_id)
        for district, *counts in connection.execute(statement):
            yield district, tuple(map(int, counts))


def days(connection: Connection, question: Question) -> tuple[DayFigures, ...]:
    """Initiatives per local day; without a status in the filter, those that were not withdrawn."""
    counted = _counted(question)
    c, filed = counted.c, func.sum(counted.c.filed)
    limits = _limits(question.filter, c)
    if question.filter.status is None:
        limits.append(c.status != Status.WITHDRAWN.value)
    statement = select(c.submitted_on, filed).where(*limits).group_by(c.submitted_on).having(filed > 0)
    rows = connection.execute(statement.order_by(c.submitted_on))
    return tuple(DayFigures(day, int(count)) for day, count in rows)


def knows_unions(limits: ReportFilter) -> bool:
    """Whether the sums of the CĐCS tell which of them have an initiative that is meant, of whatever block."""
    return not (limits.since or limits.until) and limits.status in _FIGURE


def count_unions_with(connection: Connection, question: Question, active: Select[Any]) -> int:
    """How many of the *active* CĐCS, which are those in scope, have an initiative that is meant; see `knows_unions`."""
    if not question.is_whole:
        return sum(unions_with(connection, question, active).values())
    # All that have any, without the few that are not active: no look at each CĐCS.
    stored = _stored(question)
    others = stored.where(_unions.organisation_id.in_(select(_o.id).where(_is_other(question.filter.block))))
    changed = sum(_not_folded(connection, question, active).values())
    return count_rows(connection, stored) - count_rows(connection, others) + changed


def unions_with(connection: Connection, question: Question, active: Select[Any]) -> Counter[int]:
    """The same by the node that they hang below."""
    counts = by_parent(connection, active.where(_has_stored(question)))
    counts.update(_not_folded(connection, question, active))
    return counts


def _stored(question: Question) -> Select[Any]:
    figure = _FIGURE[question.filter.status]
    return select(_unions.organisation_id).where(_unions.campaign == question.campaign, _unions[figure] > 0)


def _has_stored(question: Question) -> ColumnElement[bool]:
    return _stored(question).where(_unions.organisation_id == _o.id).correlate(tables.organisations).exists()


def _not_folded(connection: Connection, question: Question, active: Select[Any]) -> Counter[int]:
    """How many more of the *active* ones the notes make it, or less."""
    if connection.execute(select(_notes.id).where(_notes.campaign == question.campaign).limit(1)).one_or_none() is None:
        return Counter()
    changed, fresh = _fresh(question)
    now = select(fresh.c.organisation_id).where(fresh.c[_FIGURE[question.filter.status]] > 0)
    counts = by_parent(connection, active.where(_o.id.in_(now)))
    counts.subtract(by_parent(connection, active.where(_o.id.in_(changed), _has_stored(question))))
    return counts


def by_parent(connection: Connection, unions: Select[Any]) -> Counter[int]:
    """How many of these CĐCS hang below each node."""
    counted = unions.with_only_columns(_o.parent_id, func.count().label("unions")).group_by(_o.parent_id)
    return Counter({row.parent_id: row.unions for row in connection.execute(counted)})


def _is_other(block: str | None) -> ColumnElement[Any]:
    """Whether an organisation is no active CĐCS of that block."""
    return or_(is_no_union_in_force(), _o.block.is_distinct_from(block)) if block else is_no_union_in_force()


def having_any(question: Question) -> Select[Any]:
    """The ids of whoever has an initiative that is meant, of whatever block; see `knows_unions`."""
    figures = by_union(question)
    return select(figures.c.organisation_id.label("id")).where(figures.c[_FIGURE[question.filter.status]] > 0)


def by_union(question: Question) -> FromClause:
    """Filed, confirmed and valid, of each organisation that ever had any: most as summed up, few with their notes."""
    changed, fresh = _fresh(question)
    settled = select(*_UNION).where(*_in_scope(_unions, question), _unions.organisation_id.not_in(changed))
    return union_all(settled, select(fresh)).subquery("by_union")


def _fresh(question: Question) -> tuple[Select[Any], FromClause]:
    """Whose figures the notes change, and what they are with them."""
    noted = select(_notes.organisation_id, *union_figures()).where(*_in_scope(_notes, question)).cte("noted")
    changed = select(noted.c.organisation_id)
    stored = select(*_UNION).where(_unions.campaign == question.campaign, _unions.organisation_id.in_(changed))
    c = union_all(stored, select(noted)).subquery("parts").c
    figures = (func.sum(c[figure]).label(figure) for figure in ("filed", "confirmed", "valid"))
    return changed, select(c.organisation_id, *figures).group_by(c.organisation_id).subquery("fresh")


def _in_scope(c: Any, question: Question) -> Iterator[ColumnElement[bool]]:
    yield c.campaign == question.campaign
    if not question.is_whole:
        yield c.organisation_id.in_(members(question.scopes, f"over_{c.organisation_id.table.name}"))


def _counted(question: Question) -> FromClause:
    """The sums of the campaign and the notes that are not in them."""
    summed = select(*(_sums[key] for key in _KEYS), _sums.filed).where(_sums.campaign == question.campaign)
    noted = select(*(_notes[key] for key in _KEYS), _notes.filed).where(_notes.campaign == question.campaign)
    return union_all(summed, noted).subquery("counted")


def _counted_below(question: Question) -> FromClause:
    """The same of the districts in scope: a CĐCS is below with its district, or it is a scope itself."""
    parts = (
        select(*(c[key] for key in _KEYS[1:]), c.filed).where(c.campaign == question.campaign, *_below(c, question))
        for c in (_districts, _notes)
    )
    return union_all(*parts).subquery("counted")


def _below(c: Any, question: Question) -> Iterator[ColumnElement[bool]]:
    """That a district lies below the scope; nothing if all of them do."""
    if not question.is_whole:
        yield c.district_id.in_(select(over(question.scopes, f"over_{c.district_id.table.name}").c.id))


def _limits(limits: ReportFilter, c: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if limits.since:
        found.append(c.submitted_on >= date.fromisoformat(limits.since))
    if limits.until:
        found.append(c.submitted_on <= date.fromisoformat(limits.until))
    if limits.block:
        found.append(c.block == limits.block)
    if limits.status:
        is_valid = (c.status == Status.CONFIRMED.value) & c.is_agreed
        found.append(is_valid if limits.status == VALID else c.status == limits.status)
    return found
