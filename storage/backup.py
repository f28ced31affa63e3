"""Copies of everything while the bot runs, and back into an empty place, settled and checked.

Sealed columns stay sealed: a copy is of use only with its SECRET_KEY, which has to be kept elsewhere.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import URL, Connection, inspect, text

from storage.database import SQLITE, parse_url, run_in_transaction
from storage.errors import BackupFailed, NotEmpty, ToolMissing
from storage.migrations import is_known, upgrade
from storage.restored import forget_what_passed
from storage.sqlite import database_path

T = TypeVar("T")
_SQLITE_MAGIC, _POSTGRES_MAGIC = b"SQLite format 3\x00", b"PGDMP"
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_READONLY")
_SIDE_FILES = ("", "-wal", "-shm", "-journal")


class Restored(Struct, frozen=True):
    """What became of a copy."""

    revision: str  # that it was of; now it is this program's
    maybe_sent: int  # messages that were owed when it was made, and may have gone out since


def backup(url: str, path: Path) -> None:
    """Write a consistent copy of the database to a new file; turns go on meanwhile. Blocks.

    Raises: BackupFailed, ToolMissing; then there is no file of that name.
    """
    if path.exists():
        raise BackupFailed(f"Đã có tệp {path}; bản sao lưu không bao giờ ghi đè lên tệp cũ.")
    parsed = parse_url(url)
    _made_whole(path, lambda part: _copied(parsed, part))


def restore(path: Path, url: str, now: datetime) -> Restored:
    """Fill an empty database from a backup, bring it up to date and settle what cannot be as it was. Blocks.

    A place that was not settled to the end is of no use to any program, so that nothing is sent twice unmarked.

    Raises: NotEmpty, BackupFailed, ToolMissing; then the place is as empty as before.
    """
    parsed = parse_url(url)
    magic = _SQLITE_MAGIC if parsed.drivername == SQLITE else _POSTGRES_MAGIC
    if _beginning(path, len(magic)) != magic:
        raise BackupFailed(f"{path} không phải bản sao lưu của loại cơ sở dữ liệu ghi trong DATABASE_URL.")
    if parsed.drivername == SQLITE:
        return _restore_sqlite(path, database_path(parsed), now)
    return _restore_postgres(path, url, now)


def _settle(connection: Connection, now: datetime) -> int:
    """To this program's revision, and without what has passed. Returns: messages that may have been sent."""
    with ExitStack() as held:
        upgrade(connection, held)
    return forget_what_passed(connection, now)


def _copied(url: URL, part: Path) -> None:
    if url.drivername == SQLITE:
        source = database_path(url)
        if not source.is_file():
            raise BackupFailed(f"Không có cơ sở dữ liệu ở {source}.")
        _copy_sqlite(source, part)
    else:
        _run("pg_dump", url, ["--format=custom", "--no-owner", f"--file={part}"])


def _made_whole(path: Path, make: Callable[[Path], T]) -> T:
    """Let *make* write beside *path* and move it there when it is on disk: a file of that name is always whole."""
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove(part)
    part.touch(0o600)
    try:
        made = make(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise BackupFailed(f"Không ghi được {path}: {error.strerror}.") from None
    else:
        return made
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for side in _SIDE_FILES:
        part.with_name(part.name + side).unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's online backup, in one step: a reader's view of one moment, which does not hold up the writer."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            problems = new.execute("PRAGMA integrity_check").fetchall()
            orphans = new.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as error:
        hint = ", hết chỗ trống hay không có quyền ghi" if error.sqlite_errorname in _NO_ROOM else ""
        raise BackupFailed(f"Không sao chép được ({error.sqlite_errorname}{hint}).") from None
    if problems != [("ok",)] or orphans:
        raise BackupFailed("Cơ sở dữ liệu hỏng: không qua được kiểm tra toàn vẹn.")


def _restore_sqlite(path: Path, target: Path, now: datetime) -> Restored:
    if any(target.with_name(target.name + side).exists() for side in _SIDE_FILES):
        raise NotEmpty(f"Đã có {target}; chỉ khôi phục vào một nơi trống.")

    def make(part: Path) -> Restored:
        _copy_sqlite(path, part)
        with closing(sqlite3.connect(part)) as restored:
            has_revision = restored.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            found = restored.execute("SELECT version_num FROM alembic_version").fetchone() if has_revision else None
        revision = _checked(found[0] if found else None)
        settled = run_in_transaction(f"{SQLITE}:///{part.absolute()}", lambda connection: _settle(connection, now))
        return Restored(revision, settled)

    return _made_whole(target, make)


def _restore_postgres(path: Path, url: str, now: datetime) -> Restored:
    """First all without the revision, which makes the place of no use; it comes with the rest of the work, at once."""
    if run_in_transaction(url, lambda connection: bool(inspect(connection).get_table_names())):
        raise NotEmpty("Cơ sở dữ liệu trong DATABASE_URL đã có bảng; chỉ khôi phục vào một nơi trống.")
    parsed = parse_url(url)
    revision = _checked(_revision_in_dump(parsed, path))
    with TemporaryDirectory() as folder:
        entries = Path(folder) / "entries"
        listed = _run("pg_restore", parsed, ["--list", str(path)]).splitlines()
        entries.write_text("\n".join(entry for entry in listed if " TABLE DATA public alembic_version " not in entry))
        _run("pg_restore", parsed, ["--exit-on-error", "--single-transaction", "--no-owner", f"--use-list={entries}",
                                    f"--dbname={parsed.database}", str(path)])  # fmt: skip

    def finish(connection: Connection) -> int:
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:revision)"), {"revision": revision})
        return _settle(connection, now)

    return Restored(revision, run_in_transaction(url, finish))


def _revision_in_dump(url: URL, path: Path) -> str | None:
    script = _run("pg_restore", url, ["--data-only", "--table=alembic_version", "--file=-", str(path)])
    lines = script.splitlines()
    copies = (number for number, line in enumerate(lines) if line.startswith("COPY public.alembic_version "))
    first = next(copies, None)
    return lines[first + 1] if first is not None else None


def _checked(revision: str | None) -> str:
    if not revision or not revision.isdecimal():
        raise BackupFailed("Đây không phải bản sao lưu của bot: không ghi bản lược đồ.")
    if not is_known(revision):
        raise BackupFailed(f"Bản sao lưu ở bản {revision}, mới hơn chương trình này; hãy cài chương trình mới trước.")
    return revision


def _run(program: str, url: URL, arguments: Sequence[str]) -> str:
    """Run a program of PostgreSQL. Its messages may quote rows: only the first that names an error is passed on."""
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(f"Chưa cài {program}: hãy cài bộ chương trình khách của PostgreSQL, không cũ hơn máy chủ.")
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
        said = lines[0][:300] if lines else f"{program}: {ran.returncode}"
        raise BackupFailed(f"{program} không làm xong, có thể hết chỗ trống ({said}).")
    return ran.stdout


def _one(url: URL, name: str) -> str | None:
    value = url.query.get(name)
    return value if isinstance(value, str) or value is None else value[0]


def _beginning(path: Path, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise BackupFailed(f"Không đọc được {path}: {error.strerror}.") from None
