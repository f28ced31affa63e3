"""INSERT … ON CONFLICT for both databases, which write it alike.

SQLAlchemy has a construct for each, and they differ in one attribute. That of PostgreSQL would bring its dialect into
every program on SQLite: 2.4 MB, and a thirtieth of a start.
"""

from typing import Any, Self

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import dml


class Insert(dml.Insert):
    """The construct of SQLite, with clauses that PostgreSQL's compiler takes as well."""

    inherit_cache = True

    def on_conflict_do_nothing(self, index_elements: Any = None, index_where: Any = None) -> Self:
        """Leave the row that is there."""
        return self.ext(_DoNothing(index_elements, index_where))

    def on_conflict_do_update(
        self, index_elements: Any = None, index_where: Any = None, set_: Any = None, where: Any = None
    ) -> Self:
        """Change the row that is there."""
        return self.ext(_DoUpdate(index_elements, index_where, set_, where))


class _DoNothing(dml.OnConflictDoNothing):
    inherit_cache = True
    constraint_target = None  # PostgreSQL could name a constraint in place of columns


class _DoUpdate(dml.OnConflictDoUpdate):
    inherit_cache = True
    constraint_target = None


def insert(table: Table) -> Insert:
    """An insert that may say what becomes of a row that is there already."""
    return Insert(table)
