"""What a turn owes its own chat and has claimed for this process: sent from memory as soon as it is committed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from bot.answered import shows_when_answered
from bot.channels.protocol import Incoming
from bot.closings import Closing
from bot.messages import Close, Content, to_dict
from bot.outcomes import Mark, Outcomes
from storage.repositories.handing import Claim
from storage.repositories.outbox_rows import Owed
from storage.unit_of_work import UnitOfWork

Reply: TypeAlias = tuple[Owed, Content]


class Hands(Protocol):
    """Who sends it: bot/sender.py."""

    @property
    def outcomes(self) -> Outcomes: ...
    def claim(self) -> Claim | None: ...
    def hand_over(self, replies: Sequence[Reply], closings: Sequence[Closing]) -> None: ...


class Leaving(Struct):
    """Filled by one run of a turn; worth nothing unless that is committed."""

    hands: Hands | None = None  # None: everything waits in the outbox
    claim: Claim | None = None  # the same, for want of room
    handed: list[tuple[Callable[[], Owed | None], Content]] = field(default_factory=list)  # see `Handing.add`
    closings: list[Closing] = field(default_factory=list)
    marks: Sequence[Mark] = ()  # of what had left before
    is_all: bool = True  # nothing else is owed

    @property
    def replies(self) -> list[Reply]:
        """Those that may leave at once; known after the commit."""
        return [(owed, content) for handed, content in self.handed if (owed := handed()) is not None]

    @classmethod
    def by(cls, hands: Hands | None) -> "Leaving":
        """For a run of a turn."""
        return cls(hands, hands.claim() if hands is not None else None)

    def mark(self, uow: UnitOfWork, incoming: Incoming, *, asks_on: bool) -> None:
        """Note with the answer that what was said before has left, so that a kill does not have it said again.

        asks_on: the turn asks something: then it shows without a mark that the question before it was answered.
        """
        unmarked = self._unmarked(incoming)
        self.marks = [mark for mark in unmarked if not (asks_on and shows_when_answered(mark.owed))]
        if self.marks:
            uow.outbox.sent_all([mark.row for mark in self.marks])

    def take(self, uow: UnitOfWork, incoming: Incoming, content: Content, at: datetime) -> bool:
        """Owe a reply that is due now. Returns: False if it has to be owed in the ordinary way."""
        if self.claim is None:
            return False
        owed = uow.handing.add(incoming.channel, incoming.chat, to_dict(content), at, self.claim)
        self.handed.append((owed, content))
        return True

    def close(self, uow: UnitOfWork, incoming: Incoming, close: Close) -> bool:
        """Have a message's buttons taken off. Returns: False if that has to be owed in the ordinary way."""
        if self.hands is None or self.claim is None:
            return False
        says = incoming.shown or self._pressed(uow, incoming, close.message_id)
        if says is not None:
            self.closings.append(Closing(incoming.channel, incoming.chat, close, says))
        return says is not None

    def hand_over(self) -> None:
        """It is committed. Afterwards `is_all` is true or not."""
        if self.hands is None:
            return
        if self.marks:
            self.hands.outcomes.are_marked(self.marks)
        replies = self.replies
        self.is_all = self.is_all and len(replies) == len(self.handed)  # the others wait for their turn
        if replies or self.closings:
            self.hands.hand_over(replies, self.closings)

    def _unmarked(self, incoming: Incoming) -> list[Mark]:
        return self.hands.outcomes.unmarked(incoming.channel, incoming.chat) if self.hands is not None else []

    def _pressed(self, uow: UnitOfWork, incoming: Incoming, message_id: str) -> Owed | None:
        """The message of that id, which the database may not know under it yet."""
        new = next((mark.owed for mark in self._unmarked(incoming) if mark.message_id == message_id), None)
        return new or uow.outbox.by_message(incoming.channel, incoming.chat, message_id)
