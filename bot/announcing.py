"""Timers that many people hear of: the programme's dates, and CĐCS without an initiative. A batch a transaction."""

from datetime import timedelta

import structlog

from bot import reminders
from bot.batches import BATCH, PEOPLE, Batch, Done
from conversations.cards import deadline
from conversations.domain import OFFICIALS, Role
from conversations.effects import Say
from conversations.reminders import Announcement
from storage.queries import unions_without
from storage.repositories.timers import MISSING, Timer

TOO_LATE = timedelta(hours=24)  # for an announcement
FOR_EXECUTIVES = (Announcement.DOSSIER_SOON, Announcement.DOSSIER_LAST)
log = structlog.get_logger(__name__)


def announce(batch: Batch) -> Done:
    """The programme's dates, to so many people a transaction; who comes next is noted."""
    for timer in batch.uow.timers.due(Announcement, batch.now, 1):
        said = _announce(batch, timer) if _is_wanted(batch, timer) else None
        if said is None:
            batch.uow.timers.done(timer.id, batch.now)
        return Done(said or 0, has_more=True)
    return Done()


def _is_wanted(batch: Batch, timer: Timer) -> bool:
    """Not if it is about an earlier programme, or so late that it says nothing new."""
    is_late = batch.now - timer.due_at > TOO_LATE
    if is_late:
        log.warning("announcement_dropped", kind=timer.kind, campaign=timer.subject)
    return timer.subject == batch.campaign.code and not is_late


def _announce(batch: Batch, timer: Timer) -> int | None:
    """Tell the next people. Returns: messages owed; None when nobody is left."""
    kind = Announcement(timer.kind)
    roles = (Role.EXECUTIVE,) if kind in FOR_EXECUTIVES else OFFICIALS
    listeners = batch.uow.duties.listeners(roles, timer.cursor, BATCH, with_drafts=kind is Announcement.CLOSING)
    if not listeners:
        return None
    addresses = batch.uow.people.addresses(one.person_id for one in listeners)
    for one in listeners:
        if to := addresses.get(one.person_id):
            say = reminders.announcement(kind, batch.campaign, batch.now, is_official=one.is_official)
            batch.owe(to, say, kind.value)
    batch.uow.timers.advance(timer.id, listeners[-1].person_id)
    return len(addresses)


# -- CĐCS without an initiative ------------------------------------------------------------------------------------
def remind_unions(batch: Batch) -> Done:
    """What staff asked for: the executives of so many CĐCS a transaction, as it stands now; none after the close."""
    for timer in batch.uow.timers.due((MISSING,), batch.now, 1):
        said = _remind(batch, timer) if batch.now < batch.campaign.closes else None
        if said is None:
            batch.uow.timers.done(timer.id, batch.now)
        return Done(said or 0, has_more=True)
    return Done()


def _remind(batch: Batch, timer: Timer) -> int | None:
    """Tell the executives of the next CĐCS. Returns: messages owed; None when none is left."""
    uow, campaign = batch.uow, batch.campaign
    unions = unions_without(uow.connection, (timer.scope,), PEOPLE, campaign.code, after=timer.cursor)
    if not unions:
        return None
    said, closes = 0, deadline(campaign, campaign.closes)
    for union in unions:
        place = batch.directory.label(union)
        say = Say("reminder-no-initiative", {"place": place, "name": campaign.name, "closes": closes})
        for to in uow.people.addresses(uow.grants.holders(Role.EXECUTIVE, union)).values():
            batch.owe(to, say, f"{MISSING}:{union}")
            said += 1
    uow.timers.advance(timer.id, unions[-1])
    return said
