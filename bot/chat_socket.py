"""Who may open a socket of the web chat, how many, and how fast.

A browser proves itself with the token of its first frame; no cookie, nothing in the address. What it says is answered
with "taken" only after the turn is committed; until then the browser keeps it and says it again (chat_session.py).
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import WSCloseCode, web
from msgspec import Struct

from bot.allowance import Allowance
from bot.channels.protocol import NotUnderstood
from bot.channels.webchat import WebChannel
from bot.chat_session import Seen, Services, Session, Take, frame_of, send_error
from bot.files import new_token
from storage.database import Database
from storage.errors import DatabaseAway

log = structlog.get_logger(__name__)
MOST_TOKEN = 100  # characters of a token that are looked at


class SocketRules(Struct, frozen=True):
    """Bounds for browsers. A factory's workers may share one address, so that one is generous."""

    frame_bytes: int = 1 << 20
    sockets: int = 5000
    sockets_per_chat: int = 6
    new_chats: int = 120  # per address and minute
    messages: int = 20  # per chat in `message_seconds`
    message_seconds: float = 10.0
    hello_seconds: float = 10.0
    poll_seconds: float = 1.0  # for what another process stored; longer for a page where nothing happens
    heartbeat_seconds: float = 30.0
    public_url: str = ""  # an Origin that is ours though a proxy changes the Host


DEFAULT_RULES = SocketRules()


class _Refused(Exception):
    """A browser that may not talk; the key says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ChatSockets:
    """Serves /chat/socket."""

    def __init__(
        self,
        database: Database,
        channel: WebChannel,
        take: Take,
        clock: Callable[[], datetime],
        rules: SocketRules = DEFAULT_RULES,
    ) -> None:
        """Args: take: runs a turn and returns when it is committed, else raises."""
        pace = Allowance(rules.messages, rules.message_seconds)
        self._services = Services(database, channel, take, pace, rules.poll_seconds)
        self._clock, self._rules = clock, rules
        self._own_host = urlsplit(rules.public_url).netloc
        self._new_chats = Allowance(rules.new_chats, 60)
        self._open: dict[web.WebSocketResponse, str] = {}  # socket → chat, '' until it is admitted

    async def handle(self, request: web.Request, address: str) -> web.StreamResponse:
        """One browser, from its first frame to its last. address: tells callers apart."""
        if not self.is_same_origin(request):
            raise web.HTTPForbidden(text="origin")
        if len(self._open) >= self._rules.sockets:
            raise web.HTTPServiceUnavailable(text="full", headers={"Retry-After": "30"})
        socket = web.WebSocketResponse(
            max_msg_size=self._rules.frame_bytes, heartbeat=self._rules.heartbeat_seconds, compress=False
        )
        await socket.prepare(request)
        self._open[socket] = ""
        try:
            await self._greet(socket, address)
        finally:
            del self._open[socket]
        return socket

    def is_same_origin(self, request: web.Request) -> bool:
        """Whether a page of ours sent it: browsers always tell, and other sites cannot lie."""
        origin = urlsplit(request.headers.get("Origin", "")).netloc
        return bool(origin) and origin in (request.host, self._own_host)

    async def close(self) -> None:
        """Send everybody away; they come back by themselves, to this process or another."""
        leaving = [socket.close(code=WSCloseCode.GOING_AWAY) for socket in self._open]
        await asyncio.gather(*leaving, return_exceptions=True)

    async def known(self, token: str) -> str | None:
        """The chat that a token opens, if there is one. Raises: DatabaseAway."""
        chats = self._services.channel.chats(token[:MOST_TOKEN])
        if not chats:
            return None
        found = await self._services.database.read(lambda work: [chat for chat in chats if work.web.find(chat)])
        return found[0] if found else None

    async def open_chat(self, token: str, demo_role: str | None = None) -> str:
        """Open a chat for a fresh token. Returns: the chat. Raises: DatabaseAway."""
        chat, at = self._services.channel.chats(token)[0], self._clock()
        await self._services.database.write(lambda work: work.web.create(chat, at, demo_role))
        return chat

    async def _greet(self, socket: web.WebSocketResponse, address: str) -> None:
        try:
            async with asyncio.timeout(self._rules.hello_seconds):
                hello = await _hello(socket)
            chat, token = await self._admit(hello, address)
            await self._talk(socket, hello, chat, token)
        except (NotUnderstood, TimeoutError):
            key = "not_understood"
        except _Refused as refused:
            key = refused.key
        except DatabaseAway:
            key = "not_saved"
        except ConnectionError:
            return
        else:
            return
        await send_error(socket, key, None)
        await socket.close(code=WSCloseCode.POLICY_VIOLATION)

    async def _admit(self, hello: Mapping[str, Any], address: str) -> tuple[str, str | None]:
        """The chat of a browser, and a token if it needs a new one. Raises: _Refused, DatabaseAway."""
        token = hello.get("token")
        chat = await self.known(token) if isinstance(token, str) else None
        if chat is not None and list(self._open.values()).count(chat) >= self._rules.sockets_per_chat:
            raise _Refused("too_many_sockets")
        if chat is not None:
            return chat, None
        if hello.get("only_known") is True:
            raise _Refused("unknown_chat")
        if not self._new_chats.take(address):
            raise _Refused("too_many_chats")
        fresh = new_token()
        return await self.open_chat(fresh), fresh

    async def _talk(
        self, socket: web.WebSocketResponse, hello: Mapping[str, Any], chat: str, token: str | None
    ) -> None:
        seen = Seen(0, 0) if token else Seen(_count(hello, "after"), _count(hello, "edits"))
        self._open[socket] = chat
        await Session(self._services, socket, chat, seen).run(token)


async def _hello(socket: web.WebSocketResponse) -> dict[str, Any]:
    frame = frame_of(await socket.receive())
    if frame["type"] != "hello":
        raise NotUnderstood
    return frame


def _count(hello: Mapping[str, Any], name: str) -> int:
    value = hello.get(name)
    return value if isinstance(value, int) and 0 <= value < 2**62 else 0
