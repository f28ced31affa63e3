"""What may stand after /report, as people type it and as buttons carry it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from conversations import actions
from conversations.answers import Invalid
from conversations.domain import Block, Status
from conversations.flows.report import VALID, Wanted, parse_report, report_action
from conversations.report_effects import SELECTED, ReportFilter, ReportView, UnitLevel

TODAY = date(2021, 3, 18)  # a Thursday

VIEWS = {
    ReportView.TOTALS: ("", "tong", "Tổng hợp", "totals", "báo cáo"),
    ReportView.UNIONS: ("cdcs", "CĐCS", "công đoàn cơ sở", "unions"),
    ReportView.MISSING: ("thieu", "Thiếu", "chưa có", "missing"),
    ReportView.WAITING: ("cho", "chờ xác nhận", "waiting"),
    ReportView.DAILY: ("ngay", "theo ngày", "theo nga\u0300y", "daily"),
    ReportView.EXCEL: ("excel", "bảng tổng hợp", "exel"),
}


@pytest.mark.parametrize(("view", "words"), [(view, words) for view, wordings in VIEWS.items() for words in wordings])
def test_view(view: ReportView, words: str) -> None:
    """A view is its word, with or without marks, in Vietnamese or English."""
    assert Wanted(view) == parse_report(words, TODAY)


PERIODS = [
    ("từ 10/3 đến 15/3", "2021-03-10", "2021-03-15"),
    ("tu 10/3/2021 den 15/3/2021", "2021-03-10", "2021-03-15"),
    ("từ ngày 10/3 đến hết ngày 15/3", "2021-03-10", "2021-03-15"),
    ("from 10/3 to 15/3", "2021-03-10", "2021-03-15"),
    ("10/3-15/3", "2021-03-10", "2021-03-15"),
    ("10/3 – 15/3/21", "2021-03-10", "2021-03-15"),
    ("10.3 đến 15.3.2021", "2021-03-10", "2021-03-15"),
    ("10-3-2021 đến 15-3-2021", "2021-03-10", "2021-03-15"),
    ("2021-03-10 đến 2021-03-15", "2021-03-10", "2021-03-15"),
    ("từ 10/3", "2021-03-10", None),
    ("đến 22/4", None, "2021-04-22"),
    ("15/3", "2021-03-15", "2021-03-15"),
    ("ngày 15/3", "2021-03-15", "2021-03-15"),
    ("20/12", "2020-12-20", "2020-12-20"),
    ("từ 20/12 đến 5/1", "2020-12-20", "2021-01-05"),
    ("từ 20/12 đến 5/1/2021", "2020-12-20", "2021-01-05"),
    ("thang 3", "2021-03-01", "2021-03-31"),
    ("tháng 2/2021", "2021-02-01", "2021-02-28"),
    ("tháng 2 2020", "2020-02-01", "2020-02-29"),
    ("2/2020", "2020-02-01", "2020-02-29"),
    ("tháng 12", "2020-12-01", "2020-12-31"),
    ("tháng 2 năm 2020", "2020-02-01", "2020-02-29"),
    ("từ tháng 2 đến tháng 3", "2021-02-01", "2021-03-31"),
    ("năm 2020", "2020-01-01", "2020-12-31"),
    ("hôm nay", "2021-03-18", "2021-03-18"),
    ("hom qua", "2021-03-17", "2021-03-17"),
    ("tuần này", "2021-03-15", "2021-03-18"),
    ("tuần trước", "2021-03-08", "2021-03-14"),
    ("tháng này", "2021-03-01", "2021-03-18"),
    ("last month", "2021-02-01", "2021-02-28"),
    ("tuần", "2021-03-15", "2021-03-18"),
    ("báo cáo theo tuần", "2021-03-15", "2021-03-18"),
    ("week", "2021-03-15", "2021-03-18"),
    ("thang", "2021-03-01", "2021-03-18"),
    ("từ đầu tháng", "2021-03-01", None),
    ("từ đầu tháng này đến nay", "2021-03-01", "2021-03-18"),
    ("từ đầu tháng 2", "2021-02-01", None),
    ("từ đầu năm", "2021-01-01", None),
    ("năm nay", "2021-01-01", "2021-03-18"),
    ("từ đầu chương trình đến nay", None, "2021-03-18"),
    ("từ đầu đến nay", None, None),
    ("quý 1", "2021-01-01", "2021-03-31"),
    ("quy IV", "2020-10-01", "2020-12-31"),
    ("quý 4 năm 2021", "2021-10-01", "2021-12-31"),
    ("quý 2/2020", "2020-04-01", "2020-06-30"),
    ("quý 3 2020", "2020-07-01", "2020-09-30"),
    ("từ quý 4 đến quý 1", "2020-10-01", "2021-03-31"),
]


@pytest.mark.parametrize(("words", "since", "until"), PERIODS)
def test_period(words: str, since: str | None, until: str | None) -> None:
    """Days and months are read day first; a year left out is the latest possible one; both ends are included."""
    assert Wanted(filter=ReportFilter(since, until)) == parse_report(words, TODAY)


FILTERS = [
    ("đã xác nhận", ReportFilter(status=Status.CONFIRMED)),
    ("tu choi", ReportFilter(status=Status.REJECTED)),
    ("yêu cầu bổ sung", ReportFilter(status=Status.CHANGES_REQUESTED)),
    ("hợp lệ", ReportFilter(status=VALID)),
    ("doanh nghiệp", ReportFilter(block=Block.ENTERPRISE)),
    ("khối HCSN", ReportFilter(block=Block.PUBLIC_ADMIN)),
    ("hành chính sự nghiệp, đã duyệt", ReportFilter(status=Status.CONFIRMED, block=Block.PUBLIC_ADMIN)),
]


@pytest.mark.parametrize(("words", "limits"), FILTERS)
def test_filter(words: str, limits: ReportFilter) -> None:
    """A status and a block are said in words."""
    assert Wanted(filter=limits) == parse_report(words, TODAY)


TOGETHER = [
    ("cdcs từ 10/3 đến 15/3", Wanted(ReportView.UNIONS, ReportFilter("2021-03-10", "2021-03-15"))),
    ("ngày từ 10/3 đến 15/3", Wanted(ReportView.DAILY, ReportFilter("2021-03-10", "2021-03-15"))),
    ("ngay 10/3 den 15/3", Wanted(ReportView.DAILY, ReportFilter("2021-03-10", "2021-03-15"))),
    ("cdcs ngày 10/3", Wanted(ReportView.UNIONS, ReportFilter("2021-03-10", "2021-03-10"))),
    ("excel doanh nghiệp đã xác nhận tháng 3",
     Wanted(ReportView.EXCEL, ReportFilter("2021-03-01", "2021-03-31", Status.CONFIRMED, Block.ENTERPRISE))),
    ("cdcs tuần doanh nghiệp",
     Wanted(ReportView.UNIONS, ReportFilter("2021-03-15", "2021-03-18", block=Block.ENTERPRISE))),
    ("thiếu trang 2", Wanted(ReportView.MISSING, page=2)),
    ("tỉnh", Wanted(ReportView.UNIONS, level=UnitLevel.PROVINCE)),
    ("theo huyen thang 3", Wanted(ReportView.UNIONS, ReportFilter("2021-03-01", "2021-03-31"), level=UnitLevel.FEDERATION)),
    ("cdcs quận, huyện trang 2", Wanted(ReportView.UNIONS, page=2, level=UnitLevel.FEDERATION)),
    ("từng cđcs", Wanted(ReportView.UNIONS, level=UnitLevel.UNION)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), TOGETHER)
def test_view_with_filter(words: str, wanted: Wanted) -> None:
    """View, period, status, block and page stand in any order."""
    assert wanted == parse_report(words, TODAY)


WRONG = [
    ("cdcs xyz", Invalid("report-word-unknown", {"word": "xyz"})),
    ("cdcs thieu", Invalid("report-word-unknown", {"word": "thieu"})),
    ("excel huyện", Invalid("report-word-unknown", {"word": "huyện"})),
    ("tỉnh huyện", Invalid("report-word-unknown", {"word": "huyện"})),
    ("cdcs.n5.lx", Invalid("report-word-unknown", {"word": ".n5.lx"})),
    ("từ 10/3 từ 11/3", Invalid("report-word-unknown", {"word": "từ"})),
    ("10/3 đến xa", Invalid("report-word-unknown", {"word": "đến"})),
    ("từ", Invalid("report-word-unknown", {"word": "từ"})),
    ("tháng ba trăm", Invalid("report-word-unknown", {"word": "ba"})),
    ("tháng 123 năm 2021", Invalid("report-word-unknown", {"word": "tháng"})),
    ("quý 5", Invalid("report-word-unknown", {"word": "quý"})),
    ("quý 4/1021", Invalid("report-word-unknown", {"word": "quý"})),
    ("quý", Invalid("report-word-unknown", {"word": "quý"})),
    ("tháng này tuần này", Invalid("report-word-unknown", {"word": "tuần"})),
    ("năm", Invalid("report-word-unknown", {"word": "năm"})),
    ("²", Invalid("report-word-unknown", {"word": "²"})),
    ("trang ²", Invalid("report-word-unknown", {"word": "trang"})),
    ("31/4", Invalid("report-no-such-day", {"day": "31/4"})),
    ("từ 10/13 đến 15/3", Invalid("report-no-such-day", {"day": "10/13"})),
    ("tháng 13", Invalid("report-no-such-day", {"day": "13"})),
    ("0/0", Invalid("report-no-such-day", {"day": "0/0"})),
    ("1/1/1021", Invalid("report-no-such-day", {"day": "1/1/1021"})),
    ("từ 15/3 đến 10/3", Invalid("report-days-reversed", {"since": "15/03/2021", "until": "10/03/2021"})),
    ("x" * 201, Invalid("report-words-too-long")),
    ("cdcs.f2021-03-15.t2021-03-10", Invalid("report-days-reversed", {"since": "15/03/2021", "until": "10/03/2021"})),
    ("cdcs.f2021-13-10", Invalid("report-word-unknown", {"word": ".f2021-13-10"})),
    ("cdcs.sz", Invalid("report-word-unknown", {"word": ".sz"})),
]


@pytest.mark.parametrize(("words", "expected"), WRONG, ids=[words[:20] for words, _ in WRONG])
def test_what_is_not_understood_is_named(words: str, expected: Invalid) -> None:
    """A wrong word is quoted back, never skipped: a report must not answer another question than was asked."""
    assert expected == parse_report(words, TODAY)


def test_action_is_what_the_button_says() -> None:
    """The packed form is fixed: buttons of last year still carry it."""
    limits = ReportFilter("2021-03-10", "2021-03-15")
    expected = ["c.report.cdcs", "c.report.cdcs.f2021-03-10.t2021-03-15.p2"]
    assert expected == [report_action(ReportView.UNIONS), report_action(ReportView.UNIONS, limits, 2)]


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(str)
LIMITS = st.builds(
    ReportFilter,
    DAYS,
    DAYS,
    st.none() | st.sampled_from([*map(str, Status), VALID, SELECTED]),
    st.none() | st.sampled_from(list(map(str, Block))),
).filter(lambda f: not (f.since and f.until and f.since > f.until))


@given(st.sampled_from(ReportView), LIMITS, st.integers(1, 9_999))
def test_a_button_asks_for_what_it_was_made_for(view: ReportView, limits: ReportFilter, page: int) -> None:
    """Packing and reading are inverse, and every action fits the smallest channel."""
    action = actions.decode(report_action(view, limits, page))
    assert isinstance(action, actions.Run)
    expected = replace(limits, status=None) if view is ReportView.CHOSEN else limits  # which is all that it shows
    assert Wanted(view, expected, page) == parse_report(action.argument, TODAY)


LEVELS = st.none() | st.sampled_from([UnitLevel.PROVINCE, UnitLevel.FEDERATION, UnitLevel.UNION])


@given(LIMITS, st.integers(1, 9_999), st.none() | st.integers(1, 10**9 - 1), LEVELS)
def test_a_button_about_a_unit(limits: ReportFilter, page: int, node: int | None, level: UnitLevel | None) -> None:
    """The same with all that there may be of it."""
    action = actions.decode(report_action(ReportView.UNIONS, limits, page, node, level))
    assert isinstance(action, actions.Run)
    assert Wanted(ReportView.UNIONS, limits, page, node, level) == parse_report(action.argument, TODAY)


PIECES = st.sampled_from(
    (
        "cdcs",
        "thieu",
        "ngay",
        "tu",
        "den",
        "10/3",
        "15/3/2021",
        "31/2",
        "thang",
        "3",
        "nam",
        "2021",
        "-",
        "p2",
        "²",
        "het",
    )
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=12).map(" ".join))
def test_any_words_are_answered(words: str) -> None:
    """Whatever is typed is understood or refused, never an exception; what is understood has its days in order."""
    found = parse_report(words, TODAY)
    if isinstance(found, Wanted):
        assert (found.filter.since or "") <= (found.filter.until or "9999")
