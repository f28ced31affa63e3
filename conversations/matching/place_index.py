"""The searchable names of a set of provinces or federations. Built once for a scope, then only read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from conversations.matching.place_names import Reading, agree, official
from conversations.matching.results import Organisation

FORMER = "(cũ)"  # ends an alias that is the name of a unit which was merged into this one
TWIN_EDITS = 1


class Name(Struct, frozen=True):
    """One name of a place. type "" in an alias: any type word may stand before it."""

    place: "Place"
    reading: Reading
    type: str


class Place:
    """An organisation with the parts of its names."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.reading = official(organisation.name)
        current = [official(alias) for alias in organisation.aliases if not alias.endswith(FORMER)]
        former = [official(alias.removesuffix(FORMER)) for alias in organisation.aliases if alias.endswith(FORMER)]
        former += [official(name) for name in organisation.names_before]
        self.names = (
            Name(self, self.reading, self.reading.type),
            *(Name(self, each, each.type) for each in current if each.key),
        )
        self.former = tuple(Name(self, each, each.type) for each in former if each.key)


class PlaceIndex:
    """Places by every key that a search looks them up by."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.places = tuple(map(Place, organisations))

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Name, ...]]:
        """Names in use by folded bare name."""
        return _grouped((name.reading.key, name) for place in self.places for name in place.names)

    @cached_property
    def by_full_key(self) -> Mapping[str, tuple[Name, ...]]:
        """Names that have a type word by both as one: "huyenhaquang"."""
        names = (name for names in self.by_key.values() for name in names if name.type)
        return _grouped((name.type + name.reading.key, name) for name in names)

    @cached_property
    def by_former_key(self) -> Mapping[str, tuple[Name, ...]]:
        """Names of former units by folded bare name."""
        return _grouped((name.reading.key, name) for place in self.places for name in place.former)

    @cached_property
    def by_initials(self) -> Mapping[str, tuple[Name, ...]]:
        """Official names of two words or more by their initials."""
        own = (place.names[0] for place in self.places if len(place.reading.words) > 1)
        return _grouped((name.reading.initials, name) for name in own)

    def twins(self, name: Name) -> tuple[Name, ...]:
        """The name itself and those that differ from it by one letter: Bảo Lạc and Bảo Lâm."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - forty modules, for who types what is not there

        key = name.reading.key
        near = (
            names
            for other, names in self.by_key.items()
            if OSA.distance(key, other, score_cutoff=TWIN_EDITS) <= TWIN_EDITS
        )
        return tuple(other for names in near for other in names)


def of_type(names: Iterable[Name], reading: Reading) -> tuple[Name, ...]:
    """Those whose type word does not contradict the one that was typed."""
    return tuple(name for name in names if not reading.type or not name.type or name.type == reading.type)


def best_marked(names: tuple[Name, ...], reading: Reading) -> tuple[Name, ...]:
    """Of several that fold alike those whose marks agree with the typed ones; all if none does."""
    if not any(reading.marks):
        return names
    return tuple(name for name in names if agree(reading.marks, name.reading.marks)) or names


def _grouped(pairs: Iterable[tuple[str, Name]]) -> Mapping[str, tuple[Name, ...]]:
    groups: defaultdict[str, list[Name]] = defaultdict(list)
    for key, name in pairs:
        groups[key].append(name)
    return {key: tuple(names) for key, names in groups.items()}
