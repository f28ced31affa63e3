"""Rows that come due: each is worked off once, by whatever process; who decides and who listens."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from msgspec.structs import replace
from sqlalchemy import Connection, select
from sqlalchemy.util import await_only

from conversations.domain import Decision, Grant, Role
from conversations.reminders import DECIDE_AFTER
from conversations.state import Frame, State, from_dict, to_dict
from storage import migrations, tables
from storage.database import Database, open_database, run_in_transaction
from storage.repositories.timers import Timer
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.storage.world import CAMPAIGN, DAY, NOON, appoint, initiative, meet, plant, unresolved

HOUR = timedelta(hours=1)
DRAFT = State((Frame("submission", 1, "phone", {"consent": "1"}),), 1)


# -- timers --------------------------------------------------------------------------------------------------------
async def test_a_timer_is_due_once(database: Database) -> None:
    """Planned, due when its instant has come, done and not due again; planned for later, it is open again."""

    def work(uow: UnitOfWork) -> list[list[datetime]]:
        def due(at: datetime) -> list[datetime]:
            return [timer.due_at for timer in uow.timers.due(("opening",), at, 9)]

        uow.timers.plan("opening", "a", NOON, NOON)
        seen = [due(NOON - HOUR), due(NOON)]
        uow.timers.done(uow.timers.of("a")["opening"].id, NOON + HOUR)
        seen.append(due(NOON + 9 * HOUR))
        uow.timers.plan("opening", "a", NOON + 5 * HOUR, NOON + 2 * HOUR)
        return [*seen, due(NOON + 4 * HOUR), due(NOON + 5 * HOUR)]

    assert await database.write(work) == [[], [NOON], [], [], [NOON + 5 * HOUR]]


async def test_a_timer_comes_again(database: Database) -> None:
    """What is done with a next instant comes due then."""

    def work(uow: UnitOfWork) -> Timer:
        uow.timers.plan("morning", "all", NOON, NOON)
        uow.timers.done(uow.timers.of("all")["morning"].id, NOON, NOON + HOUR)
        assert uow.timers.due(("morning",), NOON, 9) == []
        return uow.timers.due(("morning",), NOON + HOUR, 9)[0]

    timer = await database.write(work)
    assert (timer.due_at, timer.done_at, timer.is_open) == (NOON + HOUR, NOON, True)


async def test_done_in_the_future_does_not_count(database: Database) -> None:
    """After a clock was wrong for a while, what is planned anew is open."""

    def work(uow: UnitOfWork) -> list[int]:
        uow.timers.plan("morning", "all", NOON, NOON)
        uow.timers.done(uow.timers.of("all")["morning"].id, NOON + 99 * HOUR, NOON + 99 * HOUR)
        uow.timers.plan("morning", "all", NOON + HOUR, NOON)
        return [len(uow.timers.due(("morning",), NOON + hours * HOUR, 9)) for hours in (0, 1)]

    assert await database.write(work) == [0, 1]


async def test_planning_anew_begins_anew(database: Database) -> None:
    """The place that was reached belongs to the instant that was planned."""

    def work(uow: UnitOfWork) -> list[int]:
        uow.timers.plan("closing", "a", NOON, NOON)
        uow.timers.advance(uow.timers.of("a")["closing"].id, 7)
        before = uow.timers.of("a")["closing"].cursor
        uow.timers.plan("closing", "a", NOON + HOUR, NOON)
        return [before, uow.timers.of("a")["closing"].cursor]

    assert await database.write(work) == [7, 0]


CALLS = {
    "at first": ([(0, None)], 0),
    "twice before it was done": ([(0, None), (1, None)], 0),
    "earlier than planned": ([(2, None), (1, None)], 1),
    "soon after it was done": ([(0, 0), (1, None)], 6),
    "long after it was done": ([(0, 0), (9, None)], 9),
    "done by a clock that was wrong": ([(0, 99), (1, None)], 1),
    "again and again": ([(0, 0), (1, None), (2, None), (3, None)], 6),
}


@pytest.mark.parametrize(("calls", "expected"), CALLS.values(), ids=CALLS)
async def test_a_person_is_left_alone_for_a_while(
    database: Database, calls: list[tuple[int, int | None]], expected: int
) -> None:
    """Calls, in hours, each perhaps followed by its being done then: when a person's timer with a gap of six is due."""

    def work(uow: UnitOfWork) -> datetime:
        for called, done in calls:
            uow.timers.call("decisions", (7, 7), NOON + called * HOUR, 6 * HOUR)
            if done is not None:
                uow.timers.done(uow.timers.of("person:7")["decisions"].id, NOON + done * HOUR)
        timer = uow.timers.of("person:7")["decisions"]
        assert (timer.person_id, timer.is_open) == (7, True)
        return timer.due_at

    assert await database.write(work) == NOON + expected * HOUR


async def test_many_are_called(database: Database) -> None:
    """More than fit one statement; nobody is a call too."""

    def work(uow: UnitOfWork) -> int:
        uow.timers.call("decisions", (), NOON, HOUR)
        uow.timers.call("decisions", range(1, 1203), NOON, HOUR)
        return len({timer.person_id for timer in uow.timers.due(("decisions",), NOON, 2000)})

    assert await database.write(work) == 1202


async def test_what_one_process_holds_the_others_skip(postgres_url: str, vault: Vault) -> None:
    """Two transactions at once take different timers, drafts and submissions, without waiting for each other."""
    one, two = await open_database(postgres_url, vault), await open_database(postgres_url, vault)
    held, seen = asyncio.Event(), asyncio.Event()

    def fill(uow: UnitOfWork) -> None:
        uow.timers.plan("opening", "a", NOON, NOON)
        author, ids = meet(uow, "a"), plant(uow)
        uow.conversations.put(author.id, DRAFT, 0, NOON, NOON)
        uow.submissions.add(initiative("A7K29QXM", author, ids), CAMPAIGN.code, DAY)

    def take(uow: UnitOfWork) -> list[int]:
        late = NOON + DECIDE_AFTER
        found = (uow.timers.due(("opening",), late, 9), uow.conversations.due(late, 9), uow.duties.due(late, 9))
        return [len(rows) for rows in found]

    def take_and_hold(uow: UnitOfWork) -> list[int]:
        taken = take(uow)
        held.set()
        await_only(seen.wait())
        return taken

    await one.write(fill)
    first = asyncio.create_task(one.write(take_and_hold))
    await held.wait()
    second = await two.write(take)
    seen.set()
    assert (await first, second) == ([1, 1, 1], [0, 0, 0])
    await one.close()
    await two.close()


# -- drafts --------------------------------------------------------------------------------------------------------
async def test_a_draft_is_due_when_it_was_put(database: Database) -> None:
    """The row of the state holds the instant; looking again moves it, a turn replaces it."""

    def work(uow: UnitOfWork) -> list[list[int]]:
        person = meet(uow, "a").id
        uow.conversations.put(person, DRAFT, 0, NOON, NOON + HOUR)
        seen = [[one.person_id for one in uow.conversations.due(NOON + after * HOUR, 9)] for after in (0, 1)]
        uow.conversations.remind(person, NOON + 3 * HOUR)
        seen += [[one.person_id for one in uow.conversations.due(NOON + after * HOUR, 9)] for after in (2, 3)]
        uow.conversations.put(person, State(), 1, NOON)
        return [*seen, [one.person_id for one in uow.conversations.due(NOON + 9 * HOUR, 9)], [person]]

    none, due, later, again, gone, [person] = await database.write(work)
    assert (none, due, later, again, gone) == ([], [person], [], [person], [])


async def test_every_draft_is_looked_at_again(database: Database) -> None:
    """Also one of which nobody was to be reminded any more; whoever has none is left alone."""

    def work(uow: UnitOfWork) -> list[int]:
        for user, state in (("a", DRAFT), ("b", State()), ("c", replace(DRAFT, is_reminder_free=True))):
            uow.conversations.put(meet(uow, user).id, state, 0, NOON)
        uow.conversations.review_drafts(NOON)
        known = [meet(uow, user).id for user in "abc"]
        return [known.index(one.person_id) for one in uow.conversations.due(NOON, 9)]

    assert sorted(await database.write(work)) == [0, 2]


def test_a_state_of_the_first_revision_is_read() -> None:
    """Nobody was reminded then, and nobody had asked not to be."""
    stored = to_dict(DRAFT)
    del stored["is_reminder_free"]
    assert from_dict(stored) == DRAFT
    told = replace(DRAFT, frames=(replace(DRAFT.frames[0], reminded=2),), is_reminder_free=True)
    assert from_dict(to_dict(told)) == told


# -- decisions -----------------------------------------------------------------------------------------------------
async def test_a_submission_is_due_while_it_waits(database: Database) -> None:
    """Two days after it was filed, or filed again; not after a decision or a withdrawal."""

    def work(uow: UnitOfWork) -> list[datetime | None]:
        author, ids = meet(uow, "a"), plant(uow)
        column = tables.submissions.c.remind_at
        seen: list[datetime | None] = []

        def look() -> None:
            seen.append(uow.connection.execute(select(column)).scalar_one())

        uow.submissions.add(initiative("A7K29QXM", author, ids), CAMPAIGN.code, DAY)
        look()
        asked = {"by_id": author.id, "by_name": "e", "at": NOON + HOUR, "reason": "x", "asked": ("title",)}
        uow.submissions.decide("A7K29QXM", 1, Decision.REQUEST_CHANGES, **asked)  # type: ignore[arg-type]
        look()
        uow.submissions.resubmit("A7K29QXM", 2, {"title": "Tên khác"}, NOON + 5 * HOUR)
        look()
        uow.submissions.withdraw("A7K29QXM", 3, author.id, NOON + 6 * HOUR)
        look()
        return seen

    assert await database.write(work) == [NOON + DECIDE_AFTER, None, NOON + 5 * HOUR + DECIDE_AFTER, None]


async def test_who_has_to_decide(database: Database) -> None:
    """The executives of a CĐCS where something waits; the staff where no executive but the author is."""

    def work(uow: UnitOfWork) -> list[object]:
        ids = plant(uow)
        author = appoint(uow, "a", Role.EXECUTIVE, ids["04.045.ct"])
        executive = appoint(uow, "e", Role.EXECUTIVE, ids["04.045.mn"])
        idle = appoint(uow, "i", Role.EXECUTIVE, ids["04.042.th"])
        staff = appoint(uow, "s", Role.STAFF, ids["04.045"])
        names = {author.id: "author", executive.id: "executive", idle.id: "idle", staff.id: "staff"}
        nodes = {node: code for code, node in ids.items()}
        uow.submissions.add(initiative("A7K29QXM", author, ids), CAMPAIGN.code, DAY)
        uow.submissions.add(initiative("B7K29QXM", author, ids, "04.045.ct"), CAMPAIGN.code, DAY)
        uow.submissions.add(unresolved("C7K29QXM", author, ids), CAMPAIGN.code, DAY)
        late = NOON + 2 * DECIDE_AFTER
        waiting = uow.duties.waiting_for(executive.id, uow.grants.of(executive.id), NOON, 5)
        left = uow.duties.waiting_for(staff.id, uow.grants.of(staff.id), NOON - HOUR, 5)
        below = uow.duties.waiting_below((ids["04.045"],), NOON, 2)
        return [
            sorted((nodes[one.organisation_id], one.has_executives) for one in uow.duties.due(late, 9)),
            {names[person] for person in uow.duties.busy_executives()},
            {names[person] for person in uow.duties.executives((ids["04.042.th"], ids["04.045.mn"]))},
            {nodes[node] for node in uow.duties.left_to_staff()},
            {nodes[node]: [names[person] for person in people] for node, people in uow.duties.staff().items()},
            (waiting.total, waiting.overdue, [one.code for one in waiting.oldest]),
            (left.total, left.overdue, left.oldest),
            (below.total, below.overdue, [one.code for one in below.oldest]),
            uow.duties.waiting_below((), NOON, 2).total,
        ]

    assert await database.write(work) == [
        [("04.045", False), ("04.045.ct", False), ("04.045.mn", True)],
        {"author", "executive"},  # the author's own timer will find nothing to say
        {"executive", "idle"},
        {"04.045", "04.045.ct"},
        {"04.045": ["staff"]},
        (1, 1, ["A7K29QXM"]),
        (2, 0, ()),
        (3, 3, ["A7K29QXM", "B7K29QXM"]),
        0,
    ]


# -- listeners -----------------------------------------------------------------------------------------------------
async def test_who_listens(database: Database) -> None:
    """Each person once, by role or draft, in pages; nobody who asked not to be reminded or lost the role."""

    def work(uow: UnitOfWork) -> list[object]:
        ids = plant(uow)
        executive = appoint(uow, "e", Role.EXECUTIVE, ids["04.045.mn"])
        appoint(uow, "e", Role.EXECUTIVE, ids["04.045.ct"])
        staff = appoint(uow, "s", Role.STAFF, ids["04.045"])
        silent = appoint(uow, "q", Role.STAFF, ids["04.045"])
        former = appoint(uow, "f", Role.EXECUTIVE, ids["04.045.mn"])
        uow.grants.revoke(former.id, Grant(Role.EXECUTIVE, ids["04.045.mn"]), NOON)
        drafting = meet(uow, "d")
        for person, state in ((drafting, DRAFT), (executive, DRAFT), (silent, State(is_reminder_free=True))):
            uow.conversations.put(person.id, state, 0, NOON)
        names = {executive.id: "e", staff.id: "s", silent.id: "q", former.id: "f", drafting.id: "d"}

        def told(roles: tuple[Role, ...], after: int = 0, limit: int = 9, with_drafts: bool = False) -> list[object]:
            found = uow.duties.listeners(roles, after, limit, with_drafts=with_drafts)
            return [(names[one.person_id], one.is_official) for one in found]

        return [
            told((Role.EXECUTIVE,)), told(tuple(Role)), told(tuple(Role), with_drafts=True),
            told(tuple(Role), 0, 1), told(tuple(Role), executive.id, 1), told(tuple(Role), staff.id, 1),
            uow.duties.is_silent(silent.id), uow.duties.is_silent(former.id),
        ]  # fmt: skip

    assert await database.write(work) == [
        [("e", True)],
        [("e", True), ("s", True)],
        [("e", True), ("s", True), ("d", False)],
        [("e", True)],
        [("s", True)],
        [],
        True,
        False,
    ]


# -- from the first revision ---------------------------------------------------------------------------------------
@pytest.fixture(params=["sqlite", "postgres"])
def first_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of revision 0001."""
    server: PostgresServer | None = request.getfixturevalue("postgres_server") if request.param == "postgres" else None
    url = server.create() if server else f"sqlite+aiosqlite:///{tmp_path}/first.db"

    def begin(connection: Connection) -> None:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    run_in_transaction(url, begin)
    yield url
    if server:
        server.drop(url)


async def test_what_was_there_before_is_looked_at(first_url: str, vault: Vault) -> None:
    """Every conversation and every submission that waits comes due at once; what is decided does not."""

    def insert(connection: Connection) -> None:
        when = {"submitted_at": NOON, "changed_at": NOON, "submitted_on": DAY}
        nodes = {"organisation_id": 1, "province_id": 1, "federation_id": 1}
        sealed = {"id_number": b"x", "identity_hash": b"x", "phone": b"x"}
        texts = dict.fromkeys(("campaign", "block", "applied_on", "full_name", "title", "description"), "x")
        union = {"id": 1, "code": "x", "name": "x", "kind": "union", "is_active": True}
        connection.execute(tables.people.insert().values(id=1, created_at=NOON))
        state = {"person_id": 1, "revision": 1, "state": b"x", "updated_at": NOON}
        connection.execute(tables.conversations.insert().values(state))
        connection.execute(tables.organisations.insert().values(union))
        for status in ("submitted", "confirmed"):
            row = {"code": status[:8], "status": status, "revision": 1, "author_id": 1, **when, **nodes, **sealed, **texts}
            connection.execute(tables.submissions.insert().values(row))

    run_in_transaction(first_url, insert)
    migrations.migrate(first_url)
    database = await open_database(first_url, vault)

    def due(uow: UnitOfWork) -> tuple[list[int], list[datetime]]:
        drafts = [one.person_id for one in uow.conversations.due(NOON, 9)]
        return drafts, [one.remind_at for one in uow.duties.due(NOON, 9)]

    assert await database.write(due) == ([1], [NOON])
    await database.close()
