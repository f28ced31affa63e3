"""The proofs of consent: which notice was shown, what was answered, when and where."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from storage import tables
from storage.prepared import Prepared

_ADD = Prepared(insert(tables.consents), columns=("person_id", "version", "is_agreed", "channel", "at"))


class Consent(Struct, frozen=True):
    """One answer to one notice."""

    version: str
    is_agreed: bool
    channel: str
    at: datetime


class Consents:
    """Answers to the data notice; none is ever changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person_id: int, version: str, is_agreed: bool, channel: str, at: datetime) -> None:
        """Keep an answer to the notice *version*."""
        row = {"person_id": person_id, "version": version, "is_agreed": is_agreed, "channel": channel, "at": at}
        _ADD.run(self._connection, row)

    def of(self, person_id: int) -> tuple[Consent, ...]:
        """All answers of a person, oldest first."""
        columns = tables.consents.c
        rows = self._connection.execute(
            select(columns.version, columns.is_agreed, columns.channel, columns.at)
            .where(columns.person_id == person_id)
            .order_by(columns.id)
        )
        return tuple(Consent(*row) for row in rows)
