"""A part as calls of the Bot API. One call each, but for the keys that share a phone number (see `PartSender`)."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels.protocol import Attachment, NotEditable, Part, Sent
from bot.channels.telegram.errors import is_captioned, is_refused_photo, is_unchanged
from bot.channels.telegram.keyboards import BUTTONS, KEYS, NO_KEYS, Markup, buttons, markup
from bot.channels.telegram.request import TelegramRequest

PHOTO_TYPES = frozenset({"image/png", "image/jpeg"})
MOST_PHOTO_BYTES = 10 * 1000 * 1000  # reference, section 7
MOST_CHATS = 10_000  # whose keys are remembered
QUICK = 5.0  # seconds for calls whose failure does not matter
TICK = "\N{CHECK MARK}"  # no wording, and fit to stay should its deletion fail

_NO_PREVIEW = {"is_disabled": True}  # Bot API, LinkPreviewOptions


class PartSender:
    """Makes the calls, and takes stale keys away.

    The keys that share a phone number stay until a message without buttons removes them, and the next question has
    buttons. So before it a silent tick comes that removes the keys, and goes again. Which chats have keys is known to
    this process alone; after a restart they go with the next message without buttons, as each of these removes them.
    """

    def __init__(self, bot: Bot, request: TelegramRequest) -> None:
        """Args: request: for texts and their edits, which are nearly all there is to send; the bot for the rest."""
        self._bot, self._request = bot, request
        self._keyed: dict[int, None] = {}  # oldest first

    async def deliver(self, chat: int, part: Part) -> Sent:
        """Send or edit.

        Raises: TelegramError; Rejected, NotEditable for what need not even be tried.
        """
        if part.edits is not None:
            return await self._edit(chat, part, part.edits)
        keyboard = markup(part, is_private=chat > 0)
        tick = await self._tick(chat) if keyboard and BUTTONS in keyboard else None
        try:
            message_id = await self._new(chat, part, keyboard)
        finally:
            if tick is not None:
                with suppress(TelegramError, KeyError):
                    await self._request.call("deleteMessage", {"chat_id": chat, "message_id": tick}, QUICK)
        return Sent(str(message_id))

    async def _new(self, chat: int, part: Part, keyboard: Markup | None) -> int:
        if keyboard and KEYS in keyboard:
            self._remember(chat)  # beforehand: after a timeout they may be there
        if part.attachment is None:
            message_id = await self._text("sendMessage", {"chat_id": chat}, part.text, keyboard)
        else:
            message_id = await self._file(chat, part, part.attachment, keyboard)
        if keyboard and NO_KEYS in keyboard:
            self._keyed.pop(chat, None)
        return message_id

    async def _text(self, method: str, where: Mapping[str, Any], text: str, keyboard: Markup | None) -> int:
        """Send or change a text. Returns: the message's id. Raises: TelegramError."""
        given = {**where, "text": text, "link_preview_options": _NO_PREVIEW}
        given |= {"reply_markup": keyboard} if keyboard is not None else {}
        return await self._request.message(method, given, self._request.read_timeout)

    async def _file(self, chat: int, part: Part, file: Attachment, markup: Markup | None) -> int:
        keyboard = cast("Any", markup)  # the library sends what it is given
        if file.mime in PHOTO_TYPES and len(file.content) <= MOST_PHOTO_BYTES:
            try:
                photo = await self._bot.send_photo(
                    chat, file.content, caption=part.text or None, reply_markup=keyboard, filename=file.name
                )
            except BadRequest as error:
                if not is_refused_photo(error):  # too long or too wide for a photo, but fine as a file
                    raise
            else:
                return photo.message_id
        document = await self._bot.send_document(
            chat, file.content, caption=part.text or None, reply_markup=keyboard, filename=file.name
        )
        return document.message_id

    async def _tick(self, chat: int) -> int | None:
        if chat not in self._keyed:
            return None
        with suppress(TelegramError):  # what comes next matters more
            given = {"chat_id": chat, "text": TICK, "reply_markup": {NO_KEYS: True}, "disable_notification": True}
            tick = await self._request.message("sendMessage", given, QUICK)
            self._keyed.pop(chat, None)
            return tick
        return None

    def _remember(self, chat: int) -> None:
        self._keyed.pop(chat, None)
        self._keyed[chat] = None
        if len(self._keyed) > MOST_CHATS:
            del self._keyed[next(iter(self._keyed))]

    async def _edit(self, chat: int, part: Part, message: str) -> Sent:
        if part.attachment is not None or part.contact_label is not None:
            raise NotEditable("telegram-edit-kind")
        if not (message.isascii() and message.isdigit()):
            raise NotEditable("telegram-edit-id")
        try:
            await self._change(chat, int(message), part)
        except BadRequest as error:
            if not is_unchanged(error):
                raise
        return Sent(message)

    async def _change(self, chat: int, message: int, part: Part) -> None:
        markup, where = buttons(part), {"chat_id": chat, "message_id": message}
        keyboard = cast("Any", markup)
        if not part.text:
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)
            return
        try:
            await self._text("editMessageText", where, part.text, markup)
        except BadRequest as error:
            if not is_captioned(error):
                raise
            await self._bot.edit_message_caption(chat, message, caption=part.text, reply_markup=keyboard)
