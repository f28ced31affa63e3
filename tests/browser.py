"""Chromium for the tests: Debian's, driven by playwright; remembers what a page asked for and complained about."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK, SMALLEST = (360, 740), (1280, 800), (320, 568)


@dataclass
class Watch:
    """What the pages of a browser window did that a good page does not do."""

    origin: str
    strange_requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note requests to elsewhere, errors on the console, and exceptions."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc != self.origin:
            self.strange_requests.append(url)


@dataclass(frozen=True)
class Window:
    """A fresh browser profile with one page."""

    page: Page
    context: BrowserContext
    watch: Watch


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a screen."""
    path = shutil.which("chromium")
    assert path is not None, "chromium is not installed (make test installs it where it may)"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@pytest_asyncio.fixture(name="browser", scope="module", loop_scope="module")
async def one_chromium() -> AsyncIterator[Browser]:
    """One Chromium for a file of tests, which runs on one loop: pytest.mark.asyncio(loop_scope="module")."""
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def window(
    browser: Browser,
    origin: str,
    size: tuple[int, int] = PHONE,
    scheme: Literal["light", "dark"] = "light",
    *,
    has_script: bool = True,
) -> AsyncIterator[Window]:
    """A window of its own on http://*origin*; nothing of it is kept."""
    context = await browser.new_context(
        base_url=f"http://{origin}",
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        java_script_enabled=has_script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    try:
        page = await context.new_page()
        watch = Watch(origin)
        watch.follow(page)
        yield Window(page, context, watch)
    finally:
        await context.close()
