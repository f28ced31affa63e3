"""The ledger of what we sent unasked, and where else the person of a chat can be met."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, insert, select

from storage import tables
from storage.columns import Instant
from storage.prepared import Prepared

FREE, BILLED, TEMPLATE = "free", "billed", "template"
_columns, _identities = tables.unasked_sends.c, tables.identities.c
_here = tables.identities.alias("here")
_ADD = Prepared(
    insert(tables.unasked_sends), columns=("channel", "chat", "at", "kind", "is_call", "outbox_id"),
)  # fmt: skip
_SINCE = Prepared(
    select(_columns.at, _columns.is_call)
    .where(
        _columns.channel == bindparam("channel"),
        _columns.chat == bindparam("chat"),
        _columns.at > bindparam("after", type_=Instant),
    )
    .order_by(_columns.at)
)
_ACCOUNTS = Prepared(
    select(
        _identities.channel, _identities.chat, _identities.last_seen_at, _identities.out_of_reach_at,
        _identities.is_reachable,
    )
    .join_from(tables.identities, _here, _identities.person_id == _here.c.person_id)
    .where(_here.c.channel == bindparam("channel"), _here.c.chat == bindparam("chat"))
    .order_by(_identities.last_seen_at.desc(), _identities.id)
)  # fmt: skip


class UnaskedSend(Struct, frozen=True):
    """One message that was sent unasked."""

    at: datetime
    is_call: bool  # a card, or the message that stands for many of them


class Account(Struct, frozen=True):
    """One of the chats of a person."""

    channel: str
    chat: str
    last_seen_at: datetime  # up to an hour before the person last wrote
    out_of_reach_at: datetime | None
    is_reachable: bool


class Unasked:
    """What was sent unasked, in channels that limit it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, channel: str, chat: str, at: datetime, kind: str, outbox_id: int, *, is_call: bool) -> None:
        """A message has left. kind: FREE, BILLED or TEMPLATE."""
        row = {"channel": channel, "chat": chat, "at": at, "kind": kind, "is_call": is_call, "outbox_id": outbox_id}
        _ADD.run(self._connection, row)

    def since(self, channel: str, chat: str, after: datetime) -> tuple[UnaskedSend, ...]:
        """What a chat got after that instant, the oldest first."""
        rows = _SINCE.run(self._connection, {"channel": channel, "chat": chat, "after": after})
        return tuple(UnaskedSend(row.at, row.is_call) for row in rows)

    def accounts(self, channel: str, chat: str) -> Sequence[Account]:
        """All chats of whoever is met in this one, that one among them; who was seen last comes first."""
        rows = _ACCOUNTS.run(self._connection, {"channel": channel, "chat": chat})
        return [Account(*row) for row in rows]

    def forget_before(self, at: datetime) -> int:
        """Drop what is older. Returns: how many."""
        return self._connection.execute(delete(tables.unasked_sends).where(_columns.at < at)).rowcount
