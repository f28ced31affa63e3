"""What became of messages, gathered until the sender's next transaction: one commit for many marks and a claim."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
Work = Callable[[UnitOfWork], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something to be written, and who waits for it."""

    work: Work
    written: "asyncio.Future[Any]"


class Outcomes:
    """Outcomes that are not written yet, in order."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._waiting: list[Outcome] = []

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

    def take(self) -> list[Outcome]:
        """All of them, to be written now; what cannot be written has to be given back."""
        taken, self._waiting = self._waiting, []
        return taken

    def give_back(self, outcomes: Sequence[Outcome]) -> None:
        """They could not be written."""
        self._waiting[:0] = outcomes


def settle(outcomes: Sequence[Outcome], results: Sequence[Any]) -> None:
    """They are committed: tell who waits."""
    for outcome, result in zip(outcomes, results, strict=True):
        if not outcome.written.done():
            outcome.written.set_result(result)


def fail(outcome: Outcome, error: Exception) -> None:
    """It can never be written."""
    if not outcome.written.done():
        outcome.written.set_exception(error)
