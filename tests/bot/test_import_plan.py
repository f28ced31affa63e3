"""Lists of CĐCS from federations: read, checked, compared."""

from collections.abc import Sequence

import orjson
import pytest
from msgspec.structs import replace

from bot.imports.ground import Ground, survey
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


HIGHER = next(node for node in ORGANISATIONS if node.code == "04")
OTHER = replace(ORGANISATIONS[-4], id=901, code="04.099", name="Huyện Khác", kind="federation", parent_id=HIGHER.id, aliases=())
MOVED = replace(ORGANISATIONS[-1], id=902, code="04.099.x", name="Trường Chuyển Đến", parent_id=45)
AWAY = replace(ORGANISATIONS[-1], id=903, code="04.045.y", name="Trường Chuyển Đi", parent_id=901)
TREE = (*ORGANISATIONS, OTHER, MOVED, AWAY)
HA_QUANG = "Mã CĐCS,Tên CĐCS,Mã LĐLĐ\n"
OF_DISTRICT: dict[str, tuple[str, tuple[int, int, int], list[str]]] = {
    "moved here": ("04.099.x,Trường Chuyển Đến,04.045\n", (0, 0, 1), []),
    "moved here, renamed": ("04.099.x,Trường Khác,04.045\n", (0, 1, 0), []),
    "moved away": ("y,Trường Z,04.045\n", (0, 0, 0), ["code-elsewhere"]),
    "moved away, in full": ("04.099.z,Trường Z,04.045\n04.045.y,Trường T,04.045\n", (0, 0, 0), ["code-wrong", "code-elsewhere"]),
    "a twin of a stored one": ("z,CĐCS Trường mầm non HOA MAI,04.045\n", (0, 0, 0), ["name-twice"]),
    "twins in the file": ("z,Trường Z,04.045\nt,trường z,04.045\n", (1, 0, 0), ["name-twice"]),
    "the name of one that is renamed": ("mn,Trường Z,04.045\nz,Trường Mầm non Hoa Mai,04.045\n", (1, 1, 0), []),
    "the federation left empty": ("z,Trường Z,\n", (1, 0, 0), []),
    "a closing row": ("z,Trường Z,04.045\n,Tổng cộng: 1,\n,,Cộng\n", (1, 0, 0), []),
    "a company is no closing row": (",Tổng Công ty Điện lực,04.045\n", (0, 0, 0), ["empty"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "counts", "problems"), OF_DISTRICT.values(), ids=OF_DISTRICT)
def test_the_list_of_one_district(rows: str, counts: tuple[int, int, int], problems: list[str]) -> None:
    """What has moved keeps its code; twins and codes of others are mistakes; its own code need not be said."""
    ground = survey(TREE, (45,))
    ground = Ground.from_json(orjson.loads(orjson.dumps(ground.to_json())))
    plan = examine((HA_QUANG + rows).encode(), ground).plan
    assert counts == (len(plan.new), len(plan.changed), plan.unchanged)
    assert [f"import-{problem}" for problem in problems] == [wrong.problem.key for wrong in plan.wrong]


def test_a_list_moves_nothing() -> None:
    """Not even for who may add below both parents: the operator moves a unit, knowingly."""
    plan = planned(HEAD + "04.099,04.045.mn,Trường Mầm non Hoa Mai,,\n04.045,y,Trường Chuyển Đi,,\n", TREE)
    expected = [
        f"Dòng {row}, cột “federation_code”: đơn vị này đang thuộc {parent}. Danh sách không chuyển đơn vị được: "
        "ghi đúng cấp trên đó, hoặc nhờ người vận hành chuyển trước."
        for row, parent in ((2, "04.045"), (3, "04.099"))
    ]
    assert expected == mistakes(plan)


def test_headings_that_lack_columns() -> None:
    """Those are named; staff of one federation need not have its code in the list."""
    text = "Tên CĐCS,Khối\nTrường Z,dn\n"
    assert ["Tệp: thiếu cột “Mã LĐLĐ” (mã của liên đoàn mà CĐCS trực thuộc), ví dụ: 04.045", "Tệp: thiếu cột “Mã CĐCS” (mã riêng của từng CĐCS), ví dụ: 001"] == mistakes(planned(text))
    own = survey(TREE, (45,))
    assert ["import-no-column-code"] == [wrong.problem.key for wrong in examine(text.encode(), own).plan.wrong]
    plan = examine("Mã,Tên\n001,Trường Z\n".encode(), own).plan
    assert (Listed("04.045.001", "Trường Z", "04.045"),) == plan.new


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


