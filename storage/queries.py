"""Read-only questions about what was filed, for /report and exports. Nothing here writes.

Every condition (conditions.py) starts from the ids below the scope, so that ix_submissions_reported serves a district
and a CĐCS and no table is read; what is counted by nothing else is read from sums (summed.py).
"filed" means everything but withdrawn, "valid" means confirmed by the CĐCS and agreed to by the employer.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from sqlalchemy import BigInteger, ColumnElement, Connection, Integer, Select, cast, func, literal_column, select

from conversations.domain import Role, Status
from conversations.report_effects import ReportFilter
from storage import selection_queries, summed
from storage.conditions import (
    active_unions,
    has_any,
    is_confirmed,
    is_filed,
    is_valid,
    limits_of,
    meant,
    one_of,
    seen,
)  # fmt: skip
from storage.figures import (
    DayFigures,
    DayList,
    Initiative,
    MissingList,
    MissingUnion,
    Proposed,
    Question,
    Tally,
    Totals,
    UnionFigures,
    UnionList,
    WaitingInitiative,
    WaitingList,
)  # fmt: skip
from storage.paging import count_rows, paged
from storage.repositories.organisations import Organisations, below, is_no_union_in_force
from storage.tables import grants, organisations, submissions

_NO_LIMITS = ReportFilter()
_NODES = 50  # organisations whose rows are held at once while a table is streamed
_s, _o, _g = submissions.c, organisations.c, grants.c
_WAITS: ColumnElement[Any] = literal_column("submissions.status || '' = 'submitted'")  # as in ix_submissions_waiting
_WAITS_LONGEST = (_s.changed_at, _s.id)
_filed_at = func.coalesce(_s.union_id, _s.federation_id)  # what the author named, whoever took over since


def totals(connection: Connection, question: Question) -> Totals:
    """Initiatives by status, block, field and agreement in one pass; and how many CĐCS have any."""
    question = seen(connection, question)
    unions = active_unions(question)
    count = _count_unions(connection, question)
    if summed.knows_unions(question.filter):
        unions_with = summed.unions_with(connection, question, unions).total()
    else:
        unions_with = count_rows(connection, unions.where(has_any(question)))
    chosen = selection_queries.count_chosen(connection, question)
    return Totals(_tallies(connection, question), count, unions_with, chosen)


def _count_unions(connection: Connection, question: Question) -> int:
    """How many active CĐCS there are; of everything: all nodes without the few others, none of them looked at."""
    if not question.is_whole or question.filter.block:
        return count_rows(connection, active_unions(question))
    nodes: int = connection.execute(select(func.count()).select_from(organisations)).scalar_one()
    return nodes - count_rows(connection, select(_o.id).where(is_no_union_in_force()))


def _tallies(connection: Connection, question: Question) -> tuple[Tally, ...]:
    if summed.knows_tallies(question):
        return summed.tallies(connection, question)
    is_agreed = _s.agreement_on.is_not(None).label("is_agreed")
    statement = (
        select(_s.status, _s.block, _s.field, is_agreed, func.count().label("filed"))
        .where(*meant(question, every_status=True))
        .group_by(_s.status, _s.block, _s.field, is_agreed)
    )
    rows = connection.execute(statement).all()
    return tuple(Tally(Status(row.status), row.block, row.field, bool(row.is_agreed), row.filed) for row in rows)


def by_union(connection: Connection, question: Question, page: int = 1) -> UnionList:
    """Filed, confirmed and valid per CĐCS that has any; the most active first."""
    question = seen(connection, question)
    if question.filter == _NO_LIMITS:
        sums = summed.by_union(question)
        statement = select(sums).where(sums.c.filed > 0)
        order: tuple[ColumnElement[Any], ...] = (sums.c.filed.desc(), sums.c.organisation_id)
    else:
        statement, order = _by_union(question), (func.count().desc(), _s.organisation_id)
    rows, found = paged(connection, statement, order, page)
    figures = tuple(UnionFigures(row.organisation_id, row.filed, row.confirmed, row.valid) for row in rows)
    return UnionList(found.page(figures))


def _by_union(question: Question) -> Select[Any]:
    return (
        select(
            _s.organisation_id,
            func.count().label("filed"),
            func.count().filter(is_confirmed).label("confirmed"),
            func.count().filter(is_valid).label("valid"),
        )
        .where(*meant(question))
        .group_by(_s.organisation_id)
    )


def missing_unions(connection: Connection, question: Question, page: int = 1) -> MissingList:
    """Active CĐCS without an initiative within the filter; a block in it is the block of the CĐCS."""
    question = seen(connection, question)
    executives = _executives(_o.id)
    statement = active_unions(question).where(~has_any(question))
    without = count_rows(connection, statement.where(executives == 0))
    rows, found = paged(connection, statement.add_columns(executives.label("executives")), (_o.code,), page)
    unions = count_rows(connection, active_unions(question))
    return MissingList(found.page(tuple(MissingUnion(row.id, row.executives) for row in rows)), without, unions)


def unions_without(
    connection: Connection, scopes: tuple[int, ...], most: int, campaign: str | None = None, after: int = 0
) -> tuple[int, ...]:
    """Active CĐCS without an initiative in *campaign* (None: in any), from behind *after* on; at most *most*."""
    has_any = select(_s.id).where(is_filed, _s.organisation_id == _o.id).correlate(organisations)
    if campaign is not None:
        has_any = has_any.where(_s.campaign == campaign)
    statement = active_unions(Question(campaign or "", scopes)).where(~has_any.exists(), _o.id > after)
    statement = statement.order_by(_o.id).limit(most)
    return tuple(connection.execute(statement).scalars())


def waiting(connection: Connection, question: Question, page: int = 1) -> WaitingList:
    """Submissions that nobody has decided on, the oldest first. The status of the filter does not matter."""
    question = seen(connection, question)
    limits = replace(question, filter=replace(question.filter, status=Status.SUBMITTED.value))
    total = sum(tally.count for tally in _tallies(connection, limits))
    statement = select(_s.id).where(*(_all_waiting(question) if question.is_whole else meant(limits)))
    oldest, found = paged(connection, statement, _WAITS_LONGEST, page, total=total)
    executives = _executives(_s.organisation_id, _g.person_id != _s.author_id)
    statement = select(
        _s.id, _s.code, _s.title, _s.organisation_id, _filed_at.label("unit_id"), _s.submitted_on, _s.union_name,
        _s.changed_at, executives.label("executives"),
    ).where(_s.id.in_([row.id for row in oldest]))  # fmt: skip
    rows = connection.execute(statement.order_by(*_WAITS_LONGEST)).all()
    staffed = staffed_nodes(connection) if any(row.executives == 0 for row in rows) else frozenset[int]()
    figures = tuple(
        WaitingInitiative(
            row.code, row.title, row.organisation_id, row.unit_id, row.submitted_on, row.union_name, row.changed_at,
            row.executives,
        )
        for row in rows
    )  # fmt: skip
    return WaitingList(found.page(figures), staffed)


def _all_waiting(question: Question) -> tuple[ColumnElement[bool], ...]:
    """The same without asking for the status otherwise than ix_submissions_waiting does, so that it alone is read."""
    limits = replace(question, filter=replace(question.filter, status=None))
    return _WAITS, *limits_of(limits, every_status=True)


def by_day(connection: Connection, question: Question) -> DayList:
    """Initiatives per local day on which any was filed, in order."""
    question = seen(connection, question)
    if question.is_whole and summed.knows_tallies(question):
        return DayList(summed.days(connection, question))
    statement = (
        select(_s.submitted_on, func.count().label("filed"))
        .where(*meant(question))
        .group_by(_s.submitted_on)
        .order_by(_s.submitted_on)
    )
    return DayList(tuple(DayFigures(row.submitted_on, row.filed) for row in connection.execute(statement)))


def proposed(connection: Connection, question: Question, most_codes: int) -> Proposed:
    """What of it is valid, or of another status if that is asked for, added up; and the first codes of what lacks only
    the employer's agreement."""
    question = seen(connection, question)
    status = question.filter.status or summed.VALID
    valid = tuple(meant(replace(question, filter=replace(question.filter, status=status))))
    count, authors, with_files = connection.execute(
        select(func.count(), func.count(_s.author_id.distinct()), func.count().filter(_s.attached > 0)).where(*valid)
    ).one()
    has_benefit = (_s.benefit.is_not(None), _s.benefit_period.is_not(None))
    sums = select(_s.benefit_period, cast(func.sum(_s.benefit), BigInteger)).where(*valid, *has_benefit)
    benefits = connection.execute(sums.group_by(_s.benefit_period)).all()
    confirmed = meant(replace(question, filter=replace(question.filter, status=Status.CONFIRMED.value)))
    unagreed = select(_s.code).where(*confirmed, _s.agreement_on.is_(None)).order_by(_s.id).limit(most_codes)
    codes = connection.execute(unagreed).scalars()
    return Proposed(count, authors, with_files, tuple((often, total) for often, total in benefits), tuple(codes))


def count_initiatives(connection: Connection, question: Question, statuses: tuple[Status, ...] = tuple(Status)) -> int:
    """How many rows `initiatives` would yield."""
    question = seen(connection, question)
    return count_rows(connection, select(_s.id).where(*meant(question, every_status=True), one_of(statuses)))


def initiatives(
    connection: Connection,
    question: Question,
    statuses: tuple[Status, ...] = tuple(Status),
    *,
    with_sealed: bool = False,
) -> Iterator[Initiative]:
    """Rows of the summary table and of exports by organisation code and time, those of few CĐCS in memory at once.

    No single sort over wide rows: two million of them would have to fit into memory.
    *statuses* limits beside the filter. with_sealed: bring identity number and phone along, still sealed.
    """
    question = seen(connection, question)
    chosen = selection_queries.choices(connection, question)
    scope = select(below(question.scopes).c.id)
    nodes = connection.execute(select(_o.id).where(_o.id.in_(scope)).order_by(_o.code)).scalars().all()
    statement = _rows(question, statuses, with_sealed=with_sealed)
    former = Organisations(connection).former_names()
    for begin in range(0, len(nodes), _NODES):
        chunk = nodes[begin : begin + _NODES]
        for row in connection.execute(statement.where(_s.organisation_id.in_(chunk))):
            values = row._asdict()
            names = former.get(row.organisation_id, ())
            name = next((old.name for old in names if row.submitted_on < old.valid_to), row.organisation_name)
            values |= {"status": Status(row.status), "organisation_name": name, **chosen.get(row.code, {})}
            yield Initiative(**values)


def _rows(question: Question, statuses: tuple[Status, ...], *, with_sealed: bool) -> Select[Any]:
    federations, units = organisations.alias("federations"), organisations.alias("units")
    sealed = (_s.id_number, _s.phone) if with_sealed else ()
    return (
        select(
            *(_s[name] for name in _COPIED), *sealed, units.c.id.label("organisation_id"),
            units.c.code.label("organisation_code"), units.c.kind.label("organisation_kind"),
            units.c.name.label("organisation_name"), federations.c.code.label("federation_code"),
        )
        .join_from(submissions, organisations, _o.id == _s.organisation_id)
        .join(units, units.c.id == _filed_at)
        .join(federations, federations.c.id == _s.federation_id)
        .where(*limits_of(question, every_status=True), one_of(statuses))
        .order_by(_o.code, _s.id)
    )  # fmt: skip


_COPIED = (
    "code", "status", "federation_id", "submitted_on", "union_name", "block", "field", "applied_on", "full_name",
    "title", "description", "submitted_at", "decided_at", "decided_by", "reason", "agreement_name",
    "agreement_position", "agreement_on", "benefit", "benefit_period", "is_secret", "entered_by",
    "consented_by", "attached",
)  # fmt: skip


def _executives(organisation_id: ColumnElement[int], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many hold the role for that CĐCS of the enclosing query."""
    is_held = (_g.organisation_id == organisation_id, _g.role == Role.EXECUTIVE.value, _g.revoked_at.is_(None))
    counted = select(func.count()).select_from(grants).where(*is_held, *conditions)
    return cast(counted.correlate(organisations, submissions).scalar_subquery(), Integer)


def staffed_nodes(connection: Connection) -> frozenset[int]:
    """The nodes that have staff: at most some hundred in the whole country."""
    statement = select(_g.organisation_id).where(_g.role == Role.STAFF.value, _g.revoked_at.is_(None)).distinct()
    return frozenset(connection.execute(statement).scalars())
