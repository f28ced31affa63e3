"""The web pages on a real port and a real SQLite file, with a canned bot where the engine would be."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from sqlalchemy import delete

from bot.channels.protocol import Attachment, Incoming, Part, PartButton
from bot.channels.webchat import WebChannel
from bot.chat_socket import ChatSockets, SocketRules
from bot.demo import Demo
from bot.page_views import ChannelLink, DeadCode, JoinView, PageLink, QrView, ReceiptView
from bot.pages import PagesContext, register
from bot.uploads import MOST_BYTES, Uploads
from conversations.codes import with_check
from conversations.domain import Campaign, Status
from conversations.events import ButtonPressed, TextReceived
from storage import tables
from storage.database import Database, open_database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

RECEIPT, FINISHED, WORKPLACE = with_check("A7K29QX"), with_check("B7K29QX"), with_check("C7K29QX")
INVITATION, OLD_POSTER, OLD_INVITATION = with_check("D7K29QX"), with_check("E7K29QX"), with_check("F7K29QX")
JOIN, OLD_JOIN = with_check("G7K29QX"), with_check("H7K29QX")
LABELS = {"nop": "Nộp sáng kiến", "theodoi": "Xem sáng kiến của tôi"}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060600000000500"
    "01a5f645400000000049454e44ae426082"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = Attachment("bảng tổng hợp.xlsx", XLSX, b"PK")
QUESTIONS = (
    Part("Chào anh/chị! Anh/chị có đồng ý không?", ((PartButton("Đồng ý", "a.1.consent.agree"),),), hint="consent"),
    Part("Bước 1/10. Họ và tên của anh/chị?\nVí dụ: Nguyễn Văn A", hint="full_name"),
    Part("Bước 2/10. Số CMND (9 số) hoặc CCCD (12 số)?\nVí dụ: 080888999", hint="id_number"),
    Part("Bước 3/10. Mô tả sáng kiến, tối đa 1000 ký tự.", hint="description"),
    Part(
        "Anh/chị xem lại trước khi gửi.",
        ((PartButton("Gửi", "a.1.review.send"),), (PartButton("‹ Quay lại", "k.1.review.back"),)),
        hint="review",
    ),
    Part("✅ Đã nhận sáng kiến.", ((PartButton("Nộp thêm", "c.nop."),),)),
)


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


@dataclass
class CannedBot:
    """Asks the questions in order and remembers every effect; the same update twice has one."""

    channel: WebChannel
    taken: dict[str, Incoming] = field(default_factory=dict)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    deliveries: int = 0
    is_down: bool = False
    drops: ChatSockets | None = None  # cut the line after the next turn, before it can be acknowledged
    _next: dict[str, int] = field(default_factory=dict)

    async def take(self, incoming: Incoming) -> None:
        """One turn."""
        if self.is_down:
            raise ConnectionError
        self.deliveries += 1
        if incoming.update_key not in self.taken:
            self.taken[incoming.update_key] = incoming
            self.heard.set()
            await self._answer(incoming)
        if self.drops is not None:
            sockets, self.drops = self.drops, None
            await sockets.close()

    @property
    def said(self) -> list[str]:
        """What was said to the bot, in order: texts, and actions of buttons."""
        return [_heard(incoming) for incoming in self.taken.values()]

    async def _answer(self, incoming: Incoming) -> None:
        event, chat = incoming.event, incoming.chat
        if isinstance(event, ButtonPressed) and event.message_id is not None:
            await self.channel.send(chat, Part("Anh/chị có đồng ý không?\n✓ Đồng ý", edits=event.message_id))
        if _heard(incoming) == "/report ngay":
            await self.channel.send(chat, Part("Theo ngày", attachment=Attachment("ngày.png", "image/png", PICTURE)))
            return
        if _heard(incoming) == "/report excel":
            await self.channel.send(chat, Part("Bảng tổng hợp", attachment=SHEET))
            return
        place = 0 if _heard(incoming).startswith("/start") else min(self._next.get(chat, 0), len(QUESTIONS) - 1)
        self._next[chat] = place + 1
        await self.channel.send(chat, QUESTIONS[place])


def _heard(incoming: Incoming) -> str:
    match incoming.event:
        case TextReceived(text=text):
            return text
        case ButtonPressed(action=action):
            return action
    return ""


@dataclass
class WebSite:
    """Everything behind the pages; `address` is host:port."""

    address: str
    bot: CannedBot
    channel: WebChannel
    sockets: ChatSockets
    database: Database
    entered: list[tuple[str, str]]
    resets: list[int]

    async def campaign(self) -> Campaign:
        """A programme that is open now; asks the database, as the real one does."""
        await self.database.ping()
        return _campaign(utc_now())


@dataclass(frozen=True)
class Settings:
    """What differs between tests."""

    rules: SocketRules = field(default_factory=lambda: SocketRules(poll_seconds=0.2))
    has_demo: bool = True
    links: Sequence[ChannelLink] = ()
    secret_keys: tuple[str, ...] = ("a secret of the tests",)
    port: int = 0
    clock: Callable[[], datetime] = utc_now
    most_upload: int = MOST_BYTES


DEFAULT = Settings()


@cache
def migrated() -> bytes:
    """A database without rows, as a file's content: a tenth of the time of migrating."""
    with TemporaryDirectory() as folder:
        migrate(f"sqlite+aiosqlite:///{folder}/template.db")
        return (Path(folder) / "template.db").read_bytes()


@asynccontextmanager
async def served(folder: Path, settings: Settings = DEFAULT) -> AsyncIterator[WebSite]:
    """The pages on 127.0.0.1, until the block ends; the same folder again is the same database."""
    path, vault = folder / "web.db", Vault(settings.secret_keys)
    if not path.exists():
        path.write_bytes(migrated())
    database = await open_database(f"sqlite+aiosqlite:///{path}", vault)
    site = _built(database, vault, settings)
    app = web.Application()
    register(app, _context(site, settings))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", settings.port).start()
    try:
        yield dataclasses.replace(site, address=f"127.0.0.1:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()
        await database.close()


def _built(database: Database, vault: Vault, settings: Settings) -> WebSite:
    channel = WebChannel(database, vault, settings.clock, "")
    bot = CannedBot(channel)
    sockets = ChatSockets(database, channel, bot.take, settings.clock, settings.rules)
    return WebSite("", bot, channel, sockets, database, [], [])


def _context(site: WebSite, settings: Settings) -> PagesContext:
    async def enter(chat: str, role: str) -> None:
        site.entered.append((role, chat))

    async def reset() -> None:
        site.resets.append(len(site.entered))
        await site.database.write(forget_all)

    return PagesContext(
        campaign=site.campaign,
        links=lambda code: settings.links,
        look_up=_look_up,
        open_link=_open_link,
        command_label=lambda name: LABELS.get(name, f"Lệnh {name}"),
        sockets=site.sockets,
        channel=site.channel,
        uploads=Uploads(
            site.database, site.channel, site.bot.take, settings.clock, most_bytes=settings.most_upload
        ),
        clock=settings.clock,
        demo=Demo(site.sockets, enter, reset) if settings.has_demo else None,
        guides=(PageLink("Hướng dẫn cho người lao động", "/guides/worker"),),
    )


def forget_all(work: UnitOfWork) -> None:
    """Delete every web chat."""
    work.connection.execute(delete(tables.web_messages))
    work.connection.execute(delete(tables.web_chats))


def _campaign(now: datetime) -> Campaign:
    return Campaign(
        "thu", "75 nghìn sáng kiến, vượt khó, phát triển", "Asia/Ho_Chi_Minh", now - timedelta(days=10),
        now + timedelta(days=30, hours=1), now + timedelta(days=20), date(2021, 2, 1), date(2021, 5, 31),
    )  # fmt: skip


_FILED = datetime(2021, 3, 20, 3, 5, tzinfo=UTC)
RECEIPTS = {
    RECEIPT: ReceiptView(RECEIPT, Status.SUBMITTED, _FILED),
    FINISHED: ReceiptView(FINISHED, Status.CONFIRMED, _FILED, _FILED + timedelta(hours=20), is_valid=True),
}


async def _look_up(code: str) -> ReceiptView | None:
    return RECEIPTS.get(code)


async def _open_link(code: str) -> QrView | JoinView | DeadCode | None:
    known: dict[str, QrView | JoinView | DeadCode] = {
        WORKPLACE: QrView(WORKPLACE, "CĐCS Trường Mầm non Hoa Mai", "LĐLĐ huyện Hà Quảng"),
        INVITATION: QrView(INVITATION, "CĐCS Trường Mầm non Hoa Mai", "LĐLĐ huyện Hà Quảng", "Cán bộ BCH CĐCS"),
        OLD_POSTER: DeadCode.POSTER,
        OLD_INVITATION: DeadCode.INVITATION,
        JOIN: JoinView(JOIN),
        OLD_JOIN: DeadCode.JOIN,
    }
    return known.get(code)
