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
    select,
    true,
    union_all,
)  # fmt: skip

from conversations.domain import Status
from conversations.report_effects import SELECTED, ReportFilter
from storage import tables
from storage.figures import DayFigures, Question, Tally
from storage.repositories.organisations import members, over
from storage.repositories.sums import union_figures

VALID = "valid"  # a status of the filter beside those of Status
_o, _notes = tables.organisations.c, tables.sum_changes.c
_sums, _districts, _unions = tables.campaign_sums.c, tables.district_sums.c, tables.union_sums.c
_having = tables.unions_having.c
_KEYS = ("submitted_on", "status", "block", "field", "is_agreed")
_UNION = (_unions.organisation_id, _unions.filed, _unions.confirmed, _unions.valid)
_FIGURE = {None: "filed", Status.CONFIRMED.value: "confirmed", VALID: "valid"}  # by the status of the filter


def is_whole(connection: Connection, scopes: tuple[int, ...]) -> bool:
    """Whether everything lies below these nodes: there is no root beside them."""
    return bool(scopes) and connection.execute(roots_beside(scopes).limit(1)).one_or_none() is None


def roots_beside(scopes: tuple[int, ...]) -> Select[Any]:
    """The roots that are none of these nodes."""
    return select(_o.id).where(_o.parent_id.is_(None), _o.id.not_in(scopes))


def unions_among(scopes: tuple[int, ...]) -> Select[Any]:
    """The CĐCS among these nodes."""
    return select(_o.id).where(_o.id.in_(scopes), _o.kind == "union")


def knows_tallies(question: Question) -> bool:
    """Whether there are sums of all that the question counts: by day only for everything, never for a CĐCS alone."""
    if question.filter.status == SELECTED:
        return False
    has_period = question.filter.since or question.filter.until
    return question.is_whole or not (has_period or question.names_union)


def tallies(connection: Connection, question: Question) -> tuple[Tally, ...]:
    """Initiatives by status, block, field and agreement; see `knows_tallies`."""
    counted = _counted_kinds(question) if question.is_whole else _counted_below(question)
    c, filed = counted.c, func.sum(counted.c.filed)
    keys = (c.status, c.block, c.field, c.is_agreed)
    statement = select(*keys, filed).group_by(*keys).having(filed > 0)
    return tuple(
        Tally(Status(status), block, field or None, bool(is_agreed), int(count))
        for status, block, field, is_agreed, count in connection.execute(statement)
    )


def knows_districts(question: Question) -> bool:
    """Whether there are sums of what the districts in scope have: of no period."""
    return knows_tallies(question) and not (question.filter.since or question.filter.until)


def by_district(connection: Connection, question: Question) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Districts with their filed, confirmed, valid and waiting ones; the same district more than once."""
    for c in (_districts, _notes):  # each by itself: the rows of the former come in order, so that nothing is sorted
        is_confirmed = c.status == Status.CONFIRMED.value
        conditions = (true(), is_confirmed, is_confirmed & c.is_agreed, c.status == Status.SUBMITTED.value)
        figures = [func.sum(case((condition, c.filed), else_=0)) for condition in conditions]
        limits = [c.campaign == question.campaign, *_below(c.district_id, question), *_limits(question.filter, c)]
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


def unions_with(connection: Connection, question: Question, active: Select[Any]) -> Counter[int]:
    """How many of the *active* CĐCS, which are those in scope, have an initiative that is meant; see `knows_unions`.

    Returns: the counts by the node that they hang below.
    """
    if question.names_union:  # alone, not with all that hang beside it
        counts = by_parent(connection, active.where(_has_stored(question)))
    else:
        counts = _having_below(connection, question)
    counts.update(_not_folded(connection, question, active))
    return counts


def _having_below(connection: Connection, question: Question) -> Counter[int]:
    having = func.sum(_having[_FIGURE[question.filter.status]])
    limits = [_having.campaign == question.campaign, *_below(_having.node_id, question)]
    if question.filter.block:
        limits.append(_having.block == question.filter.block)
    statement = select(_having.node_id, having).where(*limits).group_by(_having.node_id)
    rows = connection.execute(statement.having(having > 0))  # who had any has a row for good
    return Counter({node: int(count) for node, count in rows})


def _has_stored(question: Question) -> ColumnElement[bool]:
    figure = _FIGURE[question.filter.status]
    stored = select(_unions.organisation_id).where(_unions.campaign == question.campaign, _unions[figure] > 0)
    return stored.where(_unions.organisation_id == _o.id).correlate(tables.organisations).exists()


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


def _counted_kinds(question: Question) -> FromClause:
    """The same of all days, each added up by itself: the sums come in order, so that they are not sorted."""
    parts = (
        select(*(c[key] for key in _KEYS[1:]), func.sum(c.filed).label("filed"))
        .where(c.campaign == question.campaign, *_limits(question.filter, c))
        .group_by(*(c[key] for key in _KEYS[1:]))
        for c in (_sums, _notes)
    )
    return union_all(*parts).subquery("counted")


def _counted_below(question: Question) -> FromClause:
    """The same of the districts in scope: a CĐCS is below with its district, or it is a scope itself."""
    parts = (
        select(*(c[key] for key in _KEYS[1:]), c.filed)
        .where(c.campaign == question.campaign, *_below(c.district_id, question), *_limits(question.filter, c))
        for c in (_districts, _notes)
    )
    return union_all(*parts).subquery("counted")


def _below(node: ColumnElement[int], question: Question) -> Iterator[ColumnElement[bool]]:
    """That a node over CĐCS lies below the scope; nothing if all of them do. node: its id, in a table of sums."""
    if not question.is_whole:
        yield node.in_(select(over(question.scopes, f"over_{node.table.name}").c.id))


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
