"""Operators, a clock, watching processes and what they measure: what the tests of the alarms share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from bot.catalogue import Catalogue
from bot.measuring import ChannelState, Measured, Room
from bot.messages import from_dict
from bot.watch import Direct, Watcher
from conversations.domain import Role
from conversations.effects import Arg, Say, Text
from storage import tables
from storage.database import Database
from storage.errors import DatabaseAway
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from storage.vitals import Queue, Vitals
from tests.sending import Recorder
from tests.storage.world import NOON, appoint, meet, plant

GIB = 1 << 30
ROUND = timedelta(seconds=30)
FINE = Vitals({REPLY: Queue(), NOTICE: Queue(), BULK: Queue()}, 0, 0, 0, 0, 0, None, None, None, None)
WELL = Measured(NOON, FINE, 0, {"telegram": ChannelState(), "web": ChannelState()}, Room(90 * GIB, 100 * GIB), 0.0)


@dataclass
class Watched:
    """A database with operators, whatever is measured, and a clock that tests move."""

    database: Database
    now: datetime = NOON
    measured: Measured = WELL
    is_away: bool = False
    channel: Recorder = field(default_factory=lambda: Recorder("telegram"))
    seen: int = 0

    def watcher(self, measured: Callable[[], Measured] | None = None, database: Database | None = None) -> Watcher:
        """A process of its own; *measured*: what it sees, if that is not what all see; *database*: its own door."""

        async def look() -> Measured:
            if self.is_away:
                raise DatabaseAway("closed")
            return replace(measured() if measured else self.measured, at=self.now)

        direct = Direct({"telegram": self.channel}, Catalogue())
        return Watcher(database or self.database, look, direct, lambda: None, lambda: self.now)

    def suffer(self, **changes: object) -> None:
        """From now on the queues look like this."""
        self.measured = replace(self.measured, vitals=replace(self.measured.vitals, **changes))

    def recover(self) -> None:
        """Everything is well again."""
        self.measured = WELL

    async def rounds(self, watcher: Watcher, count: int = 1, length: timedelta = ROUND) -> list[str]:
        """Let time pass round by round. Returns: what a new message says, each as one line; see `shown`."""
        for _ in range(count):
            self.now += length
            await watcher.round()
        return await self.told()

    async def told(self, chat: str = "chat-op") -> list[str]:
        """The messages that have been owed to a chat since the last look."""
        return [shown(say) for say in await self.database.read(lambda uow: self._new(uow, chat))]

    def _new(self, uow: UnitOfWork, chat: str) -> list[Say]:
        columns = tables.outbox.c
        fresh = select(tables.outbox).where(columns.id > self.seen, columns.chat == chat).order_by(columns.id)
        found = []
        for row in uow.connection.execute(fresh):
            assert (NOTICE, "alarms") == (row.priority, row.collapse)
            say = from_dict(open_json(uow.vault, row.content, CONTENT_LABEL))
            assert isinstance(say, Say)
            found.append(say)
            self.seen = row.id
        return found

    async def names(self) -> list[str]:
        """The open alarms."""
        return [alarm.name for alarm in await self.database.read(lambda uow: uow.alarms.open())]


def shown(say: Say) -> str:
    """ "alarms-less -alarm-title-spool +alarm-disk(7)": what is over, then what is open with its figure."""
    over = [f"-{_inner(line).key}" for line in _lines(say.args.get("over", ()))]
    opened = [f"+{_inner(line).key}({_inner(line).args['figure']})" for line in _lines(say.args.get("lines", ()))]
    return " ".join([say.key, *over, *opened])


def _lines(arg: Arg) -> tuple[Text, ...]:
    assert isinstance(arg, tuple)
    return tuple(line for line in arg if isinstance(line, Text))


def _inner(line: Text) -> Text:
    inner = line.args["text"]
    assert isinstance(inner, Text)
    return inner


async def begun(database: Database, *operators: str) -> Watched:
    """The operators hold their role; a worker and an officer are there too, who are never told."""

    def begin(uow: UnitOfWork) -> None:
        ids = plant(uow)
        for name in operators:
            appoint(uow, name, Role.OPERATOR, ids["vn"])
        appoint(uow, "officer", Role.STAFF, ids["04.045"])
        meet(uow, "worker")

    await database.write(begin)
    return Watched(database)
