"""Updates that were seen: what makes a second delivery a no-op."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, or_

# SQLite writes ON CONFLICT the same way, and SQLAlchemy's SQLite compiler takes this clause as it is;
# the contract suite runs every statement on both databases.
from sqlalchemy.dialects.postgresql import insert

from storage import tables
from storage.prepared import Prepared

_TAP = "-tap"  # after the channel's name: a button that was used
_ADD = Prepared(
    insert(tables.inbox).on_conflict_do_nothing(index_elements=["channel", "update_key"]),
    columns=("channel", "update_key", "received_at"),
)


class Inbox:
    """The keys of updates."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, channel: str, update_key: str, at: datetime) -> bool:
        """Note an update. Returns: False if it was noted before, by any process."""
        row = {"channel": channel, "update_key": update_key, "received_at": at}
        return _ADD.run(self._connection, row).rowcount == 1

    def use(self, channel: str, once: str, at: datetime) -> bool:
        """Note a button that counts once. Returns: False if it was used before."""
        return self.add(f"{channel}{_TAP}", once, at)

    def forget(self, channel: str, update_key: str) -> None:
        """Take an update for a new one again."""
        columns = tables.inbox.c
        is_it = (columns.channel == channel, columns.update_key == update_key)
        self._connection.execute(delete(tables.inbox).where(*is_it))

    def forget_before(self, at: datetime, used_at: datetime) -> int:
        """Drop the keys of updates received before *at*, and buttons used before *used_at*. Returns: how many."""
        columns = tables.inbox.c
        is_button = columns.channel.endswith(_TAP)
        is_over = or_(columns.received_at < used_at, and_(columns.received_at < at, ~is_button))
        return self._connection.execute(delete(tables.inbox).where(is_over)).rowcount
