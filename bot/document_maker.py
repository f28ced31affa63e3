"""Makes reports, QR files and overviews when their message is sent: reads, then computes off the event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import people_views, posters, report_views, reports
from bot.catalogue import Catalogue
from bot.facts import FactLoader, current_campaign, draw_code
from bot.imports import files as import_files
from bot.messages import Document, SendPosters
from bot.posters import PressMaker
from bot.report_frame import no_content
from bot.reports import Figures, Report
from conversations.district_effects import SendTemplate
from conversations.effects import Say, SendMarkedList, SendQr
from conversations.entering import SendConfirmation
from conversations.flows.file_list import INITIATIVES
from conversations.report_effects import PAPERS, SendReminded, SendReport
from conversations.role_effects import SendInvitation, SendPeople
from storage import queries
from storage.database import Database
from storage.figures import Question
from storage.unit_of_work import UnitOfWork

AT_ONCE = 1  # a table of many rows takes a core for seconds: chats go on meanwhile


@dataclass
class DocumentMaker:
    """What `Delivery` asks for documents.

    at_once: what is made beside all others, by its kind. content: of a blob by its name, see `Tools`.
    """

    database: Database
    facts: FactLoader
    catalogue: Catalogue
    clock: Callable[[], datetime]
    press: PressMaker
    at_once: Mapping[type[Document], Callable[[Any], Awaitable[Report]]]
    content: Callable[[str], bytes] = no_content
    _busy: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def make(self, wanted: Document) -> Report:
        """The message and its file, if it has one. Raises: StorageError."""
        if (make := self.at_once.get(type(wanted))) is not None:
            return await make(wanted)
        match wanted:  # these do not wait behind a table of many rows
            case SendPeople() | SendReminded():
                return await self.database.read(lambda uow: self._looked_up(uow, wanted))
            case SendInvitation() | SendConfirmation():
                return await self._to_hand_on(wanted)
            case SendPosters(order_id):
                return await self.database.read(lambda uow: self._posters(uow, order_id))
        async with self._busy:
            match wanted:
                case SendQr():
                    return await self._qr(wanted)
                case SendTemplate():
                    return await self._template(wanted)
                case SendMarkedList():
                    return await self._marked_list(wanted)
                case SendReport():
                    return await self._report(wanted)
        raise LookupError(f"nobody makes a {type(wanted).__name__}")

    async def _template(self, wanted: SendTemplate) -> Report:
        tools, campaign = await self.database.read(lambda uow: (self._tools(uow), current_campaign(uow)))
        if wanted.of == INITIATIVES:
            from bot.initiative_lists.template import empty_list  # noqa: PLC0415 - rarely wanted, and reads tables

            return await asyncio.to_thread(empty_list, wanted.scopes, campaign, tools)
        return await asyncio.to_thread(import_files.empty_list, wanted.scopes, tools)

    async def _marked_list(self, wanted: SendMarkedList) -> Report:
        at = self.clock()
        kept = await self.database.read(lambda uow: uow.received_files.get(wanted.file_id, wanted.person_id, at))
        phrase = self.catalogue.phrase
        return await asyncio.to_thread(import_files.kept_list, wanted.say, wanted.name, kept, phrase)

    def _looked_up(self, uow: UnitOfWork, wanted: SendPeople | SendReminded) -> Report:
        campaign = current_campaign(uow)
        if isinstance(wanted, SendReminded):
            listed = queries.missing_unions(uow.connection, Question(campaign.code, wanted.scopes))
            return report_views.reminded(listed, campaign, wanted.begins_at)
        return Report(people_views.compose(uow, wanted, campaign, self.facts.directory(uow), self.clock()))

    async def _to_hand_on(self, wanted: SendInvitation | SendConfirmation) -> Report:
        press = await self.database.read(self.press)
        campaign, directory, address = press.campaign, press.tools.directory, press.address(wanted.code)
        if isinstance(wanted, SendInvitation):
            return await asyncio.to_thread(people_views.invitation, wanted, campaign, directory, address)
        return await asyncio.to_thread(people_views.confirmation, wanted, campaign, address)

    async def _report(self, wanted: SendReport) -> Report:
        def gather(uow: UnitOfWork) -> tuple[Figures, reports.Tools]:
            figures = reports.gather(uow, wanted, current_campaign(uow), self.clock())
            return figures, self._tools(uow)

        # Thousands of rows: others' turns go on while they are read.
        has_rows = wanted.view in PAPERS
        figures, tools = await (self.database.read_aside if has_rows else self.database.read)(gather)
        return await asyncio.to_thread(reports.compose, figures, tools)

    async def _qr(self, wanted: SendQr) -> Report:
        drawn, at = draw_code(), self.clock()
        code, press = await self.database.write(
            lambda uow: (uow.links.workplace_code(wanted.organisation_id, drawn, at), self.press(uow))
        )
        return await asyncio.to_thread(posters.compose_qr, press, wanted.organisation_id, code, wanted.form)

    def _posters(self, uow: UnitOfWork, order_id: int) -> Report:
        order = uow.poster_orders.get(order_id)
        file = uow.web.get_file(order.file_hash, self.clock()) if order and order.file_hash else None
        return posters.compose_set(self.press(uow), order, file) if order and file else Report(Say("posters-gone"))

    def _tools(self, uow: UnitOfWork) -> reports.Tools:
        return reports.Tools(self.facts.directory(uow), self.catalogue.phrase, self.content)
