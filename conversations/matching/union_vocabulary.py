"""The words by which the names of an index may be looked for: whole, begun, abbreviated, or with a slip."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from conversations.matching.union_names import OTHER_SPELLINGS, PARTS

PLACE = "@"  # begins the term for a word of a place above a union: "@lac" is a term of all those below Bảo Lạc
MOST_BEGUN = 60  # words that one beginning may stand for


class Vocabulary:
    """Words, and the terms that each stands for. Built when first used."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(terms)

    def __contains__(self, word: object) -> bool:
        return word in self._by_word

    def terms(self, word: str) -> Sequence[tuple[str, bool]]:
        """The terms that the word stands for, and if it is only a part of each."""
        return self._by_word.get(word, ())

    def begun(self, beginning: str) -> Sequence[str]:
        """Words that begin so, not too many."""
        at = bisect_left(self._sorted, beginning)
        return [word for word in self._sorted[at : at + MOST_BEGUN] if word.startswith(beginning)]

    def near(self, word: str) -> Iterator[str]:
        """Words one slip away: a letter more, less or other, or two neighbours swapped. Numbers are never near."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - forty modules, for who types what is not there

        if word.isalpha():
            alike = (known for key in (word, *_shortened(word)) for known in self._by_shortened.get(key, ()))
            for known in dict.fromkeys(alike):
                if known != word and OSA.distance(word, known, score_cutoff=1) <= 1:
                    yield known

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[tuple[str, bool]]]:
        found: defaultdict[str, dict[tuple[str, bool], None]] = defaultdict(dict)
        for term in self._terms:
            bare = term.removeprefix(PLACE)
            for spelling in (bare, *OTHER_SPELLINGS.get(bare, ())):
                found[spelling][term, False] = None
                for part in PARTS.get(spelling, ()):
                    found[part][term, True] = None
        return {word: tuple(terms) for word, terms in found.items()}

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self._by_word)

    @cached_property
    def _by_shortened(self) -> Mapping[str, Sequence[str]]:
        """Words by themselves and by what is left of them without one letter."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._by_word:
            if word.isalpha():
                for key in (word, *_shortened(word)):
                    found[key].append(word)
        return found


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))} - {""}
