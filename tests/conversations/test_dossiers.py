"""/hoso: executives and staff get the papers of one unit, their own or one below, and of no other."""

import pytest

from conversations.domain import Grant, Role
from conversations.report_effects import Chosen, ReportFilter, ReportView, SendReport
from tests.builders import facts
from tests.transcripts import Talk

DISTRICT, EXECUTIVE, OTHER = Grant(Role.STAFF, 45), Grant(Role.EXECUTIVE, 100), Grant(Role.EXECUTIVE, 101)
CHECKLIST, LETTER, EXCEL, BUNDLE = ReportView.CHECKLIST, ReportView.LETTER, ReportView.EXCEL, ReportView.BUNDLE


def owed(line: str, *grants: Grant) -> SendReport | str:
    """What the line is answered by: a paper, or the key of a message."""
    talk = Talk(facts(grants=grants))
    answer = talk.write(line)
    return talk.effects[0] if isinstance(talk.effects[0], SendReport) else answer


def of(view: ReportView, node: int = 100, chosen: Chosen | None = None, *limits: str | None, page: int = 1) -> SendReport:
    """A paper; the table and the bundle are of valid ones, the others say how many are."""
    status = "valid" if view in (EXCEL, BUNDLE) else None
    since, until, block = (*limits, None, None, None)[:3]
    return SendReport(view, (node,), ReportFilter(since, until, status, block), page, chosen=chosen, is_dossier=True)


EXECUTIVES: dict[str, SendReport | str] = {
    "/hoso": of(CHECKLIST), "/dossier": of(CHECKLIST), "hồ sơ": of(CHECKLIST), "ho so": of(CHECKLIST),
    "cho tôi xem hồ sơ": of(CHECKLIST), "Hồ sơ gửi cấp trên": of(CHECKLIST), "/hoso Hoa Mai": of(CHECKLIST),
    "/hoso thieu": of(CHECKLIST), "/hoso tờ trình": of(LETTER), "tờ trình": of(LETTER), "to trinh": of(LETTER),
    "hồ sơ tờ trình": of(LETTER), "/hoso excel": of(EXCEL), "/hoso bảng tổng hợp": of(EXCEL), "/hoso zip": of(BUNDLE),
    "/hoso zip trang 2": of(BUNDLE, page=2), "{c.hoso.totrinh}": of(LETTER),
    "/hoso excel khối doanh nghiệp": of(EXCEL, 100, None, None, None, "enterprise"),
    "/hoso totrinh từ 10/3 đến 15/3/2021": of(LETTER, 100, None, "2021-03-10", "2021-03-15"),
    "/hoso tờ trình đã xác nhận": of(LETTER), "{c.hoso.hoso.n100}": of(BUNDLE),
    "{c.hoso.totrinh.n101}": "place-not-in-scope", "{c.hoso.totrinh.n45}": "place-not-in-scope",
    "/hoso tờ trình Hoa Mai": of(LETTER), "/hoso zip trường mầm non hoa mai từ 10/3 đến 15/3/2021": of(BUNDLE, 100, None, "2021-03-10", "2021-03-15"),
    "/hoso Trường Tiểu học Bình Minh": "place-not-in-scope", "/hoso tờ trình bình minh": "dossier-word-unknown",
    "/hoso tờ trình xyz": "dossier-word-unknown", "hồ sơ trọn bộ": of(BUNDLE), "/hoso zip nhé": of(BUNDLE), "/hoso của đơn vị tôi": of(CHECKLIST),
    "/hoso từ 31/2": "dossier-no-such-day", "/hoso từ 15/3/2021 đến 10/3/2021": "dossier-days-reversed", "/hoso " + "a" * 300: "dossier-words-too-long", "/report": "not-for-you-report", "/report totrinh": "not-for-you-report",
}  # fmt: skip


@pytest.mark.parametrize("line", EXECUTIVES)
def test_of_the_own_union(line: str) -> None:
    """Said, typed or pressed; of any other unit nothing."""
    assert EXECUTIVES[line] == owed(line, EXECUTIVE)


STAFF: dict[str, SendReport | str] = {
    "/hoso": of(CHECKLIST, 45), "/report totrinh": of(LETTER, 45), "/report tờ trình": of(LETTER, 45),
    "/report kiểm tra hồ sơ": of(CHECKLIST, 45), "/hoso zip": of(BUNDLE, 45),
    "/hoso Trường Mầm non Hoa Mai": of(CHECKLIST, 100, Chosen(100, None)),
    "hồ sơ của tôi": of(CHECKLIST, 45), "hồ sơ thiếu gì": of(CHECKLIST, 45), "hồ sơ còn thiếu gì": of(CHECKLIST, 45),
    "/hoso tờ trình hoa mai": of(LETTER, 100, Chosen(100, None)),
    "/report totrinh hoa mai": of(LETTER, 100, Chosen(100, None)),
    "{c.report.totrinh.n100}": of(LETTER, 100, Chosen(100, None)), "{c.report.kiemtra}": of(CHECKLIST, 45), "/report hồ sơ gửi cấp trên": of(CHECKLIST, 45),
    "/report từ 31/2": "report-no-such-day",
    "/hoso Mèo Vạc": "place-not-in-scope", "{c.hoso.excel.n27}": "place-not-in-scope", "/hoso qwerty": "dossier-word-unknown",
    "/report hồ sơ": SendReport(BUNDLE, (45,)), "/report excel": SendReport(EXCEL, (45,)),
}  # fmt: skip


@pytest.mark.parametrize("line", STAFF)
def test_of_a_district_and_what_is_below(line: str) -> None:
    """The district's own by default, a CĐCS by its name; /report keeps its table and bundle of all that is open."""
    assert STAFF[line] == owed(line, DISTRICT)


def test_who_has_several_is_asked_which() -> None:
    """A letter has one sender; the paper that was asked for goes along."""
    talk = Talk(facts(grants=(EXECUTIVE, OTHER)))
    assert talk.write("/hoso tờ trình") == "dossier-which"
    assert ["Trường Mầm non Hoa Mai", "Trường Tiểu học Bình Minh"] == [label.split(" (")[0] for label in talk.labels()[:2]]
    assert (talk.write("2"), talk.effects[0]) == ("+SendReport", of(LETTER, 101, Chosen(101, None)))
    talk.know(grants=(EXECUTIVE,))
    assert talk.write("{c.hoso.totrinh.n101}") == "place-not-in-scope", "the role is asked for at the press"


def test_a_name_chooses_among_the_own() -> None:
    """The paper and the days go along; staff elsewhere may name the CĐCS of their own too."""
    assert owed("/hoso tờ trình bình minh tháng 3", EXECUTIVE, OTHER) == of(LETTER, 101, Chosen(101, None), "2021-03-01", "2021-03-31")
    both = Grant(Role.STAFF, 27), EXECUTIVE
    assert owed("/hoso Trường Mầm non Hoa Mai", *both) == of(CHECKLIST, 100, Chosen(100, None))
    assert owed("/report tờ trình Hoa Mai", *both) == of(LETTER, 100, Chosen(100, None))
    assert owed("/report cdcs Hoa Mai", *both) == "place-not-in-scope"


@pytest.mark.parametrize("name", ["Tô Trinh", "Tô Trịnh", "Hồ Sơ Lâm", "Hồ Sở", "Hồ Số Chín", "Hồ Sơ Tháng"])
def test_whose_name_reads_like_it(name: str) -> None:
    """Is somebody's name where one is asked for."""
    talk = Talk(facts())
    for line in ("/start", "Đồng ý"):
        talk.write(line)
    assert talk.write(name) == "ask-id-number"


def test_a_district_whose_staff_is_an_executive_too() -> None:
    """Both are offered."""
    talk = Talk(facts(grants=(DISTRICT, EXECUTIVE)))
    assert talk.write("hồ sơ") == "dossier-which"
    assert (talk.write("1"), talk.effects[0]) == ("+SendReport", of(CHECKLIST, 45, Chosen(45, None)))


@pytest.mark.parametrize("line", ["/hoso", "hồ sơ của tôi", "tờ trình", "{c.hoso.excel.n100}"])
def test_for_nobody_else(line: str) -> None:
    """Who files, and who held the role, is told what to do instead."""
    assert owed(line) == "not-for-you-hoso"
