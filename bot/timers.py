"""Works off what has come due, a batch a transaction: looked up, owed to the outbox and ticked off in one commit.

Any process may do it at any time, several at once too: rows that one of them holds are skipped by the others, and a
process that is killed leaves no trace of its batch. What came due while nothing ran is looked at as it is now, so a
day of silence ends with one message a person and kind, not with everything that was missed.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache

import structlog
from msgspec import Struct

from bot import reminders
from bot.announcing import announce, remind_unions
from bot.batches import BATCH, PEOPLE, Batch, Done, Stage
from bot.broadcasting import tell_many
from bot.facts import FactLoader
from bot.resolving import CALL_GAP, WORKPLACES, notice
from conversations.directory import Directory
from conversations.domain import Campaign, Role
from conversations.effects import Say
from conversations.reminders import (
    DECIDE_AFTER,
    ESCALATE_AFTER,
    after_reminder,
    announcements,
    is_daytime,
    next_morning,
    next_reminder,
)  # fmt: skip
from conversations.reminders import draft as draft_of
from storage.database import Database
from storage.errors import StorageError
from storage.repositories.conversations import DueDraft
from storage.repositories.duties import DueDecision, WaitingFor
from storage.repositories.people import Address
from storage.repositories.timers import Timer
from storage.unit_of_work import UnitOfWork

EVERY_SECONDS = 20.0
MOST_BATCHES = 1000  # of one kind a round; what is left comes with the next
DECISIONS, ESCALATION, MORNING = "decisions", "escalation", "morning"
EVERYBODY = "all"  # the subject of the morning
# How long a person is left alone after such a message, whatever else comes due meanwhile: it is in the next one.
GAPS = {DECISIONS: timedelta(hours=6), ESCALATION: timedelta(hours=20), WORKPLACES: CALL_GAP}
UNREADABLE_FOR = timedelta(days=1)  # until a state that cannot be opened is looked at again
log = structlog.get_logger(__name__)


class Timers:
    """Works the timers off until it is cancelled."""

    def __init__(
        self, database: Database, facts: FactLoader, wake_sender: Callable[[], None], clock: Callable[[], datetime]
    ) -> None:
        self._database, self._facts, self._wake, self._clock = database, facts, wake_sender, clock
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something has come due at once."""
        self._news.set()

    async def run(self) -> None:
        """A round now and then, until cancelled; a round that fails is begun anew."""
        while True:
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - whatever it is, the timers go on
                log.warning("timers_not_run", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._news.wait()
            self._news.clear()

    async def round(self) -> int:
        """Work off what is due now. Returns: messages owed. Raises: StorageError; what was committed stays."""
        now, said = self._clock(), 0
        campaign = await self._database.write(lambda uow: plan(uow, now))
        if campaign is None or not is_daytime(now, campaign):
            return 0
        for stage in STAGES:
            said += await self._worked_off(stage, campaign)
        if said:
            log.info("reminded", messages=said)
            self._wake()
        return said

    async def _worked_off(self, stage: Stage, campaign: Campaign) -> int:
        """All batches of a kind, as long as it is day: many of them may take until the evening."""
        said = 0
        for _ in range(MOST_BATCHES):
            now = self._clock()
            if not is_daytime(now, campaign):
                break
            done = await self._database.write(lambda uow: stage(self._batch(uow, campaign, now)))  # noqa: B023
            said += done.said
            if not done.has_more:
                break
        return said

    def _batch(self, uow: UnitOfWork, campaign: Campaign, now: datetime) -> Batch:
        return Batch(uow, campaign, self._facts.directory(uow), now)


def plan(uow: UnitOfWork, now: datetime) -> Campaign | None:
    """Bring the timers of the programme in line with its dates, which may have moved. Returns: the programme."""
    campaign = uow.campaigns.current()
    if campaign is None:
        return None
    planned = {kind: timer.due_at for kind, timer in uow.timers.of(campaign.code).items()}
    moved = {kind: at for kind, at in announcements(campaign).items() if planned.get(kind) != at}
    for kind, at in moved.items():
        uow.timers.plan(kind.value, campaign.code, at, now)
    if moved:
        uow.conversations.review_drafts(now)
    morning, daily = next_morning(now, campaign), uow.timers.of(EVERYBODY).get(MORNING)
    if daily is None or daily.due_at > morning:  # the latter if the clock was wrong for a while
        uow.timers.plan(MORNING, EVERYBODY, morning, now)
    return campaign


# -- drafts --------------------------------------------------------------------------------------------------------
def remind_of_drafts(batch: Batch) -> Done:
    """Everybody whose draft has waited long enough."""
    due = batch.uow.conversations.due(batch.now, BATCH)
    addresses = batch.uow.people.addresses(one.person_id for one in due)
    said = [_remind_of_draft(batch, one, addresses.get(one.person_id)) for one in due]
    return Done(sum(said), len(due) == BATCH)


def _remind_of_draft(batch: Batch, one: DueDraft, to: Address | None) -> bool:
    conversations, campaign, now = batch.uow.conversations, batch.campaign, batch.now
    try:
        state, seen = conversations.get(one.person_id)
    except (StorageError, ValueError) as error:  # its key is gone, or a newer program wrote it
        log.warning("draft_unreadable", person=one.person_id, error=type(error).__name__)
        conversations.remind(one.person_id, now + UNREADABLE_FOR)
        return False
    frame, due_at = draft_of(state), next_reminder(state, campaign, one.updated_at)
    if frame is None or due_at is None or due_at > now or now >= campaign.closes or to is None:
        is_ahead = due_at is not None and due_at > now
        conversations.mark(one.person_id, state, due_at if is_ahead else None)
        return False
    batch.owe(to, reminders.draft(frame, campaign, batch.directory, now), "draft")
    state = after_reminder(state, campaign, now)
    conversations.put(one.person_id, state, seen, now, next_reminder(state, campaign, now))
    return True


# -- decisions -----------------------------------------------------------------------------------------------------
def call_deciders(batch: Batch) -> Done:
    """Submissions that nobody has decided on: those who may decide are called, after a while those above too."""
    uow, now = batch.uow, batch.now
    due = uow.duties.due(now, BATCH)
    if due:
        first = [one for one in due if one.changed_at + DECIDE_AFTER <= now and _is_first(one)]
        last = [one for one in due if one.changed_at + ESCALATE_AFTER <= now]
        staff = StaffTree(uow.duties.staff(), batch.directory)
        executives = uow.duties.executives({one.organisation_id for one in first if one.has_executives})
        instead = (staff.over(one.organisation_id) for one in first if not one.has_executives)
        uow.timers.call(DECISIONS, executives.union(*instead), now, GAPS[DECISIONS])
        above = (staff.over(one.organisation_id, skipped=not one.has_executives) for one in last)
        uow.timers.call(ESCALATION, set().union(*above), now, GAPS[ESCALATION])
    for one in due:
        uow.duties.remind(one.id, _next_look(one, now))
    return Done(has_more=len(due) == BATCH)


def call_in_the_morning(batch: Batch) -> Done:
    """Once a day: everybody for whom something waits."""
    uow, now = batch.uow, batch.now
    for timer in uow.timers.due((MORNING,), now, 1):
        staff = StaffTree(uow.duties.staff(), batch.directory)
        instead = (staff.over(organisation_id) for organisation_id in uow.duties.left_to_staff())
        uow.timers.call(DECISIONS, uow.duties.busy_executives().union(*instead), now, GAPS[DECISIONS])
        uow.timers.done(timer.id, now, next_morning(now, batch.campaign))
    return Done()


def tell_called(batch: Batch) -> Done:
    """Everybody who was called, by one message that says how things stand now."""
    timers = batch.uow.timers.due(GAPS, batch.now, PEOPLE)
    addresses = batch.uow.people.addresses(timer.person_id for timer in timers)
    said, below = 0, cache(batch.uow.duties.waiting_below)  # colleagues have the same scopes
    for timer in timers:
        say = _called(batch, timer, below)
        if say is not None and (to := addresses.get(timer.person_id)):
            batch.owe(to, say, timer.kind)
            said += 1
        batch.uow.timers.done(timer.id, batch.now)
    return Done(said, len(timers) == PEOPLE)


def _called(batch: Batch, timer: Timer, below: Callable[[tuple[int, ...], datetime, int], WaitingFor]) -> Say | None:
    duties, person_id, now = batch.uow.duties, timer.person_id, batch.now
    if timer.kind == WORKPLACES:  # no reminder: it takes the place of the cards
        return notice(batch.uow, batch.uow.grants.of(person_id))
    if duties.is_silent(person_id):
        return None
    grants = batch.uow.grants.of(person_id)
    if timer.kind == DECISIONS:
        waiting = duties.waiting_for(person_id, grants, now - DECIDE_AFTER, reminders.LISTED)
        return reminders.decisions(waiting, batch.campaign) if waiting.total else None
    scopes = tuple(sorted(grant.organisation_id for grant in grants if grant.role is Role.STAFF))
    waiting = below(scopes, now - ESCALATE_AFTER, reminders.LISTED)
    return reminders.escalation(waiting, batch.campaign, batch.directory) if waiting.overdue else None


def _is_first(one: DueDecision) -> bool:
    """Whether nobody has been called because of it; `_next_look` sets the instant that tells."""
    return one.remind_at < one.changed_at + ESCALATE_AFTER


def _next_look(one: DueDecision, now: datetime) -> datetime | None:
    stages = (one.changed_at + DECIDE_AFTER, one.changed_at + ESCALATE_AFTER)
    return next((stage for stage in stages if stage > now), None)


class StaffTree(Struct, frozen=True):
    """Who is staff where in the tree."""

    by_node: Mapping[int, tuple[int, ...]]
    directory: Directory

    def over(self, organisation_id: int, *, skipped: bool = False) -> tuple[int, ...]:
        """The staff of the node or of the nearest above that has any; *skipped*: those above them, for they decide."""
        path = (organisation_id, *(node.id for node in reversed(self.directory.ancestors(organisation_id))))
        found = [self.by_node[node] for node in path if node in self.by_node][skipped:]
        return found[0] if found else ()


STAGES: tuple[Stage, ...] = (
    remind_of_drafts, call_deciders, call_in_the_morning, tell_called, announce, remind_unions, tell_many,
)  # fmt: skip
