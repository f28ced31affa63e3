"""The view of /report with a line for each unit below: provinces, federations. Keys and arguments, no wording."""

from bot.report_frame import Figures, Report, Tools, buttons, head, percent, target
from conversations.directory import Directory, Organisation
from conversations.effects import Arg, Say, Text
from conversations.flows.report_units import page_of, unit_button, unit_name, units
from conversations.report_effects import UnitLevel
from storage.figures import DistrictFigures, DistrictList, Page

_FIGURES = ("filed", "confirmed", "valid", "waiting", "unions", "unions_with")
Sums = dict[int | None, dict[str, int]]  # by unit; None: what belongs to none that has a line


def by_unit(figures: Figures, listed: DistrictList, tools: Tools) -> Report:
    """Filed, confirmed and waiting of each unit and of all, against the target, and how many CĐCS have any."""
    wanted = figures.wanted
    lines = units(tools.directory, wanted.scopes, wanted.level or UnitLevel.BELOW)
    rows, number, pages = page_of(lines, wanted.page)
    sums, whole = _added_up(listed.districts, lines, tools.directory)
    names = [unit_name(tools.directory, unit.id, wanted.scopes) for unit in rows]
    shown = tuple(
        Text("report-unit", {"number": n, "name": name, **_said(figures, sums[unit.id])})
        for n, (unit, name) in enumerate(zip(rows, names, strict=True), start=1)
    )
    rest = sums[None]
    args: dict[str, Arg] = {
        "head": head(figures, tools),
        "total": Text("report-unit-total", _said(figures, whole, target(figures, whole["unions"], tools))),
        "lines": shown,
        "foot": (
            *((Text("report-unit-rest", _said(figures, rest)),) if any(rest.values()) else ()),
            Text("report-unit-hint"),
            Text("report-foot", {"page": number, "pages": pages}),
        ),
    }
    drill = (unit_button(tools.directory, unit, wanted) for unit in rows)
    page = Page(rows, number, pages, len(lines), 1)
    return Report(Say("report-units", args, buttons(figures, *drill, page=page)))


def _added_up(
    districts: tuple[DistrictFigures, ...], lines: tuple[Organisation, ...], directory: Directory
) -> tuple[Sums, dict[str, int]]:
    """The figures of each unit with all below it, and of everything."""
    ids = {unit.id for unit in lines}
    sums: Sums = {unit: dict.fromkeys(_FIGURES, 0) for unit in (*ids, None)}
    whole = dict.fromkeys(_FIGURES, 0)
    for district in districts:
        path = (district.organisation_id, *(node.id for node in directory.ancestors(district.organisation_id)))
        unit = next((id_ for id_ in path if id_ in ids), None)
        for name in _FIGURES:
            figure = getattr(district, name)
            sums[unit][name] += figure
            whole[name] += figure
    return sums, whole


def _said(figures: Figures, sums: dict[str, int], aim: int | None = None) -> dict[str, Arg]:
    """The figures as a text names them. aim: the target, if it is not so many for each CĐCS."""
    aim = sums["unions"] * figures.campaign.target_per_union if aim is None else aim
    is_whole = not (figures.limits.status or figures.limits.block)  # a part is measured by nothing
    share = Text("report-unit-share", {"percent": percent(sums["filed"], aim)}) if aim and is_whole else ""
    return {**sums, "share": share}
