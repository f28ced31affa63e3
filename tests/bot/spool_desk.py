"""What tests of the spool and the door share: updates, and somebody who works them off."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.channels.protocol import Incoming
from bot.runner import Fault
from bot.spool import Spool, Take
from bot.spool_files import PERSON, survey
from conversations.events import TextReceived
from storage.vault import Vault
from tests.builders import NOON

VAULT = Vault(["a-test-secret-of-32-characters!!"])


def said(key: str, text: str = "x", user: str = "7") -> Incoming:
    """An update with a text."""
    return Incoming("telegram", key, user, user, TextReceived(NOON, text))


def waiting(folder: Path) -> list[Path]:
    """The files that wait, each person's in order."""
    return sorted(folder.glob("p-*/*"))


def people(folder: Path) -> int:
    """How many people have something waiting."""
    return len(list(folder.glob("p-*")))


async def until(is_over: Callable[[], bool]) -> None:
    """Wait for something that has no event."""
    for _ in range(1000):
        if is_over():
            return
        await asyncio.sleep(0.01)
    assert is_over()


async def is_there() -> None:
    """A database that answers."""


class Desk:
    """Takes updates as the runner would, and notes them; what is given up is noted with its fault."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.given_up: list[tuple[str, str]] = []
        self.seen: list[Incoming] = []

    async def take(self, incoming: Incoming) -> None:
        """Note an update."""
        self.taken.append(incoming.update_key)
        self.seen.append(incoming)

    async def give_up(self, incoming: Incoming, fault: Fault) -> None:
        """Note one that is set aside."""
        self.given_up.append((incoming.update_key, fault.error))

    async def empty(self, spool: Spool, folder: Path, take: Take | None = None) -> None:
        """Work a spool off until nothing waits, and no person's folder says that something might."""
        await self.work(spool, lambda: survey(folder).files == 0 and not any(folder.glob(f"{PERSON}*")), take)

    async def work(self, spool: Spool, is_over: Callable[[], bool], take: Take | None = None) -> None:
        """Work a spool off until something has come about."""
        work = asyncio.create_task(spool.work_off(take or self.take, is_there, self.give_up))
        try:
            await until(is_over)
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
