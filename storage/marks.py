"""Marks that running programs hold, so that a migration learns whom it would disturb.

PostgreSQL: a shared advisory lock whose second key is the program's revision, on the connection of leadership.py.
SQLite: a few locked bytes of a side file with the revision in them. Both go when the process ends, however it ends.
"""

import fcntl
import os
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, text

KEYS = 752_520_210  # the first key of our advisory locks; the second is a revision, or LEAD
LEAD = 0  # no revision
MARKS_SUFFIX = ".programs"
_SLOT_BYTES, _SLOTS = 8, 256
# A lock with two keys shows them as classid and objid, with objsubid 2. Source: PostgreSQL manual, view pg_locks.
OTHERS = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :keys AND objsubid = 2 AND granted "
    "AND mode = 'ShareLock' AND pid <> pg_backend_pid() "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
# The oldest programs that can work with the schema; an offline migration raises it.
FLOOR = text("SELECT value FROM counters WHERE name = 'oldest-program'")
_RAISE = text(
    "INSERT INTO counters (name, value) VALUES ('oldest-program', :revision) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_SHUT = text("SELECT pg_try_advisory_xact_lock(:keys, :revision)")


def side_file(database: Path, suffix: str) -> int:
    """Open a file beside an SQLite database, made if need be. Returns: its descriptor. Raises: OSError."""
    return os.open(beside(database, suffix), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def beside(database: Path, suffix: str) -> Path:
    """Where a side file is."""
    return database.with_name(database.name + suffix)


def take_slot(marks: int, revision: str) -> int | None:
    """Mark this process in the side file of SQLite; closing the descriptor takes the mark away.

    Returns: the slot; None while a migration keeps programs out. The kernel lets a process hold such a lock once and
    drops it with the first descriptor of the file that is closed: one program a process.
    """
    for slot in range(_SLOTS):
        if _locks(marks, slot * _SLOT_BYTES, _SLOT_BYTES):
            os.pwrite(marks, revision.encode().ljust(_SLOT_BYTES)[:_SLOT_BYTES], slot * _SLOT_BYTES)
            return slot
    return None


def is_alone(marks: int, own: int) -> bool:
    """Whether no other slot of the side file is taken."""
    return all(_is_free(marks, slot) for slot in range(_SLOTS) if slot != own)


def others(connection: Connection) -> list[str]:
    """The revisions of the other programs that run on this database, one each."""
    if connection.dialect.name == "postgresql":
        return [f"{revision:04}" for revision in connection.execute(OTHERS, {"keys": KEYS}).scalars()]
    with ExitStack() as held:
        marks = _marks_of(connection, held)
        return [_read(marks, slot) for slot in range(_SLOTS) if not _is_free(marks, slot)]


def keep_out(connection: Connection, revisions: list[str], held: ExitStack) -> bool:
    """Let no program of these revisions run until the transaction, and then *held*, has ended.

    Returns: False if one runs already.
    """
    if connection.dialect.name == "postgresql":
        keys = ({"keys": KEYS, "revision": int(revision)} for revision in revisions)
        return all(connection.execute(_SHUT, key).scalar_one() for key in keys)
    return _locks(_marks_of(connection, held), 0, _SLOT_BYTES * _SLOTS)


def raise_floor(connection: Connection, revision: str) -> None:
    """From now on no program older than *revision* may work here, not even one whose mark was lost for a moment."""
    connection.execute(_RAISE, {"revision": int(revision)})


def _marks_of(connection: Connection, held: ExitStack) -> int:
    marks = side_file(Path(connection.engine.url.database or ""), MARKS_SUFFIX)
    held.callback(os.close, marks)
    return marks


def _locks(marks: int, start: int, length: int) -> bool:
    try:
        fcntl.lockf(marks, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    except (BlockingIOError, PermissionError):  # EAGAIN or EACCES: held by another process
        return False
    return True


def _is_free(marks: int, slot: int) -> bool:
    if not _locks(marks, slot * _SLOT_BYTES, _SLOT_BYTES):
        return False
    fcntl.lockf(marks, fcntl.LOCK_UN, _SLOT_BYTES, slot * _SLOT_BYTES)
    return True


def _read(marks: int, slot: int) -> str:
    return os.pread(marks, _SLOT_BYTES, slot * _SLOT_BYTES).decode(errors="replace").strip("\0 ")
