"""Makes reports, QR files and overviews when their message is sent: reads, then computes off the event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot import posters, reports
from bot.catalogue import Catalogue
from bot.facts import FactLoader, current_campaign, draw_code
from bot.messages import Document, SendPosters
from bot.posters import PressMaker
from bot.reports import Figures, Report
from conversations.effects import Say, SendOverview, SendQr, SendReport
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
        match wanted:  # the first two do not wait behind a table of many rows
            case SendOverview():
                return Report(await self._overview())
            case SendPosters(order_id):
                return await self._database.read(lambda uow: self._posters(uow, order_id))
        async with self._busy:
            return await (self._qr(wanted) if isinstance(wanted, SendQr) else self._report(wanted))

    async def _report(self, wanted: SendReport) -> Report:
        def gather(uow: UnitOfWork) -> tuple[Figures, reports.Tools]:
            figures = reports.gather(uow.connection, wanted, current_campaign(uow), self._clock())
            return figures, self._tools(uow)

        figures, tools = await self._database.read(gather)
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
