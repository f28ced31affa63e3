"""The program as an operator runs it: `python -m bot` in processes of its own, with a data folder and a fake Telegram."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

import aiohttp

from bot.campaign_file import parse
from bot.seeding import Seed, plant
from bot.settings import Settings
from storage.database import Database, open_database
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests import warm
from tests.builders import NOON, RECEIPT
from tests.storage.world import initiative
from tests.telegram_api import FakeTelegram
from tests.telegram_chats import Message
from tests.telegram_user import TelegramUser
from tests.transcripts import Talk

ROOT = warm.ROOT
TOKEN, SECRET, KEY = "123456:AbC-test", "hook-secret", "a-test-secret-of-32-characters!!"
UNION, UNION_NAME = "04.045.hoamai", "Trường Mầm non Hoa Mai"
FORMULA = '=HYPERLINK("http://x.example") máy tẽ ngô'
PATIENCE = 60.0  # seconds for what takes two on an idle machine
CAMPAIGN = """\
code = "thu-chay"
name = "Chương trình thử"
time_zone = "Asia/Ho_Chi_Minh"
opens = 2021-01-01T00:00:00
closes = 2099-01-01T00:00:00
dossier_due = 2098-12-01T00:00:00
applied_from = 2021-02-01
applied_to = 2098-12-31
target = 100
"""
Process = asyncio.subprocess.Process | warm.Process


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str


class Program:
    """One installation: its folder, its settings, and the server process while there is one.

    Args:
        folder: where it is started, with `data/` below.
        settings: by their names in small letters; None leaves one unset.
    """

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder, self.address = folder, ""
        self.log = folder / "stderr.log"  # of all server processes, one after the other
        (folder / "campaign.toml").write_text(CAMPAIGN, "utf-8")
        values: dict[str, object] = {
            "database_url": f"sqlite+aiosqlite:///{folder}/test.db", "data_dir": folder / "data", "secret_key": KEY,
            "campaign_file": folder / "campaign.toml", "demo": "false", "port": 0, **settings,
        }  # fmt: skip
        names = {name.upper() for name in Settings.model_fields}
        inherited = {name: value for name, value in warm.plain_environment().items() if name.upper() not in names}
        own = {name.upper(): str(value) for name, value in values.items() if value is not None}
        self.environment = {**inherited, **own}
        self.is_cold = False  # whether each start is one of a fresh interpreter
        self._process: Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()

    # -- the server -----------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Start the server and wait until it has said where it listens."""
        await self.launch()
        assert await self.listens(), f"it ended at once:\n{self.logged()[-3000:]}"

    async def launch(self) -> None:
        """Start the server and wait for nothing."""
        assert self._process is None, "it runs already"
        with self.log.open("ab") as log:
            self._process = await self.begin("run", err=log)

    async def listens(self) -> bool:
        """Wait for its address. Returns: False if it ended before."""
        process = self._running()
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await process.stdout.readline()).decode():
                if found := re.search(r"http://[\d.]+:\d+", line):
                    self.address = found[0]
                    return True
        return False

    async def kill(self) -> None:
        """SIGKILL; nothing of the process is left."""
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._ended()

    @property
    def pid(self) -> int:
        """The number of the server process."""
        return self._running().pid

    def terminate(self) -> None:
        """SIGTERM; go on with `ended`."""
        self._running().terminate()

    def signal(self, number: int) -> None:
        """Send any other signal."""
        self._running().send_signal(number)

    async def stop(self) -> int:
        """SIGTERM. Returns: the exit code."""
        self.terminate()
        return await self.ended()

    async def ended(self) -> int:
        """Wait for the end of the process. Returns: the exit code."""
        async with asyncio.timeout(PATIENCE):
            return await self._ended()

    async def _ended(self) -> int:
        process, self.address = self._running(), ""
        await process.communicate()
        self._process = None
        assert process.returncode is not None
        return process.returncode

    def logged(self) -> str:
        """Standard error of the server so far."""
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def _running(self) -> Process:
        assert self._process is not None, "it does not run"
        return self._process

    # -- commands -------------------------------------------------------------------------------------------
    async def run(self, *arguments: str, given: str = "") -> Ran:
        """Run a command to its end. given: its standard input."""
        with TemporaryFile() as err:
            process = await self.begin(*arguments, given=given, err=err)
            try:
                async with asyncio.timeout(PATIENCE):
                    out, _ = await process.communicate()
            except TimeoutError:
                process.kill()
                await process.communicate()
                raise
            assert process.returncode is not None
            err.seek(0)
            return Ran(process.returncode, out.decode(), err.read().decode())

    async def begin(self, *arguments: str, given: str = "", err: IO[bytes]) -> Process:
        """Run a command and wait for nothing. given: its standard input; err: where its standard error goes."""
        with TemporaryFile() as typed:
            typed.write(given.encode())
            typed.seek(0)
            if not self.is_cold and warm.suits(self.environment):
                return await warm.start(arguments, self.folder, self.environment, typed, err)
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *arguments, cwd=self.folder, env=self.environment,
                stdin=typed, stdout=asyncio.subprocess.PIPE, stderr=err,
            )  # fmt: skip

    async def ran(self, *arguments: str) -> str:
        """Run a command that succeeds. Returns: what it printed."""
        done = await self.run(*arguments)
        assert (0, "") == (done.code, "".join(line for line in done.err.splitlines() if not line.startswith("{")))
        return done.out

    # -- HTTP and database ----------------------------------------------------------------------------------
    async def get(self, path: str) -> tuple[int, str]:
        """GET a page. Returns: status and text."""
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def post(self, update: object, secret: str | None = SECRET) -> "Answer":
        """Post to the Telegram webhook: an object as JSON, bytes or chunks as they are."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
        if isinstance(update, bytes):
            body: dict[str, Any] = {"data": BytesIO(update)}
        else:
            body = {"json": update} if isinstance(update, dict) else {"data": update}
        url = f"{self.address}/webhooks/telegram"
        async with aiohttp.ClientSession() as session, session.post(url, headers=headers, **body) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def metric(self, line: str) -> float:
        """A figure of /metrics by its name with labels; 0 if it is not there."""
        _, text = await self.get("/metrics")
        return next((float(rest) for name, _, rest in (one.rpartition(" ") for one in text.splitlines()) if name == line), 0)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """What is stored, opened beside the program."""
        opened = await open_database(self.environment["DATABASE_URL"], Vault([KEY]))
        try:
            yield opened
        finally:
            await opened.close()

    async def plant(self) -> None:
        """Put the directory, six invented CĐCS under Hà Quảng and the campaign into a migrated database."""
        async with self.database() as database:
            await database.write(lambda uow: plant(uow, Seed(parse(CAMPAIGN, "campaign.toml"), is_demo=True)))


    def user(self, api: FakeTelegram, number: int = 10) -> "PatientUser":
        """Somebody with Telegram, who is heard by webhook."""
        return PatientUser(api, number, f"{self.address}/webhooks/telegram", SECRET)


class PatientUser(TelegramUser):
    """Waits for answers as long as a slow machine needs."""

    async def _seen_since(self, version: int, expects: int) -> list[Message]:
        await self.api.until(lambda: len(self.chat.changed_since(version)) >= expects, PATIENCE)
        return await super()._seen_since(version, expects)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the webhook said."""

    status: int
    headers: dict[str, str]
    body: bytes


async def settled(what: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a state of another process."""
    async with asyncio.timeout(PATIENCE):
        while not await what():  # noqa: ASYNC110 - which has no event
            await asyncio.sleep(0.05)


def file_and_draft(uow: UnitOfWork) -> None:
    """What an account has filed, and its draft, as if it had written both."""
    ids = {node.code: node.id for node in uow.organisations.all()}
    person = uow.people.identify("telegram", "10", "10", NOON)
    uow.submissions.add(initiative(RECEIPT, person, ids, UNION, title=FORMULA), parse(CAMPAIGN, "campaign.toml").code, date(2021, 4, 1))
    talk = Talk()
    for line in ("/nop", "[Đồng ý]", "Nguyễn Văn A"):
        talk.write(line)
    uow.conversations.put(person.id, talk.state, 0, NOON)


def files_in(folder: Path) -> set[str]:
    """Everything below a folder, and the folder itself."""
    return {str(path.relative_to(folder)) for path in (folder, *folder.rglob("*"))}


UNHURRIED = {"telegram_per_second": 1000, "telegram_chat_per_second": 1000}  # for tests that the paces would only slow down


def telegram_settings(api: FakeTelegram, **others: object) -> dict[str, object]:
    """Settings for Telegram by webhook."""
    return {
        "telegram_token": TOKEN, "telegram_webhook_secret": SECRET, "telegram_api_url": api.url,
        "public_url": "https://bot.example", **others,
    }  # fmt: skip
