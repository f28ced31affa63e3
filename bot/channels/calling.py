"""Calls to platforms by aiohttp: one kind of session for all of them."""

import aiohttp

from bot.certificates import verifying

_NAME_SECONDS = 300  # for which the addresses of a host are remembered


def kept_session(*, most: int, idle: float) -> aiohttp.ClientSession:
    """A session that keeps its connections, and no cookies. Wants a running loop, and to be closed.

    Args:
        most: connections at once; who comes then waits.
        idle: seconds after which an unused connection is closed.
    """
    connector = aiohttp.TCPConnector(
        limit=most, keepalive_timeout=idle, ttl_dns_cache=_NAME_SECONDS, ssl=verifying()
    )  # fmt: skip
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
