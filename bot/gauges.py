"""What /metrics reads from the database and the channels at the moment it is asked."""

from collections.abc import Iterable
from datetime import datetime

from bot import VERSION
from bot.channels.protocol import Channel
from bot.consumption import Consumption
from bot.metrics import (
    BUILD,
    JOBS_OLDEST,
    JOBS_OPEN,
    MONTH_COST,
    MONTH_MESSAGES,
    MONTH_QUOTA,
    OUTBOX_CLASS_OLDEST,
    OUTBOX_CLASS_PENDING,
    OUTBOX_FAILED,
    OUTBOX_OLDEST,
    OUTBOX_PARKED,
    OUTBOX_PENDING,
    OUTBOX_UNKNOWN,
    OUTBOX_UNPAID,
    SET_ASIDE,
    TIMERS_LATE,
    TOKEN_EXPIRES,
)
from conversations.domain import Campaign
from conversations.reminders import is_daytime
from storage.database import Database
from storage.migrations import head_revision
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.vitals import Vitals, vitals

PRIORITIES = {REPLY: "reply", NOTICE: "notice", BULK: "bulk"}


def describe_build() -> None:
    """What program this is."""
    BUILD.info({"version": VERSION, "revision": head_revision()})


def refresh_tokens(channels: Iterable[Channel]) -> None:
    """When credentials end, for the channels whose do."""
    for channel in channels:
        if (ends := channel.token_expires_at()) is not None:
            TOKEN_EXPIRES.labels(channel.name).set(ends.timestamp())


async def refresh_stored(database: Database, now: datetime, counted: Iterable[Channel] = ()) -> None:
    """What is owed and late, and the month of the channels that limit it. Raises: StorageError."""
    able = {one.name: one.capabilities for one in counted if one.capabilities.window or one.capabilities.quota}
    stored, campaign, months = await database.read(
        lambda uow: (vitals(uow, now), uow.campaigns.current(), {name: uow.usage.of(name, now) for name in able})
    )
    for name, month in months.items():
        kinds = {"sent": month.sent, "received": month.received, "billed": month.billed, "template": month.templates}
        for what, count in kinds.items():
            MONTH_MESSAGES.labels(name, what).set(count)
        whole = Consumption(month, able[name].window, able[name].quota)
        MONTH_COST.labels(name).set(whole.cost_vnd(now) + whole.templates_cost_vnd(now))
        if whole.quota is not None:
            MONTH_QUOTA.labels(name).set(whole.quota.messages_per_month)
        OUTBOX_UNPAID.labels(name).set(stored.unpaid.get(name, 0))
    for priority, queue in stored.queues.items():
        OUTBOX_CLASS_PENDING.labels(PRIORITIES[priority]).set(queue.pending)
        OUTBOX_CLASS_OLDEST.labels(PRIORITIES[priority]).set(_age(queue.oldest_due_at, now))
    for kind, job in stored.jobs.items():
        JOBS_OPEN.labels(kind).set(job.pending)
        JOBS_OLDEST.labels(kind).set(_age(job.oldest_due_at, now))
    OUTBOX_PENDING.set(sum(queue.pending for queue in stored.queues.values()))
    OUTBOX_OLDEST.set(max(_age(queue.oldest_due_at, now) for queue in stored.queues.values()))
    OUTBOX_FAILED.set(stored.failed)
    OUTBOX_PARKED.set(stored.parked)
    OUTBOX_UNKNOWN.set(stored.unknown_lately)
    SET_ASIDE.set(stored.set_aside)
    TIMERS_LATE.set(_late(stored, campaign, now))


def _late(stored: Vitals, campaign: Campaign | None, now: datetime) -> float:
    """At night reminders wait on purpose."""
    return _age(stored.oldest_timer_at, now) if campaign is not None and is_daytime(now, campaign) else 0.0


def _age(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since is not None else 0.0
