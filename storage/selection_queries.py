"""Read-only questions about what nodes above a CĐCS have chosen as outstanding, and what they may choose from.

A node chooses from the valid initiatives of the CĐCS directly below it, and from what other nodes directly below it
have handed on. A node that has nothing between itself and the CĐCS chooses from all valid ones.
"""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, func, or_, select, union_all

from conversations.domain import ANONYMOUS, Status
from conversations.kinds import UNION
from conversations.report_effects import SELECTED, ReportFilter
from storage.conditions import chosen_by, is_valid, limits_of, meant, seen
from storage.figures import Candidate, CandidateList, ChosenCount, ChosenInitiative, ChosenList, Question
from storage.paging import paged
from storage.repositories.organisations import below
from storage.tables import organisations, selections, submissions

PAGE = 8  # each has a button of its own
_s, _o, _c = submissions.c, organisations.c, selections.c
_JOINED = selections.join(submissions, _s.id == _c.submission_id)
_CHOICE = ("selected_by", "score", "selected_reason", "selected_at", "forwarded_at")
_filed_at = func.coalesce(_s.union_id, _s.federation_id)  # what the author named, whoever took over since
_NAMED = (_s.code, _s.title, _filed_at.label("unit_id"), _s.submitted_on, _s.union_name)


def candidates(connection: Connection, question: Question, page: int = 1) -> CandidateList:
    """What the one node in scope may choose and has not, without what is anonymous by now: the highest scores of those
    below first, then the greatest benefit."""
    question = seen(connection, question)
    (node,) = question.scopes
    handed_on = _c.organisation_id.in_(select(_o.id).where(_o.parent_id == node)) & _c.forwarded_at.is_not(None)
    score = select(func.max(_c.score)).where(_c.submission_id == _s.id, handed_on)
    below_score = score.correlate(submissions).scalar_subquery().label("score")
    is_chosen = select(_c.id).where(_c.submission_id == _s.id, _c.organisation_id == node)
    may_be = (is_valid, _s.full_name != ANONYMOUS, *limits_of(question), ~is_chosen.correlate(submissions).exists())
    statement = select(*_NAMED, _s.benefit, _s.benefit_period, below_score)
    statement = statement.where(_s.id.in_(_within(connection, question, handed_on)), *may_be)
    order = (func.coalesce(below_score, 0).desc(), func.coalesce(_s.benefit, 0).desc(), _s.id)
    rows, found = paged(connection, statement, order, page, PAGE)
    shown = tuple(Candidate(**row._asdict()) for row in rows)
    return CandidateList(found.page(shown), count_chosen(connection, question))


def _within(
    connection: Connection, question: Question, handed_on: ColumnElement[bool]
) -> Select[Any] | CompoundSelect[Any]:
    """The ids of what a node may choose from, or of more than that: found by indexes, each way by itself."""
    (node,) = question.scopes
    of_campaign = (_s.campaign == question.campaign, _s.status == Status.CONFIRMED.value)
    between = select(_o.id).where(_o.parent_id == node, _o.kind != UNION).limit(1)
    if connection.execute(between).one_or_none() is None:
        return select(_s.id).where(_s.organisation_id.in_(select(below((node,)).c.id)), *of_campaign)
    direct = select(_o.id).where(or_(_o.id == node, (_o.parent_id == node) & (_o.kind == UNION)))
    theirs = select(_s.id).where(_s.organisation_id.in_(direct), *of_campaign)
    return union_all(theirs, select(_c.submission_id).where(handed_on))


def chosen_list(connection: Connection, question: Question, page: int = 1) -> ChosenList:
    """What is chosen, the highest score first."""
    question = seen(connection, question)
    statement = select(*_NAMED, _c.score, _c.reason, _c.forwarded_at).select_from(_JOINED)
    statement = statement.where(*_is_chosen(question))
    rows, found = paged(connection, statement, (_c.score.desc(), _c.id), page, PAGE)
    shown = tuple(ChosenInitiative(**row._asdict()) for row in rows)
    return ChosenList(found.page(shown), count_chosen(connection, question))


def count_chosen(connection: Connection, question: Question) -> ChosenCount:
    """How many are chosen, and how many of these were handed on. question: as `seen` gives it back.

    Where nothing is chosen, as in nearly every report, no initiative is looked at.
    """
    by_scope = () if question.names_union else (_c.organisation_id.in_(question.scopes),)
    if connection.execute(select(_c.id).where(*by_scope).limit(1)).one_or_none() is None:
        return ChosenCount()
    counted = select(func.count(), func.count(_c.forwarded_at)).select_from(_JOINED).where(*_is_chosen(question))
    return ChosenCount(*connection.execute(counted).one())


def choices(connection: Connection, question: Question) -> dict[str, dict[str, Any]]:
    """What `Initiative` says of the choice of each initiative in scope that was chosen, by code.

    question: as `seen` gives it back.
    """
    is_own = _c.organisation_id.in_(question.scopes)
    rows = select(_s.code, _o.code, _c.score, _c.reason, _c.at, _c.forwarded_at)
    rows = rows.select_from(_JOINED.join(organisations, _o.id == _c.organisation_id))
    limits = meant(replace(question, filter=ReportFilter()), every_status=True)
    if not (question.is_whole or question.names_union):
        rows = rows.where(_c.organisation_id.in_(select(below(question.scopes, "choosers").c.id)))
    found = connection.execute(rows.where(*limits).order_by(is_own, _c.score, _c.id))
    return {code: dict(zip(_CHOICE, choice, strict=True)) for code, *choice in found}  # the last one counts


def _is_chosen(question: Question) -> tuple[ColumnElement[bool], ...]:
    """That it is chosen by the nodes in scope, as conditions on both tables: of several choices the best counts."""
    is_implied = question.filter.status in (None, SELECTED)
    limits = replace(question, filter=replace(question.filter, status=None)) if is_implied else question
    other = selections.alias("other")
    is_better = or_(other.c.score > _c.score, (other.c.score == _c.score) & (other.c.id < _c.id))
    counts = () if question.names_union else (other.c.organisation_id.in_(question.scopes),)
    better = select(other.c.id).where(other.c.submission_id == _c.submission_id, is_better, *counts)
    return *meant(limits, every_status=True), chosen_by(question), ~better.correlate(selections).exists()
