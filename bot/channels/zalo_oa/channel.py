"""The channel of a Zalo Official Account: what the protocol asks for, over client, tokens and signatures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import structlog

from bot.channels.insistence import Insistence, Pause
from bot.channels.media import Media
from bot.channels.protocol import (
    ANY_TYPE,
    Arrivals,
    Capabilities,
    Handle,
    Incoming,
    Misconfigured,
    NotAuthentic,
    NotEditable,
    Notice,
    NotUnderstood,
    Part,
    Rejected,
    SendError,
    Sent,
    TextUnit,
)  # fmt: skip
from bot.channels.zalo_oa.access import Shapes, SignatureMode, ZaloOaAccess
from bot.channels.zalo_oa.client import ZaloOaClient
from bot.channels.zalo_oa.errors import UPLOAD_EXPIRED, ZaloRefused, send_error
from bot.channels.zalo_oa.http import Http, Limits
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.parsing import CHANNEL, Reader
from bot.channels.zalo_oa.sending import (
    FILES,
    IMAGES,
    Outgoing,
    contact_request,
    outgoing,
    template_data,
    wants_name,
    with_name,
    with_upload,
)
from bot.channels.zalo_oa.signature import SIGNATURE_HEADER, Verifier
from bot.channels.zalo_oa.taps import ACTION_BYTES, Taps
from bot.channels.zalo_oa.tokens import TokenKeeper
from conversations.events import Medium
from storage.database import Database
from storage.repositories.rate_limits import Limits as Paces
from storage.repositories.rate_limits import Pace
from storage.vault import Vault

WEBHOOK_PATH = "/webhooks/zalo-oa"
MOST_DELIVERED = 5000  # messages whose delivery is remembered
_PROBES = (b"", b"{}")
log = structlog.get_logger(__name__)


def capabilities(access: ZaloOaAccess) -> Capabilities:
    """What the account can show. Source: reference on Zalo, sections 2.4, 2.7 and 7."""
    shapes, per_second = access.shapes, access.per_minute / 60
    burst = max(1.0, access.per_minute / 8)
    endings = {f".{name}" for name in shapes.file_types}
    files = {mime for mime, known in FILES.items() if endings & set(known)}
    return Capabilities(
        text_limit=shapes.text_limit,
        text_unit=TextUnit.CODE_POINTS,
        caption_limit=shapes.text_limit,
        buttons_per_message=shapes.most_buttons,
        buttons_per_row=1,
        button_action_bytes=ACTION_BYTES,
        can_edit=False,
        has_contact_button=bool(shapes.contact_image),
        file_types=frozenset(files | IMAGES.keys()),
        can_write_first=False,  # within days of what the person did last
        file_limit=shapes.file_bytes,
        picture_limit=shapes.image_bytes,
        linked_types=ANY_TYPE,
        link_carries_code=False,
        limits=Paces(Pace(max(per_second - burst / 60, per_second / 2), burst)),
        is_probed=True,
        window=access.window,
        takes_files=frozenset({Medium.PHOTO, Medium.DOCUMENT}),
        title="Zalo OA",
    )


class ZaloOaChannel:
    """One account. `start` it in a running loop, `close` it in the end."""

    name: str = CHANNEL

    def __init__(  # noqa: PLR0913 - what it is made of
        self,
        access: ZaloOaAccess,
        database: Database | None,
        vault: Vault,
        clock: Callable[[], datetime],
        *,
        may_refresh: bool = True,
        limits: Limits | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.capabilities: Capabilities = capabilities(access)
        self._access, self._clock, self._pause = access, clock, pause
        self._http = Http(limits)
        self.media = Media(access.media)  # what people send; tests let it fetch from an emulator
        self._oauth = OAuth(self._http, access, clock)
        self.tokens = TokenKeeper(access, self._oauth, database, clock, may_refresh=may_refresh, pause=pause)
        self._client = ZaloOaClient(self._http, access, self.tokens, pause)
        self._taps = Taps(vault, access.oa_id)
        self._verifier, self._reader = Verifier(access.trust), Reader(access.oa_id, self._taps.read)
        self._delivered: dict[tuple[str, str, int], str] = {}  # messages of parts that were not finished, oldest first
        self._insistence = Insistence(self.name, pause, is_mended_outside=True)  # `zalo login` brings tokens

    # -- in -------------------------------------------------------------------------------------------------
    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Verify a webhook call and take out what concerns us; see the protocol."""
        if body.strip() in _PROBES and SIGNATURE_HEADER not in headers and SIGNATURE_HEADER.lower() not in headers:
            return []  # somebody saves the address in the developer console
        now, event = self._clock(), _decoded(body)
        if not self._verifier.is_authentic(body, event or {}, headers, now):
            if self._access.trust.mode is SignatureMode.LOG_ONLY:
                return []
            raise NotAuthentic
        if event is None:
            raise NotUnderstood
        return self._reader.read(event, now)

    async def poll(self, handle: Handle) -> None:
        """Zalo has nothing to fetch from. Args: handle: is never called."""
        log.error("zalo_oa_needs_public_url", says="Zalo OA chỉ gửi tin qua webhook: hãy đặt PUBLIC_URL")

    # -- out ------------------------------------------------------------------------------------------------
    async def send(self, chat: str, part: Part) -> Sent:
        """Deliver one part, in as many messages as it takes; what arrived is not sent again. Raises: SendError."""
        if not (chat.isascii() and chat.isalnum()):
            raise Rejected("zalo-oa-chat-id")
        if part.edits is not None:
            raise NotEditable("zalo-oa-edit")
        if part.notice is not None:
            return self._said(await self._by_form(chat, part.notice))
        messages = outgoing(await self._naming(chat, part), chat, self._access.shapes, self.capabilities, self._taps)
        message_id = ""
        for number, one in enumerate(messages):
            message_id = await self._once(chat, part, number, one, is_last=number == len(messages) - 1)
        if part.key is not None:
            for number in range(len(messages)):
                self._delivered.pop((chat, part.key, number), None)
        await self._ask_for_contact(chat, part)
        return self._said(message_id)

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Fetch a file by its address; see the protocol."""
        return await self.media.fetch(ref, most_bytes)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing: a tap shows no progress."""

    def webhook_answer(self, incoming: Incoming) -> bytes | None:
        """Nothing is read from it."""
        return None

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """There is no menu of commands."""

    async def show_menu(self, commands: Sequence[tuple[str, str]]) -> None:
        """There is none; the account's menu is made by hand in its manager."""

    def link(self, code: str) -> str | None:
        """The address that opens the chat; the code is not carried along and has to be sent."""
        return self._access.share_url or f"https://zalo.me/{self._access.oa_id}"

    # -- life -----------------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Get a token and ask who we are, in the background, for as long as it takes. Returns at once."""
        self._insistence.begin(self.check)

    async def register(self, public_url: str) -> None:
        """The address stands in the developer console, where a person puts it."""
        log.info("zalo_oa_webhook", says="Đặt địa chỉ webhook này trong trang nhà phát triển Zalo",
                 address=f"{public_url}{WEBHOOK_PATH}")  # fmt: skip

    async def close(self) -> None:
        """Stop what `start` began, let a refresh come to its end, close every connection."""
        await self._insistence.end()
        await self.tokens.close()
        await self._http.close()

    async def check(self) -> str:
        """Whether the account serves us and its tokens can be renewed. Returns its name. Raises: SendError."""
        name = await self._try(self._client.account_name)
        pair = await self.tokens.look()
        if pair is not None and pair.failed_at is not None:  # it still works, but not for long
            raise Misconfigured(pair.failure or "zalo-oa-refresh")
        return name

    async def arrivals(self) -> Arrivals | None:
        """Zalo does not say."""
        return None

    def token_expires_at(self) -> datetime | None:
        """When an administrator has to consent again at the latest."""
        return self.tokens.ends_at()

    @property
    def oauth(self) -> OAuth:
        """For the operator's commands."""
        return self._oauth

    # -- inside ---------------------------------------------------------------------------------------------
    async def _once(self, chat: str, part: Part, number: int, one: Outgoing, *, is_last: bool) -> str:
        place = (chat, part.key or "", number)
        if part.key is not None and (before := self._delivered.get(place)) is not None:
            return before
        message_id = await self._try(lambda: self._message(chat, one))
        if part.key is not None and not is_last:
            self._delivered[place] = message_id
            if len(self._delivered) > MOST_DELIVERED:
                del self._delivered[next(iter(self._delivered))]
        return message_id

    async def _naming(self, chat: str, part: Part) -> Part:
        """Propose the name that the person has on Zalo, where one is asked for. Nothing of it is kept."""
        question = wants_name(part, self._shapes)
        if question is None:
            return part
        try:
            called = await self._try(lambda: self._client.display_name(chat))
        except SendError as error:  # who does not follow the account shows no name: it is typed
            log.info("zalo_name_not_known", code=error.code)
            return part
        return with_name(part, question, called, self._shapes)

    def _said(self, message_id: str) -> Sent:
        return Sent(message_id, self._http.rates.ease_seconds())

    async def _by_form(self, chat: str, notice: Notice) -> str:
        template = self._access.templates.get(notice.kind)
        if template is None:
            raise Rejected("zalo-oa-no-template")
        data = template_data(template, notice)
        return await self._try(lambda: self._client.send_template(chat, template.number, data))

    async def _message(self, chat: str, one: Outgoing) -> str:
        if one.file is None:
            return await self._client.send(chat, one.message)
        try:
            return await self._client.send(chat, await self._uploaded(one))
        except ZaloRefused as refused:
            if refused.number != UPLOAD_EXPIRED:
                raise
        return await self._client.send(chat, await self._uploaded(one))

    async def _uploaded(self, one: Outgoing) -> Mapping[str, Any]:
        assert one.file is not None  # noqa: S101 - see the caller
        uploaded = await self._client.upload(one.kind, one.file, one.name)
        return with_upload(one, uploaded, self._shapes)

    @property
    def _shapes(self) -> Shapes:
        return self._access.shapes

    async def _ask_for_contact(self, chat: str, part: Part) -> None:
        """The card comes by itself after the question, which can be answered without it."""
        request = contact_request(part, self._shapes)
        if request is not None:
            try:
                await self._try(lambda: self._client.send(chat, request))
            except SendError as error:
                log.warning("zalo_contact_not_asked", code=error.code)

    async def _try(self, call: Callable[[], Awaitable[str]]) -> str:
        try:
            return await call()
        except ZaloRefused as refused:
            failure = send_error(refused, self._http.rates.wait_seconds)
        raise failure


def _decoded(body: bytes) -> Mapping[str, Any] | None:
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None
