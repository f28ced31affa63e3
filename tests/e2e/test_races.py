"""Many processes on one PostgreSQL, and everything at once: an update that comes again and again, two who decide.

    RACES=1000 .venv/bin/python -m pytest tests/e2e/test_races.py -s
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import aiohttp
import pytest

from bot.campaign_file import parse
from conversations import codes
from conversations.domain import Grant, Role, Status
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON
from tests.program import CAMPAIGN, SECRET, TOKEN, UNHURRIED, Program, telegram_settings
from tests.storage.world import initiative
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

PROCESSES = 8
COPIES = 100  # of an update, to each process
PAIRS = int(os.environ.get("RACES", "200"))
UNIONS = ("hoamai", "binhminh", "anhduong", "thanhcong", "dongtien", "yte")
REASONS = ("Trùng với sáng kiến đã nộp trước đó.", "Chưa áp dụng trong thực tế.")
AUTHORS = range(1000, 1040)


@dataclass
class Street:
    """Processes side by side, with one platform before them all."""

    programs: list[Program]
    api: FakeTelegram

    def user(self, number: int, door: int = 0) -> "Passer":
        """Somebody whose updates arrive at one of the processes."""
        return Passer(self.api, number, f"{self.programs[door].address}/webhooks/telegram", SECRET, _at_once)

    async def quiet(self, updates: int) -> None:
        """Wait until so many updates have had their effect (a slow machine may have spooled some) and nothing is owed."""
        async with asyncio.timeout(120), self.programs[0].database() as database:
            while not await database.read(lambda uow: is_quiet(uow, updates)):  # noqa: ASYNC110 - of other processes
                await asyncio.sleep(0.05)


def is_quiet(uow: UnitOfWork, updates: int) -> bool:
    """See `Street.quiet`."""
    return counts(uow)[0] == updates and not uow.outbox.listed("pending", 1)


class Passer(TelegramUser):
    """Waits for no answer of its own accord."""


async def _at_once() -> None:
    """Answers are looked at in the end."""


@pytest.fixture
async def street(request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path) -> AsyncIterator[Street]:
    """As many processes as the test asks for; they all end well."""
    async with FakeTelegram(TOKEN) as api, AsyncExitStack() as stack:
        programs = []
        for number in range(request.param):
            folder = tmp_path / str(number)
            folder.mkdir()
            settings = telegram_settings(api, database_url=postgres_url, data_dir=tmp_path / "data", **UNHURRIED)
            programs.append(await stack.enter_async_context(Program(folder, **settings)))
        await programs[0].plant()
        await asyncio.gather(*(program.start() for program in programs))
        yield Street(programs, api)
        assert [0] * len(programs) == await asyncio.gather(*(program.stop() for program in programs))


# -- the same update -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("street", [PROCESSES], indirect=True)
async def test_an_update_that_comes_again_and_again(street: Street) -> None:
    """Eight processes get it a hundred times each, among others' that come up to a hundred times: one effect each, one
    answer each, every call 200."""
    rng, people = random.Random(1), [street.user(number) for number in range(10, 16)]
    for person in people:
        await person.say("/nop", expects=0)
    await street.quiet(len(people))
    updates = [note(person, "Đồng ý") for person in people]
    posts = [(door, updates[0]) for door in range(PROCESSES) for _ in range(COPIES)]
    posts += [(rng.randrange(PROCESSES), update) for update in updates[1:] for _ in range(rng.randint(1, COPIES))]
    rng.shuffle(posts)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:

        async def post(door: int, update: object) -> int:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            url = f"{street.programs[door].address}/webhooks/telegram"
            async with session.post(url, json=update, headers=headers) as answer:
                return answer.status

        assert {200} == set(await asyncio.gather(*(post(*one) for one in posts)))
    await street.quiet(2 * len(people))
    for person in people:
        assert ["Đồng ý", "Bước 1/"] == [found for m in person.chat.shown if m.is_ours for found in marks(m.text, m.labels)]
    async with street.programs[0].database() as database:
        assert [2 * len(people), len(people)] == await database.read(counts)


def note(person: TelegramUser, text: str) -> dict[str, object]:
    """An update of a person's."""
    message = person._message(person.api.next_id()) | {"text": text}
    return {"update_id": person.api.next_update_id(), "message": message}


def marks(text: str, labels: list[str]) -> Iterator[str]:
    """What a message is."""
    yield from (mark for mark in ("Đồng ý", "Bước 1/") if mark in labels or text.startswith(mark) or f"\n{mark}" in text)


def counts(uow: UnitOfWork) -> list[int]:
    """Updates and consents."""
    return [uow.connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in ("inbox", "consents")]  # noqa: S608


# -- two who decide ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("street", [2], indirect=True)
@pytest.mark.timeout(120 + PAIRS)
async def test_two_executives_decide_at_once(street: Street) -> None:
    """In two processes: one of each pair wins, the other is told, the author hears of one decision, and once."""
    filed = [codes.with_check(f"{number:07d}".translate(str.maketrans("01", "AB"))) for number in range(PAIRS)]
    async with street.programs[0].database() as database:
        await database.write(lambda uow: settle_down(uow, filed))
    authors = [street.user(number) for number in AUTHORS]
    couples = [[street.user(100 + 2 * union + door, door) for door in (0, 1)] for union in range(len(UNIONS))]

    async def decide(union: int) -> None:
        for code in filed[union :: len(UNIONS)]:
            lines = [f"từ chối {code} {reason}" for reason in REASONS]
            both = zip(couples[union], random.Random(code).sample(lines, 2), strict=True)
            await asyncio.gather(*(executive.say(line, expects=0) for executive, line in both))

    await asyncio.gather(*(decide(union) for union in range(len(UNIONS))))
    await street.quiet(2 * PAIRS)
    async with street.programs[0].database() as database:
        stored = await database.read(lambda uow: [uow.submissions.get(code) for code in filed])
        trails = await database.read(lambda uow: [[one.action for one in uow.audit.of(f"submission:{code}")] for code in filed])
        doubtful = await database.read(lambda uow: uow.outbox.doubtful(9))
    told = [message.text for author in authors for message in author.chat.shown]
    heard = [message.text for couple in couples for one in couple for message in one.chat.shown if message.is_ours]
    assert ((), PAIRS) == (doubtful, len(told))
    for code, submission, trail in zip(filed, stored, trails, strict=True):
        shown = codes.shown(code)
        assert submission is not None
        assert (Status.REJECTED, ["filed", "decided"]) == (submission.status, trail)
        assert [True] == [str(submission.reason) in text for text in told if shown in text]
        won = [text for text in heard if shown in text and text.startswith("Đã từ chối")]
        late = [text for text in heard if shown in text and "đã xử lý rồi" in text]
        assert (1, 1) == (len(won), len(late)), [text for text in heard if shown in text]


def settle_down(uow: UnitOfWork, filed: list[str]) -> None:
    """Six CĐCS with two executives each, and initiatives that wait."""
    ids = {node.code: node.id for node in uow.organisations.all()}
    unions = [f"04.045.{name}" for name in UNIONS]
    for index, union in enumerate(unions):
        for number in (100 + 2 * index, 101 + 2 * index):
            person = uow.people.identify("telegram", str(number), str(number), NOON)
            uow.grants.add(person.id, Grant(Role.EXECUTIVE, ids[union]), None, NOON)
    authors = [uow.people.identify("telegram", str(number), str(number), NOON) for number in AUTHORS]
    campaign = parse(CAMPAIGN, "campaign.toml").code
    for index, code in enumerate(filed):
        union, author = unions[index % len(unions)], authors[index % len(authors)]
        uow.submissions.add(initiative(code, author, ids, union, title=f"Sáng kiến {index}"), campaign, date(2021, 4, 1))
