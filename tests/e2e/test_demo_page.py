"""The demo page in real Chromium: three phones, samples, tabs, a fresh start. The bot behind it is canned."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.channels.protocol import Part
from tests.browser import DESK, PHONE, Window, one_chromium, window
from tests.web_site import WebSite, served

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
ROLES = ["worker", "executive", "staff"]
TABS = ["Công nhân", "Cán bộ CĐCS", "Cán bộ LĐLĐ huyện"]


@pytest_asyncio.fixture(loop_scope="module")
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with a canned bot."""
    async with served(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
async def demo(browser: Browser, site: WebSite, request: pytest.FixtureRequest) -> AsyncIterator[Window]:
    """The demo with all three greeted."""
    async with window(browser, site.address, request.param) as opened:
        await opened.page.goto("/demo")
        await all_greeted(opened.page)
        yield opened
        assert (opened.watch.strange_requests, opened.watch.complaints) == ([], [])


async def all_greeted(page: Page) -> None:
    """Wait until each phone shows one message."""
    for role in ROLES:
        await expect(phone(page, role).locator(".said")).to_have_count(1)


def phone(page: Page, role: str) -> Locator:
    """One of the three."""
    return page.locator(f"#phone-{role}")


async def fill(page: Page, role: str) -> str:
    """Press "Điền mẫu", then "Gửi". Returns: what was typed."""
    box = phone(page, role).get_by_role("textbox")
    await phone(page, role).get_by_role("button", name="Điền mẫu").click()
    await expect(box).not_to_have_value("")
    typed = await box.input_value()
    await phone(page, role).get_by_role("button", name="Gửi tin nhắn").click()
    await expect(phone(page, role).locator(".tick.waiting")).to_have_count(0)
    return typed


async def test_each_phone_is_a_chat_of_its_own(demo: Window, site: WebSite) -> None:
    """Three chats, one a role; a reload finds the same three."""
    assert [role for role, _ in site.entered] == ROLES
    assert (len({chat for _, chat in site.entered}), site.bot.said) == (3, ["/start"] * 3)
    await demo.page.reload()
    await all_greeted(demo.page)
    assert (len(site.entered), len(site.bot.said)) == (3, 3)


async def test_samples_follow_the_questions(demo: Window, site: WebSite) -> None:
    """Each press types an answer to the question that stands there."""
    typed = []
    for count in range(2, 6):
        typed.append(await fill(demo.page, "worker"))
        await expect(phone(demo.page, "worker").locator(".said:not(.mine)")).to_have_count(count)
    assert typed[:3] == ["Đồng ý", "Nguyễn Văn A", "004085000123"]
    assert typed[3].startswith("Trước đây mỗi lớp ghi suất ăn vào sổ giấy")
    assert site.bot.said[3:] == typed


async def test_pressing_twice_sends_the_sample(demo: Window, site: WebSite) -> None:
    """The second press of "Điền mẫu" sends what the first one typed."""
    button = phone(demo.page, "worker").get_by_role("button", name="Điền mẫu")
    await button.click()
    await expect(phone(demo.page, "worker").get_by_role("textbox")).to_have_value("Đồng ý")
    await button.click()
    await expect(phone(demo.page, "worker").locator(".tick.taken")).to_have_count(1)
    assert site.bot.said[3:] == ["Đồng ý"]


async def test_a_fresh_start(demo: Window, site: WebSite) -> None:
    """After confirmation everything is forgotten and three new chats begin; without it nothing happens."""
    await fill(demo.page, "worker")
    reset = demo.page.get_by_role("button", name="Làm lại từ đầu")
    await reset.click()
    await demo.page.get_by_role("dialog").get_by_role("button", name="Giữ lại").click()
    assert site.resets == []
    await reset.click()
    async with demo.page.expect_navigation():
        await demo.page.get_by_role("dialog").get_by_role("button", name="Xóa và làm lại").click()
    await all_greeted(demo.page)
    assert (site.resets, [role for role, _ in site.entered]) == ([3], ROLES * 2)


async def test_a_page_whose_demo_was_reset_elsewhere(demo: Window, site: WebSite, browser: Browser) -> None:
    """A page that finds its chats gone asks for new ones by itself."""
    async with window(browser, site.address, DESK) as other:
        await other.page.goto("/demo")
        await all_greeted(other.page)
        async with demo.page.expect_navigation():
            # Nothing is waited for: that page finds its chats gone too, and what it leaves behind may never be answered.
            await other.page.evaluate("() => { fetch('/demo/reset', {method: 'POST'}) }")
        await all_greeted(demo.page)
    assert site.resets == [6]


async def test_tabs_on_a_narrow_screen(browser: Browser, site: WebSite) -> None:
    """One phone at a time, chosen by finger or arrow key; a dot tells of news elsewhere."""
    async with window(browser, site.address, PHONE) as opened:
        page = opened.page
        await page.goto("/demo")
        await all_greeted(page)
        tabs = page.get_by_role("tab")
        assert [" ".join(text.split()) for text in await tabs.all_inner_texts()] == TABS
        await expect(page.get_by_role("tabpanel")).to_have_count(1)
        await tabs.nth(0).press("ArrowRight")
        await expect(tabs.nth(1)).to_be_focused()
        await expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
        await expect(phone(page, "executive")).to_be_visible()
        await expect(phone(page, "worker")).to_be_hidden()
        await fill(page, "executive")
        worker = next(chat for role, chat in site.entered if role == "worker")
        await site.channel.send(worker, Part("Sáng kiến đã được xác nhận"))
        await expect(tabs.nth(0)).to_have_accessible_name("Công nhân có tin mới")
        await tabs.nth(0).click()
        await expect(phone(page, "worker").get_by_text("Sáng kiến đã được xác nhận")).to_be_visible()
        await expect(tabs.nth(0)).to_have_accessible_name("Công nhân")
