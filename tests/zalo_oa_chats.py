"""What people see in the chats of the fake Official Account, and the ways in which a call can be made to fail."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    title: str
    kind: str
    payload: Any  # a text, or an object with the address


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded."""

    kind: str  # image or file
    name: str
    content: bytes


@dataclass(slots=True, eq=False)
class Message:
    """One message. Nothing of it ever changes."""

    message_id: str
    text: str
    is_ours: bool  # the account's
    buttons: tuple[Button, ...] = ()
    file: File | None = None
    asks_contact: bool = False

    @property
    def labels(self) -> list[str]:
        """The titles of its buttons."""
        return [button.title for button in self.buttons]


@dataclass(slots=True)
class Chat:
    """A person's chat with the account."""

    user: str
    messages: list[Message] = field(default_factory=list)
    last_interaction: datetime | None = None
    is_follower: bool = True
    billed: int = 0
    name: str = ""  # that the person shows on Zalo

    @property
    def said(self) -> list[Message]:
        """The account's messages, oldest first; the card that asks for a number is not one of them."""
        return [message for message in self.messages if message.is_ours and not message.asks_contact]

    @property
    def last(self) -> Message:
        """The account's newest message."""
        return self.said[-1]

    def screen(self) -> str:
        """The chat as text, one message a line."""
        return "\n".join(
            f"{'' if one.is_ours else '> '}{f'<{one.file.name}> ' if one.file else ''}{one.text} {one.labels or ''}"
            for one in self.messages
        )


@dataclass(slots=True)
class Failure:
    """A planned answer to a path. `how`: "error" with a number and HTTP 200, "status", "hang" for ever, "reset" the
    connection, "raw" (the text is the whole body), "wait" for the gate and then succeed. With `is_applied` the call has its effect before."""

    path: str
    how: str = "error"
    number: int = -200
    status: int = 500
    text: str = ""
    times: int = 1
    user: str | None = None
    after: int = 0  # calls that succeed before
    is_applied: bool = False

    def fits(self, path: str, user: str | None) -> bool:
        """Whether this call is to fail."""
        return self.times > 0 and path.endswith(self.path) and self.user in {None, user}


class Refused(Exception):
    """The API says no."""

    def __init__(self, number: int) -> None:
        super().__init__(f"error {number}")
        self.number = number
