"""Many initiatives at once: which of them are filed already, and all that are new in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.errors import CodeTaken
from storage.repositories.audit import Audit
from storage.repositories.counters import Counters
from storage.repositories.people import IDENTITY_LABEL
from storage.vault import Vault

T = TypeVar("T")
FILINGS = "filings"  # the counter of lists that were filed
_AT_ONCE = 400  # values in a statement
_columns = tables.submissions.c


class Filed(Struct, frozen=True):
    """An initiative that is there, of whatever status: who withdrew it does not want it back by a list."""

    code: str
    title: str
    organisation_id: int


class Filings:
    """Lists of initiatives."""

    def __init__(self, connection: Connection, vault: Vault, audit: Audit) -> None:
        self._connection, self._vault, self._audit = connection, vault, audit

    def hold(self) -> None:
        """Let every other list wait for this transaction, so that the same list twice finds what it filed."""
        Counters(self._connection).add(FILINGS)

    def known(self, campaign: str, id_numbers: Collection[str]) -> Mapping[str, Sequence[Filed]]:
        """What the people with these identity numbers have filed in a campaign."""
        numbers = {
            known: number for number in id_numbers for known in self._vault.hashes(number, IDENTITY_LABEL)
        }
        found: defaultdict[str, list[Filed]] = defaultdict(list)
        wanted = (_columns.identity_hash, _columns.code, _columns.title, _columns.organisation_id)
        for some in _parts(list(numbers)):
            these = (_columns.identity_hash.in_(some), _columns.campaign == campaign)
            for row in self._connection.execute(select(*wanted).where(*these).order_by(_columns.id)):
                found[numbers[row.identity_hash]].append(Filed(row.code, row.title, row.organisation_id))
        return found

    def taken(self, codes: Collection[str]) -> frozenset[str]:
        """Those of the codes that are somebody's already."""
        parts = (select(_columns.code).where(_columns.code.in_(some)) for some in _parts(list(codes)))
        return frozenset(code for part in parts for code in self._connection.execute(part).scalars())

    def add(self, rows: Sequence[Mapping[str, Any]], by: int | None, at: datetime) -> None:
        """Store rows as `Submissions.row` makes them, each with the author's number; each leaves its trail.

        Args: by: who handed the list in; None: the operator.
        Raises: CodeTaken; all is undone then.
        """
        try:
            for some in _parts(rows):
                self._connection.execute(insert(tables.submissions), [dict(row) for row in some])
        except IntegrityError:
            raise CodeTaken from None
        for row in rows:
            details = {"to": row["status"], "for": row["author_id"], "consent": row["consented_by"]}
            self._audit.add(at, by, "filed", f"submission:{row['code']}", details)


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
