"""The empty list of initiatives: the CĐCS named, an example, lists to choose from, and a sheet that explains."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from bot.channels.protocol import Attachment
from bot.documents.summary_table import OPTIONS, write_text
from bot.imports.headings import EXAMPLE
from bot.initiative_lists.columns import INITIATIVES, UNION
from bot.initiative_lists.plan import MOST_ROWS
from bot.report_frame import Report, Tools
from bot.report_table import XLSX
from conversations.cards import month_shown
from conversations.directory import Organisation
from conversations.domain import Block, Campaign, Field
from conversations.effects import Arg, Say, Text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_UNIONS = 2_000  # on the sheet that explains
_FILLED = 500  # rows whose cells are text already, so that zeros in front stay
_WIDTHS = {
    UNION: 18, "full_name": 26, "id_number": 17, "phone": 15, "block": 28, "field": 30, "applied_on": 14, "title": 40,
    "description": 70, "benefit": 24,
}  # fmt: skip


def empty_list(scopes: Sequence[int], campaign: Campaign, tools: Tools) -> Report:
    """The template, for the CĐCS that these nodes are, or have below them."""
    directory = tools.directory
    own = (node for scope in scopes if (node := directory.get(scope)) is not None and node.kind == UNION)
    unions = tuple(dict.fromkeys((*own, *directory.unions(scopes, 0, MOST_UNIONS))))
    content = template(unions[:MOST_UNIONS], directory.label, campaign, tools.phrase)
    return Report(Say("bulk-template-ready"), Attachment(tools.phrase(Text("bulk-file-name")), XLSX, content))


def template(
    unions: Sequence[Organisation], label: Callable[[int], str], campaign: Campaign, phrase: Callable[[Text], str]
) -> bytes:
    """The workbook. Only a list of several CĐCS has a column for their codes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    columns = INITIATIVES.columns if len(unions) > 1 else tuple(c for c in INITIATIVES.columns if c != UNION)
    file = BytesIO()
    with Workbook(file, {**OPTIONS, "constant_memory": False}) as book:
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        head = book.add_format({"bold": True, "bg_color": "#E7EEF5", "border": 1, "text_wrap": True, "num_format": "@"})
        grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#707070", "text_wrap": True})
        title = book.add_format({"bold": True, "font_size": 13})
        sheet = book.add_worksheet(phrase(Text("bulk-sheet")))
        place = label(unions[0].id) if len(unions) == 1 else campaign.name
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS[column], text)
        write_text(sheet, 0, 0, phrase(Text("bulk-title", {"place": place})), title)
        example = _example(unions, campaign, phrase)
        for at, column in enumerate(columns):
            write_text(sheet, 1, at, _heading(column, phrase), head)
            write_text(sheet, 2, at, example[column], grey)
        for row in range(3, _FILLED):
            sheet.write_blank(row, 0, None, text)
        for column, values in _choices(phrase).items():
            at = columns.index(column)
            sheet.data_validation(2, at, MOST_ROWS, at, {"validate": "list", "source": values})
        sheet.freeze_panes(2, 0)
        guide = book.add_worksheet(phrase(Text("import-sheet-guide")))
        guide.set_column(0, 0, 26, text)
        guide.set_column(1, 1, 90, text)
        _explain(guide, columns, campaign, phrase, (head, text))
        if len(unions) > 1:
            _list_unions(guide, len(columns) + 3, unions, label, phrase, (head, text))
    return file.getvalue()


def _example(unions: Sequence[Organisation], campaign: Campaign, phrase: Callable[[Text], str]) -> dict[str, str]:
    def say(key: str) -> str:
        return phrase(Text(f"bulk-example-{key}"))

    return {
        UNION: unions[0].code if unions else "",
        "full_name": f"{EXAMPLE} {say('name')}",
        "id_number": "004085000123",
        "phone": "0912345678",
        "block": phrase(Text("block-enterprise")),
        "field": phrase(Text("field-production")),
        "applied_on": month_shown(f"{campaign.applied_from:%Y-%m}"),
        "title": say("title"),
        "description": say("description"),
        "benefit": say("benefit"),
    }


def _choices(phrase: Callable[[Text], str]) -> dict[str, list[str]]:
    return {
        "block": [phrase(Text(f"block-{value.replace('_', '-')}")) for value in map(str, Block)],
        "field": [phrase(Text(f"field-{value.replace('_', '-')}")) for value in map(str, Field)],
    }


def _explain(
    guide: "Worksheet",
    columns: Sequence[str],
    campaign: Campaign,
    phrase: Callable[[Text], str],
    shapes: "tuple[Format, Format]",
) -> None:
    head, text = shapes
    first, last = (month_shown(f"{day:%Y-%m}") for day in (campaign.applied_from, campaign.applied_to))
    args: dict[str, Arg] = {"first": first, "last": last, "limit": campaign.description_limit}
    for at, column in enumerate(columns):
        write_text(guide, at, 0, _heading(column, phrase), head)
        write_text(guide, at, 1, phrase(Text(f"bulk-guide-{column.replace('_', '-')}", args)), text)
    write_text(guide, len(columns) + 1, 0, phrase(Text("bulk-guide-consent")), head)
    write_text(guide, len(columns) + 1, 1, phrase(Text("bulk-guide-consent-why")), text)


def _list_unions(
    guide: "Worksheet",
    row: int,
    unions: Sequence[Organisation],
    label: Callable[[int], str],
    phrase: Callable[[Text], str],
    shapes: "tuple[Format, Format]",
) -> None:
    head, text = shapes
    write_text(guide, row, 0, phrase(Text("bulk-guide-codes")), head)
    write_text(guide, row, 1, phrase(Text("import-guide-names")), head)
    for at, union in enumerate(unions, start=row + 1):
        write_text(guide, at, 0, union.code, text)
        write_text(guide, at, 1, label(union.id), text)


def _heading(column: str, phrase: Callable[[Text], str]) -> str:
    return phrase(Text(f"bulk-heading-{column.replace('_', '-')}"))
