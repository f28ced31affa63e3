"""HTTP towards Zalo: bounded in time and size. Nothing that it raises quotes an address, a header or an answer."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from msgspec import Struct

from bot.channels.calling import kept_session
from bot.channels.protocol import Throttled, Unreachable
from bot.channels.zalo_oa.errors import ZaloRefused
from bot.channels.zalo_oa.rates import Rates

MOST_BYTES = 1 << 20  # of an answer
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Limits(Struct, frozen=True):
    """Seconds, and connections at once."""

    connect: float = 5.0
    read: float = 10.0
    upload: float = 60.0
    idle: float = 20.0
    connections: int = 32


class Http:
    """Connections are opened on first use and given back by `close`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits, self.rates = limits or Limits(), Rates()
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        data: bytes | aiohttp.FormData | None = None,
        seconds: float | None = None,
    ) -> Mapping[str, Any]:
        """Make one call. Returns: the answer, which says of no error.

        Raises: ZaloRefused, Unreachable, Throttled.
        """
        status, payload = await self._exchange(method, url, headers, data, seconds or self.limits.read)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Throttled("zalo-oa-http-429", self.rates.wait_seconds(), is_global=True)
        answer = _read(status, payload)
        self.rates.accepted()
        return answer

    async def _exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        data: bytes | aiohttp.FormData | None,
        seconds: float,
    ) -> tuple[int, bytes]:
        connect = self.limits.connect
        timeout = aiohttp.ClientTimeout(total=connect + seconds, connect=connect, sock_connect=connect)
        try:
            async with self._opened().request(
                method, url, headers=headers, data=data, timeout=timeout, allow_redirects=False
            ) as response:
                self.rates.note(response.headers)
                return response.status, await _bounded(response)
        except _NO_CONNECTION:
            failure = Unreachable("zalo-oa-no-connection")
        except TimeoutError:
            failure = Unreachable("zalo-oa-timeout", is_unknown=True)
        except (aiohttp.ClientError, OSError):
            failure = Unreachable("zalo-oa-broken-connection", is_unknown=True)
        raise failure  # out here it has no context, which would name the address

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = kept_session(most=self.limits.connections, idle=self.limits.idle)
        return self._session


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    pieces, size = [], 0
    async for piece in response.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise aiohttp.ClientPayloadError("answer too large")
    return b"".join(pieces)


def _read(status: int, payload: bytes) -> Mapping[str, Any]:
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"zalo-oa-http-{status}", is_unknown=True)
    try:
        answer = orjson.loads(payload)
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):  # a proxy or a block may have spoken; whether the call arrived is unknown
        raise Unreachable(f"zalo-oa-unreadable-{status}", is_unknown=True)
    number = _number(answer.get("error", 0))
    if number is None:
        raise Unreachable("zalo-oa-unreadable-error", is_unknown=True)
    if number or status >= HTTPStatus.MULTIPLE_CHOICES:
        raise ZaloRefused(number or status)
    return answer


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    digits = value.removeprefix("-") if isinstance(value, str) else ""
    return int(str(value)) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
