"""What readers keep of files for a later tap, under seal, and until its time is over."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage import tables
from storage.upsert import insert
from storage.vault import Vault

RECEIVED_LABEL = "received_files.content"
_columns = tables.received_files.c


class ReceivedFiles:
    """What was kept, by the id of the file; nobody but its sender gets it."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def keep(self, file_id: str, person_id: int, purpose: str, content: bytes, expires_at: datetime) -> None:
        """Keep this of a file, in place of what was kept of it before."""
        row = {
            "file_id": file_id, "person_id": person_id, "purpose": purpose, "expires_at": expires_at,
            "content": self._vault.seal(content, RECEIVED_LABEL),
        }  # fmt: skip
        statement = insert(tables.received_files)
        changed = {name: statement.excluded[name] for name in ("content", "expires_at")}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["file_id"], set_=changed), row)

    def get(self, file_id: str, person_id: int, at: datetime) -> bytes | None:
        """What is kept of this person's file; None if it is over, or somebody else's. Raises: Unsealable."""
        mine = (_columns.file_id == file_id, _columns.person_id == person_id, _columns.expires_at > at)
        sealed = self._connection.execute(select(_columns.content).where(*mine)).scalar_one_or_none()
        return self._vault.open(sealed, RECEIVED_LABEL) if sealed is not None else None

    def drop(self, file_id: str) -> bool:
        """Keep it no longer. Returns: False if it was gone."""
        return (
            self._connection.execute(delete(tables.received_files).where(_columns.file_id == file_id)).rowcount == 1
        )

    def forget_before(self, at: datetime) -> int:
        """Drop what expired at *at* or before. Returns: how many."""
        return self._connection.execute(delete(tables.received_files).where(_columns.expires_at <= at)).rowcount
