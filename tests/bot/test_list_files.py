"""A list of initiatives as a file: what is read in its cells, what is a mistake, what is only remarked on."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bot.imports.annotated import annotated
from bot.imports.process import Job, examine_apart
from bot.imports.rows import INITIATIVES
from bot.imports.tables import Progress
from bot.initiative_lists.entries import unpacked
from bot.initiative_lists.ground import Places, ground_of
from bot.initiative_lists.plan import MOST_ROWS, Read, examine
from bot.initiative_lists.template import template
from conversations.domain import Field
from conversations.effects import Text
from tests.builders import CAMPAIGN, CATALOGUE, DIRECTORY, ORGANISATIONS
from tests.workbooks import by_hand, cells, texts, workbook

TODAY = date(2021, 4, 1)
HOME, OTHER, BLOCKLESS = (ORGANISATIONS[at] for at in (9, 11, 12))
OWN = ground_of(Places((HOME,), (HOME,)), CAMPAIGN, TODAY, CATALOGUE.phrase)
STAFF = ground_of(Places((), ORGANISATIONS[9:]), CAMPAIGN, TODAY, CATALOGUE.phrase)
SEVERAL = ground_of(Places((HOME, OTHER), (HOME, OTHER)), CAMPAIGN, TODAY, CATALOGUE.phrase)
HEAD = (
    "Họ tên", "Số CCCD/CMND", "Số điện thoại", "Khối", "Lĩnh vực", "Tháng áp dụng", "Tên sáng kiến", "Mô tả", "Giá trị làm lợi",
)  # fmt: skip
TOLD = "Trước đây tẽ ngô bằng tay, nay dùng máy tự chế, nhanh gấp ba lần."
RIGHT: dict[str, Any] = {
    "Họ tên": "Nguyễn Văn A", "Số CCCD/CMND": "004085000123", "Số điện thoại": "0912345678", "Khối": "Doanh nghiệp",
    "Lĩnh vực": "Sản xuất", "Tháng áp dụng": "3/2021", "Tên sáng kiến": "Cải tiến máy tẽ ngô", "Mô tả": TOLD,
    "Giá trị làm lợi": "15 triệu một năm",
}  # fmt: skip
ANSWERS = {
    "full_name": "Nguyễn Văn A", "id_number": "004085000123", "phone": "0912345678", "block": "enterprise", "field": "production",
    "applied_on": "2021-03", "title": "Cải tiến máy tẽ ngô", "description": TOLD, "benefit": "15000000 year",
}  # fmt: skip


def listed(*rows: dict[str, Any], head: Sequence[str] = HEAD) -> bytes:
    """A workbook with these rows under the headings."""
    return workbook(head, *([row.get(name) for name in head] for row in rows))


def said(read: Read) -> list[str]:
    """The mistakes, as they are read."""
    return [CATALOGUE.phrase(wrong.line) for wrong in read.wrong]


def remarked(read: Read) -> list[str]:
    """The remarks, as they are read."""
    return [CATALOGUE.phrase(note.line) for note in read.notes]


CELLS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a CMND in groups": ({"Số CCCD/CMND": "080 888 999"}, {"id_number": "080888999"}),
    "a number": ({"Số CCCD/CMND": 380888999}, {"id_number": "380888999"}),
    "a phone with its country": ({"Số điện thoại": "+84 912 345 678"}, {"phone": "0912345678"}),
    "a name in capitals": ({"Họ tên": "NGUYỄN VĂN A"}, {"full_name": "Nguyễn Văn A"}),
    "no block: that of the CĐCS": ({"Khối": None}, {"block": "public_admin"}),
    "an abbreviated block": ({"Khối": "HCSN"}, {"block": "public_admin"}),
    "the block by its button": ({"Khối": "Khối hành chính sự nghiệp"}, {"block": "public_admin"}),
    "a field of older forms": ({"Lĩnh vực": "Giáo dục và đào tạo"}, {"field": "education"}),
    "a day": ({"Tháng áp dụng": date(2021, 3, 15)}, {"applied_on": "2021-03"}),
    "the first of a month, as Excel makes of 3/2021": ({"Tháng áp dụng": date(2021, 3, 1)}, {"applied_on": "2021-03"}),
    "a month in words": ({"Tháng áp dụng": "tháng 3 năm 2021"}, {"applied_on": "2021-03"}),
    "a sum as a number": ({"Giá trị làm lợi": 15000000}, {"benefit": "15000000 once"}),
    "no sum that is known": ({"Giá trị làm lợi": "chưa tính được"}, {"benefit": ""}),
    "a description in paragraphs": ({"Mô tả": "Trước đây tẽ ngô bằng tay.\r\nNay dùng máy."}, {"description": "Trước đây tẽ ngô bằng tay.\nNay dùng máy."}),
    "marks apart from letters": ({"Tên sáng kiến": "Ca\u0309i tiến máy tẽ ngô"}, {}),
    "hidden marks and spaces": ({"Tên sáng kiến": "\ufeff Cải tiến\xa0máy tẽ ngô "}, {}),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), CELLS.values(), ids=CELLS)
def test_what_is_read(changed: dict[str, Any], expected: dict[str, str]) -> None:
    """In whatever way people write it, and nothing is remarked on."""
    read = examine(listed({**RIGHT, **changed}), OWN)
    wanted = {name: value for name, value in {**ANSWERS, **expected}.items() if value}
    assert ([], [], [wanted]) == (said(read), remarked(read), [dict(entry.answers) for entry in read.entries])
    assert ["04.045.mn"] == [entry.union for entry in read.entries]


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"Họ tên": None}, "cột “Họ tên”: để trống. Ví dụ đúng: Nguyễn Văn A"),
    "two names": ({"Họ tên": "Nguyễn Văn A, Trần Thị B"}, "Họ tên không có dấu “,”"),
    "a CMND whose zero is gone": ({"Số CCCD/CMND": 80888999}, "có 8 chữ số, có lẽ bảng tính đã bỏ mất số 0"),
    "a phone for a card": ({"Số CCCD/CMND": "0912345678"}, "có vẻ là số điện thoại"),
    "a number that Excel rounds": ({"Số CCCD/CMND": "4,085E+10"}, "bị bảng tính đổi dạng"),
    "a number that Excel has rounded": ({"Số CCCD/CMND": 79085000000}, "bị bảng tính đổi dạng"),
    "a longer one": ({"Số CCCD/CMND": 123457000000.0}, "bị bảng tính đổi dạng"),
    "a landline": ({"Số điện thoại": "0206 3852 123"}, "số máy bàn"),
    "no such block": ({"Khối": "nông dân"}, "“nông dân” không phải là khối"),
    "no such field": ({"Lĩnh vực": "Ca hát"}, "“Ca hát” không phải là lĩnh vực"),
    "no month": ({"Tháng áp dụng": "2021"}, "Còn thiếu tháng"),
    "too early": ({"Tháng áp dụng": date(2020, 12, 5)}, "Tháng 12/2020 sớm hơn thời gian của chương trình"),
    "to come": ({"Tháng áp dụng": "5/2021"}, "Tháng 5/2021 chưa tới"),
    "a title that is a text": ({"Tên sáng kiến": "a" * 151}, "dài 151 ký tự, quá 1 so với 150"),
    "a description that is too long": ({"Mô tả": "a" * 1001}, "Nội dung dài 1.001/1.000 ký tự kể cả dấu cách, quá 1 ký tự"),
    "a sum without a unit": ({"Giá trị làm lợi": 15}, "chưa rõ là nghìn, triệu hay tỷ đồng"),
    "a sum in words of its own": ({"Giá trị làm lợi": "rất nhiều"}, "chưa nhận ra số tiền"),
    "an old font": ({"Tên sáng kiến": "C¶i tiÕn m¸y tÏ ng«"}, "viết bằng phông chữ cũ"),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes(changed: dict[str, Any], expected: str) -> None:
    """One sentence each, with row and column; nothing of the list is taken then."""
    read = examine(listed({**RIGHT, "Họ tên": "Trần Thị B", "Số CCCD/CMND": "080888999"}, {**RIGHT, **changed}), OWN)
    (sentence,) = said(read)
    assert sentence.startswith("Dòng 3, cột “")
    assert expected in sentence


REMARKS: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "a card's number as a number": ({"Số CCCD/CMND": 4085000123}, {}, "bot ghi lại là 004••••••123"),
    "one zero gone": ({"Số CCCD/CMND": "25085000123"}, {"id_number": "025085000123"}, "bot ghi lại là 025••••••123"),
    "a phone as a number": ({"Số điện thoại": 912345678}, {}, "bot ghi là 0912•••678"),
    "a phone of before 2018": ({"Số điện thoại": "0169 234 5678"}, {"phone": "0392345678"}, "đầu số 0169 đã đổi"),
    "a name without marks": ({"Họ tên": "Nguyen Van A"}, {"full_name": "Nguyen Van A"}, "tên không có dấu: Nguyen Van A"),
    "somebody very old": ({"Số CCCD/CMND": "004015000123"}, {"id_number": "004015000123"}, "năm sinh là 1915"),
    "a short description": ({"Mô tả": "Máy tẽ ngô."}, {"description": "Máy tẽ ngô."}, "mới có 11 ký tự"),
    "a day that may be the other way round": ({"Tháng áp dụng": date(2021, 2, 3)}, {"applied_on": "2021-02"}, "Excel hiểu là tháng 2/2021"),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "answers", "expected"), REMARKS.values(), ids=REMARKS)
def test_remarks(changed: dict[str, Any], answers: dict[str, str], expected: str) -> None:
    """What the chat would ask about is taken, and shown; numbers are masked."""
    read = examine(listed({**RIGHT, **changed}), OWN)
    assert ([], [ANSWERS | answers]) == (said(read), [dict(entry.answers) for entry in read.entries])
    (remark,) = remarked(read)
    assert expected in remark
    assert "004085000123" not in remark


def test_no_sentence_holds_a_number() -> None:
    """Whatever is wrong with an identity number or a phone, it is not repeated."""
    for column in ("Số CCCD/CMND", "Số điện thoại"):
        for typed in ("12345678901", "O04085000123", "C¶i123456789", 4.5e20, date(2021, 3, 1), "=1/0", "123456789012345"):
            for sentence in said(examine(listed({**RIGHT, column: typed}), OWN)):
                assert not any(part in sentence for part in ("1234567", "4085000", "44256"))


def test_no_sentence_holds_a_number_of_another_column() -> None:
    """A row that has slipped by a cell: identity number and phone stand where a block and a field should."""
    for typed in ("004085000123", "080 888 999", "0912.345.678", "CCCD 004085000123", "C¶i 004085000123", f"{'x' * 35}004085000123"):
        row = {**RIGHT, "Họ tên": typed, "Khối": typed, "Lĩnh vực": typed, "Mã CĐCS": typed, "Tên sáng kiến": typed, "Giá trị làm lợi": typed}
        told = said(examine(listed(row, head=("Mã CĐCS", *HEAD)), STAFF))
        assert len(told) > 3
        assert not any(part in sentence for sentence in told for part in ("00408", "08500", "888", "345", "xxxx0"))


def test_a_number_and_a_name_belong_together() -> None:
    """A number that Excel filled downwards; spelling and marks are no other person."""
    second = {**RIGHT, "Họ tên": "Trần Thị B", "Tên sáng kiến": "Sổ tay điện tử"}
    assert ["Dòng 3, cột “Số CCCD/CMND”: số này ở dòng 2 là của người khác. Mỗi người một số."] == said(examine(listed(RIGHT, second), OWN))
    assert [] == said(examine(listed(RIGHT, {**second, "Họ tên": "NGUYỄN VĂN A"}), OWN))


def test_one_initiative_in_two_rows() -> None:
    """The same author and the same name, whatever its spelling."""
    again = {**RIGHT, "Tên sáng kiến": "CẢI TIẾN  máy tẽ ngô.", "Mô tả": "Một nội dung khác hẳn, dài hơn ba mươi ký tự."}
    assert ["Dòng 3, cột “Tên sáng kiến”: sáng kiến này của cùng tác giả đã có ở dòng 2. Mỗi sáng kiến một dòng."] == said(examine(listed(RIGHT, again), OWN))


def test_rows_that_are_alike() -> None:
    """Remarked on, whoever the author is: nothing is refused for it."""
    other = {**RIGHT, "Họ tên": "Trần Thị B", "Số CCCD/CMND": "080888999", "Tên sáng kiến": "Cải tiến máy tẽ ngô mới"}
    mine = {**RIGHT, "Tên sáng kiến": "Cải tiến máy tẽ ngô nữa"}
    unlike = {**RIGHT, "Tên sáng kiến": "Sổ tay điện tử", "Mô tả": "Giáo viên ghi điểm danh trên điện thoại, phụ huynh xem được ngay."}
    read = examine(listed(RIGHT, other, unlike, mine), OWN)
    assert [
        "Dòng 3, cột “Tên sáng kiến”: gần giống dòng 2 của Nguyễn Văn A",
        "Dòng 5, cột “Tên sáng kiến”: gần giống dòng 2 của cùng tác giả.",
    ] == remarked(read)


def test_what_stands_around_a_list() -> None:
    """A title above, numbers of columns, empty rows, an example, a sum and signatures below."""
    content = workbook(
        ["CÔNG ĐOÀN TRƯỜNG MẦM NON HOA MAI"], ["Danh sách sáng kiến năm 2021"], [], ["STT", *HEAD, "Ghi chú"],
        ["(1)", *(f"({place})" for place in range(2, 12))], [1, "Ví dụ: Trần Văn C", *[None] * 9], [],
        [2, *RIGHT.values(), "x"], [None, "Tổng cộng: 1 sáng kiến"], [], [None, None, None, None, None, None, "Hà Quảng, ngày 1 tháng 4 năm 2021"],
        [None, "NGƯỜI LẬP", None, None, None, None, "TM. BAN CHẤP HÀNH"], [None, "Trần Thị B"],
    )  # fmt: skip
    read = examine(content, OWN)
    assert ([], [ANSWERS], [8]) == (said(read), [dict(entry.answers) for entry in read.entries], [entry.row for entry in read.entries])


def test_a_row_among_others_that_lacks_nearly_everything() -> None:
    """Only below the list such a row is taken for a signature."""
    read = examine(listed({"Họ tên": "Trần Thị B"}, RIGHT), OWN)
    assert {2} == {wrong.row for wrong in read.wrong}


OTHER_CLOTHES: dict[str, tuple[str, ...]] = {
    "longer names, other order": ("Tên đề tài, sáng kiến", "Nội dung", "Họ và tên tác giả", "Số CMND/CCCD", "SĐT", "Khối", "Lĩnh vực", "Thời gian áp dụng", "Số tiền làm lợi (đồng)"),
    "no marks, capitals": ("TEN SANG KIEN", "MO TA", "HO VA TEN", "CCCD", "DIEN THOAI", "KHOI", "LINH VUC", "THANG AP DUNG", "LAM LOI"),
}  # fmt: skip
MEANT = ("Tên sáng kiến", "Mô tả", "Họ tên", "Số CCCD/CMND", "Số điện thoại", "Khối", "Lĩnh vực", "Tháng áp dụng", "Giá trị làm lợi")


@pytest.mark.parametrize("head", OTHER_CLOTHES.values(), ids=OTHER_CLOTHES)
def test_headings(head: Sequence[str]) -> None:
    """In any order, by any usual name."""
    read = examine(workbook(head, [RIGHT[name] for name in MEANT]), OWN)
    assert ([], [ANSWERS]) == (said(read), [dict(entry.answers) for entry in read.entries])


async def test_halves_of_signs() -> None:
    """Escaped in a workbook they neither end the reader nor the copy; two halves are a sign."""
    row = {**RIGHT, "Họ tên": "Nguyen Van A", "Tên sáng kiến": "Máy _xD83D__xDE00_ mới", "Ghi chú": "_xD800_"}
    examined = await examine_apart(Job(listed(row, head=[*HEAD, "Ghi chú _xDFFF_"]), OWN, kind=INITIATIVES))
    assert (0, 1, True) == (examined.counts["wrong"], examined.counts["entries"], bool(examined.copy))
    assert ["Máy 😀 mới"] == [entry.answers["title"] for entry in unpacked(examined.rows)]


def test_the_example_is_none_of_the_rows() -> None:
    """A template with as many rows as there may be, and its example where it was."""
    rows = [{**RIGHT, "Tên sáng kiến": f"Sáng kiến số {at}"} for at in range(MOST_ROWS)]
    read = examine(listed({**RIGHT, "Họ tên": "Ví dụ: Nguyễn Văn A"}, *rows), OWN)
    assert ([], MOST_ROWS) == (said(read), len(read.entries))


def test_a_workbook_that_counts_days_from_1904() -> None:
    """As old programs on a Mac do: its months are not four years too early."""
    book, file = Workbook(), BytesIO()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    for row in (HEAD, tuple({**RIGHT, "Tháng áp dụng": date(2021, 3, 15)}.values())):
        book.active.append(row)
    book.save(file)
    read = examine(file.getvalue(), OWN)
    assert ([], [ANSWERS]) == (said(read), [dict(entry.answers) for entry in read.entries])


def test_two_columns_of_one_meaning() -> None:
    """The first one counts, and that is said: who hands in is often not who has written."""
    head = ["Người nộp", *(name for name in HEAD if name != "Họ tên"), "Tác giả"]
    read = examine(workbook(head, ["Trần Thị B", *list(RIGHT.values())[1:], "Nguyễn Văn A"]), OWN)
    assert ([], ["Trần Thị B"]) == (said(read), [entry.answers["full_name"] for entry in read.entries])
    (remark,) = remarked(read)
    assert remark.startswith("Dòng 1, cột “Tác giả”: bot hiểu như cột “Người nộp” nên không dùng.")
    copy = annotated(read, CATALOGUE.phrase, Progress())
    assert copy is not None
    assert "Người nộp" in str(load_workbook(BytesIO(copy)).worksheets[1]["C2"].value)


def test_the_unit_that_a_heading_names() -> None:
    """Bare numbers are of it; what has a unit of its own keeps that."""
    head = [*HEAD[:-1], "Giá trị làm lợi (triệu đồng)"]
    rows = [[*list(RIGHT.values())[:6], f"Sáng kiến số {at}", TOLD, worth] for at, worth in enumerate((15, "1,5", "2 tỷ"))]
    read = examine(workbook(head, *rows), OWN)
    assert ["15000000 once", "1500000 once", "2000000000 once"] == [entry.answers["benefit"] for entry in read.entries]


def test_a_block_that_nothing_tells() -> None:
    """Of a CĐCS without one, in a list without that column: the column is missing, and that is said once."""
    ground = ground_of(Places((BLOCKLESS,), (BLOCKLESS,)), CAMPAIGN, TODAY, CATALOGUE.phrase)
    rows = (RIGHT, {**RIGHT, "Tên sáng kiến": "Sổ tay điện tử"})
    read = examine(listed(*rows, head=[name for name in HEAD if name != "Khối"]), ground)
    (sentence,) = said(read)
    assert "thiếu cột “Khối”" in sentence
    assert 0 == read.counts["wrong_rows"]


def test_lists_of_several_unions() -> None:
    """Staff name the CĐCS in a column: by its code, its own part of it, or its name; executives of several may."""
    head = ("Mã CĐCS", *HEAD)
    rows = [{**RIGHT, "Tên sáng kiến": f"Sáng kiến {at}", "Mã CĐCS": code} for at, code in enumerate(("04.045.mn", "CT", "hợp tác xã đồng tiến"))]
    read = examine(listed(*rows, head=head), STAFF)
    assert ([], ["04.045.mn", "04.045.ct", "04.045.htx"]) == (said(read), [entry.union for entry in read.entries])
    assert "thiếu cột “Mã CĐCS”" in said(examine(listed(RIGHT), STAFF))[0]
    assert "để trống. Ví dụ đúng: 04.045.hoamai" in said(examine(listed({**RIGHT, "Mã CĐCS": None}, rows[0], head=head), STAFF))[0]
    elsewhere = {**RIGHT, "Mã CĐCS": "04.043.x"}
    assert "“04.043.x” không phải mã CĐCS mà đồng chí phụ trách" in said(examine(listed(elsewhere, head=head), STAFF))[0]
    assert [""] == [entry.union for entry in examine(listed(RIGHT), SEVERAL).entries]
    assert "Ghi: doanh nghiệp" in said(examine(listed({**RIGHT, "Khối": None}), SEVERAL))[0]


FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "không có gì bên trong"),
    "a list of CĐCS": ("Mã LĐLĐ,Mã CĐCS,Tên CĐCS\n04.045,1,Trường A\n".encode(), "thiếu dòng tiêu đề. Cần các cột: Họ tên"),
    "no headings": (b"a,b\n1,2\n", "thiếu dòng tiêu đề. Cần các cột: Họ tên"),
    "columns missing": ("Họ tên,CCCD,Tên sáng kiến\nA,1,x\n".encode(), "thiếu cột “Số điện thoại”"),
    "only headings": (listed(), "không có dòng nào"),
    "a program": (b"MZ\x90\x00" * 99, "không phải bảng tính"),
    "too many": (listed(*[RIGHT] * (MOST_ROWS + 1)), "nhiều hơn 2.000 dòng"),
    "far too many": (listed(*[RIGHT] * (MOST_ROWS + 50)), "nhiều hơn 2.000 dòng"),
    "a formula without its value": (
        by_hand(cells(texts(*HEAD), texts(*list(RIGHT.values())[:2]) + "<c><f>A1</f></c>" + texts(*list(RIGHT.values())[3:]))),
        "cột “Số điện thoại”: là công thức chưa có kết quả",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), FILES.values(), ids=FILES)
def test_what_is_no_list(content: bytes, expected: str) -> None:
    """Said in words, and nothing is read of it."""
    read = examine(content, OWN)
    assert any(expected in sentence for sentence in said(read))
    assert () == read.entries


def test_text_files() -> None:
    """A text file with a mark at its beginning, semicolons, and a description over lines."""
    content = ";".join(HEAD) + "\n" + ";".join(f'"{value}"' for value in {**RIGHT, "Mô tả": TOLD.replace(", ", ",\n")}.values())
    read = examine(content.encode("utf-8-sig"), OWN)
    assert ([], [TOLD.replace(", ", ",\n")]) == (said(read), [entry.answers["description"] for entry in read.entries])


def test_every_label_of_the_chat_is_understood() -> None:
    """And every stored value."""
    for field in Field:
        for word in (CATALOGUE.phrase(Text(f"field-{field.replace('_', '-')}")), field.value):
            (entry,) = examine(listed({**RIGHT, "Lĩnh vực": word}), OWN).entries
            assert field.value == entry.answers["field"]


@pytest.mark.parametrize("unions", [(HOME,), (HOME, OTHER)], ids=["one", "several"])
def test_the_template_comes_back_filled_in(unions: tuple[Any, ...]) -> None:
    """Its example is skipped, its headings and choices are understood, its cells keep zeros."""
    book = load_workbook(BytesIO(template(unions, DIRECTORY.label, CAMPAIGN, CATALOGUE.phrase)))
    sheet, guide = book.worksheets
    assert ("Mầm non Hoa Mai" in str(sheet["A1"].value)) == (len(unions) == 1)
    heads = [cell.value for cell in sheet[2]]
    assert (len(unions) > 1) == ("Mã CĐCS" in heads)
    assert "CĐCS giữ bản có chữ ký" in " ".join(str(cell.value) for row in guide for cell in row)
    filled = {**RIGHT, "Mã CĐCS": "04.045.mn", "Khối": "Khối doanh nghiệp"}
    for place, head in enumerate(heads):
        assert sheet.column_dimensions["ABCDEFGHIJ"[place]].number_format == "@"
        sheet.cell(4, place + 1, filled[str(head)])
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert [True, True] == [any(word in rule for rule in lists) for word in ("Khối doanh nghiệp", "Giáo dục")]
    saved = BytesIO()
    book.save(saved)
    read = examine(saved.getvalue(), ground_of(Places(unions, unions), CAMPAIGN, TODAY, CATALOGUE.phrase))
    assert ([], [ANSWERS]) == (said(read), [dict(entry.answers) for entry in read.entries])


def test_the_marked_copy() -> None:
    """Mistakes and remarks stand beside their rows; the copy may be sent again as it is."""
    content = listed({**RIGHT, "Số điện thoại": 912345678}, {**RIGHT, "Tên sáng kiến": "Sổ tay", "Lĩnh vực": "Ca hát"})
    read = examine(content, OWN)
    copy = annotated(read, CATALOGUE.phrase, Progress())
    assert copy is not None
    sheet = load_workbook(BytesIO(copy)).worksheets[0]
    assert ["Lỗi", True, True] == [sheet["J1"].value, "bot ghi là 0912•••678" in sheet["J2"].value, "Ca hát" in sheet["J3"].value]
    assert (said(read), remarked(read)[:1]) == (said(examine(copy, OWN)), remarked(examine(copy, OWN))[:1])


cell = some.one_of(
    some.text(max_size=40), some.integers(), some.floats(allow_nan=False, allow_infinity=False), some.none(), some.booleans(),
    some.sampled_from(list(RIGHT.values())), some.from_regex(r"[0-9]{8,12}", fullmatch=True),
)  # fmt: skip


@settings(max_examples=150)
@given(some.lists(some.lists(cell, min_size=9, max_size=9), min_size=1, max_size=5))
def test_no_cell_raises(rows: list[list[Any]]) -> None:
    """Whatever stands in a list, every row is taken, wrong, or no initiative."""
    content = "\n".join("\t".join(" ".join(str("" if one is None else one).split()) for one in row) for row in [list(HEAD), *rows])
    read = examine(content.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode(), OWN)
    assert len(read.entries) + read.counts["wrong_rows"] <= len(rows)
    for wrong in (*read.wrong, *read.notes):
        assert CATALOGUE.phrase(wrong.line)


@settings(max_examples=100)
@given(some.binary(max_size=300))
def test_no_file_raises(content: bytes) -> None:
    """Whatever the file is."""
    assert () == examine(content, OWN).entries
