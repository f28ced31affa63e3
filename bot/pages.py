"""The public web pages: landing, QR landing, look-up, chat, files. Whoever only looks needs no script."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web
from msgspec import Struct

from bot.allowance import Allowance
from bot.assets import FOLDER, Assets
from bot.channels.webchat import WebChannel
from bot.chat_socket import ChatSockets
from bot.demo import Demo
from bot.demo_pages import DemoPages
from bot.page_headers import friendly, secure
from bot.page_views import ChannelLink, DeadCode, EntryView, JoinView, PageLink, QrView, ReceiptView
from bot.upload_pages import UploadPages
from bot.uploads import Uploads
from conversations import cards, codes
from conversations.domain import Campaign, Status

if TYPE_CHECKING:
    from jinja2 import Environment

MISSES = 60  # per address and minute; codes have 2**35 values
LOOK_UPS = 3000  # per address and minute: a factory's whole shift scans one poster behind one address
PICTURES = frozenset({"image/png", "image/jpeg"})  # shown in the talk; everything else is downloaded
TEMPLATES: dict[type, str] = {QrView: "qr.html", JoinView: "join.html", EntryView: "entry.html"}
Opened = QrView | JoinView | EntryView | DeadCode
WORKER_MENU = ("nop", "nopho", "theodoi", "vidu", "huongdan", "hotro", "dulieu", "machuyen", "huy")


def remote_address(request: web.Request) -> str:
    """Who is calling, where no proxy stands in front."""
    return request.remote or ""


class PagesContext(Struct, frozen=True):
    """All that the pages need from the rest of the program."""

    campaign: Callable[[], Awaitable[Campaign]]
    links: Callable[[str | None], Sequence[ChannelLink]]  # of the configured channels, for a code or none
    look_up: Callable[[str], Awaitable[ReceiptView | None]]  # by the eight symbols of a receipt
    open_link: Callable[[str], Awaitable[Opened | None]]  # by a short code in capitals
    command_label: Callable[[str], str]  # "nop" → "Nộp sáng kiến"
    sockets: ChatSockets
    channel: WebChannel
    uploads: Uploads
    clock: Callable[[], datetime]
    demo: Demo | None = None
    guides: Sequence[PageLink] = ()
    zalo_site_verification: str = ""  # what proves to Zalo that the domain is ours; reference/zalo.md 2.1
    address: Callable[[web.Request], str] = remote_address


def register(app: web.Application, context: PagesContext) -> None:
    """Serve all pages, the chat's socket and the files; also sets headers and friendly refusals for the whole app."""
    pages = Pages(context)
    app.on_response_prepare.append(secure)
    app.on_shutdown.append(lambda app: context.sockets.close())
    app.middlewares.append(friendly(pages.notice))
    app.add_routes([
        web.get("/", pages.landing),
        web.get("/chat", pages.chat),
        web.get("/chat/socket", pages.socket),
        web.get("/q", pages.to_code),
        web.get("/q/{code}", pages.qr),
        web.get("/r", pages.to_receipt),
        web.get("/r/{code}", pages.receipt),
        web.get("/files/{token}", pages.file),
        web.get("/static/{version}/{name}", pages.assets.serve),
        web.get("/favicon.ico", pages.icon),
        web.get("/robots.txt", pages.robots),
    ])  # fmt: skip
    app.add_routes(
        UploadPages(context.uploads, context.sockets, pages.html, pages.notice, context.address).routes()
    )
    if context.demo is not None:
        demo = DemoPages(context.demo, context.sockets, pages.html, context.command_label, context.address)
        app.add_routes(demo.routes())


class Pages:
    """Handlers of aiohttp."""

    def __init__(self, context: PagesContext) -> None:
        self._context = context
        self._misses, self._look_ups = Allowance(MISSES, 60), Allowance(LOOK_UPS, 60)
        self.assets = Assets()

    @cached_property
    def _templates(self) -> "Environment":
        """Made for the first page that anybody sees: many installations only ever receive updates."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

        templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        templates.globals.update(
            zalo_site_verification=self._context.zalo_site_verification,
            asset=self.assets.url,
            guides=self._context.guides,
            has_demo=self._context.demo is not None,
            code_shown=codes.shown,
        )
        return templates

    async def landing(self, request: web.Request) -> web.Response:
        """GET /."""
        return await self.html("landing.html", links=self._context.links(None))

    async def chat(self, request: web.Request) -> web.Response:
        """GET /chat, also with ?c=CODE, which the script makes the first message."""
        label = self._context.command_label
        return await self.html("chat.html", menu=[(label(name), f"/{name}") for name in WORKER_MENU])

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """GET /chat/socket."""
        return await self._context.sockets.handle(request, self._context.address(request))

    async def to_code(self, request: web.Request) -> web.Response:
        """GET /q?c=…, what a form for a code sends; GET /q, the address on posters, is that form."""
        if code := request.query.get("c", "").strip()[:40]:
            raise web.HTTPSeeOther(f"/q/{quote(code, safe='')}")
        return await self.html("code.html", problem=None, links=self._context.links(None))

    async def qr(self, request: web.Request) -> web.Response:
        """GET /q/CODE: where a printed QR code leads."""
        if not self._may_look_up(request):
            return self.notice(429)
        code = codes.tidy(request.match_info["code"][:40])
        view = await self._context.open_link(code) if code else None
        if view is None:
            if not self._may_miss(request):
                return self.notice(429)
            return await self.html("code.html", 404, problem="wrong", links=self._context.links(None))
        if isinstance(view, DeadCode):
            return await self.html("code.html", 410, problem=view.value, links=self._context.links(None))
        return await self.html(TEMPLATES[type(view)], view=view, links=self._context.links(view.code))

    async def to_receipt(self, request: web.Request) -> web.Response:
        """GET /r?ma=…, what the look-up form sends."""
        raise web.HTTPSeeOther(f"/r/{quote(request.query.get('ma', '')[:40], safe='')}")

    async def receipt(self, request: web.Request) -> web.Response:
        """GET /r/CODE: status and dates for who has the receipt."""
        if not self._may_look_up(request):
            return self.notice(429)
        code = codes.tidy(request.match_info["code"][:40])
        view = await self._context.look_up(code) if codes.is_code(code) else None
        if view is None:
            if not self._may_miss(request):
                return self.notice(429)
            return await self.html("wrong_receipt.html", 404)
        return await self.html("receipt.html", view=view, Status=Status)

    async def file(self, request: web.Request) -> web.Response:
        """GET /files/TOKEN: a report or a picture that was sent to a chat, for 24 hours."""
        file = await self._context.channel.file(request.match_info["token"])
        if file is None:
            raise web.HTTPNotFound
        kind = "inline" if file.mime in PICTURES else "attachment"
        headers = {
            "Content-Type": file.mime,
            "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return web.Response(body=file.content, headers=headers)

    async def icon(self, request: web.Request) -> web.Response:
        """GET /favicon.ico, for who asks without reading the page."""
        raise web.HTTPFound(self.assets.url("mark.svg"))

    async def robots(self, request: web.Request) -> web.Response:
        """GET /robots.txt: the landing page may be found, nobody's code."""
        return web.Response(text="User-agent: *\nAllow: /$\nDisallow: /\n")

    async def html(self, template: str, status: int = 200, /, **values: object) -> web.Response:
        """A page of the current campaign. Raises: StorageError."""
        campaign, at = await self._context.campaign(), self._context.clock()
        shown = {
            "campaign": campaign,
            "opens": cards.moment(campaign, campaign.opens),
            "closes": cards.deadline(campaign, campaign.closes),
            "is_open": campaign.is_open(at),
            "is_over": at >= campaign.closes,
            "days_left": max(0, (campaign.closes - at).days),
            "moment": lambda instant: cards.moment(campaign, instant),
            "limits": f'{{"description": {campaign.description_limit}, "title": 150}}',
        }
        return _page(self._templates.get_template(template).render(shown | values), status)

    def notice(self, status: int) -> web.Response:
        """The page of a refusal: 404, 429, or 503. Needs no database."""
        response = _page(self._templates.get_template("notice.html").render(status=status), status)
        if status != 404:
            response.headers["Retry-After"] = "60" if status == 429 else "5"
        return response

    def _may_look_up(self, request: web.Request) -> bool:
        """Whoever has guessed too often may look at nothing; whoever has codes of ours may look much more often."""
        address = self._context.address(request)
        return not self._misses.is_spent(address) and self._look_ups.take(address)

    def _may_miss(self, request: web.Request) -> bool:
        return self._misses.take(self._context.address(request))


def _page(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
