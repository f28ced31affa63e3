"""What a node has chosen as outstanding, and what it may still choose, behind /chon."""

from collections.abc import Iterator

from msgspec.structs import replace

from bot.report_frame import Figures, Report, Tools, head, pages, unit_shown
from conversations import actions, codes
from conversations.effects import Arg, Button, Say, Text
from conversations.flows.report import report_action
from conversations.flows.selecting import reason_shown
from conversations.report_effects import DOSSIER, SELECTED, SELECTION, ReportView
from conversations.text import shortened
from storage.figures import Candidate, CandidateList, ChosenCount, ChosenInitiative, ChosenList

_MOST_TITLE = 90  # characters: three lines on a phone
_PAPERS = (ReportView.LETTER, ReportView.EXCEL, ReportView.BUNDLE)


def candidates(figures: Figures, listed: CandidateList, tools: Tools) -> Report:
    """What may be chosen, and how far the choice has come."""
    page = listed.page
    args: dict[str, Arg] = {"head": head(figures, tools), "chosen": _progress(listed.chosen)}
    others = _others(figures, listed.chosen, ReportView.CHOSEN)
    if not page.total:
        return Report(Say("select-candidates-none", args, others))
    lines = tuple(_candidate(row, tools) for row in page.rows)
    args |= {"lines": lines, "count": page.total, "page": page.number, "pages": page.pages}
    opened = tuple(_open(row.code) for row in page.rows)
    return Report(Say("select-candidates", args, (*opened, *others, *pages(figures, page))))


def chosen(figures: Figures, listed: ChosenList, tools: Tools) -> Report:
    """What is chosen, the highest score first, and the papers of it."""
    page = listed.page
    args: dict[str, Arg] = {"head": head(figures, tools), "chosen": _progress(listed.chosen)}
    others = _others(figures, listed.chosen, ReportView.CANDIDATES)
    if not page.total:
        return Report(Say("select-chosen-none", args, others))
    lines = tuple(_chosen(number, row, tools) for number, row in enumerate(page.rows, start=page.first))
    args |= {"lines": lines, "page": page.number, "pages": page.pages}
    args["hint"] = Text("select-change-hint") if figures.wanted.is_own else ""
    return Report(Say("select-chosen", args, (*others, *_papers(figures), *pages(figures, page))))


def _progress(chosen: ChosenCount) -> Text:
    return Text("select-progress", {"count": chosen.count, "forwarded": chosen.forwarded})


def _others(figures: Figures, chosen: ChosenCount, other: ReportView) -> tuple[Button, ...]:
    """Handing on, where there is something to hand on, and the other list; nothing of what another node chooses."""
    if not figures.wanted.is_own:
        return ()
    other_list = report_action(other, figures.limits, node=figures.node, command=SELECTION)
    forward = actions.encode(actions.Run(SELECTION, f"gui {figures.node}" if figures.node else "gui"))
    ways = (Button(Text("button-forward"), forward),) if chosen.count > chosen.forwarded else ()
    return (*ways, Button(Text(f"button-report-{other}"), other_list))


def _papers(figures: Figures) -> Iterator[Button]:
    limits = replace(figures.limits, status=SELECTED)
    for paper in _PAPERS:
        action = report_action(paper, limits, node=figures.node, command=DOSSIER)
        yield Button(Text(f"button-report-{paper}"), action)


def _open(code: str) -> Button:
    return Button(Text("button-code", {"code": codes.shown(code)}), actions.encode(actions.Run(SELECTION, code)))


def _candidate(row: Candidate, tools: Tools) -> Text:
    """Without a number, which nobody would understand when it is typed."""
    place = unit_shown(row.unit_id, row.union_name, tools, row.submitted_on)
    worth = Text("report-benefit", {"amount": row.benefit or 0, "period": row.benefit_period or ""})
    return Text("select-candidate", {
        "code": codes.shown(row.code),
        "title": shortened(row.title, _MOST_TITLE),
        "lines": (place, worth) if row.benefit is not None else (place,),
        "score": row.score or 0,
    })  # fmt: skip


def _chosen(number: int, row: ChosenInitiative, tools: Tools) -> Text:
    return Text("select-chosen-line", {
        "number": number,
        "score": row.score,
        "code": codes.shown(row.code),
        "title": shortened(row.title, _MOST_TITLE),
        "place": unit_shown(row.unit_id, row.union_name, tools, row.submitted_on),
        "reason": reason_shown(row.reason),
        "is_forwarded": "no" if row.forwarded_at is None else "yes",
    })  # fmt: skip
