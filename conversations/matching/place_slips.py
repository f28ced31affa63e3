"""Which places a mistyped name is nearest to."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from conversations.matching.place_index import Name, PlaceIndex, of_type
from conversations.matching.place_names import Reading
from conversations.matching.results import Organisation
from conversations.text import place_sort_key

MARGIN = 2  # edits by which the second best has to be farther
LETTERS = 4  # of a bare name in which a slip is understood
LONG = 8  # letters of a bare name in which two are
TYPE_LETTERS = 5  # of "huyen", the usual type word


class Near(Struct, frozen=True):
    """The nearest first, with those that cannot be told from it. edits: those of the nearest."""

    edits: int
    places: tuple[Organisation, ...]


def nearest(index: PlaceIndex, readings: Iterable[Reading]) -> Near | None:
    """The places that are few slips away from one of the readings: in the bare name, or with its type word."""
    found: dict[Organisation, int] = {}
    allowed = 0
    for reading in readings:
        allowed = max(allowed, _allowed(reading.key), _allowed_with_type(reading.key))
        for name, edits in _near(index, reading):
            place = name.place.organisation
            found[place] = min(edits, found.get(place, edits))
    best = min(found.values(), default=allowed + 1)
    if best > allowed:
        return None
    near = [place for place, edits in found.items() if edits < best + MARGIN]
    return Near(best, tuple(sorted(near, key=lambda place: (found[place], place_sort_key(place.name), place.id))))


def _near(index: PlaceIndex, reading: Reading) -> Iterator[tuple[Name, int]]:
    known = index.by_key
    for key, edits in _similar(reading.key, list(known), _allowed(reading.key)):
        yield from ((name, edits) for name in of_type(known[key], reading))
    if not reading.type:
        known = index.by_full_key
        for key, edits in _similar(reading.key, list(known), _allowed_with_type(reading.key)):
            yield from ((name, edits) for name in known[key])


def _allowed(key: str) -> int:
    letters = sum(map(str.isalpha, key))
    return 0 if letters < LETTERS else 1 if letters < LONG else 2


def _allowed_with_type(key: str) -> int:
    letters = sum(map(str.isalpha, key))
    return 0 if len(key) < LETTERS else 1 if letters < TYPE_LETTERS + LONG else 2


def _similar(key: str, known: list[str], allowed: int) -> Iterator[tuple[str, int]]:
    """Keys within the edits that are allowed, and those that these cannot be told from; numbers have to be right."""
    from rapidfuzz import process  # noqa: PLC0415 - forty modules, for who types what is not there
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - forty modules, for who types what is not there

    if not allowed or key.isdigit():
        return
    digits = _digits(key)
    for other, edits, _ in process.extract(key, known, scorer=OSA.distance, score_cutoff=allowed + MARGIN, limit=None):
        if _digits(other) == digits:
            yield other, int(edits)


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))
