"""The codes of what a list has become, as a workbook: one row for each of the list's. No identity number is in it."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import orjson

from bot.documents.summary_table import OPTIONS, write_text
from conversations import codes
from conversations.effects import Text

_COLUMNS = (("row", 8), ("full-name", 28), ("title", 60), ("code", 14), ("state", 18))


def receipts(told: bytes, phrase: Callable[[Text], str]) -> bytes | None:
    """The workbook of an outcome as desk.py keeps it; None if it is of another kind of list."""
    lines: Sequence[Mapping[str, Any]] = orjson.loads(told).get("lines", ())
    return workbook(lines, phrase) if lines else None


def workbook(lines: Sequence[Mapping[str, Any]], phrase: Callable[[Text], str]) -> bytes:
    """The workbook of lines as `taking.Line` has them."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        head = book.add_format({"bold": True, "bg_color": "#E7EEF5", "border": 1, "text_wrap": True})
        sheet = book.add_worksheet(phrase(Text("bulk-sheet-receipts")))
        sheet.freeze_panes(1, 0)
        for place, (column, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width)
            write_text(sheet, 0, place, phrase(Text(f"bulk-heading-{column}")), head)
        for at, line in enumerate(lines, start=1):
            state = phrase(Text("bulk-state-new" if line["is_new"] else "bulk-state-there"))
            sheet.write_number(at, 0, line["row"])
            said = (line["full_name"], line["title"], codes.shown(line["code"]), state)
            for place, value in enumerate(said, start=1):
                write_text(sheet, at, place, value, text)
    return file.getvalue()
