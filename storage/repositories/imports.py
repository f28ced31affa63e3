"""Lists of CĐCS on their way into the tree: staged little by little, then taken over at once.

A list of 126,000 that is inserted row by row holds SQLite's only writer for more than a second; copied from a table
that holds it in the order of the index, for a quarter of one.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, literal, not_, or_, select, true
from sqlalchemy.exc import IntegrityError

from conversations.directory import Organisation
from storage import tables
from storage.errors import DirectoryChanged, ListClashes, UnknownParent
from storage.import_tables import import_rows
from storage.repositories.counters import Counters
from storage.repositories.organisation_changes import OrganisationChanges, Who
from storage.repositories.organisations import DIRECTORY, NewOrganisation, Organisations, below

_rows, _nodes, _fetches = import_rows.c, tables.organisations.c, tables.fetches.c
_STAGED = ("code", "name", "parent_code", "block")


class Imports:
    """Lists by the name of their batch."""

    def __init__(self, connection: Connection, changes: OrganisationChanges) -> None:
        self._connection, self._changes = connection, changes

    def nodes(self, scopes: Sequence[int] | None, after: int, limit: int) -> list[Organisation]:
        """What a list is compared with, by id: every node but the CĐCS outside these subtrees; None: really all.

        Args: after: the last id of the page before.
        """
        wanted = select(tables.organisations).where(_nodes.id > after).order_by(_nodes.id).limit(limit)
        if scopes is not None:
            wanted = wanted.where(or_(_nodes.kind != "union", _nodes.id.in_(select(below(scopes).c.id))))
        return [
            Organisation(
                row.id, row.code, row.name, row.kind, row.parent_id, row.block,
                tuple(row.aliases.split("\n")) if row.aliases else (), row.is_active,
                row.valid_from, row.valid_to, row.merged_into_id,
            )
            for row in self._connection.execute(wanted)
        ]  # fmt: skip

    def codes_outside(self, scopes: Sequence[int], after: int, limit: int) -> list[tuple[int, str]]:
        """Ids and codes of the CĐCS outside these subtrees, by id: codes that a list cannot have for new ones.

        Args: after: the last id of the page before.
        """
        outside = (_nodes.kind == "union", not_(_nodes.id.in_(select(below(scopes).c.id))), _nodes.id > after)
        wanted = select(_nodes.id, _nodes.code).where(*outside).order_by(_nodes.id).limit(limit)
        return [(row.id, row.code) for row in self._connection.execute(wanted)]

    def stage(self, batch: str, rows: Sequence[NewOrganisation], at: datetime) -> None:
        """Put rows beside the others of their batch, which nobody sees yet."""
        staged = [
            {name: getattr(row, name) for name in _STAGED}
            | {"batch": batch, "aliases": "\n".join(row.aliases), "staged_at": at}
            for row in rows
        ]
        if staged:
            self._connection.execute(insert(import_rows), staged)

    def take_over(self, batch: str, changed: Sequence[NewOrganisation], version: int, who: Who) -> int:
        """Add all that is staged and change what differs, if the tree is still what it was compared with.

        Other names are renames: each can be undone, and leaves its own trail.

        Args: version: of the directory that the list was compared with.
        Returns: how many were added. Raises: DirectoryChanged, UnknownParent, ListClashes; all is undone then.
        """
        counters = Counters(self._connection)
        counters.add(DIRECTORY)  # first: two lists at once wait for each other here, and the second one sees it
        if counters.value(DIRECTORY) != version + 1:
            raise DirectoryChanged
        count = select(func.count()).where(_rows.batch == batch)
        staged = int(self._connection.execute(count).scalar_one())
        parents = tables.organisations.alias("parents")
        found = (
            select(
                _rows.code, _rows.name, literal("union"), parents.c.id, _rows.block, _rows.aliases, true(),
            )
            .join_from(import_rows, parents, parents.c.code == _rows.parent_code)
            .where(_rows.batch == batch)
            .order_by(_rows.code)
        )  # fmt: skip
        names = ["code", "name", "kind", "parent_id", "block", "aliases", "is_active"]
        added = insert(tables.organisations).from_select(names, found)
        try:
            count_added = self._connection.execute(added).rowcount if staged else 0
        except IntegrityError:
            raise ListClashes from None  # its message quotes a code
        if count_added != staged:
            raise UnknownParent(batch)
        if changed:
            self._changes.rename_listed({row.code: row.name for row in changed}, who)
            Organisations(self._connection).add_many(changed, who.day)
        return staged

    def drop(self, batch: str, limit: int) -> int:
        """Forget so many staged rows. Returns: how many there were; less than *limit*: that was all."""
        some = select(_rows.code).where(_rows.batch == batch).limit(limit)
        gone = delete(import_rows).where(_rows.batch == batch, _rows.code.in_(some))
        return self._connection.execute(gone).rowcount

    def forget_before(self, at: datetime) -> int:
        """Drop what was staged before *at* by somebody who never came back. Returns: how many."""
        return self._connection.execute(delete(import_rows).where(_rows.staged_at < at)).rowcount

    def chat_of(self, file_id: str) -> tuple[str, str] | None:
        """Channel and chat that wait for what is made of a file."""
        row = self._connection.execute(
            select(_fetches.channel, _fetches.chat).where(_fetches.file_id == file_id)
        ).one_or_none()
        return (row.channel, row.chat) if row is not None else None
