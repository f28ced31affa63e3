"""Statements of every turn, handed to the driver as they are: SQLAlchemy writes the SQL once, then stays out of it.

Executing through SQLAlchemy costs about ten times what SQLite itself needs for a row by its key, and took a third of
the program's time under load (docs/decisions/0016-prepared-statements.md). Tables, types and dialects stay
SQLAlchemy's; statements that are built while they are used, or seldom run, go through `Connection.execute`.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import Boolean, Connection, Dialect, Insert, LargeBinary, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from storage import tables
from storage.direct import DirectConnection
from storage.gathering import Write
from storage.writer import WritingConnection

Parameters = Mapping[str, Any]
Process = Callable[[Any], Any]
Statement: TypeAlias = "Select[Any] | Insert | Update"
_WORD = re.compile(r"\w+")
_OF_PYTHON = frozenset({"pysqlite", "aiosqlite"})
_AS_NUMBER = {None: None, False: 0, True: 1}


class Rows(list[Any]):
    """What a statement returned: named tuples, all of them fetched; `rowcount` as the driver has it."""

    rowcount: int = -1

    def one_or_none(self) -> Any:
        """The only row; None if there is none. Raises: ValueError if there are more."""
        if not self:
            return None
        [row] = self
        return row

    def scalar(self) -> Any:
        """The first value of the first row; None if there is none."""
        return self[0][0] if self else None

    def scalars(self) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self]


class Late:
    """The row that an insert returns which may be put off."""

    __slots__ = ("row",)

    def __init__(self, row: Any = None) -> None:
        self.row = row  # None until it has run, at the latest with the commit


class _Made(Struct, frozen=True):
    """A statement as one driver wants it."""

    sql: str
    tables: frozenset[str]  # whose names it has in it
    is_read: bool  # it changes and holds nothing
    pick: Callable[[Parameters], tuple[Any, ...]]  # the parameters in the driver's order
    fixed: Parameters  # those that no call gives, as the driver takes them
    processes: tuple[tuple[int, Process], ...]  # what a given one goes through, by its place in that order
    lists: Mapping[str, Sequence[str]]  # of a parameter that is a list: the names of its elements
    row: Callable[[Sequence[Any]], Any] | None  # makes a named tuple; None: it returns no rows
    results: tuple[tuple[int, Process], ...]  # the columns whose values the driver does not give as we want them

    def values(self, given: Parameters) -> Sequence[Any]:
        """What goes to the driver. Raises: KeyError for a parameter that is missing."""
        for name, elements in self.lists.items():
            given = {**given, **dict(zip(elements, given[name], strict=True))}
        picked = self.pick({**given, **self.fixed} if self.fixed else given)
        if not self.processes:
            return picked
        values = list(picked)
        for index, process in self.processes:
            values[index] = process(values[index])
        return values

    def rows(self, raw: Sequence[Sequence[Any]]) -> Rows:
        """The driver's rows as named tuples."""
        if self.row is None:
            return Rows()
        return Rows(map(self.row, map(self._processed, raw) if self.results else raw))

    def _processed(self, raw: Sequence[Any]) -> list[Any]:
        values = list(raw)
        for index, process in self.results:
            values[index] = process(values[index])
        return values


class Prepared:
    """A statement of which only the parameters change.

    Args:
        statement: whatever a call does not give stands in it.
        columns: of an insert: those that every call gives.
        listed: its expanding parameters, lists of an IN, which are given as sequences.
    """

    def __init__(self, statement: Statement, *, columns: Sequence[str] = (), listed: Sequence[str] = ()) -> None:
        self._statement, self._columns, self._listed = statement, list(columns) or None, listed
        self._made: dict[tuple[object, ...], _Made] = {}

    def run(self, connection: Connection, given: Parameters | None = None) -> Rows:
        """Execute it. Raises: what SQLAlchemy raises; KeyError for a parameter that is missing."""
        given, dialect, made = given or {}, connection.dialect, None
        if self._listed:
            given = {**given, **{name: _padded(given[name]) for name in self._listed}}
        else:
            made = self._made.get((dialect.name, dialect.driver))
        made = made or self._for(dialect, given)
        return _execute(connection, made, made.values(given))

    def run_late(self, connection: Connection, given: Parameters) -> Late:
        """Execute an insert of one row; where it saves an answer of the server, at the end of the transaction.

        Raises: as `run`, or later.
        """
        if not (isinstance(connection, DirectConnection) and connection.puts_off()):
            return Late(self.run(connection, given).one_or_none())
        made, late = self._for(connection.dialect, given), Late()

        def returned(raw: Sequence[Any]) -> None:
            [late.row] = made.rows([raw])

        connection.put_off(Write(made.sql, made.values(given), made.tables, returned=returned))
        return late

    def assume_one(self, connection: Connection, given: Parameters, early: "Prepared | None" = None) -> bool:
        """Execute an insert or update of one row, where it saves an answer of the server at the end of the transaction.

        Args: early: what is executed in its place there; fails if it had to wait for a lock.
        Returns: whether it changed a row, and no more. It may say so before it knows: if that turns out to be wrong,
            nothing of the transaction is kept, and its work is done once more, with answers that wait.
        Raises: as `run`, or later.
        """
        if not (isinstance(connection, DirectConnection) and connection.puts_off()):
            return self.run(connection, given).rowcount == 1
        made = (early or self)._for(connection.dialect, given)
        connection.put_off(Write(made.sql, made.values(given), made.tables, is_assumed=True))
        return True

    def run_many(self, connection: Connection, given: Collection[Parameters]) -> None:
        """Execute it once for each. Raises: as `run`."""
        made = self._for(connection.dialect, {})
        _execute(connection, made, [made.values(one) for one in given], is_many=True)

    def _for(self, dialect: Dialect, given: Parameters) -> _Made:
        key: tuple[object, ...] = (dialect.name, dialect.driver)
        if self._listed:
            key = (*key, *[len(given[name]) for name in self._listed])
        if (made := self._made.get(key)) is None:
            lists = {name: [None] * len(given[name]) for name in self._listed}
            made = self._made[key] = _make(self._statement, dialect, self._columns, lists)
        return made


def _padded(values: Sequence[Any]) -> Sequence[Any]:
    """The list with its last value repeated up to a power of two: the same to an IN, and few lengths are used."""
    length = 1 << (len(values) - 1).bit_length() if values else 0
    return [*values, *list(values[-1:]) * (length - len(values))]


def _execute(connection: Connection, made: _Made, values: Any, *, is_many: bool = False) -> Rows:
    if isinstance(connection, DirectConnection):
        return _execute_directly(connection, made, values, is_many=is_many)
    dialect = connection.dialect
    try:
        lent = connection.cursor if isinstance(connection, WritingConnection) else None
        cursor = lent or _cursor(connection)
        try:
            (cursor.executemany if is_many else cursor.execute)(made.sql, values)
            rows = Rows() if made.row is None else made.rows(cursor.fetchall())
            rows.rowcount = cursor.rowcount
            return rows
        finally:
            if lent is None:
                cursor.close()
    except dialect.loaded_dbapi.Error as error:
        if dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
            connection.exec_driver_sql("SELECT 1")  # fails, so that SQLAlchemy lets the whole pool go
        raise DBAPIError.instance(
            made.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error


def _cursor(connection: Connection) -> Any:
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def _execute_directly(connection: DirectConnection, made: _Made, values: Any, *, is_many: bool) -> Rows:
    if is_many:
        connection.run_many(made.sql, values)
        return Rows()
    raw, statement = connection.fetch(made.sql, values, reads=made.tables if made.is_read else None)
    rows = made.rows(raw)
    if made.row is not None:
        rows.rowcount = len(raw)
    else:
        rows.rowcount = int(statement.get_statusmsg().rpartition(" ")[2])  # "UPDATE 1", "INSERT 0 1"
    return rows


def _make(statement: Statement, dialect: Dialect, columns: list[str] | None, lists: Parameters) -> _Made:
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    required = {name for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state({**dict.fromkeys(required), **lists}, escape_names=False)
    elements = {name: state.parameter_expansion[name] for name in lists}
    listed = {element: name for name, expanded in state.parameter_expansion.items() for element in expanded}
    names, fixed, processes = tuple(state.positiontup or ()), dict[str, Any](), list[tuple[int, Process]]()
    for index, name in enumerate(names):
        whole = listed.get(name, name)
        process = _writes(compiled.binds[whole].type.dialect_impl(dialect), dialect)
        if whole not in lists and whole not in required:
            value = state.parameters[name]
            fixed[name] = value if process is None else process(value)
        elif process is not None:
            processes.append((index, process))
    sql = state.statement
    named = frozenset(_WORD.findall(sql)) & tables.metadata.tables.keys()
    is_read = isinstance(statement, Select) and " FOR " not in sql  # FOR UPDATE and the like
    return _Made(sql, named, is_read, _picking(names), fixed, tuple(processes), elements, *_read(statement, dialect))


def _writes(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """What a value goes through; to Python's SQLite, bytes go as they are and booleans by a table, not by functions.

    The table raises KeyError for what is neither a boolean nor None.
    """
    if dialect.driver in _OF_PYTHON and isinstance(kind, LargeBinary):
        return None
    if dialect.driver in _OF_PYTHON and isinstance(kind, Boolean):
        return _AS_NUMBER.__getitem__
    return kind.bind_processor(dialect)


def _picking(names: tuple[str, ...]) -> Callable[[Parameters], tuple[Any, ...]]:
    """Takes these out of parameters, in this order; without a step of Python for each, where there are two or more."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: tuple(given[name] for name in names)


def _read(
    statement: Statement, dialect: Dialect
) -> tuple[Callable[[Sequence[Any]], Any] | None, tuple[tuple[int, Process], ...]]:
    columns = list(statement.exported_columns)
    if not columns:
        return None, ()
    processes = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    row: Any = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]
    made = partial(tuple.__new__, row)  # `_make` is Python, and counts the columns of every row
    return made, tuple((index, process) for index, process in enumerate(processes) if process is not None)
