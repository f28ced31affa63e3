"""Long lists by pages: counting them, and the rows of one page. Reads only."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from storage.figures import Page

T = TypeVar("T")
PAGE_ROWS = 15


def count_rows(connection: Connection, statement: Select[Any]) -> int:
    """How many rows a statement would give."""
    return int(connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one())


def paged(
    connection: Connection,
    statement: Select[Any],
    order: tuple[ColumnElement[Any], ...],
    number: int,
    size: int = PAGE_ROWS,
    total: int | None = None,
) -> tuple[Sequence[Row[Any]], "Found"]:
    """The rows of one page, and what makes a `Page` of them; a number beyond the last page gives the last.

    total: how many rows there are, if that is known already.
    """
    total = count_rows(connection, statement) if total is None else total
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    offset = (number - 1) * size
    rows = connection.execute(statement.order_by(*order).limit(size).offset(offset)).all()
    return rows, Found(number, pages, total, offset + 1)


class Found(Struct, frozen=True):
    """Where a page stands among all rows."""

    number: int
    pages: int
    total: int
    first: int

    def page(self, rows: tuple[T, ...]) -> Page[T]:
        """The page with what its rows mean."""
        return Page(rows, self.number, self.pages, self.total, self.first)
