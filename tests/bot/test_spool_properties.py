"""Any life of a spool that two processes share: each person's updates are taken in order, at least once, none is lost."""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.protocol import Incoming
from bot.spool import Spool
from bot.spool_files import survey
from storage.errors import DatabaseAway
from tests.bot.spool_desk import VAULT, Desk, people, said

PUT = st.tuples(st.just("put"), st.integers(0, 1), st.sampled_from("abc"))
WORK = st.tuples(st.just("work"), st.integers(0, 1), st.sampled_from(["well", "away", "stopped", "killed"]))
STEPS = st.lists(st.one_of(PUT, PUT, WORK), max_size=25)


class Killed(BaseException):
    """The process ends here: nothing after it is run."""


class Process:
    """One process with the folder; its tries end in many ways."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.folder, self.desk, self.spool = folder, desk, Spool(folder, VAULT)
        self.ends: list[str] = []

    async def take(self, incoming: Incoming) -> None:
        """Take an update, and then fail as planned: it may have had its effect all the same."""
        end = self.ends.pop(0) if self.ends else "well"
        if end == "away":
            raise DatabaseAway
        await self.desk.take(incoming)
        if end == "stopped":
            raise asyncio.CancelledError
        if end == "killed":
            raise Killed

    async def work(self, end: str) -> None:
        """Work off what waits, until the third try at the latest ends like that."""
        self.ends = ["well", "well", end]
        if self.spool._files.lead():
            with suppress(DatabaseAway, asyncio.CancelledError, Killed):
                await self.spool._round(self.take, self.desk.give_up)
        if end in ("stopped", "killed"):
            self.spool.close()
            self.spool = Spool(self.folder, VAULT)

PATIENCE = 30.0  # seconds for a write: a disk that stalls is another test's matter


@settings(max_examples=60)
@given(steps=STEPS)
def test_any_life(steps: list[tuple[str, int, str]]) -> None:
    """Puts by three people through two processes, rounds that are cut short, processes that end."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder), steps))


async def live(folder: Path, steps: list[tuple[str, int, str]]) -> None:
    """Live it, then let the database be there for good, and compare."""
    desk, put = Desk(), dict[str, list[str]]()
    processes = [Process(folder, desk), Process(folder, desk)]
    for number, (what, which, detail) in enumerate(steps):
        if what == "put":
            key = f"{detail}{number}"
            put.setdefault(detail, []).append(key)
            await processes[which].spool.put(said(key, user=detail), seconds=PATIENCE)
            assert processes[1 - which].spool.holds_back(said("next", user=detail))
        else:
            await processes[which].work(detail)
    for process in processes:
        process.spool.close()
    last = Spool(folder, VAULT)
    assert last._files.lead()
    await last._round(desk.take, desk.give_up)
    last.close()
    found = [*desk.taken, *(key for key, _ in desk.given_up)]
    for person, keys in put.items():
        assert keys == list(dict.fromkeys(key for key in found if key[0] == person)), "in order, each at least once"
    assert (0, 0) == (survey(folder).files, people(folder))
