"""Where a browser sends files: the one-time page /u/<token>, and the web chat's own door /chat/files.

The page's secret is its address, so there is neither a cookie nor a form that another site could fill in; it works
without a script. The chat's door wants the token of the chat in a header, which no other site can send.
"""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import unquote

import structlog
from aiohttp import web
from aiohttp.web import AbstractRouteDef

from bot.allowance import Allowance
from bot.channels.webchat import TOKEN_HEADER, is_item, is_token
from bot.chat_socket import ChatSockets
from bot.uploads import MEGABYTE, Upload, UploadRefused, Uploads, read_body, read_form
from conversations.sent_files import ATTACHMENT
from storage.errors import StorageError
from storage.repositories.upload_links import UploadFor

ITEM_HEADER, NAME_HEADER = "Upload-Id", "Upload-Name"
LOOKS = 60  # per address and minute
MEGABYTES, MEGABYTES_SECONDS = 200, 600.0  # per address; half of it per chat
STATUS = {"too_large": 413, "empty": 400, "no_file": 400, "too_slow": 408, "over": 404, "busy": 503}
log = structlog.get_logger(__name__)
Html = Callable[..., Awaitable[web.Response]]


class UploadPages:
    """Handlers of aiohttp."""

    def __init__(
        self,
        uploads: Uploads,
        sockets: ChatSockets,
        html: Html,
        notice: Callable[[int], web.Response],
        address: Callable[[web.Request], str],
    ) -> None:
        self._uploads, self._sockets, self._html, self._notice = uploads, sockets, html, notice
        self._address = address
        self._looks = Allowance(LOOKS, 60)
        self._sizes = Allowance(MEGABYTES, MEGABYTES_SECONDS)
        self._sizes_of_chats = Allowance(MEGABYTES // 2, MEGABYTES_SECONDS)

    def routes(self) -> Sequence[AbstractRouteDef]:
        """What is served here."""
        return (
            web.get("/u/{token}", self.page),
            web.post("/u/{token}", self.take),
            web.post("/chat/files", self.chat_file),
        )

    async def page(self, request: web.Request) -> web.StreamResponse:
        """GET /u/TOKEN: a form for one file."""
        if not self._looks.take(self._address(request)):
            return self._notice(429)
        token = request.match_info["token"]
        link = await self._uploads.link(token) if is_token(token) else None
        return await self._shown("ready" if link else "over", 200 if link else 404, link)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """POST /u/TOKEN: the file. Whoever asks for JSON gets the state alone."""
        if not self._looks.take(self._address(request)):
            return self._notice(429)
        state, link = await self._taken(request, request.match_info["token"])
        if "application/json" in request.headers.get("Accept", ""):
            more = {"left": link.uses_left} if state == "done" and link and link.uses_left else {}
            return web.json_response({"state": state, **more}, status=STATUS.get(state, 200))
        return await self._shown(state, STATUS.get(state, 200), link)

    async def _taken(self, request: web.Request, token: str) -> tuple[str, UploadFor | None]:
        """What became of a file (done, or a key of STATUS), and what the link takes still."""
        link = await self._uploads.link(token) if is_token(token) else None
        if link is None:
            return "over", None
        try:
            async with self._uploads.room() as bounds:
                upload = await read_form(request, bounds)
                if not self._sizes.take(self._address(request), _megabytes(upload)):
                    return "busy", link
                taken = await self._uploads.from_page(token, upload)
                return "done" if taken else "over", taken
        except UploadRefused as refused:
            return refused.key, link

    async def chat_file(self, request: web.Request) -> web.StreamResponse:
        """POST /chat/files: a file for a talk, as the whole body; its name is percent-encoded in a header."""
        if not self._sockets.is_same_origin(request):
            raise web.HTTPForbidden(text="origin")
        item, name = request.headers.get(ITEM_HEADER, ""), request.headers.get(NAME_HEADER, "")
        chat = await self._sockets.known(request.headers.get(TOKEN_HEADER, ""))
        if chat is None or not is_item(item):
            return _refused("unknown_chat", 403)
        try:
            async with self._uploads.room() as bounds:
                upload = await read_body(request, unquote(name[:4096], errors="replace"), bounds)
                if not self._has_room(request, chat, upload):
                    return _refused("too_fast", 429)
                await self._uploads.from_chat(chat, item, upload)
        except UploadRefused as refused:
            return _refused(refused.key, STATUS[refused.key])
        except StorageError as error:
            log.warning("file_not_taken", error=type(error).__name__)
            return _refused("not_saved", 503)
        return web.json_response({"taken": item})

    def _has_room(self, request: web.Request, chat: str, upload: Upload) -> bool:
        size = _megabytes(upload)
        return self._sizes.take(self._address(request), size) and self._sizes_of_chats.take(chat, size)

    async def _shown(self, state: str, status: int, link: UploadFor | None) -> web.Response:
        """link: what can still be sent."""
        most = self._uploads.most_bytes // MEGABYTE
        is_kept = link is not None and link.purpose == ATTACHMENT
        left = link.uses_left if link else 0
        return await self._html("upload.html", status, state=state, most=most, left=left, is_kept=is_kept)


def _megabytes(upload: Upload) -> int:
    return 1 + len(upload.content) // MEGABYTE


def _refused(key: str, status: int) -> web.Response:
    return web.json_response({"error": key}, status=status)
