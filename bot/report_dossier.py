"""What a unit sends to the union above it, behind /hoso: what is in order of it, what is missing, and its letter."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.report_frame import Dossier, Figures, Report, Tools, buttons, head, is_union, review_button
from bot.report_table import none_of, superior_name, which
from conversations import codes
from conversations.cards import deadline
from conversations.domain import Status
from conversations.effects import Arg, Say, Text
from conversations.flows.report import VALID
from conversations.report_effects import SELECTED
from storage import queries
from storage.figures import Initiative, Question

MOST_LISTED = 30  # initiatives in the letter itself; more stand in the summary table that goes with it
_MOST_CODES = 5


def read(connection: Connection, question: Question, *, with_rows: bool = True) -> Dossier:
    """The figures, and the initiatives that are proposed if they fit into a letter: the valid ones, or the chosen."""
    proposed = queries.proposed(connection, question, _MOST_CODES + 1)
    rows: tuple[Initiative, ...] = ()
    if with_rows and proposed.count <= MOST_LISTED:
        meant = replace(question, filter=replace(question.filter, status=question.filter.status or VALID))
        rows = tuple(islice(queries.initiatives(connection, meant), MOST_LISTED))
    filed = replace(question, filter=replace(question.filter, status=None))
    return Dossier(queries.totals(connection, filed), proposed, rows)


def checklist(figures: Figures, body: Dossier, tools: Tools) -> Report:
    """What is in order and what is not, a line each."""
    args: dict[str, Arg] = {
        "head": head(figures, tools),
        "to": superior_name(figures.wanted.scopes[0], tools) or Text("dossier-above"),
        "lines": (*_lines(body), _due(figures, tools), *(("", Text("dossier-please")) if body.proposed.count else ())),
    }
    papers = buttons(figures) if body.proposed.count else ()
    decide = (review_button(),) if body.totals.with_status(Status.SUBMITTED) and is_union(figures, tools) else ()
    return Report(Say("dossier-checklist", args, (*decide, *papers)))


def letter(figures: Figures, body: Dossier, tools: Tools) -> Report:
    """The letter of the initiatives that are proposed, or why there is none."""
    said: dict[str, Arg] = {"head": head(figures, tools), "count": body.proposed.count}
    if not body.proposed.count:
        return Report(Say(none_of(figures), said, buttons(figures)))
    open_ones = body.totals.filed - body.totals.with_status(Status.REJECTED)
    said |= {"which": which(figures), "left": 0 if which(figures) == SELECTED else open_ones - body.proposed.count}
    from bot.report_letter import paper  # noqa: PLC0415 - rarely wanted, and loads what writes for Word

    return Report(Say("dossier-letter", said, buttons(figures)), paper(figures, body, tools))


def _lines(body: Dossier) -> Iterator[Text]:
    totals, proposed = body.totals, body.proposed
    yield Text("dossier-valid", {"count": proposed.count})
    yield Text("dossier-waiting", {"count": totals.with_status(Status.SUBMITTED)})
    if asked := totals.with_status(Status.CHANGES_REQUESTED):
        yield Text("dossier-asked", {"count": asked})
    if unagreed := totals.with_status(Status.CONFIRMED) - totals.valid:
        shown = ", ".join(map(codes.shown, proposed.unagreed[:_MOST_CODES]))
        has_more = len(proposed.unagreed) > _MOST_CODES
        said: Arg = Text("dossier-unagreed-rest", {"codes": shown}) if has_more else shown
        yield Text("dossier-unagreed", {"count": unagreed, "codes": said})
    if proposed.count:
        yield Text("dossier-files", {"with": proposed.with_files, "count": proposed.count})


def _due(figures: Figures, tools: Tools) -> Text:
    """A campaign knows until when CĐCS hand theirs in; what is above them is told by others."""
    campaign, is_own = figures.campaign, is_union(figures, tools)
    last = (campaign.dossier_due - timedelta(microseconds=1)).astimezone(ZoneInfo(campaign.time_zone)).date()
    until, days = deadline(campaign, campaign.dossier_due), (last - figures.today).days
    if days < 0:
        return Text("dossier-late" if is_own else "dossier-late-below", {"until": until})
    return Text("dossier-due" if is_own else "dossier-due-below", {"until": until, "days": days})
