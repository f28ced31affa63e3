"""Updates that were seen: what makes a second delivery a no-op."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, tuple_

from storage import tables
from storage.columns import BriefInstant
from storage.prepared import Prepared
from storage.upsert import insert

_TAP = "-tap"  # after the channel's name: a button that was used
_ADD = Prepared(
    insert(tables.inbox).on_conflict_do_nothing(index_elements=["channel", "update_key"]),
    columns=("channel", "update_key", "received_at"),
)

_columns = tables.inbox.c
_is_button = _columns.channel.endswith(_TAP)
_EXPIRED = Prepared(
    select(_columns.channel, _columns.update_key, _columns.received_at)
    .where(
        tuple_(_columns.channel, _columns.update_key) > tuple_(bindparam("channel"), bindparam("key")),
        or_(
            _columns.received_at < bindparam("used_at", type_=BriefInstant),
            and_(_columns.received_at < bindparam("at", type_=BriefInstant), ~_is_button),
        ),
    )
    .order_by(_columns.channel, _columns.update_key)
    .limit(bindparam("most"))
)


class Inbox:
    """The keys of updates."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, channel: str, update_key: str, at: datetime) -> bool:
        """Note an update. Returns: False if it was noted before, by any process; see `Prepared.assume_one`."""
        return _ADD.assume_one(self._connection, _row(channel, update_key, at))

    def use(self, channel: str, once: str, at: datetime) -> bool:
        """Note a button that counts once. Returns: False if it was used before."""
        return _ADD.run(self._connection, _row(f"{channel}{_TAP}", once, at)).rowcount == 1

    def forget(self, channel: str, update_key: str) -> None:
        """Take an update for a new one again."""
        is_it = (_columns.channel == channel, _columns.update_key == update_key)
        self._connection.execute(delete(tables.inbox).where(*is_it))

    def expired(
        self, at: datetime, used_at: datetime, most: int, after: tuple[str, str] = ("", "")
    ) -> list[tuple[str, str, datetime]]:
        """Updates received before *at*, and buttons used before *used_at*: channel, key and when, by the first two.

        Reads the table from *after* on until it has found so many: no index by time is kept, because every turn would
        write to it.
        """
        given = {"at": at, "used_at": used_at, "most": most, "channel": after[0], "key": after[1]}
        return [tuple(row) for row in _EXPIRED.run(self._connection, given)]

    def forget_all(self, expired: Sequence[tuple[str, str, datetime]]) -> int:
        """Drop what `expired` gave. Returns: how many."""
        newest = max((at for _, _, at in expired), default=None)  # whatever came later under such a key stays
        dropped = 0
        for channel, same in groupby(expired, itemgetter(0)):  # SQLite finds no pairs in a list of pairs by the key
            keys = [key for _, key, _ in same]
            which = (_columns.channel == channel, _columns.update_key.in_(keys), _columns.received_at <= newest)
            dropped += self._connection.execute(delete(tables.inbox).where(*which)).rowcount
        return dropped


def _row(channel: str, update_key: str, at: datetime) -> dict[str, object]:
    return {"channel": channel, "update_key": update_key, "received_at": at}
