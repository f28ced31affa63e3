"""What /report says: figures in, the message and its file out. One test a view shows the wording."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from bot import report_views
from bot.report_frame import Body, Table
from bot.report_table import MOST_ROWS
from bot.reports import Figures, Report, Tools, compose
from conversations.domain import Status
from conversations.effects import Text
from conversations.report_effects import ReportFilter, ReportView, SendReport
from storage.figures import (
    DayFigures,
    DayList,
    MissingList,
    MissingUnion,
    Page,
    Tally,
    Totals,
    UnionFigures,
    UnionList,
    WaitingInitiative,
    WaitingList,
)
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY

TODAY = date(2021, 3, 18)
TOOLS = Tools(DIRECTORY, CATALOGUE.phrase)
DISTRICT, PROVINCE, NATION = 45, 2, 1
FILTER = ReportFilter("2021-03-10", "2021-03-15")


def report(view: ReportView, body: Body, limits: ReportFilter = ReportFilter(), scope: int = DISTRICT) -> Report:  # noqa: B008
    """The report that these figures make."""
    return compose(Figures(SendReport(view, (scope,), limits), CAMPAIGN, TODAY, body), TOOLS)


def said(made: Report) -> str:
    """The message as it is read."""
    return CATALOGUE.format(made.say.key, made.say.args)


def actions(made: Report) -> list[str]:
    """What the buttons ask for."""
    return [button.action for button in made.say.buttons]


def tally(
    status: Status, count: int, *, agreed: bool = False, block: str = "public_admin", field: str = "health"
) -> Tally:
    """Some initiatives."""
    return Tally(status, block, field, agreed, count)


TALLIES = (
    tally(Status.SUBMITTED, 200, field="education"),
    tally(Status.CHANGES_REQUESTED, 34, field=""),
    tally(Status.CONFIRMED, 388, block="enterprise"),
    tally(Status.CONFIRMED, 512, agreed=True),
    tally(Status.REJECTED, 100),
    tally(Status.WITHDRAWN, 12),
)


def test_totals() -> None:
    """By status, block and field against the target, dots for thousands, a comma for decimals."""
    made = report(ReportView.TOTALS, Totals(TALLIES, unions=1_500, unions_with=320))
    expected = """📊 LĐLĐ huyện Hà Quảng
Cả chương trình, đến 18/3/2021

Đã nộp: 1.234
• Chờ xác nhận: 200
• Chờ tác giả bổ sung: 34
• Đã xác nhận: 900
• Hợp lệ: 512
• Không được xác nhận: 100
• Đã rút: 12

Theo khối:
• Khối hành chính sự nghiệp: 846
• Khối doanh nghiệp: 388

Theo lĩnh vực:
• Y tế: 1.000
• Giáo dục: 200
• Chưa chọn lĩnh vực: 34

Chỉ tiêu: 1.500
• Đã nộp: đạt 82,3%
• Hợp lệ: đạt 34,1%
CĐCS có sáng kiến: 320/1.500
(Hợp lệ: CĐCS xác nhận và thủ trưởng hoặc người sử dụng lao động đồng ý.)"""
    assert expected == said(made)
    assert made.attachment is None
    views = ["cdcs", "thieu", "cho", "ngay", "kiemtra", "excel", "hoso", "tieubieu"]
    assert [f"c.report.{view}" for view in views] == actions(made)


def test_totals_of_the_country_are_measured_by_the_campaigns_target() -> None:
    """75,000 for everybody; a part of the initiatives is measured by nothing."""
    counted = Totals((tally(Status.SUBMITTED, 50_000),), unions=1_000, unions_with=900)
    whole = said(report(ReportView.TOTALS, counted, scope=NATION))
    assert "Chỉ tiêu: 75.000\n• Đã nộp: đạt 66,7%\n• Hợp lệ: đạt 0,0%" in whole
    part = said(report(ReportView.TOTALS, counted, ReportFilter(status="submitted", block="public_admin"), NATION))
    assert "Chỉ tiêu" not in part
    assert "Chỉ tính: Chờ xác nhận\nChỉ tính: Khối hành chính sự nghiệp" in part
    assert "Không được xác nhận" not in part


def test_unions() -> None:
    """Each CĐCS with filed, confirmed and valid; a free text stands for no CĐCS; pages under the same filter."""
    rows = (UnionFigures(101, 1_234, 900, 512), UnionFigures(45, 2, 0, 0))
    made = report(ReportView.UNIONS, UnionList(Page(rows, 2, 3, 32, 16)), FILTER)
    expected = """📊 LĐLĐ huyện Hà Quảng
Từ 10/3/2021 đến 15/3/2021

16. Trường Tiểu học Bình Minh
Nộp 1.234 · xác nhận 900 · hợp lệ 512
17. Chưa rõ CĐCS (LĐLĐ huyện Hà Quảng)
Nộp 2 · xác nhận 0 · hợp lệ 0

Trang 2/3"""
    assert expected == said(made)
    dates = "f2021-03-10.t2021-03-15"
    views = [f"c.report.{view}.{dates}" for view in ("tong", "thieu", "cho", "ngay", "kiemtra", "excel", "hoso", "tieubieu")]
    pages = [f"c.report.cdcs.{dates}", f"c.report.cdcs.{dates}.p3"]
    assert ["c.ghepdonvi.", *views, "c.report.cdcs", *pages] == actions(made)


def test_missing() -> None:
    """Those without an executive cannot be reminded, and the staff learn it."""
    rows = (MissingUnion(102, 1), MissingUnion(103, 0))
    made = report(ReportView.MISSING, MissingList(Page(rows, 1, 1, 2, 1), 1, 4))
    expected = """📊 LĐLĐ huyện Hà Quảng
Cả chương trình, đến 18/3/2021

Chưa có sáng kiến: 2/4 CĐCS
1. Công ty TNHH Thành Công
2. Hợp tác xã Đồng Tiến (chưa có cán bộ)

1 CĐCS chưa có cán bộ nên không nhắc được. Xem và mời: /canbo thieu
Trang 1/1"""
    assert expected == said(made)
    assert actions(made)[0] == "c.nhac"
    unreachable = report(ReportView.MISSING, MissingList(Page(rows[1:], 1, 1, 1, 1), 1, 4))
    assert "c.nhac" not in actions(unreachable)


MORNING = datetime(2021, 3, 19, 0, 30, tzinfo=UTC)
REMINDED = {
    "all of them": (3, 0, None, "Bot đang nhắc cán bộ của 3 CĐCS chưa có sáng kiến."),
    "some have nobody": (1_203, 3, None, """Bot đang nhắc cán bộ của 1.200 CĐCS chưa có sáng kiến.
3 CĐCS chưa có cán bộ nên không nhắc được. Xem và mời: /canbo thieu"""),
    "by night": (3, 1, MORNING, """Để không phiền mọi người ban đêm, bot sẽ nhắc cán bộ của 2 CĐCS chưa có sáng kiến từ 07:30 ngày 19/3/2021.
1 CĐCS chưa có cán bộ nên không nhắc được. Xem và mời: /canbo thieu"""),
    "nobody can be": (2, 2, MORNING, """Chưa nhắc được ai.
2 CĐCS chưa có cán bộ nên không nhắc được. Xem và mời: /canbo thieu"""),
    "nobody has to be": (0, 0, None, "CĐCS nào cũng đã có sáng kiến, nên không cần nhắc."),
}  # fmt: skip


@pytest.mark.parametrize(("missing", "alone", "begins_at", "expected"), REMINDED.values(), ids=REMINDED)
def test_reminded(missing: int, alone: int, begins_at: datetime | None, expected: str) -> None:
    """How many are reminded, and how many have nobody to remind."""
    made = report_views.reminded(MissingList(Page((), 1, 1, missing, 1), alone, 2_000), CAMPAIGN, begins_at)
    assert expected == said(made)
    assert (["c.canbo.thieu"] if alone else []) == actions(made)


def test_waiting() -> None:
    """How long, and who could decide: executives, else the nearest staff, else nobody."""
    since = datetime(2021, 3, 14, 17, 30, tzinfo=UTC)  # 00:30 of 15 March in Việt Nam
    rows = (
        WaitingInitiative("A7K29QXM", "Góc học tập từ vỏ chai " * 4, 101, 101, TODAY, None, since, 2),
        WaitingInitiative("M5N8P3RT", "Máy gieo hạt", 45, 45, TODAY, "Tổ may số 3", since + timedelta(days=3), 0),
        WaitingInitiative("M5N8P3RV", "Lịch trực", 102, 102, TODAY, None, since + timedelta(days=2), 0),
    )
    expected = """📊 LĐLĐ huyện Hà Quảng
Cả chương trình, đến 18/3/2021

Chờ xác nhận: 3 sáng kiến, lâu nhất ở trên
1. A7K2-9QXM · 3 ngày
Góc học tập từ vỏ chai Góc học tập từ vỏ chai Góc học tập từ…
Trường Tiểu học Bình Minh
→ 2 cán bộ CĐCS
2. M5N8-P3RT · hôm nay
Máy gieo hạt
Tổ may số 3
→ LĐLĐ tỉnh Cao Bằng
3. M5N8-P3RV · 1 ngày
Lịch trực
Công ty TNHH Thành Công
→ LĐLĐ tỉnh Cao Bằng

Trang 1/1"""
    made = report(ReportView.WAITING, WaitingList(Page(rows, 1, 1, 3, 1), frozenset({PROVINCE})))
    assert expected == said(made)
    assert actions(made)[0] == "c.duyet."
    decided_by_union = report(ReportView.WAITING, WaitingList(Page(rows[:1], 1, 1, 1, 1), frozenset()))
    assert "c.duyet." not in actions(decided_by_union)
    nobody = report(ReportView.WAITING, WaitingList(Page(rows[2:], 1, 1, 1, 1), frozenset()))
    assert "→ Chưa có ai: mời bằng /moi" in said(nobody)


def test_daily() -> None:
    """The last days with the running sum, days without one too, and all days as a picture."""
    days = (DayFigures(date(2021, 3, 5), 1_000), DayFigures(date(2021, 3, 16), 4), DayFigures(date(2021, 3, 17), 3))
    made = report(ReportView.DAILY, DayList(days))
    expected = """📊 LĐLĐ huyện Hà Quảng
Cả chương trình, đến 18/3/2021

Nộp từng ngày (cộng dồn):
Trước đó: 1.000
9/3: 0 (1.000)
10/3: 0 (1.000)
11/3: 0 (1.000)
12/3: 0 (1.000)
13/3: 0 (1.000)
14/3: 0 (1.000)
15/3: 0 (1.000)
16/3: 4 (1.004)
17/3: 3 (1.007)
18/3: 0 (1.007)"""
    assert expected == said(made)
    assert made.attachment is not None
    assert (made.attachment.name, made.attachment.mime) == ("sang-kien-theo-ngay-2021-03-18.png", "image/png")
    assert Image.open(BytesIO(made.attachment.content)).format == "PNG"


def test_daily_ends_with_the_campaign_or_the_filter() -> None:
    """Days after the close or after the filter are not drawn; one day is a picture too."""
    first = DayList((DayFigures(date(2021, 4, 21), 5),))
    figures = Figures(SendReport(ReportView.DAILY, (DISTRICT,)), CAMPAIGN, date(2021, 6, 1), first)
    assert said(compose(figures, TOOLS)).endswith("21/4: 5 (5)\n22/4: 0 (5)")
    limits = ReportFilter(until="2021-04-21")
    alone = compose(replace(figures, wanted=replace(figures.wanted, filter=limits)), TOOLS)
    assert said(alone).endswith("21/4: 5 (5)")
    assert alone.attachment is not None


EMPTY = [
    (ReportView.TOTALS, Totals(unions=4), "Chưa có sáng kiến nào."),
    (ReportView.UNIONS, UnionList(Page((), 1, 1, 0, 1)), "Chưa có sáng kiến nào."),
    (ReportView.MISSING, MissingList(Page((), 1, 1, 0, 1), 0, 4), "Tất cả 4 CĐCS đều đã có sáng kiến."),
    (ReportView.MISSING, MissingList(Page((), 1, 1, 0, 1), 0, 0), "Danh bạ chưa có CĐCS nào trong phạm vi này."),
    (ReportView.WAITING, WaitingList(Page((), 1, 1, 0, 1), frozenset()), "Không có sáng kiến nào chờ xác nhận."),
    (ReportView.DAILY, DayList(()), "Chưa có sáng kiến nào."),
    (ReportView.EXCEL, Table(0, ()), "Chưa có sáng kiến nào để lập bảng."),
    (ReportView.EXCEL, Table(MOST_ROWS + 1, ()), "Có 20.001 sáng kiến, nhiều hơn 20.000 dòng một tệp."),
]


@pytest.mark.parametrize(("view", "body", "sentence"), EMPTY)
def test_nothing_to_show_is_said(view: ReportView, body: Body, sentence: str) -> None:
    """No figures, no file, but a sentence and the way to the other views."""
    made = report(view, body)
    assert sentence in said(made)
    assert made.attachment is None
    assert len(set(ReportView) - {view, ReportView.LETTER, ReportView.CANDIDATES}) == len(made.say.buttons)


PERIODS = [
    (ReportFilter(since="2021-03-10"), "Từ 10/3/2021 đến nay"),
    (ReportFilter(until="2021-03-10"), "Từ đầu đến 10/3/2021"),
    (ReportFilter("2021-03-10", "2021-03-10"), "Ngày 10/3/2021"),
]


@pytest.mark.parametrize(("limits", "line"), PERIODS)
def test_the_period_stands_in_the_heading(limits: ReportFilter, line: str) -> None:
    """With the year: who typed "10/3" sees which one was understood."""
    assert line == said(report(ReportView.TOTALS, Totals(), limits)).splitlines()[1]


def test_many_scopes_share_a_heading() -> None:
    """Three are named, more are hinted at."""
    figures = Figures(SendReport(ReportView.TOTALS, (45, 43, 42, 40)), CAMPAIGN, TODAY, Totals())
    first = said(compose(figures, TOOLS)).splitlines()[0]
    assert first == "📊 LĐLĐ huyện Hà Quảng, LĐLĐ huyện Bảo Lạc, LĐLĐ huyện Bảo Lâm …"


def test_lines_fit_a_phone() -> None:
    """What we write ourselves stays within 32 characters a line, about 360 px, but for whole sentences."""
    bodies: list[tuple[ReportView, Body]] = [
        (ReportView.TOTALS, Totals(TALLIES, 1_500, 320)),
        (ReportView.UNIONS, UnionList(Page((UnionFigures(101, 999, 999, 999),), 1, 1, 1, 1))),
    ]
    lines = [line for view, body in bodies for line in said(report(view, body)).splitlines()]
    assert [line for line in lines if len(line) > 38 and not line.endswith((".", ")"))] == []


def test_a_label_of_every_view_exists() -> None:
    """The keys of the buttons are made from the words of the views."""
    labels = [CATALOGUE.phrase(Text(f"button-report-{view}")) for view in ReportView]
    assert [label for label in labels if "⟦" in label] == []
