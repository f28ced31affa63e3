"""A database, a clock and processes that work timers off: what the tests of the timers share."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace
from sqlalchemy import select

from bot.facts import FactLoader
from bot.messages import from_dict
from bot.timers import Timers
from conversations.domain import Role
from conversations.effects import Say
from conversations.reminders import next_reminder
from conversations.state import Frame, State
from storage import tables
from storage.database import Database, open_database
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.outbox_order import BULK
from storage.repositories.people import Person
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, DAY, NOON, appoint, initiative, meet, plant

T = TypeVar("T")
HOUR, DAYS = timedelta(hours=1), timedelta(days=1)
MORNING = NOON - 4.5 * HOUR  # 7:30 in Việt Nam
DRAFT = State((Frame("submission", 1, "phone", {"consent": "1", "full_name": "Nguyễn Văn A", "id_number": "080888999"}),), 1)
Told = tuple[str, str]  # user, text key


@asynccontextmanager
async def processes(url: str, vault: Vault, count: int) -> AsyncIterator[list[Database]]:
    """So many at one server."""
    opened = [await open_database(url, vault) for _ in range(count)]
    yield opened
    for one in opened:
        await one.close()


@dataclass
class World:
    """A database, a clock and a process that works the timers off."""

    database: Database
    now: datetime = NOON
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    seen: int = 0  # outbox rows that were looked at

    def timers(self, database: Database | None = None) -> Timers:
        """The timers of a process of its own."""
        return Timers(database or self.database, FactLoader(lambda text: text.key), lambda: None, lambda: self.now)

    async def round(self, at: datetime | None = None) -> list[Told]:
        """Let it be *at* and work off what is due. Returns: who was told what."""
        self.now = at or self.now
        await self.timers().round()
        return [(user, say.key) for user, say in await self.new()]

    async def new(self) -> list[tuple[str, Say]]:
        """What has been owed since the last look."""
        return await self.database.write(self._new)

    def _new(self, uow: UnitOfWork) -> list[tuple[str, Say]]:
        columns = tables.outbox.c
        unasked = select(tables.outbox).where(columns.id > self.seen, columns.priority == BULK).order_by(columns.id)
        found = []
        for row in uow.connection.execute(unasked):
            say = from_dict(open_json(uow.vault, row.content, CONTENT_LABEL))
            assert isinstance(say, Say)
            found.append((row.chat.removeprefix("chat-"), say))
            self.seen = row.id
        return sorted(found, key=lambda one: (one[1].key, one[0]))

    async def do(self, work: Callable[[UnitOfWork], object]) -> None:
        """Change something."""
        await self.database.write(work)

    async def appoint(self, user: str, role: Role, code: str) -> None:
        """Give somebody a role."""
        self.people[user] = await self.database.write(lambda uow: appoint(uow, user, role, self.ids[code]))

    async def draft(self, user: str, state: State = DRAFT, at: datetime | None = None) -> None:
        """Somebody moves a dialogue on, as a turn does it."""

        def turn(uow: UnitOfWork) -> None:
            person, campaign = meet(uow, user), uow.campaigns.current()
            assert campaign is not None
            _, seen = uow.conversations.get(person.id)
            moved = at or self.now
            uow.conversations.put(person.id, state, seen, moved, next_reminder(state, campaign, moved))

        await self.do(turn)

    async def state(self, user: str) -> State:
        """What is stored of somebody."""
        return (await self.database.write(lambda uow: uow.conversations.get(meet(uow, user).id)))[0]

    async def file(self, code: str, union: str = "04.045.mn", author: str = "a") -> None:
        """Somebody files an initiative now."""

        def filed(uow: UnitOfWork) -> None:
            made = initiative(code, meet(uow, author), self.ids, union)
            uow.submissions.add(replace(made, submitted_at=self.now), CAMPAIGN.code, DAY)

        await self.do(filed)

    async def close_at(self, closes: datetime) -> None:
        """The close of the programme is moved."""
        await self.do(lambda uow: uow.campaigns.move(CAMPAIGN.code, at=self.now, closes=closes))


async def begun(database: Database) -> World:
    """The programme runs, the timers have run once and said nothing."""
    world = World(database)

    def begin(uow: UnitOfWork) -> dict[str, int]:
        uow.campaigns.put(CAMPAIGN)
        return plant(uow)

    world.ids = await database.write(begin)
    assert await world.round() == []
    return world


@dataclass
class Stopping:
    """A database whose process is killed before a certain transaction."""

    inner: Database
    after: int

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Work, while it lives."""
        if not self.after:
            raise ConnectionError
        self.after -= 1
        return await self.inner.write(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read."""
        return await self.inner.read(work)

    async def read_aside(self, work: Callable[[UnitOfWork], T]) -> T:
        """Read."""
        return await self.inner.read_aside(work)

    async def ping(self) -> None:
        """Commit."""
        await self.inner.ping()

    async def close(self) -> None:
        """The inner one is somebody else's."""
