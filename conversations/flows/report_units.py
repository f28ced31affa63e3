"""The units that the view by CĐCS has lines for where the scope is above a district; and units named after /report."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex
from msgspec.structs import replace

from conversations import rights
from conversations.answers import Invalid
from conversations.directory import Directory, Elsewhere, Exact, Match, Organisation
from conversations.domain import Role
from conversations.effects import Button
from conversations.flows.report import Wanted, parse_report, report_action
from conversations.kinds import FEDERATION, MIDDLE, NATIONAL, PROVINCE, UNION
from conversations.matching.typed_unions import named_in
from conversations.matching.unions import is_part
from conversations.places import MOST_LABEL
from conversations.report_effects import ReportView, SendReport, UnitLevel
from conversations.steps import View

PAGE_UNITS = 10  # each has a button of its own
MOST_WORDS = 24  # in which a name is looked for
_MOST_NAME = 10  # words of one
_MOST_READINGS = 5  # of which the name is looked for as it is
_MOST_CODE = 60  # characters of an organisation's code
_WORD = regex.compile(r"\S+")


def units(directory: Directory, scopes: tuple[int, ...], level: UnitLevel) -> tuple[Organisation, ...]:
    """The lines of that level, in the order of the tree, none of them below another one.

    None if nothing of that level is there: below a district there are only CĐCS.
    """
    tops = [node for scope in directory.outermost(scopes) if (node := directory.get(scope))]
    match level:
        case UnitLevel.BELOW:
            found = [(top, _below(directory, top)) for top in tops]
            has_any = any(below for _, below in found)
            return tuple(unit for top, below in found for unit in below or (top,)) if has_any else ()
        case UnitLevel.PROVINCE:
            return tuple(_provinces(directory, tops))
        case UnitLevel.FEDERATION:
            above = [unit for top in tops for unit in (_below(directory, top) if top.kind == NATIONAL else (top,))]
            return tuple(unit for top in above for unit in _below(directory, top) or (top,))
    return ()


class UnitPage(NamedTuple):
    """Some of the lines; *number* counts from 1 and lies within *pages*."""

    rows: tuple[Organisation, ...]
    number: int
    pages: int


def page_of(lines: tuple[Organisation, ...], number: int) -> UnitPage:
    """One page of the lines; a number beyond the last page gives the last."""
    pages = max(1, -(-len(lines) // PAGE_UNITS))
    number = min(max(number, 1), pages)
    return UnitPage(lines[(number - 1) * PAGE_UNITS : number * PAGE_UNITS], number, pages)


def unit_name(directory: Directory, node: int, scopes: tuple[int, ...] = ()) -> str:
    """With what is above, unless that is one of the scopes: ten provinces have a Châu Thành."""
    unit, label = directory.get(node), directory.label(node)
    above = directory.get(unit.parent_id) if unit is not None and unit.parent_id is not None else None
    is_plain = above is None or above.id in scopes or node in scopes
    return label if above is None or is_plain else f"{label} ({above.name})"


def unit_button(directory: Directory, unit: Organisation, owed: SendReport) -> Button:
    """Leads from a line to what lies below it, under the same filter."""
    label = unit_name(directory, unit.id, owed.scopes)[:MOST_LABEL]
    return Button(label, report_action(ReportView.UNIONS, owed.filter, node=unit.id))


def _provinces(directory: Directory, tops: list[Organisation]) -> Iterator[Organisation]:
    for top in tops:
        if top.kind == NATIONAL:
            yield from _below(directory, top)
        elif top.kind == PROVINCE:
            yield top


def _below(directory: Directory, top: Organisation) -> tuple[Organisation, ...]:
    """What hangs directly below a node and is no CĐCS; provinces before the unions of branches beside them."""
    if top.kind == NATIONAL:
        below = (node for node in directory.children(top.id) if node.kind != UNION)
        return tuple(sorted(below, key=lambda node: node.kind != PROVINCE))
    return tuple(node for node in directory.between(top.id) if node.parent_id == top.id)


class Named(NamedTuple):
    """A report of a unit that was named. *nodes*: which it may be; only if *is_sure*, the one is not asked about."""

    wanted: Wanted
    nodes: tuple[int, ...]
    is_sure: bool


def asked(view: View, words: str) -> Wanted | Named | Invalid:
    """What stands after /report or /hoso. Returns: Named if it has to be asked which unit is meant."""
    read = parse_report(words, view.today)
    if isinstance(read, Wanted):
        return read
    found = named(view, words) if read.key == "report-word-unknown" else None
    if isinstance(found, Named) and found.is_sure:
        return replace(found.wanted, node=found.nodes[0])
    return found or read


def named(view: View, words: str) -> Named | Invalid | None:
    """What words mean that name a unit among others.

    Returns: Invalid if it lies elsewhere; None if nobody is called so.
    """
    readings = tuple(_readings(view, words))
    for name, wanted in dict.fromkeys((*readings[:_MOST_READINGS], *readings[-1:])):
        if (sure := _certain(view, name)) is not None:
            is_inside = rights.may_look_at(view.facts, sure)
            return Named(wanted, (sure,), True) if is_inside else Invalid("place-not-in-scope")
    if not readings:
        return None
    name, wanted = readings[-1]  # no more words than nothing else explains
    found = _searched(view, name)
    if inside := _meant(view, found):
        return Named(wanted, tuple(node.id for node in inside), False)
    return Invalid("place-not-in-scope") if any(isinstance(match, Elsewhere) for match in found) else None


def _readings(view: View, words: str) -> Iterator[tuple[str, Wanted]]:
    """Every way to take some of the words for a name and to understand the others; the longest names first:
    "tỉnh Cao Bằng" asks for no view by province."""
    spans = [match.span() for match in _WORD.finditer(words)]
    if len(spans) > MOST_WORDS:
        return
    for size in range(min(len(spans), _MOST_NAME), 0, -1):
        for first in range(len(spans) - size + 1):
            begin, end = spans[first][0], spans[first + size - 1][1]
            wanted = parse_report(f"{words[:begin]} {words[end:]}", view.today)
            if isinstance(wanted, Wanted):
                yield words[begin:end].strip(",;:."), wanted


def _certain(view: View, name: str) -> int | None:
    """The unit that has this code or name, wherever it is; or the only CĐCS of the own scopes that the words fit."""
    node = view.facts.directory.by_code(name[:_MOST_CODE])
    if node is not None and node.is_active:
        return node.id
    found = _searched(view, name)
    if sure := {match.organisation.id for match in found if isinstance(match, Exact)}:
        return sure.pop() if len(sure) == 1 else None
    only, *others = _meant(view, found) or (None,)
    is_said = only is not None and only.kind == UNION and is_part(name, (only.name, *only.aliases, *only.learnt))
    return only.id if only is not None and is_said and not others else None


def _meant(view: View, found: Iterable[Match]) -> tuple[Organisation, ...]:
    """What of it lies in the own scopes."""
    nodes = {node.id: node for match in found for node in named_in(match)}
    return tuple(node for node in nodes.values() if rights.may_look_at(view.facts, node.id))


def _searched(view: View, name: str) -> list[Match]:
    """What each kind of unit is found by that name; below the first kind that has it, none.

    Above and beside the own scopes too: the own name means the own unit, a neighbour's is no slip in one of these.
    """
    directory, matches = view.facts.directory, list[Match]()
    scopes = [node for scope in view.facts.scopes(Role.STAFF) if (node := directory.get(scope))]
    unions = (node for own in view.facts.scopes(Role.EXECUTIVE) if (node := directory.get(own)))
    places = {
        FEDERATION: (scope.parent_id if scope.kind in MIDDLE else scope.id for scope in scopes),
        PROVINCE: (None,),  # also offered to who names a district of it
        UNION: (*(scope.id for scope in scopes), *(union.parent_id for union in unions)),
    }
    for kind, within in places.items():
        found = [directory.search(name, place, kind) for place in dict.fromkeys(within)]
        if any(isinstance(match, Exact) for match in found):
            return found
        matches += found
    return matches
