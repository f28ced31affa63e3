"""A connection to PostgreSQL whose prepared statements go to asyncpg itself, past SQLAlchemy's adapter for it.

For each statement the adapter makes a cursor and a coroutine, takes a lock, and looks whether a transaction has begun
and types have changed (docs/decisions/0041-lines-to-postgresql.md).
"""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util.concurrency import await_


class DirectConnection(Connection):
    """A new connection of *engine*, which must be one of asyncpg in AUTOCOMMIT: transactions are begun by `command`.

    What goes through `Connection.execute` takes part in them. For use within `greenlet_spawn`, as all of the engine is.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._adapter: Any = self.connection.dbapi_connection
        self._driver: Any = self.connection.driver_connection
        self._statements: dict[str, Any] = {}  # asyncpg's, by their SQL
        self.begin()  # says nothing to the server, and SQLAlchemy has nothing to begin later

    def is_lost(self) -> bool:
        """Whether the driver knows that the line is cut."""
        return bool(self._driver.is_closed())

    def cut(self) -> None:
        """Cut the line without goodbye; a transaction ends with it."""
        self._driver.terminate()

    def command(self, sql: str) -> str:
        """Execute a statement without parameters. Returns: its status. Raises: as `fetch`."""
        try:
            return str(await_(self._driver.execute(sql)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self._raise(sql, error)

    def fetch(self, sql: str, values: Sequence[Any]) -> tuple[list[Any], Any]:
        """Execute a statement. Returns: its rows, and asyncpg's statement. Raises: what SQLAlchemy raises."""
        try:
            statement = self._statements.get(sql) or self._prepared(sql)
            return await_(statement.fetch(*values)), statement
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes on
            self._raise(sql, error)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Execute a statement for each of the values. Raises: as `fetch`."""
        try:
            statement = self._statements.get(sql) or self._prepared(sql)
            await_(statement.executemany(values))
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
