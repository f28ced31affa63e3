"""What follows when a node chooses outstanding initiatives or hands them on: rows change, people are told."""

from datetime import datetime

from conversations import codes
from conversations.calls import run_button
from conversations.directory import Directory
from conversations.district_effects import ForwardSelected, Select, SelectionEffect, Unselect
from conversations.effects import Arg, AuthorOf, Effect, Say, StaffAbove, Tell
from conversations.facts import Facts
from conversations.flows.selecting import buttons
from conversations.report_effects import SELECTION
from storage.unit_of_work import UnitOfWork

MOST_FORWARDED = 100  # in one transaction: each has an author who is told


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
    """Authors learn of it, and the staff above; the highest scores go first where they are many."""
    campaign, directory = facts.campaign.code, facts.directory
    sent = uow.selections.forward(node, campaign, MOST_FORWARDED, by_id=by_id, at=at)
    if not sent:
        return None
    left = uow.selections.to_forward((node,), campaign).get(node, 0)
    place, above = directory.label(node), _above(directory, node)
    named: dict[str, Arg] = {"place": place, "above": directory.label(above), "count": len(sent)}
    to_authors = (
        Tell(AuthorOf(one.code), Say("author-forwarded", {**named, "code": codes.shown(one.code), "title": one.title}))
        for one in sent
    )
    more = (run_button(SELECTION, f"gui {node}", "button-forward-more"),) if left else ()
    return (
        *to_authors,
        Tell(StaffAbove(above), Say("staff-forwarded", named, (run_button(SELECTION),))),
        Say("forwarded", {**named, "left": left}, (*more, *buttons(node))),
    )


def _above(directory: Directory, node: int) -> int:
    return directory.ancestors(node)[-1].id
