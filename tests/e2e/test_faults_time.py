"""Time misbehaves: clocks jump, and the close at 24:00 falls between two updates or into an outage."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.timers import Timers
from tests.builders import CAMPAIGN
from tests.day import DESCRIPTION
from tests.site import SECRET, World, running
from tests.telegram_user import TelegramUser

SECOND = timedelta(seconds=1)


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A site on each database."""
    async with running(database_url, tmp_path) as world:
        yield world


async def up_to_review(worker: TelegramUser) -> None:
    """Everything is answered, "Gửi" is left."""
    answers = ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", "Trường Mầm non Hoa Mai")
    for line in ("/nop", *answers, "Y tế", "3/2021", "Sổ theo dõi tiêm chủng", DESCRIPTION):
        await worker.say(line)


def is_received(worker: TelegramUser) -> bool:
    """Whether there is a receipt."""
    return "Mã biên nhận" in worker.chat.last.text


# -- the close -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("left", "counts"), [(1, True), (0, False)], ids=["the last second", "24:00"])
async def test_the_close(world: World, left: int, counts: bool) -> None:
    """What arrives before 24:00 counts; what arrives at 24:00 does not, is told so, and the draft is kept."""
    worker = world.user(10)
    await up_to_review(worker)
    world.clock.set(CAMPAIGN.closes - left * SECOND)
    await worker.say("Gửi")
    assert counts == is_received(worker)
    assert counts != ("Bản nháp của anh/chị vẫn được giữ" in worker.chat.last.text)


async def test_the_close_during_an_outage(world: World, database_url: str) -> None:
    """Received and acknowledged before 24:00, stored after it: counts. Received after it, stored together: does not."""
    early, late = world.user(10), world.user(11)
    await up_to_review(early)
    await up_to_review(late)
    world.clock.set(CAMPAIGN.closes - SECOND)
    hook = str(world.server.make_url("/webhooks/telegram"))
    patient = [TelegramUser(world.telegram, number, hook, SECRET) for number in (10, 11)]
    async with shut(database_url):
        await patient[0].say("Gửi", expects=0)
        world.clock.set(CAMPAIGN.closes + SECOND)
        await patient[1].say("Gửi", expects=0)
        assert not is_received(early)
    await world.telegram.until(lambda: is_received(early) and "vẫn được giữ" in late.chat.last.text, 60)


@contextlib.asynccontextmanager
async def shut(database_url: str) -> AsyncIterator[None]:
    """Nobody else can write until the end."""
    if database_url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(database_url.partition(":///")[2], isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            yield
            lock.execute("ROLLBACK")
        return
    address, _, host = database_url.partition("?host=")
    connection = await asyncpg.connect(host=host, user="postgres", database=address.rpartition("/")[2])
    async with connection.transaction():
        await connection.execute("LOCK TABLE outbox IN EXCLUSIVE MODE")
        yield
    await connection.close()


# -- jumps ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seconds", [-3600, -90000, -10, 10, 3600, 90000])
async def test_a_jump_in_the_middle_of_a_dialogue(world: World, seconds: int) -> None:
    """Whatever the clock does, each question comes once, at once, and the initiative is filed."""
    worker = world.user(10)
    await worker.say("/nop")
    await worker.say("Đồng ý")
    world.clock.move(seconds=seconds)
    for line in ("Nguyễn Văn A", "080888999"):
        await worker.say(line)
    world.clock.move(seconds=-seconds)
    await worker.say("0912345678")
    steps = [next((n for n in "12345" if f"Bước {n}/" in m.text), "-") for m in worker.chat.shown if m.is_ours]
    assert ["-", "1", "2", "3", "4"] == steps


async def test_a_jump_while_a_message_waits(world: World) -> None:
    """A message that waits for its second attempt waits no longer because the clock went back."""
    worker = world.user(10)
    await worker.say("/nop")
    world.telegram.fail("sendMessage", chat=10, status=502)
    hook = str(world.server.make_url("/webhooks/telegram"))
    await TelegramUser(world.telegram, 10, hook, SECRET).say("Đồng ý", expects=0)
    world.clock.move(hours=-2)
    await asyncio.sleep(0)
    await world.telegram.until(lambda: "Bước 1/" in worker.chat.last.text, 60)


async def test_reminders_after_jumps(world: World) -> None:
    """A day forward, back, and forward again: a draft is reminded of once."""
    worker = world.user(10)
    await worker.say("/nop")
    await worker.say("Đồng ý")
    before = len(worker.chat.shown)
    for hours in (26, -26, 26, -3, 3):
        world.clock.move(hours=hours)
        await Timers(world.site.database, world.site.facts, world.site.sender.wake, world.site.clock).round()
        await world.settled()
    assert ["Tiếp tục bản nháp"] == [message.labels[0] for message in worker.chat.shown[before:]]


def test_the_close_is_what_the_programme_says() -> None:
    """24h ngày 22/4, in the programme's own time."""
    assert datetime.fromisoformat("2021-04-23T00:00:00+07:00") == CAMPAIGN.closes
