"""/report: figures from the database, then what is said of them and the file that goes with it.

`gather` asks, inside a read; `compose` is pure and may draw: run it in a thread.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import report_table, report_views
from bot.channels.protocol import Attachment
from bot.documents.qr import Poster, qr_png
from bot.report_frame import Body, Figures, Report, Table, Tools
from conversations import codes
from conversations.domain import Campaign
from conversations.effects import ReportView, Say, SendReport, Text
from storage import queries
from storage.figures import DayList, MissingList, Question, Totals, UnionList, WaitingList

__all__ = ["Figures", "Report", "Tools", "compose", "compose_qr", "gather", "poster"]


def gather(connection: Connection, wanted: SendReport, campaign: Campaign, now: datetime) -> Figures:
    """Ask what a report needs.

    Args:
        wanted: Its scopes are trusted: whoever owes the report has checked them.
        now: Aware.
    """
    question = Question(campaign.code, wanted.scopes, wanted.filter)
    today = now.astimezone(ZoneInfo(campaign.time_zone)).date()
    return Figures(wanted, campaign, today, _body(connection, wanted, question))


def _body(connection: Connection, wanted: SendReport, question: Question) -> Body:
    match wanted.view:
        case ReportView.TOTALS:
            return queries.totals(connection, question)
        case ReportView.UNIONS:
            return queries.by_union(connection, question, wanted.page)
        case ReportView.MISSING:
            return queries.missing_unions(connection, question, wanted.page)
        case ReportView.WAITING:
            return queries.waiting(connection, question, wanted.page)
        case ReportView.DAILY:
            return queries.by_day(connection, question)
        case ReportView.EXCEL:
            return report_table.read(connection, question)


def compose(figures: Figures, tools: Tools) -> Report:
    """Say what the figures are, and draw or write the file that goes with them: up to some seconds of computing."""
    match figures.body:
        case Totals() as body:
            return report_views.totals(figures, body, tools)
        case UnionList() as body:
            return report_views.unions(figures, body, tools)
        case MissingList() as body:
            return report_views.missing(figures, body, tools)
        case WaitingList() as body:
            return report_views.waiting(figures, body, tools)
        case DayList() as body:
            return report_views.daily(figures, body, tools)
        case Table() as body:
            return report_table.excel(figures, body, tools)


def compose_qr(organisation_id: int, code: str, url: str, tools: Tools) -> Report:
    """The picture of a CĐCS's QR code.

    Args:
        code: The short code behind *url*, for typing.
    """
    say = Say("report-qr", {"place": tools.directory.label(organisation_id), "code": codes.shown(code)})
    return Report(say, Attachment(f"qr-{code}.png", "image/png", qr_png(url)))


def poster(name: str, code: str, phrase: Callable[[Text], str]) -> Poster:
    """What stands on the A4 sheet of a CĐCS for its notice board (`bot.documents.qr.qr_pdf` draws it)."""
    steps = tuple(phrase(Text(f"report-poster-{step}")) for step in ("scan", "answer", "type"))
    return Poster(phrase(Text("report-poster-headline")), name, steps, codes.shown(code))
