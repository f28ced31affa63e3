"""Replies that leave at once: claimed as they become owed, so that no sender has to look for them in between.

They keep the order of their chat: behind what their own sender has claimed they go in its order (bot/chat_order.py),
behind anything else they wait in the outbox like all that is owed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    Connection,
    and_,
    bindparam,
    case,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from storage import tables
from storage.columns import BriefInstant
from storage.prepared import Prepared
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.outbox_order import REPLY, is_pending
from storage.repositories.outbox_rows import Owed
from storage.repositories.rate_limits import is_paused
from storage.sealed_json import open_json, packs, seal_json
from storage.vault import Vault

_columns = tables.outbox.c
_now = bindparam("now", type_=BriefInstant)
# An INSERT keeps the names of columns to itself.
_channel: BindParameter[str] = bindparam("to_channel")
_chat: BindParameter[str] = bindparam("to_chat")
_here = and_(is_pending(), _columns.channel == _channel, _columns.chat == _chat)
_is_claimed = _columns.claimed_until > _now
_is_ours = func.coalesce(and_(_is_claimed, _columns.claimed_by == bindparam("sender")), false())
_comes_first = and_(or_(_columns.priority == literal_column(str(REPLY)), _is_claimed), ~_is_ours)
_is_busy = or_(
    select(_columns.id).where(_here, _comes_first).exists(),
    is_paused(_channel, _chat, _now),
)
_ADD = Prepared(
    insert(tables.outbox)
    .values(claimed_until=case((_is_busy, None), else_=bindparam("until", type_=BriefInstant)))
    .returning(_columns.id, _columns.claimed_until),  # SQLite 3.40 has "IS NOT NULL" true here, whatever it is
    columns=(
        "channel", "chat", "content", "priority", "status", "attempts", "parts_sent", "created_at", "due_at",
        "claimed_by",
    ),
)  # fmt: skip

MOST_LATER = 8  # replies that are looked at behind one


class Claim(Struct, frozen=True):
    """Who will send a message, since when, and until when nobody else does."""

    by: str
    at: datetime
    until: datetime


class Handing:
    """Messages that are owed and taken in one."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault, self._packs = connection, vault, packs(connection)

    def add(
        self, channel: str, chat: str, content: Mapping[str, Any], at: datetime, claim: Claim
    ) -> Callable[[], Owed | None]:
        """Owe a reply that is due, with *claim* if it may leave now.

        Returns: what tells after the commit: None if it has to wait, because a reply before it waits too, another
            sender is at work there, or the platform wants silence.
        """
        row = {
            "channel": channel, "chat": chat,
            "content": seal_json(self._vault, content, CONTENT_LABEL, packs=self._packs),
            "priority": REPLY, "status": "pending", "attempts": 0, "parts_sent": 0, "created_at": at, "due_at": at,
            "to_channel": channel, "to_chat": chat, "now": claim.at, "until": claim.until, "claimed_by": claim.by,
            "sender": claim.by,
        }  # fmt: skip
        late = _ADD.run_late(self._connection, row)

        def owed() -> Owed | None:
            added = late.row
            if added.claimed_until is None:
                return None
            return Owed(added.id, channel, chat, content, None, REPLY, 0, 0, at, is_doubtful=False)

        return owed

    def later(self, owed: Owed) -> Iterator[Mapping[str, Any]]:
        """What a chat is told in reply after *owed*: what waits, and what is known to be there. Raises: Unsealable."""
        here = (_columns.channel == owed.channel, _columns.chat == owed.chat, _columns.id > owed.id)
        for which in (is_pending(), _columns.message_id.is_not(None)):  # each has its index
            replies = (*here, which, _columns.priority == literal_column(str(REPLY)))
            rows = select(_columns.content).where(*replies).order_by(_columns.id).limit(MOST_LATER)
            for sealed in self._connection.execute(rows).scalars():
                yield open_json(self._vault, sealed, CONTENT_LABEL)

    def drop(self, owed: Owed) -> bool:
        """It is not to be sent any more. Returns: False if it is over already."""
        mine = (_columns.id == owed.id, is_pending())
        gone = update(tables.outbox).where(*mine).values(status="replaced", claimed_until=None)
        return self._connection.execute(gone).rowcount > 0

    def drop_claims(self, by: str, now: datetime, but: Collection[int] = ()) -> None:
        """Leave to others what was claimed by this sender and not begun; *but* was."""
        mine = (is_pending(), _columns.claimed_by == by, _columns.claimed_until > now, _columns.id.not_in(list(but)))
        self._connection.execute(update(tables.outbox).where(*mine).values(claimed_until=None))
