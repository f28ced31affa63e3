"""A connection to PostgreSQL whose prepared statements go to asyncpg itself, past SQLAlchemy's adapter for it.

For each statement the adapter makes a cursor and a coroutine, takes a lock, and looks whether a transaction has begun
and types have changed (docs/decisions/0041-lines-to-postgresql.md).
"""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util.concurrency import await_

from storage.gathering import Write, fits, gathered

COMMITTED = "COMMIT"  # what the server says to it, unless a statement failed before
_LOCKED = "55P03"
# Of states of a failed statement: data that do not fit, a division by zero among them, or break a constraint.
_MAY_BE_ASSUMED = ("22", "23")


class AssumedWrongly(Exception):
    """What work was told of a write that was put off is not so; it has to be done again without putting off."""


class DirectConnection(Connection):
    """A new connection of *engine*, which must be one of asyncpg in AUTOCOMMIT and be given to `watch`.

    A transaction begins with the first statement that changes or holds something. What goes through
    `Connection.execute` takes part in it. For use within `greenlet_spawn`, as all of the engine is.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._adapter: Any = self.connection.dbapi_connection
        self._driver: Any = self.connection.driver_connection
        self._statements: dict[str, Any] = {}  # asyncpg's, by their SQL
        self._waiting: list[Write] = []
        self._is_begun, self._puts_off = False, False
        self.is_assumed_wrongly = False  # whether AssumedWrongly was raised, whatever became of it since
        self.begin()  # says nothing to the server, and SQLAlchemy has nothing to begin later

    def is_lost(self) -> bool:
        """Whether the driver knows that the line is cut."""
        return bool(self._driver.is_closed())

    def cut(self) -> None:
        """Cut the line without goodbye; a transaction ends with it."""
        self._driver.terminate()

    def start(self, *, puts_off: bool) -> None:
        """Have a transaction begin with what comes; *puts_off*: writes may wait for its end."""
        self._puts_off, self.is_assumed_wrongly = puts_off, False

    def puts_off(self) -> bool:
        """Whether a write may wait now. Within a savepoint none may: its errors belong there."""
        return self._puts_off and not self.in_nested_transaction()

    def put_off(self, write: Write) -> None:
        """Have it done before anything that could notice, at the latest by `commit_all`. Raises: as `flush`."""
        if not fits(write, self._waiting):
            self.flush()
        self._waiting.append(write)

    def assumes(self) -> bool:
        """Whether somebody was told something of what waits."""
        return any(write.is_assumed for write in self._waiting)

    def commit_all(self) -> str:
        """End the transaction. Returns: COMMITTED, or what became of it. Raises: as `flush`."""
        if self.is_assumed_wrongly:  # the work has overlooked it
            raise AssumedWrongly
        if self._waiting:
            self._write_waiting()  # the transaction itself, if nothing has begun one
        if not self._is_begun:
            return COMMITTED
        self._is_begun = False
        return self._command("COMMIT")

    def roll_back(self) -> None:
        """Give the transaction up. Raises: as `fetch`."""
        self._waiting.clear()
        if self._is_begun:
            self._is_begun = False
            self._command("ROLLBACK")

    def flush(self) -> None:
        """Begin the transaction and do what waits. Raises: what SQLAlchemy raises; AssumedWrongly."""
        if not self._is_begun:
            self._command("BEGIN")
            self._is_begun = True
        if self._waiting:
            self._write_waiting()

    def fetch(
        self, sql: str, values: Sequence[Any], *, reads: frozenset[str] | None = None
    ) -> tuple[list[Any], Any]:
        """Execute a statement.

        Args: reads: the tables of one that only reads.
        Returns: its rows, and asyncpg's statement.
        Raises: as `flush`.
        """
        if reads is None or any(not reads.isdisjoint(write.tables) for write in self._waiting):
            self.flush()
        return self._fetch(sql, values)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Execute a statement for each of the values. Raises: as `fetch`."""
        self.flush()
        try:
            statement = self._statements.get(sql) or self._prepared(sql)
            await_(statement.executemany(values))
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self._raise(sql, error)

    def _write_waiting(self) -> None:
        whole = gathered(self._waiting)
        self._waiting.clear()
        try:
            rows, _ = self._fetch(whole.sql, whole.values)
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            if whole.checks and (state == _LOCKED or state.startswith(_MAY_BE_ASSUMED)):
                self.is_assumed_wrongly = True
                raise AssumedWrongly from error
            raise
        if whole.returned is not None:
            whole.returned(rows[0][whole.checks :])

    def _command(self, sql: str) -> str:
        try:
            return str(await_(self._driver.execute(sql)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self._raise(sql, error)

    def _fetch(self, sql: str, values: Sequence[Any]) -> tuple[list[Any], Any]:
        try:
            statement = self._statements.get(sql) or self._prepared(sql)
            return await_(statement.fetch(*values)), statement
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self._raise(sql, error)

    def _prepared(self, sql: str) -> Any:
        statement = self._statements[sql] = await_(self._driver.prepare(sql))
        return statement

    def _raise(self, sql: str, error: Exception) -> NoReturn:
        """Raise what SQLAlchemy makes of asyncpg's error, without values; what is none of asyncpg's as it is."""
        known = self.dialect.loaded_dbapi.Error
        try:
            self._adapter._handle_exception(error)  # nothing public knows which class stands for which of asyncpg's
        except known as mapped:
            wrapped = DBAPIError.instance(sql, None, mapped, known, hide_parameters=True, dialect=self.dialect)
            raise wrapped from mapped
        raise AssertionError("the adapter raises")


def watch(engine: Engine) -> None:
    """Have what SQLAlchemy executes on the engine's direct connections take part in their transactions."""
    event.listen(engine, "before_cursor_execute", _flush)


def _flush(connection: Connection, *_: object) -> None:
    if isinstance(connection, DirectConnection):
        connection.flush()
