"""Updates that made every attempt fail, under seal, until the operator has them tried again or drops them."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, delete, func, select, update

from storage import tables
from storage.upsert import insert
from storage.vault import Vault

UPDATE_LABEL = "set_aside.update"
_ERROR = 80  # characters kept of an error's class and place
_columns = tables.set_aside.c


class SetAsideUpdate(Struct, frozen=True):
    """One of them without what the person wrote."""

    id: int
    channel: str
    update_key: str
    received_at: datetime
    set_aside_at: datetime
    error: str  # the exception's class
    place: str  # file:line


_LISTED = tuple(_columns[name] for name in SetAsideUpdate.__struct_fields__)


class SetAside:
    """Updates by id."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def add(  # noqa: PLR0913 - what the operator wants to know
        self,
        channel: str,
        update_key: str,
        content: bytes,
        *,
        received_at: datetime,
        at: datetime,
        error: str,
        place: str,
    ) -> None:
        """Keep an update; one that is kept already stays as it is. content: the whole of it, stored under seal."""
        row = {
            "channel": channel, "update_key": update_key, "update": self._vault.seal(content, UPDATE_LABEL),
            "received_at": received_at, "set_aside_at": at, "error": error[:_ERROR], "place": place[:_ERROR],
        }  # fmt: skip
        keys = ["channel", "update_key"]
        self._connection.execute(insert(tables.set_aside).on_conflict_do_nothing(index_elements=keys), row)

    def listed(self, limit: int, ids: Collection[int] | None = None) -> tuple[SetAsideUpdate, ...]:
        """Those of these ids, or all, oldest first."""
        chosen = () if ids is None else (_columns.id.in_(list(ids)),)
        rows = self._connection.execute(select(*_LISTED).where(*chosen).order_by(_columns.id).limit(limit))
        return tuple(SetAsideUpdate(*row) for row in rows)

    def take_out(self, set_aside_id: int) -> bytes | None:
        """Remove one. Returns: its content; None if it is not there (any more). Raises: Unsealable."""
        statement = delete(tables.set_aside).where(_columns.id == set_aside_id).returning(_columns["update"])
        sealed = self._connection.execute(statement).scalar_one_or_none()
        return self._vault.open(sealed, UPDATE_LABEL) if sealed is not None else None

    def failed_again(self, set_aside_id: int, error: str, place: str) -> None:
        """Note why another attempt failed."""
        values = {"error": error[:_ERROR], "place": place[:_ERROR]}
        self._connection.execute(update(tables.set_aside).where(_columns.id == set_aside_id).values(**values))

    def drop(self, ids: Collection[int]) -> tuple[SetAsideUpdate, ...]:
        """Remove these. Returns: those that were there."""
        there = self.listed(len(ids), ids)
        self._connection.execute(delete(tables.set_aside).where(_columns.id.in_([one.id for one in there])))
        return there

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.execute(select(func.count(_columns.id))).scalar_one())

    def forget_before(self, at: datetime) -> int:
        """Drop what was set aside before *at*. Returns: how many."""
        return self._connection.execute(delete(tables.set_aside).where(_columns.set_aside_at < at)).rowcount
