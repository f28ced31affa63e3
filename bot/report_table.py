"""The summary table behind /report excel: which initiatives, in which columns."""

from collections.abc import Iterator

from sqlalchemy import Connection

from bot.channels.protocol import Attachment
from bot.documents.summary_table import Column, Kind, TableWords, summary_table
from bot.report_frame import Figures, Report, Table, Tools, buttons, head, hyphened, is_union, shown_day
from conversations import codes
from conversations.amounts import Period
from conversations.cards import month_shown
from conversations.domain import Field, Status
from conversations.effects import Arg, Say, Text
from conversations.flows.report import VALID
from conversations.flows.selecting import reason_shown
from conversations.report_effects import DOSSIER, SELECTED
from storage.figures import Initiative, Question
from storage.queries import count_initiatives, initiatives

MOST_ROWS = 20_000  # in one file sent to a chat: some 10 MB, made from some 40 MB of rows
_FIELDS = frozenset(field.value for field in Field)
SHORT = "LĐLĐ "  # how the directory writes a federation
_NAMED_UNIONS = ("công đoàn ", "nghiệp đoàn ")
_ABBREVIATED = "CĐCS "
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Unless a status is asked for: what still may become part of a dossier.
_OPEN = (Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.CONFIRMED)
# The columns of the domain reference, section 11.4, and how often a benefit comes: it tells what may be added.
# Those without a function below stay empty for the clerk.
_COLUMNS = (
    ("number", 5, Kind.NUMBER),
    ("author", 12, Kind.TEXT),
    ("position", 9, Kind.TEXT),
    ("workplace", 13, Kind.TEXT),
    ("block", 9, Kind.TEXT),
    ("field", 9, Kind.TEXT),
    ("title", 14, Kind.TEXT),
    ("summary", 33, Kind.TEXT),
    ("applied", 8.5, Kind.TEXT),
    ("effect", 9, Kind.TEXT),
    ("benefit", 9, Kind.MONEY),
    ("period", 6.5, Kind.PERIOD),
    ("agreement", 11, Kind.TEXT),
    ("entered", 7.5, Kind.TEXT),
    ("note", 12, Kind.TEXT),
)


def read(connection: Connection, question: Question) -> Table:
    """The rows, unless they are more than MOST_ROWS."""
    statuses = tuple(Status) if question.filter.status else _OPEN
    count = count_initiatives(connection, question, statuses)
    rows = tuple(initiatives(connection, question, statuses)) if count <= MOST_ROWS else ()
    return Table(count, rows)


def excel(figures: Figures, table: Table, tools: Tools) -> Report:
    """The table as a file, or why there is none."""
    if not table.count:
        return Report(Say(none_of(figures), {"head": head(figures, tools)}, buttons(figures)))
    args: dict[str, Arg] = {"head": head(figures, tools), "count": table.count}
    if not table.rows:
        command = f"/{DOSSIER if figures.wanted.is_dossier else 'report'} excel"
        return Report(Say("report-excel-too-many", {**args, "most": MOST_ROWS, "command": command}, buttons(figures)))
    columns = [Column(tools.phrase(Text(f"report-column-{key}")), width, kind) for key, width, kind in _COLUMNS]
    lines = _cells(table, tools, shows_score=not is_union(figures, tools))
    rows = ([cells[key] for key, _, _ in _COLUMNS] for cells in lines)
    content = summary_table(columns, rows, _words(figures, table, tools))
    key = "report-excel-filtered" if figures.limits.status else "report-excel"
    name = file_name(figures, tools, "bang-tong-hop", ".xlsx")
    return Report(Say(key, args, buttons(figures)), Attachment(name, XLSX, content))


def which(figures: Figures) -> str:
    """Of which initiatives a dossier is: the valid ones, or those that are chosen as outstanding."""
    return SELECTED if figures.limits.status == SELECTED else VALID


def none_of(figures: Figures) -> str:
    """The text that says why there is no paper."""
    if which(figures) == SELECTED:
        return "dossier-none-selected"
    return "dossier-none" if figures.wanted.is_dossier else "report-excel-none"


def _cells(table: Table, tools: Tools, *, shows_score: bool) -> Iterator[dict[str, str | int]]:
    """shows_score: not in what authors may see, as the executives of a CĐCS may be."""
    empty: dict[str, str | int] = {key: "" for key, _, _ in _COLUMNS}
    for number, row in enumerate(table.rows, start=1):
        yield empty | {
            "number": number,
            "author": row.full_name,
            "workplace": workplace(row, tools),
            "block": tools.phrase(Text(f"block-{hyphened(row.block)}")),
            "field": tools.phrase(Text(f"field-{hyphened(row.field)}")) if row.field in _FIELDS else "",
            "title": row.title,
            "summary": row.description,
            "applied": month_shown(row.applied_on),
            **_benefit(row, tools),
            "agreement": _agreement(row, tools),
            "note": _note(row, tools, shows_score=shows_score),
        }


def workplace(row: Initiative, tools: Tools) -> str:
    """The CĐCS by its name of that day; what the author typed where it is not known."""
    if row.organisation_kind == "union":
        return row.organisation_name
    return row.union_name or tools.directory.label(row.organisation_id, row.submitted_on)


def _benefit(row: Initiative, tools: Tools) -> dict[str, str | int]:
    """In words, and the number for the sum with how often that is."""
    if row.benefit is None or row.benefit_period is None:
        return {}
    shown = Text("report-benefit", {"amount": row.benefit, "period": row.benefit_period})
    often = Text(f"report-benefit-{row.benefit_period}")
    return {"effect": tools.phrase(shown), "benefit": row.benefit, "period": tools.phrase(often)}


def _agreement(row: Initiative, tools: Tools) -> str:
    if row.agreement_on is None:
        return ""
    said = {"name": row.agreement_name or "", "position": row.agreement_position or ""}
    return tools.phrase(Text("report-agreed", {**said, "day": shown_day(row.agreement_on)}))


def _note(row: Initiative, tools: Tools, *, shows_score: bool) -> str:
    said = tools.phrase(_state(row))
    if row.is_secret:
        said = tools.phrase(Text("report-row-secret", {"said": said}))
    if row.entered_by:
        said = tools.phrase(Text("report-row-entered", {"said": said, "name": row.entered_by}))
    if row.score is not None:
        chosen: dict[str, Arg] = {"said": said, "reason": reason_shown(row.selected_reason or "")}
        scored = Text("report-row-scored", {**chosen, "score": row.score})
        said = tools.phrase(scored if shows_score else Text("report-row-selected", chosen))
    return said


def _state(row: Initiative) -> Text:
    code = codes.shown(row.code)
    if row.is_valid:
        return Text("report-row-valid", {"code": code})
    key = "no-agreement" if row.status is Status.CONFIRMED else hyphened(row.status.value)
    return Text("report-row-not-valid", {"code": code, "status": Text(f"report-status-{key}")})


def _words(figures: Figures, table: Table, tools: Tools) -> TableWords:
    def say(key: str, **args: str | int) -> str:
        return tools.phrase(Text(f"report-table-{key}", args))

    issuer = tools.directory.get(figures.wanted.scopes[0])
    periods = [tools.phrase(Text(f"report-benefit-{period}")) for period in Period]
    year = str(figures.today.year)
    return TableWords(
        superior=superior_name(figures.wanted.scopes[0], tools).upper(),
        issuer=body_name(issuer.id, tools).upper() if issuer else "",
        title=say("title", name=figures.campaign.name),
        attached_to=say("attached", year=year),
        sheet=say("sheet"),
        total=say("total"),
        total_count=say("count", count=table.count),
        periods=tuple((name, say("sum", period=name)) for name in periods),
        place_and_date=say("date", year=year),
        drawn_up_by=say("drawn-up"),
        signed_by=(say("signed-for"), say("signed-as")),
    )


def body_name(organisation_id: int, tools: Tools) -> str:
    """Liên đoàn Lao động huyện Hà Quảng: as papers name it."""
    node, label = tools.directory.get(organisation_id), tools.directory.label(organisation_id)
    if label.startswith(SHORT):
        return tools.phrase(Text("report-table-federation", {"name": label.removeprefix(SHORT)}))
    if node is not None and node.kind == "union" and not label.lower().startswith(_NAMED_UNIONS):
        return tools.phrase(Text("report-table-union", {"name": label.removeprefix(_ABBREVIATED)}))
    return label


def superior_name(organisation_id: int, tools: Tools) -> str:
    """The body above, as papers name it; '' at the top."""
    node = tools.directory.get(organisation_id)
    return body_name(node.parent_id, tools) if node is not None and node.parent_id is not None else ""


def file_name(figures: Figures, tools: Tools, what: str, ending: str) -> str:
    """bang-tong-hop-04.045-2021-04-12.xlsx."""
    node = tools.directory.get(figures.wanted.scopes[0])
    code = f"-{node.code}" if node else ""
    return f"{what}{code}-{figures.today}{ending}"
