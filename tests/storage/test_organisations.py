"""The tree: imported in any order, again without effect, and asked upwards and downwards."""

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from conversations.domain import Grant, Role
from storage.database import Database
from storage.errors import UnknownParent
from storage.repositories.organisations import Imported, NewOrganisation, below
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON, TREE, appoint, meet, plant


async def test_a_tree_is_stored_whatever_the_order(database: Database) -> None:
    """Children may come before their parents; they come out after them, with all they have."""

    def work(uow: UnitOfWork) -> dict[str, tuple[object, ...]]:
        uow.organisations.add_many(TREE)
        everything = uow.organisations.all()
        codes = {organisation.id: organisation.code for organisation in everything}
        assert [o for o in everything if o.parent_id is not None and o.parent_id > o.id] == []
        return {o.code: (o.name, o.kind, codes.get(o.parent_id or 0), o.block, o.aliases) for o in everything}

    expected = {row.code: (row.name, row.kind, row.parent_code, row.block, row.aliases) for row in TREE}
    assert await database.write(work) == expected


async def test_importing_again_changes_nothing(database: Database) -> None:
    """The same file again is a no-op, for the directory's version too; a changed row is one change."""
    changed = (replace(TREE[0], name="Trường Mầm non Hoa Sen", aliases=("a", "b")), *TREE[1:])

    def work(uow: UnitOfWork) -> list[tuple[Imported, int]]:
        return [(uow.organisations.add_many(rows), uow.organisations.version()) for rows in (TREE, TREE, changed, ())]

    expected = [(Imported(7, 0, 0), 1), (Imported(0, 0, 7), 1), (Imported(0, 1, 6), 2), (Imported(), 2)]
    assert await database.write(work) == expected
    names = await database.read(lambda uow: {o.code: (o.name, o.aliases) for o in uow.organisations.all()})
    assert names["04.045.mn"] == ("Trường Mầm non Hoa Sen", ("a", "b"))


async def test_a_part_hangs_itself_below_what_is_there(database: Database) -> None:
    """An import of CĐCS alone finds the federations that were stored before."""

    def work(uow: UnitOfWork) -> tuple[Imported, Imported]:
        return uow.organisations.add_many(TREE[3:]), uow.organisations.add_many(TREE[:3])

    assert await database.write(work) == (Imported(new=4), Imported(new=3))


async def test_an_unknown_parent_stores_nothing(database: Database) -> None:
    """A row below a code that does not exist refuses the whole import and names the code."""
    rows = (*TREE, NewOrganisation("99.001.x", "Tổ may số 3", "union", "99.001"))
    with pytest.raises(UnknownParent) as refused:
        await database.write(lambda uow: uow.organisations.add_many(rows))
    assert refused.value.code == "99.001"
    assert await database.read(lambda uow: (uow.organisations.all(), uow.organisations.version())) == ([], 0)


async def test_thousands_at_once(database: Database) -> None:
    """More rows than a statement takes parameters."""
    many = [NewOrganisation(f"04.045.{n}", f"Tổ {n}", "union", "04.045") for n in range(3000)]

    def work(uow: UnitOfWork) -> list[Imported]:
        uow.organisations.add_many(TREE)
        return [uow.organisations.add_many(rows) for rows in (many, many)]

    assert await database.write(work) == [Imported(new=3000), Imported(unchanged=3000)]


BELOW = {
    "a district": (["04.045"], {"04.045", "04.045.mn", "04.045.ct"}),
    "a CĐCS": (["04.042.th"], {"04.042.th"}),
    "two scopes, one inside the other": (["04.045", "04"], {row.code for row in TREE} - {"vn"}),
    "none": ([], set()),
}


@pytest.mark.parametrize(("scopes", "expected"), BELOW.values(), ids=BELOW)
async def test_below(database: Database, scopes: list[str], expected: set[str]) -> None:
    """A scope holds its node and everything under it, each once."""

    def work(uow: UnitOfWork) -> list[str]:
        ids = plant(uow)
        codes = {organisation_id: code for code, organisation_id in ids.items()}
        found = uow.connection.execute(select(below([ids[code] for code in scopes]).c.id)).scalars()
        return sorted(codes[organisation_id] for organisation_id in found)

    assert await database.write(work) == sorted(expected)


async def test_grants(database: Database) -> None:
    """A role is held once, can be taken away and granted again; each change is in the audit trail."""

    def work(uow: UnitOfWork) -> list[object]:
        ids, person = plant(uow), meet(uow, "a")
        one, other = Grant(Role.EXECUTIVE, ids["04.045.mn"]), Grant(Role.STAFF, ids["04"])
        added = [uow.grants.add(person.id, grant, None, NOON) for grant in (one, other, one)]
        held = uow.grants.of(person.id) == (one, other)
        revoked = [uow.grants.revoke(person.id, one, NOON, person.id) for _ in range(2)]
        left = uow.grants.of(person.id) == (other,)
        again = uow.grants.add(person.id, one, person.id, NOON)
        trail = [(row.action, row.actor_id == person.id, row.details["role"]) for row in uow.audit.of("grant:1")]
        return [added, held, revoked, left, again, trail]

    trail = [("granted", False, "executive"), ("revoked", True, "executive")]
    assert await database.write(work) == [[True, True, False], True, [True, False], True, True, trail]


async def test_holders_and_lists(database: Database) -> None:
    """Holders are those of the node itself; a list reaches down the subtree."""

    def work(uow: UnitOfWork) -> list[object]:
        ids = plant(uow)
        one = appoint(uow, "a", Role.EXECUTIVE, ids["04.045.mn"])
        two = appoint(uow, "b", Role.EXECUTIVE, ids["04.045.mn"])
        far = appoint(uow, "c", Role.EXECUTIVE, ids["04.042.th"])
        appoint(uow, "d", Role.STAFF, ids["04.045"])
        uow.grants.revoke(two.id, Grant(Role.EXECUTIVE, ids["04.045.mn"]), NOON)
        listed = uow.grants.listed([ids["04"]], Role.EXECUTIVE)
        return [
            uow.grants.holders(Role.EXECUTIVE, ids["04.045.mn"]) == (one.id,),
            uow.grants.holders(Role.EXECUTIVE, ids["04.045"]) == (),
            {holder.person_id for holder in listed} == {one.id, far.id},
            [holder.person_id for holder in uow.grants.listed([ids["04.045"]], Role.EXECUTIVE)] == [one.id],
        ]

    assert await database.write(work) == [True] * 4


NEAREST = {  # where staff is; for a CĐCS of 04.045
    "the district itself": (["04.045", "04", "vn"], "04.045"),
    "the province, where the district has none": (["04", "vn", "04.042"], "04"),
    "the top": (["vn"], "vn"),
    "nobody": (["04.042"], None),
}


@pytest.mark.parametrize(("places", "expected"), NEAREST.values(), ids=NEAREST)
async def test_nearest_staff(database: Database, places: list[str], expected: str | None) -> None:
    """All staff of the nearest node above that has any, and nobody from higher up or aside."""

    def work(uow: UnitOfWork) -> list[str]:
        ids = plant(uow)
        staff = {appoint(uow, f"{p}-{n}", Role.STAFF, ids[p]).id: f"{p}-{n}" for p in places for n in (1, 2)}
        return [staff[person_id] for person_id in uow.grants.nearest_staff(ids["04.045.mn"])]

    assert await database.write(work) == ([f"{expected}-1", f"{expected}-2"] if expected else [])
