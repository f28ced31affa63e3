"""The whole program in one process, served by a fake Official Account: real HTTP in, real database, real HTTP out."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.app import begin_channels, build_web, open_site
from bot.seeding import demo_unions
from conversations.domain import Role
from tests.listening import listening
from tests.site import Clock, OpenSite, settings_for
from tests.zalo_oa_api import WHOAMI, FakeZaloOa, zalo_settings
from tests.zalo_oa_user import ZaloOaUser


@dataclass
class ZaloWorld(OpenSite):
    """A running site with its account."""

    zalo: FakeZaloOa

    @property
    def hook(self) -> str:
        """Where Zalo posts."""
        return str(self.server.make_url("/webhooks/zalo-oa"))

    def user(self, number: int) -> ZaloOaUser:
        """Somebody with Zalo."""
        return ZaloOaUser(self.zalo, number, self.hook, self.settled)

    async def member(self, number: int, role: Role, organisation: str, name: str) -> ZaloOaUser:
        """Somebody who has accepted an invitation; the link brings no code, so it is sent by hand."""
        user = self.user(number)
        await user.say(await self.link(organisation, role))
        await user.say(name)
        return user


@contextlib.asynccontextmanager
async def running(database_url: str, folder: Path, **others: object) -> AsyncIterator[ZaloWorld]:
    """A site that listens, with six invented CĐCS under Hà Quảng."""
    clock = Clock()
    async with FakeZaloOa(clock) as zalo:
        zalo.issue()
        settings = settings_for(database_url, folder, telegram_token="", **zalo_settings(zalo, **others))
        async with open_site(settings, clock) as site:
            await site.database.write(lambda uow: uow.organisations.add_many(demo_unions()))
            async with listening(build_web(site)) as server:
                await begin_channels(site)
                await zalo.until(lambda: bool(zalo.called(WHOAMI)))
                yield ZaloWorld(site, server, clock, zalo)
        assert [] == zalo.violations, "calls that Zalo would not take"
