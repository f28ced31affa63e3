"""What /ops says, word for word, and the figures of a real database in it."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot import alarm_texts
from bot.alarm_rules import NAMES
from bot.catalogue import LOCALES, Catalogue
from bot.channels.protocol import Arrivals, Quota, Window
from bot.consumption import Consumption, forecast
from bot.measuring import ChannelState, Measured, Room
from bot.ops import Overview, duration, overview, size
from conversations.effects import Say, Text
from storage.database import Database
from storage.migrations import head_revision
from storage.repositories.alarms import Alarm
from storage.repositories.outbox_order import BULK, REPLY
from storage.repositories.usage import Usage
from storage.vitals import Queue, Traffic, vitals
from tests.bot.watch_world import FINE, GIB, WELL
from tests.sending import Office
from tests.storage.world import CAMPAIGN, NOON

VI = Catalogue("vi")
TRAFFIC = Traffic(120, 900, 3, 20, "sqlite", 12 << 20, "0004")
UPTIME = timedelta(hours=75)
PHONE = 1500  # characters that a phone shows in two or three screens

QUIET = """\
🟢 Mọi thứ bình thường
📤 Tin chờ gửi: 0 (lâu nhất: 0 giây) · đã bỏ: 0 · chưa rõ đã tới hay chưa, 24 giờ qua: 0
📥 Tin đang giữ trên đĩa: 0 · để riêng: 0
📈 Một giờ qua: 120 lượt nhắn, 3 sáng kiến
📈 Một ngày qua: 900 lượt nhắn, 20 sáng kiến
🔌 Kênh telegram: dùng được
🔌 Kênh web: dùng được
💾 SQLite: 12 MB · đĩa còn trống 90 GB (90%)
⚙️ Bản 0.1.0, lược đồ 0004 · chạy được 3 ngày
🗄 Chưa sao lưu lần nào"""
TROUBLED = """\
🔴 Có 2 việc cần xem
• 7 tin không gửi được nên đã bỏ. Người nhận không biết. Anh/chị xem lý do: bot outbox list; sửa xong thì gõ /ops guilai
• Kênh telegram không trả lời. Ai nhắn qua kênh này thì chưa nhận được tin; tin đang chờ. Anh/chị xem đường mạng của máy chủ; nếu lỗi ở nền tảng thì chờ, bot tự gửi tiếp.
📤 Tin chờ gửi: 42 (lâu nhất: 5 phút) · đã bỏ: 7 · chưa rõ đã tới hay chưa, 24 giờ qua: 1
📥 Tin đang giữ trên đĩa: 2 · để riêng: 3
📈 Một giờ qua: 120 lượt nhắn, 3 sáng kiến
📈 Một ngày qua: 900 lượt nhắn, 20 sáng kiến
🔌 Kênh telegram: không dùng được (telegram-timeout)
💾 SQLite: 12 MB · đĩa còn trống 512 MB (5%)
⚙️ Bản 0.1.0, lược đồ 0004 · chạy được 3 ngày
🗄 Sao lưu gần nhất: 12:00 ngày 1/4/2021"""


def alarm(name: str, figure: int = 7) -> Alarm:
    """An open one."""
    return Alarm(name, NOON, NOON, None, figure)


def written(say: Say) -> tuple[str, list[str]]:
    """The message and its labels."""
    return VI.format(say.key, say.args), [VI.phrase(b.label) for b in say.buttons if isinstance(b.label, Text)]


def test_when_all_is_well() -> None:
    """One line says it; there is nothing to send again."""
    assert (QUIET, ["Làm mới"]) == written(overview(WELL, (), TRAFFIC, CAMPAIGN, UPTIME))


def test_when_it_is_not() -> None:
    """How many things, each with what to do; then the figures, and a button for what was given up."""
    stored = replace(
        FINE, queues={**FINE.queues, REPLY: Queue(2, NOON - timedelta(minutes=5)), BULK: Queue(40, NOON)}, failed=7,
        unknown_lately=1, set_aside=3, backed_up_at=NOON,
    )  # fmt: skip
    measured = Measured(NOON, stored, 2, {"telegram": ChannelState("telegram-timeout")}, Room(GIB // 2, 10 * GIB), 0.0)
    alarms = (alarm("outbox-failed"), alarm("channel:telegram", 1))
    said = written(overview(measured, alarms, TRAFFIC, CAMPAIGN, UPTIME))
    assert (TROUBLED, ["Làm mới", "Gửi lại tin đã bỏ"]) == said
    assert len(said[0]) < PHONE


def test_channels_with_limits() -> None:
    """What the month brought and will bring: eleven of thirty days have passed at noon."""
    months = {
        "a": Consumption(Usage(210, 84, 21, 9, templates=7), Window(billed_price_vnd=55, template_price_vnd=200)),
        "b": Consumption(Usage(sent=21, received=3, people=4), quota=Quota(3000, 50)),
        "c": Consumption(Usage(), quota=Quota(100)),
    }
    at = NOON + timedelta(days=10)
    stored = replace(FINE, parked=3, unpaid={"a": 2})
    text, _ = written(overview(replace(WELL, at=at, vitals=stored, months=months), (), TRAFFIC, CAMPAIGN, UPTIME))
    assert [
        "⏸ Tin chờ người nhận nhắn lại: 3",
        "💰 a: 2 tin chờ tài khoản Zalo Cloud được liên kết hoặc nạp tiền",
        "📮 a tháng này: gửi 210, nhận 84 · dự kiến cả tháng gửi 600",
        "💰 a: 21 tin mất phí · dự kiến cả tháng 60 tin, 3.300 đồng",
        "💰 a: 7 tin theo mẫu · dự kiến cả tháng 20 tin, 4.000 đồng",
        "📮 b tháng này: gửi 21, nhận 3 · dự kiến cả tháng gửi 60",
        "📮 b: đã dùng 0% của 3.000 tin một tháng · 4/50 người",
        "📮 c tháng này: gửi 0, nhận 0 · dự kiến cả tháng gửi 0",
        "📮 c: đã dùng 0% của 100 tin một tháng · 0/∞ người",
    ] == [line for line in text.splitlines() if line[0] in "⏸📮💰"]


@pytest.mark.parametrize(("day", "expected"), [(1, 300), (2, 300), (11, 30), (30, 10)])
def test_a_forecast(day: int, expected: int) -> None:
    """It goes on as before; the first day counts as a whole one, so that its morning promises no flood."""
    at = datetime(2021, 4, day, 17, tzinfo=UTC) - timedelta(days=1)  # midnight in Việt Nam
    assert expected == forecast(10, at)


async def test_on_a_real_database(database: Database) -> None:
    """Every figure that is asked of it is there."""
    await database.write(lambda uow: (uow.campaigns.put(CAMPAIGN), uow.alarms.begin("spool", 3, NOON)))

    async def measure() -> Measured:
        return replace(WELL, channels={"telegram": ChannelState(arrivals=Arrivals(0, None))})

    text, _ = written(await Overview(database, measure).make())
    assert "🔴 Có 1 việc cần xem\n• 3 lời nhắn đang giữ trên đĩa" in text
    assert f"lược đồ {head_revision()}" in text


@pytest.mark.parametrize(("others", "expected"), [((), "0 (lâu nhất: 0 giây)"), (("a", "b"), "2 (lâu nhất: 5 phút)")])
async def test_it_does_not_count_itself(others: tuple[str, ...], expected: str, database: Database) -> None:
    """The message is owed while the figures for it are taken, by its own sender or by anybody's."""
    office = Office(database)
    for text in others:
        await office.owe("b", text, due_at=NOON - timedelta(minutes=5))

    async def measure() -> Measured:
        return replace(WELL, vitals=await database.read(lambda uow: vitals(uow, NOON)))

    await database.write(lambda uow: uow.campaigns.put(CAMPAIGN))
    await office.owe("a", "/ops")
    said, _ = written(await Overview(database, measure).make())
    assert f"📤 Tin chờ gửi: {expected}" in said


SIZES = {0: "0 MB", 1: "1 MB", 1 << 20: "1 MB", (1 << 20) + 1: "2 MB", 10 * GIB - 1: "10.240 MB", 10 * GIB: "10 GB"}


@pytest.mark.parametrize(("amount", "expected"), SIZES.items())
def test_sizes(amount: int, expected: str) -> None:
    """Megabytes, from ten gigabytes on gigabytes."""
    assert expected == VI.phrase(size(amount))


DURATIONS = {-5: "0 giây", 0: "0 giây", 119: "119 giây", 120: "2 phút", 7199: "119 phút", 7200: "2 giờ", 172800: "2 ngày"}


@pytest.mark.parametrize(("seconds", "expected"), DURATIONS.items())
def test_durations(seconds: int, expected: str) -> None:
    """In the largest unit of which there are two."""
    assert expected == VI.phrase(duration(timedelta(seconds=seconds)))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", NAMES)
def test_every_alarm_has_its_words(locale: str, name: str) -> None:
    """Raised and over, each in one sentence or a few, with what it is about."""
    catalogue = Catalogue(locale)
    one = alarm(name if name not in ("channel", "webhook", "token", "quota", "unpaid") else f"{name}:telegram")
    for say in (alarm_texts.news((), (one,)), alarm_texts.news((one,), ()), alarm_texts.news((one,), (one,))):
        text = catalogue.format(say.key, say.args)
        assert "⟦" not in text
        assert "{" not in text
        assert len(text) < 600
        assert (":" in one.name) <= ("telegram" in text)
