"""/report: figures from the database, then what is said of them and the file that goes with it.

`gather` asks, inside a read; `compose` is pure and may draw: run it in a thread.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import report_dossier, report_selected, report_table, report_views, unit_views
from bot.report_frame import Body, Bundle, Dossier, Figures, Report, Table, Tools
from conversations.domain import Campaign
from conversations.report_effects import ReportView, SendReport, UnitLevel
from storage import queries, selection_queries
from storage.by_district import by_district
from storage.figures import (
    CandidateList,
    ChosenList,
    DayList,
    DistrictList,
    MissingList,
    Question,
    Totals,
    UnionList,
    WaitingList,
)
from storage.unit_of_work import UnitOfWork

__all__ = ["Figures", "Report", "Tools", "compose", "gather"]


def gather(uow: UnitOfWork, wanted: SendReport, campaign: Campaign, now: datetime) -> Figures:
    """Ask what a report needs.

    Args:
        wanted: Its scopes are trusted: whoever owes the report has checked them.
        now: Aware.
    """
    question = Question(campaign.code, wanted.scopes, wanted.filter)
    today = now.astimezone(ZoneInfo(campaign.time_zone)).date()
    return Figures(wanted, campaign, today, _body(uow, wanted, question))


def _body(uow: UnitOfWork, wanted: SendReport, question: Question) -> Body:
    connection = uow.connection
    match wanted.view:
        case ReportView.TOTALS:
            return queries.totals(connection, question)
        case ReportView.UNIONS if wanted.level not in (None, UnitLevel.UNION):
            return by_district(connection, question)
        case ReportView.UNIONS:
            return queries.by_union(connection, question, wanted.page)
        case ReportView.MISSING:
            return queries.missing_unions(connection, question, wanted.page)
        case ReportView.WAITING:
            return queries.waiting(connection, question, wanted.page)
        case ReportView.DAILY:
            return queries.by_day(connection, question)
    return _papers(uow, wanted, question)


def _papers(uow: UnitOfWork, wanted: SendReport, question: Question) -> Body:
    """What reads the initiatives themselves."""
    connection = uow.connection
    if wanted.view is ReportView.CANDIDATES:
        return selection_queries.candidates(connection, question, wanted.page)
    if wanted.view is ReportView.CHOSEN:
        return selection_queries.chosen_list(connection, question, wanted.page)
    if wanted.view in (ReportView.CHECKLIST, ReportView.LETTER):
        return report_dossier.read(connection, question, with_rows=wanted.view is ReportView.LETTER)
    table = report_table.read(connection, question)
    if wanted.view is ReportView.EXCEL:
        return table
    from bot import report_bundle  # noqa: PLC0415 - rarely wanted

    dossier = report_dossier.read(connection, question) if wanted.is_dossier else None
    return report_bundle.read(uow, table, wanted.page, dossier)


def compose(figures: Figures, tools: Tools) -> Report:
    """Say what the figures are, and draw or write the file that goes with them: up to some seconds of computing."""
    match figures.body:
        case Totals() as body:
            return report_views.totals(figures, body, tools)
        case UnionList() as body:
            return report_views.unions(figures, body, tools)
        case DistrictList() as body:
            return unit_views.by_unit(figures, body, tools)
        case MissingList() as body:
            return report_views.missing(figures, body, tools)
        case WaitingList() as body:
            return report_views.waiting(figures, body, tools)
        case DayList() as body:
            return report_views.daily(figures, body, tools)
        case CandidateList() | ChosenList() | Table() | Dossier() | Bundle() as body:
            return _composed(figures, body, tools)


def _composed(
    figures: Figures, body: CandidateList | ChosenList | Table | Dossier | Bundle, tools: Tools
) -> Report:
    match body:
        case CandidateList():
            return report_selected.candidates(figures, body, tools)
        case ChosenList():
            return report_selected.chosen(figures, body, tools)
        case Table():
            return report_table.excel(figures, body, tools)
        case Dossier() if figures.wanted.view is ReportView.CHECKLIST:
            return report_dossier.checklist(figures, body, tools)
        case Dossier():
            return report_dossier.letter(figures, body, tools)
        case Bundle():
            from bot import report_bundle  # noqa: PLC0415

            return report_bundle.bundle(figures, body, tools)
