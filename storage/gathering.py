"""Writes that wait for the end of their transaction and then go to PostgreSQL as one statement, so as one answer.

    WITH w0 AS (INSERT …), w1 AS (UPDATE …) SELECT …

All parts see the database as it was before the statement, and none sees another: each has its own tables
(docs/decisions/0042-a-turn-in-two-answers.md).
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct

_PLACE = re.compile(r"\$(\d+)")  # of a parameter


class Write(Struct, frozen=True):
    """An INSERT or UPDATE with its parameters, as asyncpg takes them."""

    sql: str
    values: Sequence[Any]
    tables: frozenset[str]  # whose names it has in it
    is_assumed: bool = False  # somebody was told that it changes one row
    returned: Callable[[Sequence[Any]], None] | None = None  # takes the one row that it returns


class Gathered(Struct, frozen=True):
    """What was put together. A part that was to change or return one row and does not fails as a division by zero."""

    sql: str
    values: Sequence[Any]
    checks: int  # columns that come before those of the row that is returned
    returned: Callable[[Sequence[Any]], None] | None


def fits(write: Write, waiting: Sequence[Write]) -> bool:
    """Whether it may become part of the same statement."""
    is_alone = all(write.tables.isdisjoint(other.tables) for other in waiting)
    return is_alone and not (write.returned and any(other.returned for other in waiting))


def gathered(writes: Sequence[Write]) -> Gathered:
    """All of them, which fit together, as one statement."""
    source = next((number for number, write in enumerate(writes) if write.returned), None)
    sql = _sql(tuple((write.sql, len(write.values), write.is_assumed) for write in writes), source)
    values = [value for write in writes for value in write.values]
    checks = sum(write.is_assumed or number == source for number, write in enumerate(writes))
    return Gathered(sql, values, checks, writes[source].returned if source is not None else None)


@lru_cache(maxsize=256)
def _sql(parts: Sequence[tuple[str, int, bool]], source: int | None) -> str:
    before, withs, columns = 0, list[str](), list[str]()
    for number, (sql, length, is_assumed) in enumerate(parts):
        part = _PLACE.sub(partial(_moved, by=before), sql)
        before += length
        if is_assumed:
            part += " RETURNING 1"
        if is_assumed or number == source:
            columns.append(f"1 / ((SELECT count(*) FROM w{number}) = 1)::int")  # noqa: S608 - a name of ours
        withs.append(f"w{number} AS ({part})")
    if source is not None:
        columns.append(f"w{source}.*")
    one = "(SELECT 1) AS one"  # a row that is always there: without any nothing would be divided
    joined = f" LEFT JOIN w{source} ON true" if source is not None else ""
    return f"WITH {', '.join(withs)} SELECT {', '.join(columns)} FROM {one}{joined}"  # noqa: S608 - names of ours


def _moved(place: re.Match[str], by: int) -> str:
    return f"${int(place[1]) + by}"
