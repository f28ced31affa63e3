"""/report, /hoso and /chon: what the words after them ask for, of which nodes, and whether the person may see them.

/hoso is what a unit sends to the union above it: executives ask for their CĐCS, staff for their own node or for any
below it.
"""

from collections.abc import Callable

from msgspec.structs import replace

from conversations import rights
from conversations.answers import Invalid
from conversations.calls import Call
from conversations.choices import as_text
from conversations.dialogue import Turn
from conversations.domain import Role
from conversations.effects import Button, Say
from conversations.flows.report import VALID, Wanted, report_action
from conversations.flows.report_units import Named, asked, page_of, unit_button, unit_name, units
from conversations.kinds import UNION
from conversations.places import MOST_LABEL, MOST_MEANT
from conversations.report_effects import (
    DOSSIER,
    PAPERS,
    SELECTED,
    SELECTION,
    Chosen,
    ReportView,
    SendReport,
    UnitLevel,
)

# Words that were not understood, with an example of the command that was typed.
_OF_DOSSIER = {
    "report-word-unknown": "dossier-word-unknown",
    "report-no-such-day": "dossier-no-such-day",
    "report-days-reversed": "dossier-days-reversed",
    "report-words-too-long": "dossier-words-too-long",
}
_MOST_QUOTED = 20  # characters of what was not understood
_COUNTED = (ReportView.CHECKLIST, ReportView.LETTER)  # of all that was filed: they say what of it is proposed


def report(call: Call) -> Turn:
    """/report: a view of the own scope, or of a unit in it; the words after the command choose and filter."""
    return _answered(call, "report", _report)


def dossier(call: Call) -> Turn:
    """/hoso, and the paper that the words after it name; the own CĐCS may be named too, or a unit below."""
    return _answered(call, DOSSIER, _paper)


def selection(call: Call) -> Turn:
    """/chon without a code: what may be chosen, or what is; of the own node, or of a unit below that is named."""
    return _answered(call, SELECTION, _selection)


def _answered(call: Call, command: str, then: Callable[[Call, Wanted], Turn]) -> Turn:
    match asked(call.view, call.argument):
        case Invalid(key, args) if command == SELECTION and key != "place-not-in-scope":
            return call.says(Say("select-word-unknown", {"word": args.get("word") or call.argument[:_MOST_QUOTED]}))
        case Invalid(key, args):
            return call.says(Say(_OF_DOSSIER.get(key, key) if command == DOSSIER else key, args))
        case Named(wanted, nodes):
            return _which(call, "people-place-ambiguous", wanted, nodes, command)
        case wanted:
            return then(call, wanted)


def _which(call: Call, key: str, wanted: Wanted, nodes: tuple[int, ...], command: str) -> Turn:
    """Ask which one is meant, or whether it is the one: never another unit's figures for those asked for."""
    buttons = tuple(
        Button(
            unit_name(call.facts.directory, node)[:MOST_LABEL],
            report_action(wanted.view, wanted.filter, node=node, level=wanted.level, command=command),
        )
        for node in nodes[:MOST_MEANT]
    )
    return call.says(Say(key, {"count": len(buttons)}, buttons))


def _report(call: Call, wanted: Wanted) -> Turn:
    """A view of the whole own scope, or of a unit in it; a letter has one sender, so it is asked for as by /hoso."""
    if wanted.view in (ReportView.CANDIDATES, ReportView.CHOSEN):
        return _selection(call, wanted)
    return _paper(call, wanted) if wanted.view in _COUNTED else _about(call, wanted)


def _selection(call: Call, wanted: Wanted) -> Turn:
    """From what one of the own nodes may choose, or what it has; of any other node what that has chosen."""
    own = call.facts.scopes(Role.STAFF)
    if wanted.view in PAPERS and wanted.view is not ReportView.CHECKLIST:
        return _paper(call, replace(wanted, filter=replace(wanted.filter, status=SELECTED)))
    if wanted.view not in (ReportView.TOTALS, ReportView.CHOSEN, ReportView.CANDIDATES) or wanted.level is not None:
        return call.says(Say("select-word-unknown", {"word": call.argument[:_MOST_QUOTED]}))
    view = ReportView.CHOSEN if wanted.view is ReportView.CHOSEN else ReportView.CANDIDATES
    wanted = replace(wanted, view=view, filter=replace(wanted.filter, status=None))
    if wanted.node is not None and wanted.node not in own:
        return _about(call, replace(wanted, view=ReportView.CHOSEN))
    if wanted.node is None and len(own) > 1:
        return _which(call, "select-which", wanted, own, SELECTION)
    (node,) = own if wanted.node is None else (wanted.node,)
    return call.says(SendReport(view, (node,), wanted.filter, wanted.page, chosen=_chosen(call, node), is_own=True))


def _paper(call: Call, wanted: Wanted) -> Turn:
    """One paper of one unit; what is no paper of a dossier is taken for the question what is missing of it."""
    view = wanted.view if wanted.view in PAPERS else ReportView.CHECKLIST
    wanted, scopes = replace(wanted, view=view, level=None), _own(call)
    if wanted.node is not None and not rights.may_look_at(call.facts, wanted.node):
        return call.says(Say("place-not-in-scope"))
    if wanted.node is None and len(scopes) > 1:
        return _which(call, "dossier-which", wanted, scopes, DOSSIER)
    (about,) = scopes if wanted.node is None else (wanted.node,)
    if wanted.filter.status == SELECTED and _is_union(call, about):
        return call.says(Say("dossier-selected-above"))
    is_chosen = wanted.filter.status == SELECTED and view is not ReportView.CHECKLIST
    status = SELECTED if is_chosen else None if view in _COUNTED else VALID
    limits = replace(wanted.filter, status=status)
    chosen = Chosen(about, None) if scopes != (about,) else None
    return call.says(SendReport(view, (about,), limits, wanted.page, chosen=chosen, is_dossier=True))


def _is_union(call: Call, node: int) -> bool:
    known = call.facts.directory.get(node)
    return known is not None and known.kind == UNION


def _own(call: Call) -> tuple[int, ...]:
    """The nodes that the person answers for."""
    return tuple(dict.fromkeys((*call.facts.scopes(Role.STAFF), *call.facts.scopes(Role.EXECUTIVE))))


def _about(call: Call, wanted: Wanted) -> Turn:
    scopes, directory = call.facts.scopes(Role.STAFF), call.facts.directory
    if wanted.node is not None and not rights.covers(scopes, wanted.node, directory):
        return call.says(Say("place-not-in-scope"))
    chosen = _chosen(call, wanted.node) if wanted.node is not None else None
    about = (chosen.node,) if chosen else scopes
    level = _level(call, wanted, about)
    lines = units(directory, about, level) if level else ()
    if level in (UnitLevel.PROVINCE, UnitLevel.FEDERATION) and not lines:
        return call.says(Say("report-no-such-level"))
    owed = SendReport(wanted.view, about, wanted.filter, wanted.page, level, chosen)
    if not lines and chosen is None:
        return call.says(owed)
    # The message is made when it is sent, but the lines it begins with are known, so their numbers may be typed.
    shown = (unit_button(directory, unit, owed) for unit in page_of(lines, wanted.page).rows)
    offered = tuple((button.action, as_text(button.label, call.facts.phrase)) for button in shown)
    return Turn(replace(call.state, menu=offered), (owed,))


def _chosen(call: Call, node: int) -> Chosen | None:
    """One node in place of the whole own scope, if it is not all of that."""
    scopes, directory = call.facts.scopes(Role.STAFF), call.facts.directory
    if scopes == (node,):
        return None
    known = directory.get(node)
    above = known.parent_id if known is not None and node not in scopes else None
    return Chosen(node, None if above is None or scopes == (above,) else above)


def _level(call: Call, wanted: Wanted, about: tuple[int, ...]) -> UnitLevel | None:
    """What the lines stand for: each CĐCS where there is nothing between the scope and them, unless told otherwise."""
    if wanted.view is not ReportView.UNIONS or wanted.level in (UnitLevel.PROVINCE, UnitLevel.FEDERATION):
        return wanted.level
    return (wanted.level or UnitLevel.BELOW) if units(call.facts.directory, about, UnitLevel.BELOW) else None
