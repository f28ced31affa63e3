"""What can go wrong in a call to the Bot API, and the SendError it means. No text of Telegram's leaves this module.

Source: reference on the Bot API, section 3. The answer's code decides; wording only where several meanings share a
code. Wording is compared in lower case, for the library capitalises it.
"""

from collections.abc import Callable

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.protocol import (
    FileTooLarge,
    Misconfigured,
    NotEditable,
    RecipientGone,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)


class FloodWait(TelegramError):
    """429: too fast. The library's own RetryAfter warns of its coming change each time it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class ServerFailed(NetworkError):
    """5xx: whether the call had its effect is unknown."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class NotTelegram(NetworkError):
    """An answer in no form of Telegram's: something on the way spoke, so the call never arrived."""

    def __init__(self, status: int) -> None:
        super().__init__(f"foreign answer {status}")
        self.status = status


class NotConnected(NetworkError):
    """No connection came about, so nothing was sent."""


class Unreadable(NetworkError):
    """A success that cannot be read: the call has probably had its effect."""


_FORBIDDEN = (
    ("blocked", "telegram-403-blocked"),
    ("deactivated", "telegram-403-deactivated"),
    ("initiate", "telegram-403-not-started"),
    ("kicked", "telegram-403-kicked"),
)
_BAD_REQUEST: tuple[tuple[str, type[SendError], str], ...] = (
    ("chat not found", RecipientGone, "telegram-400-chat-not-found"),
    ("user not found", RecipientGone, "telegram-400-user-not-found"),
    ("peer_id_invalid", RecipientGone, "telegram-400-chat-not-found"),
    ("input_user_deactivated", RecipientGone, "telegram-400-deactivated"),
    ("message to edit not found", NotEditable, "telegram-400-message-gone"),
    ("message_id_invalid", NotEditable, "telegram-400-message-gone"),
    ("message can't be edited", NotEditable, "telegram-400-not-editable"),
    ("no text in the message to edit", NotEditable, "telegram-400-no-text"),
    ("no caption in the message to edit", NotEditable, "telegram-400-no-text"),
    ("text is empty", Rejected, "telegram-400-text-empty"),
    ("caption is too long", Rejected, "telegram-400-caption-too-long"),
    ("message is too long", Rejected, "telegram-400-text-too-long"),
    ("button_data_invalid", Rejected, "telegram-400-button"),
    ("can't parse entities", Rejected, "telegram-400-entities"),
    ("photo_invalid_dimensions", Rejected, "telegram-400-photo"),
    ("image_process_failed", Rejected, "telegram-400-photo"),
    ("too large", Rejected, "telegram-400-file-too-large"),
    ("too big", FileTooLarge, "telegram-400-file-too-large"),
)


_PLAIN: dict[type[TelegramError], Callable[[], SendError]] = {
    NotConnected: lambda: Unreachable("telegram-no-connection"),
    TimedOut: lambda: Unreachable("telegram-timeout", is_unknown=True),
    Unreadable: lambda: Unreachable("telegram-unreadable", is_unknown=True),
    ChatMigrated: lambda: RecipientGone("telegram-400-migrated"),
    Conflict: lambda: Misconfigured("telegram-409"),
}


def send_error(error: TelegramError) -> SendError:
    """The class says what to do, the code is short, stable and free of anything personal."""
    match error:
        case FloodWait():
            return Throttled("telegram-429", error.seconds)
        case ServerFailed():
            return Unreachable(f"telegram-{error.status}", is_unknown=True)
        case NotTelegram():
            return Unreachable(f"telegram-foreign-{error.status}")
        case Forbidden():
            return RecipientGone(_forbidden_code(error))
        case InvalidToken():
            return Misconfigured("telegram-404" if "not found" in _wording(error) else "telegram-401")
        case BadRequest():
            return _bad_request(error)
    return _PLAIN.get(type(error), lambda: Unreachable("telegram-broken", is_unknown=True))()


def is_unchanged(error: TelegramError) -> bool:
    """An edit equal to what is there already: nothing left to do."""
    return isinstance(error, BadRequest) and "message is not modified" in _wording(error)


def is_captioned(error: TelegramError) -> bool:
    """The message to be edited is a file with a caption."""
    return isinstance(error, BadRequest) and "no text in the message to edit" in _wording(error)


def is_refused_photo(error: TelegramError) -> bool:
    """The picture cannot be shown as a photo; as a file it can still go."""
    return isinstance(error, BadRequest) and send_error(error).code == "telegram-400-photo"


def _forbidden_code(error: Forbidden) -> str:
    wording = _wording(error)
    return next((code for part, code in _FORBIDDEN if part in wording), "telegram-403")


def _bad_request(error: BadRequest) -> SendError:
    wording = _wording(error)
    return next((kind(code) for part, kind, code in _BAD_REQUEST if part in wording), Rejected("telegram-400"))


def _wording(error: TelegramError) -> str:
    return error.message.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
