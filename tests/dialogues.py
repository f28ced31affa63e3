"""People who talk to the running program and remember what was acknowledged, to be compared with what is stored."""

import asyncio
import random
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from conversations import actions, codes
from conversations.domain import Decision, Grant, Role, Submission
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON
from tests.program import UNION, UNION_NAME, Program
from tests.telegram_api import FakeTelegram
from tests.telegram_chats import Message
from tests.telegram_user import TelegramUser

EXECUTIVE = 20
LATER = 120.0  # seconds after which somebody is stuck
RECEIPT = re.compile(r"Mã biên nhận: ([A-Z0-9]{4}-[A-Z0-9]{4})")
BREATH = 0.5  # seconds before an answer while a process starts, which would wait for a core behind all those who write
LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"


@dataclass
class Site:
    """One or more processes behind one address, and what comes and goes around them."""

    programs: Sequence[Program]
    api: FakeTelegram
    rng: random.Random
    posts: int = 0  # that got no 200
    is_over: bool = False  # no more kills


class Caller(TelegramUser):
    """Somebody whose updates Telegram posts again, and again, until it gets a 200."""

    def __init__(self, site: Site, number: int) -> None:
        super().__init__(site.api, number, hook="", settled=_at_once)
        self._site = site

    async def _deliver(self, update: dict[str, Any]) -> None:
        async with asyncio.timeout(LATER):
            while (answer := await self._post(update)) is None:
                self._site.posts += 1
                await asyncio.sleep(0.1)
        await self.api.take_webhook_answer(answer)

    async def _post(self, update: dict[str, Any]) -> bytes | None:
        listening = [program for program in self._site.programs if program.address]
        if not listening:
            return None
        with suppress(aiohttp.ClientError, aiohttp.InvalidURL):  # it may be killed at any moment
            answer = await self._site.rng.choice(listening).post(update)
            return answer.body if answer.status == 200 else None
        return None


async def _at_once() -> None:
    """The answer is waited for by who needs it."""


Question = tuple[int, str]  # serial of the run, step
PHONE: Question = (0, "phone")  # asked once, with keys in place of buttons


@dataclass
class Person:
    """Answers each question as soon as it is there, and none twice, whatever is shown twice."""

    site: Site
    number: int
    answered: set[Question] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Give them a telephone."""
        self.user = Caller(self.site, self.number)

    async def next_question(self, others: Callable[[], bool] = lambda: False) -> tuple[Question, Message] | None:
        """Wait for a question that was not answered, or for *others*."""
        await self.site.api.until(lambda: self._open() is not None or others(), LATER)
        return self._open()

    async def answer(self, question: Question, message: Message, value: str) -> None:
        """Press the button with that value where there is one, else type it; then it is acknowledged."""
        if not all(program.address for program in self.site.programs):
            await asyncio.sleep(BREATH)
        wanted = actions.Choose(*question, value)
        buttons = (button.action for row in message.rows for button in row)
        pressed = next((action for action in buttons if actions.decode(action) == wanted), None)
        user = self.user
        await (user.press_action(message.message_id, pressed, expects=0) if pressed else user.say(value, expects=0))
        self.answered.add(question)

    def _open(self) -> tuple[Question, Message] | None:
        ours = (message for message in reversed(self.user.chat.shown) if message.is_ours)
        for newest, message in enumerate(ours):
            question = PHONE if newest == 0 and self.user.chat.keys and not message.rows else _asked(message)
            if question is not None:
                return None if question in self.answered else (question, message)
        return None


def _asked(message: Message) -> Question | None:
    """The step that the buttons under a message belong to."""
    for button in (button for row in message.rows for button in row):
        match actions.decode(button.action):
            case actions.Choose(serial, step) | actions.Control(serial, step):
                return serial, step
    return None


@dataclass
class Worker(Person):
    """Files one initiative after the other."""

    filed: dict[str, Mapping[str, str]] = field(default_factory=dict)  # acknowledged answers by title

    async def file_until_over(self, least: int) -> None:
        """File until the kills are over, *least* at the least."""
        while len(self.filed) < least or not self.site.is_over:
            await self._file()

    async def _file(self) -> None:
        title = f"Sáng kiến {len(self.filed) + 1} của người {self.number}"
        wanted, given = self._answers(title), dict[str, str]()
        receipts = len(receipts_in(self.user))
        await self.user.say("/nop", expects=0)
        while len(receipts_in(self.user)) == receipts:
            asked = await self.next_question(lambda: len(receipts_in(self.user)) > receipts)
            if asked is None:
                continue
            question, message = asked
            await self.answer(question, message, wanted[question[1]])
            given[question[1]] = wanted[question[1]]
        self.filed[title] = given

    def _answers(self, title: str) -> Mapping[str, str]:
        return {
            "consent": "agree", "full_name": f"Nguyễn Văn {LETTERS[self.number % len(LETTERS)]}",
            "id_number": f"0808{self.number:05}", "phone": f"09123{self.number:05}", "province": "cao bằng",
            "federation": "hà quảng", "union": UNION_NAME, "workplace": "yes", "block": "public_admin", "field": "health",
            "applied_on": "2021-03", "title": title, "description": f"Mô tả của “{title}”: dùng bảng tính thay sổ tay.",
            "review": "send",
        }  # fmt: skip


@dataclass
class Executive(Person):
    """Confirms what comes, most recent first, without an agreement."""

    confirmed: set[str] = field(default_factory=set)

    async def confirm_until(self, is_over: Callable[[], bool]) -> None:
        """Confirm until *is_over* and nothing is left."""
        while True:
            await self.site.api.until(lambda: bool(self._waiting()) or is_over(), LATER)
            waiting = self._waiting()
            if not waiting:
                return
            await self._confirm(*waiting[-1])

    async def _confirm(self, message: Message, action: str, code: str) -> None:
        await self.user.press_action(message.message_id, action, expects=0)
        asked = await self.next_question()
        assert asked is not None
        await self.answer(*asked, "not_yet")
        self.confirmed.add(code)

    def _waiting(self) -> list[tuple[Message, str, str]]:
        return [
            (message, button.action, action.code)
            for message in self.user.chat.shown
            for row in message.rows
            for button in row
            if isinstance(action := actions.decode(button.action), actions.Judge)
            and action.verb == "confirm"
            and action.code not in self.confirmed
        ]


def receipts_in(user: TelegramUser) -> set[str]:
    """The codes of the receipts that somebody was sent."""
    found = (RECEIPT.search(text) for text in _texts(user))
    return {codes.tidy(match[1]) for match in found if match}


def _texts(user: TelegramUser) -> list[str]:
    return [text for message in user.chat.messages if message.is_ours for text in (*message.earlier, message.text)]


def appoint(uow: UnitOfWork) -> None:
    """Give the CĐCS an executive."""
    person = uow.people.identify("telegram", str(EXECUTIVE), str(EXECUTIVE), NOON)
    union = next(node.id for node in uow.organisations.all() if node.code == UNION)
    uow.grants.add(person.id, Grant(Role.EXECUTIVE, union), None, NOON)


def told(worker: Worker) -> set[str]:
    """The initiatives of which their author was sent more than the receipt: that they are confirmed."""
    texts = [text for text in _texts(worker.user) if not RECEIPT.search(text)]
    return {code for code in receipts_in(worker.user) if any(codes.shown(code) in text for text in texts)}


async def check(program: Program, worker: Worker, executive: Executive) -> None:
    """What is stored of a worker is what was acknowledged, once each; everybody has seen what is theirs."""
    async with program.database() as database:
        stored = await database.read(lambda uow: submissions_of(uow, worker.number))
    assert sorted(worker.filed) == sorted(one.answers["title"] for one in stored)
    assert {one.code for one in stored} == receipts_in(worker.user)
    for one in stored:
        assert Decision.CONFIRM.status == one.status
        assert any(codes.shown(one.code) in text for text in _texts(executive.user)), "no card"
        assert [] == [step for step, value in worker.filed[one.answers["title"]].items() if not is_kept(one, step, value)]


def submissions_of(uow: UnitOfWork, number: int) -> Sequence[Submission]:
    """All that an account filed."""
    person = uow.people.identify("telegram", str(number), str(number), NOON)
    return uow.submissions.of_author(person.id, 10_000)


def is_kept(stored: Submission, step: str, value: str) -> bool:
    """Whether an acknowledged answer is in the submission; places are stored by number."""
    if step in ("consent", "review", "workplace"):
        return True
    return step in stored.answers and (step in ("province", "federation", "union") or stored.answers[step] == value)
