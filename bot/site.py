"""A running program: its parts, what works beside the turns, and whether it is ready."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from bot.catalogue import Catalogue
from bot.channels.protocol import Channel, Platform, SendError
from bot.channels.webchat import WebChannel
from bot.door import Door
from bot.facts import FactLoader
from bot.fetching import Fetcher
from bot.file_readers import Reader
from bot.gauges import refresh_stored, refresh_tokens
from bot.leader import Duty
from bot.metrics import INBOX_LAG, SPOOLED
from bot.runner import Runner
from bot.sender import Sender
from bot.settings import Settings
from bot.spool import Spool
from storage.blobs import Blobs
from storage.database import Database
from storage.errors import StorageError
from storage.leadership import Presence
from storage.vault import Vault

log = structlog.get_logger(__name__)


@dataclass
class Site:
    """A running program's parts. Tests open one with settings of their own and their own clock."""

    settings: Settings
    vault: Vault
    database: Database
    catalogue: Catalogue
    channels: dict[str, Channel]
    facts: FactLoader
    runner: Runner
    sender: Sender
    web_chat: WebChannel
    spool: Spool
    door: Door
    clock: Callable[[], datetime]
    presence: Presence
    fetcher: Fetcher
    readers: dict[str, Reader]  # of the files that people send, by purpose
    blobs: Blobs
    platforms: Sequence[Platform] = ()
    duties: dict[str, Duty] = field(default_factory=dict)  # what only the leader does
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run something for as long as the site is open."""
        task = asyncio.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task_ended", task=task.get_name(), error=type(error).__name__)

    async def problems(self) -> Sequence[str]:
        """Why the program is not ready; empty when it is."""
        found: list[str] = []
        try:
            await self.database.ping()
        except StorageError as error:
            found.append(f"database: {type(error).__name__}")
        for platform in self.platforms:
            try:
                await platform.check()
            except SendError as error:
                found.append(f"{platform.name}: {error.code}")
        return found

    async def refresh_gauges(self) -> None:
        """Bring the figures up to date for /metrics. Raises: StorageError, OSError."""
        waiting = await self.spool.survey()
        SPOOLED.set(waiting.files)
        INBOX_LAG.set(waiting.lag_seconds())
        refresh_tokens(self.channels.values())
        await refresh_stored(self.database, self.clock(), self.channels.values())
