"""People on a channel that has a window, and on another one: what the tests of windows share, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import insert, select, update

from bot.channels.protocol import Incoming, Quota, Window
from bot.channels.telegram.channel import CAPABILITIES
from bot.facts import FactLoader
from bot.runner import Runner
from bot.windows import Windows
from conversations.domain import Role
from conversations.events import ButtonPressed, Event, TextReceived
from storage import tables
from storage.database import Database
from storage.repositories.outbox_order import NOTICE
from storage.unit_of_work import UnitOfWork
from tests.builders import CAMPAIGN, CATALOGUE, NOON
from tests.sending import Office, Recorder
from tests.storage.world import appoint, meet, plant

HOUR = timedelta(hours=1)
ROOM = replace(CAPABILITIES, can_edit=False, window=Window())


@dataclass
class Post:
    """A channel "telegram" with a window, another one without, and everything between."""

    database: Database
    office: Office = field(init=False)
    keys: int = 0
    nodes: dict[str, int] = field(default_factory=dict)
    facts: FactLoader = field(default_factory=lambda: FactLoader(CATALOGUE.phrase))

    def __post_init__(self) -> None:
        self.office = Office(self.database, Recorder("telegram", ROOM), Recorder("web"))

    async def open(self) -> "Post":
        """Put in what every turn needs."""

        def furnish(uow: UnitOfWork) -> dict[str, int]:
            uow.campaigns.put(CAMPAIGN)
            return plant(uow)

        self.nodes = await self.database.write(furnish)
        return self

    @property
    def channel(self) -> Recorder:
        """The one with the window."""
        return self.office.channel

    @property
    def now(self) -> datetime:
        """The clock."""
        return self.office.now

    def rule(self, window: Window | None = None, quota: Quota | None = None) -> None:
        """Have other limits."""
        self.channel.capabilities = replace(ROOM, window=window, quota=quota)

    async def meet(self, user: str, hours_ago: float = 0, role: Role | None = None) -> int:
        """Somebody who wrote so long ago. Returns: the person."""

        def work(uow: UnitOfWork) -> int:
            union = self.nodes["04.045.mn"]
            person = appoint(uow, user, role, union) if role else meet(uow, user)
            seen = {"last_seen_at": self.now - hours_ago * HOUR}
            mine = tables.identities.c.person_id == person.id
            uow.connection.execute(update(tables.identities).where(mine).values(**seen))
            return person.id

        return await self.database.write(work)

    async def join(self, person: int, chat: str, channel: str = "web") -> None:
        """The person has another account."""
        row: dict[str, Any] = {"channel": channel, "user_key": chat, "chat": chat, "person_id": person}
        row |= {"is_reachable": True, "last_seen_at": NOON - 900 * HOUR}
        await self.database.write(lambda uow: uow.connection.execute(insert(tables.identities).values(**row)))

    async def owe(self, user: str, *texts: str, priority: int = NOTICE, card: str | None = None) -> int:
        """Owe notices."""
        return await self.office.owe(f"chat-{user}", *texts, priority=priority, card=card)

    async def pass_time(self, hours: float = 0) -> list[str]:
        """Let time pass, and send what is due. Returns: all that the channel has sent by now."""
        self.office.now += hours * HOUR
        await self.office.drain()
        return [text for _, text in self.channel.sent]

    def runner(self) -> Runner:
        """The runner of a process that serves both channels."""
        windows = Windows({"telegram": self.channel, "web": self.office.other})
        return Runner(self.database, self.facts, lambda: None, lambda: self.now, windows=windows)

    async def happens(self, user: str, make: Callable[[datetime, int], Event]) -> None:
        """The person does something; nothing is sent yet."""
        self.keys += 1
        event = make(self.now, self.keys)
        await self.runner().take(Incoming("telegram", str(self.keys), user, f"chat-{user}", event))

    async def read(self) -> None:
        """People get their answers, and whatever was released by what they said."""
        await self.pass_time()
        await self.pass_time(3 / 3600)

    async def says(self, user: str, text: str) -> None:
        """The person writes."""
        await self.happens(user, lambda at, key: TextReceived(at, text, key))
        await self.read()

    async def decides(self, user: str, code: str) -> None:
        """An executive taps on a card, and says that the employer has not agreed yet."""
        await self.happens(user, lambda at, key: ButtonPressed(at, f"d.confirm.{code}.1", str(key)))
        await self.happens(user, lambda at, key: TextReceived(at, "chưa, xác nhận trước", key))
        await self.pass_time()

    async def parked(self) -> int:
        """How many messages wait for people."""
        return await self.database.read(lambda uow: uow.parking.count())

    async def ledger(self) -> list[tuple[str, str, bool]]:
        """Chat, kind, and whether it was a call, of all that was sent unasked."""
        columns = tables.unasked_sends.c
        statement = select(columns.chat, columns.kind, columns.is_call).order_by(columns.id)
        return await self.database.read(lambda uow: [tuple(row) for row in uow.connection.execute(statement)])
