"""Where the tests of turns take place, on both databases."""

from collections.abc import AsyncIterator

import pytest

from storage.database import open_database
from storage.vault import Vault
from tests.bot.hall import Hall, furnish


@pytest.fixture
async def hall(database_url: str, vault: Vault) -> AsyncIterator[Hall]:
    """On both databases."""
    database = await open_database(database_url, vault)
    await database.write(furnish)
    yield Hall(database)
    await database.close()
