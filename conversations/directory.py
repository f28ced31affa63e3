"""The organisation tree as an immutable snapshot: who is below whom, and who is meant by a name."""

import copy
from collections import defaultdict
from collections.abc import Iterable

from conversations.matching.place_index import FORMER, PlaceIndex
from conversations.matching.place_names import official
from conversations.matching.places import search_places
from conversations.matching.results import (
    Elsewhere,
    Exact,
    Match,
    Nothing,
    Options,
    Organisation,
    Suggestion,
)
from conversations.matching.typed_unions import bearers, likeliest, named_in, typed_key
from conversations.matching.unions import UnionIndex, search_unions
from conversations.text import normalise, place_sort_key

__all__ = ["Directory", "Elsewhere", "Exact", "Match", "Nothing", "Options", "Organisation", "Suggestion"]

LONGEST_QUERY = 200  # characters; nobody types a longer name
DEEPEST = 32  # levels; a loop in the data must not become a loop here
_TYPE_WORDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ")


class Directory:
    """A snapshot of the tree. Building is O(n); search keys are made when a scope is first searched."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._by_id = {organisation.id: organisation for organisation in organisations}
        self._by_code = {organisation.code: organisation for organisation in self._by_id.values()}
        self._below: defaultdict[int | None, list[Organisation]] = defaultdict(list)
        for organisation in self._by_id.values():
            self._below[organisation.parent_id].append(organisation)
        self._sorted: dict[int | None, tuple[Organisation, ...]] = {}
        self._places: dict[tuple[str, int | None], PlaceIndex] = {}
        self._unions: dict[int | None, UnionIndex] = {}
        self._gone: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, organisation_id: int) -> Organisation | None:
        """The node of that id, active or not."""
        return self._by_id.get(organisation_id)

    def by_code(self, code: str) -> Organisation | None:
        """The node of that code, e.g. "04.045", active or not."""
        return self._by_code.get(code)

    def children(self, organisation_id: int | None) -> tuple[Organisation, ...]:
        """The active nodes directly below, in Vietnamese order of their bare names; of None: the roots."""
        if organisation_id not in self._sorted:
            active = (child for child in self._below.get(organisation_id, ()) if child.is_active)
            self._sorted[organisation_id] = tuple(sorted(active, key=_order))
        return self._sorted[organisation_id]

    def provinces(self) -> tuple[Organisation, ...]:
        """Every active province, in Vietnamese order."""
        found = (node for node in self._by_id.values() if node.kind == "province" and node.is_active)
        return tuple(sorted(found, key=_order))

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
        node = self._by_id.get(organisation_id)
        path = (*self.ancestors(organisation_id), node) if node else ()
        return next((each for each in path if each.kind == "province"), None)

    def label(self, organisation_id: int) -> str:
        """The name for people: "LĐLĐ huyện Hà Quảng"; a union by its own name; "" for an unknown id."""
        node = self._by_id.get(organisation_id)
        if node is None:
            return ""
        if node.kind in ("province", "federation") and node.name.startswith(_TYPE_WORDS):
            return f"LĐLĐ {node.name[0].lower()}{node.name[1:]}"
        return node.name

    def search(self, text: str, within: int | None, kind: str) -> Match:
        """Find the one that a typed name means.

        Args:
            text: As typed; longer than LONGEST_QUERY is never a name.
            within: The node below which to look; None for everywhere.
            kind: "province", "federation" or "union".
        """
        if len(text) > LONGEST_QUERY or not normalise(text):
            return Nothing()
        if kind == "union":
            return self._search_unions(text, within)
        return search_places(self, text, within, kind)

    def likeliest_unions(self, name: str, within: int, most: int) -> tuple[Organisation, ...]:
        """The unions below a node that a workplace, typed in full, may be; the likeliest first."""
        found = named_in(self.search(name, within, "union"))
        return likeliest(self._union_index(within), name[:LONGEST_QUERY], found, most)

    def bearers(self, name: str, within: int) -> frozenset[int]:
        """The ids of the unions below a node that have this very name, whatever its spelling."""
        return bearers(self._union_index(within), name[:LONGEST_QUERY])

    def taught(self, name: str, within: int) -> Organisation | None:
        """The union below a node of which the district has said that this name, in whatever spelling, means it."""
        bearers = self.bearers(name, within)
        union = self._by_id[next(iter(bearers))] if len(bearers) == 1 else None
        is_learnt = union is not None and typed_key(name) in map(typed_key, union.learnt)
        return union if is_learnt else None

    def with_unions(self, changed: Iterable[Organisation]) -> "Directory":
        """The tree with these unions added or changed, none moved; search keys of other scopes are kept.

        Copies what refers to every node, so that one new CĐCS costs some milliseconds among 126,000, not a second.
        """
        new = copy.copy(self)
        new._take(changed)
        return new

    def _take(self, changed: Iterable[Organisation]) -> None:
        """Take unions in, without touching what the directory shares that this one was copied from."""
        self._by_id, self._by_code = dict(self._by_id), dict(self._by_code)
        self._below, self._sorted, self._unions = self._below.copy(), dict(self._sorted), dict(self._unions)
        for union in changed:
            others = [node for node in self._below[union.parent_id] if node.id != union.id]
            self._below[union.parent_id] = [*others, union]
            self._by_id[union.id] = self._by_code[union.code] = union
            self._sorted.pop(union.parent_id, None)
            for scope in (None, *(node.id for node in self.ancestors(union.id))):
                self._unions.pop(scope, None)

    def place_index(self, kind: str, within: int | None) -> PlaceIndex:
        """Search keys of the active places of one kind below a node."""
        if (kind, within) not in self._places:
            self._places[kind, within] = PlaceIndex(self._scope(kind, within))
        return self._places[kind, within]

    def gone_keys(self) -> frozenset[str]:
        """Former provinces that are no single unit today: the "(cũ)" aliases of the national node."""
        if self._gone is None:
            names = (name for node in self._by_id.values() if node.kind == "national" for name in node.aliases)
            self._gone = frozenset(official(name.removesuffix(FORMER)).key for name in names if name.endswith(FORMER))
        return self._gone

    def _search_unions(self, text: str, within: int | None) -> Match:
        found = search_unions(self._union_index(within), text)
        province = self.province_of(within) if within is not None and isinstance(found, Nothing) else None
        if province is None or province.id == within:
            return found
        beside = search_unions(self._union_index(province.id), text)
        return Elsewhere(beside.organisation) if isinstance(beside, Exact) else found

    def _union_index(self, within: int | None) -> UnionIndex:
        if within not in self._unions:
            self._unions[within] = UnionIndex(self._scope("union", within))
        return self._unions[within]

    def _scope(self, kind: str, within: int | None) -> list[Organisation]:
        if within is None:
            return [node for node in self._by_id.values() if node.kind == kind and node.is_active]
        found, level = [], list(self._below.get(within, ()))
        for _ in range(DEEPEST):
            found += [node for node in level if node.kind == kind and node.is_active]
            level = [below for node in level for below in self._below.get(node.id, ())]
            if not level:
                break
        return found


def _order(organisation: Organisation) -> tuple[object, ...]:
    name = organisation.name
    for word in _TYPE_WORDS:
        name = name.removeprefix(word)
    return place_sort_key(name), organisation.name, organisation.id
