"""The Telegram channel: what the protocol asks for, and what only Telegram has (webhook, polling, menus).

The library's Application, ConversationHandler and persistence stay out: they would be a second engine.
"""

import asyncio
import hmac
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

import orjson
from msgspec.structs import replace
from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.channels.file_types import PAPERS
from bot.channels.insistence import Insistence, Pause
from bot.channels.protocol import (
    Arrivals,
    Capabilities,
    Handle,
    Incoming,
    NotAuthentic,
    NotUnderstood,
    Part,
    Rejected,
    SendError,
    Sent,
    TextUnit,
    Throttled,
    Unreachable,
)
from bot.channels.telegram import files
from bot.channels.telegram.access import TelegramAccess
from bot.channels.telegram.errors import FloodWait, send_error
from bot.channels.telegram.keyboards import MOST_ACTION_BYTES
from bot.channels.telegram.parsing import ALLOWED_UPDATES, CHANNEL, read_update
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.request import Limits, TelegramRequest
from bot.channels.telegram.sending import QUICK, PartSender
from conversations.events import Medium

WEBHOOK_PATH = "/webhooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
SEVERAL = 3  # chats told to wait at once: then the whole bot is meant
MENU_DESCRIPTION = 256  # characters; reference, section 9

CAPABILITIES = Capabilities(  # reference, sections 4, 5 and 7
    text_limit=4096,
    text_unit=TextUnit.CODE_POINTS,
    caption_limit=1024,
    buttons_per_message=100,
    buttons_per_row=8,
    button_action_bytes=MOST_ACTION_BYTES,
    can_edit=True,
    has_contact_button=True,
    file_types=PAPERS
    | {"application/zip", "image/jpeg", "image/png", "image/svg+xml", "text/csv", "text/plain"},
    picture_limit=50_000_000,  # a larger one than a photo may be goes as a document
    can_write_first=True,  # to everybody who has ever pressed Start
    takes_files=frozenset({Medium.PHOTO, Medium.DOCUMENT}),
    title="Telegram",
)  # fmt: skip

T = TypeVar("T")

_START_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramChannel:
    """One bot. `start` it in a running loop, `close` it in the end; in between, every method may be called at once."""

    name: str = CHANNEL

    def __init__(
        self,
        access: TelegramAccess,
        clock: Callable[[], datetime] = _utc_now,
        *,
        limits: Limits | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        # The library logs every call with its parameters, which hold what people wrote.
        logging.getLogger("telegram").setLevel(logging.WARNING)
        self.capabilities: Capabilities = replace(CAPABILITIES, limits=access.limits)
        self._secret = access.webhook_secret.encode()
        self._clock, self._pause = clock, pause
        self._request = TelegramRequest(access.api_url, access.token, proxy=access.proxy, limits=limits)
        self._bot = Bot("hidden", lambda _: "", request=self._request, get_updates_request=self._request)
        self._parts = PartSender(self._bot, self._request)
        self._username: str | None = None
        self._waiting: dict[str, datetime] = {}  # chats that were told to slow down, until when
        self._insistence = Insistence(self.name, pause)

    # -- in -------------------------------------------------------------------------------------------------
    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Verify a webhook call and take out what concerns us; see the protocol."""
        given = headers.get(SECRET_HEADER) or headers.get(SECRET_HEADER.lower()) or ""
        if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret):
            raise NotAuthentic
        try:
            update = orjson.loads(body)
        except orjson.JSONDecodeError:
            update = None
        if not isinstance(update, dict):
            raise NotUnderstood  # out here its context does not quote the body
        return self._read(update)

    async def poll(self, handle: Handle) -> None:
        """Fetch updates until cancelled, for a bot that Telegram cannot call.

        Args:
            handle: gets the events of a batch in order and returns when they are committed; what it raises makes the
                batch come again.
        """
        await self._insistence.on(self._remove_webhook)
        await Poller(self._request, self._read, self._pause).run(handle)

    def _read(self, update: object) -> Sequence[Incoming]:
        return read_update(update, self._clock(), self._username) if isinstance(update, dict) else []

    # -- out ------------------------------------------------------------------------------------------------
    async def send(self, chat: str, part: Part) -> Sent:
        """Deliver one part. Raises: SendError."""
        digits = chat.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Rejected("telegram-chat-id")
        return await self._try(partial(self._parts.deliver, int(chat), part), chat)

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Fetch a file by its file_id; see the protocol."""
        most = min(most_bytes, files.MOST_BYTES)
        return await self._try(lambda: files.fetch(self._request, ref, most))

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop the button's progress sign. Never raises: a late answer is refused and does no harm."""
        if incoming.receipt:
            with suppress(SendError):
                await self._try(lambda: self._answer_press(incoming.receipt or ""))

    def webhook_answer(self, incoming: Incoming) -> bytes | None:
        """The JSON that acknowledges a press as the body of the webhook's own 200, which saves a call."""
        if not incoming.receipt:
            return None
        return orjson.dumps({"method": "answerCallbackQuery", "callback_query_id": incoming.receipt})

    def link(self, code: str) -> str | None:
        """The address that opens the chat and, with a code, sends "/start <code>".

        Returns: None until Telegram has told us our name, and for a code that Telegram does not carry.
        """
        if self._username is None:
            return None
        if not code:
            return f"https://t.me/{self._username}"
        if not _START_CODE.fullmatch(code):
            return None
        return f"https://t.me/{self._username}?start={code}"

    async def show_commands(self, chat: str | None, commands: Sequence[tuple[str, str]]) -> None:
        """Set the command menu of one chat, or of everybody without one.

        Args:
            commands: name (1-32 of a-z 0-9 _) without slash, and what it does; at most 100.
        Raises: SendError.
        """
        scope = BotCommandScopeDefault() if chat is None else BotCommandScopeChat(int(chat))
        menu = [BotCommand(name, description[:MENU_DESCRIPTION]) for name, description in commands]
        await self._try(lambda: self._bot.set_my_commands(menu, scope=scope), chat)

    # -- life -----------------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Learn our name in the background, for as long as it takes. Returns at once."""
        self._insistence.begin(self.check)

    async def register(self, public_url: str) -> None:
        """Have updates posted to our door (https://...), for as long as it takes; one process is enough."""
        await self._insistence.on(lambda: self.set_webhook(public_url))

    async def show_menu(self, commands: Sequence[tuple[str, str]]) -> None:
        """Show these commands to everybody who has no menu of their own, for as long as it takes."""
        await self._insistence.on(lambda: self.show_commands(None, commands))

    async def close(self) -> None:
        """Stop what `start` began and close every connection."""
        await self._insistence.end()
        await self._request.shutdown()

    async def check(self) -> str:
        """Ask Telegram who we are. Returns the bot's name without "@". Raises: SendError."""
        me = await self._try(lambda: self._bot.get_me(read_timeout=QUICK))
        self._username = me.username
        return me.username or ""

    async def arrivals(self) -> Arrivals:
        """What Telegram holds for us, and when our webhook last failed. Raises: SendError."""
        info = await self._try(lambda: self._bot.get_webhook_info(read_timeout=QUICK))
        return Arrivals(info.pending_update_count, info.last_error_date)

    def token_expires_at(self) -> datetime | None:
        """Never: a bot's token holds until its owner revokes it."""
        return None

    async def set_webhook(self, public_url: str) -> None:
        """Have updates posted to our door; harmless to repeat. Raises: SendError."""
        await self._try(
            lambda: self._bot.set_webhook(
                public_url.rstrip("/") + WEBHOOK_PATH,
                allowed_updates=ALLOWED_UPDATES,
                secret_token=self._secret.decode(),
            )
        )

    async def _remove_webhook(self) -> None:
        await self._try(self._bot.delete_webhook)

    async def _answer_press(self, receipt: str) -> None:
        await self._bot.answer_callback_query(receipt, read_timeout=QUICK)

    async def _try(self, call: Callable[[], Awaitable[T]], chat: str | None = None) -> T:
        try:
            return await call()
        except TelegramError as error:
            failure = self._named(error, chat)
        except (AttributeError, KeyError, TypeError, ValueError):  # the library met a success of no known shape
            failure = Unreachable("telegram-unreadable", is_unknown=True)
        raise failure  # out here it has no context, which would quote Telegram

    def _named(self, error: TelegramError, chat: str | None) -> SendError:
        if not isinstance(error, FloodWait) or chat is None:
            return send_error(error)
        now = self._clock()
        self._waiting = {key: until for key, until in self._waiting.items() if until > now}
        self._waiting[chat] = now + timedelta(seconds=min(error.seconds, 3600.0))
        return Throttled("telegram-429", error.seconds, is_global=len(self._waiting) >= SEVERAL)
