"""What people see in the chats of the fake Bot API: messages, their buttons, the keys below, and every change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BOT_ID = 987654321


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, or a key in place of the phone's keyboard (which has no action)."""

    label: str
    action: str = ""
    is_contact: bool = False


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class File:
    """What was uploaded."""

    name: str
    mime: str
    content: bytes
    is_photo: bool


@dataclass(slots=True, eq=False)
class Message:
    """One message as it is now. `version` grows with each change in its chat."""

    chat: int
    message_id: int
    text: str
    is_ours: bool  # the bot's
    rows: Rows = ()
    file: File | None = None
    is_editable: bool = True  # false for good once it came with keys, or took them away
    is_silent: bool = False
    is_deleted: bool = False
    earlier: list[str] = field(default_factory=list)
    version: int = 0

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return [button.label for row in self.rows for button in row]

    def as_json(self, username: str) -> dict[str, Any]:
        """The message as the Bot API returns it."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "date": 1615350000,
            "chat": chat_json(self.chat),
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "Bot", "username": username},
        }
        if self.file is None:
            return body | {"text": self.text} | self._markup()
        kind = {"file_id": f"file{self.message_id}", "file_unique_id": f"u{self.message_id}"}
        size = {"file_size": len(self.file.content)}
        if self.file.is_photo:
            body["photo"] = [kind | size | {"width": 90, "height": 90}]
        else:
            body["document"] = kind | size | {"file_name": self.file.name, "mime_type": self.file.mime}
        return body | ({"caption": self.text} if self.text else {}) | self._markup()

    def _markup(self) -> dict[str, Any]:
        if not self.rows:
            return {}
        rows = [[{"text": button.label, "callback_data": button.action} for button in row] for row in self.rows]
        return {"reply_markup": {"inline_keyboard": rows}}


@dataclass(slots=True)
class Chat:
    """A private chat (or, with a negative number, a group) as the person sees it."""

    number: int
    messages: list[Message] = field(default_factory=list)
    keys: Rows = ()
    is_blocked: bool = False
    version: int = 0

    @property
    def shown(self) -> list[Message]:
        """What is still there, oldest first."""
        return [message for message in self.messages if not message.is_deleted]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return next(message for message in reversed(self.shown) if message.is_ours)

    def find(self, message_id: int) -> Message | None:
        """A message that is still there."""
        return next((message for message in self.shown if message.message_id == message_id), None)

    def changed_since(self, version: int) -> list[Message]:
        """The bot's messages that are new or were edited after that version, and are still there."""
        return [message for message in self.shown if message.is_ours and message.version > version]

    def touch(self, message: Message) -> None:
        """Record that a message is new or changed."""
        self.version += 1
        message.version = self.version
        if message not in self.messages:
            self.messages.append(message)

    def screen(self) -> str:
        """The chat as text, one message a line: "> " for what the person wrote, buttons in brackets, keys last."""
        lines = [_line(message) for message in self.shown]
        return "\n".join([*lines, *([f"keys {_rows(self.keys)}"] if self.keys else [])])


def read_buttons(markup: Mapping[str, Any]) -> Rows:
    """The buttons of an inline keyboard, or of none."""
    rows = markup.get("inline_keyboard", [])
    return tuple(tuple(Button(button["text"], button.get("callback_data", "")) for button in row) for row in rows)


def read_keys(markup: Mapping[str, Any]) -> Rows:
    """The keys of a reply keyboard, or none."""
    rows = markup.get("keyboard", [])
    return tuple(
        tuple(Button(key["text"], is_contact=key.get("request_contact", False)) for key in row) for row in rows
    )


def chat_json(number: int) -> dict[str, Any]:
    """The chat as it stands in messages."""
    if number < 0:
        return {"id": number, "type": "supergroup", "title": "Công đoàn cơ sở"}
    return {"id": number, "type": "private", "first_name": "Nguyễn Văn A"}


def _line(message: Message) -> str:
    file = f"<{message.file.name}> " if message.file else ""
    buttons = f" {_rows(message.rows)}" if message.rows else ""
    return f"{'' if message.is_ours else '> '}{file}{message.text}{buttons}"


def _rows(rows: Rows) -> str:
    return " ".join("[" + " | ".join(button.label for button in row) + "]" for row in rows)
