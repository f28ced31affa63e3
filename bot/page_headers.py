"""What every answer to a browser carries, and the pages for things that went wrong."""

import re
from collections.abc import Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.web import WEBHOOKS
from storage.errors import StorageError

Notice = Callable[[int], web.Response]
log = structlog.get_logger(__name__)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:\d{1,5})?")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


async def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that no answer lacks; a signal of aiohttp, called before an answer begins.

    But for what platforms post: no browser reads that answer, and the headers cost a fifth of the whole exchange.
    """
    if request.method == "POST" and request.rel_url.raw_path.startswith(WEBHOOKS):
        return
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(request.host))
    response.headers.setdefault("Cache-Control", "no-store")


def content_policy(host: str) -> str:
    """Everything from here, nothing inline. 'self' does not cover sockets in older Safari, so they are named."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        f"default-src 'self'; connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def friendly(notice: Notice) -> Middleware:
    """A middleware: whoever may read HTML gets a page instead of a bare refusal.

    notice: HTTP status → page; 404, 429 and 503 are asked for.
    """

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if not _reads_html(request):
                raise
            return notice(404)
        except StorageError as error:
            if not _reads_html(request):
                raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from error
            log.error("page_not_served", error=type(error).__name__)
            return notice(503)

    return answer


def _reads_html(request: web.Request) -> bool:
    """Also who takes anything: not every browser inside another app names HTML."""
    accepted = request.headers.get("Accept", "*/*")
    return request.method in ("GET", "HEAD") and ("text/html" in accepted or "*/*" in accepted)
