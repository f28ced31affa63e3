"""Rows of text beside what xlsxwriter makes: the same cells as the library's own, for any text."""

from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from bot.documents import long_sheet
from bot.documents.long_sheet import TooManyRows, write_rows
from bot.documents.summary_table import MOST_CELL, OPTIONS

WIDTH = 3
AWKWARD = ("<b>&amp;</b>", "_x0041_", "_x000d_x", "\x00\x1f\x7f", "a\r\nb\t", " giữa hai dấu cách ", "\ufffe\uffff", "=1+1", "Ầ" * 40_000)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(AWKWARD)
ROWS = st.lists(st.tuples(*[TEXTS] * WIDTH), max_size=5)


def by_library(rows: Sequence[Sequence[str]]) -> BytesIO:
    """All of it by xlsxwriter; with one row it is a pattern."""
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
        for column in range(WIDTH):
            sheet.write_string(0, column, f"Cột {column}")
        for number, texts in enumerate(rows, start=1):
            for column, said in enumerate(texts):
                if said:
                    sheet.write_string(number, column, said[:MOST_CELL], text)
    return file


def cells(book: BytesIO) -> list[tuple[str | None, str | None, str | None, str]]:
    """Place, format, kind and text of every cell, as they stand in the file."""
    with ZipFile(book) as file:
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    return [(one.get("r"), one.get("s"), one.get("t"), "".join(one.itertext())) for one in sheet.iter() if one.tag.endswith("}c")]


@given(ROWS)
def test_the_cells_are_the_library_s(rows: list[tuple[str, ...]]) -> None:
    """Any text, also such as XML cannot hold, and more than a cell can."""
    file = BytesIO()
    assert len(rows) == write_rows(by_library(["abc"]), rows, file)
    assert cells(by_library(rows)) == cells(file)


def test_another_library_reads_it() -> None:
    """Headings, many rows in order, empty cells where nothing was said."""
    file = BytesIO()
    count = write_rows(by_library(["abc"]), ((str(number), "", "x") for number in range(2500)), file)
    sheet = load_workbook(file).active
    assert sheet is not None
    head, *found = sheet.iter_rows(values_only=True)
    assert (2500, ("Cột 0", "Cột 1", "Cột 2")) == (count, head)
    assert [(str(number), None, "x") for number in range(2500)] == found


def test_more_than_a_sheet_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as it can hold are written; one more is said to be too many."""
    monkeypatch.setattr(long_sheet, "MOST_ROWS", 3)
    rows = [("a", "b", "c")] * 4
    assert 3 == write_rows(by_library(["abc"]), rows[:3], BytesIO())
    with pytest.raises(TooManyRows):
        write_rows(by_library(["abc"]), rows, BytesIO())
