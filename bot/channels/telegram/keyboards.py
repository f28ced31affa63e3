"""Which keyboard a part gets. A message has one: buttons under it, or keys in place of the phone's keyboard.

The key that shares a phone number exists only among the latter. So a part that asks for it gets keys throughout: what
would have been buttons become keys below, each of which types its own label, and a typed label is understood as well
as a press. Nothing makes such keys disappear but a message that says so, and that message can have no buttons.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from bot.channels.protocol import Part, PartButton, Rejected

MOST_ACTION_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data

# As JSON: the library's objects cost more than the rest of the call. Bot API: InlineKeyboardMarkup,
# ReplyKeyboardMarkup, ReplyKeyboardRemove.
Markup = Mapping[str, Any]
BUTTONS, KEYS, NO_KEYS = "inline_keyboard", "keyboard", "remove_keyboard"


def markup(part: Part, *, is_private: bool) -> Markup | None:
    """The keyboard of a new message. In groups there is no contact key and nothing to take away.

    Raises: Rejected if an action is too long.
    """
    if part.contact_label is not None and is_private:
        return _keys(part.contact_label, part.rows)
    if part.rows:
        return buttons(part)
    return {NO_KEYS: True} if is_private else None


def buttons(part: Part) -> Markup | None:
    """The buttons of a message, or None without any.

    Raises: Rejected if an action is too long.
    """
    if not part.rows:
        return None
    for button in chain.from_iterable(part.rows):
        if not 1 <= len(button.action.encode()) <= MOST_ACTION_BYTES:
            raise Rejected("telegram-button-action")
    return {BUTTONS: [[{"text": one.label, "callback_data": one.action} for one in row] for row in part.rows]}


def _keys(contact_label: str, rows: tuple[tuple[PartButton, ...], ...]) -> Markup:
    contact = {"text": contact_label, "request_contact": True}
    keys = [[contact], *([{"text": button.label} for button in row] for row in rows)]
    return {KEYS: keys, "resize_keyboard": True, "one_time_keyboard": True}
