"""What storage may raise. No message carries a value that was stored: names, codes and SQL states only."""

from sqlalchemy.exc import DataError, IntegrityError, NotSupportedError, ProgrammingError

from conversations.units import Refusal


class StorageError(Exception):
    """Anything that went wrong in this package."""


class ConversationChanged(StorageError):
    """Somebody else wrote the conversation since it was read: run the turn again."""


class CodeTaken(StorageError):
    """A code that was drawn for something new belongs to something else: draw another."""


class UnknownParent(StorageError):
    """An organisation names a parent code that neither exists nor comes with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnitRefused(StorageError):
    """A change of an organisation that may not be made; nothing has changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class DirectoryChanged(StorageError):
    """The tree is not what a list was compared with: compare it again."""


class ListClashes(StorageError):
    """A list names a code as new that something else bears which it was not compared with; nothing has changed."""


class DatabaseAway(StorageError):
    """The database cannot be reached, is locked, full or broken: nothing was kept, or it is unknown; try again."""


class DatabaseRefused(StorageError):
    """A constraint or a trigger refused the write; `args[0]` names the driver's class and the SQL state."""


class BadDatabaseUrl(StorageError):
    """A DATABASE_URL of a kind that is not supported."""


class Unsealable(StorageError):
    """Sealed bytes were changed, belong elsewhere or need a key that is not in SECRET_KEY."""


class ForOperator(StorageError):
    """Something that the operator has to see to; `args[0]` is one Vietnamese sentence that says what."""


class NewerSchema(ForOperator):
    """The database was brought to a revision that this program does not know."""


class OutdatedProgram(ForOperator):
    """While this program ran, its mark was lost for a moment, and the schema has outgrown it."""


class ProgramsRun(ForOperator):
    """A migration would break programs that run."""


class SchemaInUse(ForOperator):
    """A migration gave up waiting for tables that turns kept in use."""


class SchemaBusy(ForOperator, DatabaseAway):
    """A migration keeps programs out; try again soon."""

    def __init__(self) -> None:
        super().__init__("Cơ sở dữ liệu đang được nâng cấp; hãy chạy lại sau ít phút.")


class BackupFailed(ForOperator):
    """A backup or a restore did not succeed."""


class ToolMissing(BackupFailed):
    """A program that PostgreSQL backups need (pg_dump, pg_restore) is not on PATH."""


class NotEmpty(BackupFailed):
    """The place to restore into holds data already."""


def translated(error: Exception) -> StorageError:
    """A driver's or SQLAlchemy's error as ours, without the values that theirs may quote.

    Sources: SQLite result codes (sqlite.org/rescode.html); PostgreSQL manual, appendix A, error codes.
    """
    original = getattr(error, "orig", None) or error
    state: str = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None) or ""
    code = f"{type(original).__name__} {state}".strip()
    if state:
        return DatabaseAway(code) if state.startswith(_AWAY) else DatabaseRefused(code)
    return DatabaseRefused(code) if isinstance(error, _OUR_FAULT) else DatabaseAway(code)


_AWAY = (
    # SQLite: locked, broken, full, gone
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_NOMEM", "SQLITE_INTERRUPT", "SQLITE_PERM", "SQLITE_PROTOCOL",
    # PostgreSQL: connection, read-only (a standby), rolled back by the server, resources, locks, shutdown, system
    "08", "25006", "28", "3D000", "40", "53", "55", "57", "58",
)  # fmt: skip
_OUR_FAULT = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
