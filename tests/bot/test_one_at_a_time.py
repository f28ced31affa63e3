"""One at a time for each person: in order of arrival, whoever gives up, and nothing stays behind."""

import asyncio
import random

import pytest

from bot.one_at_a_time import OneAtATime

AN, BINH = ("telegram", "1"), ("telegram", "2")


async def settle() -> None:
    """Let everybody go on who can."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_in_order_of_arrival_and_nobody_behind_somebody_else() -> None:
    """Three of one person one after the other, another person at once; afterwards nobody is remembered."""
    queues, came = OneAtATime(), list[str]()

    async def come(person: tuple[str, str], name: str, stays: asyncio.Event) -> None:
        await queues.enter(person)
        try:
            came.append(name)
            await stays.wait()
        finally:
            queues.leave(person)

    doors = {name: asyncio.Event() for name in "abcx"}
    tasks = [asyncio.create_task(come(BINH if name == "x" else AN, name, door)) for name, door in doors.items()]
    for expected, leaves in (("ax", "a"), ("axb", "b"), ("axbc", "c"), ("axbc", "x")):
        await settle()
        assert expected == "".join(came)
        doors[leaves].set()
    await asyncio.gather(*tasks)
    assert {} == queues._waiting


@pytest.mark.parametrize("is_called", [False, True], ids=["still waiting", "its turn has just come"])
async def test_who_gives_up_holds_nobody_up(is_called: bool) -> None:
    """Cancelled before its turn or at that very moment, it is passed over."""
    queues = OneAtATime()
    await queues.enter(AN)
    second, third = asyncio.create_task(queues.enter(AN)), asyncio.create_task(queues.enter(AN))
    await settle()
    if is_called:
        queues.leave(AN)
    second.cancel()
    await settle()
    assert (True, is_called) == (second.cancelled(), third.done())
    if not is_called:
        queues.leave(AN)
    await third
    queues.leave(AN)
    assert {} == queues._waiting


async def test_a_crowd_that_gives_up_at_random() -> None:
    """Never two at a time, never nobody while somebody waits."""
    queues, inside, done = OneAtATime(), set[object](), 0
    chance = random.Random(7)

    async def come() -> None:
        nonlocal done
        await queues.enter(AN)
        try:
            assert not inside
            inside.add(me := object())
            try:
                await asyncio.sleep(0)
            finally:
                inside.discard(me)
            done += 1
        finally:
            queues.leave(AN)

    tasks = [asyncio.create_task(come()) for _ in range(300)]
    while not all(task.done() for task in tasks):
        chance.choice(tasks).cancel()
        await asyncio.sleep(0)
    assert {} == queues._waiting
    assert done == sum(not task.cancelled() for task in tasks) > 0
    assert [] == [task for task in tasks if not task.cancelled() and task.exception()]
