"""Files that a turn asked for: claimed under a lease by one process of many, until the person has the answer."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from storage import tables
from storage.sealed_json import open_json, seal_json
from storage.vault import Vault

FETCH_LABEL = "fetches.file"
_columns = tables.fetches.c
_FETCH = (
    _columns.file_id, _columns.person_id, _columns.channel, _columns.user_key, _columns.chat, _columns.source,
    _columns.purpose, _columns.file, _columns.attempts, _columns.created_at,
)  # fmt: skip


class Purposes(Struct, frozen=True):
    """Fetches for these purposes, or for all others."""

    names: frozenset[str]
    are_left_out: bool = False

    def condition(self) -> ColumnElement[bool]:
        """For a statement."""
        names = sorted(self.names)
        return _columns.purpose.not_in(names) if self.are_left_out else _columns.purpose.in_(names)


class NewFetch(Struct, frozen=True):
    """A file to be fetched, and whom to answer."""

    file_id: str  # up to 32 characters that are never given again
    person_id: int
    channel: str
    user: str
    chat: str
    source: str  # the channel that has the file
    purpose: str
    file: Mapping[str, Any]  # JSON; stored under seal


class Fetch(NewFetch, frozen=True):
    """One that was claimed."""

    attempts: int  # this one included
    created_at: datetime


class Fetches:
    """Fetches by the id of their file."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def add(self, new: NewFetch, at: datetime) -> None:
        """Have a file fetched as soon as possible."""
        row = {
            "file_id": new.file_id, "person_id": new.person_id, "channel": new.channel, "user_key": new.user,
            "chat": new.chat, "source": new.source, "purpose": new.purpose, "attempts": 0,
            "file": seal_json(self._vault, new.file, FETCH_LABEL), "created_at": at, "due_at": at,
        }  # fmt: skip
        self._connection.execute(insert(tables.fetches), row)

    def open_of(self, person_id: int) -> int:
        """How many files of a person are still to be read."""
        count = select(func.count()).where(_columns.person_id == person_id, _columns.done_at.is_(None))
        return int(self._connection.execute(count).scalar_one())

    def claim(
        self, now: datetime, seconds: float, by: str, limit: int, purposes: Purposes | None = None
    ) -> list[Fetch]:
        """Take what is due and nobody else's, the longest due first; it is *by*'s for so many seconds."""
        wanted = () if purposes is None else (purposes.condition(),)
        rows = self._connection.execute(
            select(*_FETCH)
            .where(_columns.done_at.is_(None), _columns.due_at <= now, _is_free(now), *wanted)
            .order_by(_columns.due_at, _columns.file_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        held = {
            "claimed_until": now + timedelta(seconds=seconds), "claimed_by": by, "attempts": _columns.attempts + 1,
        }  # fmt: skip
        ids = [row.file_id for row in rows]
        if ids:
            self._connection.execute(update(tables.fetches).where(_columns.file_id.in_(ids)).values(**held))
        return [
            Fetch(
                row.file_id, row.person_id, row.channel, row.user_key, row.chat, row.source, row.purpose,
                open_json(self._vault, row.file, FETCH_LABEL), row.attempts + 1, row.created_at,
            )
            for row in rows
        ]  # fmt: skip

    def renew(self, ids: Collection[str], now: datetime, seconds: float, by: str) -> None:
        """Hold on to what *by* still has; zero seconds let it go."""
        mine = (_columns.file_id.in_(list(ids)), _columns.claimed_by == by, _columns.done_at.is_(None))
        until = now + timedelta(seconds=seconds)
        self._connection.execute(update(tables.fetches).where(*mine).values(claimed_until=until))

    def put_off(self, file_id: str, due_at: datetime, by: str) -> None:
        """Try it again then, in whatever process; nothing happens if it is another's by now."""
        mine = (_columns.file_id == file_id, _columns.claimed_by == by, _columns.done_at.is_(None))
        values = {"due_at": due_at, "claimed_until": None, "claimed_by": None}
        self._connection.execute(update(tables.fetches).where(*mine).values(**values))

    def done(self, file_id: str, at: datetime) -> bool:
        """The person has the answer: forget where the file is. Returns: False if it was done before."""
        values = {"done_at": at, "claimed_until": None, "claimed_by": None, "file": None}
        is_open = (_columns.file_id == file_id, _columns.done_at.is_(None))
        return self._connection.execute(update(tables.fetches).where(*is_open).values(**values)).rowcount == 1

    def forget_before(self, at: datetime) -> int:
        """Drop what was done before *at*. Returns: how many."""
        return self._connection.execute(delete(tables.fetches).where(_columns.done_at < at)).rowcount


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(_columns.claimed_until.is_(None), _columns.claimed_until <= now)
