"""The summary table, read back by another library than the one that wrote it."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.summary_table import Column, Kind, TableWords, summary_table

COLUMNS = (
    Column("STT", 5, Kind.NUMBER),
    Column("Họ và tên", 15),
    Column("Đơn vị", 15),
    Column("Tên sáng kiến", 20),
    Column("Tóm tắt", 40),
    Column("Giá trị làm lợi (đồng)", 12, Kind.MONEY),
    Column("Ghi chú", 12),
    Column("Mỗi", 12, Kind.PERIOD),
)
WORDS = TableWords(
    superior="LIÊN ĐOÀN LAO ĐỘNG TỈNH CAO BẰNG",
    issuer="LIÊN ĐOÀN LAO ĐỘNG HUYỆN HÀ QUẢNG",
    title="BẢNG TỔNG HỢP",
    attached_to="(Kèm theo Tờ trình số …)",
    sheet="Tổng hợp",
    total="Tổng cộng",
    total_count="2 sáng kiến",
    periods=(("tháng", "Mỗi tháng"), ("năm", "Mỗi năm")),
    place_and_date="……, ngày …… tháng …… năm 2021",
    drawn_up_by="NGƯỜI LẬP BẢNG",
    signed_by=("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
)
HEAD = 7  # the row of the headings, as a person counts


def written(*rows: Sequence[str | int]) -> Worksheet:
    """The sheet of a table with these rows."""
    sheet = load_workbook(BytesIO(summary_table(COLUMNS, rows, WORDS))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(sheet: Worksheet) -> list[str]:
    """Every text, top to bottom."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_rows_stand_under_their_headings() -> None:
    """Numbers are numbers, text is text, an empty text leaves an empty cell with a border."""
    sheet = written((1, "Nguyễn Văn A", "001", "Góc học tập", "- một\n- hai", "", "Mã A7K2-9QXM", ""))
    assert [column.heading for column in COLUMNS] == [cell.value for cell in sheet[HEAD]]
    expected = [1, "Nguyễn Văn A", "001", "Góc học tập", "- một\n- hai", None, "Mã A7K2-9QXM", None]
    assert expected == [cell.value for cell in sheet[HEAD + 1]]
    assert [cell.data_type for cell in sheet[HEAD + 1]] == ["n", "s", "s", "s", "s", "n", "s", "n"]
    assert {"thin"} == {cell.border.top.style for cell in sheet[HEAD + 1]}


TYPED = [
    "=1+1",
    '=HYPERLINK("http://x.example","bấm")',
    "+84912345678",
    "-2+3",
    "@SUM(A1)",
    "080888999",
    "\t=1",
    "http://x.example",
    "<b>&",
    "1e5",
    "{=1}",
    "x" * 40_000,
]


@pytest.mark.parametrize("typed", TYPED, ids=[typed[:12].strip() for typed in TYPED])
def test_what_was_typed_stays_text(typed: str) -> None:
    """No cell becomes a formula, a link or a number: what is read back is what was typed."""
    cell = written((1, typed, "", "", "", "", "", ""))[HEAD + 1][1]
    assert ("s", typed[:32_767], None) == (cell.data_type, cell.value, cell.hyperlink)
    assert cell.number_format == "@"


def test_only_sums_are_formulas() -> None:
    """The rows below count, and sum up the money that the clerk fills in, for each period alone."""
    rows = [(number, "=A1", "+1", "-1", "@x", "", "", "") for number in (1, 2)]
    sheet = written(*rows)
    below = [[cell.value for cell in sheet[HEAD + number] if cell.value] for number in (3, 4, 5)]
    assert below == [
        ["Tổng cộng", "2 sáng kiến"],
        ["Mỗi tháng", '=SUMIF(H8:H9,"tháng",F8:F9)', "tháng"],
        ["Mỗi năm", '=SUMIF(H8:H9,"năm",F8:F9)', "năm"],
    ]
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == ["F11", "F12"]
    assert [sheet["F8"].number_format, sheet["F11"].number_format] == ["#,##0"] * 2


def test_it_prints_on_a4_with_its_heading_on_every_page() -> None:
    """Landscape A4, one page wide, heading repeated, long text wrapped, nothing merged among the rows."""
    sheet = written((1, "Nguyễn Văn A", "", "", "mô tả", "", "", ""))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    pages = sheet.sheet_properties.pageSetUpPr
    assert pages is not None
    assert (pages.fitToPage, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (True, None, 0)
    assert f"${HEAD}:${HEAD}" == sheet.print_title_rows
    assert sheet[HEAD + 1][4].alignment.wrap_text
    merged = {row for area in sheet.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)}
    assert merged.isdisjoint(range(HEAD, HEAD + 3))


def test_top_and_bottom() -> None:
    """Bodies and title above, names of those who sign below."""
    around = texts(written())
    top = [WORDS.superior, WORDS.issuer, WORDS.title, WORDS.attached_to]
    assert top == around[:4]
    assert [WORDS.place_and_date, WORDS.drawn_up_by, *WORDS.signed_by] == around[-4:]


def test_a_body_without_superior_has_its_own_name_alone() -> None:
    """The national level has nobody above."""
    words = TableWords("", *(getattr(WORDS, name) for name in TableWords.__struct_fields__[1:]))
    sheet = load_workbook(BytesIO(summary_table(COLUMNS, (), words))).active
    assert isinstance(sheet, Worksheet)
    assert WORDS.issuer == texts(sheet)[0]
