"""Our own web chat as a channel: frames in, stored messages out. The sockets themselves live in bot/chat_socket.py."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from msgspec import Struct

from bot.channels.file_types import PAPERS
from bot.channels.protocol import (
    Arrivals,
    Capabilities,
    FileGone,
    FileTooLarge,
    Incoming,
    NotAuthentic,
    NotEditable,
    NotUnderstood,
    Part,
    PartButton,
    RecipientGone,
    Rejected,
    Sent,
    TextUnit,
    Unreachable,
)  # fmt: skip
from bot.files import LIFE, new_token, token_hash
from conversations import actions
from conversations.events import MAX_TEXT, ButtonPressed, Event, Medium, TextReceived
from storage.database import Database
from storage.errors import DatabaseAway, DatabaseRefused
from storage.repositories.web import WebFile
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

NAME = "web"
TOKEN_HEADER = "Web-Chat-Token"  # noqa: S105 - the name of a header
MOST_LABEL = 300  # characters of a pressed button's label that are kept
MOST_ACTION = 256
MOST_SHOWN = 20_000  # characters of an own message that a reload shows; the bot reads all of them
FILE_TYPES = PAPERS | {"image/png", "image/jpeg", "application/zip", "text/csv", "text/plain"}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits, base64url
_ITEM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_CHAT_LABEL = "web_chats.chat"


class Words(Struct, frozen=True):
    """A frame in which a person says something: typed text, or the press of a button."""

    id: str  # drawn by the browser; the same on every resend
    shown: str  # what a reload shows
    text: str | None = None
    action: str | None = None
    message: int | None = None

    def content(self) -> dict[str, Any]:
        """What is stored of it."""
        return {"text": self.shown, "uuid": self.id}


class Hub:
    """Wakes the sockets of a chat in this process when something was stored for it."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def listening(self, chat: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the chat has news."""
        event = asyncio.Event()
        self._waiting.setdefault(chat, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    def wake(self, chat: str) -> None:
        """Tell every socket of the chat to look."""
        for event in self._waiting.get(chat, ()):
            event.set()


class WebChannel:
    """The web chat. A chat is the keyed hash of its browser's token; the token itself is never stored."""

    name = NAME
    capabilities = Capabilities(
        text_limit=8000,
        text_unit=TextUnit.CODE_POINTS,
        caption_limit=8000,
        buttons_per_message=60,
        buttons_per_row=2,
        button_action_bytes=actions.MOST_BYTES,
        can_edit=True,
        has_contact_button=False,
        file_types=FILE_TYPES,
        can_write_first=True,
        repeats_are_safe=True,
        is_noticed=False,
        takes_files=frozenset({Medium.PHOTO, Medium.DOCUMENT}),
    )

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], datetime], public_url: str) -> None:
        """Args: clock: aware UTC now. public_url: without a trailing slash; may be empty."""
        self._database, self._vault, self._clock, self._public_url = database, vault, clock, public_url
        self.hub = Hub()

    def chats(self, token: str) -> tuple[str, ...]:
        """The chats that a token may open: one for every key of SECRET_KEY, the current first; () if malformed."""
        if not _TOKEN.fullmatch(token):
            return ()
        return tuple(hashed.hex() for hashed in self._vault.hashes(token, _CHAT_LABEL))

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """One frame of a browser whose token stands in the header TOKEN_HEADER."""
        chats = self.chats(headers.get(TOKEN_HEADER, ""))
        if not chats:
            raise NotAuthentic
        words = read_words(read_frame(body))
        return [self.incoming(chats[0], words)] if words is not None else []

    def incoming(self, chat: str, words: Words) -> Incoming:
        """What the person said, as the runner takes it. A resend has the same update key."""
        at = self._clock()
        event: TextReceived | ButtonPressed
        if words.text is not None:
            event = TextReceived(at, words.text, order=int(at.timestamp() * 1_000_000))
        else:
            event = ButtonPressed(at, words.action or "", str(words.message) if words.message is not None else None)
        return self.incoming_of(chat, words.id, event)

    def incoming_of(self, chat: str, item: str, event: Event) -> Incoming:
        """What happened in a chat, as the runner takes it. item: the same on every resend."""
        return Incoming(NAME, _update_key(chat, item), user=chat, chat=chat, event=event)

    async def keep(self, chat: str, words: Words) -> None:
        """Store what the person said, so that a reload shows it; the second time nothing happens.

        Raises: StorageError.
        """
        at, key = self._clock(), _update_key(chat, words.id)
        await self._database.write(
            lambda work: work.inbox.add(f"{NAME}-said", key, at) and work.web.add_in(chat, words.content(), at)
        )
        self.hub.wake(chat)

    async def send(self, chat: str, part: Part) -> Sent:
        """Store the part for the chat, or change the earlier message; whoever is connected sees it at once."""
        if len(part.text) > self.capabilities.text_limit:
            raise Rejected("text_too_long")
        try:
            message_id = await (self._change(chat, part) if part.edits is not None else self._add(chat, part))
        except DatabaseAway as error:
            raise Unreachable("database_away", is_unknown=True) from error
        except DatabaseRefused as error:
            raise RecipientGone("no_such_chat") from error
        self.hub.wake(chat)
        return Sent(str(message_id))

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """What was sent through a page of ours, by its token; see the protocol."""
        try:
            file = await self.file(ref)
        except DatabaseAway as error:
            raise Unreachable("database_away") from error
        if file is None:
            raise FileGone("no_such_file")
        if len(file.content) > most_bytes:
            raise FileTooLarge("file_too_large")
        return file.content

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing to do: the socket says "taken"."""

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """The page draws its menu itself."""

    def link(self, code: str) -> str | None:
        """The page that opens the chat with this code."""
        return f"{self._public_url}/chat?c={code}" if self._public_url else None

    async def check(self) -> str:
        """There is nobody to ask: it is served by this program."""
        return ""

    async def arrivals(self) -> Arrivals | None:
        """Nobody holds anything back."""
        return None

    def token_expires_at(self) -> datetime | None:
        """There is no token."""
        return None

    async def file(self, token: str) -> WebFile | None:
        """The file behind a link of ours, unless its 24 hours are over. Raises: StorageError."""
        if not _TOKEN.fullmatch(token):
            return None
        at = self._clock()
        return await self._database.read(lambda work: work.web.get_file(token_hash(token), at))

    async def _add(self, chat: str, part: Part) -> int:
        at, token = self._clock(), new_token()
        content, attachment = part_content(part, token), part.attachment

        def add(work: UnitOfWork) -> int:
            if attachment is not None:
                stored = WebFile(attachment.name, attachment.mime, attachment.content)
                work.web.add_file(token_hash(token), stored, at + LIFE)
            return work.web.add_out(chat, content, at, part.key)

        return await self._database.write(add)

    async def _change(self, chat: str, part: Part) -> int:
        if not (part.edits or "").isdecimal():
            raise NotEditable("no_such_message")
        message_id, content = int(part.edits or 0), part_content(part, None)
        if not await self._database.write(lambda work: work.web.edit(chat, message_id, content)):
            raise NotEditable("no_such_message")
        return message_id


def is_token(text: str) -> bool:
    """Whether *text* has the form of a token of ours."""
    return _TOKEN.fullmatch(text) is not None


def is_item(text: str) -> bool:
    """Whether *text* has the form of what a browser names the things by that it sends."""
    return _ITEM.fullmatch(text) is not None


def read_object(body: bytes | str) -> dict[str, Any]:
    """JSON from a browser. Raises: NotUnderstood if it is no object."""
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotUnderstood from None
    if not isinstance(read, dict):
        raise NotUnderstood
    return read


def read_frame(body: bytes | str) -> dict[str, Any]:
    """A frame as it came. Raises: NotUnderstood if it is no JSON object with a type."""
    frame = read_object(body)
    if not isinstance(frame.get("type"), str):
        raise NotUnderstood
    return frame


def read_words(frame: Mapping[str, Any]) -> Words | None:
    """What a person says with a frame, or None for a frame of another type.

    Raises: NotUnderstood if a field is missing, too long or of the wrong kind.
    """
    match frame:
        case {"type": "text", "id": str(item), "text": str(text)} if _ITEM.fullmatch(item):
            return Words(item, text[:MOST_SHOWN], text=text[:MAX_TEXT])
        case {"type": "press", "id": str(item), "action": str(action), "message": int(message), "label": str(label)}:
            if _ITEM.fullmatch(item) and len(action) <= MOST_ACTION and 0 <= message < 2**63:
                return Words(item, label[:MOST_LABEL], action=action, message=message)
            raise NotUnderstood
        case {"type": "text" | "press"}:
            raise NotUnderstood
    return None


def part_content(part: Part, file_token: str | None) -> dict[str, Any]:
    """What is stored of a part: the fields of the message frame that do not change."""
    content: dict[str, Any] = {"text": part.text, "rows": [[_button(button) for button in row] for row in part.rows]}
    if part.hint is not None:
        content["hint"] = part.hint
    if part.attachment is not None and file_token is not None:
        file = {"url": f"/files/{file_token}", "name": part.attachment.name, "mime": part.attachment.mime}
        content["file"] = file
    return content


def _button(button: PartButton) -> dict[str, Any]:
    # Steering is drawn more quietly than answering.
    is_quiet = isinstance(actions.decode(button.action), actions.Control | actions.Turn)
    return {"label": button.label, "action": button.action} | ({"quiet": True} if is_quiet else {})


def _update_key(chat: str, item: str) -> str:
    return f"{chat}:{item}"  # another browser that draws the same id must not shadow this one
