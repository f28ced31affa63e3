"""Files that a platform only gives the address of: fetched from hosts that are allowed, never from inside our network.

The address comes from outside, signed or not, so it is believed nothing: not its host before it is on the list, not
the name's addresses before they are public, not the size. The connection goes to the very addresses that were looked
at, whatever the name resolves to a moment later, and redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from msgspec import Struct
from yarl import URL

from bot.certificates import verifying
from bot.channels.protocol import FileGone, FileTooLarge, SendError, Unreachable

LONGEST_ADDRESS = 4096  # characters
_PORTS = {"http": 80, "https": 443}
_GONE = 500  # statuses below this say that it is no use to ask again, but for these:
_PASSING = frozenset({408, 425, 429})
# Addresses of version 6 that stand for one of version 4, which may be of our own network.
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))

Place = tuple[str, int]  # address, port
Resolve = Callable[[str, int], Awaitable[Sequence[Place]]]


class MediaRules(Struct, frozen=True):
    """Whose files are fetched, and how large they may be. hosts: their subdomains too. reference/zalo.md 2.6."""

    hosts: tuple[str, ...] = ("zdn.vn", "zadn.vn")
    most_bytes: int = 20_000_000
    connect_seconds: float = 5.0
    silent_seconds: float = 15.0  # without a byte
    seconds: float = 90.0  # altogether


class Media:
    """Fetches files by their address."""

    def __init__(self, rules: MediaRules, resolve: "Resolve | None" = None) -> None:
        """Args: resolve: host and port → where to connect; left out: every public address of the name."""
        self._rules, self._resolve = rules, resolve or public_places

    async def fetch(self, address: str, most_bytes: int) -> bytes:
        """The file at an address, at most so many bytes. Raises: FileGone, FileTooLarge, Unreachable."""
        url = self._allowed(address)
        try:
            places = await self._resolve(str(url.raw_host), _PORTS[url.scheme])
        except OSError:
            raise Unreachable("media-no-such-name") from None
        return await self._get(url, places, min(most_bytes, self._rules.most_bytes))

    def _allowed(self, address: str) -> URL:
        try:
            url = URL(address) if len(address) <= LONGEST_ADDRESS else URL()
            host = (url.raw_host or "").lower().removesuffix(".")
            is_plain = url.port == _PORTS.get(url.scheme, 0) and url.user is None and url.password is None
        except ValueError:
            raise FileGone("media-address") from None
        if not (is_plain and any(host == one or host.endswith(f".{one}") for one in self._rules.hosts)):
            raise FileGone("media-host")
        return url

    async def _get(self, url: URL, places: Sequence[Place], most: int) -> bytes:
        rules = self._rules
        timeout = aiohttp.ClientTimeout(
            total=rules.seconds, sock_connect=rules.connect_seconds, sock_read=rules.silent_seconds
        )
        connector = aiohttp.TCPConnector(
            resolver=_Fixed(places), use_dns_cache=False, force_close=True, ssl=verifying()
        )  # fmt: skip
        jar = aiohttp.DummyCookieJar()
        # Compressed bytes could grow beyond all bounds, so none are asked for.
        headers = {"Accept-Encoding": "identity"}
        try:
            async with (
                aiohttp.ClientSession(connector=connector, cookie_jar=jar, auto_decompress=False) as session,
                session.get(url, allow_redirects=False, timeout=timeout, headers=headers) as answer,
            ):
                return await content_of(answer, most)
        except TimeoutError:
            failure: SendError = Unreachable("media-timeout")
        except (aiohttp.ClientError, OSError):
            failure = Unreachable("media-broken-connection")
        raise failure  # out here it has no context, which would name the address


async def content_of(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """What an answer holds. Raises: FileGone, FileTooLarge, Unreachable; what aiohttp raises if it is cut off."""
    if answer.status != 200:
        is_passing = answer.status >= _GONE or answer.status in _PASSING
        raise (Unreachable if is_passing else FileGone)(f"media-http-{answer.status}")
    if (answer.content_length or 0) > most:
        raise FileTooLarge("media-too-large")
    pieces, size = [], 0
    async for piece in answer.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise FileTooLarge("media-too-large")
    return b"".join(pieces)


async def public_places(host: str, port: int) -> Sequence[Place]:
    """Where a name leads. Raises: FileGone if any of it is not the public internet; OSError if there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    if not addresses or not all(map(is_public, addresses)):
        raise FileGone("media-not-public")
    return [(address, port) for address in addresses]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet: not to us, our network, our provider's insides."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # with a zone: link-local
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in _TRANSLATED):
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


class _Fixed(AbstractResolver):
    """Resolves every name to what was looked at before."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host=address, port=at, proto=socket.IPPROTO_TCP, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            )
            for address, at in self._places
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing is open."""
