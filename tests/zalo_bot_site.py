"""The whole program in one process with a fake Zalo Bot Platform as its only one: real HTTP both ways, real database."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.app import begin_channels, build_web, open_site
from bot.seeding import demo_unions
from conversations.domain import Role
from tests.listening import listening
from tests.site import Clock, OpenSite, settings_for
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_user import ZaloBotUser

TOKEN, SECRET = "123456:AbC-test", "hook-secret"


@dataclass
class ZaloBotWorld(OpenSite):
    """A running site with a fake Zalo Bot Platform."""

    zalo: FakeZaloBot

    def user(self, name: str) -> ZaloBotUser:
        """Somebody with a telephone."""
        return ZaloBotUser(self.zalo, f"{name:0>20}", self.settled)

    async def member(self, name: str, role: Role, organisation: str, signature: str) -> ZaloBotUser:
        """Somebody who has accepted an invitation; the link does not carry its code, so it is typed."""
        user = self.user(name)
        await user.say(await self.link(organisation, role))
        await user.say(signature)
        return user


@contextlib.asynccontextmanager
async def running(database_url: str, folder: Path, **others: object) -> AsyncIterator[ZaloBotWorld]:
    """A site that listens, with six invented CĐCS under Hà Quảng; without `public_url` it fetches."""
    clock = Clock()
    own: dict[str, object] = {
        "telegram_token": "", "zalo_bot_token": TOKEN, "zalo_bot_webhook_secret": SECRET,
        "zalo_bot_per_second": 1000, "zalo_bot_chat_per_second": 1000,
    }  # fmt: skip
    async with FakeZaloBot(TOKEN) as zalo:
        settings = settings_for(database_url, folder, **own, zalo_bot_api_url=zalo.url, **others)
        async with open_site(settings, clock) as site:
            await site.database.write(lambda uow: uow.organisations.add_many(demo_unions()))
            async with listening(build_web(site)) as server:
                zalo.door = str(server.make_url("/"))
                await begin_channels(site)
                await zalo.until(lambda: bool(zalo.called("getMe")))
                if settings.public_url:
                    await zalo.until(lambda: zalo.tried == [200])
                yield ZaloBotWorld(site, server, clock, zalo)
