"""Typed workplaces: grouped, moved at once, learnt, taken back; contacts and examples of federations."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.facts import FactLoader
from conversations.directory import Exact, Suggestion
from conversations.district_effects import ContactLine, NewUnion, TypedWorkplace
from conversations.domain import Decision, Field, Role, Status, Submission
from conversations.facts import Contact
from conversations.matching.typed_unions import typed_key
from storage.database import Database
from storage.figures import Question
from storage.queries import by_union, missing_unions, waiting
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.repositories.unions import MOST_CHANGES
from storage.repositories.workplaces import Place
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, LATER, NOON, appoint, initiative, meet, plant, unresolved

KEY = typed_key("Tổ may số 3")
FIRST, SECOND, OTHER, ELSEWHERE, GONE, DECLINED = "A7K29QXM", "B7K29QXM", "C7K29QXM", "D7K29QXM", "E7K29QXM", "F7K29QXM"


class World:
    """A district with six initiatives whose workplace was typed."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow, self.ids = uow, plant(uow)
        self.one, self.two = meet(uow, "a"), meet(uow, "b")
        self.officer = appoint(uow, "officer", Role.STAFF, self.ids["04.045"])
        self.file(FIRST, self.one)
        self.file(SECOND, self.two, "to may so 3")
        self.file(OTHER, self.two, "Thư viện")
        self.file(ELSEWHERE, self.two, federation="04.042")
        self.file(GONE, self.one)
        self.file(DECLINED, self.one)
        uow.submissions.withdraw(GONE, 1, self.one.id, NOON)
        uow.submissions.decide(DECLINED, 1, Decision.REJECT, by_id=self.officer.id, by_name="Lê Văn C", at=NOON, reason="vì sao")
        self.typed = TypedWorkplace(self.ids["04.045"], KEY, "Tổ may số 3")
        self.company = Place(self.ids["04"], self.ids["04.045"], self.ids["04.045.ct"])
        self.origin = Place(self.ids["04"], self.ids["04.045"], None)

    def file(self, code: str, author: object, name: str = "Tổ may số 3", federation: str = "04.045") -> None:
        """One initiative."""
        filed = unresolved(code, author, self.ids, federation)  # type: ignore[arg-type]
        self.uow.submissions.add(replace(filed, answers={**filed.answers, "union_name": name}), CAMPAIGN.code, DAY)

    def get(self, code: str) -> Submission:
        """As it is stored."""
        found = self.uow.submissions.get(code)
        assert found is not None
        return found

    def move(self, code: str = "M5N8P3RK", to: Place | None = None) -> list[str]:
        """The codes that a deed moved."""
        moved = self.uow.workplaces.move(code, self.typed, to or self.company, by=self.officer.id, at=LATER)
        return [one.code for one in moved]


async def test_a_queue(database: Database) -> None:
    """Each workplace once, by district and oldest first; what was declined or withdrawn is not waited for."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        found, has_more = uow.workplaces.waiting([world.ids["04"]])
        assert not has_more
        seen = [(one.federation_id, one.names, one.count, one.authors) for one in found]
        here, there = world.ids["04.045"], world.ids["04.042"]
        assert seen == [(here, ("Tổ may số 3", "to may so 3"), 2, 2), (here, ("Thư viện",), 1, 1), (there, ("Tổ may số 3",), 1, 1)]
        assert [one.names[0] for one in uow.workplaces.waiting([there])[0]] == ["Tổ may số 3"]
        assert uow.workplaces.waiting([]) == ((), False)

    await database.write(work)


async def test_all_move_at_once(database: Database) -> None:
    """CĐCS, revision, reminder; the block stays the author's, and the reports count them there."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        assert world.move() == [FIRST, SECOND, DECLINED]
        assert world.move("N5N8P3RK") == [], "the second one finds nothing"
        moved = world.get(SECOND)
        union = world.ids["04.045.ct"]
        assert (moved.organisation_id, moved.answers["union"], moved.answers.get("union_name")) == (union, str(union), None)
        assert (moved.revision, moved.answers["block"]) == (2, "public_admin")
        assert world.get(ELSEWHERE).organisation_id == world.ids["04.042"]
        assert world.get(GONE).answers["union_name"] == "Tổ may số 3"
        assert {row.action for row in uow.audit.of(f"submission:{FIRST}")} == {"filed", "workplace-resolved"}
        question = Question(CAMPAIGN.code, (world.ids["04.045"],))
        assert {row.organisation_id: row.filed for row in by_union(uow.connection, question).page.rows} == {union: 3, world.ids["04.045"]: 1}
        assert [row.organisation_id for row in missing_unions(uow.connection, question).page.rows] == [world.ids["04.045.mn"]]
        assert {row.union_name for row in waiting(uow.connection, question).page.rows} == {None, "Thư viện"}

    await database.write(work)


async def test_what_was_moved_goes_back(database: Database) -> None:
    """But for what was decided on meanwhile, and only once; what was learnt is forgotten."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        world.move()
        uow.unions.learn_alias(world.ids["04.045.ct"], "Tổ may số 3", "M5N8P3RK")
        uow.submissions.decide(FIRST, 2, Decision.CONFIRM, by_id=world.two.id, by_name="Trần Thị B", at=LATER)
        deed = uow.workplaces.find("", world.officer.id)
        assert deed is not None
        assert deed == uow.workplaces.find("M5N8P3RK", 0)
        assert (deed.federation_id, deed.organisation_id, deed.back, deed.kept) == (world.ids["04.045"], world.ids["04.045.ct"], 2, 1)
        back = uow.workplaces.undo("M5N8P3RK", world.origin, by=world.officer.id, at=LATER)
        assert [one.code for one in back] == [SECOND, DECLINED]
        assert uow.workplaces.undo("M5N8P3RK", world.origin, by=world.officer.id, at=LATER) == ()
        assert (world.get(SECOND).organisation_id, world.get(SECOND).answers["union_name"]) == (world.ids["04.045"], "to may so 3")
        assert world.get(FIRST).status is Status.CONFIRMED
        assert world.get(FIRST).organisation_id == world.ids["04.045.ct"]
        assert uow.workplaces.find("", world.officer.id) is None
        assert [one.learnt for one in uow.organisations.all() if one.code == "04.045.ct"] == [()]
        assert [one.names for one in uow.workplaces.waiting([world.ids["04.045"]])[0]] == [("to may so 3",), ("Thư viện",)]

    await database.write(work)


async def test_what_was_handed_over_and_moved_on_stays(database: Database) -> None:
    """The other district has found the CĐCS: there is nothing to take back."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        assert world.move(to=Place(world.ids["04"], world.ids["04.042"], None)) == [FIRST, SECOND, DECLINED]
        assert world.get(SECOND).answers["union_name"] == "to may so 3"
        theirs = TypedWorkplace(world.ids["04.042"], KEY, "Tổ may số 3")
        school = Place(world.ids["04"], world.ids["04.042"], world.ids["04.042.th"])
        assert len(uow.workplaces.move("N5N8P3RK", theirs, school, by=world.officer.id, at=LATER)) == 4
        deed = uow.workplaces.find("M5N8P3RK", 0)
        assert deed is not None
        assert (deed.back, deed.kept) == (0, 3)

    await database.write(work)


async def test_a_new_union(database: Database) -> None:
    """Created once; when the deed is undone and nothing hangs on it, it is closed again."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        new = NewUnion("04.045.to-may-so-3", "Tổ may số 3", world.ids["04.045"], "enterprise")
        created = uow.unions.create(new)
        assert created is not None
        assert uow.unions.create(new) is None
        to = Place(world.ids["04"], world.ids["04.045"], created)
        uow.workplaces.move("M5N8P3RK", world.typed, to, by=world.officer.id, at=LATER, has_created=True)
        assert uow.workplaces.undo("M5N8P3RK", world.origin, by=world.officer.id, at=LATER)
        assert [one.is_active for one in uow.organisations.all() if one.id == created] == [False]

    await database.write(work)


async def test_an_import_keeps_what_was_learnt(database: Database) -> None:
    """A list that is imported again replaces its own aliases, and changes nothing."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        world.move()
        uow.unions.learn_alias(world.ids["04.045.mn"], "Nhà trẻ Hoa Mai", "M5N8P3RK")
        row = NewOrganisation("04.045.mn", "Trường Mầm non Hoa Mai", "union", "04.045", "public_admin", ("Mầm non Hoa Mai",))
        assert uow.organisations.add_many([row]).unchanged == 1
        assert [(one.aliases, one.learnt) for one in uow.organisations.all() if one.code == row.code] == [(row.aliases, ("Nhà trẻ Hoa Mai",))]

    await database.write(work)


async def test_what_was_learnt_outlives_a_merge(database: Database) -> None:
    """Whoever types it is asked about the heir; what was filed under it meanwhile is the heir's; forgotten if undone."""
    loader = FactLoader(lambda text: text.key)

    def work(uow: UnitOfWork) -> None:
        ids = _begun(uow, loader)
        district, heir = ids["04.045"], ids["04.045.mn"]
        uow.unions.learn_alias(ids["04.045.ct"], "Tổ may số 3", "M5N8P3RK")
        uow.organisation_changes.merge(ids["04.045.ct"], heir, Who(None, NOON, DAY))
        directory = loader.directory(uow)
        assert directory.search("to may so 3", district, "union") == Suggestion(directory.get(heir))  # type: ignore[arg-type]
        assert directory.taught("to may so 3", district) == directory.get(heir)
        assert directory.taught("Công ty TNHH Thành Công", district) is None, "its name, but nobody said so"
        uow.unions.unlearn("M5N8P3RK")
        assert loader.directory(uow).taught("to may so 3", district) is None

    await database.write(work)


async def test_single_changes_are_taken_in(database: Database) -> None:
    """A process that knows the tree reads the nodes that changed; after an import it reads everything."""
    loader = FactLoader(lambda text: text.key)
    world = await database.write(lambda uow: _begun(uow, loader))

    def learn(uow: UnitOfWork) -> None:
        uow.unions.learn_alias(world["04.045.ct"], "Xưởng may Ba Miền", "M5N8P3RK")
        uow.unions.create(NewUnion("04.045.tv", "Thư viện huyện", world["04.045"], "public_admin"))

    def check(uow: UnitOfWork) -> list[str]:
        version = uow.organisations.version()
        changed = uow.unions.changed_between(version - 2, version)
        assert changed is not None
        directory = loader.directory(uow)
        assert isinstance(directory.search("xuong may ba mien", world["04.045"], "union"), Exact)
        assert isinstance(directory.search("thu vien huyen", world["04.045"], "union"), Exact)
        return sorted(one.name for one in changed)

    await database.write(learn)
    assert await database.read(check) == ["Công ty TNHH Thành Công", "Thư viện huyện"]
    more = [NewOrganisation(f"04.045.{n}", f"Tổ {n}", "union", "04.045") for n in range(2)]
    await database.write(lambda uow: uow.organisations.add_many(more))
    nothing = await database.read(lambda uow: uow.unions.changed_between(uow.organisations.version() - 1, uow.organisations.version()))
    assert nothing is None
    assert await database.read(lambda uow: len(loader.directory(uow))) == 10


def _begun(uow: UnitOfWork, loader: FactLoader) -> dict[str, int]:
    world = World(uow)
    world.move()
    uow.campaigns.put(CAMPAIGN)
    loader.directory(uow)
    return world.ids


async def test_what_is_over_is_forgotten(database: Database) -> None:
    """Deeds that nobody can undo, but for those that taught a name; of changes of the tree all but the last ones."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        world.move("A5N8P3RK")
        uow.unions.learn_alias(world.ids["04.045.ct"], "Tổ may số 3", "A5N8P3RK")
        world.typed = replace(world.typed, key=typed_key("Thư viện"))
        world.move("B5N8P3RK")
        assert uow.workplaces.forget_before(LATER) == 0
        assert uow.workplaces.forget_before(LATER + timedelta(seconds=1)) == 5, "four initiatives, one deed"
        taught, forgotten = (uow.workplaces.find(code, world.officer.id) for code in ("A5N8P3RK", "B5N8P3RK"))
        assert taught is not None
        assert (taught.back, taught.kept, forgotten) == (0, 0, None)
        uow.unions.unlearn("A5N8P3RK")
        assert uow.workplaces.forget_before(LATER + timedelta(seconds=1)) == 1
        before = uow.organisations.version()
        for number in range(MOST_CHANGES):
            uow.unions.create(NewUnion(f"04.045.{number}", f"Tổ {number}", world.ids["04.045"], "enterprise"))
        assert uow.unions.forget_old_changes() == 2, "the name, learnt and forgotten"
        assert len(uow.unions.changed_between(before, before + MOST_CHANGES) or ()) == MOST_CHANGES

    await database.write(work)


CONTACT = {ContactLine.PERSON: "Nguyễn Văn A", ContactLine.PHONE: "02063852123"}


@pytest.mark.parametrize(("at", "expected"), {"04.045.mn": "04.045", "04.045": "04.045", "04.042.th": "04", "vn": None}.items())
async def test_the_nearest_contact(database: Database, at: str, expected: str | None) -> None:
    """Of the node or above it; a name alone is nobody to turn to; what is cleared is gone; every change is on record."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        ids, by = world.ids, world.officer.id
        for code in ("04.045", "04"):
            for line, value in CONTACT.items():
                uow.contacts.put(ids[code], line, value, by=by, at=NOON)
        uow.contacts.put(ids["04.042"], ContactLine.NAME, "LĐLĐ Bảo Lâm", by=by, at=NOON)
        uow.contacts.put(ids["04.042"], ContactLine.PHONE, "0912345678", by=by, at=NOON)
        uow.contacts.put(ids["04.042"], ContactLine.PHONE, "", by=by, at=NOON + timedelta(hours=1))
        found = uow.contacts.nearest(ids[at])
        assert found == (Contact(ids[expected], CONTACT) if expected else None)
        assert uow.contacts.of([ids["04.042"]])[ids["04.042"]].lines == {ContactLine.NAME: "LĐLĐ Bảo Lâm"}
        assert len(uow.audit.of(f"organisation:{ids['04.042']}")) == 3

    await database.write(work)


async def test_what_is_filed_under_a_union_is_no_typed_workplace(database: Database) -> None:
    """It is nobody's question."""

    def work(uow: UnitOfWork) -> None:
        ids = plant(uow)
        uow.submissions.add(initiative("A7K29QXM", meet(uow, "a"), ids), CAMPAIGN.code, DAY)
        assert uow.workplaces.waiting([ids["vn"]]) == ((), False)

    await database.write(work)


NEAREST_EXAMPLES = {"04.045.mn": ("district", "province"), "04.042.th": ("province", "province"), "vn": (None, None)}


@pytest.mark.parametrize(("at", "expected"), NEAREST_EXAMPLES.items())
async def test_the_nearest_example(
    database: Database, at: str, expected: tuple[str | None, str | None]
) -> None:
    """By field, of the nearest above that has one; what is taken away is gone; every change is on record."""

    def work(uow: UnitOfWork) -> None:
        world = World(uow)
        ids, by = world.ids, world.officer.id
        for code, field, text in (
            ("04", Field.HEALTH, "province"), ("04", Field.SAFETY, "province"), ("04.045", Field.HEALTH, "old"),
            ("04.045", Field.HEALTH, "district"), ("04.045", Field.SAFETY, "x"), ("04.045", Field.SAFETY, ""),
        ):  # fmt: skip
            uow.examples.put(ids[code], field, text, by=by, at=NOON)
        found = uow.examples.nearest(ids[at])
        assert expected == (found.get(Field.HEALTH), found.get(Field.SAFETY))
        assert uow.examples.of([ids["04.045"], ids["04.042"]]) == {ids["04.045"]: {Field.HEALTH: "district"}}
        details = [row.details for row in uow.audit.of(f"organisation:{ids['04.045']}")]
        assert {"field": "health", "before": "old", "after": "district"} in details

    await database.write(work)


async def test_what_an_initiative_is_worth(database: Database) -> None:
    """Stored as a number and a period, changed and taken away with the description."""

    def work(uow: UnitOfWork) -> list[str | None]:
        ids, author = plant(uow), meet(uow, "author")
        uow.submissions.add(initiative(FIRST, author, ids, benefit="1000000000000000 month"), CAMPAIGN.code, DAY)
        seen = [uow.submissions.get(FIRST)]
        for number, value in enumerate(("2000000 once", "")):
            uow.submissions.decide(
                FIRST, 1 + 2 * number, Decision.REQUEST_CHANGES, by_id=author.id, by_name="B", at=NOON, reason="x",
                asked=("description",),
            )  # fmt: skip
            assert uow.submissions.resubmit(FIRST, 2 + 2 * number, {"benefit": value}, LATER)
            seen.append(uow.submissions.get(FIRST))
        return [one.answers.get("benefit") for one in seen if one is not None]

    assert ["1000000000000000 month", "2000000 once", None] == await database.write(work)
