"""The organisation tree as an immutable snapshot: who is below whom, and who is meant by a name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from conversations.kinds import COMMUNE, DEEPEST, FEDERATION, MIDDLE, MOST_LEVELS, NATIONAL, PROVINCE, SECTOR, UNION
from conversations.matching.place_index import FORMER, PlaceIndex
from conversations.matching.place_names import official
from conversations.matching.places import search_places
from conversations.matching.results import (
    Elsewhere,
    Exact,
    FormerName,
    Match,
    Nothing,
    Options,
    Organisation,
    Suggestion,
)
from conversations.matching.union_index import Places, UnionIndex
from conversations.matching.union_names import core, terms_of
from conversations.matching.unions import search_unions
from conversations.text import normalise, place_sort_key
from conversations.validity import Span, seen_from

__all__ = ["Directory", "Elsewhere", "Exact", "FormerName", "Match", "Nothing", "Options", "Organisation", "Suggestion"]

LONGEST_QUERY = 200  # characters; nobody types a longer name
_TYPE_WORDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ")
_NAMED_LIKE_UNIONS = (SECTOR, COMMUNE)
LATER = "-2025"  # ends the code of a province of 2025 whose number meant another territory before


class Directory:
    """A snapshot of the tree. Building is O(n); search keys are made when a scope is first searched.

    Args:
        span: The first and the last day of a campaign: what is not valid then is not active here. What replaces
            something that is valid on the first day comes after it, not beside it. None: dates do not matter.
    """

    def __init__(self, organisations: Iterable[Organisation], span: Span | None = None) -> None:
        self._by_id = seen_from({organisation.id: organisation for organisation in organisations}, span)
        self._by_code = {organisation.code: organisation for organisation in self._by_id.values()}
        self._below: defaultdict[int | None, list[Organisation]] = defaultdict(list)
        for organisation in self._by_id.values():
            self._below[organisation.parent_id].append(organisation)
        self._sorted: dict[int | None, tuple[Organisation, ...]] = {}
        self._places: dict[tuple[str, int | None], PlaceIndex] = {}
        self._unions: dict[tuple[str, int | None], UnionIndex] = {}
        self._gone: frozenset[str] | None = None

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
        found = (node for node in self._by_id.values() if node.kind == PROVINCE and node.is_active)
        return tuple(sorted(found, key=_order))

    def tops(self) -> tuple[Organisation, ...]:
        """Where the way down begins: the provinces, then the unions of branches beside them."""
        return (*self.provinces(), *sorted(self._beside_provinces(), key=_order))

    def between(self, organisation_id: int) -> tuple[Organisation, ...]:
        """Every active node below that may have CĐCS and is none, however deep, in the order of the tree."""
        return tuple(node for node in self._downwards(organisation_id) if node.kind in MIDDLE)

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

    def search(self, text: str, within: int | None, kind: str) -> Match:
        """Find the one that a typed name means.

        Args:
            text: As typed; longer than LONGEST_QUERY is never a name.
            within: The node below which to look; None for everywhere.
            kind: "province" (or a union of a branch beside them), "federation" (or whatever else stands above CĐCS)
                or "union".
        """
        if len(text) > LONGEST_QUERY or not normalise(text):
            return Nothing()
        if kind == UNION:
            return self._search_unions(text, within)
        place = search_places(self, text, within, kind)
        other = Nothing() if isinstance(place, Exact) else search_unions(self._union_index(kind, within), text)
        if isinstance(other, Exact) or (isinstance(place, Nothing) and not isinstance(other, Nothing)):
            return self._asked_if_former(other, text)
        return place

    def place_index(self, kind: str, within: int | None) -> PlaceIndex:
        """Search keys of the active places of one kind below a node."""
        if (kind, within) not in self._places:
            self._places[kind, within] = PlaceIndex(self._scope((kind,), within))
        return self._places[kind, within]

    def gone_keys(self) -> frozenset[str]:
        """Former provinces that are no single unit today: the "(cũ)" aliases of the national node."""
        if self._gone is None:
            names = (name for node in self._by_id.values() if node.kind == NATIONAL for name in node.aliases)
            self._gone = frozenset(official(name.removesuffix(FORMER)).key for name in names if name.endswith(FORMER))
        return self._gone

    def _search_unions(self, text: str, within: int | None) -> Match:
        typed = text.strip()
        coded = self.by_code(typed) or self.by_code(typed.lower()) or self.by_code(typed.upper())
        if coded and coded.kind == UNION and coded.is_active and (within is None or self.is_within(coded.id, within)):
            return Exact(coded)
        found = self._asked_if_former(search_unions(self._union_index(UNION, within), text), text)
        top = self.top_of(within) if within is not None and isinstance(found, Nothing) else None
        if top is None or top.id == within:
            return found
        beside = search_unions(self._union_index(UNION, top.id), text)
        return Elsewhere(beside.organisation) if isinstance(beside, Exact) else found

    def _asked_if_former(self, found: Match, text: str) -> Match:
        """Whoever names a union that was merged or renamed has to confirm who stands for it."""
        if not isinstance(found, Exact) or not found.organisation.names_before:
            return found
        node, said = found.organisation, core(terms_of(text))
        before, present = ([core(terms_of(name)) for name in names] for names in _names(node))
        return Suggestion(node) if said in before and said not in present else found

    def _union_index(self, kind: str, within: int | None) -> UnionIndex:
        """What is searched word by word: CĐCS; of the kinds above them those named like a union, not like a place."""
        if (kind, within) not in self._unions:
            if kind == PROVINCE:
                nodes = list(self._beside_provinces())
            else:
                nodes = self._scope((UNION,) if kind == UNION else _NAMED_LIKE_UNIONS, within)
            self._unions[kind, within] = UnionIndex(nodes, self._places_above(nodes))
        return self._unions[kind, within]

    def _places_above(self, unions: Iterable[Organisation]) -> Places:
        """The words of the names of the places above each union, by the id of its parent."""
        found: dict[int | None, tuple[frozenset[str], ...]] = {}
        for parent in {union.parent_id for union in unions}:
            line = self._path(parent) if parent is not None else ()
            found[parent] = tuple(frozenset(terms_of(node.name)) for node in line if node.kind in (PROVINCE, FEDERATION))
        return found

    def _beside_provinces(self) -> Iterator[Organisation]:
        for parent in (None, *(node.id for node in self._by_id.values() if node.kind == NATIONAL)):
            below = self._below.get(parent, ())
            yield from (node for node in below if node.kind in _NAMED_LIKE_UNIONS and node.is_active)

    def _downwards(self, organisation_id: int, depth: int = MOST_LEVELS) -> Iterator[Organisation]:
        over = (child for child in self._below.get(organisation_id, ()) if not child.is_active)
        for child in (*self.children(organisation_id), *over):
            if child.is_active:
                yield child
            if depth:  # a CĐCS may outlive the district above it
                yield from self._downwards(child.id, depth - 1)

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


def _names(node: Organisation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those before, and those that are in use."""
    return node.names_before, (node.name, *node.aliases)


def _order(organisation: Organisation) -> tuple[object, ...]:
    name = organisation.name
    for word in _TYPE_WORDS:
        name = name.removeprefix(word)
    return place_sort_key(name), organisation.name, organisation.id
