"""How well the name of a grassroots union fits what was typed."""

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from conversations.matching.results import MOST_OPTIONS, Organisation
from conversations.matching.union_index import LONGEST_CORE, positions_in
from conversations.matching.union_names import FORMS, KINDS, LESSER, PLACE_TYPES, core
from conversations.matching.union_query import LEFT_OUT, Query, Word
from conversations.matching.union_vocabulary import PLACE

MOST_COMPARED = 40  # names; of more those with the fewest terms
SAID_FOR_ONE_LEFT_OUT = 2  # terms
A_MISSING_TERM, A_DOUBT, A_WORD_OUTSIDE = 1.5, 0.3, 0.1  # in edits


class Fit(Struct, frozen=True):
    """A name beside a text.

    edits: slips, and words that are not in the name.
    doubts: words begun, in another order, or of another kind of enterprise or commune.
    missing: terms that tell names apart and were not said. lesser: other terms not said, or said and not there.
    outside: words that only the places above have; is_outside_whole: they are all of the name of one.
    left_out: words that nothing explains.
    has_form: an enterprise was said to be one, if the name does; "Hoàng Long" alone may be part of many names.
    """

    owner: Organisation
    edits: int
    doubts: int
    missing: int
    lesser: int
    outside: int
    is_outside_whole: bool
    has_form: bool
    left_out: int

    @property
    def is_full(self) -> bool:
        """True if all that tells this name from others was said without a slip."""
        return not self.edits and not self.missing

    @property
    def is_explained(self) -> bool:
        """True if each word was heard and nothing is missing, whatever the slips."""
        return not self.left_out and not self.missing

    @property
    def is_certain(self) -> bool:
        """True if the text is this name and nothing else."""
        return self.is_full and not self.doubts and self.is_outside_whole

    @property
    def distance(self) -> float:
        """How far the text is from the name, in edits."""
        return self.edits + A_MISSING_TERM * self.missing

    @property
    def likelihood(self) -> tuple[float, int]:
        """Sorts the likeliest first."""
        return self.distance + A_DOUBT * self.doubts + A_WORD_OUTSIDE * self.outside, self.lesser


def fits(query: Query, names: int, edits: int) -> list[Fit]:
    """Compare the query with each name of the set, or with those of the fewest terms if they are many."""
    words = query.exact if edits == 0 else query.near
    positions = islice(positions_in(_shortest(query, names)), MOST_COMPARED)
    return [fit for position in positions if (fit := _Comparison(query, words, position).fit())]


def are_many(query: Query, names: int) -> bool:
    """True if not even all the shortest names of the set are compared."""
    return _shortest(query, names).bit_count() > MOST_COMPARED


def _shortest(query: Query, names: int) -> int:
    """As many names as may be compared, the shortest first; if too few, there are some more, of the next length."""
    found = 0
    for length in range(LONGEST_CORE + 1):
        shorter = names & query.index.up_to(length)
        if found.bit_count() > MOST_OPTIONS and shorter.bit_count() > MOST_COMPARED:
            return found
        found = shorter
    return found


class _Comparison:
    """One name, word by word."""

    def __init__(self, query: Query, words: Sequence[Word], position: int) -> None:
        self._words, self._owner = words, query.index.owner(position)
        self._terms, self._places = query.index.terms(position), query.index.places(position)
        self._said: list[str] = []  # terms of the name, in the order in which they were said
        self._surely: set[str] = set()  # those of them that tell names apart and were said whole, without a slip
        self._outside: set[str] = set()
        self._is_inside: list[bool] = []  # for each word that is one of the name or of a place
        self._edits, self._doubts = query.edits, query.doubts
        self._spare = self._left_out = 0

    def fit(self) -> Fit | None:
        """What comes of it; None if too little was said of the name."""
        for word in self._words:
            self._hear(word)
        if self._left_out and len(self._surely) < SAID_FOR_ONE_LEFT_OUT * self._left_out:
            return None
        said = frozenset(self._said)
        missing = sum(term not in said for term in self._terms)
        apart = sum(term not in said for term in core(self._terms))
        return Fit(
            self._owner,
            self._edits + LEFT_OUT * self._left_out,
            self._doubts + (not self._is_in_order()),
            apart,
            missing - apart + self._spare,
            len(self._outside),
            not self._outside or any(place - PLACE_TYPES <= self._outside for place in self._places),
            FORMS.isdisjoint(self._terms) or not FORMS.isdisjoint(said),
            self._left_out,
        )

    def _hear(self, word: Word) -> None:
        """Note what one word says of the name."""
        in_name = [
            (word.meant[term], term in self._said, term not in PLACE_TYPES, term)
            for term in self._terms
            if term in word.meant
        ]
        if in_name and not (min(in_name)[1] and self._is_above(word)):
            edits, is_said_again, _, term = min(in_name)
            is_part = term in word.partly
            self._edits += edits + (is_said_again and bool(edits) and not is_part)
            self._doubts += is_part
            self._said.append(term)
            self._surely |= set() if edits or term in word.partly or term in LESSER else {term}
            self._is_inside += [] if word.is_lesser else [True]
        else:
            self._hear_outside(word)

    def _hear_outside(self, word: Word) -> None:
        if above := self._is_above(word):
            self._outside.add(above)
            self._is_inside += [] if word.is_lesser else [False]
        elif word.is_lesser:
            self._spare += 1
            self._doubts += word.text in KINDS
        else:
            self._left_out += 1

    def _is_above(self, word: Word) -> str:
        """The word of a place above that this word says, "" if there is none."""
        return min((place for each in self._places for place in each if PLACE + place in word.meant), default="")

    def _is_in_order(self) -> bool:
        """True if the terms were said in theirs, and the place before or behind the name, not within."""
        places = [self._terms.index(term) for term in self._said if term not in LESSER]
        return places == sorted(places) and self._is_inside in (sorted(self._is_inside), sorted(self._is_inside)[::-1])
