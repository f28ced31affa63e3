"""Sums of what was filed: folding the notes of changes into them, counting them anew, comparing them with the rows.

A turn only adds a note (a trigger does), which never waits: two executives who decide on many initiatives at once would
else wait for each other's sums, and be in each other's way for good. Folding is for one process now and then; of
several at once one waits for the other.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, case, delete, func, or_, select, text, union_all

from conversations.domain import Status
from storage import tables
from storage.repositories.organisations import is_union_in_force
from storage.upsert import insert

FOLDED_AT_ONCE = 5000  # notes in one transaction: some 30 ms
_notes, _s, _o = tables.sum_changes.c, tables.submissions.c, tables.organisations.c
_DISTRICT = case((_o.kind == "union", func.coalesce(_o.parent_id, _o.id)), else_=_o.id)
_KINDS = ("status", "block", "field", "is_agreed")
_FIGURES = ("filed", "confirmed", "valid")
_BY_KIND = {  # tables that count by kind, and the rest of their keys
    tables.campaign_sums: ("campaign", "submitted_on"),
    tables.district_sums: ("campaign", "district_id"),
}
_Key = tuple[Any, ...]


class Sums:
    """The sums and the notes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has_notes(self) -> bool:
        """Whether anything is to be folded."""
        return self._connection.execute(select(_notes.id).limit(1)).one_or_none() is not None

    def fold(self, most: int = FOLDED_AT_ONCE) -> int:
        """Add the oldest notes to the sums. Returns: how many; there may be more as long as it is *most*."""
        self._have_having_to_ourselves()
        oldest = select(_notes.id).order_by(_notes.id).limit(most).with_for_update(skip_locked=True)
        taken = delete(tables.sum_changes).where(_notes.id.in_(oldest)).returning(*_notes)
        notes = self._connection.execute(taken).all()
        for table, keys in _BY_KIND.items():
            counts = Counter[_Key]()
            for note in notes:
                counts[tuple(getattr(note, key) for key in (*keys, *_KINDS))] += note.filed
            self._add(table, {key: [count] for key, count in counts.items() if count}, ("filed",))
        unions = defaultdict[_Key, list[int]](lambda: [0, 0, 0])
        for note in notes:
            figures = unions[note.campaign, note.organisation_id]
            for number, is_counted in enumerate(_counts(note)):
                figures[number] += note.filed * is_counted
        self._add(tables.union_sums, unions, _FIGURES)
        return len(notes)

    def recount(self) -> None:
        """Count everything anew; whoever files meanwhile waits, some seconds for a million initiatives."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("LOCK TABLE submissions IN SHARE MODE"))
        self._have_having_to_ourselves()
        for table in (tables.sum_changes, tables.campaign_sums, tables.district_sums, tables.union_sums):
            self._connection.execute(delete(table))
        for table, keys in _BY_KIND.items():
            self._connection.execute(table.insert().from_select(table.c.keys(), _counted(keys, 1)))
        table = tables.union_sums
        self._connection.execute(table.insert().from_select(table.c.keys(), _counted_unions(1)))
        table = tables.unions_having  # triggers added to what was there before
        self._connection.execute(delete(table))
        self._connection.execute(table.insert().from_select(table.c.keys(), _counted_having(1)))

    def wrong(self) -> int:
        """How many sums differ from what the rows come to; 0 unless somebody has been at the database by hand."""
        off = [
            _off(table, _noted(keys), _counted(keys, -1), len(keys) + len(_KINDS)) for table, keys in _BY_KIND.items()
        ]
        noted = select(_notes.campaign, _notes.organisation_id, *union_figures())
        off.append(_off(tables.union_sums, noted, _counted_unions(-1), 2))
        off.append(_off(tables.unions_having, None, _counted_having(-1), 3))
        return sum(int(self._connection.execute(one).scalar_one()) for one in off)

    def _have_having_to_ourselves(self) -> None:
        """Hold off other folds and whoever moves a CĐCS, as triggers would, but only at the first CĐCS of each fold."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("LOCK TABLE unions_having IN SHARE ROW EXCLUSIVE MODE"))

    def _add(self, table: Table, more: Mapping[_Key, list[int]], figures: tuple[str, ...]) -> None:
        """In the order of the keys: who folds at the same time locks in the same order."""
        if not more:
            return
        columns, added = table.c.keys(), insert(table)
        rows = [dict(zip(columns, (*key, *counts), strict=True)) for key, counts in sorted(more.items())]
        sums = {figure: table.c[figure] + added.excluded[figure] for figure in figures}
        statement = added.on_conflict_do_update(index_elements=list(table.primary_key), set_=sums)
        self._connection.execute(statement, rows)


def _counts(note: Any) -> tuple[bool, bool, bool]:
    """Whether it is among the filed, the confirmed, the valid."""
    is_confirmed = note.status == Status.CONFIRMED.value
    return note.status != Status.WITHDRAWN.value, is_confirmed, is_confirmed and note.is_agreed


def _off(table: Table, noted: Select[Any] | None, counted: Select[Any], width: int) -> Select[Any]:
    """How many sums with their notes are not what was counted, which is negative. width: columns of a key."""
    parts = union_all(select(table), *([] if noted is None else [noted]), counted).subquery()
    keys, figures = list(parts.c)[:width], list(parts.c)[width:]
    off = select(keys[0]).group_by(*keys).having(or_(*(func.sum(figure) != 0 for figure in figures)))
    return select(func.count()).select_from(off.subquery())


def _noted(keys: tuple[str, ...]) -> Select[Any]:
    return select(*(_notes[key] for key in (*keys, *_KINDS)), _notes.filed)


def union_figures() -> tuple[Any, ...]:
    """The filed, confirmed and valid ones of a note."""
    is_confirmed = _notes.status == Status.CONFIRMED.value
    conditions = (_notes.status != Status.WITHDRAWN.value, is_confirmed, is_confirmed & _notes.is_agreed)
    return tuple(
        case((condition, _notes.filed), else_=0).label(figure)
        for figure, condition in zip(_FIGURES, conditions, strict=True)
    )


def _counted(keys: tuple[str, ...], sign: int) -> Select[Any]:
    """The rows by their kinds and these keys."""
    made = {"district_id": _DISTRICT, "field": func.coalesce(_s.field, ""), "is_agreed": _s.agreement_on.is_not(None)}
    named = [made[key] if key in made else _s[key] for key in (*keys, *_KINDS)]
    counted = select(*named, sign * func.count()).group_by(*named)
    return counted.join_from(tables.submissions, tables.organisations, _o.id == _s.organisation_id)


def _counted_unions(sign: int) -> Select[Any]:
    is_confirmed = _s.status == Status.CONFIRMED.value
    conditions = (_s.status != Status.WITHDRAWN.value, is_confirmed, is_confirmed & _s.agreement_on.is_not(None))
    figures = (sign * func.count().filter(condition) for condition in conditions)
    return select(_s.campaign, _s.organisation_id, *figures).group_by(_s.campaign, _s.organisation_id)


def _counted_having(sign: int) -> Select[Any]:
    """The CĐCS in force by the node above and by their block, as far as `union_sums` says."""
    c, block = tables.union_sums.c, func.coalesce(_o.block, "")
    figures = (sign * func.count().filter(c[figure] > 0) for figure in _FIGURES)
    return (
        select(c.campaign, _o.parent_id, block, *figures)
        .join_from(tables.union_sums, tables.organisations, _o.id == c.organisation_id)
        .where(is_union_in_force(), _o.parent_id.is_not(None))
        .group_by(c.campaign, _o.parent_id, block)
    )
