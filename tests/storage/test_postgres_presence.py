"""The connection by which a program is present at PostgreSQL, when it ends at an awkward moment."""

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import make_url, text

from storage.errors import DatabaseAway
from storage.migrations import head_revision
from storage.postgres_presence import PostgresPresence
from tests.postgres import PostgresServer

END_IT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE query = 'SELECT pg_sleep(10)' AND state = 'active' AND datname = current_database()"""


@pytest.mark.parametrize("steps", range(6))
async def test_left_while_it_ends(postgres_url: str, postgres_server: PostgresServer, steps: int) -> None:
    """The server ends the session while it is asked, and some steps of the loop later the program stops: it leaves in peace."""
    presence = PostgresPresence(make_url(postgres_url), head_revision())
    await presence.enter()
    asking = asyncio.create_task(presence._value(text("SELECT pg_sleep(10)")))
    watcher = await postgres_server.connect(postgres_url)
    while not await watcher.fetchval(END_IT):
        assert not asking.done()  # it is on its way
    await presence._is_lost.wait()
    for _ in range(steps):
        await asyncio.sleep(0)
    asking.cancel()
    with suppress(asyncio.CancelledError, DatabaseAway):
        await asking
    await presence.leave()
    await watcher.close()
