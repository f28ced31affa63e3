"""An outbox to be worked off: a real database, channels that record and fail as they are told to, a clock that stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.channels.protocol import Arrivals, Attachment, Capabilities, FileGone, Incoming, Part, SendError, Sent
from bot.channels.telegram.channel import CAPABILITIES
from bot.delivery import Delivery, Document
from bot.messages import Document as Wanted
from bot.messages import to_dict
from bot.sender import Sender, Times
from conversations.effects import Say
from storage.database import Database
from storage.repositories.outbox_order import REPLY
from storage.repositories.outbox_rows import Listed
from storage.repositories.rate_limits import Limits
from storage.unit_of_work import UnitOfWork
from tests.builders import CATALOGUE, NOON

LIMIT = 20  # characters a part of the recording channel takes
QUICK = Times(lease=10.0, renew=0.02, idle=0.02, own=0.02, stop=0.2)


@dataclass
class Recorder:
    """A channel that keeps what it is given, and fails as it is told to."""

    name: str
    capabilities: Capabilities = field(default_factory=lambda: replace(CAPABILITIES, text_limit=LIMIT))
    sent: list[tuple[str, str]] = field(default_factory=list)  # chat, text
    keys: list[str | None] = field(default_factory=list)  # of every attempt
    edits: dict[str, str] = field(default_factory=dict)  # message id → text
    faults: list[tuple[str, Exception]] = field(default_factory=list)  # text, what its next sending raises
    meanwhile: Callable[[str], Awaitable[None]] | None = None  # runs while a text is on its way
    trouble: SendError | None = None  # what asking the platform raises
    held: Arrivals | None = None
    expires_at: datetime | None = None
    address: str | None = None
    ease: float = 0.0  # what each answer asks for

    def limit(self, limits: Limits) -> None:
        """Allow no more than this of what we say on our own."""
        self.capabilities = replace(self.capabilities, limits=limits)

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Nothing comes in."""
        return []

    async def send(self, chat: str, part: Part) -> Sent:
        """Record it; a form as its kind and values."""
        text = f"{part.notice.kind}: {', '.join(part.notice.values.values())}" if part.notice else part.text
        self.keys.append(part.key)
        if self.meanwhile is not None:
            await self.meanwhile(text)
        for fault in self.faults:
            if fault[0] == text:
                self.faults.remove(fault)
                raise fault[1]
        if part.edits is not None:
            self.edits[part.edits] = part.text
            return Sent(part.edits)
        self.sent.append((chat, text))
        return Sent(str(len(self.sent)), self.ease)

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """It has no files."""
        raise FileGone("no-files")

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing is pressed."""

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """It has no menu."""

    def link(self, code: str) -> str | None:
        """What it is told to have."""
        return self.address

    async def check(self) -> str:
        """It answers, or fails as it is told to."""
        if self.trouble is not None:
            raise self.trouble
        return self.name

    async def arrivals(self) -> Arrivals | None:
        """What it is told to hold."""
        await self.check()
        return self.held

    def token_expires_at(self) -> datetime | None:
        """When it is told to end."""
        return self.expires_at

    def texts(self, chat: str = "a") -> list[str]:
        """What a chat got."""
        return [text for where, text in self.sent if where == chat]


@dataclass
class Office:
    """A database, two channels and a clock that stands still until it is moved."""

    database: Database
    channel: Recorder = field(default_factory=lambda: Recorder("telegram"))
    other: Recorder = field(default_factory=lambda: Recorder("web"))
    now: datetime = NOON

    def sender(self, database: Database | None = None, times: Times = QUICK) -> Sender:
        """A process's sender; *database* stands before the real one."""
        channels = {"telegram": self.channel, "web": self.other}
        delivery = Delivery(channels, CATALOGUE, no_documents, no_files)
        return Sender(database or self.database, channels, delivery, lambda: self.now, times)

    async def owe(self, chat: str, *texts: str, channel: str = "telegram", priority: int = REPLY, **more: object) -> int:
        """Owe messages. Returns: the id of the last."""

        def add(uow: UnitOfWork) -> int:
            ids = [
                uow.outbox.add(channel, chat, to_dict(plain(text)), priority, self.now, **more)  # type: ignore[arg-type]
                for text in texts
            ]
            return ids[-1]

        return await self.database.write(add)

    async def drain(self, seconds: float = 0) -> list[str]:
        """Let time pass and send what is due. Returns: what chat "a" has got by now."""
        self.now += timedelta(seconds=seconds)
        await self.sender().drain()
        return self.channel.texts()

    async def listed(self, status: str) -> tuple[Listed, ...]:
        """The messages of a status."""
        return await self.database.read(lambda uow: uow.outbox.listed(status, 100))


async def no_documents(wanted: Wanted) -> Document:
    """Where none are made."""
    raise AssertionError(wanted)


def plain(text: str) -> Say:
    """A message that says just this."""
    return Say("description-whole", {"text": text})


async def no_files(attachment: Attachment, name: str) -> str | None:
    """Where none are sent."""
    raise AssertionError("no file is sent here")
