"""Files as they come: other encodings, merged headings, formulas; and what only looks like a list, or means harm."""

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from bot.imports import rows, sheets, xlsx_parts
from bot.imports.annotated import annotated
from bot.imports.ground import survey
from bot.imports.plan import Listed, Plan, Read, examine
from bot.imports.tables import Progress
from bot.imports.template import template
from bot.imports.xlsx import read_xlsx
from tests.builders import CATALOGUE, ORGANISATIONS
from tests.workbooks import SHEET, by_hand, cells, texts, workbook

HEAD = "federation_code,code,name,block,aliases\n"
SCHOOL = Listed("04.045.001", "Trường THCS Xuân Hòa", "04.045", "public_admin", ("THCS Xuân Hòa",))
LINE = "04.045,001,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n"
HEADINGS = texts("federation_code", "code", "name", "block", "aliases")
GROUND = survey(ORGANISATIONS)


def read(content: bytes) -> Read:
    """What is made of a file by the operator."""
    return examine(content, GROUND)


def sentences(plan: Plan) -> list[str]:
    """The mistakes, as they are read."""
    return [CATALOGUE.phrase(wrong.line) for wrong in plan.wrong]


def vietnamese_windows(text: str) -> bytes:
    """Windows-1258, where most tones are characters of their own."""
    written = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            written.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone not in "\u0300\u0301\u0303\u0309\u0323":  # ậ: the tone stands before the circumflex
                plain, tone, mark = tuple(unicodedata.normalize("NFD", letter))
                base = plain + mark
            written.append(unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258"))
    return b"".join(written)


SAME: dict[str, bytes] = {
    "UTF-8": (HEAD + LINE).encode(),
    "UTF-8 with a mark": (HEAD + LINE).encode("utf-8-sig"),
    "UTF-16": (HEAD + LINE).replace(",", "\t").encode("utf-16"),
    "Windows-1258": vietnamese_windows(HEAD + LINE),
    "letters and marks apart": unicodedata.normalize("NFD", HEAD + LINE).encode(),
    "semicolons": (HEAD + LINE).replace(",", ";").encode(),
    "a comma in a name of the title, semicolons elsewhere": ("Danh sách, năm 2021, huyện Hà Quảng\n" + (HEAD + LINE).replace(",", ";")).encode(),
    "Excel's own word about the separator": b"sep=;\n" + (HEAD + LINE).replace(",", ";").encode(),
    "headings in two rows, cells merged": workbook(
        ["Danh sách CĐCS"], ["STT", "Mã LĐLĐ", "CĐCS", None, "Khối", "Tên gọi khác", "Ghi chú"], [None, None, "Mã", "Tên"],
        [1, "04.045", "001", "Trường THCS Xuân Hòa", "Cơ quan", "THCS Xuân Hòa", "x"],
        merged=["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3"],
    ),
    "Latin capitals, no marks": workbook(
        ["TEN CDCS", "MA CDCS", "MA LDLD", "KHOI", "TEN KHAC"],
        ["Trường THCS Xuân Hòa", "001", "04.045", "HCSN", "THCS Xuân Hòa"],
    ),
    "the list is on the second sheet": by_hand(
        cells(texts("Xin chào")),
        xl__workbook_dot_xml=(
            '<workbook xmlns:r="x"><sheets><sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId2" state="visible"/></sheets></workbook>'
        ),
        xl___rels__workbook_dot_xml_dot_rels=(
            '<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
            '<Relationship Id="rId2" Type="a/worksheet" Target="worksheets/b.xml"/></Relationships>'
        ),
        xl__worksheets__b_dot_xml=cells(HEADINGS, texts("04.045", "001", "Trường THCS Xuân Hòa", "HCSN", "THCS Xuân Hòa")),
    ),
    "zeros that the format shows, a formula with its value": by_hand(
        cells(HEADINGS, texts("04.045") + '<c s="1"><v>1</v></c><c t="str"><f>A1</f><v>Trường THCS Xuân Hòa</v></c>' + texts("HCSN", "THCS Xuân Hòa")),
        xl__styles_dot_xml='<styleSheet><numFmts><numFmt numFmtId="170" formatCode="000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    ),
    "names with prefixes, links to elsewhere": by_hand(
        SHEET.format("").replace("<worksheet", "<x:worksheet").replace("</worksheet>", "")
        .replace("xmlns=", "xmlns:x=")
        + f"<x:sheetData><x:row>{HEADINGS}</x:row><x:row>{texts('04.045', '001')}<c t='str'><f>[1]A!B1</f><v>Trường THCS Xuân Hòa</v></c>{texts('HCSN', 'THCS Xuân Hòa')}</x:row></x:sheetData></x:worksheet>",
        xl__externalLinks__externalLink1_dot_xml="<externalLink/>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_a_list_in_other_clothes(content: bytes) -> None:
    """Encoding, separator, merged cells, formats: the list is the same."""
    found = read(content).plan
    assert ([], (SCHOOL,)) == (sentences(found), found.new)


def zipped(**parts: bytes) -> bytes:
    """An archive of something else."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OLD = "M· L§L§,M· C§CS,Tªn C§CS\n04.045,001,Tr\xadêng THCS Xu©n Hßa\n"
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "không có gì bên trong"),
    "nothing but spaces": (b" \r\n\t\n", "không có gì bên trong"),
    "no heading": (b"x,y\n1,2\n", "thiếu dòng tiêu đề"),
    "a needed column missing": (b"code,name\n1,a\n", "thiếu cột “Mã LĐLĐ”"),
    "no rows": (HEAD.encode(), "không có dòng nào"),
    "an unknown encoding": (HEAD.encode() + "04.045,001,École Müller,dn,\n".encode("latin-1"), "có bảng mã không rõ"),
    "TCVN3 text": (OLD.encode("latin-1"), "viết bằng phông chữ cũ"),
    "TCVN3 in a workbook": (workbook(["ma ldld", "ma cdcs", "ten cdcs"], ["04.045", "001", "Tr\xadêng THCS Xu©n Hßa"]), "viết bằng phông chữ cũ"),
    "VNI in a workbook": (workbook(["ma ldld", "ma cdcs", "ten cdcs"], ["04.045", "001", "Tröôøng Tieåu hoïc Saùng Kieán"]), "viết bằng phông chữ cũ"),
    "a program": (b"MZ\x90\x00" * 500, "không phải bảng tính"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "không phải bảng tính"),
    "bytes": (bytes(range(256)) * 8, "không phải bảng tính"),
    "a Word file": (zipped(word__document_dot_xml=b"<w/>"), "không phải bảng tính"),
    "an OpenDocument sheet": (zipped(mimetype=b"x", content_dot_xml=b"<x/>"), "là dạng bảng tính khác"),
    "a binary workbook": (zipped(xl__workbook_dot_bin=b"x"), "là dạng bảng tính khác"),
    "a broken archive": (b"PK\x03\x04 no", "không đọc được"),
    "a workbook without sheets": (by_hand("<worksheet>"), "không đọc được"),
    "cut off": (workbook(["name"])[:-200], "không đọc được"),
    "entities": (by_hand(ENTITIES + cells(HEADINGS)), "không đọc được"),
    "a row where none can be": (by_hand(SHEET.format(f'<sheetData><row r="9999999999">{HEADINGS}</row></sheetData>')), "không đọc được"),
    "rows that go backwards": (by_hand(SHEET.format(f'<sheetData><row r="2">{HEADINGS}</row><row r="1">{HEADINGS}</row></sheetData>')), "không đọc được"),
    "a text that is not there": (by_hand(cells(HEADINGS, '<c t="s"><v>7</v></c>')), "không đọc được"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"Workbook" * 100, "là dạng Excel cũ (.xls)"),
    "an encrypted workbook": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 3, "có mật khẩu"),
    "too large": (b" x" * (rows.MOST_BYTES // 2 + 1), "lớn quá 20 MB"),
    "a quotation mark without end": ((HEAD + '04.045,1,"' + "a" * 200_000).encode(), "thiếu dấu ngoặc kép đóng, khoảng từ dòng 2"),
    "NUL": ((HEAD + "04.045,1,a\0b,,\n").encode(), "không phải bảng tính"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_list_is_explained(content: bytes, sentence: str) -> None:
    """One sentence about the file that says what to do, never an exception; nothing is imported."""
    found = read(content)
    (mistake,) = sentences(found.plan)
    assert mistake.startswith(f"Tệp: {sentence}")
    assert (0, 0, None) == (len(found.plan.new), len(found.plan.changed), annotated(found, CATALOGUE.phrase, Progress()))


@pytest.mark.parametrize(("name", "most"), [("MOST_UNPACKED", 1 << 20), ("MOST_STRINGS", 1000)])
def test_a_bomb_is_refused_while_it_unpacks(name: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the archive claims about its sizes: what comes out of it is counted."""
    strings = f"<sst>{'<si><t>' + 'x' * 500 + '</t></si>'}" + "<si><t>" + "y" * 9_000 + "</t></si>" * 1 + " " * (2 << 20) + "</sst>"
    monkeypatch.setattr(xlsx_parts, name, most)
    found = read(by_hand(cells(HEADINGS), xl__sharedStrings_dot_xml=strings))
    assert ["Tệp: quá lớn hoặc quá phức tạp để đọc. Chép riêng danh sách sang một tệp mới rồi gửi lại."] == sentences(found.plan)


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops there; rows that hold nothing do not count, however many the sheet claims."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 50)
    line = f"<row>{texts('04.045', '001', 'Trường A')}</row>"
    many = SHEET.format(f"<sheetData><row>{HEADINGS}</row>" + line * 60 + "</sheetData>")
    assert ["Tệp: nhiều hơn 50 dòng. Chia thành nhiều tệp."] == sentences(read(by_hand(many)).plan)
    styled = SHEET.format(f"<sheetData><row>{HEADINGS}</row>{line}" + '<row><c s="1"/></row>' * 1000 + "</sheetData>")
    assert 1 == len(read(by_hand(styled)).plan.new)


def test_cells_beyond_all_measure() -> None:
    """Thousands of columns are not kept, a huge cell is a mistake of its row."""
    wide = workbook(["x"] * 3, ["federation_code", "code", "name", *["x"] * 3000], ["04.045", "001", "Trường A", *["y"] * 3000])
    found = read(wide)
    assert (1, rows.MOST_COLUMNS) == (len(found.plan.new), max(len(row.cells) for row in found.rows))
    huge = (HEAD + f"04.045,001,{'Đ' * 100_000},dn,\n04.045,002,Trường B,dn,\n").encode()
    assert [(2, "name")] == [(wrong.row, wrong.column) for wrong in read(huge).plan.wrong]


def test_values_that_cannot_be_trusted() -> None:
    """A formula without a value, an error, a day where a code should be, an old font: mistakes of their rows."""
    content = by_hand(
        cells(
            HEADINGS,
            texts("04.045") + '<c s="1"><v>44228</v></c>' + texts("Trường A"),
            texts("04.045", "002") + "<c><f>A1</f></c>",
            texts("04.045", "003") + '<c t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
            texts("04.045", "004", "Tr\xadêng THCS Xu©n Hßa"),
            texts("04.045", "005", "Công ty ABC®"),
        ),
        xl__styles_dot_xml='<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    )
    found = read(content)
    assert ["Công ty ABC®"] == [row.name for row in found.plan.new]
    assert [
        "Dòng 2, cột “code”: Excel đã hiểu thành ngày tháng. Đặt ô kiểu Văn bản (Text) rồi gõ lại.",
        "Dòng 3, cột “name”: là công thức chưa có kết quả. Mở bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị.",
        "Dòng 4, cột “name”: công thức báo lỗi “#DIV/0!”. Gõ thẳng giá trị vào ô.",
        "Dòng 5, cột “name”: “Tr\xadêng THCS Xu©n Hßa” viết bằng phông chữ cũ. Gõ lại bằng Unicode.",
    ] == sentences(found.plan)


def test_rows_outside_the_own_scope() -> None:
    """Another district's federation is a mistake of the row; so is one that does not exist."""
    text = HEAD + "04.045,001,Trường A,dn,\n04.043,001,Trường B,dn,\n04,001,Trường C,dn,\n04.999,001,Trường D,dn,\n"
    found = examine(text.encode(), survey(ORGANISATIONS, (45,))).plan
    assert [(3, "import-federation-not-yours"), (4, "import-federation-not-yours"), (5, "import-federation-unknown")] == [
        (wrong.row, wrong.problem.key) for wrong in found.wrong
    ]
    assert 4 == len(examine(text.replace("04.999", "04.053").encode(), survey(ORGANISATIONS, (2,))).plan.new)


def test_codes_that_differ_in_capitals_are_one() -> None:
    """A CĐCS keeps the code that it has."""
    found = read((HEAD + "04.045,MN,Trường Mầm non Hoa Mai,public_admin,\n").encode()).plan
    assert (1, ()) == (found.unchanged, found.new)


def opened(content: bytes) -> dict[str, list[Sequence[object]]]:
    """Every sheet of a workbook as rows of values."""
    book = load_workbook(BytesIO(content))
    return {sheet.title: [tuple(cell for cell in row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def test_the_own_list_comes_back_with_its_mistakes() -> None:
    """Every row where it was, a column that says what is wrong, wrong cells marked, a list; and it may be sent again."""
    content = workbook(
        ["DANH SÁCH"], ["Mã LĐLĐ", "Mã CĐCS", "Tên CĐCS", "Ghi chú"],
        ["04.045", "001", "Trường A", "- 84"], [], ["04.9", "mã", "Trường B"], ["04.045", "001", "Trường C"],
    )  # fmt: skip
    found = read(content)
    copy = annotated(found, CATALOGUE.phrase, Progress())
    assert copy is not None
    seen = opened(copy)
    assert ["Danh sách CĐCS", "Lỗi"] == list(seen)
    first, listed = seen.values()
    assert ("Mã LĐLĐ", "Mã CĐCS", "Tên CĐCS", "Ghi chú", "Lỗi") == first[1]
    assert ("04.045", "001", "Trường A", "- 84", None) == first[2]
    said = str(first[4][4]).splitlines()
    assert ["Mã LĐLĐ", "Mã CĐCS"] == [line.partition(":")[0] for line in said]
    assert ["5", "5", "6"] == [str(row[0]) for row in listed[1:]]
    marked = load_workbook(BytesIO(copy)).worksheets[0]
    assert [True, True, False] == [cell.fill.fgColor.rgb == "FFFFD9D9" for cell in marked[5][:3]]
    assert marked.auto_filter.ref == "A2:E6"
    assert found.plan.wrong == read(copy).plan.wrong


def test_template() -> None:
    """The headings are understood, the example is skipped, the own code is filled in, blocks are a drop-down."""
    content = template([("04.045", "LĐLĐ huyện Hà Quảng")], CATALOGUE.phrase)
    book = load_workbook(BytesIO(content))
    first, guide = book.worksheets
    assert "04.045" == first["A2"].value
    (choice,) = first.data_validations.dataValidation
    assert '"Doanh nghiệp,Hành chính sự nghiệp"' == choice.formula1
    assert ("04.045", "LĐLĐ huyện Hà Quảng") in [row[:2] for row in guide.iter_rows(values_only=True)]
    assert ["Tệp: không có dòng nào dưới tiêu đề."] == sentences(read(content).plan)
    for cell, value in zip(("A3", "B3", "C3", "D3", "E3"), ("04.045", "001", "Trường THCS Xuân Hòa", "Hành chính sự nghiệp", "THCS Xuân Hòa"), strict=True):
        first[cell] = value
    filled = BytesIO()
    book.save(filled)
    assert (SCHOOL,) == read(filled.getvalue()).plan.new


@given(some.binary(max_size=300) | some.text(max_size=300).map(lambda text: (HEAD + text).encode()))
def test_nothing_makes_it_fail(content: bytes) -> None:
    """Whatever the bytes are, they are a plan or a sentence."""
    found = read(content)
    assert found.plan.wrong or found.plan.new or found.plan.unchanged or found.plan.changed


@settings(max_examples=25)
@given(some.lists(some.text(max_size=30), min_size=1, max_size=6))
def test_cells_of_a_workbook_come_as_they_are(values: list[str]) -> None:
    """What a spreadsheet program writes is read as it was written, but for what no XML can hold."""
    kept = ["".join(letter for letter in value if letter.isprintable() and letter not in "_\ufffe\uffff") for value in values]
    content = workbook(["name", *(value.lstrip("=") for value in kept)])
    tables = read_xlsx(content)
    (row,) = next(tables)
    assert [value.lstrip("=") for value in kept if value.lstrip("=")] == [cell for cell in row.cells[1:] if cell]
