"""A workplace that somebody typed in full, for whoever has to find its CĐCS: who bears the name, who is likeliest."""

from collections import defaultdict
from collections.abc import Iterable

from conversations.matching.results import Exact, Match, Options, Organisation, Suggestion
from conversations.matching.union_names import GENERIC, union_words
from conversations.matching.unions import MOST_WORDS, UnionIndex
from conversations.text import one_line, place_sort_key


def typed_key(name: str) -> str:
    """What two spellings of one name have in common: no marks, no "CĐCS" in front, abbreviations in one form.

    A name without Latin letters and digits is its own key.
    """
    return "".join(union_words(name)) or one_line(name)


def bearers(index: UnionIndex, name: str) -> frozenset[int]:
    """The ids of the unions that have this very name, whatever its spelling."""
    return frozenset(index.unions[number].id for number in index.by_key.get(typed_key(name), ()))


def named_in(match: Match) -> tuple[Organisation, ...]:
    """The unions that a search has found."""
    match match:
        case Exact(one) | Suggestion(one):
            return (one,)
        case Options(several):
            return several
    return ()


def likeliest(index: UnionIndex, name: str, found: Iterable[Organisation], most: int) -> tuple[Organisation, ...]:
    """What was *found* first, then the unions that share the rarest words with the name; at most *most*.

    A shared number, or words that only say what sort of workplace it is, make nothing likely.
    """
    weight: defaultdict[int, float] = defaultdict(float)
    for word in dict.fromkeys(union_words(name)[:MOST_WORDS]):
        numbers = index.by_word.get(word, ())
        for number in () if word in GENERIC or word.isdigit() else numbers:
            weight[number] += 1 / len(numbers)
    ordered = sorted(weight, key=lambda number: (-weight[number], place_sort_key(index.unions[number].name)))
    return tuple(dict.fromkeys((*found, *(index.unions[number] for number in ordered[:most]))))[:most]
