"""Takes a list that was found right into the tree: compared again with what is stored now, staged, taken over at once.

Nobody else waits for it: rows are staged a few hundred at a time, and the tree changes in one short transaction.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex

from bot.imports.ground import Ground, survey
from bot.imports.process import Examined, Job, Tell, examine_apart, nobody, stored_rows, unpacked
from conversations.directory import Organisation
from storage.database import Database
from storage.errors import DirectoryChanged
from storage.unit_of_work import UnitOfWork

STAGED_AT_ONCE = 500  # rows a transaction
DROPPED_AT_ONCE = 5_000
PAGE = 2_000  # nodes read at once
ATTEMPTS = 5  # when the tree changes meanwhile


class NotRight(Exception):
    """The list does not fit what is stored now; nothing was stored."""

    def __init__(self, examined: Examined) -> None:
        super().__init__()
        self.examined = examined


@dataclass(frozen=True, slots=True)
class Wish:
    """A list to take in.

    scopes: asked for each time, for rights may change; None: the operator's. seal: runs in the transaction that
        changes the tree, may raise, and leaves the trail.
    """

    rows: bytes  # as `Examined.rows`
    scopes: Callable[[UnitOfWork], Sequence[int] | None]
    seal: Callable[[UnitOfWork, dict[str, int]], None]
    at: datetime


async def draw_ground(database: Database, scopes: Sequence[int] | None) -> Ground:
    """What a list is compared with, read a page at a time so that chats go on. Raises: StorageError."""
    for _ in range(ATTEMPTS):
        version = await database.read(lambda uow: uow.organisations.version())
        nodes: list[Organisation] = []
        while page := await database.read(
            lambda uow: uow.imports.nodes(scopes, nodes[-1].id if nodes else 0, PAGE)  # noqa: B023
        ):
            nodes += page
        if version == await database.read(lambda uow: uow.organisations.version()):
            return await asyncio.to_thread(survey, nodes, scopes, version)
    raise DirectoryChanged


async def take_in(database: Database, wish: Wish, texts_dir: Path | None = None, tell: Tell = nobody) -> dict[str, int]:
    """Take a list in, all of it or nothing. The same list again changes nothing.

    Args: tell: see `examine_apart`; besides its steps there is "storing".
    Returns: how many were new, changed and unchanged. Raises: NotRight, StorageError.
    """
    for _ in range(ATTEMPTS):
        scopes = await database.read(wish.scopes)
        ground = await draw_ground(database, scopes)
        examined = await examine_apart(Job(unpacked(wish.rows), ground, texts_dir, copies=False), tell)
        if not examined.is_right:
            raise NotRight(examined)
        batch = token_hex(12)
        try:
            return await _stored(database, wish, _Staged(batch, examined, ground.version, scopes), tell)
        except DirectoryChanged:
            continue
        finally:
            await _drop(database, batch)
    raise DirectoryChanged


@dataclass(frozen=True, slots=True)
class _Staged:
    batch: str
    examined: Examined
    version: int
    scopes: Sequence[int] | None


async def _stored(database: Database, wish: Wish, staged: _Staged, tell: Tell) -> dict[str, int]:
    counts = staged.examined.counts
    rows, new, done = stored_rows(staged.examined.rows), counts["new"], 0
    while some := list(islice(rows, min(STAGED_AT_ONCE, new - done))):
        await database.write(lambda uow: uow.imports.stage(staged.batch, some, wish.at))
        done += len(some)
        await tell("storing", done, new)
    changed = list(rows)

    def take_over(uow: UnitOfWork) -> None:
        if wish.scopes(uow) != staged.scopes:
            raise DirectoryChanged
        if new or changed:
            uow.imports.take_over(staged.batch, changed, staged.version)
        wish.seal(uow, counts)

    await database.write(take_over)
    return counts


async def _drop(database: Database, batch: str) -> None:
    while await database.write(lambda uow: uow.imports.drop(batch, DROPPED_AT_ONCE)) == DROPPED_AT_ONCE:
        pass
