"""An installation for the load generator: made, filled beforehand, and read afterwards."""

import asyncio
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.campaign_file import parse
from bot.secret_key import agree_on_keys
from bot.seeding import Seed, plant
from conversations.directory import Directory
from conversations.domain import Grant, Role
from storage.database import open_database, run_in_transaction
from storage.migrations import migrate
from storage.repositories.organisations import NewOrganisation, Organisations
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.benchmarks.filed import records
from tests.benchmarks.filling import Place, fill
from tests.benchmarks.subject import KEY
from tests.program import CAMPAIGN

UNIONS, DISTRICT = 40, "04.045"
# Months to choose from as in a real programme, not all since 2021.
PROGRAMME = CAMPAIGN.replace("applied_to = 2098-12-31", "applied_to = 2021-05-31")
T = TypeVar("T")


def prepare(folder: Path, url: str) -> None:
    """Make it: the programme, forty CĐCS under one district, one executive of all of them in the chat EXEC_CHAT."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "campaign.toml").write_text(PROGRAMME, "utf-8")
    migrate(url)
    executive = os.environ.get("EXEC_CHAT", "99000001")
    _in_database(url, lambda uow: furnish(uow, executive))


def furnish(uow: UnitOfWork, executive: str) -> None:
    """What `prepare` puts into a migrated database."""
    now = datetime.now(UTC)
    agree_on_keys(uow)
    plant(uow, Seed(parse(PROGRAMME, "campaign.toml"), is_demo=False))
    codes = [f"{DISTRICT}.b{number:02}" for number in range(1, UNIONS + 1)]
    uow.organisations.add_many(
        [NewOrganisation(code, f"Trường Tiểu học Số {number}", "union", DISTRICT) for number, code in enumerate(codes, 1)]
    )
    person = uow.people.identify("telegram", executive, executive, now)
    for node in uow.organisations.all():
        if node.code in codes:
            uow.grants.add(person.id, Grant(Role.EXECUTIVE, node.id), None, now)


def dump(url: str) -> None:
    """Print what was filed, one JSON object a line."""
    for record in _in_database(url, records):
        print(json.dumps(record, ensure_ascii=False))  # noqa: T201


def prefill(url: str, count: int) -> None:
    """Put so many initiatives in, all of other districts."""
    tree = Directory(run_in_transaction(url, lambda connection: Organisations(connection).all()))
    places = [
        Place(None, federation.id, province.id, "enterprise")
        for province in tree.provinces()
        for federation in tree.children(province.id)
        if federation.code != DISTRICT
    ]
    fill(url, Vault([KEY]), places, count)


def _in_database(url: str, work: Callable[[UnitOfWork], T]) -> T:
    async def run() -> T:
        database = await open_database(url, Vault([KEY]))
        try:
            return await database.write(work)
        finally:
            await database.close()

    return asyncio.run(run())
