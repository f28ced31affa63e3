"""The demo's people change the tree as real staff may; the next visitor finds the samples as they were planted."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from bot import campaign_file, demo_world
from bot.seeding import DEMO_FEDERATION, DEMO_UNION, Seed, demo_unions, plant
from conversations.directory import Organisation
from conversations.district_effects import Audience, Broadcast, ContactLine, TypedWorkplace
from conversations.domain import Grant, Role
from storage import tables
from storage.database import Database
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.repositories.workplaces import Place
from storage.unit_of_work import UnitOfWork
from tests.storage.world import meet, unresolved

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
SEED = Seed(campaign_file.open_now(campaign_file.builtin(), NOW), is_demo=True)
OTHER, THIRD = f"{DEMO_FEDERATION}.thanhcong", f"{DEMO_FEDERATION}.yte"


def visit(uow: UnitOfWork, name: str) -> int:
    """One visitor's three chats. Returns: the officer."""
    for role in demo_world.ROLES:
        uow.web.create(f"{name}-{role}", NOW, role)
        demo_world.enter(uow, f"{name}-{role}", role, NOW)
    return uow.people.identify("web", f"{name}-staff", f"{name}-staff", NOW).id


def nodes(uow: UnitOfWork) -> dict[str, Organisation]:
    """The tree by codes."""
    return {node.code: node for node in uow.organisations.all()}


def below(uow: UnitOfWork) -> list[tuple[object, ...]]:
    """All that people see of the CĐCS of the demo's district."""
    found = [node for node in uow.organisations.all() if node.code.startswith(f"{DEMO_FEDERATION}.")]
    return [(n.code, n.name, n.aliases, n.is_active, n.valid_to, n.merged_into_id, n.learnt) for n in found]


def spoil(uow: UnitOfWork, officer: int, deed: str) -> None:
    """What a visitor may do: rename, close, merge, import, resolve, set a contact, choose, tell many something."""
    ids, who, changes = {code: node.id for code, node in nodes(uow).items()}, Who(officer, NOW, NOW.date()), uow.organisation_changes
    changes.rename(ids[OTHER], "Tên do khách đặt", who)
    changes.close(ids[THIRD], who)
    uow.organisations.add_many([
        NewOrganisation(f"{DEMO_FEDERATION}.moi", "Đơn vị do khách nhập", "union", DEMO_FEDERATION),
        NewOrganisation(f"{DEMO_FEDERATION}.thay", "Công ty TNHH Vật liệu Thành Công", "union", DEMO_FEDERATION),
        NewOrganisation(f"{DEMO_FEDERATION}.anhduong", "Nhập đè", "union", DEMO_FEDERATION, aliases=("Đè",)),
    ])  # fmt: skip
    made = nodes(uow)[f"{DEMO_FEDERATION}.moi"].id
    changes.rename(made, "Đơn vị do khách đổi", who)
    author = uow.people.identify("web", "a-worker", "a-worker", NOW)
    places = {"04": ids["04"], "04.045": ids[DEMO_FEDERATION]}
    uow.submissions.add(unresolved("A7K29QXM", author, places), SEED.campaign.code, NOW.date())
    submission_id = uow.connection.execute(select(tables.submissions.c.id)).scalar_one()
    chosen = {"submission_id": submission_id, "organisation_id": ids[DEMO_FEDERATION], "score": 90, "reason": "Mới"}
    uow.connection.execute(tables.selections.insert(), chosen | {"by_id": officer, "by_name": "Lê Văn C", "at": NOW})
    uow.broadcasts.begin(Broadcast(ids[DEMO_FEDERATION], Audience.AUTHORS, "Xin chào"), by_id=officer, at=NOW)
    typed = TypedWorkplace(ids[DEMO_FEDERATION], "to may so 3", "Tổ may số 3")
    uow.workplaces.move("M5N8P3RK", typed, Place(ids["04"], ids[DEMO_FEDERATION], made), by=officer, at=NOW, has_created=True)
    row = {"code": deed, "federation_id": ids[DEMO_FEDERATION], "organisation_id": ids[OTHER], "name": "Tổ", "at": NOW}
    uow.connection.execute(tables.resolutions.insert(), row | {"by_id": officer, "has_created": False})
    uow.unions.learn_alias(ids[OTHER], "Tên học được", deed)
    uow.contacts.put(ids[DEMO_FEDERATION], ContactLine.PERSON, "Ai đó", by=officer, at=NOW)
    changes.merge(ids[DEMO_UNION], made, who)


async def test_a_fresh_start(database: Database) -> None:
    """Whatever was done to the tree is taken back; who enters stands where the demo's people belong."""

    def work(uow: UnitOfWork) -> None:
        plant(uow, SEED)
        planted = below(uow)
        for round_ in range(2):
            spoil(uow, visit(uow, "a"), f"M5N8P3R{round_}")
            demo_world.leave_all(uow, NOW)
            assert below(uow) == planted, round_
            for table in (tables.contacts, tables.selections, tables.broadcasts):
                assert uow.connection.execute(select(func.count()).select_from(table)).scalar() == 0, table.name
        visit(uow, "b")
        executive = uow.people.identify("web", "b-executive", "b-executive", NOW)
        assert uow.grants.of(executive.id) == (Grant(Role.EXECUTIVE, nodes(uow)[DEMO_UNION].id),)
        assert (len(planted), {row[3] for row in planted}) == (len(demo_unions()), {True})
        plant(uow, SEED)
        assert below(uow) == planted

    await database.write(work)


async def test_who_enters_after_a_merge(database: Database) -> None:
    """Without a fresh start too: the CĐCS of the demo's executive is opened again."""

    def work(uow: UnitOfWork) -> None:
        plant(uow, SEED)
        ids = nodes(uow)
        officer = visit(uow, "a")
        uow.organisation_changes.merge(ids[DEMO_UNION].id, ids[OTHER].id, Who(officer, NOW, NOW.date()))
        visit(uow, "b")
        assert nodes(uow)[DEMO_UNION].is_active

    await database.write(work)


async def test_nobody_else_is_touched(database: Database) -> None:
    """Where others work or have filed too, what they have entered and changed stays as it is."""

    def work(uow: UnitOfWork) -> None:
        plant(uow, SEED)
        stranger, code = meet(uow, "real"), f"{DEMO_FEDERATION}.that"
        uow.organisations.add_many([
            NewOrganisation(code, "Đơn vị thật", "union", DEMO_FEDERATION),
            NewOrganisation(f"{code}2", "Đơn vị chưa có ai", "union", DEMO_FEDERATION),
        ])  # fmt: skip
        ids = nodes(uow)
        uow.grants.add(stranger.id, Grant(Role.EXECUTIVE, ids[code].id), None, NOW)
        uow.contacts.put(ids[code].id, ContactLine.PERSON, "Nguyễn Văn A", by=stranger.id, at=NOW)
        uow.organisation_changes.rename(ids[code].id, "Đơn vị thật sự", Who(stranger.id, NOW, NOW.date()))
        officer = visit(uow, "a")
        uow.organisation_changes.close(ids[OTHER].id, Who(officer, NOW, NOW.date()))
        demo_world.leave_all(uow, NOW)
        left = nodes(uow)
        assert (left[code].name, left[code].is_active, left[f"{code}2"].is_active) == ("Đơn vị thật sự", True, True)
        assert (len(uow.grants.of(stranger.id)), left[OTHER].is_active) == (1, True)
        assert uow.connection.execute(select(func.count()).select_from(tables.contacts)).scalar() == 1

    await database.write(work)


async def test_others_have_filed(database: Database) -> None:
    """Initiatives of others are enough for the directory to stay."""

    def work(uow: UnitOfWork) -> None:
        plant(uow, SEED)
        uow.organisations.add_many([NewOrganisation(f"{DEMO_FEDERATION}.that", "Đơn vị thật", "union", DEMO_FEDERATION)])
        ids = nodes(uow)
        places = {"04": ids["04"].id, "04.045": ids[DEMO_FEDERATION].id}
        uow.submissions.add(unresolved("A7K29QXM", meet(uow, "real"), places), SEED.campaign.code, NOW.date())
        visit(uow, "a")
        demo_world.leave_all(uow, NOW)
        assert nodes(uow)[f"{DEMO_FEDERATION}.that"].is_active

    await database.write(work)
