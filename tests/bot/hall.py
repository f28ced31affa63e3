"""A database with a tree and a campaign, and processes that share it: where the tests of turns take place."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.runner import Runner
from conversations.effects import Text
from conversations.events import Event, TextReceived
from storage import tables
from storage.database import Database
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.set_aside import SetAsideUpdate
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.builders import CAMPAIGN, CATALOGUE, NOON
from tests.storage.world import meet, plant


@dataclass
class Phrases:
    """The catalogue, which fails as often as it is told to."""

    failures: int = 0
    asked: int = 0

    def __call__(self, text: Text) -> str:
        """The wording of a text."""
        if self.asked < self.failures:
            self.asked += 1
            raise RuntimeError("Nguyễn Văn A")  # what people wrote may stand in an exception
        return CATALOGUE.phrase(text)


@dataclass
class Hall:
    """A database with a tree and a campaign, and processes that share it."""

    database: Database
    phrases: Phrases = field(default_factory=Phrases)
    woken: list[None] = field(default_factory=list)
    keys: int = 0

    def runner(self, facts: FactLoader | None = None) -> Runner:
        """A process's runner."""
        return Runner(self.database, facts or FactLoader(self.phrases), lambda: self.woken.append(None), lambda: NOON)

    def update(self, event: Event, user: str = "10") -> Incoming:
        """A new update of an account."""
        self.keys += 1
        return Incoming("telegram", str(self.keys), user, f"chat-{user}", event)

    def said(self, text: str, user: str = "10") -> Incoming:
        """A new update with a text."""
        return self.update(TextReceived(NOON + timedelta(seconds=self.keys), text, self.keys), user)

    async def replies(self, user: str = "10") -> list[str]:
        """The text keys that are owed to a chat, oldest first."""
        return await self.database.write(lambda uow: _owed(uow, f"chat-{user}"))

    async def step(self, user: str = "10") -> str | None:
        """Where an account's dialogue stands."""
        state, _ = await self.database.write(lambda uow: uow.conversations.get(meet(uow, user).id))
        return state.top.step if state.top else None

    async def set_aside(self) -> tuple[SetAsideUpdate, ...]:
        """What waits for the operator."""
        return await self.database.read(lambda uow: uow.set_aside.listed(100))

    async def deeds(self, subject: str) -> list[str]:
        """What was done to a subject."""
        return await self.database.read(lambda uow: [row.action for row in uow.audit.of(subject)])


def _owed(uow: UnitOfWork, chat: str) -> list[str]:
    """What waits for a chat, which is sent by this."""
    columns = tables.outbox.c
    waiting = select(columns.id, columns.content).where(columns.chat == chat, columns.status == "pending")
    found = []
    for row in uow.connection.execute(waiting.order_by(columns.id)):
        content = open_json(uow.vault, row.content, CONTENT_LABEL)
        found.append(content.get("key", content["kind"]))
        uow.outbox.sent(row.id, None, NOON)
    return found


def furnish(uow: UnitOfWork) -> None:
    """Put in what every turn needs."""
    plant(uow)
    uow.campaigns.put(CAMPAIGN)
