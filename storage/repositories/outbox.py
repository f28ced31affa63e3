"""Messages owed: put in by turns, taken out by the sender. Order rules are in `claim`."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, literal, literal_column, select, true, update

from storage import tables
from storage.columns import BriefInstant
from storage.errors import Unsealable
from storage.prepared import Prepared
from storage.repositories.outbox_claim import DOUBT, OWED, Room, Taking
from storage.repositories.outbox_order import is_free, is_pending
from storage.repositories.outbox_rows import Backlog, Card, Listed, Owed
from storage.repositories.rate_limits import Limits
from storage.sealed_json import open_json, packs, seal_json
from storage.vault import Vault

CONTENT_LABEL = "outbox.content"
STATUSES = ("pending", "sent", "failed", "replaced")
_ERROR = 80  # characters kept of an error's code
UNSEALABLE = "unsealable"  # error of a message whose key is gone
_CLEARED = ("claimed_until", "error", "parked_at")  # of what begins anew
_columns = tables.outbox.c
_IS_ON_ITS_WAY = _columns.parked_at.is_(None)
_ADD = Prepared(
    insert(tables.outbox).returning(_columns.id),
    columns=(
        "channel", "chat", "content", "card", "collapse", "priority", "status", "attempts", "parts_sent", "created_at",
        "due_at",
    ),
)  # fmt: skip
_BY_ID = _columns.id == bindparam("owed")
_SENT = Prepared(
    update(tables.outbox)
    .where(_BY_ID)
    .values(
        status="sent", sent_at=bindparam("at"), message_id=bindparam("platform_id"), error=None,
        claimed_until=None, claimed_by=None,
    )  # a row that does not grow stays on its page
)
_PROGRESS = Prepared(update(tables.outbox).where(_BY_ID).values(parts_sent=bindparam("parts")))
_MESSAGE_ID = Prepared(select(_columns.message_id).where(_BY_ID))
_CARDS = Prepared(
    select(*(_columns[name] for name in Card.__struct_fields__))
    .where(_columns.card == bindparam("code"), _columns.closed_at.is_(None), _columns.status != "replaced")
    .order_by(_columns.id)
)
_BY_MESSAGE = Prepared(
    select(*OWED)
    .where(
        _columns.channel == bindparam("channel"),
        _columns.chat == bindparam("chat"),
        _columns.message_id == bindparam("message"),
    )
    .order_by(_columns.id.desc())
    .limit(1)
)


class Outbox:
    """Messages by id, which grows in the order in which they became owed."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault, self._packs = connection, vault, packs(connection)

    def add(  # noqa: PLR0913 - a message has this many parts
        self,
        channel: str,
        chat: str,
        content: Mapping[str, Any],
        priority: int,
        at: datetime,
        *,
        due_at: datetime | None = None,
        card: str | None = None,
        collapse: str | None = None,
    ) -> int:
        """Owe a message; with *collapse* it takes the place of an unsent one of that name in the same chat.

        Args:
            content: JSON-ready; stored under seal.
            priority: REPLY, NOTICE or BULK.
            at: Now; the message is due then or, if it is given, at *due_at*.
            card: The submission that the message is a card of.
        Returns: its id.
        """
        if collapse is not None:
            self._replace(at, _columns.channel == channel, _columns.chat == chat, _columns.collapse == collapse)
        row = {
            "channel": channel, "chat": chat,
            "content": seal_json(self._vault, content, CONTENT_LABEL, packs=self._packs),
            "card": card, "collapse": collapse, "priority": priority, "status": "pending", "attempts": 0,
            "parts_sent": 0, "created_at": at, "due_at": due_at or at,
        }  # fmt: skip
        return int(_ADD.run(self._connection, row).scalar())

    def withdraw(self, collapse: str, at: datetime) -> int:
        """Send nothing more of what is called so, but what is being sent. Returns: how many were not sent yet."""
        return self._drop(at, _columns.collapse == collapse, is_pending(), _columns.parts_sent == 0)

    def claim(
        self,
        limits: Mapping[str, Limits],
        now: datetime,
        room: Room,
        lease_seconds: float,
        by: str | None = None,
        held: Collection[int] = (),
    ) -> list[Owed]:
        """Take messages that may be sent now; for *lease_seconds* nobody else gets them or their chats.

        At most one message a chat, by the lines of outbox_order.py: replies before notices before bulk. Notices and
        bulk cost a token of their channel and of their chat. A claim that lapsed makes the message doubtful.

        Args:
            limits: of the channels that are served.
            by: The sender. Once another has taken a message over, what this one says of it later does not count, but
                that it was sent.
            held: what the caller is sending already; it is left alone.
        Returns: as many as there is room for. As long as it returns any, there may be more.
        """
        rows = Taking(self._connection, limits, now, lease_seconds, by, held).take(room)
        return [owed for row in rows if (owed := self._opened(row)) is not None]

    def renew(self, ids: Collection[int], now: datetime, lease_seconds: float, by: str | None = None) -> None:
        """Keep the claims of messages that are still being sent.

        Of which somebody writes at the moment, this one is not waited for: it is marked as sent, or comes next time.
        """
        held = (_columns.id.in_(list(ids)), is_pending(), _columns.claimed_until.is_not(None), _is_of(by))
        until = now + timedelta(seconds=lease_seconds)
        at_hand = select(_columns.id).where(*held).with_for_update(skip_locked=True)
        self._connection.execute(update(tables.outbox).where(_columns.id.in_(at_hand)).values(claimed_until=until))

    def release(self, ids: Collection[int], by: str | None = None) -> None:
        """Give claims up of which nothing was sent."""
        held = (_columns.id.in_(list(ids)), is_pending(), _is_of(by))
        self._connection.execute(update(tables.outbox).where(*held).values(claimed_until=None))

    def progress(self, owed_id: int, parts_sent: int) -> None:
        """Note how many parts of a long message are out, so that a retry goes on behind them."""
        _PROGRESS.run(self._connection, {"owed": owed_id, "parts": parts_sent})

    def sent(self, owed_id: int, message_id: str | None, at: datetime) -> None:
        """It was delivered; *message_id* is the platform's id of the last part."""
        self.sent_all([(owed_id, message_id, at)])

    def sent_all(self, sent: Iterable[tuple[int, str | None, datetime]]) -> None:
        """They were delivered: ids, those of the platform, and when. Several may mark the same, all in one order."""
        in_order = sorted(sent, key=itemgetter(0))
        rows = [{"owed": owed_id, "platform_id": message_id, "at": at} for owed_id, message_id, at in in_order]
        _SENT.run_many(self._connection, rows)

    def retry(
        self, owed_id: int, due_at: datetime, error: str, doubtful_at: datetime | None = None, by: str | None = None
    ) -> None:
        """It failed and is to be tried again at *due_at*; counts the attempt.

        doubtful_at: now, if it may have arrived all the same.
        """
        again = {"attempts": _columns.attempts + 1, "due_at": due_at, "error": error[:_ERROR], "claimed_until": None}
        if doubtful_at is not None:
            again["maybe_sent_at"] = func.coalesce(_columns.maybe_sent_at, literal(doubtful_at, BriefInstant))
        mine = (_columns.id == owed_id, is_pending(), _is_of(by))
        self._connection.execute(update(tables.outbox).where(*mine).values(**again))

    def failed(self, owed_id: int, error: str, by: str | None = None) -> None:
        """It is given up; *error* is a code, never a text from the platform."""
        self._fail(error, _columns.id == owed_id, _is_of(by))

    def fail_chat(self, channel: str, chat: str, error: str) -> int:
        """Give everything up that is owed to a chat, but what waits for the person. Returns: how many."""
        return self._fail(error, _columns.channel == channel, _columns.chat == chat, _IS_ON_ITS_WAY)

    def hasten(self, channel: str, now: datetime, most: int | None = None) -> int:
        """Try what waits for another attempt now, the oldest first. Returns: how many there were."""
        waits = (is_pending(), _columns.channel == channel, _columns.attempts > 0, _columns.due_at > now)
        oldest = select(_columns.id).where(*waits, is_free(now)).order_by(_columns.id).limit(most)
        statement = update(tables.outbox).where(_columns.id.in_(oldest.scalar_subquery())).values(due_at=now)
        return self._connection.execute(statement).rowcount

    def next_due(self, now: datetime) -> datetime | None:
        """When something becomes free to be claimed that is not so now; None when nothing waits.

        What is due already does not count: claim it first.
        """
        waits = (is_pending(), _IS_ON_ITS_WAY)
        soonest = [
            self._connection.execute(select(func.min(column)).where(*waits, column > now)).scalar()
            for column in (_columns.due_at, _columns.claimed_until)
        ]
        return min((instant for instant in soonest if instant is not None), default=None)

    def message_id(self, owed_id: int) -> str | None:
        """The platform's id of a sent message."""
        known: str | None = _MESSAGE_ID.run(self._connection, {"owed": owed_id}).scalar()
        return known

    def by_message(self, channel: str, chat: str, message_id: str) -> Owed | None:
        """The message that the platform shows under this id."""
        row = _BY_MESSAGE.run(self._connection, {"channel": channel, "chat": chat, "message": message_id}).one_or_none()
        return self._owed(row) if row is not None else None

    def cards(self, code: str) -> tuple[Card, ...]:
        """The cards of a submission that are not closed yet, sent or still to be sent."""
        return tuple(Card(*row) for row in _CARDS.run(self._connection, {"code": code}))

    def close_cards(self, code: str, at: datetime) -> tuple[Card, ...]:
        """Close every open card of a submission; those that did not leave never will.

        Returns: the cards that stand, or may soon stand, in a chat: their closing is to be owed.
        """
        unsent = (_columns.card == code, _columns.status.in_(("pending", "failed")), _columns.parts_sent == 0)
        self._drop(at, *unsent, _columns.closed_at.is_(None))
        standing = self.cards(code)
        self._update((card.id for card in standing), closed_at=at)
        return standing

    def listed(self, status: str, limit: int) -> tuple[Listed, ...]:
        """Messages of one status, oldest first."""
        return self._listed(_is(status), _columns.id, limit)

    def doubtful(self, limit: int) -> tuple[Listed, ...]:
        """Messages of which a copy may have arrived that we know nothing of, whatever became of them; newest first."""
        return self._listed(_columns.maybe_sent_at.is_not(None), _columns.id.desc(), limit)

    def requeue(self, at: datetime, ids: Collection[int] | None = None) -> int:
        """Try again what was given up: these messages, or all. Returns: how many there were."""
        chosen = () if ids is None else (_columns.id.in_(list(ids)),)
        afresh = {"status": "pending", "attempts": 0, "due_at": at, **dict.fromkeys(_CLEARED)}
        statement = update(tables.outbox).where(_is("failed"), *chosen).values(**afresh)
        return self._connection.execute(statement).rowcount

    def counts(self, now: datetime) -> Backlog:
        """How much is pending, given up, and parked."""
        oldest = select(func.min(_columns.due_at)).where(is_pending(), _columns.due_at <= now)
        return Backlog(
            pending=self._count("pending", _IS_ON_ITS_WAY),
            failed=self._count("failed"),
            oldest_due_at=self._connection.execute(oldest).scalar(),
            parked=self._count("pending", ~_IS_ON_ITS_WAY),
        )

    def _listed(self, which: ColumnElement[bool], order: ColumnElement[int], limit: int) -> tuple[Listed, ...]:
        columns = [_columns[name] for name in Listed.__struct_fields__]
        statement = select(*columns).where(which).order_by(order).limit(limit)
        return tuple(Listed(*row) for row in self._connection.execute(statement))

    def _opened(self, row: Any) -> Owed | None:
        try:
            return self._owed(row)
        except Unsealable:  # one message without its key must not stop all others
            self.failed(row.id, UNSEALABLE)
            return None

    def _owed(self, row: Any) -> Owed:
        values = row._asdict()
        is_doubtful = values.pop("maybe_sent_at") is not None
        is_doubtful = values.pop("claimed_until") is not None or is_doubtful
        values["content"] = open_json(self._vault, row.content, CONTENT_LABEL)
        return Owed(**values, is_doubtful=is_doubtful)

    def _count(self, status: str, *which: ColumnElement[bool]) -> int:
        return int(self._connection.execute(select(func.count(_columns.id)).where(_is(status), *which)).scalar_one())

    def _replace(self, at: datetime, *which: ColumnElement[bool]) -> None:
        # What is being sent, or is out in part, stays: replacing it would leave half a message.
        self._drop(at, *which, is_pending(), _columns.parts_sent == 0)

    def _drop(self, at: datetime, *which: ColumnElement[bool]) -> int:
        statement = update(tables.outbox).where(*which, is_free(at))
        values = {"status": "replaced", "claimed_until": None, **DOUBT}
        return self._connection.execute(statement.values(values), {"now": at}).rowcount

    def _fail(self, error: str, *which: ColumnElement[bool]) -> int:
        values = {"status": "failed", "error": error[:_ERROR], "claimed_until": None}
        return self._connection.execute(update(tables.outbox).where(*which, is_pending()).values(**values)).rowcount

    def _update(self, ids: Iterable[int], **values: object) -> int:
        return self._connection.execute(
            update(tables.outbox).where(_columns.id.in_(list(ids))).values(**values)
        ).rowcount


def _is_of(by: str | None) -> ColumnElement[bool]:
    return _columns.claimed_by == by if by is not None else true()


def _is(status: str) -> ColumnElement[bool]:
    if status not in STATUSES:
        raise ValueError("no such status")
    return _columns.status == literal_column(f"'{status}'")  # a literal: see `is_pending`
