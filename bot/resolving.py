"""What follows when the district says which CĐCS a typed workplace is: rows move, and whom it concerns is told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from conversations import actions, alike, cards
from conversations.calls import run_button
from conversations.directory import Directory, Organisation
from conversations.district_effects import NewUnion, ReferWorkplace, ResolveWorkplace, UndoResolution
from conversations.domain import Grant, Role, Status
from conversations.effects import Arg, AuthorOf, Button, ButtonKind, DecidersOf, Effect, Say, Tell, Text
from conversations.facts import Facts
from conversations.flows.resolving import COMMAND
from conversations.steps import View
from storage.repositories.workplaces import Moved, Place
from storage.unit_of_work import UnitOfWork

WORKPLACES = "workplaces"  # the kind of the timer by which staff are told
CALL_GAP = timedelta(hours=2)  # until somebody hears of typed workplaces again, however many come
MOST_CARDS = 3  # for one CĐCS at once; more are one message about all
MOST_NAMED = 3  # workplaces in a notice


class Resolver(Struct, frozen=True):
    """One turn's transaction, seen by whoever arranges workplaces."""

    uow: UnitOfWork
    facts: Facts
    by: int
    at: datetime

    def carry_out(self, effect: ResolveWorkplace | ReferWorkplace | UndoResolution) -> tuple[Effect, ...] | None:
        """Move the rows. Returns: what is to be said then; None if somebody else was faster."""
        match effect:
            case ResolveWorkplace():
                return self._resolve(effect)
            case ReferWorkplace():
                return self._refer(effect)
        return self._undo(effect.code)

    def _resolve(self, effect: ResolveWorkplace) -> tuple[Effect, ...] | None:
        union, directory = self._union(effect.to)
        if union is None:
            return None
        to = _place(directory, union.parent_id or effect.typed.federation_id, union.id)
        has_created = isinstance(effect.to, NewUnion)
        moved = self.uow.workplaces.move(
            effect.code, effect.typed, to, by=self.by, at=self.at, has_created=has_created
        )  # fmt: skip
        if not moved:
            return None
        about = f"organisation:{union.id}"
        if has_created:
            self.uow.audit.add(self.at, self.by, "organisation-created", about, {"name": union.name})
        if effect.learns:
            self.uow.unions.learn_alias(union.id, effect.typed.name, effect.code)
            self.uow.audit.add(self.at, self.by, "name-learnt", about, {"name": effect.typed.name})
        place = directory.label(union.id)
        return (
            *_closed(moved, Text("card-resolved", {"place": place})),
            *self._to_deciders(moved, replace(self.facts, directory=directory)),
            *_to_authors(moved, "author-resolved", {"place": place}),
        )

    def _is_lost(self, organisation_id: int) -> bool:
        """Whether it was closed since the facts were read; if not, it stays as it is until the commit."""
        node = self.facts.directory.get(organisation_id)
        return not self.uow.organisations.hold(organisation_id) and (node is None or node.is_active)

    def _union(self, to: int | NewUnion) -> tuple[Organisation | None, Directory]:
        """The CĐCS, and a directory that knows it; none if it, or what it would hang under, has been closed by now."""
        directory = self.facts.directory
        if self._is_lost(to if isinstance(to, int) else to.parent_id):
            return None, directory
        if isinstance(to, int):
            return directory.get(to), directory
        created = self.uow.unions.create(to)
        if created is None:
            return None, directory
        union = Organisation(created, to.code, to.name, "union", to.parent_id, to.block)
        return union, directory.with_unions([union])

    def _to_deciders(self, moved: Sequence[Moved], facts: Facts) -> tuple[Effect, ...]:
        """A card for each that waits, or one message about many, to those who may decide now."""
        groups: dict[tuple[int, ...], list[str]] = {}
        for one in moved:
            if one.status is Status.SUBMITTED:
                groups.setdefault(self.uow.subjects.deciders(one.code), []).append(one.code)
        told: list[Effect] = []
        for codes in groups.values():
            told += self._cards(codes, facts) if len(codes) <= MOST_CARDS else [
                Tell(DecidersOf(codes[0]), Say("waiting-digest", {"count": len(codes)}, (run_button("duyet"),)))
            ]  # fmt: skip
        return tuple(told)

    def _cards(self, codes: Sequence[str], facts: Facts) -> list[Effect]:
        filed = [one for code in codes if (one := self.uow.submissions.get(code))]
        found = self.uow.likenesses.found(text for one in filed for text in alike.texts_of(one.code, one.answers))
        view = View({}, {}, replace(facts, alike=found), self.at)
        return [Tell(DecidersOf(one.code), cards.decision_card(view, one), card=one.code) for one in filed]

    def _refer(self, effect: ReferWorkplace) -> tuple[Effect, ...] | None:
        if self._is_lost(effect.federation_id):
            return None
        to = _place(self.facts.directory, effect.federation_id)
        moved = self.uow.workplaces.move(effect.code, effect.typed, to, by=self.by, at=self.at)
        if not moved:
            return None
        announce(self.uow, effect.federation_id, self.at)
        place = self.facts.directory.label(effect.federation_id)
        return _closed(moved, Text("card-referred", {"place": place}))

    def _undo(self, code: str) -> tuple[Effect, ...] | None:
        deed = self.uow.workplaces.find(code, self.by)
        if deed is None:
            return None
        directory = self.facts.directory
        now = directory.current(deed.federation_id)
        if now is None or self._is_lost(now.id):
            return None
        origin = _place(directory, now.id)
        moved = self.uow.workplaces.undo(code, origin, by=self.by, at=self.at)
        if not moved:
            return None
        place, was = directory.label(origin.federation_id), directory.get(deed.organisation_id)
        is_known = was is None or was.kind == "union"  # of what was only referred authors have not heard
        return (
            *_closed(moved, Text("card-referred", {"place": place})),
            *(_to_authors(moved, "author-unresolved") if is_known else ()),
        )


def announce(uow: UnitOfWork, federation_id: int, at: datetime) -> None:
    """Have the nearest staff told that typed workplaces wait: at once, or with the next message of that kind."""
    uow.timers.call(WORKPLACES, uow.grants.nearest_staff(federation_id), at, CALL_GAP)


def notice(uow: UnitOfWork, grants: Sequence[Grant]) -> Say | None:
    """What is said then: how many wait now, and the oldest of them; None if all is done already."""
    scopes = [grant.organisation_id for grant in grants if grant.role is Role.STAFF]
    waiting, has_more = uow.workplaces.waiting(scopes) if scopes else ((), False)
    if not waiting:
        return None
    names = tuple(Text("resolve-notice-line", {"name": one.names[0], "count": one.count}) for one in waiting)
    more = len(waiting) > MOST_NAMED or has_more
    lines = (*names[:MOST_NAMED], Text("resolve-notice-more")) if more else names
    # A word to type where there are no buttons: a number would be taken for an answer to the open question.
    button = Button(Text("button-ghepdonvi"), actions.encode(actions.Run(COMMAND, "")), ButtonKind.CONTROL)
    return Say("resolve-notice", {"count": len(waiting), "lines": lines}, (button,))


def _place(directory: Directory, federation_id: int, union_id: int | None = None) -> Place:
    province = directory.province_of(federation_id)
    return Place(province.id if province else federation_id, federation_id, union_id)


def _closed(moved: Sequence[Moved], mark: Text) -> tuple[Effect, ...]:
    """Cards that somebody else has of what waits."""
    return tuple(cards.closing(one.code, mark) for one in moved if one.status is Status.SUBMITTED)


def _to_authors(moved: Sequence[Moved], key: str, args: Mapping[str, Arg] = MappingProxyType({})) -> Iterator[Tell]:
    return (Tell(AuthorOf(one.code), Say(key, {"name": one.name, **args})) for one in _one_an_author(moved))


def _one_an_author(moved: Sequence[Moved]) -> tuple[Moved, ...]:
    """One initiative of each author: who filed several is told once."""
    return tuple({one.author_id: one for one in reversed(moved) if one.is_alive}.values())
