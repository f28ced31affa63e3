"""One HTTP exchange with the Zalo Bot Platform: POST and JSON to {base}/bot<TOKEN>/<method>.

The token is part of every address, and aiohttp's exceptions name addresses: none of them leaves this module, not even
as the cause of another. Source: reference on Zalo, sections 3.1 to 3.4.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from msgspec import Struct
from yarl import URL

from bot.channels.calling import kept_session

MOST_BYTES = 4 << 20  # of an answer
MOST_SECONDS = 3600.0  # that an answer may tell us to wait
_JSON = {"Content-Type": "application/json"}
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Family(StrEnum):
    """What a failure means, whatever its number."""

    TOKEN = "token"  # noqa: S105 - a kind of failure
    REFUSED = "refused"  # this call will never be taken
    TOO_MUCH = "too_much"  # too fast, or the quota is used up
    NOTHING_NEW = "nothing_new"  # 408: a timeout, or no update
    BROKEN = "broken"  # the platform failed; the call may have had its effect
    NO_ANSWER = "no_answer"  # nothing readable came back; the call may have had its effect
    NOT_SENT = "not_sent"  # no connection came about


class Timeouts(Struct, frozen=True):
    """Seconds, and connections at once."""

    connect: float = 5.0
    answer: float = 15.0
    idle: float = 15.0  # shorter than the server's, lest a call goes into a connection that is being closed
    connections: int = 16


class ZaloBotError(Exception):
    """A call failed. `code` is short and stable, and holds nothing of the platform's wording, the token or people."""

    def __init__(self, code: str, family: Family, seconds: float | None = None) -> None:
        super().__init__(code)
        self.code, self.family = code, family
        self.seconds = seconds  # that the platform wants us to wait, if it says so


_FAMILIES: Mapping[int, Family] = {
    HTTPStatus.UNAUTHORIZED: Family.TOKEN,
    HTTPStatus.FORBIDDEN: Family.BROKEN,  # the documentation calls it an internal error
    HTTPStatus.REQUEST_TIMEOUT: Family.NOTHING_NEW,
    HTTPStatus.TOO_MANY_REQUESTS: Family.TOO_MUCH,
}


class Me(Struct, frozen=True):
    """What the platform calls us."""

    id: str
    name: str


class ZaloBotClient:
    """Connections are opened on first use and given back by `close`. Every method raises ZaloBotError."""

    def __init__(self, api_url: str, token: str, timeouts: Timeouts | None = None) -> None:
        self._root = f"{api_url.rstrip('/')}/bot{token}"
        self._timeouts = timeouts or Timeouts()
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def get_me(self) -> Me:
        """Who we are."""
        result = await self._called("getMe", {})
        return Me(_text(result.get("id")), _text(result.get("account_name")) or _text(result.get("display_name")))

    async def send_message(self, chat: str, text: str) -> str:
        """Send a text. Returns: the message's id, '' if the platform names none."""
        return _text((await self._called("sendMessage", {"chat_id": chat, "text": text})).get("message_id"))

    async def send_photo(self, chat: str, url: str, caption: str) -> str:
        """Send a picture that the platform fetches from a public address. Returns: as `send_message`."""
        given = {"chat_id": chat, "photo": url} | ({"caption": caption} if caption else {})
        return _text((await self._called("sendPhoto", given)).get("message_id"))

    async def get_updates(self, seconds: int) -> Any:
        """Wait for news as long as that. Returns: one update or several, as they came; None if there is nothing new."""
        try:
            return await self._result("getUpdates", {"timeout": seconds}, seconds + self._timeouts.answer)
        except ZaloBotError as error:
            if error.family is Family.NOTHING_NEW:
                return None
            raise

    async def webhook_url(self) -> str:
        """Where the platform posts updates to; '' if nowhere."""
        return _text((await self._called("getWebhookInfo", {})).get("url"))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates posted; the number of these calls a day is limited."""
        await self._called("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Have updates kept for `get_updates`."""
        await self._called("deleteWebhook", {})

    async def _called(self, method: str, parameters: Mapping[str, object]) -> Mapping[str, Any]:
        result = await self._result(method, parameters, self._timeouts.answer)
        return result if isinstance(result, dict) else {}

    async def _result(self, method: str, parameters: Mapping[str, object], seconds: float) -> Any:
        status, payload, wait = await self._exchange(method, parameters, seconds)
        said = _decoded(payload)
        if said is None or "ok" not in said:
            raise _foreign(status)
        if said["ok"] is True and status < HTTPStatus.BAD_REQUEST:
            return said.get("result")
        raise _refusal(_number(said.get("error_code")) or status, wait)

    async def _exchange(
        self, method: str, parameters: Mapping[str, object], seconds: float
    ) -> tuple[int, bytes, float | None]:
        connect = self._timeouts.connect
        try:
            async with self._opened().post(
                URL(f"{self._root}/{method}", encoded=True),
                data=orjson.dumps(parameters),
                headers=_JSON,
                timeout=aiohttp.ClientTimeout(total=connect + seconds, connect=connect, sock_connect=connect),
                allow_redirects=False,
            ) as response:
                return response.status, await _bounded(response), _seconds(response.headers.get("Retry-After"))
        except _NO_CONNECTION:
            failure = ZaloBotError("zalo-bot-no-connection", Family.NOT_SENT)
        except TimeoutError:
            failure = ZaloBotError("zalo-bot-timeout", Family.NO_ANSWER)
        except (aiohttp.ClientError, OSError, ValueError):
            failure = ZaloBotError("zalo-bot-broken", Family.NO_ANSWER)
        raise failure  # out here it has no context, which would name the address

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = kept_session(most=self._timeouts.connections, idle=self._timeouts.idle)
        return self._session


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    pieces, size = [], 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise aiohttp.ClientPayloadError("answer too large")
    return b"".join(pieces)


def _decoded(payload: bytes) -> Mapping[str, Any] | None:
    try:
        said = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    return said if isinstance(said, dict) else None


def _foreign(status: int) -> ZaloBotError:
    """Something on the way spoke, or the platform broke in the middle: what became of the call is unknown."""
    if status >= HTTPStatus.BAD_REQUEST:
        return ZaloBotError(f"zalo-bot-foreign-{status}", Family.NO_ANSWER)
    return ZaloBotError("zalo-bot-unreadable", Family.NO_ANSWER)


def _refusal(number: int, wait: float | None) -> ZaloBotError:
    is_ours = HTTPStatus.BAD_REQUEST <= number < HTTPStatus.INTERNAL_SERVER_ERROR
    family = _FAMILIES.get(number, Family.REFUSED if is_ours else Family.BROKEN)
    return ZaloBotError(f"zalo-bot-{number}", family, wait)


def _number(value: object) -> int:
    """A code may come as a number or as its digits; 0 for anything else."""
    digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(digits) if re.fullmatch(r"-?[0-9]{1,6}", digits) else 0


def _seconds(header: str | None) -> float | None:
    is_plain = header is not None and header.isascii() and header.isdigit() and len(header) <= 6
    return min(float(header), MOST_SECONDS) if header and is_plain else None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
