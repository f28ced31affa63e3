"""The empty list to fill in: headings, an example, and a sheet that explains the columns and names the federations."""

from collections.abc import Callable, Sequence
from io import BytesIO

from bot.documents.summary_table import OPTIONS, write_text
from bot.imports.headings import EXAMPLE, UNITS
from bot.imports.rows import MOST_ROWS
from conversations.directory import Organisation
from conversations.effects import Text

MOST_FEDERATIONS = 1_000  # on the sheet that explains
COLUMNS = UNITS.columns
_WIDTHS = {"federation_code": 16, "code": 16, "name": 48, "block": 26, "aliases": 40}
_FILLED = 1_000  # rows whose cells are text already, so that "001" stays what it is


def template(federations: Sequence[tuple[str, str]], phrase: Callable[[Text], str]) -> bytes:
    """The workbook.

    Args: federations: code and name of those that the person may add CĐCS to, the own one first.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    def say(key: str, **args: str | int) -> str:
        return phrase(Text(f"import-{key}", args))

    file = BytesIO()
    with Workbook(file, {**OPTIONS, "constant_memory": False}) as book:
        text = book.add_format({"num_format": "@", "valign": "top"})
        head = book.add_format({"bold": True, "bg_color": "#E7EEF5", "border": 1, "text_wrap": True, "num_format": "@"})
        grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#707070"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(say("sheet"))
        own = federations[0][0] if federations else "04.045"
        example = (own, "001", f"{EXAMPLE} {say('example-name')}", say("block-public"), say("example-aliases"))
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDTHS[column], text)
            write_text(sheet, 0, place, _heading(column, phrase), head)
            write_text(sheet, 1, place, example[place], grey)
        for row in range(2, _FILLED):
            sheet.write_blank(row, 0, None, text)
        blocks = [say("block-enterprise"), say("block-public")]
        place = COLUMNS.index("block")
        sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": blocks})
        sheet.freeze_panes(1, 0)
        guide = book.add_worksheet(say("sheet-guide"))
        guide.set_column(0, 0, 26, text)
        guide.set_column(1, 1, 90, plain)
        lines = [(_heading(name, phrase), phrase(Text(f"import-guide-{name.replace('_', '-')}"))) for name in COLUMNS]
        for at, (name, meaning) in enumerate(lines):
            write_text(guide, at, 0, name, head)
            write_text(guide, at, 1, meaning, plain)
        write_text(guide, len(lines) + 1, 0, say("guide-codes"), head)
        write_text(guide, len(lines) + 1, 1, say("guide-names"), head)
        for at, (code, name) in enumerate(federations[:MOST_FEDERATIONS], start=len(lines) + 2):
            write_text(guide, at, 0, code, text)
            write_text(guide, at, 1, name, plain)
    return file.getvalue()


def _heading(column: str, phrase: Callable[[Text], str]) -> str:
    return phrase(Text(f"import-heading-{column.replace('_', '-')}"))


def federations_of(nodes: Sequence[Organisation], label: Callable[[int], str]) -> list[tuple[str, str]]:
    """Code and name of the nodes that CĐCS may be added to."""
    return [(node.code, label(node.id)) for node in nodes if node.kind not in ("union", "national") and node.is_active]
