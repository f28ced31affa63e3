"""Files that come through pages of ours: read within bounds, kept under seal, and then fetched like any other file."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import BodyPartReader, StreamReader, web
from msgspec import Struct

from bot.channels.protocol import Incoming
from bot.channels.webchat import WebChannel, Words
from bot.file_requests import has_room, request
from bot.files import new_token, token_hash
from bot.messages import to_dict
from conversations import file_names
from conversations.effects import Say
from conversations.events import MediaReceived, Medium, SentFile
from conversations.sent_files import ATTACHMENT
from storage.database import Database
from storage.repositories.outbox_order import REPLY
from storage.repositories.upload_links import UploadFor
from storage.repositories.web import WebFile
from storage.unit_of_work import UnitOfWork

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
LIFE = timedelta(hours=1)  # of a content that nobody fetches; what is read goes at once
SECONDS, SILENT_SECONDS = 300.0, 20.0  # for all of an upload, and without a byte: a slow line in a factory
# In one process. What counts is the memory, so that somebody who sends slowly keeps nobody else out.
AT_ONCE, MOST_HELD = 60, 200 * MEGABYTE
_MOST_PARTS, _PIECE, _MOST_MIME, _AROUND = 5, 1 << 16, 100, 1 << 14


class Upload(Struct, frozen=True):
    """A file as a browser sent it."""

    name: str  # tidied
    mime: str
    content: bytes


class UploadRefused(Exception):
    """A body that is no file of ours: too_large, empty, no_file, too_slow; or busy: there is no room."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(slots=True)
class Room:
    """What the uploads under way take of the memory."""

    count: int = 0
    held: int = 0  # bytes


@dataclass(slots=True)
class Bounds:
    """Of one upload."""

    room: Room
    most: int
    size: int = 0

    def count(self, more: int) -> None:
        """So many bytes have come. Raises: UploadRefused."""
        self.size += more
        self.room.held += more
        if self.size > self.most:
            raise UploadRefused("too_large")
        if self.room.held > MOST_HELD:
            raise UploadRefused("busy")


class Uploads:
    """Takes uploads in."""

    def __init__(
        self,
        database: Database,
        channel: WebChannel,
        take: Callable[[Incoming], Awaitable[object]],
        clock: Callable[[], datetime],
        wake: Callable[[], None] = lambda: None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Args: take: runs a turn and returns when it is committed. wake: there is a file to fetch, and an answer."""
        self._database, self._channel, self._take = database, channel, take
        self._clock, self._wake, self.most_bytes = clock, wake, most_bytes
        self._room = Room()

    @asynccontextmanager
    async def room(self) -> AsyncIterator[Bounds]:
        """One upload, and the time and the memory that it may take. Raises: UploadRefused."""
        if self._room.count >= AT_ONCE:
            raise UploadRefused("busy")
        bounds = Bounds(self._room, self.most_bytes)
        self._room.count += 1
        try:
            async with asyncio.timeout(SECONDS):
                yield bounds
        except TimeoutError:
            raise UploadRefused("too_slow") from None
        finally:
            self._room.count -= 1
            self._room.held -= bounds.size

    async def from_chat(self, chat: str, item: str, upload: Upload) -> None:
        """A file that was sent in a web chat. item: drawn by the browser; the second time nothing happens.

        Raises: StorageError, and what a turn raises; the browser may send it again.
        """
        at, ref = self._clock(), new_token()
        await self._channel.keep(chat, Words(item, f"Tệp: {upload.name}".strip()))
        await self._database.write(lambda uow: _keep(uow, ref, upload, at))
        medium = Medium.PHOTO if upload.mime.startswith("image/") else Medium.DOCUMENT
        event = MediaReceived(at, medium, SentFile(ref, upload.name, upload.mime, len(upload.content)))
        await self._take(self._channel.incoming_of(chat, item, event))

    async def link(self, token: str) -> UploadFor | None:
        """What a one-time address takes a file for; None if it is over or was used. Raises: StorageError."""
        return await self._database.read(lambda uow: uow.upload_links.find(token_hash(token), self._clock()))

    async def from_page(self, token: str, upload: Upload) -> UploadFor | None:
        """A file for an address, which is used by it. Returns: what it takes still; None if it could not be used.

        Raises: StorageError, UploadRefused; then it still can.
        """
        at = self._clock()
        done = await self._database.write(lambda uow: _use(uow, token, upload, self._channel.name, at))
        self._wake()
        return done


def _keep(uow: UnitOfWork, ref: str, upload: Upload, at: datetime) -> None:
    uow.web.add_file(token_hash(ref), WebFile(upload.name, upload.mime, upload.content), at + LIFE)


def _use(uow: UnitOfWork, token: str, upload: Upload, source: str, at: datetime) -> UploadFor | None:
    wanted = uow.upload_links.use(token_hash(token), at)
    if wanted is None:
        return None
    if not has_room(uow.fetches.open_of(wanted.person_id)):  # the link is not used then, nor is the page told "taken"
        raise UploadRefused("busy")
    ref = new_token()
    _keep(uow, ref, upload, at)
    file = SentFile(ref, upload.name, upload.mime, len(upload.content))
    said = "attachment-being-read" if wanted.purpose == ATTACHMENT else "file-being-read"
    say = request(uow, wanted, source, file, Say(said), at)
    uow.outbox.add(wanted.channel, wanted.chat, to_dict(say), REPLY, at)
    return wanted


async def read_body(given: web.Request, name: str, bounds: Bounds) -> Upload:
    """A file that is the whole body. name: as the browser says. Raises: UploadRefused; ConnectionError if cut off."""
    if (given.content_length or 0) > bounds.most:
        raise UploadRefused("too_large")
    return _checked(name, given.content_type, await _content(given.content, bounds))


async def read_form(given: web.Request, bounds: Bounds) -> Upload:
    """The field "file" of a form. Raises: UploadRefused; ConnectionError if it is cut off."""
    if not given.content_type.startswith("multipart/"):
        raise UploadRefused("no_file")
    if (given.content_length or 0) > bounds.most + _AROUND:
        raise UploadRefused("too_large")
    try:
        reader = await given.multipart()
        for _ in range(_MOST_PARTS):
            part = await reader.next()
            if not isinstance(part, BodyPartReader):
                break
            if part.name == "file" and part.filename:
                mime = part.headers.get("Content-Type", "")
                return _checked(part.filename, mime, await _content(part, bounds))
            await _content(part, bounds)
    except (ValueError, AssertionError):  # no form after all
        raise UploadRefused("no_file") from None
    raise UploadRefused("no_file")


async def _content(source: StreamReader | BodyPartReader, bounds: Bounds) -> bytes:
    pieces = []
    while piece := await _piece(source):
        bounds.count(len(piece))
        pieces.append(piece)
    return b"".join(pieces)


async def _piece(source: StreamReader | BodyPartReader) -> bytes:
    async with asyncio.timeout(SILENT_SECONDS):
        return await (source.read(_PIECE) if isinstance(source, StreamReader) else source.read_chunk(_PIECE))


def _checked(name: str, mime: str, content: bytes) -> Upload:
    if not content:
        raise UploadRefused("empty")
    is_plain = mime.isascii() and mime.isprintable() and len(mime) <= _MOST_MIME
    return Upload(file_names.tidied(name), mime.partition(";")[0].strip().lower() if is_plain else "", content)
