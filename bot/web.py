"""aiohttp routes of the platforms and of operations: webhooks, health, metrics. Pages are in pages.py."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Protocol

import structlog
from aiohttp import web
from msgspec import Struct
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.channels.protocol import Incoming, NotAuthentic, NotUnderstood
from bot.metrics import IGNORED, REFUSED
from bot.spool import SpoolFull
from storage.errors import StorageError

LARGEST_UPDATE = 1024 * 1024  # bytes; a Telegram update stays far below
WEBHOOKS = "/webhooks/"
RETRY_SECONDS = "5"
LONGEST_CHALLENGE = 200  # characters
log = structlog.get_logger(__name__)
Take = Callable[[Incoming], Awaitable[object]]
Check = Callable[[], Awaitable[Sequence[str]]]


class Webhook(Protocol):
    """A channel that platforms call; `webhook_answer` may carry an acknowledgement in the HTTP answer."""

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]: ...
    def webhook_answer(self, incoming: Incoming) -> bytes | None: ...


class Answer(Struct, frozen=True):
    """What a platform is told, as JSON if there is anything; a 503 asks it to come again after RETRY_SECONDS."""

    status: int = 200
    body: bytes = b""


class Hook(Struct, frozen=True):
    """Takes what a platform posts, whoever has read it from the wire: bot/webhook_protocol.py, or aiohttp."""

    name: str
    channel: Webhook
    take: Take

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Say 200 only for what is committed or on disk. headers: named as they came, or in lower case."""
        try:
            updates = self.channel.parse(body, headers)
        except NotAuthentic:
            return self._refused("forbidden", 403)
        except NotUnderstood:
            return self._refused("malformed", 400)
        if not updates:
            IGNORED.labels(self.name).inc()
        try:
            for incoming in updates:
                await self.take(incoming)
        except SpoolFull:
            log.error("update_not_stored", channel=self.name)
            return Answer(503)
        return Answer(body=self.channel.webhook_answer(updates[-1]) or b"") if updates else Answer()

    def _refused(self, reason: str, status: int) -> Answer:
        REFUSED.labels(self.name, reason).inc()
        return Answer(status)


HOOKS = web.AppKey("hooks", dict[bytes, Hook])  # by path


def add_webhook(app: web.Application, name: str, channel: Webhook, take: Take, *, is_probed: bool = False) -> None:
    """Serve POST /webhooks/<name>.

    is_probed: serve GET there too, for a platform that wants to see whether anybody is at home.
    """
    hook, path = Hook(name, channel, take), WEBHOOKS + name

    async def receive(request: web.Request) -> web.Response:
        answer = await hook.receive(await _body(request, name), request.headers)
        headers = {"Retry-After": RETRY_SECONDS} if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else None
        kind = "application/json" if answer.body else None
        return web.Response(status=answer.status, body=answer.body or None, headers=headers, content_type=kind)

    app.setdefault(HOOKS, {})[path.encode()] = hook
    app.router.add_post(path, receive)
    if is_probed:
        app.router.add_get(path, _probe)


async def _probe(request: web.Request) -> web.Response:
    """Say 200, and a short challenge back as plain text."""
    challenge = request.query.get("challenge", "")
    is_fine = len(challenge) <= LONGEST_CHALLENGE and challenge.isascii() and challenge.isprintable()
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return web.Response(text=challenge if is_fine else "", content_type="text/plain", headers=headers)


async def _body(request: web.Request, name: str) -> bytes:
    if (request.content_length or 0) > LARGEST_UPDATE:
        REFUSED.labels(name, "too_large").inc()
        raise web.HTTPRequestEntityTooLarge(LARGEST_UPDATE, request.content_length or 0)
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        REFUSED.labels(name, "too_large").inc()
        raise


def add_operations(app: web.Application, ready: Check, refresh: Callable[[], Awaitable[None]]) -> None:
    """Serve /healthz (alive), /readyz (can commit and reach its channels) and /metrics."""

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        problems = list(await ready())
        status = 503 if problems else 200
        return web.json_response(
            {"status": "ready" if not problems else "not ready", "problems": problems}, status=status
        )

    async def metrics(request: web.Request) -> web.Response:
        with suppress(StorageError, OSError):  # the other figures are wanted then more than ever
            await refresh()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
