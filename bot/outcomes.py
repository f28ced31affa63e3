"""What became of messages, gathered until the sender's next transaction: one commit for many marks and a claim."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from storage.errors import DatabaseAway
from storage.repositories.outbox_rows import Owed
from storage.repositories.usage import Counted
from storage.unit_of_work import UnitOfWork

MARK_WITHIN, MOST_UNMARKED = 0.1, 32  # seconds; marks that do not wait any longer
T = TypeVar("T")
Work = Callable[[UnitOfWork], Any]
Figure: TypeAlias = tuple[Counted, str, str, datetime]  # what, channel, shard, the hour in whose month it counts


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something to be written, and who waits for it."""

    work: Work
    written: "asyncio.Future[Any]"


@dataclass(frozen=True, slots=True)
class Marks:
    """Messages that were sent: nearly every outcome is this, and one statement serves for many."""

    rows: list[tuple[Owed, str | None, datetime]]  # with the platform's id
    written: "asyncio.Future[Any]"

    def write(self, uow: UnitOfWork) -> None:
        """Mark them all."""
        uow.outbox.sent_all([(owed.id, message_id, at) for owed, message_id, at in self.rows])


class Outcomes:
    """Outcomes that are not written yet, in order."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: list[Outcome] = []
        self._marks: Marks | None = None  # the newest of those, while it takes more
        self._unmarked: dict[tuple[str, str, str], Owed] = {}  # by channel, chat and the platform's id
        self._figures: Counter[Figure] = Counter()

    def __len__(self) -> int:
        return len(self._waiting)

    async def store(self, work: Callable[[UnitOfWork], T]) -> T:
        """Have *work* written, however long it takes. Returns: its result, committed. Raises: what it raises.

        Who is cancelled meanwhile does not wait any more; it is written all the same.
        """
        outcome = Outcome(work, asyncio.get_running_loop().create_future())
        self._waiting.append(outcome)
        self._wake()
        result: T = await outcome.written
        return result

    async def mark(self, owed: Owed, message_id: str | None, at: datetime) -> None:
        """Have a message marked as sent, with all others that are at that time, however long it takes."""
        if self._marks is None:
            loop = asyncio.get_running_loop()
            self._marks = Marks([], loop.create_future())
            self._waiting.append(Outcome(self._marks.write, self._marks.written))
            loop.call_later(MARK_WITHIN, self._wake)  # more will come, and nobody waits for a mark
        written, key = self._marks.written, (owed.channel, owed.chat, message_id or "")
        self._marks.rows.append((owed, message_id, at))
        self._unmarked[key] = owed
        if len(self._marks.rows) == MOST_UNMARKED:
            self._wake()
        try:
            await asyncio.shield(written)  # others wait for it too
        finally:
            self._unmarked.pop(key, None)

    def unmarked_in(self, channel: str, chat: str) -> list[tuple[int, str | None, datetime]]:
        """What was sent in a chat just now, with the platform's ids and when; on any thread."""
        marks = self._marks
        rows = tuple(marks.rows) if marks is not None else ()
        here = [row for row in rows if (row[0].channel, row[0].chat) == (channel, chat)]
        return [(owed.id, message_id, at) for owed, message_id, at in here]

    def unmarked(self, channel: str, chat: str, message_id: str) -> Owed | None:
        """The message that the platform shows under this id, if it was sent just now; on any thread."""
        return self._unmarked.get((channel, chat, message_id))

    def count(self, figure: Figure) -> None:
        """Have one more counted, with the outcomes that are taken next; all figures by one work, in one order."""
        self._figures[figure] += 1

    def take(self) -> list[Outcome]:
        """All of them, to be written now; what cannot be written has to be given back."""
        taken, self._waiting, self._marks = self._waiting, [], None
        if self._figures:
            figures, self._figures = sorted(self._figures.items()), Counter()
            taken.append(Outcome(lambda uow: _count(uow, figures), asyncio.get_running_loop().create_future()))
        return taken

    def give_back(self, outcomes: Sequence[Outcome]) -> None:
        """They could not be written."""
        self._waiting[:0] = outcomes

    async def write_apart(self, outcomes: Sequence[Outcome], write: Callable[[Work], Awaitable[Any]]) -> None:
        """Write each on its own, because one may be at fault; then it goes to who waits for that one.

        Raises: DatabaseAway. What could not be written then, or because of a cancellation, is given back.
        """
        left = list(outcomes)
        try:
            while left:
                try:
                    settle(left[:1], [await write(left[0].work)])
                except DatabaseAway:
                    raise
                except Exception as error:  # noqa: BLE001 - see above
                    _fail(left[0], error)
                del left[0]
        finally:
            self.give_back(left)


def _count(uow: UnitOfWork, figures: Sequence[tuple[Figure, int]]) -> None:
    for (what, channel, shard, at), count in figures:
        uow.usage.add(what, channel, at, shard, count)


def settle(outcomes: Sequence[Outcome], results: Sequence[Any]) -> None:
    """They are committed: tell who waits."""
    for outcome, result in zip(outcomes, results, strict=True):
        if not outcome.written.done():
            outcome.written.set_result(result)


def _fail(outcome: Outcome, error: Exception) -> None:
    """It can never be written."""
    if not outcome.written.done():
        outcome.written.set_exception(error)
