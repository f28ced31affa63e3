"""The table behind /report excel: its columns, its issuer, and what is not valid yet."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from bot.report_frame import Table
from bot.reports import Figures, Report, Tools, compose
from conversations.domain import Status
from conversations.report_effects import ReportFilter, ReportView, SendReport
from storage.figures import Initiative
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY

DISTRICT, PROVINCE, NATION = 45, 2, 1


def excel(*rows: Initiative, scope: int = DISTRICT, limits: ReportFilter = ReportFilter()) -> Report:  # noqa: B008
    """The table of these rows."""
    wanted = SendReport(ReportView.EXCEL, (scope,), limits)
    figures = Figures(wanted, CAMPAIGN, date(2021, 3, 18), Table(len(rows), rows))
    return compose(figures, Tools(DIRECTORY, CATALOGUE.phrase))


def said(made: Report) -> str:
    """The message as it is read."""
    return CATALOGUE.format(made.say.key, made.say.args)


ROW = Initiative(
    code="A7K29QXM",
    status=Status.CONFIRMED,
    organisation_id=101,
    organisation_code="04.045.th",
    organisation_kind="union",
    organisation_name="Trường Tiểu học Bình Minh",
    federation_id=45,
    federation_code="04.045",
    union_name=None,
    block="public_admin",
    field="education",
    applied_on="2021-03",
    full_name="Nguyễn Văn A",
    title="=Góc học tập",
    description="- Dùng vỏ chai.",
    submitted_on=date(2021, 3, 15),
    submitted_at=datetime(2021, 3, 15, tzinfo=UTC),
    decided_at=None,
    decided_by=None,
    reason=None,
    agreement_name="Trần Thị B",
    agreement_position="Hiệu trưởng",
    agreement_on=date(2021, 4, 5),
)
UNAGREED = replace(ROW, agreement_on=None, organisation_id=45, organisation_kind="federation", union_name="Tổ may số 3")
WAITING = replace(UNAGREED, status=Status.SUBMITTED, field="skip", union_name=None)


def test_excel() -> None:
    """The table of domain reference 11.4: its columns, who issues it, what is valid; no identity number, no phone."""
    made = excel(ROW, UNAGREED, WAITING)
    assert said(made).startswith("📊 LĐLĐ huyện Hà Quảng\nCả chương trình, đến 18/3/2021\n\nBảng tổng hợp 3 sáng kiến")
    assert made.attachment is not None
    assert made.attachment.name == "bang-tong-hop-04.045-2021-03-18.xlsx"
    sheet = load_workbook(BytesIO(made.attachment.content)).active
    assert sheet is not None
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert lines[:2] == [["LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG"], ["LIÊN ĐOÀN LAO ĐỘNG HUYỆN HÀ QUẢNG"]]
    headings = [
        "STT", "Họ và tên tác giả (đồng tác giả)", "Chức vụ, công việc", "Đơn vị công tác (CĐCS)", "Khối", "Lĩnh vực",
        "Tên sáng kiến", "Tóm tắt nội dung", "Thời gian áp dụng (từ tháng/năm)", "Hiệu quả", "Giá trị làm lợi (đồng)",
        "Một lần, mỗi tháng hay mỗi năm", "Xác nhận của thủ trưởng/ NSDLĐ", "Đã cập nhật phần mềm", "Ghi chú",
    ]  # fmt: skip
    assert headings == lines[6]
    work = ["=Góc học tập", "- Dùng vỏ chai.", "3/2021"]
    valid = [1, "Nguyễn Văn A", "Trường Tiểu học Bình Minh", "Khối hành chính sự nghiệp", "Giáo dục", *work]
    assert [*valid, "Đồng ý: Trần Thị B, Hiệu trưởng, ngày 5/4/2021", "Mã A7K2-9QXM"] == lines[7]
    missing = "CĐCS đã xác nhận, chưa có ý kiến đồng ý của thủ trưởng, người sử dụng lao động"
    assert ["Tổ may số 3", f"Mã A7K2-9QXM. Chưa hợp lệ: {missing}"] == [lines[8][2], lines[8][-1]]
    assert [lines[9][2], lines[9][-1]] == ["LĐLĐ huyện Hà Quảng", "Mã A7K2-9QXM. Chưa hợp lệ: Chờ xác nhận"]
    assert lines[10] == ["Tổng cộng", "3 sáng kiến"]


@pytest.mark.parametrize(
    ("scope", "superior", "issuer"),
    [
        (NATION, None, "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"),
        (PROVINCE, "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG"),
        (101, "LIÊN ĐOÀN LAO ĐỘNG HUYỆN HÀ QUẢNG", "CÔNG ĐOÀN CƠ SỞ TRƯỜNG TIỂU HỌC BÌNH MINH"),
    ],
)
def test_who_issues_the_table(scope: int, superior: str | None, issuer: str) -> None:
    """The scope's own name in full and capitals, under the name of the body above."""
    made = excel(ROW, scope=scope)
    assert made.attachment is not None
    sheet = load_workbook(BytesIO(made.attachment.content)).active
    assert sheet is not None
    assert (superior, issuer) == tuple(cell for (cell,) in sheet.iter_rows(max_row=2, max_col=1, values_only=True))


def test_a_filter_by_status_is_named_in_the_message() -> None:
    """Rejected ones are in the table when they are asked for, and the message does not say otherwise."""
    made = excel(replace(ROW, status=Status.REJECTED), limits=ReportFilter(status="rejected"))
    assert "Chỉ tính: Không được xác nhận" in said(made)
    assert "không gồm" not in said(made)


def test_what_it_is_worth() -> None:
    """A number in the column of the reference, how often beside it, and a sum for each; nothing where none was named."""
    once = replace(ROW, benefit=2_000_000, benefit_period="once")
    made = excel(replace(ROW, benefit=15_000_000, benefit_period="year"), ROW, once)
    assert made.attachment is not None
    sheet = load_workbook(BytesIO(made.attachment.content)).active
    assert sheet is not None
    assert ("Làm lợi 15.000.000 đồng mỗi năm", 15_000_000) == (sheet["J8"].value, sheet["K8"].value)
    assert ["mỗi năm", None, "một lần"] == [sheet[f"L{row}"].value for row in (8, 9, 10)]
    assert (None, None) == (sheet["J9"].value, sheet["K9"].value)
    sums = [(sheet[f"B{row}"].value, sheet[f"K{row}"].value) for row in range(11, 15)]
    assert sums == [
        ("Tổng cộng", None),
        ("Giá trị làm lợi một lần", '=SUMIF(L8:L10,"một lần",K8:K10)'),
        ("Giá trị làm lợi mỗi tháng", '=SUMIF(L8:L10,"mỗi tháng",K8:K10)'),
        ("Giá trị làm lợi mỗi năm", '=SUMIF(L8:L10,"mỗi năm",K8:K10)'),
    ]


def test_the_message_says_what_is_empty() -> None:
    """Of the columns those that nothing ever fills, and no others."""
    made = excel(replace(ROW, benefit=1, benefit_period="once", entered_by="Trần Thị B"))
    assert made.attachment is not None
    sheet = load_workbook(BytesIO(made.attachment.content)).active
    assert sheet is not None
    assert ["C", "N"] == [cell.coordinate[0] for cell in sheet[8] if cell.value is None]
    assert [sheet["C7"].value, sheet["N7"].value] == ["Chức vụ, công việc", "Đã cập nhật phần mềm"]
    assert "Các cột chức vụ, cập nhật phần mềm và ô ngày tháng để trống" in said(made)


def test_who_entered_it() -> None:
    """Stands in the note, where somebody else than the author did."""
    made = excel(replace(ROW, entered_by="Trần Thị B"), ROW)
    assert made.attachment is not None
    sheet = load_workbook(BytesIO(made.attachment.content)).active
    assert sheet is not None
    assert [True, False] == ["Nhập hộ bởi Trần Thị B" in sheet[f"O{row}"].value for row in (8, 9)]
