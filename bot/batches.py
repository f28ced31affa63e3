"""What every kind of timer works with: one transaction, and what became of it."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from bot.messages import to_dict
from conversations.directory import Directory
from conversations.domain import Campaign
from conversations.effects import Say
from storage.repositories.outbox_order import BULK
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork

BATCH, PEOPLE = 100, 25  # rows a transaction: for SQLite's turns about a tenth of a second


class Batch(Struct, frozen=True):
    """One transaction with what every kind of timer needs."""

    uow: UnitOfWork
    campaign: Campaign
    directory: Directory
    now: datetime

    def owe(self, to: Address, say: Say, kind: str) -> None:
        """Put a message into the outbox; one of that kind that could not leave yet gives way to it."""
        self.uow.outbox.add(to.channel, to.chat, to_dict(say), BULK, self.now, collapse=kind)


class Done(Struct, frozen=True):
    """What became of a batch."""

    said: int = 0  # messages owed
    has_more: bool = False


Stage = Callable[[Batch], Done]
