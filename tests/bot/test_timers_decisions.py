"""Digests, reminders of decisions that wait, and what goes to those above: rounds of the timers over a real database."""

import pytest

from conversations import actions
from conversations.domain import Decision, Grant, Role
from conversations.state import State
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bot.timers_world import DAYS, HOUR, MORNING, Told, World, begun
from tests.builders import CATALOGUE
from tests.storage.world import CAMPAIGN, DAY, NOON, meet, unresolved


@pytest.fixture
async def world(database: Database) -> World:
    return await begun(database)


async def test_a_decision_that_waits(world: World) -> None:
    """The executive hears of it each morning, by name after two days; after four days the district does, once."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    await world.file("A7K29QXM")
    plain, overdue = [("e", "reminder-decisions")], [("e", "reminder-decisions-overdue")]
    above = [("s", "reminder-escalation")]
    assert [
        await world.round(at)
        for at in (
            NOON + 2 * HOUR, MORNING + DAYS, NOON + DAYS, MORNING + 2 * DAYS, NOON + 2 * DAYS, MORNING + 2 * DAYS + 6 * HOUR,
            MORNING + 3 * DAYS, NOON + 3 * DAYS, MORNING + 4 * DAYS, NOON + 4 * DAYS, MORNING + 5 * DAYS,
        )
    ] == [[], plain, [], plain, [], overdue, overdue, [], overdue, above, overdue]  # fmt: skip


async def test_the_second_day_is_exact_when_nothing_was_said(world: World) -> None:
    """Two days after filing, to the minute, unless the person heard of it within six hours."""
    await world.file("A7K29QXM")
    await world.round(MORNING + 2 * DAYS)
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    assert [await world.round(NOON + 2 * DAYS + minutes * HOUR / 60) for minutes in (-1, 0, 1)] == [
        [], [("e", "reminder-decisions-overdue")], []
    ]  # fmt: skip


async def test_what_is_decided_is_not_reminded_of(world: World) -> None:
    """Nor what was withdrawn; what was filed again waits anew."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    for code in ("A7K29QXM", "B7K29QXM", "C7K29QXM"):
        await world.file(code)
    executive = world.people["e"].id

    def decide(uow: UnitOfWork) -> None:
        uow.submissions.decide("A7K29QXM", 1, Decision.CONFIRM, by_id=executive, by_name="e", at=NOON)
        uow.submissions.decide(
            "B7K29QXM", 1, Decision.REQUEST_CHANGES, by_id=executive, by_name="e", at=NOON, reason="x", asked=("title",)
        )
        filed = uow.submissions.get("C7K29QXM")
        assert filed is not None
        uow.submissions.withdraw("C7K29QXM", 1, filed.author_id, NOON)

    await world.do(decide)
    assert await world.round(NOON + 2 * DAYS) == []
    await world.do(lambda uow: uow.submissions.resubmit("B7K29QXM", 2, {"title": "Tên khác"}, NOON + 2 * DAYS))
    assert await world.round(NOON + 3 * DAYS) == [("e", "reminder-decisions")]
    assert await world.round(NOON + 4 * DAYS) == [("e", "reminder-decisions-overdue")]


async def test_many_are_one_message(world: World) -> None:
    """Thirty initiatives that come of age one after the other in five hours are four messages in two days."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    for number in range(30):
        world.now = NOON + number * HOUR / 6
        await world.file(f"A7K29Q{number:02}")
    said: list[Told] = []
    for ten_minutes in range(6 * 24 * 2):
        said += await world.round(NOON + DAYS + 12 * HOUR + ten_minutes * HOUR / 6)
    assert [key for _, key in said] == ["reminder-decisions", *["reminder-decisions-overdue"] * 3]


async def test_an_author_does_not_hear_of_the_own_one(world: World) -> None:
    """It is left to the district, which is reminded, and after four days to the province."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    await world.appoint("p", Role.STAFF, "04")
    await world.file("A7K29QXM", author="e")
    seen = [await world.round(at) for at in (MORNING + DAYS, NOON + 2.5 * DAYS - 12 * HOUR, MORNING + 2 * DAYS + 6 * HOUR, NOON + 4 * DAYS)]
    overdue = ("s", "reminder-decisions-overdue")
    assert seen == [[("s", "reminder-decisions")], [("s", "reminder-decisions-overdue")], [], [overdue, ("p", "reminder-escalation")]]


async def test_an_unknown_workplace_is_the_districts(world: World) -> None:
    """Where no CĐCS was chosen, the district decides and is reminded."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    await world.do(lambda uow: uow.submissions.add(unresolved("A7K29QXM", meet(uow, "a"), world.ids), CAMPAIGN.code, DAY))
    assert await world.round(MORNING + DAYS) == [("s", "reminder-decisions")]


async def test_officials_who_want_silence_get_it(world: World) -> None:
    """No digest, no escalation, no announcement; nor for who lost the role."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("f", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    for user in "es":
        await world.draft(user, State(is_reminder_free=True))
    await world.file("A7K29QXM")
    former = world.people["f"].id
    assert await world.round(MORNING + DAYS) == [("f", "reminder-decisions")]
    await world.do(lambda uow: uow.grants.revoke(former, Grant(Role.EXECUTIVE, world.ids["04.045.mn"]), NOON))
    assert [await world.round(NOON + days * DAYS) for days in (2, 4)] == [[], []]
    assert await world.round(CAMPAIGN.closes + DAYS / 2) == []


async def test_a_reminder_says_how_things_stand(world: World) -> None:
    """How many, which for long, how to go on, and how to be left alone; everything in words of the catalogue."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    await world.draft("a")
    for number in range(7):
        await world.file(f"A7K29QX{number}")
    world.now = NOON + 4 * DAYS
    await world.timers().round()
    said = {say.key: say for _, say in await world.new()}
    texts = {key: CATALOGUE.format(key, say.args) for key, say in said.items()}
    assert "⟦" not in "".join(texts.values())
    assert "A7K2-9QX0 “Góc học tập từ vỏ chai”, chờ từ 12:00 ngày 1/4/2021" in texts["reminder-decisions-overdue"]
    assert "A7K2-9QX4, Trường Mầm non Hoa Mai, chờ từ" in texts["reminder-escalation"]
    assert [text.count("•") for text in (texts["reminder-decisions-overdue"], texts["reminder-escalation"])] == [5, 5]
    assert "… và 2 sáng kiến nữa" in texts["reminder-escalation"]
    assert "còn 9 câu là xong" in texts["reminder-draft"]
    buttons = {key: [button.action for button in say.buttons] for key, say in said.items()}
    assert buttons == {
        "reminder-draft": ["c.tieptuc.", "c.dungnhac."],
        "reminder-decisions-overdue": ["c.duyet.", "c.dungnhac."],
        "reminder-escalation": ["c.report.cho", "c.dungnhac."],
    }
    assert all(actions.decode(action) for actions_ in buttons.values() for action in actions_)
