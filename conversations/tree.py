"""The organisation tree as an immutable snapshot: who is above and below whom, and what people call them."""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Self, TypeVar

from msgspec.structs import replace

from conversations.kinds import COMMUNE, DEEPEST, MIDDLE, MOST_LEVELS, NATIONAL, PROVINCE, SECTOR, UNION
from conversations.matching.results import Organisation
from conversations.text import place_sort_key
from conversations.validity import Span, is_valid, seen_from

LATER = "-2025"  # ends the code of a province of 2025 whose number meant another territory before
NAMED_LIKE_UNIONS = (SECTOR, COMMUNE)
MOST_MADE = 128  # lists: of a province and the districts where people are writing
_T = TypeVar("_T")
_TYPE_WORDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ")


class Tree:
    """Building is O(n).

    Args:
        span: The first and the last day of a campaign: what is not valid then is not active here. What replaces
            something that is valid on the first day comes after it, not beside it. None: dates do not matter.
    """

    def __init__(self, organisations: Iterable[Organisation], span: Span | None = None) -> None:
        self._span = span
        self._by_id = seen_from({organisation.id: organisation for organisation in organisations}, span)
        self._by_code = {organisation.code: organisation for organisation in self._by_id.values()}
        self._below: defaultdict[int | None, list[Organisation]] = defaultdict(list)
        for organisation in self._by_id.values():
            self._below[organisation.parent_id].append(organisation)
        self._sorted: dict[int | None, tuple[Organisation, ...]] = {}
        self._tops: tuple[Organisation, ...] | None = None
        self._between: dict[int, tuple[Organisation, ...]] = {}
        self._made: dict[tuple[str, int | None], Any] = {}

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, organisation_id: int) -> Organisation | None:
        """The node of that id, active or not."""
        return self._by_id.get(organisation_id)

    def by_code(self, code: str) -> Organisation | None:
        """The node of that code, e.g. "04.045", active or not; "15" is the 15 that is active, if another one is not."""
        node = self._by_code.get(code)
        if node is None or not node.is_active:
            later = self._by_code.get(f"{code}{LATER}")
            return later if later is not None and later.is_active else node or later
        return node

    def current(self, organisation_id: int) -> Organisation | None:
        """The node that stands for it now: itself, or who took over; one that is over only if nobody did."""
        node = self._by_id.get(organisation_id)
        for _ in range(DEEPEST):
            if node is None or node.is_active or node.merged_into_id is None:
                break
            node = self._by_id.get(node.merged_into_id)
        return node

    def children(self, organisation_id: int | None) -> tuple[Organisation, ...]:
        """The active nodes directly below, in Vietnamese order of their bare names; of None: the roots."""
        if organisation_id not in self._sorted:
            active = (child for child in self._below.get(organisation_id, ()) if child.is_active)
            self._sorted[organisation_id] = tuple(sorted(active, key=_order))
        return self._sorted[organisation_id]

    def provinces(self) -> tuple[Organisation, ...]:
        """Every active province, in Vietnamese order."""
        return tuple(node for node in self.tops() if node.kind == PROVINCE)

    def tops(self) -> tuple[Organisation, ...]:
        """Where the way down begins: the provinces, then the unions of branches beside them."""
        if self._tops is None:
            provinces = (node for node in self._by_id.values() if node.kind == PROVINCE and node.is_active)
            self._tops = (*sorted(provinces, key=_order), *sorted(self._beside_provinces(), key=_order))
        return self._tops

    def between(self, organisation_id: int) -> tuple[Organisation, ...]:
        """Every active node below that may have CĐCS and is none, however deep, in the order of the tree."""
        if organisation_id not in self._between:
            self._between[organisation_id] = tuple(self._middle(organisation_id))
        return self._between[organisation_id]

    def unions(self, scopes: Iterable[int], first: int, most: int) -> tuple[Organisation, ...]:
        """Active CĐCS of these subtrees in the order of the tree, from the one at place *first* (0 …) on."""
        found = (node for scope in self.outermost(scopes) for node in self._downwards(scope) if node.kind == UNION)
        return tuple(islice(found, first, first + most))

    def closed_unions(self, scopes: Iterable[int]) -> tuple[Organisation, ...]:
        """The CĐCS of these subtrees that are over, the last one first."""
        kept = tuple(self.outermost(scopes))
        over = (node for node in self._by_id.values() if node.kind == UNION and not node.is_active)
        found = [node for node in over if any(self.is_within(node.id, scope) for scope in kept)]
        return tuple(sorted(found, key=lambda node: (node.valid_to or date.min, node.id), reverse=True))

    def outermost(self, scopes: Iterable[int]) -> Iterator[int]:
        """The scopes without those that lie in another one of them."""
        given = tuple(dict.fromkeys(scopes))
        for scope in given:
            if not any(scope != other and self.is_within(scope, other) for other in given):
                yield scope

    def ancestors(self, organisation_id: int) -> tuple[Organisation, ...]:
        """The nodes above, the root first, without the node itself."""
        above: list[Organisation] = []
        node = self._by_id.get(organisation_id)
        while node is not None and node.parent_id is not None and len(above) < DEEPEST:
            node = self._by_id.get(node.parent_id)
            above += [node] if node is not None else []
        return tuple(reversed(above))

    def is_within(self, organisation_id: int, scope_id: int) -> bool:
        """True if the node is the scope or lies anywhere below it."""
        if organisation_id not in self._by_id:
            return False
        return organisation_id == scope_id or any(node.id == scope_id for node in self.ancestors(organisation_id))

    def province_of(self, organisation_id: int) -> Organisation | None:
        """The province that the node is or lies in."""
        return next((each for each in self._path(organisation_id) if each.kind == PROVINCE), None)

    def top_of(self, organisation_id: int) -> Organisation | None:
        """The one of `tops` that the node is or lies in."""
        return next((each for each in self._path(organisation_id) if each.kind != NATIONAL), None)

    def label(self, organisation_id: int, on: date | None = None) -> str:
        """The name for people: "LĐLĐ huyện Hà Quảng"; a union by its own name; "" for an unknown id.

        on: The day for which the name has to be valid, of a record; None: the present name.
        """
        node = self._by_id.get(organisation_id)
        if node is None:
            return ""
        name = node.name if on is None else node.name_on(on)
        if node.kind in ("province", "federation") and name.startswith(_TYPE_WORDS):
            return f"LĐLĐ {name[0].lower()}{name[1:]}"
        return name

    def made_once(self, name: tuple[str, int | None], make: Callable[[], _T]) -> _T:
        """What was made of the tree under that name, kept as long as the tree is, but not more than MOST_MADE."""
        made: _T | None = self._made.get(name)
        if made is None:
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            made = self._made[name] = make()
        return made

    def can_take(self, changed: Iterable[Organisation]) -> bool:
        """Whether `with_unions` makes of them what reading the whole tree does: not if others depend on them, or they
        on others: who was merged into another one, and who may follow something that is valid on the first day.
        """
        first = self._span[0] if self._span is not None else date.max
        return all(node.merged_into_id is None and (node.valid_from or first) <= first for node in changed)

    def with_unions(self, changed: Iterable[Organisation]) -> Self:
        """The tree with these CĐCS added or changed, none moved, closed or merged; see `can_take`.

        Copies what refers to every node, so that one new CĐCS costs some milliseconds among 126,000, not a second.
        """
        new = copy.copy(self)
        new._take(changed)
        return new

    def _take(self, changed: Iterable[Organisation]) -> None:
        """Take CĐCS in, without touching what the tree shares that this one was copied from."""
        self._by_id, self._by_code = dict(self._by_id), dict(self._by_code)
        self._below, self._sorted, self._made = self._below.copy(), dict(self._sorted), {}
        for stored in changed:
            known = self._by_id.get(stored.id)
            is_active = stored.is_active and (self._span is None or is_valid(stored, self._span))
            union = replace(stored, is_active=is_active, absorbed=known.absorbed if known else ())
            others = [node for node in self._below[union.parent_id] if node.id != union.id]
            self._below[union.parent_id] = [*others, union]
            self._by_id[union.id] = self._by_code[union.code] = union
            self._sorted.pop(union.parent_id, None)

    def _beside_provinces(self) -> Iterator[Organisation]:
        for parent in (None, *(node.id for node in self._by_id.values() if node.kind == NATIONAL)):
            below = self._below.get(parent, ())
            yield from (node for node in below if node.kind in NAMED_LIKE_UNIONS and node.is_active)

    def _downwards(self, organisation_id: int, depth: int = MOST_LEVELS) -> Iterator[Organisation]:
        over = (child for child in self._below.get(organisation_id, ()) if not child.is_active)
        for child in (*self.children(organisation_id), *over):
            if child.is_active:
                yield child
            if depth:  # a CĐCS may outlive the district above it
                yield from self._downwards(child.id, depth - 1)

    def _middle(self, organisation_id: int, depth: int = MOST_LEVELS) -> Iterator[Organisation]:
        found = (n for n in self._below.get(organisation_id, ()) if n.kind in MIDDLE and n.is_active)
        for node in sorted(found, key=_order):  # CĐCS are left out first: there are too many to be put in order
            yield node
            if depth:
                yield from self._middle(node.id, depth - 1)

    def _path(self, organisation_id: int) -> tuple[Organisation, ...]:
        node = self._by_id.get(organisation_id)
        return (*self.ancestors(organisation_id), node) if node else ()

    def _scope(self, kinds: tuple[str, ...], within: int | None) -> list[Organisation]:
        if within is None:
            return [node for node in self._by_id.values() if node.kind in kinds and node.is_active]
        found, level = [], list(self._below.get(within, ()))
        for _ in range(DEEPEST):
            found += [node for node in level if node.kind in kinds and node.is_active]
            level = [below for node in level for below in self._below.get(node.id, ())]
            if not level:
                break
        return found


def _order(organisation: Organisation) -> tuple[object, ...]:
    name = organisation.name
    for word in _TYPE_WORDS:
        name = name.removeprefix(word)
    return place_sort_key(name), organisation.name, organisation.id
