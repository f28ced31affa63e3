"""What /report asks, on both databases: every figure of a small world that is counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from msgspec.structs import replace

from conversations import codes
from conversations.domain import Decision, Role, Status
from conversations.report_effects import ReportFilter
from storage import queries
from storage.database import Database
from storage.figures import DayFigures, MissingUnion, Question, Tally, UnionFigures
from storage.unit_of_work import UnitOfWork
from tests.storage.world import AGREED, CAMPAIGN, LATER, appoint, initiative, meet, plant, unresolved

T = TypeVar("T")
Ask = Callable[[UnitOfWork, dict[str, int]], T]
MONDAY, TUESDAY = date(2021, 4, 5), date(2021, 4, 6)


def code(number: int) -> str:
    """A receipt."""
    return codes.with_check(f"AAAAAA{codes.ALPHABET[number]}")


def file_all(uow: UnitOfWork) -> dict[str, int]:
    """Hà Quảng: five at Hoa Mai (one of each status), one free text; Bảo Lâm: one; another campaign: one."""
    ids = plant(uow)
    author, executive = meet(uow, "author"), appoint(uow, "executive", Role.EXECUTIVE, ids["04.045.mn"])
    appoint(uow, "staff", Role.STAFF, ids["04.045"])
    for number in range(5):
        changes = {"field": ""} if number == 4 else {}
        uow.submissions.add(initiative(code(number), author, ids, **changes), CAMPAIGN.code, MONDAY)
    decisions = (Decision.CONFIRM, Decision.REJECT, Decision.REQUEST_CHANGES)
    for number, decision in enumerate(decisions):
        agreement = AGREED if decision is Decision.CONFIRM else None
        uow.submissions.decide(
            code(number), 1, decision, by_id=executive.id, by_name="Trần Thị B", at=LATER, agreement=agreement
        )
    uow.submissions.withdraw(code(3), 1, author.id, LATER)
    early = replace(unresolved(code(5), author, ids), submitted_at=datetime(2021, 3, 31, 16, 59, tzinfo=UTC))
    uow.submissions.add(early, CAMPAIGN.code, TUESDAY)
    uow.submissions.add(initiative(code(6), author, ids, "04.042.th", block="enterprise"), CAMPAIGN.code, TUESDAY)
    uow.submissions.add(initiative(code(7), author, ids, "04.045.ct"), "khac-2022", TUESDAY)
    return ids


async def asked(database: Database, ask: Ask[T]) -> T:
    """The answer of *ask* in that world."""
    ids = await database.write(file_all)
    return await database.read(lambda uow: ask(uow, ids))


def district(ids: dict[str, int], **limits: str) -> Question:
    """All of Hà Quảng."""
    return Question(CAMPAIGN.code, (ids["04.045"],), ReportFilter(**limits))


async def test_totals_are_counted_by_everything_at_once(database: Database) -> None:
    """One tally for each combination; withdrawn ones count nowhere else; other campaigns and districts are away."""
    totals = await asked(database, lambda uow, ids: queries.totals(uow.connection, district(ids)))
    expected = {
        Tally(Status.CONFIRMED, "public_admin", "education", True, 1),
        Tally(Status.REJECTED, "public_admin", "education", False, 1),
        Tally(Status.CHANGES_REQUESTED, "public_admin", "education", False, 1),
        Tally(Status.WITHDRAWN, "public_admin", "education", False, 1),
        Tally(Status.SUBMITTED, "public_admin", None, False, 1),
        Tally(Status.SUBMITTED, "public_admin", "education", False, 1),
    }
    assert expected == set(totals.tallies)
    assert (totals.filed, totals.withdrawn, totals.valid, totals.with_status(Status.SUBMITTED)) == (5, 1, 1, 2)
    assert (totals.by("block"), totals.by("field")) == ({"public_admin": 5}, {"education": 4, "": 1})
    assert (totals.unions, totals.unions_with) == (2, 1)


SCOPES = [
    (("04.045.mn",), {}, 4),
    (("04.045",), {}, 5),
    (("04",), {}, 6),
    (("vn",), {}, 6),
    (("04.042", "04.045.mn"), {}, 5),
    ((), {}, 0),
    (("04",), {"block": "enterprise"}, 1),
    (("04",), {"since": "2021-04-06"}, 2),
    (("04",), {"until": "2021-04-05"}, 4),
    (("04",), {"since": "2021-04-05", "until": "2021-04-05", "status": "confirmed"}, 1),
    (("04",), {"status": "valid"}, 1),
    (("04",), {"status": "withdrawn"}, 0),
]


@pytest.mark.parametrize(("scopes", "limits", "filed"), SCOPES)
async def test_scope_and_filter(
    database: Database, scopes: tuple[str, ...], limits: dict[str, str], filed: int
) -> None:
    """Only what lies below the scope and within the filter is counted; both days are included."""

    def ask(uow: UnitOfWork, ids: dict[str, int]) -> int:
        question = Question(CAMPAIGN.code, tuple(ids[scope] for scope in scopes), ReportFilter(**limits))
        return queries.totals(uow.connection, question).filed

    assert filed == await asked(database, ask)


async def test_by_union(database: Database) -> None:
    """Filed, confirmed and valid, the most active first; a free text stands under its federation."""

    def ask(uow: UnitOfWork, ids: dict[str, int]) -> None:
        page = queries.by_union(uow.connection, district(ids)).page
        expected = (UnionFigures(ids["04.045.mn"], 4, 1, 1), UnionFigures(ids["04.045"], 1, 0, 0))
        assert (expected, 1, 1, 2) == (page.rows, page.number, page.pages, page.total)

    await asked(database, ask)


async def test_missing_unions(database: Database) -> None:
    """CĐCS without an initiative, by code; a status asks for those without one of that status."""

    def ask(uow: UnitOfWork, ids: dict[str, int]) -> None:
        found = queries.missing_unions(uow.connection, district(ids))
        assert ((MissingUnion(ids["04.045.ct"], 0),), 1, 2) == (found.page.rows, found.without_executive, found.unions)
        withdrawn = queries.missing_unions(uow.connection, district(ids, until="2021-04-04"))
        expected = (MissingUnion(ids["04.045.ct"], 0), MissingUnion(ids["04.045.mn"], 1))
        assert (expected, 1) == (withdrawn.page.rows, withdrawn.without_executive)
        assert queries.missing_unions(uow.connection, district(ids, block="public_admin")).page.rows == ()
        own = queries.unions_without(uow.connection, (ids["04"],), 10, CAMPAIGN.code)
        anywhere = queries.unions_without(uow.connection, (ids["04"],), 10)
        later = queries.unions_without(uow.connection, (ids["04"],), 10, CAMPAIGN.code, after=ids["04.045.ct"])
        assert ((ids["04.045.ct"],), (), ()) == (own, anywhere, later)

    await asked(database, ask)


async def test_waiting(database: Database) -> None:
    """The oldest first, with the executives who could decide, the author not among them."""

    def ask(uow: UnitOfWork, ids: dict[str, int]) -> None:
        found = queries.waiting(uow.connection, district(ids, status="confirmed"))
        rows = [(row.code, row.organisation_id, row.union_name, row.executives) for row in found.page.rows]
        expected = [(code(5), ids["04.045"], "Tổ may số 3", 0), (code(4), ids["04.045.mn"], None, 1)]
        assert (expected, frozenset({ids["04.045"]})) == (rows, found.staff_at)
        assert datetime(2021, 3, 31, 16, 59, tzinfo=UTC) == found.page.rows[0].since

    await asked(database, ask)


async def test_an_executive_cannot_decide_on_an_own_initiative(database: Database) -> None:
    """The author is not counted among those who could decide."""

    def file_own(uow: UnitOfWork) -> tuple[int, ...]:
        ids = plant(uow)
        author = appoint(uow, "executive", Role.EXECUTIVE, ids["04.045.mn"])
        uow.submissions.add(initiative(code(0), author, ids), CAMPAIGN.code, MONDAY)
        return tuple(row.executives for row in queries.waiting(uow.connection, district(ids)).page.rows)

    assert await database.write(file_own) == (0,)


async def test_by_day(database: Database) -> None:
    """Local days as they were stored, without the withdrawn."""
    found = await asked(database, lambda uow, ids: queries.by_day(uow.connection, district(ids)))
    assert (DayFigures(MONDAY, 4), DayFigures(TUESDAY, 1)) == found.days


async def test_pages(database: Database) -> None:
    """Fifteen rows a page; a page beyond the last is the last."""

    def file_many(uow: UnitOfWork) -> list[tuple[int, int, int, int]]:
        ids = plant(uow)
        author = meet(uow, "author")
        for number in range(31):
            uow.submissions.add(initiative(code(number), author, ids), CAMPAIGN.code, MONDAY)
        pages = [queries.waiting(uow.connection, district(ids), number).page for number in (1, 3, 9)]
        return [(page.number, page.pages, page.first, len(page.rows)) for page in pages]

    assert await database.write(file_many) == [(1, 3, 1, 15), (3, 3, 31, 1), (3, 3, 31, 1)]


async def test_initiatives(database: Database) -> None:
    """Rows come by organisation code and time, sealed columns only when they are asked for."""

    def ask(uow: UnitOfWork, ids: dict[str, int]) -> None:
        question = Question(CAMPAIGN.code, (ids["04"],))
        rows = list(queries.initiatives(uow.connection, question, (Status.SUBMITTED, Status.CONFIRMED)))
        assert [code(6), code(5), code(0), code(4)] == [row.code for row in rows]
        assert (rows[0].federation_code, rows[0].organisation_kind, rows[2].is_valid) == ("04.042", "union", True)
        assert {None} == {row.id_number for row in rows}
        sealed = next(iter(queries.initiatives(uow.connection, question, with_sealed=True)))
        assert uow.vault.open(sealed.phone or b"", "submissions.phone") == b"0912345678"
        assert (
            queries.count_initiatives(uow.connection, question, (Status.SUBMITTED, Status.CONFIRMED)),
            queries.count_initiatives(uow.connection, question),
        ) == (4, 7)

    await asked(database, ask)
