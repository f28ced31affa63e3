"""The organisation tree, and who is meant by a name."""

from collections.abc import Iterable, Iterator

from conversations.kinds import FEDERATION, NATIONAL, PROVINCE, UNION
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
from conversations.matching.typed_unions import bearers, likeliest, named_in, typed_key
from conversations.matching.union_index import Places, UnionIndex
from conversations.matching.union_names import core, terms_of
from conversations.matching.unions import search_unions
from conversations.text import normalise
from conversations.tree import NAMED_LIKE_UNIONS, Tree
from conversations.validity import Span

__all__ = ["Directory", "Elsewhere", "Exact", "FormerName", "Match", "Nothing", "Options", "Organisation", "Suggestion"]

LONGEST_QUERY = 200  # characters; nobody types a longer name
Scope = tuple[str, int | None]  # a kind, and the node below which it is looked for


class Directory(Tree):
    """A tree that is searched; search keys are made when a scope is first searched.

    Args:
        span: See `Tree`.
        before: The snapshot that this one follows. What was made for searching it serves again as far as it can.
    """

    def __init__(
        self, organisations: Iterable[Organisation], span: Span | None = None, before: "Directory | None" = None
    ) -> None:
        super().__init__(organisations, span)
        self._places: dict[Scope, PlaceIndex] = {}
        self._unions: dict[Scope, UnionIndex] = {}
        self._unions_before: dict[Scope, UnionIndex] = {}
        if before is not None:
            self._unions_before = before._unions_before | before._unions
        self._gone: frozenset[str] | None = None

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

    def prepare(self) -> None:
        """Make now what the first search of the whole tree would have to wait for; safe in another thread."""
        for root in self.children(None):
            self._union_index(UNION, root.id)

    def likeliest_unions(self, name: str, within: int, most: int) -> tuple[Organisation, ...]:
        """The unions below a node that a workplace, typed in full, may be; the likeliest first."""
        found = named_in(self.search(name, within, UNION))
        return likeliest(self._union_index(UNION, within), name[:LONGEST_QUERY], found, most)

    def bearers(self, name: str, within: int) -> frozenset[int]:
        """The ids of the unions below a node that have this very name, whatever its spelling."""
        return bearers(self._union_index(UNION, within), name[:LONGEST_QUERY])

    def taught(self, name: str, within: int) -> Organisation | None:
        """The union below a node of which the district has said that this name, in whatever spelling, means it.

        What was said of one that was merged holds for its heir.
        """
        bearers = self.bearers(name, within)
        union = self._by_id[next(iter(bearers))] if len(bearers) == 1 else None
        is_learnt = union is not None and typed_key(name) in map(typed_key, self._learnt_by(union))
        return union if is_learnt else None

    def _learnt_by(self, union: Organisation) -> Iterator[str]:
        yield from union.learnt
        if union.absorbed:
            taught = (node for node in self._by_id.values() if node.learnt and not node.is_active)
            yield from (name for node in taught if self.current(node.id) is union for name in node.learnt)

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
        is_unknown = isinstance(found, Nothing) and not found.is_above
        top = self.top_of(within) if within is not None and is_unknown else None
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
                nodes = self._scope((UNION,) if kind == UNION else NAMED_LIKE_UNIONS, within)
            before = self._unions_before.pop((kind, within), UnionIndex())
            self._unions[kind, within] = before.updated(nodes, self._places_above(nodes))
        return self._unions[kind, within]

    def _places_above(self, unions: Iterable[Organisation]) -> Places:
        """The words of the names of the places above each union, by the id of its parent."""
        found: dict[int | None, tuple[frozenset[str], ...]] = {}
        for parent in {union.parent_id for union in unions}:
            line = self._path(parent) if parent is not None else ()
            places = (node for node in line if node.kind in (PROVINCE, FEDERATION))
            found[parent] = tuple(frozenset(terms_of(place.name)) for place in places)
        return found

    def _take(self, changed: Iterable[Organisation]) -> None:
        """See `Tree`; search keys of other scopes are kept."""
        changed = tuple(changed)
        super()._take(changed)
        self._unions, self._unions_before = dict(self._unions), dict(self._unions_before)
        for union in changed:
            for scope in (None, *(node.id for node in self.ancestors(union.id))):
                if (index := self._unions.pop((UNION, scope), None)) is not None:
                    self._unions_before[UNION, scope] = index


def _names(node: Organisation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those before, and those that are in use."""
    return node.names_before, (node.name, *node.aliases)
