"""Fetching updates where the platform cannot call us: one request after the other, one update an answer.

There is no offset: what was handed out is gone. So it is handed on until it is committed or on disk, also while the
program is asked to stop, and only then is the next one fetched. What comes while nobody fetches is lost, and what is
on its way when the program ends: a webhook is better. Source: reference on Zalo, sections 3.2 and 3.3.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from bot.channels.insistence import Pause, back_off
from bot.channels.protocol import Handle, Incoming
from bot.channels.zalo_bot.client import Family, ZaloBotClient, ZaloBotError

LONG_POLL = 30  # seconds that the platform holds the request open
FLOOD_SECONDS = 30.0
REFUSED_SECONDS = 300.0
LAST_SECONDS = 10.0  # for what was fetched when the program is asked to stop

_log = logging.getLogger(__name__)


class Poller:
    """One fetcher."""

    def __init__(
        self, client: ZaloBotClient, read: Callable[[Any], Sequence[Incoming]], pause: Pause = asyncio.sleep
    ) -> None:
        self._client, self._read, self._pause = client, read, pause
        self._failures = 0

    async def run(self, handle: Handle) -> None:
        """Fetch and hand over until cancelled; *handle* returns once its batch is committed."""
        while True:
            try:
                body = await self._client.get_updates(LONG_POLL)
            except ZaloBotError as error:
                await self._pause(self._after(error))
                continue
            self._failures = 0
            if incoming := self._read(body):
                await _finished(asyncio.ensure_future(self._handed_on(incoming, handle)))

    async def _handed_on(self, incoming: Sequence[Incoming], handle: Handle) -> None:
        failures = 0
        while True:
            try:
                await handle(incoming)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody else has this batch
                failures += 1
                _log.error("zalo-bot updates were not handled: %s", type(error).__name__)  # more may quote people
                await self._pause(back_off(failures))
            else:
                return

    def _after(self, error: ZaloBotError) -> float:
        self._failures += 1
        _log.warning("zalo-bot updates cannot be fetched: %s", error.code)
        match error.family:
            case Family.TOO_MUCH:
                return error.seconds or FLOOD_SECONDS
            case Family.TOKEN | Family.REFUSED:
                return REFUSED_SECONDS
        return back_off(self._failures)


async def _finished(batch: asyncio.Future[None]) -> None:
    """Wait for the batch; a cancellation waits for it too, though not for ever."""
    try:
        await asyncio.shield(batch)
    except asyncio.CancelledError:
        await asyncio.wait({batch}, timeout=LAST_SECONDS)
        batch.cancel()
        raise
