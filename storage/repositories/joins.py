"""Codes that join accounts to one person, what went over with an account, and how exactly that goes back."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, delete, select, update

from conversations.entering import EntryState
from storage import tables
from storage.errors import CodeTaken
from storage.repositories.audit import Audit
from storage.upsert import insert

_joins, _people, _identities, _filed = tables.joins, tables.people, tables.identities, tables.submissions
_columns = _joins.c
_is_refused = tables.entries.c.state == EntryState.REFUSED.value


class StoredJoin(Struct, frozen=True):
    """A code with its life."""

    code: str
    person_id: int  # who made it
    channel: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: int | None  # who the account was before
    used_on: str | None
    moved: str | None
    undone_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used at *at*."""
        return self.used_at is None and self.expires_at > at


class Joins:
    """All of them; joining and undoing are audited."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def offer(self, code: str, person_id: int, channel: str, at: datetime, expires_at: datetime) -> None:
        """Store a code; unused ones of the same person go. Raises: CodeTaken, also if another was made just now."""
        self._connection.execute(delete(_joins).where(_columns.person_id == person_id, _columns.used_at.is_(None)))
        row = {"code": code, "person_id": person_id, "channel": channel, "made_at": at, "expires_at": expires_at}
        if self._connection.execute(insert(_joins).on_conflict_do_nothing(), row).rowcount != 1:
            raise CodeTaken

    def find(self, code: str) -> StoredJoin | None:
        """The code with its life."""
        return self._one(_columns.code == code)

    def last(self, person_id: int, since: datetime) -> StoredJoin | None:
        """The newest joining to a person after *since* that was not undone."""
        return self._one(_columns.person_id == person_id, _columns.used_at > since, _columns.undone_at.is_(None))

    def join(self, code: str, guest_id: int, channel: str, at: datetime) -> int | None:
        """Make what *guest_id* has the host's: accounts, initiatives, and the identity number if the host has none.

        Returns: the host, who made the code; None if it was used or ran out, or both are the same person.
        """
        mine = (_columns.code == code, _columns.used_at.is_(None), _columns.expires_at > at)
        use = update(_joins).where(*mine, _columns.person_id != guest_id).returning(_columns.person_id)
        host_id = self._connection.execute(use.values(used_at=at, used_by=guest_id, used_on=channel)).scalar()
        if host_id is None:
            return None
        self._connection.execute(delete(_joins).where(_columns.person_id == guest_id, _columns.used_at.is_(None)))
        moved = {
            "accounts": self._moved(_identities, _identities.c.person_id, guest_id, host_id),
            "initiatives": self._moved(_filed, _filed.c.author_id, guest_id, host_id),
            "entered": self._moved(_filed, _filed.c.entered_by_id, guest_id, host_id),
            "entries": self._moved(tables.entries, tables.entries.c.helper_id, guest_id, host_id),
            # A no to a helper still counts. Whoever was asked and has not answered shows anew who they are.
            "refusals": self._moved(tables.entries, tables.entries.c.asked_id, guest_id, host_id, _is_refused),
            "number": self._lend_number(guest_id, host_id),
        }
        self._connection.execute(update(_joins).where(_columns.code == code).values(moved=json.dumps(moved)))
        self._audit.add(at, guest_id, "accounts-joined", f"person:{host_id}", {"was": guest_id, "on": channel})
        return int(host_id)

    def undo(self, join: StoredJoin, at: datetime, by: int) -> bool:
        """Give back what came with it; what was filed later stays. Returns: False if that was done already."""
        done = update(_joins).where(_columns.code == join.code, _columns.undone_at.is_(None))
        if self._connection.execute(done.values(undone_at=at)).rowcount != 1:
            return False
        moved, back = json.loads(join.moved or "{}"), (join.person_id, join.used_by)
        self._given_back(_identities, _identities.c.person_id, moved["accounts"], *back)
        self._given_back(_filed, _filed.c.author_id, moved["initiatives"], *back)
        self._given_back(_filed, _filed.c.entered_by_id, moved.get("entered", ()), *back)  # older joins lack these
        self._given_back(tables.entries, tables.entries.c.helper_id, moved.get("entries", ()), *back)
        self._given_back(tables.entries, tables.entries.c.asked_id, moved.get("refusals", ()), *back)
        if moved["number"]:
            self._take_number_back(join.person_id, join.used_by)
        self._audit.add(at, by, "accounts-parted", f"person:{join.person_id}", {"was": join.used_by})
        return True

    def forget_before(self, at: datetime, undone_before: datetime) -> int:
        """Drop codes that ran out unused before *at*, and the dialogues of whom nobody can be parted into any more.

        Args: undone_before: what was joined before that stays joined.
        Returns: how many.
        """
        over = delete(_joins).where(_columns.used_at.is_(None), _columns.expires_at < at)
        gone = select(_columns.used_by).where(_columns.used_at < undone_before, _columns.undone_at.is_(None))
        talks, has_account = tables.conversations, select(_identities.c.id)
        left = has_account.where(_identities.c.person_id == talks.c.person_id).exists()
        beneath = delete(talks).where(talks.c.person_id.in_(gone), ~left)
        return self._connection.execute(over).rowcount + self._connection.execute(beneath).rowcount

    def is_of_demo(self, person_id: int) -> bool:
        """Whether one of the person's accounts is a phone of the demo."""
        chats = tables.web_chats.c
        phones = select(_identities.c.id).join(tables.web_chats, chats.chat == _identities.c.chat)
        mine = phones.where(_identities.c.person_id == person_id, chats.demo_role.is_not(None))
        return self._connection.execute(mine.limit(1)).scalar() is not None

    def _take_number_back(self, host_id: int, guest_id: int | None) -> None:
        """Unless the host has filed with it, or with another, since."""
        guest = select(_people.c.identity_hash).where(_people.c.id == guest_id).scalar_subquery()
        has_filed = select(_filed.c.id).where(_filed.c.author_id == host_id).exists()
        lent = (_people.c.id == host_id, _people.c.identity_hash == guest, ~has_filed)
        self._connection.execute(update(_people).where(*lent).values(identity_hash=None))

    def _one(self, *which: Any) -> StoredJoin | None:
        newest = select(_joins).where(*which).order_by(_columns.used_at.desc(), _columns.code).limit(1)
        row = self._connection.execute(newest).one_or_none()
        return StoredJoin(*row) if row is not None else None

    def _moved(self, table: Any, owner: Any, guest_id: int, host_id: int, *which: Any) -> list[int]:
        moving = update(table).where(owner == guest_id, *which).values({owner: host_id}).returning(table.c.id)
        return sorted(self._connection.execute(moving).scalars())

    def _given_back(self, table: Any, owner: Any, ids: Sequence[int], host_id: int, guest_id: int | None) -> None:
        mine = (owner == host_id, table.c.id.in_(ids))
        self._connection.execute(update(table).where(*mine).values({owner: guest_id}))

    def _lend_number(self, guest_id: int, host_id: int) -> bool:
        """Whether the host, who has filed nothing so far, counts as who the guest is from now on."""
        guest = select(_people.c.identity_hash).where(_people.c.id == guest_id)
        known = self._connection.execute(guest).scalar()
        lacking = (_people.c.id == host_id, _people.c.identity_hash.is_(None))
        if known is None:
            return False
        return self._connection.execute(update(_people).where(*lacking).values(identity_hash=known)).rowcount == 1
