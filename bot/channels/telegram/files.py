"""Fetching a file that somebody sent: where it is, then its content. Source: reference on the Bot API, section 7."""

from telegram.error import TelegramError

from bot.channels.protocol import FileGone, FileTooLarge, Misconfigured, Rejected
from bot.channels.telegram.errors import send_error
from bot.channels.telegram.request import TelegramRequest

MOST_BYTES = 20 * 1000 * 1000  # getFile gives no more


async def fetch(request: TelegramRequest, file_id: str, most_bytes: int) -> bytes:
    """The content behind a file_id. Raises: FileTooLarge, FileGone, TelegramError, any other SendError."""
    try:
        found = await request.call("getFile", {"file_id": file_id}, request.read_timeout)
    except TelegramError as error:
        failure = send_error(error)
        if not isinstance(failure, Rejected) or isinstance(failure, FileTooLarge):
            raise failure from None
        raise FileGone(failure.code) from None  # an id that is not (or no longer) ours
    path, size = found.get("file_path"), found.get("file_size")
    if isinstance(size, int) and size > most_bytes:
        raise FileTooLarge("telegram-file-too-large")
    if not isinstance(path, str) or not path:
        raise FileGone("telegram-no-path")
    if path.startswith("/") or ".." in path.split("/"):  # a server of one's own that runs with --local
        raise Misconfigured("telegram-local-files")
    return await request.download(path, most_bytes)
