"""Copies of everything while the bot runs, and back into an empty place, checked.

Sealed columns stay sealed: a copy is of use only with its SECRET_KEY, which has to be kept elsewhere.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, func, inspect, select

from storage.database import SQLITE, parse_url, run_in_transaction
from storage.errors import BackupFailed, NotEmpty, ToolMissing
from storage.migrations import is_known
from storage.sqlite import database_path
from storage.tables import metadata

_SQLITE_MAGIC, _POSTGRES_MAGIC = b"SQLite format 3\x00", b"PGDMP"
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database holds."""

    revision: str
    rows: dict[str, int]  # by table


def backup(url: str, path: Path) -> None:
    """Write a consistent copy of the database to a new file; turns go on meanwhile. Blocks.

    Raises: BackupFailed, ToolMissing.
    """
    if path.exists():
        raise BackupFailed(f"{path} exists already; a backup never overwrites")
    parsed = parse_url(url)
    _made_whole(path, lambda part: _copied(parsed, part))


def restore(path: Path, url: str) -> Restored:
    """Fill an empty database from a backup and check it: pages, references, revision. Blocks.

    Returns: what is there now. Raises: NotEmpty, BackupFailed, ToolMissing; then the place is as empty as before.
    """
    parsed = parse_url(url)
    magic = _SQLITE_MAGIC if parsed.drivername == SQLITE else _POSTGRES_MAGIC
    if _beginning(path, len(magic)) != magic:
        raise BackupFailed(f"{path} is no backup of the kind of database that DATABASE_URL names")
    if parsed.drivername == SQLITE:
        _restore_sqlite(path, database_path(parsed))
    else:
        _restore_postgres(path, url)
    return run_in_transaction(url, _inventory)


def _copied(url: URL, part: Path) -> None:
    if url.drivername == SQLITE:
        source = database_path(url)
        if not source.is_file():
            raise BackupFailed(f"there is no database at {source}")
        _copy_sqlite(source, part)
    else:
        _run("pg_dump", url, ["--format=custom", "--no-owner", f"--file={part}"])


def _made_whole(path: Path, make: Callable[[Path], None]) -> None:
    """Let *make* write beside *path* and move it there when it is on disk: a file of that name is always whole."""
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    part.touch(0o600)
    try:
        make(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's online backup, in one step: a reader's view of one moment, which does not hold up the writer."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            problems = new.execute("PRAGMA integrity_check").fetchall()
            orphans = new.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        raise BackupFailed(f"SQLite says {error.sqlite_errorname}") from None
    if problems != [("ok",)] or orphans:
        raise BackupFailed("the database is damaged: its integrity check fails")


def _restore_sqlite(path: Path, target: Path) -> None:
    if any(target.with_name(target.name + side).exists() for side in _SIDE_FILES):
        raise NotEmpty(f"{target} exists already; restore into an empty place")

    def make(part: Path) -> None:
        _copy_sqlite(path, part)
        with closing(sqlite3.connect(part)) as restored:
            has_revision = restored.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            _check(restored.execute("SELECT version_num FROM alembic_version").fetchone()[0] if has_revision else None)

    _made_whole(target, make)


def _restore_postgres(path: Path, url: str) -> None:
    if run_in_transaction(url, lambda connection: bool(inspect(connection).get_table_names())):
        raise NotEmpty("the database of DATABASE_URL holds tables already; restore into an empty one")
    parsed = parse_url(url)
    _check(_revision_in_dump(parsed, path))
    _run("pg_restore", parsed, ["--exit-on-error", "--single-transaction", "--no-owner",
                                f"--dbname={parsed.database}", str(path)])  # fmt: skip


def _revision_in_dump(url: URL, path: Path) -> str | None:
    script = _run("pg_restore", url, ["--data-only", "--table=alembic_version", "--file=-", str(path)])
    lines = script.splitlines()
    copies = (number for number, line in enumerate(lines) if line.startswith("COPY public.alembic_version "))
    first = next(copies, None)
    return lines[first + 1] if first is not None else None


def _check(revision: str | None) -> None:
    if revision is None:
        raise BackupFailed("this is no backup of the bot: it has no revision")
    if not is_known(revision):
        raise BackupFailed(f"the backup is of a newer program (revision {revision}); install that one first")


def _run(program: str, url: URL, arguments: Sequence[str]) -> str:
    """Run a program of PostgreSQL. Its messages may quote rows: only the first that names an error is passed on."""
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(f"{program} is not installed: install PostgreSQL's client programs, as new as the server")
    where = {
        "PGHOST": url.host or _one(url, "host"),
        "PGPORT": str(url.port) if url.port else _one(url, "port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: value for name, value in where.items() if value}
    ran = subprocess.run(  # noqa: S603 - the program was looked up, the arguments are ours
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        lines = [line for line in ran.stderr.splitlines() if "error:" in line]
        raise BackupFailed((lines or [f"{program} failed"])[0][:300])
    return ran.stdout


def _one(url: URL, name: str) -> str | None:
    value = url.query.get(name)
    return value if isinstance(value, str) or value is None else value[0]


def _inventory(connection: Connection) -> Restored:
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    present = set(inspect(connection).get_table_names())
    rows = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
        if table.name in present
    }
    return Restored(revision, rows)


def _beginning(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}") from None
