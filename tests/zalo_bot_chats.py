"""What people see in the chats of the fake Zalo Bot Platform, and calls of its methods with the ways in which one fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the platform understood it."""

    method: str
    parameters: Mapping[str, Any]

    @property
    def chat(self) -> str | None:
        """The chat it is about."""
        return self.parameters.get("chat_id")


@dataclass(slots=True)
class Failure:
    """A scripted answer. `how`: "answer" (HTTP 200 with ok:false), "status" (the same with the code as HTTP status),
    "hang" for ever, "reset" the connection, "raw" (the body is the description). With `is_applied` the call has its
    effect before."""

    method: str
    code: int = 500
    description: str = "Internal Server Error"
    chat: str | None = None
    times: int = 1
    how: str = "answer"
    is_applied: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def fits(self, call: Call) -> bool:
        """Whether this call is to fail."""
        return self.times > 0 and call.method == self.method and self.chat in {None, call.chat}


class Refused(Exception):
    """The platform says no."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


@dataclass(frozen=True, slots=True)
class Message:
    """One message; nothing here can be changed once it is sent."""

    message_id: str
    text: str
    is_ours: bool  # the bot's
    photo: str = ""  # its address


@dataclass(slots=True)
class Chat:
    """A private chat as the person sees it."""

    chat_id: str
    messages: list[Message] = field(default_factory=list)
    has_written: bool = False  # only then may the bot write

    @property
    def ours(self) -> list[Message]:
        """What the bot wrote, oldest first."""
        return [message for message in self.messages if message.is_ours]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.ours[-1]

    def screen(self) -> str:
        """The chat as text; "> " for what the person wrote."""
        return "\n".join(f"{'' if message.is_ours else '> '}{message.text}" for message in self.messages)


def units(text: str) -> int:
    """The length of a text as the platform counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
