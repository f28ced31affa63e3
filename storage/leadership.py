"""Which of several programs on one database does what only one may do, and the mark that a program runs.

PostgreSQL: session-level advisory locks on a connection of their own. SQLite: a locked file beside the database.
What the lead is good for, and what becomes of tasks that lose it, stands in bot/leader.py.

Fencing on PostgreSQL. A leader asks its connection every CHECK seconds and gives up when no answer came within
ANSWER, so it has stopped CHECK + ANSWER after the last answer at the latest; on the other side the server ends a
session that asked nothing for IDLE, which is longer. Only when the server drops the lock without our hearing of it (it
was restarted and the line is dead, say) may another program get it earlier: whoever gets it waits GRACE, longer than
CHECK + ANSWER, before it begins. A process that was stopped as a whole (SIGSTOP) and goes on later finds out with its
next check; until then two may act, which the keys of the inbox make harmless.
On SQLite the kernel holds the lock exactly as long as the process lives: no fence is needed.
"""

import asyncio
import fcntl
import os
from pathlib import Path
from typing import Protocol

from storage.database import SQLITE, parse_url
from storage.errors import DatabaseAway, SchemaBusy, translated
from storage.marks import MARKS_SUFFIX, beside, is_alone, side_file, take_slot
from storage.sqlite import database_path

CHECK, ANSWER, GRACE = 1.0, 2.0, 4.0  # seconds, as above; a killed leader is followed within CHECK + GRACE
AGAIN = 1.0  # seconds between attempts to enter
LEAD_SUFFIX = ".leader"


class Presence(Protocol):
    """One running program: its mark and, while nobody else has it, the lead."""

    async def enter(self) -> None:
        """Mark that this program runs. Raises: DatabaseAway; SchemaBusy during a migration; OutdatedProgram."""

    async def is_alone(self) -> bool:
        """Whether no other program is marked at this moment; ask after `enter`. Raises: DatabaseAway."""

    async def ask(self) -> float | None:
        """Ask for the lead. Returns: seconds to wait before using it; None if another has it. Raises: DatabaseAway."""

    async def hold(self) -> None:
        """Return after CHECK seconds in which mark and lead stood. Raises: DatabaseAway once they are lost."""

    async def leave(self) -> None:
        """Give everything up; harmless to repeat."""


def presence_at(url: str, revision: str) -> Presence:
    """How a program of *revision* is present at the database of DATABASE_URL. Raises: BadDatabaseUrl."""
    parsed = parse_url(url)
    if parsed.drivername == SQLITE:
        return SqlitePresence(database_path(parsed), revision)
    from storage.postgres_presence import PostgresPresence  # noqa: PLC0415

    return PostgresPresence(parsed, revision)


class SqlitePresence:
    """Locked files beside the database."""

    def __init__(self, path: Path, revision: str) -> None:
        self._path, self._revision = path, revision
        self._open: dict[str, int] = {}  # descriptors by suffix
        self._slot = 0

    async def enter(self) -> None:
        """Take a slot among the marks."""
        try:
            self._open[MARKS_SUFFIX] = marks = side_file(self._path, MARKS_SUFFIX)
            slot = take_slot(marks, self._revision)
        except OSError as error:  # the disk may be full, too
            await self.leave()
            raise translated(error) from None
        if slot is None:
            await self.leave()
            raise SchemaBusy()
        self._slot = slot

    async def is_alone(self) -> bool:
        """Look at the other slots."""
        return is_alone(self._open[MARKS_SUFFIX], self._slot)

    async def ask(self) -> float | None:
        """Lock the leader's file."""
        try:
            lead = side_file(self._path, LEAD_SUFFIX)
        except OSError as error:
            raise translated(error) from None
        try:
            fcntl.flock(lead, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lead)
            return None
        self._open[LEAD_SUFFIX] = lead
        return 0.0

    async def hold(self) -> None:
        """Nobody can take a lock away, but a file with a lock on it can be deleted: then it guards nothing."""
        await asyncio.sleep(CHECK)
        if not all(_is_still(opened, beside(self._path, suffix)) for suffix, opened in self._open.items()):
            raise DatabaseAway("side file")

    async def leave(self) -> None:
        """Close the files."""
        while self._open:
            os.close(self._open.popitem()[1])


def _is_still(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except OSError:
        return False


async def enter_patiently(presence: Presence, seconds: float = 60.0) -> None:
    """Enter, and wait while a migration keeps programs out. Raises: DatabaseAway, OutdatedProgram, SchemaBusy."""
    until = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            return await presence.enter()
        except SchemaBusy:
            if asyncio.get_running_loop().time() > until:
                raise
        await asyncio.sleep(AGAIN)
