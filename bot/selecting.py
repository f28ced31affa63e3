"""What follows when a node chooses outstanding initiatives or hands them on: rows change, people are told."""

from datetime import datetime

from conversations import codes
from conversations.calls import run_button
from conversations.district_effects import ForwardSelected, Select, SelectionEffect, Unselect
from conversations.domain import Role
from conversations.effects import Arg, AuthorOf, Effect, Say, Tell, ThisPerson
from conversations.facts import Facts
from conversations.flows.selecting import MOST_FORWARDED, above, buttons
from conversations.report_effects import SELECTION
from storage.unit_of_work import UnitOfWork


def carry_out(
    uow: UnitOfWork, facts: Facts, by_id: int, effect: SelectionEffect, at: datetime
) -> tuple[Effect, ...] | None:
    """Change the rows. Returns: what is to be said then; None if somebody else was faster."""
    match effect:
        case Select():
            return () if uow.selections.put(effect, by_id=by_id, at=at) else None
        case Unselect(code, organisation_id, reason):
            return () if uow.selections.drop(code, organisation_id, reason, by_id=by_id, at=at) else None
        case ForwardSelected(organisation_id):
            return _forward(uow, facts, by_id, organisation_id, at)


def _forward(uow: UnitOfWork, facts: Facts, by_id: int, node: int, at: datetime) -> tuple[Effect, ...] | None:
    """Authors learn of it, and the staff of the node above; the highest scores go first where they are many."""
    campaign, directory = facts.campaign.code, facts.directory
    if (to := above(directory, node)) is None:
        return None
    if not (sent := uow.selections.forward(node, campaign, MOST_FORWARDED, by_id=by_id, at=at)):
        return None
    left = uow.selections.to_forward((node,), campaign).get(node, 0)
    staff = tuple(one for one in uow.grants.holders(Role.STAFF, to) if one != by_id)
    named: dict[str, Arg] = {"place": directory.label(node), "above": directory.label(to), "count": len(sent)}
    to_authors = (
        Tell(AuthorOf(one.code), Say("author-forwarded", {**named, "code": codes.shown(one.code), "title": one.title}))
        for one in sent
    )
    notice = Say("staff-forwarded", named, (run_button(SELECTION),))
    more = (run_button(SELECTION, f"gui {node}", "button-forward-more"),) if left else ()
    return (
        *to_authors,
        *(Tell(ThisPerson(one), notice) for one in staff),
        Say("forwarded", {**named, "left": left, "staff": len(staff)}, (*more, *buttons(node))),
    )
