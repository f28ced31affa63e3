"""One message after another in each chat, among those that this process has claimed while they became owed.

What a round of the outbox claims needs none of this: the claim leaves chats alone in which something is on its way.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from bot.leaving import Reply
from storage.repositories.outbox_rows import Owed

MOST_FAILED = 1000  # chats whose last failure is remembered
Chat = tuple[str, str]  # channel and chat


class NotYet(Exception):
    """What is before it was not sent, so this waits in the outbox."""


class Place(Struct, eq=False):
    """A message's place behind what was begun before it."""

    chat: Chat
    before: "Place | None"
    was_sent: bool | None = None  # None: it is on its way
    over: "asyncio.Future[None] | None" = None  # for who waits for that, which is seldom
    failed_at: datetime | None = None  # when a failure was written down; until then its row looks as if on its way

    async def reached(self, owed_at: datetime) -> None:
        """Wait for what is before it. Raises: NotYet if that was not sent and will come later."""
        if self.before is None:
            return
        before, self.before = self.before, None
        if before.was_sent is None:
            before.over = before.over or asyncio.get_running_loop().create_future()
            await asyncio.shield(before.over)
        if not before.was_sent and (before.failed_at is None or before.failed_at >= owed_at):
            raise NotYet


class ChatOrder:
    """The last message of each chat that is on its way, or that failed lately."""

    def __init__(self) -> None:
        self._last: dict[Chat, Place] = {}
        self._failed: dict[Chat, Place] = {}  # oldest first
        self._taken: frozenset[Chat] = frozenset()
        self._behind: list[Reply] = []

    def join(self, chat: Chat) -> Place:
        """A place at the end."""
        place = self._last[chat] = Place(chat, self._last.get(chat) or self._failed.get(chat))
        return place

    def taken(self, rows: Iterable[Owed]) -> None:
        """A round takes these and is about to commit that; on any thread. Followed by `begun`, also if it fails."""
        self._taken = frozenset((owed.channel, owed.chat) for owed in rows)

    def unless_behind(self, replies: Sequence[Reply]) -> Sequence[Reply]:
        """The replies that may join now. A turn of the same commit learns of it before the round does."""
        if not (taken := self._taken):  # once: it is told on another thread
            return replies
        self._behind += [reply for reply in replies if (reply[0].channel, reply[0].chat) in taken]
        return [reply for reply in replies if (reply[0].channel, reply[0].chat) not in taken]

    def begun(self) -> Sequence[Reply]:
        """What was taken has joined. Returns: what has to join behind it."""
        behind, self._taken, self._behind = self._behind, frozenset(), []
        return behind

    def sent(self, place: Place) -> None:
        """It has left; what is behind may go."""
        self._over(place, was_sent=True)
        self._failed.pop(place.chat, None)

    def failed(self, place: Place) -> None:
        """It has not, and what is behind must not overtake it."""
        self._over(place, was_sent=False)
        self._failed[place.chat] = place
        if len(self._failed) > MOST_FAILED:
            del self._failed[next(iter(self._failed))]

    def written(self, place: Place, at: datetime) -> None:
        """A failure is in the database: what becomes owed from now on is told so there."""
        place.failed_at = at

    def _over(self, place: Place, *, was_sent: bool) -> None:
        if place.was_sent is None:
            place.was_sent = was_sent
            if place.over is not None:
                place.over.set_result(None)
        if self._last.get(place.chat) is place:
            del self._last[place.chat]
