"""What people enter for colleagues: kept under seal until the author says yes, and nothing of it afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from conversations.entering import Entry, EntryState
from storage import tables
from storage.errors import CodeTaken
from storage.repositories.audit import Audit
from storage.sealed_json import open_json, seal_json
from storage.upsert import insert
from storage.vault import Vault

ENTRY_LABEL = "entries.content"
_entries = tables.entries
_columns = _entries.c


class Entries:
    """All of them, open or closed; what becomes of one is audited."""

    def __init__(self, connection: Connection, vault: Vault, audit: Audit) -> None:
        self._connection, self._vault, self._audit = connection, vault, audit

    def add(self, entry: Entry) -> None:
        """Store an open one. Raises: CodeTaken."""
        row = {
            "code": entry.code, "state": entry.state.value, "helper_id": entry.helper_id, "tries": 0,
            "asked_id": entry.asked_id, "created_at": entry.created_at, "expires_at": entry.expires_at,
            "content": seal_json(self._vault, {"name": entry.helper_name, "answers": entry.answers}, ENTRY_LABEL),
        }  # fmt: skip
        if self._connection.execute(insert(_entries).on_conflict_do_nothing(), row).rowcount != 1:
            raise CodeTaken
        self._audit.add(entry.created_at, entry.helper_id, "entered", f"entry:{entry.code}")

    def find(self, code: str) -> Entry | None:
        """The one with exactly this code. Raises: Unsealable."""
        row = self._connection.execute(select(_entries).where(_columns.code == code)).one_or_none()
        return self._entry(row) if row is not None else None

    def open_of(self, helper_id: int, at: datetime, limit: int) -> tuple[Entry, ...]:
        """What waits of a helper's, the newest first."""
        mine = (_columns.helper_id == helper_id, *_is_open(at))
        rows = self._connection.execute(select(_entries).where(*mine).order_by(_columns.id.desc()).limit(limit))
        return tuple(self._entry(row) for row in rows)

    def asked_by(self, helper_id: int, since: datetime) -> int:
        """How many people with an account a helper has had asked since then."""
        return self._count(_columns.helper_id == helper_id, _columns.asked_id.is_not(None), _columns.created_at > since)

    def asked_of(self, person_id: int, since: datetime) -> int:
        """How often somebody was asked since then."""
        return self._count(_columns.asked_id == person_id, _columns.created_at > since)

    def has_refused(self, person_id: int, helper_id: int) -> bool:
        """Whether somebody has said that what a helper entered is not theirs."""
        theirs = (_columns.asked_id == person_id, _columns.helper_id == helper_id)
        return self._count(*theirs, _columns.state == EntryState.REFUSED.value) > 0

    def close(self, code: str, state: EntryState, by: int | None, at: datetime) -> bool:
        """Let nothing wait under *code* any more, and keep nothing of what was typed but who said no.

        Returns: False if nothing did.
        """
        waiting = update(_entries).where(_columns.code == code, _columns.state == EntryState.OPEN.value)
        said_no = {"asked_id": by} if state is EntryState.REFUSED and by is not None else {}
        if self._connection.execute(waiting.values(**_closed(state, at), **said_no)).rowcount != 1:
            return False
        self._audit.add(at, by, f"entry-{state.value}", f"entry:{code}")
        return True

    def note_wrong(self, code: str, by: int, at: datetime) -> int:
        """Count wrong digits, on record. Returns: how many there were for this code."""
        waiting = update(_entries).where(_columns.code == code, _columns.state == EntryState.OPEN.value)
        counted = waiting.values(tries=_columns.tries + 1).returning(_columns.tries)
        self._audit.add(at, by, "entry-wrong-digits", f"entry:{code}")
        return int(self._connection.execute(counted).scalar() or 0)

    def end(self, at: datetime, limit: int) -> tuple[str, ...]:
        """Close up to *limit* that nobody has confirmed in time, on record. Returns: the codes."""
        late = select(_columns.id).where(_columns.closed_at.is_(None), _columns.expires_at <= at).limit(limit)
        over = update(_entries).where(_columns.id.in_(late), _columns.closed_at.is_(None))
        ended = self._connection.execute(over.values(**_closed(EntryState.EXPIRED, at)).returning(_columns.code))
        codes = tuple(ended.scalars())
        for code in codes:
            self._audit.add(at, None, f"entry-{EntryState.EXPIRED.value}", f"entry:{code}")
        return codes

    def ending(self, at: datetime, before: datetime) -> Mapping[int, Sequence[Entry]]:
        """What ends before *before* and whose helper was not told so yet, by helper; they count as told now."""
        soon = update(_entries).where(*_is_open(at), _columns.expires_at <= before, _columns.warned_at.is_(None))
        found: dict[int, list[Entry]] = {}
        for row in self._connection.execute(soon.values(warned_at=at).returning(*_columns)).all():
            found.setdefault(row.helper_id, []).append(self._entry(row))
        return found

    def forget_before(self, at: datetime) -> int:
        """Drop what was closed before *at*. Returns: how many."""
        return self._connection.execute(delete(_entries).where(_columns.closed_at < at)).rowcount

    def _count(self, *which: Any) -> int:
        return int(self._connection.execute(select(func.count()).select_from(_entries).where(*which)).scalar_one())

    def _entry(self, row: Any) -> Entry:
        content = open_json(self._vault, row.content, ENTRY_LABEL) if row.content else {}
        return Entry(
            row.code, EntryState(row.state), row.helper_id, content.get("name", ""), content.get("answers", {}),
            row.created_at, row.expires_at, row.tries, row.asked_id,
        )  # fmt: skip


def _is_open(at: datetime) -> tuple[Any, ...]:
    return _columns.closed_at.is_(None), _columns.expires_at > at


def _closed(state: EntryState, at: datetime) -> dict[str, Any]:
    return {"state": state.value, "content": None, "closed_at": at}
