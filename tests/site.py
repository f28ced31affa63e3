"""The whole program in one process for end-to-end tests: real HTTP in, real database, a fake Telegram out."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, func, select

from bot.app import begin_channels, build_web, open_site
from bot.facts import draw_code
from bot.seeding import demo_unions
from bot.settings import Settings
from bot.site import Site
from conversations.directory import Directory
from conversations.domain import Role
from conversations.effects import LinkKind
from storage import tables
from storage.prepared import Prepared
from storage.repositories.outbox_order import is_pending
from tests.builders import NOON
from tests.listening import Listening, listening
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

TOKEN, SECRET = "123456:AbC-test", "hook-secret"
PATIENCE = 60.0  # seconds
_OUTBOX = tables.outbox.c
_OWED = Prepared(
    select(func.count(_OUTBOX.id).label("owed")).where(is_pending(), _OUTBOX.due_at <= bindparam("now"))
)


@dataclass
class Clock:
    """A clock that tests move; it also runs, so that what is due in a moment comes due."""

    now: datetime = NOON
    _started: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self._started)

    def set(self, at: datetime) -> None:
        """Make it *at* this moment; it goes on from there."""
        self.now, self._started = at, time.monotonic()

    def move(self, **ahead: int) -> None:
        """Let time pass."""
        self.now += timedelta(**ahead)


@dataclass
class OpenSite:
    """A running site, whatever its platforms are."""

    site: Site
    server: Listening
    clock: Clock

    async def settled(self) -> None:
        """Wait until nothing that was taken waits for its turn, and nothing that is due is owed."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.site.sender.wake()
            # By the way of the turns: a reader's takes fifty times as many steps, and this is done after each message.
            owed = await self.site.database.write(lambda uow: _OWED.run(uow.connection, {"now": self.clock()}).scalar())
            if not owed and not (await self.site.spool.survey()).files:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("the outbox does not empty")

    async def link(self, organisation: str, role: Role | None = None) -> str:
        """A short code for a workplace, or an invitation to a role."""
        code, at = draw_code(), self.clock()
        kind = LinkKind.INVITATION if role else LinkKind.WORKPLACE
        node = await self.organisation(organisation)
        await self.site.database.write(lambda uow: uow.links.add(code, kind, node, at=at, role=role))
        return code

    async def organisation(self, code: str) -> int:
        """The id of an organisation."""
        nodes = await self.site.database.read(lambda uow: uow.organisations.all())
        node = Directory(nodes).by_code(code)
        assert node is not None, code
        return node.id


@dataclass
class World(OpenSite):
    """A running site with a fake Telegram."""

    telegram: FakeTelegram

    def user(self, number: int) -> TelegramUser:
        """Somebody with a telephone."""
        hook = str(self.server.make_url("/webhooks/telegram"))
        return TelegramUser(self.telegram, number, hook, SECRET, self.settled)

    async def member(self, number: int, role: Role, organisation: str, name: str) -> TelegramUser:
        """Somebody who has accepted an invitation."""
        user = self.user(number)
        await user.say(f"/start {await self.link(organisation, role)}")
        await user.say(name)
        return user


def settings_for(database_url: str, folder: Path, **others: object) -> Settings:
    """Settings of a site with Telegram by webhook."""
    values: dict[str, object] = {
        "database_url": database_url, "data_dir": folder, "secret_key": "a-test-secret-of-32-characters!!", "demo": False,
        "telegram_token": TOKEN, "telegram_webhook_secret": SECRET, "public_url": "https://bot.example", **others,
    }  # fmt: skip
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def running(
    database_url: str, folder: Path, at: Callable[[str], None] = lambda _: None, /, **others: object
) -> AsyncIterator[World]:
    """A site that listens, with six invented CĐCS under Hà Quảng. at: is told where, before the site calls anybody."""
    clock = Clock()
    async with FakeTelegram(TOKEN) as telegram:
        settings = settings_for(database_url, folder, telegram_api_url=telegram.url, **others)
        async with open_site(settings, clock) as site:
            await site.database.write(lambda uow: uow.organisations.add_many(demo_unions()))
            async with listening(build_web(site)) as server:
                at(str(server.make_url("/")))
                await begin_channels(site)
                await telegram.until(lambda: bool(telegram.called("getMe")))
                yield World(site, server, clock, telegram)
        assert [] == telegram.violations, "calls that the Bot API would not take"
