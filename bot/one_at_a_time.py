"""One at a time for each person, in order of arrival.

An asyncio.Lock for each in a dictionary that drops what nobody holds is the same, and cost each update four times as
much, twice: nearly always nobody else is there.
"""

import asyncio
from collections import deque
from typing import TypeAlias

Person: TypeAlias = tuple[str, str]  # channel and user


class OneAtATime:
    """Who is inside. Lives in one loop."""

    def __init__(self) -> None:
        self._waiting: dict[Person, deque[asyncio.Future[None]]] = {}  # behind each who is inside

    async def enter(self, person: Person) -> None:
        """Wait until nobody else of that name is inside. Whoever has entered has to leave."""
        waiting = self._waiting.get(person)
        if waiting is None:
            self._waiting[person] = deque()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it has come at the same moment
                self.leave(person)
            elif turn in waiting:  # else it has been passed over already
                waiting.remove(turn)
            raise

    def leave(self, person: Person) -> None:
        """Let the next one in."""
        waiting = self._waiting[person]
        while waiting:
            turn = waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._waiting[person]
