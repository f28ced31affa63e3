"""An HTTP answer of the Bot API's: what came, and which failure it means.

No text of Telegram's is quoted or logged here, unlike in the library's own reading.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from msgspec import Struct
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.errors import FloodWait, NotTelegram, ServerFailed, Unreadable

MOST_BYTES = 8 << 20  # of an answer; getUpdates gives 4 MiB at most (reference, section 2)
FLOOD_SECONDS = 5.0  # when a 429 does not say how long to wait


class Answer(Struct, frozen=True):
    """Status, body, and what the header Retry-After said."""

    status: int
    payload: bytes
    retry_after: str | None


def decoded(payload: bytes) -> dict[str, Any]:
    """The object that an answer is. Raises: Unreadable."""
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        raise Unreadable("no JSON object")
    return answer


def success(answer: Answer) -> bytes:
    """The body of a success. Raises: TelegramError for anything else."""
    if 200 <= answer.status < 300:
        return answer.payload
    raise _failure(answer)


def _failure(answer: Answer) -> TelegramError:
    if answer.status >= 500:
        return ServerFailed(answer.status)
    try:
        said = decoded(answer.payload)
    except Unreadable:
        said = {}
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return FloodWait(_flood_seconds(said, answer.retry_after))
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return BadRequest("request entity too large")
    return _refusal(answer.status, said)


def _refusal(status: int, said: Mapping[str, Any]) -> TelegramError:
    if said.get("ok") is not False:  # a page of a proxy or a block must not pass for "blocked by the user"
        return NotTelegram(status)
    moved = _parameters(said).get("migrate_to_chat_id")
    if isinstance(moved, int):
        return ChatMigrated(moved)
    kinds: dict[int, type[TelegramError]] = {
        HTTPStatus.UNAUTHORIZED: InvalidToken,
        HTTPStatus.FORBIDDEN: Forbidden,
        HTTPStatus.NOT_FOUND: InvalidToken,
        HTTPStatus.CONFLICT: Conflict,
    }
    return kinds.get(status, BadRequest)(str(said.get("description", "")))


def _flood_seconds(said: Mapping[str, Any], header: str | None) -> float:
    seconds = _parameters(said).get("retry_after")
    if isinstance(seconds, int | float) and seconds > 0:
        return float(seconds)
    return float(header) if header and header.isascii() and header.isdigit() else FLOOD_SECONDS


def _parameters(said: Mapping[str, Any]) -> Mapping[str, Any]:
    parameters = said.get("parameters")
    return parameters if isinstance(parameters, dict) else {}
