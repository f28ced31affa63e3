"""One HTTP exchange with the Bot API: the library's request layer, on connections of our own and on aiohttp.

The library itself never learns the token: it logs addresses and puts the token into messages. It is given a base
address of nothing, asks for "/sendMessage", and the rest is added here. aiohttp's exceptions name the address too, so
none of them leaves this module, not even as the cause of another.
"""

from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any

import aiohttp
import msgspec
import orjson
from msgspec import Struct
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.calling import kept_session
from bot.channels.media import content_of
from bot.channels.telegram.answers import MOST_BYTES, Answer, decoded, success
from bot.channels.telegram.connection import Lost
from bot.channels.telegram.errors import NotConnected, Unreadable
from bot.channels.telegram.pool import NoConnection, Pool

_SOME_CHAT = {"id": 0, "type": "private"}
_LONG = frozenset({"/getUpdates"})  # held open for half a minute, with megabytes in the end: left to aiohttp
_JSON = {"Content-Type": "application/json"}
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


class _Message(Struct):
    message_id: int


class _Sent(Struct):
    result: _Message


_SENT = msgspec.json.Decoder(_Sent)


class Limits(Struct, frozen=True):
    """Seconds, and connections at once."""

    connect: float = 5.0
    read: float = 10.0
    upload: float = 60.0
    idle: float = 20.0  # shorter than the server's, lest a call goes into a connection that is being closed
    connections: int = 128  # decision 0027


class TelegramRequest(BaseRequest):
    """Calls `{api_url}/bot<token>/<method>`; connections are opened on first use and given back by `shutdown`."""

    def __init__(self, api_url: str, token: str, *, proxy: str | None = None, limits: Limits | None = None) -> None:
        self._root = f"{api_url.rstrip('/')}/bot{token}"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}"
        self._proxy = proxy
        self._is_plain = proxy is None and "@" not in api_url  # a password for the address is aiohttp's to show
        self._limits = limits or Limits()
        self._session: aiohttp.ClientSession | None = None
        self._pool: Pool | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an ordinary call may wait for its answer."""
        return self._limits.read

    async def initialize(self) -> None:
        """Nothing: the session wants a running loop, and is made by the first call."""

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        pool, self._pool = self._pool, None
        if session is not None:
            await session.close()
        if pool is not None:
            await pool.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Post what the library asks for.

        Args:
            url: the method with a slash before it; `method` (the HTTP one) is always POST.
            read_timeout: seconds; the other three are ours alone to set.
        Raises: TelegramError for everything but a success.
        """
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._limits.read
        if request_data is not None and request_data.contains_files:
            return HTTPStatus.OK, await self._posting(url, _form(request_data), max(seconds, self._limits.upload))
        parameters = request_data.parameters if request_data is not None else {}
        return HTTPStatus.OK, await self._posting(url, orjson.dumps(parameters), seconds)

    async def call(self, method: str, parameters: Mapping[str, object], seconds: float) -> Any:
        """Call a method without the library's objects around its result, which is returned as it came.

        Raises: TelegramError.
        """
        payload = await self._posting(f"/{method}", orjson.dumps(parameters), seconds)
        return self.parse_json_payload(payload)["result"]

    async def message(self, method: str, parameters: Mapping[str, object], seconds: float) -> int:
        """Call a method that answers with a message. Returns: its id; of the rest nothing is made.

        Raises: TelegramError.
        """
        payload = await self._posting(f"/{method}", orjson.dumps(parameters), seconds)
        try:
            return _SENT.decode(payload).result.message_id
        except msgspec.DecodeError:
            failure = Unreadable("no message")
        raise failure  # out here it has no context, which would quote the answer

    async def download(self, path: str, most_bytes: int) -> bytes:
        """The content of a file. path: as getFile tells it.

        Raises: FileTooLarge, FileGone, TelegramError, Unreachable.
        """
        connect, seconds = self._limits.connect, self._limits.upload
        url = URL(self._files, encoded=True) / path
        timeout = aiohttp.ClientTimeout(total=connect + seconds, sock_connect=connect, sock_read=self._limits.read)
        try:
            async with self._opened().get(url, timeout=timeout, allow_redirects=False, proxy=self._proxy) as response:
                return await content_of(response, most_bytes)
        except TimeoutError:
            failure: TelegramError = TimedOut()
        except (aiohttp.ClientError, OSError):
            failure = NetworkError("connection broken")
        raise failure  # out here it has no context, which would name the address

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Decode a success. Unlike the library's, this neither logs nor quotes what it cannot read.

        Of a message that was sent only the id is of use; the rest is left out, for the library's object of it costs
        as much as the whole exchange.
        """
        answer = decoded(payload)
        if "result" not in answer:
            raise Unreadable("no result")
        result = answer["result"]
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {"message_id": result["message_id"], "date": 0, "chat": _SOME_CHAT}
        return answer

    def _posting(self, path: str, body: bytes | aiohttp.FormData, seconds: float) -> Awaitable[bytes]:
        if isinstance(body, bytes) and self._is_plain and path not in _LONG:
            return self._post(path, body, seconds)
        return self._post_by_aiohttp(path, body, seconds)

    async def _post(self, path: str, body: bytes, seconds: float) -> bytes:
        if self._pool is None:
            limits = self._limits
            self._pool = Pool(self._root, most=limits.connections, connect=limits.connect, idle=limits.idle)
        try:
            return success(await self._pool.post(path, body, seconds))
        except NoConnection:
            failure: TelegramError = NotConnected("no connection")
        except TimeoutError:
            failure = TimedOut()
        except Lost:
            failure = NetworkError("connection broken")
        raise failure  # out here it has no context

    async def _post_by_aiohttp(self, path: str, body: bytes | aiohttp.FormData, seconds: float) -> bytes:
        connect = self._limits.connect
        try:
            async with self._opened().post(
                URL(self._root + path, encoded=True),
                data=body,
                headers=_JSON if isinstance(body, bytes) else None,
                timeout=aiohttp.ClientTimeout(total=connect + seconds, connect=connect, sock_connect=connect),
                allow_redirects=False,
                proxy=self._proxy,
            ) as response:
                return success(Answer(response.status, await _bounded(response), response.headers.get("Retry-After")))
        except _NO_CONNECTION:
            failure: TelegramError = NotConnected("no connection")
        except TimeoutError:
            failure = TimedOut()
        except (aiohttp.ClientError, OSError):
            failure = NetworkError("connection broken")
        raise failure  # out here it has no context, which would name the address

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = kept_session(most=self._limits.connections, idle=self._limits.idle)
        return self._session


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a quoted file name as it is, with the signs
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        # A stream is written piece by piece; of megabytes at once the loop, and aiohttp, complains.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    pieces, size = [], 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise aiohttp.ClientPayloadError("answer too large")
    return b"".join(pieces)
