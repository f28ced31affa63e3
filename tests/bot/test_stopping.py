"""What runs until it is cancelled ends when it is cancelled, also in the very moment in which it is woken."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest

from bot.delivery import Delivery
from bot.facts import FactLoader
from bot.sender import Sender
from bot.timers import Timers
from storage.database import Database
from tests.builders import NOON

NO_DATABASE = cast("Database", None)


def sender() -> tuple[Callable[[], None], Coroutine[Any, Any, None]]:
    """Without channels it only waits."""
    made = Sender(NO_DATABASE, {}, cast("Delivery", None))
    return made.wake, made.run()


def timers() -> tuple[Callable[[], None], Coroutine[Any, Any, None]]:
    """Without a database each round fails at once."""
    made = Timers(NO_DATABASE, FactLoader(lambda text: text.key), lambda: None, lambda: NOON)
    return made.wake, made.run()


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize("begin", [sender, timers])
async def test_cancelled_as_it_is_woken(
    begin: Callable[[], tuple[Callable[[], None], Coroutine[Any, Any, None]]], turns: int
) -> None:
    """However many turns of the loop lie between the two; asyncio.wait_for of Python 3.11 forgets one of these."""
    wake, work = begin()
    task = asyncio.create_task(work)
    for _ in range(10):
        await asyncio.sleep(0)
    wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=3)
    is_cancelled = task.cancelled()
    task.cancel()
    await asyncio.wait([task])
    assert is_cancelled
