"""/report: what the words after it ask for, of which nodes, and whether these are the person's to see."""

from msgspec.structs import replace

from conversations import rights
from conversations.answers import Invalid
from conversations.calls import Call
from conversations.choices import as_text
from conversations.dialogue import Turn
from conversations.domain import Role
from conversations.effects import Button, Say
from conversations.flows.report import Wanted, parse_report, report_action
from conversations.flows.report_units import named, page_of, unit_button, unit_name, units
from conversations.places import MOST_LABEL, MOST_MEANT
from conversations.report_effects import Chosen, ReportView, SendReport, UnitLevel


def report(call: Call) -> Turn:
    """/report: a view of the own scope, or of a unit in it; the words after the command choose and filter."""
    words = parse_report(call.argument, call.view.today)
    if isinstance(words, Wanted):
        return _about(call, words)
    found = named(call.view, call.argument) if words.key == "report-word-unknown" else None
    if found is None or isinstance(found, Invalid):
        refused = found or words
        return call.says(Say(refused.key, refused.args))
    if found.is_sure:
        return _about(call, replace(found.wanted, node=found.nodes[0]))
    return _which(call, found.wanted, found.nodes)


def _which(call: Call, wanted: Wanted, nodes: tuple[int, ...]) -> Turn:
    """Ask which one a name means, or whether it is the one: never another unit's figures for those asked for."""
    buttons = tuple(
        Button(
            unit_name(call.facts.directory, node)[:MOST_LABEL],
            report_action(wanted.view, wanted.filter, node=node, level=wanted.level),
        )
        for node in nodes[:MOST_MEANT]
    )
    return call.says(Say("people-place-ambiguous", {"count": len(buttons)}, buttons))


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
