"""A file that a turn asked for, as a row that bot/fetching.py works off."""

import secrets
from datetime import datetime

from msgspec.structs import asdict

from bot.channels.protocol import Incoming
from conversations.effects import FetchFile, Say
from conversations.events import SentFile
from storage.repositories.fetches import NewFetch
from storage.repositories.upload_links import UploadFor
from storage.unit_of_work import UnitOfWork

KEPT = "kept"  # the source of what was read before: nothing is fetched but its id
MOST_OPEN = 5  # files of a person that are not read yet


def request_file(uow: UnitOfWork, incoming: Incoming, person_id: int, effect: FetchFile, at: datetime) -> Say:
    """Have the file fetched from the channel that it came by. Returns: what the person is told."""
    here = UploadFor(person_id, incoming.channel, incoming.user, incoming.chat, effect.purpose)
    return request(uow, here, KEPT if effect.is_kept else incoming.channel, effect.file, effect.say, at)


def request(uow: UnitOfWork, upload: UploadFor, source: str, file: SentFile, say: Say, at: datetime) -> Say:
    """Have a file fetched from *source* for a person. Returns: *say*, or that there are too many already."""
    count = uow.fetches.open_of(upload.person_id)
    if not has_room(count):
        return Say("file-too-many", {"count": count})
    new = NewFetch(
        secrets.token_hex(12), upload.person_id, upload.channel, upload.user, upload.chat, source, upload.purpose,
        asdict(file),
    )  # fmt: skip
    uow.fetches.add(new, at)
    return say


def has_room(count: int) -> bool:
    """Whether somebody of whose files so many are not read yet may send another one."""
    return count < MOST_OPEN


async def known_already(ref: str, most: int) -> bytes:
    """The "download" of what was read before: its id."""
    return ref.encode()
