"""The open dialogues of each person, under seal, guarded by a revision."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, select, update

from conversations.reminders import draft
from conversations.state import State, from_dict, to_dict
from storage import tables
from storage.errors import ConversationChanged
from storage.prepared import Prepared
from storage.sealed_json import open_json, packs, seal_json
from storage.upsert import insert
from storage.vault import Vault

STATE_LABEL = "conversations.state"
_columns = tables.conversations.c
_GET = Prepared(select(_columns.state, _columns.revision).where(_columns.person_id == bindparam("person")))
_FIRST = Prepared(
    insert(tables.conversations).on_conflict_do_nothing(index_elements=["person_id"]),
    columns=("person_id", "revision", "state", "updated_at", "remind_at", "has_draft", "is_reminder_free"),
)
_is_mine = _columns.person_id == bindparam("person")
_next = (
    update(tables.conversations)
    .where(_is_mine, _columns.revision == bindparam("seen"))
    .values(
        state=bindparam("new_state"), revision=bindparam("next"), updated_at=bindparam("at"),
        remind_at=bindparam("new_remind_at"), has_draft=bindparam("drafted"), is_reminder_free=bindparam("silent"),
    )
)  # fmt: skip
_at_once = select(_columns.person_id).where(_is_mine).with_for_update(key_share=True, nowait=True).scalar_subquery()
# Together with other writes it must not wait for the row: whether a reply has to wait is weighed as they begin.
_NEXT, _NEXT_AT_ONCE = Prepared(_next), Prepared(_next.where(_columns.person_id == _at_once))
_DUE = (
    select(_columns.person_id, _columns.updated_at)
    .where(_columns.remind_at <= bindparam("now"))
    .order_by(_columns.remind_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class DueDraft(Struct, frozen=True):
    """A conversation that the timers are to look at."""

    person_id: int
    updated_at: datetime


class Conversations:
    """States by person."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault, self._packs = connection, vault, packs(connection)

    def get(self, person_id: int) -> tuple[State, int]:
        """The state and its revision; an empty State and 0 when there is none.

        Raises: ValueError if a newer program wrote it; Unsealable.
        """
        found = _GET.run(self._connection, {"person": person_id}).one_or_none()
        if found is None:
            return State(), 0
        return opened(self._vault, found.state), found.revision

    def name(self, person_id: int) -> str:
        """How the person introduced themselves as an official, or filed; '' if they never did."""
        try:
            profile = self.get(person_id)[0].profile
        except ValueError:  # a newer program wrote it, and will show it
            return ""
        return profile.get("signature") or profile.get("full_name") or ""

    def put(self, person_id: int, state: State, seen: int, at: datetime, remind_at: datetime | None = None) -> None:
        """Replace the state that was read with revision *seen*; the row is not read again.

        remind_at: when the timers are to look at it (conversations/reminders.py: `next_reminder`).
        Raises: ConversationChanged if somebody wrote it in between.
        """
        sealed = seal_json(self._vault, to_dict(state), STATE_LABEL, packs=self._packs)
        marks = _marks(state)
        if seen:
            guarded = {
                "person": person_id, "seen": seen, "new_state": sealed, "next": seen + 1, "at": at,
                "new_remind_at": remind_at, "drafted": marks["has_draft"], "silent": marks["is_reminder_free"],
            }  # fmt: skip
            is_written = _NEXT.assume_one(self._connection, guarded, early=_NEXT_AT_ONCE)
        else:
            row = {"person_id": person_id, "revision": 1, "state": sealed, "updated_at": at, "remind_at": remind_at}
            is_written = _FIRST.assume_one(self._connection, row | marks)
        if not is_written:
            raise ConversationChanged

    def due(self, now: datetime, limit: int) -> list[DueDraft]:
        """Those whose `remind_at` has come, the longest due first; nobody else gets them until the commit."""
        return [DueDraft(*row) for row in self._connection.execute(_DUE, {"now": now, "most": limit})]

    def remind(self, person_id: int, remind_at: datetime | None) -> None:
        """Have the timers look again then, or not any more; the state stays as it is."""
        row = update(tables.conversations).where(_columns.person_id == person_id)
        self._connection.execute(row.values(remind_at=remind_at))

    def mark(self, person_id: int, state: State, remind_at: datetime | None) -> None:
        """`remind`, with the columns that tell of the state brought up to date."""
        row = update(tables.conversations).where(_columns.person_id == person_id)
        self._connection.execute(row.values(remind_at=remind_at, **_marks(state)))

    def review_drafts(self, at: datetime) -> None:
        """Have the timers look at every draft at *at*: the programme's dates have moved."""
        self._connection.execute(update(tables.conversations).where(_columns.has_draft).values(remind_at=at))

    def drafting(self, after: int, limit: int) -> tuple[int, ...]:
        """The first *limit* people with a draft, from the one after *after*, in order."""
        found = select(_columns.person_id).where(_columns.person_id > after, _columns.has_draft)
        return tuple(self._connection.execute(found.order_by(_columns.person_id).limit(limit)).scalars())

    def close(self, person_id: int, flows: Iterable[str], at: datetime) -> None:
        """End runs of these flows; a draft that is left is reminded of as before.

        Raises: ValueError if a newer program wrote the state; Unsealable; ConversationChanged.
        """
        state, seen = self.get(person_id)
        if (left := reduce(State.closed, flows, state)) != state:
            waits = select(_columns.remind_at).where(_columns.person_id == person_id)
            remind_at = self._connection.execute(waits).scalar() if draft(left) is not None else None
            self.put(person_id, left, seen, at, remind_at)

    def delete(self, person_id: int) -> None:
        """Forget all drafts and the profile of a person."""
        self._connection.execute(delete(tables.conversations).where(_columns.person_id == person_id))


def opened(vault: Vault, sealed: bytes) -> State:
    """A stored state. Raises: ValueError if a newer program wrote it; Unsealable."""
    return from_dict(open_json(vault, sealed, STATE_LABEL))


def _marks(state: State) -> dict[str, bool]:
    return {"has_draft": draft(state) is not None, "is_reminder_free": state.is_reminder_free}
