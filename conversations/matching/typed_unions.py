"""A workplace that somebody typed in full, for whoever has to find its CĐCS: who bears the name, who is likeliest."""

from collections import defaultdict
from collections.abc import Iterable

from conversations.matching.results import Exact, Match, Options, Organisation, Suggestion
from conversations.matching.union_index import UnionIndex, positions_in
from conversations.matching.union_names import LESSER, terms_of
from conversations.text import one_line, place_sort_key

MOST_TERMS = 30


def typed_key(name: str) -> str:
    """What two spellings of one name have in common: no marks, no "CĐCS" in front, abbreviations in one form.

    A name without Latin letters and digits is its own key.
    """
    return "".join(terms_of(name)) or one_line(name)


def bearers(index: UnionIndex, name: str) -> frozenset[int]:
    """The ids of the unions that have this very name, whatever its spelling."""
    key, having = typed_key(name), index.all
    for term in terms_of(name)[:MOST_TERMS]:
        having &= index.having((term,))
    alike = (position for position in positions_in(having) if "".join(index.terms(position)) == key)
    return frozenset(index.owner(position).id for position in alike)


def named_in(match: Match) -> tuple[Organisation, ...]:
    """The unions that a search has found."""
    match match:
        case Exact(one) | Suggestion(one):
            return (one,)
        case Options(several):
            return several
    return ()


def likeliest(index: UnionIndex, name: str, found: Iterable[Organisation], most: int) -> tuple[Organisation, ...]:
    """What was *found* first, then the unions that share the rarest terms with the name; at most *most*.

    A shared number, or terms that only say what sort of workplace it is, make nothing likely.
    """
    weight: defaultdict[int, float] = defaultdict(float)
    unions: dict[int, Organisation] = {}
    for term in dict.fromkeys(terms_of(name)[:MOST_TERMS]):
        if term not in LESSER and not term.isdigit():
            owners = {owner.id: owner for owner in map(index.owner, positions_in(index.having((term,))))}
            unions |= owners
            for owner in owners:
                weight[owner] += 1 / len(owners)
    ordered = sorted(weight, key=lambda owner: (-weight[owner], place_sort_key(unions[owner].name)))
    return tuple(dict.fromkeys((*found, *(unions[owner] for owner in ordered[:most]))))[:most]
