"""Messages that a sender has taken, and how many more it may take."""

import asyncio
from collections.abc import Callable

from storage.repositories.outbox_claim import Room

AT_ONCE, OWN_AT_ONCE = 128, 32  # messages on their way; those we send on our own leave room for replies
MOST = 512  # with those that have arrived and wait to be marked, which a kill may have sent again


class UnderWay:
    """By outbox id, from the claim to the mark."""

    def __init__(self, wake: Callable[[], None]) -> None:
        """wake: there is room again."""
        self._wake = wake
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.own: set[int] = set()  # those that are no replies
        self._travelling = 0  # of all; the others wait for the database alone

    def left(self) -> int:
        """How many more may be begun; below 0 where replies came at once that had been claimed before."""
        return min(AT_ONCE - self._travelling, MOST - len(self.tasks))

    def room(self, *, without_own: bool) -> Room:
        """The same, for a claim."""
        return Room(max(0, self.left()), 0 if without_own else OWN_AT_ONCE - len(self.own))

    def begin(self, owed_id: int, task: asyncio.Task[None]) -> None:
        """It is on its way."""
        self.tasks[owed_id] = task
        self._travelling += 1

    def arrived(self) -> None:
        """One of them is not on its way any more, whatever became of it."""
        self._travelling -= 1
        if self.left() == 1:
            self._wake()

    def end(self, owed_id: int) -> None:
        """It is over. The round that wrote its outcome has taken the chat's next message, if it had room."""
        del self.tasks[owed_id]
        self.own.discard(owed_id)
        if self.left() <= 1 or len(self.own) + 1 >= OWN_AT_ONCE:
            self._wake()
