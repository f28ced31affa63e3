"""What became of messages, gathered until the sender's next transaction: one commit for many marks and a claim."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct, field

from storage.errors import DatabaseAway
from storage.repositories.outbox_rows import Owed
from storage.repositories.usage import Counted
from storage.unit_of_work import UnitOfWork

MARK_WITHIN, MOST_UNMARKED = 0.1, 32  # seconds; marks that do not wait any longer
T = TypeVar("T")
Work = Callable[[UnitOfWork], Any]
Chat: TypeAlias = tuple[str, str]  # channel and chat
Figure: TypeAlias = tuple[Counted, str, str, datetime]  # what, channel, shard, the hour in whose month it counts


class Outcome(Struct, frozen=True):
    """Something to be written, and who waits for it."""

    work: Work
    written: "asyncio.Future[Any]"


class Mark(Struct, frozen=True):
    """A message that was sent."""

    owed: Owed
    message_id: str | None  # the platform's
    at: datetime

    @property
    def row(self) -> tuple[int, str | None, datetime]:
        """What is stored of it: see `Outbox.sent_all`."""
        return self.owed.id, self.message_id, self.at


class Marks(Struct, frozen=True):
    """Nearly every outcome is a mark, and one statement serves for many."""

    written: "asyncio.Future[Any]"
    made: dict[int, tuple[Mark, "asyncio.Future[None]"]] = field(default_factory=dict)  # by outbox id; who waits for it

    def write(self, uow: UnitOfWork) -> None:
        """Mark them all."""
        uow.outbox.sent_all([mark.row for mark, _ in self.made.values()])

    def tell(self, written: "asyncio.Future[Any]") -> None:
        """Tell all who wait what became of it."""
        error = None if written.cancelled() else written.exception()
        for _, waiter in self.made.values():
            if waiter.done():  # cancelled
                continue
            if written.cancelled():
                waiter.cancel()
            elif error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)


class Outcomes:
    """Outcomes that are not written yet, in order."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: list[Outcome] = []
        self._marks: Marks | None = None  # the newest of those, while it takes more
        self._unmarked: dict[Chat, dict[int, Mark]] = {}  # by outbox id, until it is written
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
        loop = asyncio.get_running_loop()
        if self._marks is None:
            self._marks = Marks(loop.create_future())
            self._marks.written.add_done_callback(self._marks.tell)
            self._waiting.append(Outcome(self._marks.write, self._marks.written))
            loop.call_later(MARK_WITHIN, self._wake)  # more will come, and nobody waits for a mark
        mark, waiter = Mark(owed, message_id, at), loop.create_future()
        self._marks.made[owed.id] = mark, waiter
        unmarked = self._unmarked.setdefault((owed.channel, owed.chat), {})
        unmarked[owed.id] = mark
        if len(self._marks.made) == MOST_UNMARKED:
            self._wake()
        try:
            await waiter
        finally:
            unmarked.pop(owed.id, None)
            if not unmarked:
                self._unmarked.pop((owed.channel, owed.chat), None)

    def unmarked(self, channel: str, chat: str) -> list[Mark]:
        """What was sent in a chat just now, and is not known to be marked; on any thread."""
        return list(self._unmarked.get((channel, chat), {}).values())  # at once: the loop goes on meanwhile

    def are_marked(self, marks: Iterable[Mark]) -> None:
        """A turn has written these marks; what is not on its way to the database already is not written once more."""
        if (gathered := self._marks) is None:
            return
        for mark in marks:
            _, waiter = gathered.made.pop(mark.owed.id, (None, None))
            if waiter is not None and not waiter.done():
                waiter.set_result(None)
        if not gathered.made:
            self._waiting = [outcome for outcome in self._waiting if outcome.written is not gathered.written]
            self._marks = None

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
