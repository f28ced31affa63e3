"""Whether a platform is away: then one message finds out whether it is back, and the first success hastens the rest."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.database import Database

IS_DOWN = 3  # failures in a row
PROBE = timedelta(seconds=15)


class Health:
    """The failures of each channel, in a row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failures: Counter[str] = Counter()
        self._probed_at: dict[str, datetime] = {}

    def doubt(self, channels: Iterable[str]) -> None:
        """Take them for being away."""
        self._failures.update(dict.fromkeys(channels, IS_DOWN))

    def failed(self, channel: str) -> None:
        """It did not answer."""
        self._failures[channel] += 1

    def served(self, channel: str) -> bool:
        """It answered. Returns: whether it was away until now."""
        return self._failures.pop(channel, 0) >= IS_DOWN

    async def probe(self, now: datetime) -> None:
        """Have one message tried on each that is away; the others wait up to half an hour. Raises: StorageError."""
        for channel, in_a_row in tuple(self._failures.items()):  # which may change meanwhile
            if in_a_row >= IS_DOWN and now >= self._probed_at.get(channel, now - PROBE) + PROBE:
                self._probed_at[channel] = now
                await self._database.write(lambda uow: uow.outbox.hasten(channel, now, most=1))  # noqa: B023
