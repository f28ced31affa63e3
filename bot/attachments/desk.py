"""Carries out what a turn asks for about files, in its transaction; and makes the message that brings one."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from bot.channels.protocol import Attachment
from bot.reports import Report
from conversations import codes
from conversations.attached import (
    AttachedFile,
    AttachFiles,
    AttachmentEffect,
    DetachFiles,
    DropAttachments,
    FileKind,
    KeepAttachment,
    SendAttachment,
)
from conversations.effects import Arg, Say
from storage.blobs import BlobGone, Blobs
from storage.database import Database
from storage.errors import Unsealable
from storage.unit_of_work import UnitOfWork


def carry_out(uow: UnitOfWork, person_id: int, effect: AttachmentEffect, most: int, at: datetime) -> Iterator[Say]:
    """Do it. Yields: what has to be said beside what the turn says.

    Args: most: files that a submission may have.
    """
    match effect:
        case KeepAttachment(file):
            uow.attachments.keep(file, person_id, at)
        case AttachFiles(code, ids):
            count = uow.attachments.bind(code, ids, most)
            uow.audit.add(at, person_id, "attached", f"submission:{code}", {"files": count})
            # Two forms may have filled one initiative, or a draft has outlived its files: it must not be believed.
            if missing := set(ids) - {one.id for one in uow.attachments.of((code,)).get(code, ())}:
                yield Say("attachments-missing", {"count": len(missing), "code": codes.shown(code)})
        case DetachFiles(code):
            gone = uow.attachments.unbind(code)
            uow.audit.add(at, person_id, "detached", f"submission:{code}", {"files": gone})
        case DropAttachments(ids):
            uow.attachments.drop_unbound(person_id, ids)


async def fetched(database: Database, blobs: Blobs, wanted: SendAttachment) -> Report:
    """The message with the file; that it is gone, if it is. Raises: StorageError."""
    files = (await database.read(lambda uow: uow.attachments.of((wanted.code,)))).get(wanted.code, [])
    said: dict[str, Arg] = {"code": codes.shown(wanted.code), "number": wanted.number, "count": len(files)}
    gone = Say("attachment-gone", {"code": said["code"], "number": wanted.number})
    if not 1 <= wanted.number <= len(files):
        return Report(gone)
    file = files[wanted.number - 1]
    try:
        content = await asyncio.to_thread(blobs.get, bytes.fromhex(file.blob))
    except (BlobGone, Unsealable):
        return Report(gone)
    return Report(_shown(file, said), Attachment(file.name, file.mime, content))


def _shown(file: AttachedFile, said: dict[str, Arg]) -> Say:
    if file.kind is FileKind.SIGNATURE:
        return Say("attachment-signature", said)
    return Say("attachment-shown", {**said, "name": file.name})
