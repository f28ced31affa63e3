"""What staff tell many people, on both databases: who hears it, how far it got, how often a node has spoken."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from conversations.district_effects import Audience, Broadcast
from conversations.domain import Grant, Role
from conversations.state import State
from storage.database import Database
from storage.repositories.broadcasts import Listeners, Running
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, LATER, appoint, initiative, meet, plant

TEXT = "Hạn gửi hồ sơ là 24h ngày 11/4."


def fill(uow: UnitOfWork) -> tuple[dict[str, int], int]:
    """Hà Quảng with two executives, one of whom wants silence; staff here and at the province; two authors, one here."""
    ids = plant(uow)
    staff = appoint(uow, "staff", Role.STAFF, ids["04.045"])
    appoint(uow, "colleague", Role.STAFF, ids["04.045"])
    appoint(uow, "province", Role.STAFF, ids["04"])
    appoint(uow, "ex", Role.EXECUTIVE, ids["04.045.mn"])
    quiet = appoint(uow, "quiet", Role.EXECUTIVE, ids["04.045.ct"])
    uow.grants.add(meet(uow, "ex").id, Grant(Role.EXECUTIVE, ids["04.045.ct"]), None, LATER)
    uow.conversations.put(quiet.id, State(is_reminder_free=True), 0, LATER)
    for code, user, union in (("A7K29QXM", "author", "04.045.mn"), ("B7K29QXM", "author", "04.045.mn"), ("C7K29QXM", "other", "04.042.th")):
        uow.submissions.add(initiative(code, meet(uow, user), ids, union), CAMPAIGN.code, DAY)
    uow.submissions.add(initiative("D7K29QXM", staff, ids), CAMPAIGN.code, DAY)
    return ids, staff.id


def heard(uow: UnitOfWork, node: int, audience: Audience, by: int, campaign: str = CAMPAIGN.code) -> set[int]:
    """Who would hear it; as many as are counted."""
    told: list[int] = []
    at = Running(1, node, audience, TEXT, by, 0)
    while (heard := uow.broadcasts.listeners(at, node, campaign, 1)) is not None:  # one at a time, each once
        told += heard.people
        at = replace(at, at_organisation=heard.at_organisation, at_person=heard.at_person)
    assert uow.broadcasts.count(node, audience, campaign, by, 100) == len(told) == len(set(told))
    return set(told)


async def test_who_hears_it(database: Database) -> None:
    """Below the node, once each, neither who speaks nor who wants silence."""

    def work(uow: UnitOfWork) -> None:
        ids, staff = fill(uow)
        district, nation = ids["04.045"], ids["vn"]
        person = {user: meet(uow, user).id for user in ("colleague", "province", "ex", "quiet", "author", "other")}
        assert heard(uow, district, Audience.EXECUTIVES, staff) == {person["ex"]}
        assert heard(uow, district, Audience.STAFF, staff) == set()
        assert heard(uow, ids["04"], Audience.STAFF, person["province"]) == {staff, person["colleague"]}
        assert heard(uow, district, Audience.AUTHORS, staff) == {person["author"]}
        assert heard(uow, nation, Audience.AUTHORS, staff) == {person["author"], person["other"]}
        assert heard(uow, district, Audience.AUTHORS, person["ex"]) == {person["author"], staff}
        assert heard(uow, district, Audience.AUTHORS, staff, "khac-2022") == set()
        uow.people.mark_gone("telegram", "chat-ex")
        assert heard(uow, district, Audience.EXECUTIVES, staff) == set()
        assert uow.broadcasts.count(nation, Audience.AUTHORS, CAMPAIGN.code, staff, 2) == 3, "too many rows to count"

    await database.write(work)


async def test_begun_told_and_over(database: Database) -> None:
    """It goes on from person to person; stopped or over it is not told any more; all of it is on record."""

    def work(uow: UnitOfWork) -> None:
        ids, staff = fill(uow)
        district = ids["04.045"]
        by: dict[str, Any] = {"by_id": staff, "at": LATER}
        number = uow.broadcasts.begin(Broadcast(district, Audience.AUTHORS, TEXT), **by)
        other = uow.broadcasts.begin(Broadcast(ids["04.042"], Audience.AUTHORS, TEXT), **by)
        assert uow.broadcasts.running(number) == Running(number, district, Audience.AUTHORS, TEXT, staff, 0)
        uow.broadcasts.advance(number, 34, Listeners((), 7, 8))
        assert (running := uow.broadcasts.running(number)) is not None
        assert (running.told, running.at_organisation, running.at_person) == (34, 7, 8)
        counted = [uow.broadcasts.count_since(district, LATER - timedelta(seconds=one)) for one in (1, 0)]
        assert counted == [1, 0]
        since = LATER - timedelta(seconds=1)
        assert uow.broadcasts.recent((district,), since) == (running,)
        assert {one.id for one in uow.broadcasts.recent((ids["04"],), since)} == {number, other}
        assert uow.broadcasts.recent((ids["04"],), since, other)[0].id == other
        assert uow.broadcasts.recent((district,), since, other) == uow.broadcasts.recent((district,), LATER) == ()
        assert uow.broadcasts.stop(running, 4, **by)
        assert not uow.broadcasts.stop(running, 0, **by)
        assert uow.broadcasts.running(number) is None
        assert uow.broadcasts.stop(running, 30, **by), "what had not left yet"
        assert uow.broadcasts.count_since(district, since) == 0, "nobody has heard it"
        uow.broadcasts.end(other, LATER)
        assert uow.broadcasts.running(other) is None
        trail = uow.audit.of(f"broadcast:{number}")
        assert [row.action for row in trail] == ["broadcast-begun", "broadcast-stopped", "broadcast-stopped"]
        assert trail[0].details["text"] == TEXT

    await database.write(work)
