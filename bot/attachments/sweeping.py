"""Removes contents that no row means any more, once a day; one process is enough (see leader.py), several do no harm.

A content is put there before the row that means it, so nothing younger than a day is touched.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from conversations.attached import named_in
from storage.blobs import Blobs
from storage.database import Database
from storage.errors import StorageError, Unsealable
from storage.unit_of_work import UnitOfWork

EVERY_SECONDS = 86_400.0
FIRST_SECONDS = 600.0  # after the start
YOUNG = timedelta(days=1)
LOOKED_AT = 1000  # files in one transaction; more come up the next hour
log = structlog.get_logger(__name__)


def forget_left_over(uow: UnitOfWork, before: datetime) -> int:
    """Drop files that no form means any more, and that are older than *before*. Returns: how many."""
    dropped = 0
    for person, ids in uow.attachments.left_over(before, LOOKED_AT).items():
        with suppress(ValueError, Unsealable):  # who can tell what they mean
            dropped += uow.attachments.drop_unbound(person, set(ids) - meant_by(uow, person))
    return dropped


def meant_by(uow: UnitOfWork, person_id: int) -> frozenset[str]:
    """The files that open forms of a person mean, by their ids.

    Raises: ValueError if a newer program wrote them; Unsealable.
    """
    state, _ = uow.conversations.get(person_id)
    return named_in(frame.answers for frame in state.frames)


async def keep_swept(database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
    """Sweep until cancelled."""
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        try:
            removed = await sweep(database, blobs, clock())
        except StorageError as error:
            log.warning("blobs_not_swept", error=type(error).__name__)
        else:
            log.info("blobs_swept", removed=removed)
        await asyncio.sleep(EVERY_SECONDS)


async def sweep(database: Database, blobs: Blobs, now: datetime) -> int:
    """Look at every content once. Returns: how many were removed. Raises: StorageError."""
    removed, before = 0, now - YOUNG
    folders = blobs.old(before)
    while (names := await asyncio.to_thread(next, folders, None)) is not None:
        known = await database.read(lambda uow: uow.attachments.known(names)) if names else frozenset()
        for name in names:
            if name not in known:
                removed += await asyncio.to_thread(blobs.remove, name, before)  # it may just have come again
    return removed
