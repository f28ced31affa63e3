"""Filing a list of initiatives: all of it or nothing, once, by those alone who may, whoever is killed meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import orjson
import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.facts import FactLoader
from bot.file_readers import Finding, ReceivedFile
from bot.initiative_lists import taking
from bot.initiative_lists.desk import ListDesk
from bot.initiative_lists.entries import Entry
from bot.initiative_lists.taking import Order, Outcome, Refused, file_all
from bot.messages import from_dict
from conversations.domain import Consent, Grant, Role, Status
from conversations.effects import Say, Text
from conversations.flows.file_list import FILING, INITIATIVES, MANY, Wish
from storage import tables
from storage.database import Database
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.people import Person
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.bot.test_import_storing import WHO, plant
from tests.bot.test_list_files import ANSWERS, HEAD, RIGHT, listed
from tests.builders import CATALOGUE
from tests.storage.world import CAMPAIGN, NOON, appoint

FACTS = FactLoader(CATALOGUE.phrase)


def entries(count: int, union: str = "04.045.mn") -> tuple[Entry, ...]:
    """So many initiatives of half as many authors."""
    return tuple(
        Entry(row, union, {**ANSWERS, "id_number": f"0800{row // 2:05}", "title": f"Sáng kiến số {row}"}) for row in range(2, count + 2)
    )


def nothing(uow: UnitOfWork, outcome: Outcome) -> None:
    """No trail."""


def order(by: Person | None, wanted: Sequence[Entry], **changed: Any) -> Order:
    """What an executive wants filed."""
    known = Order(wanted, None, by.id if by else None, "Trần Thị B", NOON, FACTS.directory, nothing)
    return replace(known, **changed)


async def begun(database: Database) -> tuple[dict[str, int], Person]:
    """The tree, and an executive of the kindergarten."""
    FACTS.forget()
    ids = await database.write(plant)
    executive = await database.write(lambda uow: appoint(uow, "b", Role.EXECUTIVE, ids["04.045.mn"]))
    return ids, executive


async def stored(database: Database) -> list[Any]:
    """What there is, in the order in which it came."""
    filed = tables.submissions
    return await database.read(lambda uow: list(uow.connection.execute(filed.select().order_by(filed.c.id))))


async def count_of(database: Database, table: str) -> int:
    """How many rows a table has."""
    counted = select(func.count()).select_from(tables.metadata.tables[table])
    return await database.read(lambda uow: uow.connection.execute(counted).scalar_one())


async def test_all_of_it_and_once(database: Database) -> None:
    """Each is an initiative of its author, entered by whoever handed it in; sums count it; again it adds nothing."""
    ids, executive = await begun(database)
    outcome = await file_all(database, order(executive, entries(5)))
    assert {"new": 5, "there": 0, "authors": 3} == outcome.counts
    rows = await stored(database)
    assert [line.code for line in outcome.lines] == [row.code for row in rows]
    assert (5, 3) == (len({row.code for row in rows}), len({row.author_id for row in rows}))
    expected = ("submitted", executive.id, "Trần Thị B", "list", ids["04.045.mn"])
    assert {expected} == {(row.status, row.entered_by_id, row.entered_by, row.consented_by, row.organisation_id) for row in rows}
    assert all(row.likeness for row in rows)
    code = rows[0].code
    filed, trail = await database.read(lambda uow: (uow.submissions.get(code), uow.audit.of(f"submission:{code}")))
    assert filed is not None
    assert filed.entered is not None
    assert (Status.SUBMITTED, Consent.LIST, str(ids["04.045"])) == (filed.status, filed.entered.consent, filed.answers["federation"])
    assert [("filed", executive.id, rows[0].author_id)] == [(row.action, row.actor_id, row.details["for"]) for row in trail]
    again = await file_all(database, order(executive, entries(7)))
    assert {"new": 2, "there": 5, "authors": 2} == again.counts  # one of the two wrote one of the five as well
    assert [line.code for line in outcome.lines] == [line.code for line in again.lines[:5]]
    assert 7 == len(await stored(database))


async def test_whom_it_is_filed_for(database: Database) -> None:
    """The only account that filed with the number is the author and is told; two accounts that claim one get nothing."""
    _, executive = await begun(database)

    def met(uow: UnitOfWork) -> list[Person]:
        people = [uow.people.identify("telegram", who, who, NOON) for who in ("x", "y", "z")]
        for person, number in zip(people, ("080000001", "080000002", "080000002"), strict=True):
            uow.people.remember_identity(person.id, number)
        return people

    people = await database.write(met)
    outcome = await file_all(database, order(executive, entries(4)))
    authors = [row.author_id for row in await stored(database)]
    assert [people[0].id] * 2 == authors[:2]
    assert people[1].id not in authors
    assert people[2].id not in authors
    owed = await said(database)
    assert {"x"} == {chat for chat, key, _ in owed if key == "bulk-told-author"}
    (lines,) = (content["args"]["lines"] for _, key, content in owed if key == "bulk-told-author")
    assert [2, 2] == [len(lines), sum(line.code[:4] in str(lines) for line in outcome.lines)]


async def said(database: Database) -> list[tuple[str, str, Any]]:
    """The messages that are owed: chat, key, and all of it."""
    def read(uow: UnitOfWork) -> list[tuple[str, str, Any]]:
        rows = uow.connection.execute(tables.outbox.select().order_by(tables.outbox.c.id))
        contents = [(row.chat, open_json(uow.vault, row.content, CONTENT_LABEL)) for row in rows]
        return [(chat, str(content.get("key")), content) for chat, content in contents]

    return await database.read(read)


async def test_deciders_are_told_once(database: Database) -> None:
    """Colleagues, not who handed it in; where a CĐCS has no executive, the staff above; numbers of several together."""
    ids, executive = await begun(database)
    colleague = await database.write(lambda uow: appoint(uow, "c", Role.EXECUTIVE, ids["04.045.mn"]))
    await file_all(database, order(executive, entries(3)))
    assert [("chat-c", 3)] == [(chat, content["args"]["new"]) for chat, _, content in await said(database)]
    staff = await database.write(lambda uow: appoint(uow, "d", Role.STAFF, ids["04"]))
    await database.write(lambda uow: appoint(uow, "e", Role.STAFF, ids["04"]))
    mixed = (*entries(2, "04.042.th"), *(replace(one, row=one.row + 50) for one in entries(2, "04.045.ct")))
    mixed = tuple(replace(one, answers={**one.answers, "title": f"Khác {one.row}"}) for one in mixed)
    await file_all(database, order(staff, mixed))
    (told,) = (await said(database))[1:]
    assert ("chat-e", 4, {"key": "bulk-of-many", "args": {"unions": 2}}) == (told[0], told[2]["args"]["new"], told[2]["args"]["place"])
    assert colleague.id != staff.id


async def test_an_own_initiative_in_the_list(database: Database) -> None:
    """Of the only executive: those above are told of it, for nobody decides on an own one."""
    ids, executive = await begun(database)
    await database.write(lambda uow: appoint(uow, "d", Role.STAFF, ids["04.045"]))
    await database.write(lambda uow: uow.people.remember_identity(executive.id, "080000002"))
    await file_all(database, order(executive, entries(4)))
    assert [("chat-d", 2)] == [(chat, content["args"]["new"]) for chat, _, content in await said(database)]


async def test_an_own_initiative_of_two_accounts(database: Database) -> None:
    """Where another account claims the number, too, it is still nothing that this executive decides on."""
    ids, executive = await begun(database)
    await database.write(lambda uow: appoint(uow, "d", Role.STAFF, ids["04.045"]))

    def claimed_twice(uow: UnitOfWork) -> None:
        for person in (executive, uow.people.identify("zalo", "b", "chat-b2", NOON)):
            uow.people.remember_identity(person.id, "080000001")

    await database.write(claimed_twice)
    await file_all(database, order(None, entries(2), by_name=""))
    assert [("chat-d", 2)] == [(chat, content["args"]["new"]) for chat, _, content in await said(database)]


REFUSALS: dict[str, tuple[Callable[[UnitOfWork, Person, dict[str, int]], object], dict[str, Any], str]] = {
    "the role is gone": (
        lambda uow, who, ids: uow.grants.revoke(who.id, Grant(Role.EXECUTIVE, ids["04.045.mn"]), NOON), {}, "bulk-not-yours",
    ),
    "another CĐCS": (lambda uow, who, ids: None, {"entries": entries(2, "04.042.th")}, "bulk-not-yours"),
    "the CĐCS was closed": (
        lambda uow, who, ids: uow.organisation_changes.close(ids["04.045.mn"], WHO), {}, "bulk-place-closed",
    ),
    "no such CĐCS": (lambda uow, who, ids: None, {"entries": entries(2, ""), "place": 999_999}, "bulk-place-closed"),
    "another campaign runs": (
        lambda uow, who, ids: uow.campaigns.put(replace(CAMPAIGN, code="thu-2022", applied_from=CAMPAIGN.applied_to)), {"campaign": CAMPAIGN.code}, "bulk-gone",
    ),
    "after the close": (lambda uow, who, ids: None, {"at": CAMPAIGN.closes}, "bulk-too-late"),
    "before the opening": (lambda uow, who, ids: None, {"at": CAMPAIGN.opens - timedelta(seconds=1)}, "bulk-too-late"),
}  # fmt: skip


@pytest.mark.parametrize(("happens", "changed", "expected"), REFUSALS.values(), ids=REFUSALS)
async def test_who_may_not(
    database: Database, happens: Callable[[UnitOfWork, Person, dict[str, int]], object], changed: dict[str, Any], expected: str
) -> None:
    """Looked at in the transaction that files: nothing is there then, and nobody is told."""
    ids, executive = await begun(database)
    await database.write(lambda uow: happens(uow, executive, ids))
    with pytest.raises(Refused) as refused:
        await file_all(database, replace(order(executive, entries(3)), **changed))
    assert (expected, 0, 0) == (refused.value.key, await count_of(database, "submissions"), await count_of(database, "outbox"))


async def test_the_last_second_counts(database: Database) -> None:
    """A tap before the close is filed, however late it is worked off."""
    _, executive = await begun(database)
    outcome = await file_all(database, order(executive, entries(1), at=CAMPAIGN.closes - timedelta(seconds=1)))
    assert 1 == outcome.counts["new"]


async def test_staff_and_the_operator(database: Database) -> None:
    """Staff for what is below them; the operator for everything, without a name on the cards."""
    ids, _ = await begun(database)
    staff = await database.write(lambda uow: appoint(uow, "d", Role.STAFF, ids["04.042"]))
    await file_all(database, order(staff, entries(1, "04.042.th")))
    await file_all(database, order(None, entries(2, "04.045.ct")[1:], by_name=""))
    rows = await stored(database)
    assert [(staff.id, "list"), (None, "list")] == [(row.entered_by_id, row.consented_by) for row in rows]


async def test_what_the_operator_files_is_told(database: Database) -> None:
    """By a sentence that says who did it."""
    await begun(database)
    await file_all(database, order(None, entries(2), by_name=""))
    ((chat, _, content),) = await said(database)
    say = from_dict(content)
    assert isinstance(say, Say)
    shown = CATALOGUE.phrase(Text(say.key, say.args))
    assert ("chat-b", True) == (chat, shown.startswith("Người vận hành hệ thống vừa nộp 2 sáng kiến"))


async def test_a_failure_in_the_middle_leaves_nothing(database: Database) -> None:
    """Whatever happens before the commit: no initiative, no person, no message, no sum."""
    _, executive = await begun(database)
    before = [await count_of(database, table) for table in ("people", "audit")]

    def fail(uow: UnitOfWork, outcome: Outcome) -> None:
        raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        await file_all(database, order(executive, entries(20), seal=fail))
    assert [*before, 0, 0, 0] == [await count_of(database, table) for table in ("people", "audit", "submissions", "outbox", "sum_changes")]
    assert {"new": 20, "there": 0, "authors": 10} == (await file_all(database, order(executive, entries(20)))).counts


async def test_the_same_list_twice_at_once(database: Database) -> None:
    """Two taps in two processes: each initiative is there once."""
    _, executive = await begun(database)
    outcomes = await asyncio.gather(*(file_all(database, order(executive, entries(30))) for _ in range(3)))
    assert [0, 0, 30] == sorted(outcome.counts["new"] for outcome in outcomes)
    assert 30 == await count_of(database, "submissions")


async def test_a_code_that_is_somebodys(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn again; among hundreds of thousands that happens."""
    _, executive = await begun(database)
    first = (await file_all(database, order(executive, entries(1)))).lines[0].code
    drawn = iter([first, "AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(taking, "draw_code", lambda: next(drawn))
    outcome = await file_all(database, order(executive, entries(3)))
    assert [first, "AAAAAAAA", "BBBBBBBB"] == [line.code for line in outcome.lines]


async def test_the_tree_moves_meanwhile(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made ready is made again: the initiative stands where its CĐCS is when it is filed."""
    ids, executive = await begun(database)
    prepare, made = taking._prepare, []

    def prepare_first(uow: UnitOfWork, wanted: Order) -> Any:
        made.append(prepare(uow, wanted))
        return made[-1]

    async def write(work: Callable[[UnitOfWork], Any]) -> Any:
        if len(made) == 1:
            await database.write(lambda uow: uow.organisation_changes.move(ids["04.045.mn"], ids["04.042"], WHO))
        return await database.write(work)

    monkeypatch.setattr(taking, "_prepare", prepare_first)
    moving = SimpleNamespace(read_aside=database.read_aside, write=write)
    await file_all(cast("Database", moving), order(executive, entries(1)))
    (row,) = await stored(database)
    filed = await database.read(lambda uow: uow.submissions.get(row.code))
    assert filed is not None
    assert (2, str(ids["04.042"])) == (len(made), filed.answers["federation"])


# -- the desk ----------------------------------------------------------------------------------------------------
def desk(database: Database) -> ListDesk:
    """A desk at noon."""
    return ListDesk(database, FACTS, CATALOGUE.phrase, lambda: None, lambda: NOON, None)


async def look(database: Database, person: Person, content: bytes) -> Finding:
    """Have a file looked at, and keep what is kept of it."""
    found = await desk(database).readers()[INITIATIVES].read(ReceivedFile("f1", INITIATIVES, person.id, content, "a.xlsx", "", NOON))
    if found.keeps is not None:
        kept = found.keeps
        await database.write(lambda uow: uow.received_files.keep("f1", person.id, INITIATIVES, kept, NOON + timedelta(hours=1)))
    return found


async def file_it(database: Database, person: Person, place: str) -> Finding:
    """Tap."""
    wish = Wish("f1", place, NOON.isoformat(), "Trần Thị B").written().encode()
    return await desk(database).readers()[FILING].read(ReceivedFile("f2", FILING, person.id, wish, "", "", NOON))


async def test_from_a_file_to_initiatives(database: Database) -> None:
    """Looked at, filed, and told the same by whoever comes back after a kill."""
    ids, executive = await begun(database)
    content = listed(RIGHT, {**RIGHT, "Tên sáng kiến": "Sổ tay điện tử", "Mô tả": "Mỗi tổ có một quyển sổ tay trên điện thoại.", "Số điện thoại": 912345678})
    found = (await look(database, executive, content)).found
    assert {"new": 2, "there": 0, "authors": 1, "notes": 1} == found["counts"]
    assert (ids["04.045.mn"], True) == (found["union"], found["has_copy"])
    done = await file_it(database, executive, str(found["union"]))
    assert {"file": "f1", "counts": {"new": 2, "there": 0, "authors": 1}} == done.found
    assert done.found == (await file_it(database, executive, str(found["union"]))).found
    assert 2 == await count_of(database, "submissions")
    trail = await database.read(lambda uow: uow.audit.of("submissions"))
    assert [("imported", executive.id, 2, 16)] == [(row.action, row.actor_id, row.details["new"], len(row.details["declared"])) for row in trail]
    again = (await look(database, executive, content)).found
    assert {"new": 0, "there": 2, "authors": 0, "notes": 0} == again["counts"]


async def test_what_cannot_be_filed_any_more(database: Database) -> None:
    """A list with mistakes, one that is over, somebody else's."""
    ids, executive = await begun(database)
    wrong = await look(database, executive, listed({**RIGHT, "Khối": "nông dân"}))
    assert (1, 1, True) == (wrong.found["counts"]["wrong"], len(wrong.found["wrong"]), wrong.found["has_copy"])
    assert {"problem": "bulk-gone"} == (await file_it(database, executive, MANY)).found
    await look(database, executive, listed(RIGHT))
    other = await database.write(lambda uow: appoint(uow, "c", Role.EXECUTIVE, ids["04.045.mn"]))
    assert {"problem": "bulk-gone"} == (await file_it(database, other, MANY)).found
    await database.write(lambda uow: uow.grants.revoke(executive.id, Grant(Role.EXECUTIVE, ids["04.045.mn"]), NOON))
    assert {"problem": "bulk-not-yours"} == (await file_it(database, executive, str(ids["04.045.mn"]))).found
    assert {} == (await look(database, executive, listed(RIGHT))).found
    await database.write(lambda uow: uow.organisation_changes.close(ids["04.045.mn"], WHO))
    assert {} == (await look(database, other, listed(RIGHT))).found  # whose role stays with the closed CĐCS


async def test_two_taps_on_one_list(database: Database) -> None:
    """In two processes: both tell what was filed, and the codes that go out are of new initiatives."""
    ids, executive = await begun(database)
    await look(database, executive, listed(RIGHT))
    done = await asyncio.gather(*(file_it(database, executive, str(ids["04.045.mn"])) for _ in range(3)))
    assert [{"new": 1, "there": 0, "authors": 1}] * 3 == [one.found["counts"] for one in done]
    kept = await database.read(lambda uow: uow.received_files.get("f1", executive.id, NOON))
    assert kept is not None
    assert [True] == [line["is_new"] for line in orjson.loads(kept[1:])["lines"]]
    assert 1 == len(await database.read(lambda uow: uow.audit.of("submissions")))


async def test_a_list_of_another_campaign(database: Database) -> None:
    """What was right by the rules of one campaign is not filed in the next one, whose months are others."""
    ids, executive = await begun(database)
    await look(database, executive, listed(RIGHT))
    await database.write(lambda uow: uow.campaigns.put(replace(CAMPAIGN, code="thu-2022", applied_from=CAMPAIGN.applied_to)))
    assert {"problem": "bulk-gone"} == (await file_it(database, executive, str(ids["04.045.mn"]))).found
    assert 0 == await count_of(database, "submissions")


async def test_a_list_of_two(database: Database) -> None:
    """An executive of two CĐCS is asked for the rows that name none."""
    ids, executive = await begun(database)
    await database.write(lambda uow: uow.grants.add(executive.id, Grant(Role.EXECUTIVE, ids["04.045.ct"]), None, NOON))
    assert "union" not in (await look(database, executive, listed(RIGHT))).found
    await file_it(database, executive, str(ids["04.045.ct"]))
    assert [ids["04.045.ct"]] == [row.organisation_id for row in await stored(database)]
    head = (*HEAD, "Mã CĐCS")
    both = listed({**RIGHT, "Mã CĐCS": "mn", "Tên sáng kiến": "Một"}, {**RIGHT, "Mã CĐCS": "ct", "Tên sáng kiến": "Hai"}, head=head)
    assert 2 == (await look(database, executive, both)).found["counts"]["unions"]
    await file_it(database, executive, MANY)
    assert {ids["04.045.mn"], ids["04.045.ct"]} == {row.organisation_id for row in await stored(database)}


async def test_nothing_personal_lies_open(database: Database) -> None:
    """What is kept between look and tap is under seal."""
    _, executive = await begun(database)
    await look(database, executive, listed(RIGHT))
    kept = await database.read(lambda uow: uow.connection.exec_driver_sql("SELECT content FROM received_files").scalar_one())
    assert b"004085000123" not in bytes(kept)
