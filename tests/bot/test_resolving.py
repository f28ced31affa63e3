"""Typed workplaces in turns and timers: who is told of what, how often, and what two of the district do at once."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.facts import FactLoader
from bot.resolving import Resolver, announce
from conversations import codes
from conversations.district_effects import (
    NewUnion,
    ReferWorkplace,
    ResolveWorkplace,
    TypedWorkplace,
    UndoResolution,
)
from conversations.domain import Role
from conversations.effects import AuthorOf, Tell, Text
from conversations.facts import Needs
from conversations.matching.typed_unions import typed_key
from conversations.reminders import in_daytime
from conversations.state import State
from storage.database import Database
from storage.errors import DatabaseAway
from storage.repositories.organisation_changes import Who
from storage.unit_of_work import UnitOfWork
from tests.bot.hall import Hall
from tests.bot.timers_world import HOUR, World, begun
from tests.builders import CAMPAIGN as RUNNING
from tests.storage.world import CAMPAIGN, DAY, NOON, appoint, meet, unresolved

CODES = ("A7K29QXM", "B7K29QXM", "C7K29QXM", "D7K29QXM")


async def begin(hall: Hall, *filed: tuple[str, str], campaign: str = CAMPAIGN.code) -> dict[str, int]:
    """A district with two officers and an executive; *filed*: codes and authors. Returns: ids by code."""

    def work(uow: UnitOfWork) -> dict[str, int]:
        ids = {one.code: one.id for one in uow.organisations.all()}
        for user, role, node in (("30", Role.STAFF, "04.045"), ("31", Role.STAFF, "04.045"), ("20", Role.EXECUTIVE, "04.045.ct")):
            appoint(uow, user, role, ids[node])
        for code, author in filed:
            uow.submissions.add(unresolved(code, meet(uow, author), ids), campaign, DAY)
        return ids

    return await hall.database.write(work)


async def test_many_are_one_message(hall: Hall) -> None:
    """More than three for one CĐCS: the executive is called once, an author of several is told once."""
    await begin(hall, *((code, "10") for code in CODES))
    await hall.runner().take(hall.said("/ghepdonvi", "30"))
    await hall.runner().take(hall.said("công ty tnhh thành công", "30"))
    assert ["waiting-digest"] == await hall.replies("20")
    assert ["author-resolved"] == await hall.replies("10")
    assert ["ask-resolve", "resolved", "resolve-over"] == await hall.replies("30")
    assert ["filed", "workplace-resolved"] == await hall.deeds(f"submission:{CODES[0]}")


async def test_whom_an_undone_deed_concerns(hall: Hall) -> None:
    """Authors who were told which CĐCS it is; of what was handed to another district they have not heard."""
    ids = await begin(hall, (CODES[0], "10"))
    typed = TypedWorkplace(ids["04.045"], typed_key("Tổ may số 3"), "Tổ may số 3")

    def work(uow: UnitOfWork) -> list[list[str]]:
        officer = meet(uow, "30")
        resolver = Resolver(uow, FactLoader(hall.phrases).load(uow, officer, Needs(unresolved=True), NOON), officer.id, NOON)
        deeds = (
            ReferWorkplace("M5N8P3RK", typed, ids["04.042"]), UndoResolution("M5N8P3RK"),
            ResolveWorkplace("N5N8P3RK", typed, ids["04.045.mn"], learns=True), UndoResolution("N5N8P3RK"),
        )  # fmt: skip
        done = [resolver.carry_out(deed) or () for deed in deeds]
        return [[one.say.key for one in effects if isinstance(one, Tell) and isinstance(one.to, AuthorOf)] for effects in done]

    assert [[], [], ["author-resolved"], ["author-unresolved"]] == await hall.database.write(work)


async def test_two_of_the_district_at_once(hall: Hall) -> None:
    """Each in a process of its own: one moves, the other hears that it is done, and nobody is told twice."""
    ids = await begin(hall, (CODES[0], "10"), (CODES[1], "11"))
    here, there = hall.runner(), hall.runner()
    for user in ("30", "31"):
        await here.take(hall.said("/ghepdonvi", user))
    said = [hall.said("công ty tnhh thành công", user) for user in ("30", "31")]
    await asyncio.gather(here.take(said[0]), there.take(said[1]))
    answers = Counter([*await hall.replies("30"), *await hall.replies("31")])
    assert Counter({"ask-resolve": 2, "resolved": 1, "resolve-gone": 1, "resolve-over": 2}) == answers
    assert ["decision-card", "decision-card"] == await hall.replies("20")
    assert (["author-resolved"], ["author-resolved"]) == (await hall.replies("10"), await hall.replies("11"))
    about = await hall.deeds(f"organisation:{ids['04.045.ct']}")
    assert ["name-learnt"] == about


async def test_a_merge_in_the_same_moment(hall: Hall) -> None:
    """What was chosen, or what it would hang under, is gone when the turn writes: nothing moves, the turn is repeated."""
    ids = await begin(hall, (CODES[0], "10"))
    key, name, here = typed_key("Tổ may số 3"), "Tổ may số 3", ids["04.045"]
    typed = TypedWorkplace(here, key, name)
    new = NewUnion("04.045.to-may-3", name, here, "enterprise")

    def work(uow: UnitOfWork) -> None:
        officer = meet(uow, "30")
        facts = FactLoader(hall.phrases).load(uow, officer, Needs(unresolved=True), NOON)
        resolver = Resolver(uow, facts, officer.id, NOON)
        uow.organisation_changes.merge(ids["04.045.ct"], ids["04.045.mn"], Who(None, NOON, DAY))
        assert resolver.carry_out(ResolveWorkplace("M5N8P3RK", typed, ids["04.045.ct"], learns=True)) is None
        done = resolver.carry_out(ResolveWorkplace("N5N8P3RK", typed, ids["04.045.mn"], learns=True))
        assert done is not None
        uow.organisation_changes.merge(here, ids["04.042"], Who(None, NOON, DAY))
        assert resolver.carry_out(ResolveWorkplace("P5N8P3RK", typed, new, learns=True)) is None
        assert resolver.carry_out(ReferWorkplace("Q5N8P3RK", typed, here)) is None
        assert resolver.carry_out(UndoResolution("N5N8P3RK")) is None

    await hall.database.write(work)


async def test_cards_name_what_is_alike_where_they_went(hall: Hall) -> None:
    """Whoever decides sees it on the first card already."""
    ids = await begin(hall, (CODES[0], "10"), (CODES[1], "11"))
    typed = TypedWorkplace(ids["04.045"], typed_key("Tổ may số 3"), "Tổ may số 3")

    def work(uow: UnitOfWork) -> list[object]:
        officer = meet(uow, "30")
        facts = FactLoader(hall.phrases).load(uow, officer, Needs(unresolved=True), NOON)
        done = Resolver(uow, facts, officer.id, NOON).carry_out(ResolveWorkplace("M5N8P3RK", typed, ids["04.045.ct"], learns=True))
        cards = [effect.say for effect in done or () if isinstance(effect, Tell) and effect.card]
        return [say.args["lines"][-1] for say in cards if isinstance(say.args["lines"], tuple)]

    found = await hall.database.write(work)
    assert found == [Text("card-alike", {"codes": codes.shown(code)}) for code in (CODES[1], CODES[0])]


async def test_a_new_union_is_known_at_once(hall: Hall) -> None:
    """In the card of the district, and to every process."""
    await begin(hall, (CODES[0], "10"))
    for text in ("/ghepdonvi", "tạo cđcs mới", "1", "khối doanh nghiệp"):
        await hall.runner().take(hall.said(text, "30"))
    assert ["ask-resolve", "ask-resolve-name", "ask-resolve-block", "resolved", "resolve-over", "decision-card"] == sorted_last(await hall.replies("30"))
    other = FactLoader(hall.phrases)
    found = await hall.database.read(lambda uow: other.directory(uow).by_code("04.045.to-may-3"))
    assert found is not None
    assert (found.name, found.block) == ("Tổ may số 3", "enterprise")


def sorted_last(replies: list[str]) -> list[str]:
    """Cards last: they are owed in the same turn, before or after the answer."""
    return [*(key for key in replies if key != "decision-card"), *(key for key in replies if key == "decision-card")]


async def test_what_was_not_committed_is_not_known(hall: Hall) -> None:
    """A turn that could not be stored leaves no CĐCS behind in the tree that a process remembers."""
    await begin(hall, (CODES[0], "10"))
    loader = FactLoader(hall.phrases)
    runner = hall.runner(loader)
    await runner.take(hall.said("/ghepdonvi", "30"))
    before = await hall.database.read(loader.directory)
    assert before is await hall.database.read(loader.directory)
    write = hall.database.write

    async def away(work: object) -> None:
        raise DatabaseAway

    hall.database.write = away  # type: ignore[method-assign, assignment]
    with pytest.raises(DatabaseAway):
        await runner.take(hall.said("1", "30"))
    hall.database.write = write  # type: ignore[method-assign]
    assert before is not await hall.database.read(loader.directory)


async def test_after_a_merge_of_districts(hall: Hall) -> None:
    """The queue goes on where the initiatives are now; what was done before the merge goes back there too."""
    ids = await begin(hall, (CODES[0], "10"))
    runner = hall.runner()
    for text in ("/ghepdonvi", "công ty tnhh thành công"):
        await runner.take(hall.said(text, "30"))

    def merge(uow: UnitOfWork) -> None:
        other = unresolved(CODES[1], meet(uow, "11"), ids)
        uow.submissions.add(replace(other, answers={**other.answers, "union_name": "Thư viện"}), CAMPAIGN.code, DAY)
        uow.organisation_changes.merge(ids["04.045"], ids["04.042"], Who(None, NOON, DAY))
        for user in ("30", "33"):
            appoint(uow, user, Role.STAFF, ids["04.042"])

    await hall.database.write(merge)
    for text, user in (("/ghepdonvi", "33"), ("công ty tnhh thành công", "33"), ("/ghepdonvi hoàn tác", "30")):
        await runner.take(hall.said(text, user))
    assert ["ask-resolve", "resolved", "resolve-over"] == await hall.replies("33")
    assert ["ask-resolve", "resolved", "resolve-over", "resolve-undone"] == await hall.replies("30")
    assert ["filed", "workplace-resolved", "workplace-undone"] == await hall.deeds(f"submission:{CODES[0]}")
    found = await hall.database.read(lambda uow: [uow.submissions.get(code) for code in CODES[:2]])
    assert [one and (one.organisation_id, one.answers["federation"]) for one in found] == [
        (ids["04.042"], str(ids["04.042"])), (ids["04.045.ct"], str(ids["04.042"])),
    ]  # fmt: skip
    assert await hall.set_aside() == ()


# -- staff are told -----------------------------------------------------------------------------------------------
@pytest.fixture
async def world(database: Database) -> World:
    world = await begun(database)
    await world.appoint("s", Role.STAFF, "04.045")
    return world


async def file(world: World, code: str, name: str = "Tổ may số 3") -> None:
    """Somebody files under a typed workplace, as a turn does it."""

    def work(uow: UnitOfWork) -> None:
        filed = unresolved(code, meet(uow, "a"), world.ids)
        uow.submissions.add(replace(filed, answers={**filed.answers, "union_name": name}), CAMPAIGN.code, DAY)
        announce(uow, world.ids["04.045"], world.now)

    await world.do(work)


async def test_staff_are_told_at_once_and_then_seldom(world: World) -> None:
    """By a message about all that waits; those who want no reminders too; nobody about what is done already."""
    await world.draft("s", State(is_reminder_free=True))
    await file(world, CODES[0])
    assert await world.round() == [("s", "resolve-notice")]
    await file(world, CODES[1], "Thư viện")
    world.now += HOUR
    await file(world, CODES[2], "Thư viện")
    assert await world.round() == []
    assert await world.round(NOON + 2 * HOUR + timedelta(minutes=1)) == [("s", "resolve-notice")]
    await file(world, CODES[3])
    await world.do(lambda uow: [uow.submissions.withdraw(code, 1, meet(uow, "a").id, world.now) for code in CODES])
    assert await world.round(world.now + 3 * HOUR) == []


async def test_a_notice_names_the_oldest(world: World) -> None:
    """Three of them, and that there are more."""
    for number, code in enumerate(CODES):
        await file(world, code, f"Tổ {number}")
    await world.timers().round()
    (_, said), *others = await world.new()
    assert not others
    assert said.args["count"] == 4
    assert "Tổ 0" in str(said.args["lines"])
    assert "Tổ 3" not in str(said.args["lines"])


async def test_nobody_is_told_at_night(world: World) -> None:
    """In the morning then."""
    world.now = NOON + 11 * HOUR
    await file(world, CODES[0])
    assert await world.round() == []
    assert ("s", "resolve-notice") in await world.round(in_daytime(world.now, RUNNING))
