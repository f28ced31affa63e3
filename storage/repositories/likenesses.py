"""Initiatives of one CĐCS that are nearly the same, found by the sketches stored with them. See
docs/decisions/0035-likeness-by-a-sketch-in-the-row.md.

A look-up reads sketches from an index, never a text, of the CĐCS's newest MOST_SKETCHES; the texts are read of the few
that are likely. What is secret or withdrawn has an empty sketch, and is found by nobody.
"""

from collections.abc import Iterable
from heapq import nlargest
from operator import itemgetter

from sqlalchemy import Connection, bindparam, select, update

from conversations.domain import Status
from conversations.likeness import (
    ALIKE,
    MOST_SHOWN,
    Alike,
    Asked,
    likeness,
    pairs,
    resembling,
    sketch,
    sketched,
)
from storage import tables
from storage.prepared import Prepared
from storage.repositories.submission_rows import UNLIKE

MOST_SKETCHES = 1000  # of a CĐCS, the newest; two milliseconds
NEWEST = 20  # are looked at first; where enough of them are alike, the others are left
MOST_OPENED = 5  # whose texts are read, and compared until enough are alike: the nearest by their sketches
_columns = tables.submissions.c
_SKETCHES = Prepared(
    select(_columns.id, _columns.likeness)
    .where(_columns.organisation_id == bindparam("organisation"), _columns.id < bindparam("below"))
    .order_by(_columns.id.desc())
    .limit(bindparam("most"))
)
_NO_ID = 2**62  # above all of them
_TEXTS = Prepared(
    select(_columns.id, _columns.code, _columns.title, _columns.description, _columns.submitted_at, _columns.author_id)
    .where(_columns.id.in_(bindparam("ids", expanding=True))),
    listed=("ids",),
)


class Likenesses:
    """Which initiatives are alike."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def found(self, asked: Iterable[Asked]) -> dict[str, tuple[Alike, ...]]:
        """By code of what is asked, the most alike ones first, MOST_SHOWN at most; without those that have none."""
        return {one.code: alike for one in asked if (alike := self._alike(one))}

    def _alike(self, asked: Asked) -> tuple[Alike, ...]:
        said = pairs(asked.title, asked.description)
        if not (likely := self._likely(sketched(said), asked.organisation_id)):
            return ()
        texts = {row.id: row for row in _TEXTS.run(self._connection, {"ids": likely})}
        alike: list[tuple[float, Alike]] = []
        for row in [texts[id_] for id_ in likely if id_ in texts]:
            if row.code == asked.code:
                continue
            share = likeness(said, pairs(row.title, row.description))  # a tenth of a millisecond
            if share >= ALIKE:
                alike.append((share, Alike(*row[1:])))
            if len(alike) == MOST_SHOWN:
                break
        return tuple([other for _, other in sorted(alike, key=itemgetter(0), reverse=True)])

    def _likely(self, own: bytes, organisation_id: int) -> list[int]:
        """The ids of those nearest to a sketch by theirs, the nearest first."""
        below, found = _NO_ID, list[tuple[float, int]]()
        for most in (NEWEST, MOST_SKETCHES - NEWEST):
            given = {"organisation": organisation_id, "below": below, "most": most}
            rows = _SKETCHES.run(self._connection, given)
            found += resembling(own, rows)
            if len(rows) < most or sum(share >= ALIKE for share, _ in found) > MOST_OPENED:
                break
            below = rows[-1].id
        return [id_ for _, id_ in nlargest(MOST_OPENED, found)]

    def sketch_missing(self, most: int) -> int:
        """Give up to *most* initiatives of older programs their sketch. Returns: how many got one."""
        texts = (_columns.id, _columns.title, _columns.description, _columns.status)
        rows = self._connection.execute(select(*texts).where(_columns.likeness.is_(None)).limit(most)).all()
        for row in rows:
            made = UNLIKE if row.status == Status.WITHDRAWN.value else sketch(row.title, row.description)
            is_missing = (_columns.id == row.id, _columns.likeness.is_(None))
            self._connection.execute(update(tables.submissions).where(*is_missing).values(likeness=made))
        return len(rows)
