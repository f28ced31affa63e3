"""What districts and provinces choose as outstanding, on both databases: who may, once, and what is seen of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from conversations.district_effects import Select
from conversations.domain import Decision, Role
from conversations.facts import Selection
from conversations.report_effects import SELECTED, ReportFilter
from storage import queries
from storage.conditions import seen
from storage.database import Database
from storage.figures import ChosenCount, Question
from storage.repositories.organisation_changes import Who
from storage.repositories.people import Person
from storage.selection_queries import candidates, choices, chosen_list
from storage.unit_of_work import UnitOfWork
from tests.storage.world import AGREED, CAMPAIGN, DAY, LATER, appoint, initiative, meet, plant

CODES = ("A7K29QXM", "B7K29QXM", "C7K29QXM", "D7K29QXM", "E7K29QXM")
FIRST, SECOND, THIRD, OPEN, ELSEWHERE = CODES
LAST = LATER + timedelta(minutes=5)


@dataclass
class World:
    """Three valid initiatives of Hà Quảng, one that waits, a valid one of Bảo Lâm; and somebody of the district."""

    uow: UnitOfWork
    ids: dict[str, int]
    staff: Person

    def select(self, code: str, score: int = 90, where: str = "04.045", **more: Any) -> bool:
        chosen = Select(code, self.ids[where], score, f"Lý do {score}", "Lê Văn C", **more)
        return self.uow.selections.put(chosen, by_id=self.staff.id, at=LATER)

    def drop(self, code: str) -> bool:
        return self.uow.selections.drop(code, self.ids["04.045"], "Trùng", by_id=self.staff.id, at=LAST)

    def forward(self, where: str = "04.045", most: int = 100) -> list[str]:
        sent = self.uow.selections.forward(self.ids[where], CAMPAIGN.code, most, by_id=self.staff.id, at=LAST)
        return [one.code for one in sent]

    def asked(self, *where: str, status: str | None = None) -> Question:
        return Question(CAMPAIGN.code, tuple(self.ids[code] for code in where), ReportFilter(status=status))

    def may_choose(self, where: str) -> list[str]:
        return [row.code for row in candidates(self.uow.connection, self.asked(where)).page.rows]

    def counted(self, *where: str, status: str | None = None) -> ChosenCount:
        return queries.totals(self.uow.connection, self.asked(*where, status=status)).chosen

    def chosen(self, *where: str) -> list[str]:
        return [row.code for row in chosen_list(self.uow.connection, self.asked(*where)).page.rows]


def made(uow: UnitOfWork) -> World:
    ids, author = plant(uow), meet(uow, "author")
    staff, executive = appoint(uow, "staff", Role.STAFF, ids["04.045"]), appoint(uow, "ex", Role.EXECUTIVE, ids["04.045.mn"])
    for code in CODES:
        benefit = {SECOND: "5000000 year", THIRD: "9000000 once"}.get(code, "")
        union = "04.042.th" if code == ELSEWHERE else "04.045.mn"
        uow.submissions.add(initiative(code, author, ids, union, benefit=benefit), CAMPAIGN.code, DAY)
        if code != OPEN:
            by: dict[str, Any] = {"by_id": executive.id, "by_name": "Trần Thị B", "at": LATER}
            uow.submissions.decide(code, 1, Decision.CONFIRM, **by, agreement=AGREED)
    return World(uow, ids, staff)


async def test_one_choice_a_node(database: Database) -> None:
    """Only of what is valid; twice is once; each node for itself; on record with score and reason."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        assert (world.select(FIRST), world.select(FIRST, 95), world.select(OPEN), world.select("Z7K29QXM")) == (True, False, False, False)
        assert world.select(FIRST, 80, "04")
        found = uow.selections.of([FIRST, SECOND])
        expected = Selection(FIRST, world.ids["04.045"], 90, "Lý do 90", "Lê Văn C", LATER, None)
        assert found == (expected, replace(expected, organisation_id=world.ids["04"], score=80, reason="Lý do 80"))
        row = uow.audit.of(f"submission:{FIRST}")[-2]
        assert (row.action, row.details["score"], row.details["reason"]) == ("selected", 90, "Lý do 90")

    await database.write(work)


async def test_changed_taken_back_handed_on(database: Database) -> None:
    """What was handed on stays as it is; what is left goes with the next."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        for code, score in ((FIRST, 70), (SECOND, 95), (THIRD, 80)):
            world.select(code, score)
        assert (world.select(FIRST, 75, is_change=True), world.select(ELSEWHERE, 75, is_change=True)) == (True, False)
        assert [one.score for one in uow.selections.of([FIRST])] == [75]
        assert (world.drop(THIRD), world.drop(THIRD)) == (True, False)
        district = world.ids["04.045"]
        assert uow.selections.to_forward([district, world.ids["04"]], CAMPAIGN.code) == {district: 2}
        assert uow.selections.to_forward([district], "khac-2022") == {}
        assert (world.forward(most=1), world.forward(), world.forward()) == ([SECOND], [FIRST], [])
        assert uow.selections.to_forward([district], CAMPAIGN.code) == {}
        assert (world.drop(FIRST), world.select(FIRST, 99, is_change=True), world.select(FIRST)) == (False, False, False)
        trail = [row.action for row in uow.audit.of(f"submission:{FIRST}")]
        assert trail == ["filed", "decided", "selected", "selection-changed", "forwarded"]

    await database.write(work)


async def test_what_may_be_chosen(database: Database) -> None:
    """A district from its valid ones, the greatest benefit first; a province from what districts hand on."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        assert world.may_choose("04.045") == [THIRD, SECOND, FIRST]
        assert world.may_choose("04") == []
        world.select(FIRST, 70)
        world.select(SECOND, 95)
        assert world.may_choose("04.045") == [THIRD]
        assert world.may_choose("04") == []
        world.forward()
        assert world.may_choose("04") == [SECOND, FIRST]
        assert [row.score for row in candidates(uow.connection, world.asked("04")).page.rows] == [95, 70]
        world.select(FIRST, 88, "04")
        assert (world.may_choose("04"), world.chosen("04"), world.chosen("04.045")) == ([SECOND], [FIRST], [SECOND, FIRST])
        assert (world.chosen("04.045.mn"), world.chosen("04.042", "04.045")) == ([SECOND, FIRST], [SECOND, FIRST])
        assert (world.chosen("04", "04.045"), world.counted("04", "04.045")) == ([SECOND, FIRST], ChosenCount(2, 1))
        assert (world.counted("vn"), world.counted("04.045.mn")) == (ChosenCount(), ChosenCount(2, 1))
        world.forward("04")
        assert world.may_choose("vn") == [FIRST]

    await database.write(work)


async def test_a_union_without_a_district_is_the_provinces(database: Database) -> None:
    """What hangs directly below a node is handed on by nobody."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        uow.organisation_changes.move(world.ids["04.045.mn"], world.ids["04"], Who(None, LATER, DAY))
        assert world.may_choose("04") == [THIRD, SECOND, FIRST]
        assert world.may_choose("04.045") == []

    await database.write(work)


async def test_reports_of_what_is_chosen(database: Database) -> None:
    """Totals, dossier and tables by the status; the nearest choice stands in a row, else the best of those below."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        for code, score in ((FIRST, 70), (SECOND, 95)):
            world.select(code, score)
        world.forward(most=1)
        connection, asked = uow.connection, world.asked
        assert world.counted("04.045") == ChosenCount(2, 1)
        assert (world.counted("04.045", status="rejected"), world.counted("04.045", status="valid")) == (ChosenCount(), ChosenCount(2, 1))
        assert queries.totals(connection, asked("04.045", status=SELECTED)).valid == 2
        assert queries.totals(connection, asked("vn", status=SELECTED)).filed == 0
        assert queries.totals(connection, asked("04.045.mn", status=SELECTED)).filed == 2
        assert queries.proposed(connection, asked("04.045", status=SELECTED), 5).count == 2
        assert queries.proposed(connection, asked("04.045"), 5).count == 3
        assert sum(day.filed for day in queries.by_day(connection, asked("vn", status=SELECTED)).days) == 0
        assert queries.count_initiatives(connection, asked("04.045", status=SELECTED)) == 2
        assert [row.code for row in queries.initiatives(connection, asked("04.045", status=SELECTED))] == [FIRST, SECOND]
        world.select(FIRST, 60, "04")
        rows = {row.code: (row.selected_by, row.score) for row in queries.initiatives(connection, asked("04"))}
        assert (rows[FIRST], rows[SECOND], rows[THIRD]) == (("04", 60), ("04.045", 95), (None, None))
        everything = {row.code: row.score for row in queries.initiatives(connection, asked("vn"))}
        assert (everything[FIRST], everything[ELSEWHERE]) == (70, None)
        world.select(ELSEWHERE, 50, "04.042")
        assert set(choices(connection, seen(connection, asked("04.045.mn")))) == {FIRST, SECOND}

    await database.write(work)


async def test_a_merge_takes_choices_along(database: Database) -> None:
    """As far as the successor has not chosen the same; undone, they go back."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        world.select(FIRST, 70)
        world.select(SECOND, 95)
        world.select(SECOND, 60, "04.042")
        who = Who(None, LATER, DAY + timedelta(days=1))
        change = uow.organisation_changes.merge(world.ids["04.045"], world.ids["04.042"], who)
        assert (world.chosen("04.042"), world.chosen("04.045")) == ([FIRST, SECOND], [])
        uow.organisation_changes.undo(change.id, who)
        assert (world.chosen("04.042"), world.chosen("04.045")) == ([], [SECOND, FIRST])

    await database.write(work)


async def test_who_takes_over_from_a_level_below_has_chosen_nothing(database: Database) -> None:
    """What a district has handed on stays a proposal when the province takes its place."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        world.select(FIRST, 70)
        world.forward()
        uow.organisation_changes.merge(world.ids["04.045"], world.ids["04"], Who(None, LATER, DAY + timedelta(days=1)))
        assert (world.chosen("04"), set(world.may_choose("04"))) == ([], {FIRST, SECOND, THIRD})

    await database.write(work)


async def test_what_has_moved_away(database: Database) -> None:
    """It is neither listed nor handed on by whom it does not belong to any more; who has it now may choose it."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        world.select(FIRST, 70)
        uow.organisation_changes.move(world.ids["04.045.mn"], world.ids["04.042"], Who(None, LATER, DAY))
        assert (world.chosen("04.045"), world.counted("04.045"), world.forward()) == ([], ChosenCount(), [])
        assert uow.selections.to_forward([world.ids["04.045"]], CAMPAIGN.code) == {}
        assert FIRST in world.may_choose("04.042")

    await database.write(work)


async def test_what_is_anonymous_keeps_its_score_alone(database: Database) -> None:
    """A reason may name its author."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        world.select(FIRST, 70)
        world.select(SECOND, 80)
        uow.anonymity.anonymise([FIRST], LAST, keeps_words=True)
        assert [(one.code, one.score, one.reason) for one in uow.selections.of([FIRST, SECOND])] == [
            (FIRST, 70, ""), (SECOND, 80, "Lý do 80"),
        ]  # fmt: skip
        actors = {row.action: row.actor_id for row in uow.audit.of(f"submission:{FIRST}")}
        assert (actors["filed"], actors["selected"]) == (None, world.staff.id)
        assert (world.select(FIRST, 90, "04"), world.may_choose("04.045")) == (False, [THIRD])

    await database.write(work)


async def test_pages(database: Database) -> None:
    """Both lists come by pages of eight."""

    def work(uow: UnitOfWork) -> None:
        world = made(uow)
        author = meet(uow, "author")
        for number in range(9):
            filed = initiative(f"F7K29QX{number}", author, world.ids)
            uow.submissions.add(filed, CAMPAIGN.code, date(2021, 4, 2))
            by: dict[str, Any] = {"by_id": world.staff.id, "by_name": "Lê Văn C", "at": LATER}
            uow.submissions.decide(filed.code, 1, Decision.CONFIRM, **by, agreement=AGREED)
        listed = candidates(uow.connection, world.asked("04.045"), 2).page
        assert (listed.total, listed.pages, listed.first, len(listed.rows)) == (12, 2, 9, 4)

    await database.write(work)
