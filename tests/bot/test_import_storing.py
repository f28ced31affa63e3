"""Lists on their way into the tree: all or nothing, once, whatever else happens; and a reader that dies."""

import asyncio
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.file_readers import ReceivedFile
from bot.imports import process, progress
from bot.imports.desk import ImportDesk
from bot.imports.ground import Ground
from bot.imports.process import Job, examine_apart, stored_rows
from bot.imports.storing import Compared, NotRight, Otherwise, Wish, draw_ground, take_in
from conversations.domain import Grant, Role
from conversations.flows.importing import APPLYING, LISTS
from conversations.units import UnitAct
from storage.database import Database
from storage.errors import DirectoryChanged, ListClashes, UnknownParent
from storage.repositories.fetches import NewFetch
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, NOON, appoint
from tests.storage.world import plant as plant_tree

HEAD = "federation_code,code,name,block,aliases\n"
LIST = (HEAD + "04.045,b,Trường B,dn,B;BB\n04.045,a,Trường A,,\n04.045,mn,Trường Mầm non Hoa Sen,dn,\n").encode()
WHO = Who(None, NOON, NOON.date())
COUNTS = {"new": 2, "changed": 1, "unchanged": 0, "wrong": 0, "wrong_rows": 0}


def plant(uow: UnitOfWork) -> dict[str, int]:
    """Store the tree and a campaign. Returns: ids by code."""
    uow.campaigns.put(CAMPAIGN)
    return plant_tree(uow)


def nothing(uow: UnitOfWork, counts: Mapping[str, int]) -> None:
    """No trail."""


async def compared(database: Database, content: bytes = LIST) -> Compared:
    """A list of the operator's, looked at."""
    ground = await draw_ground(database, None)
    examined = await examine_apart(Job(content, ground))
    assert examined.is_right, examined.wrong
    return Compared(examined.rows, examined.counts, ground.version, None, examined.basis)


async def tree(database: Database) -> dict[str, tuple[str, str | None, tuple[str, ...]]]:
    """Name, block and aliases of every CĐCS."""
    nodes = await database.read(lambda uow: uow.organisations.all())
    return {n.code: (n.name, n.block, n.aliases) for n in nodes if n.kind == "union"}


async def staged(database: Database) -> int:
    """How many rows wait."""
    from storage.import_tables import import_rows

    return await database.read(lambda uow: len(uow.connection.execute(import_rows.select()).all()))


async def test_all_of_it_and_once(database: Database) -> None:
    """New ones are added, what differs is changed; nothing is left over; the same list again is no change at all."""
    await database.write(plant)
    wish = Wish(await compared(database), lambda uow: None, nothing, NOON)
    assert COUNTS == await take_in(database, wish)
    found = await tree(database)
    assert ("Trường B", "enterprise", ("B", "BB")) == found["04.045.b"]
    assert (("Trường A", None, ()), "Trường Mầm non Hoa Sen") == (found["04.045.a"], found["04.045.mn"][0])
    assert 0 == await staged(database)
    again = await compared(database)
    assert {"new": 0, "changed": 0, "unchanged": 3} == {name: again.counts[name] for name in ("new", "changed", "unchanged")}
    # The list that was looked at before the first import: compared again, it does nothing either.
    version = await database.read(lambda uow: uow.organisations.version())
    counts = await take_in(database, wish)
    assert (0, 0) == (counts["new"], counts["changed"])
    assert version == await database.read(lambda uow: uow.organisations.version())


async def test_the_tree_changes_meanwhile(database: Database) -> None:
    """The list is compared again; what does not fit any more is refused as a whole."""
    await database.write(plant)
    wish = Wish(await compared(database), lambda uow: None, nothing, NOON)
    await database.write(lambda uow: uow.organisations.add_many([NewOrganisation("04.045.a", "Trường A", "union", "04.045")]))
    counts = await taken_at_last(database, wish)
    assert (1, 1, 1) == (counts["new"], counts["changed"], counts["unchanged"])
    other = Wish(await compared(database, (HEAD + "04.045,c,Trường C,,\n04.042,d,Trường D,,\n").encode()), lambda uow: (), nothing, NOON)
    with pytest.raises(NotRight) as refused:
        await take_in(database, other)
    assert 2 == refused.value.examined.counts["wrong_rows"]
    assert not {"04.045.c", "04.042.d"} & (await tree(database)).keys()


async def taken_at_last(database: Database, wish: Wish) -> Mapping[str, int]:
    """Take it in; where it would do something else than was shown, after a second look."""
    try:
        return await take_in(database, wish)
    except Otherwise as other:
        return await take_in(database, replace(wish, compared=other.compared))


async def test_a_rename_by_list_can_be_undone(database: Database) -> None:
    """As one by /units: told as the last change, with a trail of its own, and taken back with the former name."""
    ids = await database.write(plant)
    text = HEAD + "04.045,mn,Trường Mầm non Hoa Sen,,\n04.045,ct,Công ty TNHH Thành Công,dn,TC\n"
    person = await database.write(lambda uow: appoint(uow, "b", Role.STAFF, ids["04.045"]))
    compare = await compared(database, text.encode())
    await take_in(database, Wish(compare, lambda uow: None, nothing, NOON, person.id))
    node = ids["04.045.mn"]
    change = await database.read(lambda uow: uow.organisation_changes.last(node))
    assert change is not None
    assert (UnitAct.RENAMED, node, None) == (change.act, change.organisation_id, await database.read(lambda uow: uow.organisation_changes.last(ids["04.045.ct"])))
    trail = await database.read(lambda uow: uow.audit.of(f"organisation:{node}"))
    names = {"before": {"name": "Trường Mầm non Hoa Mai"}, "after": {"name": "Trường Mầm non Hoa Sen"}}
    assert [("unit-renamed", person.id, names)] == [(row.action, row.actor_id, {n: row.details[n] for n in names}) for row in trail]
    assert ["Trường Mầm non Hoa Mai"] == [old.name for old in (await database.read(lambda uow: uow.organisations.former_names()))[node]]
    await database.write(lambda uow: uow.organisation_changes.undo(change.id, WHO))
    assert ("Trường Mầm non Hoa Mai", ("TC",)) == ((await tree(database))["04.045.mn"][0], (await tree(database))["04.045.ct"][2])
    assert not await database.read(lambda uow: uow.organisations.former_names())


async def test_two_officers_do_not_overwrite_each_other(database: Database) -> None:
    """What the second one was shown is not true any more: nothing is stored until it was seen again."""
    await database.write(plant)
    second = LIST.replace("Trường A".encode(), "Trường Khác".encode())
    wishes = [Wish(await compared(database, content), lambda uow: None, nothing, NOON) for content in (LIST, second)]
    await take_in(database, wishes[0])
    before = await tree(database)
    with pytest.raises(Otherwise):
        await take_in(database, wishes[1])
    assert (before, 0) == (await tree(database), await staged(database))
    # The same figures are not enough: renamed by the first one, and by the second one once more.
    names = [HEAD.encode() + f"04.045,mn,Trường {name},,\n".encode() for name in "XY"]
    wishes = [Wish(await compared(database, content), lambda uow: None, nothing, NOON) for content in names]
    await take_in(database, wishes[0])
    with pytest.raises(Otherwise) as other:
        await take_in(database, wishes[1])
    assert wishes[1].compared.counts == other.value.compared.counts
    await take_in(database, replace(wishes[1], compared=other.value.compared))
    assert "Trường Y" == (await tree(database))["04.045.mn"][0]


async def test_a_code_that_somebody_else_has_got(database: Database) -> None:
    """Whatever the list was compared with: refused at once, not tried again and again."""
    await database.write(plant)
    version = await database.read(lambda uow: uow.organisations.version())
    twin = NewOrganisation("04.042.th", "Trường A", "union", "04.045")
    await database.write(lambda uow: uow.imports.stage("batch", [twin], NOON))
    with pytest.raises(ListClashes):
        await database.write(lambda uow: uow.imports.take_over("batch", (), version, WHO))
    assert version == await database.read(lambda uow: uow.organisations.version())


async def test_the_desk_asks_once_more(database: Database) -> None:
    """With the new counts, for another tap; a code outside the scope is found before the first."""
    ids = await database.write(plant)
    person = await database.write(lambda uow: appoint(uow, "b", Role.STAFF, ids["04.045"]))
    await database.write(lambda uow: uow.organisations.add_many([NewOrganisation("04.045.x", "Trường X", "union", "04.042")]))
    readers = ImportDesk(database, lambda: None, lambda: NOON, None).readers()
    wrong = (await readers[LISTS].read(received(person.id, (HEAD + "04.045,x,Trường Y,,\n").encode()))).found["wrong"]
    assert [[2, "code", "import-code-elsewhere", {"value": "x"}]] == wrong
    until = NOON + timedelta(hours=1)
    keeps = (await readers[LISTS].read(received(person.id))).keeps or b""
    await database.write(lambda uow: uow.received_files.keep("f1", person.id, LISTS, keeps, until))
    await database.write(lambda uow: uow.organisations.add_many([NewOrganisation("04.045.a", "Trường K", "union", "04.045")]))
    asked = await readers[APPLYING].read(received(person.id, b"f1", "f2", APPLYING))
    counts = {**COUNTS, "new": 1, "changed": 2}
    assert {"problem": "import-otherwise", "counts": counts} == asked.found
    again = asked.keeps or b""
    await database.write(lambda uow: uow.received_files.keep("f2", person.id, APPLYING, again, until))
    assert {"counts": counts} == (await readers[APPLYING].read(received(person.id, b"f2", "f3", APPLYING))).found
    assert "Trường A" == (await tree(database))["04.045.a"][0]


async def test_two_at_once(database: Database) -> None:
    """Both lists arrive whole; codes that both have exist once."""
    await database.write(plant)
    second = LIST + "04.045,z,Trường Z,,\n".encode()
    wishes = [Wish(await compared(database, content), lambda uow: None, nothing, NOON) for content in (LIST, second)]
    await asyncio.gather(*(taken_at_last(database, wish) for wish in wishes))
    assert {"04.045.a", "04.045.b", "04.045.z"} < (await tree(database)).keys()


async def test_a_failure_at_the_very_end_leaves_nothing(database: Database) -> None:
    """What is staged is no part of the tree; a parent that is gone, or a newer tree, refuses all."""
    await database.write(plant)
    before = await tree(database)

    def fail(uow: UnitOfWork, counts: Mapping[str, int]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await take_in(database, Wish(await compared(database), lambda uow: None, fail, NOON))
    version = await database.read(lambda uow: uow.organisations.version())
    orphan = NewOrganisation("99.001.a", "Trường A", "union", "99.001")
    await database.write(lambda uow: uow.imports.stage("batch", [orphan], NOON))
    for known, error in ((version, UnknownParent), (version - 1, DirectoryChanged)):
        with pytest.raises(error):
            await database.write(lambda uow, known=known: uow.imports.take_over("batch", (), known, WHO))  # type: ignore[misc]
    assert (before, version, 1) == (await tree(database), await database.read(lambda uow: uow.organisations.version()), await staged(database))
    assert 1 == await database.write(lambda uow: uow.imports.forget_before(NOON + timedelta(seconds=1)))


def received(person_id: int, content: bytes = LIST, file_id: str = "f1", purpose: str = LISTS) -> ReceivedFile:
    """A file of a person's."""
    return ReceivedFile(file_id, purpose, person_id, content, "cdcs.csv", "", NOON)


async def test_the_desk(database: Database) -> None:
    """Looks within the scope, keeps what it found, applies it once even if it is killed before it could tell."""
    ids = await database.write(plant)
    person = await database.write(lambda uow: appoint(uow, "b", Role.STAFF, ids["04.045"]))
    readers = ImportDesk(database, lambda: None, lambda: NOON, None).readers()
    looked = await readers[LISTS].read(received(person.id))
    assert COUNTS == looked.found["counts"]
    assert looked.keeps is not None
    until = NOON + timedelta(hours=1)
    keeps = looked.keeps
    await database.write(lambda uow: uow.received_files.keep("f1", person.id, LISTS, keeps, until))
    wanted = received(person.id, b"f1", "f2", APPLYING)
    for _ in range(2):
        assert {"counts": COUNTS} == (await readers[APPLYING].read(wanted)).found
    trail = await database.read(lambda uow: uow.audit.of("organisations"))
    assert [(person.id, {"new": 2, "changed": 1, "file": "f1"})] == [(row.actor_id, row.details) for row in trail]
    assert {"problem": "import-gone"} == (await readers[APPLYING].read(replace(wanted, content=b"other"))).found
    # Another district's list is wrong for this person, and nothing for who has no role.
    other = received(person.id, (HEAD + "04.042,x,Trường X,,\n").encode())
    found = await readers[LISTS].read(other)
    assert [[2, "federation_code", "import-federation-not-yours", {"value": "04.042"}]] == found.found["wrong"]
    assert (found.found["has_copy"], b"CPK") == (True, (found.keeps or b"")[:3])
    await database.write(lambda uow: uow.grants.revoke(person.id, Grant(Role.STAFF, ids["04.045"]), NOON))
    assert {} == (await readers[LISTS].read(received(person.id))).found


async def test_a_role_that_is_lost_before_the_tap(database: Database) -> None:
    """The list that was right is outside the scope by now."""
    ids = await database.write(plant)
    person = await database.write(lambda uow: appoint(uow, "b", Role.STAFF, ids["04.045"]))
    readers = ImportDesk(database, lambda: None, lambda: NOON, None).readers()
    keeps = (await readers[LISTS].read(received(person.id))).keeps or b""
    until = NOON + timedelta(hours=1)
    await database.write(lambda uow: uow.received_files.keep("f1", person.id, LISTS, keeps, until))
    await database.write(lambda uow: uow.grants.revoke(person.id, Grant(Role.STAFF, ids["04.045"]), NOON))
    found = (await readers[APPLYING].read(received(person.id, b"f1", "f2", APPLYING))).found
    assert ("import-stale", 3) == (found["problem"], found["counts"]["wrong_rows"])
    assert "04.045.a" not in await tree(database)


async def test_progress_is_one_message(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said where the file came from, then edited."""
    ids = await database.write(plant)
    person = await database.write(lambda uow: appoint(uow, "b", Role.STAFF, ids["04.045"]))
    fetch = NewFetch("f1", person.id, "telegram", "b", "chat-b", "telegram", LISTS, {})
    await database.write(lambda uow: uow.fetches.add(fetch, NOON))
    for name in ("QUIET", "EVERY"):
        monkeypatch.setattr(progress, name, 0.0)
    told = progress.ChatProgress(database, lambda: None, lambda: NOON, "f1")
    for rows in (1, 2, 3):
        await told.tell("reading", rows, 0)
    owed = await database.read(lambda uow: [(row.chat, row.status) for row in uow.connection.exec_driver_sql("SELECT chat, status FROM outbox ORDER BY id")])
    assert [("chat-b", "pending"), ("chat-b", "replaced"), ("chat-b", "pending")] == [tuple(row) for row in owed]


GROUND = Ground({"04.045": True}, {})


@pytest.mark.parametrize("how", ["no memory", "no time"])
async def test_a_reader_that_dies_is_a_problem_of_the_file(how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Killed or out of memory: one sentence, and no process is left."""
    monkeypatch.setattr(process, "SECONDS", 0.05 if how == "no time" else 60.0)
    if how == "no memory":
        (tmp_path / "sitecustomize.py").write_text("import os\nos._exit(9)\n", "utf-8")
        monkeypatch.setattr(process, "_environment", lambda: {"PYTHONPATH": str(tmp_path)})
    examined = await examine_apart(Job(LIST, GROUND))
    assert ["import-bomb"] == [wrong.problem.key for wrong in examined.wrong]


async def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment it gets what it needs to run."""
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("TELEGRAM_TOKEN", "geheim")
    assert not {"SECRET_KEY", "TELEGRAM_TOKEN"} & process._environment().keys()
    assert "PATH" in os.environ


async def test_many_rows_are_packed_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few thousand rows: how far it is is said, and the rows come back as they are."""
    text = HEAD + "".join(f"04.045,{n:05d},Đơn vị {n},dn,\n" for n in range(5_000))
    steps: list[str] = []

    async def tell(step: str, rows: int, of: int) -> None:
        steps.append(step)

    examined = await examine_apart(Job(text.encode(), GROUND), tell)
    rows = list(stored_rows(examined.rows))
    assert (5_000, NewOrganisation("04.045.00007", "Đơn vị 7", "union", "04.045", "enterprise")) == (len(rows), rows[7])
    assert "reading" in steps
