"""One admitted socket of the web chat: a reader for what the person says, a writer for what the chat has for it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from aiohttp import WSCloseCode, WSMessage, WSMsgType, web
from msgspec import Struct

from bot.allowance import Allowance
from bot.channels.protocol import Incoming, NotUnderstood
from bot.channels.webchat import WebChannel, Words, read_frame, read_words
from storage.database import Database
from storage.errors import DatabaseAway, DatabaseRefused
from storage.repositories.web import WebMessage

Take = Callable[[Incoming], Awaitable[object]]
log = structlog.get_logger(__name__)
BATCH = 200  # messages read at once
MOST_BATCH = 5000
LONGEST_POLL_SECONDS = 8.0
SHOWN_AT_OPENING = 300  # messages of a long talk that a fresh page gets
STRANGE_FRAMES = 20  # not understood, then the socket is closed
MOST_ITEM = 100  # characters of a frame's id that are sent back
LETTERS_A_UNIT = 10_000  # a text of 100,000 characters uses up as much of the allowance as eleven short ones


class Services(Struct, frozen=True):
    """What every session uses. take: runs a turn and returns when it is committed, else raises."""

    database: Database
    channel: WebChannel
    take: Take
    pace: Allowance  # by chat
    poll_seconds: float  # how often to look for what another process stored


@dataclass(slots=True)
class Seen:
    """What the page has: the newest message and the newest edit."""

    message: int
    edit: int


class Session:
    """A socket that belongs to *chat*."""

    def __init__(self, services: Services, socket: web.WebSocketResponse, chat: str, seen: Seen) -> None:
        self._services, self._socket, self._chat, self._seen = services, socket, chat, seen

    async def run(self, token: str | None) -> None:
        """Talk until one side leaves. token: what the browser has to keep, if it is new.

        Raises: DatabaseAway, ConnectionError.
        """
        said = await self._services.database.read(lambda work: work.web.latest(self._chat, 1))
        welcome = {"type": "welcome", "chat_is_new": not said}
        await send_frame(self._socket, welcome | ({"token": token} if token else {}))
        with self._services.channel.hub.listening(self._chat) as news:
            writer = asyncio.create_task(self._write(news))
            try:
                await self._read()
            finally:
                writer.cancel()
                await asyncio.gather(writer, return_exceptions=True)

    async def _write(self, news: asyncio.Event) -> None:
        try:
            await self._send_unseen()
            await send_frame(self._socket, {"type": "caught_up"})
            pause = self._services.poll_seconds
            while True:
                is_news = await _woken(news, pause)
                is_news = await self._send_unseen() or is_news
                # An idle page asks less and less often: a thousand of them must not keep the database busy.
                pause = self._services.poll_seconds if is_news else min(pause * 1.5, LONGEST_POLL_SECONDS)
        except (ConnectionError, DatabaseAway) as error:
            log.info("chat_socket_ended", error=type(error).__name__)
            await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _send_unseen(self) -> bool:
        messages, seen = await self._unseen(), self._seen
        for message in messages:
            await send_frame(self._socket, message_frame(message, is_new=message.id > seen.message))
        seen.message = max([seen.message, *(message.id for message in messages)])
        seen.edit = max([seen.edit, *(message.edited_seq for message in messages)])
        return bool(messages)

    async def _unseen(self) -> Sequence[WebMessage]:
        chat, seen, limit = self._chat, self._seen, BATCH
        if not seen.message:
            return await self._services.database.read(lambda work: work.web.latest(chat, SHOWN_AT_OPENING))
        while True:
            # All at once: of one half of the edits, the highest number would hide the other half.
            found = await self._after(seen, limit)
            if len(found) < limit or limit >= MOST_BATCH:
                return found
            limit *= 5

    async def _after(self, seen: Seen, limit: int) -> Sequence[WebMessage]:
        message, edit = seen.message, seen.edit
        return await self._services.database.read(lambda work: work.web.after(self._chat, message, edit, limit))

    async def _read(self) -> None:
        strange = 0
        async for message in self._socket:
            try:
                frame = frame_of(message)
                words = read_words(frame)
            except NotUnderstood:
                strange += 1
                await send_error(self._socket, "not_understood", _named_item(message))
                if strange >= STRANGE_FRAMES:
                    break
                continue
            if words is not None:
                await self._said(words)
            elif frame["type"] == "ping":
                await send_frame(self._socket, {"type": "pong"})

    async def _said(self, words: Words) -> None:
        services = self._services
        if not services.pace.take(self._chat, 1 + len(words.text or "") // LETTERS_A_UNIT):
            await send_error(self._socket, "too_fast", words.id)
            return
        incoming = services.channel.incoming(self._chat, words)
        try:
            await services.channel.keep(self._chat, words)
            await services.take(incoming)
        except DatabaseRefused:  # the chat was deleted under us
            await send_error(self._socket, "unknown_chat", None)
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing is committed: the browser says it again
            log.warning("chat_not_taken", error=type(error).__name__)
            await send_error(self._socket, "not_saved", words.id)
        else:
            await send_frame(self._socket, {"type": "taken", "id": words.id})


def message_frame(message: WebMessage, *, is_new: bool) -> dict[str, object]:
    """A stored message as a browser gets it."""
    return {
        "type": "message" if is_new else "edit",
        "id": message.id,
        "mine": message.is_from_person,
        "at": message.created_at,
        "edit": message.edited_seq,
        "rows": [],
        "file": None,
        **message.content,
    }


def frame_of(message: WSMessage) -> dict[str, Any]:
    """What a browser sent. Raises: NotUnderstood."""
    if message.type is not WSMsgType.TEXT:
        raise NotUnderstood
    return read_frame(message.data)


async def send_frame(socket: web.WebSocketResponse, frame: Mapping[str, object]) -> None:
    """Send one frame. Raises: ConnectionError if the browser has gone."""
    await socket.send_str(orjson.dumps(frame).decode())


async def send_error(socket: web.WebSocketResponse, key: str, item: str | None) -> None:
    """Say what could not be done with an item, or with the whole connection; nothing if the browser has gone."""
    if not socket.closed:
        await send_frame(socket, {"type": "error", "key": key, "id": item})


def _named_item(message: WSMessage) -> str | None:
    """The id of what could not be read, so that the browser stops saying it; None if there is none to be had."""
    try:
        item = frame_of(message).get("id")
    except NotUnderstood:
        return None
    return item[:MOST_ITEM] if isinstance(item, str) else None


async def _woken(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await news.wait()
    except TimeoutError:
        return False
    finally:
        news.clear()
