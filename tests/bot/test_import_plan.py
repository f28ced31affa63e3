"""Lists of CĐCS from federations: read, checked, compared."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.imports.ground import survey
from bot.imports.plan import Listed, Plan, examine
from conversations.directory import Organisation
from tests.builders import CATALOGUE, ORGANISATIONS
from tests.workbooks import workbook

HEAD = "federation_code,code,name,block,aliases\n"
CANTEEN = Listed("04.045.001", "Trường THCS Xuân Hòa", "04.045", "public_admin", ("THCS Xuân Hòa",))


def planned(text: str, existing: Sequence[Organisation] = ORGANISATIONS) -> Plan:
    """What a .csv of this text would do."""
    return examine(text.encode(), survey(existing)).plan


def mistakes(plan: Plan) -> list[str]:
    """All of them, as they are read."""
    return [CATALOGUE.phrase(wrong.line) for wrong in plan.wrong]


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
    content = workbook(
        ["Mã LĐLĐ", "Mã", "Tên", "Khối", "Tên khác"],
        ["04.045", "001", "Trường THCS Xuân Hòa", "hành chính sự nghiệp", "THCS Xuân Hòa"],
        [None, None, None],
        ["04.045", 12, "Công ty 2", "Doanh nghiệp", None],
        ["04", 7.0, "CĐCS trực thuộc tỉnh", None, None],
    )
    plan = examine(content, survey(ORGANISATIONS)).plan
    expected = (
        CANTEEN,
        Listed("04.045.12", "Công ty 2", "04.045", "enterprise"),
        Listed("04.7", "CĐCS trực thuộc tỉnh", "04"),
    )
    assert Plan(new=expected) == plan


def test_utf16_text() -> None:
    """What Excel calls Unicode text."""
    text = HEAD.replace(",", "\t") + "04.045\t001\tTrường THCS Xuân Hòa\tdn\t\n"
    plan = examine(text.encode("utf-16"), survey(ORGANISATIONS)).plan
    assert Plan(new=(replace(CANTEEN, block="enterprise", aliases=()),)) == plan


def test_the_same_list_again_changes_nothing() -> None:
    """What is stored alike is unchanged, what differs is changed."""
    text = HEAD + "04.045,mn,Trường Mầm non Hoa Mai,public_admin,\n04.045,th,Trường Tiểu học Bình Minh,dn,\n"
    plan = planned(text)
    other = Listed("04.045.th", "Trường Tiểu học Bình Minh", "04.045", "enterprise")
    assert Plan(unchanged=1, changed=(other,)) == plan
    assert {"new": 0, "changed": 1, "unchanged": 1, "wrong": 0, "wrong_rows": 0} == plan.counts


def test_a_column_that_is_missing_takes_nothing_away() -> None:
    """A list without blocks and aliases leaves those that are stored."""
    stored = replace(ORGANISATIONS[-4], aliases=("Hoa Mai",))
    text = "federation_code,code,name\n04.045,mn,Trường Mầm non Hoa Mai\n"
    plan = planned(text, (*ORGANISATIONS[:-4], stored))
    assert (1, 0) == (plan.unchanged, len(plan.changed))


def test_a_closed_union_stays_closed() -> None:
    """Whoever wants it back opens it; a list does not do so by the way."""
    closed = replace(ORGANISATIONS[-4], is_active=False)
    plan = planned(HEAD + "04.045,mn,Trường Mầm non Hoa Mai,dn,\n", (*ORGANISATIONS[:-4], closed))
    assert ["import-code-closed"] == [wrong.problem.key for wrong in plan.wrong]
    assert not plan.changed


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
    assert {"new": 1, "changed": 0, "unchanged": 0, "wrong": 11, "wrong_rows": 6} == plan.counts


