"""/ops: the state of the system in one message for a phone, measured when the message is sent."""

import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from bot import VERSION, alarm_texts
from bot.consumption import forecast
from bot.facts import current_campaign
from bot.measuring import Measured
from conversations.cards import moment
from conversations.commands import OPS_BUTTONS
from conversations.domain import Campaign
from conversations.effects import Say, Text
from storage.database import Database
from storage.repositories.alarms import Alarm
from storage.repositories.outbox_order import REPLY
from storage.unit_of_work import UnitOfWork
from storage.vitals import Queue, Traffic, traffic

MIB, GIB = 1 << 20, 1 << 30
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Overview:
    """What `DocumentMaker` asks for /ops."""

    def __init__(self, database: Database, measure: Callable[[], Awaitable[Measured]]) -> None:
        self._database, self._measure = database, measure
        self._started = time.monotonic()

    async def make(self) -> Say:
        """The message. Raises: StorageError."""
        measured = _without_this(await self._measure())

        def read(uow: UnitOfWork) -> tuple[tuple[Alarm, ...], Traffic, Campaign]:
            return uow.alarms.open(), traffic(uow.connection, measured.at), current_campaign(uow)

        alarms, moved, campaign = await self._database.read_aside(read)
        return overview(measured, alarms, moved, campaign, timedelta(seconds=time.monotonic() - self._started))


def _without_this(measured: Measured) -> Measured:
    """The message that shows the figures is owed while they are taken; it does not wait for anything."""
    stored = measured.vitals
    replies = stored.queues[REPLY]
    left = replace(replies, pending=replies.pending - 1) if replies.pending > 1 else Queue()
    return replace(measured, vitals=replace(stored, queues={**stored.queues, REPLY: left}))


def overview(
    measured: Measured, alarms: tuple[Alarm, ...], moved: Traffic, campaign: Campaign, uptime: timedelta
) -> Say:
    """Say what was measured."""
    stored, again = measured.vitals, OPS_BUTTONS if measured.vitals.failed else OPS_BUTTONS[:1]
    lines = (
        Text("ops-trouble", {"count": len(alarms)}) if alarms else Text("ops-fine"),
        *alarm_texts.lines(alarms),
        _outbox(measured),
        *((Text("ops-parked", {"count": stored.parked}),) if stored.parked else ()),
        *(Text("ops-unpaid", {"name": name, "count": count}) for name, count in stored.unpaid.items()),
        Text("ops-inbox", {"spooled": _spooled(measured), "aside": stored.set_aside}),
        Text("ops-traffic-hour", {"updates": moved.updates_hour, "filed": moved.filed_hour}),
        Text("ops-traffic-day", {"updates": moved.updates_day, "filed": moved.filed_day}),
        *_channels(measured),
        *_months(measured),
        _database(measured, moved),
        Text("ops-program", {"version": VERSION, "revision": moved.revision, "uptime": duration(uptime)}),
        Text("ops-backup", {"at": moment(campaign, stored.backed_up_at)}) if stored.backed_up_at
        else Text("ops-backup-none"),
    )  # fmt: skip
    return Say("ops-overview", {"lines": lines}, again)


def _outbox(measured: Measured) -> Text:
    stored, queues = measured.vitals, measured.vitals.queues.values()
    oldest = min((queue.oldest_due_at for queue in queues if queue.oldest_due_at is not None), default=measured.at)
    return Text("ops-outbox", {
        "pending": sum(queue.pending for queue in queues), "oldest": duration(measured.at - oldest),
        "failed": stored.failed, "unknown": stored.unknown_lately,
    })  # fmt: skip


def _spooled(measured: Measured) -> int | str:
    return "?" if measured.spooled is None else measured.spooled


def _channels(measured: Measured) -> tuple[Text, ...]:
    return tuple(
        Text("ops-channel-up", {"name": name}) if state.error is None
        else Text("ops-channel-down", {"name": name, "code": state.error})
        for name, state in measured.channels.items()
    )  # fmt: skip


def _months(measured: Measured) -> Iterator[Text]:
    """What the month brings, of channels that limit it or charge for it."""
    for name, month in measured.months.items():
        used = month.usage
        yield Text("ops-month", {
            "name": name, "sent": used.sent, "received": used.received, "forecast": forecast(used.sent, measured.at),
        })  # fmt: skip
        if (quota := month.quota) is not None:
            yield Text("ops-quota", {
                "name": name, "percent": month.messages_percent, "limit": quota.messages_per_month,
                "people": used.people, "most": quota.people or "∞",
            })  # fmt: skip
        if used.billed:
            cost = month.cost_vnd(measured.at)
            billed = forecast(used.billed, measured.at)
            yield Text("ops-billed", {"name": name, "count": used.billed, "forecast": billed, "cost": cost})
        if used.templates:
            yield Text("ops-templates", {
                "name": name, "count": used.templates, "forecast": forecast(used.templates, measured.at),
                "cost": month.templates_cost_vnd(measured.at),
            })  # fmt: skip


def _database(measured: Measured, moved: Traffic) -> Text:
    room = measured.room
    return Text("ops-database", {
        "kind": KINDS[moved.kind], "size": size(moved.size_bytes), "free": size(room.free_bytes),
        "percent": room.free_bytes * 100 // max(1, room.total_bytes),
    })  # fmt: skip


def duration(time_passed: timedelta) -> Text:
    """A time in its largest whole unit."""
    seconds = max(0, int(time_passed.total_seconds()))
    units = (("ops-days", 86400), ("ops-hours", 3600), ("ops-minutes", 60))
    key, length = next((unit for unit in units if seconds >= 2 * unit[1]), ("ops-seconds", 1))
    return Text(key, {"count": seconds // length})


def size(amount_bytes: int) -> Text:
    """Bytes in mebibytes or, from ten on, gibibytes."""
    return Text("ops-gb", {"count": amount_bytes // GIB}) if amount_bytes >= 10 * GIB else Text(
        "ops-mb", {"count": -(-amount_bytes // MIB)}
    )  # fmt: skip
