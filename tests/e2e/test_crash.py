"""The server is killed at random moments while people talk to it: whatever was answered with 200 is there, once.

    CRASH_KILLS=1000 CRASH_SEED=7 CRASH_WORKERS=12 .venv/bin/python -m pytest tests/e2e/test_crash.py -s

On SQLite there is one process, on PostgreSQL there are three behind one address, of which one is killed at a time.
Messages may be doubled only where nobody can know (a kill between the platform's answer and our mark), and each such
case is on record.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.telegram.sending import TICK
from conversations import codes
from storage import tables
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.dialogues import EXECUTIVE, LATER, Executive, Person, Site, Worker, appoint, check, receipts_in, told
from tests.program import UNHURRIED, Program, telegram_settings
from tests.telegram_api import FakeTelegram
from tests.telegram_chats import Message

KILLS = int(os.environ.get("CRASH_KILLS", "20"))
SEED = int(os.environ.get("CRASH_SEED", "1"))
WORKERS = int(os.environ.get("CRASH_WORKERS", "6"))
AGAIN = "(Gửi lại, phòng khi tin trước chưa tới)"
MOST = 1_000_000  # rows that are looked at


async def kill_again_and_again(site: Site, kills: int) -> None:
    """Kill a server, now and then while it starts, and start it anew."""
    for _ in range(kills):
        program = site.rng.choice(site.programs)
        if site.rng.random() > 0.2:
            assert program.address or await program.listens(), program.logged()[-3000:]
        await asyncio.sleep(site.rng.uniform(0.0, 0.5 if program.address else 0.4))
        await program.kill()
        await program.launch()
    for program in site.programs:
        assert program.address or await program.listens(), program.logged()[-3000:]
    site.is_over = True
    await site.api.announce()


async def crash(site: Site, kills: int) -> None:
    """Let people talk, kill, and compare what is stored with what was acknowledged."""
    api, first = site.api, site.programs[0]
    await first.plant()
    async with first.database() as database:
        await database.write(appoint)
    for program in site.programs:
        await program.launch()
    workers = [Worker(site, 100 + number) for number in range(WORKERS)]
    executive = Executive(site, EXECUTIVE)
    is_filed = asyncio.Event()

    async def file_all() -> None:
        await asyncio.gather(*(worker.file_until_over(2) for worker in workers))
        is_filed.set()
        await api.announce()

    def all_seen() -> bool:
        return is_filed.is_set() and executive.confirmed == {c for w in workers for c in receipts_in(w.user)}

    try:
        async with asyncio.TaskGroup() as group:
            for work in (kill_again_and_again(site, kills), file_all(), executive.confirm_until(all_seen)):
                group.create_task(work)
        await api.until(lambda: all(len(told(worker)) == len(worker.filed) for worker in workers), LATER)
    except BaseException as error:
        error.add_note("\n\n".join(person.user.chat.screen()[-1500:] for person in (*workers, executive)))
        raise
    await all_sent(first)
    assert [0] * len(site.programs) == [await program.stop() for program in site.programs]
    assert site.posts > 0
    for worker in workers:
        await check(first, worker, executive)
    await check_repeats(site, [*workers, executive])


async def all_sent(program: Program) -> None:
    """Wait until nothing is owed."""
    async with asyncio.timeout(LATER), program.database() as database:
        while await database.read(lambda uow: uow.outbox.listed("pending", 1)):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)


# -- what was doubled ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ledger:
    """What the outbox knows of a chat."""

    sent: int  # messages, without edits and menus
    surplus: int  # copies that may have arrived beside them


async def check_repeats(site: Site, people: list[Person]) -> None:
    """A chat shows what was sent, and more only where it is on record; a notice that stands twice says so."""
    async with site.programs[0].database() as database:
        ledgers = await database.read(lambda uow: dict(ledgers_of(uow)))
        doubtful = await database.read(lambda uow: uow.outbox.doubtful(MOST))
    shown = {one.number: [m for m in one.user.chat.messages if is_word(m)] for one in people}
    surplus = {number: len(messages) - ledgers[str(number)].sent for number, messages in shown.items()}
    assert {} == {n: more for n, more in surplus.items() if not 0 <= more <= ledgers[str(n)].surplus}
    for one in people:
        for texts in copies(one):
            assert [] == [text for text in texts[1:] if not text.startswith(AGAIN)], texts
    updates = sum(len(one.answered) for one in people)
    filed = sum(len(one.filed) for one in people if isinstance(one, Worker))
    print(  # noqa: T201 - a long run wants its figures
        f"\n[{updates} answers acknowledged, {filed} initiatives, {sum(map(len, shown.values()))} messages, "
        f"{site.posts} posts without a 200; on record as perhaps doubled: {len(doubtful)}, doubled: {sum(surplus.values())}]"
    )


def ledgers_of(uow: UnitOfWork) -> Iterator[tuple[str, Ledger]]:
    """By chat. Each attempt of a doubtful message may have left a copy."""
    sent, surplus = Counter[str](), Counter[str]()
    for row in uow.connection.execute(select(tables.outbox)):
        if open_json(uow.vault, row.content, CONTENT_LABEL)["kind"] in ("say", "report", "qr"):
            sent[row.chat] += row.status == "sent"
            surplus[row.chat] += row.attempts if row.maybe_sent_at is not None else 0
    yield from ((chat, Ledger(sent[chat], surplus[chat])) for chat in sent)


def copies(one: Person) -> Iterator[list[str]]:
    """The first forms of the notices that stand more than once: the first code that one names is its own."""
    found: dict[str, list[str]] = {}
    known = one.confirmed if isinstance(one, Executive) else receipts_in(one.user)
    for message in one.user.chat.messages:
        text = (*message.earlier, message.text)[0]
        if message.is_ours and is_notice(one, text):
            named = [(text.index(codes.shown(code)), code) for code in known if codes.shown(code) in text]
            if named:
                found.setdefault(min(named)[1], []).append(text)
    yield from (texts for texts in found.values() if len(texts) > 1)


def is_word(message: Message) -> bool:
    """Whether it says something; the tick that takes keys away stays when a kill comes before its deletion."""
    return message.is_ours and not message.is_deleted and message.text != TICK


def is_notice(one: Person, text: str) -> bool:
    """Whether it was said unasked: to an executive a card, to a worker that something was decided."""
    return text.removeprefix(AGAIN).lstrip().startswith("📄" if isinstance(one, Executive) else "🎉")


# -- the tests -----------------------------------------------------------------------------------------------------
@pytest.mark.timeout(240 + 20 * KILLS)
async def test_killed(api: FakeTelegram, database_url: str, tmp_path: Path) -> None:
    """Nothing acknowledged is lost, nothing is doubled but on record, nobody is stuck."""
    count = 1 if database_url.startswith("sqlite") else 3
    async with AsyncExitStack() as stack:
        programs = []
        for number in range(count):
            folder = tmp_path / str(number)
            folder.mkdir()
            settings = telegram_settings(api, database_url=database_url, data_dir=tmp_path / "data", **UNHURRIED)
            programs.append(await stack.enter_async_context(Program(folder, **settings)))
        await crash(Site(programs, api, random.Random(SEED)), KILLS)
