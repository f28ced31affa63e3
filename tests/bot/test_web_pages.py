"""The pages over plain HTTP: statuses, headers, redirects, bounds. What they look like is tests/e2e's."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession

from bot.page_headers import content_policy
from bot.page_views import ChannelLink, ReceiptView
from conversations.domain import Status
from tests.builders import NOON
from tests.web_site import (
    FINISHED,
    INVITATION,
    OLD_INVITATION,
    OLD_POSTER,
    RECEIPT,
    RECEIPTS,
    WORKPLACE,
    Settings,
    WebSite,
    served,
)

HTML = {"Accept": "text/html,*/*"}
PAGES = ["/", "/chat", "/demo", f"/q/{WORKPLACE}", f"/r/{RECEIPT}"]
STATUSES = {
    **dict.fromkeys(PAGES, 200),
    f"/r/{RECEIPT[:4]}-{RECEIPT[4:].lower()}": 200,
    f"/r/{FINISHED}": 200,
    "/r/A7K2-9QXX": 404,
    "/r/%00": 404,
    "/r/" + "A" * 4000: 404,
    "/r/%E2%80%8B": 404,
    "/q": 200,
    "/q?c=": 200,
    "/q/A7K2-9QXM": 404,
    f"/q/{INVITATION}": 200,
    f"/q/{OLD_POSTER}": 410,
    f"/q/{OLD_INVITATION.lower()}": 410,
    "/q/..%2F..%2Fetc": 404,
    "/files/abc": 404,
    "/static/0/base.css": 404,
    "/static/..%2f..%2fpages.py": 404,
    "/nowhere": 404,
}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """The pages with a canned bot."""
    async with served(tmp_path) as opened:
        yield opened


@pytest.fixture
async def visitor(site: WebSite) -> AsyncIterator[ClientSession]:
    """A browser that follows no redirects by itself."""
    async with ClientSession(f"http://{site.address}", headers=HTML) as session:
        yield session


async def ask(visitor: ClientSession, path: str) -> ClientResponse:
    """GET, with the path as written."""
    return await visitor.get(path, allow_redirects=False)


async def test_statuses(visitor: ClientSession) -> None:
    """Known addresses and codes are 200, everything else is a friendly 404 in HTML."""
    answers = {path: await ask(visitor, path) for path in STATUSES}
    assert STATUSES == {path: answer.status for path, answer in answers.items()}
    assert {answer.content_type for answer in answers.values()} == {"text/html"}


ACCEPTED = {"text/html": True, "*/*": True, "text/html;q=0.9,*/*;q=0.8": True, "application/json": False, "image/png": False}


@pytest.mark.parametrize(("accept", "is_page"), ACCEPTED.items())
async def test_who_gets_the_page_of_a_refusal(site: WebSite, accept: str, is_page: bool) -> None:
    """Whoever takes it: browsers inside other apps do not all ask for HTML."""
    async with ClientSession(f"http://{site.address}", headers={"Accept": accept}) as client:
        answer = await ask(client, "/nowhere")
        text = await answer.text()
    assert (answer.status, "Không có trang này" in text, 'href="/"' in text) == (404, is_page, is_page)


async def test_every_answer_carries_the_headers(visitor: ClientSession) -> None:
    """Nothing from elsewhere, nothing inline, no frame, no referrer, nothing kept."""
    for path in [*PAGES, "/nowhere", "/files/abc"]:
        answer = await ask(visitor, path)
        headers, policy = answer.headers, answer.headers["Content-Security-Policy"]
        assert "default-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        kept = [headers[name] for name in ("X-Content-Type-Options", "Referrer-Policy", "Cache-Control")]
        assert kept == ["nosniff", "no-referrer", "no-store"], path
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|https?://", await answer.text()), path
        assert "Set-Cookie" not in headers


def test_a_strange_host_does_not_enter_the_policy() -> None:
    """The Host header is the caller's word."""
    assert "evil" not in content_policy("evil; script-src *")
    assert "ws://127.0.0.1:8080 wss://127.0.0.1:8080;" in content_policy("127.0.0.1:8080")


async def test_static_files_are_kept_for_a_year(visitor: ClientSession) -> None:
    """Their address changes with their content; they come zipped where that is understood."""
    page = await (await ask(visitor, "/chat")).text()
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = await ask(visitor, address)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert answer.headers["Content-Encoding"] == "gzip"
    plain = await visitor.get(address, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers


async def test_forms_lead_to_the_page_of_a_code(visitor: ClientSession) -> None:
    """What was typed is put into the address, whatever it is."""
    typed = {
        "/r?ma=a7k2 9qxr": "/r/a7k2%209qxr",
        "/q?c=a/b": "/q/a%2Fb",
        "/r?ma=//evil.example": "/r/%2F%2Fevil.example",
    }
    for address, expected in typed.items():
        answer = await ask(visitor, address)
        assert (answer.status, answer.headers["Location"]) == (303, expected)


async def test_a_receipt_shows_nobody(visitor: ClientSession) -> None:
    """The public look-up shows status and dates, and nothing else that was stored."""
    page = await (await ask(visitor, f"/r/{FINISHED}")).text()
    assert "Hợp lệ: đã xác nhận và đồng ý áp dụng" in page
    assert "10:05 ngày 20/3/2021" in page
    assert "06:05 ngày 21/3/2021" in page


REVIEW, AT_IT, TAKEN_BACK = "Công đoàn cơ sở xem xét", "đang xem xét", "Tác giả rút sáng kiến"
STEPS: dict[str, tuple[Status, bool, set[str]]] = {
    "waiting": (Status.SUBMITTED, False, {REVIEW, AT_IT}),
    "sent again after changes": (Status.SUBMITTED, True, {REVIEW, AT_IT}),
    "to be changed": (Status.CHANGES_REQUESTED, True, {REVIEW}),
    "declined": (Status.REJECTED, True, {REVIEW}),
    "withdrawn": (Status.WITHDRAWN, False, {TAKEN_BACK}),
    "withdrawn instead of changed": (Status.WITHDRAWN, True, {REVIEW, TAKEN_BACK}),
}


@pytest.mark.parametrize(("status", "has_decision", "steps"), STEPS.values(), ids=STEPS)
async def test_the_steps_of_a_receipt(
    visitor: ClientSession, monkeypatch: pytest.MonkeyPatch, status: Status, has_decision: bool, steps: set[str]
) -> None:
    """What has been, and what is under way; nobody looks at what was withdrawn."""
    view = ReceiptView(RECEIPT, status, NOON, NOON + timedelta(hours=20) if has_decision else None)
    monkeypatch.setitem(RECEIPTS, RECEIPT, view)
    page = await (await ask(visitor, f"/r/{RECEIPT}")).text()
    assert steps == {said for said in (REVIEW, AT_IT, TAKEN_BACK) if said in page}


async def test_a_receipt_of_what_is_chosen(visitor: ClientSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is outstanding, and since when; not by whom or why."""
    view = ReceiptView(RECEIPT, Status.CONFIRMED, NOON, NOON, is_valid=True, selected_at=NOON + timedelta(days=3))
    monkeypatch.setitem(RECEIPTS, RECEIPT, view)
    page = await (await ask(visitor, f"/r/{RECEIPT}")).text()
    assert "Được chọn là sáng kiến tiêu biểu" in page
    assert "Công đoàn cấp trên đã chọn đây là sáng kiến tiêu biểu." in page


async def test_look_ups_are_bounded(visitor: ClientSession) -> None:
    """Sixty misses a minute for one address, receipts and codes together; then 429 and when to come back."""
    statuses = [(await ask(visitor, f"/{'rq'[n % 2]}/AAAA-AAAA")).status for n in range(61)]
    answer = await ask(visitor, f"/r/{RECEIPT}")
    assert ([404] * 60 + [429], 429, "60") == (statuses, answer.status, answer.headers["Retry-After"])
    assert (await ask(visitor, "/")).status == 200


async def test_a_crowd_behind_one_address(
    visitor: ClientSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever has a code of ours, living or revoked, uses up no guesses; there is a bound of its own, far away."""
    paths = [f"/q/{WORKPLACE}", f"/q/{OLD_POSTER}", f"/r/{RECEIPT}"]
    statuses = [(await ask(visitor, paths[n % 3])).status for n in range(70)]
    assert (set(statuses), (await ask(visitor, "/q/AAAA-AAAA")).status) == ({200, 410}, 404)
    monkeypatch.setattr("bot.pages.LOOK_UPS", 2)
    async with served(tmp_path) as site, ClientSession(f"http://{site.address}") as crowd:
        assert [(await ask(crowd, paths[0])).status for _ in range(3)] == [200, 200, 429]


async def test_robots_stay_outside(visitor: ClientSession) -> None:
    """Nobody's code gets into a search engine."""
    assert "Disallow: /" in await (await ask(visitor, "/robots.txt")).text()


async def test_channels_are_offered(tmp_path: Path) -> None:
    """The configured ones stand on the landing page and on the QR landing, besides the web chat."""
    links = (ChannelLink("Telegram", "https://t.example/bot", True),)
    async with served(tmp_path, Settings(links=links)) as site, ClientSession(f"http://{site.address}") as visitor:
        landing, code = [await (await ask(visitor, path)).text() for path in ("/", f"/q/{WORKPLACE}")]
    assert ('href="https://t.example/bot"' in landing, 'href="/chat"' in landing) == (True, True)
    assert ('href="https://t.example/bot"' in code, f'href="/chat?c={WORKPLACE}"' in code) == (True, True)


async def test_without_the_demo(tmp_path: Path) -> None:
    """Where channels are configured there is no demo, and no way to its doors."""
    async with served(tmp_path, Settings(has_demo=False)) as site, ClientSession(f"http://{site.address}") as visitor:
        headers, doors = {"Origin": f"http://{site.address}"}, ("session", "sample", "reset")
        statuses = [(await visitor.post(f"/demo/{door}", headers=headers)).status for door in doors]
        statuses.append((await ask(visitor, "/demo")).status)
        assert "/demo" not in await (await ask(visitor, "/")).text()
    assert statuses == [404] * 4


async def test_the_demo_s_doors(site: WebSite, visitor: ClientSession) -> None:
    """Only a page of ours may ask; what is no question of ours is 400, too much is 413."""
    own, other = {"Origin": f"http://{site.address}"}, {"Origin": "https://evil.example"}
    asked = [
        ("/demo/session", None, {}, 403), ("/demo/session", None, other, 403), ("/demo/reset", None, other, 403),
        ("/demo/sample", "{", own, 400), ("/demo/sample", "[]", own, 400), ("/demo/sample", '{"role":"boss"}', own, 400),
        ("/demo/sample", '{"role":"worker","hint":"' + "x" * 70_000 + '"}', own, 413),
        ("/demo/sample", '{"role":"worker","hint":5,"turn":-1,"buttons":{"a":1}}', own, 200),
        ("/demo/session", None, own, 200), ("/demo/reset", None, own, 200),
    ]  # fmt: skip
    for path, body, headers, status in asked:
        assert (await visitor.post(path, data=body, headers=headers)).status == status, (path, body and body[:40])
    assert (len(site.entered), len(site.resets)) == (3, 1)


async def test_sessions_are_bounded(site: WebSite, visitor: ClientSession) -> None:
    """Thirty demo sessions a minute for one address."""
    own = {"Origin": f"http://{site.address}"}
    statuses = [(await visitor.post("/demo/session", headers=own)).status for _ in range(31)]
    assert statuses == [200] * 30 + [429]


async def test_a_database_that_is_away(site: WebSite, visitor: ClientSession) -> None:
    """The pages say so and when to come back; a static file is still served."""
    await site.database.close()
    answer = await ask(visitor, "/")
    assert (answer.status, answer.headers["Retry-After"], answer.content_type) == (503, "5", "text/html")
    assert "Hệ thống đang bận" in await answer.text()
