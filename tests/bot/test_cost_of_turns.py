"""What a turn may cost, counted and not timed: statements, transactions, hops to the database's thread, platform calls."""

import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, event

from bot.channels.protocol import Capabilities, Incoming, Part, Sent
from bot.channels.telegram.channel import CAPABILITIES
from bot.delivery import Delivery
from bot.facts import FactLoader
from bot.runner import Outcome, Runner
from bot.sender import Sender, Times
from conversations.events import ButtonPressed, TextReceived
from storage.database import Database, open_database
from storage.direct import DirectConnection
from storage.sqlite import SqliteDatabase
from storage.vault import Vault
from storage.writer import Writer
from tests.bot.hall import furnish
from tests.builders import CATALOGUE, NOON
from tests.sending import QUICK, Recorder, no_documents, no_files

# What is answered, and the statements that the turn may take, BEGIN and COMMIT among them.
ANSWERS = {
    "/start": 15,  # a person is made, and the tree read for the first time
    "[Đồng ý]": 8,  # the message that was pressed is looked up, the proof of consent kept
    "Nguyễn Văn An": 6,
    "080123456": 6,
    "0912345678": 6,
    "Cao Bằng": 6,
    "Hà Quảng": 6,
    "Mầm non Hoa Mai": 6,
    "[Khối hành chính sự nghiệp]": 7,
    "[Y tế]": 7,
    "2/2021": 6,
    "Cải tiến sổ tiêm chủng": 6,
    "Trước đây tẽ ngô bằng tay, nay tẽ bằng máy, nhanh gấp ba.": 7,  # shows everything: something alike is looked for
    "[Gửi]": 18,  # the same again, for who decides; filed, audited, its executives looked for
}

# What the server of PostgreSQL is asked for them, one after the other.
ON_POSTGRES = {
    "/start": 11, "[Đồng ý]": 7, "[Y tế]": 3,
    "Trước đây tẽ ngô bằng tay, nay tẽ bằng máy, nhanh gấp ba.": 3, "[Gửi]": 15,
}  # fmt: skip
A_TYPED_ANSWER = 2  # the dialogue, and all that is written

LOOP = ("events.py", "selectors.py")  # asyncio's own: what it does in a test is uvloop's in the program


@dataclass
class Pressable(Recorder):
    """A channel that keeps the buttons of the last message."""

    capabilities: Capabilities = CAPABILITIES
    buttons: dict[str, str] = field(default_factory=dict)  # label → action

    async def send(self, chat: str, part: Part) -> Sent:
        """Record it."""
        if part.edits is None:
            self.buttons = {button.label: button.action for row in part.rows for button in row}
        return await super().send(chat, part)


@dataclass
class Program:
    """A program without HTTP, and what its database is asked to do."""

    database: Database
    asked: list[str] = field(default_factory=list)  # statements and, for each job of the database's thread, "HOP"
    channel: Pressable = field(default_factory=lambda: Pressable("telegram"))
    number: int = 0
    times: Times = QUICK

    def __post_init__(self) -> None:
        delivery = Delivery({"telegram": self.channel}, CATALOGUE, no_documents, no_files)
        self.sender = Sender(self.database, {"telegram": self.channel}, delivery, lambda: NOON, self.times)
        facts = FactLoader(CATALOGUE.phrase)
        self.runner = Runner(self.database, facts, self.sender.wake, lambda: NOON, hands=self.sender)
        if isinstance(self.database, SqliteDatabase):
            event.listen(self.database.write_engine, "connect", self._watch)

    def _watch(self, driver: Any, record: object) -> None:
        driver.set_trace_callback(self.asked.append)

    async def answer(self, text: str, user: str = "10") -> list[str]:
        """Type it, or press the button. Returns: what the turn asked of the database, up to its answer's leaving."""
        self.number += 1
        at, message_id = NOON + timedelta(seconds=self.number), str(len(self.channel.sent))
        label = next((label for label in self.channel.buttons if text == f"[{label}]"), None)
        event = ButtonPressed(at, self.channel.buttons[label], message_id) if label else TextReceived(at, text, self.number)
        self.asked.clear()
        await self.runner.take(Incoming("telegram", str(self.number), user, user, event))
        return self.asked.copy()


@pytest.fixture
async def program(sqlite_url: str, vault: Vault) -> AsyncIterator[Program]:
    """With a tree, a campaign, and an executive who has been met."""
    database = await open_database(sqlite_url, vault)
    made = Program(database)
    await database.write(furnish)
    yield made
    await database.close()


async def test_statements_and_transactions(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction and one hop to the database's thread a turn, and no more statements than the table says."""
    hops, submit = [0], Writer.submit

    def counted(writer: Writer, work: Any) -> Any:
        hops[0] += 1
        return submit(writer, work)

    monkeypatch.setattr(Writer, "submit", counted)
    costs = {}
    for text in ANSWERS:
        hops[0] = 0
        asked = await program.answer(text)
        assert (hops[0], sum(one == "COMMIT" for one in asked)) == (1, 1), text
        costs[text] = len(asked)
        await program.sender.drain()
    assert "Mã biên nhận" in program.channel.sent[-1][1]
    assert {} == {text: cost for text, cost in costs.items() if cost > ANSWERS[text]}


async def test_what_postgresql_is_asked(postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more answers than the table says; a typed one is read by one statement and written by one."""
    program = Program(await open_database(postgres_url, vault))
    for name in ("_fetch", "_command"):
        monkeypatch.setattr(DirectConnection, name, _noting(getattr(DirectConnection, name), program.asked))
    await program.database.write(furnish)
    costs = {}
    for text in ANSWERS:
        costs[text] = len(await program.answer(text))
        await program.sender.drain()
    assert "Mã biên nhận" in program.channel.sent[-1][1]
    assert {} == {text: cost for text, cost in costs.items() if cost > ON_POSTGRES.get(text, A_TYPED_ANSWER)}
    other = Runner(program.database, FactLoader(CATALOGUE.phrase), lambda: None, lambda: NOON)  # another process's
    program.asked.clear()
    outcome = await other.take(Incoming("telegram", str(program.number), "10", "10", TextReceived(NOON, "/nop", 1)))
    assert (outcome, len(program.asked)) == (Outcome.SEEN_BEFORE, 1)
    await program.database.close()


def _noting(original: Any, asked: list[str]) -> Any:
    def note(line: DirectConnection, sql: str, *values: Any) -> Any:
        asked.append(sql)
        return original(line, sql, *values)

    return note


async def test_the_answers_of_many_are_marked_together(program: Program) -> None:
    """Sending takes no statement before the platform's answer, and the marks of all share a transaction."""
    await program.answer("/start")
    await program.sender.drain()
    program.asked.clear()
    for user in range(20):
        await program.runner.take(Incoming("telegram", f"u{user}", str(user), str(user), TextReceived(NOON, "/nop", user)))
    turns = sum(one == "COMMIT" for one in program.asked)
    await program.sender.drain()
    assert len(program.channel.sent) == 21
    assert (turns, sum(one == "COMMIT" for one in program.asked) - turns) <= (20, 4)


async def test_the_loop_has_little_to_do(program: Program) -> None:
    """Python functions entered on its thread for an answer, from the update as it was read to the mark of the reply."""
    entered: Counter[str] = Counter()
    program = Program(program.database, times=replace(QUICK, idle=0.2, own=0.2))  # as many rounds on a busy machine

    def count(frame: FrameType, what: str, _: object) -> None:
        if what == "call" and not frame.f_code.co_filename.endswith(LOOP):
            entered[frame.f_code.co_qualname] += 1

    texts = list(ANSWERS)[:-1]
    for user in ("11", "10"):  # the first has everything said and parsed once
        entered.clear()
        for text in texts:
            sys.setprofile(count)
            try:
                await program.answer(text, user)
                await program.sender.drain()
            finally:
                sys.setprofile(None)
    assert entered.total() / len(texts) <= 260


async def test_a_turn_enters_few_functions(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python functions entered on the database's thread for an answer, from reading to the last of its writes."""
    entered, submit = Counter[str](), Writer.submit

    def count(frame: FrameType, what: str, _: object) -> None:
        if what == "call":
            entered[frame.f_code.co_qualname] += 1

    def counted(writer: Writer, work: Callable[[Connection], Any]) -> Any:
        def watched(connection: Connection) -> Any:
            sys.setprofile(count)
            try:
                return work(connection)
            finally:
                sys.setprofile(None)

        return submit(writer, watched)

    for user in ("11", "10"):  # the first has everything read and parsed once
        entered.clear()
        for text in ANSWERS:
            monkeypatch.setattr(Writer, "submit", counted)
            await program.answer(text, user)
            monkeypatch.setattr(Writer, "submit", submit)
            await program.sender.drain()
    assert entered.total() / len(ANSWERS) <= 405
