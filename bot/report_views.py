"""The views of /report that are text: short lines for a phone of 360 px, no columns. Keys and arguments, no wording."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.channels.protocol import Attachment
from bot.documents.chart import ChartWords, daily_chart
from bot.report_frame import (
    REMIND,
    UNSTAFFED,
    Figures,
    Report,
    Tools,
    buttons,
    head,
    percent,
    place,
    review_button,
    shown_day,
    target,
    unit_shown,
)
from conversations import codes
from conversations.cards import moment
from conversations.domain import Campaign, Field, Status
from conversations.effects import Arg, Button, Say, Text
from conversations.flows.resolving import resolve_button
from conversations.text import shortened
from storage.figures import (
    DayList,
    MissingList,
    MissingUnion,
    Page,
    Totals,
    UnionFigures,
    UnionList,
    WaitingInitiative,
    WaitingList,
)

_MOST_TITLE = 60  # characters of a title in a list: two lines on a phone
_DAYS_LISTED = 10
_ORDER = (Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.CONFIRMED, Status.REJECTED, Status.WITHDRAWN)
_FIELDS = frozenset(field.value for field in Field)


def totals(figures: Figures, totals: Totals, tools: Tools) -> Report:
    """By status, block and field, against the target."""
    notes = _notes(figures, totals, tools)
    args: dict[str, Arg] = {"head": head(figures, tools), "notes": notes}
    if not totals.tallies:
        return Report(Say("report-totals-none", args, buttons(figures)))
    args |= {
        "filed": totals.filed,
        "statuses": _by_status(figures, totals),
        "blocks": tuple(_count(f"block-{block.replace('_', '-')}", n) for block, n in totals.by("block").items()),
        "fields": _by_field(totals),
    }
    return Report(Say("report-totals", args, buttons(figures)))


def _by_status(figures: Figures, totals: Totals) -> tuple[Arg, ...]:
    shown = [
        status for status in _ORDER if totals.with_status(status) or not (figures.limits.status or status in _ORDER[3:])
    ]
    lines: list[Arg] = []
    for status in shown:
        lines.append(_count(f"report-status-{status.value.replace('_', '-')}", totals.with_status(status)))
        if status is Status.CONFIRMED:
            lines.append(Text("report-count-valid", {"count": totals.valid}))
            if totals.chosen.count:
                chosen = {"count": totals.chosen.count, "forwarded": totals.chosen.forwarded}
                lines.append(Text("report-count-selected", chosen))
    return tuple(lines)


def _by_field(totals: Totals) -> tuple[Arg, ...]:
    counts: dict[str, int] = {}
    for field, count in totals.by("field").items():
        key = f"field-{field.replace('_', '-')}" if field in _FIELDS else "report-field-none"
        counts[key] = counts.get(key, 0) + count
    return tuple(_count(key, count) for key, count in counts.items())


def _notes(figures: Figures, totals: Totals, tools: Tools) -> tuple[Arg, ...]:
    """The target, unless only a part is counted; how many CĐCS take part; what "valid" means."""
    lines: list[Arg] = []
    aim = target(figures, totals.unions, tools)
    if aim and not (figures.limits.status or figures.limits.block):
        shares = {"filed": percent(totals.filed, aim), "valid": percent(totals.valid, aim)}
        lines.append(Text("report-target", {"target": aim, **shares}))
    lines.append(Text("report-unions-with", {"with": totals.unions_with, "unions": totals.unions}))
    return (*lines, Text("report-valid-meaning"))


def _count(key: str, count: int) -> Text:
    return Text("report-count", {"label": Text(key), "count": count})


def unions(figures: Figures, listed: UnionList, tools: Tools) -> Report:
    """Filed, confirmed and valid per CĐCS."""
    page = listed.page
    if not page.total:
        return Report(Say("report-unions-none", {"head": head(figures, tools)}, buttons(figures)))
    lines = tuple(_union(number, row, tools) for number, row in enumerate(page.rows, start=page.first))
    args: dict[str, Arg] = {"head": head(figures, tools), "lines": lines, "foot": _foot(page)}
    return Report(Say("report-unions", args, buttons(figures, *_resolve(page.rows, tools), page=page)))


def _union(number: int, row: UnionFigures, tools: Tools) -> Text:
    args = {"filed": row.filed, "confirmed": row.confirmed, "valid": row.valid}
    return Text("report-union", {"number": number, "name": unit_shown(row.organisation_id, None, tools), **args})


def missing(figures: Figures, listed: MissingList, tools: Tools) -> Report:
    """CĐCS with none, and a button that reminds those who can be reached."""
    page = listed.page
    args: dict[str, Arg] = {"head": head(figures, tools), "unions": listed.unions}
    if not page.total:
        return Report(Say("report-missing-none", args, buttons(figures)))
    lines = tuple(_missing(number, row, tools) for number, row in enumerate(page.rows, start=page.first))
    unreachable = listed.without_executive
    note = (Text("report-missing-unreachable", {"count": unreachable}),) if unreachable else ()
    args |= {"count": page.total, "lines": lines, "foot": (*note, _foot(page))}
    # Reminding is for the whole own scope, so it is offered only where that is what is listed.
    remind = (Button(Text("button-report-remind"), REMIND),) if unreachable < page.total and not figures.node else ()
    nobody = UNSTAFFED if figures.node is None else f"{UNSTAFFED} 1 {figures.node}"
    unstaffed = (Button(Text("button-report-unstaffed"), nobody),) if unreachable else ()
    return Report(Say("report-missing", args, buttons(figures, *remind, *unstaffed, page=page)))


def reminded(listed: MissingList, campaign: Campaign, begins_at: datetime | None) -> Report:
    """Of how many CĐCS the executives are reminded, and how many have none."""
    alone = listed.without_executive
    args: dict[str, Arg] = {"count": listed.page.total - alone}
    if not listed.page.total:
        first = Text("reminders-not-needed")
    elif listed.page.total == alone:
        first = Text("reminders-nobody")
    elif begins_at is None:
        first = Text("reminders-now", args)
    else:
        first = Text("reminders-later", {**args, "at": moment(campaign, begins_at)})
    note = (Text("report-missing-unreachable", {"count": alone}),) if alone else ()
    unstaffed = (Button(Text("button-report-unstaffed"), UNSTAFFED),) if alone else ()
    return Report(Say("reminders", {"lines": (first, *note)}, unstaffed))


def _missing(number: int, row: MissingUnion, tools: Tools) -> Text:
    key = "report-missing-union" if row.executives else "report-missing-union-unreachable"
    return Text(key, {"number": number, "name": tools.directory.label(row.organisation_id)})


def waiting(figures: Figures, listed: WaitingList, tools: Tools) -> Report:
    """What nobody has decided on, how long it waits and who could decide."""
    page = listed.page
    if not page.total:
        return Report(Say("report-waiting-none", {"head": head(figures, tools)}, buttons(figures)))
    zone = ZoneInfo(figures.campaign.time_zone)
    lines = tuple(
        _waiting_item(number, row, (figures.today - row.since.astimezone(zone).date()).days, listed, tools)
        for number, row in enumerate(page.rows, start=page.first)
    )
    args: dict[str, Arg] = {
        "head": head(figures, tools), "count": page.total, "lines": lines, "foot": _foot(page),
    }  # fmt: skip
    review = () if all(row.executives for row in page.rows) else (review_button(),)
    more = (*review, *_resolve(page.rows, tools))
    return Report(Say("report-waiting", args, buttons(figures, *more, page=page)))


def _waiting_item(number: int, row: WaitingInitiative, days: int, listed: WaitingList, tools: Tools) -> Text:
    args: Mapping[str, Arg] = {
        "number": number,
        "code": codes.shown(row.code),
        "age": Text("report-age", {"days": max(days, 0)}),
        "title": shortened(row.title, _MOST_TITLE),
        "place": unit_shown(row.unit_id, row.union_name, tools, row.submitted_on),
        "decider": _decider(row, listed.staff_at, tools),
    }
    return Text("report-waiting-item", args)


def _decider(row: WaitingInitiative, staff_at: frozenset[int], tools: Tools) -> Text:
    """Executives of the CĐCS without the author; where there are none, the nearest node above that has staff."""
    if row.executives:
        return Text("report-decider-executives", {"count": row.executives})
    above = (node.id for node in reversed(tools.directory.ancestors(row.organisation_id)))
    nearest = next((node for node in (row.organisation_id, *above) if node in staff_at), None)
    if nearest is None:
        return Text("report-decider-nobody")
    return Text("report-decider-staff", {"place": tools.directory.label(nearest)})


def daily(figures: Figures, listed: DayList, tools: Tools) -> Report:
    """Filed day by day: the last days as text, all of them as a picture."""
    if not listed.days:
        return Report(Say("report-daily-none", {"head": head(figures, tools)}, buttons(figures)))
    days = _without_gaps(figures, listed)
    lines: list[Arg] = []
    total = sum(count for _, count in days[:-_DAYS_LISTED])
    if total:
        lines.append(Text("report-days-before", {"count": total}))
    for day, count in days[-_DAYS_LISTED:]:
        total += count
        lines.append(Text("report-day", {"day": f"{day.day}/{day.month}", "count": count, "sum": total}))
    say = Say("report-daily", {"head": head(figures, tools), "lines": tuple(lines)}, buttons(figures))
    return Report(say, _chart(figures, days, tools))


def _without_gaps(figures: Figures, listed: DayList) -> list[tuple[date, int]]:
    """Every day from the first filing to today, the end of the filter or of the campaign, whichever is first."""
    filed = {one.day: one.filed for one in listed.days}
    first, last = listed.days[0].day, listed.days[-1].day
    closed = figures.campaign.closes.astimezone(ZoneInfo(figures.campaign.time_zone)) - timedelta(microseconds=1)
    until = date.fromisoformat(figures.limits.until) if figures.limits.until else figures.today
    end = max(last, min(figures.today, until, closed.date()))
    return [(day, filed.get(day, 0)) for day in (first + timedelta(days=n) for n in range((end - first).days + 1))]


def _chart(figures: Figures, days: list[tuple[date, int]], tools: Tools) -> Attachment:
    between = {"since": shown_day(days[0][0]), "until": shown_day(days[-1][0])}
    subtitle: dict[str, Arg] = {
        "period": Text("report-period-between", between),
        "count": sum(count for _, count in days),
    }
    words = ChartWords(
        title=place(figures, tools),
        subtitle=tools.phrase(Text("report-chart-subtitle", subtitle)),
        per_day=tools.phrase(Text("report-chart-per-day")),
        per_week=tools.phrase(Text("report-chart-per-week")),
        cumulative=tools.phrase(Text("report-chart-cumulative")),
    )
    return Attachment(f"sang-kien-theo-ngay-{figures.today}.png", "image/png", daily_chart(days, words))


def _resolve(rows: Sequence[UnionFigures | WaitingInitiative], tools: Tools) -> tuple[Button, ...]:
    """The way to say which CĐCS it is, where one of the rows has none."""
    nodes = (tools.directory.get(row.organisation_id) for row in rows)
    return (resolve_button(),) if any(node is not None and node.kind != "union" for node in nodes) else ()


def _foot(page: Page[UnionFigures] | Page[MissingUnion] | Page[WaitingInitiative]) -> Text:
    return Text("report-foot", {"page": page.number, "pages": page.pages})
