"""What one process sees: the queues on both databases, channels that fail as they are told to, a clock that jumps."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.alarm_rules import GIB
from bot.channels.protocol import Arrivals, Misconfigured, Quota, Unreachable, Window
from bot.channels.telegram.channel import CAPABILITIES
from bot.gauges import refresh_stored, refresh_tokens
from bot.measuring import ChannelState, Instruments, Measured, Places, Room
from bot.metrics import (
    JOBS_OLDEST,
    JOBS_OPEN,
    MONTH_COST,
    MONTH_MESSAGES,
    MONTH_QUOTA,
    OUTBOX_CLASS_OLDEST,
    OUTBOX_CLASS_PENDING,
    OUTBOX_PARKED,
    OUTBOX_UNPAID,
    TIMERS_LATE,
    TOKEN_EXPIRES,
)
from storage.database import Database, open_database, run_in_transaction
from storage.migrations import head_revision
from storage.repositories.fetches import NewFetch
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.repositories.usage import Counted
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from storage.vitals import Queue, note_backup, traffic, vitals
from tests.sending import Recorder
from tests.storage.world import CAMPAIGN, DAY, NOON, initiative, meet, plant

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = NOON + 2 * HOUR


def owe(uow: UnitOfWork, chat: str, priority: int, minutes: int = 0) -> int:
    """A message that is due so many minutes after noon."""
    return uow.outbox.add("telegram", chat, {}, priority, NOON, due_at=NOON + minutes * MINUTE)


async def test_queues_by_class(database: Database) -> None:
    """How many are owed, and since when the oldest that is due waits; what is put off does not wait."""

    def owed(uow: UnitOfWork) -> None:
        for chat, priority, minutes in (("a", REPLY, 5), ("b", REPLY, 3), ("c", NOTICE, 500), ("d", BULK, 1)):
            owe(uow, chat, priority, minutes)
        uow.outbox.sent(owe(uow, "e", REPLY), "1", NOON)

    await database.write(owed)
    seen = await database.read(lambda uow: vitals(uow, LATER))
    expected = {REPLY: Queue(2, NOON + 3 * MINUTE), NOTICE: Queue(1, None), BULK: Queue(1, NOON + MINUTE)}
    assert expected == seen.queues


async def test_failures_that_somebody_can_mend(database: Database) -> None:
    """Given up lately and owed to people who can be reached; a blocked chat and last week's do not count."""

    def failed(uow: UnitOfWork) -> None:
        for name in ("here", "gone"):
            meet(uow, name)
        uow.outbox.failed(owe(uow, "chat-here", REPLY), "telegram-400")
        uow.outbox.failed(owe(uow, "chat-nobody", REPLY), "telegram-400")
        owe(uow, "chat-gone", REPLY)
        uow.people.mark_gone("telegram", "chat-gone")
        uow.outbox.fail_chat("telegram", "chat-gone", "telegram-403-blocked")

    await database.write(failed)
    counted = [await database.read(lambda uow: vitals(uow, at)) for at in (LATER, LATER + 24 * HOUR)]  # noqa: B023
    assert [(3, 2), (3, 0)] == [(seen.failed, seen.failed_lately) for seen in counted]


async def test_what_a_day_brings(database: Database) -> None:
    """Updates and initiatives of the last hour and day; kind, size and revision."""

    def lived(uow: UnitOfWork) -> None:
        ids = plant(uow)
        uow.campaigns.put(CAMPAIGN)
        for number, minutes in enumerate((0, 30, 90, 110)):
            uow.inbox.add("telegram", str(number), NOON + minutes * MINUTE)
        uow.submissions.add(initiative("A7K29QXM", meet(uow, "a"), ids), CAMPAIGN.code, DAY)

    await database.write(lived)
    seen = await database.read(lambda uow: traffic(uow.connection, LATER))
    assert (2, 4, 0, 1) == (seen.updates_hour, seen.updates_day, seen.filed_hour, seen.filed_day)
    assert seen.kind in ("sqlite", "postgresql")
    assert seen.size_bytes > 100_000
    assert head_revision() == seen.revision
    assert NOON == (await database.read(lambda uow: vitals(uow, LATER))).first_filed_at


async def test_a_backup_is_remembered(database: Database, database_url: str) -> None:
    """The newest one counts."""
    assert None is (await database.read(lambda uow: vitals(uow, NOON))).backed_up_at
    for at in (NOON, LATER):
        run_in_transaction(database_url, lambda connection: note_backup(connection, at))  # noqa: B023
    assert LATER == (await database.read(lambda uow: vitals(uow, NOON))).backed_up_at


# -- outside the database ----------------------------------------------------------------------------------------
class Site:
    """One process's instruments, with channels and a clock that tests move."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.now, self.steady = NOON, 0.0
        self.telegram, self.web = Recorder("telegram"), Recorder("web")
        channels = {"telegram": self.telegram, "web": self.web}
        self.spooled = [7]  # updates on disk; none: the folder cannot be read
        self.places = Places(self.count, (folder, folder.parent))
        self.instruments = Instruments(database, channels, self.places, lambda: self.now, lambda: self.steady)

    async def count(self) -> int:
        """How much waits on disk."""
        if not self.spooled:
            raise FileNotFoundError
        return self.spooled[0]

    async def look(self) -> Measured:
        """Look at everything."""
        return await self.instruments.take()

    def pass_time(self, seconds: float, jump: float = 0) -> None:
        """Time passes, and the clock jumps besides."""
        self.now += timedelta(seconds=seconds + jump)
        self.steady += seconds


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    """A process."""
    return Site(database, tmp_path)


async def test_channels(site: Site) -> None:
    """Well, with what they hold and when their credentials end; away; refusing our settings."""
    site.telegram.held, site.telegram.expires_at = Arrivals(3, NOON), LATER
    well = ChannelState(arrivals=Arrivals(3, NOON), token_expires_at=LATER)
    assert {"telegram": well, "web": ChannelState()} == (await site.look()).channels
    site.telegram.trouble = Unreachable("telegram-timeout")
    assert ChannelState("telegram-timeout", token_expires_at=LATER) == (await site.look()).channels["telegram"]
    site.telegram.trouble = Misconfigured("telegram-401")
    expected = ChannelState("telegram-401", is_our_fault=True, token_expires_at=LATER)
    assert expected == (await site.look()).channels["telegram"]


async def test_room_and_spool(site: Site) -> None:
    """The fullest of the disks, and the updates that wait."""
    seen = await site.look()
    assert 7 == seen.spooled
    assert 0 < seen.room.free_bytes <= seen.room.total_bytes < GIB << 20


async def test_a_folder_that_is_gone(database: Database, tmp_path: Path) -> None:
    """It has no room, and how much waits in it is not known."""
    site = Site(database, tmp_path / "gone")
    site.spooled.clear()
    seen = await site.look()
    assert (None, Room(0, 0)) == (seen.spooled, seen.room)


async def test_a_clock_that_jumps(sqlite_url: str, tmp_path: Path, vault: Vault) -> None:
    """Back or forth by more than half a minute: known for ten minutes. Small steps are none."""
    database = await open_database(sqlite_url, vault)
    site, seen = Site(database, tmp_path), list[float]()
    for passed, jump in ((30, 0), (30, 20), (30, -90), (30, 0), (540, 0), (31, 0), (30, 7200)):
        site.pass_time(passed, jump)
        seen.append((await site.look()).clock_off_seconds)
    await database.close()
    assert [0, 0, 90, 90, 90, 0, 7200] == seen


async def test_another_clock_than_the_servers(postgres_url: str, tmp_path: Path, vault: Vault) -> None:
    """PostgreSQL's clock is asked: an hour apart is seen as an hour, either way; the same clock is no difference."""
    database = await open_database(postgres_url, vault)
    seen = []
    for apart in (0, 3600, -3600):
        site = Site(database, tmp_path)
        instruments = Instruments(database, {}, site.places, lambda: datetime.now(UTC) + timedelta(seconds=apart))  # noqa: B023
        seen.append(round((await instruments.take()).clock_off_seconds, -2))
    await database.close()
    assert [0, 3600, 3600] == seen


# -- /metrics ----------------------------------------------------------------------------------------------------
async def test_gauges_of_the_queues(database: Database) -> None:
    """By class, what is read in the background, and how late reminders are by day."""

    def lived(uow: UnitOfWork) -> None:
        uow.campaigns.put(CAMPAIGN)
        owe(uow, "a", BULK, 60)
        uow.timers.plan("opening", CAMPAIGN.code, NOON, NOON)
        for number in range(2):
            person = uow.people.identify("telegram", str(number), str(number), NOON)
            new = NewFetch(f"f{number}", person.id, "telegram", str(number), str(number), "telegram", "card", {})
            uow.fetches.add(new, LATER - (number + 1) * HOUR)
        uow.fetches.done("f1", NOON)

    await database.write(lived)
    await refresh_stored(database, LATER)
    assert (1, 3600) == tuple(gauge.labels("files")._value.get() for gauge in (JOBS_OPEN, JOBS_OLDEST))
    assert (0, 0) == tuple(gauge.labels("posters")._value.get() for gauge in (JOBS_OPEN, JOBS_OLDEST))
    assert (1, 3600) == tuple(gauge.labels("bulk")._value.get() for gauge in (OUTBOX_CLASS_PENDING, OUTBOX_CLASS_OLDEST))
    assert 0 == OUTBOX_CLASS_PENDING.labels("reply")._value.get()
    assert 7200 == TIMERS_LATE._value.get()
    await refresh_stored(database, NOON + 12 * HOUR)
    assert 0 == TIMERS_LATE._value.get()


async def test_gauges_of_the_month(database: Database) -> None:
    """What waits for people and for money; what was sent, received, billed, said by a form; the plan and the money."""

    def lived(uow: UnitOfWork) -> None:
        uow.campaigns.put(CAMPAIGN)
        counts = {Counted.SENT: 30, Counted.RECEIVED: 12, Counted.BILLED: 4, Counted.TEMPLATE: 2}
        for what, count in counts.items():
            uow.usage.add(what, "counted", NOON, "a", count)
            uow.usage.add(what, "counted", NOON, "b", count)
        uow.usage.add(Counted.SENT, "counted", NOON - 31 * 24 * HOUR, "a", 1000)
        for number, error in enumerate((None, "x-unpaid:-321", "x-230")):
            owed = uow.outbox.add("counted", str(number), {}, NOTICE, NOON)
            uow.parking.park(owed, NOON, error=error)

    able = replace(CAPABILITIES, window=Window(billed_price_vnd=50, template_price_vnd=300), quota=Quota(3000))
    await database.write(lived)
    last_day = datetime(2021, 4, 30, 16, 59, tzinfo=UTC)  # the forecast is what was
    await refresh_stored(database, last_day, [Recorder("counted", able), Recorder("free")])
    kinds = {"sent": 60, "received": 24, "billed": 8, "template": 4}
    assert kinds == {kind: MONTH_MESSAGES.labels("counted", kind)._value.get() for kind in kinds}
    assert (3, 1) == (OUTBOX_PARKED._value.get(), OUTBOX_UNPAID.labels("counted")._value.get())
    assert (3000, 8 * 50 + 4 * 300) == tuple(gauge.labels("counted")._value.get() for gauge in (MONTH_QUOTA, MONTH_COST))
    shown = {s.labels["channel"] for family in MONTH_MESSAGES.collect() for s in family.samples}
    assert "free" not in shown


def test_the_gauge_of_credentials() -> None:
    """There for a channel whose credentials end, not for one whose never do."""
    refresh_tokens([dataclasses.replace(Recorder("ending"), expires_at=LATER), Recorder("endless")])
    found = {s.labels["channel"]: s.value for family in TOKEN_EXPIRES.collect() for s in family.samples}
    assert LATER.timestamp() == found["ending"]
    assert "endless" not in found
