"""The platform fails: what each fault does to a question, to a notice and to everybody else. One row of the matrix in
docs/reliability.md is one case here; both doors are real HTTP, both databases are real."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conversations.domain import Role
from tests.day import UNION, file
from tests.site import SECRET, World, running
from tests.telegram_user import TelegramUser

AGAIN = "(Gửi lại, phòng khi tin trước chưa tới)"
JUNK = {"how": "raw", "status": 200, "description": "<html>OK</html>"}


@dataclass(frozen=True)
class Fault:
    """A call that fails, and what comes of it. Times are the site's own, which the test moves."""

    how: Mapping[str, Any]
    quiet: int = 0  # seconds in which nothing more may come
    wait: int = 5  # seconds after which it is there
    copies: int = 1  # of the message that the person sees in the end
    is_doubtful: bool = False


FAULTS = {
    "429 with a wait": Fault({"status": 429, "retry_after": 30}, quiet=29, wait=31),
    "429 for a day (quota used up)": Fault({"status": 429, "retry_after": 86400}, quiet=3590, wait=3601),
    "5xx": Fault({"status": 502}, is_doubtful=True),
    "5xx after the message was taken": Fault({"status": 502, "is_applied": True}, copies=2, is_doubtful=True),
    "connection reset": Fault({"how": "reset"}, is_doubtful=True),
    "connection reset after success": Fault({"how": "reset", "is_applied": True}, copies=2, is_doubtful=True),
    "wrong JSON": Fault(JUNK, is_doubtful=True),
    "wrong JSON after success": Fault({**JUNK, "is_applied": True}, copies=2, is_doubtful=True),
    "a page of a block in between": Fault({"how": "raw", "status": 403, "description": "<h1>Chặn</h1>"}),
    "token refused in the middle": Fault({"status": 401, "description": "Unauthorized"}, quiet=59, wait=61),
}


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """A site on each database."""
    async with running(database_url, tmp_path) as world:
        yield world


async def pass_by(world: World, seconds: int) -> None:
    """Time passes, and what is due is sent."""
    world.clock.move(seconds=seconds)
    await world.settled()


async def doubtful(world: World) -> int:
    """Messages on record as perhaps sent."""
    return len(await world.site.database.read(lambda uow: uow.outbox.doubtful(99)))


async def tried(world: World) -> None:
    """Wait until the first message of each chat has had its attempt and waits for the next."""
    async with asyncio.timeout(30):
        while True:
            world.site.sender.wake()
            pending = await world.site.database.read(lambda uow: uow.outbox.listed("pending", 99))
            if all(row.due_at > world.clock() for row in {row.chat: row for row in reversed(pending)}.values()):
                return
            await asyncio.sleep(0.01)


def asked(user: TelegramUser, step: str) -> int:
    """How often a question stands in the chat."""
    return sum(message.is_ours and step in message.text for message in user.chat.shown)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_question(world: World, fault: Fault) -> None:
    """It comes when it may, at least once; what the person then says is understood; nobody else waits."""
    worker, other = world.user(10), world.user(11)
    await worker.say("/nop")
    world.telegram.fail("sendMessage", chat=10, **fault.how)
    await worker.say("Đồng ý", expects=0)
    before = asked(worker, "Bước 1/")
    if fault.quiet:
        await pass_by(world, fault.quiet)
        assert before == asked(worker, "Bước 1/")
    await pass_by(world, fault.wait - fault.quiet)
    assert (fault.copies, fault.is_doubtful) == (asked(worker, "Bước 1/"), bool(await doubtful(world)))
    await worker.say("Nguyễn Văn A")
    assert 1 == asked(worker, "Bước 2/")
    await other.say("/nop")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_notice(world: World, fault: Fault) -> None:
    """The card arrives; if it may be there already, it says so; one decision comes of it, whichever copy is pressed."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker = world.user(10)
    world.telegram.fail("sendMessage", chat=20, **fault.how)
    code = await file(worker)
    await pass_by(world, fault.wait + 1)
    cards = [message for message in executive.chat.shown if f"📄 Sáng kiến {code} chờ xác nhận" in message.text]
    assert fault.copies == len(cards)
    assert [AGAIN] * (len(cards) - 1) == [card.text.splitlines()[0] for card in cards[1:]]
    assert fault.is_doubtful == (await doubtful(world) > 0)
    for card in cards:
        await executive.press_action(card.message_id, card.rows[0][0].action, expects=0)
        await world.settled()
    await executive.say("Chưa, xác nhận trước")
    assert 1 == sum("🎉" in message.text for message in worker.chat.shown)


async def test_a_timeout_after_success(sqlite_url: str, tmp_path: Path) -> None:
    """Telegram takes the message and never answers: after ten seconds it counts as perhaps sent."""
    async with running(sqlite_url, tmp_path) as world:
        worker = world.user(10)
        await worker.say("/nop")
        world.telegram.fail("sendMessage", chat=10, how="hang", is_applied=True)
        await worker.say("Đồng ý")
        other = world.user(11)
        await other.say("/nop")
        await world.telegram.until(lambda: asked(worker, "Bước 1/") == 2, 60)
        assert 1 == await doubtful(world)
        await worker.say("Nguyễn Văn A")
        assert 1 == asked(worker, "Bước 2/")


async def test_blocked_by_the_user(world: World) -> None:
    """Nothing more is tried there; what was owed is listed; the next word from the person opens the chat again."""
    worker = world.user(10)
    await worker.say("/nop")
    worker.chat.is_blocked = True
    await worker.say("Đồng ý", expects=0)
    await world.settled()
    calls = len(world.telegram.calls)
    await pass_by(world, 7200)
    assert calls == len(world.telegram.calls)
    failed = await world.site.database.read(lambda uow: uow.outbox.listed("failed", 9))
    assert ["telegram-403-blocked"] == [row.error for row in failed]
    worker.chat.is_blocked = False
    await worker.say("Nguyễn Văn A")
    assert 1 == asked(worker, "Bước 2/")


async def test_the_platform_is_away_for_hours(world: World) -> None:
    """Everything is kept; when it is back, all of it comes within a minute, in order, each person's own."""
    hook = str(world.server.make_url("/webhooks/telegram"))
    users = [TelegramUser(world.telegram, number, hook, SECRET) for number in (10, 11, 12, 13)]
    outage = world.telegram.fail("sendMessage", how="reset", times=10_000)
    for user in users:
        await user.say("/nop", expects=0)
        await user.say("Đồng ý", expects=0)
    for _ in range(20):
        await tried(world)
        world.clock.move(seconds=900)
    await tried(world)
    assert [0] * 4 == [asked(user, "Bước 1/") for user in users]
    outage.times = 0
    await users[0].say("Nguyễn Văn A", expects=0)
    for _ in range(6):
        await tried(world)
        world.clock.move(seconds=10)
    await world.settled()
    assert [1] * 4 == [asked(user, "Bước 1/") for user in users]
    assert 1 == asked(users[0], "Bước 2/")
