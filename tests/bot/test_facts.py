"""What a turn may know: the tree is loaded once, and what searching it needs is made ready beside the turns."""

import threading

from bot.facts import MANY, FactLoader
from conversations.directory import Directory, Exact
from conversations.district_effects import ContactLine
from conversations.facts import Needs
from storage.database import Database
from storage.repositories.organisation_changes import Who
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork
from tests.builders import CAMPAIGN, CATALOGUE, NOON
from tests.storage.world import DAY, meet, plant


async def test_a_large_tree_is_made_ready_beside_the_turns(database: Database) -> None:
    """The thread ends, the search of the whole tree is there, and the next snapshot knows one union more."""
    loader = FactLoader(CATALOGUE.phrase)

    def fill(uow: UnitOfWork) -> None:
        plant(uow)
        uow.campaigns.put(CAMPAIGN)
        uow.organisations.add_many(
            NewOrganisation(f"04.042.{number:05}", f"Trường Tiểu học {number}", "union", "04.042") for number in range(MANY)
        )

    await database.write(fill)
    before = await database.write(loader.directory)
    assert before is await database.write(loader.directory)
    wait_for_the_search()
    (root,) = before.children(None)
    assert len(before._unions["union", root.id]) >= MANY
    one_more = [NewOrganisation("04.042.moi", "Trường Mới Toanh", "union", "04.042")]
    await database.write(lambda uow: uow.organisations.add_many(one_more))
    after = await database.write(loader.directory)
    wait_for_the_search()
    assert isinstance(after.search("truong moi toanh", root.id, "union"), Exact)


def wait_for_the_search() -> None:
    """Until what is made ready beside the turns is ready."""
    for thread in threading.enumerate():
        if thread.name == "prepare-search":
            thread.join(30)


async def test_a_newer_tree_is_kept(database: Database) -> None:
    """A slow turn that began before gets the tree of its version, and leaves the newer one to the others."""
    loader = FactLoader(CATALOGUE.phrase)

    def read(uow: UnitOfWork) -> None:
        plant(uow)
        uow.campaigns.put(CAMPAIGN)
        present = loader.directory(uow)
        newer = loader._directory = (uow.organisations.version() + 1, CAMPAIGN.span), Directory(())
        assert len(loader.directory(uow)) == len(present)
        assert loader._directory is newer

    await database.write(read)


async def test_the_contact_after_a_merge(database: Database) -> None:
    """A draft remembers the district that is no more: the one that took over answers."""
    loader = FactLoader(CATALOGUE.phrase)

    def read(uow: UnitOfWork) -> None:
        ids = plant(uow)
        uow.campaigns.put(CAMPAIGN)
        asking = meet(uow, "10")
        for code, person in (("04.045", "Nguyễn Văn A"), ("04.042", "Trần Thị B")):
            uow.contacts.put(ids[code], ContactLine.PERSON, person, by=asking.id, at=NOON)
        uow.organisation_changes.merge(ids["04.045"], ids["04.042"], Who(None, NOON, DAY))
        contact = loader.load(uow, asking, Needs(contact=True, workplace=ids["04.045"]), NOON).contact
        assert contact is not None
        assert contact.lines == {ContactLine.PERSON: "Trần Thị B"}

    await database.write(read)
