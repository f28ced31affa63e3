"""Who is told when an organisation changes, and what: executives, and staff whose role goes over or ends."""

from sqlalchemy import select

from bot.messages import Menu, from_dict, to_dict
from bot.unit_changes import carry_out
from conversations.domain import Role
from conversations.effects import Say
from conversations.units import ChangeUnit, UndoUnit, UnitAct
from storage import tables
from storage.database import Database
from storage.repositories.organisation_changes import Who
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.builders import CATALOGUE
from tests.storage.world import DAY, LATER, appoint, initiative, meet, plant

MN, CT = "04.045.mn", "04.045.ct"


def told(uow: UnitOfWork) -> list[tuple[str, str]]:
    """What is owed: the chat, and the key or the roles of the menu. It is forgotten after that."""
    found = []
    for row in uow.connection.execute(select(tables.outbox).order_by(tables.outbox.c.id)).all():
        content = from_dict(open_json(uow.vault, row.content, CONTENT_LABEL))
        assert isinstance(content, Say | Menu)
        said = content.key if isinstance(content, Say) else f"menu {','.join(content.roles)}"
        if isinstance(content, Say):
            assert CATALOGUE.format(content.key, content.args)
        found.append((row.chat.removeprefix("chat-"), said))
    uow.connection.execute(tables.outbox.delete())
    return sorted(found)


async def test_cards_go_with_the_role_that_a_merge_ends(database: Database) -> None:
    """The staff of a district that goes into its province read no card of it any more; an executive's card stays."""

    def work(uow: UnitOfWork) -> list[str]:
        ids = plant(uow)
        for user, role, code in (("mn", Role.EXECUTIVE, MN), ("district", Role.STAFF, "04.045")):
            appoint(uow, user, role, ids[code])
        for receipt, union, user in (("A7K29QXM", MN, "mn"), ("B7K29QXM", CT, "district")):
            uow.submissions.add(initiative(receipt, meet(uow, "author"), ids, union), "thu-2021", DAY)
            uow.outbox.add("telegram", f"chat-{user}", to_dict(Say("decision-card")), 1, LATER, card=receipt)
        carry_out(uow, ChangeUnit(UnitAct.MERGED, ids["04.045"], ids["04"]), Who(None, LATER, DAY))
        cards = (uow.parking.cards("telegram", f"chat-{user}", ids["04"], LATER) for user in ("mn", "district"))
        return [card for found in cards for _, card in found]

    assert await database.write(work) == ["A7K29QXM"]


async def test_who_is_told(database: Database) -> None:
    """Each change reaches the executives of both sides, never its author; staff learn of the end of their role."""

    def work(uow: UnitOfWork) -> None:
        ids, officer = plant(uow), meet(uow, "officer")
        for user, role, code in (("mn", Role.EXECUTIVE, MN), ("ct", Role.EXECUTIVE, CT), ("district", Role.STAFF, "04.045")):
            appoint(uow, user, role, ids[code])
        uow.submissions.add(initiative("A7K29QXM", meet(uow, "author"), ids), "thu-2021", DAY)
        mine, theirs = Who(officer.id, LATER, DAY), Who(meet(uow, "ct").id, LATER, DAY)
        said = carry_out(uow, ChangeUnit(UnitAct.RENAMED, ids[MN], None, "Trường Mầm non Hoa Sen"), mine)
        assert (said.key, said.args["place"]) == ("unit-done-renamed", "Trường Mầm non Hoa Mai")
        assert told(uow) == [("mn", "unit-told-renamed")]
        for act, key in ((UnitAct.CLOSED, "closed"), (UnitAct.REOPENED, "reopened")):
            carry_out(uow, ChangeUnit(act, ids[MN]), mine)
            assert told(uow) == [("mn", f"unit-told-{key}")]
        said = carry_out(uow, ChangeUnit(UnitAct.MERGED, ids[MN], ids[CT]), theirs)
        assert {name: said.args[name] for name in ("initiatives", "roles", "waiting")} == {
            "initiatives": 1, "roles": 1, "waiting": 1,
        }  # fmt: skip
        assert told(uow) == [("mn", "unit-told-merged")]
        last = uow.organisation_changes.last(ids[CT])
        assert last is not None
        carry_out(uow, UndoUnit(last.id), mine)
        assert told(uow) == [("ct", "unit-told-undone"), ("mn", "unit-told-undone")]
        carry_out(uow, ChangeUnit(UnitAct.MERGED, ids["04.045"], ids["04"]), mine)
        assert told(uow) == [("district", "menu "), ("district", "unit-staff-merged")]
        last = uow.organisation_changes.last(ids["04.045"])
        assert last is not None
        carry_out(uow, UndoUnit(last.id), mine)
        assert told(uow) == [("district", "menu staff"), ("district", "unit-told-undone")]
        carry_out(uow, ChangeUnit(UnitAct.MOVED, ids[MN], ids["04"]), mine)
        assert told(uow) == [("mn", "unit-told-moved")]

    await database.write(work)
