"""What a turn owes its own chat and has claimed for this process: sent from memory as soon as it is committed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.channels.protocol import Incoming
from bot.closings import Closing
from bot.messages import Close, Content, to_dict
from storage.repositories.handing import Claim
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

Reply: TypeAlias = tuple[Owed, Content]


class Hands(Protocol):
    """Who sends it: bot/sender.py."""

    def claim(self) -> Claim | None: ...
    def hand_over(self, replies: Sequence[Reply], closings: Sequence[Closing]) -> None: ...


@dataclass(slots=True)
class Leaving:
    """Filled by one run of a turn; worth nothing unless that is committed."""

    claim: Claim | None = None  # None: everything waits in the outbox
    replies: list[Reply] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    is_all: bool = True  # nothing else is owed

    def take(self, uow: UnitOfWork, incoming: Incoming, content: Content, at: datetime) -> bool:
        """Owe a reply that is due now. Returns: False if it has to be owed in the ordinary way."""
        if self.claim is None:
            return False
        owed = uow.handing.add(incoming.channel, incoming.chat, to_dict(content), at, self.claim)
        if owed is None:
            self.is_all = False  # it waits for its turn
        else:
            self.replies.append((owed, content))
        return True

    def close(self, uow: UnitOfWork, incoming: Incoming, close: Close) -> bool:
        """Have a message's buttons taken off. Returns: False if that has to be owed in the ordinary way."""
        if self.claim is None:
            return False
        pressed = uow.outbox.by_message(incoming.channel, incoming.chat, close.message_id)
        if pressed is not None:
            self.closings.append(Closing(pressed, close))
        return True

    def hand_over(self, hands: Hands | None) -> None:
        """It is committed."""
        if hands is not None and (self.replies or self.closings):
            hands.hand_over(self.replies, self.closings)
