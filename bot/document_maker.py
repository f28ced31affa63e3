"""Makes reports, QR files and overviews when their message is sent: reads, then computes off the event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot import people_views, posters, reports
from bot.catalogue import Catalogue
from bot.facts import FactLoader, current_campaign, draw_code
from bot.imports import files as import_files
from bot.messages import Document, SendPosters
from bot.posters import PressMaker
from bot.reports import Figures, Report
from conversations.district_effects import SendTemplate
from conversations.effects import Say, SendMarkedList, SendOverview, SendQr
from conversations.report_effects import ReportView, SendReport
from conversations.role_effects import SendInvitation, SendPeople
from storage.database import Database
from storage.unit_of_work import UnitOfWork

AT_ONCE = 1  # a table of many rows takes a core for seconds: chats go on meanwhile


class DocumentMaker:
    """What `Delivery` asks for documents."""

    def __init__(
        self,
        database: Database,
        facts: FactLoader,
        catalogue: Catalogue,
        clock: Callable[[], datetime],
        press: PressMaker,
        overview: Callable[[], Awaitable[Say]],
    ) -> None:
        self._database, self._facts, self._catalogue = database, facts, catalogue
        self._clock, self._press, self._overview = clock, press, overview
        self._busy = asyncio.Semaphore(AT_ONCE)

    async def make(self, wanted: Document) -> Report:
        """The message and its file, if it has one. Raises: StorageError."""
        match wanted:  # these do not wait behind a table of many rows
            case SendOverview():
                return Report(await self._overview())
            case SendPeople():
                return await self._people(wanted)
            case SendInvitation():
                return await self._invitation(wanted)
            case SendPosters(order_id):
                return await self._database.read(lambda uow: self._posters(uow, order_id))
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

    async def _template(self, wanted: SendTemplate) -> Report:
        tools = await self._database.read(self._tools)
        return await asyncio.to_thread(import_files.empty_list, wanted.scopes, tools)

    async def _marked_list(self, wanted: SendMarkedList) -> Report:
        at = self._clock()
        kept = await self._database.read(lambda uow: uow.received_files.get(wanted.file_id, wanted.person_id, at))
        return import_files.marked_list(wanted.say, kept, self._catalogue.phrase)

    async def _people(self, wanted: SendPeople) -> Report:
        def look(uow: UnitOfWork) -> Say:
            return people_views.compose(uow, wanted, current_campaign(uow), self._facts.directory(uow), self._clock())

        return Report(await self._database.read(look))

    async def _invitation(self, wanted: SendInvitation) -> Report:
        press = await self._database.read(self._press)
        address = press.address(wanted.code)
        return await asyncio.to_thread(people_views.invitation, wanted, press.campaign, press.tools.directory, address)

    async def _report(self, wanted: SendReport) -> Report:
        def gather(uow: UnitOfWork) -> tuple[Figures, reports.Tools]:
            figures = reports.gather(uow.connection, wanted, current_campaign(uow), self._clock())
            return figures, self._tools(uow)

        has_rows = wanted.view is ReportView.EXCEL  # thousands: others' turns go on while they are read
        figures, tools = await (self._database.read_aside if has_rows else self._database.read)(gather)
        return await asyncio.to_thread(reports.compose, figures, tools)

    async def _qr(self, wanted: SendQr) -> Report:
        drawn, at = draw_code(), self._clock()
        code, press = await self._database.write(
            lambda uow: (uow.links.workplace_code(wanted.organisation_id, drawn, at), self._press(uow))
        )
        return await asyncio.to_thread(posters.compose_qr, press, wanted.organisation_id, code, wanted.form)

    def _posters(self, uow: UnitOfWork, order_id: int) -> Report:
        order = uow.poster_orders.get(order_id)
        file = uow.web.get_file(order.file_hash, self._clock()) if order and order.file_hash else None
        return posters.compose_set(self._press(uow), order, file) if order and file else Report(Say("posters-gone"))

    def _tools(self, uow: UnitOfWork) -> reports.Tools:
        return reports.Tools(self._facts.directory(uow), self._catalogue.phrase)
