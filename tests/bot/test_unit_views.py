"""/report with a line for each unit below: what is added up, what is read, where the buttons lead."""

from msgspec.structs import replace

from bot.messages import from_dict, to_dict
from bot.reports import Figures, Report, Tools, compose
from conversations.directory import Directory, Organisation
from conversations.report_effects import Chosen, ReportFilter, ReportView, SendReport, UnitLevel
from storage.figures import DistrictFigures, DistrictList, Page, UnionFigures, UnionList
from tests.bot.test_reports import TODAY, actions, said
from tests.builders import CAMPAIGN, CATALOGUE, ORGANISATIONS

CLOSED = Organisation(46, "02.046", "Huyện Cũ", "federation", 3, is_active=False)
TOOLS = Tools(Directory((*ORGANISATIONS, CLOSED)), CATALOGUE.phrase)
NATION, PROVINCE = 1, 2
DISTRICTS = DistrictList(
    (
        DistrictFigures(45, filed=1_234, confirmed=900, valid=512, waiting=200, unions=1_500, unions_with=320),
        DistrictFigures(43, filed=2, confirmed=1, valid=0, waiting=1, unions=5, unions_with=1),
        DistrictFigures(2, filed=3, confirmed=0, valid=0, waiting=3, unions=1, unions_with=1),
        DistrictFigures(46, filed=4, confirmed=4, valid=4, waiting=0),
    )
)


def report(wanted: SendReport, listed: DistrictList | UnionList = DISTRICTS) -> Report:
    """The report that these figures make."""
    return compose(Figures(wanted, CAMPAIGN, TODAY, listed), TOOLS)


def test_the_country() -> None:
    """All that lies below a province is its own, what hangs directly on it and a district that is over included."""
    wanted = SendReport(ReportView.UNIONS, (NATION,), level=UnitLevel.BELOW)
    made = report(wanted)
    expected = """📊 Tổng Liên đoàn Lao động Việt Nam
Cả chương trình, đến 18/3/2021

Tổng: nộp 1.243 · xác nhận 905 · chờ 204
Có sáng kiến 322/1.506 CĐCS · đạt 1,7%

1. LĐLĐ tỉnh Cao Bằng
Nộp 1.239 · xác nhận 901 · chờ 204
Có sáng kiến 322/1.506 CĐCS · đạt 82,3%
2. LĐLĐ tỉnh Hà Giang
Nộp 4 · xác nhận 4 · chờ 0
Có sáng kiến 0/0 CĐCS

Xem một đơn vị: bấm nút, gõ số thứ tự, hoặc gõ tên, ví dụ: /report cdcs Hà Quảng
Trang 1/1"""
    assert expected == said(made)
    views = [f"c.report.{view}" for view in ("tong", "thieu", "cho", "ngay", "kiemtra", "excel", "hoso", "tieubieu", "cdcs.lc")]
    assert ["c.report.cdcs.n2", "c.report.cdcs.n3", *views] == actions(made)


def test_a_province() -> None:
    """What hangs directly on it stands by itself; the way up; a filter goes along, and a part is measured by nothing."""
    limits = ReportFilter(status="confirmed")
    wanted = SendReport(ReportView.UNIONS, (PROVINCE,), limits, 9, UnitLevel.BELOW, Chosen(PROVINCE, None))
    made = report(wanted)
    text = said(made)
    assert "4. LĐLĐ huyện Hà Quảng\nNộp 1.234 · xác nhận 900 · chờ 200\nCó sáng kiến 320/1.500 CĐCS\n5. " in text
    assert "Trực thuộc thẳng: nộp 7 · xác nhận 4 · chờ 3\nCó sáng kiến 1/1 CĐCS\nXem một" in text
    assert "đạt" not in text
    others = [f"c.report.{view}.sc.n2" for view in ("tong", "thieu", "cho", "ngay", "kiemtra", "excel", "hoso")]
    expected = ["c.report.cdcs.sc.n45", "c.report.cdcs.sc.n53", *others, "c.report.tieubieu.n2", "c.report.cdcs.n2", "c.report.cdcs.sc.n2.lc", "c.report.cdcs.sc"]
    assert expected == actions(made)[3:]


def test_every_district_of_the_country() -> None:
    """With its province; ten a page, the others a button away at the same level."""
    nodes = tuple(
        Organisation(1_000 + n, f"04.9{n:02}", f"Huyện Số {n:02}", "federation", PROVINCE) for n in range(17)
    )
    tools = replace(TOOLS, directory=Directory((*ORGANISATIONS, *nodes)))
    wanted = SendReport(ReportView.UNIONS, (NATION,), page=2, level=UnitLevel.FEDERATION)
    made = compose(Figures(wanted, CAMPAIGN, TODAY, DISTRICTS), tools)
    assert "1. LĐLĐ huyện Số 06 (Tỉnh Cao Bằng)\nNộp 0 · xác nhận 0 · chờ 0" in said(made)
    assert "Trang 2/3" in said(made)
    assert ["c.report.cdcs.lh", "c.report.cdcs.p3.lh"] == actions(made)[-2:]
    assert "LĐLĐ huyện Số 06 (Tỉnh Cao Bằng)" == made.say.buttons[0].label


def test_each_union_of_a_province() -> None:
    """The list of CĐCS of a unit that was chosen keeps to it on every page, and leads back and up."""
    wanted = SendReport(ReportView.UNIONS, (PROVINCE,), page=2, level=UnitLevel.UNION, chosen=Chosen(PROVINCE, NATION))
    made = report(wanted, UnionList(Page((UnionFigures(101, 4, 2, 1),), 2, 3, 31, 16)))
    expected = ["c.report.cdcs.n2", "c.report.cdcs.n1", "c.report.cdcs.n2.lc", "c.report.cdcs.p3.n2.lc"]
    assert expected == actions(made)[-4:]


def test_what_is_owed_is_stored_as_it_is() -> None:
    """And a row of the program before, which knew of no units, is read."""
    plain = SendReport(ReportView.UNIONS, (PROVINCE,))
    chosen = replace(plain, level=UnitLevel.BELOW, chosen=Chosen(PROVINCE, None))
    assert [plain, chosen] == [from_dict(to_dict(one)) for one in (plain, chosen)]
    assert {"kind", "view", "page", "scopes", "filter"} == to_dict(plain).keys()
