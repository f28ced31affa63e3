"""What a typed text may say: for each of its words the terms that it may stand for, and how much that costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby

from conversations.matching.typing_keys import without_telex, without_vni
from conversations.matching.union_index import PLACE, UnionIndex
from conversations.matching.union_names import FREE, NUMBER, RUNS, terms_of
from conversations.text import fold, plain_letters, words

MOST_WORDS = 40
LETTERS_AN_EDIT = 6  # a longer text may hold more slips
MOST_EDITS = 4
LEFT_OUT = 2  # edits that a word costs which the name does not have
SHORTEST_BEGINNING = 2
LONGEST_RUN = 60  # letters that are parted anew into words
LONGEST_PIECE = 12  # letters of a word
MOST_PARTINGS = 3
LACKING, SURPLUS, UNKNOWN, SLIP = 0.3, 0.5, 2.0, 64.0  # what a space too few, one too many … cost


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query. *meant*: term → edits; *partly*: terms of which it is no more than a part."""

    text: str
    meant: dict[str, int]
    partly: frozenset[str]
    within: tuple[int, ...]  # by number of edits, the set of names that have it, or a place above that has it
    inside: int  # the set of names that have it themselves

    @property
    def is_lesser(self) -> bool:
        """True for what may be said though the name does not have it."""
        return self.text in FREE


class Query:
    """The words of one reading of the text. edits: what the reading itself costs."""

    def __init__(self, index: UnionIndex, terms: Sequence[str], letters: int, edits: int = 0) -> None:
        self.index = index
        self.most_edits = min(MOST_EDITS, max(1, letters // LETTERS_AN_EDIT))  # the longer the text, the more slips
        self.texts = tuple(dict.fromkeys(terms))[:MOST_WORDS]
        self.edits = edits

    @cached_property
    def exact(self) -> tuple[Word, ...]:
        """The words as they stand, or begun."""
        return tuple(_exact(self.index, text) for text in self.texts)

    @cached_property
    def near(self) -> tuple[Word, ...]:
        """The words, also with one slip."""
        return tuple(_near(self.index, word) for word in self.exact)

    def matching(self, edits: int) -> tuple[int, ...]:
        """The sets of names that match with 0, 1 … *edits* edits; a set holds those of the sets before."""
        index, words = self.index, self.exact if edits == 0 else self.near
        sets = [index.all] * (edits + 1)
        for word in sorted(words, key=lambda one: one.within[0].bit_count()):
            sets = [self._with_word(word, sets, upto) for upto in range(edits + 1)]
            if not any(sets):
                return tuple(sets)
        named = 0
        for word in words:
            named |= 0 if self._is_free(word) else word.inside
        return tuple(names & named for names in sets)

    @cached_property
    def _is_all_lesser(self) -> bool:
        return all(text in FREE for text in self.texts)

    def _is_free(self, word: Word) -> bool:
        return word.is_lesser and not self._is_all_lesser

    def _with_word(self, word: Word, sets: Sequence[int], upto: int) -> int:
        if self._is_free(word):
            return sets[upto]
        found = 0
        for edits, names in enumerate(word.within[: upto + 1]):
            found |= sets[upto - edits] & names
        if upto >= LEFT_OUT and not word.text.isdigit():
            found |= sets[upto - LEFT_OUT]
        return found


def as_typed(index: UnionIndex, text: str) -> Iterator[Query]:
    """The text as it stands, then without what a keyboard driver that was off has left in it."""
    plain = plain_letters(text)
    telex = " ".join(part if part in index.vocabulary else without_telex(part) for part in plain.split())
    seen = set()
    for spelling in (text, without_vni(plain), telex, without_telex(plain), without_telex(without_vni(plain))):
        if (terms := terms_of(spelling)) and terms not in seen:
            seen.add(terms)
            yield Query(index, terms, len(fold(text)))


def parted_anew(index: UnionIndex, text: str, *, slips: bool) -> Iterator[Query]:
    """The text with its spaces put elsewhere, the likeliest first; if *slips*, with one in a word that comes of it."""
    readings = [_Parting(0.0, ())]
    for run in _runs(text):
        pieces = [_Parting(0.0, (run[0],))] if NUMBER.fullmatch(run[0]) else _Parter(index, run, slips).partings()
        both = (_Parting(one.cost + two.cost, (*one.words, *two.words)) for one in readings for two in pieces)
        readings = sorted(both, key=lambda one: one.cost)[:MOST_PARTINGS]
    for parting in readings:
        if parting.cost % SLIP and (terms := terms_of(" ".join(parting.words))):
            yield Query(index, terms, len(fold(text)), int(parting.cost // SLIP))


@dataclass(frozen=True, slots=True)
class _Parting:
    cost: float
    words: tuple[str, ...]


def _runs(text: str) -> Iterator[list[str]]:
    """The words of the text in runs of letters; numbers stand alone."""
    for is_number, run in groupby(RUNS.findall(" ".join(words(text)))[:MOST_WORDS], lambda word: bool(NUMBER.fullmatch(word))):
        yield from ([number] for number in run) if is_number else (list(run),)


class _Parter:
    """Finds the likeliest ways to part a run of letters into known words, from the front to the end."""

    def __init__(self, index: UnionIndex, run: Sequence[str], slips: bool) -> None:
        self._index, self._run, self._slips = index, run, slips
        self._letters = "".join(run)
        self._ends = set(accumulate(map(len, run)))  # where words end as typed

    def partings(self) -> list[_Parting]:
        """The likeliest first; the run as it is if nothing is wrong with it, or it cannot be parted."""
        as_typed_ = [_Parting(0.0, tuple(self._run))]
        if len(self._letters) > LONGEST_RUN or all(word in self._index.vocabulary for word in self._run):
            return as_typed_
        best = [as_typed_[:0] for _ in range(len(self._letters) + 1)]
        best[0] = [_Parting(0.0, ())]
        for end in range(1, len(best)):
            begins = [begin for begin in range(max(0, end - LONGEST_PIECE), end) if best[begin]]
            longer = (each for begin in begins for each in self._pieces(begin, end, best[begin]))
            likely = sorted(set(longer), key=lambda one: (one.cost, len(one.words), one.words))
            best[end] = likely[:MOST_PARTINGS]
        return best[-1] or as_typed_

    def _pieces(self, begin: int, end: int, before: Sequence[_Parting]) -> Iterator[_Parting]:
        surplus = sum(SURPLUS for at in range(begin + 1, end) if at in self._ends)
        spaces = surplus + (0.0 if end in self._ends else LACKING)
        is_word = not surplus and end in self._ends and (not begin or begin in self._ends)
        for word, cost in self._words(self._letters[begin:end], is_word):
            yield from (_Parting(one.cost + spaces + cost, (*one.words, word)) for one in before)

    def _words(self, piece: str, is_word: bool) -> Iterator[tuple[str, float]]:
        """The known words that a piece is or may be; a word as typed may also stay unknown."""
        if len(piece) == 1 and not is_word:
            return  # "II" is not twice "I", nor "thcs" four words
        if is_word or piece in self._index.vocabulary:
            yield piece, 0.0 if piece in self._index.vocabulary else UNKNOWN
        if self._slips and len(piece) > 2:
            yield from ((known, SLIP) for known in self._index.near(piece))


def _exact(index: UnionIndex, text: str) -> Word:
    known = index.vocabulary.get(text, ())
    if not known and len(text) >= SHORTEST_BEGINNING and text.isalpha():
        known = tuple((term, True) for word in index.begun(text) for term, _ in index.vocabulary[word])
    terms = dict.fromkeys((term for term, _ in known), 0)
    whole = {term for term, is_part in known if not is_part}
    inside = _having(index, (term for term in terms if term[0] != PLACE))
    outside = _having(index, (term for term in terms if term[0] == PLACE))
    return Word(text, terms, frozenset(terms) - whole, (inside | outside,), inside)


def _near(index: UnionIndex, word: Word) -> Word:
    near = [known for other in index.near(word.text) for known in index.vocabulary[other] if known[0][0] != PLACE]
    slips = dict.fromkeys((term for term, _ in near if term not in word.meant), 1)
    partly = word.partly | (slips.keys() - {term for term, is_part in near if not is_part})
    having = _having(index, slips)
    return Word(word.text, word.meant | slips, partly, (*word.within, having), word.inside | having)


def _having(index: UnionIndex, terms: Iterable[str]) -> int:
    names = 0
    for term in terms:
        names |= index.having(term)
    return names
