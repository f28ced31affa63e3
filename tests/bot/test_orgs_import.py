"""Lists of CĐCS from federations: read, checked, compared."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from bot import sheets
from bot.orgs_import import Plan, plan_import, plan_rows
from conversations.directory import Organisation
from storage.repositories.organisations import NewOrganisation
from tests.builders import CATALOGUE, ORGANISATIONS

HEAD = "federation_code,code,name,block,aliases\n"
CANTEEN = NewOrganisation("04.045.001", "Trường THCS Xuân Hòa", "union", "04.045", "public_admin", ("THCS Xuân Hòa",))


def planned(text: str, existing: Sequence[Organisation] = ORGANISATIONS) -> Plan:
    """What a .csv of this text would do."""
    return plan_import(text.encode(), "cdcs.csv", existing)


def mistakes(plan: Plan) -> list[str]:
    """All of them, as they are read."""
    return [CATALOGUE.phrase(wrong.line) for wrong in plan.wrong]


def xlsx(*rows: Sequence[object]) -> bytes:
    """A workbook with these rows."""
    book, file = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(file)
    return file.getvalue()


SAME = {
    "as documented": HEAD + "04.045,001,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n",
    "the code in full": HEAD + "04.045,04.045.001,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n",
    "semicolons, as Excel saves here": "federation_code;code;name;block;aliases\n"
    '04.045;001;Trường THCS Xuân Hòa;HCSN;"THCS Xuân Hòa; Trường THCS Xuân Hòa"\n',
    "Vietnamese headings, other order, more columns": "STT,Tên CĐCS,Khối,Mã LĐLĐ huyện,Mã CĐCS,Tên gọi khác\n"
    "1,  Trường  THCS Xuân Hòa ,Hành chính sự nghiệp,04.045,001,THCS Xuân Hòa|THCS Xuân Hòa\n",
    "a title above, empty rows": "DANH SÁCH,,,,\n,,,,\n" + HEAD + ",,,,\n04.045,001,Trường THCS Xuân Hòa,khối cơ quan,"
    "THCS Xuân Hòa\n\n",
    "a mark and CRLF": "\ufeff"
    + (HEAD + "04.045,001,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n").replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_lists_are_read_as_they_come(text: str) -> None:
    """Headings, separators, words for the block and spaces may differ; the result does not."""
    assert Plan(new=(CANTEEN,)) == planned(text)


def test_workbook() -> None:
    """Numbers in cells are read as people see them."""
    content = xlsx(
        ["Mã LĐLĐ", "Mã", "Tên", "Khối", "Tên khác"],
        ["04.045", "001", "Trường THCS Xuân Hòa", "hành chính sự nghiệp", "THCS Xuân Hòa"],
        [None, None, None],
        ["04.045", 12, "Công ty 2", "Doanh nghiệp", None],
        ["04", 7.0, "CĐCS trực thuộc tỉnh", None, None],
    )
    plan = plan_import(content, "CDCS.XLSX", ORGANISATIONS)
    expected = (
        CANTEEN,
        NewOrganisation("04.045.12", "Công ty 2", "union", "04.045", "enterprise"),
        NewOrganisation("04.7", "CĐCS trực thuộc tỉnh", "union", "04"),
    )
    assert Plan(new=expected) == plan


def test_utf16_text() -> None:
    """What Excel calls Unicode text."""
    text = HEAD.replace(",", "\t") + "04.045\t001\tTrường THCS Xuân Hòa\tdn\t\n"
    plan = plan_import(text.encode("utf-16"), "cdcs.txt", ORGANISATIONS)
    assert Plan(new=(replace(CANTEEN, block="enterprise", aliases=()),)) == plan


def test_the_same_list_again_changes_nothing() -> None:
    """What is stored alike is unchanged, what differs is changed."""
    text = HEAD + "04.045,mn,Trường Mầm non Hoa Mai,public_admin,\n04.045,th,Trường Tiểu học Bình Minh,dn,\n"
    plan = planned(text)
    same = NewOrganisation("04.045.mn", "Trường Mầm non Hoa Mai", "union", "04.045", "public_admin")
    other = NewOrganisation("04.045.th", "Trường Tiểu học Bình Minh", "union", "04.045", "enterprise")
    assert Plan(unchanged=(same,), changed=(other,)) == plan
    assert (other,) == plan.rows
    assert CATALOGUE.phrase(plan.summary) == "Mới 0, thay đổi 1, giữ nguyên 1, sai 0."


def test_a_column_that_is_missing_takes_nothing_away() -> None:
    """A list without blocks and aliases leaves those that are stored."""
    stored = replace(ORGANISATIONS[-4], aliases=("Hoa Mai",))
    text = "federation_code,code,name\n04.045,mn,Trường Mầm non Hoa Mai\n"
    plan = planned(text, (*ORGANISATIONS[:-4], stored))
    assert (1, 0) == (len(plan.unchanged), len(plan.changed))


def test_a_closed_union_opens_again() -> None:
    """A CĐCS that stands in the list is active."""
    closed = replace(ORGANISATIONS[-4], is_active=False)
    plan = planned(HEAD + "04.045,mn,Trường Mầm non Hoa Mai,dn,\n", (*ORGANISATIONS[:-4], closed))
    assert ["04.045.mn"] == [row.code for row in plan.changed]


def test_all_mistakes_are_told_at_once() -> None:
    """With rows as the spreadsheet counts them and a right example each; nothing is imported."""
    text = HEAD + (
        "4.045,001,Trường A,dn,\n"
        ",,,,x\n"
        "04.045,mã 1,123,nhà nước,\n"
        "04.045,002,Trường B,dn,\n"
        "04.045,002,Trường C,dn,\n"
        "04,045,Trường D,dn,\n" + f"04.045,004,{'Đ' * 301},dn,{'a;' + ';'.join(map(str, range(21)))}\n"
    )
    plan = planned(text)
    expected = [
        (
            "Dòng 2, cột “federation_code”: không có liên đoàn mã “4.045”. "
            "Ví dụ đúng: 04.045 (ô để kiểu Văn bản, giữ số 0 ở đầu)"
        ),
        "Dòng 3, cột “federation_code”: để trống. Ví dụ đúng: 04.045",
        "Dòng 3, cột “code”: để trống. Ví dụ đúng: 001",
        "Dòng 3, cột “name”: để trống. Ví dụ đúng: Trường THCS Xuân Hòa",
        (
            "Dòng 4, cột “code”: “mã 1” không đúng: 1–40 chữ cái không dấu, chữ số, gạch nối. "
            "Ví dụ đúng: 001 hoặc th-binhminh"
        ),
        "Dòng 4, cột “name”: cần có chữ và không quá 300 ký tự. Ví dụ đúng: Trường THCS Xuân Hòa",
        "Dòng 4, cột “block”: “nhà nước” không phải là khối. Ghi: doanh nghiệp hoặc hành chính sự nghiệp",
        "Dòng 6, cột “code”: “002” đã có ở dòng 5. Mỗi CĐCS một mã riêng.",
        "Dòng 7, cột “code”: “045” đã là mã của một cấp khác. Đặt mã khác, ví dụ: 001",
        "Dòng 8, cột “name”: cần có chữ và không quá 300 ký tự. Ví dụ đúng: Trường THCS Xuân Hòa",
        (
            "Dòng 8, cột “aliases”: tối đa 20 tên gọi khác, cách nhau bằng dấu chấm phẩy. "
            "Ví dụ đúng: THCS Xuân Hòa; Trường Xuân Hòa"
        ),
    ]
    assert expected == mistakes(plan)
    assert ((), 1) == (plan.rows, len(plan.new))


def bomb() -> bytes:
    """A small file that says it is large inside."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    return file.getvalue()


UNREADABLE = {
    "empty": (b"", "a.csv", "thiếu dòng tiêu đề"),
    "no heading": (b"x,y\n1,2\n", "a.csv", "thiếu dòng tiêu đề"),
    "a needed column missing": (b"code,name\n1,a\n", "a.csv", "thiếu dòng tiêu đề"),
    "no rows": (HEAD.encode(), "a.csv", "không có dòng nào"),
    "not UTF-8": ("Mă\n".encode("cp1258"), "a.csv", "không đọc được"),
    "no workbook": (b"PK\x03\x04 no", "a.xlsx", "không đọc được"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" * 100, "a.xls", "không đọc được"),
    "a bomb": (bomb(), "a.xlsx", "không đọc được"),
    "too large": (b" " * (sheets.MOST_BYTES + 1), "a.csv", "lớn quá 10 MB"),
    "too many rows": (HEAD.encode() + b"\n" * sheets.MOST_ROWS, "a.csv", "nhiều hơn 50.000 dòng"),
}


@pytest.mark.parametrize(("content", "name", "sentence"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_list_is_explained(content: bytes, name: str, sentence: str) -> None:
    """One sentence about the file, never an exception."""
    (mistake,) = mistakes(plan_import(content, name, ORGANISATIONS))
    assert mistake.startswith(f"Tệp: {sentence}")


def test_a_workbook_that_claims_a_million_columns_is_bounded() -> None:
    """Columns beyond the bound are not read."""
    rows = sheets.read_sheet(xlsx(["name"] * 100), "a.xlsx")
    assert isinstance(rows, list)
    assert sheets.MOST_COLUMNS == len(rows[0])


def test_many_rows() -> None:
    """As many units as a province has are one plan."""
    text = StringIO()
    text.write(HEAD)
    for number in range(5_000):
        text.write(f"04.045,{number:05d},Đơn vị {number},dn,\n")
    assert len(planned(text.getvalue()).new) == 5_000


def test_rows_may_come_from_anywhere() -> None:
    """The comparison works on plain rows, too short ones included."""
    plan = plan_rows([["federation_code", "code", "name"], ["04.045"]], ORGANISATIONS)
    assert [(2, "code"), (2, "name")] == [(wrong.row, wrong.column) for wrong in plan.wrong]
