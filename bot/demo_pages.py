"""The page /demo and what its three phones ask for. Only a page of ours may ask."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.allowance import Allowance
from bot.channels.protocol import NotUnderstood, PartButton
from bot.channels.webchat import read_object
from bot.chat_socket import ChatSockets
from bot.demo import Demo
from bot.demo_samples import EXECUTIVE, ROLES, STAFF, WORKER

LARGEST_BODY = 64 * 1024
SESSIONS = 30  # per address and minute
RESETS = 10
PHONES = (
    (WORKER, "Công nhân", "Nộp sáng kiến"),
    (EXECUTIVE, "Cán bộ CĐCS", "Xác nhận sáng kiến"),
    (STAFF, "Cán bộ LĐLĐ huyện", "Xem báo cáo"),
)
MENUS = {
    WORKER: ("nop", "theodoi", "huongdan", "dulieu", "huy"),
    EXECUTIVE: ("duyet", "nop", "qr", "huongdan"),
    STAFF: ("report", "duyet", "moi", "qr", "huongdan"),
}
Html = Callable[..., Awaitable[web.Response]]


class DemoPages:
    """Handlers of aiohttp."""

    def __init__(
        self,
        demo: Demo,
        sockets: ChatSockets,
        html: Html,
        command_label: Callable[[str], str],
        address: Callable[[web.Request], str],
    ) -> None:
        self._demo, self._sockets, self._html, self._label, self._address = demo, sockets, html, command_label, address
        self._sessions, self._resets = Allowance(SESSIONS, 60), Allowance(RESETS, 60)

    def routes(self) -> Sequence[web.RouteDef]:
        """What is served."""
        return (
            web.get("/demo", self.page),
            web.post("/demo/session", self.session),
            web.post("/demo/sample", self.sample),
            web.post("/demo/reset", self.reset),
        )

    async def page(self, request: web.Request) -> web.Response:
        """GET /demo."""
        menus = {role: [(self._label(name), f"/{name}") for name in MENUS[role]] for role in ROLES}
        return await self._html("demo.html", phones=PHONES, menus=menus)

    async def session(self, request: web.Request) -> web.Response:
        """POST /demo/session → {role: token}."""
        self._check(request, self._sessions)
        return web.json_response(await self._demo.open_session())

    async def reset(self, request: web.Request) -> web.Response:
        """POST /demo/reset → {}."""
        self._check(request, self._resets)
        await self._demo.reset()
        return web.json_response({})

    async def sample(self, request: web.Request) -> web.Response:
        """POST /demo/sample {role, hint, turn, buttons: [{label, action}]} → {text}."""
        self._check(request, None)
        asked = await _asked(request)
        text = self._demo.sample(_role(asked), _hint(asked), _turn(asked), _buttons(asked))
        return web.json_response({"text": text})

    def _check(self, request: web.Request, allowance: Allowance | None) -> None:
        if not self._sockets.is_same_origin(request):
            raise web.HTTPForbidden
        if allowance is not None and not allowance.take(self._address(request)):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "60"})


async def _asked(request: web.Request) -> dict[str, Any]:
    if (request.content_length or 0) > LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
    try:
        return read_object(await request.read())
    except NotUnderstood:
        raise web.HTTPBadRequest from None


def _role(asked: dict[str, Any]) -> str:
    role = asked.get("role")
    if role not in ROLES:
        raise web.HTTPBadRequest
    return str(role)


def _hint(asked: dict[str, Any]) -> str | None:
    hint = asked.get("hint")
    return hint if isinstance(hint, str) else None


def _turn(asked: dict[str, Any]) -> int:
    turn = asked.get("turn")
    return turn if isinstance(turn, int) and 0 <= turn < 1_000_000 else 0


def _buttons(asked: dict[str, Any]) -> list[PartButton]:
    buttons = asked.get("buttons")
    if not isinstance(buttons, list) or len(buttons) > 100:
        return []
    return [
        PartButton(button["label"], button["action"])
        for button in buttons
        if isinstance(button, dict) and isinstance(button.get("label"), str) and isinstance(button.get("action"), str)
    ]
