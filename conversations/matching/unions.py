"""Which grassroots union a typed text means: word by word, because nobody types a long name whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import chain

from conversations.matching.place_names import marks_of
from conversations.matching.results import MOST_OPTIONS, Exact, Match, Nothing, Options, Suggestion
from conversations.matching.union_fit import Fit, are_many, fits
from conversations.matching.union_index import UnionIndex
from conversations.matching.union_names import core, terms_of
from conversations.matching.union_query import LEFT_OUT, Query, as_typed, parted_anew
from conversations.text import fold, one_line, place_sort_key

TOLD_BY = 2  # terms of a name, said whole: "hoa mai", but not "thcs", which says the sort alone
MARGIN = 2  # edits by which the second best has to be farther, or both are asked


def search_unions(index: UnionIndex, text: str) -> Match:
    """Find a union by its name or part of it; the caller bounds the length of *text*."""
    typed, found, count = list(as_typed(index, text)), list[Fit](), 0
    queries = list[Query]()
    for query in chain(typed, parted_anew(index, text, slips=False)):
        queries.append(query)
        names = query.matching(0)[0]
        found += fits(query, names, 0)
        count = count or names.bit_count()
        if any(fit.is_full for fit in found):
            # What was read otherwise than it was typed may be a slip in another name: "hoanf" is Hoàn, or Hoàng.
            if query is not typed[0]:
                found += _one_slip_away(typed[0])
            return _decided(text, found, count if are_many(query, names) else 0)
    if found:
        return _decided(text, found + (_one_slip_away(typed[0]) if len(typed[0].texts) > 1 else []), count)
    if any(index.is_above(query.texts) for query in typed):  # "ha" is no slip in "hoa" where Hà Quảng was chosen
        return Nothing(is_above=True)
    for query in queries:
        found += _with_slips(query)
        if any(fit.is_explained or fit.distance < LEFT_OUT for fit in found):
            return _decided(text, found)
    for query in parted_anew(index, text, slips=True):
        found += fits(query, query.matching(0)[0], 0)
    return _decided(text, found)


def is_part(text: str, names: Iterable[str]) -> bool:
    """True if the text is nothing but whole words of one of these names, at least two of them tell it from others."""
    said = tuple(dict.fromkeys(terms_of(text)))
    return len(core(said)) >= TOLD_BY and any(
        set(said) <= set(terms_of(name)) and _marks_agree(text, (name,)) for name in names
    )


def _one_slip_away(query: Query) -> list[Fit]:
    """The names that were said whole but for one slip."""
    return [fit for fit in fits(query, query.matching(1)[1], 1) if fit.edits == 1 and not fit.missing]


def _with_slips(query: Query) -> list[Fit]:
    """The names that need the fewest edits, and those that need one more."""
    sets = query.matching(query.most_edits)
    least = next((edits for edits, names in enumerate(sets) if names), None)
    if least is None:
        return []
    nearest, next_ = sets[least], sets[min(least + 1, query.most_edits)]
    return fits(query, nearest, query.most_edits) + fits(query, next_ & ~nearest, query.most_edits)


def _decided(text: str, found: Iterable[Fit], count: int = 0) -> Match:
    """count: how many names fit, 0 if all that matter were compared."""
    best: dict[int, Fit] = {}
    for fit in found:
        known = best.get(fit.owner.id)
        if known is None or fit.likelihood < known.likelihood:
            best[fit.owner.id] = fit
    if not best:
        return Nothing()
    if certain := _certain(text, [fit for fit in best.values() if fit.is_certain]):
        rivals = [fit for fit in best.values() if fit not in certain and _is_rival(fit, certain[0])]
        is_sure = len(certain) == 1 and not (rivals or count) and _marks_agree(text, certain[0].owner.names)
        return Exact(certain[0].owner) if is_sure else _asked([*certain, *rivals], count)
    if full := [fit for fit in best.values() if fit.is_full]:
        return _asked(full, count)
    least = min(fit.distance for fit in best.values())
    near = [fit for fit in best.values() if fit.distance < least + MARGIN or not fit.edits]
    return _asked(near, count)


def _is_rival(fit: Fit, certain: Fit) -> bool:
    """True if this name may be meant though the other one was said whole: one slip off, or what was said is a part."""
    return not fit.missing if fit.edits else not certain.has_form and not fit.is_full


def _certain(text: str, found: Sequence[Fit]) -> Sequence[Fit]:
    """Of several that were said whole, those that were said to the letter."""
    if len(found) < 2:
        return found
    if not all(fit.outside for fit in found):
        found = [fit for fit in found if not fit.outside]
    typed = _printed(text)
    printed = [fit for fit in found if typed in map(_printed, fit.owner.names)]
    whole = [fit for fit in found if not fit.lesser]
    agreeing = [fit for fit in found if _marks_agree(text, fit.owner.names)] if len(found) <= 2 * MOST_OPTIONS else []
    return next((some for some in (printed, whole if len(whole) == 1 else [], agreeing) if some), found)


def _printed(name: str) -> str:
    return one_line(name).lower()


def _marks_agree(text: str, names: Iterable[str]) -> bool:
    """True unless a word was typed with marks that it has in none of the names."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for word, marks in _marked(name):
            known[word].add(marks)
    return all(not marks or word not in known or marks in known[word] for word, marks in _marked(text))


def _marked(text: str) -> list[tuple[str, str]]:
    parts = text.split()
    return [(fold(part), "".join(marks_of(part))) for part in parts]


def _asked(found: Sequence[Fit], count: int = 0) -> Suggestion | Options:
    if max(len(found), count) == 1:
        return Suggestion(found[0].owner)
    likely = nsmallest(MOST_OPTIONS, found, key=lambda fit: (fit.likelihood, len(fit.owner.name), _identity(fit)))
    likely.sort(key=lambda fit: (fit.likelihood, place_sort_key(fit.owner.name), _identity(fit)))
    return Options(tuple(fit.owner for fit in likely), max(len(found), count) - len(likely))


def _identity(fit: Fit) -> tuple[str, int]:
    return fit.owner.name, fit.owner.id
