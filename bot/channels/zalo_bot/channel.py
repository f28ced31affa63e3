"""The Zalo Bot channel: what the protocol asks for. No buttons, no files, no edits: words, numbers and links."""

import asyncio
import hmac
import logging
import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import orjson
from msgspec.structs import replace

from bot.channels.insistence import Insistence, Pause
from bot.channels.media import Media
from bot.channels.protocol import (
    Arrivals,
    Capabilities,
    Handle,
    Incoming,
    Misconfigured,
    NotAuthentic,
    NotEditable,
    NotUnderstood,
    Part,
    Rejected,
    SendError,
    Sent,
    TextUnit,
    Throttled,
    Unreachable,
)
from bot.channels.zalo_bot.access import TEXT_LIMIT, ZaloBotAccess
from bot.channels.zalo_bot.client import Family, Me, Timeouts, ZaloBotClient, ZaloBotError
from bot.channels.zalo_bot.parsing import CHANNEL, MOST_ID, read_updates, unknown_events
from bot.channels.zalo_bot.polling import FLOOD_SECONDS, Poller
from conversations.events import Medium

WEBHOOK_PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
SHARE_URL = "https://bot.zaloplatforms.com/bots/"
LONGEST_FLOOD = 600.0  # seconds
PROBES = (b"", b"{}")

CAPABILITIES = Capabilities(  # reference, sections 3.1, 3.2 and 7
    text_limit=TEXT_LIMIT,
    text_unit=TextUnit.UTF16,
    caption_limit=TEXT_LIMIT,
    buttons_per_message=0,
    buttons_per_row=1,
    button_action_bytes=64,
    can_edit=False,
    has_contact_button=False,
    file_types=frozenset(),
    linked_types=frozenset({"image/png", "image/jpeg"}),  # pictures go by public address alone
    can_write_first=True,  # to everybody who has ever written
    link_carries_code=False,
    can_fetch_again=False,
    takes_files=frozenset({Medium.PHOTO}),  # of a document it says only that there was something
    title="Zalo Bot",
)

T = TypeVar("T")
_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ZaloBotChannel:
    """One bot. `start` it in a running loop, `close` it in the end; in between, every method may be called at once."""

    name: str = CHANNEL

    def __init__(
        self,
        access: ZaloBotAccess,
        clock: Callable[[], datetime] = _utc_now,
        *,
        timeouts: Timeouts | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        can, limit = CAPABILITIES, access.text_limit
        self.capabilities: Capabilities = replace(
            can, text_limit=limit, caption_limit=limit, limits=access.limits, quota=access.quota
        )
        self._access, self._clock, self._pause = access, clock, pause
        self._client = ZaloBotClient(access.api_url, access.token, timeouts)
        self.media = Media(access.media)  # what people send; tests let it fetch from an emulator
        self._me: Me | None = None
        self._floods, self._floods_until = 0, clock()  # how often in a row we were told to slow down, and until when
        self._foreign_secret = asyncio.Event()  # a call came with another secret than ours
        self._insistence = Insistence(self.name, pause)

    # -- in -------------------------------------------------------------------------------------------------
    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Verify a webhook call and take out what concerns us; see the protocol.

        A call without content is the platform's way to try an address; it is answered with no questions asked.
        """
        if body.strip() in PROBES:
            return []
        self._verify(headers.get(SECRET_HEADER) or headers.get(SECRET_HEADER.lower()) or "")
        try:
            said = orjson.loads(body)
        except orjson.JSONDecodeError:
            said = None
        if not isinstance(said, dict | list):
            raise NotUnderstood  # out here its context does not quote the body
        return self._read(said)

    async def poll(self, handle: Handle) -> None:
        """Fetch updates until cancelled, for a bot that the platform cannot call; see the protocol."""
        await self._insistence.on(self._remove_webhook)
        await Poller(self._client, self._read, self._pause).run(handle)

    def _verify(self, given: str) -> None:
        if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._access.webhook_secret.encode()):
            if given:
                self._foreign_secret.set()
            raise NotAuthentic

    def _read(self, said: object) -> Sequence[Incoming]:
        for name in unknown_events(said):
            _log.info("zalo-bot event of no use: %s", name)
        return read_updates(said, self._clock())

    # -- out ------------------------------------------------------------------------------------------------
    async def send(self, chat: str, part: Part) -> Sent:
        """Deliver one part. Raises: SendError."""
        if not chat.isprintable() or not 0 < len(chat) <= MOST_ID:
            raise Rejected("zalo-bot-chat-id")
        if part.edits is not None:
            raise NotEditable("zalo-bot-edit")
        if part.attachment is not None:
            raise Rejected("zalo-bot-no-files")
        # Counted in NFC; in NFD Vietnamese is longer by a quarter.
        text = unicodedata.normalize("NFC", part.text)
        if (link := part.link) is not None:
            try:
                return Sent(await self._try(lambda: self._client.send_photo(chat, link.url, text)))
            except Rejected:  # it could not fetch the picture, perhaps: the address may still open for the person
                text = f"{text}\n{link.url}".strip()
        return Sent(await self._try(lambda: self._client.send_message(chat, text)))

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Fetch a file by its address; see the protocol."""
        return await self.media.fetch(ref, most_bytes)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing: there are no presses."""

    def webhook_answer(self, incoming: Incoming) -> bytes | None:
        """None: there are no presses."""
        return None

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """Nothing: there are no menus."""

    async def show_menu(self, commands: Sequence[tuple[str, str]]) -> None:
        """Nothing: there are no menus."""

    def link(self, code: str) -> str | None:
        """The address that opens the chat, without the code; None until the platform has told us who we are."""
        if self._access.share_url:
            return self._access.share_url
        return f"{SHARE_URL}{self._me.id}" if self._me and self._me.id.isalnum() else None

    # -- life -----------------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Learn who we are in the background, for as long as it takes. Returns at once."""
        self._insistence.begin(self.check)

    async def register(self, public_url: str) -> None:
        """Have updates posted to our door, for as long as it takes; one process is enough.

        How often an address may be set a day is limited, so it is not set again; but then it may be bound to an earlier
        secret, which nobody can read. The first call with another one shows it.
        """
        url = public_url.rstrip("/") + WEBHOOK_PATH
        is_new = await self._insistence.on(lambda: self._set_if_another(url))
        if is_new is False:
            await self._foreign_secret.wait()
            _log.warning("zalo-bot was called with another secret: the webhook is set anew")
            await self._insistence.on(lambda: self._set(url))

    async def close(self) -> None:
        """Stop what `start` began and close every connection."""
        await self._insistence.end()
        await self._client.close()

    async def check(self) -> str:
        """Ask the platform who we are. Returns: the account's name. Raises: SendError."""
        self._me = await self._try(self._client.get_me)
        return self._me.name

    async def arrivals(self) -> Arrivals | None:
        """None: the platform does not say."""
        return None

    def token_expires_at(self) -> datetime | None:
        """Never: a bot's token holds until its owner resets it."""
        return None

    async def _set_if_another(self, url: str) -> bool:
        """Returns: whether the address was set."""
        if await self._try(self._client.webhook_url) == url:
            return False
        await self._set(url)
        return True

    async def _set(self, url: str) -> None:
        await self._try(lambda: self._client.set_webhook(url, self._access.webhook_secret))

    async def _remove_webhook(self) -> None:
        if await self._try(self._client.webhook_url):
            await self._try(self._client.delete_webhook)

    async def _try(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            result = await call()
        except ZaloBotError as error:
            failure = self._named(error)
        else:
            self._floods = 0
            return result
        raise failure

    def _named(self, error: ZaloBotError) -> SendError:
        """The class says what to do. A quota is the whole bot's, so being told to slow down is meant for all chats."""
        match error.family:
            case Family.TOKEN:
                return Misconfigured(error.code)
            case Family.REFUSED:
                return Rejected(error.code)
            case Family.NOT_SENT:
                return Unreachable(error.code)
            case Family.TOO_MUCH:
                return Throttled(error.code, error.seconds or self._flood_seconds(), is_global=True)
        return Unreachable(error.code, is_unknown=True)

    def _flood_seconds(self) -> float:
        """Longer each time; the calls that were under way together count once."""
        now = self._clock()
        if now >= self._floods_until:
            self._floods += 1
        seconds = min(LONGEST_FLOOD, FLOOD_SECONDS * 2.0 ** min(self._floods - 1, 10))
        self._floods_until = max(self._floods_until, now + timedelta(seconds=seconds))
        return seconds
