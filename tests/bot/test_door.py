"""The door: a 200 always stands on a commit or on a file."""

import asyncio
from pathlib import Path

from bot.channels.protocol import Incoming
from bot.door import Door
from bot.spool import Spool
from conversations.events import TextReceived
from storage.errors import DatabaseAway
from storage.vault import Vault
from tests.builders import NOON

VAULT = Vault(["a-test-secret-of-32-characters!!"])


def said(key: str, user: str = "7") -> Incoming:
    return Incoming("telegram", key, user, user, TextReceived(NOON, "x"))


async def test_committed_in_time_needs_no_file(tmp_path: Path) -> None:
    """The usual case touches no disk but the database's."""
    taken: list[str] = []

    async def take(incoming: Incoming) -> None:
        taken.append(incoming.update_key)

    spool = Spool(tmp_path, VAULT)
    await Door(take, spool).admit(said("1"))
    assert (["1"], 0) == (taken, len(spool))


async def test_a_hanging_database_costs_the_budget_and_no_more(tmp_path: Path) -> None:
    """The update is on disk; what the same person sends next waits behind it, others are not held up."""
    hangs, taken = asyncio.Event(), list[str]()

    async def take(incoming: Incoming) -> None:
        if incoming.user == "7":
            await hangs.wait()
        taken.append(incoming.update_key)

    spool = Spool(tmp_path, VAULT)
    door = Door(take, spool, budget_seconds=0.05)
    await door.admit(said("1"))
    await door.admit(said("2"))
    await door.admit(said("3", user="9"))
    assert (["3"], 2) == (taken, len(spool))
    hangs.set()
    work = asyncio.create_task(spool.work_off(take))
    for _ in range(500):
        if not len(spool):
            break
        await asyncio.sleep(0.01)
    work.cancel()
    assert ["1", "2"] == [key for key in taken if key != "3"][-2:]


async def test_a_database_that_is_away_is_waited_out(tmp_path: Path) -> None:
    """An error of the database keeps the update on disk."""

    async def take(incoming: Incoming) -> None:
        raise DatabaseAway

    spool = Spool(tmp_path, VAULT)
    await Door(take, spool).admit(said("1"))
    assert len(spool) == 1
