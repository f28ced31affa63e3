"""The door: a 200 always stands on a commit or on a file, in time, and nobody overtakes themselves."""

import asyncio
from pathlib import Path

import pytest

from bot.breaker import PAUSE_SECONDS, Breaker
from bot.channels.protocol import Incoming
from bot.door import MOST_LATE, Door
from bot.spool import Spool
from storage.errors import DatabaseAway, DatabaseRefused
from tests.bot.spool_desk import VAULT, Desk, said, until, waiting


class Turns:
    """A database that hangs for some people until it is told to go on, and is away for as long as it is told."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.tried: list[str] = []
        self.hangs_for: set[str] = set()
        self.goes_on = asyncio.Event()
        self.error: Exception | None = None

    async def take(self, incoming: Incoming) -> None:
        """Run a turn."""
        self.tried.append(incoming.update_key)
        if incoming.user in self.hangs_for:
            await self.goes_on.wait()
        if self.error is not None:
            raise self.error
        self.taken.append(incoming.update_key)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """An empty one."""
    return Spool(tmp_path, VAULT)


async def test_committed_in_time_needs_no_file(spool: Spool, tmp_path: Path) -> None:
    """The usual case touches no disk but the database's."""
    turns = Turns()
    await Door(turns.take, spool).admit(said("1"))
    assert (["1"], []) == (turns.taken, waiting(tmp_path))


async def test_a_hanging_database_costs_the_budget_and_no_more(spool: Spool, tmp_path: Path) -> None:
    """The update is on disk; what the same person sends next waits behind it, others are not held up."""
    turns = Turns()
    turns.hangs_for = {"7"}
    door = Door(turns.take, spool, budget_seconds=0.05)
    for update in (said("1"), said("2"), said("3", user="9")):
        await door.admit(update)
    assert (["3"], ["1", "3"], 2) == (turns.taken, turns.tried, len(waiting(tmp_path)))
    turns.goes_on.set()
    await Desk().empty(spool, tmp_path, door.take)
    assert ["1", "2"] == [key for key in turns.taken if key != "3"][-2:]


async def test_a_late_turn_holds_its_person_back(spool: Spool, tmp_path: Path) -> None:
    """Even when another process has worked the file off: what comes next must not overtake a turn that still runs."""
    turns, elsewhere = Turns(), Desk()
    turns.hangs_for = {"7"}
    door = Door(turns.take, spool, budget_seconds=0.05)
    await door.admit(said("1"))
    await elsewhere.empty(spool, tmp_path)
    await door.admit(said("2"))
    assert (["1"], 1) == (turns.tried, len(waiting(tmp_path)))


async def test_what_follows_at_once_stays_behind(spool: Spool, tmp_path: Path) -> None:
    """A press that arrives while its person's message fails waits for the message to be on disk, and goes after it."""
    turns = Turns()
    turns.hangs_for, turns.error = {"7"}, DatabaseAway()
    door = Door(turns.take, spool)
    both = asyncio.gather(door.admit(said("1")), door.admit(said("2")))
    await until(lambda: bool(turns.tried))
    turns.goes_on.set()
    await both
    turns.error = None
    await Desk().empty(spool, tmp_path, door.take)
    assert ["1", "2"] == turns.taken


async def test_late_turns_do_not_pile_up(spool: Spool, tmp_path: Path) -> None:
    """When many turns hang no more are begun: everybody else's updates go to the disk at once."""
    turns = Turns()
    turns.hangs_for = {str(number) for number in range(1000)}
    door = Door(turns.take, spool, budget_seconds=0.05)
    await asyncio.gather(*(door.admit(said(user, user=user)) for user in map(str, range(MOST_LATE))))
    for user in map(str, range(MOST_LATE, MOST_LATE + 30)):
        await door.admit(said(user, user=user))
    assert (MOST_LATE, MOST_LATE + 30) == (len(turns.tried), len(waiting(tmp_path)))
    turns.goes_on.set()
    await Desk().empty(spool, tmp_path, door.take)
    await door.admit(said("last", user="last"))
    assert "last" == turns.tried[-1]


async def test_a_database_that_is_away_is_waited_out(spool: Spool, tmp_path: Path) -> None:
    """One update finds out, the others go to the disk at once; when the first has got through, all are tried again."""
    turns = Turns()
    turns.error = DatabaseAway()
    door = Door(turns.take, spool)
    for number in range(5):
        await door.admit(said(str(number), user=str(number)))
    assert (["0"], 5) == (turns.tried, len(waiting(tmp_path)))
    turns.error = None
    await Desk().empty(spool, tmp_path, door.take)
    await door.admit(said("5", user="5"))
    assert (["0", "1", "2", "3", "4", "5"], []) == (sorted(turns.taken), waiting(tmp_path))


@pytest.mark.parametrize("error", [DatabaseRefused(), RuntimeError()], ids=lambda error: type(error).__name__)
async def test_a_failure_that_cannot_be_stored(spool: Spool, tmp_path: Path, error: Exception) -> None:
    """Whatever a turn raises, the update is kept, and others are still tried: it is not the database that is away."""
    turns = Turns()
    turns.error = error
    door = Door(turns.take, spool)
    await door.admit(said("1"))
    turns.error = None
    await door.admit(said("2", user="9"))
    assert (["2"], 1) == (turns.taken, len(waiting(tmp_path)))


# -- fetched updates ---------------------------------------------------------------------------------------------
async def test_what_is_fetched_need_not_be_kept(spool: Spool, tmp_path: Path) -> None:
    """While the database is away it stays with the platform."""
    turns = Turns()
    turns.error = DatabaseAway()
    with pytest.raises(DatabaseAway):
        await Door(turns.take, spool).fetch(said("1"))
    assert [] == waiting(tmp_path)


async def test_a_fetched_update_that_fails(spool: Spool, tmp_path: Path) -> None:
    """It is kept, so that the rest of its batch goes on; its person's next one stays behind it."""
    turns = Turns()
    turns.error = DatabaseRefused()
    door = Door(turns.take, spool)
    await door.fetch(said("1"))
    turns.error = None
    await door.fetch(said("2"))
    await door.fetch(said("3", user="9"))
    assert (["3"], 2) == (turns.taken, len(waiting(tmp_path)))
    await Desk().empty(spool, tmp_path, door.take)
    assert ["3", "1", "2"] == turns.taken


# -- the breaker -------------------------------------------------------------------------------------------------
BREAKERS: dict[str, tuple[str, list[bool]]] = {  # f: failed, s: succeeded, w: the pause goes by, ?: is one let through
    "at first": ("??", [True, True]),
    "after a failure": ("f??", [False, False]),
    "one trial after the pause": ("fw???", [True, False, False]),
    "a trial that fails": ("fw?f?w?", [True, False, True]),
    "a trial that is never heard of": ("fw?w?", [True, True]),
    "a trial that succeeds": ("fw?s??", [True, True, True]),
    "somebody else got through": ("fs?", [True]),
}


@pytest.mark.parametrize(("story", "expected"), BREAKERS.values(), ids=BREAKERS)
def test_the_breaker(story: str, expected: list[bool]) -> None:
    """What has just failed is left alone; then one may try for all."""
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    found = []
    for step in story:
        match step:
            case "f":
                breaker.failed()
            case "s":
                breaker.succeeded()
            case "w":
                now[0] += PAUSE_SECONDS
            case _:
                found.append(breaker.lets_through())
    assert expected == found
