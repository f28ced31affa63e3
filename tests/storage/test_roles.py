"""Who asks for a role, which codes opened nothing, and how an area is staffed."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from conversations.domain import Grant, Role
from conversations.effects import LinkKind
from conversations.state import State
from storage.database import Database
from storage.errors import CodeTaken
from storage.repositories.grants import Holder
from storage.repositories.people import Address
from storage.repositories.role_requests import EXPIRED, GRANTED, REFUSED
from storage.role_queries import (
    PAGE_ROWS,
    Staffing,
    holders,
    invitations,
    requests,
    staffing,
    unions_without_executive,
)
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON, appoint, meet, plant

WEEK = timedelta(days=7)
CODES = ("A7K2QX9P", "B7K2QX9P", "C7K2QX9P")


async def test_one_open_request_for_a_person_and_a_place(database: Database) -> None:
    """A second one is refused until the first is decided or has run out; what ran out says so."""

    def work(uow: UnitOfWork) -> list[str | None]:
        ids, me = plant(uow), meet(uow, "1").id
        union = ids["04.045.mn"]
        uow.role_requests.add(CODES[0], me, union, NOON, NOON + WEEK)
        for code in CODES[:2]:
            with pytest.raises(CodeTaken):
                uow.role_requests.add(code, me, union, NOON, NOON + WEEK)
        uow.role_requests.add(CODES[1], me, ids["04.045.ct"], NOON, NOON + WEEK)
        uow.role_requests.add(CODES[2], me, union, NOON + WEEK, NOON + 2 * WEEK)
        return [found.outcome for code in CODES if (found := uow.role_requests.find(code))]

    assert await database.write(work) == [EXPIRED, None, None]
    assert await database.read(lambda uow: uow.role_requests.find("ZZZZZZZZ")) is None
    lately = await database.read(lambda uow: uow.role_requests.of(1, NOON - WEEK))
    assert [one.code for one in lately] == [CODES[2], CODES[0], CODES[1]]
    assert await database.read(lambda uow: uow.role_requests.of(1, NOON + WEEK)) == ()


async def test_the_first_decision_wins(database: Database) -> None:
    """Of two at once one is told that it came second; nothing is decided after the end."""

    def ask(uow: UnitOfWork) -> int:
        uow.role_requests.add(CODES[0], meet(uow, "1").id, plant(uow)["04.045.mn"], NOON, NOON + WEEK)
        return meet(uow, "2").id

    staff = await database.write(ask)
    assert not await database.write(lambda uow: uow.role_requests.close(CODES[0], GRANTED, staff, NOON + WEEK))

    def decide(outcome: str, uow: UnitOfWork) -> bool:
        return uow.role_requests.close(CODES[0], outcome, staff, NOON)

    decided = await asyncio.gather(*(database.write(partial(decide, outcome)) for outcome in (GRANTED, REFUSED)))
    assert sorted(decided) == [False, True]
    deeds = await database.read(lambda uow: [row.action for row in uow.audit.of(f"request:{CODES[0]}")])
    assert deeds[0] == "role-asked"
    assert deeds[1:] in (["role-granted"], ["role-refused"])
    assert await database.write(lambda uow: uow.role_requests.forget_before(NOON + 2 * WEEK)) == 1


async def test_wrong_codes_are_counted(database: Database) -> None:
    """Of one account and of all, and forgotten in time."""

    def work(uow: UnitOfWork) -> tuple[int, ...]:
        one, two = meet(uow, "1").id, meet(uow, "2").id
        for minutes, person in ((0, one), (30, one), (70, one), (70, two)):
            uow.wrong_codes.add(person, NOON + timedelta(minutes=minutes))
        since = NOON + timedelta(minutes=10)
        counts = (uow.wrong_codes.count(since, one), uow.wrong_codes.count(since), uow.wrong_codes.count(since, 99))
        return (*counts, uow.wrong_codes.forget_before(since), uow.wrong_codes.count(NOON - WEEK))

    assert await database.write(work) == (2, 3, 0, 1, 3)


def furnish(uow: UnitOfWork) -> dict[str, int]:
    """A district with staff, one CĐCS with two executives, one with none, and who was let go."""
    ids = plant(uow)
    appoint(uow, "staff", Role.STAFF, ids["04.045"])
    appoint(uow, "first", Role.EXECUTIVE, ids["04.045.mn"])
    appoint(uow, "second", Role.EXECUTIVE, ids["04.045.mn"])
    gone = appoint(uow, "gone", Role.EXECUTIVE, ids["04.045.ct"])
    uow.grants.revoke(gone.id, Grant(Role.EXECUTIVE, ids["04.045.ct"]), NOON)
    appoint(uow, "operator", Role.OPERATOR, ids["vn"])
    lives = {"AAAA2222": NOON + WEEK, "BBBB2222": NOON, "CCCC2222": NOON + WEEK, "DDDD2222": None, "EEEE2222": None}
    for code, until in lives.items():
        uow.links.add(code, LinkKind.INVITATION, ids["04.045.ct"], at=NOON, role=Role.EXECUTIVE, expires_at=until)
    uow.links.use("CCCC2222", gone.id, NOON)
    uow.links.revoke("EEEE2222", NOON)
    uow.links.add("FFFF2222", LinkKind.WORKPLACE, ids["04.045.ct"], at=NOON)
    uow.links.add("GGGG2222", LinkKind.INVITATION, ids["vn"], at=NOON, role=Role.OPERATOR)
    uow.role_requests.add(CODES[0], gone.id, ids["04.045.ct"], NOON, NOON + WEEK)
    uow.role_requests.add(CODES[1], gone.id, ids["04.042.th"], NOON, NOON + WEEK)
    return ids


async def test_how_an_area_is_staffed(database: Database) -> None:
    """What is over does not count, nor what lies elsewhere, nor operators."""
    ids = await database.write(furnish)
    district, nation = (ids["04.045"],), (ids["vn"],)
    ask = database.read
    assert await ask(lambda uow: staffing(uow.connection, district, NOON)) == Staffing(2, 1, 2, 1, 2, 1)
    assert await ask(lambda uow: staffing(uow.connection, nation, NOON)) == Staffing(3, 2, 2, 1, 2, 2)
    assert await ask(lambda uow: staffing(uow.connection, (), NOON)) == Staffing(0, 0, 0, 0, 0, 0)
    without = await ask(lambda uow: unions_without_executive(uow.connection, nation, 1))
    assert (without.page.rows, without.unions) == ((ids["04.042.th"], ids["04.045.ct"]), 3)
    people = await ask(lambda uow: holders(uow.connection, district, 1))
    assert [(one.role, one.organisation_id) for one in people.rows] == [
        (Role.STAFF, ids["04.045"]), (Role.EXECUTIVE, ids["04.045.mn"]), (Role.EXECUTIVE, ids["04.045.mn"]),
    ]  # fmt: skip
    open_ones = await ask(lambda uow: invitations(uow.connection, nation, NOON, 1))
    assert {one.code for one in open_ones.rows} == {"AAAA2222", "DDDD2222"}
    asked = await ask(lambda uow: requests(uow.connection, nation, NOON, 1))
    assert [one.code for one in asked.rows] == list(CODES[:2])
    assert await ask(lambda uow: requests(uow.connection, nation, NOON + WEEK, 1).total) == 0


async def test_pages_of_people(database: Database) -> None:
    """A page too far is the last one."""

    def crowd(uow: UnitOfWork) -> int:
        union = plant(uow)["04.045.mn"]
        for number in range(PAGE_ROWS + 1):
            appoint(uow, str(number), Role.EXECUTIVE, union)
        return union

    union = await database.write(crowd)
    last = await database.read(lambda uow: holders(uow.connection, (union,), 9))
    assert (last.number, last.pages, last.total, last.first, len(last.rows)) == (2, 2, PAGE_ROWS + 1, PAGE_ROWS + 1, 1)


async def test_invitations_by_their_beginning(database: Database) -> None:
    """Those that are open, whatever a pattern would mean in SQL."""
    await database.write(furnish)

    def look(begin: str, uow: UnitOfWork) -> list[str]:
        return [one.code for one in uow.links.open_invitations(begin, NOON, 5)]

    begins = ("AAAA", "BBBB", "CCCC", "EEEE", "FFFF", "%", "____")
    found = {begin: await database.read(partial(look, begin)) for begin in begins}
    assert found == {"AAAA": ["AAAA2222"], "BBBB": [], "CCCC": [], "EEEE": [], "FFFF": [], "%": [], "____": []}
    assert not await database.write(lambda uow: uow.links.revoke("CCCC2222", NOON)), "what was used stays used"


async def test_invitations_of_who_lost_a_role(database: Database) -> None:
    """Those below the node that was lost, unless another role still covers them; nobody else's, none that is over."""

    def work(uow: UnitOfWork) -> list[str]:
        ids, me = plant(uow), meet(uow, "staff").id
        made = {"AAAA2222": "04.045.mn", "BBBB2222": "04.045", "CCCC2222": "04.042.th", "DDDD2222": "04.045.ct"}
        for code, place in made.items():
            uow.links.add(code, LinkKind.INVITATION, ids[place], at=NOON, role=Role.STAFF, by=me, expires_at=NOON + WEEK)
        uow.links.add("EEEE2222", LinkKind.INVITATION, ids["04.045"], at=NOON, role=Role.STAFF, by=meet(uow, "other").id)
        uow.links.add("FFFF2222", LinkKind.INVITATION, ids["04.045"], at=NOON, role=Role.STAFF, by=me, expires_at=NOON)
        ended = uow.links.revoke_made_by(me, NOON, ids["04.045"], (ids["04.045.ct"],))
        assert uow.links.revoke_made_by(me, NOON, ids["04.045"], ()) != ended
        return sorted(link.code for link in ended)

    assert await database.write(work) == ["AAAA2222", "BBBB2222"]


async def test_what_is_known_of_a_holder(database: Database) -> None:
    """Since when, by whom, under which name, last seen when, and where to be found."""

    def work(uow: UnitOfWork) -> None:
        ids = plant(uow)
        grant = Grant(Role.EXECUTIVE, ids["04.045.mn"])
        staff, executive = meet(uow, "staff"), meet(uow, "executive")
        assert uow.grants.held(executive.id, grant) is None
        uow.grants.add(executive.id, grant, staff.id, NOON)
        assert uow.grants.held(executive.id, grant) == Holder(executive.id, grant.role, grant.organisation_id, NOON, staff.id)
        assert uow.conversations.name(executive.id) == ""
        uow.conversations.put(executive.id, State(profile={"full_name": "Nguyễn Văn A"}), 0, NOON)
        assert uow.conversations.name(executive.id) == "Nguyễn Văn A"
        uow.conversations.put(executive.id, State(profile={"full_name": "Nguyễn Văn A", "signature": "Trần Thị B"}), 1, NOON)
        assert uow.conversations.name(executive.id) == "Trần Thị B"
        assert uow.people.last_seen((executive.id, 99)) == {executive.id: NOON}
        assert uow.people.chats(executive.id) == (Address("telegram", "chat-executive"),)
        uow.people.mark_gone("telegram", "chat-executive")
        assert uow.people.chats(executive.id) == ()

    await database.write(work)
