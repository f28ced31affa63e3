"""Numbered changes of the schema, run by Alembic without a configuration file of its own.

Each module declares `is_online`: whether programs of any earlier revision may go on while and after it runs (it only
adds, and what it adds has defaults). One that is not runs only while no other program does; see storage/marks.py. It
may name the databases on which it is all the same: `is_online_on`, dialects.

A program that starts finds the schema up to date nearly always. Alembic is therefore imported only where something is
run (it would be a tenth of the time and of the memory that a start takes): files and table are read directly.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from storage import marks
from storage.database import run_in_transaction
from storage.errors import DatabaseAway, NewerSchema, ProgramsRun, SchemaInUse

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script

VERSIONS = Path(__file__).parent / "versions"
_LOCK = 7_525_202_103_100_422  # any number that nothing else in the database takes an advisory lock on
# A change of a table waits for the turns that use it, and those that come meanwhile wait behind it: not for long.
_LOCK_TIMEOUT, _ATTEMPTS, _PAUSE_SECONDS = "1s", 8, 0.5
_NOT_NOW = ("55P03", "40P01")  # lock not available, deadlock; source: PostgreSQL manual, appendix A


def migrate(url: str, versions: Path = VERSIONS) -> str:
    """Bring the schema to this program's revision, from any earlier one or from nothing, all or not at all.

    Blocks; programs that start together wait for each other.

    Returns: the revision. Raises: DatabaseAway; NewerSchema, ProgramsRun or SchemaInUse, and nothing has changed.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with ExitStack() as held:
                run_in_transaction(url, lambda connection: upgrade(connection, held, versions))
        except DatabaseAway as error:
            if not str(error).endswith(_NOT_NOW):
                raise
            if attempt == _ATTEMPTS:
                raise SchemaInUse(
                    "Chưa nâng cấp được vì các bảng đang bận; chưa có gì thay đổi, hãy thử lại lúc vắng người."
                ) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            break
    return head_revision(versions)


def upgrade(connection: Connection, held: ExitStack, versions: Path = VERSIONS) -> None:
    """The same inside a transaction; what keeps programs out of SQLite meanwhile is in *held*."""
    from alembic import command  # noqa: PLC0415

    if connection.dialect.name == "postgresql":  # SQLite's write lock does the same from BEGIN on
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
    config = _config(versions)
    present = noted_revision(connection)
    offline = [script for script in _pending(config, present) if not _is_online(script, connection)]
    is_guarded = bool(offline) and present is not None  # nobody runs on an empty database
    if is_guarded:
        _shut(connection, versions, held)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if is_guarded:
        marks.raise_floor(connection, offline[-1].revision)


def _pending(config: "Config", present: str | None) -> "Sequence[Script]":
    """What is still to be run, in order. Raises: NewerSchema."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    known = [script.revision for script in scripts]
    if present is not None and present not in known:
        raise NewerSchema(_too_new(present))
    return scripts[known.index(present) + 1 :] if present is not None else scripts


def _is_online(script: "Script", connection: Connection) -> bool:
    return script.module.is_online or connection.dialect.name in getattr(script.module, "is_online_on", ())


def _shut(connection: Connection, versions: Path, held: ExitStack) -> None:
    """Keep every program out until the migration has ended. Raises: ProgramsRun."""
    if not marks.keep_out(connection, _revisions(versions), held):
        count = max(1, len(marks.others(connection)))
        raise ProgramsRun(
            f"Có {count} chương trình đang chạy trên cơ sở dữ liệu này và lần nâng cấp này cần dừng tất cả; "
            "chưa có gì thay đổi, hãy dừng chúng rồi chạy lại lệnh."
        )


def check_revision(url: str, versions: Path = VERSIONS) -> None:
    """Make sure that the schema is the one that this program knows. Raises: NewerSchema, DatabaseAway."""
    present = current_revision(url)
    if present != head_revision(versions):
        raise NewerSchema(_too_new(present or ""))


def current_revision(url: str) -> str | None:
    """The revision of the schema that is there; None for an empty database. Raises: DatabaseAway."""
    return run_in_transaction(url, noted_revision)


def noted_revision(connection: Connection) -> str | None:
    """The same inside a transaction, as Alembic has noted it."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def head_revision(versions: Path = VERSIONS) -> str:
    """The revision that this program needs."""
    return _revisions(versions)[-1]


def is_known(revision: str) -> bool:
    """Whether this program can bring a schema of that revision to its own; not so when a newer one made it."""
    return revision in _revisions(VERSIONS)


def _revisions(versions: Path) -> list[str]:
    """What the files are numbered, oldest first."""
    return sorted(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


def _too_new(present: str) -> str:
    return f"Cơ sở dữ liệu ở bản {present}, mới hơn chương trình này; hãy cài bản mới của chương trình rồi chạy lại."


def _config(versions: Path = VERSIONS) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    for name, path in (("script_location", Path(__file__).parent), ("version_locations", versions)):
        config.set_main_option(name, str(path).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config
