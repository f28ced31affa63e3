"""aiohttp routes of the platforms and of operations: webhooks, health, metrics. Pages are in pages.py."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

import structlog
from aiohttp import web
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


def add_webhook(app: web.Application, name: str, channel: Webhook, take: Take, *, is_probed: bool = False) -> None:
    """Serve POST /webhooks/<name>: 200 only for what is committed or on disk, 503 asks the platform to come again.

    is_probed: serve GET there too, for a platform that wants to see whether anybody is at home.
    """

    async def receive(request: web.Request) -> web.Response:
        body = await _body(request, name)
        try:
            updates = channel.parse(body, request.headers)
        except NotAuthentic:
            return _refused(name, "forbidden", 403)
        except NotUnderstood:
            return _refused(name, "malformed", 400)
        if not updates:
            IGNORED.labels(name).inc()
        try:
            for incoming in updates:
                await take(incoming)
        except SpoolFull:
            log.error("update_not_stored", channel=name)
            return web.Response(status=503, headers={"Retry-After": RETRY_SECONDS})
        answer = channel.webhook_answer(updates[-1]) if updates else None
        return web.Response(body=answer, content_type="application/json") if answer else web.Response()

    app.router.add_post(WEBHOOKS + name, receive)
    if is_probed:
        app.router.add_get(WEBHOOKS + name, _probe)


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


def _refused(name: str, reason: str, status: int) -> web.Response:
    REFUSED.labels(name, reason).inc()
    return web.Response(status=status)


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
