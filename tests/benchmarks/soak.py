"""Hundreds of updates a second for minutes, with faults on both sides: nothing may grow, nothing may be lost.

    .venv/bin/python -m tests.benchmarks.soak --seconds 600 --rate 200
    .venv/bin/python -m tests.benchmarks.soak --seconds 600 --rate 200 --database postgres --processes 2

One call in a hundred to the platform fails, one update in a hundred is delivered twice, and an SQLite database is
locked for one hundredth of the time, longer than the door waits for a commit. Prints a line a minute and what was found in the end. Figures are of the machine
they were taken on; what has to hold is that they do not grow.
"""

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select

from conversations.domain import Grant, Role
from conversations.effects import LinkKind
from storage import tables
from storage.repositories.organisations import NewOrganisation
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.benchmarks.crowd import LeanTelegram, Phone
from tests.benchmarks.memory import resident_mb
from tests.builders import NOON
from tests.postgres import PostgresServer
from tests.program import CAMPAIGN, SECRET, Program, telegram_settings

UNIONS, FIRST_EXECUTIVE, FIRST_WORKER = 40, 100, 1000
LOCKED = 1.2  # seconds
PATIENCE = 120.0  # seconds for what is under way at the end


@dataclass(frozen=True)
class Plan:
    """What is to be done."""

    seconds: float
    rate: float  # updates a second
    share: float = 0.01  # of calls that fail, and of updates that come twice
    database: str = "sqlite"
    processes: int = 1
    lock_every: float = 120.0  # seconds; 0: never
    lines: float = 60.0  # seconds between two lines


@dataclass
class Crowd:
    """Everybody with a telephone, and the updates that go in at an even pace."""

    programs: list[Program]
    api: LeanTelegram
    plan: Plan
    codes: list[str]
    rng: random.Random
    ready: deque[Phone] = field(default_factory=deque)
    posted: int = 0
    refused: int = 0  # posts without a 200
    repeated: int = 0
    _posts: set[asyncio.Task[None]] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(FIRST_WORKER, 10**9)))
    _updates: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**12)))

    async def talk(self, session: aiohttp.ClientSession) -> None:
        """Post for as long as planned; whenever nobody has anything to say, somebody new begins."""
        begun, sent = time.monotonic(), 0
        while (passed := time.monotonic() - begun) < self.plan.seconds:
            for _ in range(int(passed * self.plan.rate) - sent):
                sent += 1
                self._spawn(session, self.ready.popleft() if self.ready else self._begin())
            await asyncio.sleep(0.005)

    async def finish(self, session: aiohttp.ClientSession) -> bool:
        """Let everybody say what is left. Returns: whether all dialogues came to their end."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._is_over():
            while self.ready:
                self._spawn(session, self.ready.popleft())
            await asyncio.sleep(0.02)
        return self._is_over()

    def _is_over(self) -> bool:
        return not self._posts and all(phone.receipts for phone in self.workers())

    def workers(self) -> list[Phone]:
        """Everybody who files."""
        return [phone for number, phone in self.api.phones.items() if number >= FIRST_WORKER]

    def _begin(self) -> Phone:
        number = next(self._numbers)
        phone = self.api.phones[number] = Phone(number, self.ready.append)
        phone.write(f"/start {self.codes[number % len(self.codes)]}")
        return self.ready.pop()

    def _spawn(self, session: aiohttp.ClientSession, phone: Phone) -> None:
        update = {"update_id": next(self._updates), **phone.to_say.popleft()}
        phone.said_at = time.monotonic()
        self.posted += 1
        times = 2 if self.rng.random() < self.plan.share else 1
        self.repeated += times - 1
        for _ in range(times):
            task = asyncio.create_task(self._post(session, update))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        while True:
            url = f"{self.rng.choice(self.programs).address}/webhooks/telegram"
            with suppress(aiohttp.ClientError):  # a connection that was just being closed
                async with session.post(url, json=update, headers=headers) as answer:
                    await answer.read()
                    if answer.status == 200:
                        return
            self.refused += 1
            await asyncio.sleep(0.5)


@dataclass
class Meter:
    """What the program needs and owes, line by line."""

    crowd: Crowd
    rows: list[tuple[float, ...]] = field(default_factory=list)
    _cpu: float = 0.0

    async def run(self) -> None:
        """Print a line now and then, until cancelled."""
        say("   s | updates | p50 ms | p99 ms | CPU ms/upd | RSS MiB | owed | oldest s | spooled | open dialogues")
        begun, posted = time.monotonic(), 0
        while True:
            await asyncio.sleep(self.crowd.plan.lines)
            delays, self.crowd.api.delays = sorted(self.crowd.api.delays), []
            count = self.crowd.posted - posted
            posted += count
            row = (time.monotonic() - begun, count, *_quantiles(delays), *self._needs(count), *await self._owes())
            self.rows.append(row)
            say("{:4.0f} | {:7d} | {:6.0f} | {:6.0f} | {:10.2f} | {:7.0f} | {:4.0f} | {:8.1f} | {:7.0f} | {:4d}".format(*row))

    def _needs(self, count: int) -> tuple[float, float]:
        cpu = sum(_cpu_seconds(program.pid) for program in self.crowd.programs)
        spent, self._cpu = cpu - self._cpu, cpu
        return 1000 * spent / max(1, count), sum(resident_mb(program.pid) for program in self.crowd.programs)

    async def _owes(self) -> tuple[float, float, float, int]:
        first = self.crowd.programs[0]
        names = ("sangkien_outbox_pending", "sangkien_outbox_oldest_seconds", "sangkien_spooled_updates")
        pending, oldest, spooled = [await first.metric(name) for name in names]
        return pending, oldest, spooled, sum(not phone.receipts for phone in self.crowd.workers())


def _quantiles(delays: list[float]) -> tuple[float, float]:
    return (1000 * delays[len(delays) // 2], 1000 * delays[len(delays) * 99 // 100]) if delays else (0.0, 0.0)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


@dataclass(frozen=True)
class Found:
    """What is true in the end."""

    updates: int
    refused: int
    repeated: int
    faults: dict[str, int]
    receipts: int
    stored: int
    is_over: bool  # every dialogue came to its end
    owed: int
    doubtful: int  # messages on record as perhaps sent twice
    surplus: int  # messages that people have beyond those that were sent
    set_aside: int
    rows: list[tuple[float, ...]]


async def soak(plan: Plan, url: str, folder: Path) -> Found:
    """Do it."""
    rng = random.Random(1)
    api = LeanTelegram(plan.share, rng)
    stop = await api.start()
    async with AsyncExitStack() as stack:
        programs = [await stack.enter_async_context(_program(api, url, folder / str(n), folder)) for n in range(plan.processes)]
        assert 0 == (await programs[0].run("migrate")).code
        await programs[0].plant()
        async with programs[0].database() as database:
            codes = await database.write(furnish)
        crowd = Crowd(programs, api, plan, codes, rng)
        for number in range(FIRST_EXECUTIVE, FIRST_EXECUTIVE + UNIONS):
            api.phones[number] = Phone(number, crowd.ready.append)
        for program in programs:
            await program.start()
        found = await _run(crowd, api)
    await stop()
    return found


@asynccontextmanager
async def _program(api: LeanTelegram, url: str, folder: Path, shared: Path) -> AsyncIterator[Program]:
    await asyncio.to_thread(folder.mkdir)
    settings = telegram_settings(api, database_url=url, data_dir=shared / "data", log_level="WARNING")  # type: ignore[arg-type]
    async with Program(folder, **settings) as program:
        # Months to choose from as in a real programme, not all since 2021.
        campaign = CAMPAIGN.replace("applied_to = 2098-12-31", "applied_to = 2021-05-31")
        await asyncio.to_thread((folder / "campaign.toml").write_text, campaign, "utf-8")
        yield program


async def _run(crowd: Crowd, api: LeanTelegram) -> Found:
    meter = Meter(crowd)
    tasks = [asyncio.create_task(meter.run())]
    if crowd.plan.database == "sqlite" and crowd.plan.lock_every:
        tasks.append(asyncio.create_task(_lock_now_and_then(crowd)))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=200)) as session:
        await crowd.talk(session)
        api.share = 0.0
        is_over = await crowd.finish(session)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    owed = await _settled(crowd)
    async with crowd.programs[0].database() as database:
        stored, sent, doubtful, aside = await database.read(counted)
    receipts = sum(len(phone.receipts) for phone in crowd.workers())
    got = sum(phone.messages for phone in api.phones.values())
    return Found(crowd.posted, crowd.refused, crowd.repeated, api.faults, receipts, stored, is_over, owed, doubtful, got - sent, aside, meter.rows)


async def _lock_now_and_then(crowd: Crowd) -> None:
    path = crowd.programs[0].environment["DATABASE_URL"].partition(":///")[2]
    while True:
        await asyncio.sleep(crowd.plan.lock_every / 2)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            await asyncio.sleep(LOCKED)
        await asyncio.sleep(crowd.plan.lock_every / 2)


async def _settled(crowd: Crowd) -> int:
    """Wait until nothing is owed. Returns: what still is."""
    until, owed = time.monotonic() + PATIENCE, 1.0
    while owed and time.monotonic() < until:
        await asyncio.sleep(0.5)
        owed = await crowd.programs[0].metric("sangkien_outbox_pending")
    return int(owed)


def furnish(uow: UnitOfWork) -> list[str]:
    """CĐCS that do not exist, an executive for each, and a QR code for each. Returns: the codes."""
    uow.organisations.add_many([NewOrganisation(f"04.045.s{n}", f"Đơn vị thử số {n}", "union", "04.045", "public_admin") for n in range(UNIONS)])
    ids, codes = {node.code: node.id for node in uow.organisations.all()}, []
    for number in range(UNIONS):
        union = ids[f"04.045.s{number}"]
        person = uow.people.identify("telegram", str(FIRST_EXECUTIVE + number), str(FIRST_EXECUTIVE + number), NOON)
        uow.grants.add(person.id, Grant(Role.EXECUTIVE, union), None, NOON)
        codes.append(f"SOAK{number:04d}".translate(str.maketrans("OI01", "XYAB")))
        uow.links.add(codes[-1], LinkKind.WORKPLACE, union, at=NOON)
    return codes


def counted(uow: UnitOfWork) -> tuple[int, ...]:
    """Initiatives; new messages that were sent; messages on record as perhaps sent; updates set aside."""
    outbox = tables.outbox.c
    kinds = [
        open_json(uow.vault, row.content, CONTENT_LABEL)["kind"]
        for row in uow.connection.execute(select(outbox.content).where(outbox.status == "sent"))
    ]
    counts = (
        select(func.count()).select_from(tables.submissions),
        select(func.count()).where(outbox.maybe_sent_at.is_not(None)),
        select(func.count()).select_from(tables.set_aside),
    )
    stored, doubtful, aside = (uow.connection.execute(count).scalar_one() for count in counts)
    return stored, sum(kind in ("say", "report", "qr") for kind in kinds), doubtful, aside


def say(line: str) -> None:
    """Print at once, into a file too."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the command line, soak, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    plan = Plan(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer() if plan.database == "postgres" else None
        url = server.create() if server else f"sqlite+aiosqlite:///{folder}/soak.db"
        found = asyncio.run(soak(plan, url, Path(folder)))
        if server:
            server.drop(url)
            server.close()
    for name, value in vars(found).items():
        if name != "rows":
            say(f"{name}: {value}")
    return 0 if found.is_over and found.receipts == found.stored and not found.owed else 1


if __name__ == "__main__":
    sys.exit(main())
