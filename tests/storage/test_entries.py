"""What people enter for colleagues, on both databases: sealed while it waits, gone afterwards."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from conversations.entering import Entry, EntryState
from storage import tables
from storage.database import Database
from storage.errors import CodeTaken
from storage.unit_of_work import UnitOfWork
from tests.storage.world import ANSWERS, LATER, NOON, meet

CODE, OTHER, NEW = "K7M2P9QQ", "B7M2P9QQ", "C7M2P9QQ"
DAYS = timedelta(days=1)


def keep(uow: UnitOfWork, code: str = CODE, **changes: object) -> Entry:
    """One that waits of the helper "h"."""
    entry = Entry(code, EntryState.OPEN, meet(uow, "h").id, "Trần Thị B", ANSWERS, NOON, NOON + 14 * DAYS)
    entry = replace(entry, **changes)
    uow.entries.add(entry)
    return entry


def content(uow: UnitOfWork) -> list[bytes | None]:
    """As it is stored."""
    return list(uow.connection.execute(select(tables.entries.c.content)).scalars())


def owner(uow: UnitOfWork) -> int | None:
    """Whose the entry is."""
    found = uow.entries.find(CODE)
    return found.helper_id if found is not None else None


async def test_what_waits_comes_back(database: Database) -> None:
    """By its code, and to its helper alone; nothing of it can be read in the table."""

    def work(uow: UnitOfWork) -> None:
        entry = keep(uow, asked_id=meet(uow, "a").id)
        assert entry == uow.entries.find(CODE)
        assert ((entry,), ()) == (uow.entries.open_of(entry.helper_id, NOON, 9), uow.entries.open_of(meet(uow, "x").id, NOON, 9))
        assert (None, ()) == (uow.entries.find(OTHER), uow.entries.open_of(entry.helper_id, NOON + 14 * DAYS, 9))
        (sealed,) = content(uow)
        assert sealed is not None
        assert ANSWERS["full_name"].encode() not in sealed
        with pytest.raises(CodeTaken):
            keep(uow)

    await database.write(work)


@pytest.mark.parametrize("state", [state for state in EntryState if state is not EntryState.OPEN])
async def test_closed_once(database: Database, state: EntryState) -> None:
    """Of two the first wins; nothing of the answers stays, and both deeds are on record."""

    def work(uow: UnitOfWork) -> None:
        helper = keep(uow).helper_id
        assert [True, False] == [uow.entries.close(CODE, state, helper, LATER) for _ in range(2)]
        found = uow.entries.find(CODE)
        assert found is not None
        assert (state, {}, [None]) == (found.state, found.answers, content(uow))
        assert ["entered", f"entry-{state.value}"] == [deed.action for deed in uow.audit.of(f"entry:{CODE}")]
        assert [0, 1] == [uow.entries.forget_before(LATER), uow.entries.forget_before(LATER + DAYS)]

    await database.write(work)


async def test_wrong_digits(database: Database) -> None:
    """Are counted, for this code alone."""

    def work(uow: UnitOfWork) -> None:
        keep(uow)
        other, stranger = keep(uow, OTHER), meet(uow, "x").id
        assert [1, 2, 3] == [uow.entries.note_wrong(CODE, stranger, LATER) for _ in range(3)]
        found = uow.entries.find(CODE)
        assert found is not None
        assert found.is_locked
        assert other == uow.entries.find(OTHER)

    await database.write(work)


async def test_who_was_asked(database: Database) -> None:
    """By whom, how often, and whether they said that it is not theirs."""

    def work(uow: UnitOfWork) -> None:
        helper, asked = meet(uow, "h").id, meet(uow, "a").id
        keep(uow, asked_id=asked)
        keep(uow, OTHER)
        assert [1, 0] == [uow.entries.asked_by(helper, since) for since in (NOON - DAYS, NOON)]
        assert [1, 0] == [uow.entries.asked_of(asked, since) for since in (NOON - DAYS, NOON)]
        assert not uow.entries.has_refused(asked, helper)
        uow.entries.close(CODE, EntryState.REFUSED, asked, LATER)
        assert [True, False] == [uow.entries.has_refused(asked, one) for one in (helper, asked)]

    await database.write(work)


async def test_what_ends(database: Database) -> None:
    """The helper is told once, a day before; then it is closed."""

    def work(uow: UnitOfWork) -> None:
        entry = keep(uow)
        keep(uow, OTHER, expires_at=NOON + 30 * DAYS)
        at = entry.expires_at - timedelta(hours=5)
        assert {} == uow.entries.ending(NOON, NOON + DAYS)
        assert {entry.helper_id: [entry]} == uow.entries.ending(at, at + DAYS)
        assert {} == uow.entries.ending(at, at + DAYS)
        assert [(), (CODE,), ()] == [uow.entries.end(moment, 9) for moment in (at, entry.expires_at, entry.expires_at)]
        found = uow.entries.find(CODE)
        assert found is not None
        assert EntryState.EXPIRED is found.state
        assert ["entered", "entry-expired"] == [deed.action for deed in uow.audit.of(f"entry:{CODE}")]

    await database.write(work)


async def test_what_ends_with_the_programme_ends_in_batches(database: Database) -> None:
    """All at once would keep turns waiting."""

    def work(uow: UnitOfWork) -> None:
        for number in range(5):
            keep(uow, f"K7M2P9Q{number}")
        over = NOON + 14 * DAYS
        assert [2, 2, 1, 0] == [len(uow.entries.end(over, 2)) for _ in range(4)]

    await database.write(work)


async def test_who_said_no_by_the_code(database: Database) -> None:
    """Is left alone like whoever was asked; and nobody is for another's no."""

    def work(uow: UnitOfWork) -> None:
        helper, asked, other = (meet(uow, user).id for user in ("h", "a", "x"))
        keep(uow, asked_id=asked)
        uow.entries.close(CODE, EntryState.REFUSED, other, LATER)
        assert [False, True] == [uow.entries.has_refused(one, helper) for one in (asked, other)]

    await database.write(work)


async def test_a_no_comes_along_and_goes_back(database: Database) -> None:
    """Whoever said it is left alone on a joined account too; what waits does not take the other's word for it."""

    def work(uow: UnitOfWork) -> None:
        helper, host, asked = meet(uow, "h").id, meet(uow, "host").id, meet(uow, "a").id
        keep(uow, asked_id=asked)
        waits = keep(uow, OTHER, asked_id=asked)
        uow.entries.close(CODE, EntryState.REFUSED, asked, LATER)
        uow.joins.offer(NEW, host, "telegram", NOON, LATER)
        uow.joins.join(NEW, asked, "telegram", NOON)
        assert [False, True] == [uow.entries.has_refused(one, helper) for one in (asked, host)]
        assert waits == uow.entries.find(OTHER)
        last = uow.joins.last(host, NOON - DAYS)
        assert last is not None
        uow.joins.undo(last, NOON, host)
        assert [True, False] == [uow.entries.has_refused(one, helper) for one in (asked, host)]

    await database.write(work)


async def test_they_come_along_and_go_back(database: Database) -> None:
    """When accounts are joined and parted."""

    def work(uow: UnitOfWork) -> None:
        host, entry = meet(uow, "host").id, keep(uow)
        uow.joins.offer(NEW, host, "telegram", NOON, LATER)
        uow.joins.join(NEW, entry.helper_id, "telegram", NOON)
        assert host == owner(uow)
        last = uow.joins.last(host, NOON - DAYS)
        assert last is not None
        uow.joins.undo(last, NOON, host)
        assert entry.helper_id == owner(uow)

    await database.write(work)
