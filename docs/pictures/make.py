"""Makes the README's pictures from the running demo: `.venv/bin/python docs/pictures/make.py`.

Needs the development requirements and Debian's chromium.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

HERE = Path(__file__).parent
PORT = "8077"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
PERSON = ("Đồng ý", "Nguyễn Văn A", "080888999", "0912 345 678")
ANSWERS = (*PERSON, "cao bang", "ha quang", "Trường Mầm non Hoa Mai", "Y tế", "1")
TITLE = "Sổ theo dõi tiêm chủng bằng bảng tính"
TEXT = "Trước đây ghi sổ tay, mỗi buổi mất hai giờ. Nay dùng bảng tính tự nhắc lịch, mỗi buổi còn mười phút."


async def say(page: Page, phone: int, text: str) -> None:
    """Type into one of the phones and wait for the answer."""
    box = page.locator("textarea").nth(phone)
    await box.fill(text)
    await box.press("Enter")
    await page.wait_for_timeout(700)


async def press(page: Page, label: str) -> None:
    """Press the newest button with this label."""
    await page.get_by_role("button", name=label).last.click()
    await page.wait_for_timeout(900)


async def pictures(address: str) -> None:
    """Walk through the demo and save what is seen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        phone = await browser.new_page(viewport=PHONE)
        await phone.goto(f"{address}/chat")
        await phone.wait_for_timeout(1500)
        for answer in ANSWERS[:4]:
            await say(phone, 0, answer)
        await phone.screenshot(path=HERE / "chat-phone.png")
        page = await browser.new_page(viewport=DESK)
        await page.goto(f"{address}/demo")
        await page.wait_for_timeout(2500)
        for answer in (*ANSWERS, TITLE, TEXT, "Gửi"):
            await say(page, 0, answer)
        await press(page, "✅ Xác nhận")
        await press(page, "Đã đồng ý")
        await say(page, 1, "Lê Thị D, Hiệu trưởng")
        await say(page, 1, "hôm nay")
        await say(page, 2, "/report")
        await page.wait_for_timeout(1500)
        await page.screenshot(path=HERE / "demo-desktop.png")
        await page.set_viewport_size(PHONE)
        await page.wait_for_timeout(600)
        await page.screenshot(path=HERE / "demo-phone.png")
        await page.get_by_role("tab").last.click()
        await page.wait_for_timeout(800)
        await page.screenshot(path=HERE / "report-phone.png")
        await browser.close()


async def main() -> None:
    """Start the demo in an empty folder, take the pictures, stop it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/demo.db"
        place = {"DATA_DIR": folder, "DATABASE_URL": url, "PORT": PORT, "LOG_LEVEL": "error"}
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=HERE.parent.parent, env={**os.environ, **place}
        )
        await asyncio.sleep(5)
        try:
            await pictures(f"http://127.0.0.1:{PORT}")
        finally:
            server.terminate()
            await server.wait()


if __name__ == "__main__":
    asyncio.run(main())
