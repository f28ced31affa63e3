"""Documents are made while chats go on."""

import asyncio
import threading
from datetime import datetime
from typing import Any

from bot.document_maker import DocumentMaker
from bot.facts import FactLoader
from bot.messages import from_dict, to_dict
from conversations.report_effects import ReportView, SendReminded, SendReport
from storage.database import Database
from tests.bot.hall import furnish
from tests.builders import CATALOGUE, NOON


async def test_reminding_is_counted(database: Database) -> None:
    """When it is sent, from what is stored; it comes out of the outbox as it was owed."""
    await database.write(furnish)
    wanted = from_dict(to_dict(SendReminded((1,), NOON)))
    unused: Any = None
    maker = DocumentMaker(database, FactLoader(CATALOGUE.phrase), CATALOGUE, lambda: NOON, unused, {})
    assert wanted == SendReminded((1,), NOON)
    assert SendReminded((1,)) == from_dict(to_dict(SendReminded((1,))))
    assert isinstance(wanted, SendReminded)
    made = await maker.make(wanted)
    assert "3 CĐCS chưa có cán bộ" in CATALOGUE.format(made.say.key, made.say.args)


async def test_a_table_of_many_rows_lets_turns_go_on(database: Database) -> None:
    """While its rows are read, and while they are written down, other turns are committed."""
    await database.write(furnish)
    reading, writing, others = threading.Event(), threading.Event(), list[bool]()

    def clock() -> datetime:
        """Asked in the middle of reading."""
        reading.set()
        others.append(writing.wait(20))
        return NOON

    unused: Any = None
    maker = DocumentMaker(database, FactLoader(CATALOGUE.phrase), CATALOGUE, clock, unused, {})
    making = asyncio.create_task(maker.make(SendReport(ReportView.EXCEL, (1,))))
    assert await asyncio.to_thread(reading.wait, 20)
    await database.ping()
    writing.set()
    assert (await making).say.key == "report-excel-none"
    assert [True] == others
