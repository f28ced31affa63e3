"""A letter of a union to the one above it (tờ trình) as a Word document, to be completed, signed and sealed.

Layout: the domain reference, section 11.2, which is annex I of NĐ 30/2020/NĐ-CP.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import regex
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from msgspec import Struct

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Times New Roman"
_SIZE, _SMALL, _LIST = 14, 13, 12  # points; capitals beside each other take the last
_LEFT, _RIGHT = 68, 97  # mm; of the two columns above and below
_MOTTO = 56  # mm; of the line under the motto, which is as long as that
_WIDTH = _LEFT + _RIGHT  # mm between the margins
_MOST_PROPERTY = 255  # characters of what a document says of itself
_NOT_XML = regex.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class ListColumn(Struct, frozen=True):
    """A heading of the list, and how wide its column is in mm."""

    heading: str
    width: int


class Letter(Struct, frozen=True):
    """Everything that is written, top to bottom."""

    superior: str  # the body above the one that writes
    issuer: str
    number: str  # "Số: ……/TTr-CĐCS"; the clerk fills it in
    country: str
    motto: str
    place_and_date: str
    kind: str  # "TỜ TRÌNH"
    subject: str
    addressed_to: str
    basis: str  # what it is written on
    before: tuple[str, ...]  # paragraphs before the list
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]  # none: there is no list
    after: tuple[str, ...]
    copies: tuple[str, ...]  # who gets one, below a heading
    signed_by: tuple[str, ...]


def letter(said: Letter, day: date) -> bytes:
    """Write it: A4, its pages numbered from the second on, nothing in it of who ran the program.

    Args: day: of which the document says that it was made then: the same letter of a day is the same file.
    """
    document = Document()
    _drop_picture(document)
    _describe(document, said, day)
    _lay_out(document)
    _number_pages(document.sections[0])
    _write_head(document, said)
    _write_title(document, said)
    _write_body(document, said.basis, is_italic=True)
    for text in said.before:
        _write_body(document, text)
    if said.rows:
        _write_list(document, said)
    for text in said.after:
        _write_body(document, text)
    _write_foot(document, said)
    file = BytesIO()
    document.save(file)
    return _dated(file, day)


def _drop_picture(document: Paper) -> None:
    """The library's pattern brings a picture of itself along."""
    package = document.part.package
    for name in [name for name, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(name)


def _describe(document: Paper, said: Letter, day: date) -> None:
    about = document.core_properties
    at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the library's are naive
    about.title, about.author = (_legal(text)[:_MOST_PROPERTY] for text in (said.subject, said.issuer))
    about.last_modified_by = ""
    about.comments, about.language = "", "vi-VN"
    about.created = about.modified = at


def _lay_out(document: Paper) -> None:
    page: Any = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    page.header_distance = Mm(10)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    for language in document.styles.element.iter(qn("w:lang")):  # or Word underlines every word
        language.set(qn("w:val"), "vi-VN")


def _number_pages(page: Section) -> None:
    """In the top margin, not on the first page."""
    page.different_first_page_header_footer = True
    header = page.header.paragraphs[0]
    _centre(header)
    run = _say(header, "", _SMALL)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)  # the library has no fields


def _write_head(document: Paper, said: Letter) -> None:
    """Who writes beside what every official paper begins with, in a table without lines."""
    (left, right), (number, day) = _columns(document, rows=2)
    above, issuer, rule = _paragraphs(left, 3)
    _say(_centre(above), said.superior, _LIST)
    _say(_centre(issuer), said.issuer, _LIST, is_bold=True)
    _rule(rule, _LEFT // 3, _LEFT)
    country, motto, rule_below = _paragraphs(right, 3)
    _say(_centre(country), said.country, _LIST, is_bold=True)
    _say(_centre(motto), said.motto, _SMALL, is_bold=True)
    _rule(rule_below, _MOTTO, _RIGHT)
    _say(_centre(number.paragraphs[0]), said.number, _SMALL)
    _say(_centre(day.paragraphs[0]), said.place_and_date, _SMALL, is_italic=True)


def _rule(paragraph: Paragraph, width: int, within: int) -> None:
    """A line in the middle of a column, both in mm."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((within - width) / 2)
    shape.line_spacing, shape.space_after = Pt(3), Pt(6)
    border, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    # The library has no borders; Word wants properties in their order.
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def _write_title(document: Paper, said: Letter) -> None:
    kind = _centre(document.add_paragraph())
    kind.paragraph_format.space_before = Pt(18)
    _say(kind, said.kind, _SIZE, is_bold=True)
    _say(_centre(document.add_paragraph()), said.subject, _SIZE, is_bold=True)
    _rule(document.add_paragraph(), 40, _WIDTH)
    to = _centre(document.add_paragraph())
    to.paragraph_format.space_before = to.paragraph_format.space_after = Pt(12)
    _say(to, said.addressed_to, _SIZE)


def _write_body(document: Paper, text: str, *, is_italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent, shape.space_before, shape.line_spacing = Mm(12.7), Pt(6), 1.05
    _say(paragraph, text, _SIZE, is_italic=is_italic)


def _write_list(document: Paper, said: Letter) -> None:
    """With lines; its heading is repeated on each page, no row is parted."""
    before = document.add_paragraph()
    before.paragraph_format.line_spacing = Pt(6)
    table: Any = document.add_table(rows=1, cols=len(said.columns), style="Table Grid")
    headings = [column.heading for column in said.columns]
    for number, cells in enumerate((headings, *said.rows)):
        row = table.rows[0] if number == 0 else table.add_row()
        _mark(row, "cantSplit", *(("tblHeader",) if number == 0 else ()))
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            is_centred = number == 0 or place == 0
            _say(_centre(paragraph) if is_centred else paragraph, text, _LIST, is_bold=number == 0)
    _set_widths(table, [column.width for column in said.columns])


def _mark(row: Any, *marks: str) -> None:
    for mark in marks:
        row._tr.get_or_add_trPr().append(OxmlElement(f"w:{mark}"))  # the library has none of them


def _write_foot(document: Paper, said: Letter) -> None:
    """Not parted from the last words: nobody signs an empty page."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    above = document.add_paragraph()
    above.paragraph_format.line_spacing, above.paragraph_format.keep_with_next = Pt(12), True
    ((left, right),) = _columns(document, rows=1)
    for number, (paragraph, text) in enumerate(zip(_paragraphs(left, len(said.copies)), said.copies, strict=True)):
        is_heading = number == 0
        _say(paragraph, text, _LIST if is_heading else _LIST - 1, is_bold=is_heading, is_italic=is_heading)
    for paragraph, text in zip(_paragraphs(right, len(said.signed_by)), said.signed_by, strict=True):
        _say(_centre(paragraph), text, _SIZE, is_bold=True)


def _columns(document: Paper, rows: int) -> Sequence[Sequence[Cell]]:
    """The cells of two columns without lines, row by row."""
    table: Any = document.add_table(rows=rows, cols=2)
    _set_widths(table, (_LEFT, _RIGHT))
    for row in table.rows:
        _mark(row, "cantSplit")
    return [row.cells for row in table.rows]


def _set_widths(table: Any, widths: Sequence[int]) -> None:
    """Of columns and of cells: one program minds these, another one those."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _paragraphs(cell: Cell, count: int) -> Sequence[Paragraph]:
    return [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(count - 1))]


def _centre(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _say(paragraph: Paragraph, text: str, size: int, *, is_bold: bool = False, is_italic: bool = False) -> Run:
    run = paragraph.add_run(_legal(text))
    run.bold, run.italic, run.font.size = is_bold, is_italic, Pt(size)
    return run


def _legal(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def _dated(file: BytesIO, day: date) -> bytes:
    """The same parts, each of the day of the letter and not of this moment."""
    made = BytesIO()
    with ZipFile(file) as written, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for part in written.infolist():
            entry = ZipInfo(part.filename, (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(entry, written.read(part.filename), ZIP_DEFLATED)
    return made.getvalue()
