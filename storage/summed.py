"""Figures of a province or of a whole campaign, read from sums in place of rows. Reads only; see queries.py.

Sums alone are behind by what has changed since they were last folded, so each statement reads the notes along.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    func,
    literal_column,
    or_,
    select,
    union_all,
)  # fmt: skip

from conversations.domain import Status
from conversations.report_effects import ReportFilter
from storage import tables
from storage.figures import DayFigures, Question, Tally
from storage.paging import count_rows
from storage.repositories.organisations import below
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
    """How many of the *active* CĐCS have an initiative that is meant; of everything.

    All that have any, without the few that are not active, and what the notes make different: no look at each CĐCS.
    """
    figure, is_active = _FIGURE[question.filter.status], active.where(_o.id == _unions.organisation_id).exists()
    changed, fresh = _fresh(question)
    stored = select(_unions.organisation_id).where(_unions.campaign == question.campaign, _unions[figure] > 0)
    others = stored.where(_unions.organisation_id.in_(select(_o.id).where(_is_other(question.filter.block))))
    before = stored.where(_unions.organisation_id.in_(changed), is_active)
    now = select(fresh.c.organisation_id).where(fresh.c[figure] > 0)
    now = now.where(active.where(_o.id == fresh.c.organisation_id).exists())
    signs = ((1, stored), (-1, others), (-1, before), (1, now))
    return sum(sign * count_rows(connection, some) for sign, some in signs)


def _is_other(block: str | None) -> ColumnElement[Any]:
    """Whether an organisation is no active CĐCS of that block; NOT to the letter of ix_organisations_others."""
    is_other: ColumnElement[Any] = literal_column("NOT (organisations.kind = 'union' AND organisations.is_active)")
    return or_(is_other, _o.block.is_distinct_from(block)) if block else is_other


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
        yield c.organisation_id.in_(select(below(question.scopes, f"below_{c.organisation_id.table.name}").c.id))


def _counted(question: Question) -> FromClause:
    """The sums of the campaign and the notes that are not in them."""
    summed = select(*(_sums[key] for key in _KEYS), _sums.filed).where(_sums.campaign == question.campaign)
    noted = select(*(_notes[key] for key in _KEYS), _notes.filed).where(_notes.campaign == question.campaign)
    return union_all(summed, noted).subquery("counted")


def _counted_below(question: Question) -> FromClause:
    """The same of the districts in scope: a CĐCS is below with its district, or it is a scope itself."""
    inside = select(below(question.scopes).c.id)
    parts = (
        select(*(c[key] for key in _KEYS[1:]), c.filed)
        .where(c.campaign == question.campaign, c.district_id.in_(inside))
        for c in (_districts, _notes)
    )
    return union_all(*parts).subquery("counted")


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
