"""Reminders of drafts, and what holds of all timers: once, in the daytime, by one process of many, never in a burst."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from conversations.domain import Role
from conversations.state import Frame, State
from storage import tables
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.bot.timers_world import DAYS, DRAFT, HOUR, MORNING, Told, World, begun, processes
from tests.storage.world import CAMPAIGN, NOON, meet


@pytest.fixture
async def world(database: Database) -> World:
    return await begun(database)


# -- drafts --------------------------------------------------------------------------------------------------------
async def test_a_draft_is_remembered_twice(world: World) -> None:
    """A day after the last answer, and three days before the close; then there is silence."""
    await world.draft("a")
    last_call = CAMPAIGN.closes - 3 * DAYS + 7.5 * HOUR
    assert [
        await world.round(at)
        for at in (NOON + 23.9 * HOUR, NOON + 24 * HOUR, NOON + 25 * HOUR, last_call - HOUR, last_call, last_call + DAYS)
    ] == [[], [("a", "reminder-draft")], [], [], [("a", "reminder-draft-closing")], []]
    assert await world.round(CAMPAIGN.closes + 8 * HOUR) == [("a", "announce-closing-draft")]


async def test_an_answer_puts_the_reminder_off(world: World) -> None:
    """It comes a day after the last answer, however many there were."""
    for hours in (0, 5, 8):
        await world.draft("a", at=NOON + hours * HOUR)
    assert [await world.round(NOON + hours * HOUR) for hours in (24, 31, 32, 99)] == [[], [], [("a", "reminder-draft")], []]


async def test_late_is_once(world: World) -> None:
    """Of a first reminder that was missed until the last three days, and the last one, one is left."""
    await world.draft("a")
    late = CAMPAIGN.closes - 2 * DAYS + 10 * HOUR
    assert [await world.round(late + hours * HOUR) for hours in (0, 1, 24)] == [[("a", "reminder-draft-closing")], [], []]


async def test_what_ends_a_draft_ends_its_reminders(world: World) -> None:
    """Filed, forgotten, or not agreed to: there is nothing to remember."""
    await world.draft("a")
    await world.draft("a", State(serial=1))
    await world.draft("b", State((Frame("submission", 1, "consent"),), 1))
    assert await world.round(NOON + 2 * DAYS) == []


async def test_stop_and_start(world: World) -> None:
    """Whoever asked is not reminded, until they ask again."""
    await world.draft("a", replace(DRAFT, is_reminder_free=True))
    assert await world.round(NOON + 2 * DAYS) == []
    await world.draft("a", DRAFT)
    assert await world.round(NOON + 3 * DAYS) == [("a", "reminder-draft")]


async def test_nobody_is_woken(world: World) -> None:
    """From nine in the evening until half past seven nothing is said, whatever came due or was missed."""
    await world.draft("a", at=NOON + 12 * HOUR)  # midnight
    await world.draft("b", at=NOON + 8 * HOUR)
    await world.draft("c", at=MORNING - HOUR)
    ten, before, begin = NOON + DAYS + 10 * HOUR, MORNING + 2 * DAYS - HOUR / 60, MORNING + 2 * DAYS
    assert [await world.round(at) for at in (NOON + DAYS + 9 * HOUR, ten, before)] == [[], [], []]
    assert await world.round(begin) == [("a", "reminder-draft"), ("b", "reminder-draft"), ("c", "reminder-draft")]


async def test_a_turn_in_between_is_not_lost(world: World) -> None:
    """A turn that was decided before the reminder and is written after it runs again."""
    await world.draft("a")
    person = await world.database.write(lambda uow: meet(uow, "a").id)
    _, seen = await world.database.read(lambda uow: uow.conversations.get(person))
    await world.round(NOON + DAYS)
    state, now = await world.database.read(lambda uow: uow.conversations.get(person))
    assert (state.frames[0].reminded, now) == (1, seen + 1)


async def test_who_cannot_be_reached_is_reminded_after_coming_back(world: World) -> None:
    """A blocked chat gets nothing and uses nothing up."""
    await world.draft("a")
    await world.do(lambda uow: uow.people.mark_gone("telegram", "chat-a"))
    assert await world.round(NOON + 2 * DAYS) == []
    await world.draft("a", at=NOON + 3 * DAYS)
    assert await world.round(NOON + 4 * DAYS) == [("a", "reminder-draft")]


async def test_an_unreadable_draft_stops_nobody(world: World) -> None:
    """What no key opens is put off, and the others are reminded."""
    await world.draft("a")
    await world.do(lambda uow: uow.connection.execute(update(tables.conversations).values(state=b"broken")))
    await world.draft("b", at=NOON + HOUR)
    assert await world.round(NOON + 26 * HOUR) == [("b", "reminder-draft")]


async def test_more_than_one_batch(world: World) -> None:
    """A thousand drafts are reminded in one round, each once."""

    def fill(uow: UnitOfWork) -> None:
        for number in range(1000):
            uow.conversations.put(meet(uow, str(number)).id, DRAFT, 0, NOON, NOON + DAYS)

    await world.do(fill)
    world.now = NOON + DAYS
    assert [await world.timers().round() for _ in range(2)] == [1000, 0]


async def test_the_close_moves(world: World) -> None:
    """Later: the last call comes before the new close. Earlier: it comes at once. After the close: it is opened again."""
    await world.draft("a")
    await world.draft("b", replace(DRAFT, frames=(replace(DRAFT.frames[0], reminded=1),)))
    later = CAMPAIGN.closes + 7 * DAYS
    await world.round(NOON + DAYS)
    await world.close_at(later)
    assert [await world.round(at) for at in (CAMPAIGN.closes - 3 * DAYS + 8 * HOUR, later - 3 * DAYS)] == [[], []]
    await world.close_at(NOON + 5 * DAYS)
    world.now = NOON + 3 * DAYS
    assert await world.round() == [("a", "reminder-draft-closing"), ("b", "reminder-draft-closing")]
    await world.draft("c")
    assert await world.round(NOON + 6 * DAYS) == [(user, "announce-closing-draft") for user in "abc"]
    await world.close_at(NOON + 20 * DAYS)
    assert await world.round() == [("c", "reminder-draft")]


# -- many processes, and none --------------------------------------------------------------------------------------
async def busy(world: World) -> list[Told]:
    """One of everything comes due at the same moment. Returns: what has to be said."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    await world.file("A7K29QXM")
    await world.draft("a")
    world.now = MORNING + 10 * DAYS
    await world.close_at(world.now + 2.9 * DAYS)
    return [
        ("e", "announce-closing-soon"), ("s", "announce-closing-soon"), ("e", "announce-dossier"),
        ("e", "reminder-decisions-overdue"), ("a", "reminder-draft-closing"), ("s", "reminder-escalation"),
    ]  # fmt: skip


async def test_days_of_silence_end_without_a_burst(world: World) -> None:
    """What came due in ten days is one message a person and kind, and nothing follows."""
    expected = await busy(world)
    assert [await world.round(), await world.round(world.now + HOUR)] == [expected, []]


@pytest.fixture
async def others(postgres_url: str, vault: Vault) -> AsyncIterator[list[Database]]:
    """Four processes at one server."""
    async with processes(postgres_url, vault, 4) as opened:
        yield opened


async def test_four_processes_at_the_same_moment(others: list[Database]) -> None:
    """Each message is owed once, whoever is faster, time after time."""
    world = await begun(others[0])
    expected = await busy(world)
    for number in range(300):
        await world.draft(f"x{number}", at=NOON)
    counts = await asyncio.gather(*(world.timers(one).round() for one in others))
    told = [(user, say.key) for user, say in await world.new()]
    assert sum(counts) == len(expected) + 300
    assert [one for one in told if not one[0].startswith("x")] == expected
    assert len(set(told)) == len(told)
    assert await asyncio.gather(*(world.timers(one).round() for one in others)) == [0] * 4


async def test_without_a_programme_there_is_nothing_to_say(database: Database) -> None:
    """A database that was not seeded yet is no mistake."""
    assert await World(database).round() == []


async def test_a_wrong_clock_does_no_lasting_harm(world: World) -> None:
    """A clock that was a year ahead for a moment: the morning comes tomorrow, not in a year."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.round(NOON + 365 * DAYS)
    world.now = NOON
    await world.file("A7K29QXM")
    assert await world.round(MORNING + DAYS) == []
    assert await world.round(MORNING + 2 * DAYS) == [("e", "reminder-decisions")]
