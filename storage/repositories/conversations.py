"""The open dialogues of each person, under seal, guarded by a revision."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from conversations.state import State, from_dict, to_dict
from storage import tables
from storage.errors import ConversationChanged
from storage.sealed_json import open_json, seal_json
from storage.vault import Vault

STATE_LABEL = "conversations.state"
_columns = tables.conversations.c
_GET = select(_columns.state, _columns.revision).where(_columns.person_id == bindparam("person"))
_FIRST = insert(tables.conversations).on_conflict_do_nothing(index_elements=["person_id"])
_NEXT = (
    update(tables.conversations)
    .where(_columns.person_id == bindparam("person"), _columns.revision == bindparam("seen"))
    .values(state=bindparam("new_state"), revision=bindparam("next"), updated_at=bindparam("at"))
)


class Conversations:
    """States by person."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def get(self, person_id: int) -> tuple[State, int]:
        """The state and its revision; an empty State and 0 when there is none.

        Raises: ValueError if a newer program wrote it; Unsealable.
        """
        found = self._connection.execute(_GET, {"person": person_id}).one_or_none()
        if found is None:
            return State(), 0
        return from_dict(open_json(self._vault, found.state, STATE_LABEL)), found.revision

    def put(self, person_id: int, state: State, seen: int, at: datetime) -> None:
        """Replace the state that was read with revision *seen*; the row is not read again.

        Raises: ConversationChanged if somebody wrote it in between.
        """
        sealed = seal_json(self._vault, to_dict(state), STATE_LABEL)
        if seen:
            guarded = {"person": person_id, "seen": seen, "new_state": sealed, "next": seen + 1, "at": at}
            written = self._connection.execute(_NEXT, guarded).rowcount
        else:
            row = {"person_id": person_id, "revision": 1, "state": sealed, "updated_at": at}
            written = self._connection.execute(_FIRST, row).rowcount
        if written != 1:
            raise ConversationChanged

    def delete(self, person_id: int) -> None:
        """Forget all drafts and the profile of a person."""
        self._connection.execute(delete(tables.conversations).where(_columns.person_id == person_id))
