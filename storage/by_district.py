"""Figures per district, for reports with a line for each unit above: who has them adds them up by the tree. Reads only.

Of a period there are no sums, so its initiatives are counted in one pass over ix_submissions_reported.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, case, func, select

from conversations.domain import Status
from storage import summed
from storage.conditions import active_unions, has_any, is_confirmed, is_valid, meant, seen
from storage.figures import DistrictFigures, DistrictList, Question
from storage.tables import organisations, submissions

_s, _o = submissions.c, organisations.c
_FIGURES = ("filed", "confirmed", "valid", "waiting")


def by_district(connection: Connection, question: Question) -> DistrictList:
    """Filed, confirmed, valid and waiting ones, and how many CĐCS have any, of each node above a CĐCS."""
    question = seen(connection, question)
    filed = defaultdict[int, Counter[str]](Counter)
    for district, counts in _filed(connection, question):
        filed[district].update(dict(zip(_FIGURES, counts, strict=True)))
    unions = active_unions(question)
    if summed.knows_unions(question.filter):
        unions_with = summed.unions_with(connection, question, unions)
    else:
        unions_with = summed.by_parent(connection, unions.where(has_any(question)))
    for node, count in summed.by_parent(connection, unions).items():
        filed[node]["unions"] = count
    for node, count in unions_with.items():
        filed[node]["unions_with"] = count
    return DistrictList(tuple(DistrictFigures(node, **figures) for node, figures in sorted(filed.items())))


def _filed(connection: Connection, question: Question) -> Iterator[tuple[int, tuple[int, ...]]]:
    if summed.knows_districts(question):
        yield from summed.by_district(connection, question)
        return
    conditions = (is_confirmed, is_valid, _s.status == Status.SUBMITTED.value)
    figures = [func.count(), *(func.count().filter(condition) for condition in conditions)]
    named = [figure.label(name) for name, figure in zip(_FIGURES, figures, strict=True)]
    # First by CĐCS, as the index has them: a node is looked up once for all its initiatives.
    by_node = select(_s.organisation_id, *named).where(*meant(question)).group_by(_s.organisation_id).subquery()
    district = case((_o.kind == "union", func.coalesce(_o.parent_id, _o.id)), else_=_o.id)
    sums = (func.sum(by_node.c[name]) for name in _FIGURES)
    statement = select(district, *sums).join_from(by_node, organisations, _o.id == by_node.c.organisation_id)
    for node, *counts in connection.execute(statement.group_by(district)):
        yield node, tuple(map(int, counts))
