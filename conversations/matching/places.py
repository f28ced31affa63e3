"""Which province or federation a typed text means: exact before part before near; what is unsure is asked.

The traps are real: Bảo Lạc and Bảo Lâm, Châu Thành in ten provinces, Quảng Hòa and Quan Hóa.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from typing import Protocol

import regex
from msgspec import Struct
from msgspec.structs import replace

from conversations.matching.place_index import Name, PlaceIndex, best_marked, of_type
from conversations.matching.place_names import (
    Reading,
    agree,
    is_commune,
    official,
    readings,
    without_commune_word,
)
from conversations.matching.place_slips import nearest
from conversations.matching.results import (
    MOST_OPTIONS,
    Elsewhere,
    Exact,
    Match,
    Nothing,
    Options,
    Organisation,
    Suggestion,
)
from conversations.matching.typing_keys import without_telex, without_vni
from conversations.text import place_sort_key, plain_letters

_PARTS = regex.compile(r"\s*[,;/\n]\s*|\s+[-–—]\s+")
MOST_SORTED = 500  # of more the shortest names are taken: none of them is likely what was meant


class Tree(Protocol):
    """What a search needs of the organisation tree."""

    def place_index(self, kind: str, within: int | None) -> PlaceIndex:
        """The active places of *kind* below *within*, of the whole tree if None."""
        ...

    def province_of(self, organisation_id: int) -> Organisation | None:
        """The province that the node is or lies in."""
        ...

    def is_within(self, organisation_id: int, scope_id: int) -> bool:
        """True for the scope itself and all below it."""
        ...

    def gone_keys(self) -> frozenset[str]:
        """Folded names of former provinces that are no single unit today."""
        ...


class _Query(Struct, frozen=True):
    tree: Tree
    text: str
    readings: tuple[Reading, ...]
    within: int | None
    kind: str

    @property
    def index(self) -> PlaceIndex:
        return self.tree.place_index(self.kind, self.within)

    @property
    def spaced(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if not reading.is_glued)


def search_places(tree: Tree, text: str, within: int | None, kind: str) -> Match:
    """Find a province or federation by its name; the caller bounds the length of *text*."""
    query = _Query(tree, text, readings(text), within, kind)
    if not query.readings or (kind == "province" and any(r.key in tree.gone_keys() for r in query.spaced)):
        return Nothing()
    if found := _plainly(query):
        return found
    for variant in _typed_without_driver(text):
        found = found or _no_slip(query, _plainly(replace(query, text=variant, readings=readings(variant))))
    return found or _by_word(query) or _near(query) or Nothing()


def _no_slip(query: _Query, found: Match | None) -> Match | None:
    """What was read otherwise than typed, asked if it may be a slip in another name: "taan uyen" is Tân or Than."""
    near = nearest(query.index, query.spaced) if isinstance(found, Exact) else None
    if near is None or not isinstance(found, Exact):
        return found
    others = [place for place in near.places if place != found.organisation]
    return _either([found.organisation, *others], is_ordered=True) if others and near.edits == 1 else found


def _typed_without_driver(text: str) -> Iterator[str]:
    plain = plain_letters(text)
    variants = (without_vni(plain), without_telex(plain), without_telex(without_vni(plain)))
    yield from (variant for variant in dict.fromkeys(variants) if variant != plain)


def _plainly(query: _Query) -> Match | None:
    steps: tuple[Callable[[_Query], Match | None], ...]
    steps = (_exact, _former, _with_province, _commune, _by_beginning, _one_level_down, _elsewhere)
    for step in steps if query.readings else ():
        if found := step(query):
            return found
    return None


def _exact(query: _Query) -> Match | None:
    of_other_type: tuple[Name, ...] = ()
    for reading in query.readings:
        names = query.index.by_key.get(reading.key, ())
        if fitting := of_type(names, reading):
            return _certain(query, reading, best_marked(fitting, reading))
        of_other_type = of_other_type or names
    if names := query.index.by_full_key.get(query.readings[0].key, ()):  # its spaces elsewhere
        return _certain(query, replace(query.readings[0], type=names[0].type, marks=()), names)
    return _ask(of_other_type)


def _certain(query: _Query, reading: Reading, names: tuple[Name, ...]) -> Match | None:
    name = names[0]
    if len({each.place.organisation.id for each in names}) > 1 or _is_also_its_province(query, reading, name):
        return _ask(names)
    if not agree(reading.marks, name.reading.marks):
        asked = _ask(query.index.twins(name))  # "Bảo Lạm": a wrong letter or a wrong mark?
        return asked if isinstance(asked, Options) else Exact(name.place.organisation)
    return Exact(name.place.organisation)


def _is_also_its_province(query: _Query, reading: Reading, name: Name) -> bool:
    """True if "Cao Bằng" alone was typed for thành phố Cao Bằng: perhaps only the province said twice."""
    province = (
        query.tree.province_of(name.place.organisation.id) if query.kind == "federation" and not reading.type else None
    )
    return province is not None and official(province.name).key == reading.key


def _former(query: _Query) -> Match | None:
    for reading in query.readings:
        if names := of_type(query.index.by_former_key.get(reading.key, ()), reading):
            return _ask(names)
    return None


def _with_province(query: _Query) -> Match | None:
    """A text like "Bảo Lạc, Cao Bằng", in either order, with or without the comma."""
    parts = [part for part in _PARTS.split(query.text) if readings(part)]
    if len(parts) > 1:
        for order in (parts, parts[::-1]):
            if province := _province_named(query, order[-1]):
                return _below(query, province, order[:-1][-1])
        return _sure(replace(query, text=parts[-1], readings=readings(parts[-1])))
    said = query.text.split()
    for cut in range(1, min(len(said), 12)):
        if province := _province_named(query, " ".join(said[cut:])):
            return _below(query, province, " ".join(said[:cut]))
    return None


def _province_named(query: _Query, text: str) -> Organisation | None:
    index = query.tree.place_index("province", None)
    for reading in readings(text):
        if names := of_type(index.by_key.get(reading.key, ()), reading):
            return names[0].place.organisation
    return None


def _below(query: _Query, province: Organisation, text: str) -> Match | None:
    inside = replace(query, text=text, readings=readings(text), within=province.id, kind="federation")
    found = _sure(inside)
    if query.kind == "province":
        return Exact(province) if isinstance(found, Exact) else Suggestion(province)
    is_inside = query.within is None or query.tree.is_within(province.id, query.within)
    if found:
        return (
            found
            if is_inside
            else Elsewhere(found.organisation)
            if isinstance(found, Exact | Suggestion)
            else Nothing()
        )
    here = _sure(replace(query, text=text, readings=readings(text)))
    return Suggestion(here.organisation) if isinstance(here, Exact) else here


def _sure(query: _Query) -> Match | None:
    return _exact(query) or _former(query)


def _commune(query: _Query) -> Match | None:
    if not is_commune(query.text):
        return None
    rest = readings(without_commune_word(query.text))
    return _ask(query.index.by_key.get(rest[0].key, ()) if rest else ()) or Nothing(is_commune=True)


def _by_beginning(query: _Query) -> Match | None:
    """Initials ("hq") and first letters ("hà q"); only initials of a single place are taken as certain."""
    for reading in query.readings:
        initials = of_type(query.index.by_initials.get(reading.key, ()), reading)
        begun, twins = _begun(query.index, reading)
        likely = _ordered(name.place.organisation for name in (*initials, *begun))
        if found := _either((*likely, *_ordered(name.place.organisation for name in twins)), is_ordered=True):
            is_sure = not begun and (query.within is not None or query.kind == "province")
            return Exact(found.organisation) if is_sure and isinstance(found, Suggestion) else found
    return None


def _begun(index: PlaceIndex, reading: Reading) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Names that begin like the reading with those that have it as a word, and if it is one, those a letter off."""
    if reading.is_glued or reading.key.isdigit():
        return (), ()
    keys = [key for key in index.by_key if key.startswith(reading.key)]
    names = of_type((name for key in keys for name in index.by_key[key]), reading)
    if not names:
        return (), ()
    twins = tuple(twin for name in names for twin in index.twins(name)) if len(keys) == 1 else ()
    return (*names, *_with_word(index, reading)), twins


def _with_word(index: PlaceIndex, reading: Reading) -> tuple[Name, ...]:
    said = f" {' '.join(reading.words)} "
    inner = (name for names in index.by_key.values() for name in names if said in f" {' '.join(name.reading.words)} ")
    return of_type(inner, reading)


def _one_level_down(query: _Query) -> Match | None:
    """A district typed where the province was asked: suggest its province."""
    if query.kind != "province":
        return None
    found = _exact(replace(query, kind="federation", within=None))
    places = (
        found.organisations
        if isinstance(found, Options)
        else (found.organisation,)
        if isinstance(found, Exact | Suggestion)
        else ()
    )
    provinces = {p.id: p for place in places if (p := query.tree.province_of(place.id))}
    return _either(tuple(provinces.values()))


def _elsewhere(query: _Query) -> Match | None:
    """A real place outside the scope: Hạ Long is not a mistyped Hạ Lang."""
    if query.kind != "federation" or query.within is None:
        return None
    everywhere = query.tree.place_index(query.kind, None)
    for reading in query.readings:
        if names := best_marked(of_type(everywhere.by_key.get(reading.key, ()), reading), reading):
            return Elsewhere(_ordered(name.place.organisation for name in names)[0])
    return None


def _by_word(query: _Query) -> Match | None:
    """Whole words out of the middle of a name: "tháp chàm"."""
    long_enough = (reading for reading in query.spaced if len(reading.key) > 1)
    return next((found for reading in long_enough if (found := _ask(_with_word(query.index, reading)))), None)


def _near(query: _Query) -> Match | None:
    """Typing errors, asked in any case; none if a place elsewhere is nearer than all here."""
    here = nearest(query.index, query.spaced)
    if here and query.within is not None:
        everywhere = nearest(query.tree.place_index(query.kind, None), query.spaced)
        here = here if everywhere and here.edits <= everywhere.edits else None
    return _either(here.places, is_ordered=True) if here else None


def _ask(names: Iterable[Name]) -> Suggestion | Options | None:
    return _either(tuple(name.place.organisation for name in names))


def _either(found: Iterable[Organisation], *, is_ordered: bool = False) -> Suggestion | Options | None:
    distinct = {organisation.id: organisation for organisation in found}
    if len(distinct) == 1:
        return Suggestion(next(iter(distinct.values())))
    if is_ordered and distinct:
        return Options(tuple(distinct.values())[:MOST_OPTIONS], max(0, len(distinct) - MOST_OPTIONS))
    return options(distinct.values()) if distinct else None


def options(found: Iterable[Organisation]) -> Options:
    """The organisations to choose between: each once, in Vietnamese order, not more than fit."""
    distinct = list({organisation.id: organisation for organisation in found}.values())
    few = (
        distinct if len(distinct) <= MOST_SORTED else nsmallest(MOST_SORTED, distinct, key=lambda each: len(each.name))
    )
    return Options(_ordered(few)[:MOST_OPTIONS], max(0, len(distinct) - MOST_OPTIONS))


def _ordered(found: Iterable[Organisation]) -> tuple[Organisation, ...]:
    return tuple(sorted(found, key=lambda organisation: (place_sort_key(organisation.name), organisation.id)))
