"""Changes of organisations carried out, from chat or terminal: the tree, and a word to those whom it concerns."""

from collections.abc import Iterable

from bot.ended_roles import withdraw_cards
from bot.messages import Menu, to_dict
from conversations import actions
from conversations.domain import Role
from conversations.effects import Arg, Button, Say, Text
from conversations.flows.units import undo_button
from conversations.units import ChangeUnit, UndoUnit, UnitAct, UnitChange
from storage.repositories.organisation_changes import Who
from storage.unit_of_work import UnitOfWork

NOTICE = 1


def carry_out(uow: UnitOfWork, wanted: ChangeUnit | UndoUnit, who: Who) -> Say:
    """Change the tree and tell the executives. Returns: the answer to who asked. Raises: UnitRefused."""
    if isinstance(wanted, UndoUnit):
        return _undo(uow, wanted.change_id, who)
    concerned = _executives(uow, wanted.organisation_id, wanted.other_id)
    staff = uow.grants.holders(Role.STAFF, wanted.organisation_id)
    args = _named(uow, wanted)
    change = _change(uow, wanted, who)
    figures = uow.organisation_changes.figures(wanted.other_id or wanted.organisation_id)
    args |= {"waiting": figures.waiting, **uow.organisation_changes.moved(change.id)}
    review = (Button(Text("button-duyet"), actions.encode(actions.Run("duyet", ""))),) if figures.waiting else ()
    _tell(uow, concerned, Say(f"unit-told-{change.act.value}", args, review), who)
    if change.act is UnitAct.MERGED:
        for person in staff:  # those whose role has ended, not followed
            withdraw_cards(uow, person, wanted.other_id or wanted.organisation_id, who.at)
        _tell(uow, staff, Say("unit-staff-merged", args), who)
        _show_menus(uow, staff, who)
    return Say(f"unit-done-{change.act.value}", args, (undo_button(change.organisation_id),))


def _change(uow: UnitOfWork, wanted: ChangeUnit, who: Who) -> UnitChange:
    changes, organisation_id = uow.organisation_changes, wanted.organisation_id
    match wanted.act:
        case UnitAct.RENAMED:
            return changes.rename(organisation_id, wanted.name or "", who)
        case UnitAct.CLOSED:
            return changes.close(organisation_id, who)
        case UnitAct.REOPENED:
            return changes.reopen(organisation_id, who)
        case UnitAct.MOVED if wanted.other_id is not None:
            return changes.move(organisation_id, wanted.other_id, who)
        case UnitAct.MERGED if wanted.other_id is not None:
            return changes.merge(organisation_id, wanted.other_id, who)
    raise ValueError(wanted.act)  # organisations are added by OrganisationChanges.add


def _undo(uow: UnitOfWork, change_id: int, who: Who) -> Say:
    known = uow.organisation_changes.get(change_id)
    args = _names(uow, known.organisation_id, known.other_id) if known else {}  # the names that are to be taken back
    change = uow.organisation_changes.undo(change_id, who)
    told: dict[str, Arg] = {"what": Text(f"unit-was-{change.act.value}", args | {"day": _shown(change)})}
    staff = uow.grants.holders(Role.STAFF, change.organisation_id)
    executives = _executives(uow, change.organisation_id, change.other_id)
    _tell(uow, dict.fromkeys((*executives, *staff)), Say("unit-told-undone", told), who)
    _show_menus(uow, staff, who)
    return Say("unit-done-undone", told)


def _shown(change: UnitChange) -> str:
    return f"{change.day.day}/{change.day.month}/{change.day.year}"


def _executives(uow: UnitOfWork, *organisations: int | None) -> tuple[int, ...]:
    found = (uow.grants.holders(Role.EXECUTIVE, one) for one in organisations if one is not None)
    return tuple(dict.fromkeys(person for people in found for person in people))


def _named(uow: UnitOfWork, wanted: ChangeUnit) -> dict[str, Arg]:
    return {**_names(uow, wanted.organisation_id, wanted.other_id), "name": wanted.name or ""}


def _names(uow: UnitOfWork, organisation_id: int, other_id: int | None) -> dict[str, Arg]:
    return {"place": uow.organisations.label(organisation_id), "other": uow.organisations.label(other_id)}


def _show_menus(uow: UnitOfWork, people: Iterable[int], who: Who) -> None:
    """The commands of the roles that are left, or held again."""
    for person, address in uow.people.addresses(list(people)).items():
        roles = sorted({grant.role.value for grant in uow.grants.of(person)})
        uow.outbox.add(address.channel, address.chat, to_dict(Menu(tuple(roles))), NOTICE, who.at)


def _tell(uow: UnitOfWork, people: Iterable[int], say: Say, who: Who) -> None:
    others = [person for person in people if person != who.by]
    for address in uow.people.addresses(others).values():
        uow.outbox.add(address.channel, address.chat, to_dict(say), NOTICE, who.at)
