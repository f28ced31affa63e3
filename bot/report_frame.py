"""What every report shares: its figures, its heading, its buttons."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bot.channels.protocol import Attachment
from conversations import actions
from conversations.attached import AttachedFile
from conversations.directory import Directory
from conversations.domain import Campaign
from conversations.effects import Arg, Button, ButtonKind, Say, Text
from conversations.flows.report import NO_LIMITS, report_action
from conversations.kinds import UNION
from conversations.report_effects import (
    DOSSIER,
    PAPERS,
    SELECTED,
    SELECTION,
    ReportFilter,
    ReportView,
    SendReport,
    UnitLevel,
)
from storage.blobs import BlobGone
from storage.figures import (
    CandidateList,
    ChosenList,
    DayList,
    DistrictList,
    Initiative,
    MissingList,
    Page,
    Proposed,
    Totals,
    UnionList,
    WaitingList,
)

_COMMANDS = {ReportView.CHOSEN: SELECTION, ReportView.CANDIDATES: SELECTION}  # of views that /report has not
_MOST_PLACES = 3  # scopes named in the heading
# The letter stands beside what is missing of the dossier, what may be chosen beside what is.
_NOT_BESIDE = (ReportView.LETTER, ReportView.CANDIDATES)
REMIND = "c.nhac"
UNSTAFFED = "c.canbo.thieu"


class Table(Struct, frozen=True):
    """The rows of the summary table; none if there are more than fit into one file."""

    count: int
    rows: tuple[Initiative, ...]


class BundledFile(Struct, frozen=True):
    """A file that goes with an initiative of the table."""

    code: str
    number: int  # among those of its initiative, from 1
    file: AttachedFile


class Dossier(Struct, frozen=True):
    """What a unit sends to the one above it: all that was filed, and what of it is valid."""

    totals: Totals
    proposed: Proposed
    rows: tuple[Initiative, ...] = ()  # the valid ones; none if they are too many for a letter


class Bundle(Struct, frozen=True):
    """The table with the files that go with it; of many files a part."""

    table: Table
    files: Page[BundledFile]
    dossier: Dossier | None = None  # for the letter that goes with it


Body = (
    Totals | UnionList | DistrictList | MissingList | WaitingList | DayList | CandidateList | ChosenList | Table
    | Dossier | Bundle
)  # fmt: skip


class Figures(Struct, frozen=True):
    """All that a report is made of."""

    wanted: SendReport
    campaign: Campaign
    today: date  # local
    body: Body

    @property
    def limits(self) -> ReportFilter:
        """The filter that was asked for."""
        return self.wanted.filter

    @property
    def node(self) -> int | None:
        """The one unit that was asked for, if it is not the whole own scope."""
        return self.wanted.chosen.node if self.wanted.chosen else None


class Report(NamedTuple):
    """What is said, and the file that goes with it."""

    say: Say
    attachment: Attachment | None = None


def no_content(blob: str) -> bytes:
    """Where there are none."""
    raise BlobGone


class Tools(Struct, frozen=True):
    """What turns ids into names, and texts into words for pictures and tables."""

    directory: Directory
    phrase: Callable[[Text], str]
    content: Callable[[str], bytes] = no_content  # of a blob by its name; waits for the disk, raises BlobGone


def shown_day(day: date) -> str:
    """15/3/2021."""
    return f"{day.day}/{day.month}/{day.year}"


def place(figures: Figures, tools: Tools) -> str:
    """The names of the scopes."""
    labels = [tools.directory.label(scope) for scope in figures.wanted.scopes]
    return ", ".join(labels[:_MOST_PLACES]) + (" …" if len(labels) > _MOST_PLACES else "")


def period(figures: Figures) -> Text:
    """From when to when."""
    since, until = (date.fromisoformat(day) if day else None for day in (figures.limits.since, figures.limits.until))
    match since, until:
        case None, None:
            return Text("report-period-whole", {"day": shown_day(figures.today)})
        case date(), None:
            return Text("report-period-since", {"since": shown_day(since)})
        case None, date():
            return Text("report-period-until", {"until": shown_day(until)})
    assert since is not None and until is not None  # noqa: S101, PT018 - the cases above leave nothing else
    if since == until:
        return Text("report-period-day", {"day": shown_day(since)})
    return Text("report-period-between", {"since": shown_day(since), "until": shown_day(until)})


def target(figures: Figures, unions: int, tools: Tools) -> int:
    """What is aimed at: the campaign's own number for the whole country, else its number for each of so many CĐCS."""
    nodes = (tools.directory.get(scope) for scope in figures.wanted.scopes)
    if figures.campaign.target and any(node is not None and node.kind == "national" for node in nodes):
        return figures.campaign.target
    return unions * figures.campaign.target_per_union


def percent(part: int, whole: int) -> Text:
    """12,3%."""
    tenths = (part * 1000 + whole // 2) // whole
    return Text("report-percent", {"whole": tenths // 10, "tenth": tenths % 10})


def head(figures: Figures, tools: Tools) -> tuple[Arg, ...]:
    """Whose figures, of which time, and what was filtered."""
    limits = figures.limits
    only = [Text(f"report-status-{hyphened(limits.status)}")] if limits.status else []
    only += [Text(f"block-{hyphened(limits.block)}")] if limits.block else []
    lines = (Text("report-only", {"what": what}) for what in only)
    return Text("report-head", {"place": place(figures, tools)}), period(figures), *lines


def buttons(figures: Figures, *first: Button, page: Page[Any] | None = None) -> tuple[Button, ...]:
    """The view's own buttons, the other views under the same filter, the filter off, the way up, and the pages."""
    if figures.wanted.is_dossier:
        return (*first, *_papers(figures), *(pages(figures, page) if page else ()))
    view, limits, node, level = figures.wanted.view, figures.limits, figures.node, figures.wanted.level
    others = tuple(
        Button(Text(f"button-report-{other}"), report_action(other, limits, node=node))
        for other in ReportView
        if other not in (view, *_NOT_BESIDE)
    )
    unfiltered = report_action(view, node=node, level=level)
    off = () if limits == NO_LIMITS else (Button(Text("button-report-unfiltered"), unfiltered),)
    return (*first, *others, *off, *_levels(figures), *(pages(figures, page) if page else ()))


def _papers(figures: Figures) -> Iterator[Button]:
    """The other papers of the same dossier."""
    for other in PAPERS:
        if other is not figures.wanted.view:
            action = report_action(other, _asked(figures), node=figures.node, command=DOSSIER)
            yield Button(Text(f"button-report-{other}"), action)


def _asked(figures: Figures) -> ReportFilter:
    """The filter as a button asks for it: /hoso knows which initiatives its papers are of."""
    is_implied = figures.wanted.is_dossier and figures.limits.status != SELECTED
    return replace(figures.limits, status=None) if is_implied else figures.limits


def _levels(figures: Figures) -> Iterator[Button]:
    """From units to each CĐCS below and back, and to what lies above."""
    view, limits, level = figures.wanted.view, figures.limits, figures.wanted.level
    if level is UnitLevel.UNION:
        yield Button(Text("button-report-by-unit"), report_action(view, limits, node=figures.node))
    elif level is not None:
        every = report_action(view, limits, node=figures.node, level=UnitLevel.UNION)
        yield Button(Text("button-report-every-union"), every)
    if figures.wanted.chosen is not None:
        above = report_action(view, limits, node=figures.wanted.chosen.above)
        yield Button(Text("button-report-above"), above, ButtonKind.CONTROL)


def unit_shown(organisation_id: int, union_name: str | None, tools: Tools, on: date | None = None) -> Arg:
    """The CĐCS by its name *on* that day; what was typed where it is not known, or only that it is not."""
    label = tools.directory.label(organisation_id, on)
    node = tools.directory.get(organisation_id)
    if node is not None and node.kind == UNION:
        return label
    return union_name or Text("report-union-unknown", {"place": label})


def is_union(figures: Figures, tools: Tools) -> bool:
    """Whether it is about a CĐCS, and not about whoever is above one."""
    nodes = map(tools.directory.get, figures.wanted.scopes)
    return any(node is not None and node.kind == UNION for node in nodes)


def review_button() -> Button:
    """Opens the queue of what the person may decide on."""
    return Button(Text("button-duyet"), actions.encode(actions.Run("duyet", "")))


def pages(figures: Figures, page: Page[Any]) -> tuple[Button, ...]:
    """Ways to the pages beside this one."""
    view, level = figures.wanted.view, figures.wanted.level
    command = DOSSIER if figures.wanted.is_dossier else _COMMANDS.get(view, "report")
    neighbours = (("previous", page.number - 1), ("next", page.number + 1))
    return tuple(
        Button(
            Text(f"button-{name}-page", {"page": number, "pages": page.pages}),
            report_action(view, _asked(figures), number, figures.node, level, command),
            ButtonKind.CONTROL,
        )
        for name, number in neighbours
        if 1 <= number <= page.pages
    )


def hyphened(code: str | None) -> str:
    """A stored code as keys of texts write it; '' for none."""
    return (code or "").replace("_", "-")
