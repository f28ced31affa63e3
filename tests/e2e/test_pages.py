"""The chat page in real Chromium: what a worker sees, what survives a bad line, and that nothing leaves the machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from unicodedata import normalize

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.channels.protocol import Part, PartButton
from conversations.text import count
from tests.browser import Window, one_chromium, window
from tests.web_site import Settings, WebSite, forget_all, served

__all__ = ["one_chromium"]
pytestmark = pytest.mark.asyncio(loop_scope="module")
QUESTION, NAME, NUMBER = "Anh/chị có đồng ý không?", "Họ và tên của anh/chị?", "Số CMND (9 số)"
LOST = "Mất kết nối, đang nối lại… Tin của anh/chị vẫn được giữ."


@pytest_asyncio.fixture(loop_scope="module")
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with a canned bot."""
    async with served(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def phone(browser: Browser, site: WebSite) -> AsyncIterator[Window]:
    """A phone with the chat open and the first question there; at the end it must not have complained."""
    async with window(browser, site.address) as opened:
        await opened.page.goto("/chat")
        await expect(said(opened.page).last).to_contain_text(QUESTION)
        yield opened
        assert (opened.watch.strange_requests, opened.watch.complaints) == ([], [])


def said(page: Page) -> Locator:
    """The bubbles, oldest first."""
    return page.locator(".said")


def box(page: Page) -> Locator:
    """Where one types."""
    return page.get_by_role("textbox", name="Tin nhắn")


async def type_in(page: Page, text: str) -> None:
    """Type and send."""
    await box(page).fill(text)
    await box(page).press("Enter")


async def agree(page: Page) -> None:
    """Press the first question's button and wait for the next question."""
    await page.get_by_role("button", name="Đồng ý").click()
    await expect(said(page).last).to_contain_text(NAME)


async def lines(page: Page) -> list[str]:
    """What the bubbles say, without their times."""
    return [text.split("\n")[0] for text in await page.locator(".said .words").all_inner_texts()]


# -- the talk ----------------------------------------------------------------------------------------------------
async def test_answers_by_button_and_by_typing(phone: Window, site: WebSite) -> None:
    """Both reach the bot; the pressed question loses its buttons, own words carry the mark of receipt."""
    await agree(phone.page)
    await type_in(phone.page, "Nguyễn Văn A")
    await expect(said(phone.page).last).to_contain_text(NUMBER)
    assert site.bot.said == ["/start", "a.1.consent.agree", "Nguyễn Văn A"]
    await expect(phone.page.locator(".mine .tick.taken")).to_have_count(2)
    await expect(said(phone.page).first).to_contain_text("✓ Đồng ý")
    await expect(said(phone.page).first.get_by_role("button")).to_have_count(0)


async def test_a_reload_shows_the_talk_again(phone: Window, site: WebSite) -> None:
    """Everything that was said is there after a reload, and nothing is said again."""
    await agree(phone.page)
    await type_in(phone.page, "Nguyễn Văn A")
    await expect(said(phone.page).last).to_contain_text(NUMBER)
    before = await lines(phone.page)
    await phone.page.reload()
    await expect(said(phone.page).last).to_contain_text(NUMBER)
    assert (before, 3) == (await lines(phone.page), len(site.bot.said))


async def test_by_keyboard_alone(phone: Window, site: WebSite) -> None:
    """Tab reaches the answer and the box with a visible focus; Enter presses, Enter sends, Escape closes the menu."""
    page = phone.page
    await page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(7):
        await page.keyboard.press("Tab")
        reached.append(
            await page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
            )
        )
    assert reached == [
        "Về trang đầu", "Nội dung trò chuyện: Sáng kiến công đoàn", "Đồng ý", "Các lệnh", "Gửi tệp, đến 20 MB", "Tin nhắn",
        "Gửi tin nhắn",
    ]  # fmt: skip
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    for _ in range(4):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(said(page).last).to_contain_text(NAME)
    await page.keyboard.type("Nguyễn Văn A")
    await page.keyboard.press("Enter")
    await expect(said(page).last).to_contain_text(NUMBER)
    assert site.bot.said[1:] == ["a.1.consent.agree", "Nguyễn Văn A"]
    await page.get_by_role("button", name="Các lệnh").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Nộp sáng kiến")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Nộp sáng kiến")).to_be_hidden()


async def test_shift_enter_begins_a_new_line(phone: Window, site: WebSite) -> None:
    """A text may have lines."""
    await box(phone.page).fill("một")
    await box(phone.page).press("Shift+Enter")
    await phone.page.keyboard.type("hai")
    await box(phone.page).press("Enter")
    await expect(phone.page.locator(".mine .tick.taken")).to_have_count(1)
    assert site.bot.said[-1] == "một\nhai"


async def test_a_command_of_the_menu(phone: Window, site: WebSite) -> None:
    """The menu says a command; the bubble shows its label."""
    await phone.page.get_by_role("button", name="Các lệnh").click()
    await phone.page.get_by_role("button", name="Nộp sáng kiến").click()
    await expect(phone.page.locator(".mine")).to_contain_text("Nộp sáng kiến")
    await expect(phone.page.locator(".mine .tick.taken")).to_have_count(1)
    assert site.bot.said[-1] == "/nop"


async def test_files(phone: Window) -> None:
    """A picture is shown; another file can be fetched under its own name."""
    await type_in(phone.page, "/report ngay")
    picture = phone.page.get_by_role("img", name="Hình: ngày.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await type_in(phone.page, "/report excel")
    async with phone.page.expect_download() as download:
        await phone.page.get_by_role("link", name="bảng tổng hợp.xlsx").click()
    assert (await download.value).suggested_filename == "bảng tổng hợp.xlsx"


async def test_a_long_list_keeps_its_question_in_sight(phone: Window, site: WebSite) -> None:
    """Twenty answers do not push the question away; what is below is reached by scrolling."""
    (chat,) = {incoming.chat for incoming in site.bot.taken.values()}
    rows = tuple((PartButton(f"Lựa chọn {n}", f"a.1.province.{n}"),) for n in range(20))
    await site.channel.send(chat, Part("Tỉnh nào?", rows, hint="province"))
    await expect(phone.page.get_by_text("Tỉnh nào?")).to_be_in_viewport()
    await expect(phone.page.get_by_role("button", name="Lựa chọn 19")).not_to_be_in_viewport()
    await expect(phone.page.get_by_role("button", name="Đồng ý")).to_have_count(0)


async def test_why_a_long_question_is_asked_again_is_in_sight(phone: Window, site: WebSite) -> None:
    """What was wrong stands above a question that fills the screen; asked the first time it shows its end."""
    (chat,) = {incoming.chat for incoming in site.bot.taken.values()}
    question = "\n".join(f"{n}. Mục này đã ghi như trên đây." for n in range(40)) + "\nĐúng rồi thì bấm “Gửi”."
    rows = ((PartButton("Gửi", "a.1.review.send"),),)
    await site.channel.send(chat, Part(f"Mời xem lại.\n{question}", rows, hint="review"))
    await expect(phone.page.get_by_role("button", name="Gửi", exact=True)).to_be_in_viewport()
    await expect(phone.page.get_by_text("Mời xem lại.")).not_to_be_in_viewport(ratio=0.9)
    await site.channel.send(chat, Part(f"ℹ️ Câu này không có trong danh sách.\n{question}", rows, hint="review"))
    await expect(phone.page.get_by_role("button", name="Gửi", exact=True)).not_to_be_in_viewport()
    assert await said(phone.page).last.evaluate("one => one.getBoundingClientRect().top > one.closest('.talk-log').offsetTop")


async def test_the_whole_menu_is_in_sight(phone: Window) -> None:
    """Down to what a shared phone needs last."""
    await phone.page.set_viewport_size({"width": 360, "height": 740})
    await phone.page.get_by_role("button", name="Các lệnh").click()
    await expect(phone.page.get_by_role("button", name="Xóa trò chuyện khỏi máy này")).to_be_in_viewport(ratio=1)


async def test_what_was_said_is_never_markup(phone: Window) -> None:
    """Signs of HTML in a text stay text; web addresses become links."""
    text = "<img src=x onerror=alert(1)> xem https://example.vn/a?b=1."
    await type_in(phone.page, text)
    await expect(phone.page.locator(".mine .words")).to_have_text(text)
    assert await phone.page.locator(".words img").count() == 0
    link = phone.page.locator(".mine .words a")
    assert await link.get_attribute("href") == "https://example.vn/a?b=1"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("a" * 1000, "1000/1000 ký tự"),
        (normalize("NFD", "ế" * 1000), "1000/1000 ký tự"),
        ("\ufeffa\u00adb\u200b\u00a0 \r\n" * 250 + "c" * 250 + " \u2060", "1000/1000 ký tự"),
        ("👩‍🏭" * 1002, "1002/1000 ký tự, thừa 2"),
    ],
    ids=["letters", "decomposed", "invisible", "joined emoji"],
)
async def test_the_count_is_the_reader_s(phone: Window, text: str, counted: str) -> None:
    """The description is counted in letters as people see them, as the bot counts it."""
    assert count(text) == int(counted.partition("/")[0])
    await agree(phone.page)
    for answer in ("Nguyễn Văn A", "080888999"):
        await type_in(phone.page, answer)
    await expect(said(phone.page).last).to_contain_text("Mô tả sáng kiến")
    await box(phone.page).fill(text)
    await expect(phone.page.locator(".talk-count")).to_have_text(counted)


# -- bad lines ---------------------------------------------------------------------------------------------------
async def test_a_line_that_breaks_before_the_acknowledgement(phone: Window, site: WebSite) -> None:
    """The words are sent again, have one effect, and stand there once."""
    site.bot.drops = site.sockets
    await type_in(phone.page, "Nguyễn Văn A")
    await expect(phone.page.locator(".mine .tick.taken")).to_have_count(1)
    assert (site.bot.said, site.bot.deliveries) == (["/start", "Nguyễn Văn A"], 3)
    assert [line for line in await lines(phone.page) if line == "Nguyễn Văn A"] == ["Nguyễn Văn A"]


async def test_words_survive_a_server_that_is_away(browser: Browser, tmp_path: Path) -> None:
    """Typed while the server is down: kept, announced, and sent by itself when it is back."""
    async with AsyncExitStack() as server:
        site = await server.enter_async_context(served(tmp_path))
        async with window(browser, site.address) as phone:
            await phone.page.goto("/chat")
            await expect(said(phone.page).last).to_contain_text(QUESTION)
            await server.aclose()
            await type_in(phone.page, "Nguyễn Văn A")
            await expect(phone.page.get_by_text(LOST)).to_be_visible()
            await expect(phone.page.locator(".mine .tick.waiting")).to_have_count(1)
            async with served(tmp_path, Settings(port=int(site.address.rpartition(":")[2]))) as later:
                await expect(phone.page.locator(".mine .tick.taken")).to_have_count(1, timeout=30_000)
                await expect(phone.page.get_by_text(LOST)).to_be_hidden()
                assert later.bot.said == ["Nguyễn Văn A"]


async def test_words_survive_a_reload(phone: Window, site: WebSite) -> None:
    """What was not taken before a reload is sent after it; what was not even sent stands in the box again."""
    site.bot.is_down = True
    await type_in(phone.page, "Nguyễn Văn A")
    await expect(phone.page.get_by_text("Hệ thống đang bận")).to_be_visible()
    await box(phone.page).fill("câu đang gõ dở")
    await phone.page.reload()
    await expect(phone.page.locator(".mine .tick.waiting")).to_have_count(1)
    await expect(box(phone.page)).to_have_value("câu đang gõ dở")
    site.bot.is_down = False
    await expect(phone.page.locator(".mine .tick.taken")).to_have_count(1)
    assert site.bot.said == ["/start", "Nguyễn Văn A"]


async def test_a_button_works_once_while_its_press_is_under_way(phone: Window, site: WebSite) -> None:
    """A second tap on an unanswered button is impossible; the press is sent when the bot is back."""
    site.bot.is_down = True
    button = phone.page.locator(".choice", has_text="Đồng ý")
    await button.click()
    await expect(button).to_be_disabled()
    site.bot.is_down = False
    await expect(said(phone.page).last).to_contain_text(NAME)
    assert site.bot.said == ["/start", "a.1.consent.agree"]


async def test_a_forgotten_browser_begins_anew(phone: Window, site: WebSite) -> None:
    """A server that does not know the talk any more gives a new one; what waits goes back into the box."""
    await phone.page.evaluate("localStorage.setItem('sangkien.chat.token', 'x'.repeat(43))")
    waiting = '[{"type":"text","id":"11111111-1111-4111-a111-111111111111","text":"câu cũ"}]'
    await phone.page.evaluate("text => localStorage.setItem('sangkien.chat.waiting', text)", waiting)
    await phone.page.reload()
    await expect(said(phone.page)).to_have_count(1)
    await expect(box(phone.page)).to_have_value("câu cũ")
    for _ in range(500):  # the page may draw its own words before the turn is over
        if len(site.bot.said) == 2:
            break
        await asyncio.sleep(0.01)
    assert site.bot.said == ["/start", "/start"]


async def test_a_talk_deleted_under_an_open_page(phone: Window, site: WebSite) -> None:
    """The page gets a new talk by itself; the words that found no talk stand in the box again."""
    await site.database.write(forget_all)
    await type_in(phone.page, "Nguyễn Văn A")
    await expect(box(phone.page)).to_have_value("Nguyễn Văn A")
    await expect(said(phone.page)).to_have_count(1)
    assert site.bot.said == ["/start", "/start"]


# -- codes and shared phones -------------------------------------------------------------------------------------
async def test_a_scanned_code_is_the_first_message_once(phone: Window, site: WebSite) -> None:
    """/chat?c=CODE starts with the code even in an old talk; a reload does not repeat it."""
    await phone.page.goto("/chat?c=C7K29QXS")
    await expect(phone.page.locator(".note")).to_have_count(2)
    await phone.page.wait_for_url("**/chat")
    await phone.page.reload()
    await expect(phone.page.locator(".note")).to_have_count(2)
    assert site.bot.said == ["/start", "/start C7K29QXS"]


async def test_forgetting_on_a_shared_phone(phone: Window) -> None:
    """After a confirmed request this browser keeps nothing."""
    await phone.page.get_by_role("button", name="Các lệnh").click()
    await phone.page.get_by_role("button", name="Xóa trò chuyện khỏi máy này").click()
    await phone.page.get_by_role("dialog").get_by_role("button", name="Giữ lại").click()
    assert await phone.page.evaluate("localStorage.length") > 0
    await phone.page.get_by_role("button", name="Các lệnh").click()
    await phone.page.get_by_role("button", name="Xóa trò chuyện khỏi máy này").click()
    await phone.page.get_by_role("dialog").get_by_role("button", name="Xóa").click()
    await phone.page.wait_for_url("**/")
    assert await phone.page.evaluate("localStorage.length") == 0


async def test_two_tabs_show_the_same_talk(phone: Window) -> None:
    """What is said in one tab appears in the other, once."""
    other = await phone.context.new_page()
    phone.watch.follow(other)
    await other.goto("/chat")
    await expect(said(other).last).to_contain_text(QUESTION)
    await agree(phone.page)
    await expect(said(other).last).to_contain_text(NAME)
    assert await lines(other) == await lines(phone.page)
