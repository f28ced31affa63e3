"""Takes a list that was found right into the tree: compared again with what is stored now, staged, taken over at once.

Nobody else waits for it: rows are staged a few hundred at a time, and the tree changes in one short transaction.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from secrets import token_hex
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.facts import current_campaign
from bot.imports.ground import Ground, survey
from bot.imports.process import Examined, Job, Tell, examine_apart, nobody, stored_rows, unpacked
from conversations.directory import Organisation
from conversations.validity import seen_from
from storage.database import Database
from storage.errors import DirectoryChanged
from storage.repositories.organisation_changes import Who
from storage.unit_of_work import UnitOfWork

STAGED_AT_ONCE = 500  # rows a transaction
DROPPED_AT_ONCE = 5_000
PAGE = 1_000  # nodes read at once
CODES = 10_000  # or so many codes alone
ATTEMPTS = 5  # when the tree changes meanwhile


class NotRight(Exception):
    """The list does not fit what is stored now; nothing was stored."""

    def __init__(self, examined: Examined) -> None:
        super().__init__()
        self.examined = examined


class Otherwise(Exception):
    """By now the list would do something else than was shown; nothing was stored."""

    def __init__(self, compared: "Compared") -> None:
        super().__init__()
        self.compared = compared


class Compared(Struct, frozen=True):
    """A list that is right, and with what it was compared."""

    rows: bytes  # as `Examined.rows`
    counts: Mapping[str, int]
    version: int  # of the directory
    scopes: tuple[int, ...] | None  # of who wants it taken in; None: the operator
    basis: str = ""  # as `Examined.basis`

    @property
    def is_idle(self) -> bool:
        """Whether all of it is stored already."""
        return not (self.counts["new"] or self.counts["changed"])


class Wish(Struct, frozen=True):
    """A list to take in.

    scopes: asked for again, for rights may change. seal: runs in the transaction that changes the tree, may raise, and
        leaves the trail.
    """

    compared: Compared
    scopes: Callable[[UnitOfWork], tuple[int, ...] | None]
    seal: Callable[[UnitOfWork, Mapping[str, int]], None]
    at: datetime
    by: int | None = None  # None: the operator


async def draw_ground(database: Database, scopes: Sequence[int] | None) -> Ground:
    """What a list is compared with, read a page at a time so that chats go on. Raises: StorageError."""
    for _ in range(ATTEMPTS):
        version = await database.read(lambda uow: uow.organisations.version())
        span = await database.read(lambda uow: current_campaign(uow).span)
        nodes = seen_from({node.id: node for node in await _nodes(database, scopes)}, span).values()
        outside = await _codes_outside(database, scopes) if scopes is not None else []
        if version == await database.read(lambda uow: uow.organisations.version()):
            return await asyncio.to_thread(survey, nodes, scopes, version, outside)
    raise DirectoryChanged


async def _nodes(database: Database, scopes: Sequence[int] | None) -> list[Organisation]:
    nodes: list[Organisation] = []
    while page := await database.read(partial(_page, scopes, nodes[-1].id if nodes else 0)):
        nodes += page
    return nodes


async def _codes_outside(database: Database, scopes: Sequence[int]) -> list[str]:
    codes, last = list[str](), 0
    while page := await database.read(partial(_codes_page, scopes, last)):
        codes += (code for _, code in page)
        last = page[-1][0]
    return codes


def _codes_page(scopes: Sequence[int], after: int, uow: UnitOfWork) -> list[tuple[int, str]]:
    return uow.imports.codes_outside(scopes, after, CODES)


def _page(scopes: Sequence[int] | None, after: int, uow: UnitOfWork) -> list[Organisation]:
    return uow.imports.nodes(scopes, after, PAGE)


async def take_in(
    database: Database, wish: Wish, texts_dir: Path | None = None, tell: Tell = nobody
) -> Mapping[str, int]:
    """Take a list in, all of it or nothing. The same list again changes nothing.

    Args: tell: see `examine_apart`; besides its steps there is "storing".
    Returns: how many were new, changed and unchanged.
    Raises: NotRight, Otherwise, ListClashes, StorageError.
    """
    compared = wish.compared
    for _ in range(ATTEMPTS):
        scopes, version = await database.read(lambda uow: (wish.scopes(uow), uow.organisations.version()))
        if (scopes, version) != (compared.scopes, compared.version):
            compared = await _again(database, compared, scopes, texts_dir, tell)
            if compared.basis != wish.compared.basis and not compared.is_idle:
                raise Otherwise(compared)
        batch = token_hex(12)
        try:
            return await _stored(database, wish, compared, batch, tell)
        except DirectoryChanged:
            continue
        finally:
            await _drop(database, batch)
    raise DirectoryChanged


async def _again(
    database: Database, compared: Compared, scopes: tuple[int, ...] | None, texts_dir: Path | None, tell: Tell
) -> Compared:
    """Compare the list with what is stored by now. Raises: NotRight."""
    ground = await draw_ground(database, scopes)
    examined = await examine_apart(Job(unpacked(compared.rows), ground, texts_dir, copies=False), tell)
    if not examined.is_right:
        raise NotRight(examined)
    left_out = compared.counts["unchanged"]  # of the file; they are not among its rows any more
    counts = {**examined.counts, "unchanged": examined.counts["unchanged"] + left_out}
    return Compared(examined.rows, counts, ground.version, scopes, examined.basis)


async def _stored(database: Database, wish: Wish, compared: Compared, batch: str, tell: Tell) -> Mapping[str, int]:
    rows, new, done = stored_rows(compared.rows), compared.counts["new"], 0
    while some := list(islice(rows, min(STAGED_AT_ONCE, new - done))):
        await database.write(lambda uow: uow.imports.stage(batch, some, wish.at))
        done += len(some)
        await tell("storing", done, new)
    changed = list(rows)

    def take_over(uow: UnitOfWork) -> None:
        if wish.scopes(uow) != compared.scopes:
            raise DirectoryChanged
        if not compared.is_idle:
            uow.imports.take_over(batch, changed, compared.version, Who(wish.by, wish.at, _today(uow, wish.at)))
        wish.seal(uow, compared.counts)

    await database.write(take_over)
    return compared.counts


def _today(uow: UnitOfWork, at: datetime) -> date:
    return at.astimezone(ZoneInfo(current_campaign(uow).time_zone)).date()


async def _drop(database: Database, batch: str) -> None:
    while await database.write(lambda uow: uow.imports.drop(batch, DROPPED_AT_ONCE)) == DROPPED_AT_ONCE:
        pass
