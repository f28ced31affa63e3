"""Gives the web pages what they need from a running site: look-ups, links, the demo's people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from bot import demo_world
from bot.channels.webchat import WebChannel
from bot.chat_socket import ChatSockets, SocketRules
from bot.demo import Demo
from bot.facts import current_campaign, find_link
from bot.offered import labelled
from bot.page_views import ChannelLink, DeadCode, EntryView, JoinView, QrView, ReceiptView
from bot.pages import Opened, PagesContext, register
from bot.uploads import Uploads
from conversations.domain import Campaign
from conversations.effects import LinkKind, Text
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.site import Site


def mount_pages(app: web.Application, site: "Site", web_chat: WebChannel) -> None:
    """Serve the public pages, the web chat and, where it is on, the demo."""
    look = Looks(site)
    sockets = ChatSockets(
        site.database, web_chat, site.runner.take, site.clock, SocketRules(public_url=site.settings.public_url)
    )

    def wake() -> None:
        site.fetcher.wake()
        site.sender.wake()

    context = PagesContext(
        campaign=look.campaign,
        links=look.links,
        look_up=look.receipt,
        open_link=look.code,
        command_label=lambda name: site.catalogue.format(f"command-{name}"),
        sockets=sockets,
        channel=web_chat,
        uploads=Uploads(site.database, web_chat, site.runner.take, site.clock, wake),
        clock=site.clock,
        zalo_site_verification=site.settings.zalo_site_verification,
        demo=Demo(sockets, look.enter_demo, look.reset_demo) if site.settings.is_demo else None,
    )
    register(app, context)


class Looks:
    """What pages ask of the database."""

    def __init__(self, site: "Site") -> None:
        self._site = site

    async def campaign(self) -> Campaign:
        """The running programme."""
        return await self._site.database.read(current_campaign)

    def links(self, code: str | None) -> Sequence[ChannelLink]:
        """The configured channels that are not hidden, but the web chat, which pages offer by themselves."""
        channels = self._site.channels
        offered = labelled(channels, self._site.settings.hidden_channels)
        served = ((label, channels[name]) for name, label in offered.items())
        found = ((label, channel.link(code or ""), channel.capabilities) for label, channel in served)
        return tuple(ChannelLink(label, url, can.link_carries_code) for label, url, can in found if url)

    async def receipt(self, code: str) -> ReceiptView | None:
        """Where a submission stands."""
        database = self._site.database
        filed, chosen = await database.read(lambda uow: (uow.submissions.get(code), uow.selections.of((code,))))
        if filed is None:
            return None
        selected_at = chosen[0].at if chosen else None
        return ReceiptView(code, filed.status, filed.submitted_at, filed.decided_at, filed.is_valid, selected_at)

    async def code(self, code: str) -> Opened | None:
        """What a short code opens, why it does no more, or None for one that never did."""
        return await self._site.database.read(lambda uow: self._code(uow, code))

    async def enter_demo(self, chat: str, role: str) -> None:
        """Give a demo chat its role."""
        at = self._site.clock()
        await self._site.database.write(lambda uow: demo_world.enter(uow, chat, role, at))

    async def reset_demo(self) -> None:
        """Forget what was done in the demo."""
        at = self._site.clock()
        await self._site.database.write(lambda uow: demo_world.leave_all(uow, at))

    def _code(self, uow: UnitOfWork, code: str) -> Opened | None:
        directory, now = self._site.facts.directory(uow), self._site.clock()
        link = find_link(uow, code, directory, now)
        if link is None:
            if (join := uow.joins.find(code)) is not None:
                return JoinView(code) if join.is_open(now) else DeadCode.JOIN
            if (entry := uow.entries.find(code)) is not None:
                return EntryView(code) if entry.is_open(now) and not entry.is_locked else DeadCode.ENTRY
            return None
        node = directory.get(link.organisation_id)
        if not link.is_usable or node is None or not node.is_active:
            return DeadCode.INVITATION if link.kind is LinkKind.INVITATION else DeadCode.POSTER
        above = directory.label(node.parent_id) if node.parent_id else ""
        role = link.role if link.kind is LinkKind.INVITATION else None
        label = self._site.catalogue.phrase(Text(f"role-{role.value}")) if role else None
        return QrView(code, directory.label(link.organisation_id), above, label)
