"""Which initiatives of a CĐCS are found to be alike: on both databases, and after everything that happens to them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, update

from bot.housekeeping import sketch
from conversations.domain import Decision
from conversations.likeness import Asked
from storage import tables
from storage.database import Database, open_database
from storage.prepared import Parameters, Prepared, Rows
from storage.repositories import likenesses
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, DAY, LATER, initiative, meet, plant

CODE, OTHER = "A7K29QXM", "B7K29QXM"
TEXT = "Trước đây bà con tẽ ngô bằng tay, mỗi ngày chỉ được 50 kg. Nay đạp chân để quay trục gai, mỗi giờ được 60 kg."
NEARLY = TEXT.replace("50", "40").replace("Nay", "Nay chúng tôi")
UNLIKE = "Gom vỏ chai nhựa, cắt và sơn làm giá sách, hộp bút cho trẻ; mỗi lớp có một góc học tập."


def file(uow: UnitOfWork, code: str, description: str, union: str = "04.045.mn", **changes: str) -> None:
    """Store an initiative of that text."""
    ids = {node.code: node.id for node in uow.organisations.all()} or plant(uow)
    filed = initiative(code, meet(uow, "a"), ids, union, title="Máy tẽ ngô", description=description, **changes)
    uow.submissions.add(filed, CAMPAIGN.code, DAY)


def found(uow: UnitOfWork, description: str = TEXT, code: str = "", union: str = "04.045.mn") -> list[str]:
    """The codes of those that are like a text in a CĐCS, the most alike first."""
    here = next(node.id for node in uow.organisations.all() if node.code == union)
    asked = Asked(code, here, "Máy tẽ ngô", description)
    return [one.code for one in uow.likenesses.found((asked,)).get(code, ())]


async def test_the_most_alike_come_first_and_only_those_of_the_union(database: Database) -> None:
    """Not what is unlike, not itself, not another CĐCS's; at most three."""

    def work(uow: UnitOfWork) -> tuple[list[str], ...]:
        file(uow, "A7K2AAAA", NEARLY)
        file(uow, "A7K2BBBB", TEXT)
        file(uow, "A7K2CCCC", UNLIKE)
        file(uow, "A7K2DDDD", TEXT, "04.045.ct")
        file(uow, "A7K2EEEE", NEARLY + " Cả tổ dùng chung.")
        return (
            found(uow), found(uow, code="A7K2BBBB"), found(uow, UNLIKE), found(uow, union="04.045.ct"),
            found(uow, union="04.042.th"),
        )  # fmt: skip

    everything, itself, unlike, elsewhere, nowhere = await database.write(work)
    assert everything == ["A7K2BBBB", "A7K2AAAA", "A7K2EEEE"]
    assert itself == ["A7K2AAAA", "A7K2EEEE"]
    assert (unlike, elsewhere, nowhere) == (["A7K2CCCC"], ["A7K2DDDD"], [])


def changed(uow: UnitOfWork, description: str) -> None:
    author = meet(uow, "b").id
    uow.submissions.decide(CODE, 1, Decision.REQUEST_CHANGES, by_id=author, by_name="B", at=LATER, reason="x", asked=("description",))
    assert uow.submissions.resubmit(CODE, 2, {"description": description}, LATER)


def moved(uow: UnitOfWork) -> None:
    """As a resolution or a merge does."""
    to = next(node.id for node in uow.organisations.all() if node.code == "04.045.ct")
    uow.connection.execute(update(tables.submissions).where(tables.submissions.c.code == CODE).values(organisation_id=to))


def rejected(uow: UnitOfWork) -> None:
    uow.submissions.decide(CODE, 1, Decision.REJECT, by_id=meet(uow, "b").id, by_name="B", at=LATER, reason="x")


def withdrawn(uow: UnitOfWork) -> None:
    assert uow.submissions.withdraw(CODE, 1, meet(uow, "a").id, LATER)


def erased(uow: UnitOfWork) -> None:
    uow.connection.execute(tables.submissions.delete().where(tables.submissions.c.code == CODE))


AFTER: dict[str, tuple[Callable[[UnitOfWork], None], list[str]]] = {
    "rejected: it was thought of all the same": (rejected, [CODE]),
    "changed to another text": (lambda uow: changed(uow, UNLIKE), []),
    "changed a little": (lambda uow: changed(uow, NEARLY), [CODE]),
    "moved to another CĐCS": (moved, []),
    "withdrawn": (withdrawn, []),
    "erased": (erased, []),
}


@pytest.mark.parametrize(("happens", "expected"), AFTER.values(), ids=AFTER)
async def test_after(database: Database, happens: Callable[[UnitOfWork], None], expected: list[str]) -> None:
    """The sketch goes with the text."""

    def work(uow: UnitOfWork) -> list[str]:
        file(uow, CODE, TEXT)
        assert found(uow) == [CODE]
        happens(uow)
        return found(uow)

    assert await database.write(work) == expected


async def test_a_secret_is_found_by_nobody_and_comes_back_as_one(database: Database) -> None:
    """Its effect alone was described, and even that is compared with nothing."""

    def work(uow: UnitOfWork) -> tuple[list[str], str | None]:
        file(uow, CODE, TEXT, secret="yes")
        stored = uow.submissions.get(CODE)
        return found(uow), stored.answers.get("secret") if stored else None

    assert await database.write(work) == ([], "yes")


async def test_what_older_programs_filed_gets_its_sketch(database: Database) -> None:
    """By the leader, in batches, once; what is withdrawn gets an empty one, and secrets keep theirs."""

    def before(uow: UnitOfWork) -> list[str]:
        file(uow, CODE, TEXT)
        file(uow, OTHER, TEXT)
        assert uow.submissions.withdraw(OTHER, 1, meet(uow, "a").id, LATER)
        uow.connection.execute(update(tables.submissions).values(likeness=None))
        return found(uow)

    assert await database.write(before) == []
    assert (await sketch(database), await sketch(database)) == (2, 0)
    assert await database.write(found) == [CODE]


async def test_the_work_is_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One statement where nothing is likely, else two; of many that are, the newest are looked at."""
    monkeypatch.setattr(likenesses, "MOST_OPENED", 2)
    as_ever = Prepared.run

    def work(uow: UnitOfWork) -> list[tuple[int, list[str]]]:
        for number in range(2, 8):
            file(uow, f"A7K2999{number}", TEXT)
        asked: list[str] = []

        def run(statement: Prepared, connection: Connection, given: Parameters | None = None) -> Rows:
            asked.append(str(statement._statement))  # no event tells of it: these go to the driver as they are
            return as_ever(statement, connection, given)

        monkeypatch.setattr(Prepared, "run", run)
        results = []
        for text in (TEXT, "Lịch trực"):
            asked.clear()
            codes = found(uow, text)
            results.append((sum("description" in one for one in asked), codes))
        return results

    assert await database.write(work) == [(1, ["A7K29997", "A7K29996"]), (0, [])]


async def test_the_newest_are_looked_at_first(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they are enough nobody looks further; else an older one is found as well."""
    monkeypatch.setattr(likenesses, "NEWEST", 3)
    monkeypatch.setattr(likenesses, "MOST_OPENED", 2)

    def work(uow: UnitOfWork) -> list[list[str]]:
        file(uow, "A7K29991", "Lịch trực hai ngày")
        for number in range(2, 8):
            file(uow, f"A7K2999{number}", TEXT)
        return [found(uow, text) for text in (TEXT, "Lịch trực hai ngày")]

    assert await database.write(work) == [["A7K29997", "A7K29996"], ["A7K29991"]]


async def test_a_look_up_reads_an_index_alone(sqlite_url: str, vault: Vault) -> None:
    """Of the rows themselves nothing is read until they are likely."""

    def plan(uow: UnitOfWork) -> str:
        columns = tables.submissions.c
        statement = select(columns.id, columns.likeness).where(columns.organisation_id == 1).order_by(columns.id.desc())
        sql = statement.compile(uow.connection, compile_kwargs={"literal_binds": True})
        return str(uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all())

    database = await open_database(sqlite_url, vault)
    assert "COVERING INDEX ix_submissions_likeness" in await database.read(plan)
    await database.close()
