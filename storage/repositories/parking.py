"""Messages that wait for the person's next contact, or go to another chat: what is done with rows of the outbox then.

A parked message stays pending. Its due time lies far away, so the sender does not look at it, and it has no attempts,
so it holds no line (outbox_order.py).
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)

from conversations.role_facts import REQUEST_CARD
from storage import tables
from storage.columns import BriefInstant
from storage.prepared import Prepared
from storage.repositories.organisations import below
from storage.repositories.outbox_order import REPLY, is_free, is_pending
from storage.repositories.outbox_rows import Listed
from storage.repositories.people import Address

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # the due time of what waits for the person alone
TOO_LONG = "parked-too-long"  # error of what was dropped
UNPAID = "-unpaid:"  # in the error of what waits for money
_ERROR = 80  # characters kept of an error's code
_columns = tables.outbox.c
_IS_PARKED = _columns.parked_at.is_not(None)
_IN_CHAT = (_columns.channel == bindparam("channel"), _columns.chat == bindparam("chat"))
_OF = Prepared(
    select(_columns.id, _columns.card, _columns.collapse, _columns.parts_sent)
    .where(is_pending(), *_IN_CHAT, _IS_PARKED)
    .order_by(_columns.id)
)
_is_own = _columns.priority > literal_column(str(REPLY))
_HAS_COLLAPSE = Prepared(
    select(_columns.id).where(is_pending(), *_IN_CHAT, _columns.collapse == bindparam("collapse"),
                              _columns.parked_at.is_(None)).limit(1)
)  # fmt: skip


class ParkedMessage(Struct, frozen=True):
    """One that waits for the person."""

    id: int
    card: str | None
    collapse: str | None
    parts_sent: int


class Parking:
    """Rows of the outbox that cannot go where, or when, they should have gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def park(
        self,
        owed_id: int,
        at: datetime,
        until: datetime | None = None,
        error: str | None = None,
        by: str | None = None,
        *,
        is_doubtful: bool = False,
    ) -> bool:
        """Let a message wait for the person's next contact, or until *until* if that is sooner.

        Args:
            by: the sender that has claimed it; once another has taken it over, nothing happens.
            is_doubtful: it may have arrived.
        Returns: whether it waits.
        """
        values = {"parked_at": at, "due_at": until or NEVER, "attempts": 0, "claimed_until": None}
        values |= {"created_at": _young_at(until)} if until is not None else {}
        return self._change(owed_id, by, **values, **_error(error), **_doubt(at, is_doubtful))

    def park_chat(self, channel: str, chat: str, at: datetime) -> None:
        """Let everything wait that was to be said unasked in a chat that the person has left."""
        own = (is_pending(), _columns.channel == channel, _columns.chat == chat, _is_own, _columns.parked_at.is_(None))
        values = {"parked_at": at, "due_at": NEVER, "attempts": 0, "claimed_until": None}
        self._connection.execute(update(tables.outbox).where(*own).values(**values))

    def put_off(self, owed_id: int, until: datetime, error: str | None = None, by: str | None = None) -> None:
        """Give a claim up of which nothing was sent; the message is due later. See `park` for *by*."""
        self._change(owed_id, by, due_at=until, attempts=0, claimed_until=None, **_error(error))

    def readdress(
        self,
        owed_id: int,
        to: Address,
        at: datetime,
        error: str | None = None,
        by: str | None = None,
        *,
        is_doubtful: bool = False,
    ) -> None:
        """Owe the message to another chat, as if it had been owed there; see `park`."""
        values = {
            "channel": to.channel, "chat": to.chat, "due_at": at, "attempts": 0, "parts_sent": 0,
            "claimed_until": None, "parked_at": None, "created_at": at,
        }  # fmt: skip
        self._change(owed_id, by, **values, **_error(error), **_doubt(at, is_doubtful))

    def of(self, channel: str, chat: str) -> Sequence[ParkedMessage]:
        """What waits for the person of a chat, in the order in which it became owed."""
        rows = _OF.run(self._connection, {"channel": channel, "chat": chat})
        return [ParkedMessage(*row) for row in rows]

    def release(self, ids: Collection[int], due_at: datetime) -> None:
        """The person is here: what waited for them is an answer now."""
        values: dict[str, object] = {"parked_at": None, "due_at": due_at, "priority": REPLY, "error": None}
        values["created_at"] = _young_at(due_at)
        self._connection.execute(update(tables.outbox).where(_columns.id.in_(list(ids)), is_pending()).values(**values))

    def withdraw(self, ids: Collection[int]) -> None:
        """These messages are not needed any more; another one stands for them."""
        values = {"status": "replaced", "claimed_until": None}
        self._connection.execute(update(tables.outbox).where(_columns.id.in_(list(ids)), is_pending()).values(**values))

    def fold_cards(self, channel: str, chat: str, held: int, now: datetime) -> int:
        """Withdraw the cards of initiatives that wait for a chat, and the one that is held. Returns: how many."""
        which = (
            is_pending(), _columns.channel == channel, _columns.chat == chat, _columns.card.is_not(None), _is_own,
            _columns.card.not_like(f"{REQUEST_CARD}%"), _columns.parts_sent == 0, _columns.parked_at.is_(None),
            or_(is_free(now), _columns.id == held),
        )  # fmt: skip
        statement = update(tables.outbox).where(*which).values(status="replaced", claimed_until=None)
        return self._connection.execute(statement).rowcount

    def cards(self, channel: str, chat: str, organisation_id: int, now: datetime) -> tuple[tuple[int, str], ...]:
        """Ids and names of the cards that have not left yet for a chat and are about this node or anything below."""
        scope, filed, asked = select(below((organisation_id,)).c.id), tables.submissions.c, tables.role_requests.c
        initiatives = select(filed.code).where(filed.organisation_id.in_(scope))
        requests = select(literal(REQUEST_CARD) + asked.code).where(asked.organisation_id.in_(scope))
        which = (
            is_pending(), _columns.channel == channel, _columns.chat == chat, _columns.parts_sent == 0, is_free(now),
            or_(_columns.card.in_(initiatives), _columns.card.in_(requests)),
        )  # fmt: skip
        rows = self._connection.execute(select(_columns.id, _columns.card).where(*which).order_by(_columns.id))
        return tuple((row.id, row.card) for row in rows)

    def is_owed(self, channel: str, chat: str, collapse: str) -> bool:
        """Whether a message of that name is on its way to a chat."""
        given = {"channel": channel, "chat": chat, "collapse": collapse}
        return _HAS_COLLAPSE.run(self._connection, given).scalar() is not None

    def count(self) -> int:
        """How many messages wait for people."""
        return int(self._connection.execute(select(func.count(_columns.id)).where(*is_parked())).scalar_one())

    def unpaid(self) -> dict[str, int]:
        """How many messages of each channel wait for money."""
        which = (*is_parked(), _columns.error.like(f"%{UNPAID}%"))
        statement = select(_columns.channel, func.count(_columns.id)).where(*which).group_by(_columns.channel)
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def listed(self, limit: int) -> tuple[Listed, ...]:
        """What waits for people, for the operator; the longest first."""
        statement = select(*(_columns[name] for name in Listed.__struct_fields__)).where(*is_parked())
        rows = self._connection.execute(statement.order_by(_columns.parked_at, _columns.id).limit(limit))
        return tuple(Listed(*row) for row in rows)

    def drop_before(self, at: datetime) -> int:
        """Give up on people who have not written since; what waited stays on record. Returns: how many messages."""
        values = {"status": "replaced", "error": TOO_LONG, "claimed_until": None}
        statement = update(tables.outbox).where(*is_parked(), _columns.created_at < at).values(**values)
        return self._connection.execute(statement).rowcount

    def _change(self, owed_id: int, by: str | None, **values: object) -> bool:
        mine = _columns.claimed_by == by if by is not None else true()
        which = (_columns.id == owed_id, is_pending(), mine)
        return self._connection.execute(update(tables.outbox).where(*which).values(**values)).rowcount > 0


def _young_at(at: datetime) -> ColumnElement[datetime]:
    """The age by which a message is given up counts anew; one that is out in part keeps the name made of it."""
    return case((_columns.parts_sent == 0, literal(at, BriefInstant)), else_=_columns.created_at)


def is_parked() -> tuple[ColumnElement[bool], ...]:
    """Conditions: pending, but nobody looks at it until the person writes."""
    return is_pending(), _IS_PARKED


def _doubt(at: datetime, is_doubtful: bool) -> dict[str, object]:
    return {"maybe_sent_at": at} if is_doubtful else {}


def _error(code: str | None) -> dict[str, str]:
    return {} if code is None else {"error": code[:_ERROR]}
