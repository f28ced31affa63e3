"""Workbooks for tests: honest ones by openpyxl, and parts put together by hand where a file is to lie."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    """A workbook with these rows; *merged* are ranges like "A1:A2"."""
    book, file = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(file)
    return file.getvalue()


def by_hand(sheet: str | bytes, **parts: str | bytes) -> bytes:
    """A workbook whose only sheet is this XML; *parts* replace or add others, "/" as "__" and "." as "_dot_"."""
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    contents: Mapping[str, str | bytes] = {
        "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet,
        **{name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()},
    }  # fmt: skip
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def cells(*rows: str) -> str:
    """Rows of cells as XML: each row a string of cells."""
    return SHEET.format("<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + "</sheetData>")


def texts(*values: str) -> str:
    """Cells that hold these texts."""
    return "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
