"""What tables are made of: the metadata with its naming rules, ids, instants, partial indexes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Index, Integer, MetaData, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.operators import OperatorType

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
MOST_INSTANTS = 256  # that are remembered: those of the turns that share a transaction
_WRITTEN: dict[str, Callable[[Any], Any]] = {}  # by dialect
_READ: dict[str, Callable[[Any], Any]] = {}
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
Id = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite has no time zones, so it comes back as UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[datetime]):
        """What is stored in two ways cannot be compared; SQLite would, and find every number less than every text."""

        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
            for one in other:
                kind = getattr(one, "type", None)
                if isinstance(kind, Instant) and type(kind) is not type(self.type):
                    raise TypeError(f"{self.expr} and {one} are not stored alike")
            return super().operate(op, *other, **kwargs)

    @property
    def comparator_factory(self) -> type[Comparator]:  # type: ignore[override]
        return self.Comparator

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """As the driver takes it; the rows of a turn are of few instants, so each is written out once.

        Equal ones are one here. The program's are UTC, and so are those of both drivers; only where there is summer
        time would one hour of the year be two.
        """
        process = _written if dialect.name == "sqlite" else super().bind_processor(dialect)
        return process and _WRITTEN.setdefault(dialect.name, lru_cache(maxsize=MOST_INSTANTS)(process))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As we want it; every turn reads the same dates of the campaign."""
        process = super().result_processor(dialect, coltype)
        return process and _READ.setdefault(dialect.name, lru_cache(maxsize=MOST_INSTANTS)(process))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


class BriefInstant(Instant):
    """An Instant of a row that every turn writes: on SQLite microseconds since 1970, 8 bytes where text takes 26.

    The column is declared as any other: SQLite keeps whole numbers in it as they are.
    """

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """As the driver takes it; each is counted once, see above."""
        return _counted if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As we want it."""
        return _uncounted if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=MOST_INSTANTS)
def _counted(value: datetime | None) -> int | None:
    return (value - _EPOCH) // _MICROSECOND if value is not None else None


@lru_cache(maxsize=MOST_INSTANTS)
def _uncounted(value: int | None) -> datetime | None:
    return _EPOCH + timedelta(microseconds=value) if value is not None else None


def _written(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it to SQLite, in one step."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that *where* names, on both databases.

    Said for SQLite alone: for PostgreSQL it would load that dialect everywhere, and tables are made by migrations.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


def unique_where(name: str, *columns: str, where: str) -> Index:
    """The same, and no two of them alike."""
    return index_where(name, *columns, where=where, unique=True)
