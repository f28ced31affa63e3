"""Which grassroots union a typed text means: word by word, because nobody types a long name whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.matching.places import options
from conversations.matching.results import Exact, Match, Nothing, Organisation, Suggestion
from conversations.matching.typing_keys import without_telex, without_vni
from conversations.matching.union_names import core, known_words, union_words
from conversations.text import plain_letters

Key = TypeVar("Key", str, tuple[str, ...])
MARGIN = 2
MOST_WORDS = 30
LETTERS_AN_EDIT = 8  # a longer text may hold more slips
SHORTEST_RUN = 5  # letters; less is in too many names
MOST_SPELLINGS = 20  # words of the vocabulary that one mistyped word may stand for


class UnionIndex:
    """Unions by name and by word; built once for a scope, then only read."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.unions = tuple(organisations)
        known = ((number, (one.name, *one.aliases, *one.learnt)) for number, one in enumerate(self.unions))
        names = ((number, name) for number, called in known for name in called)
        self._names = tuple((number, *known_words(name)) for number, name in names)

    @cached_property
    def by_key(self) -> Mapping[str, frozenset[int]]:
        """Positions by the joined words of a name, and by code."""
        coded = ((union.code.lower(), number) for number, union in enumerate(self.unions))
        return _grouped((*(("".join(said), number) for number, said, _ in self._names), *coded))

    @cached_property
    def by_core(self) -> Mapping[tuple[str, ...], frozenset[int]]:
        """Positions by the words that are not generic."""
        return _grouped((core(said), number) for number, said, _ in self._names)

    @cached_property
    def by_word(self) -> Mapping[str, frozenset[int]]:
        """Positions by each word of a name."""
        return _grouped((word, number) for number, _, known in self._names for word in known)

    def knows(self, number: int, said: Iterable[str]) -> bool:
        """True if each word is one of the union's names."""
        return all(number in self.by_word.get(word, ()) for word in said)


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, frozenset[int]]:
    groups: defaultdict[Key, set[int]] = defaultdict(set)
    for key, number in pairs:
        groups[key].add(number)
    return {key: frozenset(numbers) for key, numbers in groups.items()}


def search_unions(index: UnionIndex, text: str) -> Match:
    """Find a union by its name, part of it, or its code; the caller bounds the length of *text*."""
    code = index.by_key.get(text.strip().lower(), frozenset())
    if len(code) == 1:
        return Exact(index.unions[next(iter(code))])
    plain = plain_letters(text)
    for spelling in dict.fromkeys((text, without_vni(plain), without_telex(plain))):
        if found := _plainly(index, union_words(spelling)[:MOST_WORDS]):
            return found
    return _near(index, union_words(text)[:MOST_WORDS]) or Nothing()


def _plainly(index: UnionIndex, said: tuple[str, ...]) -> Match | None:
    if not said:
        return None
    alike = index.by_core.get(core(said), frozenset())
    whole = {number for number in alike if len(alike) == 1 and index.knows(number, said)}
    same = index.by_key.get("".join(said), frozenset()) or whole
    if len(same) == 1:
        return Exact(index.unions[next(iter(same))])
    return _either(index, same or alike or _containing(index, said) or _running_on(index, "".join(said)))


def _containing(index: UnionIndex, said: Sequence[str]) -> frozenset[int]:
    """Unions in whose name each word is found, or a word that begins with it."""
    found: frozenset[int] | None = None
    for word in said:
        here = index.by_word.get(word, frozenset()) | _begun(index, word)
        found = here if found is None else found & here
        if not found:
            return frozenset()
    return found or frozenset()


def _running_on(index: UnionIndex, joined: str) -> frozenset[int]:
    """Unions whose name without spaces holds the text: "khoangsan"."""
    keys = (key for key in index.by_key if joined in key) if len(joined) >= SHORTEST_RUN else ()
    return frozenset().union(*(index.by_key[key] for key in keys))


def _begun(index: UnionIndex, word: str) -> frozenset[int]:
    if len(word) < 2 or word.isdigit():
        return frozenset()
    return frozenset().union(*(numbers for known, numbers in index.by_word.items() if known.startswith(word)))


def _near(index: UnionIndex, said: Sequence[str]) -> Match | None:
    """Unions that have every word but for typing errors; alone only if the next is two edits farther."""
    total: dict[int, int] | None = None
    for word in said:
        here = _spellings(index, word)
        total = here if total is None else {n: total[n] + here[n] for n in total.keys() & here.keys()}
        if not total:
            return None
    if not total:
        return None
    best = min(total.values())
    if best > max(1, sum(map(len, said)) // LETTERS_AN_EDIT):
        return None
    return _either(index, frozenset(number for number, edits in total.items() if edits < best + MARGIN))


def _spellings(index: UnionIndex, word: str) -> dict[int, int]:
    """Edits by position for the words that *word* may be meant for; a number has to be right."""
    allowed = 0 if len(word) < 3 or any(map(str.isdigit, word)) else 1 if len(word) < 8 else 2
    near = {word: 0} if word in index.by_word else {}
    if allowed:
        found = process.extract(
            word, list(index.by_word), scorer=OSA.distance, score_cutoff=allowed, limit=MOST_SPELLINGS
        )
        near |= {known: int(edits) for known, edits, _ in found if not known.isdigit()}
    edits: dict[int, int] = {}
    for known, distance in near.items():
        for number in index.by_word[known]:
            edits[number] = min(distance, edits.get(number, distance))
    return edits


def _either(index: UnionIndex, numbers: Set[int]) -> Match | None:
    if len(numbers) == 1:
        return Suggestion(index.unions[next(iter(numbers))])
    return options(index.unions[number] for number in numbers) if numbers else None
