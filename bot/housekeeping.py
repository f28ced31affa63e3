"""Drops what is over, once an hour: what was set aside, old files; once a day updates that cannot come again,
delivered messages, whose an initiative of two years ago was, and drafts of a programme that is long over.

And keeps the sums of reports up to date, once a minute, and gives initiatives of older programs their sketches.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot import entry_desk
from bot.attachments.sweeping import forget_left_over
from bot.erasing import forget_authors, forget_drafts
from bot.facts import current_campaign
from conversations.accounts import UNDO_WITHIN
from storage.database import Database
from storage.errors import StorageError
from storage.repositories import outbox_over
from storage.repositories.sums import FOLDED_AT_ONCE
from storage.unit_of_work import UnitOfWork

EVERY_SECONDS = 3600.0
BATCHES_EVERY = 24  # times: all keys are read for it
FOLD_SECONDS = 60.0  # reports read what is not folded yet along: some thousand notes cost them milliseconds
SWEPT_AT_ONCE = 1000  # 10 ms
SKETCHED_AT_ONCE = 100  # 20 ms, for which turns wait
UPDATES_KEPT = timedelta(days=14)  # platforms repeat an update for a day at the most
MESSAGES_KEPT = timedelta(days=180)  # delivered ones, also on our pages; buttons are pressed while a campaign lasts
PARKED_KEPT = timedelta(days=60)  # what waits for somebody who never writes again
ORDERS_KEPT = timedelta(days=30)  # of posters; their files go after a day
LEDGER_KEPT = timedelta(days=62)  # of what was sent unasked; windows look back for days
STAGED_KEPT = timedelta(days=1)  # rows of a list whose import was broken off
SET_ASIDE_KEPT = timedelta(days=180)  # what a retry would do after that is nobody's wish any more
WRONG_CODES_KEPT = timedelta(days=1)  # only the last hour counts
REQUESTS_KEPT = timedelta(days=180)  # for a role; the audit trail keeps who decided
DEEDS_KEPT = timedelta(days=7)  # with typed workplaces; they can be undone for an hour
FILES_KEPT = timedelta(days=30)  # of drafts that nobody goes on with
log = structlog.get_logger(__name__)


def sweep(uow: UnitOfWork, now: datetime) -> int:
    """Delete what is over at *now*. Returns: rows deleted."""
    if dropped := uow.parking.drop_before(now - PARKED_KEPT):
        uow.audit.add(now, None, "parked-dropped", "outbox", {"messages": dropped})
    return (
        uow.set_aside.forget_before(now - SET_ASIDE_KEPT)
        + uow.web.forget_files_before(now)
        + uow.poster_orders.forget_before(now - ORDERS_KEPT)
        + uow.rate_limits.forget_full(now)
        + uow.fetches.forget_before(now - UPDATES_KEPT)
        + uow.received_files.forget_before(now)
        + uow.upload_links.forget_before(now)
        + uow.imports.forget_before(now - STAGED_KEPT)
        + uow.unasked.forget_before(now - LEDGER_KEPT)
        + uow.wrong_codes.forget_before(now - WRONG_CODES_KEPT)
        + uow.joins.forget_before(now, now - UNDO_WITHIN)
        + entry_desk.sweep(uow, lambda: current_campaign(uow), now)
        + uow.role_requests.forget_before(now - REQUESTS_KEPT)
        + uow.workplaces.forget_before(now - DEEDS_KEPT)
        + uow.unions.forget_old_changes()
        + forget_left_over(uow, now - FILES_KEPT)
    )


async def sweep_by_batches(database: Database, now: datetime, most: int = SWEPT_AT_ONCE) -> int:
    """Delete what every turn leaves behind, *most* rows a transaction: turns wait for none. Returns: rows deleted."""
    updates, messages = await _sweep_updates(database, now, most), await _sweep_messages(database, now, most)
    return updates + messages + await _sweep_pages(database, now, most)


async def _sweep_updates(database: Database, now: datetime, most: int) -> int:
    done, keys = 0, [("", "", now)]

    def expired(uow: UnitOfWork) -> list[tuple[str, str, datetime]]:
        channel, key, _ = keys[-1]
        return uow.inbox.expired(now - UPDATES_KEPT, now - MESSAGES_KEPT, most, (channel, key))

    while keys := await database.read_aside(expired):
        done += await database.write(lambda uow: uow.inbox.forget_all(keys))
    return done


async def _sweep_messages(database: Database, now: datetime, most: int) -> int:
    done, ids = 0, [0]
    below = await database.read_aside(lambda uow: outbox_over.first_since(uow.connection, now - MESSAGES_KEPT, now))
    while ids := await database.read_aside(lambda uow: outbox_over.over(uow.connection, below, most, ids[-1])):
        done += await database.write(lambda uow: outbox_over.forget(uow.connection, ids))
    return done


async def _sweep_pages(database: Database, now: datetime, most: int) -> int:
    done, ids = 0, [0]
    while ids := await database.read_aside(lambda uow: uow.web.over(now - MESSAGES_KEPT, most, ids[-1])):
        done += await database.write(lambda uow: uow.web.forget(ids))
    return done


async def keep_house(database: Database, clock: Callable[[], datetime]) -> None:
    """Sweep until cancelled; one process is enough (see leader.py), several do no harm."""
    until_batches = 0
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            dropped = await database.write(lambda uow: sweep(uow, clock())) + await end_entries(database, clock())
            if until_batches == 0:
                dropped += await sweep_by_batches(database, clock())
                dropped += await forget_authors(database, clock()) + await forget_drafts(database, clock())
                until_batches = BATCHES_EVERY
            until_batches -= 1
        except StorageError as error:
            log.warning("not_swept", error=type(error).__name__)
        else:
            log.info("swept", rows=dropped)


async def end_entries(database: Database, now: datetime) -> int:
    """End all that nobody has confirmed in time, a batch a transaction. Returns: how many."""
    done = 0
    while ended := await database.write(lambda uow: entry_desk.end(uow, now)):
        done += ended
    return done


async def keep_sums(database: Database) -> None:
    """Fold the notes of changes into the sums until cancelled; one process is enough, several do no harm."""
    while True:
        await asyncio.sleep(FOLD_SECONDS)
        try:
            await fold(database)
        except StorageError as error:
            log.warning("not_folded", error=type(error).__name__)


async def keep_sketches(database: Database) -> None:
    """Give what was filed by older programs its sketch (see likenesses.py), until cancelled."""
    while True:
        try:
            await sketch(database)
        except StorageError as error:
            log.warning("not_sketched", error=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


async def sketch(database: Database) -> int:
    """Make all sketches that are missing, a batch a transaction. Returns: how many."""
    done = 0
    while made := await database.write(lambda uow: uow.likenesses.sketch_missing(SKETCHED_AT_ONCE)):
        done += made
    return done


async def fold(database: Database) -> None:
    """Fold all notes, a batch a transaction; where there are none, nothing is written."""
    while await database.read(lambda uow: uow.sums.has_notes()):
        if await database.write(lambda uow: uow.sums.fold()) < FOLDED_AT_ONCE:
            break
