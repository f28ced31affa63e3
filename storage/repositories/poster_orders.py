"""Sets of posters that were asked for: one open a person, made by one process at a time."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from storage import tables
from storage.repositories.people import Address
from storage.upsert import insert

_columns = tables.poster_orders.c


class PosterOrder(Struct, frozen=True):
    """A set of posters, asked for or made."""

    id: int
    person_id: int
    to: Address
    organisation_id: int
    part: int
    said_id: int  # the message that says how far it is
    attempts: int  # the one under way too
    sheets: int | None  # how many were made
    file_hash: bytes | None


class PosterOrders:
    """Orders by id, which grows in the order in which they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has_open(self, person_id: int) -> bool:
        """Whether a set is being made for the person."""
        is_open = (_columns.person_id == person_id, _columns.finished_at.is_(None))
        return self._connection.execute(select(_columns.id).where(*is_open)).scalar() is not None

    def add(self, person_id: int, to: Address, organisation_id: int, part: int, said_id: int, at: datetime) -> bool:
        """Store an order. Returns: False if one of that person is open."""
        row = {
            "person_id": person_id, "channel": to.channel, "chat": to.chat, "organisation_id": organisation_id,
            "part": part, "said_id": said_id, "asked_at": at, "attempts": 0,
        }  # fmt: skip
        statement = insert(tables.poster_orders).on_conflict_do_nothing()
        return self._connection.execute(statement, row).rowcount == 1

    def stop(self, person_id: int, at: datetime) -> bool:
        """Give the open order of a person up. Returns: False if there is none."""
        is_open = (_columns.person_id == person_id, _columns.finished_at.is_(None))
        statement = update(tables.poster_orders).where(*is_open).values(finished_at=at, claimed_until=None)
        return self._connection.execute(statement).rowcount == 1

    def take(self, now: datetime, until: datetime) -> PosterOrder | None:
        """Claim the oldest order that nobody makes; nobody else gets it before *until*."""
        is_free = or_(_columns.claimed_until.is_(None), _columns.claimed_until <= now)
        oldest = select(_columns.id).where(_columns.finished_at.is_(None), is_free).order_by(_columns.id).limit(1)
        order_id = self._connection.execute(oldest.with_for_update(skip_locked=True)).scalar()
        if order_id is None:
            return None
        self._set(order_id, claimed_until=until, attempts=_columns.attempts + 1)
        return self.get(order_id)

    def get(self, order_id: int) -> PosterOrder | None:
        """The order of that id."""
        row = self._connection.execute(select(tables.poster_orders).where(_columns.id == order_id)).one_or_none()
        if row is None:
            return None
        to, parts = Address(row.channel, row.chat), (row.organisation_id, row.part, row.said_id)
        return PosterOrder(row.id, row.person_id, to, *parts, row.attempts, row.sheets, row.file_hash)

    def keep(self, order_id: int, until: datetime) -> bool:
        """Hold the claim on. Returns: False if somebody else has finished it."""
        return self._set(order_id, _columns.finished_at.is_(None), claimed_until=until)

    def finish(self, order_id: int, at: datetime, sheets: int | None = None, file_hash: bytes | None = None) -> bool:
        """It is made, or given up. Returns: False if somebody else was faster."""
        values = {"finished_at": at, "sheets": sheets, "file_hash": file_hash, "claimed_until": None}
        return self._set(order_id, _columns.finished_at.is_(None), **values)

    def release(self, order_id: int) -> None:
        """Whoever comes next may make it."""
        self._set(order_id, _columns.finished_at.is_(None), claimed_until=None)

    def forget_before(self, at: datetime) -> int:
        """Drop what was finished before. Returns: how many."""
        return self._connection.execute(delete(tables.poster_orders).where(_columns.finished_at < at)).rowcount

    def _set(self, order_id: int, *where: ColumnElement[bool], **values: object) -> bool:
        statement = update(tables.poster_orders).where(_columns.id == order_id, *where).values(**values)
        return self._connection.execute(statement).rowcount == 1
