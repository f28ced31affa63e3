"""What a turn may know: the tree is loaded once, and what searching it needs is made ready beside the turns."""

import threading

from bot.facts import MANY, FactLoader
from conversations.directory import Exact
from storage.database import Database
from storage.repositories.organisations import NewOrganisation
from storage.unit_of_work import UnitOfWork
from tests.builders import CAMPAIGN, CATALOGUE
from tests.storage.world import plant


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
