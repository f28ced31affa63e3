"""Fetching updates where Telegram cannot call us: one long request after the other.

An update is confirmed by asking for what comes after it, so that is done only once its batch is committed; a batch
that failed comes again whole and is recognised by its keys. Source: reference, section 2.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.insistence import Pause, back_off
from bot.channels.protocol import Handle, Incoming
from bot.channels.telegram.errors import FloodWait, send_error
from bot.channels.telegram.parsing import ALLOWED_UPDATES
from bot.channels.telegram.request import TelegramRequest

LONG_POLL = 30  # seconds that Telegram holds the request open; 50 at most
MOST_UPDATES = 100
ANSWER_SECONDS = 10.0  # beyond LONG_POLL
CONFLICT_SECONDS = 15.0
REFUSED_SECONDS = 300.0

_log = logging.getLogger(__name__)


class Poller:
    """One fetcher. Telegram allows one at a time for a bot."""

    def __init__(
        self, request: TelegramRequest, read: Callable[[object], Sequence[Incoming]], pause: Pause = asyncio.sleep
    ) -> None:
        self._request, self._read, self._pause = request, read, pause
        self._offset: int | None = None
        self._failures = 0

    async def run(self, handle: Handle) -> None:
        """Fetch and hand over until cancelled; *handle* returns once its batch is committed."""
        while True:
            seconds = await self._round(handle)
            if seconds:
                await self._pause(seconds)

    async def _round(self, handle: Handle) -> float:
        """One request with its batch. Returns the seconds to wait before the next."""
        try:
            updates = await self._fetch()
            if incoming := [each for update in updates for each in self._read(update)]:
                await handle(incoming)
        except TelegramError as error:
            return self._after_refusal(error)
        except Exception as error:  # noqa: BLE001 - the batch stays unconfirmed and comes again
            self._failures += 1
            _log.error("telegram updates were not handled: %s", type(error).__name__)  # no more: it may quote people
            return back_off(self._failures)
        return self._confirm(updates)

    async def _fetch(self) -> list[Any]:
        parameters: dict[str, object] = {
            "timeout": LONG_POLL,
            "limit": MOST_UPDATES,
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        updates = await self._request.call("getUpdates", parameters, LONG_POLL + ANSWER_SECONDS)
        return updates if isinstance(updates, list) else []

    def _confirm(self, updates: list[Any]) -> float:
        # After an empty answer everything is confirmed and the offset is dropped: after a quiet week the numbers may
        # start again lower, and an old offset would hide them.
        numbers = [u["update_id"] for u in updates if isinstance(u, dict) and type(u.get("update_id")) is int]
        self._offset = max(numbers) + 1 if numbers else None
        self._failures = self._failures + 1 if updates and not numbers else 0
        return back_off(self._failures) if self._failures else 0.0

    def _after_refusal(self, error: TelegramError) -> float:
        self._failures += 1
        _log.warning("telegram updates cannot be fetched: %s", send_error(error).code)
        match error:
            case FloodWait():
                return error.seconds
            case Conflict():  # another fetcher, or a webhook that somebody has set
                return CONFLICT_SECONDS
            case InvalidToken():
                return REFUSED_SECONDS
        return back_off(self._failures)
