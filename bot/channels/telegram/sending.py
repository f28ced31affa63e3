"""A part as calls of the Bot API. One call each, but for the keys that share a phone number (see `PartSender`)."""

from contextlib import suppress

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import BadRequest, TelegramError

from bot.channels.protocol import Attachment, NotEditable, Part, Sent
from bot.channels.telegram.errors import is_captioned, is_refused_photo, is_unchanged
from bot.channels.telegram.keyboards import Markup, buttons, markup

PHOTO_TYPES = frozenset({"image/png", "image/jpeg"})
MOST_PHOTO_BYTES = 10 * 1000 * 1000  # reference, section 7
MOST_CHATS = 10_000  # whose keys are remembered
QUICK = 5.0  # seconds for calls whose failure does not matter
TICK = "\N{CHECK MARK}"  # no wording, and fit to stay should its deletion fail

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class PartSender:
    """Makes the calls, and takes stale keys away.

    The keys that share a phone number stay until a message without buttons removes them, and the next question has
    buttons. So before it a silent tick comes that removes the keys, and goes again. Which chats have keys is known to
    this process alone; after a restart they go with the next message without buttons, as each of these removes them.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._keyed: dict[int, None] = {}  # oldest first

    async def deliver(self, chat: int, part: Part) -> Sent:
        """Send or edit.

        Raises: TelegramError; Rejected, NotEditable for what need not even be tried.
        """
        if part.edits is not None:
            return await self._edit(chat, part, part.edits)
        keyboard = markup(part, is_private=chat > 0)
        tick = await self._tick(chat) if isinstance(keyboard, InlineKeyboardMarkup) else None
        try:
            message = await self._new(chat, part, keyboard)
        finally:
            if tick is not None:
                with suppress(TelegramError):
                    await self._bot.delete_message(chat, tick, read_timeout=QUICK)
        return Sent(str(message.message_id))

    async def _new(self, chat: int, part: Part, keyboard: Markup | None) -> Message:
        if isinstance(keyboard, ReplyKeyboardMarkup):
            self._remember(chat)  # beforehand: after a timeout they may be there
        if part.attachment is None:
            message = await self._bot.send_message(
                chat, part.text, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            )
        else:
            message = await self._file(chat, part, part.attachment, keyboard)
        if isinstance(keyboard, ReplyKeyboardRemove):
            self._keyed.pop(chat, None)
        return message

    async def _file(self, chat: int, part: Part, file: Attachment, keyboard: Markup | None) -> Message:
        if file.mime in PHOTO_TYPES and len(file.content) <= MOST_PHOTO_BYTES:
            try:
                return await self._bot.send_photo(
                    chat, file.content, caption=part.text or None, reply_markup=keyboard, filename=file.name
                )
            except BadRequest as error:
                if not is_refused_photo(error):  # too long or too wide for a photo, but fine as a file
                    raise
        return await self._bot.send_document(
            chat, file.content, caption=part.text or None, reply_markup=keyboard, filename=file.name
        )

    async def _tick(self, chat: int) -> int | None:
        if chat not in self._keyed:
            return None
        with suppress(TelegramError):  # what comes next matters more
            tick = await self._bot.send_message(
                chat, TICK, reply_markup=ReplyKeyboardRemove(), disable_notification=True, read_timeout=QUICK
            )
            self._keyed.pop(chat, None)
            return tick.message_id
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
        keyboard = buttons(part)
        if not part.text:
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)
            return
        try:
            await self._bot.edit_message_text(
                part.text, chat, message, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            )
        except BadRequest as error:
            if not is_captioned(error):
                raise
            await self._bot.edit_message_caption(chat, message, caption=part.text, reply_markup=keyboard)
