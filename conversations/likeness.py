"""How alike two texts are: a sketch by which likely ones are found, an exact measure, and the differences, marked.

A text is taken as the set of its pairs of neighbouring words, without marks and capitals. Vietnamese writes syllables
apart, and single ones are shared by everybody; two in a row are hardly ever, unless one text comes from the other.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, groupby, pairwise
from typing import TypeAlias
from zlib import crc32

from msgspec import Struct

from conversations.text import count, cut_at, words

ALIKE = 0.4  # of the pairs of both; four texts of the same kind of work share less than 0.1
LIKELY = 0.2  # of a sketch: a pair of texts at ALIKE is below this once in a hundred times
SKETCH_BYTES = 32
MOST_SHOWN = 3  # alike ones of an initiative
MOST_MARKED = 1600  # characters of a comparison: two descriptions of a thousand, what is equal left out
_CONTEXT = 4  # words that are shown on either side of a difference
_SPREAD, _WORD = 0x9E3779B97F4A7C15, (1 << 64) - 1  # Fibonacci hashing: parts what CRC-32 leaves close together
_BUCKET_BITS = SKETCH_BYTES.bit_length() - 1
_REST = 64 - _BUCKET_BITS
Pairs: TypeAlias = frozenset[tuple[str, ...]]


class Asked(Struct, frozen=True):
    """A text whose like is looked for in its CĐCS."""

    code: str  # of the initiative; '' for a draft
    organisation_id: int
    title: str
    description: str


class Alike(Struct, frozen=True):
    """An initiative of the same CĐCS that is nearly the same."""

    code: str
    title: str
    description: str
    submitted_at: datetime
    author_id: int


def pairs(title: str, description: str) -> Pairs:
    """The pairs of neighbouring words of both; of a single word, that word."""
    return frozenset(chain(_pairs(words(title)), _pairs(words(description))))


def _pairs(said: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return pairwise(said) if len(said) != 1 else (said,)


def likeness(one: Pairs, two: Pairs) -> float:
    """Of all pairs of words, the share that both texts have (Jaccard): 0 to 1."""
    shared = len(one & two)
    return shared / (len(one) + len(two) - shared) if one or two else 1.0


def sketch(title: str, description: str) -> bytes:
    """SKETCH_BYTES that two texts share about as much of as they share pairs of words; 0 where nothing falls.

    The same in every process and version: it is stored.
    """
    return sketched(pairs(title, description))


def sketched(said: Pairs) -> bytes:
    """`sketch` of what `pairs` gave.

    Each pair falls into one of the places by its hash, and each place keeps a byte of its least (MinHash with one
    permutation).
    """
    least: dict[int, int] = {}
    for pair in said:
        hashed = crc32(" ".join(pair).encode()) * _SPREAD & _WORD
        place, rest = hashed >> _REST, hashed & ((1 << _REST) - 1)
        if rest < least.get(place, _WORD):
            least[place] = rest
    return bytes([least[place] % 255 + 1 if place in least else 0 for place in range(SKETCH_BYTES)])


def resemblance(one: bytes, two: bytes) -> float:
    """About what `likeness` the texts of two sketches have; 0 where it is not worth a look at them."""
    return next((share for share, _ in resembling(one, [(0, two)])), 0.0)


def resembling(own: bytes, others: Iterable[tuple[int, bytes | None]]) -> Iterator[tuple[float, int]]:
    """Of numbered sketches those whose texts are worth a look, each with about what `likeness` they have.

    Args: others: None for a text without a sketch.
    """
    size, least, first = len(own), LIKELY * len(own), int.from_bytes(own)
    for number, other in others:
        if not other or len(other) != size:
            continue
        second = int.from_bytes(other)  # numbers are a fifth of the work of going byte by byte
        same = (first ^ second).to_bytes(size).count(0)
        if same <= least:  # nearly all of a CĐCS end here
            continue
        blank = (first | second).to_bytes(size).count(0)
        share = (same - blank) / max(1, size - blank)
        if share > LIKELY:
            yield share, number


def marked(old: str, new: str) -> str:
    """One text with what differs marked: [−only in the old−] [+only in the new+].

    Long stretches that are equal are left out. At most MOST_MARKED characters and an ellipsis.
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - forty modules, for who compares two texts

    before, after = old.split(), new.split()
    runs = groupby(Indel.opcodes(before, after), lambda one: one.tag == "equal")
    steps = [(is_equal, list(group)) for is_equal, group in runs]
    parts: list[str] = []
    for number, (is_equal, group) in enumerate(steps):
        was = [word for one in group for word in before[one.src_start : one.src_end]]
        now = [word for one in group for word in after[one.dest_start : one.dest_end]]
        if is_equal:
            parts.append(_around(was, is_first=number == 0, is_last=number == len(steps) - 1))
            continue
        parts += [f"[−{' '.join(was)}−]"] if was else []
        parts += [f"[+{' '.join(now)}+]"] if now else []
    text = " ".join(parts)
    return text if count(text) <= MOST_MARKED else cut_at(text, MOST_MARKED)[0] + "…"


def _around(same: list[str], *, is_first: bool, is_last: bool) -> str:
    """What is equal, as far as it stands beside a difference."""
    if (is_first and is_last) or len(same) <= 2 * _CONTEXT + 1:
        return " ".join(same)
    head = [] if is_first else same[:_CONTEXT]
    tail = [] if is_last else same[-_CONTEXT:]
    return " ".join((*head, "…", *tail))
