"""The names of grassroots unions, each findable by every word that it may be looked for by.

Which names hold a word is a set of positions; it is kept as a sorted array, and as one long integer (a bit a
position) while a search is under way: joining sets of a hundred thousand then takes microseconds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import attrgetter
from typing import TypeVar

from conversations.matching.results import Organisation
from conversations.matching.union_names import OF_PLACES, core, terms_of
from conversations.matching.union_vocabulary import PLACE, Vocabulary

OFTEN = 50  # positions from which on a set is kept as an integer too
WORTH_ANEW = 10  # an index is made anew if more than one name in so many has changed
LONGEST_CORE = 7  # terms; longer names are one class

Key = TypeVar("Key", int, str)
# The words of the name of each place above, by the id of the node right above.
Places = Mapping[int | None, tuple[frozenset[str], ...]]


class UnionIndex:
    """The names of the unions of a scope. Built once, then only read; updated() gives the next one.

    Positions count names: a union has one more for each alias.
    """

    def __init__(self, unions: Iterable[Organisation] = (), places: Places | None = None) -> None:
        self._owners: list[Organisation] = []
        self._terms: list[tuple[str, ...]] = []
        self._positions: dict[str, array[int]] = {}
        self._by_length: dict[int, array[int]] = {}
        self._gone: Set[int] = frozenset()  # positions of names that are not in use any more
        self._withdrawn = 0  # the same as a set that a search can use
        self._places = places or {}
        self._masks: dict[str, int] = {}
        self._add(unions)
        self.vocabulary = Vocabulary(self._positions.keys())

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def all(self) -> int:
        """The set of all names in use."""
        return (1 << len(self._terms)) - 1 & ~self._withdrawn

    def owner(self, position: int) -> Organisation:
        """The union that has this name."""
        return self._owners[position]

    def terms(self, position: int) -> tuple[str, ...]:
        """The terms of the name in order."""
        return self._terms[position]

    def places(self, position: int) -> tuple[frozenset[str], ...]:
        """The words of each place above the union."""
        return self._places.get(self.owner(position).parent_id, ())

    def is_above(self, terms: Iterable[str]) -> bool:
        """Whether somebody said a place above, by its whole name, and nothing else."""
        said = frozenset(terms) - OF_PLACES
        return any(
            said <= frozenset().union(*places) and any(place - OF_PLACES <= said for place in places)
            for places in self._places.values()
        )

    def having(self, terms: Iterable[str]) -> int:
        """The set of names that hold one of the terms."""
        names, seldom = 0, array("I")
        for term in terms:
            positions = self._positions.get(term, seldom[:0])
            if len(positions) < OFTEN:
                seldom += positions
            else:
                names |= self._often(term, positions)
        names |= _mask(seldom, len(self)) if seldom else 0
        return names & ~self._withdrawn if self._withdrawn else names

    def _often(self, term: str, positions: "array[int]") -> int:
        if term not in self._masks:
            self._masks[term] = _mask(positions, len(self))
        return self._masks[term]

    def up_to(self, length: int) -> int:
        """The set of names of at most *length* terms that are not generic."""
        key = f"<{min(length, LONGEST_CORE)}"
        if key not in self._masks:
            short = (_mask(those, len(self)) for size, those in self._by_length.items() if size <= length)
            self._masks[key] = _union(short)
        return self._masks[key]

    def updated(self, unions: Iterable[Organisation], places: Places) -> "UnionIndex":
        """The index of other unions of the same scope; costs what has changed, and starts anew if that is much."""
        wanted = {union.id: union for union in unions}
        known = {owner.id: owner for position, owner in enumerate(self._owners) if position not in self._gone}
        gone = {id_ for id_, owner in known.items() if wanted.get(id_) != owner}
        new = [union for id_, union in wanted.items() if known.get(id_) != union]
        changes = len(gone) + len(new) + len(self._gone)
        if places != self._places or changes * WORTH_ANEW > len(known):
            return UnionIndex(wanted.values(), places)
        return self._with(new, gone) if changes else self

    def _with(self, new: Sequence[Organisation], gone: Set[int]) -> "UnionIndex":
        other = UnionIndex((), self._places)
        other._owners, other._terms = self._owners.copy(), self._terms.copy()
        other._positions, other._by_length = self._positions, self._by_length
        other._gone = self._gone | {position for position, owner in enumerate(self._owners) if owner.id in gone}
        other._withdrawn = _mask(other._gone, len(self))
        other._add(new)
        for term, mask in self._masks.items():
            if term in self._positions:
                added = other._positions[term][len(self._positions[term]) :]
                other._masks[term] = mask | _union(1 << position for position in added)
        is_known = len(other._positions) == len(self._positions)
        other.vocabulary = self.vocabulary if is_known else Vocabulary(other._positions.keys())
        return other

    def _add(self, unions: Iterable[Organisation]) -> None:
        added: defaultdict[str, array[int]] = defaultdict(_positions)
        lengths: defaultdict[int, array[int]] = defaultdict(_positions)
        below: defaultdict[int | None, array[int]] = defaultdict(_positions)
        for union in sorted(unions, key=attrgetter("id")):  # in whatever order the tree was read
            for name in union.names:
                position, terms = len(self._terms), terms_of(name)
                self._owners.append(union)
                self._terms.append(terms)
                below[union.parent_id].append(position)
                lengths[min(len(core(terms)), LONGEST_CORE)].append(position)
                for term in dict.fromkeys(terms):
                    added[term].append(position)
        for parent, positions in below.items():
            for word in frozenset().union(*self._places.get(parent, ())):
                added[PLACE + word].extend(positions)
        self._positions = _joined(self._positions, added)
        self._by_length = _joined(self._by_length, lengths)


def positions_in(mask: int) -> Iterator[int]:
    """The positions of a set, in order."""
    bits = bin(mask)[:1:-1]
    at = bits.find("1")
    while at >= 0:
        yield at
        at = bits.find("1", at + 1)


def _positions() -> "array[int]":
    return array("I")


def _joined(known: "Mapping[Key, array[int]]", added: "Mapping[Key, array[int]]") -> "dict[Key, array[int]]":
    """Both, without a change to either: another index may share them."""
    return {**known, **{key: known[key] + more if key in known else more for key, more in added.items()}}


def _mask(positions: Iterable[int], length: int) -> int:
    bits = bytearray((length >> 3) + 1)
    for position in positions:
        bits[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(bits, "little")


def _union(masks: Iterable[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined
