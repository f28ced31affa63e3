"""Rows of one list that nearly say the same: looked for by their sketches, measured by their texts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.initiative_lists.entries import Entry
from conversations.likeness import ALIKE, SKETCH_BYTES, Pairs, likeness, pairs, resemblance, sketch

_MOST_LOOKED_AT = 20  # earlier rows whose texts are compared with one row's
_LEAST_SHARED = SKETCH_BYTES // 8  # places of two sketches: fewer are not worth a closer look


def alike(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each entry that is nearly the same as an earlier one of its CĐCS, after the nearest of these."""
    sketches: list[bytes] = []
    holders: defaultdict[tuple[int, int], list[int]] = defaultdict(list)  # a place of a sketch and what is there → who
    texts: dict[int, Pairs] = {}
    for number, entry in enumerate(entries):
        made = sketch(entry.answers["title"], entry.answers["description"])
        shared = Counter(
            other for at in enumerate(made) if at[1] for other in holders[at] if entries[other].union == entry.union
        )
        likely = [other for other, count in shared.most_common(_MOST_LOOKED_AT) if count >= _LEAST_SHARED]
        mine = _pairs(number, entries, texts)
        near = [
            (likeness(mine, _pairs(other, entries, texts)), -other)
            for other in likely
            if resemblance(made, sketches[other])
        ]
        if near and (best := max(near))[0] >= ALIKE:
            yield entries[-best[1]], entry
        for at in enumerate(made):
            if at[1] and len(holders[at]) < _MOST_LOOKED_AT:
                holders[at].append(number)
        sketches.append(made)


def _pairs(number: int, entries: Sequence[Entry], known: dict[int, Pairs]) -> Pairs:
    if number not in known:
        known[number] = pairs(entries[number].answers["title"], entries[number].answers["description"])
    return known[number]
