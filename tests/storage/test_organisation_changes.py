"""Organisations renamed, closed, moved, merged; undone; and what that may never lead to."""

import asyncio
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from conversations.directory import Directory
from conversations.domain import Decision, Grant, Role
from conversations.effects import LinkKind
from conversations.kinds import MOST_LEVELS
from conversations.units import Refusal, UnitAct
from storage import tables
from storage.database import Database
from storage.errors import UnitRefused
from storage.figures import Question
from storage.queries import by_union, initiatives, waiting
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork
from tests.storage.world import DAY, LATER, NOON, appoint, initiative, meet, plant, unresolved

WHO = Who(None, LATER, DAY + timedelta(days=1))
MN, CT, TH = "04.045.mn", "04.045.ct", "04.042.th"


@dataclass
class World:
    """The tree with what happened in it so far."""

    uow: UnitOfWork
    ids: dict[str, int]

    @property
    def directory(self) -> Directory:
        return Directory(self.uow.organisations.all())

    def file(self, code: str, union: str) -> None:
        author = meet(self.uow, f"author-{code}")
        self.uow.submissions.add(initiative(code, author, self.ids, union), "thu-2021", DAY)

    def organisation_of(self, code: str) -> int | None:
        filed = self.uow.submissions.get(code)
        return filed.organisation_id if filed else None

    def pending(self, user: str) -> list[str]:
        person = meet(self.uow, user)
        found = self.uow.subjects.pending_for(person.id, None, self.uow.grants.of(person.id), 50)
        return [one.submission.code for one in found.subjects]

    def seen(self) -> dict[str, Any]:
        """Everything that anybody can see of the tree and of what hangs on it."""
        directory, submissions, grants = self.directory, tables.submissions.c, tables.grants.c
        rows = select(submissions.code, submissions.organisation_id, submissions.union_id).order_by(submissions.code)
        held = select(grants.person_id, grants.role, grants.organisation_id).where(grants.revoked_at.is_(None))
        return {
            "nodes": {id_: directory.get(id_) for id_ in self.ids.values()},
            "heirs": {id_: directory.current(id_) for id_ in self.ids.values()},
            "filed": self.uow.connection.execute(rows).all(),
            "roles": frozenset(map(tuple, self.uow.connection.execute(held))),
            "reported": by_union(self.uow.connection, Question("thu-2021", (self.ids["vn"],))),
        }


def world(uow: UnitOfWork) -> World:
    made = World(uow, plant(uow))
    for code, union in (("A7K29QXM", MN), ("B7K29QXM", MN), ("C7K29QXM", CT)):
        made.file(code, union)
    for user, union in (("mn", MN), ("both", MN), ("both", CT), ("ct", CT)):
        appoint(uow, user, Role.EXECUTIVE, made.ids[union])
    appoint(uow, "district", Role.STAFF, made.ids["04.045"])
    return made


async def test_a_merge_hands_everything_over(database: Database) -> None:
    """Those of the successor see and decide what waited, old names and posters lead there; the record keeps its unit."""

    def work(uow: UnitOfWork) -> None:
        one = world(uow)
        before, changes = one.seen(), uow.organisation_changes
        change = changes.merge(one.ids[MN], one.ids[CT], WHO)
        assert changes.moved(change.id) == {"initiatives": 2, "roles": 1, "ended": 1, "children": 0}
        everything = ["A7K29QXM", "B7K29QXM", "C7K29QXM"]
        assert {user: one.pending(user) for user in ("mn", "both", "ct")} == dict.fromkeys(
            ("mn", "both", "ct"), everything
        )
        directory = one.directory
        assert directory.current(one.ids[MN]) == directory.get(one.ids[CT])
        heir = directory.get(one.ids[CT])
        assert heir is not None
        assert heir.absorbed == ("Trường Mầm non Hoa Mai", "Mầm non Hoa Mai")
        assert type(directory.search("mam non hoa mai", one.ids["04.045"], "union")).__name__ == "Suggestion"
        rows = list(initiatives(uow.connection, Question("thu-2021", (one.ids["04.045"],))))
        assert [row.organisation_code for row in rows] == [MN, MN, CT]
        listed = waiting(uow.connection, Question("thu-2021", (one.ids[CT],))).page.rows
        assert {(row.organisation_id, row.unit_id) for row in listed} == {
            (one.ids[CT], one.ids[MN]), (one.ids[CT], one.ids[CT]),
        }  # fmt: skip
        go_on(one)
        changes.undo(change.id, WHO)
        assert one.organisation_of("A7K29QXM") == one.ids[MN]
        assert one.organisation_of("D7K29QXM") == one.ids[CT]
        after = one.seen()
        assert after["nodes"] == before["nodes"]
        assert after["roles"] >= before["roles"]
        trail = [row.action for row in uow.audit.of(f"organisation:{one.ids[MN]}")]
        assert trail == ["unit-merged", "unit-undone"]

    await database.write(work)


def go_on(one: World) -> None:
    """What happens after a merge: a decision, its answer, an initiative."""
    assert one.uow.submissions.decide(
        "A7K29QXM", 1, Decision.REQUEST_CHANGES, by_id=meet(one.uow, "ct").id, by_name="Trần Thị B", at=LATER,
        asked=("title",),
    )  # fmt: skip
    assert one.uow.submissions.resubmit("A7K29QXM", 2, {"title": "Tên khác"}, LATER)
    assert one.organisation_of("A7K29QXM") == one.ids[CT], "changing the title does not bring it back"
    one.file("D7K29QXM", CT)


async def test_posters_and_invitations_lead_on(database: Database) -> None:
    """A printed code leads to who took over, an open invitation grants the role there, and undone both are as before."""

    def work(uow: UnitOfWork) -> list[tuple[str, str | None]]:
        from bot.facts import find_link

        one = world(uow)
        found: list[tuple[int, str | None]] = []
        poster = uow.links.workplace_code(one.ids[MN], "POSTER2X", NOON)
        uow.links.add("INVITE2X", LinkKind.INVITATION, one.ids[MN], at=NOON, role=Role.EXECUTIVE)

        def look() -> None:
            links = (find_link(uow, code, one.directory, LATER) for code in (poster, "INVITE2X"))
            found.extend((link.organisation_id, link.ended) for link in links if link is not None)

        change = uow.organisation_changes.merge(one.ids[MN], one.ids[CT], WHO)
        look()
        uow.organisation_changes.undo(change.id, WHO)
        look()
        uow.organisation_changes.close(one.ids[MN], WHO)
        look()
        codes = {id_: code for code, id_ in one.ids.items()}
        return [(codes[organisation], ended) for organisation, ended in found]

    expected = [(CT, None), (CT, None), (MN, None), (MN, None), (MN, None), (MN, "closed")]
    assert await database.write(work) == expected


async def test_a_role_that_was_taken_away_stays_away(database: Database) -> None:
    """Undoing a merge gives no role back that staff ended at the successor in the meantime."""

    def work(uow: UnitOfWork) -> tuple[bool, bool]:
        one, person = world(uow), meet(uow, "mn")
        change = uow.organisation_changes.merge(one.ids[MN], one.ids[CT], WHO)
        moved = uow.grants.revoke(person.id, Grant(Role.EXECUTIVE, one.ids[CT]), LATER)
        uow.organisation_changes.undo(change.id, WHO)
        return moved, uow.grants.of(person.id) == ()

    assert await database.write(work) == (True, True)


async def test_a_role_that_was_given_again_is_held_once(database: Database) -> None:
    """Undoing a merge does not fail on it, and leaves nothing at the successor."""

    def work(uow: UnitOfWork) -> list[tuple[Grant, ...]]:
        one, person = world(uow), meet(uow, "mn")
        change = uow.organisation_changes.merge(one.ids[MN], one.ids[CT], WHO)
        uow.grants.add(person.id, Grant(Role.EXECUTIVE, one.ids[MN]), None, LATER)
        uow.organisation_changes.undo(change.id, WHO)
        return [uow.grants.of(person.id), (Grant(Role.EXECUTIVE, one.ids[MN]),)]

    held, expected = await database.write(work)
    assert held == expected


async def test_a_district_goes_into_its_province(database: Database) -> None:
    """All below moves up, unresolved initiatives too; its staff do not become the province's; undo restores each."""

    def work(uow: UnitOfWork) -> None:
        one = world(uow)
        uow.submissions.add(unresolved("U7K29QXM", meet(uow, "u"), one.ids), "thu-2021", DAY)
        uow.links.add("STAFFABC", LinkKind.INVITATION, one.ids["04.045"], at=NOON, role=Role.STAFF)
        before = one.seen()
        change = uow.organisation_changes.merge(one.ids["04.045"], one.ids["04"], WHO)
        directory = one.directory
        assert {node.code for node in directory.children(one.ids["04"])} == {"04.042", MN, CT}
        assert uow.grants.of(meet(uow, "district").id) == ()
        assert one.organisation_of("U7K29QXM") == one.ids["04"]
        from bot.facts import find_link

        link = find_link(uow, "STAFFABC", directory, LATER)
        assert link is not None
        assert (link.is_usable, link.ended) == (False, "closed")
        uow.organisation_changes.undo(change.id, WHO)
        assert one.seen() == before

    await database.write(work)


async def test_names_have_their_time(database: Database) -> None:
    """A record shows the name of its day; two names on one day are one change of name; undone, nothing is left of it."""

    def work(uow: UnitOfWork) -> None:
        one, changes = world(uow), uow.organisation_changes
        before, id_ = one.seen(), one.ids[MN]
        first = changes.rename(id_, "Trường Mầm non Hoa Sen", replace(WHO, day=date(2021, 4, 10)))
        second = changes.rename(id_, "Trường Mầm non Hoa Đào", replace(WHO, day=date(2021, 4, 10)))
        third = changes.rename(id_, "Trường Mầm non Hoa Lan", replace(WHO, day=date(2021, 4, 20)))
        days = (date(2021, 4, 9), date(2021, 4, 10), date(2021, 4, 19), date(2021, 4, 20), None)
        names = [one.directory.label(id_, day).removeprefix("Trường Mầm non ") for day in days]
        assert names == ["Hoa Mai", "Hoa Đào", "Hoa Đào", "Hoa Lan", "Hoa Lan"]
        assert type(one.directory.search("mầm non hoa đào", None, "union")).__name__ == "Suggestion"
        rows = initiatives(uow.connection, Question("thu-2021", (id_,)))
        assert {row.organisation_name for row in rows} == {"Trường Mầm non Hoa Mai"}
        with pytest.raises(UnitRefused) as refused:
            changes.undo(first.id, WHO)
        assert refused.value.why is Refusal.LATER_CHANGE
        for change in (third, second, first):
            changes.undo(change.id, WHO)
        assert one.seen() == before

    await database.write(work)


async def test_an_import_keeps_names_and_ends(database: Database) -> None:
    """A list with another name is a change of name; it opens what was closed, but not what was merged."""

    def work(uow: UnitOfWork) -> None:
        one = world(uow)
        uow.organisation_changes.close(one.ids[TH], WHO)
        uow.organisation_changes.merge(one.ids[CT], one.ids[MN], WHO)
        rows = [
            NewOrganisation(TH, "Trường Tiểu học Bình Minh", "union", "04.042"),
            NewOrganisation(MN, "Trường Mầm non Hoa Sen", "union", "04.045", "public_admin"),
            NewOrganisation(CT, "Công ty Thành Công", "union", "04.045", "enterprise"),
        ]
        uow.organisations.add_many(rows, on=date(2021, 4, 10))
        directory = one.directory
        assert directory.label(one.ids[MN], DAY) == "Trường Mầm non Hoa Mai"
        merged, opened = directory.get(one.ids[CT]), directory.get(one.ids[TH])
        assert merged is not None
        assert (merged.is_active, merged.valid_to) == (False, WHO.day)
        assert opened is not None
        assert (opened.is_active, opened.valid_to) == (True, None)
        assert uow.organisation_changes.touched() == {CT, TH}

    await database.write(work)


REFUSED = {
    "a merge with itself": (lambda c, ids: c.merge(ids[MN], ids[MN], WHO), Refusal.ITSELF),
    "a CĐCS into a district": (lambda c, ids: c.merge(ids[MN], ids["04.045"], WHO), Refusal.KIND),
    "a province into its district": (lambda c, ids: c.merge(ids["04"], ids["04.045"], WHO), Refusal.LOOP),
    "a district under its CĐCS": (lambda c, ids: c.move(ids["04.045"], ids[MN], WHO), Refusal.LOOP),
    "a district under a district": (lambda c, ids: c.move(ids["04.045"], ids["04.042"], WHO), Refusal.KIND),
    "where it is": (lambda c, ids: c.move(ids[MN], ids["04.045"], WHO), Refusal.ITSELF),
    "a district with CĐCS closed": (lambda c, ids: c.close(ids["04.045"], WHO), Refusal.HAS_CHILDREN),
    "the same name": (lambda c, ids: c.rename(ids[MN], "Trường Mầm non Hoa Mai", WHO), Refusal.SAME_NAME),
    "a neighbour's name": (lambda c, ids: c.rename(ids[MN], "Công ty TNHH Thành Công", WHO), Refusal.NAME_TAKEN),
    "reopening what is open": (lambda c, ids: c.reopen(ids[MN], WHO), Refusal.ACTIVE),
    "nobody": (lambda c, ids: c.close(10_000, WHO), Refusal.UNKNOWN),
    "nothing to undo": (lambda c, ids: c.undo(10_000, WHO), Refusal.NOTHING),
    "a code twice": (lambda c, ids: c.add(NewOrganisation(MN, "X", "union", "04.045"), WHO), Refusal.CODE_TAKEN),
    "a province in a province": (lambda c, ids: c.add(NewOrganisation("9", "X", "province", "04"), WHO), Refusal.KIND),
    "below nobody": (lambda c, ids: c.add(NewOrganisation("9", "X", "union", "99"), WHO), Refusal.UNKNOWN),
}


@pytest.mark.parametrize(("act", "why"), REFUSED.values(), ids=REFUSED)
async def test_refused(database: Database, act: Any, why: Refusal) -> None:
    """Each for its reason, and nothing changes."""

    def work(uow: UnitOfWork) -> None:
        one = world(uow)
        before = one.seen()
        with pytest.raises(UnitRefused) as refused:
            act(uow.organisation_changes, one.ids)
        assert refused.value.why is why
        assert one.seen() == before

    await database.write(work)


async def test_a_merge_and_a_filing_that_cross(database: Database) -> None:
    """Whichever comes first: the initiative is where it is decided."""
    ids = await database.write(lambda uow: world(uow).ids)

    def file(uow: UnitOfWork, code: str) -> None:
        here = uow.organisations.hold(ids[MN])
        filed = initiative(code, meet(uow, f"author-{code}"), ids, MN if here else CT)
        uow.submissions.add(filed, "thu-2021", DAY)

    for number in range(6):
        code = f"D{number}K29QXM"
        merge = database.write(lambda uow: uow.organisation_changes.merge(ids[MN], ids[CT], WHO))
        filing = database.write(partial(file, code=code))
        for work in asyncio.as_completed([merge, filing] if number % 2 else [filing, merge]):
            await work
        found = await database.read(lambda uow: uow.submissions.get(code))  # noqa: B023
        assert found is not None
        assert found.organisation_id == ids[CT]
        await database.write(lambda uow: undo_last(uow, ids[MN]))


def undo_last(uow: UnitOfWork, organisation_id: int) -> None:
    """Take the last change back."""
    last = uow.organisation_changes.last(organisation_id)
    assert last is not None
    uow.organisation_changes.undo(last.id, WHO)


SECTORS = 8  # nested, so that moves can make the tree deep


@pytest.mark.parametrize("seed", range(2))
async def test_any_changes_and_back(database: Database, seed: int) -> None:
    """Whatever is changed in whatever order: never a loop, never too deep, and undone one by one all is as it was."""

    def work(uow: UnitOfWork) -> int:
        one, chance, changes = world(uow), random.Random(seed), uow.organisation_changes
        for number in range(SECTORS):
            parent = "04" if number % 3 == 0 else f"s{number - 1}"
            row = NewOrganisation(f"s{number}", f"Công đoàn ngành {number}", "sector", parent)
            one.ids[row.code] = changes.add(row, WHO).organisation_id
        before, made = one.seen(), []
        for step in range(40 if uow.connection.dialect.name == "sqlite" else 12):
            node, other = chance.choices(list(one.ids.values()), k=2)
            who = replace(WHO, at=LATER + timedelta(seconds=step))
            acts = (
                lambda n=node, o=other, w=who: changes.merge(n, o, w),
                lambda n=node, o=other, w=who: changes.move(n, o, w),
                lambda n=node, w=who, s=step: changes.rename(n, f"Tên {s}", w),
                lambda n=node, w=who: changes.close(n, w),
                lambda n=node, w=who: changes.reopen(n, w),
            )
            seen = one.seen()
            try:
                change = chance.choices(acts, (4, 4, 1, 1, 1))[0]()
            except UnitRefused:
                assert one.seen() == seen, "what is refused changes nothing"
                continue
            made.append(change)
            check_tree(one.directory, one.ids)
            if chance.random() < 0.4:
                changes.undo(made.pop().id, who)
                assert one.seen() == seen, "undo is the way back"
        for change in reversed(made):
            changes.undo(change.id, WHO)
        assert one.seen() == before
        return len(made)

    assert await database.write(work) > 0


def check_tree(directory: Directory, ids: dict[str, int]) -> None:
    """Every node leads to the root in few enough steps; what is active hangs on what is active."""
    for id_ in ids.values():
        above = directory.ancestors(id_)
        assert len(above) < MOST_LEVELS
        assert id_ not in {node.id for node in above}
        assert id_ == ids["vn"] or above[0].id == ids["vn"]


async def test_depth_is_bounded(database: Database) -> None:
    """A chain grows to the last level and no further, by adding or by moving."""

    def work(uow: UnitOfWork) -> None:
        ids, changes, deepest = plant(uow), uow.organisation_changes, "04"
        for number in range(MOST_LEVELS - 2):
            changes.add(NewOrganisation(f"s{number}", f"Công đoàn {number}", "sector", deepest), WHO)
            deepest = f"s{number}"
        node = uow.connection.execute(
            select(tables.organisations.c.id).where(tables.organisations.c.code == "s0")
        ).scalar_one()
        changes.add(NewOrganisation("t", "Công đoàn T", "sector", "04"), WHO)
        t = next(one.id for one in uow.organisations.all() if one.code == "t")
        for moved, under in ((node, t), (ids[MN], _id(uow, deepest))):
            with pytest.raises(UnitRefused) as refused:
                changes.move(moved, under, WHO)
            assert refused.value.why is Refusal.TOO_DEEP

    await database.write(work)


def _id(uow: UnitOfWork, code: str) -> int:
    return next(one.id for one in uow.organisations.all() if one.code == code)


def test_every_act_is_made_here() -> None:
    """What can be done is tried above."""
    assert {act.value for act in UnitAct} == {"added", "renamed", "closed", "reopened", "moved", "merged"}
